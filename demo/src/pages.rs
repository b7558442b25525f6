//! The help centre's pages: templates with a policy of their own.
//!
//! A page is a file in one of the page folders: `/` is `help.html`, `/NAME` is
//! `NAME.html`, `/articles/NAME` is `articles/NAME.html`.

use std::{fs, path::PathBuf, sync::Arc};

use anyhow::{Context, Result};
use axum::{
    extract::State,
    http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header},
    response::{IntoResponse, Response},
};
use minijinja::{AutoEscape, Environment, Value, context};

use crate::{
    Demo,
    answer::{Refusal, set},
    ask::parameter,
    files,
    session::{random_hex, visitor},
};

/// Templates that are no page of their own.
const PARTS: &[&str] = &["agent", "article", "badge", "layout", "not-found", "search"];

/// Templates from these folders, the first that has one wins. Everything is escaped.
pub fn environment(folders: Vec<PathBuf>) -> Environment<'static> {
    let mut pages = Environment::new();
    // Also in partials, whatever their names end in.
    pages.set_auto_escape_callback(|_| AutoEscape::Html);
    pages.set_loader(move |name| {
        for folder in &folders {
            match fs::read_to_string(folder.join(name)) {
                Ok(text) => return Ok(Some(text)),
                Err(err) if err.kind() == std::io::ErrorKind::NotFound => {}
                Err(err) => {
                    let kind = minijinja::ErrorKind::InvalidOperation;
                    return Err(minijinja::Error::new(kind, err.to_string()));
                }
            }
        }
        Ok(None)
    });
    pages
}

/// Everything that is not the API: a page, a file of a page, a file of the widget.
///
/// # Errors
/// When a template is wrong.
pub async fn show(
    State(demo): State<Arc<Demo>>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    if method != Method::GET && method != Method::HEAD {
        let mut response = Refusal::Method.into_response();
        set(response.headers_mut(), header::ALLOW, "GET, HEAD");
        return Ok(response);
    }
    let path = uri.path().trim_start_matches('/');
    if let Some(name) = template(&demo, path) {
        return Ok(page(&demo, &name, StatusCode::OK, &uri, &headers, context! {})?);
    }
    let assets = demo.config.pages.iter().filter(|_| path.starts_with("assets/"));
    let folders = assets.chain(demo.config.dist.iter());
    for folder in folders {
        if let Some(response) = files::serve(folder, path, &headers) {
            return Ok(response);
        }
    }
    let missing = "not-found.html";
    if demo.pages.get_template(missing).is_ok() {
        return Ok(page(&demo, missing, StatusCode::NOT_FOUND, &uri, &headers, context! {})?);
    }
    Ok((StatusCode::NOT_FOUND, "There is no such page.").into_response())
}

/// The template behind a path. Only plain names, so no path leads out of the folders.
fn template(demo: &Demo, path: &str) -> Option<String> {
    let name = match path.trim_end_matches('/') {
        "" => "help",
        it if PARTS.contains(&it) => return None,
        it => it,
    };
    let (folder, leaf) = name.split_once('/').unwrap_or(("", name));
    let plain = |it: &str| it.bytes().all(|it| it.is_ascii_alphanumeric() || it == b'-');
    if leaf.is_empty() || !plain(leaf) || !plain(folder) {
        return None;
    }
    let name = format!("{name}.html");
    demo.pages.get_template(&name).is_ok().then_some(name)
}

/// A page from its template; `more` is what it shows besides.
///
/// # Errors
/// When the template is wrong, or the database cannot be read.
pub fn page(
    demo: &Demo,
    name: &str,
    status: StatusCode,
    uri: &Uri,
    headers: &HeaderMap,
    more: Value,
) -> Result<Response> {
    let nonce = random_hex::<16>()?;
    let style_none = parameter(uri, "style").as_deref() == Some("none");
    let lang = parameter(uri, "lang").filter(|it| {
        it.len() <= 35 && it.bytes().all(|it| it.is_ascii_alphanumeric() || it == b'-')
    });
    let account = visitor(demo, headers)?;
    let html = demo.pages.get_template(name)?.render(context! {
        nonce,
        style_none,
        lang => lang.unwrap_or_else(|| "en".to_owned()),
        account => account.map(|it| context! { id => it.id, name => it.name }),
        accounts => demo.store.accounts()?,
        query => parameter(uri, "q"),
        id => parameter(uri, "id"),
        back => back(headers),
        path => uri.path(),
        ..more
    });
    let html = html.with_context(|| format!("the page {name}"))?;
    let mut response = (status, html).into_response();
    let own = response.headers_mut();
    set(own, header::CONTENT_TYPE, "text/html; charset=utf-8");
    set(own, header::CACHE_CONTROL, "private, no-cache");
    set(own, header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    let policy = HeaderValue::from_str(&policy(&nonce, style_none))?;
    own.insert(header::CONTENT_SECURITY_POLICY, policy);
    Ok(response)
}

/// The strictest policy that lets the widget's script run (M3).
fn policy(nonce: &str, style_none: bool) -> String {
    let style = if style_none { "'none'" } else { "'self'" };
    [
        "default-src 'none'",
        &format!("script-src 'nonce-{nonce}' 'wasm-unsafe-eval'"),
        "connect-src 'self'",
        "img-src 'self' data: blob:",
        &format!("style-src {style}"),
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'self'",
        "require-trusted-types-for 'script'",
        "trusted-types 'none'",
    ]
    .join("; ")
}

/// The path of the page before, if it is one of ours: where signing in or out leads back to.
pub fn back(headers: &HeaderMap) -> Option<String> {
    let host = headers.get(header::HOST)?.to_str().ok()?;
    let before: Uri = headers.get(header::REFERER)?.to_str().ok()?.parse().ok()?;
    let ours = before.authority()?.as_str() == host && before.path() != "/sign-in";
    ours.then(|| before.path_and_query().map(ToString::to_string))?
}
