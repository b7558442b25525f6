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
    // One binding for all of it: a list has thirty.
    (move || {
        let (absolute, ago) = (words.day_and_time(at), words.ago(at, clock.now()));
        let zone = words.with_zone(at);
        let (shown, other) = match desk.dates.get() {
            Dates::Absolute => (absolute, format!("{ago} ({zone})")),
            Dates::Elapsed => (ago, zone),
        };
        view! { <time datetime=at.to_rfc3339() title=other>{shown}</time> }
    })
    .into_any()
}
