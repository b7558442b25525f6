//! Where links lead: this page, with something open in it.

use std::rc::Rc;

use leptos::prelude::*;

use super::Desk;
use crate::domain::{MessageId, TicketId};

/// Makes the address of a ticket, or of a message in it.
pub type Address = Rc<dyn Fn(&TicketId, Option<&MessageId>) -> String>;

impl Desk {
    /// Where a link to a ticket leads: this page, with the ticket open.
    pub fn address_of(self, id: &TicketId) -> String {
        (self.inner.get_value().host.address)(id, None)
    }

    /// Where a link to a message of the open ticket leads: this page, with the message in view.
    pub fn address_of_message(self, id: &MessageId) -> Option<String> {
        let inner = self.inner.try_get_value()?;
        let state = inner.state.borrow();
        state.place.ticket().map(|it| (inner.host.address)(it, Some(id)))
    }
}
