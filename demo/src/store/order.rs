//! Orders of a list, and the piece of it that makes a page.
//!
//! A place in a sorted list is a row of an index, so that pages, and rows by their number, cost the
//! same in a list of any length.

use anyhow::Result;
use rusqlite::{Connection, types::Value};

use super::{cursor::Cursor, filter::Where, search::Search};

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
    /// What is sorted by before the id; nothing for the id alone.
    fn key(self) -> Option<&'static str> {
        Some(match self.by {
            SortBy::Created => "t.created_at",
            SortBy::Updated => "t.updated_at",
            SortBy::Status => "t.status_order",
            SortBy::Priority => "t.priority_order",
            SortBy::Id => return None,
        })
    }
}

/// Some rows of a list, and what lies around them.
pub(super) struct Slice {
    pub ids: Vec<String>,
    pub total: u64,
    pub first_index: u64,
    pub before: Option<Cursor>,
    pub after: Option<Cursor>,
}

/// The best match first. Its cursors are row numbers: how well something matches is no place to stand at.
pub(super) fn ranked(
    db: &Connection,
    filter: &Where,
    search: &Search,
    cursor: Option<&Cursor>,
    row: Option<u32>,
    limit: usize,
) -> Result<Slice> {
    let (ids, total) = search.ranked(db, filter)?;
    let at = |row: i64| usize::try_from(row).unwrap_or_default().min(total);
    let (start, end) = match cursor {
        Some(it) if it.forward => (at(it.key), at(it.key.saturating_add(i64::try_from(limit)?))),
        Some(it) => (at(it.key.saturating_sub(i64::try_from(limit)?)), at(it.key)),
        None => {
            let start = at(row.unwrap_or_default().into());
            (start, total.min(start + limit))
        }
    };
    let stand = |forward, row: usize| -> Result<Cursor> {
        Ok(Cursor { forward, key: i64::try_from(row)?, id: String::new() })
    };
    Ok(Slice {
        ids: search.ids(db, &ids[start..end])?,
        total: total as u64,
        first_index: start as u64,
        before: (start > 0).then(|| stand(false, start)).transpose()?,
        after: (end < total).then(|| stand(true, end)).transpose()?,
    })
}

/// In an order that an index has.
pub(super) fn sorted(
    db: &Connection,
    filter: &Where,
    sort: Sort,
    cursor: Option<Cursor>,
    row: Option<u32>,
    limit: usize,
) -> Result<Slice> {
    let total = count(db, filter)?;
    let forward = cursor.as_ref().is_none_or(|it| it.forward);
    let skipped = u64::from(row.unwrap_or_default()).min(total);
    let mut rows = rows(db, filter, sort, forward, cursor.as_ref(), skipped, limit + 1, total)?;
    let is_more = rows.len() > limit;
    rows.truncate(limit);
    if !forward {
        rows.reverse();
    }
    let first_index = match (&cursor, rows.first()) {
        (None, _) => skipped,
        (Some(_), Some(first)) => {
            let before = beyond(filter, sort, false, &first.cursor(false));
            count(db, &before)?
        }
        (Some(it), None) => count(db, &beyond(filter, sort, false, it))?,
    };
    let end = first_index + rows.len() as u64;
    let (before, after) = match forward {
        true => (first_index > 0, is_more),
        false => (is_more, end < total),
    };
    Ok(Slice {
        before: rows.first().filter(|_| before).map(|it| it.cursor(false)),
        after: rows.last().filter(|_| after).map(|it| it.cursor(true)),
        ids: rows.into_iter().map(|it| it.id).collect(),
        total,
        first_index,
    })
}

fn count(db: &Connection, filter: &Where) -> Result<u64> {
    let count: i64 =
        db.prepare_cached(&counting(filter))?.query_row(filter.params(), |it| it.get(0))?;
    Ok(u64::try_from(count)?)
}

