//! `cargo xtask locale check`: every translation file says everything, and says it completely (I2).
//!
//! English is what the others are held against: the same keys, the same blanks, and a form for
//! every plural category that the language has.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    process::Command,
};

use anyhow::{Context as _, Result, bail};
use serde::Deserialize;
use serde_json::Value;

use crate::{
    build::files,
    run::{output, root},
};

const CATEGORIES: [&str; 6] = ["zero", "one", "two", "few", "many", "other"];

/// What to do with the translation files.
#[derive(clap::Subcommand)]
pub enum Task {
    /// Hold the files against English; all of them when none is named
    Check {
        /// Language tags, such as fr or pt-BR
        tags: Vec<String>,
    },
}

/// The texts of one file, in the order of the file.
struct Texts {
    tag: String,
    entries: Vec<(String, Value)>,
}

/// What CLDR knows of a language.
#[derive(Deserialize)]
struct Language {
    canonical: Option<String>,
    required: Vec<String>,
    allowed: Vec<String>,
}

/// Prints every problem; whether there is none.
pub fn check(only: &[String]) -> Result<bool> {
    let mut all = Vec::new();
    for file in files(&root().join("locales"))? {
        if let Some(tag) = file.to_str().and_then(|it| it.strip_suffix(".json")) {
            let text = fs::read_to_string(root().join("locales").join(&file))?;
            all.push(read(tag, &text)?);
        }
    }
    let mut command = Command::new("node");
    command.arg(root().join("xtask/src/plurals.mjs")).args(all.iter().map(|it| &it.tag));
    let languages: BTreeMap<String, Language> = serde_json::from_str(&output(&mut command)?)
        .context("reading what Node.js says of the languages")?;
    let english = all.iter().find(|it| it.tag == "en").context("locales/en.json is not there")?;
    if let Some(unknown) = only.iter().find(|tag| !all.iter().any(|it| it.tag == **tag)) {
        bail!("locales/{unknown}.json is not there");
    }

    let mut clean = true;
    for texts in all.iter().filter(|it| only.is_empty() || only.contains(&it.tag)) {
        let problems = problems(texts, english, &languages[&texts.tag]);
        for problem in &problems {
            println!("locales/{}.json: {problem}", texts.tag);
        }
        clean &= problems.is_empty();
    }
    println!("{} translation files {}", all.len(), if clean { "are complete" } else { "checked" });
    Ok(clean)
}

fn read(tag: &str, text: &str) -> Result<Texts> {
    let object: serde_json::Map<String, Value> =
        serde_json::from_str(text).with_context(|| format!("locales/{tag}.json"))?;
    Ok(Texts { tag: tag.to_owned(), entries: object.into_iter().collect() })
}

fn problems(texts: &Texts, english: &Texts, language: &Language) -> Vec<String> {
    let mut found = Vec::new();
    if language.canonical.as_deref() != Some(&texts.tag) {
        let known = language.canonical.as_deref().unwrap_or("nothing");
        found
            .push(format!("{} is not how this language is written; CLDR knows {known}", texts.tag));
    }
    let named =
        texts.entries.iter().find(|(key, _)| key == "@@locale").and_then(|(_, it)| it.as_str());
    if named != Some(&texts.tag) {
        found.push(format!("@@locale is {named:?}"));
    }
    let (own, source) = (sentences(texts, &mut found), sentences(english, &mut Vec::new()));
    for (base, forms) in &source {
        let Some(translated) = own.get(base) else {
            found.push(format!("{base} is missing"));
            continue;
        };
        plural(base, forms, translated, language, &mut found);
        let blanks: BTreeSet<&str> = forms.values().flat_map(|it| blanks(it)).collect();
        for (form, text) in translated {
            for blank in self::blanks(text).difference(&blanks) {
                found.push(format!("{base}{form} has a blank {blank} that English has not"));
            }
            // Forms such as "one ticket" may leave the count out; a sentence without forms may not.
            for blank in blanks.difference(&self::blanks(text)).filter(|_| form.is_empty()) {
                found.push(format!("{base} has no blank {blank}"));
            }
            if text.trim() != *text || text.is_empty() {
                found.push(format!("{base}{form} is empty or has spaces around it"));
            }
        }
    }
    for base in own.keys().filter(|base| !source.contains_key(*base)) {
        found.push(format!("{base} is no text of ours"));
    }
    found
}

/// Holds the plural forms of one text against what the language needs.
fn plural(
    base: &str,
    english: &BTreeMap<String, &str>,
    own: &BTreeMap<String, &str>,
    language: &Language,
    found: &mut Vec<String>,
) {
    if english.contains_key("") != own.contains_key("") {
        found.push(format!("{base} has plural forms in one language and none in the other"));
        return;
    }
    if own.contains_key("") {
        return;
    }
    for category in language.required.iter().filter(|it| !own.contains_key(&format!("_{it}"))) {
        found.push(format!("{base}_{category} is missing"));
    }
    for form in
        own.keys().filter(|form| !language.allowed.iter().any(|it| **form == format!("_{it}")))
    {
        found.push(format!("{base}{form} is a form that this language does not have"));
    }
}

/// Texts by key without plural suffix, then by suffix (`""` or `_one` …). Notes are left out.
fn sentences<'a>(
    texts: &'a Texts,
    found: &mut Vec<String>,
) -> BTreeMap<String, BTreeMap<String, &'a str>> {
    let mut all: BTreeMap<String, BTreeMap<String, &str>> = BTreeMap::new();
    for (key, value) in texts.entries.iter().filter(|(key, _)| !key.starts_with('@')) {
        let Some(text) = value.as_str() else {
            found.push(format!("{key} is not a text"));
            continue;
        };
        let suffix = CATEGORIES.iter().find_map(|it| key.strip_suffix(it)?.strip_suffix('_'));
        let base = suffix.unwrap_or(key);
        all.entry(base.to_owned()).or_default().insert(key[base.len()..].to_owned(), text);
    }
    all
}

/// The `{{blanks}}` of a text.
fn blanks(text: &str) -> BTreeSet<&str> {
    text.split("{{").skip(1).filter_map(|it| it.split_once("}}")).map(|(name, _)| name).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn language(required: &[&str]) -> Language {
        let list: Vec<String> = required.iter().map(|&it| it.to_owned()).collect();
        Language { canonical: Some("xx".to_owned()), required: list.clone(), allowed: list }
    }

    fn texts(json: &str) -> Texts {
        read("xx", json).unwrap()
    }

    #[test]
    fn a_complete_file_has_no_problem() {
        let en = texts(r#"{"a_one":"{{count}} day","a_other":"{{count}} days","b":"Hi {{name}}"}"#);
        let own = texts(
            r#"{"@@locale":"xx","a_few":"{{count}} d","a_other":"{{count}} ds","b":"{{name}}, hi"}"#,
        );
        assert_eq!(problems(&own, &en, &language(&["few", "other"])), Vec::<String>::new());
    }

    #[test]
    fn every_hole_is_named() {
        let en = texts(
            r#"{"a_one":"{{count}} day","a_other":"{{count}} days","b":"Hi {{name}}","c":"C"}"#,
        );
        let own = texts(r#"{"@@locale":"xx","a_other":"{{n}}","b":"Hi","d":"D"}"#);
        let found = problems(&own, &en, &language(&["few", "other"]));
        assert_eq!(
            found,
            [
                "a_few is missing",
                "a_other has a blank n that English has not",
                "b has no blank name",
                "c is missing",
                "d is no text of ours",
            ]
        );
    }
}
