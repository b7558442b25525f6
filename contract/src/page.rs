//! One page of a list.

use serde::{Deserialize, Serialize};

/// One page of a list, with cursors to its neighbours.
///
/// A cursor is opaque: it is handed back as it came, with the same query. A page
/// may be shorter than asked for; only an absent cursor means the end.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Page<T> {
    /// What is on the page, in order.
    pub items: Vec<T>,
    /// Leads to what follows; absent at the end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_cursor: Option<String>,
    /// Leads to what comes before; absent at the beginning.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prev_cursor: Option<String>,
    /// How many there are in all, where counting is cheap enough.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total: Option<u64>,
    /// True when the list is known to lack something, as during an import (A5).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub partial: Option<bool>,
}
