//! Looking through a list: what is asked for beside whose it is, and what comes beside the tickets.

use crate::domain::{Facet, Filter, Match, TicketId};

/// How a list is looked through.
///
/// A desk does what its `Capabilities::finds` names. The rest is done here, over what is loaded.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Find {
    /// What for.
    pub filter: Filter,
    /// L5: the best match first, instead of the order that is asked for.
    pub is_ranked: bool,
    /// L6: counts are wanted.
    pub facets: bool,
    /// L9: from this row on, the first being 0.
    pub at: Option<u32>,
}

/// What was found beside the tickets.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Found {
    /// L9: which row the page begins with, the first being 0.
    pub first_index: Option<u32>,
    /// L5: where in its tickets.
    pub matches: Vec<(TicketId, Match)>,
    /// L6: where counts were wanted and the desk counts.
    pub facets: Vec<Facet>,
}
