//! The way to the desk: where a request may go, who asks, and how much is taken.

use std::time::Duration;

use anyhow::{Context as _, Result, ensure};
use deskpane::api::{
    ApiError, Body, Failure, Payload, Reply, Request, Wants,
    client::{MOST_BYTES, MOST_FILE_BYTES},
    decimal,
};
use ureq::{Agent, http};
use url::Url;

/// The widget waits no longer for an answer.
const PATIENCE: Duration = Duration::from_secs(20);
/// Parts a form; nothing that conformance sends says it.
const BOUNDARY: &str = "deskpane-bridge-2f9ad1";

/// As whom to ask. Without `Debug`: it is never printed.
#[derive(Clone, Default)]
pub struct Caller {
    /// The token of `Authorization: Bearer`.
    pub token: Option<String>,
    /// `Cookie`, as it came.
    pub cookie: Option<String>,
}

/// A desk at its base address.
pub struct Line {
    agent: Agent,
    base: Url,
}

/// Where a file is.
pub enum Place {
    /// At the desk.
    Here(Url),
    /// For the browser to go, as by a link.
    Elsewhere(Url),
}

impl Line {
    /// To the API at `base`.
    ///
    /// # Errors
    /// For anything but a base address.
    pub fn new(base: &str) -> Result<Self> {
        let base = Url::parse(base.trim_end_matches('/')).context("the desk's address")?;
        ensure!(base.has_host() && base.query().is_none(), "{base} is no base address");
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .timeout_global(Some(PATIENCE))
            .user_agent("deskpane-conformance")
            .build();
        Ok(Self { agent: config.into(), base })
    }

    /// The address of `path` below the API; what is beside it is refused, as the widget does.
    ///
    /// # Errors
    /// [`Failure::Redirected`] for an address beside the API.
    pub fn address(&self, path: &str) -> Result<Url, ApiError> {
        let base = self.base.as_str().trim_end_matches('/');
        let path = path.strip_prefix(base).unwrap_or(path);
        let refused = || ApiError::new(Failure::Redirected, format!("not below the API: {path}"));
        let url = Url::parse(&format!("{base}{path}")).map_err(|_| refused())?;
        // Beside the base is not below it: `..` has been resolved by now.
        let rest = url.as_str().strip_prefix(base).filter(|it| it.starts_with('/'));
        match path.starts_with('/') && rest.is_some() {
            true => Ok(url),
            false => Err(refused()),
        }
    }

    /// Where a request for a file leads: credentials stay on the API's own origin.
    ///
    /// # Errors
    /// [`Failure::Redirected`] for what is neither there nor `https`.
    pub fn place(&self, request: &Request) -> Result<Place, ApiError> {
        let reference = request.path.as_str();
        if request.wants != Wants::FileElsewhere {
            return self.address(reference).map(Place::Here);
        }
        let refused = || ApiError::new(Failure::Redirected, format!("no file: {reference}"));
        let base = format!("{}/", self.base.as_str().trim_end_matches('/'));
        let url = Url::parse(&base).and_then(|it| it.join(reference)).map_err(|_| refused())?;
        match url.origin() == self.base.origin() {
            true => Ok(Place::Here(url)),
            false if url.scheme() == "https" => Ok(Place::Elsewhere(url)),
            false => Err(refused()),
        }
    }

    /// Sends once. `token` is the header that carries one, and what stands before it there.
    ///
    /// # Errors
    /// What kept the answer from coming.
    pub fn send(
        &self,
        url: &Url,
        request: &Request,
        caller: &Caller,
        token: (&str, &str),
    ) -> Result<Reply, ApiError> {
        let asked = written(url, request, caller, token)
            .map_err(|it| ApiError::new(Failure::Refused, it.to_string()))?;
        let mut response = self.agent.run(asked).map_err(|it| lost(&it))?;
        let status = response.status();
        let header = |name: &str| response.headers().get(name)?.to_str().ok().map(str::to_owned);
        if status.is_redirection() {
            // What follows the `?` may be secret.
            let place = header("location").unwrap_or_default();
            let place = place.split('?').next().unwrap_or_default();
            let detail = format!("{} leads to {place}", url.path());
            return Err(ApiError::new(Failure::Redirected, detail));
        }
        let is_file = request.wants != Wants::Data;
        let reply = Reply {
            status: status.as_u16(),
            retry_after: header("retry-after")
                .or_else(|| header("ratelimit-reset").filter(|_| status == 429))
                .and_then(|it| decimal(it.trim())),
            header: request.reads.as_deref().and_then(header),
            content_type: header("content-type").filter(|_| is_file),
            body: Body::default(),
        };
        let most = if is_file { MOST_FILE_BYTES } else { MOST_BYTES };
        let body = response.body_mut().with_config().limit(most as u64).read_to_vec();
        Ok(Reply { body: Body::new(body.map_err(|it| lost(&it))?), ..reply })
    }
}

