//! Asking an API as the widget does: without following a redirect, and never for longer or for more.

use std::{
    cell::{Cell, RefCell},
    thread,
    time::Duration,
};

use anyhow::{Context as _, Result, bail};
use contract::Problem;
use serde_json::Value;
use ureq::{
    Agent,
    http::{HeaderMap, Request},
};

use super::through::Through;

/// The widget waits no longer for an answer.
const PATIENCE: Duration = Duration::from_secs(20);
/// The widget takes no more than this of a body.
const MOST_BYTES: u64 = 5 * 1024 * 1024;
/// The longest pause that a busy API may ask for, in seconds, and how often.
const LONGEST_PAUSE: u64 = 30;
const MOST_PAUSES: usize = 3;

/// How a caller says who they are. Without `Debug`: it is never printed.
#[derive(Clone, PartialEq, Eq)]
pub enum Credentials {
    /// Not at all.
    None,
    /// `Authorization: Bearer …`
    Token(String),
    /// `Cookie: …`, as `name=value`.
    Cookie(String),
}

impl Credentials {
    /// The same sort of credentials, which nobody was ever given.
    pub fn wrong(&self) -> Self {
        const NOBODY: &str = "deskpane-conformance-nobody";
        match self {
            Self::None => Self::None,
            Self::Token(_) => Self::Token(NOBODY.to_owned()),
            Self::Cookie(it) => {
                let names = it.split(';').map(|it| it.split('=').next().unwrap_or(it).trim());
                let pairs: Vec<String> = names.map(|name| format!("{name}={NOBODY}")).collect();
                Self::Cookie(pairs.join("; "))
            }
        }
    }

    fn header(&self) -> Option<(&'static str, String)> {
        match self {
            Self::None => None,
            Self::Token(it) => Some(("Authorization", format!("Bearer {it}"))),
            Self::Cookie(it) => Some(("Cookie", it.clone())),
        }
    }
}

/// An API at its base address.
pub struct Api {
    agent: Agent,
    base: String,
    asked: Cell<usize>,
    redirected: RefCell<Vec<String>>,
    through: Option<Through>,
}

/// What came back.
pub struct Reply {
    /// HTTP status.
    pub status: u16,
    /// The body as text.
    pub body: String,
    headers: HeaderMap,
}

impl Api {
    /// Only plain HTTP: xtask is compiled before anything else, and TLS would be the most of it.
    pub fn new(url: &str) -> Result<Self> {
        if url.starts_with("https://") {
            bail!(
                "{url}: this command speaks plain HTTP; name the API's address behind its TLS, or a \
                 proxy on this machine that leads to it"
            );
        }
        if !url.starts_with("http://") || url.contains(['?', '#']) {
            bail!("{url} is no base address of an API, such as http://127.0.0.1:8080/support/api");
        }
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .timeout_global(Some(PATIENCE))
            .user_agent("deskpane-conformance")
            .build();
        Ok(Self {
            agent: config.into(),
            base: url.trim_end_matches('/').to_owned(),
            asked: Cell::default(),
            redirected: RefCell::default(),
            through: None,
        })
    }

    /// As what a mapping makes of a desk.
    pub fn through(self, it: Through) -> Self {
        Self { through: Some(it), ..self }
    }

    /// The mapping that it is seen through.
    pub fn mapping(&self) -> Option<&Through> {
        self.through.as_ref()
    }

    /// Whether a page of tickets has as many as are asked for.
    pub fn counts(&self) -> bool {
        self.mapping().is_none_or(|it| it.counts)
    }

    /// The answer to a `GET` of a path below the base.
    pub fn get(&self, path: &str, credentials: &Credentials) -> Result<Reply> {
        self.send("GET", path, credentials, &[])
    }

    /// The answer to any method, with more headers. A busy API is asked again when it says when.
    pub fn send(
        &self,
        method: &str,
        path: &str,
        credentials: &Credentials,
        headers: &[(&str, &str)],
    ) -> Result<Reply> {
        self.carry(method, path, credentials, headers, None)
    }

    /// As [`Api::send`], with a body.
    pub fn carry(
        &self,
        method: &str,
        path: &str,
        credentials: &Credentials,
        headers: &[(&str, &str)],
        body: Option<&[u8]>,
    ) -> Result<Reply> {
        let mut pauses = 0;
        loop {
            let reply = self.once(method, path, credentials, headers, body)?;
            let busy = matches!(reply.status, 429 | 503);
            let pause = reply.header("retry-after").and_then(|it| it.parse().ok());
            match pause {
                Some(seconds) if busy && seconds <= LONGEST_PAUSE && pauses < MOST_PAUSES => {
                    thread::sleep(Duration::from_secs(seconds));
                    pauses += 1;
                }
                _ => return Ok(reply),
            }
        }
    }

