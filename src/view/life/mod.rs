//! The life of a ticket in the customer's hands: closing, opening again, feedback, the word on a repair,
//! and what support may do in their name (C1–C3, E4, X1–X3).

use leptos::prelude::*;

/// Above the conversation.
pub fn banner() -> AnyView {
    ().into_any()
}

/// In the sidebar.
pub fn access() -> AnyView {
    ().into_any()
}

/// In an escalation.
pub fn verification() -> AnyView {
    ().into_any()
}
