//! Answers of the API: JSON that can be revalidated, and problems.

use std::{
    hash::{DefaultHasher, Hasher},
    io::Write,
};

use axum::{
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use contract::{FieldError, Problem};
use flate2::{Compression, write::GzEncoder};
use serde::Serialize;

/// Why a request is refused.
pub enum Refusal {
    /// There is no session.
    NotSignedIn,
    /// There was one.
    SessionExpired,
    /// It does not exist, or is not this person's: nobody can tell which.
    NotFound,
    /// The path exists, and takes other methods.
    Method,
    /// A request that another site made this browser send.
    CrossSite,
    /// Parameters are wrong: which, and why.
    BadParameter(Vec<FieldError>),
    /// Our own fault; the text goes to the log, not to the caller.
    Broken(anyhow::Error),
}

impl Refusal {
    /// One parameter is wrong.
    pub fn parameter(field: &str, message: impl Into<String>) -> Self {
        Self::BadParameter(vec![FieldError { field: field.to_owned(), message: message.into() }])
    }
}

impl From<anyhow::Error> for Refusal {
    fn from(err: anyhow::Error) -> Self {
        Self::Broken(err)
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let (status, code, title) = match self {
            Self::NotSignedIn => (401, "not_signed_in", "Nobody is signed in"),
            Self::SessionExpired => (401, "session_expired", "The session is over"),
            Self::NotFound => (404, "not_found", "Not found"),
            Self::Method => (405, "method_not_allowed", "This path takes other methods"),
            Self::CrossSite => (403, "cross_site", "Requests from other sites are refused"),
            Self::BadParameter(_) => (400, "bad_parameter", "A parameter is wrong"),
            Self::Broken(ref err) => {
                eprintln!("demo: {err:#}");
                (500, "internal", "The demo failed")
            }
        };
        let errors = match self {
            Self::BadParameter(errors) => errors,
            _ => Vec::new(),
        };
        let problem = Problem {
            kind: Some("about:blank".to_owned()),
            title: Some(title.to_owned()),
            status: Some(status),
            code: code.to_owned(),
            detail: None,
            errors,
        };
        let body = serde_json::to_vec(&problem).unwrap_or_default();
        let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = (status, body).into_response();
        let headers = response.headers_mut();
        set(headers, header::CONTENT_TYPE, "application/problem+json");
        set(headers, header::CACHE_CONTROL, "no-store");
        match status {
            // A challenge is required; this one makes no browser ask for a password.
            StatusCode::UNAUTHORIZED => set(headers, header::WWW_AUTHENTICATE, "Bearer"),
            StatusCode::METHOD_NOT_ALLOWED => set(headers, header::ALLOW, "GET, HEAD, OPTIONS"),
            _ => {}
        }
        response
    }
}

/// `it` as JSON with its tag, or 304 when the caller has it already.
///
/// Kept by the browser for this person only, and asked about each time. Packed
/// where that is accepted: a page of tickets is a fifth of its size then.
///
/// # Errors
/// When `it` cannot be written as JSON.
pub fn json(asked: &HeaderMap, it: &impl Serialize) -> Result<Response, Refusal> {
    let mut body = serde_json::to_vec(it).map_err(anyhow::Error::from)?;
    let packed = body.len() > 1000 && accepts(asked, "gzip");
    if packed {
        let mut packer = GzEncoder::new(Vec::new(), Compression::default());
        packer.write_all(&body).map_err(anyhow::Error::from)?;
        body = packer.finish().map_err(anyhow::Error::from)?;
    }
    let mut response = tagged(asked, body, "application/json");
    let headers = response.headers_mut();
    if packed {
        set(headers, header::CONTENT_ENCODING, "gzip");
    }
    set(headers, header::CACHE_CONTROL, "private, no-cache");
    set(headers, header::VARY, "Accept-Encoding, Authorization, Cookie, Origin");
    Ok(response)
}

/// Whether the caller takes this way of packing.
pub fn accepts(asked: &HeaderMap, encoding: &str) -> bool {
    let refused = |it: &str| matches!(it, "q=0" | "q=0.0" | "q=0.00" | "q=0.000");
    words(asked, header::ACCEPT_ENCODING).any(|it| {
        let mut parts = it.split(';').map(str::trim);
        parts.next() == Some(encoding) && !parts.any(refused)
    })
}

/// A body with a tag made from it, or 304.
pub fn tagged(asked: &HeaderMap, body: Vec<u8>, content_type: &'static str) -> Response {
    let mut hasher = DefaultHasher::new();
    hasher.write(&body);
    let tag = format!("\"{:016x}\"", hasher.finish());
    let known = words(asked, header::IF_NONE_MATCH)
        .map(|it| it.trim_start_matches("W/"))
        .any(|it| it == tag || it == "*");
    let mut response = if known {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        let mut response = body.into_response();
        set(response.headers_mut(), header::CONTENT_TYPE, content_type);
        response
    };
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        response.headers_mut().insert(header::ETAG, tag);
    }
    response
}

/// The words of a header that is a list, over all its lines.
fn words(asked: &HeaderMap, name: HeaderName) -> impl Iterator<Item = &str> {
    asked
        .get_all(name)
        .into_iter()
        .filter_map(|it| it.to_str().ok())
        .flat_map(|it| it.split(','))
        .map(str::trim)
}

/// Sets a header to words of ours.
pub fn set(headers: &mut HeaderMap, name: HeaderName, value: &'static str) {
    headers.insert(name, HeaderValue::from_static(value));
}