    fn once(
        &self,
        method: &str,
        path: &str,
        credentials: &Credentials,
        headers: &[(&str, &str)],
        body: Option<&[u8]>,
    ) -> Result<Reply> {
        let mut request = Request::builder()
            .method(method)
            .uri(format!("{}{path}", self.base))
            .header("Accept", "application/json");
        if let Some((name, value)) = credentials.header() {
            request = request.header(name, value);
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let written = || format!("writing {method} {path}");
        let response = match body {
            Some(body) => self.agent.run(request.body(body).with_context(written)?),
            None => self.agent.run(request.body(()).with_context(written)?),
        };
        let mut response = response.with_context(|| format!("asking {method} {path}"))?;
        self.asked.set(self.asked.get() + 1);
        let status = response.status().as_u16();
        let headers = response.headers().clone();
        let body = response.body_mut().with_config().limit(MOST_BYTES).read_to_vec();
        let body = body.with_context(|| format!("reading the answer to {method} {path}"))?;
        let reply = Reply { status, headers, body: String::from_utf8_lossy(&body).into_owned() };
        if (300..400).contains(&status) && status != 304 {
            // What follows the `?` may be secret.
            let place = reply.header("location").and_then(|it| it.split('?').next());
            let place = place.unwrap_or("nowhere");
            self.redirected.borrow_mut().push(format!("{method} {path}: {status} to {place}"));
        }
        Ok(reply)
    }

    /// The path below the base that an address of this API leads to; nothing for one elsewhere.
    pub fn path_of(&self, url: &str) -> Option<String> {
        let rest = self.base.strip_prefix("http://")?;
        let (host, root) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
        let path = url.strip_prefix("http://").and_then(|it| it.strip_prefix(host)).unwrap_or(url);
        let below = path.strip_prefix(root)?;
        below.starts_with('/').then(|| below.to_owned())
    }

    /// How many answers came.
    pub fn asked(&self) -> usize {
        self.asked.get()
    }

    /// The answers that led elsewhere.
    pub fn redirected(&self) -> Vec<String> {
        self.redirected.borrow().clone()
    }
}

impl Reply {
    /// A header's text.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|it| it.to_str().ok())
    }

    /// The words of a header that is a list, over all its lines, in lower case.
    pub fn words(&self, name: &str) -> Vec<String> {
        let lines = self.headers.get_all(name).into_iter().filter_map(|it| it.to_str().ok());
        let words = lines.flat_map(|it| it.split(',')).map(|it| it.trim().to_ascii_lowercase());
        words.filter(|it| !it.is_empty()).collect()
    }

    /// The JSON of a good answer, or what came instead.
    pub fn good(&self) -> Result<Value, String> {
        if self.status != 200 {
            return Err(format!("answers {} instead of 200{}", self.status, self.explained()));
        }
        self.json()
    }

    fn problem(&self) -> Option<Problem> {
        serde_json::from_str(&self.body).ok()
    }

    /// What a problem says of itself, behind a colon.
    pub fn explained(&self) -> String {
        let detail = self.problem().and_then(|it| it.detail);
        detail.map(|it| format!(": {it}")).unwrap_or_default()
    }

    /// The code of a problem.
    pub fn code(&self) -> Option<String> {
        self.problem().map(|it| it.code)
    }

    /// The body as JSON, or what it is instead.
    pub fn json(&self) -> Result<Value, String> {
        let kind = self.header("content-type").unwrap_or("no Content-Type");
        serde_json::from_str(&self.body).map_err(|why| format!("is no JSON ({kind}): {why}"))
    }

    #[cfg(test)]
    /// An answer for the tests of those who judge one.
    pub fn planted(status: u16, headers: &[(&'static str, &str)], body: &str) -> Self {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.append(*name, value.parse().unwrap());
        }
        Self { status, headers: map, body: body.to_owned() }
    }
}

/// One segment of a path or one value of a query, percent-encoded.
pub fn escaped(text: &str) -> String {
    // `.` and `..` would be resolved away on the way.
    let dots = text.bytes().all(|it| it == b'.');
    text.bytes().fold(String::new(), |mut out, byte| {
        match byte {
            b'.' if dots => out.push_str("%2E"),
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => {
                out.push(char::from(byte));
            }
            _ => out.push_str(&format!("%{byte:02X}")),
        }
        out
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_cannot_leave_its_place() {
        assert_eq!(escaped("a/b?c#d é"), "a%2Fb%3Fc%23d%20%C3%A9");
        assert_eq!(escaped(".."), "%2E%2E");
        assert_eq!(escaped("1.2"), "1.2");
    }

    #[test]
    fn wrong_credentials_keep_their_names_and_lose_their_values() {
        let Credentials::Cookie(cookie) = Credentials::Cookie("a=1; b=x=y".to_owned()).wrong()
        else {
            panic!("a cookie stays one");
        };
        assert_eq!(cookie, "a=deskpane-conformance-nobody; b=deskpane-conformance-nobody");
        assert!(Credentials::None.wrong() == Credentials::None);
    }

    #[test]
    fn only_an_address_of_this_api_is_a_path_of_it() {
        let api = Api::new("http://desk.example:1/api").unwrap();
        let check = |url: &str, path: Option<&str>| {
            assert_eq!(api.path_of(url).as_deref(), path, "{url}");
        };
        check("/api/files/1", Some("/files/1"));
        check("http://desk.example:1/api/files/1?a=b", Some("/files/1?a=b"));
        for elsewhere in ["/files/1", "/apis", "https://desk.example:1/api/a", "http://a/api/a"] {
            check(elsewhere, None);
        }
    }

    #[test]
    fn an_address_that_cannot_be_asked_is_refused_with_a_reason() {
        let check = |url: &str, said: &str| {
            let why = Api::new(url).err().map(|it| it.to_string()).unwrap_or_default();
            assert!(why.contains(said), "{url}: {why}");
        };
        check("https://desk.example/api", "speaks plain HTTP");
        check("desk.example/api", "is no base address");
        check("http://desk.example/api?key=1", "is no base address");
        assert!(Api::new("http://127.0.0.1:1/api/").is_ok());
    }
}
