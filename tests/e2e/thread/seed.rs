//! A conversation of the test's own, in the place of ticket 1001's.

use std::sync::Arc;

use anyhow::Result;
use axum::{
    body::Body,
    http::{HeaderValue, Response, header},
};
use serde_json::{Value, json};

use crate::support::{Answer, Options, Page, visit_with};

/// mia's ticket whose conversation is another.
pub const TICKET: &str = "1001";

/// A message of support's, so many hours after the first.
pub fn message(number: usize, text: &str) -> Value {
    json!({
        "id": format!("m-{number}"), "kind": "message", "author": { "id": "ana", "name": "Ana Silva", "role": "agent" },
        "channel": "email", "created_at": format!("2026-11-{:02}T{:02}:00:00Z", 2 + number / 24, number % 24),
        "language": "en", "text": text, "attachments": [],
    })
}

/// A file that the help centre has under that name.
pub fn file(name: &str, size: usize) -> Value {
    json!({
        "id": name, "filename": name, "content_type": "application/octet-stream", "size": size,
        "inline": false, "url": format!("files/{name}"), "scan": "clean",
    })
}

/// A message with files.
pub fn with_files(mut message: Value, files: Vec<Value>) -> Value {
    message["attachments"] = Value::Array(files);
    message
}

/// A help centre whose ticket has these messages; `files` are served with the wrong media type.
pub fn desk(messages: Vec<Value>, files: Vec<(&'static str, Vec<u8>)>) -> Options {
    desk_with(TICKET, messages, files)
}

/// The same for any ticket.
pub fn desk_with(
    ticket: &'static str,
    messages: Vec<Value>,
    files: Vec<(&'static str, Vec<u8>)>,
) -> Options {
    let messages = Arc::new(json!({ "items": messages, "total": messages.len() }).to_string());
    Options::default().hosts().also_instead(move |ask| {
        let path = ask.path().strip_prefix("/support/api/")?;
        if path == format!("tickets/{ticket}/messages") {
            return Some(answer("application/json", messages.as_bytes().to_vec()));
        }
        if path == format!("tickets/{ticket}/read") {
            return Some(answer("application/json", b"{}".to_vec()));
        }
        let name = path.strip_prefix("files/")?;
        let (_, bytes) = files.iter().find(|it| it.0 == name)?;
        Some(answer("text/html", bytes.clone()))
    })
}

/// A page under the strictest policy with something more.
pub fn page_with_policy(options: Options, more: &'static str) -> Options {
    options.also_instead(move |ask| {
        let is_it = ask.path() == "/with-policy";
        let page = "<!doctype html><html lang=en><title>page</title><link rel=icon href=data:,>\
            <script async nonce=once src=/deskpane.js></script><desk-pane api=/support/api></desk-pane>";
        let policy = format!(
            "default-src 'none'; script-src 'nonce-once' 'wasm-unsafe-eval'; connect-src 'self'; \
             img-src 'self' data: blob:; style-src 'none'; require-trusted-types-for 'script'; trusted-types 'none'; {more}"
        );
        let mut answer = answer("text/html", page.into());
        let policy = HeaderValue::from_str(&policy).ok().filter(|_| is_it)?;
        answer.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
        Some(answer)
    })
}

fn answer(media_type: &'static str, body: Vec<u8>) -> Answer {
    let mut answer = Response::new(Body::from(body));
    answer.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
    answer
}

/// mia opens the ticket by its address.
pub fn open(options: Options, test: impl AsyncFnOnce(&Page) -> Result<()>) -> Result<()> {
    visit_with(options, async |page| {
        page.sign_in("mia").await?;
        page.open(&format!("/bare?style=none&deskpane={TICKET}")).await?;
        page.ticket_page().await?;
        test(page).await
    })
}
