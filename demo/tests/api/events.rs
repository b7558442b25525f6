//! What happens is told to whoever may see it, as it happens.

use axum::http::Method;
use serde_json::{Value, json};

use crate::desk::{Desk, Told, Visitor};

async fn reply(visitor: &Visitor<'_>, ticket: &str) {
    let path = format!("/tickets/{ticket}/messages");
    visitor.post(&path, json!({ "body": "News." })).await.created::<contract::Message>();
}

/// Names, and the tickets they speak of.
fn told(all: &[(String, Value)]) -> Vec<(&str, &str)> {
    let ticket = |data: &Value, name: &str| data[name].as_str().map(str::len).unwrap_or_default();
    all.iter()
        .map(|(name, data)| {
            let of = if ticket(data, "ticket") > 0 { "ticket" } else { "id" };
            (name.as_str(), data[of].as_str().unwrap_or_default())
        })
        .collect()
}

#[tokio::test]
async fn a_reply_is_told_to_everybody_who_sees_its_ticket_and_to_nobody_else() {
    let desk = Desk::open();
    let (mia, omar, leo) =
        (desk.sign_in("mia").await, desk.sign_in("omar").await, desk.sign_in("leo").await);
    let mut streams = Vec::new();
    for visitor in [&mia, &omar, &leo] {
        streams.push(visitor.listen(None).await);
    }
    assert_eq!(streams[0].headers["content-type"], "text/event-stream");
    reply(&omar, "1001").await;
    let made = mia.thread("1001").await.pop().unwrap();
    for stream in &mut streams[..2] {
        let all = stream.rest().await;
        assert_eq!(told(&all)[0], ("message.created", "1001"), "{all:?}");
        assert_eq!(all[0].1["id"], made.id.as_str());
        let updated = all.iter().find(|it| it.0 == "ticket.updated").unwrap();
        assert_eq!(updated.1["updated_at"], mia.ticket("1001").await.updated_at.as_str());
        assert!(all.iter().filter(|it| it.0 == "message.created").count() == 1);
    }
    assert_eq!(streams[2].rest().await, []);
}

#[tokio::test]
async fn whatever_changes_a_ticket_is_told() {
    let desk = Desk::open();
    let mia = desk.sign_in("mia").await;
    for (method, path, body) in [
        (Method::POST, "/tickets/1001/close", json!({})),
        (Method::POST, "/tickets/1001/reopen", json!({})),
        (Method::POST, "/tickets/1021/rating", json!({ "score": 5 })),
        (Method::POST, "/tickets/1017/verification", json!({ "outcome": "fixed" })),
        (Method::PUT, "/tickets/1050/proxy-access", json!({ "enabled": true })),
        (Method::PUT, "/tickets/1050/read", json!({ "last_message_id": "1050-14" })),
    ] {
        let mut stream = mia.listen(Some(&last(&desk))).await;
        let reply = mia.send(method, path, body).await;
        assert!(reply.status.is_success(), "{path}: {}", reply.text());
        let ticket = path.split('/').nth(2).unwrap();
        let all = stream.rest().await;
        assert!(told(&all).contains(&("ticket.updated", ticket)), "{path}: {all:?}");
    }
    // A follow-up changes two.
    let mut stream = mia.listen(Some(&last(&desk))).await;
    let body = json!({ "subject": "S", "body": "B", "follow_up_of": "1002" });
    let made: contract::Ticket = mia.post("/tickets", body).await.created();
    let all = stream.rest().await;
    for it in ["1002", &made.id] {
        assert!(told(&all).contains(&("ticket.updated", it)), "{all:?}");
    }
}

/// The id of the newest event.
fn last(desk: &Desk) -> String {
    let db = rusqlite::Connection::open(desk.demo.db()).unwrap();
    let sql = "SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'happened'";
    db.query_row(sql, [], |it| it.get::<_, i64>(0)).unwrap().to_string()
}

#[tokio::test]
async fn what_somebody_reads_and_switches_is_told_to_them_alone() {
    let desk = Desk::open();
    let (mia, tess) = (desk.sign_in("mia").await, desk.sign_in("tess").await);
    let (mut hers, mut other) = (mia.listen(None).await, tess.listen(None).await);
    mia.put("/tickets/1050/read", json!({ "last_message_id": "1050-14" })).await;
    mia.put("/tickets/1050/proxy-access", json!({ "enabled": true })).await;
    assert_eq!(hers.rest().await.len(), 1, "the later says it all");
    assert_eq!(other.rest().await, []);
}

