//! One entry of a conversation: a message, something that happened, or something withheld (T2, T3,
//! V5).

use leptos::prelude::*;

use super::{
    body::{Shown, body},
    files::files,
    reason::{next_steps, why},
    target,
};
use crate::{
    domain::{Author, Channel, Denial, Message, MessageId, MessageKind, Role},
    i18n::{Text, Words},
    state::desk::Desk,
    view::parts::{Moment, channel_text},
};

/// Who speaks, seen from the customer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Who {
    You,
    Colleague,
    Support,
    Assistant,
    System,
}

impl Who {
    pub(super) fn of(author: &Author, me: &str) -> Self {
        match author.role {
            _ if !me.is_empty() && author.id == me => Self::You,
            Role::Requester | Role::Participant => Self::Colleague,
            Role::Agent => Self::Support,
            Role::Bot => Self::Assistant,
            Role::System => Self::System,
        }
    }

    pub(super) fn text(self) -> Text {
        match self {
            Self::You => Text::MessageYou,
            Self::Colleague => Text::MessageColleague,
            Self::Support => Text::MessageSupport,
            Self::Assistant => Text::MessageAssistant,
            Self::System => Text::MessageSystem,
        }
    }

    fn class(self) -> &'static str {
        match self {
            Self::You => "message message--you",
            Self::Colleague => "message",
            Self::Support => "message message--support",
            Self::Assistant | Self::System => "message message--assistant",
        }
    }
}

/// The entry of `id`. Its element stays while its content may change: it may hold the focus.
pub fn entry(id: MessageId) -> AnyView {
    let desk = Desk::here();
    let name = id.as_str().to_owned();
    let message = Memo::new(move |_| {
        desk.conversation.with(|it| it.messages.iter().find(|it| it.id == id).cloned())
    });
    let content = move || {
        message.get().map(|it| match &it.kind {
            MessageKind::Message => said(&it),
            MessageKind::Event => happened(&it),
            MessageKind::Withheld(denial) => withheld(&it, denial),
        })
    };
    view! { <li class="entry" tabindex="-1" data-message=name>{content}</li> }.into_any()
}

fn said(message: &Message) -> AnyView {
    let (desk, words) = (Desk::here(), Words::here());
    let me =
        desk.me.with_untracked(|me| me.as_ref().map(|it| it.user.id.clone())).unwrap_or_default();
    let who = Who::of(&message.author, &me);
    let shown = RwSignal::new(Shown::Html);
    let name = message.author.name.clone();
    let label = words.fill(
        Text::MessageLabel,
        &[
            ("author", &name),
            ("role", &words.text(who.text())),
            ("date", &words.day_and_time(message.at)),
        ],
    );
    view! {
        <article class=who.class() aria-label=label>
            <p class="message__head">
                <bdi class="message__author">{name}</bdi>
                <span class="message__role">{words.say(who.text())}</span>
                <span class="message__when">{channel(message.channel)}{target::link(message)}</span>
            </p>
            {body(message, shown)}
            {files(message, shown)}
        </article>
    }
    .into_any()
}

fn channel(channel: Option<Channel>) -> Option<AnyView> {
    let words = Words::here();
    channel.map(|it| view! { {words.say(channel_text(it))}" · " }.into_any())
}

/// T3: a message that does not say its language is in its ticket's. Wakes its reader for that alone, not whenever the
/// ticket changes.
pub fn language(message: &Message) -> Option<String> {
    let desk = Desk::here();
    let of_ticket = || {
        Memo::new(move |_| desk.ticket.with(|it| it.as_ref().and_then(|it| it.language.clone())))
            .get()
    };
    message.language.clone().or_else(of_ticket)
}

/// A thin line, in the desk's own words.
fn happened(message: &Message) -> AnyView {
    view! {
        <p class="event">
            <span class="event__text" lang=message.language.clone() dir="auto">{message.text.clone()}</span>
            <span class="event__when"><Moment at=message.at/></span>
        </p>
    }
    .into_any()
}

/// V5: the place says so.
fn withheld(message: &Message, denial: &Denial) -> AnyView {
    let (desk, words) = (Desk::here(), Words::here());
    let steps = desk.ticket.get_untracked().map(|it| next_steps(&it, &denial.next));
    view! {
        <div class="message message--withheld">
            <p class="message__head">
                <strong class="message__author">{words.say(Text::MessageWithheld)}</strong>
                <span class="message__when">{channel(message.channel)}<Moment at=message.at/></span>
            </p>
            <p>{why(denial)}</p>
            {steps}
        </div>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn you_are_told_from_colleagues_by_id_not_by_role() {
        let author = |id: &str, role| Author { id: id.into(), name: "Ann".into(), role };
        for (id, role, expected) in [
            ("7", Role::Requester, Who::You),
            ("7", Role::Participant, Who::You),
            ("8", Role::Requester, Who::Colleague),
            ("9", Role::Agent, Who::Support),
            ("10", Role::Bot, Who::Assistant),
        ] {
            assert_eq!(Who::of(&author(id, role), "7"), expected);
        }
        assert_eq!(Who::of(&author("", Role::Agent), ""), Who::Support);
    }
}
