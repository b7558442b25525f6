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

/// How a status or a priority looks, and what it says.
#[derive(Default)]
pub struct Look {
    /// Colour.
    pub class: &'static str,
    /// Shape.
    pub icon: Option<Icon>,
    /// In the tooltip: the sentence, and the desk's own label.
    pub title: Option<String>,
    /// The label, and the language it is in where that is not the one in force.
    pub label: (String, Option<String>),
}

/// Of a ticket's status (P1, P2).
pub fn status_look(ticket: &Ticket, words: Words) -> Look {
    let (class, icon) = match ticket.turn() {
        Turn::Support => ("pill pill--support", Icon::SUPPORT),
        Turn::You => ("pill pill--you", Icon::YOU),
        Turn::OnHold => ("pill pill--hold", Icon::HOLD),
        Turn::Done => ("pill pill--done", Icon::DONE),
    };
    let help = words.text(turn_help(ticket));
    let own = &ticket.status.label;
    let title = if own.is_empty() { help } else { format!("{help} ({own})") };
    let label = match status_text(ticket) {
        // A word we do not know is shown by the desk's own label, or as open.
        None if !own.is_empty() => (own.clone(), None),
        text => words.said(text.unwrap_or(Text::StatusSupport)),
    };
    Look { class, icon: Some(icon), title: Some(title), label }
}

/// Of a priority (P4); nothing for a ticket without one.
pub fn priority_look(priority: Option<&Priority>, words: Words) -> Option<Look> {
    let priority = priority?;
    let class = match priority.level {
        Level::Urgent => "priority priority--urgent",
        Level::High => "priority priority--high",
        Level::Tolerable | Level::Question | Level::Unknown => "priority",
    };
    let title = level_help(priority.level).map(|it| words.text(it));
    let label = match level_text(priority.level) {
        Some(text) => words.said(text),
        None => (priority.label.clone(), None),
    };
    Some(Look { class, icon: None, title, label })
}

impl Look {
    /// As a view.
    pub fn show(self) -> AnyView {
        let Self { class, icon, title, label: (label, lang) } = self;
        view! {
            <span class=class title=title>
                {icon.map(Icon::show)}
                <bdi class={"pill__label"} lang=lang>{label}</bdi>
            </span>
        }
        .into_any()
    }
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
