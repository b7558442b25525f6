//! Text as it is compared: without accents, case and width (L5). The browser knows Unicode.

use wasm_bindgen::JsValue;

use super::js;

/// "Résumé" and "ＡＢＣ" as "resume" and "abc".
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    folded(text.into()).ok().and_then(|it| it.as_string()).unwrap_or_else(|| text.to_lowercase())
}

fn folded(text: JsValue) -> Result<JsValue, JsValue> {
    let apart = say(text, "normalize", &["NFKD".into()])?;
    let marks = js::new("RegExp", &["\\p{M}|\u{640}".into(), "gu".into()])?;
    let bare = say(apart, "replace", &[marks, "".into()])?;
    say(bare, "toLowerCase", &[])
}

/// A text has methods only as an object.
fn say(text: JsValue, name: &str, arguments: &[JsValue]) -> Result<JsValue, JsValue> {
    js::call(&js::call(&js_sys::global(), "Object", &[text])?, name, arguments)
}
