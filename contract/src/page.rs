//! One page of a list.

use std::collections::BTreeMap;

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
    /// Which row of the list the page begins with, the first being 0.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_index: Option<u64>,
    /// How many there would be under each value of a filter (L6), where `facets` asks for it: by the name
    /// of the parameter. Each is counted with all the other filters applied, and without its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub facets: Option<BTreeMap<String, Vec<Facet>>>,
    /// True when the list is known to lack something, as during an import (A5).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub partial: Option<bool>,
}

/// How many there would be under one value of a filter.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Facet {
    /// As the parameter takes it.
    pub value: String,
    /// What to call it, where it is nobody else's to say: a person's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// How many. A value without any may be left out.
    pub count: u64,
}
