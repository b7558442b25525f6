//! What the help desk knows, in SQLite.
//!
//! One connection behind a lock: a query takes well under a millisecond, and a
//! demo has few visitors. People and organisations never change while it runs,
//! so they are read once. `actions` says what may be written, `change` how.

mod actions;
mod agent;
mod change;
mod cursor;
mod facets;
mod files;
mod filter;
mod follow_up;
mod happened;
pub mod html;
mod lifecycle;
mod many;
mod messages;
mod order;
mod people;
mod pictures;
mod proxy;
mod quote;
mod reply;
mod sample;
mod search;
mod seed;
mod seed_format;
mod ticket;
mod tickets;

use std::{
    collections::HashMap,
    fs,
    path::Path,
    sync::{Mutex, MutexGuard, PoisonError},
};

use anyhow::{Context, Result};
use rusqlite::Connection;
use rusqlite_migration::{M, Migrations};
use tokio::sync::watch;

pub use agent::{AgentRow, AgentTicket, STATUSES};
pub use change::{Denied, Send};
pub use files::Arrived;
pub use happened::{Begin, Happened, Heard};
pub use messages::{MessagePlace, MessageQuery, Messages};
pub use order::{Sort, SortBy};
pub use people::{Account, Viewer};
pub use reply::Body;
pub use tickets::{ListAsk, Place, Scope, TicketQuery};

use crate::clock::Clock;

const MIGRATIONS: &[M<'static>] = &[
    M::up(include_str!("../../migrations/1-tickets.sql")),
    M::up(include_str!("../../migrations/2-writing.sql")),
    M::up(include_str!("../../migrations/3-living.sql")),
    M::up(include_str!("../../migrations/4-finding.sql")),
];

/// The database, open, migrated and seeded.
pub struct Store {
    connection: Mutex<Connection>,
    names: HashMap<String, people::Known>,
    organizations: HashMap<String, String>,
    changed: watch::Sender<u64>,
    clock: Clock,
}

impl Store {
    /// Opens the database at `path`; seeds it from the files in `seed` when it holds no ticket, with `many`
    /// more tickets in a list of their own.
    ///
    /// # Errors
    /// When the file cannot be opened or migrated, or a seed is wrong: the message names it.
    pub fn open(path: &Path, seed: &Path, many: usize, clock: Clock) -> Result<Self> {
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        let mut connection =
            Connection::open(path).with_context(|| format!("opening {}", path.display()))?;
        connection.execute_batch(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON;",
        )?;
        Migrations::from_slice(MIGRATIONS).to_latest(&mut connection)?;
        let tickets: i64 =
            connection.query_row("SELECT count(*) FROM ticket", [], |it| it.get(0))?;
        if tickets == 0 {
            seed::plant(&mut connection, seed, clock())?;
            if many > 0 {
                many::plant(&mut connection, seed, many, clock())?;
            }
        }
        Ok(Self {
            names: people::known(&connection)?,
            organizations: people::organizations(&connection)?,
            connection: Mutex::new(connection),
            changed: watch::Sender::new(0),
            clock,
        })
    }

    /// Removes the database at `path` and what SQLite keeps beside it.
    ///
    /// # Errors
    /// When a file is there and cannot be removed.
    pub fn remove(path: &Path) -> Result<()> {
        for suffix in ["", "-wal", "-shm"] {
            let mut name = path.as_os_str().to_owned();
            name.push(suffix);
            match fs::remove_file(&name) {
                Err(err) if err.kind() != std::io::ErrorKind::NotFound => {
                    return Err(err).with_context(|| format!("removing {}", path.display()));
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// The time, in milliseconds. What is written carries whole seconds, as the seeds do.
    fn now(&self) -> i64 {
        (self.clock)().as_second() * 1000
    }

    fn lock(&self) -> MutexGuard<'_, Connection> {
        // A panic elsewhere leaves no half-done change behind: changes are transactions.
        self.connection.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
