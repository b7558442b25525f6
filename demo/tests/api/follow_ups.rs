//! A new ticket about an old one.

use contract::{Message, Related, Relation, Ticket, Uploaded};
use serde_json::json;

use crate::desk::Desk;

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n follow-up";

fn relation(of: &Ticket, kind: Relation) -> Vec<&Related> {
    of.related.iter().filter(|it| it.kind == kind).collect()
}

#[tokio::test]
async fn a_follow_up_is_a_ticket_and_each_says_so_of_the_other() {
    let desk = Desk::open();
    let mia = desk.sign_in("mia").await;
    let file: Uploaded =
        mia.write(axum::http::Method::POST, "/uploads?filename=a.png", &[], PNG).await.created();
    let sent = json!({
        "subject": " Still no VAT number ", "body": "<p>It is <b>back</b>.</p>", "format": "html",
        "uploads": [file.token], "follow_up_of": "1002", "client_id": "f-1",
    });
    let answer = mia.post("/tickets", sent.clone()).await;
    let made: Ticket = answer.created();
    assert_eq!(answer.header("location"), format!("/support/api/tickets/{}", made.id));
    assert_eq!(made, mia.ticket(&made.id).await, "the answer is the ticket as it now is");
    let old = mia.ticket("1002").await;
    assert_eq!(made.subject, "Still no VAT number");
    assert_eq!((&made.product, &made.language), (&old.product, &old.language));
    assert_eq!(made.requester.as_ref().unwrap().id, "mia");
    assert!(!made.unread && made.actions.reply.as_ref().unwrap().allowed);
    let [up] = relation(&made, Relation::FollowUpOf)[..] else { panic!("{:?}", made.related) };
    assert_eq!((up.id.as_str(), up.subject.as_deref()), ("1002", Some(old.subject.as_str())));
    let [down] = relation(&old, Relation::FollowUp)[..] else { panic!("{:?}", old.related) };
    assert_eq!((&down.id, down.subject.as_deref()), (&made.id, Some("Still no VAT number")));

    let thread: Vec<Message> = mia.thread(&made.id).await;
    let [first] = &thread[..] else { panic!("{thread:?}") };
    assert_eq!((first.text.as_str(), first.client_id.as_deref()), ("It is back.", Some("f-1")));
    assert_eq!(first.attachments.len(), 1);
    // It is in lists, and found.
    assert_eq!(mia.page("limit=1").await.items[0].id, made.id);
    assert_eq!(mia.page("q=still%20no%20vat").await.total, Some(1));
    // The same send is the same ticket.
    assert_eq!(mia.post("/tickets", sent).await.created::<Ticket>(), made);
    assert_eq!(relation(&mia.ticket("1002").await, Relation::FollowUp).len(), 1);
    // Who sees all of the organisation sees it too; others cannot tell that it is there.
    assert!(
        desk.sign_in("omar")
            .await
            .walk("scope=org:northwind", 100)
            .await
            .contains(&made_for(&desk, &made.id).await)
    );
    desk.sign_in("leo").await.get(&format!("/tickets/{}", made.id)).await.problem(404, "not_found");
}

async fn made_for(desk: &Desk, id: &str) -> Ticket {
    desk.sign_in("omar").await.ticket(id).await
}

#[tokio::test]
async fn what_is_wrong_with_a_new_ticket_is_said_by_field() {
    let desk = Desk::open();
    let mia = desk.sign_in("mia").await;
    let count = mia.page("").await.total;
    let right = json!({ "subject": "S", "body": "B", "follow_up_of": "1002" });
    for (field, wrong) in [
        ("subject", json!(null)),
        ("subject", json!(" ")),
        ("subject", json!("two\nlines")),
        ("subject", json!("x".repeat(256))),
        ("body", json!(" \n")),
        ("format", json!("markdown")),
        ("uploads", json!(["none"])),
        // A whole new ticket is for later; one of somebody else's cannot be told from none.
        ("follow_up_of", json!(null)),
        ("follow_up_of", json!("none")),
        ("follow_up_of", json!("1018")),
        ("client_id", json!("a b")),
    ] {
        let mut body = right.clone();
        body[field] = wrong;
        let problem = mia.post("/tickets", body.clone()).await.problem(422, "bad_field");
        assert_eq!(problem.errors.len(), 1, "{body}");
        assert_eq!(problem.errors[0].field, field, "{body}");
    }
    assert_eq!(mia.page("").await.total, count);
    desk.send(axum::http::Method::POST, "/support/api/tickets", &[], "{}")
        .await
        .problem(401, "not_signed_in");
}
