//! The guide's table of connectors, held to what ships.

use std::rc::Rc;

use ::deskpane::{
    api::{
        Command, Failure, Score, Step, Writer,
        connectors::{Deskpane, Redmine, RequestTracker, Roundup, WritingMapping},
    },
    config::MAPPINGS,
    domain::TicketId,
};

use super::{
    live::{draft, file},
    mapping_text, upload,
};

fn guide() -> String {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/connect.md");
    std::fs::read_to_string(path).unwrap()
}

/// The table's rows, by their first cell.
fn row<'a>(guide: &'a str, first: &str) -> Vec<&'a str> {
    let line = guide.lines().find(|it| it.starts_with(&format!("| {first} |")));
    let line = line.unwrap_or_else(|| panic!("docs/connect.md has no row {first}"));
    line.trim_matches('|').split('|').skip(1).map(str::trim).collect()
}

fn connectors(guide: &str) -> Vec<&str> {
    let head = guide.lines().find(|it| it.starts_with("| | `deskpane` |")).unwrap();
    head.trim_matches('|').split('|').skip(1).map(|it| it.trim().trim_matches('`')).collect()
}

#[test]
fn every_connector_of_the_release_is_in_the_table() {
    let guide = guide();
    let mut shipped = vec!["deskpane", "redmine", "request-tracker", "roundup"];
    // The example reads no desk that exists.
    shipped.extend(MAPPINGS.iter().filter(|it| **it != "example"));
    let mut named = connectors(&guide);
    named.sort_unstable();
    shipped.sort_unstable();
    assert_eq!(named, shipped);
}

#[test]
fn what_a_mapping_can_do_is_what_the_table_says() {
    let guide = guide();
    let (scopes, orders, totals) =
        (row(&guide, "scopes"), row(&guide, "order by the server"), row(&guide, "total"));
    let mapped = |it: &(usize, &str)| MAPPINGS.contains(&it.1);
    for (at, name) in connectors(&guide).into_iter().enumerate().filter(mapped) {
        let path = format!("{}/connectors/{name}.json", env!("CARGO_MANIFEST_DIR"));
        let mapping: serde_json::Value =
            serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
        let list = &mapping["tickets"];
        for (scope, word) in [("mine", "mine"), ("cc", "cc"), ("org", "organisation")] {
            let is_there = list["scopes"].get(scope).is_some();
            assert_eq!(scopes[at].contains(word), is_there, "{name}: {word}");
        }
        for (key, word) in [
            ("created_at", "created"),
            ("updated_at", "updated"),
            ("status", "status"),
            ("priority", "priority"),
        ] {
            let is_there = list["sort"].get(key).is_some();
            assert_eq!(orders[at].contains(word), is_there, "{name}: by {word}");
        }
        assert_eq!(totals[at] == "yes", list.get("total").is_some(), "{name}: total");
    }
}

fn writer(name: &str) -> Rc<dyn Writer> {
    match name {
        "deskpane" => Rc::new(Deskpane),
        "redmine" => Rc::new(Redmine),
        "request-tracker" => Rc::new(RequestTracker),
        "roundup" => Rc::new(Roundup),
        name => Rc::new(WritingMapping::checked(&mapping_text(name)).unwrap()),
    }
}

#[test]
fn what_a_connector_can_write_is_what_the_table_says() {
    let guide = guide();
    let id = || TicketId::new("7");
    let rate = |score| Command::Rate { ticket: id(), score, comment: String::new() };
    let follow_up =
        Command::FollowUp { of: id(), subject: "Again".into(), draft: draft("It is back") };
    let rows = [
        ("reply", vec![Command::Reply { ticket: id(), draft: draft("Yes") }]),
        ("files", vec![upload("7", file("a.txt", "text/plain", b"a"))]),
        ("close", vec![Command::Close(id())]),
        ("reopen", vec![Command::Reopen(id())]),
        ("follow-up", vec![follow_up]),
        ("rating", vec![rate(Score::Good), rate(Score::Stars(4))]),
    ];
    for (first, commands) in rows {
        let cells = row(&guide, first);
        for (at, name) in connectors(&guide).into_iter().enumerate() {
            let writer = writer(name);
            // What a connector does not know it refuses before anything is sent.
            let knows = commands.iter().any(|it| match writer.write(it, &[]) {
                Step::Fail(error) => error.failure() != Failure::Refused,
                Step::Send(_) | Step::Done(_) => true,
            });
            assert_eq!(cells[at], if knows { "yes" } else { "no" }, "{name}: {first}");
        }
    }
}
