//! What came as a body: the same JSON as any other parser sees in it.

use deskpane::api::{Body, Raw};
use proptest::{collection::vec, prelude::*, sample::select};
use serde_json::Value;

/// As JSON text again; nothing where it is none.
fn read(text: &str) -> Option<String> {
    Body::new(text).any().ok().map(|it| it.json())
}

#[track_caller]
fn check(text: &str, expected: &str) {
    assert_eq!(read(text).as_deref(), Some(expected), "{text}");
}

#[test]
fn long_ids_keep_every_digit() {
    check(
        r#"{"id": 9007199254740993, "n": -12345678901234567}"#,
        r#"{"id":"9007199254740993","n":"-12345678901234567"}"#,
    );
    for it in [r#"{"x":1.2345678901234567,"y":1e400,"z":-0}"#, r#"["12345678901234567890"]"#, "12"]
    {
        check(it, it);
    }
}

#[test]
fn a_number_is_one_however_it_is_written() {
    check("[5.0, 5e0, 50E-1, 2.50]", "[5,5,5,2.5]");
}

#[test]
fn of_fields_with_one_name_the_last_one_counts() {
    check(r#"{"a": 1, "b": 2, "a": 3}"#, r#"{"a":3,"b":2}"#);
    let made =
        Raw::of([("a", Raw::of_flag(true)), ("b", Raw::nothing()), ("a", Raw::of_text("x"))]);
    assert_eq!(made.json(), r#"{"a":"x","b":null}"#);
}

#[test]
fn half_a_character_is_no_reason_to_lose_a_reply() {
    check(
        r#"["a\ud83d", "\ude00b", "\ud83d\ude00", "\ud83dx"]"#,
        "[\"a\u{fffd}\",\"\u{fffd}b\",\"😀\",\"\u{fffd}x\"]",
    );
}

#[test]
fn what_editors_put_before_a_file_is_nothing() {
    check("\u{feff} {}\r\n", "{}");
}

#[test]
fn what_hides_in_text_is_written_so_that_it_stays_there() {
    check(r#"["\u0000\u001f\u0014\b\n\"\\\/"]"#, r#"["\u0000\u001f\u0014\u0008\u000a\"\\/"]"#);
}

#[test]
fn what_is_too_deep_is_none() {
    let deep = |levels| "[".repeat(levels) + &"]".repeat(levels);
    assert!(read(&deep(100)).is_some());
    assert_eq!(read(&deep(101)), None);
    assert_eq!(read(&"[{\"a\":".repeat(1_000_000)), None);
}

#[test]
fn it_says_where_it_is_none() {
    let error = Body::new(r#"{"a": 1,}"#).any().unwrap_err();
    assert_eq!(error.detail(), "no JSON at byte 8");
}

#[test]
fn a_step_of_a_pointer_is_a_place_in_digits() {
    let list = Body::new(r#"["a", "b"]"#).any().unwrap();
    let found = |name: &str| list.below(name).map(Raw::json);
    assert_eq!(found("1").as_deref(), Some("\"b\""));
    for name in ["", "2", "01", "+1", "-1", "-", "length", "a"] {
        assert_eq!(found(name), None, "{name}");
    }
}

fn anything() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i32>().prop_map(Value::from),
        // Exact ones: serde_json is off by a last bit in others.
        any::<i32>().prop_map(|it| (f64::from(it) / 8.0).into()),
        any::<String>().prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 40, 6, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..6).prop_map(Value::from),
            vec((any::<String>(), inner), 0..6)
                .prop_map(|it| Value::Object(it.into_iter().collect())),
        ]
    })
}

/// Its numbers all of one kind: 5.0 is 5.
fn floating(it: Value) -> Value {
    match it {
        Value::Number(it) => it.as_f64().into(),
        Value::Array(it) => it.into_iter().map(floating).collect(),
        Value::Object(it) => it.into_iter().map(|(name, it)| (name, floating(it))).collect(),
        other => other,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..Default::default() })]

    #[test]
    fn what_is_read_is_what_was_written(it in anything(), pretty: bool) {
        let text = if pretty { format!("{it:#}") } else { it.to_string() };
        let parsed = |text: &str| floating(serde_json::from_str(text).unwrap());
        prop_assert_eq!(read(&text).map(|it| parsed(&it)), Some(parsed(&text)));
    }

    /// Half characters aside: serde_json passes over them, too, where nobody looks at a text.
    #[test]
    fn what_another_parser_refuses_is_refused(
        it in anything(),
        wrong in vec((any::<prop::sample::Index>(), select(r#"{}[]",:\tfn0.-eEu "#.chars().collect::<Vec<_>>())), 1..4),
    ) {
        let mut text: Vec<char> = it.to_string().chars().collect();
        for (at, with) in wrong {
            let at = at.index(text.len());
            text[at] = with;
        }
        let text: String = text.into_iter().collect();
        let is_json = serde_json::from_str::<serde::de::IgnoredAny>(&text).is_ok();
        prop_assert_eq!(read(&text).is_some(), is_json, "{}", text);
    }
}
