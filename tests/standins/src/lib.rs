//! Servers that answer as hosted help desks document it, for tests: a Zendesk, a Zammad and a Jira Service
//! Management cannot be installed here, and none of them lets strangers try.
//!
//! Each keeps its state in memory and begins with the same people and tickets, told in its own words.
//! What no documentation says, it does not do, or does in the way that is hardest on a connector.
//!
//! `wire` is what is asked and answered, `desk` what is known, `seed` what it begins with; `zendesk`, `zammad`
//! and `jira_sm` are one function each, from what is asked to what is answered; `serve` puts them on the network.
//!
//! Besides a service's own addresses there are
//! - `/standin/as/LOGIN`: a page that signs LOGIN in, by the service's own cookie;
//! - `/standin/next?status=429&after=7`: the next answer is that, with `Retry-After` if it is given;
//! - `/standin/given`: which files the other origin gave away, and whether any credentials came along.

mod desk;
#[cfg(test)]
mod documented;
mod jira_sm;
pub mod seed;
mod serve;
mod text;
mod wire;
mod zammad;
mod zendesk;

pub use desk::Rating;
pub use serve::{Server, router, start};

use desk::Desk;
use wire::{Answer, Ask};

/// Which help desk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Zendesk's Requests API, with private attachments and one help centre.
    Zendesk,
    /// Zammad's REST API, as a customer.
    Zammad,
    /// Jira Service Management's customer API.
    JiraSm,
}

impl Kind {
    /// Where the API is below a server's address.
    pub fn api(self) -> &'static str {
        match self {
            Self::Zendesk => "/api/v2",
            Self::Zammad => "/api/v1",
            Self::JiraSm => "/rest/servicedeskapi",
        }
    }

    /// What it calls the ticket of that number in [`seed`].
    pub fn id(self, ticket: u64) -> String {
        match self {
            Self::Zendesk | Self::Zammad => ticket.to_string(),
            Self::JiraSm => format!("HELP-{ticket}"),
        }
    }

    /// The cookie of its session.
    fn cookie(self) -> &'static str {
        match self {
            Self::Zendesk => "_zendesk_shared_session",
            Self::Zammad => "_zammad_session",
            Self::JiraSm => "JSESSIONID",
        }
    }

    /// What it says in plain text when it is asked too often.
    fn too_many(self) -> &'static str {
        match self {
            Self::Zendesk => "Number of allowed API requests per minute exceeded",
            Self::Zammad => "Retry later\n",
            Self::JiraSm => "Rate limit exceeded.",
        }
    }

    fn answer(self, desk: &mut Desk, ask: &Ask) -> Answer {
        match self {
            Self::Zendesk => zendesk::answer(desk, ask),
            Self::Zammad => zammad::answer(desk, ask),
            Self::JiraSm => jira_sm::answer(desk, ask),
        }
    }
}

/// The token of one of the people of [`seed`].
pub fn key(login: &str) -> String {
    format!("key-of-{login}")
}
