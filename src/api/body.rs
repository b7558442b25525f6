//! Reading JSON. The one file where browser and native differ: the browser's own parser reads
//! there (9 kB less than carrying one), serde_json in native tests.
//!
//! Two doors: [`Raw::read`] for a derived type, and the lookups of [`Raw`]. A lookup is a call with
//! a name, where a derive is a state machine a struct: the contract read by lookups is 25 kB
//! (brotli) less for every visitor. What few pages load may be derived.

mod digits;
#[cfg(target_arch = "wasm32")]
mod names;

use serde::de::DeserializeOwned;

use super::{ApiError, Failure};
use crate::domain::Time;

/// A body as it came, and the door to what is in it.
#[derive(Clone, Debug, Default)]
pub struct Body(Vec<u8>);

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
        parse(self.text()?).map_err(unreadable)
    }
}

fn unreadable(detail: String) -> ApiError {
    ApiError::new(Failure::Unreadable, detail)
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

/// What a piece of JSON is.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    /// `null`, or nothing at all.
    Nothing,
    /// Yes or no.
    Flag(bool),
    /// A number.
    Number(f64),
    /// Text.
    Text(String),
    /// A list.
    List,
    /// An object.
    Object,
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
        self.yes_or_no(name) == Some(true)
    }

    /// What it says, if it is `true` or `false`.
    pub fn yes_or_no(&self, name: &str) -> Option<bool> {
        self.get(name).0.as_bool()
    }

    /// A count that can be counted.
    pub fn count(&self, name: &str) -> Option<u32> {
        self.get(name).as_count()
    }

    /// As [`Self::count`], of itself.
    pub fn as_count(&self) -> Option<u32> {
        let number = self.0.as_f64()?;
        (0.0..=f64::from(u32::MAX)).contains(&number).then_some(number as u32)
    }

    /// A number.
    pub fn number(&self, name: &str) -> Option<f64> {
        self.get(name).0.as_f64()
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

    /// The pieces of a list; `None` where there is no list.
    pub fn items(&self, name: &str) -> Option<Vec<Self>> {
        self.get(name).list()
    }

    /// Nothing.
    pub fn nothing() -> Self {
        Self(Value::default())
    }

    /// Text.
    pub fn of_text(text: &str) -> Self {
        Self(text.into())
    }

    /// Yes or no.
    pub fn of_flag(it: bool) -> Self {
        Self(it.into())
    }

    /// An object with these fields, in a connector's own words.
    pub fn of<const N: usize>(fields: [(&str, Self); N]) -> Self {
        Self::of_fields(fields.into_iter().map(|(name, it)| (name.to_owned(), it)).collect())
    }
}

#[cfg(not(target_arch = "wasm32"))]
impl Raw {
    /// A number; a whole one is written as such, as in a browser.
    pub fn of_number(it: f64) -> Self {
        const EXACT: f64 = 9_007_199_254_740_992.0;
        let is_whole = it.fract() == 0.0 && it.abs() <= EXACT;
        Self(if is_whole { (it as i64).into() } else { it.into() })
    }

    /// As JSON text.
    pub fn json(&self) -> String {
        self.0.to_string()
    }

    /// A field of an object; nothing where there is none.
    pub fn get(&self, name: &str) -> Self {
        Self(self.0.get(name).cloned().unwrap_or_default())
    }

    fn is_object(&self) -> bool {
        self.0.is_object()
    }

    /// An item of a list, by its place in digits; nothing where there is none.
    pub fn item(&self, place: &str) -> Self {
        let found = place.parse::<usize>().ok().and_then(|it| self.0.get(it));
        Self(found.cloned().unwrap_or_default())
    }

    /// What it is.
    pub fn kind(&self) -> Kind {
        match &self.0 {
            Value::Null => Kind::Nothing,
            Value::Bool(it) => Kind::Flag(*it),
            Value::Number(it) => Kind::Number(it.as_f64().unwrap_or_default()),
            Value::String(it) => Kind::Text(it.clone()),
            Value::Array(_) => Kind::List,
            Value::Object(_) => Kind::Object,
        }
    }

