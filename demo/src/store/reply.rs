//! Adding to a conversation.

use anyhow::{Context, Result};
use contract::{Attachment, Message, NewMessage, Status, StatusCategory};
use rusqlite::{Connection, OptionalExtension, params};

use super::{
    Store, Viewer,
    change::{Denied, Send, permitted},
    files, messages,
    people::term,
    quote::quoted_from,
    ticket::{self, Detail, turn_in},
    tickets::may_see,
};

/// What a customer wrote, as it is kept.
pub struct Body {
    /// In plain text.
    pub text: String,
    /// In HTML, where it was written so: what is harmless in it.
    pub html: Option<String>,
}

/// What is added to a conversation.
pub(super) struct Said<'a> {
    /// `message` or `event`.
    pub kind: &'a str,
    pub author: &'a str,
    pub text: &'a str,
    pub html: Option<&'a str>,
    pub attachments: &'a [Attachment],
    pub client_id: Option<&'a str>,
}

impl<'a> Said<'a> {
    /// Words of this person, without files.
    pub fn by(viewer: &'a Viewer, text: &'a str) -> Self {
        Self { author: &viewer.id, kind: "message", ..Self::event(text) }
    }

    /// What this person wrote, without files.
    pub fn written(viewer: &'a Viewer, body: &'a Body) -> Self {
        Self { html: body.html.as_deref(), ..Self::by(viewer, &body.text) }
    }

    /// Something that happened.
    pub fn event(text: &'a str) -> Self {
        Self {
            kind: "event",
            author: "system",
            text,
            html: None,
            attachments: &[],
            client_id: None,
        }
    }
}

impl Store {
    /// Adds a reply (R3). It takes up again what was done, and waits on support.
    ///
    /// # Errors
    /// When the ticket is not theirs, may not be replied to, or an upload cannot be used.
    pub fn reply(
        &self,
        send: &Send<'_>,
        ticket: &str,
        new: &NewMessage,
        body: &Body,
    ) -> Result<Message, Denied> {
        self.once(send, |db| {
            let viewer = send.viewer;
            let before = self.visible(db, viewer, ticket)?;
            permitted(before.actions.reply, "no_reply")?;
            let now = self.now();
            let files = files::taken(db, viewer, &new.uploads, now)?;
            let attachments: Vec<Attachment> = files.iter().map(|it| it.attachment()).collect();
            let said = Said {
                attachments: &attachments,
                client_id: new.client_id.as_deref(),
                ..Said::written(viewer, body)
            };
            let number = say(db, ticket, &said, now)?;
            for file in &files {
                file.keep(db, ticket, number)?;
            }
            let status = match before.status {
                // What is open stays as it is; the rest is open again, and support's turn.
                it if it.category == StatusCategory::Open => it,
                _ => status(StatusCategory::Open, "waiting_support", "Waiting for support"),
            };
            taken_up(db, ticket)?;
            stands(db, ticket, &status, now)?;
            follows(db, ticket, viewer, number)?;
            let requester = before.requester.map(|it| it.id).unwrap_or_default();
            let mut written = self.range(db, ticket, &requester, number, number)?;
            Ok(written.pop().context("the message is not there")?)
        })
    }

    /// A ticket as this person sees it, if they do.
    pub(super) fn visible(
        &self,
        db: &Connection,
        viewer: &Viewer,
        id: &str,
    ) -> Result<contract::Ticket, Denied> {
        if !may_see(db, viewer, id)? {
            return Err(Denied::NotFound);
        }
        Ok(ticket::read(self, db, viewer, id)?)
    }

    /// Notes how far this person has read; never backwards. Only who follows a ticket has it unread.
    ///
    /// # Errors
    /// When the ticket is not theirs, or has no such message.
    pub fn read_to(&self, viewer: &Viewer, ticket: &str, message: &str) -> Result<(), Denied> {
        let db = self.lock();
        self.visible(&db, viewer, ticket)?;
        let number = messages::number(ticket, message);
        let there = db
            .prepare_cached("SELECT 1 FROM message WHERE ticket = ? AND number = ?")?
            .query_row(params![ticket, number], |_| Ok(()))
            .optional()?;
        if there.is_none() {
            return Err(Denied::field("last_message_id", "is not in this ticket"));
        }
        db.execute(
            "UPDATE follower SET read_to = max(read_to, ?) WHERE ticket = ? AND person = ?",
            params![number, ticket, viewer.id],
        )?;
        self.tell();
        Ok(())
    }
}

/// Adds it at the end, and gives its number.
pub(super) fn say(db: &Connection, ticket: &str, it: &Said<'_>, now: i64) -> Result<i64> {
    // A clock that was set back must not put it before what it answers.
    let (number, at): (i64, i64) = db.query_row(
        "SELECT coalesce(max(number), 0) + 1, max(coalesce(max(created_at), 0), ?)
         FROM message WHERE ticket = ?",
        params![now, ticket],
        |it| Ok((it.get(0)?, it.get(1)?)),
    )?;
    db.execute(
        "INSERT INTO message (ticket, number, kind, author, channel, created_at, html, text,
            quoted_from, attachments, client_id)
         VALUES (?, ?, ?, ?, 'web', ?, ?, ?, ?, ?, ?)",
        params![
            ticket,
            number,
            it.kind,
            it.author,
            at,
            it.html,
            it.text,
            // Plain text is as its writer meant it; of HTML a quote is known.
            it.html.and_then(|_| quoted_from(it.text)),
            serde_json::to_string(it.attachments)?,
            it.client_id
        ],
    )?;
    Ok(number)
}

/// Where the ticket stands from now on.
pub(super) fn stands(db: &Connection, ticket: &str, it: &Status, now: i64) -> Result<()> {
    let done = super::actions::is_done(it.category);
    db.execute(
        "UPDATE ticket SET category = ?, status_value = ?, status_label = ?, waiting_on = NULL,
            turn = ?, done_at = ?, updated_at = max(updated_at, ?) WHERE id = ?",
        params![
            term(it.category)?,
            it.value,
            it.label,
            term(turn_in(it.category))?,
            done.then_some(now),
            now,
            ticket
        ],
    )?;
    Ok(())
}

/// A status in the desk's own words.
pub(super) fn status(category: StatusCategory, value: &str, label: &str) -> Status {
    Status { category, value: Some(value.to_owned()), label: Some(label.to_owned()) }
}

/// Nothing that was said of its end holds any more.
pub(super) fn taken_up(db: &Connection, ticket: &str) -> Result<()> {
    let mut detail = Detail::of(db, ticket)?;
    detail.resolution = None;
    detail.auto_resolve_at = None;
    detail.reminders_sent = None;
    detail.keep(db, ticket)
}

/// Who writes on a ticket follows it from then on, and has read what they wrote on.
pub(super) fn follows(db: &Connection, ticket: &str, viewer: &Viewer, number: i64) -> Result<()> {
    db.execute(
        "INSERT INTO follower (ticket, person, place, read_to)
         SELECT ?1, ?2, max(place) + 1, ?3 FROM follower WHERE ticket = ?1
         ON CONFLICT (ticket, person) DO UPDATE SET read_to = max(read_to, excluded.read_to)",
        params![ticket, viewer.id, number],
    )?;
    Ok(())
}
