//! What a customer changes at the desk.

use std::rc::Rc;

use super::{Answer, ApiError, Connector, Failure, Raw, Remark, Reply, Step};
use crate::domain::{File, MessageId, StatusCategory, Ticket, TicketId};

/// Something to change. Apart from [`super::Ask`], because it must not be sent twice by itself (R7), and
/// because what turns it into requests travels only to who writes.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// Takes a file ahead of the message that carries it.
    Upload {
        /// Which ticket's message.
        ticket: TicketId,
        /// The file.
        file: Rc<File>,
        /// One a file, however often it is tried, until the desk has it (R7).
        key: String,
    },
    /// Takes such a file back, before a message carries it.
    TakeBack {
        /// Which ticket's message.
        ticket: TicketId,
        /// What the desk calls it.
        token: String,
    },
    /// Answers in a conversation.
    Reply {
        /// In which ticket.
        ticket: TicketId,
        /// What is said.
        draft: Draft,
    },
    /// Opens a new ticket about an old one.
    FollowUp {
        /// Which one.
        of: TicketId,
        /// Its subject.
        subject: String,
        /// What is said.
        draft: Draft,
    },
    /// C1: the customer needs no more.
    Close(TicketId),
    /// C2: the customer does.
    Reopen(TicketId),
    /// C3: what the customer thinks of it.
    Rate {
        /// Of which ticket.
        ticket: TicketId,
        /// How good it was.
        score: Score,
        /// In words; may be empty.
        comment: String,
    },
    /// E4: whether an escalation's fix works.
    Verify {
        /// Of which ticket.
        ticket: TicketId,
        /// What still happens; `None`: nothing, it is fixed.
        still_broken: Option<String>,
    },
    /// X1: whether support may sign in as this customer, for this ticket.
    AllowProxy {
        /// Which ticket.
        ticket: TicketId,
        /// They may.
        is_enabled: bool,
    },
    /// L7: how far the customer has read.
    MarkRead {
        /// In which ticket.
        ticket: TicketId,
        /// The newest message they have seen.
        last: MessageId,
    },
}

/// A message as the customer wrote it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Draft {
    /// In plain text.
    pub text: String,
    /// The same in HTML, where it has any form and the desk takes HTML.
    pub html: Option<String>,
    /// Its files, each taken by the desk before (see [`Command::Upload`]).
    pub files: Vec<Taken>,
    /// One a message, however often it is tried: a desk that knows it stores the message once (R7).
    pub key: String,
}

/// A file that the desk took.
#[derive(Clone, Debug, PartialEq)]
pub struct Taken {
    /// The file: some desks have it travel with the message.
    pub file: Rc<File>,
    /// What the desk calls it until then.
    pub token: Option<String>,
}

/// How good it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Score {
    /// Where a desk asks for good or bad.
    Good,
    /// See [`Self::Good`].
    Bad,
    /// Where it asks for stars: 1 to 5.
    Stars(u8),
}

/// The writing half of a connector.
pub trait Writer: Connector {
    /// Decides from the command and the replies so far. Pure; at most
    /// [`super::client::MOST_STEPS`] sends.
    ///
    /// What it is done with is [`Answer::Taken`] for a file, else the ticket **as it now is**, read
    /// again: good statuses that changed nothing are common. A reply of status 0 stands for a look
    /// that never came back; [`seen`] makes the right thing of it.
    fn write(&self, command: &Command, replies: &[Reply]) -> Step;

    /// What the desk says of a refusal in its own words, from the body of its answer.
    fn said(&self, _body: &Raw) -> Vec<Remark> {
        Vec::new()
    }
}

impl Command {
    /// The ticket it is about.
    pub fn ticket(&self) -> &TicketId {
        match self {
            Self::Upload { ticket, .. }
            | Self::TakeBack { ticket, .. }
            | Self::Reply { ticket, .. }
            | Self::Rate { ticket, .. }
            | Self::FollowUp { of: ticket, .. }
            | Self::Verify { ticket, .. }
            | Self::AllowProxy { ticket, .. }
            | Self::MarkRead { ticket, .. }
            | Self::Close(ticket)
            | Self::Reopen(ticket) => ticket,
        }
    }

    /// Holds an answer against what was wanted.
    ///
    /// # Errors
    /// [`Failure::NotAccepted`] where the desk said yes and the ticket says no.
    pub fn check(&self, answer: Answer) -> Result<Answer, ApiError> {
        let Answer::Ticket(ticket) = &answer else { return Ok(answer) };
        let is_over =
            matches!(ticket.status.category, StatusCategory::Resolved | StatusCategory::Closed);
        let holds = match self {
            Self::Close(_) => is_over,
            Self::Reopen(_) => !is_over,
            Self::AllowProxy { is_enabled, .. } => {
                ticket.proxy_access.is_none_or(|it| it.is_enabled == *is_enabled)
            }
            _ => true,
        };
        if holds {
            return Ok(answer);
        }
        Err(ApiError::new(Failure::NotAccepted, format!("it is {}", ticket.status.label)))
    }
}

/// The last look after a write that the desk took: one that fails takes nothing back.
pub fn seen(look: Result<Ticket, ApiError>) -> Step {
    Step::Done(look.map_or(Answer::Accepted, |it| Answer::Ticket(Box::new(it))))
}
