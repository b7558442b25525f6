//! What happened, from the log that the database writes itself: kept for a while, told to whoever
//! may see it.

use anyhow::Result;
use rusqlite::{OptionalExtension, params};
use tokio::sync::watch;

use super::{Store, Viewer, messages::message_id, tickets::may_see};
use crate::clock::rfc3339;

/// Entries that are kept. Whoever was away for longer is told to read anew.
const KEPT: i64 = 1_000;
/// What happened so shortly before somebody began to listen is told too, in milliseconds: nothing
/// falls between reading a list and listening.
const BEFORE: i64 = 10_000;
/// Entries read at once.
const MOST: usize = 200;

/// Something that happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Happened {
    /// A ticket is not what it was.
    TicketUpdated {
        /// Its place in the log.
        place: i64,
        /// Which.
        ticket: String,
        /// When something last happened on it, RFC 3339.
        updated_at: String,
    },
    /// A message came.
    MessageCreated {
        /// Its place in the log.
        place: i64,
        /// In which ticket.
        ticket: String,
        /// Which.
        message: String,
    },
}

impl Happened {
    /// Its place in the log.
    #[must_use]
    pub fn place(&self) -> i64 {
        match self {
            Self::TicketUpdated { place, .. } | Self::MessageCreated { place, .. } => *place,
        }
    }
}

/// What somebody hears next.
pub struct Heard {
    /// In order.
    pub events: Vec<Happened>,
    /// How far that reaches, with what is not for them.
    pub to: i64,
}

/// Where somebody begins to listen.
pub struct Begin {
    /// After this entry.
    pub from: i64,
    /// What happened since they last listened is not known any more.
    pub has_missed: bool,
}

impl Store {
    /// Wakes whoever listens.
    pub fn tell(&self) {
        self.changed.send_modify(|it| *it = it.wrapping_add(1));
    }

    /// Wakes whenever something happened, or a session ended.
    pub fn changes(&self) -> watch::Receiver<u64> {
        self.changed.subscribe()
    }

    /// Where listening begins for whoever heard `last`, or nothing so far.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn listens(&self, last: Option<i64>) -> Result<Begin> {
        let db = self.lock();
        let (first, newest): (i64, i64) = db.query_row(
            "SELECT coalesce((SELECT min(id) FROM happened), newest + 1), newest FROM (
                SELECT coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'happened'), 0) AS newest)",
            [],
            |it| Ok((it.get(0)?, it.get(1)?)),
        )?;
        let Some(last) = last else {
            let from = db
                .query_row(
                    "SELECT min(id) - 1 FROM happened WHERE at > unixepoch('subsec') * 1000 - ?",
                    [BEFORE],
                    |it| it.get::<_, Option<i64>>(0),
                )?
                .unwrap_or(newest);
            return Ok(Begin { from, has_missed: false });
        };
        // A number of another log, or one that is gone.
        let has_missed = last > newest || last < first - 1;
        Ok(Begin { from: if has_missed { newest } else { last }, has_missed })
    }

    /// What happened after `from` and is for this person to see.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn heard(&self, viewer: &Viewer, from: i64) -> Result<Heard> {
        let db = self.lock();
        let mut query = db.prepare_cached(
            "SELECT id, ticket, number FROM happened
             WHERE id > ? AND (person IS NULL OR person = ?) ORDER BY id LIMIT ?",
        )?;
        let rows = query.query_map(params![from, viewer.id, i64::try_from(MOST)?], |it| {
            Ok((it.get(0)?, it.get(1)?, it.get(2)?))
        })?;
        let rows: Vec<(i64, String, Option<i64>)> = rows.collect::<Result<_, _>>()?;
        let to = rows.last().map_or(from, |it| it.0);
        let mut events = Vec::new();
        for (at, (place, ticket, number)) in rows.iter().enumerate() {
            // One change is often written in several steps: the last of them says it.
            let is_said_later = number.is_none()
                && rows[at + 1..].iter().any(|it| it.1 == *ticket && it.2.is_none());
            if is_said_later || !may_see(&db, viewer, ticket)? {
                continue;
            }
            let (place, ticket) = (*place, ticket.clone());
            events.push(match number {
                Some(number) => Happened::MessageCreated {
                    place,
                    message: message_id(&ticket, *number),
                    ticket,
                },
                None => {
                    let updated_at: Option<i64> = db
                        .prepare_cached("SELECT updated_at FROM ticket WHERE id = ?")?
                        .query_row([&ticket], |it| it.get(0))
                        .optional()?;
                    let updated_at = rfc3339(updated_at.unwrap_or_default())?;
                    Happened::TicketUpdated { place, ticket, updated_at }
                }
            });
        }
        Ok(Heard { events, to })
    }

    /// Forgets what happened long ago.
    pub(super) fn forget_long_ago(db: &rusqlite::Connection) -> Result<()> {
        let sql = "DELETE FROM happened WHERE id <= (SELECT max(id) FROM happened) - ?";
        db.execute(sql, [KEPT])?;
        Ok(())
    }
}
