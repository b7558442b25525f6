//! What a customer does with a ticket as a whole, until the desk has said yes or no (C1–C3, E4, X1).
//!
//! [`Deeds::apply`] takes what happened and gives back what to do, as [`super::State::apply`] does.
//! It travels only to who may do something.

use super::Trouble;
use crate::{
    api::{ApiError, Command, Failure},
    domain::{Action, Reason, StatusCategory, Ticket, TicketId},
};

/// C1: how long closing waits, so that it can be undone, in milliseconds.
pub const HELD: i32 = 5_000;

/// What is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Closing.
    Close,
    /// Opening again.
    Reopen,
    /// Feedback.
    Rate,
    /// The word on a repair.
    Verify,
    /// What support may do in the customer's name.
    Access,
    /// A new ticket about this one.
    FollowUp,
}

impl Kind {
    /// `None` for what is no deed: messages go their own way (see [`super::writing`]).
    pub fn of(command: &Command) -> Option<Self> {
        Some(match command {
            Command::Close(_) => Self::Close,
            Command::Reopen(_) => Self::Reopen,
            Command::Rate { .. } => Self::Rate,
            Command::Verify { .. } => Self::Verify,
            Command::AllowProxy { .. } => Self::Access,
            Command::FollowUp { .. } => Self::FollowUp,
            Command::Upload { .. }
            | Command::TakeBack { .. }
            | Command::Reply { .. }
            | Command::MarkRead { .. } => return None,
        })
    }
}

/// How far it is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Progress {
    /// It goes in a moment; until then it can be undone.
    Held,
    /// On its way.
    Sending,
    /// It was not done.
    Failed(Trouble),
}

/// Something that the customer wants done.
#[derive(Clone, Debug, PartialEq)]
pub struct Deed {
    /// What.
    pub command: Command,
    /// How far.
    pub progress: Progress,
    number: u32,
}

/// What happened.
#[derive(Clone, Debug)]
pub enum Happened {
    /// The customer wants it.
    Pressed(Command),
    /// They do not want it closed after all.
    Undone(TicketId),
    /// Its time is over.
    Due(u32),
    /// The page is hidden, or the widget goes: nobody is there to undo anything.
    Leaving,
    /// The desk did it, or did not.
    Answered(u32, Result<(), ApiError>),
    /// A ticket as it is now, by the id it is known by here.
    Seen(TicketId, Box<Ticket>),
    /// The customer turned away from a ticket: they have read what was wrong.
    Left(TicketId),
    /// The session may be another one: nothing goes out under it that was begun under the last.
    SessionChanged,
}

/// What to do about it.
#[derive(Clone, Debug, PartialEq)]
pub enum Todo {
    /// Say [`Happened::Due`] after so many milliseconds.
    Wait(u32, i32),
    /// Send it.
    Send(u32, Command),
    /// Read a ticket again: it may be another than it seemed.
    Look(TicketId),
    /// The customer has closed a ticket: the host page hears of it.
    TellClosed(TicketId),
}

/// All that is not done yet, and what came to nothing.
#[derive(Clone, Debug, Default)]
pub struct Deeds {
    deeds: Vec<Deed>,
    last: u32,
}

