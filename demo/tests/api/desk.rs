//! A demo of one's own, and a visitor of it. The only file that knows how it is asked.

use std::{sync::Arc, time::Duration};

use axum::{
    Router,
    body::Body,
    http::{HeaderMap, Method, Request, StatusCode, header},
};
use contract::{Message, Page, Problem, Ticket};
use demo::{Config, Demo};
use http_body_util::BodyExt;
use serde::de::DeserializeOwned;
use serde_json::Value;
use tower::ServiceExt;

pub struct Desk {
    pub demo: Arc<Demo>,
    router: Router,
}

pub struct Reply {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Reply {
    #[track_caller]
    pub fn json<T: DeserializeOwned>(&self) -> T {
        assert_eq!(self.status, 200, "{}", self.text());
        assert_eq!(self.header("content-type"), "application/json");
        serde_json::from_slice(&self.body).unwrap()
    }

    #[track_caller]
    pub fn problem(&self, status: u16, code: &str) -> Problem {
        assert_eq!(self.header("content-type"), "application/problem+json");
        let problem: Problem = serde_json::from_slice(&self.body).unwrap();
        assert_eq!((self.status.as_u16(), problem.code.as_str()), (status, code));
        assert_eq!(problem.status, Some(status));
        problem
    }

    /// What was made.
    #[track_caller]
    pub fn created<T: DeserializeOwned>(&self) -> T {
        assert_eq!(self.status, 201, "{}", self.text());
        assert_eq!(self.header("content-type"), "application/json");
        serde_json::from_slice(&self.body).unwrap()
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |it| it.to_str().unwrap())
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

impl Desk {
    pub fn open() -> Self {
        Self::with(Config::default())
    }

    pub fn with(config: Config) -> Self {
        let demo = Arc::new(Demo::open(config).unwrap());
        Self { router: demo.clone().router(), demo }
    }

    pub async fn send(
        &self,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: impl Into<Body>,
    ) -> Reply {
        let mut request = Request::builder().method(method).uri(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(body.into()).unwrap();
        let (parts, body) = self.router.clone().oneshot(request).await.unwrap().into_parts();
        let body = body.collect().await.unwrap().to_bytes().to_vec();
        Reply { status: parts.status, headers: parts.headers, body }
    }

    /// Asks for what does not end, and does not wait for its end.
    pub async fn listen(&self, path: &str, headers: &[(&str, &str)]) -> Stream {
        let mut request = Request::builder().uri(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(Body::empty()).unwrap();
        let response = self.router.clone().oneshot(request).await.unwrap();
        assert_eq!(response.status(), 200);
        let (parts, body) = response.into_parts();
        Stream { headers: parts.headers, body, text: String::new() }
    }

    pub async fn get(&self, path: &str, headers: &[(&str, &str)]) -> Reply {
        self.send(Method::GET, path, headers, "").await
    }

    pub async fn sign_in(&self, account: &str) -> Visitor<'_> {
        let form = format!("account={account}");
        let reply = self.send(Method::POST, "/sign-in", &[], form).await;
        assert_eq!(reply.status, 303, "{account}: {}", reply.text());
        let cookie = reply.header(header::SET_COOKIE.as_str());
        let cookie = cookie.split(';').next().unwrap().to_owned();
        Visitor { desk: self, cookie }
    }
}

/// Server-sent events.
pub struct Stream {
    pub headers: HeaderMap,
    body: Body,
    text: String,
}

/// One of them: its id, its name, its data.
#[derive(Debug, PartialEq)]
pub struct Told(pub String, pub String, pub Value);

impl Stream {
    /// The next event; nothing when the stream is over, or silent for two seconds.
    pub async fn next(&mut self) -> Option<Told> {
        loop {
            let Some((one, rest)) = self.text.split_once("\n\n") else {
                let frame = tokio::time::timeout(Duration::from_secs(2), self.body.frame()).await;
                let bytes = frame.ok()??.unwrap().into_data().unwrap();
                self.text.push_str(std::str::from_utf8(&bytes).unwrap());
                continue;
            };
            let line =
                |name: &str| one.lines().find_map(|it| it.strip_prefix(name)?.strip_prefix(": "));
            let (id, name) = (line("id"), line("event"));
            let data = line("data").map(|it| serde_json::from_str(it).unwrap());
            let told = data
                .map(|it| Told(id.unwrap_or_default().to_owned(), name.unwrap().to_owned(), it));
            self.text = rest.to_owned();
            if told.is_some() {
                return told;
            }
        }
    }

