//! A ticket, and everything the list and the sidebar say about it.

use super::{Action, Escalation, MessageId, Time};

/// A desk's own name for a ticket, opaque to us.
///
/// Desks disagree on what an id is (`42`, `"HD-0042"`, a UUID), so it is kept as text and never
/// parsed or shown. It comes from a connector or from the host page.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TicketId(String);

impl TicketId {
    /// Takes an id as the desk or the host page wrote it.
    pub fn new(id: impl Into<String>) -> Self {
        Self(id.into())
    }

    /// What a page, or its address, may name a ticket by: letters, digits, `-`, `_` and `.`, 64 at most.
    pub fn read(text: &str) -> Option<Self> {
        let is_plain = |it: u8| it.is_ascii_alphanumeric() || b"-_.".contains(&it);
        let is_good = (1..=64).contains(&text.len()) && text.bytes().all(is_plain);
        is_good.then(|| Self::new(text))
    }

    /// For building an address, or a DOM attribute that finds it again.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Somebody, as far as a customer may know them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Person {
    /// The desk's id; empty where the desk gives none.
    pub id: String,
    /// As the desk writes it. User text: isolate it.
    pub name: String,
}

/// Where a ticket stands, in five words every desk can be mapped to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StatusCategory {
    /// Support has it.
    Open,
    /// The customer has it.
    AwaitingCustomer,
    /// Support waits for an internal team. Not idle.
    OnHold,
    /// Answered; may still be reopened.
    Resolved,
    /// Over.
    Closed,
    /// A word we do not know: shown by the desk's own label, never an error.
    Unknown,
}

impl StatusCategory {
    /// P1: who acts next, where nobody says otherwise. An unknown status is one that somebody at the
    /// desk has to look at.
    pub fn turn(self) -> Turn {
        match self {
            Self::AwaitingCustomer => Turn::You,
            Self::OnHold => Turn::OnHold,
            Self::Resolved | Self::Closed => Turn::Done,
            Self::Open | Self::Unknown => Turn::Support,
        }
    }
}

/// P1: who acts next. The one thing a status must tell at a glance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// Support is working on it.
    Support,
    /// The customer is asked for something.
    You,
    /// Support waits for an internal team (P2: never to be mistaken for [`Turn::You`]).
    OnHold,
    /// Nobody: it is resolved or closed.
    Done,
}

/// Who the desk says a ticket waits for; wins over the category.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WaitingOn {
    /// The customer.
    Customer,
    /// The desk's people.
    Support,
    /// An internal team behind the desk.
    Engineering,
    /// Nobody.
    Nobody,
}

/// A ticket's status: our category beside the desk's own words.
#[derive(Clone, Debug, PartialEq)]
pub struct Status {
    /// What it means for us.
    pub category: StatusCategory,
    /// The desk's own label; may be empty.
    pub label: String,
}

/// P4: how bad it is, from the customer's side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// S1: complete loss, critical impact.
    Urgent,
    /// S2: degraded, significant impact.
    High,
    /// S3: usable, most operations unaffected.
    Tolerable,
    /// S4: a question.
    Question,
    /// A level we do not know: shown by its label.
    Unknown,
}

/// A priority, with when it was changed and from what.
#[derive(Clone, Debug, PartialEq)]
pub struct Priority {
    /// What it means for us.
    pub level: Level,
    /// The desk's own label; may be empty.
    pub label: String,
    /// When it was reclassified.
    pub changed_at: Option<Time>,
    /// What it was before.
    pub previous: Option<Level>,
}

/// How a ticket came in (V1–V4).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Channel {
    /// Mails.
    Email,
    /// A call, without a transcript.
    Phone,
    /// A planned call, see [`Conference`].
    ConferenceCall,
    /// A chat with its transcript.
    Chat,
    /// A form.
    Web,
    /// Anything else.
    Other,
}

/// The written thread a reply would join.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Thread {
    /// Whether there is one at all; a phone ticket may have none.
    pub written: bool,
    /// Whom a mail of it goes to.
    pub recipients: Vec<String>,
}

/// P3: why a ticket counts as resolved.
#[derive(Clone, Debug, PartialEq)]
pub enum Resolution {
    /// Both sides agreed.
    Agreed,
    /// Filed as a bug with an agreed priority and date.
    BugFiled {
        /// The bug's own priority, in the desk's words.
        priority: Option<String>,
        /// When the fix is expected.
        expected_at: Option<Time>,
    },
    /// Merged into another ticket; [`Ticket::related`] links the survivor.
    Merged,
    /// No answer after reminders.
    NoAnswer,
}

/// State of a planned call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConferenceState {
    /// Not yet accepted by support.
    Pending,
    /// It will take place.
    Accepted,
}

/// V3: a planned call.
#[derive(Clone, Debug, PartialEq)]
pub struct Conference {
    /// Beginning.
    pub starts_at: Time,
    /// End, where the desk knows it.
    pub ends_at: Option<Time>,
    /// Accepted or not.
    pub state: ConferenceState,
    /// https address of the call; others are dropped by the connector.
    pub join_url: Option<String>,
    /// To be typed on joining.
    pub passcode: Option<String>,
}

