//! Conditions on tickets, put together: the SQL and its values side by side.

use anyhow::{Context, Result};
use jiff::Timestamp;
use rusqlite::{ParamsFromIter, params_from_iter, types::Value};

use super::Viewer;

/// Conditions that must all hold. Values are always bound, never written into the SQL.
#[derive(Clone, Default)]
pub(super) struct Where {
    sql: Vec<String>,
    values: Vec<Value>,
}

impl Where {
    /// What this person may see at all: the one place that decides it (A1, A2, A5).
    pub fn visible(viewer: &Viewer) -> Result<Self> {
        let mut it = Self::default();
        if viewer.history.unavailable_reason.is_some() {
            it.and("0", []);
            return Ok(it);
        }
        let organizations = viewer.memberships.iter().filter(|it| it.can_view);
        let organizations: Vec<Value> = organizations.map(|it| it.id.clone().into()).collect();
        let mut values: Vec<Value> = vec![viewer.id.clone().into(), viewer.id.clone().into()];
        let blanks = vec!["?"; organizations.len()].join(", ");
        values.extend(organizations);
        it.and(
            &format!(
                "(t.requester = ?
                  OR EXISTS (SELECT 1 FROM follower f WHERE f.ticket = t.id AND f.person = ?)
                  OR t.organization IN ({blanks}))"
            ),
            values,
        );
        if let Some(from) = &viewer.history.from {
            let from: Timestamp = from.parse().context("history.from")?;
            it.and("t.created_at >= ?", [from.as_millisecond().into()]);
        }
        Ok(it)
    }

    /// Adds a condition.
    pub fn and(&mut self, sql: &str, values: impl IntoIterator<Item = Value>) {
        self.sql.push(sql.to_owned());
        self.values.extend(values);
    }

    /// Adds: `column` is one of these words; no words, no condition.
    pub fn one_of(&mut self, column: &str, words: &[String]) {
        if !words.is_empty() {
            let blanks = vec!["?"; words.len()].join(", ");
            self.and(&format!("{column} IN ({blanks})"), words.iter().map(|it| it.clone().into()));
        }
    }

    /// Adds: something was said by others since this person last read it, or not.
    ///
    /// Only who follows a ticket can have it unread.
    pub fn unread(&mut self, viewer: &Viewer, wanted: bool) {
        let not = if wanted { "" } else { "NOT " };
        self.and(&format!("{not}{UNREAD}"), [viewer.id.clone().into()]);
    }

    /// The condition, true when there is none.
    pub fn sql(&self) -> String {
        if self.sql.is_empty() {
            return "1".to_owned();
        }
        self.sql.join(" AND ")
    }

    /// The values, in the order of their blanks.
    pub fn params(&self) -> ParamsFromIter<&Vec<Value>> {
        params_from_iter(&self.values)
    }

    /// The values behind those of something that comes first.
    pub fn params_after(&self, first: impl Into<Value>) -> ParamsFromIter<Vec<Value>> {
        let mut values = vec![first.into()];
        values.extend(self.values.iter().cloned());
        params_from_iter(values)
    }
}

const UNREAD: &str = "EXISTS (
    SELECT 1 FROM follower f JOIN message m ON m.ticket = f.ticket AND m.number > f.read_to
    WHERE f.ticket = t.id AND f.person = ? AND m.author <> f.person)";
