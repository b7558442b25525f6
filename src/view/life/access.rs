//! X1–X3: whether support may sign in as the customer, for this ticket.

use leptos::prelude::*;

use super::outcome;
use crate::{
    domain::{Action, ProxyAccess, TicketId},
    i18n::{Text, Words},
    state::{
        deeds::Kind,
        desk::{Desk, hand::Hand},
    },
    view::{parts::heading, ticket::reason},
};

/// A switch, where this account has one.
pub fn access() -> AnyView {
    let desk = Desk::here();
    let ticket = outcome::ticket_here();
    let state = Memo::new(move |_| desk.ticket.with(|it| it.as_ref()?.proxy_access));
    let is_there = Memo::new(move |_| state.get().is_some());
    (move || is_there.get().then(|| part(&ticket, state))).into_any()
}

fn part(ticket: &TicketId, state: Memo<Option<ProxyAccess>>) -> AnyView {
    let (desk, hand, words) = (Desk::here(), Hand::here(), Words::here());
    let denial = Memo::new(move |_| {
        desk.ticket.with(|it| match &it.as_ref()?.actions.proxy_access {
            Action::Denied(denial) => Some(denial.clone()),
            _ => None,
        })
    });
    let (shown, id) = (ticket.clone(), ticket.clone());
    // What is being turned shows as turned, until the desk says no.
    let is_on = Memo::new(move |_| {
        let is_enabled = state.get().is_some_and(|it| it.is_enabled);
        hand.allowing(&shown).unwrap_or(is_enabled)
    });
    let busy = ticket.clone();
    let waits = move || denial.get().is_some() || hand.allowing(&busy).is_some();
    let press = move |_| {
        if denial.get_untracked().is_none() {
            hand.allow(&id, !is_on.get_untracked());
        }
    };
    let overrides = move || {
        let account_default = state.get().is_some_and(|it| it.account_default);
        let text =
            if account_default { Text::LifeAccessAccountOn } else { Text::LifeAccessAccountOff };
        words.say(text)
    };
    let active = move || {
        let is_active = state.get().is_some_and(|it| it.is_active);
        is_active
            .then(|| view! { <p class="access__active">{words.say(Text::LifeAccessActive)}</p> })
    };
    view! {
        <div class="sidebar__part">
            {heading(2, "sidebar__heading", words.say(Text::LifeAccess))}
            <button
                type="button"
                class="access"
                role="switch"
                aria-checked=move || is_on.get().to_string()
                aria-disabled=move || waits().then_some("true")
                aria-describedby="life-access"
                on:click=press
            >
                <span class={"access__track"}></span>
                <span>{words.say(Text::LifeAccessSwitch)}</span>
            </button>
            <p class="fact__help" id="life-access">{overrides}</p>
            {active}
            {move || denial.get().map(|it| view! { <p class="fact__help">{reason::why(&it)}</p> })}
            {outcome::failed(ticket, Kind::Access)}
        </div>
    }
    .into_any()
}
