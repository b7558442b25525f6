//! What is sent to change an issue, and what comes of it.

use std::rc::Rc;

use ::deskpane::{
    api::{Command, Draft, Reply, Taken, connectors::Roundup},
    domain::{File, TicketId},
};
use serde_json::json;

use super::super::{check_write, good, reply, upload};
use super::{MAY, NOTES, changed, refused, whole};

const BEFORE: &str = "Get /data/issue/2?@fields=creator%2Ccreator.roles&@verbose=0";
const SAY: &str = r#"Post /data/msg [x-requested-with: deskpane] {"author":"4","content":"Here is the invoice.","date":".","files":["4"]}"#;
const STATUS: &str = "Get /data/issue/2?@fields=status&@verbose=2";
const AGAIN: &str = "Get /data/issue/2?@fields=status&@verbose=0";

fn file() -> Rc<File> {
    let name = "rechnung März.txt".into();
    Rc::new(File { name, media_type: "text/plain".into(), bytes: b"USD 12.40\n".to_vec() })
}

fn answer(text: &str, files: Vec<Taken>) -> Command {
    let draft = Draft { text: text.into(), html: None, files, key: "k".into() };
    Command::Reply { ticket: TicketId::new("2"), draft }
}

fn with_file() -> Command {
    answer("Here is the invoice.", vec![Taken { file: file(), token: Some("4".into()) }])
}

/// What adds message 91 and file 4, as the issue was read with `etag`.
fn add(etag: &str) -> String {
    format!(
        r#"Patch /data/issue/2 [x-requested-with: deskpane] {{"@etag":"\"{etag}\"","@op":"add","files":["4"],"messages":["91"]}}"#
    )
}

/// What sets a status, likewise.
fn set(etag: &str, status: &str) -> String {
    format!(
        r#"Patch /data/issue/2 [x-requested-with: deskpane] {{"@etag":"\"{etag}\"","@op":"replace","status":"{status}"}}"#
    )
}

fn seen(status: &str) -> String {
    let doing = match status {
        "Resolved resolved → Done" => "reply: allowed\nreopen: allowed",
        _ => "reply: allowed\nclose: allowed",
    };
    format!(
        "{}
        ticket: 2 issue2 Invoice in the wrong currency
        channel: Other, written true
        status: {status}
        priority: Tolerable bug
        dates: 2026-11-19T22:50:08Z – 2026-11-24T02:50:41Z
        requester: 4 Bob Okafor
        {doing}",
        whole(2)
    )
}

fn etag(name: &str) -> String {
    let whole: serde_json::Value =
        serde_json::from_str(&super::fixture(&format!("roundup/{name}"))).unwrap();
    whole["data"]["@etag"].as_str().unwrap().trim_matches('"').to_owned()
}

#[test]
fn a_file_is_taken_under_its_name_before_the_message() {
    check_write(
        &Roundup,
        &upload("2", file()),
        &[reply(201, &super::fixture("roundup/taken"))],
        "Post /data/file?name=rechnung%20M%C3%A4rz.txt&type=text%2Fplain [x-requested-with: deskpane] <form: content=rechnung März.txt, text/plain>
        taken: 4",
    );
    let asked = "Post /data/file?name=rechnung%20M%C3%A4rz.txt&type=text%2Fplain [x-requested-with: deskpane] <form: content=rechnung März.txt, text/plain>";
    for (refused, expected) in [
        (refused(403, "403"), "Forbidden"),
        (reply(201, "{}"), "Unreadable"),
        (reply(413, ""), "Refused"),
    ] {
        check_write(&Roundup, &upload("2", file()), &[refused], &format!("{asked}\n{expected}"));
    }
}

#[test]
fn an_answer_is_a_message_that_the_issue_is_told_of() {
    check_write(
        &Roundup,
        &with_file(),
        &[
            good("roundup/before"),
            good("roundup/said"),
            good("roundup/added"),
            good("roundup/issue-answered"),
        ],
        &format!("{BEFORE}\n{SAY}\n{}\n{}", add(&etag("before")), seen("Open chatting → Support")),
    );
}

#[test]
fn who_is_copied_is_looked_up_to_be_the_author() {
    let Command::Reply { draft, .. } = answer("Me too.", Vec::new()) else { unreachable!() };
    let command = Command::Reply { ticket: TicketId::new("3"), draft };
    let added = changed("roundup/added", &[("/data/attribute/messages/0", json!("90"))]);
    check_write(
        &Roundup,
        &command,
        &[
            good("roundup/before-copied"),
            good("roundup/users-carol"),
            good("roundup/said"),
            added,
            good("roundup/issue"),
            good("roundup/names"),
        ],
        &format!(
            r#"Get /data/issue/3?@fields=creator%2Ccreator.roles&@verbose=0
            Get /data/user?@fields=roles&@verbose=0
            Post /data/msg [x-requested-with: deskpane] {{"author":"5","content":"Me too.","date":".","files":[]}}
            Patch /data/issue/3 [x-requested-with: deskpane] {{"@etag":"\"{}\"","@op":"add","messages":["91"]}}
            {}
            Get /data/user?id=5&@fields=realname%2Cusername&@verbose=0
            {NOTES}
            participants: 5 Carol Lindqvist
            {MAY}"#,
            etag("before-copied"),
            whole(3)
        ),
    );
}

#[test]
fn a_message_of_files_alone_has_a_blank() {
    check_write(
        &Roundup,
        &answer("", vec![Taken { file: file(), token: Some("4".into()) }]),
        &[good("roundup/before")],
        &format!("{BEFORE}\n{}", SAY.replace("Here is the invoice.", " ")),
    );
}

