//! Whose turn it is, and how bad it is: a label, an icon and a colour (P1, P2, P4).

use leptos::prelude::*;

use super::Icon;
use crate::{
    domain::{Channel, Level, Priority, StatusCategory, Ticket, Turn},
    i18n::{Text, Words},
};

/// The label of a ticket's status; `None` where only the desk's own label will do.
pub fn status_text(ticket: &Ticket) -> Option<Text> {
    Some(match (ticket.turn(), ticket.status.category) {
        (Turn::Support, StatusCategory::Unknown) => return None,
        (Turn::Support, _) => Text::StatusSupport,
        (Turn::You, _) => Text::StatusYou,
        (Turn::OnHold, _) => Text::StatusOnHold,
        (Turn::Done, StatusCategory::Closed) => Text::StatusClosed,
        (Turn::Done, _) => Text::StatusResolved,
    })
}

/// One plain sentence of help for it.
pub fn turn_help(ticket: &Ticket) -> Text {
    match (ticket.turn(), ticket.status.category) {
        (Turn::Support, _) => Text::StatusSupportHelp,
        (Turn::You, _) => Text::StatusYouHelp,
        (Turn::OnHold, _) => Text::StatusOnHoldHelp,
        (Turn::Done, StatusCategory::Closed) => Text::StatusClosedHelp,
        (Turn::Done, _) => Text::StatusResolvedHelp,
    }
}

/// Label, icon and colour; the sentence, and the desk's own label, in the tooltip.
pub fn status_pill(ticket: &Ticket) -> AnyView {
    let words = Words::here();
    let (kind, icon) = match ticket.turn() {
        Turn::Support => ("pill pill--support", Icon::Support),
        Turn::You => ("pill pill--you", Icon::You),
        Turn::OnHold => ("pill pill--hold", Icon::Hold),
        Turn::Done => ("pill pill--done", Icon::Done),
    };
    let help = words.text(turn_help(ticket));
    let own = &ticket.status.label;
    let title = if own.is_empty() { help } else { format!("{help} ({own})") };
    let label = match status_text(ticket) {
        Some(text) => words.say(text),
        None => own_label(own, words),
    };
    view! { <span class=kind title=title>{icon.show()}<span class={"pill__label"}>{label}</span></span> }.into_any()
}

/// A word we do not know is shown by the desk's own label, isolated, or as open.
fn own_label(own: &str, words: Words) -> AnyView {
    if own.is_empty() {
        return words.say(Text::StatusSupport);
    }
    view! { <bdi>{own.to_owned()}</bdi> }.into_any()
}

/// S1–S4 in words; `None` for a level only the desk knows.
pub fn level_text(level: Level) -> Option<Text> {
    Some(match level {
        Level::Urgent => Text::PriorityUrgent,
        Level::High => Text::PriorityHigh,
        Level::Tolerable => Text::PriorityTolerable,
        Level::Question => Text::PriorityQuestion,
        Level::Unknown => return None,
    })
}

/// P4: each with its sentence.
pub fn level_help(level: Level) -> Option<Text> {
    Some(match level {
        Level::Urgent => Text::PriorityUrgentHelp,
        Level::High => Text::PriorityHighHelp,
        Level::Tolerable => Text::PriorityTolerableHelp,
        Level::Question => Text::PriorityQuestionHelp,
        Level::Unknown => return None,
    })
}

/// A priority in a word; nothing for a ticket without one.
pub fn priority_mark(priority: Option<&Priority>) -> AnyView {
    let Some(priority) = priority else { return ().into_any() };
    let words = Words::here();
    let class = match priority.level {
        Level::Urgent => "priority priority--urgent",
        Level::High => "priority priority--high",
        Level::Tolerable | Level::Question | Level::Unknown => "priority",
    };
    let title = level_help(priority.level).map(|it| words.text(it));
    let label = match level_text(priority.level) {
        Some(text) => words.say(text),
        None => view! { <bdi>{priority.label.clone()}</bdi> }.into_any(),
    };
    view! { <span class=class title=title>{label}</span> }.into_any()
}

/// How a ticket came in (V1–V4).
pub fn channel_text(channel: Channel) -> Text {
    match channel {
        Channel::Email => Text::TypeEmail,
        Channel::Phone => Text::TypePhone,
        Channel::ConferenceCall => Text::TypeConferenceCall,
        Channel::Chat => Text::TypeChat,
        Channel::Web => Text::TypeWeb,
        Channel::Other => Text::TypeOther,
    }
}
