//! Beside the conversation: everything else that is known of a ticket (T1). On narrow screens a line
//! with the most of it, which unfolds.

mod facts;
mod more;

pub use more::relation_text;

use leptos::{html, prelude::*};

use super::{
    escalation,
    parts::{Icon, heading, level_text, status_text},
    ticket::{of_ticket, save, writing::Writing},
};
use crate::{
    domain::Ticket,
    i18n::{Text, Words},
};

/// The sidebar. It stands before the conversation in the page, as it does on narrow screens.
pub fn sidebar(node: NodeRef<html::Aside>) -> AnyView {
    let words = Words::here();
    let is_open = RwSignal::new(false);
    view! {
        <aside class="sidebar" aria-label=words.text(Text::SidebarTitle) tabindex="-1" node_ref=node>
            {heading(1, "hidden", words.say(Text::SidebarTitle))}
            <button
                type="button"
                class="button sidebar__summary"
                aria-expanded=move || is_open.get().to_string()
                on:click=move |_| is_open.update(|it| *it = !*it)
            >
                <span class="sidebar__line">{of_ticket(summary)}</span>
                {move || if is_open.get() { Icon::UP } else { Icon::DOWN }.show()}
            </button>
            <div class="sidebar__body" data-folded=move || (!is_open.get()).then_some("")>
                {of_ticket(facts::facts)}
                {escalation::block()}
                {of_ticket(more::more)}
                {save::save()}
                {Writing::access()}
            </div>
        </aside>
    }
    .into_any()
}

/// "Ticket details: awaiting your reply, S2 High, Bo Lindqvist".
fn summary(ticket: &Ticket) -> AnyView {
    let words = Words::here();
    let priority = ticket.priority.as_ref().map(|it| match level_text(it.level) {
        Some(text) => words.text(text),
        None => it.label.clone(),
    });
    let facts: Vec<String> = [
        Some(status_text(ticket).map_or_else(|| ticket.status.label.clone(), |it| words.text(it))),
        priority,
        ticket.assignee.as_ref().map(|it| it.name.clone()),
    ]
    .into_iter()
    .flatten()
    .filter(|it| !it.is_empty())
    .collect();
    let facts: Vec<AnyView> =
        facts.into_iter().map(|it| view! { " · "<bdi>{it}</bdi> }.into_any()).collect();
    view! {
        <strong>{words.say(Text::SidebarTitle)}</strong>
        <span class="sidebar__facts">{facts}</span>
    }
    .into_any()
}
