//! A help desk that misbehaves where it is told to: the demo over real HTTP, with wrong answers put
//! in front of its own. It can be stopped and started again at the same address.
//!
//! Its API is never kept by the browser: what a test counts here, the widget has asked for.

use std::{
    net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::Duration,
};

use anyhow::{Context as _, Result};
use axum::{
    Router,
    body::{Body, to_bytes},
    extract::Request,
    http::{HeaderValue, Method, Response, StatusCode, Uri, header},
    middleware::{self, Next},
};
use demo::{Config, Demo};
use serde_json::Value;
use tokio::runtime::{Builder, Runtime};

use super::{
    site::dist,
    stream::{Sent, Stream},
};

const API: &str = "/support/api";
/// No answer of the demo is larger.
const MOST_BYTES: usize = 16 * 1024 * 1024;
/// A page with a widget and without a policy: nothing but the widget itself keeps requests at home.
const OPEN: &str = r#"<!doctype html><html lang="en"><meta charset="utf-8"><title>Open</title>
    <link rel="icon" href="/assets/logo.svg"><script async src="/deskpane.js"></script>
    <desk-pane api="/support/api"></desk-pane></html>"#;

/// The same with a badge alone.
const BADGE: &str = r#"<!doctype html><html lang="en"><meta charset="utf-8"><title>Badge</title>
    <link rel="icon" href="/assets/logo.svg"><script async src="/deskpane.js"></script>
    <desk-pane id="badge" view="badge" api="/support/api">Tickets</desk-pane></html>"#;

