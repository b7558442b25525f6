//! The other tabs of this browser that show the same: what one is told, the others hear.

use std::rc::Rc;

use leptos::prelude::*;
use wasm_bindgen::{JsValue, closure::Closure};

use super::js;

/// One conversation of tabs. A browser without is one where each tab is alone.
#[derive(Clone)]
pub struct Tabs(Rc<JsValue>);

impl Tabs {
    /// Joins the one of that name until the current owner ends; `heard` gets what others tell.
    pub fn join(name: &str, heard: impl Fn(&str) + 'static) -> Self {
        let channel = js::new("BroadcastChannel", &[format!("deskpane.{name}").into()]);
        let channel = Rc::new(channel.unwrap_or_default());
        let call = Closure::<dyn Fn(JsValue)>::new(move |event: JsValue| {
            if let Some(told) = js::get(&event, "data").as_string() {
                heard(&told);
            }
        });
        js::set(&channel, "onmessage", call.as_ref());
        // Closed, it calls nobody.
        let open = StoredValue::new_local((channel.clone(), call));
        on_cleanup(move || {
            open.with_value(|it| _ = js::call(&it.0, "close", &[]));
        });
        Self(channel)
    }

    /// Tells the others.
    pub fn tell(&self, text: &str) {
        let _ = js::call(&self.0, "postMessage", &[text.into()]);
    }
}
