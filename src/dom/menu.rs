//! A native popover as a menu: light dismissal, Escape and the way back of the focus are the
//! browser's own.

use js_sys::{Function, Reflect};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

/// Opens `menu` below `button`, at its end side, within the window.
pub fn open_below(menu: &HtmlElement, button: &Element) {
    call(menu, "showPopover");
    let anchor = button.get_bounding_client_rect();
    let own = menu.get_bounding_client_rect();
    let Some(window) = web_sys::window() else { return };
    let size =
        |it: Result<wasm_bindgen::JsValue, _>| it.ok().and_then(|it| it.as_f64()).unwrap_or(0.0);
    let (width, height) = (size(window.inner_width()), size(window.inner_height()));
    let right_to_left = button.closest("[dir=rtl]").ok().flatten().is_some();
    let left = if right_to_left { anchor.left() } else { anchor.right() - own.width() };
    let below = anchor.bottom();
    let top = if below + own.height() > height { anchor.top() - own.height() } else { below };
    let style = menu.style();
    // The style sheet's object model is allowed under every policy; these two cannot fail.
    let _ = style.set_property("left", &px(left.clamp(0.0, (width - own.width()).max(0.0))));
    let _ = style.set_property("top", &px(top.max(0.0)));
}

/// Whole pixels: formatting a fraction is 5 kB of code.
fn px(length: f64) -> String {
    format!("{}px", length as i32)
}

/// Closes `menu`.
pub fn close(menu: &HtmlElement) {
    call(menu, "hidePopover");
}

/// By name: these two are not in the bindings yet. A browser without them shows no menu.
fn call(menu: &HtmlElement, name: &str) {
    let function =
        Reflect::get(menu, &name.into()).ok().and_then(|it| it.dyn_into::<Function>().ok());
    if let Some(function) = function {
        let _ = function.call0(menu);
    }
}
