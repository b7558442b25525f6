//! One ticket's conversation: the newest page first, older ones as they are asked for (T2).

use std::{mem, sync::Arc};

use super::{Load, State};
use crate::{
    api::{Ask, Cursor, MessagePage},
    domain::{Message, MessageId, TicketId},
};

/// A conversation as far as it is loaded.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Conversation {
    /// Oldest first.
    pub messages: Vec<Arc<Message>>,
    /// How far asking has come.
    pub load: Load,
    /// How many could not be read.
    pub skipped: u32,
    earlier: Option<Cursor>,
    waiting_for: Option<Ask>,
    /// Something happened after the newest page was asked for: what comes may not hold it.
    is_overtaken: bool,
}

/// Where a message is that a link leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seek {
    /// Here.
    Found,
    /// Perhaps in the page before.
    Earlier,
    /// That is not known yet.
    Wait,
    /// Not to be found.
    Gone,
}

/// Most pages that are read to find a message.
const MOST_PAGES: u32 = 10;

impl Conversation {
    /// Where a message is, after that many pages were read to find it.
    pub fn seek(&self, wanted: &MessageId, pages: u32) -> Seek {
        match self.load {
            _ if self.messages.iter().any(|it| it.id == *wanted) => Seek::Found,
            Load::Idle | Load::Waiting => Seek::Wait,
            Load::Done if self.has_earlier() && pages < MOST_PAGES => Seek::Earlier,
            Load::Done | Load::Failed(_) => Seek::Gone,
        }
    }

    /// Whether there are older messages to be had.
    pub fn has_earlier(&self) -> bool {
        self.earlier.is_some()
    }

    /// The newest page. If it is on its way, it is asked for again when it is here: of two at once the older one
    /// could come last.
    pub fn ask_newest(&mut self, ticket: &TicketId) -> Option<Ask> {
        self.ask(ticket, None)
    }

    /// The page before the oldest message here, if there is one and none is on its way.
    pub fn ask_earlier(&mut self, ticket: &TicketId) -> Option<Ask> {
        if self.load == Load::Waiting {
            return None;
        }
        let before = self.earlier.clone()?;
        self.ask(ticket, Some(before))
    }

    fn ask(&mut self, ticket: &TicketId, before: Option<Cursor>) -> Option<Ask> {
        let ask = Ask::Messages { ticket: ticket.clone(), before };
        if self.waiting_for.as_ref() == Some(&ask) {
            self.is_overtaken = true;
            return None;
        }
        self.load = Load::Waiting;
        self.waiting_for = Some(ask.clone());
        Some(ask)
    }

    /// Takes a page, if it is waited for. What to ask for now: the newest one again, if that was overtaken.
    pub fn take(&mut self, ask: &Ask, page: MessagePage) -> Option<Ask> {
        let Ask::Messages { ticket, before } = ask else { return None };
        if self.waiting_for.as_ref() != Some(ask) {
            return None;
        }
        self.waiting_for = None;
        if before.is_none() {
            self.take_again(page);
        } else {
            let mut messages = Vec::new();
            for it in page.messages {
                if self.messages.iter().all(|known| known.id != it.id) {
                    messages.push(Arc::new(it));
                }
            }
            messages.append(&mut self.messages);
            self.messages = messages;
            self.skipped += page.skipped;
            self.earlier = page.earlier;
            self.load = Load::Done;
        }
        let is_overtaken = mem::take(&mut self.is_overtaken);
        if is_overtaken { self.ask_newest(ticket) } else { None }
    }

    /// Takes the newest page as it is now, past what was asked for. A page that is on its way stays so.
    pub fn take_again(&mut self, page: MessagePage) {
        let messages: Vec<Arc<Message>> = page.messages.into_iter().map(Arc::new).collect();
        let overlap = messages
            .first()
            .and_then(|it| self.messages.iter().position(|known| known.id == it.id));
        match overlap {
            // What was loaded before it stays, and so does the reading position.
            Some(overlap) => {
                self.messages.truncate(overlap);
                self.messages.extend(messages);
            }
            // More came than a page holds: what lies between is behind "earlier".
            None => {
                self.messages = messages;
                self.skipped = page.skipped;
                self.earlier = page.earlier;
                self.waiting_for = None;
            }
        }
        if self.waiting_for.is_none() {
            self.load = Load::Done;
        }
    }

    /// Notes that a page came to nothing.
    pub fn fail(&mut self, ask: &Ask, failed: Load) {
        if self.waiting_for.as_ref() == Some(ask) {
            self.load = failed;
            self.give_up();
        }
    }

    /// Waits for nothing any more.
    pub fn give_up(&mut self) {
        self.waiting_for = None;
        self.is_overtaken = false;
    }
}

impl State {
    /// Notes how far the customer has read, as the desk has taken it.
    pub fn note_read(&mut self, ticket: &TicketId, last: MessageId) {
        if let Some(ticket) = Arc::make_mut(&mut self.tickets).get_mut(ticket) {
            let ticket = Arc::make_mut(ticket);
            ticket.unread = ticket.unread.map(|_| false);
            ticket.last_read = Some(last);
        }
    }
}
