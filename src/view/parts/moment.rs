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
        let (shown, other) = told(at, desk.dates.get(), words, clock.now());
        view! { <time datetime=at.to_rfc3339() title=other>{shown}</time> }
    })
    .into_any()
}

/// A moment as it is shown, and the other way to tell it, with the zone (L3).
pub fn told(at: Time, dates: Dates, words: Words, now: Time) -> (String, String) {
    let (absolute, ago) = (words.day_and_time(at), words.ago(at, now));
    let zone = words.with_zone(at);
    match dates {
        Dates::Absolute => (absolute, format!("{ago} ({zone})")),
        Dates::Elapsed => (ago, zone),
    }
}
