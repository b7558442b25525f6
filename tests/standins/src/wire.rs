//! What is asked and what is answered, without the network.

use axum::{
    body::{Body, Bytes},
    http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri, header},
    response::Response,
};
use serde_json::Value;

/// A request, whole.
pub struct Ask {
    method: Method,
    path: Vec<String>,
    query: Vec<(String, String)>,
    headers: HeaderMap,
    /// What came along.
    pub body: Bytes,
}

impl Ask {
    /// Takes a request apart. Segments of the path are decoded; empty ones at its end do not count.
    pub fn new(method: Method, uri: &Uri, headers: HeaderMap, body: Bytes) -> Self {
        let query = uri.query().unwrap_or_default();
        Self {
            method,
            path: uri.path().split('/').filter(|it| !it.is_empty()).map(decoded).collect(),
            query: form_urlencoded::parse(query.as_bytes()).into_owned().collect(),
            headers,
            body,
        }
    }

    /// Whether it only reads.
    pub fn reads(&self) -> bool {
        self.method == Method::GET
    }

    /// Method and path, to be matched.
    pub fn what(&self) -> (&str, Vec<&str>) {
        (self.method.as_str(), self.path.iter().map(String::as_str).collect())
    }

    /// A parameter of the query; empty where there is none.
    pub fn param(&self, name: &str) -> &str {
        self.params(name).first().copied().unwrap_or_default()
    }

    /// All parameters of that name.
    pub fn params(&self, name: &str) -> Vec<&str> {
        self.query.iter().filter(|it| it.0 == name).map(|it| it.1.as_str()).collect()
    }

    /// A parameter that is a number.
    pub fn number(&self, name: &str) -> Option<usize> {
        self.param(name).parse().ok()
    }

    /// A header; empty where there is none.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|it| it.to_str().ok()).unwrap_or_default()
    }

    /// A cookie.
    pub fn cookie(&self, name: &str) -> Option<&str> {
        let pairs = self.header("cookie").split("; ").filter_map(|it| it.split_once('='));
        pairs.into_iter().find(|it| it.0 == name).map(|it| it.1)
    }

    /// What stands behind `scheme` in `Authorization`.
    pub fn credentials(&self, scheme: &str) -> Option<&str> {
        self.header("authorization").strip_prefix(scheme)?.strip_prefix(' ')
    }

    /// Whether anything came along that says who asks.
    pub fn has_credentials(&self) -> bool {
        self.headers.contains_key("cookie") || self.headers.contains_key("authorization")
    }

    /// The origin by which the service was asked.
    pub fn origin(&self) -> String {
        format!("http://{}", self.header("host"))
    }

    /// The body as JSON; null where it is none.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }
}

fn decoded(segment: &str) -> String {
    // A plus is a plus in a path.
    let segment = segment.replace('+', "%2B");
    form_urlencoded::parse(segment.as_bytes())
        .next()
        .map(|it| it.0.into_owned())
        .unwrap_or_default()
}

/// A reply, whole.
#[derive(Debug)]
pub struct Answer {
    status: u16,
    content_type: String,
    headers: Vec<(&'static str, String)>,
    body: Vec<u8>,
}

/// What came of a request: a good answer, or one that ends it early.
pub type Outcome = Result<Answer, Answer>;

impl Answer {
    /// JSON.
    pub fn json(status: u16, body: &Value) -> Self {
        Self::bytes(status, "application/json; charset=utf-8", body.to_string().into_bytes())
    }

    /// Plain text.
    pub fn text(status: u16, body: &str) -> Self {
        Self::bytes(status, "text/plain; charset=utf-8", body.into())
    }

    /// A page.
    pub fn page(body: &str) -> Self {
        Self::bytes(200, "text/html; charset=utf-8", body.into())
    }

    /// Nothing but a status.
    pub fn nothing(status: u16) -> Self {
        Self { status, content_type: String::new(), headers: Vec::new(), body: Vec::new() }
    }

    /// Leads elsewhere.
    pub fn see(location: String) -> Self {
        Self::nothing(302).with("location", location)
    }

    /// A file, to be saved.
    pub fn file(name: &str, media_type: &str, bytes: Vec<u8>) -> Self {
        let name: String = form_urlencoded::byte_serialize(name.as_bytes()).collect();
        let disposition = format!("attachment; filename*=UTF-8''{}", name.replace('+', "%20"));
        Self::bytes(200, media_type, bytes).with("content-disposition", disposition)
    }

    fn bytes(status: u16, content_type: &str, body: Vec<u8>) -> Self {
        Self { status, content_type: content_type.to_owned(), headers: Vec::new(), body }
    }

    /// With a header.
    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    /// Status and body, which is text where it is no JSON.
    #[cfg(test)]
    pub fn seen(self) -> (u16, Value) {
        let text = || String::from_utf8_lossy(&self.body).into_owned().into();
        (self.status, serde_json::from_slice(&self.body).unwrap_or_else(|_| text()))
    }

    /// As the network wants it.
    pub fn response(self) -> Response {
        let mut response = Response::new(Body::from(self.body));
        *response.status_mut() =
            StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let content_type = (header::CONTENT_TYPE.as_str(), self.content_type);
        let named = self.headers.into_iter().chain([content_type]).filter(|it| !it.1.is_empty());
        for (name, value) in named {
            if let Ok(value) = HeaderValue::from_str(&value) {
                response.headers_mut().append(HeaderName::from_static(name), value);
            }
        }
        response
    }
}
