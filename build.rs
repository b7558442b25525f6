//! Makes the list of texts from `locales/en.json`: an enum with a variant a key, so that a
//! sentence that does not exist does not compile, and the English itself.
// A build that cannot go on stops, and says where.
#![allow(clippy::expect_used)]

#[path = "src/i18n/areas.rs"]
mod areas;

use std::{collections::BTreeMap, env, fmt::Write, fs, path::Path};

const PLURALS: [&str; 6] = ["_zero", "_one", "_two", "_few", "_many", "_other"];

fn main() {
    println!("cargo::rerun-if-changed=locales/en.json");
    println!("cargo::rerun-if-changed=style");
    let english = fs::read_to_string("locales/en.json").expect("locales/en.json can be read");
    let english: BTreeMap<String, serde_json::Value> =
        serde_json::from_str(&english).expect("locales/en.json is an object of texts");
    let out = env::var("OUT_DIR").expect("cargo sets OUT_DIR");
    println!("cargo::rerun-if-changed=connectors");
    fs::write(Path::new(&out).join("mappings.rs"), mappings()).expect("OUT_DIR can be written");
    fs::write(Path::new(&out).join("texts.rs"), texts(&english)).expect("OUT_DIR can be written");
    for (name, sheet) in styles() {
        fs::write(Path::new(&out).join(name), sheet).expect("OUT_DIR can be written");
    }
}

/// The names of the release's mapping files.
fn mappings() -> String {
    let files = fs::read_dir("connectors").into_iter().flatten();
    let names = files.map(|it| it.expect("connectors/ can be read").file_name());
    let mut names: Vec<String> = names
        .filter_map(|it| it.to_str()?.strip_suffix(".json").map(str::to_owned))
        .filter(|it| !it.contains('.'))
        .collect();
    names.sort();
    format!(
        "/// The mapping files of the release, by name.\npub const MAPPINGS: &[&str] = &{names:?};\n"
    )
}

fn texts(english: &BTreeMap<String, serde_json::Value>) -> String {
    let strings: Vec<(&str, &str)> = english
        .iter()
        .filter(|(key, _)| !key.starts_with('@'))
        .map(|(key, text)| (key.as_str(), text.as_str().expect("a text is a string")))
        .collect();
    let (more, list): (Vec<_>, Vec<_>) =
        strings.into_iter().partition(|(key, _)| areas::is_more(key));
    // Those of the list come first: the others' keys travel with what says them.
    let (list_keys, more_keys) = (keys(&list), keys(&more));
    let mut out = String::from(
        "/// Everything Deskpane says. A variant a key of `locales/en.json`; its note there is its doc comment.\n\
         #[derive(Clone, Copy, Debug, PartialEq, Eq)]\npub enum Text {\n",
    );
    for key in list_keys.iter().chain(&more_keys) {
        let note = english.get(&format!("@{key}")).and_then(|it| it.as_str()).unwrap_or(key);
        writeln!(out, "    #[doc = {note:?}]\n    {},", variant(key)).expect("a string takes all");
    }
    writeln!(
        out,
        "}}\n\nconst KEYS: Keys = &{list_keys:?};\nconst MORE_KEYS: Keys = &{more_keys:?};"
    )
    .expect("a string takes all");
    writeln!(out, "const ENGLISH: Table = &{list:?};\nconst MORE_ENGLISH: Table = &{more:?};")
        .expect("a string takes all");
    out
}

/// The keys of texts, each once.
fn keys<'a>(strings: &[(&'a str, &str)]) -> Vec<&'a str> {
    let mut keys: Vec<&str> = strings.iter().map(|(key, _)| without_plural(key)).collect();
    keys.dedup();
    keys
}

fn without_plural(key: &str) -> &str {
    PLURALS.iter().find_map(|suffix| key.strip_suffix(suffix)).unwrap_or(key)
}

/// `list.empty_help` → `ListEmptyHelp`.
fn variant(key: &str) -> String {
    key.split(['.', '_']).map(|word| word[..1].to_ascii_uppercase() + &word[1..]).collect()
}

/// The sheets of all in `style/`, each in the order of its files' paths, `order.css` first: what the
/// list needs, what the ticket page and what search and filters add, and the one inside the HTML of messages. Comments and white
/// space that only people need are left out.
fn styles() -> [(&'static str, String); 4] {
    const TICKET: [&str; 7] = [
        "composer.css",
        "conversation.css",
        "escalation.css",
        "life.css",
        "save.css",
        "sidebar.css",
        "ticket.css",
    ];
    let mut files = Vec::new();
    collect(Path::new("style"), &mut files);
    files.sort_by_key(|it| (!it.ends_with("order.css"), it.clone()));
    let mut sheets =
        ["style.css", "ticket.css", "mail.css", "finding.css"].map(|name| (name, String::new()));
    for file in files {
        let css = fs::read_to_string(&file).expect("a style sheet can be read");
        let at = match file.file_name().and_then(|it| it.to_str()) {
            Some("mail.css") => 2,
            Some("finding.css") => 3,
            Some(name) if TICKET.contains(&name) => 1,
            _ => 0,
        };
        sheets[at].1.push_str(&squeeze(&css));
    }
    sheets
}

fn collect(folder: &Path, files: &mut Vec<std::path::PathBuf>) {
    for entry in fs::read_dir(folder).expect("style/ can be read") {
        let path = entry.expect("style/ can be read").path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|it| it == "css") {
            files.push(path);
        }
    }
}

fn squeeze(css: &str) -> String {
    let mut out = String::new();
    let mut rest = css;
    while let Some((before, after)) = rest.split_once("/*") {
        out.push_str(before);
        rest = after.split_once("*/").map_or("", |it| it.1);
    }
    out.push_str(rest);
    without_spaces(&out)
}

/// Without the white space, and the last semicolons, that mean nothing; what stands in quotes stays.
fn without_spaces(css: &str) -> String {
    let mut out = String::new();
    let mut quote = None;
    for it in css.chars() {
        if quote.is_none() && it.is_whitespace() {
            if !out.ends_with(['{', '}', ';', ',', ':', ' ']) {
                out.push(' ');
            }
            continue;
        }
        if quote.is_none() && "{};,".contains(it) && out.ends_with(' ') {
            out.pop();
        }
        if quote.is_none() && it == '}' && out.ends_with(';') {
            out.pop();
        }
        if matches!(it, '"' | '\'') {
            match quote {
                None => quote = Some(it),
                Some(begun) if begun == it => quote = None,
                Some(_) => {}
            }
        }
        out.push(it);
    }
    out
}
