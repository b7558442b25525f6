//! The list: whose tickets, in which order, how many there are and how many could not be read.

use std::{ops::Range, rc::Rc, sync::Arc};

use super::{Load, State, Tickets};
use crate::{
    api::{Ask, Cursor, Find, Found, TicketPage},
    domain::{Filter, Scope, Sort, Ticket, TicketId},
};

/// Rows of the first page: what a screen holds, so that its height is known before it comes (L10).
pub const FIRST_PAGE: u32 = 15;
/// Rows of each further page.
pub const FURTHER_PAGE: u32 = 50;
/// So many rows before they are in the page they are asked for.
pub const AHEAD: u32 = 50;

/// What looks through lists (L5, L6, L9). It travels with the part of the views that does.
#[derive(Clone, Copy, Debug)]
pub struct Looks {
    /// Takes accents, case and width off text, so that it can be compared.
    pub fold: fn(&str) -> String,
    /// What follows from a list that is not what it was.
    pub tidy: fn(&mut State),
    /// Which page to ask for to have the rows at these places, where the desk gives any.
    pub page: fn(&List, Range<u32>) -> Option<Range<u32>>,
    /// Takes rows of such a page, how many of it could not be read, and the place at which it begins.
    pub take: fn(&mut List, Vec<TicketId>, u32, u32),
}

/// A list and how far it is loaded.
#[derive(Clone, Debug, Default)]
pub struct List {
    /// Whose.
    pub scope: Scope,
    /// In which order.
    pub sort: Sort,
    /// L5, L6: what is looked for in it.
    pub filter: Filter,
    /// What of that the desk looks for. The rest is looked for here, over what is loaded.
    pub asked: Filter,
    /// How often what is looked for was changed.
    pub sought: u32,
    /// L5: the best match first, instead of in that order.
    pub is_ranked: bool,
    /// The place in the whole list of the first row that is loaded, from 0.
    pub first: u32,
    /// What is loaded, in order and without a gap.
    pub rows: Arc<Vec<TicketId>>,
    /// Of those, what is shown, where something is looked for here and not by the desk.
    pub sieved: Option<Arc<Vec<TicketId>>>,
    /// How far asking has come.
    pub load: Load,
    /// How often a page brought something: the first one always does.
    pub gained: u32,
    /// How many there are in all, where the desk counts.
    pub total: Option<u32>,
    /// How many could not be read, of those that stood among [`Self::rows`].
    pub skipped: u32,
    /// L4: sorted here, over what is loaded, because the desk does not sort so.
    pub sorted_here: bool,
    /// L5, L6: of each page, where what was looked for was found, and how much there is of it.
    pub found: Vec<Rc<Found>>,
    /// L9: the desk gives any page by its place, and this says which.
    pub jumps: Option<Looks>,
    next: Option<Cursor>,
    waiting_for: Option<Ask>,
}

impl List {
    /// A list nothing was asked for yet.
    pub fn new(scope: Scope, sort: Sort) -> Self {
        Self { scope, sort, ..Self::default() }
    }

    /// Another scope's list in another order, looked through for the same, nothing of it asked for yet.
    pub fn of(&self, scope: Scope, sort: Sort) -> Self {
        Self {
            filter: self.filter.clone(),
            asked: self.asked.clone(),
            sought: self.sought,
            gained: self.gained,
            is_ranked: self.is_ranked,
            jumps: self.jumps,
            ..Self::new(scope, sort)
        }
    }

    /// The row at a place in the whole list, if it is loaded.
    pub fn at(&self, place: u32) -> Option<&TicketId> {
        match &self.sieved {
            Some(rows) => rows.get(place as usize),
            None => self.rows.get(place.checked_sub(self.first)? as usize),
        }
    }

    /// The place of a row in the whole list, if it is loaded.
    pub fn place_of(&self, id: &TicketId) -> Option<u32> {
        let (rows, first) = match &self.sieved {
            Some(rows) => (rows, 0),
            None => (&self.rows, self.first),
        };
        Some(first + rows.iter().position(|it| it == id)? as u32)
    }

    /// How many rows the whole list has, as far as is known.
    pub fn extent(&self) -> u32 {
        match &self.sieved {
            Some(rows) => count(rows),
            None => self
                .total
                .filter(|_| self.has_more())
                .map_or(self.end(), |it| it.saturating_sub(self.skipped).max(self.end())),
        }
    }

    /// Whether there is nothing to show of what is loaded.
    pub fn is_empty(&self) -> bool {
        self.sieved.as_ref().unwrap_or(&self.rows).is_empty()
    }

    /// The place behind the last row that is loaded.
    pub fn end(&self) -> u32 {
        self.first + count(&self.rows)
    }

    /// Whether there is more to be had.
    pub fn has_more(&self) -> bool {
        match self.total.filter(|_| self.jumps.is_some()) {
            Some(total) => self.first > 0 || self.end() + self.skipped < total,
            None => self.next.is_some(),
        }
    }

    /// L4: the order holds among the loaded rows only.
    pub fn is_partly_sorted(&self) -> bool {
        self.sorted_here && self.has_more()
    }

    /// The first page. What is on screen stays until it comes.
    pub fn ask_first(&mut self) -> Option<Ask> {
        let ask = self.first_page();
        self.wait_for(ask)
    }

