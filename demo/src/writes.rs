//! The calls of `openapi.yaml` that change something.

use std::{
    hash::{DefaultHasher, Hash, Hasher},
    sync::Arc,
};

use axum::{
    Router,
    body::Body,
    extract::{FromRequestParts, Path, State, rejection::PathRejection},
    http::{HeaderMap, HeaderValue, StatusCode, Uri, header, request::Parts},
    response::{IntoResponse, Response},
    routing::{delete, post, put},
};
use contract::{Ticket, Uploaded};
use serde::Serialize;

use crate::{
    API, Demo,
    answer::{Refusal, written},
    ask::parameter,
    body,
    filetype::{self, Wrong},
    session::random_hex,
    store::{Arrived, Denied, Send, Store, Viewer},
};

/// An id of a path, or that it cannot be decoded.
type Id = Result<Path<String>, PathRejection>;

/// The paths, relative to where the API is mounted; `/tickets/{id}/messages` is with the reading.
pub fn router() -> Router<Arc<Demo>> {
    Router::new()
        .route("/tickets/{id}/close", post(close))
        .route("/tickets/{id}/reopen", post(reopen))
        .route("/tickets/{id}/rating", post(rate))
        .route("/tickets/{id}/verification", post(verify))
        .route("/tickets/{id}/proxy-access", put(allow_proxy))
        .route("/tickets/{id}/read", put(read))
        .route("/uploads", post(upload))
        .route("/uploads/{token}", delete(forget))
}

/// `POST /tickets/{id}/messages`
///
/// # Errors
/// When what is sent is wrong, or this person may not.
pub async fn reply(
    State(demo): State<Arc<Demo>>,
    headers: HeaderMap,
    viewer: Viewer,
    id: Id,
    body: Body,
) -> Result<Response, Refusal> {
    let (id, key) = (known(id)?, body::key(&headers)?);
    let (new, written_body) = body::message(&headers, body).await?;
    let request = request("messages", &id, &new)?;
    let key = key.as_deref().or(new.client_id.as_deref());
    let send = Send { viewer: &viewer, key, request: &request };
    let message = demo.store.reply(&send, &id, &new, &written_body)?;
    made(&message, &format!("{API}/tickets/{id}/messages?around={}", message.id))
}

/// `POST /tickets`
///
/// # Errors
/// When what is sent is wrong, or takes up no ticket of this person.
pub async fn create(
    State(demo): State<Arc<Demo>>,
    headers: HeaderMap,
    viewer: Viewer,
    body: Body,
) -> Result<Response, Refusal> {
    let key = body::key(&headers)?;
    let (new, written_body) = body::ticket(&headers, body).await?;
    let request = request("tickets", "", &new)?;
    let key = key.as_deref().or(new.client_id.as_deref());
    let send = Send { viewer: &viewer, key, request: &request };
    let ticket = demo.store.follow_up(&send, &new, &written_body)?;
    made(&ticket, &format!("{API}/tickets/{}", ticket.id))
}

/// What was made, and where it is.
fn made(it: &impl Serialize, place: &str) -> Result<Response, Refusal> {
    let mut response = written(StatusCode::CREATED, it)?;
    let place = HeaderValue::from_str(place).map_err(anyhow::Error::from)?;
    response.headers_mut().insert(header::LOCATION, place);
    Ok(response)
}

/// A ticket that somebody signed in changes, once if there is a key.
struct Change {
    demo: Arc<Demo>,
    viewer: Viewer,
    id: String,
    key: Option<String>,
    headers: HeaderMap,
}

impl FromRequestParts<Arc<Demo>> for Change {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, demo: &Arc<Demo>) -> Result<Self, Refusal> {
        let viewer = Viewer::from_request_parts(parts, demo).await?;
        let id = known(Path::from_request_parts(parts, demo).await)?;
        let (key, headers) = (body::key(&parts.headers)?, parts.headers.clone());
        Ok(Self { demo: demo.clone(), viewer, id, key, headers })
    }
}

