//! The browser's own dialog: it keeps the focus inside, closes with Escape, and gives the focus back.

use wasm_bindgen::JsValue;
use web_sys::Element;

use super::js;

/// Opens it over everything else.
pub fn open(dialog: &Element) {
    // One that is open stays open.
    let _ = js::call(dialog, "showModal", &[]);
}

/// Closes it.
pub fn close(dialog: &Element) {
    let _ = js::call(dialog, "close", &[]);
}

/// Where an arrow key leads: -1 back, 1 on, by the direction in which `around` is read. `None` for all
/// other keys.
pub fn sideways(key: &JsValue, around: &Element) -> Option<isize> {
    let is_turned = around.closest("[dir=rtl]").ok().flatten().is_some();
    let is_plain =
        ["altKey", "ctrlKey", "metaKey", "shiftKey"].iter().all(|it| js::get(key, it).is_falsy());
    match (js::get(key, "key").as_string()?.as_str(), is_turned) {
        _ if !is_plain => None,
        ("ArrowLeft", false) | ("ArrowRight", true) => Some(-1),
        ("ArrowRight", false) | ("ArrowLeft", true) => Some(1),
        _ => None,
    }
}
