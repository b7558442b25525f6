//! The rows of the list: their order, and a trigger each.

use std::{cell::RefCell, rc::Rc, sync::Arc};

use leptos::prelude::*;

use super::{Inner, State};
use crate::domain::{Ticket, TicketId};

/// A list on screen: its order, and what wakes each row.
///
/// A row keeps its trigger, and so its DOM node and the focus in it, wherever it moves.
#[derive(Clone, Copy)]
pub struct Rows {
    moved: Trigger,
    rows: StoredValue<Rc<RefCell<Vec<Row>>>, LocalStorage>,
    inner: StoredValue<Rc<Inner>, LocalStorage>,
}

/// A ticket in the list.
#[derive(Clone)]
pub struct Row {
    /// Which.
    pub id: TicketId,
    changed: ArcTrigger,
    shown: Arc<Ticket>,
}

impl Rows {
    pub(super) fn new(inner: StoredValue<Rc<Inner>, LocalStorage>) -> Self {
        Self { moved: Trigger::new(), rows: StoredValue::new_local(Rc::default()), inner }
    }

    /// The rows, in order. Wakes the reader when the order changes.
    pub fn get(self) -> Vec<Row> {
        self.moved.track();
        self.rows.get_value().borrow().clone()
    }

    /// The ticket of a row; wakes the reader when it changes.
    pub fn ticket(self, row: &Row) -> Arc<Ticket> {
        row.changed.track();
        let inner = self.inner.get_value();
        let state = inner.state.borrow();
        state.tickets.get(&row.id).unwrap_or(&row.shown).clone()
    }

    /// Wakes the rows that differ, and the order only if it changed.
    pub(super) fn show(self, state: &State) {
        let shared = self.rows.get_value();
        let old = shared.take();
        let mut new = Vec::with_capacity(state.list.rows.len());
        let mut changed = Vec::new();
        for id in &state.list.rows {
            let Some(ticket) = state.tickets.get(id) else { continue };
            let mut row = match old.iter().find(|it| it.id == *id) {
                Some(row) => row.clone(),
                None => Row { id: id.clone(), changed: ArcTrigger::new(), shown: ticket.clone() },
            };
            if row.shown != *ticket {
                row.shown = ticket.clone();
                changed.push(row.changed.clone());
            }
            new.push(row);
        }
        let has_moved = !old.iter().map(|it| &it.id).eq(new.iter().map(|it| &it.id));
        shared.replace(new);
        // Once the list is in place: waking may read it.
        for it in changed {
            it.notify();
        }
        if has_moved {
            self.moved.notify();
        }
    }
}
