//! The verbs of who looks through lists (L5, L6, M5), and what chunks say of themselves.

use leptos::prelude::*;

use super::Desk;
use crate::{
    domain::{Facet, Filter, Match, Spot, TicketId},
    state::{Fold, Load, Place, State},
};

impl Desk {
    /// What looks through lists has come.
    pub fn equip(self, fold: Fold) {
        self.inner.get_value().client.look();
        self.decide(&mut |state| state.equip(fold));
    }

    /// Looks through the list for this.
    pub fn seek(self, filter: Filter) {
        self.decide(&mut |state| state.seek(filter.clone()));
    }

    /// What is looked for; wakes the reader with the list.
    pub fn filter(self) -> Filter {
        self.list.get();
        self.filter_untracked()
    }

    /// What is looked for.
    pub fn filter_untracked(self) -> Filter {
        self.inner.get_value().state.borrow().list.filter.clone()
    }

    /// Goes where the page's address leads.
    pub fn go(self, spot: Spot) {
        self.decide(&mut |state| state.go(spot.clone()));
    }

    /// Where the customer is.
    pub fn spot(self) -> Spot {
        let inner = self.inner.get_value();
        let state = inner.state.borrow();
        match &state.place {
            Place::Ticket(id) => Spot::Ticket(id.clone(), None),
            Place::List { .. } => Spot::List(state.looking()),
        }
    }

    /// Where a ticket has what was looked for.
    pub fn match_of(self, id: &TicketId) -> Option<Match> {
        self.inner.get_value().state.borrow().match_of(id)
    }

    /// L6: how many tickets terms would leave, where the desk counts.
    pub fn facets(self) -> Vec<Facet> {
        let inner = self.inner.get_value();
        let state = inner.state.borrow();
        state.list.found.first().map(|it| it.facets.clone()).unwrap_or_default()
    }

    /// L5, L6: search and filters show, or not.
    pub fn turn_finding(self, is_on: bool) {
        self.set(&mut |it| it.is_finding = is_on);
    }

    /// What shows a ticket is on its way, here, or could not be had.
    pub fn note_chunk(self, load: Load) {
        self.set(&mut |it| it.chunk = load);
    }

    /// What looks through lists is on its way, here, or could not be had.
    pub fn note_finding(self, load: Load) {
        self.set(&mut |it| it.finding = load);
    }

    fn set(self, set: &mut dyn FnMut(&mut State)) {
        self.decide(&mut |state| {
            set(state);
            Vec::new()
        });
    }
}