    /// The names of an object's fields.
    pub fn names(&self) -> Vec<String> {
        self.0.as_object().map(|it| it.keys().cloned().collect()).unwrap_or_default()
    }

    /// Its own pieces, if it is a list.
    pub fn list(&self) -> Option<Vec<Self>> {
        Some(self.0.as_array()?.iter().cloned().map(Self).collect())
    }

    /// A list.
    pub fn of_list(items: Vec<Self>) -> Self {
        Self(items.into_iter().map(|it| it.0).collect())
    }

    /// An object; of fields with one name the last one counts.
    pub fn of_fields(fields: Vec<(String, Self)>) -> Self {
        Self(fields.into_iter().map(|(name, it)| (name, it.0)).collect())
    }

    /// Text, or a number as text.
    pub fn as_text(&self) -> Option<String> {
        match &self.0 {
            Value::String(text) => Some(text.clone()),
            Value::Number(number) => Some(number.to_string()),
            _ => None,
        }
    }
}

#[cfg(target_arch = "wasm32")]
impl Raw {
    /// A number.
    pub fn of_number(it: f64) -> Self {
        Self(it.into())
    }

    /// As JSON text.
    pub fn json(&self) -> String {
        js_sys::JSON::stringify(&self.0).map(Into::into).unwrap_or_default()
    }

    /// A field of an object; nothing where there is none.
    pub fn get(&self, name: &str) -> Self {
        Self(names::look_up(&self.0, name))
    }

    fn is_object(&self) -> bool {
        self.0.is_object() && !js_sys::Array::is_array(&self.0)
    }

    /// An item of a list, by its place in digits; nothing where there is none.
    pub fn item(&self, place: &str) -> Self {
        Self(js_sys::Reflect::get(&self.0, &place.into()).unwrap_or_default())
    }

    /// What it is.
    pub fn kind(&self) -> Kind {
        if let Some(it) = self.0.as_bool() {
            return Kind::Flag(it);
        }
        if let Some(it) = self.0.as_f64() {
            return Kind::Number(it);
        }
        match self.0.as_string() {
            Some(it) => Kind::Text(it),
            None if self.is_object() => Kind::Object,
            None if js_sys::Array::is_array(&self.0) => Kind::List,
            None => Kind::Nothing,
        }
    }

    /// The names of an object's fields.
    pub fn names(&self) -> Vec<String> {
        use wasm_bindgen::JsCast;
        let object: Option<&js_sys::Object> = self.0.dyn_ref();
        let names = object.map(js_sys::Object::keys).unwrap_or_default();
        names.iter().filter_map(|it| it.as_string()).collect()
    }

    /// Its own pieces, if it is a list.
    pub fn list(&self) -> Option<Vec<Self>> {
        use wasm_bindgen::JsCast;
        let list: &js_sys::Array = self.0.dyn_ref()?;
        Some(list.iter().map(Self).collect())
    }

    /// A list.
    pub fn of_list(items: Vec<Self>) -> Self {
        let list = js_sys::Array::new();
        for it in items {
            list.push(&it.0);
        }
        Self(list.into())
    }

    /// An object; of fields with one name the last one counts.
    pub fn of_fields(fields: Vec<(String, Self)>) -> Self {
        let object = js_sys::Object::new();
        for (name, it) in fields {
            // Setting a field of a plain object of our own cannot fail.
            let _ = js_sys::Reflect::set(&object, &name.into(), &it.0);
        }
        Self(object.into())
    }

    /// Text, or a number as text.
    pub fn as_text(&self) -> Option<String> {
        match self.0.as_string() {
            None if self.0.as_f64().is_some() => {
                js_sys::JSON::stringify(&self.0).ok().map(Into::into)
            }
            text => text,
        }
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
    js_sys::JSON::parse(&digits::quote_long_integers(text))
        .map(Raw)
        .map_err(|err| js_sys::Error::from(err).message().into())
}

#[cfg(target_arch = "wasm32")]
fn read_value<T: DeserializeOwned>(value: Value) -> Result<T, String> {
    serde_wasm_bindgen::from_value(value).map_err(|err| err.to_string())
}
