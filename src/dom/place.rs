//! The reading position: what somebody looks at stays where it is while more comes above it.

use leptos::prelude::request_animation_frame;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::Element;

use super::js;

/// Frames to wait for something to come that is here already.
const FEW: u8 = 30;

/// Holds the first child of `list` that matches `selector` in its place until others have come before
/// it, or until nothing `is_coming` any more.
pub fn hold(list: &Element, selector: &'static str, is_coming: Box<dyn Fn() -> bool>) {
    if let Ok(Some(first)) = list.query_selector(selector) {
        let top = first.get_bounding_client_rect().top();
        follow(Held { list: list.clone(), selector, first, top, left: FEW, is_coming });
    }
}

struct Held {
    list: Element,
    selector: &'static str,
    first: Element,
    top: f64,
    left: u8,
    is_coming: Box<dyn Fn() -> bool>,
}

/// Before each picture that the browser paints, and so before anybody sees a jump.
fn follow(mut held: Held) {
    request_animation_frame(move || {
        let top = held.first.get_bounding_client_rect().top();
        let first = held.list.query_selector(held.selector).ok().flatten();
        if first.as_ref() != Some(&held.first) {
            scroll(&held.list, top - held.top);
            return;
        }
        held.left = if (held.is_coming)() { FEW } else { held.left.saturating_sub(1) };
        // A person may scroll meanwhile.
        held.top = top;
        if held.left > 0 && js::get(&held.list, "isConnected").is_truthy() {
            follow(held);
        }
    });
}

/// Scrolls what `element` scrolls in: the page, or a box of it.
fn scroll(element: &Element, by: f64) {
    let Some(around) = scroller(element) else { return };
    let top = js::get(&around, "scrollTop").as_f64().unwrap_or_default();
    js::set(&around, "scrollTop", &(top + by).into());
}

fn scroller(element: &Element) -> Option<JsValue> {
    let window = js_sys::global();
    let mut at: JsValue = js::get(element, "parentNode");
    while at.is_object() {
        // Out of the shadow root.
        let host = js::get(&at, "host");
        if host.is_object() {
            at = host;
        }
        if at.is_instance_of::<Element>() {
            let style = js::call(&window, "getComputedStyle", &[at.clone()]).ok()?;
            let overflow = js::get(&style, "overflowY").as_string().unwrap_or_default();
            let length = |name| js::get(&at, name).as_f64().unwrap_or_default();
            let is_longer = length("scrollHeight") > length("clientHeight");
            if is_longer && matches!(overflow.as_str(), "auto" | "scroll") {
                return Some(at);
            }
        }
        at = js::get(&at, "parentNode");
    }
    let document = js::get(&window, "document");
    Some(js::get(&document, "scrollingElement")).filter(JsValue::is_object)
}
