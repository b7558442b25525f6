//! What comes by itself while a customer looks on: the split point of all that follows the desk, and
//! how it is told, politely (Y1).

mod told;

use std::rc::Rc;

use leptos::prelude::*;

use crate::{
    dom::{Root, task},
    i18n::Lexicon,
    state::desk::{Desk, follow},
};

/// The language in force.
type Language = ReadSignal<Option<Rc<Lexicon>>, LocalStorage>;

/// It could not be fetched: then the customer has to ask, as ever.
struct LoadFailed;

impl From<leptos::wasm_split::SplitLoaderError> for LoadFailed {
    fn from(_: leptos::wasm_split::SplitLoaderError) -> Self {
        Self
    }
}

/// How long after the first screen, in milliseconds: the browser has that to paint it.
const LATER: i32 = 300;

/// Begins to follow the desk. The first screen is up, and waits for nothing of it.
pub fn begin(language: Language) {
    let desk = Desk::here();
    desk.at_home(Box::pin(async move {
        task::pause(LATER).await;
        #[cfg(not(feature = "eager"))]
        let fetched = fetch().await;
        #[cfg(feature = "eager")]
        let fetched = fetch();
        if let Ok(run) = fetched {
            run(desk, language);
        }
    }));
}

/// What only this function names is in the chunk.
#[cfg_attr(
    not(feature = "eager"),
    leptos::wasm_split::wasm_split(live, wasm_split_path = leptos::wasm_split, fallible)
)]
fn fetch() -> Result<fn(Desk, Language), LoadFailed> {
    Ok(run)
}

fn run(desk: Desk, language: Language) {
    let Some(root) = use_context::<Root>() else { return };
    follow(desk, Rc::new(move |fresh| told::tell(root, language, fresh)));
}
