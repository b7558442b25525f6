//! Conditions on tickets, put together: the SQL and its values side by side.

use anyhow::{Context, Result};
use jiff::Timestamp;
use rusqlite::{ParamsFromIter, params_from_iter, types::Value};

use super::{Scope, Viewer};

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
        it.of_history(viewer)?;
        Ok(it)
    }

    /// What of a list this person may see (A1, A2, A5, L8). It allows nothing that [`Self::visible`] does
    /// not: it says the same so that an index answers it.
    pub fn within(viewer: &Viewer, scope: &Scope) -> Result<Self> {
        let mut it = Self::default();
        let me: Value = viewer.id.clone().into();
        match scope {
            Scope::Mine => it.and("t.requester = ?", [me]),
            Scope::Copied => it.and(
                "t.requester <> ? AND t.id IN (SELECT f.ticket FROM follower f WHERE f.person = ?)",
                [me.clone(), me],
            ),
            Scope::Organization(id) if viewer.sees(id) => {
                it.and("t.organization = ?", [id.clone().into()]);
            }
            Scope::Organization(_) => it.and("0", []),
        }
        it.of_history(viewer)?;
        Ok(it)
    }

    /// A5: no more than this person's history has.
    fn of_history(&mut self, viewer: &Viewer) -> Result<()> {
        if viewer.history.unavailable_reason.is_some() {
            self.and("0", []);
        }
        if let Some(from) = &viewer.history.from {
            let from: Timestamp = from.parse().context("history.from")?;
            self.and("t.created_at >= ?", [from.as_millisecond().into()]);
        }
        Ok(())
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
        self.and(&format!("{not}({UNREAD})"), [viewer.id.clone().into()]);
    }

    /// The condition, true when there is none.
    pub fn sql(&self) -> String {
        if self.sql.is_empty() {
            return "1".to_owned();
        }
        self.sql.join(" AND ")
    }

    /// The values alone.
    pub fn values(&self) -> &[Value] {
        &self.values
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

const UNREAD: &str =
    "t.id IN (SELECT f.ticket FROM follower f WHERE f.person = ? AND f.unread = 1)";
