//! Talking to a help desk, without saying which one.
//!
//! A [`Connector`] is one pure function: what to send next for an [`Ask`], given the replies so
//! far, or what they mean. Only [`client`] touches the network. So a chained call, a join or a
//! look after a write are all expressible, and every desk is tested natively from recorded replies.

mod body;
pub mod client;
mod command;
pub mod connectors;
mod decimal;
mod error;
mod find;
mod refusal;
mod request;

pub use body::Body;
pub use command::{Command, Draft, Score, Taken, Writer, seen};
pub use decimal::decimal;
pub use error::{ApiError, Failure};
pub use find::{Find, Found};
pub use refusal::{Part, Refusal, Remark, Said, Why};
pub use request::{Method, Payload, Query, Reply, Request, UNKNOWN_TYPE, Wants, segment};

pub use crate::json::{Kind, Raw};

use std::rc::Rc;

use crate::domain::{Attachment, File, Me, Message, Scope, Sort, Ticket, TicketId};

/// A desk's own bookmark in a list, opaque to us.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cursor(pub String);

/// Something the widget wants from the desk.
#[derive(Clone, Debug, PartialEq)]
pub enum Ask {
    /// Who is signed in, and what the desk can do.
    Me,
    /// A page of a list.
    Tickets {
        /// Whose.
        scope: Scope,
        /// In which order.
        sort: Sort,
        /// At most this many.
        limit: u32,
        /// After this place; `None`: from the start.
        after: Option<Cursor>,
        /// L5, L6, L9: how it is looked through; `None`: whole, from its start. The contract's own
        /// connector answers it after [`client::Client::look`] alone.
        find: Option<Rc<Find>>,
    },
    /// One ticket, whole.
    Ticket(TicketId),
    /// A page of a conversation.
    Messages {
        /// Of which ticket.
        ticket: TicketId,
        /// The page before this place; `None`: the newest.
        before: Option<Cursor>,
    },
    /// A file of a message, whole.
    File(Attachment),
}

/// What the desk said, in our own words.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// To [`Ask::Me`].
    Me(Box<Me>),
    /// To [`Ask::Tickets`].
    Tickets(TicketPage),
    /// To [`Ask::Ticket`].
    Ticket(Box<Ticket>),
    /// To [`Ask::Messages`].
    Messages(MessagePage),
    /// To [`Ask::File`].
    File(Rc<File>),
    /// To [`Ask::File`]: the desk keeps it elsewhere, and the browser is to go there as by a link.
    FileElsewhere(String),
    /// To [`Command::Upload`]: what the desk calls the file until the message comes; `None` where
    /// the file travels with the message.
    Taken(Option<String>),
    /// To a [`Command`] that the desk took: how the ticket is now could not be read.
    Accepted,
}

/// A page of tickets. One that could not be read costs itself alone, and is counted.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TicketPage {
    /// In the order asked for, as far as the desk sorts.
    pub tickets: Vec<Ticket>,
    /// Where the next page starts.
    pub next: Option<Cursor>,
    /// How many there are in all, where the desk counts.
    pub total: Option<u32>,
    /// How many could not be read.
    pub skipped: u32,
    /// The desk did not sort: the order is to be made here.
    pub unsorted: bool,
    /// What else there is, where something was looked for.
    pub found: Option<Rc<Found>>,
}

/// A page of a conversation, oldest first inside.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MessagePage {
    /// Oldest first.
    pub messages: Vec<Message>,
    /// Where the page before it ends.
    pub earlier: Option<Cursor>,
    /// How many could not be read.
    pub skipped: u32,
}

/// What a connector wants done.
#[derive(Debug)]
pub enum Step<T = Answer> {
    /// Send this; its reply joins the others.
    Send(Request),
    /// That was it.
    Done(T),
    /// It came to nothing.
    Fail(ApiError),
}

/// How one kind of desk speaks.
pub trait Connector {
    /// Decides from the ask and the replies so far. Pure; at most [`client::MOST_STEPS`] sends.
    fn step(&self, ask: &Ask, replies: &[Reply]) -> Step;

    /// The header that carries a token with `auth="bearer"`, and what stands before it.
    fn token_header(&self) -> (&str, &str) {
        ("authorization", "Bearer ")
    }

    /// Its writing half, where that travels with it.
    fn writer(self: Rc<Self>) -> Option<Rc<dyn Writer>> {
        None
    }
}
