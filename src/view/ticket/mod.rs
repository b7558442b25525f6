//! One ticket: what it is about, where it stands, and everything that was said (T1–T4, V1–V5).

mod absent;
mod body;
pub(in crate::view) mod calendar;
mod call;
mod conversation;
mod countdown;
mod earlier;
mod files;
pub(in crate::view) mod link;
mod message;
mod news;
mod paper;
mod plain;
mod quote;
pub(in crate::view) mod reason;
pub(in crate::view) mod save;
mod saving;
mod standing;
mod target;
mod top;
mod viewer;
pub(in crate::view) mod writing;

use std::rc::Rc;

use leptos::{html, prelude::*};

use self::writing::Writing;
use super::{parts, sidebar};
use crate::{
    config::View,
    dom::{focus, styles},
    domain::Ticket,
    i18n::{Text, Words, add_english},
    state::{Failure, desk::Desk},
};

/// Styles and words are there.
pub fn begin() {
    styles::add(styles::TICKET_CSS);
    add_english();
}

/// The page. What is known of the ticket from the list shows at once, the rest as it comes.
pub fn ticket_page() -> AnyView {
    let desk = Desk::here();
    let is_known = Memo::new(move |_| desk.ticket.with(Option::is_some));
    // The desk takes its word back: somebody who may not see a ticket any more sees nothing of it.
    let is_refused = Memo::new(move |_| {
        let failure = desk.opening.get().trouble().map(|it| it.failure);
        matches!(failure, Some(Failure::NotFound | Failure::Forbidden))
    });
    view! {
        <div class="ticket">
            {back()}
            {move || if is_known.get() && !is_refused.get() { page() } else { not_there() }}
        </div>
    }
    .into_any()
}

/// A part that is made anew when the ticket changes, and only then.
pub(in crate::view) fn of_ticket(part: fn(&Ticket) -> AnyView) -> AnyView {
    let desk = Desk::here();
    (move || desk.ticket.get().map(|it| part(&it))).into_any()
}

/// Until the ticket is there, or instead of it.
pub(in crate::view) fn not_there() -> AnyView {
    let (desk, words) = (Desk::here(), Words::here());
    (move || match desk.opening.get().trouble() {
        Some(found) => parts::trouble(found, Rc::new(move || desk.refresh())),
        None => view! {
            <div class="skeleton" role="status" aria-label=words.text(Text::TicketLoading)></div>
        }
        .into_any(),
    })
    .into_any()
}

fn page() -> AnyView {
    let conversation = NodeRef::<html::Section>::new();
    let details = NodeRef::<html::Aside>::new();
    Writing::provide();
    view! {
        {top::top(conversation, details)}
        {stale()}
        {Writing::banner()}
        <div class="ticket__columns">
            {sidebar::sidebar(details)}
            {conversation::conversation(conversation, details)}
        </div>
    }
    .into_any()
}

/// A ticket alone has no list to go back to.
fn back() -> AnyView {
    let (desk, words) = (Desk::here(), Words::here());
    let is_alone = desk.settings.with_value(|it| it.view == View::Ticket);
    let button = (!is_alone).then(|| {
        view! {
            <button type="button" class="button button--quiet ticket__back" on:click=move |_| desk.back()>
                {parts::Icon::BACK.show()}
                {words.say(Text::TicketBack)}
            </button>
        }
    });
    button.into_any()
}

/// A failed refresh never empties the screen: it says that what stands there may be old.
fn stale() -> AnyView {
    let desk = Desk::here();
    (move || {
        let trouble = desk.opening.get().trouble()?;
        Some(parts::stale(trouble, Text::TicketStale, Rc::new(move || desk.refresh())))
    })
    .into_any()
}

/// Gives `node` the focus when it comes into the page, but never before a person has moved.
pub(in crate::view) fn focus_when_opened(node: NodeRef<html::Div>) {
    let desk = Desk::here();
    Effect::new(move || {
        if let Some(node) = node.get().filter(|_| desk.has_moved()) {
            focus::on(&node);
        }
    });
}

/// K3: past what is long. A button, since a fragment address would be the host page's.
fn skip<E>(target: NodeRef<E>, label: Text) -> AnyView
where
    E: html::ElementType + 'static,
    E::Output: wasm_bindgen::JsCast + AsRef<web_sys::Element> + Clone + 'static,
{
    let words = Words::here();
    let press = move |_| {
        if let Some(target) = target.get_untracked() {
            focus::on(target.as_ref());
        }
    };
    view! { <button type="button" class="button skip" on:click=press>{words.say(label)}</button> }
        .into_any()
}
