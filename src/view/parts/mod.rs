//! What is used in more than one place.

pub mod announce;
mod copy;
mod icon;
mod moment;
mod status;
mod trouble;

pub use copy::CopyButton;
pub use icon::Icon;
pub use moment::{Moment, told, told_otherwise};
pub use status::{
    Look, channel_text, level_help, level_text, priority_look, status_look, status_text, turn_help,
};
pub use trouble::{failure_text, stale, trouble, unfetched};

use leptos::{
    attr::{
        any_attribute::{AnyAttribute, IntoAnyAttribute},
        custom::custom_attribute,
    },
    prelude::*,
};

use crate::state::desk::Desk;

/// A heading `below` the level that the host page gave the widget. An ARIA heading, since the
/// level is known only at run time.
pub fn heading(below: u8, class: &'static str, content: AnyView) -> AnyView {
    view! { <div class=class role="heading" {..heading_level(below)}>{content}</div> }.into_any()
}

/// `aria-level`, 1 to 6, of a heading `below` the widget's own. The framework does not know it by
/// name.
pub fn heading_level(below: u8) -> AnyAttribute {
    let level = Desk::here().settings.with_value(|it| it.heading_level) + below;
    custom_attribute("aria-level", level.min(6).to_string()).into_any_attr()
}
