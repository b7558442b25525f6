//! The only file that fetches: connector and network, joined.
//!
//! Every request has a time limit, a size limit and no way to another origin. What may pass by
//! itself is asked again, with growing pauses; the rest is told at once.

mod mapping;

use std::{cell::RefCell, future::Future, rc::Rc};

use gloo_timers::{callback::Timeout, future::TimeoutFuture};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AbortController, Headers, ReadableStreamDefaultReader, RequestCache, RequestCredentials,
    RequestInit, RequestRedirect, Response, ResponseType,
};

use super::{Answer, ApiError, Ask, Body, Connector, Failure, Reply, Request, Step, connectors};
use crate::config::{Auth, ConnectorName};

/// Most sends for one ask. A connector that wants more is wrong.
pub const MOST_STEPS: usize = 6;
/// Largest body taken, in bytes; the rest is not even downloaded.
pub const MOST_BYTES: usize = 5 * 1024 * 1024;
/// How long a desk may take to answer, in milliseconds.
const PATIENCE: u32 = 20_000;
/// Pauses before asking again, in milliseconds.
const PAUSES: [u32; 2] = [700, 2_500];
/// Longest pause a desk may ask for before we rather tell the customer, in seconds.
const LONGEST_PAUSE: f64 = 8.0;

/// The header that carries a token, and what stands before it.
type TokenHeader<'a> = (&'a str, &'a str);

/// Asks a desk. Clones share the way to it, and the token.
#[derive(Clone)]
pub struct Client {
    name: ConnectorName,
    /// Once it is here.
    connector: Rc<RefCell<Option<Rc<dyn Connector>>>>,
    line: Rc<Line>,
}

impl Client {
    /// Speaks as `name` over `line`.
    pub fn new(name: ConnectorName, line: Line) -> Self {
        Self { name, connector: Rc::default(), line: Rc::new(line) }
    }

    /// Forgets the token: another customer may come.
    pub fn forget_token(&self) {
        self.line.kept.take();
    }

    /// Runs the connector's steps.
    ///
    /// # Errors
    /// What the connector makes of the replies, or what kept them from coming.
    pub async fn ask(&self, ask: &Ask) -> Result<Answer, ApiError> {
        let connector = self.connector().await?;
        let mut replies = Vec::new();
        loop {
            match connector.step(ask, &replies) {
                Step::Done(answer) => return Ok(answer),
                Step::Fail(error) => return Err(error),
                Step::Send(_) if replies.len() == MOST_STEPS => {
                    return Err(ApiError::new(
                        Failure::Unreadable,
                        "the connector asks without end",
                    ));
                }
                Step::Send(request) => {
                    replies.push(self.send(request, connector.token_header()).await?)
                }
            }
        }
    }

    /// The connector that the host page names. One that could not come is asked for again.
    async fn connector(&self) -> Result<Rc<dyn Connector>, ApiError> {
        if let Some(connector) = self.connector.borrow().clone() {
            return Ok(connector);
        }
        let connector: Rc<dyn Connector> = match &self.name {
            ConnectorName::Deskpane => Rc::new(connectors::Deskpane),
            ConnectorName::Redmine => connectors::redmine().await?,
            ConnectorName::Mapping(address) => self.line.mapping(address).await?,
        };
        self.connector.replace(Some(connector.clone()));
        Ok(connector)
    }

    /// Sends, and sends again while that may help. Reads only, so nothing can happen twice (R7).
    async fn send(&self, request: Request, header: TokenHeader<'_>) -> Result<Reply, ApiError> {
        let mut pauses = PAUSES.iter();
        loop {
            let sent = self.line.send(&request, header).await;
            let error = match &sent {
                Ok(reply) => match reply.good() {
                    Ok(_) => return sent,
                    Err(error) => error,
                },
                // It was waited for once, and that was long.
                Err(error) if error.failure() == Failure::TimedOut => return sent,
                Err(error) => error.clone(),
            };
            let asked = error.retry_after().unwrap_or(0.0);
            if !error.failure().is_passing() || asked > LONGEST_PAUSE || is_offline() {
                return sent;
            }
            let Some(pause) = pauses.next() else {
                return sent;
            };
            TimeoutFuture::new((*pause).max((asked * 1000.0) as u32)).await;
        }
    }
}

