//! A request and its reply as data. Addresses are built and escaped here and nowhere else.

use super::{ApiError, Body, Failure};

/// How to ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Reads; may be repeated.
    Get,
}

/// What to send. The client adds base, credentials, time-out and limits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// How.
    pub method: Method,
    /// Path and query below the API's base, escaped, beginning with `/`.
    pub path: String,
}

impl Request {
    /// A `GET` of `path`, which must be escaped (see [`segment`] and [`Query`]).
    pub fn get(path: impl Into<String>) -> Self {
        Self { method: Method::Get, path: path.into() }
    }
}

/// What came back.
#[derive(Clone, Debug)]
pub struct Reply {
    /// HTTP status.
    pub status: u16,
    /// `Retry-After` in seconds, if it was sent.
    pub retry_after: Option<f64>,
    /// Its `Link` header (RFC 8288), as it came.
    pub link: Option<String>,
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
}

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
