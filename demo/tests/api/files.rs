//! Files: sent ahead, taken by a message, fetched again.

use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

use axum::http::Method;
use contract::{Message, Scan, Uploaded};
use demo::Config;
use jiff::Timestamp;
use serde_json::json;

use crate::desk::{Desk, Reply, Visitor};

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n and the rest of it";

async fn send(visitor: &Visitor<'_>, name: &str, bytes: &[u8]) -> Reply {
    let name: String = form_urlencoded::byte_serialize(name.as_bytes()).collect();
    visitor.write(Method::POST, &format!("/uploads?filename={name}"), &[], bytes.to_vec()).await
}

async fn with(visitor: &Visitor<'_>, tokens: &[&str]) -> Reply {
    visitor.post("/tickets/1001/messages", json!({ "body": "See.", "uploads": tokens })).await
}

#[tokio::test]
async fn a_file_is_sent_ahead_and_comes_back_with_its_message() {
    let desk = Desk::open();
    let mia = desk.sign_in("mia").await;
    let sent: Uploaded = send(&mia, r"C:\Temp\スクリーン 2.png", PNG).await.created();
    assert_eq!(sent.attachment.filename, "スクリーン 2.png");
    assert_eq!(sent.attachment.content_type.as_deref(), Some("image/png"));
    assert_eq!((sent.attachment.size, &sent.attachment.url), (Some(PNG.len() as u64), &None));

    let made: Message = with(&mia, &[&sent.token]).await.created();
    let [it] = &made.attachments[..] else { panic!("{:?}", made.attachments) };
    assert_eq!((&it.id, &it.filename), (&sent.attachment.id, &sent.attachment.filename));
    let url = it.url.clone().unwrap();
    let path = url.strip_prefix("/support/api").unwrap();
    let reply = mia.get(path).await;
    assert_eq!((reply.status.as_u16(), reply.body.as_slice()), (200, PNG));
    assert_eq!(reply.header("content-type"), "image/png");
    assert_eq!(reply.header("x-content-type-options"), "nosniff");
    assert_eq!(
        reply.header("content-disposition"),
        "attachment; filename=\"_____ 2.png\"; \
         filename*=UTF-8''%E3%82%B9%E3%82%AF%E3%83%AA%E3%83%BC%E3%83%B3%202.png"
    );
    let tag = reply.header("etag").to_owned();
    assert_eq!(mia.get_with(path, &[("if-none-match", &tag)]).await.status, 304);
    // Used once is used up.
    let again = with(&mia, &[&sent.token]).await;
    assert_eq!(again.problem(422, "bad_field").errors[0].field, "uploads");
    // Who sees the ticket sees the file, and nobody else.
    assert_eq!(desk.sign_in("omar").await.get(path).await.status, 200);
    let leo = desk.sign_in("leo").await;
    let refused = leo.get(path).await;
    refused.problem(404, "not_found");
    assert_eq!(refused.body, leo.get("/attachments/none").await.body);
    desk.get(&url, &[]).await.problem(401, "not_signed_in");
}

#[tokio::test]
async fn a_token_is_its_senders_and_ends() {
    let now = Arc::new(AtomicI64::new(1_800_000_000));
    let clock = now.clone();
    let desk = Desk::with(Config {
        clock: Arc::new(move || Timestamp::from_second(clock.load(Ordering::Relaxed)).unwrap()),
        ..Config::default()
    });
    let (mia, omar) = (desk.sign_in("mia").await, desk.sign_in("omar").await);
    let sent: Uploaded = send(&mia, "a.png", PNG).await.created();
    with(&omar, &[&sent.token]).await.problem(422, "bad_field");
    let place = format!("/uploads/{}", sent.token);
    omar.write(Method::DELETE, &place, &[], "").await.problem(404, "not_found");
    assert_eq!(mia.write(Method::DELETE, &place, &[], "").await.status, 204);
    mia.write(Method::DELETE, &place, &[], "").await.problem(404, "not_found");
    with(&mia, &[&sent.token]).await.problem(422, "bad_field");

    let sent: Uploaded = send(&mia, "a.png", PNG).await.created();
    with(&mia, &[&sent.token, &sent.token]).await.problem(422, "bad_field");
    now.fetch_add(3_600, Ordering::Relaxed);
    with(&mia, &[&sent.token]).await.problem(422, "bad_field");
    assert!(mia.thread("1001").await.iter().all(|it| it.text != "See."));
}

