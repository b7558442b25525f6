//! What is no recording, and what is a strange one.

use deskpane::domain::har::{NotHar, scrub};

use super::scrubbed;

#[track_caller]
fn check(text: &str, why: NotHar) {
    assert_eq!(scrub(text).unwrap_err(), why, "{text}");
}

#[test]
fn what_is_not_json_is_refused() {
    let texts = [
        "",
        " ",
        "log",
        "{",
        "{]",
        "[}",
        "{\"log\":{\"entries\":[]}",
        "{\"log\":{\"entries\":[]}}}",
        "{\"log\":{\"entries\":[],}}",
        "{\"log\":{\"entries\":[1,]}}",
        "{\"log\":{\"entries\":[01]}}",
        "{\"log\":{\"entries\":[1.]}}",
        "{\"log\":{\"entries\":[-]}}",
        "{\"log\":{\"entries\":[1e]}}",
        "{\"log\":{\"entries\":['a']}}",
        "{\"log\":{\"entries\":[\"\\x\"]}}",
        "{\"log\":{\"entries\":[\"\\u12g4\"]}}",
        "{\"log\":{\"entries\":[\"\n\"]}}",
        "{\"log\" {\"entries\":[]}}",
        "{log:{}}",
        "{\"log\":{\"entries\":[]}} x",
        "{\"log\":{\"entries\":[1 2]}}",
        "{\"log\":{\"entries\":[nul]}}",
        "{\"log\":{\"entries\":[,1]}}",
        "{,\"log\":1}",
        "<html>",
        "\"",
        "\"\\",
        "\"\\u00",
        "é",
        "{\"log\":{\"entries\":[\"\\\u{e9}\"]}}",
    ];
    for text in texts {
        check(text, NotHar::NotJson);
    }
    let deep = |depth: usize| {
        format!("{{\"log\":{{\"entries\":{}{}}}}}", "[".repeat(depth), "]".repeat(depth))
    };
    assert!(scrub(&deep(254)).is_ok());
    check(&deep(255), NotHar::NotJson);
    check(&("{\"log\":{\"entries\":".to_owned() + &"[".repeat(1_000_000)), NotHar::NotJson);
}

#[test]
fn json_without_entries_is_refused() {
    for text in [
        "{}",
        "[]",
        "1",
        "null",
        "\"log\"",
        "{\"log\":{}}",
        "{\"log\":{\"entries\":{}}}",
        "{\"entries\":[]}",
        "[{\"log\":{\"entries\":[]}}]",
        "{\"a\":{\"log\":{\"entries\":[]}}}",
    ] {
        check(text, NotHar::NoEntries);
    }
}

#[test]
fn a_recording_without_secrets_stays_as_it_is_to_the_byte() {
    let text = " {\r\n\t\"log\" : {\"entries\": [ {\"a\": -0.50E+3, \"\\u0061\": \"\\/\\ud800\\b é \\ud83d\\ude00\", \"b\":[ ],\"c\":{ }, \"d\":[true,false,null]} ] } }\n";
    let it = scrubbed(text);
    assert_eq!(it.text, text);
    assert_eq!(it.removed.total(), 0);
    assert_eq!(scrubbed("{\"log\":{\"entries\":[]}}").requests, 0);
}

#[test]
fn what_is_made_to_be_slow_is_not() {
    let pieces = [
        "eyJ",
        "eyJ.",
        "bearer ",
        "\\\"token\\\":\\\"",
        "\\\\",
        "?token=",
        "%3Ftoken%3D",
        "<input name=token ",
        "<input ",
        "name=\\\"a",
        "form-data; name=\\\"token\\\"",
        "form-data; name=\\\"token\\\"\\n\\n",
        "\\\"password\\\":",
        "://",
        "&",
        "%",
        "=",
        "@",
        "a",
    ];
    for piece in pieces {
        let text =
            format!("{{\"log\":{{\"entries\":[\"{}\"]}}}}", piece.repeat(500_000 / piece.len()));
        scrubbed(&text);
    }
    for member in [
        "\"value\":\"a\"",
        "\"name\":\"token\"",
        "\"cookies\":[1]",
        "\"text\":\"token=1\"",
        "\"url\":\"http://a\"",
    ] {
        let members = vec![member; 40_000].join(",");
        scrubbed(&format!("{{\"log\":{{\"entries\":[{{\"request\":{{{members}}}}}]}}}}"));
    }
}
