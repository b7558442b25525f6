//! Lists of tickets: scope, filters, sort, pages.

use anyhow::Result;
use contract::{Page, Ticket};
use rusqlite::{Connection, OptionalExtension};

use super::{
    Store, Viewer,
    cursor::Cursor,
    facets::facets,
    filter::Where,
    order::{Sort, SortBy, ranked, sorted},
    search::{self, Search},
    ticket,
};

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
    /// Whose they are: a person's id.
    pub requester: Option<String>,
    /// What is looked for, as it was typed.
    pub text: String,
    /// The order; none: the best match first, or what changed last where nothing is looked for.
    pub sort: Option<Sort>,
}

/// Where a page lies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// At the beginning.
    Start,
    /// Where a cursor says.
    Cursor(String),
    /// From this row on.
    Row(u32),
}

/// A page of a list.
#[derive(Clone, Debug)]
pub struct ListAsk {
    /// Which tickets.
    pub query: TicketQuery,
    /// How many at most.
    pub limit: usize,
    /// From where.
    pub place: Place,
    /// With counts for the filters.
    pub facets: bool,
}

impl TicketQuery {
    /// Scope, times and text: what is no filter with facets.
    pub(super) fn base(&self, viewer: &Viewer, search: Option<&Search>) -> Result<Where> {
        let mut it = Where::within(viewer, &self.scope)?;
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
        match search {
            Some(search) if search.is_hopeless() => it.and("0", []),
            Some(search) => it.and(
                "t.rowid IN (SELECT rowid FROM search WHERE search MATCH ?)",
                [search.expression().into()],
            ),
            None => {}
        }
        Ok(it)
    }

    fn filter(&self, viewer: &Viewer, search: Option<&Search>) -> Result<Where> {
        let mut it = self.base(viewer, search)?;
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
        if let Some(id) = &self.requester {
            it.and("t.requester = ?", [id.clone().into()]);
        }
        Ok(it)
    }
}

impl Store {
    /// A page of tickets; none when the cursor belongs to another question.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn tickets(&self, viewer: &Viewer, ask: &ListAsk) -> Result<Option<Page<Ticket>>> {
        let question = (&viewer.id, &ask.query);
        let cursor = match &ask.place {
            Place::Cursor(it) => match Cursor::read(it, &question) {
                None => return Ok(None),
                it => it,
            },
            Place::Start | Place::Row(_) => None,
        };
        let db = self.lock();
        let search = Search::of(&ask.query.text);
        if search.is_some() {
            search::catch_up(&db)?;
        }
        let row = match &ask.place {
            Place::Row(row) => Some(*row),
            Place::Start | Place::Cursor(_) => None,
        };
        let slice = match (&search, ask.query.sort) {
            (Some(search), None) if !search.is_hopeless() => {
                let filter = ask.query.filter(viewer, None)?;
                ranked(&db, &filter, search, cursor.as_ref(), row, ask.limit)?
            }
            (_, sort) => {
                let filter = ask.query.filter(viewer, search.as_ref())?;
                let sort = sort.unwrap_or(Sort { by: SortBy::Updated, descending: true });
                sorted(&db, &filter, sort, cursor, row, ask.limit)?
            }
        };
        let mut items = Vec::new();
        for id in &slice.ids {
            let mut ticket = ticket::read(self, &db, viewer, id)?;
            if let Some(search) = &search {
                ticket.matched = search.locate(self, &db, id)?;
            }
            items.push(ticket);
        }
        let facets = match ask.facets {
            true => Some(facets(self, &db, viewer, &ask.query, search.as_ref())?),
            false => None,
        };
        Ok(Some(Page {
            items,
            next_cursor: slice.after.map(|it| it.write(&question)),
            prev_cursor: slice.before.map(|it| it.write(&question)),
            total: Some(slice.total),
            first_index: Some(slice.first_index),
            facets,
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
