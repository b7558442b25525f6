//! Stand-ins on the network: each has an origin of its own, and one more that gives files away.

use std::{
    io,
    net::Ipv4Addr,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    thread,
};

use axum::{
    Router,
    body::Bytes,
    extract::{DefaultBodyLimit, State},
    http::{HeaderMap, Method, Uri},
    response::Response,
    routing::any,
};
use serde_json::{Value, json};
use tokio::{net::TcpListener, runtime, sync::oneshot};

use crate::{
    Kind, Rating,
    desk::Desk,
    wire::{Answer, Ask},
};

/// A stand-in that answers. It ends when this is dropped.
pub struct Server {
    url: String,
    standin: Arc<Standin>,
    /// Dropped, it ends the server.
    _stop: oneshot::Sender<()>,
}

impl Server {
    /// Its address, without a slash at the end.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The address of its API, without a slash at the end.
    pub fn api(&self) -> String {
        format!("{}{}", self.url, self.standin.kind.api())
    }

    /// Signs somebody in: the cookie of the session, `NAME=VALUE`, if there is such a person.
    pub fn session(&self, login: &str) -> Option<String> {
        self.standin.sign_in(login)
    }

    /// Its next answer has this status, and `Retry-After` in seconds if it is given.
    pub fn fail_next(&self, status: u16, after: Option<u32>) {
        self.standin.inside().next = Some((status, after));
    }

    /// What the customer thought of a ticket.
    pub fn rating(&self, ticket: u64) -> Option<Rating> {
        self.standin.inside().desk.ticket(ticket)?.rating.clone()
    }

    /// Which files its other origin gave away, and whether credentials came along.
    pub fn given(&self) -> Vec<(String, bool)> {
        self.standin.inside().given.clone()
    }
}

struct Standin {
    kind: Kind,
    inside: Mutex<Inside>,
}

struct Inside {
    desk: Desk,
    next: Option<(u16, Option<u32>)>,
    given: Vec<(String, bool)>,
}

/// Starts a stand-in on a free port of 127.0.0.1.
///
/// # Errors
/// When no port or no thread can be had.
pub fn start(kind: Kind) -> io::Result<Server> {
    let runtime = runtime::Builder::new_current_thread().enable_all().build()?;
    let (listener, standin) = runtime.block_on(async {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        io::Result::Ok((listener, standin(kind).await?))
    })?;
    let url = format!("http://{}", listener.local_addr()?);
    let (stop, stopped) = oneshot::channel();
    let router = routes(standin.clone());
    let serving = async move {
        let until = async { drop(stopped.await) };
        axum::serve(listener, router).with_graceful_shutdown(until).await
    };
    thread::Builder::new().name(format!("{kind:?}")).spawn(move || runtime.block_on(serving))?;
    Ok(Server { url, standin, _stop: stop })
}

/// A stand-in's own paths, to be merged with those of a help centre on the same origin. The origin that gives files
/// away is started at once, and ends with the runtime.
///
/// # Errors
/// When no port can be had.
pub async fn router(kind: Kind) -> io::Result<Router> {
    Ok(routes(standin(kind).await?))
}

async fn standin(kind: Kind) -> io::Result<Arc<Standin>> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    // By another name than the desk's: cookies know no ports, and would go along.
    let desk = Desk::new(format!("http://localhost:{}", listener.local_addr()?.port()));
    let inside = Mutex::new(Inside { desk, next: None, given: Vec::new() });
    let standin = Arc::new(Standin { kind, inside });
    let router = Router::new().fallback(any(give)).with_state(standin.clone());
    tokio::spawn(async move { axum::serve(listener, router).await });
    Ok(standin)
}

fn routes(standin: Arc<Standin>) -> Router {
    let api = format!("{}/{{*path}}", standin.kind.api());
    let mut router = Router::new().route(&api, any(carry)).route("/standin/{*path}", any(carry));
    if standin.kind == Kind::Zendesk {
        router = router.route("/attachments/{*path}", any(carry));
    }
    router.layer(DefaultBodyLimit::disable()).with_state(standin)
}

async fn carry(
    State(standin): State<Arc<Standin>>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    standin.answer(&Ask::new(method, &uri, headers, body)).response()
}

async fn give(
    State(standin): State<Arc<Standin>>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    standin.give(&Ask::new(method, &uri, headers, Bytes::new())).response()
}

impl Standin {
    fn inside(&self) -> MutexGuard<'_, Inside> {
        self.inside.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn sign_in(&self, login: &str) -> Option<String> {
        let session = self.inside().desk.sign_in(login)?;
        Some(format!("{}={}", self.kind.cookie(), session.id))
    }

    fn answer(&self, ask: &Ask) -> Answer {
        let (_, path) = ask.what();
        if let ["standin", what @ ..] = path.as_slice() {
            return self.hook(ask, what);
        }
        let mut inside = self.inside();
        match inside.next.take() {
            Some((status, after)) => {
                let why = if status == 429 { self.kind.too_many() } else { "Something went wrong" };
                let answer = Answer::text(status, why);
                match after {
                    Some(seconds) => answer.with("retry-after", seconds.to_string()),
                    None => answer,
                }
            }
            None => self.kind.answer(&mut inside.desk, ask),
        }
    }

    fn hook(&self, ask: &Ask, what: &[&str]) -> Answer {
        match what {
            ["as", login] => match self.sign_in(login) {
                // With an icon, for the browser would ask for one and complain.
                Some(cookie) => Answer::page(
                    "<!doctype html><title>Signed in</title><link rel=\"icon\" href=\"data:,\">",
                )
                .with("set-cookie", format!("{cookie}; Path=/; HttpOnly")),
                None => Answer::nothing(404),
            },
            ["next"] => match ask.number("status").and_then(|it| u16::try_from(it).ok()) {
                Some(status) => {
                    self.inside().next = Some((status, ask.param("after").parse().ok()));
                    Answer::nothing(204)
                }
                None => Answer::nothing(400),
            },
            ["given"] => {
                let given = self.inside().given.clone();
                let given: Value = given
                    .into_iter()
                    .map(|it| json!({ "name": it.0, "credentials": it.1 }))
                    .collect();
                Answer::json(200, &given)
            }
            _ => Answer::nothing(404),
        }
    }

    /// Files for whoever has the right address: `/attachment/ID/TOKEN`.
    fn give(&self, ask: &Ask) -> Answer {
        let mut inside = self.inside();
        let (_, path) = ask.what();
        let ["attachment", id, token] = path.as_slice() else { return Answer::nothing(404) };
        let found = id.parse().ok().and_then(|it| inside.desk.find_file(it));
        let Some((.., file)) = found.filter(|it| it.2.token() == *token) else {
            return Answer::text(403, "The signature is wrong");
        };
        let (name, answer) =
            (file.name.clone(), Answer::file(&file.name, &file.media_type, file.bytes.clone()));
        inside.given.push((name, ask.has_credentials()));
        answer
    }
}
