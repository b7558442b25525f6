//! All pages of a list (L11) or of a conversation (T5), one after the other: what is kept of each, and
//! what to ask next. Desks that repeat themselves, or never end, are read to an end all the same.

use std::{collections::BTreeSet, sync::Arc};

use crate::{
    api::{Ask, Cursor, MessagePage, TicketPage},
    domain::{Message, Ticket, TicketId, sort_loaded},
};

/// Most rows of a list, or messages of a ticket, that a file has.
pub const MOST: usize = 10_000;
/// Rows of a page.
pub const PAGE: u32 = 100;
/// Pages that are read at most, whatever they hold.
const MOST_PAGES: u32 = 1_000;

/// What is to be known of what was gathered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Made {
    /// How many there are.
    pub count: u32,
    /// How many could not be read.
    pub skipped: u32,
    /// There are more, which were left.
    pub is_cut: bool,
}

/// The rows of a list.
#[derive(Debug)]
pub struct Rows {
    first: Ask,
    rows: Vec<Arc<Ticket>>,
    known: BTreeSet<TicketId>,
    made: Made,
    pages: u32,
    /// How many there are in all, where the desk counts.
    pub total: Option<u32>,
    is_unsorted: bool,
}

impl Rows {
    /// Of the list whose first page `first` asks for.
    pub fn new(first: Ask) -> Self {
        Self {
            first,
            rows: Vec::new(),
            known: BTreeSet::new(),
            made: Made::default(),
            pages: 0,
            total: None,
            is_unsorted: false,
        }
    }

    /// What is asked first.
    pub fn first(&self) -> Ask {
        self.first.clone()
    }

    /// Takes a page, and says what to ask next; `None` when that was all.
    pub fn take(&mut self, page: TicketPage) -> Option<Ask> {
        let had = self.rows.len();
        let is_blank = page.tickets.is_empty();
        for ticket in page.tickets {
            // A ticket that moved up between two pages comes twice.
            if self.known.insert(ticket.id.clone()) {
                self.rows.push(Arc::new(ticket));
            }
        }
        self.pages += 1;
        self.made.skipped += page.skipped;
        (self.total, self.is_unsorted) = (page.total, page.unsorted);
        // A desk that gives the same page again has no other.
        let next = page.next.filter(|_| is_blank || self.rows.len() > had);
        let is_full = self.rows.len() >= MOST || self.pages >= MOST_PAGES;
        self.made.is_cut = self.rows.len() > MOST || (is_full && next.is_some());
        self.rows.truncate(MOST);
        next.filter(|_| !is_full).map(|it| self.after(it))
    }

    fn after(&self, cursor: Cursor) -> Ask {
        let mut next = self.first.clone();
        if let Ask::Tickets { after, .. } = &mut next {
            *after = Some(cursor);
        }
        next
    }

    /// How many are here.
    pub fn count(&self) -> u32 {
        small(self.rows.len())
    }

    /// What was gathered, in its order.
    pub fn end(mut self) -> (Vec<Arc<Ticket>>, Made) {
        if let (true, Ask::Tickets { sort, .. }) = (self.is_unsorted, &self.first) {
            sort_loaded(&mut self.rows, *sort);
        }
        let made = Made { count: small(self.rows.len()), ..self.made };
        (self.rows, made)
    }
}

/// The messages of a ticket.
#[derive(Debug)]
pub struct Messages {
    ticket: TicketId,
    /// Oldest last, as they come.
    messages: Vec<Message>,
    made: Made,
    pages: u32,
}

impl Messages {
    /// Of a ticket.
    pub fn new(ticket: TicketId) -> Self {
        Self { ticket, messages: Vec::new(), made: Made::default(), pages: 0 }
    }

    /// What is asked first.
    pub fn first(&self) -> Ask {
        Ask::Messages { ticket: self.ticket.clone(), before: None }
    }

    /// Takes a page, and says what to ask next; `None` when that was all.
    pub fn take(&mut self, page: MessagePage) -> Option<Ask> {
        let had = self.messages.len();
        let is_blank = page.messages.is_empty();
        for message in page.messages.into_iter().rev() {
            if self.messages.iter().all(|it| it.id != message.id) {
                self.messages.push(message);
            }
        }
        self.pages += 1;
        self.made.skipped += page.skipped;
        let earlier = page.earlier.filter(|_| is_blank || self.messages.len() > had);
        let is_full = self.messages.len() >= MOST || self.pages >= MOST_PAGES;
        self.made.is_cut = self.messages.len() > MOST || (is_full && earlier.is_some());
        self.messages.truncate(MOST);
        let before = earlier.filter(|_| !is_full)?;
        Some(Ask::Messages { ticket: self.ticket.clone(), before: Some(before) })
    }

    /// How many are here.
    pub fn count(&self) -> u32 {
        small(self.messages.len())
    }

    /// What was gathered, oldest first.
    pub fn end(mut self) -> (Vec<Message>, Made) {
        self.messages.reverse();
        let made = Made { count: small(self.messages.len()), ..self.made };
        (self.messages, made)
    }
}

fn small(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
