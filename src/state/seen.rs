//! L7: what is unread at a desk that does not say so, by what the customer has seen in this browser. It travels
//! with what follows the desk.

use std::sync::Arc;

use super::{Load, State};
use crate::domain::{Ticket, TicketId, Time};

/// So many tickets are remembered; of those seen before them it is not known any more what is new.
const MOST: usize = 500;

/// When a customer last saw which ticket.
#[derive(Clone, Debug, PartialEq)]
pub struct Seen {
    /// What is older than this is not new: nobody was here to see it.
    since: Time,
    /// Until when each was seen, the last one last.
    tickets: Vec<(TicketId, Time)>,
}

impl Seen {
    /// Of somebody who has not been here before.
    pub fn new(since: Time) -> Self {
        Self { since, tickets: Vec::new() }
    }

    /// What [`Self::write`] wrote; `None` for anything else.
    pub fn read(text: &str) -> Option<Self> {
        let mut lines = text.lines();
        let mut seen = Self::new(Time::parse(lines.next()?)?);
        for line in lines {
            let (at, id) = line.split_once(' ')?;
            seen.tickets.push((TicketId::new(id), Time::parse(at)?));
        }
        Some(seen)
    }

    /// As one text, to be kept.
    pub fn write(&self) -> String {
        let line = |(id, at): &(TicketId, Time)| format!("\n{} {}", at.to_rfc3339(), id.as_str());
        self.since.to_rfc3339() + &self.tickets.iter().map(line).collect::<String>()
    }

    /// Notes that a ticket was seen as it was then; `false` if that was known.
    pub fn note(&mut self, id: &TicketId, at: Time) -> bool {
        let known = self.tickets.iter().position(|it| it.0 == *id);
        if known.is_some_and(|it| self.tickets[it].1 >= at) {
            return false;
        }
        if let Some(known) = known {
            self.tickets.remove(known);
        } else if self.tickets.len() >= MOST {
            // Everything up to there counts as seen.
            let oldest = self.tickets.remove(0).1;
            self.since = if oldest > self.since { oldest } else { self.since };
        }
        self.tickets.push((id.clone(), at));
        true
    }

    fn until(&self, id: &TicketId) -> Option<Time> {
        self.tickets.iter().find(|it| it.0 == *id).map(|it| it.1)
    }

    /// Whether something came since.
    fn is_behind(&self, ticket: &Ticket) -> bool {
        ticket.updated_at > self.until(&ticket.id).unwrap_or(self.since)
    }
}

impl State {
    /// Marks what is new of the tickets that are loaded, where the desk does not.
    pub fn mark_seen(&mut self, seen: &Seen) {
        let marked: Vec<Ticket> = self.tickets.all().filter_map(|it| marked(it, seen)).collect();
        if marked.is_empty() {
            return;
        }
        Arc::make_mut(&mut self.tickets).add(marked);
        self.tidy_list();
    }

    /// The ticket that is on screen, and how new it is, where the desk does not keep that.
    pub fn on_screen(&self) -> Option<(TicketId, Time)> {
        let ticket = self.open_ticket().filter(|it| it.unread.is_none())?;
        let is_there = self.opening == Load::Done && self.conversation.load == Load::Done;
        is_there.then(|| (ticket.id.clone(), ticket.updated_at))
    }
}

/// A ticket as it is to be marked, if it is not.
fn marked(ticket: &Ticket, seen: &Seen) -> Option<Ticket> {
    let is_new = seen.is_behind(ticket);
    let is_marked = ticket.unread.is_some() || ticket.is_new == is_new;
    (!is_marked).then(|| Ticket { is_new, ..ticket.clone() })
}
