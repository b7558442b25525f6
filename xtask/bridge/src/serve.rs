//! The contract's calls, each answered by asking the desk.

use std::{
    io::{Write as _, stdout},
    net::Ipv4Addr,
    sync::{Arc, Mutex, PoisonError},
};

use anyhow::{Context as _, Result};
use axum::{
    Router,
    body::{Body, Bytes},
    extract::{DefaultBodyLimit, State},
    http::{HeaderMap, Method, Response, Uri},
};
use deskpane::{
    api::{ApiError, Ask, Cursor, Failure, connectors::WritingMapping, segment},
    domain::{Scope, Sort, SortKey, TicketId},
};
use serde_json::{Value, json};
use tokio::{net::TcpListener, runtime, task};

use crate::{
    ask::{Desk, Found},
    line::{Caller, Line},
    offer::Offer,
    writes::{self, Waiting},
};

/// A mapping in front of a desk.
pub struct Bridge {
    /// The mapping's text. Read once a request: a mapping that was read does not pass between threads.
    mapping: String,
    offer: Offer,
    line: Line,
    waiting: Mutex<Vec<Waiting>>,
}

/// What was asked.
struct Asked {
    method: Method,
    path: Vec<String>,
    query: Vec<(String, String)>,
    media_type: String,
    caller: Caller,
    body: Bytes,
}

/// What is answered.
enum Told {
    Json(u16, Value),
    File(Vec<u8>),
    Elsewhere(String),
}

impl Bridge {
    /// With a mapping that was found right.
    ///
    /// # Errors
    /// For what is no JSON.
    pub fn new(mapping: String, line: Line) -> Result<Self> {
        let raw: Value = serde_json::from_str(&mapping).context("reading the mapping")?;
        Ok(Self { mapping, offer: Offer::of(&raw), line, waiting: Mutex::default() })
    }

    fn answer(&self, asked: &Asked) -> Result<Told, ApiError> {
        let mapping = WritingMapping::checked(&self.mapping)?;
        let desk = Desk { line: &self.line, caller: &asked.caller, mapping: &mapping };
        let path: Vec<&str> = asked.path.iter().map(String::as_str).collect();
        let good = |it: Value| Ok(Told::Json(200, it));
        match (asked.method.as_str(), path.as_slice()) {
            ("GET", ["bridge"]) => {
                good(json!({ "counts": mapping.reading().counts(), "writes": self.offer.names() }))
            }
            ("GET", ["me"]) => good(self.offer.in_me(desk.ask(&Ask::Me)?)),
            ("GET", ["tickets"]) => good(desk.ask(&asked.list()?)?),
            ("GET", ["tickets", id]) => self.ticket(&desk, id),
            ("GET", ["tickets", id, "messages"]) => {
                let ask = Ask::Messages { ticket: TicketId::new(*id), before: None };
                let mut page = desk.ask(&ask)?;
                page["items"].as_array_mut().into_iter().flatten().for_each(lead_here);
                good(page)
            }
            ("GET", ["files", reference]) => match desk.download((*reference).to_owned())? {
                Found::File(file) => Ok(Told::File(file.bytes.clone())),
                Found::Elsewhere(url) => Ok(Told::Elsewhere(url)),
            },
            ("POST", ["uploads"]) => Ok(self.keep(asked)),
            ("POST", ["tickets", id, "messages"]) => {
                let waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner).clone();
                let mut made = writes::reply(&desk, id, &asked.body, &waiting)?;
                lead_here(&mut made);
                Ok(Told::Json(201, made))
            }
            ("POST", ["tickets", id, what]) => {
                let command = writes::change(what, id, &asked.body).ok_or_else(no_such_call)??;
                desk.write(&command)?;
                self.ticket(&desk, id)
            }
            _ => Err(no_such_call()),
        }
    }

    fn ticket(&self, desk: &Desk<'_>, id: &str) -> Result<Told, ApiError> {
        let ticket = desk.ask(&Ask::Ticket(TicketId::new(id)))?;
        Ok(Told::Json(200, self.offer.in_ticket(ticket)))
    }

    /// A file until its message comes.
    fn keep(&self, asked: &Asked) -> Told {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        let token = format!("file-{}", waiting.len());
        let (name, media_type) =
            (asked.said("filename").unwrap_or_default().to_owned(), asked.media_type.clone());
        let bytes = asked.body.to_vec();
        let attachment = json!({ "id": token, "filename": name, "size": bytes.len() });
        waiting.push(Waiting { token: token.clone(), name, media_type, bytes });
        let taken = json!({ "token": token, "attachment": attachment, "expires_at": "9999-01-01T00:00:00Z" });
        Told::Json(201, taken)
    }
}

impl Asked {
    fn new(method: Method, uri: &Uri, headers: &HeaderMap, body: Bytes) -> Self {
        let header = |name: &str| headers.get(name)?.to_str().ok().map(str::to_owned);
        let token =
            header("authorization").and_then(|it| it.strip_prefix("Bearer ").map(str::to_owned));
        let read = |text: &str| form_urlencoded::parse(text.as_bytes()).into_owned().collect();
        Self {
            method,
            path: uri.path().split('/').skip(1).map(decoded).collect(),
            query: uri.query().map(read).unwrap_or_default(),
            media_type: header("content-type").unwrap_or_else(|| "text/plain".into()),
            caller: Caller { token, cookie: header("cookie") },
            body,
        }
    }

