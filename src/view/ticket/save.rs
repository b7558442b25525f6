//! T5: the ticket as a file: two buttons, and how far it is.

use std::rc::Rc;

use leptos::prelude::*;

use super::saving;
use crate::{
    domain::TicketId,
    i18n::{Lexicon, Text, Words},
    state::{
        Failure, Trouble,
        desk::{Desk, export::Making},
    },
    view::{
        parts::{failure_text, heading},
        split::{fetched, split_point},
    },
};

/// What a file can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// For reading as it is, and for programs.
    Markdown,
    /// For a browser, and for paper.
    Html,
}

type Save = fn(Desk, Rc<Lexicon>, TicketId, Form, RwSignal<Making>);

split_point!(fetch, saving, Save, saving::begin);

/// In the sidebar.
pub fn save() -> AnyView {
    let words = Words::here();
    let making = RwSignal::new(Making::Idle);
    view! {
        <div class="sidebar__part save">
            {heading(2, "sidebar__heading", words.say(Text::ExportTicket))}
            <div class="save__ways">
                {button(Form::Markdown, Text::ExportMarkdown, making)}
                {button(Form::Html, Text::ExportHtml, making)}
            </div>
            <p class="save__told" role="status">{move || told(&making.get())}</p>
        </div>
    }
    .into_any()
}

fn button(form: Form, label: Text, making: RwSignal<Making>) -> AnyView {
    let (desk, words) = (Desk::here(), Words::here());
    let is_going = move |it: &Making| matches!(it, Making::Going { .. });
    let press = move |_| {
        let id = desk.place.get_untracked().ticket().cloned();
        let Some(id) = id.filter(|_| !making.with_untracked(is_going)) else { return };
        making.set(Making::Going { count: 0, total: None });
        let lexicon = words.lexicon();
        desk.at_home(Box::pin(async move {
            match fetched!(fetch) {
                Ok(save) => save(desk, lexicon, id, form, making),
                Err(_) => {
                    let trouble = Trouble { failure: Failure::Offline, retry_after: None };
                    let _ = making.try_set(Making::Failed(trouble));
                }
            }
        }));
    };
    let is_busy = move || making.with(is_going).then_some("true");
    view! { <button type="button" class="button" aria-disabled=is_busy on:click=press>{words.say(label)}</button> }
        .into_any()
}

fn told(making: &Making) -> AnyView {
    let words = Words::here();
    match making {
        Making::Idle => ().into_any(),
        Making::Going { .. } => words.say(Text::FileLoading),
        Making::Done(_) => words.say(Text::ExportSaved),
        Making::Failed(trouble) => words.say(failure_text(trouble.failure)),
    }
}
