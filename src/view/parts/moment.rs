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
        let (dates, now) = (desk.dates.get(), clock.now());
        let title = told_otherwise(at, dates, words, now);
        view! { <time datetime=at.to_rfc3339() title=title>{told(at, dates, words, now)}</time> }
    })
    .into_any()
}

/// A moment as it is shown (L3).
pub fn told(at: Time, dates: Dates, words: Words, now: Time) -> String {
    match dates {
        Dates::Absolute => words.day_and_time(at),
        Dates::Elapsed => words.ago(at, now),
    }
}

/// The other way to tell it, with the zone (L3).
pub fn told_otherwise(at: Time, dates: Dates, words: Words, now: Time) -> String {
    let zone = words.with_zone(at);
    match dates {
        Dates::Absolute => format!("{} ({zone})", words.ago(at, now)),
        Dates::Elapsed => zone,
    }
}
