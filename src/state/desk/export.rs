//! Files that are made of many pages: a list as the customer sees it (L11), a ticket with all that was
//! said (T5). It travels with what offers them.
//!
//! Every page is read anew, one after the other, whatever is loaded. Making one belongs to the widget;
//! what it becomes is given up with the session it was begun in (A4).

use std::{rc::Rc, sync::Arc};

use leptos::prelude::*;

use super::{Desk, HostEvent};
use crate::{
    api::{Answer, ApiError, Ask, Failure, Find, client::Client},
    dom::download,
    domain::{Message, Ticket, TicketId},
    state::{
        List, State, Trouble,
        gather::{Made, Messages, PAGE, Rows},
    },
};

/// How far a file is.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Making {
    /// Nobody wants one.
    #[default]
    Idle,
    /// It is being read.
    Going {
        /// So much of it is here.
        count: u32,
        /// Of so much, where the desk counts.
        total: Option<u32>,
    },
    /// The browser has it.
    Done(Made),
    /// It came to nothing.
    Failed(Trouble),
}

/// A file in words.
pub struct Written {
    /// What it is called.
    pub name: String,
    /// What is in it.
    pub text: String,
}

/// Writes the rows of a list.
pub type WriteRows = Box<dyn FnOnce(&[Arc<Ticket>]) -> Written>;

/// Writes a ticket and what was said, oldest first.
pub type WriteTicket = Box<dyn FnOnce(&Ticket, &[Message], Made) -> Written>;

/// The list as a file. One a widget.
#[derive(Clone, Copy)]
pub struct Export {
    desk: Desk,
    making: RwSignal<Making>,
    /// Counts them, so that one that was given up ends.
    run: StoredValue<u32>,
    /// The session of the last one: its outcome is nobody else's.
    turn: StoredValue<Option<u32>>,
}

impl Export {
    /// The widget's own, made when it is first needed.
    pub fn here() -> Self {
        if let Some(export) = use_context() {
            return export;
        }
        let desk = Desk::here();
        let home = desk.inner.get_value().home.as_ref().and_then(|it| it.upgrade());
        match home {
            Some(home) => home.with(|| Self::new(desk)),
            None => Self::new(desk),
        }
    }

    fn new(desk: Desk) -> Self {
        let (making, run) = (RwSignal::new(Making::Idle), StoredValue::new(0));
        let export = Self { desk, making, run, turn: StoredValue::new(None) };
        provide_context(export);
        export
    }

    /// How far it is; wakes the reader.
    pub fn making(self) -> Making {
        let making = self.making.get();
        if self.turn.get_value() == self.desk.turn() { making } else { Making::Idle }
    }

    /// Reads the whole list, as it is filtered and sorted now, and gives the browser what `write` makes
    /// of it.
    pub fn begin(self, write: WriteRows) {
        let Some(inner) = self.desk.inner.try_get_value() else { return };
        let walk = Walk::of(self.desk, inner.client.clone());
        // What the desk does not look for is looked for here: now, whatever is looked for when all is there.
        let (first, sieve) = (first_page(&inner.state.borrow()), inner.state.borrow().sieve());
        self.turn.set_value(self.desk.turn());
        self.run.update_value(|it| *it += 1);
        let (run, mine) = (self.run, self.run.get_value());
        let is_wanted = move || run.try_get_value() == Some(mine);
        self.making.set(Making::Going { count: 0, total: None });
        self.desk.at_home(Box::pin(async move {
            let told = move |making| {
                if is_wanted() {
                    self.making.try_set(making);
                }
                is_wanted()
            };
            match walk.rows(first, &told).await {
                Ok(Some(rows)) => {
                    let (mut rows, mut made) = rows.end();
                    if let Some(sieve) = sieve {
                        rows.retain(|it| sieve.keeps(it));
                        made.count = u32::try_from(rows.len()).unwrap_or(u32::MAX);
                    }
                    if told(Making::Done(made)) {
                        give(write(&rows));
                    }
                }
                // Nobody wants it any more.
                Ok(None) => _ = told(Making::Idle),
                Err(error) => {
                    if told(Making::Failed(Trouble::of(&error))) {
                        self.desk.note_failed(error);
                    }
                }
            }
        }));
    }

