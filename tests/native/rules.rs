//! Rule id → the tests that show it: `tests/rules.toml`. A rule that is claimed has a test, and a test
//! that is named exists.

use std::collections::{BTreeMap, BTreeSet};

use crate::source::{File, files, none, read, tests, tokens};

/// Where tests are, and what their names begin with. Unit tests are named after their crate.
const PLACES: [(&str, &str); 9] = [
    ("tests/native/", "native"),
    ("tests/e2e/", "e2e"),
    ("tests/browser/", "browser"),
    ("tests/peers/", "peers"),
    ("src/", "deskpane"),
    ("contract/tests/", "contract"),
    ("demo/tests/api/", "demo"),
    ("demo/src/", "demo"),
    ("xtask/src/", "xtask"),
];

/// The letters of the product's rules, and how many rules each has.
const RULES: [(&str, u32); 19] = [
    ("A", 6),
    ("C", 3),
    ("E", 7),
    ("H", 4),
    ("I", 7),
    ("K", 3),
    ("L", 14),
    ("M", 8),
    ("N", 4),
    ("O", 3),
    ("P", 4),
    ("Q", 3),
    ("R", 8),
    ("S", 5),
    ("T", 5),
    ("V", 5),
    ("X", 3),
    ("Y", 2),
    ("Z", 1),
];

type Claims = BTreeMap<String, Vec<String>>;

fn claims(text: &str) -> Claims {
    let file: BTreeMap<String, Claims> = toml::from_str(text).expect("tests/rules.toml");
    file.into_values().flatten().collect()
}

/// The tests of a file, by the names of their modules.
fn named(file: &File) -> BTreeSet<String> {
    let Some((folder, kind)) = PLACES.iter().find(|it| file.path.starts_with(it.0)) else {
        return BTreeSet::new();
    };
    let below = file.path[folder.len()..].trim_end_matches(".rs").trim_end_matches("/mod");
    let below = below.replace('/', "::");
    let module = match below.as_str() {
        "main" | "lib" | "mod" => (*kind).to_owned(),
        _ if below == *kind => (*kind).to_owned(),
        _ => format!("{kind}::{below}"),
    };
    tests(tokens(file), &module)
}

fn breaches(claims: &Claims, there: &BTreeSet<String>) -> Vec<String> {
    let mut found = Vec::new();
    for (rule, tests) in claims {
        let letter = RULES.iter().find(|(letter, _)| rule.starts_with(letter));
        let number = rule.get(1..).and_then(|it| it.parse::<u32>().ok());
        let is_rule = letter.zip(number).is_some_and(|((_, most), it)| (1..=*most).contains(&it));
        if !is_rule {
            found.push(format!("{rule} is no rule"));
        }
        if tests.is_empty() {
            found.push(format!("{rule} has no test"));
        }
        let missing = tests.iter().filter(|it| !there.contains(*it));
        found.extend(missing.map(|it| format!("{rule}: there is no test {it}")));
    }
    found
}

#[test]
fn every_rule_that_is_claimed_has_its_tests() {
    let sources = ["tests", "src", "contract/tests", "demo", "xtask/src"];
    let there =
        sources.iter().flat_map(|it| files(it, &["rs"])).flat_map(|it| named(&it)).collect();
    none(&breaches(&claims(&read("tests/rules.toml")), &there));
}

#[test]
fn a_claim_without_a_test_goes_red() {
    let text = "[rules]\nL2 = [\"native::list::opens\", \"native::list::gone\"]\nL3 = []\nL99 = [\"native::list::opens\"]";
    let there = BTreeSet::from(["native::list::opens".to_owned()]);
    assert_eq!(
        breaches(&claims(text), &there),
        ["L2: there is no test native::list::gone", "L3 has no test", "L99 is no rule"]
    );
}

#[test]
fn a_test_is_named_after_its_file() {
    let check = |path: &str, expected: &str| {
        let text = "#[test] fn a() {} fn b() {}".to_owned();
        let file = File { path: path.to_owned(), text };
        assert_eq!(named(&file).into_iter().collect::<Vec<_>>(), [expected]);
    };
    check("tests/native/tidy/rooms.rs", "native::tidy::rooms::a");
    check("tests/e2e/list.rs", "e2e::list::a");
    check("tests/e2e/e2e.rs", "e2e::a");
    check("src/view/list/mod.rs", "deskpane::view::list::a");
    check("demo/tests/api/main.rs", "demo::a");
}
