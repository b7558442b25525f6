//! Text as it is compared: without accents, case and width (L5). The browser knows Unicode.

use wasm_bindgen::JsValue;

use super::js;

/// "Résumé" and "ＡＢＣ" as "resume" and "abc".
pub fn fold(text: &str) -> String {
    let whole: JsValue = text.into();
    let apart = js::call(&whole, "normalize", &["NFKD".into()]).unwrap_or(whole);
    let marks = js::new("RegExp", &["\\p{M}|\u{640}".into(), "gu".into()]);
    let bare = match marks {
        Ok(marks) => js::call(&apart, "replace", &[marks, "".into()]).unwrap_or(apart),
        Err(_) => apart,
    };
    let small = js::call(&bare, "toLowerCase", &[]).unwrap_or(bare);
    small.as_string().unwrap_or_default()
}
