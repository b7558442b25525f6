//! Icons: a shape each, so that colour is never the only cue (P2).

use leptos::prelude::*;

/// A picture of 16 × 16, drawn in the colour of the text around it. One that only a chunk draws travels
/// with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Icon {
    path: &'static str,
    /// Turns round where text runs from right to left.
    turns: bool,
}

impl Icon {
    /// Support has it: a clock.
    pub const SUPPORT: Self =
        Self::still("M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13M8 4.5V8l2.5 1.5");
    /// The customer has it: a speech bubble with a mark.
    pub const YOU: Self = Self::still("M2 2.5h12v8.5H8.5L5 14v-3H2zM8 4.5v3M8 9.2v.1");
    /// On hold: two bars.
    pub const HOLD: Self = Self::still("M5 3v10M11 3v10");
    /// Done: a tick.
    pub const DONE: Self = Self::still("M2.5 8.5 6 12l7.5-8");
    /// Escalated: a flag.
    pub const FLAG: Self = Self::still("M3.5 14.5v-12h8l-2 3 2 3h-8");
    /// Copy: two sheets.
    pub const COPY: Self = Self::still("M5.5 5.5h8v8h-8zM3 10.5h-.5v-8h8V3");
    /// Three dots.
    pub const MORE: Self = Self::still("M3 8h.1M8 8h.1M13 8h.1");
    /// Back.
    pub const BACK: Self = Self { path: "M9.5 3 4.5 8l5 5M5 8h9", turns: true };
    /// Read again.
    pub const REFRESH: Self = Self::still("M13.5 8a5.5 5.5 0 1 1-1.6-3.9M13.5 1.5v3h-3");
    /// Something is wrong.
    pub const WARNING: Self = Self::still("M8 1.5 15 14H1zM8 6v4M8 12v.1");
    /// A paper clip.
    pub const CLIP: Self =
        Self::still("m13 7-5.5 5.5a3 3 0 0 1-4.2-4.2L9 2.6a2 2 0 0 1 2.8 2.8L6.5 10.7");
    /// Plus.
    pub const PLUS: Self = Self::still("M8 3v10M3 8h10");
    /// Minus.
    pub const MINUS: Self = Self::still("M3 8h10");
    /// Upwards.
    pub const UP: Self = Self::still("m4 10 4-4 4 4");
    /// Up and down: the order.
    pub const SORT: Self =
        Self::still("M5 3v10m-2.5-2.5L5 13l2.5-2.5M11 13V3M8.5 5.5 11 3l2.5 2.5");
    /// Downwards.
    pub const DOWN: Self = Self::still("m4 6 4 4 4-4");
    /// Look for something: a glass.
    pub const SEARCH: Self =
        Self::still("M7 2.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9M10.5 10.5l3.5 3.5");
    /// A funnel.
    pub const FILTER: Self = Self::still("M2 3h12L9.5 8.5V13l-3 1V8.5z");
    /// A cross.
    pub const CLOSE: Self = Self::still("m4 4 8 8M12 4l-8 8");
    /// Leads out of the page.
    pub const OUT: Self = Self::still("M6 3H3v10h10v-3M9 2.5h4.5V7M13 3 7.5 8.5");

    const fn still(path: &'static str) -> Self {
        Self { path, turns: false }
    }

    /// Its shape, as the `d` of an SVG path.
    pub fn path(self) -> &'static str {
        self.path
    }

    /// As a view; nothing for a screen reader, the text beside it says it.
    pub fn show(self) -> AnyView {
        let class = if self.turns { "icon icon--turns" } else { "icon" };
        view! {
            <svg class=class viewBox="0 0 16 16" aria-hidden="true">
                <path d=self.path />
            </svg>
        }
        .into_any()
    }
}
