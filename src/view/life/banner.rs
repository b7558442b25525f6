//! Above the conversation: closing, with a moment to undo it (C1), how what is done goes on (C2), and what
//! the customer thinks of it (C3).

use leptos::prelude::*;

use super::{feedback, follow_up, offer, outcome};
use crate::{
    dom::Root,
    domain::{Again, Feedback, Offer, TicketId},
    i18n::{Text, Words},
    state::{
        deeds::{Kind, Progress},
        desk::{
            Desk,
            hand::{Form, Hand},
        },
    },
    view::parts::announce,
};

/// What is going on.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Phase {
    /// Nothing.
    Still,
    /// It can be undone.
    Held,
    /// It is being closed.
    Closing,
    /// It is being opened.
    Opening,
}

/// Nothing where there is nothing to say or do.
pub fn banner() -> AnyView {
    let ticket = outcome::ticket_here();
    let (offer, phase) = (offer::here(), phase(&ticket));
    let was_pressed = RwSignal::new(false);
    let shown = Memo::new(move |_| (phase.get(), offer.get()));
    outcome::catch_focus(shown, was_pressed, ".life");
    let is_any = Memo::new(move |_| offer.get().is_any() || phase.get() != Phase::Still);
    (move || is_any.get().then(|| whole(&ticket, offer, phase, was_pressed))).into_any()
}

fn phase(ticket: &TicketId) -> Memo<Phase> {
    let closing = outcome::progress(ticket, Kind::Close);
    let opening = outcome::progress(ticket, Kind::Reopen);
    Memo::new(move |_| match (closing.get(), opening.get()) {
        (Some(Progress::Held), _) => Phase::Held,
        (Some(Progress::Sending), _) => Phase::Closing,
        (_, Some(Progress::Sending)) => Phase::Opening,
        _ => Phase::Still,
    })
}

fn whole(
    ticket: &TicketId,
    offer: Memo<Offer>,
    phase: Memo<Phase>,
    was_pressed: RwSignal<bool>,
) -> AnyView {
    let words = Words::here();
    let id = ticket.clone();
    let sentence = move || match phase.get() {
        Phase::Held | Phase::Closing => Some(words.say(Text::LifeClosing)),
        Phase::Opening => Some(words.say(Text::LifeOpening)),
        Phase::Still => {
            // Who sees the page has read it above.
            let news = was_pressed.get().then(|| {
                let news =
                    if offer.get().can_close { Text::LifeIsOpen } else { Text::TicketTurnClosed };
                view! { <span class="hidden">{words.say(news)}" "</span> }
            });
            Some(view! { {news}{offer::sentence(offer.get())} }.into_any())
        }
    };
    let thanks = move || offer::thanks(offer.get()).filter(|_| phase.get() == Phase::Still);
    view! {
        <div class="life" tabindex="-1">
            <p class="life__now" role="status">{sentence}</p>
            {thanks}
            <div class="life__ways">{move || ways(&id, offer.get(), phase.get(), was_pressed)}</div>
            {outcome::failed(ticket, Kind::Close)}
            {outcome::failed(ticket, Kind::Reopen)}
            {feedback::form(ticket, offer)}
            {follow_up::form(ticket, offer)}
        </div>
    }
    .into_any()
}

fn ways(ticket: &TicketId, offer: Offer, phase: Phase, was_pressed: RwSignal<bool>) -> AnyView {
    match phase {
        Phase::Held => undo(ticket),
        Phase::Closing | Phase::Opening => ().into_any(),
        Phase::Still => {
            let rate = offer.feedback == Feedback::Wanted;
            let follow_up = matches!(offer.again, Again::FollowUp(_));
            view! {
                {offer.can_close.then(|| close(ticket, was_pressed))}
                {offer.can_reopen.then(|| reopen(ticket, was_pressed))}
                {follow_up.then(|| opener(ticket, Kind::FollowUp, was_pressed))}
                {rate.then(|| opener(ticket, Kind::Rate, was_pressed))}
            }
            .into_any()
        }
    }
}

fn close(ticket: &TicketId, was_pressed: RwSignal<bool>) -> AnyView {
    let (desk, hand, words, root) = (Desk::here(), Hand::here(), Words::here(), Root::here());
    let id = ticket.clone();
    let number = desk.display_id(ticket).unwrap_or_default();
    // Said later, when the words may be others.
    let told = [Text::LifeClosedElsewhere, Text::LifeNotClosedElsewhere]
        .map(|it| words.fill(it, &[("id", &number)]));
    let press = move |_| {
        was_pressed.set(true);
        let [done, not_done] = told.clone();
        hand.close(&id, move |is_done| {
            announce::say(root, if is_done { &done } else { &not_done });
        });
        outcome::focus_soon(root, ".life__undo");
    };
    view! { <button type="button" class="button life__close" on:click=press>{words.say(Text::LifeClose)}</button> }
        .into_any()
}

/// The sentence before it is what it undoes.
fn undo(ticket: &TicketId) -> AnyView {
    let (hand, words, root) = (Hand::here(), Words::here(), Root::here());
    let id = ticket.clone();
    let press = move |_| {
        hand.undo(&id);
        outcome::focus_soon(root, ".life__close");
    };
    view! { <button type="button" class="button life__undo" on:click=press>{words.say(Text::LifeUndo)}</button> }
        .into_any()
}

fn reopen(ticket: &TicketId, was_pressed: RwSignal<bool>) -> AnyView {
    let (hand, words) = (Hand::here(), Words::here());
    let id = ticket.clone();
    let press = move |_| {
        was_pressed.set(true);
        hand.reopen(&id);
    };
    view! { <button type="button" class="button" on:click=press>{words.say(Text::LifeReopen)}</button> }
        .into_any()
}

/// Shows a form, and hides it.
fn opener(ticket: &TicketId, kind: Kind, was_pressed: RwSignal<bool>) -> AnyView {
    let (hand, words, root) = (Hand::here(), Words::here(), Root::here());
    let Form { is_open, .. } = hand.form(ticket, kind);
    let (text, class) = match kind {
        Kind::Rate => (Text::TicketActionRate, "button life__rate"),
        _ => (Text::LifeFollowUp, "button life__follow-up"),
    };
    let press = move |_| {
        was_pressed.set(true);
        is_open.update(|it| *it = !*it);
        if is_open.get_untracked() {
            outcome::focus_soon(
                root,
                if kind == Kind::Rate { ".rating__choice" } else { ".life__text" },
            );
        }
    };
    view! {
        <button type="button" class=class aria-expanded=move || is_open.get().to_string() on:click=press>
            {words.say(text)}
        </button>
    }
    .into_any()
}
