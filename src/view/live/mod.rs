//! What comes by itself while a customer looks on: the split point of all that follows the desk, and
//! how it is told, politely (Y1).

mod paper;
mod told;

use std::rc::Rc;

use leptos::prelude::*;

use crate::{
    dom::{Root, storage, task},
    i18n::Language,
    state::desk::{Desk, follow, follow_seen},
    view::{
        list::finding::{self, COLUMNS},
        split::{fetched, split_point},
    },
};

/// How long after the first screen, in milliseconds: the browser has that to paint it.
const LATER: i32 = 300;

/// Begins to follow the desk. The first screen is up, and waits for nothing of it.
pub fn begin(language: Language) {
    let desk = Desk::here();
    desk.at_home(Box::pin(async move {
        task::pause(LATER).await;
        // Where it cannot be fetched, the customer has to ask, as ever.
        if let Ok(run) = fetched!(fetch) {
            run(desk, language);
        }
    }));
}

split_point!(fetch, live, fn(Desk, Language), run);

fn run(desk: Desk, language: Language) {
    let Some(root) = use_context::<Root>() else { return };
    paper::follow(desk, root, language);
    follow_seen(desk);
    // L1: columns that somebody chose are put into their order by what looks through lists.
    if let (Some(_), Some(lexicon)) = (storage::get(COLUMNS), language.get_untracked()) {
        finding::want(desk, lexicon);
    }
    follow(desk, Rc::new(move |fresh| told::tell(root, language, fresh)));
}
