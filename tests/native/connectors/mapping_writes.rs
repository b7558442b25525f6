//! What a mapping file can change, and what it makes of the answers.

use ::deskpane::{
    api::{
        Command, Draft, Reply, Score, Taken,
        connectors::{Mapping, WritingMapping},
    },
    domain::TicketId,
};

use super::{
    good,
    live::{draft, file},
    reply, upload, written,
};

/// A small desk that is written to as `writes` says.
fn desk(writes: &str) -> WritingMapping {
    let text = r#"{
        "mapping": 1, "name": "A small desk",
        "me": { "get": "/me", "as": { "user": { "id": "/id", "name": "/name" } } },
        "tickets": { "get": "/list", "items": "", "scopes": { "mine": {} }, "as": { "$use": "ticket" } },
        "tables": { "status": { "done": "resolved", "gone": "closed", "*": "open" } },
        "shapes": { "ticket": {
            "id": "/id", "subject": "/title", "created_at": "/at", "updated_at": "/at",
            "status": { "category": { "$lookup": "status", "of": "/state" }, "label": "/state" }
        } },
        "errors": [{ "when": { "/ok": false }, "is": "refused" }],
        "ticket": { "get": "/one/{id}", "as": { "$use": "ticket" } },
        "messages": { "get": "/one/{id}/notes", "as": { "$each": "", "as": {} } },
        WRITES
    }"#;
    let text = text.replace("WRITES", writes);
    // Strictly first: what is checked here is what a page's own file may say.
    Mapping::read(&text).unwrap_or_else(|problems| panic!("{problems:#?}"));
    WritingMapping::checked(&text).unwrap()
}

fn one(state: &str) -> Reply {
    let body = r#"{ "id": 7, "title": "Lift", "at": "2026-11-01T00:00:00Z", "state": "STATE" }"#;
    reply(200, &body.replace("STATE", state))
}

fn none(status: u16) -> Reply {
    Reply { status, ..Reply::default() }
}

fn id() -> TicketId {
    TicketId::new("7")
}

fn say(text: &str) -> Command {
    Command::Reply { ticket: id(), draft: Draft { key: "k1".into(), ..draft(text) } }
}

/// What is sent, and the first line of what comes of it.
#[track_caller]
fn check(writes: &str, command: &Command, replies: &[Reply], expected: &[&str]) {
    let lines = written(&desk(writes), command, replies);
    assert_eq!(lines[..expected.len().min(lines.len())], *expected, "{lines:#?}");
}

const CLOSE: &str = r#""close": {
    "method": "PUT", "send": "/one/{id}", "body": { "state": { "$const": "done" } }
}"#;
const CLOSED: &str = r#"Put /one/7 {"state":"done"}"#;
const LOOK: &str = "Get /one/7";
const SEEN: &str = "ticket: 7 7 Lift";

#[test]
fn the_ticket_is_read_again_after_a_change() {
    let close = Command::Close(id());
    check(CLOSE, &close, &[none(204), one("done")], &[CLOSED, LOOK, SEEN]);
    // What the desk took is not taken back by a look that failed, or never came back.
    for look in [none(500), Reply::default(), reply(200, "<html>")] {
        check(CLOSE, &close, &[none(204), look], &[CLOSED, LOOK, "accepted, not seen"]);
    }
}

