//! Whether something is in sight of the window.

use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::Element;

use super::js;

/// Watches an element until it is dropped.
pub struct Sight {
    observer: JsValue,
    /// What the observer calls: it lives as long.
    _call: Closure<dyn FnMut(JsValue)>,
}

impl Sight {
    /// Tells `told` whether `element` is in sight, now and at every change. `margin` (`200px`, or less
    /// than nothing) is what is added to the window on each side. `None` in browsers that cannot tell.
    pub fn of(
        element: &Element,
        margin: &'static str,
        mut told: Box<dyn FnMut(bool)>,
    ) -> Option<Self> {
        let call: Closure<dyn FnMut(JsValue)> = Closure::new(move |entries: JsValue| {
            let entries: js_sys::Array = entries.unchecked_into();
            let newest = entries.get(entries.length().saturating_sub(1));
            told(js::get(&newest, "isIntersecting").is_truthy());
        });
        let options = js::object(&[("rootMargin", margin.into())]);
        let arguments = [call.as_ref().clone(), options];
        let observer = js::new("IntersectionObserver", &arguments).ok()?;
        js::call(&observer, "observe", &[element.clone().into()]).ok()?;
        Some(Self { observer, _call: call })
    }
}

impl Drop for Sight {
    fn drop(&mut self) {
        // An observer that watches nothing calls nobody.
        let _ = js::call(&self.observer, "disconnect", &[]);
    }
}

/// Whether somebody may be looking at this page at all.
pub fn is_page_visible() -> bool {
    let document = js::get(&js_sys::global(), "document");
    js::get(&document, "visibilityState").as_string().as_deref() == Some("visible")
}
