//! What forms have in common: a text that outlives its view, and the buttons below it.

use leptos::prelude::*;

use super::outcome;
use crate::{
    dom::Root,
    domain::TicketId,
    i18n::{Text, Words},
    state::{
        deeds::{Kind, Progress},
        desk::hand::Hand,
    },
};

/// The text, under its label.
pub fn text(ticket: &TicketId, kind: Kind, label: Text) -> AnyView {
    let (hand, words) = (Hand::here(), Words::here());
    let (form, id) = (hand.form(ticket, kind), ticket.clone());
    let write = move |event| {
        form.text.set(event_target_value(&event));
        form.is_wanting.set(false);
        hand.typed(&id, kind);
    };
    let is_wrong = move || (kind != Kind::Rate && form.is_wanting.get()).then_some("true");
    view! {
        <label class="life__label">
            <span>{words.say(label)}</span>
            <textarea
                class="life__text"
                dir="auto"
                rows="4"
                aria-required=(kind != Kind::Rate).then_some("true")
                aria-invalid=is_wrong
                prop:value=move || form.text.get()
                on:input=write
            ></textarea>
        </label>
    }
    .into_any()
}

/// Sends it, or puts it away. What came to nothing stands above.
pub fn ways(ticket: &TicketId, kind: Kind, label: Text, send: impl Fn() + 'static) -> AnyView {
    let (hand, words, root) = (Hand::here(), Words::here(), Root::here());
    let form = hand.form(ticket, kind);
    let progress = outcome::progress(ticket, kind);
    let is_busy = move || progress.get() == Some(Progress::Sending);
    let press = move |_| {
        if progress.get_untracked() != Some(Progress::Sending) {
            send();
        }
    };
    let cancel = move |_| {
        form.is_open.set(false);
        form.is_wanting.set(false);
        outcome::focus_soon(root, opener_of(kind));
    };
    let state = move || is_busy().then(|| words.say(Text::LifeSending));
    view! {
        {outcome::failed(ticket, kind)}
        <div class="life__ways">
            <button type="button" class="button button--main" aria-disabled=move || is_busy().then_some("true") on:click=press>
                {words.say(label)}
            </button>
            <button type="button" class="button" on:click=cancel>{words.say(Text::LifeCancel)}</button>
            <span class="life__state" role="status">{state}</span>
        </div>
    }
    .into_any()
}

/// The button that shows a form.
fn opener_of(kind: Kind) -> &'static str {
    match kind {
        Kind::Rate => ".life__rate",
        Kind::Verify => ".verification__broken",
        _ => ".life__follow-up",
    }
}
