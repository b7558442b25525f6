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
    let about = move || desk.me.with(|me| me.as_ref().map(|it| about_customer(it)));
    let stale = move || {
        let (is_empty, trouble) = desk.list.with(|it| (it.shown == 0, it.load.trouble()));
        let trouble = trouble.filter(|_| !is_empty)?;
        Some(parts::stale(trouble, Text::ListStale, Rc::new(move || desk.refresh())))
    };
    let skipped = move || {
        let count = desk.list.with(|it| it.skipped);
        (count > 0).then(|| note(words.say_count(Text::ListSkipped, count, &[])))
    };
    view! {
        {about}
        {stale}
        {skipped}
    }
    .into_any()
}

fn about_customer(me: &Me) -> AnyView {
    let words = Words::here();
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
    notes.into_any()
}

fn note(content: AnyView) -> AnyView {
    view! { <p class="note">{content}</p> }.into_any()
}
