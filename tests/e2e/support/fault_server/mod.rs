//! A help desk that misbehaves where it is told to: the demo over real HTTP, with wrong answers put
//! in front of its own. It can be stopped and started again at the same address.
//!
//! Its API is never kept by the browser: what a test counts here, the widget has asked for.

mod call;
mod fault;

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
    body::Body,
    extract::Request,
    http::{HeaderValue, Method, Response, header},
    middleware::{self, Next},
};
use demo::{Config, Demo};
use tokio::runtime::{Builder, Runtime};

use self::fault::{html, wrong};
pub use self::{call::Call, fault::Fault};
use super::site::dist;

const API: &str = "/support/api";
/// A page with a widget and without a policy: nothing but the widget itself keeps requests at home.
const OPEN: &str = r#"<!doctype html><html lang="en"><meta charset="utf-8"><title>Open</title>
    <link rel="icon" href="/assets/logo.svg"><script async src="/deskpane.js"></script>
    <desk-pane api="/support/api"></desk-pane></html>"#;

/// The same with a badge alone.
const BADGE: &str = r#"<!doctype html><html lang="en"><meta charset="utf-8"><title>Badge</title>
    <link rel="icon" href="/assets/logo.svg"><script async src="/deskpane.js"></script>
    <desk-pane id="badge" view="badge" api="/support/api">Tickets</desk-pane></html>"#;

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
