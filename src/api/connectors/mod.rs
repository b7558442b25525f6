//! One file a desk: what it is asked, and what its answers mean in our words.

mod base64;
mod deskpane;
mod mapping;
mod markup;
mod redmine;
mod request_tracker;
mod roundup;

use std::rc::Rc;

pub use deskpane::Deskpane;
pub use mapping::{Mapping, Problem, WritingMapping};
pub use redmine::Redmine;
pub use request_tracker::RequestTracker;
pub use roundup::Roundup;

use super::{ApiError, Connector, Failure};

/// Redmine's connector, which travels by itself, and only to pages that name it.
///
/// # Errors
/// [`Failure::Offline`] when its chunk cannot be fetched.
pub async fn redmine() -> Result<Rc<dyn Connector>, ApiError> {
    #[cfg(not(feature = "eager"))]
    let connector = redmine_part().await?;
    #[cfg(feature = "eager")]
    let connector = redmine_part()?;
    Ok(connector)
}

/// The split point. What only this function names is in the chunk.
#[cfg_attr(
    not(feature = "eager"),
    leptos::wasm_split::wasm_split(redmine, wasm_split_path = leptos::wasm_split, fallible)
)]
fn redmine_part() -> Result<Rc<dyn Connector>, ApiError> {
    Ok(Rc::new(Redmine))
}

/// Request Tracker's connector, which travels like Redmine's.
///
/// # Errors
/// [`Failure::Offline`] when its chunk cannot be fetched.
pub async fn request_tracker() -> Result<Rc<dyn Connector>, ApiError> {
    #[cfg(not(feature = "eager"))]
    let connector = request_tracker_part().await?;
    #[cfg(feature = "eager")]
    let connector = request_tracker_part()?;
    Ok(connector)
}

/// The split point. What only this function names is in the chunk.
#[cfg_attr(
    not(feature = "eager"),
    leptos::wasm_split::wasm_split(request_tracker, wasm_split_path = leptos::wasm_split, fallible)
)]
fn request_tracker_part() -> Result<Rc<dyn Connector>, ApiError> {
    Ok(Rc::new(RequestTracker))
}

/// Roundup's connector, which travels like Redmine's.
///
/// # Errors
/// [`Failure::Offline`] when its chunk cannot be fetched.
pub async fn roundup() -> Result<Rc<dyn Connector>, ApiError> {
    #[cfg(not(feature = "eager"))]
    let connector = roundup_part().await?;
    #[cfg(feature = "eager")]
    let connector = roundup_part()?;
    Ok(connector)
}

/// The split point. What only this function names is in the chunk.
#[cfg_attr(
    not(feature = "eager"),
    leptos::wasm_split::wasm_split(roundup, wasm_split_path = leptos::wasm_split, fallible)
)]
fn roundup_part() -> Result<Rc<dyn Connector>, ApiError> {
    Ok(Rc::new(Roundup))
}

impl From<leptos::wasm_split::SplitLoaderError> for ApiError {
    fn from(_: leptos::wasm_split::SplitLoaderError) -> Self {
        Self::new(Failure::Offline, "the connector's chunk could not be fetched")
    }
}
