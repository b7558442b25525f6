//! Days, as a field for one knows them, where the customer is.

use wasm_bindgen::JsValue;

use super::js;

/// Midnight of `2026-11-20`, in milliseconds since 1970 in UTC; nothing for what is no day.
pub fn midnight(day: &str) -> Option<f64> {
    let date = js::new("Date", &[format!("{day}T00:00").into()]).ok()?;
    js::call(&date, "getTime", &[]).ok()?.as_f64().filter(|it| it.is_finite())
}

/// The day of a moment, in milliseconds since 1970 in UTC.
pub fn of(at: f64) -> String {
    let date = js::new("Date", &[JsValue::from_f64(at)]).unwrap_or_default();
    let number =
        |name| js::call(&date, name, &[]).ok().and_then(|it| it.as_f64()).unwrap_or_default();
    let (year, month) = (number("getFullYear"), number("getMonth") + 1.0);
    format!("{:04}-{:02}-{:02}", year as u32, month as u32, number("getDate") as u32)
}
