//! Who is signed in: a cookie, or the same secret as a bearer token.
//!
//! The accounts are seeded and have no password. The rest is as it should be
//! anywhere: random secrets, kept by the server, that end.

use std::sync::Arc;

use anyhow::{Context, Result};
use axum::{
    body::Bytes,
    extract::{FromRequestParts, State},
    http::{HeaderMap, HeaderValue, StatusCode, header, request::Parts},
    response::{IntoResponse, Response},
};
use serde_json::json;

use crate::{
    Demo,
    answer::{Refusal, set},
    pages::back,
    store::Viewer,
};

const COOKIE: &str = "deskpane_demo";
const HOURS: i64 = 12;

impl FromRequestParts<Arc<Demo>> for Viewer {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, demo: &Arc<Demo>) -> Result<Self, Refusal> {
        let Some(secret) = secret(&parts.headers) else {
            return Err(Refusal::NotSignedIn);
        };
        viewer(demo, &secret)?.ok_or(Refusal::SessionExpired)
    }
}

/// Whoever is signed in, where nobody need be.
pub fn visitor(demo: &Demo, headers: &HeaderMap) -> Result<Option<Viewer>> {
    match secret(headers) {
        Some(secret) => viewer(demo, &secret),
        None => Ok(None),
    }
}

fn viewer(demo: &Demo, secret: &str) -> Result<Option<Viewer>> {
    match demo.store.session(secret, demo.now())? {
        Some(person) => demo.store.viewer(&person),
        None => Ok(None),
    }
}

/// `POST /sign-in` with `account` and, if wished, `return_to`, a path of this site.
///
/// A page gets the cookie and is led on; who accepts JSON gets the token too.
///
/// # Errors
/// When there is no such account.
pub async fn sign_in(
    State(demo): State<Arc<Demo>>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Refusal> {
    refuse_other_sites(&headers)?;
    let field = |name: &str| {
        form_urlencoded::parse(&body)
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.into_owned())
    };
    let account = field("account").unwrap_or_default();
    let Some(viewer) = demo.store.viewer(&account)? else {
        return Err(Refusal::parameter("account", "is not one of the demo's"));
    };
    if let Some(old) = secret(&headers) {
        demo.store.end_session(&old)?;
    }
    let token = random_hex::<32>()?;
    let expires_at = demo.now() + HOURS * 3_600_000;
    demo.store.begin_session(&token, &viewer.id, expires_at)?;
    let seconds = HOURS * 3_600;
    let cookie = format!("{COOKIE}={token}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax");
    let mut response = if wants_json(&headers) {
        let mut response =
            json!({ "account": viewer.id, "token": token }).to_string().into_response();
        set(response.headers_mut(), header::CONTENT_TYPE, "application/json");
        response
    } else {
        let lang = field("lang").map(|it| format!("/?lang={it}"));
        to(&field("return_to").or(lang).unwrap_or_default())
    };
    set_cookie(&mut response, &cookie)?;
    Ok(response)
}

/// `POST /sign-out`: the session ends on the server too.
///
/// # Errors
/// When the database cannot be written.
pub async fn sign_out(
    State(demo): State<Arc<Demo>>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    refuse_other_sites(&headers)?;
    if let Some(secret) = secret(&headers) {
        demo.store.end_session(&secret)?;
    }
    let mut response = if wants_json(&headers) {
        StatusCode::NO_CONTENT.into_response()
    } else {
        to(&back(&headers).unwrap_or_default())
    };
    let cookie = format!("{COOKIE}=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax");
    set_cookie(&mut response, &cookie)?;
    Ok(response)
}

/// Random bytes of the system, in hexadecimal.
pub fn random_hex<const N: usize>() -> Result<String> {
    let mut bytes = [0_u8; N];
    getrandom::fill(&mut bytes).context("the system has no random bytes")?;
    Ok(bytes.iter().map(|it| format!("{it:02x}")).collect())
}

fn secret(headers: &HeaderMap) -> Option<String> {
    let bearer = headers
        .get(header::AUTHORIZATION)
        .and_then(|it| it.to_str().ok())
        .and_then(|it| it.strip_prefix("Bearer "))
        .map(str::trim);
    let cookie = || {
        headers
            .get_all(header::COOKIE)
            .iter()
            .filter_map(|it| it.to_str().ok())
            .flat_map(|it| it.split(';'))
            .find_map(|it| it.trim().strip_prefix(COOKIE)?.strip_prefix('='))
    };
    bearer.or_else(cookie).filter(|it| !it.is_empty()).map(str::to_owned)
}

/// The cookie is kept from other sites by `SameSite`; signing in has none yet.
///
/// # Errors
/// When a page of another site sends it.
pub fn refuse_other_sites(headers: &HeaderMap) -> Result<(), Refusal> {
    match headers.get("sec-fetch-site") {
        Some(it) if it == "cross-site" => Err(Refusal::CrossSite),
        _ => Ok(()),
    }
}

fn wants_json(headers: &HeaderMap) -> bool {
    let accept = headers.get(header::ACCEPT).and_then(|it| it.to_str().ok());
    accept.is_some_and(|it| it.contains("application/json"))
}

/// Leads on to a path of this site; anything else leads home.
fn to(path: &str) -> Response {
    let own = path.starts_with('/')
        && !path.starts_with("//")
        && path.bytes().all(|it| it.is_ascii_graphic() && it != b'\\');
    let path = if own { path } else { "/" };
    let location = HeaderValue::from_str(path).unwrap_or(HeaderValue::from_static("/"));
    (StatusCode::SEE_OTHER, [(header::LOCATION, location)]).into_response()
}

fn set_cookie(response: &mut Response, cookie: &str) -> Result<()> {
    let headers = response.headers_mut();
    headers.insert(header::SET_COOKIE, HeaderValue::from_str(cookie)?);
    set(headers, header::CACHE_CONTROL, "no-store");
    Ok(())
}
