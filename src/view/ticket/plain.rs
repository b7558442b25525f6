//! Plain text with its addresses as links.

use leptos::prelude::*;

use crate::domain::rich;

/// `text`, with what is an address in it a link. What is said is where it leads: nothing else is shown.
pub fn text(text: &str) -> AnyView {
    let mut at = 0;
    let mut parts: Vec<AnyView> = Vec::new();
    for (range, href) in rich::links(text) {
        let (Some(before), Some(said)) = (text.get(at..range.start), text.get(range.clone()))
        else {
            continue;
        };
        parts.push(before.to_owned().into_any());
        parts.push(link(href, said.to_owned()));
        at = range.end;
    }
    parts.push(text.get(at..).unwrap_or_default().to_owned().into_any());
    parts.into_any()
}

/// It says nothing of where it was pressed, and lends its target nothing of the page's good name.
fn link(href: String, said: String) -> AnyView {
    view! {
        <a class="link" href=href target="_blank" rel="noopener noreferrer nofollow">{said}</a>
    }
    .into_any()
}
