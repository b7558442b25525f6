//! People, what each may see, and their sessions.

use std::collections::HashMap;

use anyhow::{Result, bail};
use contract::{Attention, ClosedPolicy, History, Membership, Policy, RatingPolicy, Role, Support};
use rusqlite::{Connection, OptionalExtension, params};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::{Scope, Store, filter::Where};

/// Somebody whom tickets name.
pub(super) struct Known {
    pub name: String,
    pub role: Role,
}

/// An account that can be signed in to, as the sign-in page shows it.
#[derive(Clone, Debug, Serialize)]
pub struct Account {
    /// Opaque id.
    pub id: String,
    /// Full name.
    pub name: String,
    /// What it shows, in one sentence.
    pub about: String,
}

/// Whoever is signed in, and what they may see.
#[derive(Clone, Debug)]
pub struct Viewer {
    /// Opaque id.
    pub id: String,
    /// Full name.
    pub name: String,
    /// Their address.
    pub email: Option<String>,
    /// Where they belong.
    pub memberships: Vec<Membership>,
    /// What support they get.
    pub support: Support,
    /// How far back their tickets reach.
    pub history: History,
    /// What the desk has decided for their account.
    pub policy: Policy,
    /// Whether support may sign in as them unless a ticket says otherwise; none: not offered.
    pub proxy_access_default: Option<bool>,
}

/// Days for which what is done can be reopened, unless an account has others.
const WINDOW_DAYS: u32 = 60;

/// The account's policy: what is not said is as for most.
fn policy(said: Policy) -> Policy {
    let closed = said.closed.unwrap_or(ClosedPolicy::Window);
    let days = said.window_days.unwrap_or(WINDOW_DAYS);
    Policy {
        closed: Some(closed),
        window_days: (closed == ClosedPolicy::Window).then_some(days),
        rating: said.rating.or(Some(RatingPolicy::Stars5)),
    }
}

impl Viewer {
    /// May see every ticket of this organisation.
    #[must_use]
    pub fn sees(&self, organization: &str) -> bool {
        self.memberships.iter().any(|it| it.can_view && it.id == organization)
    }
}

impl Store {
    /// The accounts, in the order of the seed.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn accounts(&self) -> Result<Vec<Account>> {
        let db = self.lock();
        let mut query = db.prepare_cached(
            "SELECT id, name, about FROM person WHERE about IS NOT NULL ORDER BY place",
        )?;
        let rows = query.query_map([], |it| {
            Ok(Account { id: it.get(0)?, name: it.get(1)?, about: it.get(2)? })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The account with this id, if it can be signed in to.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn viewer(&self, id: &str) -> Result<Option<Viewer>> {
        let db = self.lock();
        let found = db
            .prepare_cached(
                "SELECT name, email, support, history, policy, proxy_access_default FROM person
                 WHERE id = ? AND about IS NOT NULL",
            )?
            .query_row([id], |it| {
                let texts: (String, String, String) = (it.get(2)?, it.get(3)?, it.get(4)?);
                Ok((it.get(0)?, it.get(1)?, texts, it.get(5)?))
            })
            .optional()?;
        let Some((name, email, (support, history, said), proxy_access_default)) = found else {
            return Ok(None);
        };
        let mut query = db.prepare_cached(
            "SELECT o.id, o.name, m.role, m.can_view, m.can_request_view
             FROM membership m JOIN organization o ON o.id = m.organization
             WHERE m.person = ? ORDER BY o.name",
        )?;
        let memberships = query.query_map([id], |it| {
            Ok(Membership {
                id: it.get(0)?,
                name: it.get(1)?,
                role: word(&it.get::<_, String>(2)?),
                can_view: it.get(3)?,
                can_request_view: it.get(4)?,
            })
        })?;
        Ok(Some(Viewer {
            id: id.to_owned(),
            name,
            email,
            memberships: memberships.collect::<Result<_, _>>()?,
            support: serde_json::from_str(&support)?,
            history: serde_json::from_str(&history)?,
            policy: policy(serde_json::from_str(&said)?),
            proxy_access_default,
        }))
    }

    /// What waits for this person on their own tickets (L12).
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn attention(&self, viewer: &Viewer) -> Result<Attention> {
        let mut mine = Where::within(viewer, &Scope::Mine)?;
        let db = self.lock();
        // From the few that are unread to their tickets, whatever SQLite thinks of it.
        let sql = format!(
            "SELECT count(*) FROM follower f CROSS JOIN ticket t ON t.id = f.ticket
             WHERE f.person = ? AND f.unread = 1 AND {}",
            mine.sql()
        );
        let mut query = db.prepare_cached(&sql)?;
        let unread = query.query_row(mine.params_after(viewer.id.clone()), |it| it.get(0))?;
        mine.and("t.turn = 'customer'", []);
        let sql = format!("SELECT count(*) FROM ticket t WHERE {}", mine.sql());
        let mut query = db.prepare_cached(&sql)?;
        let awaiting_customer = query.query_row(mine.params(), |it| it.get(0))?;
        Ok(Attention { awaiting_customer, unread })
    }

    /// Begins a session.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn begin_session(&self, id: &str, person: &str, expires_at: i64) -> Result<()> {
        self.lock().execute(
            "INSERT INTO session (id, person, expires_at) VALUES (?, ?, ?)",
            params![id, person, expires_at],
        )?;
        Ok(())
    }

    /// Whose session it is, if it is not over.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn session(&self, id: &str, now: i64) -> Result<Option<String>> {
        Ok(self
            .lock()
            .prepare_cached("SELECT person FROM session WHERE id = ? AND expires_at > ?")?
            .query_row(params![id, now], |it| it.get(0))
            .optional()?)
    }

    /// Ends a session.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn end_session(&self, id: &str) -> Result<()> {
        self.lock().execute("DELETE FROM session WHERE id = ?", [id])?;
        // Whoever listens with it stops.
        self.tell();
        Ok(())
    }
}

/// Everybody whom tickets may name.
pub(super) fn known(db: &Connection) -> Result<HashMap<String, Known>> {
    let mut query = db.prepare("SELECT id, name, role FROM person")?;
    let rows = query.query_map([], |it| {
        let role = match it.get::<_, String>(2)?.as_str() {
            "agent" => Role::Agent,
            "bot" => Role::Bot,
            "system" => Role::System,
            _ => Role::Participant,
        };
        Ok((it.get(0)?, Known { name: it.get(1)?, role }))
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Names of organisations by id.
pub(super) fn organizations(db: &Connection) -> Result<HashMap<String, String>> {
    let mut query = db.prepare("SELECT id, name FROM organization")?;
    let rows = query.query_map([], |it| Ok((it.get(0)?, it.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// One of the contract's words as a value; a word it does not know is `Unknown`.
pub(super) fn word<T: DeserializeOwned + Default>(text: &str) -> T {
    serde_json::from_value(Value::String(text.to_owned())).unwrap_or_default()
}

/// A word of the contract as it is on the wire.
pub(super) fn term(it: impl Serialize) -> Result<String> {
    match serde_json::to_value(it)? {
        Value::String(word) if word != "unknown" => Ok(word),
        other => bail!("`{other}` is not a word of the contract"),
    }
}
