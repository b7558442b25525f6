//! Being the only page of this browser that does something (Web Locks).

use js_sys::{Function, Promise};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};

use super::js;

/// Held until it is dropped, or the page is gone, however it went.
pub struct Lock(Function);

impl Drop for Lock {
    fn drop(&mut self) {
        let _ = self.0.call0(&JsValue::UNDEFINED);
    }
}

/// Takes the lock of that name; `None` while another page holds it. A browser without locks, or that gives this
/// page none (a sandboxed frame, storage switched off), gives one that keeps nobody out.
pub async fn take(name: &str) -> Option<Lock> {
    let mut release = None;
    let held = Promise::new(&mut |resolve, _| release = Some(resolve));
    let release = release?;
    let locks = js::get(&js::get(&js_sys::global(), "navigator"), "locks");
    if !locks.is_object() {
        return Some(Lock(release));
    }
    let options = js::object(&[("ifAvailable", true.into())]);
    let asked = Promise::new(&mut |resolve, reject| {
        let held = held.clone();
        let granted = Closure::once_into_js(move |lock: JsValue| {
            let _ = resolve.call1(&JsValue::UNDEFINED, &lock);
            held
        });
        let _ = js::call(&locks, "request", &[name.into(), options.clone(), granted])
            .and_then(|it| js::call(&it, "catch", &[reject.clone().into()]))
            .or_else(|it| reject.call1(&JsValue::UNDEFINED, &it));
    });
    let is_taken = match js::settled(Ok(asked.unchecked_into())).await {
        Ok(lock) => lock.is_object(),
        Err(_) => true,
    };
    is_taken.then_some(Lock(release))
}
