//! Whether the page's policy lets a file be shown in a frame. No browser says so beforehand.

use std::cell::Cell;

use wasm_bindgen::{JsValue, closure::Closure};

use super::js;

thread_local! {
    /// A policy does not change while its page lives.
    static IS_REFUSED: Cell<bool> = const { Cell::new(false) };
}

const EVENT: &str = "securitypolicyviolation";

/// Listens for the policy's refusal while a frame is tried.
pub struct Refusal {
    document: JsValue,
    call: Closure<dyn FnMut(JsValue)>,
}

impl Refusal {
    /// Calls `told` when a frame with a `blob:` address is refused.
    pub fn listen(mut told: Box<dyn FnMut()>) -> Option<Self> {
        let call: Closure<dyn FnMut(JsValue)> = Closure::new(move |event: JsValue| {
            let says = |name, what: &str| {
                js::get(&event, name).as_string().is_some_and(|it| it.starts_with(what))
            };
            if says("blockedURI", "blob")
                && (says("effectiveDirective", "frame") || says("effectiveDirective", "object"))
            {
                IS_REFUSED.set(true);
                told();
            }
        });
        let document = js::get(&js_sys::global(), "document");
        let arguments = [EVENT.into(), call.as_ref().clone()];
        js::call(&document, "addEventListener", &arguments).ok()?;
        Some(Self { document, call })
    }

    /// Whether a try would be in vain: the policy has refused one, or the browser shows no such files.
    pub fn is_certain() -> bool {
        let navigator = js::get(&js_sys::global(), "navigator");
        IS_REFUSED.get() || js::get(&navigator, "pdfViewerEnabled").is_falsy()
    }
}

impl Drop for Refusal {
    fn drop(&mut self) {
        let arguments = [EVENT.into(), self.call.as_ref().clone()];
        let _ = js::call(&self.document, "removeEventListener", &arguments);
    }
}