    fn said(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|it| it.0 == name).map(|it| it.1.as_str())
    }

    /// The list that is meant.
    fn list(&self) -> Result<Ask, ApiError> {
        let refused = |what: &str| ApiError::new(Failure::Refused, format!("no such {what}"));
        let scope = match self.said("scope").unwrap_or("mine") {
            "mine" => Scope::Mine,
            "cc" => Scope::CopiedOn,
            other => {
                let id = other.strip_prefix("org:").ok_or_else(|| refused("scope"))?;
                Scope::Organization(id.to_owned())
            }
        };
        let word = self.said("sort").unwrap_or("-updated_at");
        let key = match word.trim_start_matches('-') {
            "created_at" => SortKey::Created,
            "updated_at" => SortKey::Updated,
            "status" => SortKey::Status,
            "priority" => SortKey::Priority,
            "id" => SortKey::Id,
            _ => return Err(refused("order")),
        };
        let sort = Sort { key, descending: word.starts_with('-') };
        let limit = self.said("limit").unwrap_or("25").parse().map_err(|_| refused("limit"))?;
        let after = self.said("cursor").map(|it| Cursor(it.to_owned()));
        Ok(Ask::Tickets { scope, sort, limit, after, find: None })
    }
}

/// One segment of a path. A `+` is a `+` there.
fn decoded(segment: &str) -> String {
    let escaped = format!("a={}", segment.replace('+', "%2B"));
    let read = form_urlencoded::parse(escaped.as_bytes()).next();
    read.map(|it| it.1.into_owned()).unwrap_or_default()
}

/// The files of a message are fetched through the mapping too.
fn lead_here(message: &mut Value) {
    let files = message.get_mut("attachments").and_then(Value::as_array_mut);
    for file in files.into_iter().flatten() {
        if let Some(reference) = file["url"].as_str() {
            file["url"] = format!("/files/{}", segment(reference)).into();
        }
    }
}

fn no_such_call() -> ApiError {
    ApiError::new(Failure::NotFound, "no such call")
}

/// The status and the code that a failure stands for.
fn meaning(failure: Failure) -> (u16, &'static str) {
    match failure {
        Failure::SignedOut => (401, "not_signed_in"),
        Failure::Forbidden => (403, "forbidden"),
        Failure::NotFound => (404, "not_found"),
        Failure::NotAccepted => (409, "not_accepted"),
        Failure::Refused => (422, "refused"),
        Failure::Busy => (503, "busy"),
        Failure::TimedOut => (504, "timed_out"),
        Failure::Broken => (502, "broken"),
        Failure::Offline => (502, "offline"),
        Failure::Unreadable => (502, "unreadable"),
        Failure::TooLarge => (502, "too_large"),
        Failure::Redirected => (502, "redirected"),
    }
}

fn response(told: Result<Told, ApiError>) -> Response<Body> {
    let mut response = Response::new(Body::empty());
    let mut header = |name: &'static str, value: &str| {
        if let Ok(value) = value.parse() {
            response.headers_mut().insert(name, value);
        }
    };
    let (status, body) = match told {
        Ok(Told::Json(status, it)) => {
            header("content-type", "application/json");
            (status, it.to_string().into())
        }
        Ok(Told::File(bytes)) => (200, bytes.into()),
        Ok(Told::Elsewhere(url)) => {
            header("location", &url);
            (303, Body::empty())
        }
        Err(error) => {
            let (status, code) = meaning(error.failure());
            header("content-type", "application/problem+json");
            if let Some(seconds) = error.retry_after() {
                header("retry-after", &seconds.ceil().to_string());
            }
            let problem = json!({ "status": status, "code": code, "detail": error.detail() });
            (status, problem.to_string().into())
        }
    };
    *response.body_mut() = body;
    *response.status_mut() = status.try_into().unwrap_or_default();
    response
}

async fn carry(
    State(bridge): State<Arc<Bridge>>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response<Body> {
    let asked = Asked::new(method, &uri, &headers, body);
    let told = task::spawn_blocking(move || bridge.answer(&asked)).await;
    let broken = |why: task::JoinError| Err(ApiError::new(Failure::Unreadable, why.to_string()));
    response(told.unwrap_or_else(broken))
}

/// Serves until it is ended, and says where.
///
/// # Errors
/// When no port can be had.
pub fn serve(bridge: Bridge) -> Result<()> {
    let router = Router::new()
        .fallback(carry)
        .layer(DefaultBodyLimit::disable())
        .with_state(Arc::new(bridge));
    let runtime = runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        writeln!(stdout(), "listening on http://{}", listener.local_addr()?)?;
        stdout().flush()?;
        axum::serve(listener, router).await
    })?;
    Ok(())
}