/// The way to one API origin.
pub struct Line {
    /// Base of the API, absolute, without a trailing slash.
    pub base: String,
    /// How the customer is known there.
    pub auth: Auth,
    /// The host page's own network, if it brings one.
    pub fetch: Option<js_sys::Function>,
    /// The host page's `getToken`, looked up at each use: it may be set late.
    pub token: Box<dyn Fn() -> Option<js_sys::Promise>>,
    /// Folder of the release's mapping files: absolute, with a trailing slash.
    pub connectors: String,
    /// Tells the page's developer, once.
    pub warn: fn(&str),
    /// Answers the loader asked for while this travelled, by address.
    pub early: Option<js_sys::Map>,
    /// The token in use; empty at first. In memory only, and gone with the widget (Q3, A4): the
    /// next one on the page may be another customer's.
    pub kept: RefCell<Option<String>>,
}

/// Ends the request when its future is dropped, so that nothing outlives the widget.
struct Leash(AbortController);

impl Drop for Leash {
    fn drop(&mut self) {
        self.0.abort();
    }
}

impl Line {
    /// A mapping file and what reads it, asked for side by side.
    async fn mapping(&self, address: &str) -> Result<Rc<dyn Connector>, ApiError> {
        let url = match address.contains("://") {
            true => address.to_owned(),
            false => format!("{}{address}.json", self.connectors),
        };
        let none = || ApiError::new(Failure::Offline, "no window");
        let init = RequestInit::new();
        init.set_signal(Some(&web_sys::AbortSignal::timeout_with_u32(PATIENCE)));
        let window = web_sys::window().ok_or_else(none)?;
        let coming = window.fetch_with_str_and_init(&url, &init);
        mapping::reader().await?(coming, url, self.warn).await
    }

    async fn send(&self, request: &Request, header: TokenHeader<'_>) -> Result<Reply, ApiError> {
        if self.auth != Auth::Bearer {
            return self.exchange(request, None).await;
        }
        let kept = self.kept.borrow().clone();
        let token = match kept {
            Some(token) => token,
            None => self.new_token().await?,
        };
        let reply = self.exchange(request, Some((header, &token))).await?;
        if reply.status != 401 {
            return Ok(reply);
        }
        // Tokens run out: one new one, one more try.
        let token = self.new_token().await?;
        self.exchange(request, Some((header, &token))).await
    }

    async fn new_token(&self) -> Result<String, ApiError> {
        let none = || ApiError::new(Failure::SignedOut, "getToken gave no token");
        let promise = (self.token)().ok_or_else(none)?;
        let token = JsFuture::from(promise).await.ok().and_then(|it| it.as_string());
        let token = token.filter(|it| !it.is_empty()).ok_or_else(none)?;
        self.kept.replace(Some(token.clone()));
        Ok(token)
    }