/// What is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Call {
    /// Any call of the API but the one whose answer goes on.
    Any,
    Me,
    Tickets,
    Ticket,
    Messages,
    /// A reply that is sent.
    Reply,
    Attachment,
    /// The answer that goes on: what happens at the desk.
    Events,
    /// A file that is sent ahead of its message.
    Upload,
    /// Such a file that is taken back.
    TakeBack,
    /// Something that changes a ticket: the last word of its path.
    Change(&'static str),
    /// A file whose address has this in it.
    File(&'static str),
}

impl Call {
    fn is(self, method: &Method, path: &str) -> bool {
        let api = path.strip_prefix(API);
        let parts: Vec<&str> = api.unwrap_or_default().split('/').skip(1).collect();
        match self {
            Self::Any => api.is_some_and(|it| it != "/events"),
            Self::Events => api == Some("/events"),
            Self::Me => parts == ["me"],
            Self::Tickets => parts == ["tickets"],
            Self::Ticket => parts.len() == 2 && parts[0] == "tickets",
            Self::Messages | Self::Reply => {
                let is_reply = method == Method::POST;
                parts.len() == 3 && parts[2] == "messages" && is_reply == (self == Self::Reply)
            }
            Self::Upload => parts == ["uploads"],
            Self::TakeBack => parts.len() == 2 && parts[0] == "uploads" && method == Method::DELETE,
            Self::Attachment => parts.len() == 2 && parts[0] == "attachments",
            Self::Change(what) => parts.len() == 3 && parts[2] == what,
            Self::File(part) => api.is_none() && path.contains(part),
        }
    }
}

type Change = Arc<dyn Fn(&mut Value) + Send + Sync>;

/// What is wrong with an answer.
#[derive(Clone)]
pub enum Fault {
    /// This status, and nothing in it.
    Status(u16),
    /// This status, and in how many seconds to come back.
    Wait(u16, u32),
    /// This status, and a problem in this language: JSON.
    Refuses(u16, &'static str, &'static str),
    /// 200 and this, whatever was asked for.
    Says(&'static str),
    /// What the demo says, with something changed in it.
    Changed(Change),
    /// Half of what the demo says; then the connection breaks.
    Cut,
    /// Without end, as far as anybody could tell, in pieces.
    Flood(Arc<Sent>),
    /// Somewhere else.
    Redirect(String),
    /// What the demo says, but later.
    Late(Duration),
    /// What the demo says, once this is true.
    Until(Arc<AtomicBool>),
    /// Never.
    Silent,
    /// The demo does what it was asked for, and nobody hears of it.
    Mute,
    /// Yes, and the ticket as it was: nothing is changed.
    Nothing,
    /// Tickets of the demo under other ids, which are numbers in the JSON.
    Renamed(Vec<(String, &'static str)>),
}

impl Fault {
    pub fn changed(change: impl Fn(&mut Value) + Send + Sync + 'static) -> Self {
        Self::Changed(Arc::new(change))
    }
}

/// An answer that waits. Forgotten, it never comes.
#[derive(Default)]
pub struct Held(Arc<AtomicBool>);

impl Held {
    pub fn let_go(self) {
        self.0.store(true, Ordering::SeqCst);
    }
}

struct Told {
    call: Call,
    fault: Fault,
    /// How many answers more; none: until it is taken back.
    left: Option<u32>,
}

#[derive(Default)]
struct Book {
    told: Vec<Told>,
    asked: Vec<(Method, String)>,
}

impl Book {
    /// Notes a request, and what is to be wrong with its answer.
    fn note(&mut self, method: &Method, path: &str) -> Option<Fault> {
        self.asked.push((method.clone(), path.to_owned()));
        let told =
            self.told.iter_mut().find(|it| it.left != Some(0) && it.call.is(method, path))?;
        told.left = told.left.map(|it| it - 1);
        Some(told.fault.clone())
    }
}

/// The desk. Dropping it stops it.
pub struct FaultServer {
    /// What answers where nothing is wrong, made anew with each start.
    behind: Box<dyn Fn() -> Router>,
    address: SocketAddr,
    book: Arc<Mutex<Book>>,
    /// Its own, so that stopping it breaks every connection.
    runtime: Option<Runtime>,
}

impl FaultServer {
    pub fn start() -> Result<Self> {
        let config = Config { dist: Some(dist()), ..Config::default() };
        let demo = Arc::new(Demo::open(config)?);
        Self::in_front_of(move || demo.clone().router())
    }

    /// The same where nothing is told as it happens, when no test reckons with it.
    pub fn mute() -> Result<Self> {
        let server = Self::start()?;
        server.tell(Call::Events, Fault::Silent);
        Ok(server)
    }

    /// The same in front of something else.
    pub fn in_front_of(behind: impl Fn() -> Router + 'static) -> Result<Self> {
        let mut server = Self {
            behind: Box::new(behind),
            address: (Ipv4Addr::LOCALHOST, 0).into(),
            book: Arc::default(),
            runtime: None,
        };
        server.start_again()?;
        Ok(server)
    }

    /// Its address, without a slash at the end.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// From now on, until it is healed.
    pub fn tell(&self, call: Call, fault: Fault) {
        self.book().told.push(Told { call, fault, left: None });
    }

    /// As [`Self::tell`], for the next answers only.
    pub fn tell_times(&self, times: u32, call: Call, fault: Fault) {
        self.book().told.push(Told { call, fault, left: Some(times) });
    }

    /// The next answer of that kind is late: until what is returned is told to let it go.
    pub fn hold(&self, call: Call) -> Held {
        let held = Held::default();
        self.tell_times(1, call, Fault::Until(held.0.clone()));
        held
    }

    /// Nothing is wrong any more, and nothing was counted.
    pub fn heal(&self) {
        *self.book() = Book::default();
    }

    /// How often it was asked since it was last healed.
    pub fn count(&self, call: Call) -> usize {
        self.book().asked.iter().filter(|(method, it)| call.is(method, it)).count()
    }

    /// Whether somebody asked for exactly this path of the API.
    pub fn was_asked(&self, path: &str) -> bool {
        self.book().asked.iter().any(|(_, it)| it.strip_prefix(API) == Some(path))
    }

    /// Nobody listens any more at its address.
    pub fn stop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
            while TcpStream::connect(self.address).is_ok() {
                thread::sleep(Duration::from_millis(5));
            }
        }
    }

    /// Listens, at the address it had.
    pub fn start_again(&mut self) -> Result<()> {
        let listener = TcpListener::bind(self.address).context("listening")?;
        listener.set_nonblocking(true)?;
        self.address = listener.local_addr()?;
        let book = self.book.clone();
        let misbehave = middleware::from_fn(move |request: Request, next: Next| {
            let fault = lock(&book).note(request.method(), request.uri().path());
            answer(fault, request, next)
        });
        // Around the demo rather than a layer of it, which would know the way already.
        let router = Router::new().fallback_service((self.behind)()).layer(misbehave);
        let runtime = Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
        runtime.spawn(async move {
            let listener = tokio::net::TcpListener::from_std(listener)?;
            axum::serve(listener, router).await
        });
        self.runtime = Some(runtime);
        Ok(())
    }

    fn book(&self) -> MutexGuard<'_, Book> {
        lock(&self.book)
    }
}

impl Drop for FaultServer {
    fn drop(&mut self) {
        self.stop();
    }
}

fn lock(book: &Mutex<Book>) -> MutexGuard<'_, Book> {
    book.lock().unwrap_or_else(PoisonError::into_inner)
}

