//! What is used in more than one place.

mod copy;
mod icon;
mod moment;
mod status;
mod trouble;

pub use copy::CopyButton;
pub use icon::Icon;
pub use moment::Moment;
pub use status::{
    channel_text, level_help, level_text, priority_mark, status_pill, status_text, turn_help,
};
pub use trouble::{failure_text, trouble};

use leptos::prelude::*;

use crate::state::desk::Desk;

/// A heading `below` the level that the host page gave the widget. An ARIA heading, since the
/// level is known only at run time.
pub fn heading(below: u8, class: &'static str, content: AnyView) -> AnyView {
    let level = heading_level(below);
    view! { <div class=class role="heading" attr:aria-level=level>{content}</div> }.into_any()
}

/// The level of a heading `below` the widget's own: 1 to 6.
pub fn heading_level(below: u8) -> String {
    let level = Desk::here().settings.with_value(|it| it.heading_level) + below;
    level.min(6).to_string()
}
