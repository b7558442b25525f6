//! What is decided for who looks through lists (L5, L6, L9, M5). Nobody else calls it, and so it travels
//! with what does.

use std::{cmp::Reverse, ops::Range, sync::Arc};

use super::{
    Load, Place, State, Tickets,
    list::{AHEAD, FURTHER_PAGE, List, Looks},
};
use crate::{
    api::Ask,
    domain::{Filter, Looking, Match, MatchField, Sort, Spot, Ticket, TicketId, sort_loaded},
};

/// Rows that are kept where the desk gives any of them again: further ones are let go (L9).
const MOST_ROWS: usize = 800;
/// Tickets that are kept beside those of the rows, before they are let go together.
const MOST_SPARE: usize = 200;

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
    /// chooses an order. What only is looked for here is asked of nobody.
    pub fn seek(&mut self, filter: Filter) -> Vec<Ask> {
        let old = self.list.asked.clone();
        let text = self.list.filter.text.trim().to_owned();
        self.set_filter(filter);
        let list = &mut self.list;
        let is_new = list.filter.text.trim() != text;
        list.is_ranked = !list.filter.text.trim().is_empty() && (list.is_ranked || is_new);
        if list.load == Load::Done && list.asked == old {
            tidy(self);
            return Vec::new();
        }
        self.list.ask_first().into_iter().collect()
    }

    fn set_filter(&mut self, filter: Filter) {
        let finds = self.me.as_ref().map(|it| it.can.finds.as_slice()).unwrap_or_default();
        let is_asked = |name: &str| finds.iter().any(|it| it == name);
        self.list.asked = filter.part(&is_asked);
        self.list.filter = filter;
        self.list.sought += 1;
    }

    /// M5: the page's address leads there.
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
        self.list = self.list.of(scope, sort);
        self.set_filter(filter);
        let has_text = !self.list.filter.text.trim().is_empty();
        self.list.is_ranked = has_text && sort == Sort::default();
        self.list.ask_first().into_iter().collect()
    }

    /// What is looked for here, because the desk does not see to it; `None` where it sees to all.
    pub fn sieve(&self) -> Option<Sieve> {
        let (Some(looks), Some(me)) = (self.looks, &self.me) else { return None };
        let filter = self.list.filter.part(&|name| me.can.finds.iter().all(|it| it != name));
        let text = (looks.fold)(&filter.text);
        let words = text.split_whitespace().map(str::to_owned).collect();
        (!filter.is_empty()).then_some(Sieve { filter, words, fold: looks.fold })
    }

    /// L5: where a ticket has what was looked for, as the desk says, or as its subject shows.
    pub fn match_of(&self, id: &TicketId) -> Option<Match> {
        let by_desk = self.list.found.iter().flat_map(|it| &it.matches).find(|it| it.0 == *id);
        let by_desk = by_desk.map(|it| it.1.clone());
        by_desk.or_else(|| self.sieve()?.mark(&self.tickets.get(id)?.subject))
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
    state.list.sieved = state.sieve().map(|sieve| {
        let tickets = state.list.rows.iter().filter_map(|id| state.tickets.get(id));
        let mut shown: Vec<&Arc<Ticket>> = tickets.filter(|it| sieve.keeps(it)).collect();
        // What the desk looked for is in its order: it knows the conversations, this knows the rows.
        if state.list.is_ranked && state.list.asked.text.is_empty() {
            shown.sort_by_cached_key(|it| Reverse(sieve.weight(it)));
        }
        Arc::new(shown.iter().map(|it| it.id.clone()).collect())
    });
    let rows = &state.list.rows;
    if state.list.jumps.is_none() || state.tickets.len() <= rows.len() + MOST_SPARE {
        return;
    }
    let mut kept = Tickets::default();
    for id in rows.iter().chain(state.place.ticket()) {
        if let Some(it) = state.tickets.get(id) {
            kept.insert(id.clone(), it.clone());
        }
    }
    state.tickets = Arc::new(kept);
}

/// What tickets must be that are loaded, to be shown.
pub struct Sieve {
    filter: Filter,
    /// Folded.
    words: Vec<String>,
    fold: Fold,
}

impl Sieve {
    /// Whether a ticket is: all words are anywhere in what its row is made of.
    pub fn keeps(&self, ticket: &Ticket) -> bool {
        if !self.filter.holds(ticket) {
            return false;
        }
        if self.words.is_empty() {
            return true;
        }
        let mut all = vec![ticket.display_id.as_str(), &ticket.subject, &ticket.requester.name];
        all.extend(ticket.assignee.iter().map(|it| it.name.as_str()));
        all.extend(ticket.participants.iter().map(|it| it.name.as_str()));
        let all = (self.fold)(&all.join("\n"));
        self.words.iter().all(|it| all.contains(it))
    }