/// A link that support shared in the conversation. Only http and https addresses.
#[derive(Clone, Debug, PartialEq)]
pub struct Resource {
    /// User text.
    pub title: String,
    /// Absolute.
    pub url: String,
}

/// A custom field, already in words.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// The desk's label.
    pub label: String,
    /// Its value as text.
    pub value: String,
}

/// T4: how another ticket belongs to this one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    /// That one lives on.
    MergedInto,
    /// That one was folded into this.
    MergedFrom,
    /// This continues that one.
    FollowUpOf,
    /// That one continues this.
    FollowUp,
    /// That one is above this.
    Parent,
}

/// A link to another ticket.
#[derive(Clone, Debug, PartialEq)]
pub struct Related {
    /// How it belongs here.
    pub relation: Relation,
    /// Which one.
    pub id: TicketId,
    /// Its subject; may be empty.
    pub subject: String,
}

/// What this customer may do with this ticket.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Actions {
    /// Answer in the thread.
    pub reply: Action,
    /// Close it.
    pub close: Action,
    /// Open it again.
    pub reopen: Action,
    /// C2: until when, where that ends.
    pub reopen_until: Option<Time>,
    /// Rate it.
    pub rate: Action,
    /// Say whether an escalation's fix works.
    pub verify: Action,
    /// Let support sign in as this customer, for this ticket (X1).
    pub proxy_access: Action,
}

/// X1: whether support may sign in as this customer, for this ticket.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ProxyAccess {
    /// They may.
    pub is_enabled: bool,
    /// X2: what the account says elsewhere.
    pub account_default: bool,
    /// X3: they are signed in now.
    pub is_active: bool,
}

/// C3: what the customer thought of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rating {
    /// On the desk's scale (see `Policy::rating`).
    pub score: u32,
    /// In their words. User text.
    pub comment: Option<String>,
}

/// A ticket.
#[derive(Clone, Debug, PartialEq)]
pub struct Ticket {
    /// The desk's id.
    pub id: TicketId,
    /// The number a person reads and quotes, e.g. `#1042`.
    pub display_id: String,
    /// User text.
    pub subject: String,
    /// BCP 47 tag of the language it was written in (T3).
    pub language: Option<String>,
    /// Product name.
    pub product: Option<String>,
    /// How it came in.
    pub channel: Channel,
    /// The written thread.
    pub thread: Thread,
    /// Where it stands.
    pub status: Status,
    /// Who it waits for, where the desk says so.
    pub waiting_on: Option<WaitingOn>,
    /// Why it is resolved.
    pub resolution: Option<Resolution>,
    /// Reminders sent while it waits for the customer.
    pub reminders_sent: u32,
    /// When it resolves by itself without an answer.
    pub auto_resolve_at: Option<Time>,
    /// P1: the flag beside the turn.
    pub escalated: bool,
    /// How bad it is.
    pub priority: Option<Priority>,
    /// When it began.
    pub created_at: Time,
    /// Last activity.
    pub updated_at: Time,
    /// Whose it is.
    pub requester: Person,
    /// Who else is copied on it.
    pub participants: Vec<Person>,
    /// The representative.
    pub assignee: Option<Person>,
    /// The organisation's name.
    pub organization: Option<String>,
    /// L7: a new reply since it was last opened; `None` where the desk does not know.
    pub unread: Option<bool>,
    /// L7: where the desk does not know, whether something came since it was last opened in this browser.
    pub is_new: bool,
    /// The newest message that the customer has read, where the desk keeps it.
    pub last_read: Option<MessageId>,
    /// The escalation.
    pub escalation: Option<Escalation>,
    /// The planned call.
    pub conference: Option<Conference>,
    /// Links shared in the conversation.
    pub resources: Vec<Resource>,
    /// Custom fields.
    pub fields: Vec<Field>,
    /// Other tickets.
    pub related: Vec<Related>,
    /// X1; `None` where the desk knows no such thing.
    pub proxy_access: Option<ProxyAccess>,
    /// C3: what the customer thought of it, once they said so.
    pub rating: Option<Rating>,
    /// What may be done.
    pub actions: Actions,
}

impl Ticket {
    /// L7: whether there is something that the customer has not seen, as far as is known.
    pub fn is_unread(&self) -> bool {
        self.unread.unwrap_or(self.is_new)
    }

    /// P1: who acts next. What the desk says of waiting wins over the category.
    pub fn turn(&self) -> Turn {
        let done =
            matches!(self.status.category, StatusCategory::Resolved | StatusCategory::Closed);
        match self.waiting_on {
            Some(WaitingOn::Customer) => Turn::You,
            Some(WaitingOn::Support) => Turn::Support,
            Some(WaitingOn::Engineering) => Turn::OnHold,
            Some(WaitingOn::Nobody) if done => Turn::Done,
            Some(WaitingOn::Nobody) | None => self.status.category.turn(),
        }
    }

    /// The ticket this one was merged into, if it was (P3).
    pub fn survivor(&self) -> Option<&Related> {
        self.related.iter().find(|it| it.relation == Relation::MergedInto)
    }
}