fn written(
    url: &Url,
    request: &Request,
    caller: &Caller,
    (name, before): (&str, &str),
) -> http::Result<http::Request<Vec<u8>>> {
    let mut asked = http::Request::builder().method(request.method.as_str()).uri(url.as_str());
    if request.wants == Wants::Data {
        asked = asked.header("accept", "application/json");
    }
    let (media_type, bytes) = load(&request.payload);
    let headers = request.headers.iter();
    let own = headers.clone().any(|(name, _)| name.eq_ignore_ascii_case("content-type"));
    if let Some(it) = media_type.filter(|_| !own) {
        asked = asked.header("content-type", it);
    }
    for (name, value) in headers {
        asked = asked.header(name, value);
    }
    if let Some(token) = &caller.token {
        asked = asked.header(name, format!("{before}{token}"));
    }
    if let Some(cookie) = &caller.cookie {
        asked = asked.header("cookie", cookie);
    }
    asked.body(bytes)
}

fn load(payload: &Payload) -> (Option<String>, Vec<u8>) {
    match payload {
        Payload::None => (None, Vec::new()),
        Payload::Json(text) => (Some("application/json".into()), text.clone().into_bytes()),
        Payload::File(file) => (Some(file.media_type.clone()), file.bytes.clone()),
        Payload::Form(field, file) => {
            let mut bytes = format!(
                "--{BOUNDARY}\r\ncontent-disposition: form-data; name=\"{field}\"; \
                 filename=\"{}\"\r\ncontent-type: {}\r\n\r\n",
                file.name, file.media_type
            )
            .into_bytes();
            bytes.extend(&file.bytes);
            bytes.extend(format!("\r\n--{BOUNDARY}--\r\n").bytes());
            (Some(format!("multipart/form-data; boundary={BOUNDARY}")), bytes)
        }
    }
}

fn lost(why: &ureq::Error) -> ApiError {
    let failure = match why {
        ureq::Error::Timeout(_) => Failure::TimedOut,
        ureq::Error::BodyExceedsLimit(_) => Failure::TooLarge,
        _ => Failure::Offline,
    };
    ApiError::new(failure, why.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line() -> Line {
        Line::new("http://desk.example/api/").unwrap()
    }

    #[test]
    fn nothing_is_asked_beside_the_api() {
        let check = |path: &str, expected: Option<&str>| {
            let found = line().address(path).ok().map(String::from);
            assert_eq!(found.as_deref(), expected, "{path}");
        };
        check("/tickets?a=b", Some("http://desk.example/api/tickets?a=b"));
        check("http://desk.example/api/tickets", Some("http://desk.example/api/tickets"));
        for beside in [
            "tickets",
            "/../admin",
            "/../apis",
            "http://other.example/api/a",
            "@other.example/a",
            "",
        ] {
            check(beside, None);
        }
    }

    #[test]
    fn a_caller_brings_a_token_and_cookies_and_nothing_else() {
        let url = line().address("/me").unwrap();
        let caller = Caller { token: Some("t0k".into()), cookie: Some("a=1; b=2".into()) };
        let token = ("X-Desk-Key", "key ");
        let asked = written(&url, &Request::get("/me"), &caller, token).unwrap();
        let headers = asked.headers().iter();
        let mut headers: Vec<_> =
            headers.map(|it| (it.0.as_str(), it.1.to_str().unwrap())).collect();
        headers.sort_unstable();
        let expected =
            [("accept", "application/json"), ("cookie", "a=1; b=2"), ("x-desk-key", "key t0k")];
        assert_eq!(headers, expected);
    }

    #[test]
    fn a_file_elsewhere_is_for_the_browser() {
        let check = |reference: &str, expected: &str| {
            let found = match line().place(&Request::file_at(reference)) {
                Ok(Place::Here(url)) => format!("here {url}"),
                Ok(Place::Elsewhere(url)) => format!("elsewhere {url}"),
                Err(_) => "refused".to_owned(),
            };
            assert_eq!(found, expected, "{reference}");
        };
        check("files/1", "here http://desk.example/api/files/1");
        check("/files/1", "here http://desk.example/files/1");
        check("https://cdn.example/1", "elsewhere https://cdn.example/1");
        check("http://cdn.example/1", "refused");
    }
}
