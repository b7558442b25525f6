//! How news are told.

use leptos::prelude::*;

use super::Language;
use crate::{
    dom::Root,
    i18n::{Text, Words},
    state::Fresh,
    view::parts::announce,
};

/// Once, whatever came: what concerns the open conversation first.
pub fn tell(root: Root, language: Language, fresh: &[Fresh]) {
    let Some(lexicon) = language.get_untracked() else { return };
    let owner = Owner::new();
    let text = owner.with(|| {
        let words = Words::provide(lexicon);
        let reply = fresh.iter().find(|it| **it == Fresh::Reply).or(fresh.first());
        match reply? {
            Fresh::Reply => Some(words.text(Text::TicketNewReply)),
            Fresh::Message(name) => Some(words.fill(Text::TicketNewMessage, &[("name", name)])),
            // As the mark in the row has it.
            Fresh::Ticket(subject) => Some(format!("{}: {subject}", words.text(Text::ListUnread))),
        }
    });
    owner.cleanup();
    if let Some(text) = text {
        announce::say(root, &text);
    }
}
