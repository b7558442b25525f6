//! `/agent`: support's side of the demo, in plain forms, so that one can answer oneself and watch the
//! widget follow. Nobody signs in to it: it is on only where the demo is started with it.

use std::sync::Arc;

use axum::{
    Router,
    body::Bytes,
    extract::State,
    http::{HeaderMap, HeaderValue, StatusCode, Uri, header},
    response::{IntoResponse, Response},
    routing::get,
};
use minijinja::context;

use crate::{
    Demo, answer::Refusal, ask::parameter, pages::page, session::refuse_other_sites,
    store::STATUSES,
};

/// The page and its forms.
pub fn router() -> Router<Arc<Demo>> {
    Router::new().route("/agent", get(show).post(act))
}

async fn show(
    State(demo): State<Arc<Demo>>,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let ticket = match parameter(&uri, "id") {
        Some(id) => Some(demo.store.agent_ticket(&id)?.ok_or(Refusal::NotFound)?),
        None => None,
    };
    let statuses: Vec<_> = STATUSES.iter().map(|it| (it.0, it.2)).collect();
    let more = context! { ticket, tickets => demo.store.agent_list()?, statuses };
    Ok(page(&demo, "agent.html", StatusCode::OK, &uri, &headers, more)?)
}

async fn act(
    State(demo): State<Arc<Demo>>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Refusal> {
    refuse_other_sites(&headers)?;
    let field = |name: &str| {
        let mut all = form_urlencoded::parse(&body);
        all.find(|(key, _)| key == name).map(|it| it.1.into_owned()).unwrap_or_default()
    };
    let id = field("id");
    match field("act").as_str() {
        "answer" => demo.store.agent_answers(&id, &field("text"), &field("status"))?,
        "stage" => demo.store.agent_moves_on(&id)?,
        _ => return Err(Refusal::parameter("act", "takes answer, stage")),
    }
    // The id is one that is there: digits and letters.
    let place = HeaderValue::from_str(&format!("/agent?id={id}")).map_err(anyhow::Error::from)?;
    Ok((StatusCode::SEE_OTHER, [(header::LOCATION, place)]).into_response())
}
