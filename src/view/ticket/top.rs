//! The top of a ticket: what it is called, its number, and whose turn it is (T1).

use leptos::{html, prelude::*};

use super::{focus_when_opened, of_ticket, skip, standing};
use crate::{
    domain::{Channel, Ticket},
    i18n::{Text, Words},
    state::desk::Desk,
    view::parts::{CopyButton, heading_level},
};

/// Heading, number, status sentence, and the ways past it (K3).
pub fn top(conversation: NodeRef<html::Section>, details: NodeRef<html::Aside>) -> AnyView {
    view! {
        <header class="ticket__top">
            {subject()}
            {of_ticket(number)}
            {of_ticket(standing::standing)}
            {skip(conversation, Text::TicketSkipConversation)}
            {skip(details, Text::TicketSkipDetails)}
        </header>
    }
    .into_any()
}

/// The element stays while its text may change: it holds the focus when the page opens.
fn subject() -> AnyView {
    let (desk, words) = (Desk::here(), Words::here());
    let node = NodeRef::<html::Div>::new();
    focus_when_opened(node);
    let lang = move || desk.ticket.with(|it| it.as_ref().and_then(|it| it.language.clone()));
    let text = move || desk.ticket.with(|it| it.as_ref().map(|it| subject_of(it, words)));
    view! {
        <div class="ticket__subject" role="heading" {..heading_level(0)} tabindex="-1" lang=lang dir="auto" node_ref=node>
            {text}
        </div>
    }
    .into_any()
}

fn number(ticket: &Ticket) -> AnyView {
    let words = Words::here();
    let id = ticket.display_id.clone();
    let label = words.fill(Text::TicketCopyId, &[("id", &id)]);
    view! {
        <p class="ticket__number">
            <bdi>{id.clone()}</bdi>
            <CopyButton text=id label=label/>
        </p>
    }
    .into_any()
}

/// V2, V3: a call without a subject of its own is named after who called.
pub(super) fn subject_of(ticket: &Ticket, words: Words) -> String {
    let name = [("name", ticket.requester.name.as_str())];
    match ticket.channel {
        _ if !ticket.subject.trim().is_empty() => ticket.subject.clone(),
        Channel::Phone => words.fill(Text::TicketSubjectPhone, &name),
        Channel::ConferenceCall => words.fill(Text::TicketSubjectConference, &name),
        _ => words.text(Text::TicketNoSubject),
    }
}
