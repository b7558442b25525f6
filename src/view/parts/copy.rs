//! A button that copies.

use leptos::prelude::*;

use super::{Icon, announce};

/// Copies `text`; the live region says so.
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
    let press = move |_| announce::copy(text.clone());
    match is_named {
        true => view! { <button type="button" class="button" on:click=press>{Icon::COPY.show()}{label}</button> }.into_any(),
        false => view! {
            <button type="button" class="button button--quiet" title=label.clone() aria-label=label on:click=press>
                {Icon::COPY.show()}
            </button>
        }
        .into_any(),
    }
}
