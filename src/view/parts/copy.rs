//! A button that copies.

use std::time::Duration;

use leptos::prelude::*;

use super::Icon;
use crate::{
    dom::{clipboard, task},
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
    /// Shows that name beside the icon.
    #[prop(optional)]
    is_named: bool,
) -> AnyView {
    let words = Words::here();
    let said = RwSignal::new(String::new());
    let press = move |_| {
        let text = text.clone();
        task::spawn(Box::pin(async move {
            let outcome =
                if clipboard::copy(&text).await { Text::CopyDone } else { Text::CopyFailed };
            said.set(words.text(outcome));
            set_timeout(
                move || {
                    said.try_set(String::new());
                },
                THANKS,
            );
        }));
    };
    let button = match is_named {
        true => view! { <button type="button" class="button" on:click=press>{Icon::Copy.show()}{label}</button> }.into_any(),
        false => view! {
            <button type="button" class="button button--quiet" title=label.clone() aria-label=label on:click=press>
                {Icon::Copy.show()}
            </button>
        }
        .into_any(),
    };
    view! {
        <span class="copy">
            {button}
            <span class="copy__said" role="status">{said}</span>
        </span>
    }
    .into_any()
}
