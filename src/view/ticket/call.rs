//! What a channel brings besides messages: the facts of a call, and that a call has no transcript
//! (V2, V3).

use leptos::prelude::*;

use super::{
    calendar::{self, Entry, When},
    countdown::Countdown,
    link,
};
use crate::{
    dom::Clock,
    domain::{Channel, Conference, ConferenceState, Ticket},
    i18n::{Text, Words},
    view::parts::{CopyButton, heading},
};

/// Nothing for mails and chats.
pub fn about_channel(ticket: &Ticket) -> AnyView {
    let words = Words::here();
    match (&ticket.conference, ticket.channel) {
        (Some(call), _) => conference(ticket, call),
        (None, Channel::Phone) => {
            view! { <p class="note">{words.say(Text::TicketPhone)}</p> }.into_any()
        }
        _ => ().into_any(),
    }
}

/// V3: when, how long until then, whether it will be, and how to get in.
fn conference(ticket: &Ticket, call: &Conference) -> AnyView {
    let (words, clock) = (Words::here(), Clock::here());
    let (start, end) = (call.starts_at, call.ends_at);
    let countdown = Memo::new(move |_| Countdown::at(clock.now(), start, end));
    let is_ahead = Memo::new(move |_| countdown.get().is_ahead());
    let state = match call.state {
        ConferenceState::Accepted => Text::ConferenceAccepted,
        ConferenceState::Pending => Text::ConferencePending,
    };
    let ways_in = StoredValue::new((ticket.clone(), call.clone()));
    view! {
        <div class="call">
            {heading(2, "call__title", words.say(Text::ConferenceTitle))}
            <p><time datetime=start.to_rfc3339()>{words.with_zone(start)}</time></p>
            <p class="call__countdown">{move || words_of(countdown.get(), words)}</p>
            {move || is_ahead.get().then(|| view! { <p>{words.say(state)}</p> })}
            {move || is_ahead.get().then(|| ways_in.with_value(|(ticket, call)| enter(ticket, call)))}
        </div>
    }
    .into_any()
}

fn words_of(countdown: Countdown, words: Words) -> AnyView {
    let days = |it| words.count(Text::ConferenceDays, it, &[]);
    let hours = |it| words.count(Text::ConferenceHours, it, &[]);
    let minutes = |it| words.count(Text::ConferenceMinutes, it, &[]);
    let parts = match countdown {
        Countdown::Now => return words.say(Text::ConferenceNow),
        Countdown::Over => return words.say(Text::ConferenceOver),
        Countdown::Minutes(left) => vec![minutes(left)],
        Countdown::Hours(left, 0) => vec![hours(left)],
        Countdown::Hours(left, rest) => vec![hours(left), minutes(rest)],
        Countdown::Days(left, 0) => vec![days(left)],
        Countdown::Days(left, rest) => vec![days(left), hours(rest)],
    };
    words.say_with(Text::ConferenceCountdown, &[("span", &words.list(&parts))])
}

/// The way in, the code for it, and an entry for one's own calendar.
fn enter(ticket: &Ticket, call: &Conference) -> AnyView {
    let words = Words::here();
    let url = call.join_url.clone().filter(|it| it.starts_with("https://"));
    let join =
        url.clone().map(|it| link::out(it, words.say(Text::ConferenceJoin), "button button--main"));
    let passcode = call.passcode.clone().filter(|it| !it.is_empty()).map(|code| {
        view! {
            <p class="call__code">
                {words.say(Text::ConferencePasscode)}" "<bdi class="code">{code.clone()}</bdi>
                <CopyButton text=code label=words.text(Text::ConferenceCopyPasscode)/>
            </p>
        }
    });
    let entry = Entry {
        key: format!("{}-call", ticket.id.as_str()),
        title: format!("{}: {}", words.text(Text::ConferenceTitle), ticket.subject),
        note: [Some(ticket.display_id.clone()), url, call.passcode.clone()]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join("\n"),
        when: When::Hours(call.starts_at, call.ends_at),
        as_of: ticket.updated_at,
    };
    view! {
        {passcode}
        <div class="call__ways">
            {join}
            {calendar::link(&entry, Text::ConferenceCalendar)}
        </div>
    }
    .into_any()
}
