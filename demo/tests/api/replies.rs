//! Replies: what becomes of them, of the ticket, and of one that is sent twice.

use axum::http::Method;
use contract::{Me, Message, StatusCategory};
use serde_json::json;

use crate::desk::{Desk, Visitor};

async fn reply(visitor: &Visitor<'_>, ticket: &str, body: &str) -> Message {
    let path = format!("/tickets/{ticket}/messages");
    visitor.post(&path, json!({ "body": body })).await.created()
}

#[tokio::test]
async fn a_reply_joins_the_conversation_as_it_was_written() {
    let desk = Desk::open();
    let mia = desk.sign_in("mia").await;
    let before = mia.thread("1001").await;
    let text = "  Ça va <b>bien</b>?\r\n\tعلى ما يرام — 了解です\u{0}🚜\n> not a quote\n";
    let sent = json!({ "body": text, "format": "text", "uploads": [], "client_id": "c-1" });
    let answer = mia.post("/tickets/1001/messages", sent).await;
    let made: Message = answer.created();
    assert_eq!((made.text.as_str(), made.client_id.as_deref()), (text, Some("c-1")));
    assert_eq!((made.author.id.as_str(), made.author.name.as_str()), ("mia", "Mia Laurent"));
    assert_eq!(made.author.role, contract::Role::Requester);
    let after = mia.thread("1001").await;
    assert_eq!(after[..before.len()], before);
    assert_eq!(after[before.len()..].iter().collect::<Vec<_>>(), [&made]);
    // Where it is said to be, it is.
    let place = answer.header("location").strip_prefix("/support/api").unwrap().to_owned();
    let page: contract::Page<Message> = mia.get(&place).await.json();
    assert!(page.items.contains(&made));
    // And for the others, as theirs.
    let omar = desk.sign_in("omar").await;
    assert_eq!(omar.thread("1001").await.last(), Some(&made));
}

#[tokio::test]
async fn after_a_reply_the_ticket_waits_on_support() {
    let desk = Desk::open();
    let mia = desk.sign_in("mia").await;
    let before = mia.ticket("1005").await;
    assert_eq!(before.status.category, StatusCategory::AwaitingCustomer);
    assert!(before.unread && before.auto_resolve_at.is_some());
    let me: Me = mia.get("/me").await.json();
    let tag = mia.get("/tickets/1005").await.header("etag").to_owned();

    let made = reply(&mia, "1005", "Here is the list.").await;
    let known = [("if-none-match", tag.as_str())];
    assert_eq!(mia.get_with("/tickets/1005", &known).await.status, 200);
    let after = mia.ticket("1005").await;
    assert_eq!((after.status.category, after.waiting_on), (StatusCategory::Open, None));
    assert_eq!((after.auto_resolve_at, after.reminders_sent), (None, None));
    assert!(!after.unread && after.updated_at == made.created_at);
    assert_eq!(after.last_read_message_id, Some(made.id));
    let last = after.last_message.unwrap();
    assert_eq!(
        (last.author_role, last.excerpt.as_str()),
        (contract::Role::Requester, "Here is the list.")
    );
    assert_eq!(mia.page("limit=1").await.items[0].id, "1005");
    assert!(mia.walk("waiting_on=support", 100).await.iter().any(|it| it.id == "1005"));
    let now: Me = mia.get("/me").await.json();
    assert_eq!(now.attention.awaiting_customer + 1, me.attention.awaiting_customer);
    assert_eq!(now.attention.unread + 1, me.attention.unread);
    let tag = mia.get("/tickets/1005").await.header("etag").to_owned();
    assert_eq!(mia.get_with("/tickets/1005", &[("if-none-match", &tag)]).await.status, 304);
}

#[tokio::test]
async fn what_was_put_on_hold_is_supports_turn_again_and_stays_escalated() {
    let desk = Desk::open();
    let mia = desk.sign_in("mia").await;
    reply(&mia, "1008", "One more thing.").await;
    let after = mia.ticket("1008").await;
    assert_eq!(after.status.category, StatusCategory::Open);
    assert!(after.escalated && after.escalation.is_some());
}

