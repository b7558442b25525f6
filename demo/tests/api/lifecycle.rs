//! Closing, reopening, rating, verifying.

use axum::http::Method;
use contract::{StageState, StatusCategory, Ticket, WaitingOn};
use serde_json::{Value, json};

use crate::desk::Desk;

#[tokio::test]
async fn what_is_closed_stays_closed_until_it_is_reopened() {
    let desk = Desk::open();
    let mia = desk.sign_in("mia").await;
    let count = mia.thread("1001").await.len();
    let closed: Ticket =
        mia.post("/tickets/1001/close", json!({ "comment": "Works now." })).await.json();
    assert_eq!(closed.status.category, StatusCategory::Closed);
    assert!(!closed.unread && closed.resolution.is_some());
    assert_eq!(closed, mia.ticket("1001").await, "the answer is the ticket as it now is");
    assert!(closed.actions.close.is_none() && closed.actions.rate.as_ref().unwrap().allowed);
    let reopen = closed.actions.reopen.unwrap();
    assert!(reopen.allowed && reopen.until.is_some());
    let said = mia.thread("1001").await;
    assert_eq!(said[count].text, "Works now.");
    assert_eq!(said[count + 1].kind, contract::MessageKind::Event);
    assert_eq!(closed.last_message.unwrap().excerpt, "Works now.");
    mia.post("/tickets/1001/close", json!({})).await.problem(409, "already_closed");

    let open: Ticket = mia.post("/tickets/1001/reopen", json!({ "comment": null })).await.json();
    assert_eq!((open.status.category, open.waiting_on), (StatusCategory::Open, None));
    assert_eq!(open, mia.ticket("1001").await);
    assert!(open.resolution.is_none() && open.actions.reopen.is_none());
    mia.post("/tickets/1001/reopen", json!({})).await.problem(409, "already_open");
    // Nothing at all is a comment that says nothing.
    assert_eq!(mia.write(Method::POST, "/tickets/1001/close", &[], "").await.status, 200);
}

#[tokio::test]
async fn what_becomes_of_a_closed_ticket_depends_on_the_product() {
    let desk = Desk::open();
    let mia = desk.sign_in("mia").await;
    for (id, product, refused) in [
        ("1005", "Ledger", Some("closed_final")),
        ("1001", "Relay", None),
        ("1004", "Atlas Sync", None),
    ] {
        assert_eq!(mia.ticket(id).await.product.as_deref(), Some(product));
        let closed: Ticket = mia.post(&format!("/tickets/{id}/close"), json!({})).await.json();
        let reply = closed.actions.reply.unwrap();
        assert_eq!((reply.allowed, reply.reason.as_deref()), (refused.is_none(), refused));
        let sent = mia.post(&format!("/tickets/{id}/messages"), json!({ "body": "Still?" })).await;
        match refused {
            Some(reason) => {
                sent.problem(409, reason);
                assert_eq!(mia.ticket(id).await.status.category, StatusCategory::Closed);
            }
            None => {
                assert_eq!(sent.status, 201);
                assert_eq!(mia.ticket(id).await.status.category, StatusCategory::Open);
            }
        }
    }
}

#[tokio::test]
async fn a_rating_is_given_once() {
    let desk = Desk::open();
    let mia = desk.sign_in("mia").await;
    for wrong in [json!({}), json!({ "score": 0 }), json!({ "score": 6 }), json!({ "score": "5" })]
    {
        let refused = mia.post("/tickets/1021/rating", wrong).await;
        assert_eq!(refused.problem(422, "bad_field").errors[0].field, "score");
    }
    let sent = json!({ "score": 4, "comment": "Quick." });
    let rated: Ticket = mia.post("/tickets/1021/rating", sent.clone()).await.json();
    let rating = rated.rating.clone().unwrap();
    assert_eq!((rating.score, rating.comment.as_deref()), (4, Some("Quick.")));
    assert_eq!(rated, mia.ticket("1021").await);
    assert_eq!(rated.actions.rate.unwrap().reason.as_deref(), Some("already_rated"));
    mia.post("/tickets/1021/rating", sent.clone()).await.problem(403, "already_rated");
    mia.post("/tickets/1001/rating", sent).await.problem(409, "not_done");
}

#[tokio::test]
async fn a_rating_is_on_the_scale_of_the_account() {
    let desk = Desk::open();
    let jon = desk.sign_in("jon").await;
    let refused = jon.post("/tickets/2004/rating", json!({ "score": 2 })).await;
    assert_eq!(refused.problem(422, "bad_field").errors[0].field, "score");
    let rated: Ticket = jon.post("/tickets/2004/rating", json!({ "score": 0 })).await.json();
    assert_eq!(rated.rating.unwrap().score, 0);
}

