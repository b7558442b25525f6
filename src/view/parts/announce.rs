//! The one live region: what a person just did is said here, politely.

use std::time::Duration;

use leptos::prelude::*;

use crate::{
    dom::{Root, clipboard, task},
    i18n::{Text, Words},
};

/// How long it stays to be read.
const STAY: Duration = Duration::from_secs(2);

/// Where it is said. Its text is set past the views: it is nobody's state.
pub fn region() -> AnyView {
    view! { <div class={"toasts"}><div class={"toast"} role="status"></div></div> }.into_any()
}

/// Copies `text`, and says whether that worked.
pub fn copy(text: String) {
    let (words, root) = (Words::here(), Root::here());
    task::spawn(Box::pin(async move {
        let outcome = if clipboard::copy(&text).await { Text::CopyDone } else { Text::CopyFailed };
        say(root, &words.text(outcome));
    }));
}

/// Says something that happened.
pub fn say(root: Root, text: &str) {
    let Some(region) = root.find(".toast") else { return };
    region.set_text_content(Some(text));
    let said = region.first_child();
    let end = move || {
        // What was said since has its own time.
        if region.first_child() == said {
            region.set_text_content(None);
        }
    };
    set_timeout(end, STAY);
}
