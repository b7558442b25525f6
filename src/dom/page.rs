//! What the browser says of the page, for what travels by itself.

use js_sys::global;

use super::js;

/// Whether nobody sees it.
pub fn is_hidden() -> bool {
    js::get(&js::get(&global(), "document"), "hidden") == true
}

/// Whether there is no network.
pub fn is_offline() -> bool {
    js::get(&js::get(&global(), "navigator"), "onLine") == false
}

/// Anything from 0 to 1.
pub fn chance() -> f64 {
    let drawn = js::call(&js::get(&global(), "Math"), "random", &[]);
    drawn.ok().and_then(|it| it.as_f64()).unwrap_or_default()
}
