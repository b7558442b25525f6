//! The list: whose tickets, in which order, how many there are and how many could not be read.

use std::{collections::BTreeMap, ops::Range, sync::Arc};

use super::Load;
use crate::{
    api::{Ask, Cursor, TicketPage},
    domain::{Scope, Sort, Ticket, TicketId, sort_loaded},
};

/// Rows of the first page: what a screen holds, so that its height is known before it comes (L10).
pub const FIRST_PAGE: u32 = 15;
/// Rows of each further page.
const FURTHER_PAGE: u32 = 50;
/// So many rows before they are in the page they are asked for.
const AHEAD: u32 = 50;

/// A list and how far it is loaded.
#[derive(Clone, Debug, Default)]
pub struct List {
    /// Whose.
    pub scope: Scope,
    /// In which order.
    pub sort: Sort,
    /// The place in the whole list of the first row that is loaded, from 0.
    pub first: u32,
    /// What is loaded, in order and without a gap.
    pub rows: Arc<Vec<TicketId>>,
    /// How far asking has come.
    pub load: Load,
    /// How many there are in all, where the desk counts.
    pub total: Option<u32>,
    /// How many could not be read.
    pub skipped: u32,
    /// L4: sorted here, over what is loaded, because the desk does not sort so.
    pub sorted_here: bool,
    next: Option<Cursor>,
    waiting_for: Option<Ask>,
}

impl List {
    /// A list nothing was asked for yet.
    pub fn new(scope: Scope, sort: Sort) -> Self {
        Self { scope, sort, ..Self::default() }
    }

    /// The row at a place in the whole list, if it is loaded.
    pub fn at(&self, place: u32) -> Option<&TicketId> {
        self.rows.get(place.checked_sub(self.first)? as usize)
    }

    /// How many rows the whole list has, as far as is known.
    pub fn extent(&self) -> u32 {
        let loaded = self.first + u32::try_from(self.rows.len()).unwrap_or(u32::MAX);
        self.total.filter(|_| self.has_more()).map_or(loaded, |it| it.max(loaded))
    }

    /// Whether there is more to be had.
    pub fn has_more(&self) -> bool {
        self.next.is_some()
    }

    /// L4: the order holds among the loaded rows only.
    pub fn is_partly_sorted(&self) -> bool {
        self.sorted_here && self.has_more()
    }

    /// The first page. What is on screen stays until it comes.
    pub fn ask_first(&mut self) -> Option<Ask> {
        self.ask(FIRST_PAGE, None)
    }

    /// The next page, if somebody comes near its place, there is one and none is on its way.
    pub fn ask_for(&mut self, places: Range<u32>) -> Option<Ask> {
        let loaded = self.first + u32::try_from(self.rows.len()).unwrap_or(u32::MAX);
        if self.load == Load::Waiting || places.end + AHEAD < loaded {
            return None;
        }
        let after = self.next.clone()?;
        self.ask(FURTHER_PAGE, Some(after))
    }

    fn ask(&mut self, limit: u32, after: Option<Cursor>) -> Option<Ask> {
        let ask =
            Ask::Tickets { scope: self.scope.clone(), sort: self.sort, limit, after, find: None };
        self.load = Load::Waiting;
        self.waiting_for = Some(ask.clone());
        Some(ask)
    }

    /// Takes a page; `false` when nobody waits for it any more.
    pub fn take(&mut self, ask: &Ask, page: TicketPage) -> bool {
        if self.waiting_for.as_ref() != Some(ask) {
            return false;
        }
        let is_first = matches!(ask, Ask::Tickets { after: None, .. });
        let rows = Arc::make_mut(&mut self.rows);
        if is_first {
            rows.clear();
            self.skipped = 0;
        }
        for ticket in &page.tickets {
            // A ticket that moved up between two pages comes twice.
            if !rows.contains(&ticket.id) {
                rows.push(ticket.id.clone());
            }
        }
        self.skipped += page.skipped;
        self.total = page.total;
        self.next = page.next;
        self.sorted_here = page.unsorted;
        self.load = Load::Done;
        self.waiting_for = None;
        true
    }

    /// Takes the first page as it is now, past what was asked for: what is loaded beyond it stays.
    pub fn take_again(&mut self, page: &TicketPage) {
        let is_longer = self.rows.len() > FIRST_PAGE as usize;
        let mut rows: Vec<TicketId> = Vec::new();
        for ticket in &page.tickets {
            if !rows.contains(&ticket.id) {
                rows.push(ticket.id.clone());
            }
        }
        if is_longer {
            let rest = self.rows.iter().filter(|id| page.tickets.iter().all(|it| it.id != **id));
            rows.extend(rest.cloned());
        } else {
            self.next = page.next.clone();
            self.skipped = page.skipped;
        }
        self.rows = Arc::new(rows);
        self.total = page.total;
        self.sorted_here = page.unsorted;
        self.load = Load::Done;
    }

    /// Notes that a page came to nothing.
    pub fn fail(&mut self, ask: &Ask, failed: Load) {
        if self.waiting_for.as_ref() == Some(ask) {
            self.load = failed;
            self.waiting_for = None;
        }
    }

    /// Waits for nothing any more: the list is asked for anew when it is next on screen.
    pub fn give_up(&mut self) {
        if self.waiting_for.take().is_some() {
            self.load = Load::Idle;
        }
    }

    /// L4: sorts what is loaded where the desk does not.
    pub fn put_in_order(&mut self, tickets: &BTreeMap<TicketId, Arc<Ticket>>) {
        if self.sorted_here {
            let mut loaded: Vec<Arc<Ticket>> =
                self.rows.iter().filter_map(|id| tickets.get(id)).cloned().collect();
            sort_loaded(&mut loaded, self.sort);
            self.rows = Arc::new(loaded.iter().map(|it| it.id.clone()).collect());
        }
    }
}
