//! What a mapping file can say, and how its mistakes are told.

use ::deskpane::{
    api::{Ask, Reply, connectors::Mapping},
    domain::{Scope, Sort, SortKey},
};

use super::{check, messages, reply, ticket, tickets, tickets_after};

/// A small desk. `tickets` is what its list has besides, each with a comma before it.
fn desk(tickets: &str) -> Mapping {
    let text = r#"{
        "mapping": 1, "name": "A small desk",
        "failures": { "403": "not_found" },
        "errors": [{ "when": { "/error": ["no session"] }, "is": "signed_out" }],
        "me": { "get": "/me", "as": { "user": { "id": "/id", "name": "/name" } } },
        "tickets": {
            "get": "/list{?whose,org,sort,order,limit,offset,page,cursor}", "items": "/rows",
            "scopes": { "mine": { "whose": "me" }, "org": { "org": "@ask/org" } },
            "as": { "$use": "ticket" } EXTRA
        },
        "shapes": { "ticket": {
            "id": "/id", "subject": "/title", "created_at": "/at", "updated_at": "/at",
            "status": { "category": { "$const": "open" }, "label": "/state" }
        } },
        "ticket": { "get": "/one/{id}", "as": { "$use": "ticket" } },
        "messages": {
            "get": "/one/{id}/notes",
            "then": [{ "name": "people", "get": "/people", "when": { "/has_people": true }, "optional": true }],
            "as": { "$each": "/notes", "unless": { "/private": true }, "as": {
                "id": "/id", "created_at": "/at", "text": "/text",
                "author": { "$find": "@people/all", "by": "/id", "is": "/by", "as": { "name": "/name" } }
            } }
        }
    }"#;
    Mapping::read(&text.replace("EXTRA", tickets)).unwrap()
}

const ROWS: &str = r#""rows": [
    { "id": 1, "title": "One", "at": "2026-11-01T00:00:00Z", "state": "new" },
    { "id": 2, "title": "Two", "at": "2026-11-02T00:00:00Z", "state": "new" }
]"#;
const SHOWN: &str = "
    1 1: One | Open new | Support |  | 2026-11-01T00:00:00Z
    2 2: Two | Open new | Support |  | 2026-11-02T00:00:00Z";

fn rows(more: &str) -> Reply {
    reply(200, &format!("{{ {ROWS}{more} }}"))
}

/// The list after `cursor`, when the desk answers with two rows and `more`.
#[track_caller]
fn check_page(tickets: &str, cursor: Option<&str>, more: Reply, sent: &str, follows: &str) {
    let ask = cursor.map_or_else(|| super::tickets(Scope::Mine), tickets_after);
    check(&desk(tickets), &ask, &[more], &format!("Get {sent}{SHOWN}\n{follows}"));
}

