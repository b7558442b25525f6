//! Parts that travel only when they are needed: one chunk of wasm, entered through one lazy
//! function each, and what it says in the language in force. A chunk that cannot be had is a
//! message with "Try again".

use std::{cell::Cell, rc::Rc};

use leptos::prelude::*;

use super::{
    escalation, parts,
    split::{fetched, split_point},
    ticket,
};
use crate::{
    i18n::Words,
    state::{Load, Trouble, desk::Desk},
};

/// The views of the ticket chunk.
#[derive(Clone, Copy)]
struct Views {
    begin: fn(),
    ticket: fn() -> AnyView,
    escalation: fn() -> AnyView,
}

split_point!(
    fetch,
    ticket,
    Views,
    Views {
        begin: ticket::begin,
        ticket: ticket::ticket_page,
        escalation: escalation::escalation_alone,
    }
);

thread_local! {
    /// One for all widgets of the page.
    static VIEWS: Cell<Option<Views>> = const { Cell::new(None) };
}

/// The ticket page.
pub fn ticket() -> AnyView {
    show(|views| (views.ticket)())
}

/// An escalation's progress alone.
pub fn escalation() -> AnyView {
    show(|views| (views.escalation)())
}

fn show(make: fn(Views) -> AnyView) -> AnyView {
    let (desk, words) = (Desk::here(), Words::here());
    if matches!(desk.chunk.get_untracked(), Load::Idle | Load::Failed(_)) {
        load(desk, words);
    }
    (move || match (desk.chunk.get(), VIEWS.get()) {
        (Load::Done, Some(views)) => make(views),
        (Load::Failed(_), _) => parts::unfetched(Rc::new(move || load(desk, words))),
        _ => waiting(),
    })
    .into_any()
}

/// The request belongs to the widget: the button that asks again goes as soon as it is pressed.
fn load(desk: Desk, words: Words) {
    desk.note_chunk(Load::Waiting);
    // They travel side by side, and show together: nothing is English first.
    let more = words.lexicon().add_more();
    desk.at_home(Box::pin(async move {
        let Ok(views) = fetched!(fetch) else {
            return desk.note_chunk(Load::Failed(Trouble::UNFETCHED));
        };
        (views.begin)();
        more.await;
        VIEWS.set(Some(views));
        desk.note_chunk(Load::Done);
    }));
}

fn waiting() -> AnyView {
    view! { <div class={"skeleton"} aria-busy="true"></div> }.into_any()
}