    /// What asks for the first page.
    pub fn first_page(&self) -> Ask {
        self.page(FIRST_PAGE, None, Find { facets: true, ..self.find() })
    }

    /// What is not here of the rows at these places, or near them, if nothing else is on its way.
    pub fn ask_for(&mut self, places: Range<u32>) -> Option<Ask> {
        if self.load == Load::Waiting || self.load == Load::Idle {
            return None;
        }
        let Some(jumps) = self.jumps else {
            // Sieved rows come from anywhere: what is loaded is all that counts.
            let is_near = self.sieved.is_some() || places.end + AHEAD > self.end();
            let after = self.next.clone().filter(|_| is_near)?;
            let ask = self.page(FURTHER_PAGE, Some(after), self.find());
            return self.wait_for(ask);
        };
        let page = (jumps.page)(self, places)?;
        let find = Find { at: Some(page.start), ..self.find() };
        let ask = self.page(page.end - page.start, None, find);
        self.wait_for(ask)
    }

    fn find(&self) -> Find {
        Find { filter: self.asked.clone(), is_ranked: self.is_ranked, ..Find::default() }
    }

    /// L5, L6: whether something is looked for.
    pub fn is_looked_through(&self) -> bool {
        !self.filter.is_empty()
    }

    fn page(&self, limit: u32, after: Option<Cursor>, find: Find) -> Ask {
        let is_found = find.at.is_some() || !find.filter.is_empty();
        let (scope, find) = (self.scope.clone(), is_found.then(|| Rc::new(find)));
        Ask::Tickets { scope, sort: self.sort, limit, after, find }
    }

    fn wait_for(&mut self, ask: Ask) -> Option<Ask> {
        self.load = Load::Waiting;
        self.waiting_for = Some(ask.clone());
        Some(ask)
    }

    /// Takes a page, all but its tickets; `false` when nobody waits for it any more.
    pub fn take(&mut self, ask: &Ask, page: &mut TicketPage) -> bool {
        if self.waiting_for.as_ref() != Some(ask) {
            return false;
        }
        let Ask::Tickets { after, find, .. } = ask else { return false };
        let at = find.as_ref().and_then(|it| it.at);
        let before = (self.first, self.rows.len(), self.skipped);
        match (at, self.jumps) {
            (Some(at), Some(jumps)) => {
                let at = page.found.as_ref().and_then(|it| it.first_index).unwrap_or(at);
                let ids = page.tickets.iter().map(|it| it.id.clone()).collect();
                (jumps.take)(self, ids, page.skipped, at);
            }
            _ => {
                let rows = Arc::make_mut(&mut self.rows);
                if after.is_none() {
                    rows.clear();
                    (self.first, self.skipped) = (0, 0);
                    self.found.clear();
                }
                add(rows, &page.tickets);
                self.skipped += page.skipped;
            }
        }
        self.total = page.total;
        self.next = page.next.take();
        self.sorted_here = page.unsorted;
        self.found.extend(page.found.take());
        let is_first = after.is_none() && at.is_none();
        self.gained += u32::from(is_first || before != (self.first, self.rows.len(), self.skipped));
        self.load = Load::Done;
        self.waiting_for = None;
        true
    }

    /// Takes the first page as it is now, past what was asked for: what is loaded beyond it stays.
    /// Of `tickets` as they were.
    pub fn take_again(&mut self, page: &TicketPage, tickets: &Tickets) {
        self.total = page.total;
        // What is loaded does not reach up to it.
        if self.first > 0 {
            return;
        }
        let is_longer = self.rows.len() > FIRST_PAGE as usize;
        let mut rows: Vec<TicketId> = Vec::new();
        add(&mut rows, &page.tickets);
        if is_longer {
            // What is later than the last of the page, and is not in it, has left the list.
            let is_by_time = self.sort == Sort::default() && !self.is_ranked && !page.unsorted;
            let last = page.tickets.last().filter(|_| is_by_time).map(|it| it.updated_at);
            let has_left = |it: &Arc<Ticket>| last.is_some_and(|last| it.updated_at > last);
            let rest = self.rows.iter().filter(|id| {
                page.tickets.iter().all(|it| it.id != **id)
                    && !tickets.get(id).is_some_and(has_left)
            });
            rows.extend(rest.cloned());
        } else {
            self.next = page.next.clone();
            self.skipped = page.skipped;
        }
        self.rows = Arc::new(rows);
        self.sorted_here = page.unsorted;
        self.load = Load::Done;
    }

    /// Notes that a page came to nothing. It may have been asked for twice: what comes of the other one still counts.
    pub fn fail(&mut self, ask: &Ask, failed: Load) {
        if self.waiting_for.as_ref() == Some(ask) {
            self.load = failed;
        }
    }

    /// Waits for nothing any more: the list is asked for anew when it is next on screen.
    pub fn give_up(&mut self) {
        if self.waiting_for.take().is_some() && self.load.trouble().is_none() {
            self.load = Load::Idle;
        }
    }
}

/// A ticket that moved up between two pages comes twice.
fn add(rows: &mut Vec<TicketId>, tickets: &[Ticket]) {
    for ticket in tickets {
        if !rows.contains(&ticket.id) {
            rows.push(ticket.id.clone());
        }
    }
}

fn count<T>(of: &[T]) -> u32 {
    u32::try_from(of.len()).unwrap_or(u32::MAX)
}
