//! Recordings with secrets planted in them.

use proptest::{collection::vec, prelude::*, sample::select, test_runner::TestRunner};
use serde_json::{Map, Value, json};

use super::{REMOVED, scrub, scrubbed};

/// Something of a recording, as it is and as it must become.
type Both = (Value, Value);

fn secret() -> impl Strategy<Value = String> {
    "[a-zA-Z0-9]{12,24}".prop_map(|it| format!("S3CRET{it}"))
}

/// Text without a secret; some of it looks like the beginning of one. Few letters, for they must not spell one.
fn harmless() -> impl Strategy<Value = String> {
    prop_oneof![
        "\\PC{0,12}",
        "([abc]|[?&=#;%\" <>\\\\{}\n]|eyJ|name=|://|\u{1}|😀){0,12}"
            .prop_filter("has a secret", |it| !it.contains("://") || !it.contains('@')),
    ]
}

fn header() -> impl Strategy<Value = Both> {
    let names = vec!["Cookie", "AUTHORIZATION", "x-api-key", "X-Session", "My-Token"];
    prop_oneof![
        (select(names), secret()).prop_map(|(name, secret)| {
            (json!({ "name": name, "value": secret }), json!({ "name": name, "value": REMOVED }))
        }),
        harmless().prop_map(|value| {
            let it = json!({ "value": value, "name": "Accept" });
            (it.clone(), it)
        }),
    ]
}

fn text() -> impl Strategy<Value = Both> {
    let name = select(vec!["password", "access_token", "client_secret", "SAMLResponse"]);
    let form = (name, secret(), 0..6_u8).prop_map(|(name, secret, kind)| {
        let fill = |value: &str| match kind {
            0 => format!("https://a.example/x?a=1&{name}={value}&b=2"),
            1 => format!("{{\"{name}\": \"{value}\", \"b\": 2}}"),
            2 => format!("{name}={value}&a=%20"),
            3 => format!("<input type=hidden name=\"{name}\" value=\"{value}\">"),
            4 => format!("Bearer {value}"),
            _ => format!(
                "--b\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n--b--"
            ),
        };
        (json!(fill(&secret)), json!(fill(REMOVED)))
    });
    prop_oneof![
        form,
        secret().prop_map(|it| (
            json!(format!("a eyJhbGciOi.{it}.x b")),
            json!(format!("a {REMOVED} b"))
        )),
        harmless().prop_map(|it| (json!(it), json!(it))),
    ]
}

fn entry() -> impl Strategy<Value = Both> {
    let cookies = vec(secret(), 0..3);
    (vec(header(), 0..4), text(), text(), text(), cookies, any::<i64>()).prop_map(|(headers, url, body, comment, cookies, time)| {
        let (before, after): (Vec<Value>, Vec<Value>) = headers.into_iter().unzip();
        let cookies: Vec<Value> = cookies.iter().map(|it| json!({ "name": "a", "value": it })).collect();
        let one = |headers: Vec<Value>, cookies: Vec<Value>, url: Value, body: Value, comment: Value| {
            json!({
                "request": { "url": url, "headers": headers, "cookies": cookies, "postData": { "text": body } },
                "response": { "content": { "mimeType": "text/html", "text": comment } },
                "_other": [[comment], { "a": null }],
                "time": time,
            })
        };
        (one(before, cookies, url.0, body.0, comment.0), one(after, Vec::new(), url.1, body.1, comment.1))
    })
}

fn hold<S: Strategy>(strategy: S, test: impl Fn(S::Value) -> Result<(), TestCaseError>) {
    let config = ProptestConfig { cases: 2000, failure_persistence: None, ..Default::default() };
    TestRunner::new(config).run(&strategy, test).unwrap();
}

fn whole(entries: &[Value]) -> Value {
    json!({ "log": { "version": "1.2", "entries": entries } })
}

#[test]
fn no_planted_secret_survives_and_everything_else_does() {
    hold((vec(entry(), 0..4), any::<bool>()), |(entries, is_pretty)| {
        let (before, after): (Vec<Value>, Vec<Value>) = entries.into_iter().unzip();
        let write = |it: &Value| {
            if is_pretty { serde_json::to_string_pretty(it) } else { serde_json::to_string(it) }
        };
        let it = scrubbed(&write(&whole(&before)).unwrap());
        prop_assert!(!it.text.contains("S3CRET"));
        prop_assert_eq!(serde_json::from_str::<Value>(&it.text).unwrap(), whole(&after));
        prop_assert_eq!(it.requests, before.len());
        // What has no secret any more stays to the byte.
        let text = write(&whole(&after)).unwrap();
        let it = scrubbed(&text);
        prop_assert_eq!((it.text, it.removed.total()), (text, 0));
        Ok(())
    });
}

fn anything() -> impl Strategy<Value = Value> {
    let word = select(vec![
        "name",
        "value",
        "text",
        "mimeType",
        "cookies",
        "headers",
        "Cookie",
        "token",
        "otp",
        "log",
        "entries",
        "url",
        "http://a@b/?key=1",
    ]);
    let word = prop_oneof![word.prop_map(str::to_owned), "\\PC{0,8}"];
    let leaf = prop_oneof![
        word.clone().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        Just(Value::Null),
        any::<bool>().prop_map(Value::from)
    ];
    leaf.prop_recursive(6, 40, 5, move |inner| {
        prop_oneof![
            vec(inner.clone(), 0..5).prop_map(Value::from),
            vec((word.clone(), inner), 0..5)
                .prop_map(|it| Value::from(it.into_iter().collect::<Map<_, _>>())),
        ]
    })
}

#[test]
fn any_json_gives_json_again() {
    hold(vec(anything(), 0..3), |entries| {
        let it = scrubbed(&whole(&entries).to_string());
        prop_assert!(serde_json::from_str::<Value>(&it.text).is_ok());
        let again = scrubbed(&it.text);
        prop_assert_eq!((again.text, again.removed.total()), (it.text, 0));
        Ok(())
    });
}

#[test]
fn what_is_taken_as_json_is_json() {
    let piece = select(vec![
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "\"",
        "\\",
        "\"a\"",
        "\"log\":",
        "\"entries\":",
        "1",
        "-",
        ".",
        "e5",
        "true",
        " ",
        "\\u00e9",
        "\u{1}",
        "é",
    ]);
    hold(vec(piece, 0..14), |pieces| {
        let text = format!("{{\"log\":{{\"entries\":[{}]}}}}", pieces.concat());
        // A number that is too large is a number.
        let read = serde_json::from_str::<Value>(&text);
        let is_json = read.as_ref().err().is_none_or(|it| it.to_string().contains("out of range"));
        prop_assert_eq!(scrub(&text).is_ok(), is_json, "{}", text);
        Ok(())
    });
}
