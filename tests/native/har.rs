//! R5: what is taken out of a recording before it is sent.

use deskpane::domain::har::{REMOVED, Scrubbed, scrub};
use serde_json::{Value, json};

mod places;
mod properties;
mod refused;

/// A recording of one request.
fn recording(request: Value, response: Value) -> String {
    let entry = json!({ "request": request, "response": response, "time": 1.5e2 });
    json!({ "log": { "version": "1.2", "entries": [entry] } }).to_string()
}

fn scrubbed(text: &str) -> Scrubbed {
    scrub(text).expect("a recording")
}

/// What becomes of a request.
#[track_caller]
fn check(request: Value, expected: Value) -> Scrubbed {
    let it = scrubbed(&recording(request, json!({})));
    let found: Value = serde_json::from_str(&it.text).expect("JSON");
    assert_eq!(found["log"]["entries"][0]["request"], expected);
    it
}
