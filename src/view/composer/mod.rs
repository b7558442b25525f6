//! Where a customer writes (R1–R8).

use leptos::prelude::*;

/// What was sent and is not in the conversation yet, and where to write.
pub fn composer() -> AnyView {
    ().into_any()
}
