//! A6: why something is not possible, and what to do instead.

use leptos::prelude::*;

use crate::{
    dom::Clock,
    domain::{Denial, Next, Reason, Ticket, Time},
    i18n::{Text, Words},
    state::desk::Desk,
    view::{parts::CopyButton, ticket::link},
};

/// One sentence each; `None` where only the desk's own will do.
pub fn reason_text(reason: Reason) -> Option<Text> {
    Some(match reason {
        Reason::ClosedFinal => Text::ReasonClosedFinal,
        Reason::ReopenWindowOver => Text::ReasonReopenWindowOver,
        Reason::Merged => Text::ReasonMerged,
        Reason::NoThread => Text::ReasonNoThread,
        Reason::NotOwner => Text::ReasonNotOwner,
        Reason::NotParticipant => Text::ReasonNotParticipant,
        Reason::NotGranted => Text::ReasonNotGranted,
        Reason::LimitedSupport => Text::ReasonLimitedSupport,
        Reason::UserUnsupported => Text::ReasonUserUnsupported,
        Reason::IdentityUnverified => Text::ReasonIdentityUnverified,
        Reason::OutsideHours => Text::ReasonOutsideHours,
        Reason::RegulatedTenant => Text::ReasonRegulatedTenant,
        Reason::HistoryCutoff => Text::ReasonHistoryCutoff,
        Reason::HistoryImporting => Text::ReasonHistoryImporting,
        Reason::BotTranscriptWithheld => Text::ReasonBotTranscriptWithheld,
        Reason::Maintenance => Text::ReasonMaintenance,
        Reason::SessionExpired => Text::ReasonSessionExpired,
        Reason::AlreadyRated => Text::ReasonAlreadyRated,
        Reason::Unknown => return None,
    })
}

/// The sentence, and until when it holds.
pub fn why(denial: &Denial) -> AnyView {
    let (words, clock) = (Words::here(), Clock::here());
    let own = denial.message.clone().filter(|it| !it.trim().is_empty());
    let sentence = match (reason_text(denial.reason), own) {
        (Some(text), _) => words.say(text),
        (None, Some(own)) => view! { <bdi>{own}</bdi> }.into_any(),
        (None, None) => words.say(Text::ReasonUnknown),
    };
    let until = denial.until.map(|until| {
        move || {
            let text = limit_text(until, clock.now());
            view! { " "{words.say_with(text, &[("date", &words.day_and_time(until))])} }
        }
    });
    view! { {sentence}{until} }.into_any()
}

/// A limit behind us is when it ended, one ahead is when it is possible again.
fn limit_text(until: Time, now: Time) -> Text {
    if until.millis() <= now.millis() { Text::ReasonWasUntil } else { Text::ReasonAgainFrom }
}

/// What to do instead, with what is needed for it at hand. A desk that names no way out leaves the
/// one that always is there: to ask support, and to quote the ID.
pub fn next_steps(ticket: &Ticket, steps: &[Next]) -> AnyView {
    let steps = if steps.is_empty() { &[Next::Contact, Next::CopyId] } else { steps };
    let steps: Vec<AnyView> = steps
        .iter()
        .filter_map(|it| next_step(ticket, *it))
        .map(|it| view! { <li>{it}</li> }.into_any())
        .collect();
    view! { <ul class="next">{steps}</ul> }.into_any()
}

/// `None` where the desk names a way without saying where it leads.
fn next_step(ticket: &Ticket, step: Next) -> Option<AnyView> {
    let (desk, words) = (Desk::here(), Words::here());
    let contact = desk.me.with(|me| me.as_ref().map(|it| it.contact.clone())).unwrap_or_default();
    let id = ticket.display_id.as_str();
    Some(match step {
        Next::CopyId => copy_id(id),
        Next::Mail => mail(&contact.email?, ticket, Text::NextMail),
        Next::Contact => match (contact.url, contact.email) {
            (Some(url), _) => link::out(url, words.say(Text::NextContact), "button"),
            (None, Some(email)) => mail(&email, ticket, Text::NextContact),
            (None, None) => return None,
        },
        Next::FollowUp => {
            let sentence = words.say_with(Text::NextFollowUp, &[("id", id)]);
            match contact.url {
                Some(url) => link::out(url, sentence, "link"),
                None => sentence,
            }
        }
        Next::Community => words.say(Text::NextCommunity),
        Next::RequestAccess => words.say(Text::NextRequestAccess),
        Next::SignIn => view! {
            <button type="button" class="button" on:click=move |_| { desk.sign_in(); }>{words.say(Text::SessionSignIn)}</button>
        }
        .into_any(),
        Next::Link => link::ticket(ticket.survivor()?),
    })
}

fn copy_id(id: &str) -> AnyView {
    let words = Words::here();
    let label = words.fill(Text::NextCopyId, &[("id", id)]);
    view! { <CopyButton text=id.to_owned() label=label is_named=true/> }.into_any()
}

/// A mail that quotes the ID, so that it finds its way to the ticket.
fn mail(email: &str, ticket: &Ticket, label: Text) -> AnyView {
    let words = Words::here();
    let subject = format!("[{}] {}", ticket.display_id, ticket.subject);
    let href = format!("mailto:{email}?subject={}", js_sys::encode_uri_component(&subject));
    view! { <a class="button" href=href title=email.to_owned()>{words.say(label)}</a> }.into_any()
}
