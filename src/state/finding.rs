//! What is decided for who looks through lists (L5, L6, L9, M5). Nobody else calls it, and so it travels
//! with what does.

use std::{ops::Range, sync::Arc};

use super::{
    Load, Place, State, Tickets,
    list::{AHEAD, FURTHER_PAGE, List, Looks},
};
use crate::{
    api::Ask,
    domain::{Filter, Looking, Sort, Spot, Term, Ticket, TicketId, Turn, sort_loaded},
};

/// Rows that are kept where the desk gives any of them again: further ones are let go (L9).
const MOST_ROWS: usize = 2_000;

/// Takes accents, case and width off text, so that it can be compared.
pub type Fold = fn(&str) -> String;

impl State {
    /// What looks through lists has come.
    pub fn equip(&mut self, fold: Fold) -> Vec<Ask> {
        self.looks = Some(Looks { fold, tidy, page, take });
        tidy(self);
        Vec::new()
    }

    /// L5, L6: the list is to be looked through for this. The best match stands first until somebody
    /// chooses an order.
    pub fn seek(&mut self, filter: Filter) -> Vec<Ask> {
        let is_new = filter.text != self.list.filter.text;
        self.list.is_ranked = !filter.text.trim().is_empty() && (self.list.is_ranked || is_new);
        self.set_filter(filter);
        self.list.ask_first().into_iter().collect()
    }

    fn set_filter(&mut self, filter: Filter) {
        self.list.is_yours = filter.terms.contains(&Term::Turn(Turn::You));
        self.list.sought += 1;
        self.list.filter = filter;
    }

    /// M5: the page's address, or a saved view, leads there.
    pub fn go(&mut self, spot: Spot) -> Vec<Ask> {
        match spot {
            Spot::Ticket(id, _) if self.place.ticket() == Some(&id) => Vec::new(),
            Spot::Ticket(id, _) => self.apply(super::Event::Opened(id)),
            Spot::List(looking) => self.go_to_list(looking),
        }
    }

    fn go_to_list(&mut self, looking: Looking) -> Vec<Ask> {
        if let Place::Ticket(id) = &self.place {
            self.has_moved = true;
            self.place = Place::List { back_from: Some(id.clone()) };
        }
        if self.looking() == looking && self.list.load != Load::Idle {
            return Vec::new();
        }
        let Looking { scope, sort, filter } = looking;
        let is_ranked = !filter.text.trim().is_empty() && sort == Sort::default();
        self.list = self.list.of(scope, sort);
        self.list.is_ranked = is_ranked;
        self.set_filter(filter);
        self.list.ask_first().into_iter().collect()
    }

    /// Whether a ticket is what is looked for, as far as the desk does not see to that.
    pub fn shows(&self, ticket: &Ticket) -> bool {
        let (Some(looks), Some(me)) = (self.looks, &self.me) else { return true };
        let (filter, by_desk) = (&self.list.filter, &me.can.finds);
        let is_text_ours = by_desk.iter().all(|it| it != "q");
        let text = (looks.fold)(&filter.text);
        filter.holds(ticket, by_desk) && (!is_text_ours || has_text(&text, ticket, looks.fold))
    }

    /// The list, and what is looked for in it.
    pub fn looking(&self) -> Looking {
        let List { scope, sort, filter, .. } = &self.list;
        Looking { scope: scope.clone(), sort: *sort, filter: filter.clone() }
    }
}

/// In order, where the desk does not sort (L4); what is shown of what is loaded; and nothing kept of what
/// is let go.
fn tidy(state: &mut State) {
    let Some(me) = state.me.clone() else { return };
    if state.list.sorted_here {
        let tickets = state.list.rows.iter().filter_map(|id| state.tickets.get(id));
        let mut loaded: Vec<Arc<Ticket>> = tickets.cloned().collect();
        sort_loaded(&mut loaded, state.list.sort);
        state.list.rows = Arc::new(loaded.iter().map(|it| it.id.clone()).collect());
    }
    let finds = &me.can.finds;
    state.list.jumps = state.looks.filter(|_| finds.iter().any(|it| it == "at"));
    state.list.sieved = sieve(state, finds).map(Arc::new);
    let rows = &state.list.rows;
    if state.list.jumps.is_none() || state.tickets.len() <= 2 * rows.len().max(500) {
        return;
    }
    let mut kept = Tickets::new();
    for id in rows.iter().chain(state.place.ticket()) {
        kept.extend(state.tickets.get(id).map(|it| (id.clone(), it.clone())));
    }
    state.tickets = Arc::new(kept);
}

/// What is shown of what is loaded, where the desk, which looks for what is named, does not look for all
/// that is wanted.
fn sieve(state: &State, by_desk: &[String]) -> Option<Vec<TicketId>> {
    let filter = &state.list.filter;
    let is_ours = |it: &str| by_desk.iter().all(|name| name != it);
    let looks_for_text = is_ours("q") && !filter.text.trim().is_empty();
    if !looks_for_text && !filter.terms.iter().any(|it| is_ours(it.name())) {
        return None;
    }
    let is_shown = |id: &&TicketId| state.tickets.get(*id).is_some_and(|it| state.shows(it));
    Some(state.list.rows.iter().filter(is_shown).cloned().collect())
}

/// All words of `text`, which is folded, anywhere in what a row is made of.
fn has_text(text: &str, ticket: &Ticket, fold: Fold) -> bool {
    let mut all = vec![ticket.display_id.as_str(), &ticket.subject, &ticket.requester.name];
    all.extend(ticket.assignee.iter().map(|it| it.name.as_str()));
    all.extend(ticket.participants.iter().map(|it| it.name.as_str()));
    let all = fold(&all.join("\n"));
    text.split_whitespace().all(|word| all.contains(word))
}

/// The page to ask for next, so that the rows at `places` come before they are looked at.
fn page(list: &List, places: Range<u32>) -> Option<Range<u32>> {
    let (first, end) = (list.first, list.end());
    // What could not be read has no place here.
    let total = list.total.unwrap_or(end).saturating_sub(list.skipped);
    if places.start > end || places.end < first {
        // Far away: the page there, and nothing between.
        let at = places.start.min(total.saturating_sub(1));
        Some(at..at + 2 * FURTHER_PAGE)
    } else if places.end + AHEAD > end && end < total {
        Some(end..end + FURTHER_PAGE)
    } else if first > 0 && places.start < first + AHEAD {
        Some(first.saturating_sub(FURTHER_PAGE)..first)
    } else {
        None
    }
}

/// Pages of which it is kept where in them something was found. The first brings the counts.
const MOST_FOUND: usize = 80;

/// Takes rows that begin `at` a place: behind what is loaded, before it, or in its place.
fn take(list: &mut List, ids: Vec<TicketId>, at: u32) {
    let (first, end) = (list.first, list.end());
    let rows = Arc::make_mut(&mut list.rows);
    let count = ids.len() as u32;
    if list.found.len() > MOST_FOUND {
        list.found.remove(1);
    }
    if at == end {
        // A ticket that moved up between two pages comes twice.
        let near = rows.len().saturating_sub(2 * FURTHER_PAGE as usize);
        for id in ids {
            if !rows[near..].contains(&id) {
                rows.push(id);
            }
        }
        let spare = rows.len().saturating_sub(MOST_ROWS);
        rows.drain(..spare);
        list.first += spare as u32;
    } else if at + count == first {
        rows.splice(..0, ids);
        rows.truncate(MOST_ROWS);
        list.first = at;
    } else {
        *rows = ids;
        list.first = at;
    }
}
