//! What goes on by itself for a view or a widget: futures, and who listens at the window. One door for all: each kind of
//! future that is given to the framework by itself costs every visitor two kilobytes.

use std::{future::Future, pin::Pin};

use js_sys::Promise;
use leptos::{
    prelude::{on_cleanup, window_event_listener_untyped},
    task::spawn_local_scoped_with_cancellation,
};
use wasm_bindgen_futures::JsFuture;
use web_sys::Event;

use super::js;

/// Runs `future` until it ends, or the current owner does.
pub fn spawn(future: Pin<Box<dyn Future<Output = ()>>>) {
    spawn_local_scoped_with_cancellation(future);
}

/// Runs `future` until it ends, whatever becomes of who began it. For what is sent when its page or its
/// widget goes.
pub fn let_go(future: Pin<Box<dyn Future<Output = ()>>>) {
    wasm_bindgen_futures::spawn_local(future);
}

/// Calls `act` with each event of that name at the window, until the current owner ends.
pub fn listen(name: &str, act: impl Fn(Event) + 'static) {
    let handle = window_event_listener_untyped(name, act);
    on_cleanup(move || handle.remove());
}

/// Lets the browser paint and answer before long work goes on.
pub async fn breathe() {
    pause(0).await;
}

/// Lets `millis` go by.
pub async fn pause(millis: i32) {
    let promise = Promise::new(&mut |resolve, _| {
        let _ = js::call(&js_sys::global(), "setTimeout", &[resolve.into(), millis.into()]);
    });
    let _ = JsFuture::from(promise).await;
}
