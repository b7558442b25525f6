//! The list of texts, made from `locales/en.json` by `build.rs`. English is compiled in: it is
//! the end of every fallback chain.

include!(concat!(env!("OUT_DIR"), "/texts.rs"));

impl Text {
    /// Its key in the translation files, without a plural suffix.
    pub fn key(self) -> &'static str {
        KEYS[self as usize]
    }
}

/// The English text of a whole key (with its plural suffix).
pub(super) fn english(key: &str) -> Option<&'static str> {
    let at = ENGLISH.binary_search_by(|(it, _)| (*it).cmp(key)).ok()?;
    Some(ENGLISH[at].1)
}
