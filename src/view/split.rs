//! The one door for split points: parts of the views that travel by themselves.
//!
//! What only a split point names is in its chunk. With the feature `eager` everything is in one file.

/// It could not be fetched. Why is on the browser's own network log.
pub struct LoadFailed;

impl From<leptos::wasm_split::SplitLoaderError> for LoadFailed {
    fn from(_: leptos::wasm_split::SplitLoaderError) -> Self {
        Self
    }
}

/// A split point: the chunk's name, and what comes of it.
macro_rules! split_point {
    ($fetch:ident, $chunk:ident, $kind:ty, $made:expr) => {
        #[cfg_attr(
            not(feature = "eager"),
            leptos::wasm_split::wasm_split($chunk, wasm_split_path = leptos::wasm_split, fallible)
        )]
        fn $fetch() -> Result<$kind, $crate::view::split::LoadFailed> {
            Ok($made)
        }
    };
}

/// Waits for a split point, where there is anything to wait for. No function of its own: a future
/// costs every visitor.
macro_rules! fetched {
    ($fetch:ident) => {{
        #[cfg(not(feature = "eager"))]
        let fetched = $fetch().await;
        #[cfg(feature = "eager")]
        let fetched = $fetch();
        fetched
    }};
}

pub(super) use {fetched, split_point};
