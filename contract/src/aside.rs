//! What stands beside a ticket: its escalation, its call, what may be done with it.

use serde::{Deserialize, Serialize};

use crate::NextStep;

/// A ticket's way through engineering (E1).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Escalation {
    /// The id that people quote, such as CP-1234.
    pub id: String,
    /// What the problem is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The stages in order; desks may have their own (E2).
    #[serde(default)]
    pub stages: Vec<Stage>,
    /// When it may be resolved; never a promise (E3).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub estimated_resolution: Option<String>,
    /// The customer is asked whether the problem is gone (E4).
    #[serde(default)]
    pub needs_verification: bool,
}

/// One stage of an escalation (E2).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Stage {
    /// `submitted`, `under_review`, `engineering`, `verifying`, `resolved`, or the desk's own.
    pub key: String,
    /// The desk's own word; needed where the key is its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// How far it is.
    #[serde(default)]
    pub state: StageState,
    /// When it was reached.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<String>,
    /// The customer has something to do in it.
    #[serde(default)]
    pub action_needed: bool,
}

/// How far a stage is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum StageState {
    /// Behind us.
    Done,
    /// Where we are.
    Current,
    /// Ahead.
    Todo,
    /// A word this version does not know.
    #[default]
    #[serde(other)]
    Unknown,
}

/// A call that was agreed (V3).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Conference {
    /// When it begins.
    pub starts_at: String,
    /// When it ends.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ends_at: Option<String>,
    /// Whether support has accepted it.
    #[serde(default)]
    pub state: ConferenceState,
    /// Where to join.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub join_url: Option<String>,
    /// What to type there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub passcode: Option<String>,
}

/// Whether a call is certain.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ConferenceState {
    /// Asked for.
    Pending,
    /// Agreed.
    Accepted,
    /// A word this version does not know.
    #[default]
    #[serde(other)]
    Unknown,
}

/// A support resource that was shared (T1).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Resource {
    /// What it is called.
    #[serde(default)]
    pub title: String,
    /// Where it is.
    pub url: String,
}

/// A custom field, ready to be shown (T1).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Field {
    /// Its name for machines.
    pub key: String,
    /// Its name for people; absent: the key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// What it says.
    #[serde(default)]
    pub value: String,
}

/// Whether support may sign in as the customer, on one ticket (X1–X3).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ProxyAccess {
    /// They may, here.
    #[serde(default)]
    pub enabled: bool,
    /// What the account says elsewhere.
    #[serde(default)]
    pub account_default: bool,
    /// They are signed in now.
    #[serde(default)]
    pub active_session: bool,
}

/// A ticket that belongs to another (T4).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Related {
    /// What the other is to this one.
    #[serde(default)]
    pub kind: Relation,
    /// The other's id.
    pub id: String,
    /// What the other is about; absent where this person may not see it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
}

/// What one ticket is to another.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Relation {
    /// This one went on in the other.
    MergedInto,
    /// The other went on in this one.
    MergedFrom,
    /// This one takes up the other.
    FollowUpOf,
    /// The other takes up this one.
    FollowUp,
    /// This one is part of the other.
    Parent,
    /// A word this version does not know.
    #[default]
    #[serde(other)]
    Unknown,
}

/// What the customer thought of it (C3).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Rating {
    /// On the scale of `Me.policy.rating`.
    #[cfg_attr(feature = "openapi", schema(maximum = 5))]
    pub score: u32,
    /// In their words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
}

/// What this person may do with a ticket. An absent action is offered to nobody.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Actions {
    /// Write an answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply: Option<Action>,
    /// Close it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub close: Option<Action>,
    /// Open it again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reopen: Option<Action>,
    /// Say what they thought of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rate: Option<Action>,
    /// Say whether the problem is gone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verify: Option<Action>,
    /// Copy others on it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cc: Option<Action>,
    /// Let support sign in as them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proxy_access: Option<Action>,
}

/// Whether something may be done; if not, why and what to do instead (A6).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Action {
    /// It may.
    #[serde(default)]
    pub allowed: bool,
    /// Why not: `closed_final`, `reopen_window_over`, `merged`, `no_thread`, `not_owner`,
    /// `not_participant`, `not_granted`, `limited_support`, `user_unsupported`,
    /// `identity_unverified`, `outside_hours`, `regulated_tenant`, `history_cutoff`,
    /// `history_importing`, `bot_transcript_withheld`, `maintenance`, `session_expired`,
    /// `already_rated`, `unknown`; others may come, with a `message`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The desk's own sentence, in the customer's language, for a reason of its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// Until when it may, or may not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
    /// What to do instead, best first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub next: Vec<NextStep>,
    /// Where the step `link` leads.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}
