//! Telling the desk how far the customer has read (L7): once a message, and never in anybody's way.

use std::sync::{Arc, Mutex, PoisonError};

use leptos::prelude::*;

use super::Desk;
use crate::{
    api::Command,
    dom::task,
    domain::{MessageId, TicketId, to_mark},
};

/// One conversation, from when it comes on screen until it goes.
#[derive(Clone)]
pub struct Reading {
    desk: Desk,
    notes: Arc<Mutex<Notes>>,
}

#[derive(Default)]
struct Notes {
    /// The newest message that was told.
    tried: Option<MessageId>,
    /// What the desk has taken.
    taken: Option<(TicketId, MessageId)>,
    /// The conversation is off the screen.
    is_over: bool,
}

impl Reading {
    /// Of the conversation of the current owner. What it comes to shows in the list when the ticket is
    /// left: a ticket that changes while it is read would be made anew under its reader.
    pub fn begin(desk: Desk) -> Self {
        let reading = Self { desk, notes: Arc::default() };
        let ended = reading.clone();
        on_cleanup(move || {
            ended.note(|it| it.is_over = true);
            ended.show();
        });
        reading
    }

    /// All of it has been seen. `false` where that is to be said again later: it is not known whose session it is.
    pub fn seen(&self) -> bool {
        let Some(inner) = self.desk.inner.try_get_value() else { return true };
        let told = {
            let state = inner.state.borrow();
            if !state.is_settled() {
                return false;
            }
            let newest =
                state.open_ticket().and_then(|it| to_mark(&state.conversation.messages, it));
            newest.cloned().zip(state.place.ticket().cloned())
        };
        let Some((last, ticket)) = told else { return true };
        let is_told = self.note(|it| it.tried.replace(last.clone()).as_ref() == Some(&last));
        let Some(home) = inner.home.as_ref().and_then(|it| it.upgrade()).filter(|_| !is_told)
        else {
            return true;
        };
        let (client, reading, turn) = (inner.client.clone(), self.clone(), self.desk.turn());
        home.with(|| {
            task::spawn(Box::pin(async move {
                let command = Command::MarkRead { ticket: ticket.clone(), last: last.clone() };
                // What fails here is nobody's trouble: the message is new once more.
                if client.write(&command).await.is_ok() && reading.desk.turn() == turn {
                    reading.note(|it| it.taken = Some((ticket, last)));
                    reading.show();
                }
            }));
        });
        true
    }

    fn show(&self) {
        let taken = self.note(|it| if it.is_over { it.taken.take() } else { None });
        let Some((ticket, last)) = taken else { return };
        let Some(inner) = self.desk.inner.try_get_value() else { return };
        let before = inner.state.borrow().clone();
        inner.state.borrow_mut().note_read(&ticket, last);
        self.desk.show(&before, &inner);
    }

    fn note<T>(&self, change: impl FnOnce(&mut Notes) -> T) -> T {
        change(&mut self.notes.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
