//! One ticket in the list.

use leptos::prelude::*;

use crate::{
    domain::Ticket,
    i18n::{Text, Words},
    state::desk::{Desk, Row},
    view::parts::{Icon, Moment, channel_text, priority_mark, status_pill},
};

/// A row that stays in its place in the DOM while its ticket changes.
pub fn row(row: Row) -> AnyView {
    let desk = Desk::here();
    let id = row.id.as_str().to_owned();
    view! { <tr class="row" role="row" data-ticket=id>{move || cells(&desk.rows.ticket(&row))}</tr> }
    .into_any()
}

fn cells(ticket: &Ticket) -> AnyView {
    let words = Words::here();
    let menu = words.fill(Text::ListActions, &[("id", &ticket.display_id)]);
    let assignee = ticket.assignee.as_ref().map(|it| it.name.clone());
    view! {
        <td class="cell cell--id" role="cell"><bdi>{ticket.display_id.clone()}</bdi></td>
        {subject(ticket)}
        <td class="cell cell--requester" role="cell"><bdi>{ticket.requester.name.clone()}</bdi></td>
        <td class="cell cell--created" role="cell"><Moment at=ticket.created_at /></td>
        <td class="cell cell--updated" role="cell"><Moment at=ticket.updated_at /></td>
        <td class="cell cell--type" role="cell">{words.say(channel_text(ticket.channel))}</td>
        <td class="cell cell--priority" role="cell">{priority_mark(ticket.priority.as_ref())}</td>
        <td class="cell cell--status" role="cell">{status_pill(ticket)}</td>
        <td class="cell cell--assignee" role="cell"><bdi>{assignee}</bdi></td>
        <td class="cell cell--menu" role="cell">
            <button type="button" class="button button--quiet" aria-haspopup="menu" aria-label=menu>
                {Icon::More.show()}
            </button>
        </td>
    }
    .into_any()
}

/// The row's one link, with its marks (L2, L7).
fn subject(ticket: &Ticket) -> AnyView {
    let words = Words::here();
    let unread = (ticket.unread == Some(true))
        .then(|| mark("row__unread", words.text(Text::ListUnread), None));
    let escalated = ticket
        .escalated
        .then(|| mark("row__escalated", words.text(Text::ListEscalated), Some(Icon::Flag)));
    let class =
        if ticket.unread == Some(true) { "row__link row__link--unread" } else { "row__link" };
    let href = Desk::here().address_of(&ticket.id);
    view! {
        <td class="cell cell--subject" role="cell">
            {unread}
            <a class=class href=href lang=ticket.language.clone() dir="auto" title=ticket.subject.clone()>
                {ticket.subject.clone()}
            </a>
            {escalated}
        </td>
    }
    .into_any()
}

/// A mark that a screen reader hears as a word.
fn mark(class: &'static str, text: String, icon: Option<Icon>) -> AnyView {
    let title = text.clone();
    view! {
        <span class=class title=title>
            {icon.map(Icon::show)}
            <span class={"hidden"}>{text}</span>
        </span>
    }
    .into_any()
}
