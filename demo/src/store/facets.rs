//! How many tickets there would be under each value of a filter (L6).
//!
//! One walk over the list: a ticket counts for a filter if it passes all the others.

use std::collections::{BTreeMap, HashSet};

use anyhow::Result;
use contract::Facet;
use rusqlite::{Connection, types::ValueRef};

use super::{Store, TicketQuery, Viewer, search::Search};

/// The filters, and the columns they look at.
const COLUMNS: [(&str, &str); 7] = [
    ("status", "t.category"),
    ("type", "t.type"),
    ("priority", "t.priority"),
    ("waiting_on", "t.turn"),
    ("escalated", "t.escalated"),
    ("unread", "0"),
    ("requester", "t.requester"),
];

/// Most people a list is counted by: those with most tickets.
const MOST_PEOPLE: usize = 100;

pub(super) fn facets(
    store: &Store,
    db: &Connection,
    viewer: &Viewer,
    query: &TicketQuery,
    search: Option<&Search>,
) -> Result<BTreeMap<String, Vec<Facet>>> {
    let unread = unread(db, viewer)?;
    let flag = |it: Option<bool>| it.map(|it| it.to_string()).into_iter().collect::<Vec<_>>();
    let wanted: [Vec<String>; 7] = [
        query.status.clone(),
        query.types.clone(),
        query.priorities.clone(),
        query.waiting_on.clone(),
        flag(query.escalated),
        flag(query.unread),
        query.requester.iter().cloned().collect(),
    ];
    let filter = query.base(viewer, search)?;
    let columns = COLUMNS.map(|it| it.1).join(", ");
    let sql = format!("SELECT t.rowid, {columns} FROM ticket t WHERE {}", filter.sql());
    let mut select = db.prepare_cached(&sql)?;
    let mut rows = select.query(filter.params())?;
    let mut counts: [Vec<(String, u64)>; 7] = Default::default();
    while let Some(row) = rows.next()? {
        let rowid: i64 = row.get(0)?;
        let mut values = [""; 7];
        let mut failed = None;
        let mut failures = 0;
        for (at, value) in values.iter_mut().enumerate() {
            *value = match (COLUMNS[at].0, row.get_ref(at + 1)?) {
                ("unread", _) => yes_or_no(unread.contains(&rowid)),
                (_, ValueRef::Integer(it)) => yes_or_no(it != 0),
                (_, ValueRef::Text(it)) => std::str::from_utf8(it)?,
                _ => "",
            };
            if !wanted[at].is_empty() && wanted[at].iter().all(|it| it != *value) {
                failed = Some(at);
                failures += 1;
            }
        }
        for (at, value) in values.into_iter().enumerate().filter(|it| !it.1.is_empty()) {
            if failures == 0 || (failures == 1 && failed == Some(at)) {
                match counts[at].iter_mut().find(|it| it.0 == value) {
                    Some((_, count)) => *count += 1,
                    None => counts[at].push((value.to_owned(), 1)),
                }
            }
        }
    }
    let named = COLUMNS.into_iter().zip(counts).map(|((name, _), mut counts)| {
        counts.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        counts.truncate(MOST_PEOPLE);
        let facet = |(value, count): (String, u64)| {
            let person = store.names.get(&value).filter(|_| name == "requester");
            Facet { label: person.map(|it| it.name.clone()), value, count }
        };
        (name.to_owned(), counts.into_iter().map(facet).collect())
    });
    Ok(named.collect())
}

fn yes_or_no(it: bool) -> &'static str {
    if it { "true" } else { "false" }
}

/// Rows of tickets that this person has not read.
fn unread(db: &Connection, viewer: &Viewer) -> Result<HashSet<i64>> {
    let mut query = db.prepare_cached(
        "SELECT t.rowid FROM follower f JOIN ticket t ON t.id = f.ticket
         WHERE f.person = ? AND f.unread = 1",
    )?;
    let rows = query.query_map([&viewer.id], |it| it.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}
