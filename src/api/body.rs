//! Reading JSON. The one file where browser and native differ: the browser's own parser reads
//! there (9 kB less than carrying one), serde_json in native tests.

use serde::de::DeserializeOwned;

use super::{ApiError, Failure};

/// A body as it came, and the door to what is in it.
#[derive(Clone, Debug)]
pub struct Body(String);

/// A piece of JSON not looked into yet, so that one bad ticket costs one ticket.
#[derive(Clone, Debug, serde::Deserialize)]
#[serde(transparent)]
pub struct Raw(
    #[cfg_attr(target_arch = "wasm32", serde(with = "serde_wasm_bindgen::preserve"))] Value,
);

#[cfg(target_arch = "wasm32")]
type Value = wasm_bindgen::JsValue;
#[cfg(not(target_arch = "wasm32"))]
type Value = serde_json::Value;

impl Body {
    /// Takes a whole body.
    pub fn new(text: String) -> Self {
        Self(text)
    }

    /// Reads it as `T`.
    ///
    /// # Errors
    /// [`Failure::Unreadable`] for anything that is no JSON or not this shape.
    pub fn read<T: DeserializeOwned>(&self) -> Result<T, ApiError> {
        parse(&self.0)
            .and_then(|it| it.read())
            .map_err(|detail| ApiError::new(Failure::Unreadable, detail))
    }
}

impl Raw {
    /// Looks into it.
    ///
    /// # Errors
    /// What does not fit, for a developer.
    pub fn read<T: DeserializeOwned>(self) -> Result<T, String> {
        read_value(self.0)
    }
}

/// Reads each piece by itself; the second value counts those that could not be read.
pub fn read_each<T: DeserializeOwned, U>(
    pieces: Vec<Raw>,
    make: impl Fn(T) -> Option<U>,
) -> (Vec<U>, u32) {
    let asked = pieces.len();
    let read: Vec<U> = pieces.into_iter().filter_map(|it| it.read().ok().and_then(&make)).collect();
    let skipped = asked - read.len();
    (read, u32::try_from(skipped).unwrap_or(u32::MAX))
}

#[cfg(not(target_arch = "wasm32"))]
fn parse(text: &str) -> Result<Raw, String> {
    serde_json::from_str(text).map(Raw).map_err(|err| err.to_string())
}

#[cfg(not(target_arch = "wasm32"))]
fn read_value<T: DeserializeOwned>(value: Value) -> Result<T, String> {
    serde_json::from_value(value).map_err(|err| err.to_string())
}

#[cfg(target_arch = "wasm32")]
fn parse(text: &str) -> Result<Raw, String> {
    js_sys::JSON::parse(&quote_long_integers(text))
        .map(Raw)
        .map_err(|err| js_sys::Error::from(err).message().into())
}

#[cfg(target_arch = "wasm32")]
fn read_value<T: DeserializeOwned>(value: Value) -> Result<T, String> {
    serde_wasm_bindgen::from_value(value).map_err(|err| err.to_string())
}

/// Puts quotes around integers of more than 15 digits outside strings.
///
/// The browser's parser rounds them above 2^53, and a rounded id is another ticket's. Ids are
/// read as text everywhere, so the quotes cost nothing where they matter.
#[cfg_attr(not(target_arch = "wasm32"), allow(dead_code))]
fn quote_long_integers(text: &str) -> std::borrow::Cow<'_, str> {
    const SAFE_DIGITS: usize = 15;
    let bytes = text.as_bytes();
    let mut out = String::new();
    let (mut copied, mut at, mut in_string) = (0, 0, false);
    while at < bytes.len() {
        match bytes[at] {
            b'\\' if in_string => at += 1,
            b'"' => in_string = !in_string,
            b'-' | b'0'..=b'9' if !in_string => {
                let start = at;
                while at + 1 < bytes.len()
                    && matches!(bytes[at + 1], b'0'..=b'9' | b'.' | b'e' | b'E' | b'+' | b'-')
                {
                    at += 1;
                }
                let number = &text[start..=at];
                if number.len() > SAFE_DIGITS
                    && number.trim_start_matches('-').bytes().all(|it| it.is_ascii_digit())
                {
                    out.push_str(&text[copied..start]);
                    out.push('"');
                    out.push_str(number);
                    out.push('"');
                    copied = at + 1;
                }
            }
            _ => {}
        }
        at += 1;
    }
    if copied == 0 {
        return text.into();
    }
    out.push_str(&text[copied..]);
    out.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(quote_long_integers(text), expected);
    }

    #[test]
    fn long_ids_keep_every_digit() {
        check(
            r#"{"id":9007199254740993,"n":-12345678901234567}"#,
            r#"{"id":"9007199254740993","n":"-12345678901234567"}"#,
        );
    }

    #[test]
    fn everything_else_stays() {
        for text in [
            r#"{"id":42,"x":1.2345678901234567,"y":1e400}"#,
            r#"{"s":"12345678901234567890, \"9007199254740993\" \\"}"#,
            "[]",
            "12",
        ] {
            check(text, text);
        }
    }
}
