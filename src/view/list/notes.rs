//! Above the list: what a customer must know to read it right (A3, A5, S1, L10).

use std::rc::Rc;

use leptos::prelude::*;

use crate::{
    domain::{Me, SupportLevel},
    i18n::{Text, Words},
    state::desk::Desk,
    view::parts,
};

/// Nothing, for most.
pub fn notes() -> AnyView {
    let (desk, words) = (Desk::here(), Words::here());
    (move || {
        let (me, list) = (desk.me.get(), desk.list.get());
        let mut notes = me.map(|it| about_customer(&it, words)).unwrap_or_default();
        if let Some(trouble) = list.load.trouble().filter(|_| list.shown > 0) {
            let retry = Rc::new(move || desk.refresh());
            notes.push(parts::stale(trouble, Text::ListStale, retry));
        }
        if list.skipped > 0 {
            notes.push(note(words.say_count(Text::ListSkipped, list.skipped, &[])));
        }
        notes.into_any()
    })
    .into_any()
}

fn about_customer(me: &Me, words: Words) -> Vec<AnyView> {
    let mut notes = Vec::new();
    if me.history.importing {
        notes.push(note(words.say(Text::HistoryImporting)));
    }
    if let Some(from) = me.history.from {
        notes.push(note(words.say_with(Text::HistoryFrom, &[("date", &words.day(from))])));
    }
    match me.support.level {
        SupportLevel::Supported => {}
        SupportLevel::Limited => notes.push(note(words.say(Text::SupportLimited))),
        SupportLevel::Unsupported => notes.push(note(words.say(Text::SupportUnsupported))),
    }
    for it in me.organizations.iter().filter(|it| it.can_request_view && !it.can_view) {
        notes.push(note(words.say_with(Text::OrganizationNotGranted, &[("name", &it.name)])));
    }
    notes
}

fn note(content: AnyView) -> AnyView {
    view! { <p class="note">{content}</p> }.into_any()
}
