//! The API under `/support/api`: the calls of `openapi.yaml`.

use std::sync::Arc;

use axum::{
    Router,
    extract::{Path, State, rejection::PathRejection},
    http::{HeaderMap, Uri},
    response::Response,
    routing::get,
};
use contract::{Capabilities, ClosedPolicy, Contact, Me, Policy, RatingPolicy, User};

use crate::{
    Demo,
    answer::{Refusal, json},
    ask,
    store::{Messages, Scope, Viewer},
};

/// The paths, relative to where the API is mounted.
pub fn router() -> Router<Arc<Demo>> {
    Router::new()
        .route("/me", get(me))
        .route("/tickets", get(tickets))
        .route("/tickets/{id}", get(ticket))
        .route("/tickets/{id}/messages", get(messages))
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
            ..Capabilities::default()
        },
        policy: Policy {
            closed: Some(ClosedPolicy::Final),
            window_days: None,
            rating: Some(RatingPolicy::Stars5),
        },
        user: User { id: viewer.id, name: viewer.name, email: viewer.email },
        organizations: viewer.memberships,
        support: viewer.support,
        history: viewer.history,
        attention,
        proxy_access_default: None,
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
    let page = demo.store.tickets(&viewer, &ask.query, ask.limit, ask.cursor.as_deref())?;
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

/// An id that cannot be decoded names nothing.
fn known(id: Result<Path<String>, PathRejection>) -> Result<String, Refusal> {
    id.map(|Path(id)| id).map_err(|_| Refusal::NotFound)
}

fn bad_cursor() -> Refusal {
    Refusal::parameter("cursor", "belongs to another list, or is damaged")
}
