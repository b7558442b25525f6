//! The browser by name, for what few pages load.
//!
//! Every typed binding is an import, and its glue travels with the first list, whoever calls it:
//! about 40 bytes each. What only a chunk needs goes through these few instead, with a small typed
//! function on top where it is used.

use js_sys::{Array, Function, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// A property; `undefined` where there is none.
pub fn get(of: &JsValue, name: &str) -> JsValue {
    Reflect::get(of, &name.into()).unwrap_or_default()
}

/// Sets a property. One that cannot be set stays as it is.
pub fn set(of: &JsValue, name: &str, value: &JsValue) {
    let _ = Reflect::set(of, &name.into(), value);
}

/// A plain object.
pub fn object(fields: &[(&str, JsValue)]) -> JsValue {
    let it = js_sys::Object::new().into();
    for (name, value) in fields {
        set(&it, name, value);
    }
    it
}

/// Calls a method.
///
/// # Errors
/// What it throws, or that there is no such method.
pub fn call(of: &JsValue, name: &str, arguments: &[JsValue]) -> Result<JsValue, JsValue> {
    let method: Function = get(of, name).dyn_into()?;
    method.apply(of, &list(arguments))
}

/// Makes an object of a class of the page's globals.
///
/// # Errors
/// What its constructor throws, or that there is no such class.
pub fn new(class: &str, arguments: &[JsValue]) -> Result<JsValue, JsValue> {
    let class: Function = get(&js_sys::global(), class).dyn_into()?;
    Reflect::construct(&class, &list(arguments))
}

/// Waits for what a call promised.
///
/// # Errors
/// What the call threw, or the promise was rejected with.
pub async fn settled(promised: Result<JsValue, JsValue>) -> Result<JsValue, JsValue> {
    JsFuture::from(Promise::resolve(&promised?)).await
}

/// What becomes of a promise is nobody's business before somebody waits for it: without this its rejection would be
/// the page's error (M7).
pub fn heard(promise: &JsValue) {
    // Any function does that only gives something back.
    let _ = call(promise, "catch", &[get(&js_sys::global(), "Boolean")]);
}

/// A list.
pub fn list(arguments: &[JsValue]) -> Array {
    let list = Array::new();
    for it in arguments {
        list.push(it);
    }
    list
}
