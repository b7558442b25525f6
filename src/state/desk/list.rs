//! The list as views read it, but for its rows.

use super::{Desk, kept_dates};
use crate::{
    domain::{Scope, Sort, Term, Turn},
    state::{Event, FIRST_PAGE, List, Load},
};

impl Desk {
    /// The first screen stands before the customer's eyes. A list has no date until then, and so what the customer chose
    /// for them (L3) is looked up now: a browser's first look into its storage takes longer than reading ten tickets.
    pub fn painted(self) {
        self.decide(&mut |state| {
            state.dates = kept_dates().unwrap_or(state.dates);
            state.apply(Event::Painted)
        });
    }
}

/// The list without its rows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ListHead {
    /// Whose.
    pub scope: Scope,
    /// In which order.
    pub sort: Sort,
    /// L5, L6: how often something else was looked for. What, [`super::Desk::filter`] says.
    pub sought: u32,
    /// L5, L6: whether anything is.
    pub is_looked_through: bool,
    /// L6: it is what needs the customer's reply.
    pub is_yours: bool,
    /// L5: the best match first.
    pub is_ranked: bool,
    /// It is looked for here, among the loaded rows only, and there are more.
    pub is_partly_found: bool,
    /// How far it is loaded.
    pub load: Load,
    /// How often a page brought something.
    pub gained: u32,
    /// How many rows there are.
    pub shown: u32,
    /// How many there are in all, where the desk counts.
    pub total: Option<u32>,
    /// How many could not be read.
    pub skipped: u32,
    /// Whether there is more.
    pub has_more: bool,
    /// L4: sorted here: by what travels with search and filters.
    pub is_sorted_here: bool,
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
            sought: list.sought,
            is_looked_through: list.is_looked_through(),
            is_yours: list.filter.terms.contains(&Term::Turn(Turn::You)),
            is_ranked: list.is_ranked,
            is_partly_found: list.sieved.is_some() && list.has_more(),
            load: list.load,
            gained: list.gained,
            shown: list.sieved.as_ref().map_or(list.rows.len(), |it| it.len()) as u32,
            total: list.total.filter(|_| list.sieved.is_none()),
            skipped: list.skipped,
            has_more: list.has_more(),
            is_sorted_here: list.sorted_here,
            is_partly_sorted: list.is_partly_sorted(),
        }
    }
}
