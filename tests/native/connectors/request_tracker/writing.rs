//! What is changed at the desk, and what came of it; files.

use ::deskpane::{
    api::{Ask, Command, Draft, Taken, connectors::RequestTracker},
    domain::{Attachment, TicketId},
};

use super::{
    super::{
        check, check_write, fixture, good,
        live::{draft, file},
        reply,
    },
    page::alone,
};

const RESOLVE: &str = r#"Put /ticket/3 {"Status":"resolved"}"#;
const OPEN: &str = r#"Put /ticket/3 {"Status":"open"}"#;
/// What RT says of ticket 3 to the customer who may change it.
const TICKET: &str = "ticket: 3 #3 Two users see each other's drafts
    channel: Other, written true
    status: Open open → Support
    priority: Unknown 100
    dates: 2026-11-21T14:37:42Z – 2026-11-21T16:37:42Z
    requester: alice Alice Moreau
    assignee: ines Inês Duarte
    participants: carol Carol Lindqvist
    reply: allowed
    close: allowed";

fn close() -> Command {
    Command::Close(TicketId::new("3"))
}

fn reopen() -> Command {
    Command::Reopen(TicketId::new("3"))
}

fn says(draft: Draft) -> Command {
    Command::Reply { ticket: TicketId::new("3"), draft }
}

/// RT's words for a change that came to pass.
fn moved() -> [::deskpane::api::Reply; 2] {
    let words = r#"["Ticket 3: Status changed from 'resolved' to 'open'"]"#;
    [reply(200, words), good("request-tracker/ticket")]
}

#[test]
fn after_a_change_the_ticket_is_looked_at() {
    check_write(&RequestTracker, &reopen(), &moved(), &format!("{OPEN}\n{}\n{TICKET}", alone("3")));
    check_write(
        &RequestTracker,
        &says(draft("Thank you.")),
        &[reply(201, r#"["Correspondence added"]"#), good("request-tracker/ticket")],
        &format!(
            r#"Post /ticket/3/correspond {{"Attachments":[],"Content":"Thank you.","ContentType":"text/plain"}}
            {}
            {TICKET}"#,
            alone("3")
        ),
    );
}

#[test]
fn a_yes_that_changed_nothing_is_a_no() {
    for refusal in ["request-tracker/refused-200", "request-tracker/refused-200-status"] {
        check_write(
            &RequestTracker,
            &close(),
            &[good(refusal), good("request-tracker/ticket")],
            &format!("{RESOLVE}\n{}\n NotAccepted", alone("3")),
        );
    }
}

#[test]
fn a_refusal_is_one_and_nothing_is_looked_at() {
    for (status, name, expected) in [
        (400, "refused-400", "Refused"),
        (401, "refused-401", "SignedOut"),
        (403, "refused-403", "Forbidden"),
        (404, "refused-404", "NotFound"),
    ] {
        let refused = reply(status, &fixture(&format!("request-tracker/{name}")));
        check_write(
            &RequestTracker,
            &close(),
            std::slice::from_ref(&refused),
            &format!("{RESOLVE}\n {expected}"),
        );
    }
}

#[test]
fn what_was_taken_stays_taken_when_the_look_fails() {
    for unseen in [reply(0, ""), reply(500, ""), reply(200, ""), reply(200, "{}")] {
        check_write(
            &RequestTracker,
            &reopen(),
            &[moved()[0].clone(), unseen],
            &format!("{OPEN}\n{}\n accepted, not seen", alone("3")),
        );
    }
}

#[test]
fn files_travel_with_the_message_under_names_that_rt_reads() {
    let files = [
        file("plain name.txt", "text/plain", b"hello"),
        file("Étiquette.png", "", b"\x89P"),
        file("=?x?=", "text/plain", b"1"),
        file("протокол испытаний чайников.txt", "text/plain", b"2"),
    ];
    let taken = |file| Taken { file, token: None };
    check_write(
        &RequestTracker,
        &says(Draft { files: files.map(taken).into(), ..draft("") }),
        &[],
        concat!(
            r#"Post /ticket/3/correspond {"Attachments":["#,
            r#"{"FileContent":"aGVsbG8=","FileName":"plain name.txt","FileType":"text/plain"},"#,
            r#"{"FileContent":"iVA=","FileName":"=?UTF-8?B?w4l0aXF1ZXR0ZS5wbmc=?=","FileType":"application/octet-stream"},"#,
            r#"{"FileContent":"MQ==","FileName":"=?UTF-8?B?PT94Pz0=?=","FileType":"text/plain"},"#,
            r#"{"FileContent":"Mg==","FileName":"=?UTF-8?B?0L/RgNC+0YLQvtC60L7QuyDQuNGB0L/Ri9GC0LDQvdC40Lkg0YfQsNC50L0=?= "#,
            r#"=?UTF-8?B?0LjQutC+0LIudHh0?=","FileType":"text/plain"}"#,
            r#"],"Content":"","ContentType":"text/plain"}"#
        ),
    );
}

#[test]
fn a_file_is_taken_unless_it_is_empty() {
    let upload = |bytes| super::super::upload("1", file("a.txt", "text/plain", bytes));
    check_write(&RequestTracker, &upload(b"a"), &[], "taken: along with the message");
    check_write(&RequestTracker, &upload(b""), &[], "Refused");
}

#[test]
fn only_a_number_is_written_to() {
    for id in ["", "3/../4", "3 OR id>0"] {
        let id = TicketId::new(id);
        let said = Command::Reply { ticket: id.clone(), draft: draft("") };
        for command in [said, Command::Close(id.clone()), Command::Reopen(id)] {
            check_write(&RequestTracker, &command, &[], "NotFound");
        }
    }
}

fn attachment(address: Option<&str>) -> Ask {
    Ask::File(Attachment {
        id: "12".into(),
        filename: "Étiquette\u{202e} n° 1.png".into(),
        address: address.map(str::to_owned),
        ..Attachment::default()
    })
}

#[test]
fn a_file_is_unwrapped_from_the_text_it_comes_in() {
    check(
        &RequestTracker,
        &attachment(Some("/attachment/12")),
        &[good("request-tracker/attachment")],
        "Get /attachment/12
        file: Étiquette n° 1.png, image/png, 123 bytes",
    );
    for body in [r#"{"ContentType":"text/plain"}"#, r#"{"Content":"a b"}"#, "[]", ""] {
        check(
            &RequestTracker,
            &attachment(Some("/attachment/12")),
            &[reply(200, body)],
            "Get /attachment/12\n Unreadable",
        );
    }
    check(&RequestTracker, &attachment(None), &[], "NotFound");
}
