//! The browser's `Intl`, bound by hand: the few calls we make, and no data of our own (I2).
//!
//! Building a formatter costs far more than using it, so each is built once a language.

use std::cell::OnceCell;

use js_sys::{Object, Reflect};
use wasm_bindgen::prelude::*;

use super::negotiate::Likely;
use crate::domain::Time;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = Intl)]
    type Locale;
    #[wasm_bindgen(catch, constructor, js_namespace = Intl)]
    fn new(tag: &str) -> Result<Locale, JsValue>;
    #[wasm_bindgen(method)]
    fn maximize(this: &Locale) -> Locale;
    #[wasm_bindgen(method, getter)]
    fn language(this: &Locale) -> String;
    #[wasm_bindgen(method, getter)]
    fn script(this: &Locale) -> Option<String>;

    #[wasm_bindgen(js_namespace = Intl)]
    type DateTimeFormat;
    #[wasm_bindgen(catch, constructor, js_namespace = Intl)]
    fn new(tag: &str, options: &Object) -> Result<DateTimeFormat, JsValue>;
    #[wasm_bindgen(method)]
    fn format(this: &DateTimeFormat, at: f64) -> String;
    #[wasm_bindgen(static_method_of = DateTimeFormat, js_namespace = Intl, js_name = supportedLocalesOf)]
    fn supported(tag: &str) -> js_sys::Array;

    #[wasm_bindgen(js_namespace = Intl)]
    type NumberFormat;
    #[wasm_bindgen(catch, constructor, js_namespace = Intl)]
    fn new(tag: &str, options: &Object) -> Result<NumberFormat, JsValue>;
    #[wasm_bindgen(method)]
    fn format(this: &NumberFormat, number: f64) -> String;

    #[wasm_bindgen(js_namespace = Intl)]
    type RelativeTimeFormat;
    #[wasm_bindgen(catch, constructor, js_namespace = Intl)]
    fn new(tag: &str, options: &Object) -> Result<RelativeTimeFormat, JsValue>;
    #[wasm_bindgen(method)]
    fn format(this: &RelativeTimeFormat, amount: f64, unit: &str) -> String;

    #[wasm_bindgen(js_namespace = Intl)]
    type ListFormat;
    #[wasm_bindgen(catch, constructor, js_namespace = Intl)]
    fn new(tag: &str) -> Result<ListFormat, JsValue>;
    #[wasm_bindgen(method)]
    fn format(this: &ListFormat, items: &js_sys::Array) -> String;

    #[wasm_bindgen(js_namespace = Intl)]
    type PluralRules;
    #[wasm_bindgen(catch, constructor, js_namespace = Intl)]
    fn new(tag: &str) -> Result<PluralRules, JsValue>;
    #[wasm_bindgen(method)]
    fn select(this: &PluralRules, number: f64) -> String;
}

/// Stands in where the browser has no data for a language: numbers only, year first, so that no
/// English month name gets into another language's sentence.
const NEUTRAL: &str = "sv";

/// As "full" and "long" would be, without the seconds.
const WITH_ZONE: [(&str, &str); 7] = [
    ("weekday", "long"),
    ("year", "numeric"),
    ("month", "long"),
    ("day", "numeric"),
    ("hour", "numeric"),
    ("minute", "2-digit"),
    ("timeZoneName", "short"),
];

/// Formatters of one language.
pub struct Formats {
    wanted: String,
    has_data: OnceCell<bool>,
    day_and_time: OnceCell<Option<DateTimeFormat>>,
    day: OnceCell<Option<DateTimeFormat>>,
    with_zone: OnceCell<Option<DateTimeFormat>>,
    number: OnceCell<Option<NumberFormat>>,
    relative: OnceCell<Option<RelativeTimeFormat>>,
    list: OnceCell<Option<ListFormat>>,
}

impl Formats {
    /// For a tag, region and all: `fr-CA` writes dates in its own way. The browser is asked with the first of them: that
    /// takes it 15 ms.
    pub fn new(tag: &str) -> Self {
        Self {
            wanted: tag.to_owned(),
            has_data: OnceCell::new(),
            day_and_time: OnceCell::new(),
            day: OnceCell::new(),
            with_zone: OnceCell::new(),
            number: OnceCell::new(),
            relative: OnceCell::new(),
            list: OnceCell::new(),
        }
    }

    /// "20 Nov 2026, 14:05", in the browser's time zone (L3).
    pub fn day_and_time(&self, at: Time) -> String {
        let format = self
            .day_and_time
            .get_or_init(|| self.dates(&[("dateStyle", "medium"), ("timeStyle", "short")]));
        self.date(format, at)
    }

    /// "20 Nov 2026".
    pub fn day(&self, at: Time) -> String {
        let format = self.day.get_or_init(|| self.dates(&[("dateStyle", "medium")]));
        self.date(format, at)
    }

    /// As [`Self::day_and_time`], with the day of the week and the zone: for tooltips.
    pub fn with_zone(&self, at: Time) -> String {
        let format = self.with_zone.get_or_init(|| self.dates(&WITH_ZONE));
        self.date(format, at)
    }

