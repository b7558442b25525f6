//! Whether a piece of JSON has the contract's shape: by its types, and by what types cannot say.

use std::collections::BTreeSet;

use contract::{Me, Message, Page, Ticket};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Map, Value};

use super::moment;

/// The fields that hold a time, wherever they stand.
const TIMES: [&str; 11] = [
    "created_at",
    "updated_at",
    "auto_resolve_at",
    "expected_at",
    "changed_at",
    "at",
    "estimated_resolution",
    "starts_at",
    "ends_at",
    "until",
    "from",
];

/// What a required field holds.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Text, ids and times too.
    Text,
    /// An object.
    Object,
    /// A list.
    List,
}

/// A type of the contract that an answer is held against.
pub trait Shape: DeserializeOwned + Serialize {
    /// What must be there.
    const REQUIRED: &'static [(&'static str, Kind)];
}

impl Shape for Me {
    const REQUIRED: &'static [(&'static str, Kind)] = &[("user", Kind::Object)];
}

impl Shape for Ticket {
    const REQUIRED: &'static [(&'static str, Kind)] = &[
        ("id", Kind::Text),
        ("subject", Kind::Text),
        ("status", Kind::Object),
        ("created_at", Kind::Text),
        ("updated_at", Kind::Text),
    ];
}

impl Shape for Message {
    const REQUIRED: &'static [(&'static str, Kind)] =
        &[("id", Kind::Text), ("author", Kind::Object), ("created_at", Kind::Text)];
}

impl Shape for Page<Value> {
    const REQUIRED: &'static [(&'static str, Kind)] = &[("items", Kind::List)];
}

/// What the contract does not know, and allows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Odd {
    /// Words of closed lists: `status.category = "parked"`.
    pub words: BTreeSet<String>,
    /// Fields that nobody reads.
    pub fields: BTreeSet<String>,
}

/// Reads it as the contract's type, and collects what is odd.
///
/// # Errors
/// All that is wrong with it.
pub fn read<T: Shape>(raw: &Value, odd: &mut Odd) -> Result<T, Vec<String>> {
    let read: T = typed(raw)?;
    let known = serde_json::to_value(&read).map_err(|why| vec![why.to_string()])?;
    let mut faults = Vec::new();
    if raw.get("id").or_else(|| raw.pointer("/user/id")).is_some_and(|it| it == "") {
        faults.push("`id` is empty".to_owned());
    }
    times(&known, "", &mut faults);
    compare(raw, &known, "", odd);
    if faults.is_empty() { Ok(read) } else { Err(faults) }
}

/// Reads a page. What is on it is not looked into: one bad item costs one item.
///
/// # Errors
/// All that is wrong with the page itself, in one sentence.
pub fn page(raw: &Value) -> Result<Page<Value>, String> {
    typed(raw).map_err(|faults| faults.join(", "))
}

fn typed<T: Shape>(raw: &Value) -> Result<T, Vec<String>> {
    let Value::Object(map) = raw else {
        return Err(vec![format!("is {}, not an object", kind_of(raw))]);
    };
    let faults: Vec<String> = T::REQUIRED.iter().filter_map(|it| lacking(map, *it)).collect();
    if !faults.is_empty() {
        return Err(faults);
    }
    serde_json::from_value(raw.clone()).map_err(|why| explained::<T>(map, &why))
}

fn lacking(map: &Map<String, Value>, (name, kind): (&str, Kind)) -> Option<String> {
    let it = match map.get(name) {
        None | Some(Value::Null) => return Some(format!("`{name}` is missing")),
        Some(it) => it,
    };
    let (fits, wanted) = match kind {
        Kind::Text => (it.is_string(), "text"),
        Kind::Object => (it.is_object(), "an object"),
        Kind::List => (it.is_array(), "a list"),
    };
    (!fits).then(|| format!("`{name}` is {}, not {wanted}", kind_of(it)))
}

/// The fields that are at fault: each that does not go together with the required ones alone.
fn explained<T: Shape>(map: &Map<String, Value>, why: &serde_json::Error) -> Vec<String> {
    let is_required = |name: &str| T::REQUIRED.iter().any(|it| it.0 == name);
    let bare: Map<String, Value> = map
        .iter()
        .filter(|(name, _)| is_required(name))
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect();
    if let Err(why) = serde_json::from_value::<T>(Value::Object(bare.clone())) {
        let objects = T::REQUIRED.iter().filter(|it| it.1 != Kind::Text).map(|it| it.0);
        return vec![format!("`{}`: {why}", objects.collect::<Vec<_>>().join("`, `"))];
    }
    let alone = map.iter().filter(|(name, _)| !is_required(name)).filter_map(|(name, value)| {
        let mut with = bare.clone();
        with.insert(name.clone(), value.clone());
        let why = serde_json::from_value::<T>(Value::Object(with)).err()?;
        Some(match value {
            Value::Null => format!("`{name}` is null; leave it out"),
            _ => format!("`{name}`: {why}"),
        })
    });
    let found: Vec<String> = alone.collect();
    if found.is_empty() { vec![why.to_string()] } else { found }
}

