//! Writing: in one transaction with what makes it happen only once, or not at all.

use contract::{Action, FieldError};
use rusqlite::{OptionalExtension, Transaction, params};
use serde::{Serialize, de::DeserializeOwned};

use super::{Store, Viewer};

/// How long a key is remembered, in milliseconds.
const REMEMBERED: i64 = 24 * 3_600_000;

/// Why a change was not made.
#[derive(Debug)]
pub enum Denied {
    /// What is to be changed is unknown, or not this person's.
    NotFound,
    /// This person may not, and this is why.
    NotAllowed(Box<Action>),
    /// It is so already, or makes no sense as things stand: a code.
    Conflict(&'static str),
    /// Fields are wrong: which, and why.
    Invalid(Vec<FieldError>),
    /// The key came before, with another request.
    KeyReused,
    /// Our own fault.
    Broken(anyhow::Error),
}

impl Denied {
    /// One field is wrong.
    pub fn field(field: &str, message: impl Into<String>) -> Self {
        Self::Invalid(vec![FieldError { field: field.to_owned(), message: message.into() }])
    }
}

impl From<anyhow::Error> for Denied {
    fn from(err: anyhow::Error) -> Self {
        Self::Broken(err)
    }
}

impl From<rusqlite::Error> for Denied {
    fn from(err: rusqlite::Error) -> Self {
        Self::Broken(err.into())
    }
}

impl From<serde_json::Error> for Denied {
    fn from(err: serde_json::Error) -> Self {
        Self::Broken(err.into())
    }
}

/// A request that changes something.
pub struct Send<'a> {
    /// Whose.
    pub viewer: &'a Viewer,
    /// What makes a second one of it the same (R7); without, each counts.
    pub key: Option<&'a str>,
    /// All that it asks for, as text: under one key it must stay the same.
    pub request: &'a str,
}

impl Store {
    /// Does `work`, or gives what it came to when the same request was sent before.
    pub(super) fn once<T: Serialize + DeserializeOwned>(
        &self,
        send: &Send<'_>,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, Denied>,
    ) -> Result<T, Denied> {
        let mut db = self.lock();
        let db = db.transaction()?;
        let Some(key) = send.key else {
            let done = work(&db)?;
            self.done(db)?;
            return Ok(done);
        };
        let now = self.now();
        db.execute("DELETE FROM answered WHERE at < ?", [now - REMEMBERED])?;
        let before: Option<(String, String)> = db
            .prepare_cached("SELECT request, answer FROM answered WHERE person = ? AND key = ?")?
            .query_row([send.viewer.id.as_str(), key], |it| Ok((it.get(0)?, it.get(1)?)))
            .optional()?;
        if let Some((request, answer)) = before {
            if request != send.request {
                return Err(Denied::KeyReused);
            }
            return Ok(serde_json::from_str(&answer)?);
        }
        let done = work(&db)?;
        db.execute(
            "INSERT INTO answered (person, key, request, answer, at) VALUES (?, ?, ?, ?, ?)",
            params![send.viewer.id, key, send.request, serde_json::to_string(&done)?, now],
        )?;
        self.done(db)?;
        Ok(done)
    }

    /// Makes a change last, and known to whoever listens.
    pub(super) fn done(&self, db: Transaction<'_>) -> Result<(), Denied> {
        Self::forget_long_ago(&db)?;
        db.commit()?;
        self.tell();
        Ok(())
    }
}

/// Lets through what is allowed. `otherwise` is the code where the action is not there at all.
pub(super) fn permitted(action: Option<Action>, otherwise: &'static str) -> Result<(), Denied> {
    match action {
        Some(it) if it.allowed => Ok(()),
        Some(it) => Err(Denied::NotAllowed(Box::new(it))),
        None => Err(Denied::Conflict(otherwise)),
    }
}
