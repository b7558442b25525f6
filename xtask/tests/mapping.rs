//! `cargo xtask conformance --mapping` from outside: in front of a small desk of our own that can be made to do wrong.

use std::{
    fs,
    io::{self, BufRead as _, BufReader, Write as _},
    net::{Ipv4Addr, TcpListener, TcpStream},
    path::Path,
    process::Command,
    thread,
};

use anyhow::{Context as _, Result, ensure};
use serde_json::{Value, json};

/// Which cases are whose.
const ANNS: &[u64] = &[1, 2, 3];
const BOBS: &[u64] = &[11];

/// A desk on a port of its own. It ends with the test. One that `leaks` shows every case to everybody who knows
/// its number.
fn desk(leaks: bool) -> Result<String> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
    let url = format!("http://{}/api", listener.local_addr()?);
    thread::spawn(move || {
        listener.incoming().flatten().for_each(|it| {
            thread::spawn(move || answer(&it, leaks));
        });
    });
    Ok(url)
}

fn answer(mut stream: &TcpStream, leaks: bool) -> io::Result<()> {
    let mut lines = BufReader::new(stream).lines();
    let first = lines.next().transpose()?.unwrap_or_default();
    let head: Vec<String> = lines.map_while(|it| it.ok().filter(|it| !it.is_empty())).collect();
    let who = head
        .iter()
        .find_map(|it| it.to_lowercase().strip_prefix("authorization: ").map(str::to_owned));
    let path = first.split(' ').nth(1).unwrap_or_default();
    let told = match who.as_deref() {
        Some("bearer ann") => told(path, "ann", ANNS, leaks),
        Some("bearer bob") => told(path, "bob", BOBS, leaks),
        _ => Err(401),
    };
    let (status, body) = told.map_or_else(|it| (it, Value::Null), |it| (200, it));
    let body = body.to_string();
    write!(
        stream,
        "HTTP/1.1 {status} .\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}",
        body.len()
    )
}

fn told(path: &str, who: &str, own: &[u64], leaks: bool) -> Result<Value, u16> {
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let number = |name: &str| {
        let said = query.split('&').find_map(|it| it.strip_prefix(name)?.strip_prefix('='));
        said.and_then(|it| it.parse::<usize>().ok())
    };
    let path: Vec<&str> = path.split('/').skip(2).collect();
    match path.as_slice() {
        ["account"] => Ok(json!({ "id": who, "name": who })),
        ["cases"] => {
            let (page, size) = (number("page").unwrap_or(1), number("size").unwrap_or(50));
            let cases = own.iter().skip((page - 1) * size).take(size).map(|it| case(*it));
            Ok(json!({ "count": own.len(), "cases": cases.collect::<Vec<_>>() }))
        }
        ["cases", id, rest @ ..] => {
            let id: u64 = id.parse().map_err(|_| 404_u16)?;
            let is_there = own.contains(&id) || leaks && (ANNS.contains(&id) || BOBS.contains(&id));
            match rest {
                _ if !is_there => Err(404),
                [] => Ok(case(id)),
                _ => Ok(json!([{ "id": id, "by": who, "at": moment(id), "text": "It stopped." }])),
            }
        }
        _ => Err(404),
    }
}

fn case(id: u64) -> Value {
    json!({ "no": id, "title": "It stopped", "state": "with_us", "opened": moment(id) })
}

fn moment(id: u64) -> String {
    format!("2026-11-{:02} 09:14:00", 20 - id)
}

fn mapping() -> Value {
    let at = |place: &str| json!({ "$time": place, "as": "%Y-%m-%d %H:%M:%S" });
    json!({
        "mapping": 1,
        "name": "A desk of our own",
        "tables": { "status": { "with_us": "open", "*": "unknown" } },
        "shapes": { "ticket": {
            "id": "/no",
            "subject": "/title",
            "status": { "category": { "$lookup": "status", "of": "/state" } },
            "created_at": at("/opened"),
            "updated_at": at("/opened"),
        } },
        "me": { "get": "/account", "as": { "user": { "id": "/id", "name": "/name" } } },
        "tickets": {
            "get": "/cases{?page,size}",
            "with": { "size": "@ask/limit" },
            "items": "/cases",
            "total": "/count",
            "scopes": { "mine": {} },
            "paging": { "by": "page", "first": 1 },
            "as": { "$use": "ticket" },
        },
        "ticket": { "get": "/cases/{id}", "as": { "$use": "ticket" } },
        "messages": {
            "get": "/cases/{id}/notes",
            "as": { "$each": "", "as": {
                "id": "/id", "author": { "id": "/by" }, "created_at": at("/at"), "text": "/text",
            } },
        },
    })
}

