//! A request and its reply as data. Addresses are built and escaped here and nowhere else.

use std::rc::Rc;

use super::{Answer, ApiError, Body, Failure};
use crate::domain::{Attachment, File};

/// How to ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Reads; may be repeated.
    Get,
    /// Adds.
    Post,
    /// Puts in place of what is there.
    Put,
    /// Changes a part of it.
    Patch,
    /// Takes away.
    Delete,
}

impl Method {
    /// Its name on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        }
    }
}

/// What goes along.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Payload {
    /// Nothing.
    #[default]
    None,
    /// JSON text.
    Json(String),
    /// The bytes of a file, under its own media type.
    File(Rc<File>),
    /// `multipart/form-data` (RFC 7578) with one part: the field's name, and its file.
    Form(String, Rc<File>),
}

/// What to send. The client adds base, credentials, time-out and limits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// How.
    pub method: Method,
    /// Path and query below the API's base, escaped, beginning with `/`.
    pub path: String,
    /// Further headers: names in lower case, values as they go.
    pub headers: Vec<(String, String)>,
    /// What goes along.
    pub payload: Payload,
    /// The one header of the reply that is to be read, beside what is always read.
    pub reads: Option<String>,
    /// Whether the reply is a file.
    pub wants: Wants,
}

/// What the reply is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wants {
    /// Data.
    Data,
    /// A file: it may be larger.
    File,
    /// A file whose path is a reference (RFC 3986, 4.1) that the desk wrote, to be resolved against the
    /// API's base with a slash. It gets credentials on the API's origin alone.
    FileElsewhere,
}

impl Request {
    /// A `GET` of `path`, which must be escaped (see [`segment`] and [`Query`]).
    pub fn get(path: impl Into<String>) -> Self {
        Self {
            method: Method::Get,
            path: path.into(),
            headers: Vec::new(),
            payload: Payload::None,
            reads: None,
            wants: Wants::Data,
        }
    }

    /// A request that changes something at `path`, which must be escaped.
    pub fn send(method: Method, path: impl Into<String>, payload: Payload) -> Self {
        Self { method, payload, ..Self::get(path) }
    }

    /// A `GET` of a file at `path`, which must be escaped.
    pub fn file(path: impl Into<String>) -> Self {
        Self { wants: Wants::File, ..Self::get(path) }
    }

    /// A `GET` of a file, from where the desk says it is.
    pub fn file_at(reference: impl Into<String>) -> Self {
        Self { wants: Wants::FileElsewhere, ..Self::get(reference) }
    }

    /// With a header; `name` in lower case.
    pub fn with_header(mut self, name: &str, value: impl Into<String>) -> Self {
        self.headers.push((name.to_owned(), value.into()));
        self
    }

    /// Reads this header of the reply as well.
    pub fn reading(self, name: impl Into<String>) -> Self {
        Self { reads: Some(name.into()), ..self }
    }
}

/// What came back.
#[derive(Clone, Debug, Default)]
pub struct Reply {
    /// HTTP status; 0 where a look after a write never came back (see [`super::Command`]).
    pub status: u16,
    /// `Retry-After` in seconds, if it was sent.
    pub retry_after: Option<f64>,
    /// The header that [`Request::reads`] names, as it came.
    pub header: Option<String>,
    /// `Content-Type`, as it came; read for files alone.
    pub content_type: Option<String>,
    /// What was in it.
    pub body: Body,
}

impl Reply {
    /// The body of a good reply, or what a bad status means for every desk.
    ///
    /// # Errors
    /// [`Failure`] by status.
    pub fn good(&self) -> Result<&Body, ApiError> {
        let failure = match self.status {
            200..=299 => return Ok(&self.body),
            0 => Failure::Offline,
            401 => Failure::SignedOut,
            403 => Failure::Forbidden,
            404 | 410 => Failure::NotFound,
            408 | 504 => Failure::TimedOut,
            429 | 503 => Failure::Busy,
            500.. => Failure::Broken,
            _ => Failure::Refused,
        };
        Err(ApiError::new(failure, format!("HTTP {}", self.status)).after(self.retry_after))
    }

    /// What is in it, as the file it was asked for.
    pub fn file(&self, of: &Attachment) -> Answer {
        let media_type = self.content_type.clone().unwrap_or_else(|| UNKNOWN_TYPE.into());
        let bytes = self.body.bytes().to_vec();
        Answer::File(Rc::new(File { name: of.filename.clone(), media_type, bytes }))
    }
}

/// The media type of a file whose type nobody says.
pub const UNKNOWN_TYPE: &str = "application/octet-stream";

/// One path segment, percent-encoded: an id can never leave its place.
pub fn segment(text: &str) -> String {
    let mut out = String::new();
    escape_into(&mut out, text);
    // `.` and `..` would be resolved away by the browser.
    if text.bytes().all(|byte| byte == b'.') { out.replace('.', "%2E") } else { out }
}

/// A query string in the making.
#[derive(Debug, Default)]
pub struct Query(String);

impl Query {
    /// Adds `name=value`; `name` is ours and goes as it is.
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.0.push(if self.0.is_empty() { '?' } else { '&' });
        self.0.push_str(name);
        self.0.push('=');
        escape_into(&mut self.0, value);
        self
    }

    /// As [`Self::with`], if there is a value.
    pub fn with_some(self, name: &str, value: Option<&str>) -> Self {
        match value {
            Some(value) => self.with(name, value),
            None => self,
        }
    }

    /// Behind `path`.
    pub fn behind(self, path: &str) -> String {
        format!("{path}{}", self.0)
    }
}

/// Percent-encodes all but RFC 3986's unreserved characters, and `:`, which is plain in a query.
fn escape_into(out: &mut String, text: &str) {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' | b':' => {
                out.push(char::from(byte))
            }
            _ => {
                out.push('%');
                out.push(char::from(HEX[usize::from(byte >> 4)]));
                out.push(char::from(HEX[usize::from(byte & 15)]));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_never_leaves_its_segment() {
        for (id, expected) in
            [("42", "42"), ("a/b?c#d", "a%2Fb%3Fc%23d"), ("..", "%2E%2E"), ("é", "%C3%A9")]
        {
            assert_eq!(segment(id), expected);
        }
    }

    #[test]
    fn a_query_is_escaped() {
        let query =
            Query::default().with("q", "a&b=c d").with_some("cursor", None).with("sort", "-id");
        assert_eq!(query.behind("/tickets"), "/tickets?q=a%26b%3Dc%20d&sort=-id");
    }
}
