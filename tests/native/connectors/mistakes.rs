//! Mistakes in a mapping file: each is refused, and named with its place.

use ::deskpane::{api::connectors::Mapping, config::MAPPINGS};
use serde_json::Value;

use super::{fixture, mapped};

/// `connectors/example.json`, changed as a JSON Patch (RFC 6902) says.
fn changed(patch: &[Value]) -> String {
    let path = format!("{}/connectors/example.json", env!("CARGO_MANIFEST_DIR"));
    let mut mapping: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    for step in patch {
        let at = step["path"].as_str().unwrap();
        if at.is_empty() {
            mapping = step["value"].clone();
            continue;
        }
        let (parent, name) = at.rsplit_once('/').unwrap();
        let name = name.replace("~1", "/").replace("~0", "~");
        let parent = mapping.pointer_mut(parent).unwrap_or_else(|| panic!("{at} is not there"));
        match (step["op"].as_str().unwrap(), parent) {
            ("remove", Value::Object(it)) => {
                it.remove(&name).unwrap_or_else(|| panic!("{at} is not there"));
            }
            ("remove", Value::Array(it)) => {
                it.remove(name.parse().unwrap());
            }
            (_, Value::Object(it)) => {
                it.insert(name, step["value"].clone());
            }
            ("replace", Value::Array(it)) => {
                it[name.parse::<usize>().unwrap()] = step["value"].clone();
            }
            (_, Value::Array(it)) => {
                let at = if name == "-" { it.len() } else { name.parse().unwrap() };
                it.insert(at, step["value"].clone());
            }
            (op, _) => panic!("{op} {at}"),
        }
    }
    mapping.to_string()
}

#[test]
fn no_mapping_of_the_release_has_one() {
    assert!(MAPPINGS.contains(&"example"));
    for name in MAPPINGS {
        assert!(!mapped(name).name().is_empty(), "{name}");
    }
}

#[test]
fn each_mistake_is_named_with_its_place() {
    let mistakes: Vec<Value> = serde_json::from_str(&fixture("mapping/mistakes")).unwrap();
    assert!(mistakes.len() >= 30);
    let mut wrong = Vec::new();
    for mistake in &mistakes {
        let (about, at) = (&mistake["about"], mistake["at"].as_str().unwrap());
        let says = mistake["says"].as_str().unwrap();
        match Mapping::read(&changed(mistake["patch"].as_array().unwrap())) {
            Ok(_) => wrong.push(format!("{about}: accepted")),
            Err(problems) => {
                if !problems.iter().any(|it| it.place == at && it.what.contains(says)) {
                    wrong.push(format!("{about}: {at} {says:?} is not among {problems:#?}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_is_no_json_is_told() {
    let problems = Mapping::read("{\n  \"name\": \"é\" \"mapping\": 1 }").unwrap_err();
    assert_eq!(problems[0].what, "no JSON at line 2, column 15");
}
