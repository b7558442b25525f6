//! Names of fields as the browser has them: the same few are looked up in every ticket, and to hand one over takes longer
//! than the lookup.

use std::cell::RefCell;

use wasm_bindgen::JsValue;

/// How many are kept. A desk may have fields without end.
const KEPT: usize = 200;

thread_local! {
    /// In order.
    static NAMES: RefCell<Vec<(Box<str>, JsValue)>> = const { RefCell::new(Vec::new()) };
}

/// A field of an object; nothing where there is none.
pub fn look_up(object: &JsValue, name: &str) -> JsValue {
    NAMES.with_borrow_mut(|names| {
        if names.len() == KEPT {
            names.clear();
        }
        let found = names.binary_search_by(|(it, _)| (**it).cmp(name));
        let at = found.unwrap_or_else(|at| {
            names.insert(at, (name.into(), name.into()));
            at
        });
        js_sys::Reflect::get(object, &names[at].1).unwrap_or_default()
    })
}