    /// Gives it up.
    pub fn cancel(self) {
        self.run.update_value(|it| *it += 1);
        self.making.set(Making::Idle);
    }
}

impl Desk {
    /// T5: reads a ticket with all that was said, and gives the browser what `write` makes of it.
    /// `making` follows.
    pub fn save_ticket(self, id: TicketId, making: RwSignal<Making>, write: WriteTicket) {
        let Some(inner) = self.inner.try_get_value() else { return };
        let walk = Walk::of(self, inner.client.clone());
        self.at_home(Box::pin(async move {
            // The page it was asked for on may be gone: the file is wanted all the same.
            let told = move |it| {
                making.try_set(it);
                true
            };
            match walk.ticket(id, &told).await {
                Ok(Some((ticket, messages))) => {
                    let (messages, made) = messages.end();
                    give(write(&ticket, &messages, made));
                    told(Making::Done(made));
                }
                Ok(None) => _ = told(Making::Idle),
                Err(error) => {
                    told(Making::Failed(Trouble::of(&error)));
                    self.note_failed(error);
                }
            }
        }));
    }

    /// The customer is told where they asked for it; the rest is the widget's.
    fn note_failed(self, error: ApiError) {
        match error.failure() {
            Failure::SignedOut => self.note_session(self.turn(), &error),
            _ => _ = self.tell(HostEvent::Error(error)),
        }
    }
}

fn give(file: Written) {
    download::save(&file.name, file.text.as_bytes());
}

/// The list that is on screen, from its start.
fn first_page(state: &State) -> Ask {
    let List { scope, sort, asked, is_ranked, .. } = &state.list;
    let find = (!asked.is_empty())
        .then(|| Rc::new(Find { filter: asked.clone(), is_ranked: *is_ranked, ..Find::default() }));
    Ask::Tickets { scope: scope.clone(), sort: *sort, limit: PAGE, after: None, find }
}

/// Hears how far it is, and says whether to go on.
type Told<'a> = &'a dyn Fn(Making) -> bool;

/// A way through all pages.
struct Walk {
    desk: Desk,
    client: Client,
    turn: Option<u32>,
}

impl Walk {
    fn of(desk: Desk, client: Client) -> Self {
        Self { desk, client, turn: desk.turn() }
    }

    /// `None`: another customer may be there now, or the widget is gone.
    async fn ask(&self, ask: &Ask) -> Result<Option<Answer>, ApiError> {
        let answer = self.client.ask(ask).await;
        match self.desk.turn() == self.turn {
            true => answer.map(Some),
            false => Ok(None),
        }
    }

    async fn rows(&self, first: Ask, told: Told<'_>) -> Result<Option<Rows>, ApiError> {
        let mut rows = Rows::new(first);
        let mut next = Some(rows.first());
        while let Some(ask) = next {
            let Some(Answer::Tickets(page)) = self.ask(&ask).await? else { return Ok(None) };
            next = rows.take(page);
            if !told(Making::Going { count: rows.count(), total: rows.total }) {
                return Ok(None);
            }
        }
        Ok(Some(rows))
    }

    async fn ticket(
        &self,
        id: TicketId,
        told: Told<'_>,
    ) -> Result<Option<(Box<Ticket>, Messages)>, ApiError> {
        let Some(Answer::Ticket(ticket)) = self.ask(&Ask::Ticket(id.clone())).await? else {
            return Ok(None);
        };
        let mut messages = Messages::new(id);
        let mut next = Some(messages.first());
        while let Some(ask) = next {
            let Some(Answer::Messages(page)) = self.ask(&ask).await? else { return Ok(None) };
            next = messages.take(page);
            if !told(Making::Going { count: messages.count(), total: None }) {
                return Ok(None);
            }
        }
        Ok(Some((ticket, messages)))
    }
}
