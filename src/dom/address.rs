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
    let href = href();
    let (_, query, hash) = parts(&href);
    let all = if part == Part::Hash { hash } else { query };
    let own = |it: &str| Some(it.strip_prefix(key)?.strip_prefix('=')?.replace('+', " "));
    coded("decodeURIComponent", &all.get(1..)?.split('&').find_map(own)?)
}

/// The page's address, with the key saying `value`; an empty one takes it away.
pub fn with(part: Part, key: &str, value: &str) -> String {
    let href = href();
    let (page, query, hash) = parts(&href);
    // Most are ids, and stay as they are: a row of a list asks for one.
    let is_plain = value.bytes().all(|it| it.is_ascii_alphanumeric() || b"-_.~".contains(&it));
    let coded = if is_plain { None } else { coded("encodeURIComponent", value) };
    let own = coded.as_deref().unwrap_or(value);
    let own = if own.is_empty() { String::new() } else { format!("{key}={own}") };
    match part {
        Part::Query => format!("{page}{}{hash}", replaced(query, '?', key, &own)),
        Part::Hash => format!("{page}{query}{}", replaced(hash, '#', key, &own)),
    }
}

/// An address in three: the page, its query, and what is behind the `#`, each with its mark.
fn parts(href: &str) -> (&str, &str, &str) {
    let (rest, hash) = href.split_at(href.find('#').unwrap_or(href.len()));
    let (page, query) = rest.split_at(rest.find('?').unwrap_or(rest.len()));
    (page, query, hash)
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

fn href() -> String {
    let location: JsValue = js::get(&js_sys::global(), "location");
    js::get(&location, "href").as_string().unwrap_or_default()
}
