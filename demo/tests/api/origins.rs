//! Nobody writes with a customer's cookie from another site.

use axum::http::Method;
use demo::Config;
use serde_json::json;

use crate::desk::Desk;

const OURS: (&str, &str) = ("host", "desk.example:8080");

#[tokio::test]
async fn another_site_writes_nothing() {
    let desk = Desk::open();
    let mia = desk.sign_in("mia").await;
    let before = (mia.ticket("1001").await, mia.thread("1001").await);
    for from in [
        ("origin", "https://evil.example"),
        ("origin", "http://desk.example"),
        ("origin", "http://desk.example:8081"),
        ("origin", "http://sub.desk.example:8080"),
        ("origin", "null"),
        ("origin", "desk.example:8080"),
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
    ] {
        let headers = [OURS, from];
        let sent = mia.post_with("/tickets/1001/messages", &headers, json!({ "body": "!" })).await;
        sent.problem(403, "cross_site");
        // A form needs no permission of any kind to be sent.
        let form = [OURS, from, ("content-type", "text/plain")];
        for (method, path) in [
            (Method::POST, "/tickets/1001/close"),
            (Method::POST, "/uploads?filename=a.txt"),
            (Method::PUT, "/tickets/1001/read"),
            (Method::DELETE, "/uploads/x"),
        ] {
            mia.write(method, path, &form, "").await.problem(403, "cross_site");
        }
        assert_eq!(mia.get_with("/me", &headers).await.status, 200, "reading is the browser's");
    }
    assert_eq!(before, (mia.ticket("1001").await, mia.thread("1001").await));
}

#[tokio::test]
async fn this_site_and_trusted_ones_write() {
    let desk = Desk::with(Config {
        allow_origins: vec!["https://help.example".to_owned()],
        ..Config::default()
    });
    let mia = desk.sign_in("mia").await;
    for headers in [
        &[OURS, ("origin", "http://desk.example:8080"), ("sec-fetch-site", "same-origin")][..],
        &[OURS, ("origin", "https://desk.example:8080")],
        &[OURS, ("origin", "https://help.example"), ("sec-fetch-site", "cross-site")],
        &[OURS, ("sec-fetch-site", "same-origin")],
        &[OURS],
    ] {
        let sent = mia.post_with("/tickets/1001/messages", headers, json!({ "body": "!" })).await;
        assert_eq!(sent.status, 201, "{headers:?}");
    }
    let origin = [("origin", "https://help.example")];
    let reply = desk.send(Method::OPTIONS, "/support/api/uploads", &origin, "").await;
    assert!(reply.header("access-control-allow-methods").contains("DELETE"));
    assert!(reply.header("access-control-allow-headers").contains("Idempotency-Key"));
}
