//! Who is signed in, and what this desk offers them.

use serde::{Deserialize, Serialize};

use crate::NextStep;

/// Who is signed in, what they may see, and what this desk can do for them.
///
/// Everything beyond reading tickets is discovered here: what is absent is not
/// offered to anybody.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Me {
    /// The person.
    pub user: User,
    /// The organisations they belong to (A2).
    #[serde(default)]
    pub organizations: Vec<Membership>,
    /// The support they are entitled to.
    #[serde(default)]
    pub support: Support,
    /// How far back their tickets reach (A5).
    #[serde(default)]
    pub history: History,
    /// What waits for them (L12).
    #[serde(default)]
    pub attention: Attention,
    /// What this API can do.
    #[serde(default)]
    pub capabilities: Capabilities,
    /// What the help desk decides differently from others.
    #[serde(default)]
    pub policy: Policy,
    /// Whether support may sign in as them unless a ticket says otherwise. Absent: not offered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proxy_access_default: Option<bool>,
    /// How to reach support without the widget.
    #[serde(default)]
    pub contact: Contact,
    /// The service-level terms (P4).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub terms_url: Option<String>,
}

/// The person who is signed in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct User {
    /// Opaque id.
    pub id: String,
    /// Full name as they write it.
    #[serde(default)]
    pub name: String,
    /// Their address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
}

/// What a person is in one organisation (A2, A3).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Membership {
    /// Opaque id, as in the scope `org:ID`.
    pub id: String,
    /// Its name.
    #[serde(default)]
    pub name: String,
    /// Their role in it.
    #[serde(default)]
    pub role: OrganizationRole,
    /// May see every ticket of the organisation.
    #[serde(default)]
    pub can_view: bool,
    /// May ask to see them.
    #[serde(default)]
    pub can_request_view: bool,
}

/// A role in an organisation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum OrganizationRole {
    /// Sees everything and administers it.
    Administrator,
    /// A named technical contact.
    TechnicalContact,
    /// Belongs to it.
    Member,
    /// A word this version does not know.
    #[default]
    #[serde(other)]
    Unknown,
}

/// The support a person is entitled to (S1).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Support {
    /// How much.
    #[serde(default)]
    pub level: SupportLevel,
    /// Why not more: a reason code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// What to do about it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub next: Vec<NextStep>,
}

/// How much support a person gets.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum SupportLevel {
    /// All of it.
    Supported,
    /// General questions only.
    Limited,
    /// The community only.
    Unsupported,
    /// A word this version does not know.
    #[default]
    #[serde(other)]
    Unknown,
}

/// How far back a person's tickets reach, and why not further (A5).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct History {
    /// Nothing older than this time is here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// Older tickets are being brought over; the list is incomplete.
    #[serde(default)]
    pub importing: bool,
    /// There is no history for this person at all: a reason code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unavailable_reason: Option<String>,
}

/// What waits for a person, over all that is their own (L12).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Attention {
    /// Tickets that wait for their answer.
    #[serde(default)]
    pub awaiting_customer: u32,
    /// Tickets with something they have not read.
    #[serde(default)]
    pub unread: u32,
}

/// What this API can do, for this person.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Capabilities {
    /// Values of `scope`: `mine`, `cc`, `org:ID` (L8).
    #[serde(default)]
    pub scopes: Vec<String>,
    /// Values of `sort`, without the `-` (L4).
    #[serde(default)]
    pub sort: Vec<String>,
    /// What `GET /tickets` takes besides `scope`, `sort`, `limit` and `cursor`: names of its parameters. What is
    /// not among them is not to be sent (L5, L6, L9).
    #[serde(default)]
    pub parameters: Vec<String>,
    /// `q` searches message text too, and says where it hit (L5).
    #[serde(default)]
    pub search: bool,
    /// `/events` exists (Y1).
    #[serde(default)]
    pub events: bool,
    /// What a reply may be written in: `text`, `html`.
    #[serde(default)]
    pub formats: Vec<String>,
    /// Limits for attachments; absent where nothing can be uploaded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub upload: Option<Upload>,
}

/// Limits for attachments (R4).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Upload {
    /// How many files a message may carry.
    #[serde(default)]
    pub max_files: u32,
    /// How large one file may be.
    #[serde(default)]
    pub max_bytes: u64,
    /// File name extensions, without the dot.
    #[serde(default)]
    pub types: Vec<String>,
}

/// What help desks decide differently.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Policy {
    /// What becomes of a closed ticket (C2).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed: Option<ClosedPolicy>,
    /// How long a closed ticket can be reopened, with `window`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub window_days: Option<u32>,
    /// How a customer rates (C3).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rating: Option<RatingPolicy>,
}

/// What becomes of a closed ticket.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ClosedPolicy {
    /// It stays closed; a new ticket quotes it.
    Final,
    /// An answer reopens it.
    Reopen,
    /// An answer reopens it for a number of days.
    Window,
    /// A word this version does not know.
    #[default]
    #[serde(other)]
    Unknown,
}

/// How a customer rates.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum RatingPolicy {
    /// Good (1) or bad (0).
    GoodBad,
    /// One to five.
    Stars5,
    /// A word this version does not know.
    #[default]
    #[serde(other)]
    Unknown,
}

/// How to reach support without the widget.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Contact {
    /// A mail address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// A page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}
