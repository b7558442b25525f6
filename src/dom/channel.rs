//! Telling the other tabs of this browser that something is new, without a word of what (BroadcastChannel).

use wasm_bindgen::{JsValue, closure::Closure};

use super::js;

/// Open until it is dropped.
pub struct Channel {
    channel: JsValue,
    /// What another tab's word calls: it lives as long.
    _heard: Closure<dyn FnMut()>,
}

impl Channel {
    /// The one of that name; `heard` is called for each word of another tab. `None` in browsers without.
    pub fn open(name: &str, heard: Box<dyn FnMut()>) -> Option<Self> {
        let channel = js::new("BroadcastChannel", &[name.into()]).ok()?;
        let heard = Closure::wrap(heard);
        js::set(&channel, "onmessage", heard.as_ref());
        Some(Self { channel, _heard: heard })
    }

    /// Tells all others.
    pub fn tell(&self) {
        let _ = js::call(&self.channel, "postMessage", &[JsValue::NULL]);
    }
}

impl Drop for Channel {
    fn drop(&mut self) {
        let _ = js::call(&self.channel, "close", &[]);
    }
}