#[test]
fn a_good_status_that_changed_nothing_is_told() {
    let reopen = r#""reopen": { "send": "/one/{id}/open" }"#;
    let replies = |state| [none(204), one(state)];
    check(CLOSE, &Command::Close(id()), &replies("new"), &[CLOSED, LOOK, "NotAccepted"]);
    let sent = "Post /one/7/open";
    check(reopen, &Command::Reopen(id()), &replies("gone"), &[sent, LOOK, "NotAccepted"]);
    check(reopen, &Command::Reopen(id()), &replies("new"), &[sent, LOOK, SEEN]);

    let says = r#""close": { "send": "/close/{id}", "taken": { "/done": true } }"#;
    let close = Command::Close(id());
    let sent = "Post /close/7";
    check(says, &close, &[reply(200, r#"{ "done": false }"#)], &[sent, "NotAccepted"]);
    check(says, &close, &[reply(200, r#"{ "ok": false }"#)], &[sent, "Refused"]);
}

#[test]
fn what_the_mapping_does_not_say_is_refused_before_anything_is_sent() {
    let file = upload("7", file("a.txt", "text/plain", b"a"));
    for command in [say("Hello"), Command::Reopen(id()), file] {
        check(CLOSE, &command, &[], &["Refused"]);
    }
}

#[test]
fn of_several_ways_the_first_counts_that_fits() {
    let reply = r#""reply": [
        {
            "when": { "/files/0": null },
            "send": "/one/{id}/notes", "body": { "text": "/text", "key": "/key" }
        },
        {
            "send": "/one/{id}/files", "headers": { "X-Check": "no" },
            "body": { "text": "/text", "names": { "$each": "/files", "as": "/token" } }
        }
    ]"#;
    let alone = r#"Post /one/7/notes {"key":"k1","text":"Hello"}"#;
    check(reply, &say("Hello"), &[none(201), one("new")], &[alone, LOOK, SEEN]);
    let taken = Taken { file: file("a.txt", "text/plain", b"a"), token: Some("t1".into()) };
    let draft = Draft { text: "Look".into(), files: vec![taken], key: "k2".into(), html: None };
    let command = Command::Reply { ticket: id(), draft };
    let with_files = r#"Post /one/7/files [x-check: no] {"names":["t1"],"text":"Look"}"#;
    check(reply, &command, &[none(201), one("new")], &[with_files, LOOK, SEEN]);
}

#[test]
fn calls_before_a_change_choose_what_it_says() {
    let close = r#""close": {
        "before": [
            { "name": "moves", "get": "/one/{id}/moves" },
            { "name": "more", "get": "/more", "when": { "/comment": "yes" } }
        ],
        "send": "/one/{id}/move",
        "body": { "id": [
            { "$find": "@moves/all", "by": "/name", "is": { "$const": "Solve" }, "as": "/id" },
            { "$find": "@moves/all", "by": "/name", "is": { "$const": "Close" }, "as": "/id" }
        ] }
    }"#;
    let moves = r#"{ "all": [{ "id": 3, "name": "Ask" }, { "id": 4, "name": "Close" }] }"#;
    let replies = [reply(200, moves), none(204), one("gone")];
    let (asked, sent) = ("Get /one/7/moves", r#"Post /one/7/move {"id":4}"#);
    check(close, &Command::Close(id()), &replies, &[asked, sent, LOOK, SEEN]);
    check(close, &Command::Close(id()), &[none(403)], &[asked, "Forbidden"]);
}

#[test]
fn tables_are_looked_into() {
    let rate = r#""rate": {
        "send": "/one/{id}/rating",
        "body": { "as": { "$lookup": "status", "of": { "$const": "gone" } } }
    }"#;
    let command = Command::Rate { ticket: id(), score: Score::Good, comment: String::new() };
    let sent = r#"Post /one/7/rating {"as":"closed"}"#;
    check(rate, &command, &[none(200), one("done")], &[sent, LOOK, SEEN]);
}

#[test]
fn a_list_within_a_list_knows_what_holds_it() {
    let reply = r#""reply": { "send": "/one/{id}/notes", "body": { "names": {
        "$each": "/files", "where": { "@outside/id": "7" },
        "as": { "$text": ["@outside/id", "-", "/filename"] }
    } } }"#;
    let taken = Taken { file: file("a.txt", "text/plain", b"a"), token: None };
    let draft = Draft { files: vec![taken], ..draft("") };
    let command = Command::Reply { ticket: id(), draft };
    let sent = r#"Post /one/7/notes {"names":["7-a.txt"]}"#;
    check(reply, &command, &[none(201), one("new")], &[sent, LOOK, SEEN]);
}

#[test]
fn a_token_against_forgery_is_fetched_first() {
    let csrf = |from: &str| {
        format!(r#""csrf": {{ "get": "/me", {from}, "header": "X-CSRF-Token" }}, {CLOSE}"#)
    };
    let (told, sent) = (csrf(r#""token": "/token""#), csrf(r#""from": "CSRF-Token""#));
    let with = r#"Put /one/7 [x-csrf-token: t9] {"state":"done"}"#;
    let close = Command::Close(id());
    let answer = reply(200, r#"{ "id": 1, "token": "t9" }"#);
    check(&told, &close, &[answer, none(204)], &["Get /me", with, LOOK]);
    let answer = Reply { header: Some("t9".into()), ..reply(200, "{}") };
    check(&sent, &close, &[answer, none(204)], &["Get /me", with, LOOK]);
    // Who comes with a token of their own needs none.
    check(&told, &close, &[reply(200, "{}"), none(204)], &["Get /me", CLOSED, LOOK]);
    check(&told, &close, &[none(401)], &["Get /me", "SignedOut"]);
}

#[test]
fn a_file_goes_ahead_of_its_message() {
    let ahead = |how: &str| {
        let send = r#""send": "/files{?filename}""#;
        format!(r#""upload": {{ {send}, "file": {how}, "token": "/key" }}"#)
    };
    let command = upload("7", file("a b.txt", "text/plain", b"abc"));
    let taken = || reply(201, r#"{ "key": "t1" }"#);
    let raw = "Post /files?filename=a%20b.txt <text/plain, 3>";
    check(&ahead(r#""raw""#), &command, &[taken()], &[raw, "taken: t1"]);
    check(&ahead(r#""raw""#), &command, &[reply(200, "{}")], &[raw, "Unreadable"]);
    check(&ahead(r#""raw""#), &command, &[none(413)], &[raw, "Refused"]);
    let form = "Post /files?filename=a%20b.txt <form: file=a b.txt, text/plain>";
    check(&ahead(r#"{ "form": "file" }"#), &command, &[taken()], &[form, "taken: t1"]);
}

#[test]
fn or_within_it() {
    let inline = r#""upload": "inline", "reply": { "send": "/one/{id}/notes", "body": {
        "files": {
            "$each": "/files",
            "as": { "name": "/filename", "type": "/type", "data": "/base64" }
        }
    } }"#;
    let file = file("a b.txt", "text/plain", b"abc");
    check(inline, &upload("7", file.clone()), &[], &["taken: along with the message"]);
    let draft = Draft { files: vec![Taken { file, token: None }], ..draft("") };
    let command = Command::Reply { ticket: id(), draft };
    let sent =
        r#"Post /one/7/notes {"files":[{"data":"YWJj","name":"a b.txt","type":"text/plain"}]}"#;
    check(inline, &command, &[none(201), one("new")], &[sent, LOOK, SEEN]);
}

#[test]
fn what_a_customer_thinks_of_it_is_said_in_words_or_stars() {
    let rate = r#""rate": {
        "send": "/one/{id}/rating",
        "body": { "score": "/score", "stars": "/stars", "why": "/comment" }
    }"#;
    for (score, sent) in [
        (Score::Good, r#"{"score":"good","why":"Quick"}"#),
        (Score::Stars(4), r#"{"stars":4,"why":"Quick"}"#),
    ] {
        let command = Command::Rate { ticket: id(), score, comment: "Quick".into() };
        let sent = format!("Post /one/7/rating {sent}");
        check(rate, &command, &[none(200), one("done")], &[&sent, LOOK, SEEN]);
    }
}

#[test]
fn a_follow_up_is_a_ticket_of_its_own() {
    let follow_up = r#""follow_up": {
        "send": "/new", "body": { "title": "/subject", "text": "/text", "of": "/id" },
        "id": "/made/id"
    }"#;
    let draft = draft("It is back");
    let command = Command::FollowUp { of: id(), subject: "Again".into(), draft };
    let sent = r#"Post /new {"of":"7","text":"It is back","title":"Again"}"#;
    let made = reply(201, r#"{ "made": { "id": 8 } }"#);
    check(follow_up, &command, &[made, one("new")], &[sent, "Get /one/8", SEEN]);
    check(follow_up, &command, &[none(201)], &[sent, "accepted, not seen"]);
}

#[test]
fn the_example_is_written_to_as_its_guide_says() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/connectors/example.json");
    let example = WritingMapping::checked(&std::fs::read_to_string(path).unwrap()).unwrap();
    let draft = Draft { key: "k1".into(), ..draft("Thanks") };
    let command = Command::Reply { ticket: TicketId::new("1041"), draft };
    let replies = [
        reply(200, r#"{ "form_token": "f1" }"#),
        reply(201, r#"{ "note": { "internal": false } }"#),
        good("example/case"),
    ];
    assert_eq!(
        written(&example, &command, &replies)[..4],
        [
            "Get /account",
            r#"Post /cases/1041/notes [x-form-token: f1] {"client":"k1","files":[],"text":"Thanks"}"#,
            "Get /cases/1041",
            "ticket: 1041 #1041 The lift stops between floors",
        ]
    );
}
