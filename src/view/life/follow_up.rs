//! C2: what stays closed goes on in a new ticket that quotes it.

use leptos::prelude::*;

use super::{outcome, sheet};
use crate::{
    dom::Root,
    domain::{Again, Offer, TicketId},
    i18n::{Text, Words},
    state::{
        deeds::Kind,
        desk::{Desk, hand::Hand},
    },
    view::parts::announce,
};

/// The longest subject that desks take, in characters.
const LONGEST: usize = 255;

/// While it is open and the ticket stays closed.
pub fn form(ticket: &TicketId, offer: Memo<Offer>) -> AnyView {
    let ticket = ticket.clone();
    let is_open = Hand::here().form(&ticket, Kind::FollowUp).is_open;
    let is_shown =
        Memo::new(move |_| is_open.get() && matches!(offer.get().again, Again::FollowUp(_)));
    (move || is_shown.get().then(|| fields(&ticket))).into_any()
}

fn fields(ticket: &TicketId) -> AnyView {
    let (desk, hand, words, root) = (Desk::here(), Hand::here(), Words::here(), Root::here());
    let (form, id) = (hand.form(ticket, Kind::FollowUp), ticket.clone());
    if form.subject.with_untracked(String::is_empty) {
        form.subject.set(quoting(desk));
    }
    let number = desk.display_id(ticket).unwrap_or_default();
    // Said later, when the words may be others.
    let told = [Text::LifeFollowedUpElsewhere, Text::LifeNotFollowedUpElsewhere]
        .map(|it| words.fill(it, &[("id", &number)]));
    let send = move || {
        if form.text.with_untracked(|it| it.trim().is_empty()) {
            form.is_wanting.set(true);
            outcome::focus_soon(root, ".life__text");
            return;
        }
        if form.subject.with_untracked(|it| it.trim().is_empty()) {
            form.subject.set(quoting(desk));
        }
        let [done, not_done] = told.clone();
        hand.follow_up(&id, move |is_done| {
            announce::say(root, if is_done { &done } else { &not_done });
        });
    };
    let wanting = move || {
        form.is_wanting.get().then(|| {
            view! { <p class="life__wanting" role="alert">{words.say(Text::LifeWriteFirst)}</p> }
        })
    };
    let of = ticket.clone();
    let name = move |event| {
        form.subject.set(event_target_value(&event));
        hand.typed(&of, Kind::FollowUp);
    };
    view! {
        <div class="life__form" role="group" aria-label=words.text(Text::LifeFollowUp)>
            <label class="life__label">
                <span>{words.say(Text::ColumnSubject)}</span>
                <input
                    type="text"
                    class="life__line"
                    dir="auto"
                    maxlength=LONGEST.to_string()
                    prop:value=move || form.subject.get()
                    on:input=name
                />
            </label>
            {sheet::text(ticket, Kind::FollowUp, Text::LifeMessage)}
            {wanting}
            {sheet::ways(ticket, Kind::FollowUp, Text::LifeSendFollowUp, send)}
        </div>
    }
    .into_any()
}

/// `[#1042] Export stops`, as a mail about it would say.
fn quoting(desk: Desk) -> String {
    let subject = desk.ticket.with_untracked(|it| {
        it.as_ref().map(|it| format!("[{}] {}", it.display_id, it.subject.trim()))
    });
    subject.unwrap_or_default().chars().take(LONGEST).collect()
}
