//! A PDF, in the browser's own viewer where the page's policy lets it be: that needs
//! `frame-src blob:`. Elsewhere it is a link to a tab of its own, and says so.

use leptos::prelude::*;

use crate::{
    dom::Refusal,
    i18n::{Text, Words},
    view::parts::Icon,
};

/// The PDF at `url`, which is a `blob:` address.
pub fn paper(url: String, name: String) -> AnyView {
    let is_refused = RwSignal::new(Refusal::is_certain());
    let told = move || {
        let _ = is_refused.try_set(true);
    };
    // Listening ends with this view.
    StoredValue::new_local(Refusal::listen(Box::new(told)));
    (move || match is_refused.get() {
        true => refused(url.clone()),
        false => {
            view! { <iframe class="viewer__paper" src=url.clone() title=name.clone()></iframe> }
                .into_any()
        }
    })
    .into_any()
}

fn refused(url: String) -> AnyView {
    let words = Words::here();
    view! {
        <div class="viewer__stage">
            <div class="viewer__words">
                <p>{words.say(Text::ViewerBlocked)}</p>
                {new_tab(url)}
            </div>
        </div>
    }
    .into_any()
}

fn new_tab(url: String) -> AnyView {
    let words = Words::here();
    view! {
        <a class="button" href=url target="_blank" rel="noopener noreferrer">
            {Icon::OUT.show()}
            {words.say(Text::ViewerNewTab)}
        </a>
    }
    .into_any()
}
