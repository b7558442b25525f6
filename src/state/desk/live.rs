//! The rows of the list, as the table reads them.

use std::{ops::Range, rc::Rc, sync::Arc};

use leptos::prelude::*;

use super::{Inner, State};
use crate::domain::{Ticket, TicketId};

/// The rows of the list. One trigger for all: who reads them writes only what differs.
#[derive(Clone, Copy)]
pub struct Rows {
    changed: Trigger,
    inner: StoredValue<Rc<Inner>, LocalStorage>,
}

/// Some rows, side by side.
pub struct Window {
    /// The place of the first of them in the whole list, from 0.
    pub first: u32,
    /// Their tickets; nothing for one that is not loaded.
    pub rows: Vec<Option<Arc<Ticket>>>,
    /// How many rows the whole list has, as far as is known.
    pub extent: u32,
}

impl Rows {
    pub(super) fn new(inner: StoredValue<Rc<Inner>, LocalStorage>) -> Self {
        Self { changed: Trigger::new(), inner }
    }

    /// The rows at `places`, as far as the list goes; wakes the reader when a row or the order changes.
    pub fn at(self, places: Range<u32>) -> Window {
        self.changed.track();
        let inner = self.inner.get_value();
        let state = inner.state.borrow();
        let extent = state.list.extent();
        let ticket = |at| state.tickets.get(state.list.at(at)?).cloned();
        let rows = (places.start..places.end.min(extent)).map(ticket).collect();
        Window { first: places.start, rows, extent }
    }

    /// The place of a ticket in the whole list, if it is loaded.
    pub fn place_of(self, id: &TicketId) -> Option<u32> {
        self.inner.get_value().state.borrow().list.place_of(id)
    }

    pub(super) fn compare(self, before: &State, after: &State) {
        let is_same = Arc::ptr_eq(&before.tickets, &after.tickets)
            && Arc::ptr_eq(&before.list.rows, &after.list.rows)
            && before.list.extent() == after.list.extent();
        if !is_same {
            self.changed.notify();
        }
    }
}
