//! The list as views read it, but for its rows.

use crate::{
    domain::{Scope, Sort},
    state::{FIRST_PAGE, List, Load},
};

/// The list without its rows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ListHead {
    /// Whose.
    pub scope: Scope,
    /// In which order.
    pub sort: Sort,
    /// How far it is loaded.
    pub load: Load,
    /// How many rows there are.
    pub shown: u32,
    /// How many there are in all, where the desk counts.
    pub total: Option<u32>,
    /// How many could not be read.
    pub skipped: u32,
    /// Whether there is more.
    pub has_more: bool,
    /// L4: sorted among the loaded rows only.
    pub is_partly_sorted: bool,
}

impl ListHead {
    /// Whether it has more rows than a screen holds.
    pub fn is_long(&self) -> bool {
        self.has_more || self.shown > FIRST_PAGE
    }

    pub(super) fn of(list: &List) -> Self {
        Self {
            scope: list.scope.clone(),
            sort: list.sort,
            load: list.load,
            shown: u32::try_from(list.rows.len()).unwrap_or(u32::MAX),
            total: list.total,
            skipped: list.skipped,
            has_more: list.has_more(),
            is_partly_sorted: list.is_partly_sorted(),
        }
    }
}
