//! Reading a mapping file: the split point, so that it and the interpreter weigh on no other page.

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

/// What reads mapping files.
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

#[cfg_attr(
    not(feature = "eager"),
    leptos::wasm_split::wasm_split(mapping, wasm_split_path = leptos::wasm_split, fallible)
)]
fn part() -> Result<Reader, ApiError> {
    Ok(|coming, url, warn| Box::pin(connector(coming, url, warn)))
}

async fn connector(
    coming: js_sys::Promise,
    url: String,
    warn: fn(&str),
) -> Result<Rc<dyn Connector>, ApiError> {
    let reply = read(settle(coming).await?, &Request::get("")).await?;
    let problems = match reply.good().and_then(Body::text).map(Mapping::read) {
        Ok(Ok(mapping)) => return Ok(Rc::new(mapping)),
        Ok(Err(problems)) => problems.iter().map(ToString::to_string).collect(),
        // A server that fails is asked again.
        Err(error) if error.failure().is_passing() => return Err(error),
        Err(error) => vec![error.detail().to_owned()],
    };
    warn(&format!("Deskpane: the mapping {url} cannot be used\n{}", problems.join("\n")));
    Err(ApiError::new(Failure::Unreadable, format!("{url}: {}", problems.join("; "))))
}
