//! What came as a body, and the doors to what is in it: [`Raw::read`] for a derived type, and the lookups of [`Raw`].
//!
//! A lookup is a call with a name, where a derive is a state machine a struct: the contract read by lookups is 25 kB
//! (brotli) less for every visitor. What few pages load may be derived.

use serde::{Deserialize, Deserializer, de::DeserializeOwned, de::Error as _};

use super::{ApiError, Failure};
use crate::json::Raw;

/// A body as it came, and the door to what is in it.
#[derive(Clone, Debug, Default)]
pub struct Body(Vec<u8>);

impl Body {
    /// Takes a whole body.
    pub fn new(bytes: impl Into<Vec<u8>>) -> Self {
        Self(bytes.into())
    }

    /// As it came.
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// As text.
    ///
    /// # Errors
    /// [`Failure::Unreadable`] for anything that is not UTF-8.
    pub fn text(&self) -> Result<&str, ApiError> {
        std::str::from_utf8(&self.0).map_err(|it| unreadable(it.to_string()))
    }

    /// Reads it as `T`.
    ///
    /// # Errors
    /// [`Failure::Unreadable`] for anything that is no JSON or not this shape.
    pub fn read<T: DeserializeOwned>(&self) -> Result<T, ApiError> {
        self.any()?.read().map_err(unreadable)
    }

    /// What is in it, to be looked up.
    ///
    /// # Errors
    /// [`Failure::Unreadable`] for anything that is no JSON object.
    pub fn object(&self) -> Result<Raw, ApiError> {
        let raw = self.any()?;
        if raw.is_object() { Ok(raw) } else { Err(unreadable("not an object".into())) }
    }

    /// What is in it, whatever it is: some desks answer with a bare list.
    ///
    /// # Errors
    /// [`Failure::Unreadable`] for anything that is no JSON.
    pub fn any(&self) -> Result<Raw, ApiError> {
        Raw::parse(&self.0).map_err(|at| unreadable(format!("no JSON at byte {at}")))
    }
}

fn unreadable(detail: String) -> ApiError {
    ApiError::new(Failure::Unreadable, detail)
}

impl Raw {
    /// Reads it as `T`. By way of text, which few pages pay for: what a long id is (text) is decided in one place.
    ///
    /// # Errors
    /// What does not fit, for a developer.
    pub fn read<T: DeserializeOwned>(self) -> Result<T, String> {
        read(&self.json())
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

/// Where a derived type leaves a piece as it is.
impl<'de> Deserialize<'de> for Raw {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = text_of(deserializer)?;
        Self::parse(text.as_bytes()).map_err(|_| D::Error::custom("no JSON"))
    }
}

#[cfg(target_arch = "wasm32")]
fn text_of<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let value: wasm_bindgen::JsValue = serde_wasm_bindgen::preserve::deserialize(deserializer)?;
    js_sys::JSON::stringify(&value).map(Into::into).map_err(|_| D::Error::custom("no JSON"))
}

#[cfg(not(target_arch = "wasm32"))]
fn text_of<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    serde_json::Value::deserialize(deserializer).map(|it| it.to_string())
}

#[cfg(target_arch = "wasm32")]
fn read<T: DeserializeOwned>(text: &str) -> Result<T, String> {
    let value = js_sys::JSON::parse(text).map_err(|_| "no JSON")?;
    serde_wasm_bindgen::from_value(value).map_err(|err| err.to_string())
}

#[cfg(not(target_arch = "wasm32"))]
fn read<T: DeserializeOwned>(text: &str) -> Result<T, String> {
    serde_json::from_str(text).map_err(|err| err.to_string())
}
