//! English, and that the code says all of it and nothing else. What the other languages owe English —
//! every key, the same blanks, a form for each plural category — is `cargo xtask locale check`, which
//! asks Node.js for CLDR's tables; only what needs no table is held here as well.

#[path = "../../src/i18n/areas.rs"]
mod areas;

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenTree;
use serde_json::{Map, Value};

use crate::source::{File, files, flat, none, read, tokens};

const PLURALS: [&str; 6] = ["_zero", "_one", "_two", "_few", "_many", "_other"];

/// A translation file, in its own order.
struct Locale {
    tag: String,
    entries: Vec<(String, String)>,
}

impl Locale {
    fn of(file: &File) -> Self {
        let tag = file.path.trim_start_matches("locales/").trim_end_matches(".json").to_owned();
        Self { tag, entries: entries(&file.text) }
    }

    fn texts(&self) -> impl Iterator<Item = (&str, &str)> {
        let texts = self.entries.iter().filter(|it| !it.0.starts_with('@'));
        texts.map(|it| (it.0.as_str(), it.1.as_str()))
    }

    fn keys(&self) -> BTreeSet<&str> {
        self.texts().map(|it| base(it.0)).collect()
    }
}

/// Keys and values in the order of the file; `@@meta` has a value that is no text.
fn entries(text: &str) -> Vec<(String, String)> {
    let object: Map<String, Value> = serde_json::from_str(text).expect("a translation file");
    // serde_json sorts its maps here, so the order is read off the text.
    let mut found: Vec<(usize, String, String)> = object
        .into_iter()
        .map(|(key, value)| {
            let at = text.find(&format!("\n  {}:", Value::from(key.as_str()))).unwrap_or(0);
            (at, key, value.as_str().unwrap_or_default().to_owned())
        })
        .collect();
    found.sort();
    found.into_iter().map(|(_, key, value)| (key, value)).collect()
}

fn base(key: &str) -> &str {
    PLURALS.iter().find_map(|it| key.strip_suffix(it)).unwrap_or(key)
}

fn blanks(text: &str) -> BTreeSet<&str> {
    text.split("{{").skip(1).filter_map(|it| it.split_once("}}")).map(|it| it.0.trim()).collect()
}

/// `list.empty_help` → `ListEmptyHelp`, as build.rs names it.
fn variant(key: &str) -> String {
    key.split(['.', '_']).map(|it| it[..1].to_ascii_uppercase() + &it[1..]).collect()
}

/// What is wrong with English by itself, given the names of texts that the code says.
fn in_english(locale: &Locale, said: &BTreeSet<String>) -> Vec<String> {
    let mut found = Vec::new();
    let notes: BTreeMap<&str, &str> = locale
        .entries
        .iter()
        .filter(|it| !it.0.starts_with("@@"))
        .filter_map(|it| Some((it.0.strip_prefix('@')?, it.1.as_str())))
        .collect();
    let keys = locale.keys();
    for key in &keys {
        match notes.get(key) {
            None => found.push(format!("{key} has no note: @{key}")),
            Some(note) if note.trim().is_empty() => found.push(format!("@{key} says nothing")),
            Some(_) => {}
        }
        if !said.contains(&variant(key)) {
            found.push(format!("{key} is said nowhere: Text::{}", variant(key)));
        }
        let forms: Vec<&str> =
            locale.texts().filter(|it| base(it.0) == *key).map(|it| it.0).collect();
        if forms.len() > 1 || forms[0] != *key {
            let wanted = [format!("{key}_one"), format!("{key}_other")];
            if forms != wanted {
                found.push(format!("{key} has the forms {forms:?}; English has one and other"));
            }
        }
    }
    let orphans = notes.keys().filter(|it| !keys.contains(*it));
    found.extend(orphans.map(|it| format!("@{it} is about nothing")));
    found
}