async fn answer(fault: Option<Fault>, mut request: Request, next: Next) -> Response<Body> {
    match request.uri().path() {
        "/open" => return html(OPEN),
        "/only-a-badge" => return html(BADGE),
        _ => {}
    }
    let is_api = Call::Any.is(request.method(), request.uri().path());
    if is_api || fault.is_some() {
        // Answers are changed as text, and whole.
        request.headers_mut().remove(header::ACCEPT_ENCODING);
        request.headers_mut().remove(header::IF_NONE_MATCH);
    }
    let mut answer = match fault {
        Some(fault) => wrong(fault, request, next).await,
        None => next.run(request).await,
    };
    if is_api {
        answer.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    answer
}

async fn wrong(fault: Fault, mut request: Request, next: Next) -> Response<Body> {
    match fault {
        Fault::Status(status) => plain(status),
        Fault::Wait(status, seconds) => {
            let mut answer = plain(status);
            answer.headers_mut().insert(header::RETRY_AFTER, seconds.into());
            answer
        }
        Fault::Refuses(status, language, body) => {
            let mut answer = plain(status);
            *answer.body_mut() = Body::from(body);
            let headers = answer.headers_mut();
            let kind = HeaderValue::from_static("application/problem+json");
            headers.insert(header::CONTENT_TYPE, kind);
            headers.insert(header::CONTENT_LANGUAGE, HeaderValue::from_static(language));
            answer
        }
        Fault::Says(body) if body.starts_with('<') => html(body),
        Fault::Says(body) => {
            let mut answer = Response::new(Body::from(body));
            let json = HeaderValue::from_static("application/json");
            answer.headers_mut().insert(header::CONTENT_TYPE, json);
            answer
        }
        Fault::Changed(change) => {
            rewritten(next.run(request).await, |body| {
                let mut value: Value = serde_json::from_slice(body).unwrap_or_default();
                change(&mut value);
                Body::from(value.to_string())
            })
            .await
        }
        Fault::Cut => {
            let half = |body: &[u8]| body[..body.len() / 2].to_vec();
            rewritten(next.run(request).await, |body| Body::new(Stream::cut(half(body)))).await
        }
        Fault::Flood(sent) => {
            let mut answer = Response::new(Body::new(Stream::flood(sent)));
            let json = HeaderValue::from_static("application/json");
            answer.headers_mut().insert(header::CONTENT_TYPE, json);
            answer
        }
        Fault::Redirect(to) => {
            let mut answer = plain(302);
            if let Ok(to) = HeaderValue::from_str(&to) {
                answer.headers_mut().insert(header::LOCATION, to);
            }
            answer
        }
        Fault::Late(time) => {
            tokio::time::sleep(time).await;
            next.run(request).await
        }
        Fault::Until(go) => {
            while !go.load(Ordering::SeqCst) {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
            next.run(request).await
        }
        Fault::Silent => std::future::pending().await,
        Fault::Mute => {
            next.run(request).await;
            std::future::pending().await
        }
        Fault::Nothing => {
            let path = request.uri().path();
            let ticket = path.rsplit_once('/').map(|it| it.0).and_then(|it| it.parse().ok());
            *request.method_mut() = Method::GET;
            *request.uri_mut() = ticket.unwrap_or_default();
            *request.body_mut() = Body::empty();
            next.run(request).await
        }
        Fault::Renamed(names) => {
            let mut address = request.uri().to_string();
            for (known, name) in &names {
                address = address.replace(&format!("/{name}"), &format!("/{known}"));
            }
            if let Ok(address) = address.parse::<Uri>() {
                *request.uri_mut() = address;
            }
            rewritten(next.run(request).await, |body| {
                let mut text = String::from_utf8_lossy(body).into_owned();
                for (known, name) in &names {
                    text = text.replace(&format!(r#""id":"{known}""#), &format!(r#""id":{name}"#));
                }
                Body::from(text)
            })
            .await
        }
    }
}

/// With another body, which is as long as it is.
async fn rewritten(answer: Response<Body>, write: impl FnOnce(&[u8]) -> Body) -> Response<Body> {
    let (mut head, body) = answer.into_parts();
    let bytes = to_bytes(body, MOST_BYTES).await.unwrap_or_default();
    head.headers.remove(header::CONTENT_LENGTH);
    head.headers.remove(header::ETAG);
    Response::from_parts(head, write(&bytes))
}

fn plain(status: u16) -> Response<Body> {
    let mut answer = Response::new(Body::empty());
    *answer.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::IM_A_TEAPOT);
    answer
}

fn html(body: &'static str) -> Response<Body> {
    let mut answer = Response::new(Body::from(body));
    let html = HeaderValue::from_static("text/html; charset=utf-8");
    answer.headers_mut().insert(header::CONTENT_TYPE, html);
    answer
}
