//! E4: whether an escalation's repair holds, in the customer's word. What still happens goes to the thread.

use leptos::prelude::*;

use super::{outcome, sheet};
use crate::{
    dom::Root,
    domain::{Action, TicketId},
    i18n::{Text, Words},
    state::{
        deeds::{Kind, Progress},
        desk::{Desk, hand::Hand},
    },
};

/// Where the customer is asked.
pub fn verification() -> AnyView {
    let desk = Desk::here();
    let ticket = outcome::ticket_here();
    // Where the stage has moved, what had the focus is gone.
    let (root, was_pressed) = (Root::here(), RwSignal::new(false));
    on_cleanup(move || {
        if was_pressed.try_get_untracked() == Some(true) {
            outcome::focus_if_lost(root, ".escalation__now");
        }
    });
    let is_asked = Memo::new(move |_| {
        desk.ticket.with(|it| it.as_ref().is_some_and(|it| it.actions.verify == Action::Allowed))
    });
    (move || is_asked.get().then(|| question(&ticket, was_pressed))).into_any()
}

fn question(ticket: &TicketId, was_pressed: RwSignal<bool>) -> AnyView {
    let (hand, words) = (Hand::here(), Words::here());
    let form = hand.form(ticket, Kind::Verify);
    let (id, broken) = (ticket.clone(), ticket.clone());
    let body = move || match form.is_open.get() {
        true => reason(&broken, was_pressed),
        false => choices(&id, was_pressed),
    };
    view! {
        <div class="verification" role="group" aria-label=words.text(Text::TicketActionVerify)>
            <p class="verification__question">{words.say(Text::LifeVerify)}</p>
            {body}
        </div>
    }
    .into_any()
}

fn choices(ticket: &TicketId, was_pressed: RwSignal<bool>) -> AnyView {
    let (hand, words, root) = (Hand::here(), Words::here(), Root::here());
    let (form, id) = (hand.form(ticket, Kind::Verify), ticket.clone());
    let progress = outcome::progress(ticket, Kind::Verify);
    let is_busy = move || progress.get() == Some(Progress::Sending);
    let fixed = move |_| {
        if !is_busy() {
            was_pressed.set(true);
            hand.verify(&id, true);
        }
    };
    let broken = move |_| {
        if !is_busy() {
            form.is_open.set(true);
            outcome::focus_soon(root, ".verification .life__text");
        }
    };
    let busy = move || is_busy().then_some("true");
    view! {
        {outcome::failed(ticket, Kind::Verify)}
        <div class="life__ways">
            <button type="button" class="button" aria-disabled=busy on:click=fixed>{words.say(Text::LifeFixed)}</button>
            <button type="button" class="button verification__broken" aria-disabled=busy on:click=broken>
                {words.say(Text::LifeBroken)}
            </button>
            <span class="life__state" role="status">{move || is_busy().then(|| words.say(Text::LifeSending))}</span>
        </div>
    }
    .into_any()
}

fn reason(ticket: &TicketId, was_pressed: RwSignal<bool>) -> AnyView {
    let (hand, words, root) = (Hand::here(), Words::here(), Root::here());
    let (form, id) = (hand.form(ticket, Kind::Verify), ticket.clone());
    let send = move || match form.text.with_untracked(|it| it.trim().is_empty()) {
        true => {
            form.is_wanting.set(true);
            outcome::focus_soon(root, ".verification .life__text");
        }
        false => {
            was_pressed.set(true);
            hand.verify(&id, false);
        }
    };
    let wanting = move || {
        form.is_wanting.get().then(|| {
            view! { <p class="life__wanting" role="alert">{words.say(Text::LifeReasonFirst)}</p> }
        })
    };
    view! {
        {sheet::text(ticket, Kind::Verify, Text::LifeReason)}
        {wanting}
        {sheet::ways(ticket, Kind::Verify, Text::LifeSendReason, send)}
    }
    .into_any()
}
