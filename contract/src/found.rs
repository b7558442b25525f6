//! Where a ticket has what was looked for.

use serde::{Deserialize, Serialize};

/// Where a ticket has what `q` looked for (L5): the place with the most of its words.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Match {
    /// In what of it.
    #[serde(default)]
    pub field: MatchField,
    /// In which message, with `message`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message_id: Option<String>,
    /// What stands there, around the first hit: plain text on one line, some 160 characters.
    #[serde(default)]
    pub snippet: String,
    /// From where to where the hits reach in `snippet`, the end not included. Characters are counted, that
    /// is Unicode code points: neither bytes nor UTF-16 units. In order, and apart from each other.
    #[serde(default)]
    pub ranges: Vec<[u32; 2]>,
}

/// What of a ticket is searched.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum MatchField {
    /// Its id, as people write it.
    Id,
    /// Its subject.
    Subject,
    /// The name of its requester, of somebody copied on it, or of its representative.
    Person,
    /// A message that this person may read.
    Message,
    /// A word this version does not know.
    #[default]
    #[serde(other)]
    Unknown,
}
