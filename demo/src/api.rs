//! The API under `/support/api`: the calls of `openapi.yaml`.

use std::sync::Arc;

use axum::{
    Router,
    extract::{Path, State, rejection::PathRejection},
    http::{HeaderMap, HeaderValue, Uri, header},
    response::Response,
    routing::get,
};
use contract::{Capabilities, Contact, Me, Upload, User};

use crate::{
    Demo,
    answer::{Refusal, json, set, tagged},
    ask, events, filetype,
    store::{Messages, Scope, Viewer},
    writes::{self, known},
};

/// The paths, relative to where the API is mounted.
pub fn router() -> Router<Arc<Demo>> {
    Router::new()
        .route("/me", get(me))
        .route("/tickets", get(tickets).post(writes::create))
        .route("/tickets/{id}", get(ticket))
        .route("/tickets/{id}/messages", get(messages).post(writes::reply))
        .route("/attachments/{id}", get(attachment))
        .route("/events", get(events::listen))
        .merge(writes::router())
        .fallback(async || Refusal::NotFound)
        .method_not_allowed_fallback(async || Refusal::Method)
}

async fn me(
    State(demo): State<Arc<Demo>>,
    headers: HeaderMap,
    viewer: Viewer,
) -> Result<Response, Refusal> {
    let attention = demo.store.attention(&viewer)?;
    let organizations = viewer.memberships.iter().filter(|it| it.can_view);
    let organizations = organizations.map(|it| format!("org:{}", it.id));
    let own = ["mine", "cc"].map(str::to_owned);
    let me = Me {
        capabilities: Capabilities {
            scopes: own.into_iter().chain(organizations).collect(),
            sort: ask::SORTS.iter().map(|it| it.0.to_owned()).collect(),
            formats: ["text", "html"].map(str::to_owned).to_vec(),
            upload: Some(Upload {
                max_files: u32::try_from(filetype::MOST_FILES).unwrap_or(u32::MAX),
                max_bytes: filetype::MOST_BYTES as u64,
                types: filetype::extensions().map(str::to_owned).collect(),
            }),
            parameters: ask::PARAMETERS.iter().map(|it| (*it).to_owned()).collect(),
            search: true,
            events: true,
        },
        // Some products have another; a ticket's actions have the last word.
        policy: viewer.policy,
        user: User { id: viewer.id, name: viewer.name, email: viewer.email },
        organizations: viewer.memberships,
        support: viewer.support,
        history: viewer.history,
        attention,
        proxy_access_default: viewer.proxy_access_default,
        contact: Contact {
            email: Some("support@relay.example".to_owned()),
            url: Some(absolute(&headers, "/contact")),
        },
        terms_url: Some(absolute(&headers, "/articles/service-levels")),
    };
    json(&headers, &me)
}

/// A page of this help centre, under the name that the visitor knows it by: readers of an API
/// cannot know what a relative address would be relative to.
fn absolute(headers: &HeaderMap, path: &str) -> String {
    let host = headers.get("host").and_then(|it| it.to_str().ok()).unwrap_or("localhost");
    format!("http://{host}{path}")
}

async fn tickets(
    State(demo): State<Arc<Demo>>,
    headers: HeaderMap,
    viewer: Viewer,
    uri: Uri,
) -> Result<Response, Refusal> {
    let ask = ask::tickets(&uri)?;
    if let Scope::Organization(id) = &ask.query.scope
        && !viewer.sees(id)
    {
        return Err(Refusal::NotFound);
    }
    let page = demo.store.tickets(&viewer, &ask)?;
    json(&headers, &page.ok_or_else(bad_cursor)?)
}

async fn ticket(
    State(demo): State<Arc<Demo>>,
    headers: HeaderMap,
    viewer: Viewer,
    id: Result<Path<String>, PathRejection>,
) -> Result<Response, Refusal> {
    let ticket = demo.store.ticket(&viewer, &known(id)?)?;
    json(&headers, &ticket.ok_or(Refusal::NotFound)?)
}

async fn messages(
    State(demo): State<Arc<Demo>>,
    headers: HeaderMap,
    viewer: Viewer,
    id: Result<Path<String>, PathRejection>,
    uri: Uri,
) -> Result<Response, Refusal> {
    match demo.store.messages(&viewer, &known(id)?, &ask::messages(&uri)?)? {
        Messages::Page(page) => json(&headers, &page),
        Messages::NoTicket => Err(Refusal::NotFound),
        Messages::NoMessage => Err(Refusal::parameter("around", "is not in this ticket")),
        Messages::BadCursor => Err(bad_cursor()),
    }
}

/// The bytes of a file, to be saved: whatever it is, it is never shown as a page of ours.
async fn attachment(
    State(demo): State<Arc<Demo>>,
    headers: HeaderMap,
    viewer: Viewer,
    id: Result<Path<String>, PathRejection>,
) -> Result<Response, Refusal> {
    let found = demo.store.attachment(&viewer, &known(id)?)?;
    let (it, bytes) = found.ok_or(Refusal::NotFound)?;
    let kind = it.content_type.and_then(|it| it.parse().ok());
    let kind = kind.unwrap_or(HeaderValue::from_static("application/octet-stream"));
    let mut response = tagged(&headers, bytes, kind);
    let own = response.headers_mut();
    let named = HeaderValue::from_str(&disposition(&it.filename)).map_err(anyhow::Error::from)?;
    own.insert(header::CONTENT_DISPOSITION, named);
    set(own, header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(own, header::CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox");
    set(own, header::CACHE_CONTROL, "private, no-cache");
    set(own, header::VARY, "Authorization, Cookie, Origin");
    Ok(response)
}

/// A name to save a file under: what old readers understand, and the whole of it (RFC 6266, 8187).
fn disposition(filename: &str) -> String {
    let plain = |it: char| it.is_ascii_alphanumeric() || " !#$&+-.^_`|~()[]{}@=,".contains(it);
    let ascii: String = filename.chars().map(|it| if plain(it) { it } else { '_' }).collect();
    let unreserved = |it: u8| it.is_ascii_alphanumeric() || b"!#$&+-.^_`|~".contains(&it);
    let whole = filename.bytes().fold(String::new(), |mut whole, it| {
        if unreserved(it) {
            whole.push(char::from(it));
        } else {
            whole.push_str(&format!("%{it:02X}"));
        }
        whole
    });
    format!("attachment; filename=\"{ascii}\"; filename*=UTF-8''{whole}")
}

fn bad_cursor() -> Refusal {
    Refusal::parameter("cursor", "belongs to another list, or is damaged")
}
