//! Lists of tickets: scope, filters, sort, pages.

use anyhow::Result;
use contract::{Page, Ticket};
use rusqlite::{Connection, OptionalExtension, types::Value};

use super::{Store, Viewer, cursor::Cursor, filter::Where, ticket};

/// Whose tickets (L8).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Scope {
    /// The viewer's own.
    Mine,
    /// Those the viewer is copied on.
    Copied,
    /// All of an organisation.
    Organization(String),
}

/// What to sort by (L4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SortBy {
    /// When it was opened.
    Created,
    /// When something last happened.
    Updated,
    /// The customer's turn first, then support's, on hold, resolved, closed.
    Status,
    /// Questions first, urgent last, so that descending is most urgent first.
    Priority,
    /// Its id.
    Id,
}

/// An order of tickets; ties go by id, the same way round.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Sort {
    /// By what.
    pub by: SortBy,
    /// Largest first.
    pub descending: bool,
}

impl Sort {
    fn key(self) -> &'static str {
        match self.by {
            SortBy::Created => "t.created_at",
            SortBy::Updated => "t.updated_at",
            SortBy::Status => {
                "CASE t.category WHEN 'awaiting_customer' THEN 4 WHEN 'open' THEN 3
                 WHEN 'on_hold' THEN 2 WHEN 'resolved' THEN 1 ELSE 0 END"
            }
            SortBy::Priority => {
                "CASE t.priority WHEN 'urgent' THEN 4 WHEN 'high' THEN 3
                 WHEN 'tolerable' THEN 2 WHEN 'question' THEN 1 ELSE 0 END"
            }
            SortBy::Id => "0",
        }
    }
}

/// Which tickets, in which order. A cursor is bound to exactly this.
#[derive(Clone, Debug, Hash)]
pub struct TicketQuery {
    /// Whose.
    pub scope: Scope,
    /// Status categories; empty: all. Likewise the next three.
    pub status: Vec<String>,
    /// Types.
    pub types: Vec<String>,
    /// Priority levels.
    pub priorities: Vec<String>,
    /// Whose turn it is.
    pub waiting_on: Vec<String>,
    /// Escalated now, or not.
    pub escalated: Option<bool>,
    /// Unread, or not.
    pub unread: Option<bool>,
    /// Opened at or after, and before, in milliseconds.
    pub created: (Option<i64>, Option<i64>),
    /// Changed at or after, and before.
    pub updated: (Option<i64>, Option<i64>),
    /// Words that subject, id or people must contain, in lower case.
    pub words: Vec<String>,
    /// The order.
    pub sort: Sort,
}

impl TicketQuery {
    fn filter(&self, viewer: &Viewer) -> Result<Where> {
        let mut it = Where::visible(viewer)?;
        let me: Value = viewer.id.clone().into();
        match &self.scope {
            Scope::Mine => it.and("t.requester = ?", [me]),
            Scope::Copied => it.and(
                "t.requester <> ? AND EXISTS (
                    SELECT 1 FROM follower f WHERE f.ticket = t.id AND f.person = ?)",
                [me.clone(), me],
            ),
            Scope::Organization(id) => it.and("t.organization = ?", [id.clone().into()]),
        }
        it.one_of("t.category", &self.status);
        it.one_of("t.type", &self.types);
        it.one_of("t.priority", &self.priorities);
        it.one_of("t.turn", &self.waiting_on);
        if let Some(wanted) = self.escalated {
            it.and("t.escalated = ?", [wanted.into()]);
        }
        if let Some(wanted) = self.unread {
            it.unread(viewer, wanted);
        }
        for (sql, bound) in [
            ("t.created_at >= ?", self.created.0),
            ("t.created_at < ?", self.created.1),
            ("t.updated_at >= ?", self.updated.0),
            ("t.updated_at < ?", self.updated.1),
        ] {
            if let Some(bound) = bound {
                it.and(sql, [bound.into()]);
            }
        }
        for word in &self.words {
            it.and("t.words LIKE ? ESCAPE '\\'", [containing(word).into()]);
        }
        Ok(it)
    }
}