/// What the command prints of a desk, and how it ends. `name` is this test's own.
fn held(name: &str, leaks: bool, mapping: &Value) -> Result<(Option<i32>, String)> {
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}.json"));
    fs::write(&file, mapping.to_string())?;
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    command.args(["conformance", &desk(leaks)?, "--token", "ann", "--token-b", "bob", "--mapping"]);
    let done = command.arg(file).output().context("starting xtask")?;
    let text = [done.stdout, done.stderr].map(|it| String::from_utf8_lossy(&it).into_owned());
    Ok((done.status.code(), text.concat()))
}

/// Without the width of the table.
fn says(text: &str, line: &str) -> bool {
    let folded = |it: &str| it.split_whitespace().collect::<Vec<_>>().join(" ");
    text.lines().any(|it| folded(it).contains(line))
}

fn fails(name: &str, leaks: bool, mapping: &Value, line: &str) -> Result<()> {
    let (code, text) = held(name, leaks, mapping)?;
    ensure!(says(&text, line), "{line} is not in\n{text}");
    ensure!(code == Some(1), "{text}");
    Ok(())
}

#[test]
fn a_desk_that_keeps_people_apart_holds() -> Result<()> {
    let (code, text) = held("right", false, &mapping())?;
    for line in [
        "/tickets mine: pages | ok | 3 on 1 page; the total says 3; with limit=1 3 pages",
        "isolation: tickets of A for B | ok | 3 of 3 are not shown",
        "ETag: 304 | skipped |",
        "order | by the widget, of what it has loaded",
        "0 FAILED",
    ] {
        ensure!(says(&text, line), "{line} is not in\n{text}");
    }
    ensure!(code == Some(0), "{text}");
    Ok(())
}

#[test]
fn a_desk_that_shows_what_is_somebody_elses_fails() -> Result<()> {
    let line = "isolation: tickets of B for A | FAILED | /tickets/11 answers 200, not 404";
    fails("leaks", true, &mapping(), line)
}

#[test]
fn mistakes_in_a_mapping_are_named_with_their_places() -> Result<()> {
    let mut wrong = mapping();
    wrong["tickets"]["paging"] = json!({ "by": "cursor" });
    wrong["shapes"]["ticket"]["status"]["category"]["$lookup"] = json!("state");
    fails("mistakes", false, &wrong, "/tickets/paging/next: this is missing")?;
    let line = "/shapes/ticket/status/category/$lookup: there is no table \"state\"";
    fails("mistakes", false, &wrong, line)
}

#[test]
fn what_the_widget_would_leave_out_fails_with_its_reason() -> Result<()> {
    let mut wrong = mapping();
    wrong["shapes"]["ticket"]["created_at"]["as"] = json!("%d.%m.%Y");
    fails("dates", false, &wrong, "/tickets mine: shape | FAILED | 1: `created_at` is missing")
}

#[test]
fn a_list_that_does_not_go_on_fails() -> Result<()> {
    let mut wrong = mapping();
    wrong["tickets"].as_object_mut().unwrap().remove("paging");
    fails("paging", false, &wrong, "/tickets mine: limit | FAILED | no next_cursor")
}

#[test]
fn pages_may_be_as_long_as_the_desk_makes_them() -> Result<()> {
    let mut mapping = mapping();
    mapping["tickets"]["get"] = json!("/cases{?page}");
    let (code, text) = held("pages", false, &mapping)?;
    ensure!(
        says(&text, "/tickets mine: limit | skipped | the mapping asks for no number"),
        "{text}"
    );
    ensure!(code == Some(0), "{text}");
    Ok(())
}

#[test]
fn a_total_of_more_than_comes_fails() -> Result<()> {
    let mut wrong = mapping();
    wrong["tickets"]["unless"] = json!({ "/no": 2 });
    let line = "/tickets mine: pages | FAILED | 2 came, and the total says 3";
    fails("total", false, &wrong, line)
}

#[test]
fn an_answer_that_means_nothing_is_told_in_words() -> Result<()> {
    let mut wrong = mapping();
    wrong["tickets"]["items"] = json!("/tickets");
    fails("items", false, &wrong, "page 1 answers 502 instead of 200: no list of tickets")
}
