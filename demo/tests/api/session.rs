//! Signing in and out, and what happens without.

use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

use axum::http::Method;
use contract::Me;
use demo::Config;
use jiff::Timestamp;

use crate::desk::Desk;

#[tokio::test]
async fn without_a_session_the_api_says_so() {
    let desk = Desk::open();
    for path in ["/me", "/tickets", "/tickets/1001", "/tickets/1001/messages"] {
        let path = format!("/support/api{path}");
        let reply = desk.get(&path, &[]).await;
        reply.problem(401, "not_signed_in");
        assert_eq!(reply.header("cache-control"), "no-store");
        let reply = desk.get(&path, &[("cookie", "a=b; deskpane_demo=stale")]).await;
        reply.problem(401, "session_expired");
    }
}

#[tokio::test]
async fn the_session_is_a_cookie_that_scripts_cannot_read() {
    let desk = Desk::open();
    let reply = desk.send(Method::POST, "/sign-in", &[], "account=mia&return_to=/articles").await;
    assert_eq!((reply.status.as_u16(), reply.header("location")), (303, "/articles"));
    let cookie = reply.header("set-cookie");
    assert!(cookie.contains("; HttpOnly") && cookie.contains("; SameSite=Lax"), "{cookie}");
    let reply = desk.send(Method::POST, "/sign-in", &[], "account=mia&lang=fr").await;
    assert_eq!(reply.header("location"), "/?lang=fr");
    for elsewhere in ["//evil.example", "https://evil.example", "/\\evil.example", "articles"] {
        let form = format!("account=mia&return_to={elsewhere}");
        let reply = desk.send(Method::POST, "/sign-in", &[], form).await;
        assert_eq!(reply.header("location"), "/", "{elsewhere}");
    }
}

#[tokio::test]
async fn only_accounts_can_sign_in_and_only_from_here() {
    let desk = Desk::open();
    for form in ["", "account=nobody", "account=agent-ana", "account=system"] {
        let reply = desk.send(Method::POST, "/sign-in", &[], form).await;
        assert_eq!(reply.problem(400, "bad_parameter").errors[0].field, "account");
    }
    let from = [("sec-fetch-site", "cross-site")];
    let reply = desk.send(Method::POST, "/sign-in", &from, "account=mia").await;
    reply.problem(403, "cross_site");
}

#[tokio::test]
async fn signing_out_ends_the_session_on_the_server() {
    let desk = Desk::open();
    let mia = desk.sign_in("mia").await;
    assert_eq!(mia.get("/me").await.status, 200);
    let headers = [("cookie", mia.cookie.as_str())];
    let reply = desk.send(Method::POST, "/sign-out", &headers, "").await;
    assert!(reply.header("set-cookie").contains("Max-Age=0"));
    mia.get("/me").await.problem(401, "session_expired");
}

#[tokio::test]
async fn signing_in_again_ends_the_session_before() {
    let desk = Desk::open();
    let mia = desk.sign_in("mia").await;
    let headers = [("cookie", mia.cookie.as_str())];
    desk.send(Method::POST, "/sign-in", &headers, "account=omar").await;
    mia.get("/me").await.problem(401, "session_expired");
}

#[tokio::test]
async fn a_session_ends_by_itself() {
    let now = Arc::new(AtomicI64::new(1_800_000_000));
    let clock = now.clone();
    let desk = Desk::with(Config {
        clock: Arc::new(move || Timestamp::from_second(clock.load(Ordering::Relaxed)).unwrap()),
        ..Config::default()
    });
    let mia = desk.sign_in("mia").await;
    now.fetch_add(11 * 3600, Ordering::Relaxed);
    assert_eq!(mia.get("/me").await.status, 200);
    now.fetch_add(3600, Ordering::Relaxed);
    mia.get("/me").await.problem(401, "session_expired");
}

#[tokio::test]
async fn the_same_session_works_as_a_token() {
    let desk = Desk::open();
    let accept = [("accept", "application/json")];
    let reply = desk.send(Method::POST, "/sign-in", &accept, "account=omar").await;
    let body: serde_json::Value = reply.json();
    let bearer = format!("Bearer {}", body["token"].as_str().unwrap());
    let reply = desk.get("/support/api/me", &[("authorization", &bearer)]).await;
    assert_eq!(reply.json::<Me>().user.id, "omar");
}

#[tokio::test]
async fn me_says_who_it_is_and_what_they_may_do() {
    let desk = Desk::open();
    let me: Me = desk.sign_in("omar").await.get("/me").await.json();
    assert_eq!(me.capabilities.scopes, ["mine", "cc", "org:northwind"]);
    assert_eq!(me.capabilities.sort, ["created_at", "updated_at", "status", "priority", "id"]);
    assert_eq!(me.capabilities.formats, ["text", "html"]);
    let upload = me.capabilities.upload.unwrap();
    assert_eq!((upload.max_files, upload.max_bytes), (5, 500_000));
    assert!(upload.types.contains(&"har".to_owned()) && me.capabilities.events);
    assert_eq!(me.proxy_access_default, Some(true));
    let policy = contract::Policy {
        closed: Some(contract::ClosedPolicy::Window),
        window_days: Some(60),
        rating: Some(contract::RatingPolicy::Stars5),
    };
    assert_eq!(me.policy, policy);
    let me: Me = desk.sign_in("jon").await.get("/me").await.json();
    let closed = Some(contract::ClosedPolicy::Reopen);
    let rating = Some(contract::RatingPolicy::GoodBad);
    assert_eq!(me.policy, contract::Policy { closed, window_days: None, rating });
    assert_eq!(me.proxy_access_default, None);
    let me: Me = desk.sign_in("tess").await.get("/me").await.json();
    assert_eq!(me.capabilities.scopes, ["mine", "cc"]);
    assert!(me.organizations[0].can_request_view && !me.organizations[0].can_view);
    let me: Me = desk.sign_in("leo").await.get("/me").await.json();
    assert_eq!(me.support.reason.as_deref(), Some("limited_support"));
    assert!(me.organizations.is_empty());
}