/// Looks through what the types know, so that a field of the desk's own may hold what it likes.
fn times(it: &Value, path: &str, faults: &mut Vec<String>) {
    match it {
        Value::Object(map) => {
            for (name, value) in map {
                let path = below(path, name);
                match value {
                    Value::String(text) if TIMES.contains(&name.as_str()) => {
                        if let Err(why) = moment::utc(text) {
                            faults.push(format!("`{path}` {why}: {text}"));
                        }
                    }
                    _ => times(value, &path, faults),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|it| times(it, path, faults)),
        _ => {}
    }
}

/// What the types made of it, beside what it was.
fn compare(raw: &Value, known: &Value, path: &str, odd: &mut Odd) {
    match (raw, known) {
        (Value::Object(raw), Value::Object(known)) => {
            for (name, value) in raw {
                let path = below(path, name);
                match known.get(name) {
                    Some(known) => compare(value, known, &path, odd),
                    None if is_nothing(value) => {}
                    None => {
                        odd.fields.insert(path);
                    }
                }
            }
        }
        (Value::Array(raw), Value::Array(known)) => {
            raw.iter().zip(known).for_each(|(raw, known)| compare(raw, known, path, odd));
        }
        (Value::String(raw), Value::String(known)) if raw != known && known == "unknown" => {
            odd.words.insert(format!("{path} = \"{raw}\""));
        }
        _ => {}
    }
}

fn below(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") }
}

fn is_nothing(it: &Value) -> bool {
    match it {
        Value::Null => true,
        Value::Array(items) => items.is_empty(),
        Value::String(text) => text.is_empty(),
        _ => false,
    }
}

fn kind_of(it: &Value) -> &'static str {
    match it {
        Value::Null => "null",
        Value::Bool(_) => "a yes or no",
        Value::Number(_) => "a number",
        Value::String(_) => "text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn ticket() -> Value {
        json!({
            "id": "7", "subject": "It stopped", "status": { "category": "open" },
            "created_at": "2026-11-20T14:05:00Z", "updated_at": "2026-11-20T14:05:00Z",
        })
    }

    /// The faults of a ticket in which one field is another.
    fn check(name: &str, value: Value, expected: &[&str]) {
        let mut raw = ticket();
        raw[name] = value;
        let faults = read::<Ticket>(&raw, &mut Odd::default()).err().unwrap_or_default();
        assert_eq!(faults, expected, "{name}");
    }

    #[test]
    fn what_is_required_is_named_when_it_lacks() {
        check("subject", json!("Other"), &[]);
        check("subject", Value::Null, &["`subject` is missing"]);
        check("status", json!("open"), &["`status` is text, not an object"]);
    }

    #[test]
    fn a_page_answers_for_itself_alone() {
        let check = |raw: Value, why: &str| assert_eq!(page(&raw).err().as_deref(), Some(why));
        check(json!([]), "is a list, not an object");
        check(json!({ "items": {} }), "`items` is an object, not a list");
        assert!(page(&json!({ "items": [{ "created_at": "noon" }, null] })).is_ok());
    }

    #[test]
    fn an_id_is_text() {
        check("id", json!(7), &["`id` is a number, not text"]);
        check("id", json!(""), &["`id` is empty"]);
        let me = json!({ "user": { "id": 5 } });
        let faults = read::<Me>(&me, &mut Odd::default()).err().unwrap_or_default();
        assert_eq!(faults, ["`user`: invalid type: integer `5`, expected a string"]);
    }

    #[test]
    fn each_field_of_another_type_is_named() {
        check("participants", Value::Null, &["`participants` is null; leave it out"]);
        let mut raw = ticket();
        raw["unread"] = json!("yes");
        raw["reminders_sent"] = json!(-1);
        let faults = read::<Ticket>(&raw, &mut Odd::default()).err().unwrap_or_default();
        assert_eq!(faults.len(), 2, "{faults:?}");
        assert!(faults.iter().all(|it| it.starts_with("`unread`") || it.contains("reminders")));
    }

    #[test]
    fn a_time_is_in_utc_wherever_it_stands() {
        let stage =
            |at: &str| json!({ "id": "E1", "stages": [{ "key": "engineering", "at": at }] });
        check("escalation", stage("2026-11-20T14:05:00Z"), &[]);
        check(
            "escalation",
            stage("2026-11-20T14:05:00+01:00"),
            &["`escalation.stages.at` is not in UTC: 2026-11-20T14:05:00+01:00"],
        );
        check("their_own", json!({ "at": "noon" }), &[]);
    }

    #[test]
    fn what_the_contract_does_not_know_is_allowed_and_told() {
        let mut raw = ticket();
        raw["status"] = json!({ "category": "parked", "colour": "red" });
        raw["assigned"] = json!({ "id": 1 });
        raw["nothing"] = Value::Null;
        let mut odd = Odd::default();
        assert!(read::<Ticket>(&raw, &mut odd).is_ok());
        assert_eq!(odd.words.into_iter().collect::<Vec<_>>(), ["status.category = \"parked\""]);
        assert_eq!(odd.fields.into_iter().collect::<Vec<_>>(), ["assigned", "status.colour"]);
    }
}
