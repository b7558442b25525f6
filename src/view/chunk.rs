//! Parts that travel only when they are needed: one chunk of wasm, entered through one lazy
//! function each, and what it says in the language in force. A chunk that cannot be had is a
//! message with "Try again".

use std::rc::Rc;

use leptos::prelude::*;

use super::{
    escalation, parts,
    split::{fetched, split_point},
    ticket,
};
use crate::{
    dom::{styles, task},
    i18n::{self, Lexicon},
};

/// The views of the ticket chunk.
#[derive(Clone, Copy)]
struct Views {
    css: &'static str,
    add_english: fn(),
    ticket: fn() -> AnyView,
    escalation: fn() -> AnyView,
}

split_point!(
    fetch,
    ticket,
    Views,
    Views {
        css: styles::TICKET_CSS,
        add_english: i18n::add_english,
        ticket: ticket::ticket_page,
        escalation: escalation::escalation_alone,
    }
);

#[derive(Clone, Copy)]
enum Chunk {
    Absent,
    Coming,
    Here(Views),
    Failed,
}

/// The chunk, as far as it is here; one for the widget.
#[derive(Clone, Copy)]
struct TicketChunk(RwSignal<Chunk>);

/// For the views below the current owner.
pub fn provide(lexicon: ReadSignal<Option<Rc<Lexicon>>, LocalStorage>) {
    let chunk = RwSignal::new(Chunk::Absent);
    provide_context(TicketChunk(chunk));
    // The request belongs to the widget: the button that asks again goes as soon as it is pressed.
    let effect = RenderEffect::new(move |_| {
        if matches!(chunk.get(), Chunk::Coming) {
            load(chunk, lexicon.get_untracked());
        }
    });
    StoredValue::new_local(effect);
}

/// Whether nothing more will come by itself.
pub fn is_settled() -> bool {
    let TicketChunk(chunk) = expect_context();
    matches!(chunk.get(), Chunk::Here(_) | Chunk::Failed)
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
    let TicketChunk(chunk) = expect_context();
    if matches!(chunk.get_untracked(), Chunk::Absent | Chunk::Failed) {
        chunk.set(Chunk::Coming);
    }
    (move || match chunk.get() {
        Chunk::Absent | Chunk::Coming => waiting(),
        Chunk::Here(views) => make(views),
        Chunk::Failed => parts::unfetched(move || chunk.set(Chunk::Coming)),
    })
    .into_any()
}

fn load(chunk: RwSignal<Chunk>, lexicon: Option<Rc<Lexicon>>) {
    // They travel side by side, and show together: nothing is English first.
    let words = lexicon.map(Lexicon::add_more);
    task::spawn(Box::pin(async move {
        let fetched = fetched!(fetch);
        if let Ok(views) = &fetched {
            styles::add(views.css);
            (views.add_english)();
            if let Some(words) = words {
                words.await;
            }
        }
        chunk.set(fetched.map_or(Chunk::Failed, Chunk::Here));
    }));
}

fn waiting() -> AnyView {
    view! { <div class={"skeleton"} aria-busy="true"></div> }.into_any()
}
