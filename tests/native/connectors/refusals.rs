//! What a desk says of something it did not take, in its own words: short, a part at a time, or nothing.

use ::deskpane::api::{
    ApiError, Failure, Part, Refusal, Reply, Why, Writer,
    connectors::{Deskpane, Redmine, RequestTracker, Roundup},
};

use super::reply;

/// `Part [fr] | Text: too long | all of it` – what it is about, and each remark with its part.
fn shown(writer: &dyn Writer, reply: &Reply) -> String {
    let error = reply.good().err().unwrap_or_else(|| ApiError::new(Failure::Broken, ""));
    let it = Refusal::of(error, Some(reply), |body| writer.said(body));
    let mut shown = format!("{:?}", it.why);
    let Some(said) = it.said else { return shown };
    shown += &said.language.as_ref().map(|it| format!(" [{it}]")).unwrap_or_default();
    for it in &said.words {
        let part = match &it.part {
            None => String::new(),
            Some(Part::Named(name)) => format!("{name}: "),
            Some(part) => format!("{part:?}: "),
        };
        shown += &format!(" | {part}{}", it.text);
    }
    shown
}

#[track_caller]
fn check(writer: &dyn Writer, status: u16, body: &str, expected: &str) {
    assert_eq!(shown(writer, &reply(status, body)), expected, "{status} {body}");
}

#[test]
fn the_status_says_what_it_is_about() {
    for (status, expected) in [
        (400, "Other"),
        (403, "Other"),
        (409, "Changed"),
        (412, "Changed"),
        (413, "TooLarge"),
        (415, "Type"),
        (422, "Part"),
        (500, "Other"),
    ] {
        check(&Deskpane, status, "", expected);
    }
}

#[test]
fn a_problem_says_it_of_all_and_of_each_field() {
    check(
        &Deskpane,
        422,
        r#"{ "code": "bad_field", "detail": " Two things. ", "errors": [
            { "field": "body", "message": "too long" },
            { "field": "uploads", "message": "too many" },
            { "field": "cost_centre", "message": "missing" },
            { "field": "", "message": "an object" },
            { "field": "body" }, { "field": "body", "message": "  " }, 7 ] }"#,
        "Part | Two things. | Text: too long | Files: too many | cost_centre: missing | an object",
    );
}

#[test]
fn each_desk_says_it_in_its_own_place() {
    check(
        &Redmine,
        422,
        r#"{ "errors": ["Subject cannot be blank"] }"#,
        "Part | Subject cannot be blank",
    );
    check(&RequestTracker, 400, r#"{ "message": "Invalid status" }"#, "Other | Invalid status");
    check(
        &Roundup,
        409,
        r#"{ "error": { "status": 409, "msg": "No such file" } }"#,
        "Changed | No such file",
    );
}

#[test]
fn what_is_nobodys_fault_or_no_json_is_not_repeated() {
    let said = r#"{ "detail": "stack trace" }"#;
    for status in [401, 404, 429, 500, 503] {
        check(&Deskpane, status, said, "Other");
    }
    for body in ["<html>", "[]", "null", "\"x\"", r#"{ "detail": 7, "errors": "x" }"#] {
        assert!(!shown(&Deskpane, &reply(422, body)).contains('x'), "{body}");
    }
}

#[test]
fn a_desk_that_goes_on_and_on_is_cut_short() {
    let long = "é".repeat(5_000);
    let errors = vec![format!(r#"{{ "field": "body", "message": "{long}" }}"#); 100].join(",");
    let body = format!(r#"{{ "errors": [{errors}] }}"#);
    let said = Refusal::of(ApiError::new(Failure::Refused, ""), Some(&reply(422, &body)), |it| {
        Deskpane.said(it)
    });
    let words = &said.said.as_ref().unwrap().words;
    assert_eq!(words.len(), 5);
    assert!(words.iter().all(|it| it.text.chars().count() == 500));
    assert_eq!(said.why, Why::Part);
}

#[test]
fn its_language_is_one_tag_or_none() {
    let of = |header: &str| {
        let header = Some(header.to_owned());
        shown(&Deskpane, &Reply { header, ..reply(422, r#"{ "detail": "x" }"#) })
    };
    for tag in ["fr", "pt-BR", "zh-Hant-TW"] {
        assert_eq!(of(tag), format!("Part [{tag}] | x"));
    }
    for none in ["", "fr, en", "fr onclick", "-", "wordthatistoolong"] {
        assert_eq!(of(none), "Part | x", "{none}");
    }
}
