//! The other tabs of this browser that show the same: what one is told, the others hear (BroadcastChannel).

use wasm_bindgen::{JsValue, closure::Closure};

use super::js;

/// Open until it is dropped.
pub struct Channel {
    channel: JsValue,
    /// What another tab's word calls: it lives as long.
    _heard: Closure<dyn FnMut(JsValue)>,
}

impl Channel {
    /// The one of that name; `heard` is called with each word of another tab. `None` in browsers without.
    pub fn open(name: &str, mut heard: Box<dyn FnMut(String)>) -> Option<Self> {
        let channel = js::new("BroadcastChannel", &[name.into()]).ok()?;
        let heard = Closure::new(move |event: JsValue| {
            heard(js::get(&event, "data").as_string().unwrap_or_default());
        });
        js::set(&channel, "onmessage", heard.as_ref());
        Some(Self { channel, _heard: heard })
    }

    /// Tells all others.
    pub fn tell(&self, text: &str) {
        let _ = js::call(&self.channel, "postMessage", &[text.into()]);
    }
}

impl Drop for Channel {
    fn drop(&mut self) {
        let _ = js::call(&self.channel, "close", &[]);
    }
}
