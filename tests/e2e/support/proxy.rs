//! A desk of another origin behind the help centre's own: what a help centre has to do in front of a
//! desk that sends no CORS headers and knows its customers by keys that no browser should hold.
//!
//! - Who is signed in at the help centre decides whose key goes along; without a visitor, 401.
//! - Only what the connector asks for: the desk's own pages stay where they are.
//! - The visitor's cookies do not go there, the desk's do not come here. Neither does the browser's name:
//!   RT sends browsers that it does not know to its sign-in page.
//! - No `WWW-Authenticate`: the browser would ask for a password in a window of its own.
//! - Redmine's `/users/current.json` carries the visitor's key. It outlives the session, so it is taken out.

use std::{collections::HashMap, sync::Arc};

use anyhow::{Context as _, Result, bail};
use axum::{
    Router,
    body::{Body, to_bytes},
    http::{HeaderMap, HeaderName, Method, Request, Response, StatusCode, header},
    routing::any,
};
use hyper_util::{
    client::legacy::{Client, connect::HttpConnector},
    rt::TokioExecutor,
};
use serde_json::Value;

/// What of a request the desk gets to know, beside its address.
const ASKED: [HeaderName; 4] =
    [header::ACCEPT, header::ACCEPT_LANGUAGE, header::CONTENT_TYPE, header::IF_NONE_MATCH];
/// How it may be asked.
const METHODS: [Method; 3] = [Method::GET, Method::POST, Method::PUT];
/// What of an answer the page gets to know, beside its body.
const ANSWERED: [HeaderName; 4] =
    [header::CONTENT_TYPE, header::CACHE_CONTROL, header::ETAG, header::RETRY_AFTER];
/// No answer that is read here is larger.
const MOST_BYTES: usize = 1024 * 1024;

/// How a desk is reached.
#[derive(Clone)]
pub struct Way {
    /// Where it is on the help centre's origin, without a slash at its end.
    pub at: &'static str,
    /// What carries a customer's key.
    pub header: HeaderName,
    /// What stands before the key.
    pub before: &'static str,
    /// Which paths below go through.
    pub passes: fn(&str) -> bool,
}

struct Proxy {
    way: Way,
    upstream: String,
    keys: HashMap<String, String>,
    client: Client<HttpConnector, Body>,
}

/// What is below `way.at` as `upstream/…`, with the key of whom `visitor` reads out of a request's headers.
///
/// `upstream` has no slash at its end. To be merged with the help centre's own router.
pub fn router(
    way: Way,
    upstream: &str,
    keys: HashMap<String, String>,
    visitor: impl Fn(&HeaderMap) -> Option<String> + Clone + Send + Sync + 'static,
) -> Router {
    let client = Client::builder(TokioExecutor::new()).build_http();
    let route = format!("{}/{{*path}}", way.at);
    let proxy = Arc::new(Proxy { way, upstream: upstream.to_owned(), keys, client });
    let handler = move |asked: Request<Body>| {
        let (proxy, visitor) = (proxy.clone(), visitor(asked.headers()));
        async move {
            let uri = asked.uri().clone();
            let path = uri.path().strip_prefix(proxy.way.at);
            if !path.is_some_and(proxy.way.passes) {
                return plain(StatusCode::NOT_FOUND);
            }
            if !METHODS.contains(asked.method()) {
                return plain(StatusCode::METHOD_NOT_ALLOWED);
            }
            let Some(key) = visitor.and_then(|it| proxy.keys.get(&it)) else {
                return plain(StatusCode::UNAUTHORIZED);
            };
            proxy.pass(asked, key).await.unwrap_or_else(|why| {
                eprintln!("{uri}: {why:#}");
                plain(StatusCode::BAD_GATEWAY)
            })
        }
    };
    Router::new().route(&route, any(handler))
}

impl Proxy {
    async fn pass(&self, asked: Request<Body>, key: &str) -> Result<Response<Body>> {
        let (asked, body) = asked.into_parts();
        let target = asked.uri.path_and_query().map_or("", |it| it.as_str());
        let Way { at, header, before, .. } = &self.way;
        let Some(target) = target.strip_prefix(at) else { bail!("not below {at}") };
        let mut request = Request::builder()
            .method(asked.method)
            .uri(format!("{}{target}", self.upstream))
            .header(header, format!("{before}{key}"));
        for name in &ASKED {
            if let Some(value) = asked.headers.get(name) {
                request = request.header(name, value);
            }
        }
        let (head, body) = self.client.request(request.body(body)?).await?.into_parts();
        let mut answer = Response::new(Body::new(body));
        *answer.status_mut() = head.status;
        for name in &ANSWERED {
            if let Some(value) = head.headers.get(name) {
                answer.headers_mut().insert(name, value.clone());
            }
        }
        match target.starts_with("/users/current.json") && head.status.is_success() {
            true => without_key(answer).await,
            false => Ok(answer),
        }
    }
}

async fn without_key(answer: Response<Body>) -> Result<Response<Body>> {
    let (head, body) = answer.into_parts();
    let bytes = to_bytes(body, MOST_BYTES).await.context("reading who is signed in")?;
    let mut me: Value = serde_json::from_slice(&bytes).context("reading who is signed in")?;
    if let Some(user) = me["user"].as_object_mut() {
        user.remove("api_key");
    }
    Ok(Response::from_parts(head, me.to_string().into()))
}

fn plain(status: StatusCode) -> Response<Body> {
    let mut answer = Response::new(Body::empty());
    *answer.status_mut() = status;
    answer
}
