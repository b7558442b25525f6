//! What can be wrong with an answer, and such answers.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use axum::{
    body::{Body, to_bytes},
    extract::Request,
    http::{HeaderValue, Method, Response, StatusCode, Uri, header},
    middleware::Next,
};
use serde_json::Value;

use crate::support::stream::{Sent, Stream};

/// No answer of the demo is larger.
const MOST_BYTES: usize = 16 * 1024 * 1024;

type Change = Arc<dyn Fn(&mut Value) + Send + Sync>;

/// What is wrong with an answer.
#[derive(Clone)]
pub enum Fault {
    /// This status, and nothing in it.
    Status(u16),
    /// This status, and in how many seconds to come back.
    Wait(u16, u32),
    /// This status, and a problem in this language: JSON.
    Refuses(u16, &'static str, &'static str),
    /// 200 and this, whatever was asked for.
    Says(&'static str),
    /// What the demo says, with something changed in it.
    Changed(Change),
    /// Half of what the demo says; then the connection breaks.
    Cut,
    /// Without end, as far as anybody could tell, in pieces.
    Flood(Arc<Sent>),
    /// Somewhere else.
    Redirect(String),
    /// What the demo says, but later.
    Late(Duration),
    /// What the demo says, once this is true.
    Until(Arc<AtomicBool>),
    /// Never.
    Silent,
    /// The demo does what it was asked for, and nobody hears of it.
    Mute,
    /// Yes, and the ticket as it was: nothing is changed.
    Nothing,
    /// Tickets of the demo under other ids, which are numbers in the JSON.
    Renamed(Vec<(String, &'static str)>),
}

impl Fault {
    pub fn changed(change: impl Fn(&mut Value) + Send + Sync + 'static) -> Self {
        Self::Changed(Arc::new(change))
    }
}

pub(super) async fn wrong(fault: Fault, mut request: Request, next: Next) -> Response<Body> {
    match fault {
        Fault::Status(status) => plain(status),
        Fault::Wait(status, seconds) => {
            let mut answer = plain(status);
            answer.headers_mut().insert(header::RETRY_AFTER, seconds.into());
            answer
        }
        Fault::Refuses(status, language, body) => {
            let mut answer = plain(status);
            *answer.body_mut() = Body::from(body);
            let headers = answer.headers_mut();
            let kind = HeaderValue::from_static("application/problem+json");
            headers.insert(header::CONTENT_TYPE, kind);
            headers.insert(header::CONTENT_LANGUAGE, HeaderValue::from_static(language));
            answer
        }
        Fault::Says(body) if body.starts_with('<') => html(body),
        Fault::Says(body) => {
            let mut answer = Response::new(Body::from(body));
            let json = HeaderValue::from_static("application/json");
            answer.headers_mut().insert(header::CONTENT_TYPE, json);
            answer
        }
        Fault::Changed(change) => {
            rewritten(next.run(request).await, |body| {
                let mut value: Value = serde_json::from_slice(body).unwrap_or_default();
                change(&mut value);
                Body::from(value.to_string())
            })
            .await
        }
        Fault::Cut => {
            let half = |body: &[u8]| body[..body.len() / 2].to_vec();
            rewritten(next.run(request).await, |body| Body::new(Stream::cut(half(body)))).await
        }
        Fault::Flood(sent) => {
            let mut answer = Response::new(Body::new(Stream::flood(sent)));
            let json = HeaderValue::from_static("application/json");
            answer.headers_mut().insert(header::CONTENT_TYPE, json);
            answer
        }
        Fault::Redirect(to) => {
            let mut answer = plain(302);
            if let Ok(to) = HeaderValue::from_str(&to) {
                answer.headers_mut().insert(header::LOCATION, to);
            }
            answer
        }
        Fault::Late(time) => {
            tokio::time::sleep(time).await;
            next.run(request).await
        }
        Fault::Until(go) => {
            while !go.load(Ordering::SeqCst) {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
            next.run(request).await
        }
        Fault::Silent => std::future::pending().await,
        Fault::Mute => {
            next.run(request).await;
            std::future::pending().await
        }
        Fault::Nothing => {
            let path = request.uri().path();
            let ticket = path.rsplit_once('/').map(|it| it.0).and_then(|it| it.parse().ok());
            *request.method_mut() = Method::GET;
            *request.uri_mut() = ticket.unwrap_or_default();
            *request.body_mut() = Body::empty();
            next.run(request).await
        }
        Fault::Renamed(names) => {
            let mut address = request.uri().to_string();
            for (known, name) in &names {
                address = address.replace(&format!("/{name}"), &format!("/{known}"));
            }
            if let Ok(address) = address.parse::<Uri>() {
                *request.uri_mut() = address;
            }
            rewritten(next.run(request).await, |body| {
                let mut text = String::from_utf8_lossy(body).into_owned();
                for (known, name) in &names {
                    text = text.replace(&format!(r#""id":"{known}""#), &format!(r#""id":{name}"#));
                }
                Body::from(text)
            })
            .await
        }
    }
}

/// With another body, which is as long as it is.
async fn rewritten(answer: Response<Body>, write: impl FnOnce(&[u8]) -> Body) -> Response<Body> {
    let (mut head, body) = answer.into_parts();
    let bytes = to_bytes(body, MOST_BYTES).await.unwrap_or_default();
    head.headers.remove(header::CONTENT_LENGTH);
    head.headers.remove(header::ETAG);
    Response::from_parts(head, write(&bytes))
}

fn plain(status: u16) -> Response<Body> {
    let mut answer = Response::new(Body::empty());
    *answer.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::IM_A_TEAPOT);
    answer
}

pub(super) fn html(body: &'static str) -> Response<Body> {
    let mut answer = Response::new(Body::from(body));
    let html = HeaderValue::from_static("text/html; charset=utf-8");
    answer.headers_mut().insert(header::CONTENT_TYPE, html);
    answer
}
