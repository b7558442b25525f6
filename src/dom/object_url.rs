//! Bytes as an address that only this page has.

use wasm_bindgen::JsValue;

use super::js;

/// A `blob:` address. Dropping it gives the bytes back to the browser.
#[derive(Debug)]
pub struct ObjectUrl(String);

impl ObjectUrl {
    /// Of `bytes`. The media type is what the browser takes them for: never what somebody sent.
    pub fn new(bytes: &[u8], media_type: &'static str) -> Option<Self> {
        let pieces = js_sys::Array::of1(&js_sys::Uint8Array::from(bytes));
        let options = js::object(&[("type", media_type.into())]);
        let blob = js::new("Blob", &[pieces.into(), options]).ok()?;
        let url = js::call(&urls(), "createObjectURL", &[blob]).ok()?;
        url.as_string().map(Self)
    }

    /// As text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Drop for ObjectUrl {
    fn drop(&mut self) {
        // One that is gone already is gone.
        let _ = js::call(&urls(), "revokeObjectURL", &[self.0.as_str().into()]);
    }
}

fn urls() -> JsValue {
    js::get(&js_sys::global(), "URL")
}
