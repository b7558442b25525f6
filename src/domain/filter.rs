//! Which tickets, and in which order.

use std::{cmp::Ordering, sync::Arc};

use super::{Level, StatusCategory, Ticket};

/// L8: whose tickets.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Scope {
    /// The customer's own.
    #[default]
    Mine,
    /// Those they are copied on.
    CopiedOn,
    /// All of an organisation, by its id.
    Organization(String),
}

/// L4: what a list can be sorted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SortKey {
    /// When it began.
    Created,
    /// Last activity.
    Updated,
    /// Status.
    Status,
    /// Priority.
    Priority,
    /// ID.
    Id,
}

impl SortKey {
    /// All of them.
    pub const ALL: [Self; 5] =
        [Self::Created, Self::Updated, Self::Status, Self::Priority, Self::Id];
}

/// An order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sort {
    /// By what.
    pub key: SortKey,
    /// Largest, newest, most urgent first.
    pub descending: bool,
}

impl Default for Sort {
    /// Last activity first: what moved is what people come for.
    fn default() -> Self {
        Self { key: SortKey::Updated, descending: true }
    }
}

impl Sort {
    /// What a press on a column's head means: turn the order round, or sort by that column with
    /// its natural first end (newest, most urgent, lowest ID).
    pub fn pressed(self, key: SortKey) -> Self {
        if self.key == key {
            Self { key, descending: !self.descending }
        } else {
            Self { key, descending: !matches!(key, SortKey::Id) }
        }
    }
}

/// L4: sorts what is loaded, for desks that do not sort. Stable.
///
/// By insertion: the standard sort is 4 kB of code, and a list is sorted here only where the desk
/// cannot.
pub fn sort_loaded(tickets: &mut Vec<Arc<Ticket>>, sort: Sort) {
    let mut sorted: Vec<Arc<Ticket>> = Vec::with_capacity(tickets.len());
    for ticket in tickets.drain(..) {
        let at = sorted.partition_point(|it| compare(it, &ticket, sort).is_le());
        sorted.insert(at, ticket);
    }
    *tickets = sorted;
}

fn compare(left: &Ticket, right: &Ticket, sort: Sort) -> Ordering {
    let order = match sort.key {
        SortKey::Created => left.created_at.millis().total_cmp(&right.created_at.millis()),
        SortKey::Updated => left.updated_at.millis().total_cmp(&right.updated_at.millis()),
        SortKey::Status => weight_of_status(left).cmp(&weight_of_status(right)),
        SortKey::Priority => weight_of_priority(left).cmp(&weight_of_priority(right)),
        SortKey::Id => compare_ids(&left.display_id, &right.display_id),
    };
    if sort.descending { order.reverse() } else { order }
}

/// What needs the customer weighs most.
fn weight_of_status(ticket: &Ticket) -> u8 {
    match ticket.status.category {
        StatusCategory::AwaitingCustomer => 5,
        StatusCategory::Open => 4,
        StatusCategory::OnHold => 3,
        StatusCategory::Unknown => 2,
        StatusCategory::Resolved => 1,
        StatusCategory::Closed => 0,
    }
}

/// The most urgent weighs most.
fn weight_of_priority(ticket: &Ticket) -> u8 {
    match ticket.priority.as_ref().map(|it| it.level) {
        Some(Level::Urgent) => 5,
        Some(Level::High) => 4,
        Some(Level::Tolerable) => 3,
        Some(Level::Question) => 2,
        Some(Level::Unknown) => 1,
        None => 0,
    }
}

/// `#9` before `#10`: shorter numbers first, then by letter. Enough for IDs of one shape.
fn compare_ids(left: &str, right: &str) -> Ordering {
    left.len().cmp(&right.len()).then_with(|| left.cmp(right))
}