    /// "3 days ago", "in 2 hours"; the date itself where the browser has no words for it.
    pub fn ago(&self, at: Time, now: Time) -> String {
        if !self.has_data() {
            return self.day_and_time(at);
        }
        let seconds = (at.millis() - now.millis()) / 1000.0;
        let (amount, unit) = largest_unit(seconds);
        let format = self.relative.get_or_init(|| {
            RelativeTimeFormat::new(self.tag(), &options(&[("numeric", "auto")])).ok()
        });
        format.as_ref().map_or_else(|| self.day_and_time(at), |it| it.format(amount, unit))
    }

    /// A number with the language's own digits and groups.
    pub fn number(&self, number: f64) -> String {
        let format = self.number.get_or_init(|| NumberFormat::new(self.tag(), &Object::new()).ok());
        format.as_ref().map_or_else(|| (number as i64).to_string(), |it| it.format(number))
    }

    /// "48 kB". Rare, so not kept.
    pub fn bytes(&self, bytes: f64) -> String {
        let (amount, unit) = match bytes {
            ..1e3 => (bytes, "byte"),
            ..1e6 => (bytes / 1e3, "kilobyte"),
            _ => (bytes / 1e6, "megabyte"),
        };
        let chosen = options(&[("style", "unit"), ("unit", unit), ("unitDisplay", "short")]);
        let _ = Reflect::set(&chosen, &"maximumSignificantDigits".into(), &3.into());
        NumberFormat::new(self.tag(), &chosen)
            .map_or_else(|_| (amount as i64).to_string(), |it| it.format(amount))
    }

    /// "Ann, Bo and Cleo".
    pub fn list(&self, items: &[String]) -> String {
        let format = self.list.get_or_init(|| ListFormat::new(self.tag()).ok());
        let array: js_sys::Array = items.iter().map(|it| JsValue::from_str(it)).collect();
        format.as_ref().map_or_else(|| items.join(", "), |it| it.format(&array))
    }

    fn dates(&self, chosen: &[(&str, &str)]) -> Option<DateTimeFormat> {
        DateTimeFormat::new(self.tag(), &options(chosen)).ok()
    }

    fn tag(&self) -> &str {
        if self.has_data() { &self.wanted } else { NEUTRAL }
    }

    fn has_data(&self) -> bool {
        *self.has_data.get_or_init(|| {
            Locale::new(&self.wanted).is_ok()
                && DateTimeFormat::supported(&self.wanted).length() > 0
        })
    }

    fn date(&self, format: &Option<DateTimeFormat>, at: Time) -> String {
        format.as_ref().map_or_else(|| at.to_rfc3339(), |it| it.format(at.millis()))
    }
}

/// The CLDR plural category of `number` in `tag`.
pub fn plural_category(tag: &str, number: f64) -> String {
    PluralRules::new(tag).map_or_else(|_| "other".into(), |it| it.select(number))
}

/// `None` for what is no BCP 47 tag.
pub fn likely(tag: &str) -> Option<Likely> {
    let full = Locale::new(tag).ok()?.maximize();
    Some(Likely { language: full.language(), script: full.script().unwrap_or_default() })
}

/// Whether a tag's script runs from right to left (I4).
pub fn is_right_to_left(tag: &str) -> bool {
    // Wherever these are written: the browser need not be asked, which takes it some milliseconds.
    const NEVER: &str = "de en es fr it ja ko nl pl pt ru zh";
    let (language, rest) = tag.split_once('-').unwrap_or((tag, ""));
    if rest.len() < 4 && NEVER.split(' ').any(|it| it == language) {
        return false;
    }
    const SCRIPTS: [&str; 8] = ["Arab", "Hebr", "Thaa", "Syrc", "Nkoo", "Adlm", "Rohg", "Mand"];
    likely(tag).is_some_and(|it| SCRIPTS.contains(&it.script.as_str()))
}

fn options(chosen: &[(&str, &str)]) -> Object {
    let object = Object::new();
    for (name, value) in chosen {
        // Setting a field of a plain object of our own cannot fail.
        let _ = Reflect::set(&object, &JsValue::from_str(name), &JsValue::from_str(value));
    }
    object
}

/// The unit a person would use: 90 minutes are "1 hour ago", 45 days "1 month ago".
fn largest_unit(seconds: f64) -> (f64, &'static str) {
    const UNITS: [(f64, &str); 5] = [
        (31_557_600.0, "year"),
        (2_629_800.0, "month"),
        (86_400.0, "day"),
        (3_600.0, "hour"),
        (60.0, "minute"),
    ];
    let unit = UNITS.iter().find(|(size, _)| seconds.abs() >= *size);
    // "Now" up to a minute: the clock ticks no finer.
    unit.map_or((0.0, "second"), |(size, name)| ((seconds / size).trunc(), *name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_is_told_in_its_largest_unit() {
        for (seconds, expected) in [
            (-30.0, (0.0, "second")),
            (-90.0, (-1.0, "minute")),
            (-5_400.0, (-1.0, "hour")),
            (3.0 * 86_400.0, (3.0, "day")),
            (-45.0 * 86_400.0, (-1.0, "month")),
            (-800.0 * 86_400.0, (-2.0, "year")),
        ] {
            assert_eq!(largest_unit(seconds), expected);
        }
    }
}
