//! One file a desk: what it is asked, and what its answers mean in our words.

mod deskpane;
mod redmine;

use std::rc::Rc;

pub use deskpane::Deskpane;
pub use redmine::Redmine;

use super::{ApiError, Connector, Failure};
use crate::config::ConnectorName;

/// The connector that the host page names. All but the contract's travel by themselves, and only
/// to pages that name them.
///
/// # Errors
/// [`Failure::Offline`] when its chunk cannot be fetched.
pub async fn named(name: ConnectorName) -> Result<Rc<dyn Connector>, ApiError> {
    match name {
        ConnectorName::Deskpane => Ok(Rc::new(Deskpane)),
        #[cfg(not(feature = "eager"))]
        ConnectorName::Redmine => redmine().await,
        #[cfg(feature = "eager")]
        ConnectorName::Redmine => redmine(),
    }
}

/// The split point. What only this function names is in the chunk.
#[cfg_attr(
    not(feature = "eager"),
    leptos::wasm_split::wasm_split(redmine, wasm_split_path = leptos::wasm_split, fallible)
)]
fn redmine() -> Result<Rc<dyn Connector>, ApiError> {
    Ok(Rc::new(Redmine))
}

impl From<leptos::wasm_split::SplitLoaderError> for ApiError {
    fn from(_: leptos::wasm_split::SplitLoaderError) -> Self {
        Self::new(Failure::Offline, "the connector's chunk could not be fetched")
    }
}