    /// How well a ticket answers: by each word, as its number, where a word of its subject begins,
    /// within one, or elsewhere.
    fn weight(&self, ticket: &Ticket) -> u32 {
        let (id, subject) = ((self.fold)(&ticket.display_id), (self.fold)(&ticket.subject));
        let number = id.trim_start_matches('#');
        let begins = |(at, _): (usize, &str)| !subject[..at].ends_with(char::is_alphanumeric);
        let of = |word: &String| match word.as_str() {
            word if word.trim_start_matches('#') == number => 3,
            word if subject.match_indices(word).any(begins) => 2,
            word => u32::from(subject.contains(word)),
        };
        self.words.iter().map(of).sum()
    }

    /// Where a subject has words that are looked for.
    fn mark(&self, subject: &str) -> Option<Match> {
        // Folded letter by letter, so that it is known where each came from.
        let (mut text, mut origins) = (String::new(), Vec::new());
        for (at, letter) in (0..).zip(subject.chars()) {
            let folded = (self.fold)(letter.encode_utf8(&mut [0; 4]));
            origins.extend(folded.bytes().map(|_| at));
            text.push_str(&folded);
        }
        let found = self.words.iter().flat_map(|word| {
            text.match_indices(word.as_str()).map(|(from, it)| (from, from + it.len() - 1))
        });
        let mut ranges: Vec<(u32, u32)> = found
            .filter_map(|(from, last)| Some((*origins.get(from)?, origins.get(last)? + 1)))
            .collect();
        ranges.sort_unstable();
        // What overlaps is one.
        ranges.dedup_by(|next, before| {
            let is_in = next.0 <= before.1;
            before.1 = if is_in { before.1.max(next.1) } else { before.1 };
            is_in
        });
        let snippet = subject.to_owned();
        let matched = Match { field: MatchField::Subject, message: None, snippet, ranges };
        (!matched.ranges.is_empty()).then_some(matched)
    }
}

/// The page to ask for next, so that the rows at `places` come before they are looked at.
fn page(list: &List, places: Range<u32>) -> Option<Range<u32>> {
    // What could not be read has a place at the desk, and none here.
    let (first, end, behind) = (list.first, list.end(), list.end() + list.skipped);
    let total = list.total.unwrap_or(behind);
    if places.start > end || places.end < first {
        // Far away: the page there, and nothing between.
        let at = places.start.min(total.saturating_sub(1));
        Some(at..at + 2 * FURTHER_PAGE)
    } else if places.end + AHEAD > end && behind < total {
        Some(behind..behind + FURTHER_PAGE)
    } else if first > 0 && places.start < first + AHEAD {
        Some(first.saturating_sub(FURTHER_PAGE)..first)
    } else {
        None
    }
}

/// Pages of which it is kept where in them something was found. The first brings the counts.
const MOST_FOUND: usize = 80;

/// Takes rows that begin `at` a place: behind what is loaded, before it, or in its place.
fn take(list: &mut List, mut ids: Vec<TicketId>, skipped: u32, at: u32) {
    let (first, behind) = (list.first, list.end() + list.skipped);
    let is_before = at < first && at + ids.len() as u32 + skipped >= first;
    let rows = Arc::make_mut(&mut list.rows);
    if list.found.len() > MOST_FOUND {
        list.found.remove(1);
    }
    // A ticket that moved between two pages comes twice.
    let near = (2 * FURTHER_PAGE as usize).min(rows.len());
    if at == behind {
        let near = rows.len() - near;
        ids.retain(|it| !rows[near..].contains(it));
        rows.extend(ids);
    } else if is_before {
        ids.retain(|it| !rows[..near].contains(it));
        rows.splice(..0, ids);
        list.first = at;
    } else {
        *rows = ids;
        (list.first, list.skipped) = (at, 0);
    }
    list.skipped += skipped;
    // Where some could not be read it is not known between which rows: all are kept, that none is missed.
    let spare = match list.skipped {
        0 => rows.len().saturating_sub(MOST_ROWS),
        _ => 0,
    };
    if is_before {
        rows.truncate(rows.len() - spare);
    } else {
        rows.drain(..spare);
        list.first += spare as u32;
    }
}
