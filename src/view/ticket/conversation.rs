//! Everything that was said, oldest first (T2). The newest is reachable at once: older entries wait
//! behind a button. Entries are never virtualised, so that a screen reader has them all.

use std::sync::Arc;

use std::rc::Rc;

use leptos::{html, prelude::*};

use super::{
    absent, call,
    earlier::Earlier,
    message,
    news::{self, News},
    of_ticket, skip, target,
    viewer::Viewer,
    writing::Writing,
};
use crate::{
    dom::{focus, task},
    domain::{Channel, Message, MessageId, MessageKind, Time},
    i18n::{Text, Words},
    state::{
        Conversation, Load, Trouble,
        desk::{Desk, Pictures},
    },
    view::parts::{heading, trouble},
};

/// A conversation with more entries than this offers a jump to the newest.
const MANY: usize = 10;

/// What stands in the list.
#[derive(Clone, Debug, PartialEq)]
enum Item {
    /// A day begins, before this entry.
    Day(MessageId, Time, String),
    /// What is new begins, before this entry.
    New(MessageId),
    /// An entry.
    Entry(MessageId),
}

impl Item {
    /// A day moves when older entries of it come: the entry it stands before is part of it.
    fn key(&self) -> (u8, MessageId) {
        match self {
            Self::Day(before, ..) => (0, before.clone()),
            Self::New(before) => (1, before.clone()),
            Self::Entry(id) => (2, id.clone()),
        }
    }
}

/// How far there is something to show.
#[derive(Clone, Copy, PartialEq)]
enum Stage {
    /// It is on its way.
    Coming,
    /// It came to nothing.
    Failed(Trouble),
    /// Nothing was said yet.
    Empty,
    /// Entries are there, and stay whatever is read again.
    Entries,
}

impl Stage {
    /// Entries wait for their ticket, which says what is new in them: a line that comes later would move them.
    fn of(desk: Desk, before: Option<&Self>) -> Self {
        let is_coming = |it| matches!(it, Load::Idle | Load::Waiting);
        let is_ticket_here = before == Some(&Self::Entries) || !is_coming(desk.opening.get());
        desk.conversation.with(|it| match it.load {
            _ if !it.messages.is_empty() && is_ticket_here => Self::Entries,
            Load::Failed(found) => Self::Failed(found),
            Load::Done if it.messages.is_empty() => Self::Empty,
            _ => Self::Coming,
        })
    }
}

/// The conversation, what its channel adds, and what is not possible here.
pub fn conversation(node: NodeRef<html::Section>, details: NodeRef<html::Aside>) -> AnyView {
    let (desk, words) = (Desk::here(), Words::here());
    let is_chat = Memo::new(move |_| {
        desk.ticket.with(|it| it.as_ref().is_some_and(|it| it.channel == Channel::Chat))
    });
    let title = move || {
        words.say(if is_chat.get() { Text::TicketTranscript } else { Text::TicketConversation })
    };
    let stage = Memo::new(move |before| Stage::of(desk, before));
    let is_busy = move || {
        let is_coming = stage.get() == Stage::Coming;
        (is_coming || desk.conversation.with(|it| it.load == Load::Waiting)).to_string()
    };
    view! {
        <section class="conversation" tabindex="-1" aria-busy=is_busy node_ref=node>
            {heading(1, "conversation__title", title.into_any())}
            {of_ticket(call::about_channel)}
            {not_translated(stage)}
            {thread(stage)}
            {behind(stage)}
            {skip(details, Text::TicketSkipDetails)}
        </section>
    }
    .into_any()
}

/// What stands behind the entries, once they are there: nothing is pushed away by them.
fn behind(stage: Memo<Stage>) -> AnyView {
    let is_there = Memo::new(move |_| stage.get() != Stage::Coming);
    (move || is_there.get().then(|| view! { {Writing::composer()}{of_ticket(absent::absent)} }))
        .into_any()
}

/// T3: said once, where it may come as a surprise.
fn not_translated(stage: Memo<Stage>) -> AnyView {
    let (desk, words) = (Desk::here(), Words::here());
    let own = words.tag();
    let is_foreign = Memo::new(move |_| {
        let is_any = |it: &Conversation| it.messages.iter().any(|it| is_other_language(it, &own));
        stage.get() == Stage::Entries && desk.conversation.with(is_any)
    });
    (move || {
        is_foreign.get().then(
            || view! { <p class="conversation__note">{words.say(Text::TicketNotTranslated)}</p> },
        )
    })
    .into_any()
}