fn counting(filter: &Where) -> String {
    format!("SELECT count(*) FROM ticket t WHERE {}", filter.sql())
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

/// What comes after a place in the order, or before it.
fn beyond(filter: &Where, sort: Sort, forward: bool, place: &Cursor) -> Where {
    let mut filter = filter.clone();
    let than = if sort.descending == forward { "<" } else { ">" };
    let id = Value::from(place.id.clone());
    match sort.key() {
        Some(key) => {
            filter.and(&format!("({key}, t.id_order) {than} (?, ?)"), [place.key.into(), id]);
        }
        None => filter.and(&format!("t.id_order {than} ?"), [id]),
    }
    filter
}

/// The next rows from a place on, walking forward or back. Rows that are skipped are counted from the
/// nearer end.
#[allow(clippy::too_many_arguments)]
fn rows(
    db: &Connection,
    filter: &Where,
    sort: Sort,
    forward: bool,
    cursor: Option<&Cursor>,
    skipped: u64,
    limit: usize,
    total: u64,
) -> Result<Vec<Row>> {
    let rest = total - skipped;
    let taken = rest.min(limit as u64);
    let is_nearer_to_end = cursor.is_none() && skipped > total / 2;
    let filter = match cursor {
        Some(it) => beyond(filter, sort, forward, it),
        None => filter.clone(),
    };
    let (sql, skipped, taken) = match is_nearer_to_end {
        true => (select(&filter, sort, false), rest - taken, taken),
        false => (select(&filter, sort, forward), skipped, limit as u64),
    };
    let mut query = db.prepare_cached(&format!("{sql} LIMIT {taken} OFFSET {skipped}"))?;
    let rows = query.query_map(filter.params(), |it| {
        Ok(Row { id: it.get(0)?, key: it.get(1)?, order: it.get(2)? })
    })?;
    let mut rows: Vec<Row> = rows.collect::<Result<_, _>>()?;
    if is_nearer_to_end {
        rows.reverse();
    }
    Ok(rows)
}

fn select(filter: &Where, sort: Sort, forward: bool) -> String {
    let order = if sort.descending == forward { "DESC" } else { "ASC" };
    let (key, by) = match sort.key() {
        Some(key) => (key, format!("{key} {order}, t.id_order {order}")),
        None => ("0", format!("t.id_order {order}")),
    };
    format!("SELECT t.id, {key}, t.id_order FROM ticket t WHERE {} ORDER BY {by}", filter.sql())
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;
    use crate::{
        clock,
        store::{Scope, Store, Viewer},
    };

    const ALL: [SortBy; 5] =
        [SortBy::Created, SortBy::Updated, SortBy::Status, SortBy::Priority, SortBy::Id];

    /// What SQLite would do, a line a step.
    fn plan(db: &Connection, sql: &str, filter: &Where) -> String {
        let mut query = db.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
        let steps = query.query_map(filter.params(), |it| it.get::<_, String>(3)).unwrap();
        steps.collect::<Result<Vec<_>, _>>().unwrap().join("\n")
    }

    /// L9: one walk over an index that is in that order; nothing is sorted.
    #[test]
    fn any_page_comes_from_an_index() {
        let it = Opened::new("plan");
        let (omar, db) = (it.viewer("omar"), it.store.lock());
        for scope in [Scope::Mine, Scope::Organization("northwind".to_owned())] {
            let filter = Where::within(&omar, &scope).unwrap();
            for by in ALL {
                for descending in [false, true] {
                    let sort = Sort { by, descending };
                    for forward in [false, true] {
                        let place = Cursor { forward, key: 1, id: "1".to_owned() };
                        for filter in [&filter, &beyond(&filter, sort, forward, &place)] {
                            for sql in [select(filter, sort, forward), counting(filter)] {
                                let plan = plan(&db, &sql, filter);
                                let is_walk = plan.starts_with("SEARCH t USING ")
                                    && plan.lines().count() == 1;
                                assert!(is_walk, "{scope:?} {sort:?} {forward}: {plan}");
                            }
                        }
                    }
                }
            }
        }
    }

    /// A2: the API refuses it, and the list is empty besides.
    #[test]
    fn the_list_of_an_organisation_is_for_who_sees_it() {
        let it = Opened::new("scope");
        for (who, organization, is_theirs) in
            [("omar", "northwind", true), ("omar", "kanto", false), ("mia", "northwind", false)]
        {
            let scope = Scope::Organization(organization.to_owned());
            let filter = Where::within(&it.viewer(who), &scope).unwrap();
            let found = count(&it.store.lock(), &filter).unwrap();
            assert_eq!(found > 0, is_theirs, "{who} {organization}");
        }
    }

    struct Opened {
        path: PathBuf,
        store: Store,
    }

    impl Opened {
        fn new(name: &str) -> Self {
            let name = format!("deskpane-{name}-{}.sqlite", std::process::id());
            let path = std::env::temp_dir().join(name);
            Store::remove(&path).unwrap();
            let seed = concat!(env!("CARGO_MANIFEST_DIR"), "/seed");
            let store = Store::open(&path, seed.as_ref(), 0, clock::system()).unwrap();
            Self { path, store }
        }

        fn viewer(&self, id: &str) -> Viewer {
            self.store.viewer(id).unwrap().unwrap()
        }
    }

    impl Drop for Opened {
        fn drop(&mut self) {
            let _ = Store::remove(&self.path);
        }
    }
}
