//! What only some tickets have: links that support shared, the desk's own fields, other tickets (T1, T4).

use leptos::prelude::*;

use crate::{
    domain::{Related, Relation, Ticket},
    i18n::{Text, Words},
    view::{parts::heading, ticket::link},
};

use super::facts::fact;

/// Each under its heading; nothing for what there is not.
pub fn more(ticket: &Ticket) -> AnyView {
    view! {
        {resources(ticket)}
        {fields(ticket)}
        {related(ticket)}
    }
    .into_any()
}

fn part(title: Text, content: AnyView) -> AnyView {
    let words = Words::here();
    view! {
        <div class="sidebar__part">
            {heading(2, "sidebar__heading", words.say(title))}
            {content}
        </div>
    }
    .into_any()
}

fn resources(ticket: &Ticket) -> Option<AnyView> {
    let items: Vec<AnyView> = ticket
        .resources
        .iter()
        .map(|it| {
            let title = if it.title.trim().is_empty() { it.url.clone() } else { it.title.clone() };
            let title = view! { <bdi>{title}</bdi> }.into_any();
            view! { <li>{link::out(it.url.clone(), title, "link")}</li> }.into_any()
        })
        .collect();
    (!items.is_empty()).then(|| {
        part(Text::SidebarResources, view! { <ul class="sidebar__links">{items}</ul> }.into_any())
    })
}

fn fields(ticket: &Ticket) -> Option<AnyView> {
    let items: Vec<AnyView> = ticket
        .fields
        .iter()
        .filter(|it| !it.value.is_empty())
        .map(|it| {
            view! {
                <div class="fact"><dt><bdi>{it.label.clone()}</bdi></dt><dd><bdi>{it.value.clone()}</bdi></dd></div>
            }
            .into_any()
        })
        .collect();
    (!items.is_empty())
        .then(|| part(Text::SidebarFields, view! { <dl class="facts">{items}</dl> }.into_any()))
}

/// T4: by how they belong here.
fn related(ticket: &Ticket) -> Option<AnyView> {
    let items: Vec<AnyView> =
        ticket.related.iter().map(|it| fact(relation_text(it), link::ticket(it))).collect();
    (!items.is_empty())
        .then(|| part(Text::SidebarRelated, view! { <dl class="facts">{items}</dl> }.into_any()))
}

/// How another ticket belongs here, in words.
pub fn relation_text(related: &Related) -> Text {
    match related.relation {
        Relation::MergedInto => Text::SidebarMergedInto,
        Relation::MergedFrom => Text::SidebarMergedFrom,
        Relation::FollowUpOf => Text::SidebarFollowUpOf,
        Relation::FollowUp => Text::SidebarFollowUp,
        Relation::Parent => Text::SidebarParent,
    }
}
