//! What is new: a line above it, a way to it, and word to the desk that it was read (L7, T2).

use std::{cell::RefCell, rc::Rc, sync::Arc, time::Duration};

use leptos::{html, prelude::*};

use crate::{
    dom::{focus, sight, sight::Sight},
    domain::{Message, MessageId, Ticket, first_new},
    i18n::{Text, Words},
    state::{
        Load,
        desk::{Desk, Reading},
    },
};

/// How long the newest message is on screen before it counts as read.
const A_LOOK: Duration = Duration::from_secs(1);
/// So much of it must be in the window.
const IN_SIGHT: &str = "-24px 0px";

/// Where the new begins, found once: it stays there while one reads.
#[derive(Clone, Copy)]
pub struct News(Memo<Found>);

#[derive(Clone, PartialEq)]
enum Found {
    /// The ticket or its messages are not here yet.
    Not,
    At {
        /// The first new entry.
        first: Option<MessageId>,
        /// All that is loaded is new: where it begins, only older pages say.
        is_edge: bool,
        /// As it was when it was opened.
        ticket: Arc<Ticket>,
    },
}

impl News {
    /// Of the open ticket's conversation.
    pub fn new() -> Self {
        let desk = Desk::here();
        Self(Memo::new(move |before: Option<&Found>| {
            let ticket = match before {
                Some(Found::At { is_edge: true, ticket, .. }) => Some(ticket.clone()),
                Some(found @ Found::At { .. }) => return found.clone(),
                _ => desk.ticket.get().filter(|_| desk.opening.get() == Load::Done),
            };
            let me = desk.me.get();
            desk.conversation.with(|it| match (ticket, it.load) {
                (Some(ticket), Load::Done) => {
                    let me = me.as_ref().map_or("", |it| it.user.id.as_str());
                    let first = first_new(&it.messages, it.has_earlier(), &ticket, me).cloned();
                    let is_edge =
                        first.is_some() && first.as_ref() == it.messages.first().map(|it| &it.id);
                    Found::At { first, is_edge, ticket }
                }
                _ => before.cloned().unwrap_or(Found::Not),
            })
        }))
    }

    /// The first new entry; wakes its reader when it is found.
    pub fn first(self) -> Option<MessageId> {
        self.0.with(|it| match it {
            Found::At { first, .. } => first.clone(),
            Found::Not => None,
        })
    }

    /// How many of `messages` are old.
    pub fn old(self, messages: &[Arc<Message>]) -> Option<usize> {
        let first = self.first()?;
        messages.iter().position(|it| it.id == first)
    }

    /// A way to it.
    pub fn jump(self, list: NodeRef<html::Ol>) -> AnyView {
        let words = Words::here();
        let jump = move |_| {
            if let Some(list) = list.get_untracked() {
                focus::first(&list, ":scope > .news + .entry");
            }
        };
        (move || {
            self.first().is_some().then(|| view! {
                <button type="button" class="button" on:click=jump>{words.say(Text::TicketToNew)}</button>
            })
        })
        .into_any()
    }
}

/// The line above what is new.
pub fn line() -> AnyView {
    let words = Words::here();
    view! { <li class="news"><span class="news__words">{words.say(Text::TicketNew)}</span></li> }
        .into_any()
}

/// Tells the desk that all was read, once the newest entry was on screen.
pub fn watch(list: NodeRef<html::Ol>) {
    let desk = Desk::here();
    let look =
        Look { reading: Reading::begin(desk), sight: Rc::default(), turn: StoredValue::new(0) };
    let newest =
        Memo::new(move |_| desk.conversation.with(|it| it.messages.last().map(|it| it.id.clone())));
    let look = StoredValue::new_local(look);
    Effect::new(move || {
        newest.track();
        let Some(list) = list.get() else { return };
        // A frame later: the entry itself may be still to come.
        request_animation_frame(move || {
            let last = list.query_selector(":scope > .entry:last-child").ok().flatten();
            if let (Some(last), Some(look)) = (last, look.try_get_value()) {
                look.begin(&last);
            }
        });
    });
}

/// A look at one entry.
#[derive(Clone)]
struct Look {
    reading: Reading,
    sight: Rc<RefCell<Option<Sight>>>,
    /// Counts how often it came into sight or went.
    turn: StoredValue<u32>,
}

impl Look {
    fn begin(&self, entry: &web_sys::Element) {
        // The watch holds no look, or none of them would ever end.
        let (reading, turn) = (self.reading.clone(), self.turn);
        let told = move |is_in_sight: bool| {
            let Some(now) = turn.try_update_value(|it| {
                *it += 1;
                *it
            }) else {
                return;
            };
            if is_in_sight {
                wait(reading.clone(), turn, now);
            }
        };
        self.sight.replace(Sight::of(entry, IN_SIGHT, Box::new(told)));
    }
}

fn wait(reading: Reading, turn: StoredValue<u32>, begun: u32) {
    let look = move || match turn.try_get_value() {
        // In a tab behind others nobody reads, and while the session changes nobody is told.
        Some(now) if now == begun && !(sight::is_page_visible() && reading.seen()) => {
            wait(reading, turn, begun);
        }
        _ => {}
    };
    set_timeout(look, A_LOOK);
}
