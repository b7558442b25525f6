//! What we say: texts, the language they are in, and the browser's own numbers and dates.
//!
//! A language is chosen for the whole widget; when it changes, the views are made anew, so a text
//! costs no reactive binding. Nothing typed is in a view, so nothing is lost (I6).

mod intl;
mod language;
mod lexicon;
mod load;
mod negotiate;
mod text;

use std::{cell::Cell, rc::Rc};

use leptos::prelude::*;

pub use language::Language;
pub use load::{Source, load};
pub use text::{Text, add_english};

use crate::domain::Time;
use intl::Formats;
use lexicon::{Pack, fill, look_up};

/// A language, loaded: its texts, what stands in for missing ones, and its formats.
pub struct Lexicon {
    chain: Vec<Pack>,
    is_more_wanted: Cell<bool>,
    formats: Formats,
    tag: String,
}

impl Lexicon {
    /// From the files of a fallback chain; `formats` is the tag for dates and numbers.
    fn new(chain: Vec<Pack>, formats: &str) -> Self {
        Self {
            chain,
            is_more_wanted: Cell::new(false),
            formats: Formats::new(formats),
            tag: formats.to_owned(),
        }
    }

    /// The language in force, as it was asked for (`fr-CA`).
    pub fn tag(&self) -> &str {
        &self.tag
    }

    /// `rtl` or `ltr`, from the language that speaks first (I4).
    pub fn direction(&self) -> &'static str {
        let first = self.chain.first().map_or("en", |it| it.tag.as_str());
        if intl::is_right_to_left(first) { "rtl" } else { "ltr" }
    }

    /// Whether chunks speak in it: then a language that follows it must say the same.
    pub fn is_more_wanted(&self) -> bool {
        self.is_more_wanted.get()
    }

    /// The language a text found at `depth` is in, if it is not the one in force.
    fn foreign(&self, depth: usize) -> Option<String> {
        (depth > 0)
            .then(|| self.chain.get(depth).map_or_else(|| "en".to_owned(), |it| it.tag.clone()))
    }
}

/// The handle views hold. `Copy`; says things in the language in force.
#[derive(Clone, Copy)]
pub struct Words(StoredValue<Rc<Lexicon>, LocalStorage>);

impl Words {
    /// Makes `lexicon` the language of everything below the current owner.
    pub fn provide(lexicon: Rc<Lexicon>) -> Self {
        let words = Self(StoredValue::new_local(lexicon));
        provide_context(words);
        words
    }

    /// The words of the view this is called in.
    pub fn here() -> Self {
        expect_context()
    }

    /// What it speaks from: for what outlasts the view.
    pub fn lexicon(self) -> Rc<Lexicon> {
        self.0.get_value()
    }

    /// The language in force.
    pub fn tag(self) -> String {
        self.0.with_value(|it| it.tag().to_owned())
    }

    /// A text as a string, for attributes. Content wants [`Self::say`], which marks another language.
    pub fn text(self, text: Text) -> String {
        self.find(text, None, &[]).0
    }

    /// A text, and the language it is in where that is not the one in force.
    pub fn said(self, text: Text) -> (String, Option<String>) {
        self.find(text, None, &[])
    }

    /// As [`Self::text`], with values in its blanks.
    pub fn fill(self, text: Text, values: &[(&str, &str)]) -> String {
        self.find(text, None, values).0
    }

    /// A text that counts: the plural form of `count`, which fills the blank `count`.
    pub fn count(self, text: Text, count: u32, values: &[(&str, &str)]) -> String {
        self.find(text, Some(count), values).0
    }

    /// A text as content; one that had to come from another language says so (WCAG 3.1.2).
    pub fn say(self, text: Text) -> AnyView {
        marked(self.find(text, None, &[]))
    }

    /// As [`Self::say`], with values in its blanks.
    pub fn say_with(self, text: Text, values: &[(&str, &str)]) -> AnyView {
        marked(self.find(text, None, values))
    }

    /// As [`Self::say`], for a text that counts.
    pub fn say_count(self, text: Text, count: u32, values: &[(&str, &str)]) -> AnyView {
        marked(self.find(text, Some(count), values))
    }

    /// A text, filled, and the language it is in where that is not the one in force.
    fn find(
        self,
        text: Text,
        count: Option<u32>,
        values: &[(&str, &str)],
    ) -> (String, Option<String>) {
        self.0.with_value(|it| {
            let Some(count) = count else {
                let found = look_up(&it.chain, text, None);
                return (fill(found.text, values), it.foreign(found.depth));
            };
            let number = f64::from(count);
            let found = look_up(&it.chain, text, Some(&|tag| intl::plural_category(tag, number)));
            let shown = it.formats.number(number);
            let mut values = values.to_vec();
            values.push(("count", &shown));
            (fill(found.text, &values), it.foreign(found.depth))
        })
    }

    /// "20 Nov 2026, 14:05".
    pub fn day_and_time(self, at: Time) -> String {
        self.0.with_value(|it| it.formats.day_and_time(at))
    }

    /// "20 Nov 2026".
    pub fn day(self, at: Time) -> String {
        self.0.with_value(|it| it.formats.day(at))
    }

    /// With day of the week and time zone: for tooltips.
    pub fn with_zone(self, at: Time) -> String {
        self.0.with_value(|it| it.formats.with_zone(at))
    }

    /// "3 days ago".
    pub fn ago(self, at: Time, now: Time) -> String {
        self.0.with_value(|it| it.formats.ago(at, now))
    }

    /// A number in the language's own digits.
    pub fn number(self, number: u32) -> String {
        self.0.with_value(|it| it.formats.number(f64::from(number)))
    }

    /// "48 kB".
    pub fn bytes(self, bytes: f64) -> String {
        self.0.with_value(|it| it.formats.bytes(bytes))
    }

    /// "Ann, Bo and Cleo".
    pub fn list(self, items: &[String]) -> String {
        self.0.with_value(|it| it.formats.list(items))
    }
}

fn marked((text, foreign): (String, Option<String>)) -> AnyView {
    match foreign {
        None => text.into_any(),
        Some(lang) => view! { <span lang=lang dir="auto">{text}</span> }.into_any(),
    }
}