impl Deeds {
    /// Decides what follows.
    pub fn apply(&mut self, happened: Happened) -> Vec<Todo> {
        match happened {
            Happened::Pressed(command) => self.pressed(command),
            Happened::Undone(ticket) => {
                let is_held =
                    |it: &Deed| it.progress == Progress::Held && *it.command.ticket() == ticket;
                self.deeds.retain(|it| !is_held(it));
                Vec::new()
            }
            Happened::Due(number) => self.go(|it| it.number == number),
            Happened::Leaving => self.go(|_| true),
            Happened::Answered(number, outcome) => self.answered(number, outcome),
            Happened::Seen(id, ticket) => {
                let is_over = |it: &Deed| {
                    it.progress != Progress::Sending
                        && *it.command.ticket() == id
                        && is_so(&it.command, &ticket)
                };
                self.deeds.retain(|it| !is_over(it));
                Vec::new()
            }
            Happened::Left(ticket) => {
                let is_read = |it: &Deed| {
                    matches!(it.progress, Progress::Failed(_)) && *it.command.ticket() == ticket
                };
                self.deeds.retain(|it| !is_read(it));
                Vec::new()
            }
            Happened::SessionChanged => {
                // What is under way is seen on the ticket, once it is read again.
                self.deeds.retain(|it| it.progress != Progress::Sending);
                let over = Trouble { failure: Failure::SignedOut, retry_after: None };
                for it in self.deeds.iter_mut().filter(|it| it.progress == Progress::Held) {
                    it.progress = Progress::Failed(over);
                }
                Vec::new()
            }
        }
    }

    /// How far something is.
    pub fn find(&self, ticket: &TicketId, kind: Kind) -> Option<&Deed> {
        self.deeds
            .iter()
            .find(|it| it.command.ticket() == ticket && Kind::of(&it.command) == Some(kind))
    }

    /// One at a time of a kind; what came to nothing before is forgotten.
    fn pressed(&mut self, command: Command) -> Vec<Todo> {
        let Some(kind) = Kind::of(&command) else { return Vec::new() };
        let before = self.find(command.ticket(), kind).map(|it| (it.number, it.progress));
        match before {
            Some((number, Progress::Failed(_))) => self.deeds.retain(|it| it.number != number),
            Some(_) => return Vec::new(),
            None => {}
        }
        self.last += 1;
        let number = self.last;
        let (progress, todo) = match kind {
            Kind::Close => (Progress::Held, Todo::Wait(number, HELD)),
            _ => (Progress::Sending, Todo::Send(number, command.clone())),
        };
        self.deeds.push(Deed { command, progress, number });
        vec![todo]
    }

    fn go(&mut self, is_meant: impl Fn(&Deed) -> bool) -> Vec<Todo> {
        let held = |it: &&mut Deed| it.progress == Progress::Held && is_meant(it);
        let going = self.deeds.iter_mut().filter(held).map(|it| {
            it.progress = Progress::Sending;
            Todo::Send(it.number, it.command.clone())
        });
        going.collect()
    }

    fn answered(&mut self, number: u32, outcome: Result<(), ApiError>) -> Vec<Todo> {
        let Some(at) = self.deeds.iter().position(|it| it.number == number) else {
            return Vec::new();
        };
        let Err(error) = outcome else {
            let deed = self.deeds.remove(at);
            return match deed.command {
                Command::Close(ticket) => vec![Todo::TellClosed(ticket)],
                _ => Vec::new(),
            };
        };
        let deed = &mut self.deeds[at];
        deed.progress = Progress::Failed(Trouble::of(&error));
        match error.failure() {
            // There is nobody to ask now.
            Failure::Offline | Failure::SignedOut => Vec::new(),
            _ => vec![Todo::Look(deed.command.ticket().clone())],
        }
    }
}

/// Whether a ticket is as it was wanted, whoever made it so.
fn is_so(command: &Command, ticket: &Ticket) -> bool {
    let is_over =
        matches!(ticket.status.category, StatusCategory::Resolved | StatusCategory::Closed);
    match command {
        Command::Close(_) => is_over,
        Command::Reopen(_) => !is_over,
        Command::Rate { .. } => {
            let is_given =
                |it: &Action| matches!(it, Action::Denied(it) if it.reason == Reason::AlreadyRated);
            ticket.rating.is_some() || is_given(&ticket.actions.rate)
        }
        Command::Verify { .. } => ticket.actions.verify != Action::Allowed,
        Command::AllowProxy { is_enabled, .. } => {
            ticket.proxy_access.is_some_and(|it| it.is_enabled == *is_enabled)
        }
        _ => false,
    }
}
