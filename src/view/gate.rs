//! What stands where the tickets would be: not signed in, on the way in, or no history (A4, A5).

use std::rc::Rc;

use leptos::prelude::*;

use super::parts::trouble;
use crate::{
    domain::{Me, Reason},
    i18n::{Text, Words},
    state::desk::Desk,
};

/// A4: says so and offers the host page's sign-in. `was_in`: the session ended in mid-work.
pub fn signed_out(was_in: bool) -> AnyView {
    let (desk, words) = (Desk::here(), Words::here());
    let (title, help) = match was_in {
        true => (Text::SessionExpired, Text::SessionExpiredHelp),
        false => (Text::SessionOut, Text::SessionOutHelp),
    };
    view! {
        <div class="state">
            <p class="state__title">{words.say(title)}</p>
            <p class="state__help">{words.say(help)}</p>
            <button type="button" class="button button--main" on:click=move |_| { desk.sign_in(); }>
                {words.say(Text::SessionSignIn)}
            </button>
        </div>
    }
    .into_any()
}

/// Until the desk has said who is there.
pub fn entering() -> AnyView {
    let desk = Desk::here();
    (move || match desk.entry.get().trouble() {
        Some(found) => trouble(found, Rc::new(move || desk.refresh())),
        None => waiting(),
    })
    .into_any()
}

/// Tickets are on their way.
pub fn waiting() -> AnyView {
    let words = Words::here();
    view! { <div class="skeleton" role="status" aria-label=words.text(Text::ListLoading)></div> }
        .into_any()
}

/// A5: in the place of the list, never an empty table.
pub fn no_history(me: &Me) -> Option<AnyView> {
    let words = Words::here();
    let title = match me.history.unavailable? {
        Reason::RegulatedTenant => Text::HistoryRegulated,
        _ => Text::HistoryUnavailable,
    };
    let contact = me.contact.email.clone().map(|email| {
        let href = format!("mailto:{email}");
        view! { <p><a class="link" href=href><bdi>{email}</bdi></a></p> }
    });
    Some(
        view! {
            <div class="state">
                <p class="state__title">{words.say(title)}</p>
                <p class="state__help">{words.say(Text::HistoryInstead)}</p>
                {contact}
            </div>
        }
        .into_any(),
    )
}
