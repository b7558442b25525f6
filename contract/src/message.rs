//! What was said on a ticket.

use serde::{Deserialize, Serialize};

use crate::{Channel, Role};

/// One entry of a conversation (T2).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Message {
    /// Opaque id, unique in its ticket.
    pub id: String,
    /// What sort of entry it is.
    #[serde(default)]
    pub kind: MessageKind,
    /// Who wrote it, or caused it.
    pub author: Author,
    /// How it came.
    #[serde(default)]
    pub channel: Channel,
    /// When, RFC 3339 in UTC.
    pub created_at: String,
    /// BCP 47 tag, when it differs from the ticket's (T3).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// The body as HTML, not to be trusted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub html: Option<String>,
    /// The body as plain text; always there, equal in meaning. Empty when withheld.
    #[serde(default)]
    pub text: String,
    /// Files that came with it.
    #[serde(default)]
    pub attachments: Vec<Attachment>,
    /// Where in `text` the quoted earlier mail begins, counted in Unicode code points.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quoted_from: Option<u32>,
    /// The id the sender gave it, so that a send can be recognised (R7).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client_id: Option<String>,
}

/// What sort of entry a message is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum MessageKind {
    /// Somebody said something.
    #[default]
    Message,
    /// Something happened: a priority changed, a ticket was merged.
    Event,
    /// Something was said that may not be shown here (V5).
    Withheld,
    /// A word this version does not know.
    #[serde(other)]
    Unknown,
}

/// Who wrote a message.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Author {
    /// Opaque id, equal to `User.id` for the person who is signed in.
    #[serde(default)]
    pub id: String,
    /// Full name as they write it.
    #[serde(default)]
    pub name: String,
    /// What they are in this conversation.
    #[serde(default)]
    pub role: Role,
}

/// A file that came with a message.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Attachment {
    /// Opaque id.
    pub id: String,
    /// Its name as sent, not to be trusted.
    #[serde(default)]
    pub filename: String,
    /// Media type as sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub content_type: Option<String>,
    /// Size in bytes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub size: Option<u64>,
    /// Shown inside the HTML body rather than below it.
    #[serde(default)]
    pub inline: bool,
    /// What the HTML body calls it, without `cid:`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub content_id: Option<String>,
    /// On the API's origin, absolute or from the root (fetched with credentials), or a signed
    /// https URL (without). Absent where the file cannot be had.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// As `url`, for a small picture of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub thumbnail_url: Option<String>,
    /// What a virus scan said.
    #[serde(default)]
    pub scan: Scan,
}

/// What a virus scan said of a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Scan {
    /// Nothing found.
    Clean,
    /// Still being looked at.
    Pending,
    /// Do not open.
    Infected,
    /// Not scanned, or a word this version does not know.
    #[default]
    #[serde(other)]
    Unknown,
}
