//! What follows from hearing that something happened at the desk (Y1).
//!
//! As [`State::apply`], pure and beside it: nobody pressed anything, so nothing shows that it loads, a
//! failure is nobody's trouble, and what is on screen stays where it is. It travels by itself.

use std::{collections::BTreeSet, sync::Arc};

use super::{FIRST_PAGE, Load, Place, State};
use crate::{
    api::{Answer, Ask, MessagePage, TicketPage},
    config::View,
    domain::{MessageKind, Role, TicketId},
};

/// Rows beyond the first page that are read one by one.
const MOST_ROWS: usize = 5;

/// What was heard, gathered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum News {
    /// These tickets changed.
    Of(BTreeSet<TicketId>),
    /// Something may have.
    Perhaps,
}

/// What the customer did not know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fresh {
    /// Support wrote in the open ticket.
    Reply,
    /// Somebody else did: who.
    Message(String),
    /// There is something new in a ticket of the list: its subject.
    Ticket(String),
}

/// What an answer came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Taken {
    /// Something is not what it was.
    pub has_changed: bool,
    /// What to tell the customer.
    pub fresh: Vec<Fresh>,
}

impl State {
    /// What to read again, of what is on screen; nothing while the session may be another one.
    pub fn hear(&self, news: &News) -> Vec<Ask> {
        let concerns = |id: &TicketId| match news {
            News::Of(tickets) => tickets.contains(id),
            News::Perhaps => true,
        };
        if !self.is_settled() {
            // All of it is read when it is known whose it is.
            return Vec::new();
        }
        let mut asks = Vec::new();
        match &self.place {
            Place::Ticket(id) if concerns(id) => {
                asks.push(Ask::Ticket(id.clone()));
                if self.view != View::Escalation {
                    asks.push(Ask::Messages { ticket: id.clone(), before: None });
                }
            }
            Place::Ticket(_) => {}
            Place::List { .. } => {
                let has_history =
                    self.me.as_ref().is_some_and(|it| it.history.unavailable.is_none());
                if has_history {
                    asks.push(self.list.first_page());
                }
                if let News::Of(tickets) = news {
                    let further = self.list.rows.iter().skip(FIRST_PAGE as usize);
                    let further = further.filter(|it| tickets.contains(*it)).take(MOST_ROWS);
                    asks.extend(further.map(|it| Ask::Ticket(it.clone())));
                }
            }
        }
        // L12: how many need a reply. Once, whatever happened.
        if matches!(news, News::Of(_)) {
            asks.push(Ask::Me);
        }
        asks
    }

    /// Takes what was read again. What is not on screen any more, or is being loaded anew, is left.
    pub fn take_heard(&mut self, ask: &Ask, answer: Answer) -> Taken {
        match (ask, answer) {
            (Ask::Tickets { .. }, Answer::Tickets(page)) if *ask == self.list.first_page() => {
                self.take_rows(page)
            }
            (Ask::Ticket(id), Answer::Ticket(ticket)) => {
                let is_open = self.place.ticket() == Some(id);
                if !is_open && self.tickets.get(id).is_none() {
                    return Taken::default();
                }
                let before = Arc::make_mut(&mut self.tickets).insert(id.clone(), Arc::new(*ticket));
                let has_changed = before.as_ref() != self.tickets.get(id);
                Taken { has_changed, fresh: Vec::new() }
            }
            (Ask::Messages { ticket, .. }, Answer::Messages(page))
                if self.place.ticket() == Some(ticket) =>
            {
                self.take_messages(page)
            }
            _ => Taken::default(),
        }
    }

    fn take_rows(&mut self, page: TicketPage) -> Taken {
        let list = &mut self.list;
        if list.load == Load::Waiting {
            return Taken::default();
        }
        let before = list.rows.clone();
        let newest = before.iter().filter_map(|it| self.tickets.get(it)).map(|it| it.updated_at);
        let newest = newest.reduce(|a, b| if b > a { b } else { a });
        let mut taken = Taken::default();
        let mut page = page;
        for ticket in &mut page.tickets {
            let known = self.tickets.get(&ticket.id);
            let is_later = match known {
                Some(it) => it.unread == Some(false) || ticket.updated_at > it.updated_at,
                None => newest.is_some_and(|it| ticket.updated_at > it),
            };
            // Where the desk does not say what is unread, what is later is.
            if ticket.unread.unwrap_or(true) && is_later {
                taken.fresh.push(Fresh::Ticket(ticket.subject.clone()));
            }
            ticket.is_new = known.is_some_and(|it| it.is_new && !is_later);
            taken.has_changed |= known.is_none_or(|it| **it != *ticket);
        }
        list.take_again(&page, &self.tickets);
        taken.has_changed |= list.rows != before;
        Arc::make_mut(&mut self.tickets).add(page.tickets);
        self.tidy_list();
        taken
    }

    fn take_messages(&mut self, page: MessagePage) -> Taken {
        let thread = &mut self.conversation;
        if thread.load == Load::Idle || (thread.load == Load::Waiting && thread.messages.is_empty())
        {
            return Taken::default();
        }
        let me = self.me.as_ref().map(|it| it.user.id.as_str()).unwrap_or_default();
        let knew_any = !thread.messages.is_empty();
        let new = page
            .messages
            .iter()
            .filter(|it| knew_any && thread.messages.iter().all(|known| known.id != it.id));
        let said = new.filter(|it| it.kind == MessageKind::Message && it.author.id != me);
        let fresh = said.map(|it| match it.author.role {
            Role::Agent | Role::Bot | Role::System => Fresh::Reply,
            Role::Requester | Role::Participant => Fresh::Message(it.author.name.clone()),
        });
        let fresh = fresh.collect();
        let before = thread.messages.clone();
        thread.take_again(page);
        Taken { has_changed: thread.messages != before, fresh }
    }
}
