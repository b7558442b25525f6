//! Links to a message: the time of each is one, and one that was followed leads there.

use leptos::{ev, html, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::Element;

use super::earlier::Earlier;
use crate::{
    dom::{focus, js},
    domain::{Message, MessageId},
    i18n::{Text, Words},
    state::{Seek, desk::Desk},
    view::parts::{CopyButton, Moment},
};

/// Marks the entry that a link led to.
const MARK: &str = "data-target";

/// When a message was written, as a link to it, and a button that copies that link.
pub fn link(message: &Message) -> AnyView {
    let (desk, words) = (Desk::here(), Words::here());
    let href = desk.address_of_message(&message.id).unwrap_or_default();
    let press = |event: ev::MouseEvent| {
        let is_special =
            event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key();
        let entry = event
            .target()
            .and_then(|it| it.dyn_into::<Element>().ok()?.closest(".entry").ok().flatten());
        let Some(entry) = entry.filter(|_| !is_special && event.button() == 0) else { return };
        // It leads to where one is.
        event.prevent_default();
        mark(&entry);
    };
    view! {
        <a class="message__link" href=href.clone() on:click=press><Moment at=message.at/></a>
        <span class="message__copy"><CopyButton text=href label=words.text(Text::MessageCopyLink)/></span>
    }
    .into_any()
}

/// Follows the link that the page was opened by, if it leads to a message of this ticket: that is
/// shown, has the focus and a mark. Where it cannot be found, that is said.
pub fn follow(list: NodeRef<html::Ol>, earlier: Earlier) -> AnyView {
    let (desk, words) = (Desk::here(), Words::here());
    let is_gone = RwSignal::new(false);
    let (pages, is_over) = (StoredValue::new(0), StoredValue::new(false));
    Effect::new(move || {
        let Some(wanted) = wanted(desk).filter(|_| !is_over.get_value()) else { return };
        match desk.conversation.with(|it| it.seek(&wanted, pages.get_value())) {
            Seek::Wait => return,
            Seek::Earlier => {
                pages.update_value(|it| *it += 1);
                desk.earlier();
                return;
            }
            Seek::Gone => is_gone.set(true),
            Seek::Found => {
                earlier.unfold();
                show(list, wanted);
            }
        }
        is_over.set_value(true);
        // Followed once: another time the ticket opens as any does.
        desk.settings.update_value(|it| it.message = None);
    });
    (move || {
        is_gone.get().then(|| view! { <p class="note note--warning" role="status">{words.say(Text::TicketTargetGone)}</p> })
    })
    .into_any()
}

/// The message that the page's address names, while its ticket is open.
fn wanted(desk: Desk) -> Option<MessageId> {
    let place = desk.place.get();
    desk.settings.with_value(|it| {
        let is_here = it.ticket.is_some() && it.ticket.as_ref() == place.ticket();
        it.message.clone().filter(|_| is_here)
    })
}

fn show(list: NodeRef<html::Ol>, id: MessageId) {
    // Two frames later: entries that were folded come first.
    request_animation_frame(move || {
        request_animation_frame(move || {
            let Some(list) = list.try_get_untracked().flatten() else { return };
            let id = id.as_str().replace('\\', "\\\\").replace('"', "\\\"");
            let entry = list.query_selector(&format!("[data-message=\"{id}\"]"));
            if let Ok(Some(entry)) = entry {
                mark(&entry);
            }
        });
    });
}

/// The focus scrolls to it.
fn mark(entry: &Element) {
    let list = entry.closest(".conversation__list").ok().flatten();
    if let Some(last) = list.and_then(|it| it.query_selector(&format!("[{MARK}]")).ok().flatten()) {
        let _ = js::call(&last, "removeAttribute", &[MARK.into()]);
    }
    let _ = entry.set_attribute(MARK, "");
    focus::on(entry);
}
