//! What a customer sends: replies, files, closing, feedback.

use serde::{Deserialize, Serialize};

use crate::Attachment;

/// A reply, as it is sent (R2–R4, R7).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewMessage {
    /// What is said. It must say something.
    #[cfg_attr(feature = "openapi", schema(max_length = 65_536, pattern = r"\S"))]
    pub body: String,
    /// What `body` is written in: one of `Me.capabilities.formats`.
    #[serde(default)]
    pub format: Format,
    /// Tokens of `POST /uploads`; each can be used once.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub uploads: Vec<String>,
    /// The sender's own id for it, which comes back in `Message.client_id`. Without an
    /// `Idempotency-Key` it stands for one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(
        feature = "openapi",
        schema(min_length = 1, max_length = 255, pattern = "^[!-~]+$")
    )]
    pub client_id: Option<String>,
}

/// A new ticket, as it is sent. So far one kind is taken: what takes up an old one (C2).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewTicket {
    /// What it is about, on one line.
    #[cfg_attr(feature = "openapi", schema(max_length = 255, pattern = r"\S"))]
    pub subject: String,
    /// Its first message. It must say something.
    #[cfg_attr(feature = "openapi", schema(max_length = 65_536, pattern = r"\S"))]
    pub body: String,
    /// What `body` is written in: one of `Me.capabilities.formats`.
    #[serde(default)]
    pub format: Format,
    /// Tokens of `POST /uploads`; each can be used once.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub uploads: Vec<String>,
    /// The ticket that it takes up: one that this person may see.
    pub follow_up_of: String,
    /// The sender's own id for it, which comes back as that of its first message. Without an
    /// `Idempotency-Key` it stands for one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(
        feature = "openapi",
        schema(min_length = 1, max_length = 255, pattern = "^[!-~]+$")
    )]
    pub client_id: Option<String>,
}

/// Whether support may sign in as this customer, on one ticket (X1).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ProxySwitch {
    /// They may. It goes before what the account says (X2), and ends no session that is under way (X3).
    pub enabled: bool,
}

/// What a reply is written in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// Plain text, kept as it is.
    #[default]
    Text,
    /// HTML. The desk keeps what is harmless in it and makes `Message.text` of that.
    Html,
}

/// A file that was sent and waits for its message (R4).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Uploaded {
    /// What a message names it by. Only whoever sent the file can use it.
    pub token: String,
    /// The file as the desk has taken it: its name may have been cleaned. Without a `url`, which it
    /// gets with its message.
    pub attachment: Attachment,
    /// When the token is of no use any more, RFC 3339 in UTC.
    pub expires_at: String,
}

/// What may be said while a ticket is closed or opened again (C1, C2).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Comment {
    /// Joins the conversation as a message of its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(max_length = 65_536))]
    pub comment: Option<String>,
}

/// What the customer says after a repair (E4).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Verification {
    /// Whether the problem is gone.
    pub outcome: VerificationOutcome,
    /// What still happens; needed with `still_broken`. It joins the conversation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(max_length = 65_536))]
    pub reason: Option<String>,
}

/// Whether a problem is gone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum VerificationOutcome {
    /// It is.
    #[default]
    Fixed,
    /// It is not.
    StillBroken,
}

/// How far a customer has read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReadTo {
    /// The newest message they have seen. Reading never goes backwards.
    #[cfg_attr(feature = "openapi", schema(max_length = 65_536, pattern = r"\S"))]
    pub last_message_id: String,
}