fn is_other_language(message: &Message, own: &str) -> bool {
    let primary = |tag: &str| tag.split('-').next().unwrap_or_default().to_ascii_lowercase();
    message.kind == MessageKind::Message
        && message::language(message).is_none_or(|it| primary(&it) != primary(own))
}

fn thread(stage: Memo<Stage>) -> AnyView {
    let (desk, words) = (Desk::here(), Words::here());
    (move || match stage.get() {
        Stage::Entries => entries(),
        Stage::Failed(_) if is_told_above(desk) => ().into_any(),
        Stage::Failed(found) => trouble(found, Rc::new(move || desk.refresh())),
        Stage::Empty => view! {
            {skipped()}
            <p class="conversation__note">{words.say(Text::TicketNoMessages)}</p>
        }
        .into_any(),
        Stage::Coming => view! {
            <div class="skeleton" role="status" aria-label=words.text(Text::TicketLoading)></div>
        }
        .into_any(),
    })
    .into_any()
}

/// What keeps the ticket from coming keeps its messages too: it is told once.
pub(super) fn is_told_above(desk: Desk) -> bool {
    desk.opening.get().trouble().is_some()
}

fn entries() -> AnyView {
    let (desk, words) = (Desk::here(), Words::here());
    Pictures::provide();
    let viewer = Viewer::provide();
    let list = NodeRef::<html::Ol>::new();
    let news = News::new();
    let earlier = Earlier::new(news);
    let items = Memo::new(move |_| {
        let new = news.first();
        desk.conversation.with(|it| items(earlier.shown(&it.messages), new.as_ref(), words))
    });
    news::watch(list);
    // On paper nothing waits behind a button.
    task::listen("beforeprint", move |_| earlier.unfold());
    view! {
        {skipped()}
        {partly_printed()}
        <div class="conversation__ways">
            {newest(list)}
            {news.jump(list)}
            {earlier.button(list)}
        </div>
        {earlier.outcome()}
        {target::follow(list, earlier)}
        <ol class="conversation__list" role="list" node_ref=list>
            <For each=move || items.get() key=Item::key let:item>{row(item)}</For>
        </ol>
        {viewer.window()}
    }
    .into_any()
}

fn row(item: Item) -> AnyView {
    match item {
        Item::Entry(id) => message::entry(id),
        Item::New(_) => news::line(),
        Item::Day(_, at, label) => view! {
            <li class="day"><time datetime=at.to_rfc3339()>{label}</time></li>
        }
        .into_any(),
    }
}

/// Entries, a line where a day begins, and one where what is new does.
fn items(messages: &[Arc<Message>], new: Option<&MessageId>, words: Words) -> Vec<Item> {
    let mut items = Vec::new();
    let mut day = String::new();
    for it in messages {
        let its_day = words.day(it.at);
        if its_day != day {
            day = its_day;
            items.push(Item::Day(it.id.clone(), it.at, day.clone()));
        }
        if new == Some(&it.id) {
            items.push(Item::New(it.id.clone()));
        }
        items.push(Item::Entry(it.id.clone()));
    }
    items
}

fn newest(list: NodeRef<html::Ol>) -> AnyView {
    let (desk, words) = (Desk::here(), Words::here());
    let is_long = Memo::new(move |_| desk.conversation.with(|it| it.messages.len() > MANY));
    let jump = move |_| {
        if let Some(list) = list.get_untracked() {
            focus::first(&list, ":scope > .entry:last-child");
        }
    };
    (move || {
        is_long.get().then(|| view! {
            <button type="button" class="button" on:click=jump>{words.say(Text::TicketNewest)}</button>
        })
    })
    .into_any()
}

/// What is not loaded is not on paper, and the paper says so.
fn partly_printed() -> AnyView {
    let (desk, words) = (Desk::here(), Words::here());
    let is_partly = Memo::new(move |_| desk.conversation.with(|it| it.has_earlier()));
    (move || {
        is_partly.get().then(
            || view! { <p class="conversation__note printed">{words.say(Text::ExportPrinted)}</p> },
        )
    })
    .into_any()
}

/// One bad message costs one message, and is counted.
fn skipped() -> AnyView {
    let (desk, words) = (Desk::here(), Words::here());
    let count = Memo::new(move |_| desk.conversation.with(|it| it.skipped));
    (move || {
        let count = count.get();
        (count > 0).then(|| view! { <p class="note note--warning">{words.say_count(Text::TicketSkipped, count, &[])}</p> })
    })
    .into_any()
}