impl Store {
    /// A page of tickets; none when the cursor belongs to another question.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn tickets(
        &self,
        viewer: &Viewer,
        query: &TicketQuery,
        limit: usize,
        cursor: Option<&str>,
    ) -> Result<Option<Page<Ticket>>> {
        let question = (&viewer.id, query);
        let cursor = match cursor.map(|it| Cursor::read(it, &question)) {
            Some(None) => return Ok(None),
            it => it.flatten(),
        };
        let db = self.lock();
        let filter = query.filter(viewer)?;
        let total = format!("SELECT count(*) FROM ticket t WHERE {}", filter.sql());
        let total: i64 = db.query_row(&total, filter.params(), |it| it.get(0))?;

        let forward = cursor.as_ref().is_none_or(|it| it.forward);
        let mut found = ids(&db, &filter, query.sort, forward, cursor.as_ref(), limit + 1)?;
        let more = found.len() > limit;
        found.truncate(limit);
        if !forward {
            found.reverse();
        }
        // The far side is known from the row too many; the near side only when we came from there.
        let (mut before, mut after) = if forward { (false, more) } else { (more, false) };
        let edge = if forward { found.first() } else { found.last() };
        if let (Some(_), Some(edge)) = (&cursor, edge) {
            let edge = edge.cursor(!forward);
            let near = ids(&db, &filter, query.sort, !forward, Some(&edge), 1)?;
            *(if forward { &mut before } else { &mut after }) = !near.is_empty();
        }
        let link = |there: bool, row: Option<&Row>, forward| {
            let row = row.filter(|_| there)?;
            Some(row.cursor(forward).write(&question))
        };
        Ok(Some(Page {
            prev_cursor: link(before, found.first(), false),
            next_cursor: link(after, found.last(), true),
            items: found
                .iter()
                .map(|row| ticket::read(self, &db, viewer, &row.id))
                .collect::<Result<_>>()?,
            total: u64::try_from(total).ok(),
            partial: viewer.history.importing.then_some(true),
        }))
    }

    /// One ticket, if it exists and this person may see it.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn ticket(&self, viewer: &Viewer, id: &str) -> Result<Option<Ticket>> {
        let db = self.lock();
        if !may_see(&db, viewer, id)? {
            return Ok(None);
        }
        ticket::read(self, &db, viewer, id).map(Some)
    }
}

/// Whether this person may see this ticket.
pub(super) fn may_see(db: &Connection, viewer: &Viewer, id: &str) -> Result<bool> {
    let filter = Where::visible(viewer)?;
    let sql = format!("SELECT 1 FROM ticket t WHERE t.id = ? AND {}", filter.sql());
    let found = db
        .prepare_cached(&sql)?
        .query_row(filter.params_after(id.to_owned()), |_| Ok(()))
        .optional()?;
    Ok(found.is_some())
}

/// Where a ticket stands in the order.
struct Row {
    id: String,
    key: i64,
    order: String,
}

impl Row {
    fn cursor(&self, forward: bool) -> Cursor {
        Cursor { forward, key: self.key, id: self.order.clone() }
    }
}

/// The next rows from a cursor on, walking forward or back.
fn ids(
    db: &Connection,
    filter: &Where,
    sort: Sort,
    forward: bool,
    cursor: Option<&Cursor>,
    limit: usize,
) -> Result<Vec<Row>> {
    let mut filter = filter.clone();
    let (order, beyond) = if sort.descending == forward { ("DESC", "<") } else { ("ASC", ">") };
    let key = sort.key();
    if let Some(cursor) = cursor {
        filter.and(
            &format!("({key}, t.id_order) {beyond} (?, ?)"),
            [cursor.key.into(), cursor.id.clone().into()],
        );
    }
    let sql = format!(
        "SELECT t.id, {key}, t.id_order FROM ticket t WHERE {}
         ORDER BY 2 {order}, t.id_order {order} LIMIT {limit}",
        filter.sql()
    );
    let mut query = db.prepare_cached(&sql)?;
    let rows = query.query_map(filter.params(), |it| {
        Ok(Row { id: it.get(0)?, key: it.get(1)?, order: it.get(2)? })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// A LIKE pattern for text that contains `word`, whatever is in it.
fn containing(word: &str) -> String {
    let mut pattern = String::from("%");
    for it in word.chars() {
        if matches!(it, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(it);
    }
    pattern.push('%');
    pattern
}
