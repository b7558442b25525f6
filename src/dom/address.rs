//! One key in the page's address, in its query or behind the `#`, for links and for `routing`. The rest of the
//! address stays to the letter.

use wasm_bindgen::JsValue;

use super::js;

/// Where the key stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// In the query.
    Query,
    /// Behind the `#`.
    Hash,
}

/// What the key says; nothing where it is not there, or is no text.
pub fn read(part: Part, key: &str) -> Option<String> {
    let all = property(if part == Part::Hash { "hash" } else { "search" });
    let own = |it: &str| Some(it.strip_prefix(key)?.strip_prefix('=')?.replace('+', " "));
    coded("decodeURIComponent", &all.get(1..)?.split('&').find_map(own)?)
}

/// The page's address, with the key saying `value`; an empty one takes it away.
pub fn with(part: Part, key: &str, value: &str) -> String {
    let (href, mut query, mut hash) = (property("href"), property("search"), property("hash"));
    let own = coded("encodeURIComponent", value).filter(|it| !it.is_empty());
    let own = own.map_or_else(String::new, |it| format!("{key}={it}"));
    match part {
        Part::Query => query = replaced(&query, '?', key, &own),
        Part::Hash => hash = replaced(&hash, '#', key, &own),
    }
    let page = href.split('#').next().and_then(|it| it.split('?').next()).unwrap_or_default();
    format!("{page}{query}{hash}")
}

fn replaced(all: &str, mark: char, key: &str, own: &str) -> String {
    let mut out = String::new();
    let mut add = |it: &str| {
        if !it.is_empty() {
            out.push(if out.is_empty() { mark } else { '&' });
            out.push_str(it);
        }
    };
    for it in all.get(1..).unwrap_or_default().split('&') {
        if it.split('=').next() != Some(key) {
            add(it);
        }
    }
    add(own);
    out
}

fn coded(how: &str, text: &str) -> Option<String> {
    js::call(&js_sys::global(), how, &[text.into()]).ok()?.as_string()
}

fn property(name: &str) -> String {
    let location: JsValue = js::get(&js_sys::global(), "location");
    js::get(&location, name).as_string().unwrap_or_default()
}