    /// Names and data of all that comes until it is silent or over.
    pub async fn rest(&mut self) -> Vec<(String, Value)> {
        let mut all = Vec::new();
        while let Some(Told(_, name, data)) = self.next().await {
            all.push((name, data));
        }
        all
    }

    /// Whether it is over.
    pub async fn is_over(&mut self) -> bool {
        let frame = tokio::time::timeout(Duration::from_secs(2), self.body.frame()).await;
        matches!(frame, Ok(None))
    }
}

/// Somebody who is signed in.
pub struct Visitor<'a> {
    pub desk: &'a Desk,
    pub cookie: String,
}

impl Visitor<'_> {
    /// Asks the API.
    pub async fn get(&self, path: &str) -> Reply {
        self.get_with(path, &[]).await
    }

    /// Listens to what happens, after the event with this id.
    pub async fn listen(&self, last: Option<&str>) -> Stream {
        let mut headers = vec![("cookie", self.cookie.as_str())];
        headers.extend(last.map(|it| ("last-event-id", it)));
        self.desk.listen("/support/api/events", &headers).await
    }

    pub async fn get_with(&self, path: &str, headers: &[(&str, &str)]) -> Reply {
        let mut all = vec![("cookie", self.cookie.as_str())];
        all.extend(headers);
        self.desk.get(&format!("/support/api{path}"), &all).await
    }

    /// Writes to the API, as a program would that is no browser.
    pub async fn write(
        &self,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: impl Into<Body>,
    ) -> Reply {
        let mut all = vec![("cookie", self.cookie.as_str())];
        all.extend(headers);
        self.desk.send(method, &format!("/support/api{path}"), &all, body).await
    }

    /// JSON, by any method.
    pub async fn send(&self, method: Method, path: &str, body: Value) -> Reply {
        let json = [("content-type", "application/json")];
        self.write(method, path, &json, body.to_string()).await
    }

    pub async fn put(&self, path: &str, body: Value) -> Reply {
        self.send(Method::PUT, path, body).await
    }

    pub async fn post(&self, path: &str, body: Value) -> Reply {
        self.post_with(path, &[], body).await
    }

    pub async fn post_with(&self, path: &str, headers: &[(&str, &str)], body: Value) -> Reply {
        let mut all = vec![("content-type", "application/json")];
        all.extend(headers);
        self.write(Method::POST, path, &all, body.to_string()).await
    }

    pub async fn ticket(&self, id: &str) -> Ticket {
        self.get(&format!("/tickets/{id}")).await.json()
    }

    /// The newest messages of a ticket.
    pub async fn thread(&self, id: &str) -> Vec<Message> {
        let path = format!("/tickets/{id}/messages?limit=100");
        self.get(&path).await.json::<Page<Message>>().items
    }

    pub async fn page(&self, query: &str) -> Page<Ticket> {
        self.get(&format!("/tickets?{query}")).await.json()
    }

    /// All tickets of a question, page by page of `limit`.
    pub async fn walk(&self, query: &str, limit: usize) -> Vec<Ticket> {
        let mut found = Vec::new();
        let mut cursor = String::new();
        loop {
            let page = self.page(&format!("{query}&limit={limit}{cursor}")).await;
            assert!(page.items.len() <= limit);
            found.extend(page.items);
            match page.next_cursor {
                Some(next) => cursor = format!("&cursor={next}"),
                None => return found,
            }
        }
    }
}

pub fn ids(tickets: &[Ticket]) -> Vec<&str> {
    tickets.iter().map(|it| it.id.as_str()).collect()
}
