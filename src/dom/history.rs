//! The browser's history, for `routing`. What the page keeps with it stays.

use super::{js, task};

/// Another address for the page. `is_step`: the browser's way back leads to the one before.
pub fn write(address: String, is_step: bool) {
    let history = js::get(&js_sys::global(), "history");
    let state = js::get(&history, "state");
    let name = if is_step { "pushState" } else { "replaceState" };
    // A page that is sandboxed, or wrote too often, keeps its address.
    let _ = js::call(&history, name, &[state, "".into(), address.into()]);
}

/// Calls `moved` when somebody goes back or forward, until the current owner ends.
pub fn follow(moved: impl Fn() + 'static) {
    task::listen("popstate", move |_| moved());
}