impl Change {
    /// Answers with the ticket as it is after `act`. The request is `call` with `what` in it.
    fn make(
        &self,
        call: &str,
        what: &impl Serialize,
        act: impl FnOnce(&Store, &Send<'_>, &str) -> Result<Ticket, Denied>,
    ) -> Result<Response, Refusal> {
        let request = request(call, &self.id, what)?;
        let send = Send { viewer: &self.viewer, key: self.key.as_deref(), request: &request };
        let ticket = act(&self.demo.store, &send, &self.id)?;
        Ok(written(StatusCode::OK, &ticket)?.into_response())
    }
}

async fn close(change: Change, body: Body) -> Result<Response, Refusal> {
    let it = body::comment(&change.headers, body).await?;
    change.make("close", &it, |store, send, id| store.close(send, id, it.comment.as_deref()))
}

async fn reopen(change: Change, body: Body) -> Result<Response, Refusal> {
    let it = body::comment(&change.headers, body).await?;
    change.make("reopen", &it, |store, send, id| store.reopen(send, id, it.comment.as_deref()))
}

async fn rate(change: Change, body: Body) -> Result<Response, Refusal> {
    let it = body::rating(&change.headers, body, change.viewer.policy.rating).await?;
    change.make("rating", &it, |store, send, id| store.rate(send, id, &it))
}

async fn verify(change: Change, body: Body) -> Result<Response, Refusal> {
    let it = body::verification(&change.headers, body).await?;
    change.make("verification", &it, |store, send, id| store.verify(send, id, &it))
}

async fn allow_proxy(change: Change, body: Body) -> Result<Response, Refusal> {
    let it = body::switch(&change.headers, body).await?;
    change.make("proxy-access", &it, |store, send, id| store.allow_proxy(send, id, it.enabled))
}

async fn read(
    State(demo): State<Arc<Demo>>,
    headers: HeaderMap,
    viewer: Viewer,
    id: Id,
    body: Body,
) -> Result<StatusCode, Refusal> {
    let id = known(id)?;
    let it = body::read_to(&headers, body).await?;
    demo.store.read_to(&viewer, &id, &it.last_message_id)?;
    Ok(StatusCode::NO_CONTENT)
}

async fn upload(
    State(demo): State<Arc<Demo>>,
    headers: HeaderMap,
    viewer: Viewer,
    uri: Uri,
    body: Body,
) -> Result<Response, Refusal> {
    let key = body::key(&headers)?;
    let filename = parameter(&uri, "filename").and_then(|it| filetype::cleaned(&it));
    let bytes = body::bytes(body, filetype::MOST_BYTES).await?;
    let filename = filename.ok_or_else(|| Refusal::field("filename", "is missing"))?;
    if bytes.is_empty() {
        return Err(Refusal::field("file", "is empty"));
    }
    let content_type = filetype::content_type(&filename, &bytes).map_err(|why| match why {
        Wrong::Extension => Refusal::extension(),
        Wrong::Content => Refusal::field("file", "is not what its name says"),
    })?;
    let mut hasher = DefaultHasher::new();
    bytes.hash(&mut hasher);
    let request = request("uploads", &filename, &hasher.finish())?;
    let send = Send { viewer: &viewer, key: key.as_deref(), request: &request };
    let arrived = Arrived {
        token: random_hex::<24>()?,
        id: random_hex::<8>()?,
        filename,
        content_type: content_type.to_owned(),
        bytes,
    };
    let uploaded: Uploaded = demo.store.upload(&send, &arrived)?;
    written(StatusCode::CREATED, &uploaded)
}

async fn forget(
    State(demo): State<Arc<Demo>>,
    viewer: Viewer,
    token: Id,
) -> Result<StatusCode, Refusal> {
    demo.store.forget(&viewer, &known(token)?)?;
    Ok(StatusCode::NO_CONTENT)
}

/// An id that cannot be decoded names nothing.
pub fn known(id: Id) -> Result<String, Refusal> {
    id.map(|Path(id)| id).map_err(|_| Refusal::NotFound)
}

/// All that a request asks for, as text.
fn request(call: &str, of: &str, what: &impl Serialize) -> Result<String, Refusal> {
    Ok(serde_json::to_string(&(call, of, what)).map_err(anyhow::Error::from)?)
}
