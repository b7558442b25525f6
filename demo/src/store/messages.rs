//! A ticket's conversation, page by page.

use anyhow::Result;
use contract::{Attachment, Author, Message, Page, Scan};
use rusqlite::{Connection, Row, params};

use super::{Store, Viewer, cursor::Cursor, people::word, tickets::may_see};
use crate::{API, clock::rfc3339};

/// Where a page of messages lies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MessagePlace {
    /// At the end.
    Newest,
    /// With this message in the middle.
    Around(String),
    /// Where a cursor says.
    At(String),
}

/// Which messages of a ticket.
#[derive(Clone, Debug)]
pub struct MessageQuery {
    /// From where.
    pub place: MessagePlace,
    /// How many at most.
    pub limit: usize,
}

/// What a ticket's messages came to.
#[derive(Debug)]
pub enum Messages {
    /// A page of them.
    Page(Page<Message>),
    /// The ticket is unknown, or not this person's.
    NoTicket,
    /// The ticket has no message with the id of `Around`.
    NoMessage,
    /// The cursor belongs to another question.
    BadCursor,
}

/// A message's id from its ticket's and its number.
pub(super) fn message_id(ticket: &str, number: i64) -> String {
    format!("{ticket}-{number}")
}

/// A message's number from its id, if it can be one of this ticket.
pub(super) fn number(ticket: &str, id: &str) -> Option<i64> {
    id.strip_prefix(ticket)?.strip_prefix('-')?.parse().ok()
}

impl Store {
    /// A page of messages, oldest first inside.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn messages(
        &self,
        viewer: &Viewer,
        ticket: &str,
        query: &MessageQuery,
    ) -> Result<Messages> {
        let db = self.lock();
        if !may_see(&db, viewer, ticket)? {
            return Ok(Messages::NoTicket);
        }
        let (first, last, requester): (i64, i64, String) = db
            .prepare_cached(
                "SELECT coalesce(min(m.number), 1), coalesce(max(m.number), 0), t.requester
                 FROM ticket t LEFT JOIN message m ON m.ticket = t.id WHERE t.id = ?",
            )?
            .query_row([ticket], |it| Ok((it.get(0)?, it.get(1)?, it.get(2)?)))?;
        // Numbers have no gaps, so a page is a range of them.
        let limit = i64::try_from(query.limit)?;
        let question = (&viewer.id, ticket);
        let (from, to) = match &query.place {
            MessagePlace::Newest => (last - limit + 1, last),
            MessagePlace::At(cursor) => match Cursor::read(cursor, &question) {
                Some(it) if it.forward => (it.key.saturating_add(1), it.key.saturating_add(limit)),
                Some(it) => (it.key.saturating_sub(limit), it.key.saturating_sub(1)),
                None => return Ok(Messages::BadCursor),
            },
            MessagePlace::Around(id) => {
                let Some(middle) = number(ticket, id).filter(|it| (first..=last).contains(it))
                else {
                    return Ok(Messages::NoMessage);
                };
                // Near either end the page is shifted rather than short.
                let from = (middle - limit / 2).min(last - limit + 1).max(first);
                (from, from + limit - 1)
            }
        };
        let (from, to) = (from.max(first), to.min(last));
        let link = |there: bool, forward: bool, key: i64| {
            let id = String::new();
            there.then(|| Cursor { forward, key, id }.write(&question))
        };
        Ok(Messages::Page(Page {
            items: self.range(&db, ticket, &requester, from, to)?,
            prev_cursor: link(from > first, false, from),
            next_cursor: link(to < last, true, to),
            total: Some(u64::try_from(last - first + 1)?),
            first_index: None,
            facets: None,
            partial: None,
        }))
    }

    pub(super) fn range(
        &self,
        db: &Connection,
        ticket: &str,
        requester: &str,
        from: i64,
        to: i64,
    ) -> Result<Vec<Message>> {
        let mut query = db.prepare_cached(
            "SELECT number, kind, author, channel, created_at, language, html, text, quoted_from,
                    attachments, client_id
             FROM message WHERE ticket = ? AND number BETWEEN ? AND ? ORDER BY number",
        )?;
        let mut rows = query.query(params![ticket, from, to])?;
        let mut messages = Vec::new();
        while let Some(row) = rows.next()? {
            messages.push(self.message(row, ticket, requester)?);
        }
        Ok(messages)
    }

    fn message(&self, row: &Row<'_>, ticket: &str, requester: &str) -> Result<Message> {
        let author: String = row.get(2)?;
        let mut attachments: Vec<Attachment> = serde_json::from_str(&row.get::<_, String>(9)?)?;
        // What is not known to be harmless cannot be had.
        for it in attachments.iter_mut().filter(|it| it.scan == Scan::Clean) {
            it.url = Some(format!("{API}/attachments/{}", it.id));
        }
        Ok(Message {
            id: message_id(ticket, row.get(0)?),
            kind: word(&row.get::<_, String>(1)?),
            author: Author {
                name: self.names.get(&author).map(|it| it.name.clone()).unwrap_or_default(),
                role: self.role(&author, requester),
                id: author,
            },
            channel: word(&row.get::<_, String>(3)?),
            created_at: rfc3339(row.get(4)?)?,
            language: row.get(5)?,
            html: row.get(6)?,
            text: row.get(7)?,
            attachments,
            quoted_from: row.get(8)?,
            client_id: row.get(10)?,
        })
    }
}