/// What is wrong with any language, held against English.
fn in_any(locale: &Locale, english: &Locale) -> Vec<String> {
    let mut found = Vec::new();
    let order = |key: &str| (!key.starts_with("@@"), key.trim_start_matches('@').to_owned());
    for pair in locale.entries.windows(2) {
        if order(&pair[0].0) > order(&pair[1].0) {
            found.push(format!("{} stands before {}", pair[0].0, pair[1].0));
        }
    }
    let of_english: BTreeMap<&str, BTreeSet<&str>> =
        english.texts().fold(BTreeMap::new(), |mut all, (key, text)| {
            all.entry(base(key)).or_default().extend(blanks(text));
            all
        });
    for (key, text) in locale.texts() {
        if text.trim() != text || text.is_empty() {
            found.push(format!("{key} is empty or has spaces around it"));
        }
        if text.contains(['!', '！', '¡']) {
            found.push(format!("{key} exclaims"));
        }
        match of_english.get(base(key)) {
            None => found.push(format!("{key} is no text of ours")),
            Some(known) => {
                let unknown: Vec<&str> = blanks(text).difference(known).copied().collect();
                if !unknown.is_empty() {
                    found.push(format!("{key} has blanks that English has not: {unknown:?}"));
                }
            }
        }
    }
    let (own, wanted) = (locale.keys(), english.keys());
    found.extend(wanted.difference(&own).map(|it| format!("{it} is missing")));
    found
}

/// The names behind `Text::` in these sources, tests in them included.
fn said(sources: &[File]) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for file in sources {
        let all = flat(tokens(file));
        let is_text = |it: &TokenTree| matches!(it, TokenTree::Ident(name) if name == "Text");
        for at in (0..all.len().saturating_sub(3)).filter(|at| is_text(&all[*at])) {
            if all[at + 1].to_string() == ":" {
                found.insert(all[at + 3].to_string());
            }
        }
    }
    found
}

fn with_path(locale: &Locale, found: Vec<String>) -> Vec<String> {
    found.into_iter().map(|it| format!("locales/{}.json: {it}", locale.tag)).collect()
}

#[test]
fn english_is_noted_and_said() {
    let english = Locale { tag: "en".into(), entries: entries(&read("locales/en.json")) };
    none(&with_path(&english, in_english(&english, &said(&files("src", &["rs"])))));
}

/// Whether a source may be in the first list's file. What is in a folder of a chunk is not.
fn is_of_first_list(path: &str) -> bool {
    const CHUNKS: [&str; 8] =
        ["composer", "escalation", "export", "finding", "life", "live", "sidebar", "ticket"];
    let folder = path.strip_prefix("src/view/").and_then(|it| it.split_once('/'));
    !folder.is_some_and(|(name, _)| CHUNKS.contains(&name)) && !path.starts_with("src/i18n/")
}

#[test]
fn the_first_list_says_nothing_that_travels_later() {
    let english = Locale { tag: "en".into(), entries: entries(&read("locales/en.json")) };
    let mut sources = files("src", &["rs"]);
    sources.retain(|it| is_of_first_list(&it.path));
    let said = said(&sources);
    let early = |it: &&&str| areas::is_more(it) && said.contains(&variant(it));
    none(
        &english.keys().iter().filter(early).map(|it| format!("{it} is said")).collect::<Vec<_>>(),
    );
}

#[test]
fn every_language_says_what_english_says() {
    let english = Locale { tag: "en".into(), entries: entries(&read("locales/en.json")) };
    let all = files("locales", &["json"]);
    let each = all.iter().filter(|it| it.path != "locales/index.json").map(Locale::of);
    none(&each.flat_map(|it| with_path(&it, in_any(&it, &english))).collect::<Vec<_>>());
}

#[test]
fn every_hole_goes_red() {
    let locale = |tag: &str, entries: &[(&str, &str)]| Locale {
        tag: tag.into(),
        entries: entries.iter().map(|it| (it.0.to_owned(), it.1.to_owned())).collect(),
    };
    let english = locale(
        "en",
        &[
            ("@@locale", "en"),
            ("@a.b", "A note."),
            ("a.b", "Hi {{name}}"),
            ("c_one", "{{count}} day"),
            ("@d", "Gone."),
        ],
    );
    assert_eq!(
        in_english(&english, &BTreeSet::from(["AB".to_owned()])),
        [
            "c has no note: @c",
            "c is said nowhere: Text::C",
            "c has the forms [\"c_one\"]; English has one and other",
            "@d is about nothing",
        ]
    );
    let other = locale("xx", &[("z", "Z"), ("a.b", "Hi {{nom}} !"), ("e", " ")]);
    assert_eq!(
        in_any(&other, &english),
        [
            "z stands before a.b",
            "z is no text of ours",
            "a.b exclaims",
            "a.b has blanks that English has not: [\"nom\"]",
            "e is empty or has spaces around it",
            "e is no text of ours",
            "c is missing",
        ]
    );
}
