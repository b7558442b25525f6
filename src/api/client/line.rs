//! The way to one API origin: addresses, credentials, limits.

use std::{cell::RefCell, future::Future, rc::Rc};

use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AbortController, Headers, ReadableStreamDefaultReader, RequestCache, RequestCredentials,
    RequestInit, RequestRedirect, Response, ResponseType, Url,
};

use super::{MOST_BYTES, MOST_FILE_BYTES, load::Load, mapping};
use crate::{
    api::{
        ApiError, Body, Connector, Failure, Payload, Reply, Request, Wants, Writer,
        connectors::WritingMapping, decimal,
    },
    config::Auth,
    dom::js,
};

/// How long a desk may take to answer, in milliseconds.
const PATIENCE: i32 = 20_000;
/// How long a file may take, in milliseconds.
pub const FILE_PATIENCE: i32 = 300_000;

/// The header that carries a token, and what stands before it.
pub type TokenHeader<'a> = (&'a str, &'a str);

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

/// Ends the request when its time is over, or when its future is dropped, so that nothing outlives
/// the widget.
struct Leash {
    control: AbortController,
    limit: Option<i32>,
}

impl Leash {
    fn new(control: AbortController, millis: i32) -> Option<Self> {
        let abort: js_sys::Function =
            js_sys::Reflect::get(&control, &"abort".into()).ok()?.unchecked_into();
        let limit = call_after(&abort.bind0(&control), millis);
        Some(Self { control, limit })
    }
}

impl Drop for Leash {
    fn drop(&mut self) {
        self.control.abort();
        if let (Some(window), Some(limit)) = (web_sys::window(), self.limit) {
            window.clear_timeout_with_handle(limit);
        }
    }
}

impl Line {
    /// A mapping file and what reads it, asked for side by side.
    pub async fn mapping(&self, address: &str) -> Result<Rc<dyn Connector>, ApiError> {
        let coming = self.mapping_file(address)?;
        let reader = match is_own(address) {
            true => mapping::strict_reader().await?,
            false => mapping::reader().await?,
        };
        reader(coming, self.mapping_address(address), self.warn).await
    }

    fn mapping_file(&self, address: &str) -> Result<js_sys::Promise, ApiError> {
        let none = || ApiError::new(Failure::Offline, "no window");
        let init = RequestInit::new();
        init.set_signal(Some(&web_sys::AbortSignal::timeout_with_u32(PATIENCE as u32)));
        let window = web_sys::window().ok_or_else(none)?;
        let asked = window.fetch_with_str_and_init(&self.mapping_address(address), &init);
        js::heard(&asked);
        Ok(asked)
    }

    fn mapping_address(&self, address: &str) -> String {
        match is_own(address) {
            true => address.to_owned(),
            false => format!("{}{address}.json", self.connectors),
        }
    }

    /// The same file, to write with: most likely still in the browser's cache.
    pub async fn mapping_writer(&self, address: &str) -> Result<Rc<dyn Writer>, ApiError> {
        let reply = read(settle(self.mapping_file(address)?).await?, &Request::get("")).await?;
        Ok(Rc::new(WritingMapping::checked(reply.good()?.text()?)?))
    }

    /// Sends once, with whatever credential the page chose.
    pub async fn send(
        &self,
        url: &str,
        request: &Request,
        header: TokenHeader<'_>,
        load: Option<Load>,
    ) -> Result<Reply, ApiError> {
        if self.auth != Auth::Bearer {
            return self.exchange(url, request, None, &load).await;
        }
        let kept = self.kept.borrow().clone();
        let token = match kept {
            Some(token) => token,
            None => self.new_token().await?,
        };
        let reply = self.exchange(url, request, Some((header, &token)), &load).await?;
        if reply.status != 401 {
            return Ok(reply);
        }
        // Tokens run out: one new one, one more try.
        let token = self.new_token().await?;
        self.exchange(url, request, Some((header, &token)), &load).await
    }

