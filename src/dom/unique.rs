//! Names that nobody else gives.

use super::js;

/// A key that no other send has (R7): random, and plain ASCII.
pub fn fresh_key() -> String {
    let crypto = js::get(&js_sys::global(), "crypto");
    // Only pages that are served securely have it.
    let random = js::call(&crypto, "randomUUID", &[]).ok().and_then(|it| it.as_string());
    random.unwrap_or_else(|| {
        let part = || format!("{:08x}", (js_sys::Math::random() * f64::from(u32::MAX)) as u32);
        format!("{}{}-{}", part(), part(), js_sys::Date::now())
    })
}