    async fn exchange(
        &self,
        request: &Request,
        credential: Option<(TokenHeader<'_>, &str)>,
    ) -> Result<Reply, ApiError> {
        let url = self.address(&request.path)?;
        let control = AbortController::new().map_err(|it| unreachable_desk(&it))?;
        let signal = control.signal();
        let leash = Rc::new(Leash(control));
        let late = Rc::new(RefCell::new(false));
        let _limit = Timeout::new(PATIENCE, {
            let (leash, late) = (leash.clone(), late.clone());
            move || {
                late.replace(true);
                leash.0.abort();
            }
        });
        let received = async {
            let response = match self.take_early(&url) {
                Some(early) => early.await?,
                None => self.fetch(&url, &signal, credential).await?,
            };
            read(response).await
        };
        let received = received.await;
        let was_late = *late.borrow();
        received.map_err(|error| match was_late {
            true => ApiError::new(Failure::TimedOut, url),
            false => error,
        })
    }

    /// The address below the base. What is not below it is refused here again, right before
    /// credentials would go out.
    fn address(&self, path: &str) -> Result<String, ApiError> {
        // Where a list goes on is a whole address with some desks.
        let path = path.strip_prefix(&self.base).unwrap_or(path);
        let refused = || ApiError::new(Failure::Redirected, format!("not below the API: {path}"));
        let url = web_sys::Url::new(&format!("{}{path}", self.base)).map_err(|_| refused())?;
        let base = web_sys::Url::new(&self.base).map_err(|_| refused())?;
        // Beside the base is not below it: `..` has been resolved by now.
        if !path.starts_with('/') || !url.href().starts_with(&base.href()) {
            return Err(refused());
        }
        Ok(url.href())
    }

    /// What the loader has asked for already; taken once.
    fn take_early(
        &self,
        url: &str,
    ) -> Option<impl Future<Output = Result<Response, ApiError>> + use<>> {
        let early = self.early.as_ref()?;
        let key = JsValue::from_str(url);
        let promise: js_sys::Promise = early.get(&key).dyn_into().ok()?;
        early.delete(&key);
        Some(async move { settle(promise).await })
    }

    async fn fetch(
        &self,
        url: &str,
        signal: &web_sys::AbortSignal,
        credential: Option<(TokenHeader<'_>, &str)>,
    ) -> Result<Response, ApiError> {
        let init = RequestInit::new();
        init.set_credentials(match self.auth {
            Auth::Cookie => RequestCredentials::Include,
            Auth::Bearer | Auth::None => RequestCredentials::Omit,
        });
        // A redirect could lead to another origin, and a token in a header would go along.
        init.set_redirect(RequestRedirect::Manual);
        init.set_cache(RequestCache::Default);
        init.set_signal(Some(signal));
        let refused = |it: JsValue| ApiError::new(Failure::Refused, text_of(&it));
        let headers = Headers::new().map_err(refused)?;
        headers.set("accept", "application/json").map_err(refused)?;
        if let Some(((name, before), token)) = credential {
            headers.set(name, &format!("{before}{token}")).map_err(refused)?;
        }
        init.set_headers(&headers);
        let request = web_sys::Request::new_with_str_and_init(url, &init).map_err(refused)?;
        let promise = match (&self.fetch, web_sys::window()) {
            (Some(fetch), _) => {
                fetch.call1(&JsValue::UNDEFINED, &request).map_err(|it| unreachable_desk(&it))?
            }
            (None, Some(window)) => window.fetch_with_request(&request).into(),
            (None, None) => JsValue::UNDEFINED,
        };
        settle(js_sys::Promise::resolve(&promise)).await
    }
}

async fn settle(promise: js_sys::Promise) -> Result<Response, ApiError> {
    let settled = JsFuture::from(promise).await.map_err(|it| unreachable_desk(&it))?;
    settled.dyn_into().map_err(|it| unreachable_desk(&it))
}

/// Reads a response piece by piece, and stops at the size limit.
async fn read(response: Response) -> Result<Reply, ApiError> {
    if response.type_() == ResponseType::Opaqueredirect {
        return Err(ApiError::new(Failure::Redirected, response.url()));
    }
    let retry_after =
        response.headers().get("retry-after").ok().flatten().and_then(|it| wait_in(&it));
    let link = response.headers().get("link").ok().flatten();
    let mut bytes = Vec::new();
    if let Some(body) = response.body() {
        let reader: ReadableStreamDefaultReader = body.get_reader().unchecked_into();
        loop {
            let piece = JsFuture::from(reader.read()).await.map_err(|it| unreachable_desk(&it))?;
            let Ok(value) = js_sys::Reflect::get(&piece, &"value".into()) else {
                break;
            };
            let Ok(piece) = value.dyn_into::<js_sys::Uint8Array>() else {
                break;
            };
            if bytes.len() + piece.length() as usize > MOST_BYTES {
                let _ = reader.cancel();
                return Err(ApiError::new(Failure::TooLarge, response.url()));
            }
            bytes.extend(piece.to_vec());
        }
    }
    let text = String::from_utf8(bytes)
        .map_err(|it| ApiError::new(Failure::Unreadable, it.to_string()))?;
    Ok(Reply { status: response.status(), retry_after, link, body: Body::new(text) })
}

/// `Retry-After` in seconds: a number, or a date (RFC 9110, 10.2.3).
fn wait_in(header: &str) -> Option<f64> {
    let seconds = header
        .trim()
        .parse::<f64>()
        .unwrap_or_else(|_| (js_sys::Date::parse(header) - js_sys::Date::now()) / 1000.0);
    seconds.is_finite().then_some(seconds.max(0.0))
}

fn unreachable_desk(cause: &JsValue) -> ApiError {
    // The loader's own time limit ends what it asked for early.
    let is_late = cause.dyn_ref::<js_sys::Error>().is_some_and(|it| it.name() == "TimeoutError");
    ApiError::new(if is_late { Failure::TimedOut } else { Failure::Offline }, text_of(cause))
}

fn text_of(cause: &JsValue) -> String {
    cause.dyn_ref::<js_sys::Error>().map(|it| it.message().into()).unwrap_or_default()
}

fn is_offline() -> bool {
    web_sys::window().is_some_and(|it| !it.navigator().on_line())
}
