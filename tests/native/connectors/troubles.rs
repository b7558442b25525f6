//! Whatever a desk or something between us and it answers, the ask ends in one of few ways.

use std::rc::Rc;

use ::deskpane::{
    api::{Ask, Connector, Reply, Step, connectors},
    domain::Scope,
};
use serde_json::Value;

use super::{exchange, fixture, good, mapped, messages, reply, ticket, tickets};

type Asked = (Rc<dyn Connector>, Ask, Vec<&'static str>);

/// Every ask of the coded desks, with the replies that it takes.
fn coded() -> Vec<Asked> {
    let deskpane = || Rc::new(connectors::Deskpane) as Rc<dyn Connector>;
    let redmine = || Rc::new(connectors::Redmine) as Rc<dyn Connector>;
    let tracker = || Rc::new(connectors::RequestTracker) as Rc<dyn Connector>;
    let roundup = || Rc::new(connectors::Roundup) as Rc<dyn Connector>;
    vec![
        (deskpane(), Ask::Me, vec!["deskpane/me"]),
        (deskpane(), tickets(Scope::Mine), vec!["deskpane/tickets"]),
        (deskpane(), ticket("1"), vec!["deskpane/ticket"]),
        (deskpane(), messages("1"), vec!["deskpane/messages"]),
        (redmine(), Ask::Me, vec!["redmine/user", "redmine/none"]),
        (redmine(), tickets(Scope::Mine), vec!["redmine/issues"]),
        (redmine(), ticket("1"), vec!["redmine/issue", "redmine/parent"]),
        (redmine(), messages("1"), vec!["redmine/journals", "redmine/statuses"]),
        (
            tracker(),
            Ask::Me,
            vec![
                "request-tracker/none",
                "request-tracker/copied",
                "request-tracker/written",
                "request-tracker/requestor",
            ],
        ),
        (tracker(), tickets(Scope::Mine), vec!["request-tracker/tickets"]),
        (tracker(), ticket("3"), vec!["request-tracker/ticket", "request-tracker/ticket-alone"]),
        (
            tracker(),
            messages("1"),
            vec![
                "request-tracker/ticket-stalled",
                "request-tracker/history",
                "request-tracker/parts",
                "request-tracker/bodies",
            ],
        ),
        (roundup(), Ask::Me, vec!["roundup/users", "roundup/name"]),
        (roundup(), tickets(Scope::Mine), vec!["roundup/users", "roundup/issues"]),
        (roundup(), ticket("3"), vec!["roundup/issue", "roundup/names"]),
        (
            roundup(),
            ticket("24"),
            vec!["roundup/issue-superseded", "roundup/issues-visible", "roundup/none"],
        ),
        (roundup(), messages("1"), vec!["roundup/thread", "roundup/messages"]),
    ]
}

/// The same with desks that a mapping reads.
pub fn asks() -> Vec<Asked> {
    let mapped = |name| Rc::new(mapped(name)) as Rc<dyn Connector>;
    let mut asks = coded();
    asks.extend([
        (mapped("example"), Ask::Me, vec!["example/account"]),
        (mapped("example"), tickets(Scope::Mine), vec!["example/cases"]),
        (mapped("example"), ticket("1041"), vec!["example/case"]),
        (mapped("example"), messages("1041"), vec!["example/notes", "example/people"]),
        (mapped("zendesk"), Ask::Me, vec!["zendesk/me", "zendesk/memberships"]),
        (mapped("zendesk"), tickets(Scope::Mine), vec!["zendesk/requests"]),
        (mapped("zendesk"), ticket("35436"), vec!["zendesk/request", "zendesk/comments"]),
        (mapped("zendesk"), messages("35436"), vec!["zendesk/comments", "zendesk/comments-rest"]),
    ]);
    asks
}

#[track_caller]
fn check_all(reply: Reply, expected: &str) {
    for (connector, ask, _) in coded() {
        let lines = exchange(&*connector, &ask, std::slice::from_ref(&reply));
        assert_eq!(lines[1..], [expected], "{ask:?}, {}", lines[0]);
    }
}

#[test]
fn a_status_says_what_went_wrong() {
    for (status, expected) in [
        (304, "Refused"),
        (400, "Refused"),
        (401, "SignedOut"),
        (403, "Forbidden"),
        (404, "NotFound"),
        (408, "TimedOut"),
        (410, "NotFound"),
        (422, "Refused"),
        (429, "Busy"),
        (500, "Broken"),
        (502, "Broken"),
        (503, "Busy"),
        (504, "TimedOut"),
    ] {
        check_all(reply(status, ""), expected);
        check_all(reply(status, "<!doctype html><title>Error</title>"), expected);
    }
}

#[test]
fn patience_is_handed_on() {
    check_all(Reply { retry_after: Some(7.0), ..reply(429, "") }, "Busy for 7 s");
    check_all(Reply { retry_after: Some(120.0), ..reply(503, "") }, "Busy for 120 s");
}

#[test]
fn what_is_no_answer_is_unreadable() {
    for body in [
        "",
        " ",
        "<!doctype html><title>Sign in</title>",
        "null",
        "[]",
        "{}",
        "17",
        "\"fine\"",
        "{\"items\":{}}",
        "{\"issues\":17,\"issue\":[],\"user\":\"alice\"}",
        "\u{feff}{}",
    ] {
        check_all(reply(200, body), "Unreadable");
    }
}

#[test]
fn half_an_answer_is_unreadable() {
    for (connector, ask, names) in asks() {
        let whole = fixture(names[0]);
        let whole = whole.trim_end();
        for (end, _) in whole.char_indices() {
            let lines = exchange(&*connector, &ask, &[reply(200, &whole[..end])]);
            assert_eq!(lines[1..], ["Unreadable"], "{} up to {end}", names[0]);
        }
    }
}

/// Every value of every recorded reply is taken out, emptied and made into something else: the ask
/// is answered or the answer unreadable, and nothing else ever happens.
#[test]
fn no_value_is_relied_on() {
    for (connector, ask, names) in asks() {
        for (at, name) in names.iter().enumerate() {
            let whole: Value = serde_json::from_str(&fixture(name)).unwrap();
            let mut replies: Vec<Reply> = names.iter().map(|it| good(it)).collect();
            for path in paths(&whole) {
                for strange in
                    [None, Some("null"), Some("-1"), Some("\"𝄞\""), Some("[{}]"), Some("{}")]
                {
                    let mut body = whole.clone();
                    match strange {
                        Some(strange) => {
                            *body.pointer_mut(&path).unwrap() =
                                serde_json::from_str(strange).unwrap();
                        }
                        None => remove(&mut body, &path),
                    }
                    replies[at] = reply(200, &body.to_string());
                    let ended = end(&*connector, &ask, &replies);
                    // Who nobody is, some desks say in a good answer.
                    let is_nobody =
                        matches!(*name, "zendesk/me" | "roundup/users") && ended == "SignedOut";
                    assert!(
                        is_nobody || matches!(ended.as_str(), "answered" | "Unreadable"),
                        "{name} {path} {strange:?}: {ended}"
                    );
                }
            }
        }
    }
}

/// How it ends; a step may need fewer replies than there are.
pub fn end(connector: &dyn Connector, ask: &Ask, replies: &[Reply]) -> String {
    for received in 1..=replies.len() {
        match connector.step(ask, &replies[..received]) {
            Step::Send(_) => {}
            Step::Done(_) => return "answered".into(),
            Step::Fail(error) => return format!("{:?}", error.failure()),
        }
    }
    "asks on".into()
}

/// JSON pointers to all values below the root.
pub fn paths(value: &Value) -> Vec<String> {
    let children: Vec<(String, &Value)> = match value {
        Value::Object(it) => it.iter().map(|(key, it)| (key.replace('/', "~1"), it)).collect(),
        Value::Array(it) => it.iter().enumerate().map(|(at, it)| (at.to_string(), it)).collect(),
        _ => Vec::new(),
    };
    let mut all = Vec::new();
    for (key, child) in children {
        all.extend(paths(child).into_iter().map(|it| format!("/{key}{it}")));
        all.push(format!("/{key}"));
    }
    all
}

fn remove(value: &mut Value, path: &str) {
    let (parent, key) = path.rsplit_once('/').unwrap();
    match value.pointer_mut(parent) {
        Some(Value::Object(it)) => {
            it.remove(&key.replace("~1", "/"));
        }
        Some(Value::Array(it)) => {
            it.remove(key.parse().unwrap());
        }
        _ => unreachable!("{path}"),
    }
}
