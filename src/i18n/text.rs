//! The list of texts, made from `locales/en.json` by `build.rs`. English is compiled in: it is
//! the end of every fallback chain. What only chunks say travels with them.

use std::cell::Cell;

include!(concat!(env!("OUT_DIR"), "/texts.rs"));

impl Text {
    /// Its key in the translation files, without a plural suffix; nothing before the chunk that says
    /// it is here.
    pub fn key(self) -> &'static str {
        let at = self as usize;
        let more = || MORE.get().0.get(at.checked_sub(KEYS.len())?);
        KEYS.get(at).or_else(more).copied().unwrap_or_default()
    }
}

/// The English text of a whole key (with its plural suffix).
pub(super) fn english(key: &str) -> Option<&'static str> {
    let find = |texts: Table| Some(texts[texts.binary_search_by(|(it, _)| (*it).cmp(key)).ok()?].1);
    find(ENGLISH).or_else(|| find(MORE.get().1))
}

type Keys = &'static [&'static str];
type Table = &'static [(&'static str, &'static str)];

thread_local! {
    static MORE: Cell<(Keys, Table)> = const { Cell::new((&[], &[])) };
}

/// Adds what chunks say in English, and its keys. Named only by them, and so part of them.
pub fn add_english() {
    MORE.set((MORE_KEYS, MORE_ENGLISH));
}
