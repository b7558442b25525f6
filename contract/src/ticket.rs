//! One request to support, and all that is known about it.

use serde::{Deserialize, Serialize};

use crate::{
    Actions, Channel, Conference, Escalation, Field, Match, ProxyAccess, Rating, Related, Resource,
    Role,
};

/// One request to support.
///
/// The list and the single ticket have the same shape.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Ticket {
    /// Opaque id, as in `/tickets/{id}`.
    pub id: String,
    /// The id as people write it; absent: `id`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub display_id: Option<String>,
    /// What it is about, in the customer's words.
    pub subject: String,
    /// BCP 47 tag of the conversation (T3).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// The product's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub product: Option<String>,
    /// How it began.
    #[serde(rename = "type", default)]
    pub channel: Channel,
    /// The written conversation that an answer would join.
    #[serde(default)]
    pub thread: Thread,
    /// Where it stands.
    pub status: Status,
    /// Whose turn it is. Wins over the status; absent, it follows from it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waiting_on: Option<WaitingOn>,
    /// Why it was resolved (P3).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resolution: Option<Resolution>,
    /// How often the customer was reminded to answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reminders_sent: Option<u32>,
    /// When it resolves by itself if nobody answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub auto_resolve_at: Option<String>,
    /// Escalated now (L7).
    #[serde(default)]
    pub escalated: bool,
    /// How urgent it is (P4).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub priority: Option<Priority>,
    /// When it was opened, RFC 3339 in UTC.
    pub created_at: String,
    /// When something last happened on it.
    pub updated_at: String,
    /// Whose ticket it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub requester: Option<Person>,
    /// Who else is copied on it.
    #[serde(default)]
    pub participants: Vec<Person>,
    /// The representative who looks after it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assignee: Option<Person>,
    /// The organisation it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organization: Option<Organization>,
    /// Something is new since this person last read it (L7).
    #[serde(default)]
    pub unread: bool,
    /// The last message this person has read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_read_message_id: Option<String>,
    /// How the conversation stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_message: Option<LastMessage>,
    /// Its way through engineering (E1).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub escalation: Option<Escalation>,
    /// The call that was agreed (V3).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub conference: Option<Conference>,
    /// Support resources shared in the conversation (T1).
    #[serde(default)]
    pub resources: Vec<Resource>,
    /// Custom fields (T1).
    #[serde(default)]
    pub fields: Vec<Field>,
    /// Whether support may sign in as the customer (X1); absent: not offered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proxy_access: Option<ProxyAccess>,
    /// Where it has what `q` looked for (L5); in lists alone.
    #[serde(rename = "match", default, skip_serializing_if = "Option::is_none")]
    pub matched: Option<Match>,
    /// Tickets that belong to this one (T4).
    #[serde(default)]
    pub related: Vec<Related>,
    /// What the customer thought of it (C3).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rating: Option<Rating>,
    /// What this person may do with it, and why not (A6).
    #[serde(default)]
    pub actions: Actions,
}

/// A person as a ticket names them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Person {
    /// Opaque id.
    #[serde(default)]
    pub id: String,
    /// Full name as they write it.
    #[serde(default)]
    pub name: String,
}

/// An organisation as a ticket names it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Organization {
    /// Opaque id.
    #[serde(default)]
    pub id: String,
    /// Its name.
    #[serde(default)]
    pub name: String,
}

/// The written conversation that an answer would join (R3).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Thread {
    /// What sort of conversation.
    #[serde(default)]
    pub kind: ThreadKind,
    /// Who gets an answer: mail addresses.
    #[serde(default)]
    pub recipients: Vec<String>,
}

/// What sort of written conversation a ticket has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ThreadKind {
    /// Mails.
    Email,
    /// A chat transcript.
    Chat,
    /// None.
    None,
    /// A word this version does not know.
    #[default]
    #[serde(other)]
    Unknown,
}

/// Where a ticket stands: a category that everybody shares, and the desk's own word.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Status {
    /// What it means for the customer (P1).
    #[serde(default)]
    pub category: StatusCategory,
    /// The desk's own status, for machines.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// The desk's own status, for people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
}

/// What a status means for the customer (P1).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum StatusCategory {
    /// Support acts next.
    Open,
    /// The customer acts next.
    AwaitingCustomer,
    /// Support waits for a team of its own.
    OnHold,
    /// Done, unless the customer objects.
    Resolved,
    /// Done for good.
    Closed,
    /// A word this version does not know: shown by its label.
    #[default]
    #[serde(other)]
    Unknown,
}

/// Whose turn it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum WaitingOn {
    /// The customer's.
    Customer,
    /// The representative's.
    Support,
    /// A team behind the representative.
    Engineering,
    /// Nobody's: it is done.
    Nobody,
    /// A word this version does not know.
    #[default]
    #[serde(other)]
    Unknown,
}

/// Why a ticket was resolved (P3).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Resolution {
    /// Why.
    #[serde(default)]
    pub reason: ResolutionReason,
    /// With `bug_filed`: the priority that was agreed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bug_priority: Option<String>,
    /// With `bug_filed`: when the repair is expected.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected_at: Option<String>,
}

/// Why a ticket was resolved.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ResolutionReason {
    /// Both sides agreed that it is done.
    Agreed,
    /// It became a bug with a priority and a date.
    BugFiled,
    /// It went on in another ticket: see `related`.
    Merged,
    /// The customer did not answer the reminders.
    NoAnswer,
    /// A word this version does not know.
    #[default]
    #[serde(other)]
    Unknown,
}

/// How urgent a ticket is (P4).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Priority {
    /// How urgent.
    #[serde(default)]
    pub level: PriorityLevel,
    /// The desk's own word.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// When it was last reclassified.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub changed_at: Option<String>,
    /// What it was before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub previous: Option<PriorityLevel>,
}

/// How urgent a ticket is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum PriorityLevel {
    /// S1: complete loss.
    Urgent,
    /// S2: degraded.
    High,
    /// S3: usable, most operations unaffected.
    Tolerable,
    /// S4: a question.
    Question,
    /// A word this version does not know: shown by its label.
    #[default]
    #[serde(other)]
    Unknown,
}

/// The latest message, for the list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LastMessage {
    /// What its author is in this conversation.
    #[serde(default)]
    pub author_role: Role,
    /// How it begins, as plain text.
    #[serde(default)]
    pub excerpt: String,
    /// When it came.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub created_at: Option<String>,
}
