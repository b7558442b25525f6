//! What the widget's reader takes for the same, made the same: the contract is stricter in its text than the
//! reader is, and none of that is a mistake of a mapping.

use deskpane::domain::Time;
use serde_json::{Map, Value};

/// The contract's numbers. Any other is an id or a label, which may come as a number.
const NUMBERS: [&str; 10] = [
    "awaiting_customer",
    "max_bytes",
    "max_files",
    "quoted_from",
    "reminders_sent",
    "score",
    "size",
    "total",
    "unread",
    "window_days",
];
/// The contract's moments.
const MOMENTS: [&str; 11] = [
    "at",
    "auto_resolve_at",
    "changed_at",
    "created_at",
    "ends_at",
    "estimated_resolution",
    "expected_at",
    "from",
    "starts_at",
    "until",
    "updated_at",
];
/// The texts that may be empty where they must be there.
const MAY_BE_EMPTY: [&str; 1] = ["subject"];
/// What there is not without its first word: a mapping makes it of every ticket, and only some have it.
const NOTHING_WITHOUT: [(&str, &str); 3] =
    [("conference", "starts_at"), ("escalation", "id"), ("related", "id")];

/// A number where the contract has text becomes text, a moment is told in UTC, and what is nothing is left
/// out: `null`, an empty text, an escalation without an id. A count that comes as text is not read by the widget: it
/// becomes a field that nobody reads, to be told as such.
pub fn read(it: Value) -> Value {
    of("", it)
}

fn of(name: &str, it: Value) -> Value {
    match it {
        Value::Object(fields) => Value::Object(object(fields)),
        Value::Array(items) => items.into_iter().map(|it| of(name, it)).collect(),
        Value::Number(number) if !NUMBERS.contains(&name) => number.to_string().into(),
        Value::String(text) if MOMENTS.contains(&name) => in_utc(text).into(),
        other => other,
    }
}

fn object(fields: Map<String, Value>) -> Map<String, Value> {
    let is_there = |name: &str, it: &Value| match it {
        Value::Null => false,
        Value::String(text) => !text.is_empty() || MAY_BE_EMPTY.contains(&name),
        _ => true,
    };
    let fields = fields.into_iter().filter(|(name, it)| is_there(name, it));
    fields.filter_map(|(name, it)| field(&name, of(&name, it))).collect()
}

fn field(name: &str, it: Value) -> Option<(String, Value)> {
    let name = match it {
        Value::String(_) if NUMBERS.contains(&name) => format!("{name} (as text)"),
        _ => name.to_owned(),
    };
    let needs = NOTHING_WITHOUT.iter().find(|it| it.0 == name).map(|it| it.1);
    let is_something = |it: &Value| needs.is_none_or(|needs| it.get(needs).is_some());
    let it = match it {
        Value::Array(items) => items.into_iter().filter(is_something).collect(),
        Value::Object(_) if !is_something(&it) => return None,
        other => other,
    };
    Some((name, it))
}

/// What is no moment stays as it is, to be found out.
fn in_utc(text: String) -> String {
    match Time::parse(&text) {
        Some(time) if !text.ends_with(['Z', 'z']) => time.to_rfc3339(),
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_the_reader_takes_for_the_same_is_the_same() {
        let told = json!({
            "id": 7, "subject": "", "assignee": "", "language": null, "reminders_sent": 2,
            "created_at": "2026-11-20T14:05:00+01:00", "participants": [{ "id": 3, "name": "" }],
            "fields": [{ "value": 1.5 }], "escalation": { "stages": [] },
            "related": [{ "kind": "follow_up_of" }, { "kind": "follow_up_of", "id": 8 }],
            "attachments": [{ "id": 1, "size": "54" }],
        });
        assert_eq!(
            read(told),
            json!({
                "id": "7", "subject": "", "reminders_sent": 2, "created_at": "2026-11-20T13:05:00Z",
                "participants": [{ "id": "3" }], "fields": [{ "value": "1.5" }],
                "related": [{ "kind": "follow_up_of", "id": "8" }],
                "attachments": [{ "id": "1", "size (as text)": "54" }],
            })
        );
    }

    #[test]
    fn what_the_reader_cannot_take_stays_as_it_is() {
        for told in [
            json!({ "items": [null, { "id": "1", "created_at": "20.11.2026" }] }),
            json!({ "organizations": [{ "id": "1", "can_view": "yes" }], "status": "open" }),
            json!(null),
        ] {
            assert_eq!(read(told.clone()), told);
        }
    }
}