#[test]
fn a_list_goes_on_by_how_many_came() {
    let by = r#", "paging": { "by": "offset" }, "total": "/total", "sort": { "updated_at": "at" }"#;
    let sent = "/list?whose=me&sort=at&limit=2&offset=0";
    check_page(by, None, rows(r#", "total": 5"#), sent, "next: 2\ntotal: 5");
    let sent = "/list?whose=me&sort=at&limit=2&offset=3";
    check_page(by, Some("3"), rows(r#", "total": 5"#), sent, "total: 5");
    check_page(by, Some("3"), rows(r#", "total": null"#), sent, "next: 5");
}

#[test]
fn a_list_goes_on_by_the_number_of_its_page() {
    let by = r#", "paging": { "by": "page", "most": 1 }, "sort": { "updated_at": ["up", "down"] }"#;
    check_page(by, None, rows(""), "/list?whose=me&sort=down&limit=1&page=1", "next: 2/1");
    // As large as the page before it, whatever is wanted now: another size would leave some out.
    let by = r#", "paging": { "by": "page" }, "sort": { "updated_at": ["up", "down"] }"#;
    check_page(by, Some("3/1"), rows(""), "/list?whose=me&sort=down&limit=1&page=3", "next: 4/1");
    let by = r#", "paging": { "by": "page", "first": 0, "last": "/end" }, "sort": { "updated_at": "at" }, "order": ["asc", "desc"]"#;
    let sent = "/list?whose=me&sort=at&order=desc&limit=2&page=0";
    check_page(by, None, rows(r#", "end": false"#), sent, "next: 1/2");
    check_page(by, None, rows(r#", "end": true"#), sent, "");
}

#[test]
fn a_list_goes_on_where_the_desk_says() {
    let by = r#", "paging": { "by": "cursor", "next": "/after", "more": "/more" }, "sort": { "updated_at": "at" }"#;
    let sent = "/list?whose=me&sort=at&limit=2";
    check_page(by, None, rows(r#", "after": "x y", "more": true"#), sent, "next: x y");
    check_page(by, None, rows(r#", "after": "x y", "more": false"#), sent, "");
    let sent = format!("{sent}&cursor=x%20y");
    check_page(by, Some("x y"), rows(r#", "after": "x y", "more": true"#), &sent, "");

    let by = r#", "paging": { "by": "url", "next": "/next" }, "sort": { "updated_at": "at" }"#;
    let next = "https://desk.example/list?page=2";
    let answer = rows(&format!(r#", "next": "{next}""#));
    check_page(by, None, answer, "/list?whose=me&sort=at&limit=2", &format!("next: {next}"));
    check_page(by, Some(next), rows(r#", "next": """#), next, "");

    let by = r#", "paging": { "by": "link" }, "sort": { "updated_at": "at" }"#;
    let header = Some(format!("<{next}>; rel=\"next\""));
    let answer = Reply { header, ..rows("") };
    check_page(by, None, answer, "/list?whose=me&sort=at&limit=2", &format!("next: {next}"));
}

#[test]
fn a_desk_that_does_not_sort_says_so() {
    check_page("", None, rows(""), "/list?whose=me&limit=2", "order: to be made here");
    let by = r#", "sort": { "created_at": "made" }"#;
    check_page(by, None, rows(""), "/list?whose=me&limit=2", "order: to be made here");
}

#[test]
fn lists_that_a_desk_does_not_have_are_refused() {
    let org = Ask::Tickets {
        scope: Scope::Organization("a/b".into()),
        sort: Sort { key: SortKey::Updated, descending: true },
        limit: 2,
        after: None,
        find: None,
    };
    check(&desk(""), &org, &[], "Get /list?org=a%2Fb&limit=2");
    check(&desk(""), &tickets(Scope::CopiedOn), &[], "Refused");
}

#[test]
fn what_the_desk_can_do_follows_from_the_mapping() {
    check(
        &desk(r#", "sort": { "updated_at": "at", "id": "id" }"#),
        &Ask::Me,
        &[reply(200, r#"{ "id": 7, "name": "Ann" }"#)],
        "Get /me
        me: 7 Ann
        support: Supported
        scopes: [Mine]
        sorts by: [Updated, Id]",
    );
}

#[test]
fn a_no_inside_a_good_answer_is_a_no() {
    check(&desk(""), &Ask::Me, &[reply(200, r#"{ "error": "no session" }"#)], "Get /me\nSignedOut");
    check(&desk(""), &ticket("1"), &[reply(403, "")], "Get /one/1\nNotFound");
    check(&desk(""), &ticket("1"), &[reply(429, "slow down")], "Get /one/1\nBusy");
    check(&desk(""), &ticket("1"), &[reply(200, "<html>")], "Get /one/1\nUnreadable");
}

#[test]
fn private_notes_are_dropped_before_anything_looks_at_them() {
    let notes = |people: bool| {
        reply(
            200,
            &format!(
                r#"{{ "has_people": {people}, "notes": [
                {{ "id": 2, "at": "2026-11-02T00:00:00Z", "text": "Later", "by": 9 }},
                {{ "id": 1, "at": "2026-11-01T00:00:00Z", "text": "Sooner", "by": 8 }},
                {{ "id": 3, "at": "2026-11-03T00:00:00Z", "text": "Secret", "by": 9, "private": true }}
            ] }}"#
            ),
        )
    };
    let people =
        reply(200, r#"{ "all": [{ "id": "8", "name": "Ann" }, { "id": "9", "name": "Bo" }] }"#);
    check(
        &desk(""),
        &messages("1"),
        &[notes(true), people],
        r#"Get /one/1/notes
        Get /people
        1: Message 2026-11-01T00:00:00Z | System Ann | "Sooner"
        2: Message 2026-11-02T00:00:00Z | System Bo | "Later""#,
    );
    check(&desk(""), &messages("1"), &[notes(false)], "Get /one/1/notes\nskipped: 2");
    check(
        &desk(""),
        &messages("1"),
        &[notes(true), reply(500, "")],
        "Get /one/1/notes\nGet /people\nskipped: 2",
    );
}
