//! Whether support may sign in as a customer, for one ticket (X1–X3).

use anyhow::Result;
use contract::{ProxyAccess, Ticket};
use rusqlite::{Connection, OptionalExtension, params};

use super::{
    Store, Viewer,
    change::{Denied, Send, permitted},
    ticket,
};

impl Store {
    /// Turns this person's own switch on this ticket. A session that is under way goes on (X3).
    ///
    /// # Errors
    /// When the ticket is not theirs, or the switch is not offered to them.
    pub fn allow_proxy(
        &self,
        send: &Send<'_>,
        id: &str,
        is_enabled: bool,
    ) -> Result<Ticket, Denied> {
        self.once(send, |db| {
            let before = self.visible(db, send.viewer, id)?;
            permitted(before.actions.proxy_access, "no_proxy_access")?;
            db.execute(
                "INSERT INTO proxy_access (ticket, person, enabled) VALUES (?, ?, ?)
                 ON CONFLICT (ticket, person) DO UPDATE SET enabled = excluded.enabled",
                params![id, send.viewer.id, is_enabled],
            )?;
            Ok(ticket::read(self, db, send.viewer, id)?)
        })
    }
}

/// How this person's switch on a ticket stands; nothing where their account has none.
pub(super) fn standing(
    db: &Connection,
    viewer: &Viewer,
    ticket: &str,
    now: i64,
) -> Result<Option<ProxyAccess>> {
    let Some(account_default) = viewer.proxy_access_default else {
        return Ok(None);
    };
    let own: Option<(Option<bool>, Option<i64>)> = db
        .prepare_cached(
            "SELECT enabled, session_until FROM proxy_access WHERE ticket = ? AND person = ?",
        )?
        .query_row([ticket, &viewer.id], |it| Ok((it.get(0)?, it.get(1)?)))
        .optional()?;
    let (enabled, until) = own.unwrap_or_default();
    Ok(Some(ProxyAccess {
        enabled: enabled.unwrap_or(account_default),
        account_default,
        active_session: until.is_some_and(|it| it > now),
    }))
}
