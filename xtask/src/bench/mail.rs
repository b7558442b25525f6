//! How long opening a ticket blocks the page when it has a mail of a megabyte.

use std::path::Path;

use anyhow::Result;
use serde_json::json;

use super::{PLAIN, middle, newcomer, number, stand_in, written};
use crate::{demo, report::Report};

const RUNS: usize = 3;
/// Bytes of HTML.
const LENGTH: usize = 1_000_000;
/// For the longest task, in milliseconds.
const AIM: f64 = 200.0;
/// Its messages are the stand-in's.
const LONG: &str = "1001";
/// One with short messages, to compare with, and so that all that shows tickets is here.
const SHORT: [&str; 2] = ["1002", "1003"];
/// A page with a widget and without a policy.
const OPEN: &str = r#"<!doctype html><html lang="en"><meta charset="utf-8"><title>Open</title>
    <link rel="icon" href="/assets/logo.svg"><script async src="/deskpane.js"></script>
    <desk-pane api="/support/api"></desk-pane></html>"#;
/// What is measured when a ticket opens.
const BLOCKED: &str = include_str!("blocked.js");

/// In milliseconds.
struct Blocked {
    longest: f64,
    total: f64,
    gap: f64,
    whole: f64,
    nodes: f64,
}

/// Measures and prints.
pub fn measure(report: &mut Report, program: &Path) -> Result<()> {
    let demo = report.step("start", "the demo", || demo::start(program, None, 0))?;
    let written = written::mail(LENGTH);
    let length = written.html.len();
    let message = json!({ "items": [{
        "id": "long", "kind": "message", "channel": "email",
        "author": { "id": "agent-ana", "name": "Ana Silva", "role": "agent" },
        "created_at": "2026-11-18T09:00:00Z", "text": written.text, "html": written.html, "attachments": [],
    }] });
    let message = message.to_string().into_bytes();
    let messages = format!("/support/api/tickets/{LONG}/messages");
    let url = stand_in::start(&demo.url, move |path| match path {
        "/open" => Some(("text/html; charset=utf-8", OPEN.into())),
        _ if path == messages => Some(("application/json", message.clone())),
        _ => None,
    })?;
    let mut all = Vec::new();
    for (policy, page) in [("no policy", "/open"), ("strict", "/bare?style=none")] {
        let mut short = Vec::new();
        let mut long = Vec::new();
        report.step("bench", &format!("a long mail, {policy}"), || {
            for _ in 0..RUNS {
                let browser = newcomer(&url, "mia", PLAIN)?;
                browser.go(&format!("{url}{page}"))?;
                browser.until("fifteen rows", "return __watched.rows !== null")?;
                let mut visit = Vec::new();
                for ticket in SHORT.into_iter().chain([LONG]) {
                    browser.eval(&format!("{BLOCKED}open({ticket:?})"))?;
                    browser.until("the ticket", "return !!__watched.opened?.isWhole")?;
                    let it = browser.eval("return __watched.opened")?;
                    let of = |name: &str| number(&it[name]);
                    visit.push(Blocked {
                        longest: of("longest"),
                        total: of("total"),
                        gap: of("gap"),
                        whole: of("whole"),
                        nodes: of("nodes"),
                    });
                }
                long.extend(visit.pop());
                // The first brought the program along.
                short.extend(visit.pop());
            }
            Ok(())
        })?;
        all.push((format!("short messages, {policy}"), short));
        all.push((format!("{length} bytes of HTML, {policy}"), long));
    }
    print(&all);
    Ok(())
}

fn print(all: &[(String, Vec<Blocked>)]) {
    println!(
        "\n{:<34} {:>8} {:>8} {:>8} {:>8} {:>7}",
        "a ticket opens, ms", "longest", "blocked", "no frame", "whole", "nodes"
    );
    for (name, opened) in all {
        let of = |it: fn(&Blocked) -> f64| middle(opened.iter().map(it).collect());
        let longest = of(|it| it.longest);
        let verdict = if longest > AIM { "  over the aim" } else { "" };
        println!(
            "{name:<34} {longest:>8.0} {:>8.0} {:>8.0} {:>8.0} {:>7.0}{verdict}",
            of(|it| it.total),
            of(|it| it.gap),
            of(|it| it.whole),
            of(|it| it.nodes)
        );
    }
    println!(
        "longest: of its tasks; blocked: what tasks took beyond 50 ms each; no frame: the longest time without one;\n\
         whole: until all of it is on screen. The aim for the longest is {AIM} ms"
    );
}
