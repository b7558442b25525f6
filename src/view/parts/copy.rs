//! A button that copies.

use std::time::Duration;

use leptos::{prelude::*, task::spawn_local_scoped_with_cancellation};

use super::Icon;
use crate::{
    dom::clipboard,
    i18n::{Text, Words},
};

/// How long "Copied" stays.
const THANKS: Duration = Duration::from_secs(2);

/// Copies `text`, and says so where it stands.
#[component]
pub fn CopyButton(
    /// What goes on the clipboard.
    text: String,
    /// What the button is called: "Copy ID #1042".
    label: String,
) -> AnyView {
    let words = Words::here();
    let said = RwSignal::new(String::new());
    let press = move |_| {
        let text = text.clone();
        spawn_local_scoped_with_cancellation(async move {
            let outcome = if clipboard::copy(&text).await { Text::CopyDone } else { Text::CopyFailed };
            said.set(words.text(outcome));
            set_timeout(move || { said.try_set(String::new()); }, THANKS);
        });
    };
    view! {
        <span class="copy">
            <button type="button" class="button button--quiet" title=label.clone() aria-label=label on:click=press>
                {Icon::Copy.show()}
            </button>
            <span class="copy__said" role="status">{said}</span>
        </span>
    }
    .into_any()
}