#[tokio::test]
async fn a_reply_to_what_is_resolved_takes_it_up_again() {
    let desk = Desk::open();
    let mia = desk.sign_in("mia").await;
    let before = mia.ticket("1021").await;
    assert!(before.actions.reply.unwrap().until.is_some(), "the end of the window is said");
    reply(&mia, "1021", "It is back.").await;
    let after = mia.ticket("1021").await;
    assert_eq!((after.status.category, after.resolution), (StatusCategory::Open, None));
    assert!(after.actions.reopen.is_none() && after.actions.close.unwrap().allowed);
}

#[tokio::test]
async fn the_same_send_is_one_message() {
    let desk = Desk::open();
    let mia = desk.sign_in("mia").await;
    let path = "/tickets/1001/messages";
    let count = mia.thread("1001").await.len();
    let body = json!({ "body": "Once." });
    let key = [("idempotency-key", "k-1")];
    let first: Message = mia.post_with(path, &key, body.clone()).await.created();
    let second: Message = mia.post_with(path, &key, body.clone()).await.created();
    assert_eq!(first, second);
    assert_eq!(mia.thread("1001").await.len(), count + 1);
    // Something else under the same key, and the same elsewhere, is another send.
    let other = json!({ "body": "Twice." });
    mia.post_with(path, &key, other).await.problem(409, "key_reused");
    mia.post_with("/tickets/1002/messages", &key, body.clone()).await.problem(409, "key_reused");
    mia.post_with("/tickets/1001/close", &key, json!({})).await.problem(409, "key_reused");
    assert_eq!(mia.thread("1001").await.len(), count + 1);
    // Without a header the client's id stands for it; a key of one person is not another's.
    let named = json!({ "body": "Named.", "client_id": "k-2" });
    let first: Message = mia.post(path, named.clone()).await.created();
    assert_eq!(first, mia.post(path, named).await.created());
    let tess = desk.sign_in("tess").await;
    tess.post_with("/tickets/1006/messages", &key, body.clone()).await.created::<Message>();
    // Without either, each counts.
    for expected in [3, 4] {
        mia.post(path, body.clone()).await.created::<Message>();
        assert_eq!(mia.thread("1001").await.len(), count + expected);
    }
    for wrong in ["", "a b", &"x".repeat(256)] {
        let reply = mia.post_with(path, &[("idempotency-key", wrong)], body.clone()).await;
        assert_eq!(reply.problem(400, "bad_parameter").errors[0].field, "Idempotency-Key");
    }
}

#[tokio::test]
async fn a_send_that_was_refused_leaves_its_key_free() {
    let desk = Desk::open();
    let mia = desk.sign_in("mia").await;
    let path = "/tickets/1001/messages";
    let key = [("idempotency-key", "k")];
    let wrong = json!({ "body": "A file.", "uploads": ["none"] });
    mia.post_with(path, &key, wrong).await.problem(422, "bad_field");
    mia.post_with(path, &key, json!({ "body": "Right." })).await.created::<Message>();
}

#[tokio::test]
async fn what_is_wrong_is_said_by_field() {
    let desk = Desk::open();
    let mia = desk.sign_in("mia").await;
    let path = "/tickets/1001/messages";
    let before = mia.thread("1001").await;
    for (body, field) in [
        (json!({}), "body"),
        (json!({ "body": " \n" }), "body"),
        (json!({ "body": 7 }), "body"),
        (json!({ "body": "x".repeat(65_537) }), "body"),
        (json!({ "body": "a", "format": "markdown" }), "format"),
        (json!({ "body": "a", "format": null }), "format"),
        (json!({ "body": "<p> <script>a()</script></p>", "format": "html" }), "body"),
        (json!({ "body": "a", "uploads": "t" }), "uploads"),
        (json!({ "body": "a", "uploads": null }), "uploads"),
        (json!({ "body": "a", "uploads": [1] }), "uploads"),
        (json!({ "body": "a", "uploads": ["1", "2", "3", "4", "5", "6"] }), "uploads"),
        (json!({ "body": "a", "client_id": "a b" }), "client_id"),
        (json!({ "body": "a", "client_id": 1 }), "client_id"),
        (json!([]), ""),
    ] {
        let problem = mia.post(path, body.clone()).await.problem(422, "bad_field");
        assert_eq!(problem.errors.len(), 1, "{body}");
        assert_eq!(problem.errors[0].field, field, "{body}");
    }
    let both = json!({ "format": 1 });
    assert_eq!(mia.post(path, both).await.problem(422, "bad_field").errors.len(), 2);

    let json_type = [("content-type", "application/json; charset=utf-8")];
    for broken in ["", "{", "\"\\ud800\"", "{} {}"] {
        let reply = mia.write(Method::POST, path, &json_type, broken).await;
        reply.problem(400, "bad_json");
    }
    for kind in [&[][..], &[("content-type", "text/plain")]] {
        mia.write(Method::POST, path, kind, "{}").await.problem(415, "unsupported_type");
    }
    let large = " ".repeat(600_000);
    mia.write(Method::POST, path, &json_type, large).await.problem(413, "too_large");
    assert_eq!(mia.thread("1001").await, before);
    // What may be absent may be `null`.
    let nulls = json!({ "body": "a", "client_id": null });
    mia.post(path, nulls).await.created::<Message>();
}