#[test]
fn what_somebody_changed_meanwhile_is_read_again_once() {
    let stale = || refused(412, "412");
    let fresh = changed("roundup/status-open", &[("/data/@etag", json!("\"fresh\""))]);
    let first = add(&etag("before"));
    let second = add("fresh");
    check_write(
        &Roundup,
        &with_file(),
        &[
            good("roundup/before"),
            good("roundup/said"),
            stale(),
            fresh.clone(),
            good("roundup/added"),
            good("roundup/issue-answered"),
        ],
        &format!(
            "{BEFORE}\n{SAY}\n{first}\n{AGAIN}\n{second}\n{}",
            seen("Open chatting → Support")
        ),
    );
    check_write(
        &Roundup,
        &with_file(),
        &[good("roundup/before"), good("roundup/said"), stale(), fresh.clone(), stale()],
        &format!("{BEFORE}\n{SAY}\n{first}\n{AGAIN}\n{second}\nRefused"),
    );
    // With the customer looked up, six sends are used: what is written is written.
    check_write(
        &Roundup,
        &with_file(),
        &[
            changed("roundup/before", &[("/data/attributes/creator.roles", json!(null))]),
            changed("roundup/users", &[("/data/collection/2/id", json!("4"))]),
            good("roundup/said"),
            stale(),
            fresh,
            good("roundup/added"),
        ],
        &format!(
            "{BEFORE}\nGet /data/user?@fields=roles&@verbose=0\n{SAY}\n{first}\n{AGAIN}\n{second}\naccepted, not seen"
        ),
    );
}

#[test]
fn an_answer_that_the_issue_does_not_hold_is_not_accepted() {
    let without = changed("roundup/added", &[("/data/attribute/messages", json!(["6"]))]);
    check_write(
        &Roundup,
        &with_file(),
        &[good("roundup/before"), good("roundup/said"), without],
        &format!("{BEFORE}\n{SAY}\n{}\nNotAccepted", add(&etag("before"))),
    );
}

#[test]
fn what_is_refused_on_the_way_says_so() {
    for (refused, expected) in [
        (refused(400, "400"), "Refused"),
        (refused(403, "403"), "Forbidden"),
        (refused(429, "429"), "Busy"),
        (reply(409, ""), "Refused"),
        (reply(401, "Invalid Login - Signature has expired"), "SignedOut"),
    ] {
        let replies = [good("roundup/before"), good("roundup/said"), refused];
        let [before, said, refused] = &replies;
        let steps = [BEFORE.to_owned(), SAY.to_owned(), add(&etag("before"))];
        for (at, so_far) in [vec![refused], vec![before, refused], vec![before, said, refused]]
            .into_iter()
            .enumerate()
        {
            let so_far: Vec<Reply> = so_far.into_iter().cloned().collect();
            let asked = steps[..=at].join("\n");
            check_write(&Roundup, &with_file(), &so_far, &format!("{asked}\n{expected}"));
        }
    }
}

#[test]
fn closing_resolves_and_reopening_goes_on() {
    let id = || TicketId::new("2");
    check_write(
        &Roundup,
        &Command::Close(id()),
        &[good("roundup/status-open"), good("roundup/closed"), good("roundup/issue-closed")],
        &format!(
            "{STATUS}\n{}\n{}",
            set(&etag("status-open"), "resolved"),
            seen("Resolved resolved → Done")
        ),
    );
    check_write(
        &Roundup,
        &Command::Reopen(id()),
        &[good("roundup/status-closed"), good("roundup/reopened"), good("roundup/issue-reopened")],
        &format!(
            "{STATUS}\n{}\n{}",
            set(&etag("status-closed"), "chatting"),
            seen("Open chatting → Support")
        ),
    );
}

#[test]
fn what_is_so_already_is_left_alone() {
    check_write(
        &Roundup,
        &Command::Close(TicketId::new("2")),
        &[good("roundup/status-closed"), good("roundup/issue-closed")],
        &format!("{STATUS}\n{}", seen("Resolved resolved → Done")),
    );
    check_write(
        &Roundup,
        &Command::Reopen(TicketId::new("2")),
        &[good("roundup/status-open"), good("roundup/issue-reopened")],
        &format!("{STATUS}\n{}", seen("Open chatting → Support")),
    );
}

#[test]
fn a_status_that_does_not_change_is_not_accepted() {
    check_write(
        &Roundup,
        &Command::Close(TicketId::new("2")),
        &[good("roundup/status-open"), good("roundup/closed"), good("roundup/issue-reopened")],
        &format!("{STATUS}\n{}\n{}\nNotAccepted", set(&etag("status-open"), "resolved"), whole(2)),
    );
    // A look that never came takes nothing back.
    check_write(
        &Roundup,
        &Command::Close(TicketId::new("2")),
        &[good("roundup/status-open"), good("roundup/closed"), Reply::default()],
        &format!(
            "{STATUS}\n{}\n{}\naccepted, not seen",
            set(&etag("status-open"), "resolved"),
            whole(2)
        ),
    );
}

#[test]
fn an_issue_that_is_no_number_is_not_written_to() {
    let Command::Reply { draft, .. } = answer("x", Vec::new()) else { unreachable!() };
    for id in ["", "../user/3", "2/messages"] {
        let id = || TicketId::new(id);
        for command in [
            Command::Close(id()),
            Command::Reopen(id()),
            Command::Reply { ticket: id(), draft: draft.clone() },
        ] {
            check_write(&Roundup, &command, &[], "NotFound");
        }
    }
}
