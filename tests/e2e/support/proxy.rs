//! A desk of another origin behind the help centre's own: what a help centre in front of Redmine
//! has to do, because Redmine sends no CORS headers and its `.json` pages ignore its own cookies.
//!
//! - Who is signed in at the help centre decides whose key goes along; without a visitor, 401.
//! - Only reading, only what ends in `.json`: the desk's own pages stay where they are.
//! - The visitor's cookies do not go there, the desk's do not come here.
//! - No `WWW-Authenticate`: the browser would ask for a password in a window of its own.
//! - `/users/current.json` carries the visitor's key. It outlives the session, so it is taken out.

use std::{collections::HashMap, sync::Arc};

use anyhow::{Context as _, Result, bail};
use axum::{
    Router,
    body::{Body, to_bytes},
    http::{HeaderMap, HeaderName, Request, Response, StatusCode, Uri, header},
    routing::get,
};
use hyper_util::{
    client::legacy::{Client, connect::HttpConnector},
    rt::TokioExecutor,
};
use serde_json::Value;

/// Where it is on the help centre's origin.
const AT: &str = "/redmine";
const KEY: HeaderName = HeaderName::from_static("x-redmine-api-key");
/// What of a request the desk gets to know, beside its address.
const ASKED: [HeaderName; 3] = [header::ACCEPT, header::ACCEPT_LANGUAGE, header::IF_NONE_MATCH];
/// What of an answer the page gets to know, beside its body.
const ANSWERED: [HeaderName; 4] =
    [header::CONTENT_TYPE, header::CACHE_CONTROL, header::ETAG, header::RETRY_AFTER];
/// No answer that is read here is larger.
const MOST_BYTES: usize = 1024 * 1024;

struct Proxy {
    upstream: String,
    keys: HashMap<String, String>,
    client: Client<HttpConnector, Body>,
}

/// `/redmine/…` as `upstream/…`, with the key of whom `visitor` reads out of a request's headers.
///
/// `upstream` has no slash at its end. To be merged with the help centre's own router.
pub fn router(
    upstream: &str,
    keys: HashMap<String, String>,
    visitor: impl Fn(&HeaderMap) -> Option<String> + Clone + Send + Sync + 'static,
) -> Router {
    let client = Client::builder(TokioExecutor::new()).build_http();
    let proxy = Arc::new(Proxy { upstream: upstream.to_owned(), keys, client });
    let handler = move |uri: Uri, headers: HeaderMap| {
        let (proxy, visitor) = (proxy.clone(), visitor(&headers));
        async move {
            if !uri.path().ends_with(".json") {
                return plain(StatusCode::NOT_FOUND);
            }
            let Some(key) = visitor.and_then(|it| proxy.keys.get(&it)) else {
                return plain(StatusCode::UNAUTHORIZED);
            };
            proxy.pass(&uri, &headers, key).await.unwrap_or_else(|why| {
                eprintln!("{uri}: {why:#}");
                plain(StatusCode::BAD_GATEWAY)
            })
        }
    };
    Router::new().route(&format!("{AT}/{{*path}}"), get(handler))
}

impl Proxy {
    async fn pass(&self, uri: &Uri, headers: &HeaderMap, key: &str) -> Result<Response<Body>> {
        let target = uri.path_and_query().map_or("", |it| it.as_str());
        let Some(target) = target.strip_prefix(AT) else { bail!("not below {AT}") };
        let mut request = Request::get(format!("{}{target}", self.upstream)).header(KEY, key);
        for name in &ASKED {
            if let Some(value) = headers.get(name) {
                request = request.header(name, value);
            }
        }
        let (head, body) = self.client.request(request.body(Body::empty())?).await?.into_parts();
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
