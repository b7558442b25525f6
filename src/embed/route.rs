//! Addresses: where the page's own leads when the widget starts, and links to tickets.
//!
//! With `routing="memory"` nothing is ever written to the history (with the others `dom::history` writes). A link
//! to a ticket is still a real one (L2): this page with one key of ours, which a list reads when it starts.

use web_sys::Url;

use crate::{
    config::{KEY, Routing, Settings, View},
    domain::{MessageId, TicketId},
};

/// `href` against the page's base; only http and https.
pub fn absolute(href: &str) -> Option<String> {
    let base = web_sys::window()?.document()?.base_uri().ok()??;
    let url = Url::new_with_base(href, &base).ok()?;
    matches!(url.protocol().as_str(), "http:" | "https:").then(|| url.href())
}

/// Where a link to a ticket leads, or to a message of it.
pub fn address_of(routing: Routing, id: &TicketId, message: Option<&MessageId>) -> String {
    let here = here().unwrap_or_default();
    let Ok(url) = Url::new(&here) else { return here };
    let mut place = id.as_str().to_owned();
    if let Some(message) = message {
        place.push('*');
        place.push_str(message.as_str());
    }
    if routing == Routing::Hash {
        let page = here.split('#').next().unwrap_or_default();
        return format!("{page}#{KEY}={place}");
    }
    url.search_params().set(KEY, &place);
    url.href()
}

/// Where the page's address leads, for a view that has more than one place.
pub fn find(mut settings: Settings) -> Settings {
    if settings.ticket.is_some() || !matches!(settings.view, View::Portal | View::List) {
        return settings;
    }
    let here = here().unwrap_or_default();
    // Other keys behind the `#` are the page's, as those in its query are.
    let here = match (settings.routing, here.split_once('#')) {
        (Routing::Hash, Some((_, hash))) => format!("http://page/?{hash}"),
        _ => here,
    };
    let place = Url::new(&here).ok().and_then(|it| it.search_params().get(KEY));
    let Some(place) = place else { return settings };
    if place.starts_with('~') {
        settings.looking = Some(place);
        return settings;
    }
    let mut parts = place.splitn(2, '*');
    let id = parts.next().unwrap_or_default();
    let plain = |it: char| it.is_ascii_alphanumeric() || matches!(it, '-' | '_' | '.');
    // A message's is only ever compared: a desk may call its messages as it likes.
    if (1..=64).contains(&id.len()) && id.chars().all(plain) {
        settings.ticket = Some(TicketId::new(id));
        settings.message = parts.next().map(MessageId::new);
    }
    settings
}

fn here() -> Option<String> {
    web_sys::window()?.location().href().ok()
}
