//! Reading JSON. The one file where browser and native differ: the browser's own parser reads
//! there (9 kB less than carrying one), serde_json in native tests.
//!
//! Two doors: [`Raw::read`] for a derived type, and the lookups of [`Raw`]. A lookup is a call with
//! a name, where a derive is a state machine a struct: the contract read by lookups is 25 kB
//! (brotli) less for every visitor. What few pages load may be derived.

use serde::de::DeserializeOwned;

use super::{ApiError, Failure};
use crate::domain::Time;

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

impl Body {
    /// What is in it, to be looked up.
    ///
    /// # Errors
    /// [`Failure::Unreadable`] for anything that is no JSON object.
    pub fn object(&self) -> Result<Raw, ApiError> {
        let wrong = |detail: String| ApiError::new(Failure::Unreadable, detail);
        let raw = parse(&self.0).map_err(wrong)?;
        if raw.is_object() { Ok(raw) } else { Err(wrong("not an object".into())) }
    }
}

impl Raw {
    /// Text, or a number as text: ids come as either.
    pub fn text(&self, name: &str) -> Option<String> {
        self.get(name).as_text()
    }

    /// As [`Self::text`], empty where there is none.
    pub fn words(&self, name: &str) -> String {
        self.text(name).unwrap_or_default()
    }

    /// An instant in RFC 3339.
    pub fn time(&self, name: &str) -> Option<Time> {
        Time::parse(&self.text(name)?)
    }

    /// Whether it says `true`.
    pub fn flag(&self, name: &str) -> bool {
        self.get(name).0 == true
    }

    /// A count that can be counted.
    pub fn count(&self, name: &str) -> Option<u32> {
        let number = self.number(name)?;
        (0.0..=f64::from(u32::MAX)).contains(&number).then_some(number as u32)
    }

    /// An object below it; `None` for anything else.
    pub fn object(&self, name: &str) -> Option<Self> {
        Some(self.get(name)).filter(Self::is_object)
    }

    /// The pieces of a list that can be read; a list that is not there is an empty one.
    pub fn each<T>(&self, name: &str, make: fn(&Self) -> Option<T>) -> Vec<T> {
        self.items(name).unwrap_or_default().iter().filter_map(make).collect()
    }

    /// The words of a list of words.
    pub fn each_word(&self, name: &str) -> Vec<String> {
        self.each(name, Self::as_text)
    }
}

#[cfg(not(target_arch = "wasm32"))]
impl Raw {
    fn get(&self, name: &str) -> Self {
        Self(self.0.get(name).cloned().unwrap_or_default())
    }

    fn is_object(&self) -> bool {
        self.0.is_object()
    }

    fn as_text(&self) -> Option<String> {
        match &self.0 {
            Value::String(text) => Some(text.clone()),
            Value::Number(number) => Some(number.to_string()),
            _ => None,
        }
    }

    /// A number.
    pub fn number(&self, name: &str) -> Option<f64> {
        self.get(name).0.as_f64()
    }

    /// The pieces of a list; `None` where there is no list.
    pub fn items(&self, name: &str) -> Option<Vec<Self>> {
        Some(self.get(name).0.as_array()?.iter().cloned().map(Self).collect())
    }
}

#[cfg(target_arch = "wasm32")]
impl Raw {
    fn get(&self, name: &str) -> Self {
        Self(js_sys::Reflect::get(&self.0, &name.into()).unwrap_or(Value::UNDEFINED))
    }

    fn is_object(&self) -> bool {
        self.0.is_object() && !js_sys::Array::is_array(&self.0)
    }

    fn as_text(&self) -> Option<String> {
        match self.0.as_string() {
            None if self.0.as_f64().is_some() => {
                js_sys::JSON::stringify(&self.0).ok().map(Into::into)
            }
            text => text,
        }
    }

    /// A number.
    pub fn number(&self, name: &str) -> Option<f64> {
        self.get(name).0.as_f64()
    }

    /// The pieces of a list; `None` where there is no list.
    pub fn items(&self, name: &str) -> Option<Vec<Self>> {
        use wasm_bindgen::JsCast;
        let list: js_sys::Array = self.get(name).0.dyn_into().ok()?;
        Some(list.iter().map(Self).collect())
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
