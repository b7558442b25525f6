//! A demo help centre: the reference API on SQLite, seeded content, and pages
//! that carry the widget under the strictest policy it works with.
//!
//! [`serve`] starts it, in a test as in the binary; [`Demo::router`] is for who
//! wants to put something in front of it. `api` and `ask` are the calls that read, `writes`,
//! `body` and `filetype` those that write, `answer` what they come to, `store` what is known;
//! `session`, `pages`, `files` and `cors` are the site around it.

mod agent;
mod answer;
mod api;
mod ask;
mod body;
pub mod clock;
mod cors;
mod events;
mod files;
mod filetype;
mod pages;
mod session;
pub mod store;
mod writes;

use std::{
    net::{Ipv4Addr, SocketAddr},
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU32, Ordering},
    },
    time::Duration,
};

use anyhow::{Context, Result};
use axum::{Router, middleware, routing::post};
use clock::Clock;
use minijinja::Environment;
use store::Store;
use tokio::{net::TcpListener, sync::oneshot, task::JoinHandle, time::timeout};

pub use ask::PARAMETERS;

/// Where the API is on this site.
pub const API: &str = "/support/api";

/// How to start the demo.
pub struct Config {
    /// The port on 127.0.0.1; 0 for any.
    pub port: u16,
    /// The database file; none for a temporary one that goes with the demo.
    pub db: Option<PathBuf>,
    /// Go on with the database that is there, rather than begin anew.
    pub keep: bool,
    /// The built widget.
    pub dist: Option<PathBuf>,
    /// Folders of page templates; the first that has a page wins.
    pub pages: Vec<PathBuf>,
    /// The folder of seeded content.
    pub seed: PathBuf,
    /// So many more tickets, in a list of their own: Otto's.
    pub tickets: usize,
    /// Origins that may read answers with the visitor's cookie.
    pub allow_origins: Vec<String>,
    /// With support's side, `/agent`, which nobody signs in to.
    pub agent: bool,
    /// Where the time comes from.
    pub clock: Clock,
}

impl Default for Config {
    /// Any port, a temporary database, our own pages and seeds, no widget.
    fn default() -> Self {
        let here = Path::new(env!("CARGO_MANIFEST_DIR"));
        Self {
            port: 0,
            db: None,
            keep: false,
            dist: None,
            pages: vec![here.join("pages")],
            seed: here.join("seed"),
            tickets: 0,
            allow_origins: Vec::new(),
            agent: false,
            clock: clock::system(),
        }
    }
}

/// The demo, ready to answer.
pub struct Demo {
    config: Config,
    db: PathBuf,
    store: Store,
    pages: Environment<'static>,
    streams: events::Streams,
    is_stopping: AtomicBool,
}

impl Demo {
    /// Opens the database and seeds it where it is empty.
    ///
    /// # Errors
    /// When the database cannot be opened or a seed is wrong.
    pub fn open(config: Config) -> Result<Self> {
        let db = config.db.clone().unwrap_or_else(temporary);
        if !config.keep {
            Store::remove(&db)?;
        }
        Ok(Self {
            store: Store::open(&db, &config.seed, config.tickets, config.clock.clone())?,
            pages: pages::environment(config.pages.clone()),
            streams: events::Streams::default(),
            is_stopping: AtomicBool::new(false),
            config,
            db,
        })
    }

    /// The whole site.
    pub fn router(self: Arc<Self>) -> Router {
        let agent = if self.config.agent { agent::router() } else { Router::new() };
        agent
            .nest(API, api::router())
            .route("/sign-in", post(session::sign_in).get(pages::show))
            .route("/sign-out", post(session::sign_out))
            .fallback(pages::show)
            .layer(middleware::from_fn_with_state(self.clone(), cors::guard))
            .with_state(self)
    }

    /// The database file.
    #[must_use]
    pub fn db(&self) -> &Path {
        &self.db
    }

    /// Ends what would never end by itself: streams of events.
    fn hush(&self) {
        self.is_stopping.store(true, Ordering::Relaxed);
        self.store.tell();
    }

    fn is_stopping(&self) -> bool {
        self.is_stopping.load(Ordering::Relaxed)
    }

    fn now(&self) -> i64 {
        (self.config.clock)().as_millisecond()
    }
}

impl Drop for Demo {
    fn drop(&mut self) {
        if self.config.db.is_none() {
            // Best effort: the folder is temporary anyway.
            let _ = Store::remove(&self.db);
        }
    }
}

/// A demo that answers. Dropping it stops it.
pub struct Running {
    /// Where.
    pub addr: SocketAddr,
    demo: Arc<Demo>,
    stop: Option<oneshot::Sender<()>>,
    task: JoinHandle<()>,
}

impl Running {
    /// Its address as a URL, without a slash at the end.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}", self.addr)
    }

    /// What answers.
    #[must_use]
    pub fn demo(&self) -> &Demo {
        &self.demo
    }

    /// Stops: finishes the requests under way, for a second at most.
    pub async fn stop(mut self) {
        self.demo.hush();
        if let Some(stop) = self.stop.take() {
            // Refused only when it has stopped already.
            let _ = stop.send(());
        }
        // A browser may hold a connection open for as long as it likes.
        let _ = timeout(Duration::from_secs(1), &mut self.task).await;
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.demo.hush();
        self.task.abort();
    }
}

/// Starts the demo on 127.0.0.1.
///
/// # Errors
/// When the port is taken, the database cannot be opened, or a seed is wrong.
pub async fn serve(config: Config) -> Result<Running> {
    let port = config.port;
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port))
        .await
        .with_context(|| format!("port {port}"))?;
    let addr = listener.local_addr()?;
    let demo = Arc::new(Demo::open(config)?);
    let router = demo.clone().router();
    let (stop, stopped) = oneshot::channel();
    let task = tokio::spawn(async move {
        let served = axum::serve(listener, router)
            .with_graceful_shutdown(async { drop(stopped.await) })
            .await;
        if let Err(err) = served {
            eprintln!("demo: {err}");
        }
    });
    Ok(Running { addr, demo, stop: Some(stop), task })
}

/// A file that no other demo of this or another process uses.
fn temporary() -> PathBuf {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    let name = format!("deskpane-demo-{}-{count}.sqlite", std::process::id());
    std::env::temp_dir().join(name)
}
