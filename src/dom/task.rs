//! Futures that belong to a view or a widget. One door for all: each kind of future that is given
//! to the framework by itself costs every visitor two kilobytes.

use std::{future::Future, pin::Pin};

use leptos::task::spawn_local_scoped_with_cancellation;

/// Runs `future` until it ends, or the current owner does.
pub fn spawn(future: Pin<Box<dyn Future<Output = ()>>>) {
    spawn_local_scoped_with_cancellation(future);
}
