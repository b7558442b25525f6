//! Other origins: what they may read, and that they write nothing.
//!
//! The session is a cookie, which a browser sends along whatever page asks. Reading is closed to
//! other origins by the browser itself. A write would be done before anybody asks who may read the
//! answer, so it is refused here by what the browser says of the page: nobody can forge that from
//! within one.

use std::sync::Arc;

use axum::{
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};

use crate::{
    API, Demo,
    answer::{Refusal, set},
};

/// Answers OPTIONS, says to trusted origins what they may read, and refuses what others would write.
pub async fn guard(State(demo): State<Arc<Demo>>, request: Request, next: Next) -> Response {
    let origin = trusted(&demo, request.headers());
    let preflight = request.method() == Method::OPTIONS;
    let writes = request.uri().path().starts_with(API) && !request.method().is_safe();
    let mut response = if preflight {
        // The router says what the path takes.
        StatusCode::NO_CONTENT.into_response()
    } else if writes && origin.is_none() && !is_ours(request.headers()) {
        Refusal::CrossSite.into_response()
    } else {
        next.run(request).await
    };
    let headers = response.headers_mut();
    // What is sent depends on who asks, as soon as anybody is trusted.
    if !demo.config.allow_origins.is_empty() {
        headers.append(header::VARY, HeaderValue::from_static("Origin"));
    }
    if let Some(origin) = origin {
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        set(headers, header::ACCESS_CONTROL_ALLOW_CREDENTIALS, "true");
        set(headers, header::ACCESS_CONTROL_EXPOSE_HEADERS, "ETag, Retry-After, Location");
        if preflight {
            set(headers, header::ACCESS_CONTROL_ALLOW_METHODS, "GET, HEAD, POST, PUT, DELETE");
            set(
                headers,
                header::ACCESS_CONTROL_ALLOW_HEADERS,
                "Accept, Authorization, Content-Type, Idempotency-Key, If-None-Match, Last-Event-ID",
            );
            set(headers, header::ACCESS_CONTROL_MAX_AGE, "600");
        }
    }
    response
}

/// Whether a page of this origin asks, or no browser: other programs send no cookie by accident.
fn is_ours(headers: &HeaderMap) -> bool {
    let text = |name: &str| headers.get(name).map(|it| it.to_str().unwrap_or_default());
    match (text("origin"), text("sec-fetch-site")) {
        // The scheme is not looked at: behind a proxy nobody here knows it.
        (Some(origin), _) => {
            let own = text("host");
            own.is_some() && origin.split_once("://").map(|it| it.1) == own
        }
        (None, Some(site)) => matches!(site, "same-origin" | "none"),
        (None, None) => true,
    }
}

fn trusted(demo: &Demo, headers: &HeaderMap) -> Option<HeaderValue> {
    let origin = headers.get(header::ORIGIN)?;
    let known = demo.config.allow_origins.iter();
    known.map(String::as_str).any(|it| origin == it).then(|| origin.clone())
}
