//! The calls of `openapi.yaml` that change something.

use std::{
    hash::{DefaultHasher, Hash, Hasher},
    sync::Arc,
};

use axum::{
    Router,
    body::Body,
    extract::{Path, State, rejection::PathRejection},
    http::{HeaderMap, HeaderValue, StatusCode, Uri, header},
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
    store::{Arrived, Send, Viewer},
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
    let new = body::message(&headers, body).await?;
    let request = request("messages", &id, &new)?;
    let key = key.as_deref().or(new.client_id.as_deref());
    let send = Send { viewer: &viewer, key, request: &request };
    let message = demo.store.reply(&send, &id, &new)?;
    let place = format!("{API}/tickets/{id}/messages?around={}", message.id);
    let mut response = written(StatusCode::CREATED, &message)?;
    let place = HeaderValue::from_str(&place).map_err(anyhow::Error::from)?;
    response.headers_mut().insert(header::LOCATION, place);
    Ok(response)
}

async fn close(
    State(demo): State<Arc<Demo>>,
    headers: HeaderMap,
    viewer: Viewer,
    id: Id,
    body: Body,
) -> Result<Response, Refusal> {
    let (id, key) = (known(id)?, body::key(&headers)?);
    let it = body::comment(&headers, body).await?;
    let request = request("close", &id, &it)?;
    let send = Send { viewer: &viewer, key: key.as_deref(), request: &request };
    changed(&demo.store.close(&send, &id, it.comment.as_deref())?)
}

async fn reopen(
    State(demo): State<Arc<Demo>>,
    headers: HeaderMap,
    viewer: Viewer,
    id: Id,
    body: Body,
) -> Result<Response, Refusal> {
    let (id, key) = (known(id)?, body::key(&headers)?);
    let it = body::comment(&headers, body).await?;
    let request = request("reopen", &id, &it)?;
    let send = Send { viewer: &viewer, key: key.as_deref(), request: &request };
    changed(&demo.store.reopen(&send, &id, it.comment.as_deref())?)
}

async fn rate(
    State(demo): State<Arc<Demo>>,
    headers: HeaderMap,
    viewer: Viewer,
    id: Id,
    body: Body,
) -> Result<Response, Refusal> {
    let (id, key) = (known(id)?, body::key(&headers)?);
    let it = body::rating(&headers, body).await?;
    let request = request("rating", &id, &it)?;
    let send = Send { viewer: &viewer, key: key.as_deref(), request: &request };
    changed(&demo.store.rate(&send, &id, &it)?)
}

async fn verify(
    State(demo): State<Arc<Demo>>,
    headers: HeaderMap,
    viewer: Viewer,
    id: Id,
    body: Body,
) -> Result<Response, Refusal> {
    let (id, key) = (known(id)?, body::key(&headers)?);
    let it = body::verification(&headers, body).await?;
    let request = request("verification", &id, &it)?;
    let send = Send { viewer: &viewer, key: key.as_deref(), request: &request };
    changed(&demo.store.verify(&send, &id, &it)?)
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

fn changed(ticket: &Ticket) -> Result<Response, Refusal> {
    Ok(written(StatusCode::OK, ticket)?.into_response())
}
