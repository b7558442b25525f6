//! What a help desk is asked for, told apart by its path.

use axum::http::Method;

use super::API;

/// What is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Call {
    /// Any call of the API but the one whose answer goes on.
    Any,
    Me,
    Tickets,
    Ticket,
    Messages,
    /// A reply that is sent.
    Reply,
    Attachment,
    /// The answer that goes on: what happens at the desk.
    Events,
    /// A file that is sent ahead of its message.
    Upload,
    /// Such a file that is taken back.
    TakeBack,
    /// Something that changes a ticket: the last word of its path.
    Change(&'static str),
    /// A file whose address has this in it.
    File(&'static str),
}

impl Call {
    pub(super) fn is(self, method: &Method, path: &str) -> bool {
        let api = path.strip_prefix(API);
        let parts: Vec<&str> = api.unwrap_or_default().split('/').skip(1).collect();
        match self {
            Self::Any => api.is_some_and(|it| it != "/events"),
            Self::Events => api == Some("/events"),
            Self::Me => parts == ["me"],
            Self::Tickets => parts == ["tickets"],
            Self::Ticket => parts.len() == 2 && parts[0] == "tickets",
            Self::Messages | Self::Reply => {
                let is_reply = method == Method::POST;
                parts.len() == 3 && parts[2] == "messages" && is_reply == (self == Self::Reply)
            }
            Self::Upload => parts == ["uploads"],
            Self::TakeBack => parts.len() == 2 && parts[0] == "uploads" && method == Method::DELETE,
            Self::Attachment => parts.len() == 2 && parts[0] == "attachments",
            Self::Change(what) => parts.len() == 3 && parts[2] == what,
            Self::File(part) => api.is_none() && path.contains(part),
        }
    }
}