#[tokio::test]
async fn a_reply_in_html_is_cleaned_and_can_be_read_as_text() {
    let desk = Desk::open();
    let mia = desk.sign_in("mia").await;
    let me: Me = mia.get("/me").await.json();
    assert_eq!(me.capabilities.formats, ["text", "html"]);
    let html = "<p onclick=\"a()\">It is <b>back</b>:</p><ul><li>Dock 4</li></ul>\
                <script>a()</script><img src=https://a.example/x.png>\
                <blockquote><p>Is it gone?</p></blockquote>";
    let sent = json!({ "body": html, "format": "html" });
    let made: Message = mia.post("/tickets/1001/messages", sent).await.created();
    let clean = "<p>It is <b>back</b>:</p><ul><li>Dock 4</li></ul>\
                 <blockquote><p>Is it gone?</p></blockquote>";
    assert_eq!(made.html.as_deref(), Some(clean));
    assert_eq!(made.text, "It is back:\n\n- Dock 4\n\n> Is it gone?");
    assert!(made.quoted_from.is_some());
    assert_eq!(mia.thread("1001").await.last(), Some(&made));
    let last = mia.ticket("1001").await.last_message.unwrap();
    assert_eq!(last.excerpt, "It is back: - Dock 4");
}

#[tokio::test]
async fn an_administrator_who_answers_follows_the_ticket_from_then_on() {
    let desk = Desk::open();
    let omar = desk.sign_in("omar").await;
    let mia = desk.sign_in("mia").await;
    let names = |it: contract::Ticket| it.participants.into_iter().map(|it| it.id);
    assert!(!names(mia.ticket("1001").await).any(|it| it == "omar"));
    reply(&omar, "1001", "I am Mia's administrator.").await;
    let after = mia.ticket("1001").await;
    assert!(after.unread, "somebody else wrote");
    assert!(names(after).any(|it| it == "omar"));
    assert!(!omar.ticket("1001").await.unread);
    assert!(omar.walk("scope=cc", 100).await.iter().any(|it| it.id == "1001"));
}

#[tokio::test]
async fn what_was_read_is_not_unread_and_reading_never_goes_back() {
    let desk = Desk::open();
    let mia = desk.sign_in("mia").await;
    let json_type = [("content-type", "application/json")];
    let put = async |id: &str| {
        let body = json!({ "last_message_id": id }).to_string();
        mia.write(Method::PUT, "/tickets/1001/read", &json_type, body).await
    };
    assert!(mia.ticket("1001").await.unread);
    let last = mia.thread("1001").await.pop().unwrap().id;
    assert_eq!(put(&last).await.status, 204);
    assert!(!mia.ticket("1001").await.unread);
    assert_eq!(put("1001-1").await.status, 204);
    assert_eq!(mia.ticket("1001").await.last_read_message_id, Some(last));
    for wrong in ["1002-1", "1001-99", "x"] {
        assert_eq!(put(wrong).await.problem(422, "bad_field").errors[0].field, "last_message_id");
    }
}
