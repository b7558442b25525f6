//! What is known of tickets.

use std::sync::Arc;

use crate::domain::{Ticket, TicketId};

/// Every ticket known, once, by the id that it was asked for: a desk may know one by two names.
///
/// In the order of their ids. A map would find them as fast, but is thirty functions, each compiled before the first row.
#[derive(Clone, Debug, Default)]
pub struct Tickets(Vec<(TicketId, Arc<Ticket>)>);

impl Tickets {
    /// The ticket with that id.
    pub fn get(&self, id: &TicketId) -> Option<&Arc<Ticket>> {
        self.0.get(self.place_of(id).ok()?).map(|it| &it.1)
    }

    /// The ticket with that id, to be changed.
    pub fn get_mut(&mut self, id: &TicketId) -> Option<&mut Arc<Ticket>> {
        let at = self.place_of(id).ok()?;
        self.0.get_mut(at).map(|it| &mut it.1)
    }

    /// Takes a ticket, and gives what was known of it.
    pub fn insert(&mut self, id: TicketId, ticket: Arc<Ticket>) -> Option<Arc<Ticket>> {
        match self.place_of(&id) {
            Ok(at) => Some(std::mem::replace(&mut self.0[at].1, ticket)),
            Err(at) => {
                self.0.insert(at, (id, ticket));
                None
            }
        }
    }

    /// Takes tickets, each by its own name.
    pub fn add(&mut self, tickets: Vec<Ticket>) {
        for it in tickets {
            self.insert(it.id.clone(), Arc::new(it));
        }
    }

    /// All of them.
    pub fn all(&self) -> impl Iterator<Item = &Arc<Ticket>> {
        self.0.iter().map(|it| &it.1)
    }

    /// Whether nothing is known of any.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    fn place_of(&self, id: &TicketId) -> Result<usize, usize> {
        self.0.binary_search_by(|it| it.0.cmp(id))
    }
}