#[tokio::test]
async fn a_stream_goes_on_where_it_was_cut_off() {
    let desk = Desk::open();
    let (mia, omar) = (desk.sign_in("mia").await, desk.sign_in("omar").await);
    let mut stream = mia.listen(None).await;
    reply(&omar, "1001").await;
    let Told(heard, name, _) = stream.next().await.unwrap();
    assert_eq!(name, "message.created");
    drop(stream);
    reply(&omar, "1002").await;
    let mut stream = mia.listen(Some(&heard)).await;
    let all = stream.rest().await;
    assert_eq!(
        told(&all),
        [("ticket.updated", "1001"), ("message.created", "1002"), ("ticket.updated", "1002")]
    );
    drop(stream);
    // Who did not listen before hears what has just happened: a list may be a little older.
    let mut stream = mia.listen(None).await;
    assert_eq!(told(&stream.rest().await).len(), 4);
    // Who heard all of it hears nothing.
    assert_eq!(mia.listen(Some(&last(&desk))).await.rest().await, []);
}

#[tokio::test]
async fn who_was_away_for_too_long_is_told_so() {
    let desk = Desk::open();
    let (mia, omar) = (desk.sign_in("mia").await, desk.sign_in("omar").await);
    reply(&omar, "1001").await;
    // Of another log, as after a new start.
    let mut stream = mia.listen(Some("99999")).await;
    assert_eq!(stream.rest().await, [("missed".to_owned(), json!({}))]);
    drop(stream);
    // The log is not kept for ever.
    {
        let db = rusqlite::Connection::open(desk.demo.db()).unwrap();
        for _ in 0..1_200 {
            db.execute("INSERT INTO happened (ticket, person, at) VALUES ('1001', 'tess', 0)", [])
                .unwrap();
        }
    }
    reply(&omar, "1002").await;
    let mut stream = mia.listen(Some("1")).await;
    assert_eq!(stream.next().await.unwrap().1, "missed");
}

#[tokio::test]
async fn a_stream_ends_with_its_session() {
    let desk = Desk::open();
    let mia = desk.sign_in("mia").await;
    let mut stream = mia.listen(None).await;
    assert_eq!(stream.rest().await, []);
    desk.send(Method::POST, "/sign-out", &[("cookie", &mia.cookie)], "").await;
    assert!(stream.is_over().await);
    desk.get("/support/api/events", &[]).await.problem(401, "not_signed_in");
    let gone = [("cookie", mia.cookie.as_str())];
    desk.get("/support/api/events", &gone).await.problem(401, "session_expired");
}

#[tokio::test]
async fn a_person_has_four_streams_and_no_more() {
    let desk = Desk::open();
    let (mia, omar) = (desk.sign_in("mia").await, desk.sign_in("omar").await);
    let mut streams = Vec::new();
    for _ in 0..4 {
        streams.push(mia.listen(None).await);
    }
    let refused = mia.get("/events").await;
    refused.problem(429, "too_many_streams");
    assert_eq!(refused.header("retry-after"), "30");
    let _other = omar.listen(None).await;
    streams.pop();
    let mut again = mia.listen(None).await;
    reply(&omar, "1001").await;
    assert!(again.next().await.is_some());
}

#[tokio::test]
async fn a_demo_that_stops_ends_its_streams() {
    let running = demo::serve(demo::Config::default()).await.unwrap();
    let address = running.addr;
    let desk = running.demo();
    // As a browser would: over a connection of its own.
    let token = "t".repeat(32);
    let later = jiff::Timestamp::now().as_millisecond() + 60_000;
    rusqlite::Connection::open(desk.db())
        .unwrap()
        .execute(
            "INSERT INTO session (id, person, expires_at) VALUES (?, 'mia', ?)",
            rusqlite::params![token, later],
        )
        .unwrap();
    let mut line = tokio::net::TcpStream::connect(address).await.unwrap();
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let ask = format!(
        "GET /support/api/events HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {token}\r\n\r\n"
    );
    line.write_all(ask.as_bytes()).await.unwrap();
    let mut text = vec![0; 4096];
    let count = line.read(&mut text).await.unwrap();
    assert!(text[..count].starts_with(b"HTTP/1.1 200"));
    let start = std::time::Instant::now();
    running.stop().await;
    let mut rest = Vec::new();
    let ended = line.read_to_end(&mut rest);
    tokio::time::timeout(std::time::Duration::from_secs(5), ended).await.unwrap().unwrap();
    assert!(start.elapsed().as_millis() < 900, "{:?}", start.elapsed());
}
