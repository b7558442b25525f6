//! A point in time, as the customer likes it.

use leptos::prelude::*;

use crate::{config::Dates, dom::Clock, domain::Time, i18n::Words, state::desk::Desk};

/// L3: `<time>`, absolute or elapsed as chosen; the other one, with the zone, in the tooltip.
#[component]
pub fn Moment(
    /// When.
    at: Time,
) -> AnyView {
    let (desk, words, clock) = (Desk::here(), Words::here(), Clock::here());
    let shown = move || match desk.dates.get() {
        Dates::Absolute => words.day_and_time(at),
        Dates::Elapsed => words.ago(at, clock.now()),
    };
    let other = move || match desk.dates.get() {
        Dates::Absolute => format!("{} ({})", words.ago(at, clock.now()), words.with_zone(at)),
        Dates::Elapsed => words.with_zone(at),
    };
    view! { <time datetime=at.to_rfc3339() title=other>{shown}</time> }.into_any()
}
