//! Reading a mapping file: the split points, so that it and the interpreter weigh on no other page,
//! and the strict reading only where a page brings a file of its own.

use std::{future::Future, pin::Pin, rc::Rc};

use super::line::{read, settle};
use crate::api::{ApiError, Body, Connector, Failure, Request, connectors::Mapping};

/// Makes a connector of a mapping file that is on its way, from an address; tells the page's
/// developer what is wrong with it.
pub type Reader = fn(
    js_sys::Promise,
    String,
    fn(&str),
) -> Pin<Box<dyn Future<Output = Result<Rc<dyn Connector>, ApiError>>>>;

/// What reads the mapping files of the release.
///
/// # Errors
/// [`Failure::Offline`] when its chunk cannot be fetched.
pub async fn reader() -> Result<Reader, ApiError> {
    #[cfg(not(feature = "eager"))]
    let reader = part().await?;
    #[cfg(feature = "eager")]
    let reader = part()?;
    Ok(reader)
}

/// What reads any other mapping file: strictly, and tells all that is wrong with it.
///
/// # Errors
/// [`Failure::Offline`] when its chunk cannot be fetched.
pub async fn strict_reader() -> Result<Reader, ApiError> {
    #[cfg(not(feature = "eager"))]
    let reader = strict_part().await?;
    #[cfg(feature = "eager")]
    let reader = strict_part()?;
    Ok(reader)
}

#[cfg_attr(
    not(feature = "eager"),
    leptos::wasm_split::wasm_split(mapping, wasm_split_path = leptos::wasm_split, fallible)
)]
fn part() -> Result<Reader, ApiError> {
    Ok(|coming, url, warn| Box::pin(connector(coming, url, warn, checked)))
}

#[cfg_attr(
    not(feature = "eager"),
    leptos::wasm_split::wasm_split(mapping_strict, wasm_split_path = leptos::wasm_split, fallible)
)]
fn strict_part() -> Result<Reader, ApiError> {
    Ok(|coming, url, warn| Box::pin(connector(coming, url, warn, unchecked)))
}

fn checked(text: &str) -> Result<Mapping, Vec<String>> {
    Mapping::checked(text).map_err(|it| vec![it.detail().to_owned()])
}

fn unchecked(text: &str) -> Result<Mapping, Vec<String>> {
    Mapping::read(text).map_err(|it| it.iter().map(ToString::to_string).collect())
}

async fn connector(
    coming: js_sys::Promise,
    url: String,
    warn: fn(&str),
    read_text: fn(&str) -> Result<Mapping, Vec<String>>,
) -> Result<Rc<dyn Connector>, ApiError> {
    let reply = read(settle(coming).await?, &Request::get("")).await?;
    let problems = match reply.good().and_then(Body::text).map(read_text) {
        Ok(Ok(mapping)) => return Ok(Rc::new(mapping)),
        Ok(Err(problems)) => problems,
        // A server that fails is asked again.
        Err(error) if error.failure().is_passing() => return Err(error),
        Err(error) => vec![error.detail().to_owned()],
    };
    warn(&format!("Deskpane: the mapping {url} cannot be used\n{}", problems.join("\n")));
    Err(ApiError::new(Failure::Unreadable, format!("{url}: {}", problems.join("; "))))
}
