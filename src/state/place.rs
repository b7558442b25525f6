//! Which screen, and the focus to give back: instead of a router.

use crate::domain::TicketId;

/// A screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// The list.
    List {
        /// The ticket one comes back from: its row gets the focus.
        back_from: Option<TicketId>,
    },
    /// A ticket.
    Ticket(TicketId),
}

impl Default for Place {
    fn default() -> Self {
        Self::List { back_from: None }
    }
}

impl Place {
    /// The ticket that is open.
    pub fn ticket(&self) -> Option<&TicketId> {
        match self {
            Self::List { .. } => None,
            Self::Ticket(id) => Some(id),
        }
    }
}
