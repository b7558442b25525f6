//! One file a desk: what it is asked, and what its answers mean in our words.

mod base64;
mod deskpane;
mod mapping;
mod markup;
mod redmine;
mod request_tracker;
mod roundup;
mod terms;

use std::{future::Future, pin::Pin, rc::Rc};

pub use deskpane::{Deskpane, Looking};
pub use mapping::{Mapping, Problem, WritingMapping};
pub use redmine::Redmine;
pub use request_tracker::RequestTracker;
pub use roundup::Roundup;

use super::{ApiError, Connector, Failure};

/// A connector on its way. Boxed: a future of its own for each would be waited for in every page.
pub type Coming<'a> = Pin<Box<dyn Future<Output = Result<Rc<dyn Connector>, ApiError>> + 'a>>;

/// A connector that travels by itself, and only to pages that name it: what loads it, and the split
/// point, whose chunk is named like it. What only the split point names is in the chunk.
macro_rules! travels_alone {
    ($name:ident, $part:ident, $connector:expr, $about:literal) => {
        #[doc = $about]
        ///
        /// # Errors
        /// [`Failure::Offline`] when its chunk cannot be fetched.
        pub fn $name() -> Coming<'static> {
            Box::pin(async {
                #[cfg(not(feature = "eager"))]
                let connector = $part().await?;
                #[cfg(feature = "eager")]
                let connector = $part()?;
                Ok(connector)
            })
        }

        #[cfg_attr(
            not(feature = "eager"),
            leptos::wasm_split::wasm_split($name, wasm_split_path = leptos::wasm_split, fallible)
        )]
        fn $part() -> Result<Rc<dyn Connector>, ApiError> {
            Ok(Rc::new($connector))
        }
    };
}

travels_alone!(redmine, redmine_part, Redmine, "Redmine's connector.");
travels_alone!(
    request_tracker,
    request_tracker_part,
    RequestTracker,
    "Request Tracker's connector."
);
travels_alone!(roundup, roundup_part, Roundup, "Roundup's connector.");

impl From<leptos::wasm_split::SplitLoaderError> for ApiError {
    fn from(_: leptos::wasm_split::SplitLoaderError) -> Self {
        Self::new(Failure::Offline, "the connector's chunk could not be fetched")
    }
}
