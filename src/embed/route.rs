//! Addresses: the only file that reads the page's own.
//!
//! With `routing="memory"` nothing is ever written to the history. A link to a ticket is still a
//! real one (L2): this page with one key in its query, which a list reads when it starts.

use web_sys::Url;

use crate::{
    config::View,
    domain::{MessageId, TicketId},
};

/// The one key in the page's query that is ours: a ticket, or `ticket*message`.
const KEY: &str = "deskpane";

/// `href` against the page's base; only http and https.
pub fn absolute(href: &str) -> Option<String> {
    let base = web_sys::window()?.document()?.base_uri().ok()??;
    let url = Url::new_with_base(href, &base).ok()?;
    matches!(url.protocol().as_str(), "http:" | "https:").then(|| url.href())
}

/// Where a link to a ticket leads, or to a message of it.
pub fn address_of(id: &TicketId, message: Option<&MessageId>) -> String {
    let here = here().unwrap_or_default();
    let Ok(url) = Url::new(&here) else { return here };
    let mut place = id.as_str().to_owned();
    if let Some(message) = message {
        place.push('*');
        place.push_str(message.as_str());
    }
    url.search_params().set(KEY, &place);
    url.href()
}

/// The ticket that the page's address names, for a view that can open one, and the message.
pub fn ticket_of(view: View) -> Option<(TicketId, Option<MessageId>)> {
    if !matches!(view, View::Portal | View::List) {
        return None;
    }
    let place = Url::new(&here()?).ok()?.search_params().get(KEY)?;
    let mut parts = place.splitn(2, '*');
    let id = parts.next()?;
    let plain = |it: char| it.is_ascii_alphanumeric() || matches!(it, '-' | '_' | '.');
    // A message's is only ever compared: a desk may call its messages as it likes.
    let is_good = (1..=64).contains(&id.len()) && id.chars().all(plain);
    is_good.then(|| (TicketId::new(id), parts.next().map(MessageId::new)))
}

fn here() -> Option<String> {
    web_sys::window()?.location().href().ok()
}
