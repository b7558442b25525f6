//! The one constructable style sheet that all widgets of a page share. It passes every `style-src`.

use wasm_bindgen::{JsCast, JsValue};
use web_sys::{CssStyleSheet, HtmlElement, ShadowRoot};

/// Everything in `style/`, joined by `build.rs`.
const CSS: &str = include_str!(concat!(env!("OUT_DIR"), "/style.css"));

thread_local! {
    static SHEET: Result<CssStyleSheet, JsValue> = CssStyleSheet::new().and_then(|sheet| {
        sheet.replace_sync(CSS)?;
        Ok(sheet)
    });
}

/// Styles the shadow root that `root` stands in, beside the sheets it has.
///
/// # Errors
/// Where there is no shadow root, or no constructable sheets.
pub fn adopt(root: &HtmlElement) -> Result<(), JsValue> {
    let shadow: ShadowRoot = root.get_root_node().dyn_into()?;
    let sheets = js_sys::Array::from(&shadow.adopted_style_sheets());
    SHEET.with(|sheet| {
        let sheet = sheet.as_ref().map_err(Clone::clone)?;
        if !sheets.includes(sheet, 0) {
            sheets.push(sheet);
            shadow.set_adopted_style_sheets(&sheets);
        }
        Ok(())
    })
}
