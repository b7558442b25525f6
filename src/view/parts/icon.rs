//! Icons: a shape each, so that colour is never the only cue (P2).

use leptos::prelude::*;

/// A picture of 16 × 16, drawn in the colour of the text around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Icon {
    /// Support has it: a clock.
    Support,
    /// The customer has it: a speech bubble with a mark.
    You,
    /// On hold: two bars.
    Hold,
    /// Done: a tick.
    Done,
    /// Escalated: a flag.
    Flag,
    /// Copy: two sheets.
    Copy,
    /// Three dots.
    More,
    /// Back.
    Back,
    /// Read again.
    Refresh,
    /// Something is wrong.
    Warning,
    /// A paper clip.
    Clip,
    /// Plus.
    Plus,
    /// Minus.
    Minus,
    /// Upwards.
    Up,
    /// Up and down: the order.
    Sort,
    /// Downwards.
    Down,
    /// Leads out of the page.
    Out,
}

impl Icon {
    /// Its shape, as the `d` of an SVG path.
    pub fn path(self) -> &'static str {
        match self {
            Self::Support => "M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13M8 4.5V8l2.5 1.5",
            Self::You => "M2 2.5h12v8.5H8.5L5 14v-3H2zM8 4.5v3M8 9.2v.1",
            Self::Hold => "M5 3v10M11 3v10",
            Self::Done => "M2.5 8.5 6 12l7.5-8",
            Self::Flag => "M3.5 14.5v-12h8l-2 3 2 3h-8",
            Self::Copy => "M5.5 5.5h8v8h-8zM3 10.5h-.5v-8h8V3",
            Self::More => "M3 8h.1M8 8h.1M13 8h.1",
            Self::Back => "M9.5 3 4.5 8l5 5M5 8h9",
            Self::Refresh => "M13.5 8a5.5 5.5 0 1 1-1.6-3.9M13.5 1.5v3h-3",
            Self::Warning => "M8 1.5 15 14H1zM8 6v4M8 12v.1",
            Self::Clip => "m13 7-5.5 5.5a3 3 0 0 1-4.2-4.2L9 2.6a2 2 0 0 1 2.8 2.8L6.5 10.7",
            Self::Plus => "M8 3v10M3 8h10",
            Self::Minus => "M3 8h10",
            Self::Up => "m4 10 4-4 4 4",
            Self::Sort => "M5 3v10m-2.5-2.5L5 13l2.5-2.5M11 13V3M8.5 5.5 11 3l2.5 2.5",
            Self::Down => "m4 6 4 4 4-4",
            Self::Out => "M6 3H3v10h10v-3M9 2.5h4.5V7M13 3 7.5 8.5",
        }
    }

    /// As a view; nothing for a screen reader, the text beside it says it.
    pub fn show(self) -> AnyView {
        let class = if self == Self::Back { "icon icon--turns" } else { "icon" };
        view! {
            <svg class=class viewBox="0 0 16 16" aria-hidden="true">
                <path d=self.path() />
            </svg>
        }
        .into_any()
    }
}
