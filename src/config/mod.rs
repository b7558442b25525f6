//! What the host page asked for: [`Settings`], all valid, and a list of [`Problem`]s.
//!
//! A bad attribute never stops the widget: it is named once on the console, and the default
//! holds. Only `api` has no default.

mod parse;

pub use parse::parse;

include!(concat!(env!("OUT_DIR"), "/mappings.rs"));

use crate::domain::{MessageId, TicketId};

/// Which desk's language the API speaks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum ConnectorName {
    /// The neutral contract.
    #[default]
    Deskpane,
    /// Redmine 5, reading.
    Redmine,
    /// Request Tracker 5.
    RequestTracker,
    /// Roundup 2.6.
    Roundup,
    /// As a mapping file says: the name of one of the release, or a whole address.
    Mapping(String),
}

/// How the customer is known to the API.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Auth {
    /// By the browser's cookies.
    #[default]
    Cookie,
    /// By a token from the host page's `getToken`, kept in memory only (Q3).
    Bearer,
    /// Not at all, or by a proxy.
    None,
}

/// Which part of Deskpane stands here.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum View {
    /// All of it.
    #[default]
    Portal,
    /// The list; a ticket opens in place.
    List,
    /// One ticket alone.
    Ticket,
    /// E5: an escalation's progress alone.
    Escalation,
}

/// L3: how dates read until the customer chooses.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Dates {
    /// "20 Nov 2026, 14:05".
    #[default]
    Absolute,
    /// "3 days ago".
    Elapsed,
}

/// M5: whether the page's address says where the customer is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Routing {
    /// Nothing is ever written to it.
    #[default]
    Memory,
    /// Behind its `#`.
    Hash,
    /// In its query.
    Query,
}

/// The one key in the page's address that is ours.
pub const KEY: &str = "deskpane";

/// What the host page asked for. Every value is one that works.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// Base of the API: absolute, without a trailing slash.
    pub api: String,
    /// How the API speaks.
    pub connector: ConnectorName,
    /// How the customer is known to it.
    pub auth: Auth,
    /// Where "Sign in" leads when the host page handles no `deskpane-sign-in`. Absolute.
    pub sign_in_url: Option<String>,
    /// Which part.
    pub view: View,
    /// What to open.
    pub ticket: Option<TicketId>,
    /// The message of it that the page's address names: it is looked for once.
    pub message: Option<MessageId>,
    /// L6: the list that the page's address names, as a [`crate::domain::Looking`] is written: it is gone to
    /// once.
    pub looking: Option<String>,
    /// M5.
    pub routing: Routing,
    /// BCP 47; absent: negotiate.
    pub locale: Option<String>,
    /// Where its headings start, 1–6.
    pub heading_level: u8,
    /// How dates read.
    pub dates: Dates,
}

impl Settings {
    /// Whether the view has more than one place that an address can lead to.
    pub fn has_places(&self) -> bool {
        matches!(self.view, View::Portal | View::List)
    }

    /// Whether the page's address has, or is to have, a say in what shows.
    pub fn is_routed(&self) -> bool {
        self.has_places() && (self.looking.is_some() || self.routing != Routing::Memory)
    }
}

/// An attribute that could not be taken as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Its name.
    pub attribute: &'static str,
    /// What it says.
    pub value: String,
    /// What it could say.
    pub expected: &'static str,
    /// What holds instead.
    pub instead: &'static str,
}
