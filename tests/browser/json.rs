//! JSON as the wasm reads and writes it: where numbers are the browser's part, and what a derived type takes.

use deskpane::api::{
    Answer, Ask, Body, Connector, Failure, Raw, Reply, Step, connectors::Deskpane,
};
use deskpane::domain::{Scope, Sort};
use wasm_bindgen_test::wasm_bindgen_test;

fn read(body: &str) -> Step {
    let ask = Ask::Tickets {
        scope: Scope::Mine,
        sort: Sort::default(),
        limit: 15,
        after: None,
        find: None,
    };
    let reply = Reply { status: 200, body: Body::new(body), ..Reply::default() };
    Deskpane.step(&ask, &[reply])
}

fn ids(body: &str) -> (Vec<String>, u32) {
    match read(body) {
        Step::Done(Answer::Tickets(page)) => {
            let ids = page.tickets.iter().map(|it| it.id.as_str().to_owned()).collect();
            (ids, page.skipped)
        }
        other => panic!("{other:?}"),
    }
}

fn ticket(id: &str) -> String {
    let time = r#""2026-11-20T14:05:00Z""#;
    format!(
        r#"{{"id":{id},"subject":"x","status":{{"category":"open"}},"created_at":{time},"updated_at":{time},"participants":null}}"#
    )
}

#[wasm_bindgen_test]
fn long_ids_keep_every_digit() {
    let body = format!(
        r#"{{"items":[{},{},{}]}}"#,
        ticket("9007199254740993"),
        ticket("42"),
        ticket("\"a\"")
    );
    assert_eq!(ids(&body), (vec!["9007199254740993".into(), "42".into(), "a".into()], 0));
}

#[wasm_bindgen_test]
fn one_bad_ticket_costs_one_ticket() {
    let body = format!(r#"{{"items":[{},{{"id":"2"}},null,7,[]]}}"#, ticket("1"));
    assert_eq!(ids(&body), (vec!["1".into()], 4));
}

#[wasm_bindgen_test]
fn what_is_no_answer_is_unreadable() {
    for body in ["", "<html>", "[]", "null", r#"{"items":{}}"#, r#"{"items":[{"id"#] {
        match read(body) {
            Step::Fail(error) => assert_eq!(error.failure(), Failure::Unreadable, "{body}"),
            other => panic!("{body}: {other:?}"),
        }
    }
}

#[wasm_bindgen_test]
fn fractions_are_the_browsers() {
    let body = Body::new(r#"{"a":1.5,"b":1e3,"c":-0.25,"d":5.0,"e":"\u00e9\ud83d\ude00"}"#);
    let it = body.object().unwrap();
    let numbers = ["a", "b", "c", "d"].map(|name| it.number(name));
    assert_eq!(numbers, [Some(1.5), Some(1000.0), Some(-0.25), Some(5.0)]);
    assert_eq!(it.json(), r#"{"a":1.5,"b":1000,"c":-0.25,"d":5,"e":"é😀"}"#);
    assert_eq!(Raw::of_number(0.1 + 0.2).json(), "0.30000000000000004");
}

#[wasm_bindgen_test]
fn a_derived_type_keeps_what_it_leaves_as_it_is() {
    #[derive(serde::Deserialize)]
    struct Issue {
        id: u32,
        fields: Vec<Raw>,
    }
    let body = Body::new(r#"{"id":7,"fields":[{"id":9007199254740993,"value":"\"é\""},null]}"#);
    let issue: Issue = body.read().unwrap();
    let fields: Vec<String> = issue.fields.iter().map(Raw::json).collect();
    assert_eq!(
        (issue.id, fields.join(" ")),
        (7, r#"{"id":"9007199254740993","value":"\"é\""} null"#.into())
    );
}
