//! `GET /events`: what happens, as it happens, to whoever may see it (Y1).
//!
//! Server-sent events by hand: three lines each. A stream reads the log of the store from where its
//! listener stopped, so being cut off loses nothing that the log still has.

use std::{
    collections::HashMap,
    convert::Infallible,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use anyhow::Result;
use axum::{
    body::Body,
    extract::State,
    http::{HeaderMap, header},
    response::{IntoResponse, Response},
};
use futures_util::stream;
use serde_json::json;
use tokio::{sync::watch, time::timeout};

use crate::{
    Demo,
    answer::{Refusal, set},
    session,
    store::{Happened, Heard, Viewer},
};

/// How often something is sent although nothing happens: whoever holds the line would cut it.
const HEARTBEAT: Duration = Duration::from_secs(15);
/// Streams of one person. A browser has six connections to a server of HTTP/1.1, and needs some.
const MOST_STREAMS: usize = 4;
/// What a listener that is cut off waits before it comes back, in milliseconds.
const RETRY: u32 = 2_000;

/// How many streams each person has.
#[derive(Clone, Default)]
pub struct Streams(Arc<Mutex<HashMap<String, usize>>>);

impl Streams {
    /// A place for one more of this person, until it is dropped.
    fn place(&self, person: &str) -> Option<Taken> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let count = all.entry(person.to_owned()).or_default();
        if *count == MOST_STREAMS {
            return None;
        }
        *count += 1;
        Some(Taken { all: self.clone(), person: person.to_owned() })
    }
}

/// The place of one stream.
struct Taken {
    all: Streams,
    person: String,
}

impl Drop for Taken {
    fn drop(&mut self) {
        let mut all = self.all.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = all.get_mut(&self.person) {
            *count -= 1;
        }
        all.retain(|_, count| *count > 0);
    }
}

/// Somebody who listens.
struct Listener {
    demo: Arc<Demo>,
    headers: HeaderMap,
    person: String,
    /// The last that they heard of.
    heard: i64,
    /// What they are told first.
    first: Option<String>,
    changed: watch::Receiver<u64>,
    _place: Taken,
}

/// Begins to tell.
///
/// # Errors
/// When this person listens often enough, or the database cannot be read.
pub async fn listen(
    State(demo): State<Arc<Demo>>,
    headers: HeaderMap,
    viewer: Viewer,
) -> Result<Response, Refusal> {
    let place = demo.streams.place(&viewer.id).ok_or(Refusal::TooManyStreams)?;
    // Before the log is read: what happens meanwhile wakes it.
    let changed = demo.store.changes();
    let last = headers.get("last-event-id").and_then(|it| it.to_str().ok()?.trim().parse().ok());
    let begin = demo.store.listens(last)?;
    let mut first = format!("retry: {RETRY}\nid: {}\n\n", begin.from);
    if begin.has_missed {
        first.push_str("event: missed\ndata: {}\n\n");
    }
    let person = viewer.id;
    let first = Some(first);
    let listener =
        Listener { demo, headers, person, heard: begin.from, first, changed, _place: place };
    let told = stream::unfold(listener, |mut it| async move {
        let text = next(&mut it).await?;
        Some((Ok::<_, Infallible>(text), it))
    });
    let mut response = Body::from_stream(told).into_response();
    let own = response.headers_mut();
    set(own, header::CONTENT_TYPE, "text/event-stream");
    set(own, header::CACHE_CONTROL, "no-store");
    set(own, header::VARY, "Authorization, Cookie, Origin");
    // Proxies that wait for the end of an answer are told not to.
    own.insert("x-accel-buffering", axum::http::HeaderValue::from_static("no"));
    Ok(response)
}

/// What is sent next; nothing when it is over.
async fn next(it: &mut Listener) -> Option<String> {
    if let Some(first) = it.first.take() {
        return Some(first);
    }
    loop {
        if it.demo.is_stopping() {
            return None;
        }
        // The session may have ended, and what they may see may have changed.
        let viewer = session::visitor(&it.demo, &it.headers).ok()??;
        if viewer.id != it.person {
            return None;
        }
        let Heard { events, to } = it.demo.store.heard(&viewer, it.heard).ok()?;
        it.heard = to;
        if !events.is_empty() {
            return Some(events.iter().map(written).collect());
        }
        match timeout(HEARTBEAT, it.changed.changed()).await {
            Ok(Ok(())) => {}
            Ok(Err(_)) => return None,
            // A comment: nobody takes it for an event.
            Err(_) => return Some(":\n\n".to_owned()),
        }
    }
}

fn written(it: &Happened) -> String {
    let (name, data) = match it {
        Happened::TicketUpdated { ticket, updated_at, .. } => {
            ("ticket.updated", json!({ "id": ticket, "updated_at": updated_at }))
        }
        Happened::MessageCreated { ticket, message, .. } => {
            ("message.created", json!({ "ticket": ticket, "id": message }))
        }
    };
    format!("id: {}\nevent: {name}\ndata: {data}\n\n", it.place())
}
