//! Answers of the API: JSON that can be revalidated, and problems.

use std::{
    hash::{DefaultHasher, Hasher},
    io::Write,
};

use axum::{
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use contract::{Action, FieldError, Problem};
use flate2::{Compression, write::GzEncoder};
use serde::Serialize;

use crate::{filetype::extensions, store::Denied};

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
    /// The body is no JSON: where it breaks.
    BadJson(String),
    /// The body has more bytes than are taken.
    TooLarge,
    /// The body is of a kind that is not taken.
    MediaType(Vec<FieldError>),
    /// Fields of the body are wrong: which, and why.
    Invalid(Vec<FieldError>),
    /// This person may not do it, and why.
    NotAllowed(Box<Action>),
    /// It is so already, or makes no sense as things stand: a code.
    Conflict(&'static str),
    /// The key came before, with another request.
    KeyReused,
    /// This person has as many streams as anybody may.
    TooManyStreams,
    /// Our own fault; the text goes to the log, not to the caller.
    Broken(anyhow::Error),
}

impl Refusal {
    /// One parameter is wrong.
    pub fn parameter(field: &str, message: impl Into<String>) -> Self {
        Self::BadParameter(vec![FieldError { field: field.to_owned(), message: message.into() }])
    }

    /// One field of what was sent is wrong.
    pub fn field(field: &str, message: impl Into<String>) -> Self {
        Self::Invalid(vec![FieldError { field: field.to_owned(), message: message.into() }])
    }

    /// A file with an ending that is not taken.
    pub fn extension() -> Self {
        let message = format!("ends in none of {}", extensions().collect::<Vec<_>>().join(", "));
        Self::MediaType(vec![FieldError { field: "filename".to_owned(), message }])
    }

    /// Status, code and title.
    fn named(&self) -> (u16, &str, &'static str) {
        match self {
            Self::NotSignedIn => (401, "not_signed_in", "Nobody is signed in"),
            Self::SessionExpired => (401, "session_expired", "The session is over"),
            Self::NotFound => (404, "not_found", "Not found"),
            Self::Method => (405, "method_not_allowed", "This path takes other methods"),
            Self::CrossSite => (403, "cross_site", "Requests from other sites are refused"),
            Self::BadParameter(_) => (400, "bad_parameter", "A parameter is wrong"),
            Self::BadJson(_) => (400, "bad_json", "The body is no JSON"),
            Self::TooLarge => (413, "too_large", "The body is too large"),
            Self::MediaType(_) => (415, "unsupported_type", "This type is not taken"),
            Self::Invalid(_) => (422, "bad_field", "A field is wrong"),
            Self::NotAllowed(it) => match it.reason.as_deref().unwrap_or("unknown") {
                // Nobody may any more: it was closed meanwhile.
                over @ ("closed_final" | "reopen_window_over" | "merged") => {
                    (409, over, "The ticket is closed")
                }
                reason => (403, reason, "This is not allowed"),
            },
            Self::Conflict(code) => (409, code, "It does not stand so"),
            Self::KeyReused => (409, "key_reused", "The key came before, with another request"),
            Self::TooManyStreams => (429, "too_many_streams", "There are enough streams"),
            Self::Broken(_) => (500, "internal", "The demo failed"),
        }
    }
}

impl From<anyhow::Error> for Refusal {
    fn from(err: anyhow::Error) -> Self {
        Self::Broken(err)
    }
}

impl From<Denied> for Refusal {
    fn from(why: Denied) -> Self {
        match why {
            Denied::NotFound => Self::NotFound,
            Denied::NotAllowed(it) => Self::NotAllowed(it),
            Denied::Conflict(code) => Self::Conflict(code),
            Denied::Invalid(errors) => Self::Invalid(errors),
            Denied::KeyReused => Self::KeyReused,
            Denied::Broken(err) => Self::Broken(err),
        }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        if let Self::Broken(err) = &self {
            eprintln!("demo: {err:#}");
        }
        let (status, code, title) = self.named();
        let mut problem = Problem {
            kind: Some("about:blank".to_owned()),
            title: Some(title.to_owned()),
            status: Some(status),
            code: code.to_owned(),
            ..Problem::default()
        };
        match self {
            Self::BadParameter(errors) | Self::Invalid(errors) | Self::MediaType(errors) => {
                problem.errors = errors;
            }
            Self::BadJson(why) => problem.detail = Some(why),
            Self::NotAllowed(it) => problem.detail = it.message,
            _ => {}
        }
        let body = serde_json::to_vec(&problem).unwrap_or_default();
        let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = (status, body).into_response();
        let headers = response.headers_mut();
        set(headers, header::CONTENT_TYPE, "application/problem+json");
        set(headers, header::CACHE_CONTROL, "no-store");
        if status == StatusCode::TOO_MANY_REQUESTS {
            set(headers, header::RETRY_AFTER, "30");
        }
        if status == StatusCode::UNAUTHORIZED {
            // A challenge is required; this one makes no browser ask for a password.
            set(headers, header::WWW_AUTHENTICATE, "Bearer");
        }
        response
    }
}

/// What a change came to, as JSON.
///
/// # Errors
/// When `it` cannot be written as JSON.
pub fn written(status: StatusCode, it: &impl Serialize) -> Result<Response, Refusal> {
    let body = serde_json::to_vec(it).map_err(anyhow::Error::from)?;
    let mut response = (status, body).into_response();
    set(response.headers_mut(), header::CONTENT_TYPE, "application/json");
    set(response.headers_mut(), header::CACHE_CONTROL, "no-store");
    Ok(response)
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
    let kind = HeaderValue::from_static("application/json");
    let mut response = tagged(asked, body, kind);
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
pub fn tagged(asked: &HeaderMap, body: Vec<u8>, content_type: HeaderValue) -> Response {
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
        response.headers_mut().insert(header::CONTENT_TYPE, content_type);
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
