//! One key in the page's address, in its query or behind the `#`, for `routing`. The rest of the address
//! stays to the letter, and so does what the page keeps with its history.

use leptos::prelude::*;
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

impl Part {
    fn mark(self) -> char {
        match self {
            Self::Query => '?',
            Self::Hash => '#',
        }
    }

    fn property(self) -> &'static str {
        match self {
            Self::Query => "search",
            Self::Hash => "hash",
        }
    }
}

/// What the key says; nothing where it is not there, or is no text.
pub fn read(part: Part, key: &str) -> Option<String> {
    let all = text(&location(), part.property());
    let value = all.trim_start_matches(part.mark()).split('&').find_map(|it| {
        let (name, value) = it.split_once('=')?;
        (name == key).then(|| value.replace('+', " "))
    })?;
    js::call(&js_sys::global(), "decodeURIComponent", &[value.into()]).ok()?.as_string()
}

/// Lets the key say `value`; an empty one takes it away. `is_step`: the browser's way back leads to what
/// was before.
pub fn write(part: Part, key: &str, value: &str, is_step: bool) {
    let location = location();
    let all = text(&location, part.property());
    let is_other = |it: &&str| !it.is_empty() && it.split('=').next() != Some(key);
    let mut parts: Vec<String> = all
        .trim_start_matches(part.mark())
        .split('&')
        .filter(is_other)
        .map(str::to_owned)
        .collect();
    let coded = js::call(&js_sys::global(), "encodeURIComponent", &[value.into()]);
    if let (false, Some(value)) = (value.is_empty(), coded.ok().and_then(|it| it.as_string())) {
        parts.push(format!("{key}={value}"));
    }
    let own = match parts.is_empty() {
        true => String::new(),
        false => format!("{}{}", part.mark(), parts.join("&")),
    };
    let path = text(&location, "pathname");
    let url = match part {
        Part::Query => format!("{path}{own}{}", text(&location, "hash")),
        Part::Hash => format!("{path}{}{own}", text(&location, "search")),
    };
    let history = js::get(&js_sys::global(), "history");
    let state = js::get(&history, "state");
    let name = if is_step { "pushState" } else { "replaceState" };
    // A page that is sandboxed, or wrote too often, keeps its address.
    let _ = js::call(&history, name, &[state, "".into(), url.into()]);
}

/// Calls `moved` when somebody goes back or forward, until the current owner ends.
pub fn follow(moved: impl Fn() + 'static) {
    let handle = window_event_listener_untyped("popstate", move |_| moved());
    on_cleanup(move || handle.remove());
}

fn location() -> JsValue {
    js::get(&js_sys::global(), "location")
}

fn text(of: &JsValue, name: &str) -> String {
    js::get(of, name).as_string().unwrap_or_default()
}
