//! Conversations and files.

use ::deskpane::{
    api::{Answer, Ask, Body, Connector as _, Cursor, Reply, Step, connectors::Roundup},
    domain::{Attachment, TicketId},
};
use serde_json::json;

use super::super::{check, good, messages, reply};
use super::{THREAD, changed, refused};

const MESSAGE: &str = "@fields=author%2Cauthor.realname%2Cdate%2Ccreator%2Ccreator.realname%2Ccreation%2Ccontent%2Ctype%2Cfiles&@verbose=3";

#[test]
fn a_conversation_is_what_the_tracker_shows_of_it() {
    let asked = format!("{THREAD}\nGet /data/msg?id=1&id=2&id=3&id=4&id=5&{MESSAGE}");
    let text = "Since Monday our vans get two plans for the same morning.\n\n1. Open Routes\n2. Choose “Tomorrow”, all vans\n3. Press Plan\n\nNo error is shown. <b>Both plans are printed</b>, and drivers take either.";
    check(
        &Roundup,
        &messages("1"),
        &[good("roundup/thread"), good("roundup/messages")],
        &format!(
            "{asked}
        1: Message 2026-11-14T02:50:08Z | Requester Alice Moreau | {text:?} | 1 route log.txt
        2: Message 2026-11-14T12:50:08Z | Agent Ines Duarte | \"Thank you. Could you send me a picture of the plan that is wrong?\"
        4: Message 2026-11-15T18:50:08Z | Requester Alice Moreau | \"Here it is.\" | 3 plan für Dienstag – falsch.png
        5: Message 2026-11-22T20:50:08Z | Agent Ines Duarte | \"There is a fix in 4.2.2. Is there one plan now?\""),
    );
}

#[test]
fn a_message_may_lack_author_and_date() {
    let first = |name: &str| format!("/data/collection/0/{name}");
    let odd = changed(
        "roundup/messages",
        &[
            (&first("author"), json!(null)),
            (&first("author.realname"), json!(null)),
            (&first("date"), json!(null)),
            (&first("content"), json!("one\r\ntwo ")),
            ("/data/collection/1/author", json!(null)),
            ("/data/collection/1/creator", json!(null)),
            ("/data/collection/1/type", json!("text/html; charset=utf-8")),
            ("/data/collection/1/content", json!("<p>one</p><script>two</script>")),
            ("/data/collection/2/date", json!("soon")),
            ("/data/collection/2/creation", json!("soon")),
            ("/data/collection/3/content", json!(" ")),
        ],
    );
    let asked = format!("{THREAD}\nGet /data/msg?id=1&id=2&id=3&id=4&id=5&{MESSAGE}");
    check(
        &Roundup,
        &messages("1"),
        &[good("roundup/thread"), odd],
        &format!(
            r#"{asked}
        1: Message 2026-11-14T02:50:08Z | Requester Alice Moreau | "one\ntwo" | 1 route log.txt
        2: Message 2026-11-14T12:50:08Z | System  | "one"
        5: Message 2026-11-22T20:50:08Z | Agent Ines Duarte | ""
        skipped: 1"#
        ),
    );
}

#[test]
fn a_long_conversation_is_read_from_its_end() {
    let before = |cursor: &str| Ask::Messages {
        ticket: TicketId::new("4"),
        before: Some(Cursor(cursor.into())),
    };
    let sent = |ask: &Ask| match Roundup.step(ask, &[good("roundup/thread-long")]) {
        Step::Send(request) => request.path.matches("id=").count(),
        other => panic!("{other:?}"),
    };
    assert_eq!(sent(&messages("4")), 50);
    let cursor =
        match Roundup.step(&messages("4"), &[good("roundup/thread-long"), good("roundup/none")]) {
            Step::Done(Answer::Messages(page)) => page.earlier.unwrap().0,
            other => panic!("{other:?}"),
        };
    assert_eq!(sent(&before(&cursor)), 10);
    check(
        &Roundup,
        &before("1"),
        &[good("roundup/thread-long")],
        "Get /data/issue/4?@fields=creator%2Cmessages&@verbose=0",
    );
}

fn file() -> Attachment {
    Attachment {
        id: "3".into(),
        filename: "plan.png".into(),
        address: Some("/data/file/3".into()),
        ..Attachment::default()
    }
}

const FILE: &str = "Get /data/file/3?@fields=content%2Ctype&@verbose=3 [accept: application/json]";
const BYTES: &str = "Get /data/file/3/binary_content";

#[test]
fn a_text_comes_at_once_and_other_bytes_by_an_address_of_their_own() {
    check(
        &Roundup,
        &Ask::File(file()),
        &[good("roundup/file-text")],
        &format!("{FILE}\nfile: plan.png, text/plain, 36 bytes"),
    );
    let empty = changed("roundup/file-text", &[("/data/attributes/content", json!(null))]);
    check(
        &Roundup,
        &Ask::File(file()),
        &[empty],
        &format!("{FILE}\nfile: plan.png, text/plain, 0 bytes"),
    );
    let png = Reply {
        status: 200,
        content_type: Some("image/png".into()),
        body: Body::new(*b"\x89PNG\xff\0"),
        ..Reply::default()
    };
    check(
        &Roundup,
        &Ask::File(file()),
        &[good("roundup/file-bytes"), png],
        &format!("{FILE}\n{BYTES}\nfile: plan.png, image/png, 6 bytes"),
    );
}

#[test]
fn a_file_that_is_not_shown_is_none() {
    check(&Roundup, &Ask::File(file()), &[refused(403, "403")], &format!("{FILE}\nForbidden"));
    check(
        &Roundup,
        &Ask::File(file()),
        &[good("roundup/file-bytes"), reply(500, "A server error occurred.")],
        &format!("{FILE}\n{BYTES}\nBroken"),
    );
    check(&Roundup, &Ask::File(Attachment { address: None, ..file() }), &[], "NotFound");
}
