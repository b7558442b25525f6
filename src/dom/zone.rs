//! The customer's time zone, as the browser has it.

use js_sys::global;
use wasm_bindgen::JsValue;

use super::js;
use crate::domain::Time;

/// Its name: `Europe/Paris`. Empty where the browser keeps it to itself.
pub fn name() -> String {
    let format = js::call(&js::get(&global(), "Intl"), "DateTimeFormat", &[]);
    let options = format.and_then(|it| js::call(&it, "resolvedOptions", &[]));
    options.ok().and_then(|it| js::get(&it, "timeZone").as_string()).unwrap_or_default()
}

/// How far its clock was before UTC then, in minutes.
pub fn minutes_east(at: Time) -> i32 {
    let date = js::new("Date", &[JsValue::from_f64(at.millis())]);
    let west = date.and_then(|it| js::call(&it, "getTimezoneOffset", &[]));
    west.ok().and_then(|it| it.as_f64()).map_or(0, |it| -(it as i32))
}
