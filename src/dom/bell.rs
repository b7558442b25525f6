//! Waiting that somebody may cut short.

use std::{cell::RefCell, rc::Rc};

use js_sys::{Function, Promise, global};
use wasm_bindgen::JsValue;

use super::js;

/// A call later, unless it is dropped before.
pub struct Timer(JsValue);

impl Timer {
    /// Calls `call` with `argument` after `millis`.
    pub fn new(call: &JsValue, millis: f64, argument: &str) -> Self {
        let arguments = [call.clone(), millis.into(), argument.into()];
        Self(js::call(&global(), "setTimeout", &arguments).unwrap_or_default())
    }
}

impl Drop for Timer {
    fn drop(&mut self) {
        // One that is over is not there any more.
        let _ = js::call(&global(), "clearTimeout", std::slice::from_ref(&self.0));
    }
}

/// Wakes who waits. Clones are the same bell.
#[derive(Clone, Default)]
pub struct Bell(Rc<RefCell<Option<Function>>>);

impl Bell {
    /// Waits for it to ring, for so many milliseconds at most.
    pub async fn wait(&self, millis: f64) {
        let mut timer = None;
        let promise = Promise::new(&mut |resolve, _| {
            timer = Some(Timer::new(&resolve, millis, ""));
            self.0.replace(Some(resolve));
        });
        // What waits for a promise that is never kept is never let go.
        let _kept = Kept(self);
        let _ = js::settled(Ok(promise.into())).await;
        drop(timer);
    }

    /// Wakes whoever waits; nobody, as often as not.
    pub fn ring(&self) {
        if let Some(resolve) = self.0.take() {
            let _ = resolve.call0(&resolve);
        }
    }
}

/// Rings when nobody waits any more.
struct Kept<'a>(&'a Bell);

impl Drop for Kept<'_> {
    fn drop(&mut self) {
        self.0.ring();
    }
}

/// What comes, or nothing when it does not come within so many milliseconds.
///
/// # Errors
/// What it was rejected with.
pub async fn within(millis: f64, coming: Promise) -> Result<Option<JsValue>, JsValue> {
    const LATE: &str = "late";
    let mut timer = None;
    let late = Promise::new(&mut |resolve, _| {
        timer = Some(Timer::new(&resolve, millis, LATE));
    });
    let both = js::list(&[coming.into(), late.into()]);
    let first = js::call(&js::get(&global(), "Promise"), "race", &[both.into()]);
    let first = js::settled(first).await?;
    drop(timer);
    Ok(Some(first).filter(|it| it.as_string().as_deref() != Some(LATE)))
}