#[tokio::test]
async fn what_becomes_of_a_closed_ticket_depends_on_the_account() {
    let desk = Desk::open();
    let until = async |account: &str, id: &str| {
        let visitor = desk.sign_in(account).await;
        let closed: Ticket = visitor.post(&format!("/tickets/{id}/close"), json!({})).await.json();
        let reopen = closed.actions.reopen.unwrap();
        assert!(reopen.allowed, "{account}");
        reopen.until.map(|it| it.parse::<jiff::Timestamp>().unwrap())
    };
    assert_eq!(until("jon", "1027").await, None, "whenever they like");
    let days = |it: Option<jiff::Timestamp>| {
        it.unwrap().duration_since(jiff::Timestamp::now()).as_secs() / 86_400
    };
    assert_eq!(days(until("felix", "2021").await), 13);
    assert_eq!(days(until("mia", "1001").await), 59);
}

#[tokio::test]
async fn a_change_that_is_sent_twice_is_answered_twice_and_made_once() {
    let desk = Desk::open();
    let mia = desk.sign_in("mia").await;
    let key = [("idempotency-key", "c")];
    let body = json!({ "comment": "Done." });
    let first: Ticket = mia.post_with("/tickets/1001/close", &key, body.clone()).await.json();
    let count = mia.thread("1001").await.len();
    assert_eq!(first, mia.post_with("/tickets/1001/close", &key, body).await.json());
    assert_eq!(mia.thread("1001").await.len(), count);
}

#[tokio::test]
async fn a_repair_is_verified_or_goes_back_to_engineering() {
    let path = "/tickets/1017/verification";
    let desk = Desk::open();
    let mia = desk.sign_in("mia").await;
    for (wrong, field) in [
        (json!({ "outcome": "perhaps" }), "outcome"),
        (json!({ "outcome": "still_broken" }), "reason"),
        (json!({ "outcome": "still_broken", "reason": " " }), "reason"),
    ] {
        let refused = mia.post(path, wrong).await.problem(422, "bad_field");
        assert_eq!(refused.errors[0].field, field);
    }
    let fixed: Ticket = mia.post(path, json!({ "outcome": "fixed" })).await.json();
    assert_eq!(fixed.status.category, StatusCategory::Resolved);
    let stages = fixed.escalation.as_ref().unwrap().stages.clone();
    assert!(stages.iter().all(|it| it.state == StageState::Done && it.at.is_some()));
    assert!(!fixed.escalated && fixed.actions.verify.is_none());
    assert_eq!(fixed, mia.ticket("1017").await);
    mia.post(path, json!({ "outcome": "fixed" })).await.problem(409, "nothing_to_verify");

    let desk = Desk::open();
    let mia = desk.sign_in("mia").await;
    let reason = json!({ "outcome": "still_broken", "reason": "File names are not found." });
    let broken: Ticket = mia.post(path, reason).await.json();
    assert_eq!(broken.status.category, StatusCategory::OnHold);
    assert_eq!(broken.last_message.unwrap().excerpt, "File names are not found.");
    let escalation = broken.escalation.unwrap();
    let state = |key: &str| escalation.stages.iter().find(|it| it.key == key).unwrap().state;
    assert_eq!((state("engineering"), state("verifying")), (StageState::Current, StageState::Todo));
    assert!(!escalation.needs_verification && broken.escalated);
    let turn = mia.walk("waiting_on=engineering", 100).await;
    assert!(turn.iter().any(|it| it.id == "1017"));
    assert_eq!(broken.waiting_on, None::<WaitingOn>);
}

#[tokio::test]
async fn what_is_not_yours_is_not_there_for_any_write() {
    let desk = Desk::open();
    let mia = desk.sign_in("mia").await;
    let leo = desk.sign_in("leo").await;
    let before = (mia.ticket("1001").await, mia.thread("1001").await);
    let last = before.1.last().unwrap().id.clone();
    let json_type = [("content-type", "application/json")];
    for (method, call, body) in [
        (Method::POST, "messages", json!({ "body": "Hello" })),
        (Method::POST, "close", json!({})),
        (Method::POST, "reopen", json!({})),
        (Method::POST, "rating", json!({ "score": 1 })),
        (Method::POST, "verification", json!({ "outcome": "fixed" })),
        (Method::PUT, "read", json!({ "last_message_id": last })),
    ] {
        let write = async |id: &str, body: &Value| {
            let path = format!("/tickets/{id}/{call}");
            leo.write(method.clone(), &path, &json_type, body.to_string()).await
        };
        let refused = write("1001", &body).await;
        refused.problem(404, "not_found");
        // Byte for byte what a ticket that does not exist gives, also where the body is wrong.
        assert_eq!(refused.body, write("no-such-ticket", &body).await.body, "{call}");
        let nothing = write("1001", &json!([])).await;
        assert_eq!(nothing.body, write("no-such-ticket", &json!([])).await.body, "{call}");
    }
    assert_eq!(before, (mia.ticket("1001").await, mia.thread("1001").await));
}
