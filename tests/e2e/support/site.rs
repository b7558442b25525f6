//! A help centre of the test's own: the demo, with pages written in the test and answers put in
//! the demo's place.

use std::{
    env, fs,
    net::{Ipv4Addr, SocketAddr},
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU32, Ordering},
    },
};

use anyhow::{Context as _, Result};
use axum::{
    body::Body,
    extract::Request,
    http::{HeaderMap, HeaderValue, Response, Uri, header},
    middleware::{self, Next},
};
use demo::{Config, Demo};
use standins::Kind;
use tokio::{net::TcpListener, task::JoinHandle};

/// What is asked for.
pub struct Ask<'a> {
    uri: &'a Uri,
    pub headers: &'a HeaderMap,
}

impl Ask<'_> {
    pub fn path(&self) -> &str {
        self.uri.path()
    }
}

/// What to answer in the demo's place.
pub type Answer = Response<Body>;

type Rewrite = Box<dyn Fn(&str) -> String + Send + Sync>;
type Instead = Box<dyn Fn(&Ask) -> Option<Answer> + Send + Sync>;

/// How the help centre differs from the demo.
#[derive(Default)]
pub struct Options {
    dist: Option<PathBuf>,
    pages: Vec<(String, String)>,
    instead: Option<Instead>,
    rewrite: Option<Rewrite>,
    standin: Option<Kind>,
    tickets: u32,
}

impl Options {
    /// A page `/NAME` whose body is `body`. `{{ nonce }}` is the policy's; `lang` is `?lang=`.
    pub fn page(mut self, name: &str, body: &str) -> Self {
        let page = format!(
            "<!doctype html>\n<html lang=\"{{{{ lang }}}}\"{{% if lang == \"ar\" %}} dir=\"rtl\"{{% endif %}}>\n\
             <head><meta charset=\"utf-8\"><title>{name}</title>\
             <link rel=\"icon\" href=\"/assets/logo.svg\"><link rel=\"stylesheet\" href=\"/assets/bare.css\"></head>\n\
             <body>{body}</body>\n</html>\n"
        );
        self.pages.push((name.to_owned(), page));
        self
    }

    /// The pages of tests/hosts/ too, as they are: without a policy but their own.
    pub fn hosts(self) -> Self {
        self.instead(|ask| {
            let name = ask.path().strip_prefix("/hosts/")?.strip_suffix(".html")?;
            let plain = name.bytes().all(|it| it.is_ascii_lowercase() || it == b'-');
            let file = root().join(format!("tests/hosts/{name}.html"));
            let page = fs::read(file).ok().filter(|_| plain)?;
            let mut answer = Response::new(Body::from(page));
            let html = HeaderValue::from_static("text/html; charset=utf-8");
            answer.headers_mut().insert(header::CONTENT_TYPE, html);
            Some(answer)
        })
    }

    /// Another release.
    pub fn dist(mut self, folder: &Path) -> Self {
        self.dist = Some(folder.to_owned());
        self
    }

    /// What `answer` gives is sent; where it gives nothing, the demo answers.
    pub fn instead(
        mut self,
        answer: impl Fn(&Ask) -> Option<Answer> + Send + Sync + 'static,
    ) -> Self {
        self.instead = Some(Box::new(answer));
        self
    }

    /// What `answer` gives is sent; where it gives nothing, who answered before does.
    pub fn also_instead(
        mut self,
        answer: impl Fn(&Ask) -> Option<Answer> + Send + Sync + 'static,
    ) -> Self {
        let before = self.instead.take();
        self.instead(move |ask| answer(ask).or_else(|| before.as_ref().and_then(|it| it(ask))))
    }

    /// A hosted help desk's stand-in answers on the help centre's own origin, as the real one does.
    pub fn standin(mut self, kind: Kind) -> Self {
        self.standin = Some(kind);
        self
    }

    /// With so many tickets in one list: Otto's.
    pub fn tickets(mut self, count: u32) -> Self {
        self.tickets = count;
        self
    }

    /// The demo is asked for what `change` makes of a path with its query.
    pub fn rewrite(mut self, change: impl Fn(&str) -> String + Send + Sync + 'static) -> Self {
        self.rewrite = Some(Box::new(change));
        self
    }
}

/// The release under test.
pub fn dist() -> PathBuf {
    env::var_os("DESKPANE_DIST").map_or_else(|| root().join("dist"), PathBuf::from)
}

/// The folder of the repository.
pub fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
}

/// A help centre that answers. Dropping it stops it and takes its files away.
pub struct Site {
    url: String,
    task: JoinHandle<()>,
    folder: PathBuf,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Site {
    pub async fn start(options: Options) -> Result<Self> {
        let folder = temporary();
        fs::create_dir_all(&folder).context("creating a folder for pages")?;
        for (name, page) in &options.pages {
            fs::write(folder.join(format!("{name}.html")), page).context("writing a page")?;
        }
        let mut config = Config {
            dist: Some(options.dist.unwrap_or_else(dist)),
            tickets: options.tickets as usize,
            ..Config::default()
        };
        config.pages.insert(0, folder.clone());
        let demo = Arc::new(Demo::open(config)?);
        let asked = Arc::new(Mutex::new(Vec::new()));
        let (log, instead) = (asked.clone(), Arc::new(options.instead));
        let rewrite = Arc::new(options.rewrite);
        let mut router = demo.router();
        if let Some(kind) = options.standin {
            router = router.merge(standins::router(kind).await.context("starting a stand-in")?);
        }
        let router = router.layer(middleware::from_fn(move |mut request: Request, next: Next| {
            let (log, instead, rewrite) = (log.clone(), instead.clone(), rewrite.clone());
            async move {
                log.lock().unwrap_or_else(PoisonError::into_inner).push(request.uri().to_string());
                let changed = rewrite.as_ref().as_ref().map(|it| it(&request.uri().to_string()));
                if let Some(Ok(uri)) = changed.map(|it| it.parse()) {
                    *request.uri_mut() = uri;
                }
                let ask = Ask { uri: request.uri(), headers: request.headers() };
                match instead.as_ref().as_ref().and_then(|it| it(&ask)) {
                    Some(answer) => answer,
                    None => next.run(request).await,
                }
            }
        }));
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let address: SocketAddr = listener.local_addr()?;
        let task = tokio::spawn(async move {
            if let Err(why) = axum::serve(listener, router).await {
                eprintln!("the help centre stopped: {why}");
            }
        });
        Ok(Self { url: format!("http://{address}"), task, folder, asked })
    }

    /// Its address, without a slash at the end.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// What was asked for so far, in order: paths with their queries.
    pub fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        self.task.abort();
        // Temporary anyway.
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// A folder that nobody else uses.
pub fn temporary() -> PathBuf {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    env::temp_dir().join(format!("deskpane-e2e-{}-{count}", std::process::id()))
}
