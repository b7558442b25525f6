//! The facts every ticket has (T1, P2, P4).

use leptos::prelude::*;

use crate::{
    domain::{Person, Priority, StatusCategory, Ticket},
    i18n::{Text, Words},
    state::desk::Desk,
    view::{
        parts::{
            Look, Moment, channel_text, level_help, level_text, priority_look, status_look,
            status_text, turn_help,
        },
        ticket::link,
    },
};

/// In the order of T1.
pub fn facts(ticket: &Ticket) -> AnyView {
    let words = Words::here();
    let participants = (!ticket.participants.is_empty())
        .then(|| fact(Text::SidebarParticipants, people(&ticket.participants)));
    let assignee = match &ticket.assignee {
        Some(it) => person(it),
        None => words.say(Text::SidebarUnassigned),
    };
    let priority = ticket.priority.as_ref().map(|it| fact(Text::ColumnPriority, priority(it)));
    view! {
        <dl class="facts">
            {fact(Text::ColumnStatus, status(ticket))}
            {fact(Text::ColumnCreated, view! { <Moment at=ticket.created_at/> }.into_any())}
            {fact(Text::ColumnUpdated, view! { <Moment at=ticket.updated_at/> }.into_any())}
            {fact(Text::ColumnAssignee, assignee)}
            {fact(Text::ColumnRequester, person(&ticket.requester))}
            {participants}
            {priority}
            {fact(Text::ColumnType, words.say(channel_text(ticket.channel)))}
            {said(Text::SidebarProduct, ticket.product.as_deref())}
            {said(Text::SidebarOrganization, ticket.organization.as_deref())}
        </dl>
    }
    .into_any()
}

/// A name and its value.
pub fn fact(name: Text, value: AnyView) -> AnyView {
    let words = Words::here();
    view! { <div class="fact"><dt>{words.say(name)}</dt><dd>{value}</dd></div> }.into_any()
}

fn said(name: Text, value: Option<&str>) -> Option<AnyView> {
    let value = value.filter(|it| !it.is_empty())?.to_owned();
    Some(fact(name, view! { <bdi>{value}</bdi> }.into_any()))
}

/// P2: with its sentence of help, and the desk's own label where it says something else.
fn status(ticket: &Ticket) -> AnyView {
    let words = Words::here();
    let own = &ticket.status.label;
    let ours = status_text(ticket).map(|it| words.text(it)).unwrap_or_default();
    let is_told = own.is_empty()
        || ticket.status.category == StatusCategory::Unknown
        || own.trim().eq_ignore_ascii_case(ours.trim());
    let own = (!is_told).then(|| {
        view! { <p class="fact__help">{words.say_with(Text::SidebarOwnLabel, &[("label", own)])}</p> }
    });
    view! {
        {status_look(ticket, words).show()}
        <p class="fact__help">{words.say(turn_help(ticket))}</p>
        {own}
    }
    .into_any()
}

/// P4: with its sentence, what it was before, and what was promised for it.
fn priority(priority: &Priority) -> AnyView {
    let (desk, words) = (Desk::here(), Words::here());
    let help =
        level_help(priority.level).map(|it| view! { <p class="fact__help">{words.say(it)}</p> });
    let changed = changed(priority).map(|it| view! { <p class="fact__help">{it}</p> });
    let terms = desk.me.with(|me| me.as_ref().and_then(|it| it.terms_url.clone()));
    let terms = terms.map(|it| link::out(it, words.say(Text::SidebarTerms), "link"));
    view! {
        {priority_look(Some(priority), words).map(Look::show)}
        {help}
        {changed}
        {terms}
    }
    .into_any()
}

fn changed(priority: &Priority) -> Option<AnyView> {
    let words = Words::here();
    let level = priority.previous.and_then(level_text).map(|it| words.text(it));
    let date = priority.changed_at.map(|it| words.day(it));
    Some(match (level.as_deref(), date.as_deref()) {
        (Some(level), Some(date)) => {
            words.say_with(Text::SidebarChanged, &[("level", level), ("date", date)])
        }
        (Some(level), None) => words.say_with(Text::SidebarChangedFrom, &[("level", level)]),
        (None, Some(date)) => words.say_with(Text::SidebarChangedOn, &[("date", date)]),
        (None, None) => return None,
    })
}

fn people(people: &[Person]) -> AnyView {
    let items: Vec<AnyView> =
        people.iter().map(|it| view! { <li>{person(it)}</li> }.into_any()).collect();
    view! { <ul>{items}</ul> }.into_any()
}

/// By name, and by "you" where it is the reader.
fn person(person: &Person) -> AnyView {
    let (desk, words) = (Desk::here(), Words::here());
    let is_you = !person.id.is_empty()
        && desk.me.with(|me| me.as_ref().is_some_and(|it| it.user.id == person.id));
    let you =
        is_you.then(|| view! { " "<span class="fact__you">{words.say(Text::SidebarYou)}</span> });
    view! { <bdi>{person.name.clone()}</bdi>{you} }.into_any()
}
