//! Files: those that wait for their message, and those that have one.

use anyhow::{Context, Result};
use contract::{Attachment, Message, Scan, Uploaded};
use rusqlite::{Connection, OptionalExtension, params};

use super::{
    Store, Viewer,
    change::{Denied, Send},
    sample,
    tickets::may_see,
};
use crate::clock::rfc3339;

/// How long a file waits for its message, in milliseconds.
const WAITS: i64 = 3_600_000;

/// A file that came, looked at and found good.
pub struct Arrived {
    /// What it is taken by, a secret of whoever sent it.
    pub token: String,
    /// The id of the attachment that it becomes.
    pub id: String,
    /// Its cleaned name.
    pub filename: String,
    /// Its media type, from its name.
    pub content_type: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

impl Arrived {
    /// What a message says of it.
    pub(super) fn attachment(&self) -> Attachment {
        Attachment {
            id: self.id.clone(),
            filename: self.filename.clone(),
            content_type: Some(self.content_type.clone()),
            size: u64::try_from(self.bytes.len()).ok(),
            scan: Scan::Clean,
            ..Attachment::default()
        }
    }

    /// Puts it where its message is.
    pub(super) fn keep(&self, db: &Connection, ticket: &str, number: i64) -> Result<()> {
        db.execute(
            "INSERT INTO file (id, ticket, number, bytes) VALUES (?, ?, ?, ?)",
            params![self.id, ticket, number, self.bytes],
        )?;
        Ok(())
    }
}

impl Store {
    /// Keeps a file until its message comes, for an hour.
    ///
    /// # Errors
    /// When the key came before with another file.
    pub fn upload(&self, send: &Send<'_>, it: &Arrived) -> Result<Uploaded, Denied> {
        self.once(send, |db| {
            let now = self.now();
            db.execute("DELETE FROM upload WHERE expires_at <= ?", [now])?;
            db.execute(
                "INSERT INTO upload (token, person, file, filename, content_type, bytes, expires_at)
                 VALUES (?, ?, ?, ?, ?, ?, ?)",
                params![
                    it.token,
                    send.viewer.id,
                    it.id,
                    it.filename,
                    it.content_type,
                    it.bytes,
                    now + WAITS
                ],
            )?;
            Ok(Uploaded {
                token: it.token.clone(),
                attachment: it.attachment(),
                expires_at: rfc3339(now + WAITS)?,
            })
        })
    }

    /// Forgets a file that waits.
    ///
    /// # Errors
    /// When there is none, or it is not theirs.
    pub fn forget(&self, viewer: &Viewer, token: &str) -> Result<(), Denied> {
        let sql = "DELETE FROM upload WHERE token = ? AND person = ? AND expires_at > ?";
        match self.lock().execute(sql, params![token, viewer.id, self.now()])? {
            0 => Err(Denied::NotFound),
            _ => Ok(()),
        }
    }

    /// A file of a message, if this person may see its ticket.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn attachment(&self, viewer: &Viewer, id: &str) -> Result<Option<(Attachment, Vec<u8>)>> {
        let db = self.lock();
        let found: Option<(String, i64, Option<Vec<u8>>)> = db
            .prepare_cached("SELECT ticket, number, bytes FROM file WHERE id = ?")?
            .query_row([id], |it| Ok((it.get(0)?, it.get(1)?, it.get(2)?)))
            .optional()?;
        let Some((ticket, number, bytes)) = found else {
            return Ok(None);
        };
        if !may_see(&db, viewer, &ticket)? {
            return Ok(None);
        }
        let messages = self.range(&db, &ticket, "", number, number)?;
        let mut all = messages.into_iter().flat_map(|it: Message| it.attachments);
        let it = all.find(|it| it.id == id).context("a file without its message")?;
        if it.scan != Scan::Clean {
            return Ok(None);
        }
        let bytes = bytes.map_or_else(|| sample::bytes(&it), Ok)?;
        Ok(Some((it, bytes)))
    }
}

/// The files behind these tokens, which are of no use from now on.
pub(super) fn taken(
    db: &Connection,
    viewer: &Viewer,
    tokens: &[String],
    now: i64,
) -> Result<Vec<Arrived>, Denied> {
    let mut taken = Vec::new();
    for token in tokens {
        let found = db
            .prepare_cached(
                "DELETE FROM upload WHERE token = ? AND person = ? AND expires_at > ?
                 RETURNING file, filename, content_type, bytes",
            )?
            .query_row(params![token, viewer.id, now], |it| {
                Ok(Arrived {
                    token: token.clone(),
                    id: it.get(0)?,
                    filename: it.get(1)?,
                    content_type: it.get(2)?,
                    bytes: it.get(3)?,
                })
            })
            .optional()?;
        let unknown = || Denied::field("uploads", "holds a token that is unknown, used or too old");
        taken.push(found.ok_or_else(unknown)?);
    }
    Ok(taken)
}
