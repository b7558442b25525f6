//! How seeded content is written. Times are offsets from now, and unknown fields an error.

use contract::{
    Actions, Channel, Conference, Escalation, Field, History, MessageKind, Policy, Priority,
    Rating, Related, Resolution, Resource, Scan, Status, Support, Thread, WaitingOn,
};
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Accounts {
    pub organizations: Vec<NamedSeed>,
    pub people: Vec<PersonSeed>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NamedSeed {
    pub id: String,
    pub name: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PersonSeed {
    pub id: String,
    pub name: String,
    pub email: Option<String>,
    /// `customer`, `agent`, `bot` or `system`.
    pub role: String,
    /// What the account shows; who has none cannot sign in.
    pub about: Option<String>,
    #[serde(default)]
    pub memberships: Vec<MembershipSeed>,
    #[serde(default)]
    pub support: Support,
    #[serde(default)]
    pub history: History,
    #[serde(default)]
    pub policy: Policy,
    pub proxy_access_default: Option<bool>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct MembershipSeed {
    pub organization: String,
    pub role: String,
    #[serde(default)]
    pub can_view: bool,
    #[serde(default)]
    pub can_request_view: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TicketSeed {
    pub id: String,
    pub display_id: Option<String>,
    pub subject: String,
    pub language: String,
    pub product: Option<String>,
    #[serde(rename = "type")]
    pub channel: Channel,
    pub requester: String,
    #[serde(default)]
    pub participants: Vec<String>,
    pub assignee: Option<String>,
    pub organization: Option<String>,
    pub status: Status,
    pub waiting_on: Option<WaitingOn>,
    pub resolution: Option<Resolution>,
    pub reminders_sent: Option<u32>,
    pub auto_resolve_at: Option<String>,
    #[serde(default)]
    pub escalated: bool,
    pub priority: Option<Priority>,
    pub created_at: String,
    pub updated_at: String,
    #[serde(default)]
    pub unread: bool,
    /// How many messages its requester has read; otherwise it follows from `unread`.
    pub read: Option<usize>,
    pub proxy_access: Option<ProxySeed>,
    #[serde(default)]
    pub thread: Thread,
    pub escalation: Option<Escalation>,
    pub conference: Option<Conference>,
    #[serde(default)]
    pub resources: Vec<Resource>,
    #[serde(default)]
    pub fields: Vec<Field>,
    #[serde(default)]
    pub related: Vec<Related>,
    pub rating: Option<Rating>,
    #[serde(default)]
    pub actions: Actions,
    pub messages: Vec<MessageSeed>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct MessageSeed {
    pub author: String,
    pub at: String,
    pub channel: Channel,
    #[serde(default)]
    pub text: String,
    pub html: Option<String>,
    /// A file beside the seeds with the HTML of a mail. Its text is made of it where there is none.
    pub mail: Option<String>,
    pub language: Option<String>,
    #[serde(default)]
    pub kind: MessageKind,
    #[serde(default)]
    pub attachments: Vec<AttachmentSeed>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AttachmentSeed {
    pub filename: String,
    pub content_type: String,
    pub size: u64,
    #[serde(default)]
    pub inline: bool,
    pub content_id: Option<String>,
    #[serde(default = "clean")]
    pub scan: Scan,
}

fn clean() -> Scan {
    Scan::Clean
}

/// The requester's own switch.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ProxySeed {
    pub enabled: Option<bool>,
    /// Until when support is signed in.
    pub session_until: Option<String>,
}