    pub(super) async fn new_token(&self) -> Result<String, ApiError> {
        let none = || ApiError::new(Failure::SignedOut, "getToken gave no token");
        let promise = (self.token)().ok_or_else(none)?;
        // That it could not be had now does not mean that the session is over.
        let token = JsFuture::from(promise).await.map_err(|it| unreachable_desk(&it))?.as_string();
        let token = token.filter(|it| !it.is_empty()).ok_or_else(none)?;
        self.kept.replace(Some(token.clone()));
        Ok(token)
    }

    async fn exchange(
        &self,
        url: &str,
        request: &Request,
        credential: Option<(TokenHeader<'_>, &str)>,
        load: &Option<Load>,
    ) -> Result<Reply, ApiError> {
        let control = AbortController::new().map_err(|it| unreachable_desk(&it))?;
        let signal = control.signal();
        let leash = Leash::new(control, patience(request));
        let received = async {
            let response = match self.take_early(url) {
                Some(early) => early.await?,
                None => self.fetch(request, url, &signal, credential, load).await?,
            };
            read(response, request).await
        };
        let received = received.await;
        // Nobody else ends it while it is waited for; going, the leash does.
        let is_late = signal.aborted();
        drop(leash);
        received.map_err(|error| match is_late {
            true => ApiError::new(Failure::TimedOut, url),
            false => error,
        })
    }

    /// The address of `path` below the API. What is not below it is refused here again, right before
    /// credentials would go out.
    ///
    /// # Errors
    /// [`Failure::Redirected`] for an address beside the API.
    pub fn address(&self, path: &str) -> Result<String, ApiError> {
        // Where a list goes on is a whole address with some desks.
        let path = path.strip_prefix(&self.base).unwrap_or(path);
        let refused = || ApiError::new(Failure::Redirected, format!("not below the API: {path}"));
        let url = Url::new(&format!("{}{path}", self.base)).map_err(|_| refused())?;
        let base = Url::new(&self.base).map_err(|_| refused())?;
        // Beside the base is not below it: `..` has been resolved by now.
        let (url, base) = (url.href(), base.href());
        let below = url.strip_prefix(base.trim_end_matches('/'));
        if !path.starts_with('/') || !below.is_some_and(|it| it.starts_with('/')) {
            return Err(refused());
        }
        Ok(url)
    }

    /// The address of a file, and whether it is for us to fetch: on the API's own origin. One
    /// elsewhere is for the browser, without credentials of ours.
    ///
    /// # Errors
    /// [`Failure::Redirected`] for what is neither.
    pub fn file_address(&self, request: &Request) -> Result<(String, bool), ApiError> {
        let reference = request.path.as_str();
        if request.wants != Wants::FileElsewhere {
            return Ok((self.address(reference)?, true));
        }
        let refused = || ApiError::new(Failure::Redirected, format!("no file: {reference}"));
        let url = Url::new_with_base(reference, &format!("{}/", self.base));
        let url = url.map_err(|_| refused())?.href();
        let is_ours = origin(&url).is_some() && origin(&url) == origin(&self.base);
        match is_ours || url.starts_with("https://") {
            true => Ok((url, is_ours)),
            false => Err(refused()),
        }
    }

    /// Whether the browser may follow where the desk redirects: it brings its cookies itself.
    pub fn may_follow(&self) -> bool {
        self.auth == Auth::Cookie
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

    pub(super) async fn fetch(
        &self,
        request: &Request,
        url: &str,
        signal: &web_sys::AbortSignal,
        credential: Option<(TokenHeader<'_>, &str)>,
        load: &Option<Load>,
    ) -> Result<Response, ApiError> {
        let init = load.as_ref().map_or_else(RequestInit::new, |it| it.1.clone());
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
        if request.wants == Wants::Data {
            headers.set("accept", "application/json").map_err(refused)?;
        }
        if let Some((media_type, _)) = load.as_ref().filter(|it| !it.0.is_empty()) {
            headers.set("content-type", media_type).map_err(refused)?;
        }
        for (name, value) in &request.headers {
            headers.set(name, value).map_err(refused)?;
        }
        if let Some(((name, before), token)) = credential {
            headers.set(name, &format!("{before}{token}")).map_err(refused)?;
        }
        init.set_method(request.method.as_str());
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

/// Whether a mapping is the page's own, not one of the release.
fn is_own(address: &str) -> bool {
    address.contains("://")
}

/// Files travel longer.
fn patience(request: &Request) -> i32 {
    let is_small =
        request.wants == Wants::Data && matches!(request.payload, Payload::None | Payload::Json(_));
    if is_small { PATIENCE } else { FILE_PATIENCE }
}

/// A response, from a promise of one.
pub async fn settle(promise: js_sys::Promise) -> Result<Response, ApiError> {
    let settled = JsFuture::from(promise).await.map_err(|it| unreachable_desk(&it))?;
    settled.dyn_into().map_err(|it| unreachable_desk(&it))
}

/// Reads a response piece by piece, and stops at the size limit.
pub async fn read(response: Response, request: &Request) -> Result<Reply, ApiError> {
    if response.type_() == ResponseType::Opaqueredirect {
        return Err(ApiError::new(Failure::Redirected, response.url()));
    }
    let header = |name: &str| response.headers().get(name).ok().flatten();
    let is_file = request.wants != Wants::Data;
    let most = if is_file { MOST_FILE_BYTES } else { MOST_BYTES };
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
            if bytes.len() + piece.length() as usize > most {
                let _ = reader.cancel();
                return Err(ApiError::new(Failure::TooLarge, response.url()));
            }
            bytes.extend(piece.to_vec());
        }
    }
    Ok(Reply {
        status: response.status(),
        // RateLimit-Reset: what many desks send instead (draft-ietf-httpapi-ratelimit-headers-03).
        retry_after: header("retry-after")
            .or_else(|| header("ratelimit-reset").filter(|_| response.status() == 429))
            .and_then(|it| wait_in(&it)),
        header: request.reads.as_deref().and_then(header),
        content_type: header("content-type").filter(|_| is_file),
        body: Body::new(bytes),
    })
}

/// `Retry-After` in seconds: a number, or a date (RFC 9110, 10.2.3).
pub(super) fn wait_in(header: &str) -> Option<f64> {
    let seconds = decimal(header.trim())
        .unwrap_or_else(|| (js_sys::Date::parse(header) - js_sys::Date::now()) / 1000.0);
    seconds.is_finite().then_some(seconds.max(0.0))
}

pub(super) fn unreachable_desk(cause: &JsValue) -> ApiError {
    // The loader's own time limit ends what it asked for early.
    let is_late = cause.dyn_ref::<js_sys::Error>().is_some_and(|it| it.name() == "TimeoutError");
    ApiError::new(if is_late { Failure::TimedOut } else { Failure::Offline }, text_of(cause))
}

/// The scheme, host and port of an absolute address.
fn origin(url: &str) -> Option<&str> {
    let (scheme, rest) = url.split_once("://")?;
    let host = rest.split('/').next()?;
    url.get(..scheme.len() + 3 + host.len())
}

/// Lets `millis` go by.
pub async fn pause(millis: i32) {
    let promise = js_sys::Promise::new(&mut |resolve, _| {
        call_after(&resolve, millis);
    });
    let _ = JsFuture::from(promise).await;
}

fn call_after(call: &js_sys::Function, millis: i32) -> Option<i32> {
    let window = web_sys::window()?;
    window.set_timeout_with_callback_and_timeout_and_arguments_0(call, millis).ok()
}

/// What a browser says of something it threw.
pub fn text_of(cause: &JsValue) -> String {
    cause.dyn_ref::<js_sys::Error>().map(|it| it.message().into()).unwrap_or_default()
}

/// Whether the browser says that there is no network.
pub fn is_offline() -> bool {
    web_sys::window().is_some_and(|it| !it.navigator().on_line())
}
