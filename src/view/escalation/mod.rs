//! An escalation's progress: in the sidebar, or alone (E1–E7).

mod stages;
mod tell;

pub use stages::in_words;
pub use tell::estimate;

use leptos::{html, prelude::*};

use super::{
    parts::{CopyButton, Icon, heading, heading_level},
    ticket::{calendar, focus_when_opened, not_there, writing::Writing},
};
use crate::{
    dom::storage,
    domain::{Action, Escalation, Ticket},
    i18n::{Text, Words},
    state::desk::Desk,
};

/// Where it is kept whether the block is folded. One choice for all: a key with an escalation's
/// number in it would tell the next user of this browser about it.
const FOLDED: &str = "escalation-folded";

/// The block in the sidebar; nothing for a ticket that is not escalated.
pub fn block() -> AnyView {
    let escalated = escalated();
    (move || escalated.get().map(|(ticket, escalation)| folding(&ticket, &escalation))).into_any()
}

/// `view="escalation"`: the progress of one ticket, and nothing else.
pub fn escalation_alone() -> AnyView {
    let desk = Desk::here();
    let is_known = Memo::new(move |_| desk.ticket.with(Option::is_some));
    (move || if is_known.get() { alone() } else { not_there() }).into_any()
}

/// The open ticket and its escalation. Wakes nobody when something else of the ticket changes.
fn escalated() -> Memo<Option<(Named, Escalation)>> {
    let desk = Desk::here();
    Memo::new(move |_| {
        desk.ticket.with(|it| {
            let ticket = it.as_ref()?;
            Some((Named::of(ticket), ticket.escalation.clone()?))
        })
    })
}

/// The ticket an escalation belongs to, as far as its progress names it.
#[derive(Clone, Debug, PartialEq)]
struct Named {
    id: String,
    subject: String,
    updated_at: crate::domain::Time,
    /// E4: the customer's word on the repair is taken here.
    can_verify: bool,
}

impl Named {
    fn of(ticket: &Ticket) -> Self {
        Self {
            id: ticket.display_id.clone(),
            subject: ticket.subject.clone(),
            updated_at: ticket.updated_at,
            can_verify: ticket.actions.verify == Action::Allowed,
        }
    }
}

fn alone() -> AnyView {
    let words = Words::here();
    let escalated = escalated();
    let node = NodeRef::<html::Div>::new();
    focus_when_opened(node);
    let content = move || {
        match escalated.get() {
        None => view! { <p class="note">{words.say(Text::EscalationNone)}</p> }.into_any(),
        Some((ticket, escalation)) => view! {
            <p class="escalation__ticket"><bdi>{ticket.id.clone()}</bdi>" "<bdi>{ticket.subject.clone()}</bdi></p>
            <div class="escalation__head">{name(&escalation)}</div>
            {now(&escalation)}
            {progress(&ticket, &escalation)}
        }
        .into_any(),
    }
    };
    view! {
        <div class="escalation escalation--alone">
            <div class="escalation__title" role="heading" {..heading_level(0)} tabindex="-1" node_ref=node>
                {words.say(Text::EscalationProgress)}
            </div>
            {content}
        </div>
    }
    .into_any()
}

fn folding(ticket: &Named, escalation: &Escalation) -> AnyView {
    let words = Words::here();
    let is_open = RwSignal::new(storage::get(FOLDED).is_none_or(|it| it != "true"));
    let press = move |_| {
        is_open.update(|it| *it = !*it);
        storage::set(FOLDED, if is_open.get_untracked() { "false" } else { "true" });
    };
    let kept = StoredValue::new((ticket.clone(), escalation.clone()));
    let body = move || is_open.get().then(|| kept.with_value(|(ticket, it)| progress(ticket, it)));
    view! {
        <div class="escalation">
            <div class="escalation__head">
                {heading(2, "escalation__title", words.say(Text::EscalationTitle))}
                {name(escalation)}
                <button
                    type="button"
                    class="button button--quiet escalation__fold"
                    aria-label=words.text(Text::EscalationProgress)
                    aria-expanded=move || is_open.get().to_string()
                    on:click=press
                >
                    {move || if is_open.get() { Icon::MINUS } else { Icon::PLUS }.show()}
                </button>
            </div>
            {now(escalation)}
            {body}
        </div>
    }
    .into_any()
}

/// E1: its number, to be quoted.
fn name(escalation: &Escalation) -> AnyView {
    let words = Words::here();
    let id = escalation.id.clone();
    let label = words.fill(Text::EscalationCopyId, &[("id", &id)]);
    view! {
        <span class="escalation__id">{Icon::FLAG.show()}<bdi>{id.clone()}</bdi><CopyButton text=id label=label/></span>
    }
    .into_any()
}

/// Where it stands in one sentence; shown when folded, too.
fn now(escalation: &Escalation) -> AnyView {
    let words = Words::here();
    let at = escalation.position();
    let Some(stage) = escalation.stages.get(at) else { return ().into_any() };
    let name = stages::name_text(stage, words);
    let sentence = words.say_with(
        Text::EscalationNow,
        &[
            ("step", &words.number(small(at + 1))),
            ("total", &words.number(small(escalation.stages.len()))),
            ("stage", &name),
        ],
    );
    let class = if tell::needs_customer(escalation) {
        "escalation__now escalation__now--you"
    } else {
        "escalation__now"
    };
    view! { <p class=class tabindex="-1">{sentence}</p> }.into_any()
}

fn progress(ticket: &Named, escalation: &Escalation) -> AnyView {
    let words = Words::here();
    let description = (!escalation.description.is_empty())
        .then(|| view! { <p dir="auto">{escalation.description.clone()}</p> });
    let text = tell::as_text(ticket, escalation, words);
    let label = words.text(Text::EscalationCopyProgress);
    let estimate = tell::estimate(escalation).map(|at| {
        let entry = calendar::Entry {
            key: escalation.id.clone(),
            title: words.fill(Text::EscalationCalendarTitle, &[("id", &escalation.id)]),
            note: format!("{}\n{}", words.text(Text::EscalationNotGuaranteed), text),
            when: calendar::day_of(at),
            as_of: ticket.updated_at,
        };
        calendar::link(&entry, Text::EscalationCalendar)
    });
    view! {
        {description}
        {stages::stages(escalation)}
        {tell::explanation(ticket, escalation)}
        {Writing::verification()}
        <p class="escalation__help">{words.say(Text::EscalationHelp)}</p>
        <div class="escalation__ways">
            <CopyButton text=text label=label is_named=true/>
            {estimate}
        </div>
    }
    .into_any()
}

fn small(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
