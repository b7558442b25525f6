//! Putting text on the clipboard.

use wasm_bindgen_futures::JsFuture;

/// Copies `text`; `false` where the browser or the page's policy does not allow it.
pub async fn copy(text: &str) -> bool {
    // Absent on pages that are not served securely: the getter then gives `undefined`.
    let Some(window) = web_sys::window() else { return false };
    let navigator = window.navigator();
    let clipboard = js_sys::Reflect::get(&navigator, &"clipboard".into());
    if !clipboard.is_ok_and(|it| it.is_object()) {
        return false;
    }
    JsFuture::from(navigator.clipboard().write_text(text)).await.is_ok()
}
