//! Moving the focus, which always happens for a person and never on load.

use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::js;

/// Focuses the first element below `root` that matches, if there is one.
pub fn first(root: &web_sys::Element, selector: &str) -> bool {
    let found = root.query_selector(selector).ok().flatten();
    found.and_then(|it| it.dyn_into::<HtmlElement>().ok()).is_some_and(|it| it.focus().is_ok())
}

/// As [`first`], without bringing it into view: what somebody reads stays where it is.
pub fn first_in_place(root: &web_sys::Element, selector: &str) {
    if let Ok(Some(found)) = root.query_selector(selector) {
        in_place(&found);
    }
}

/// As [`on`], without bringing it into view.
pub fn in_place(element: &web_sys::Element) {
    let options = js::object(&[("preventScroll", true.into())]);
    let _ = js::call(element, "focus", &[options]);
}

/// Focuses `element`.
pub fn on(element: &web_sys::Element) {
    if let Some(element) = element.dyn_ref::<HtmlElement>() {
        // An element that cannot take the focus leaves it where it was.
        let _ = element.focus();
    }
}

/// Whether this page has it, among all windows and tabs.
pub fn is_in_page() -> bool {
    let document = js::get(&js_sys::global(), "document");
    js::call(&document, "hasFocus", &[]).is_ok_and(|it| it.is_truthy())
}

/// Whether it is nowhere, as it is when the element that had it is gone.
pub fn is_lost() -> bool {
    let Some(document) = web_sys::window().and_then(|it| it.document()) else { return false };
    let at = document.active_element();
    at.is_none() || at == document.body().map(Into::into)
}
