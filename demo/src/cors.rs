//! Cross-origin requests: none, unless the demo is told which origins to trust.

use std::sync::Arc;

use axum::{
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};

use crate::{Demo, answer::set};

/// Answers OPTIONS, and says to trusted origins what they may read.
pub async fn guard(State(demo): State<Arc<Demo>>, request: Request, next: Next) -> Response {
    let origin = trusted(&demo, request.headers());
    let preflight = request.method() == Method::OPTIONS;
    let mut response = if preflight {
        let mut response = StatusCode::NO_CONTENT.into_response();
        set(response.headers_mut(), header::ALLOW, "GET, HEAD, OPTIONS");
        response
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
            set(headers, header::ACCESS_CONTROL_ALLOW_METHODS, "GET, HEAD");
            set(
                headers,
                header::ACCESS_CONTROL_ALLOW_HEADERS,
                "Accept, Authorization, Content-Type, If-None-Match",
            );
            set(headers, header::ACCESS_CONTROL_MAX_AGE, "600");
        }
    }
    response
}

fn trusted(demo: &Demo, headers: &HeaderMap) -> Option<HeaderValue> {
    let origin = headers.get(header::ORIGIN)?;
    let known = demo.config.allow_origins.iter();
    known.map(String::as_str).any(|it| origin == it).then(|| origin.clone())
}
