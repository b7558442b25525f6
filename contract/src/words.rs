//! Words that several answers share.

use serde::{Deserialize, Serialize};

/// How people talked: of a ticket, how it began; of a message, how it came.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// Mail.
    Email,
    /// A phone call: no transcript.
    Phone,
    /// A call at an agreed time, with a link to join.
    ConferenceCall,
    /// A chat with a representative or an assistant.
    Chat,
    /// A form on a web page.
    Web,
    /// Anything else.
    Other,
    /// A word this version does not know.
    #[default]
    #[serde(other)]
    Unknown,
}

/// Who somebody is in a conversation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Whose ticket it is.
    Requester,
    /// Copied on it, or a colleague.
    Participant,
    /// A support representative.
    Agent,
    /// An automatic assistant.
    Bot,
    /// The help desk itself: what happened, not what was said.
    System,
    /// A word this version does not know.
    #[default]
    #[serde(other)]
    Unknown,
}

/// What a customer can do instead of what is not allowed (A6).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum NextStep {
    /// Copy the ticket's or escalation's id and quote it.
    CopyId,
    /// Answer from the mail thread, or write to the address in `Me.contact`.
    Mail,
    /// Open a new ticket that quotes this one.
    FollowUp,
    /// Get in touch: `Me.contact`.
    Contact,
    /// Ask the community.
    Community,
    /// Sign in again.
    SignIn,
    /// Ask for the missing right.
    RequestAccess,
    /// Follow the `url` beside it.
    Link,
    /// A word this version does not know.
    #[default]
    #[serde(other)]
    Unknown,
}