#[tokio::test]
async fn the_limits_are_those_of_me() {
    let desk = Desk::open();
    let mia = desk.sign_in("mia").await;
    let me: contract::Me = mia.get("/me").await.json();
    let limits = me.capabilities.upload.unwrap();
    let most = usize::try_from(limits.max_bytes).unwrap();
    let file = |size: usize| "x".repeat(size).into_bytes();
    assert_eq!(send(&mia, "a.txt", &file(most)).await.status, 201);
    send(&mia, "a.txt", &file(most + 1)).await.problem(413, "too_large");
    send(&mia, "a.txt", &file(5 << 20)).await.problem(413, "too_large");
    for (name, bytes, status, code, field) in [
        ("", PNG, 422, "bad_field", "filename"),
        ("../", PNG, 422, "bad_field", "filename"),
        ("a.png", b"", 422, "bad_field", "file"),
        ("a.png", b"GIF89a", 422, "bad_field", "file"),
        ("a.pdf", PNG, 422, "bad_field", "file"),
        ("a.exe", b"MZ", 415, "unsupported_type", "filename"),
        ("a.png.svg", PNG, 415, "unsupported_type", "filename"),
    ] {
        let problem = send(&mia, name, bytes).await.problem(status, code);
        assert_eq!(problem.errors[0].field, field, "{name}");
    }
    let mut tokens = Vec::new();
    for _ in 0..=limits.max_files {
        tokens.push(send(&mia, "a.png", PNG).await.created::<Uploaded>().token);
    }
    let tokens: Vec<&str> = tokens.iter().map(String::as_str).collect();
    let refused = with(&mia, &tokens).await.problem(422, "bad_field");
    assert_eq!(refused.errors[0].field, "uploads");
    let made: Message = with(&mia, &tokens[1..]).await.created();
    assert_eq!(made.attachments.len(), limits.max_files as usize);
}

#[tokio::test]
async fn the_same_upload_is_one_file() {
    let desk = Desk::open();
    let mia = desk.sign_in("mia").await;
    let key = [("idempotency-key", "u")];
    let upload = async |bytes: &'static [u8]| {
        mia.write(Method::POST, "/uploads?filename=a.png", &key, bytes).await
    };
    let first: Uploaded = upload(PNG).await.created();
    assert_eq!(first, upload(PNG).await.created());
    upload(b"\x89PNG\r\n\x1a\n another").await.problem(409, "key_reused");
}

#[tokio::test]
async fn every_seeded_file_can_be_had_and_is_as_long_as_it_says() {
    let desk = Desk::open();
    let (mut files, mut held_back) = (0, 0);
    for account in ["mia", "omar", "tess", "jon", "claire", "hana", "kenji", "felix", "layla"] {
        let visitor = desk.sign_in(account).await;
        for ticket in visitor.walk("scope=mine", 100).await {
            for it in visitor.thread(&ticket.id).await.into_iter().flat_map(|it| it.attachments) {
                let path = format!("/attachments/{}", it.id);
                let reply = visitor.get(&path).await;
                if it.scan != Scan::Clean {
                    // What may harm is not handed out, and nobody is led to it.
                    assert_eq!(it.url, None, "{}", it.filename);
                    reply.problem(404, "not_found");
                    held_back += 1;
                    continue;
                }
                assert_eq!(it.url, Some(format!("/support/api{path}")));
                assert_eq!(reply.status, 200, "{}", it.filename);
                assert_eq!(Some(reply.body.len() as u64), it.size, "{}", it.filename);
                assert_eq!(reply.header("content-type"), it.content_type.unwrap());
                files += 1;
            }
        }
    }
    assert!(files > 40 && held_back > 2, "{files}, {held_back}");
}
