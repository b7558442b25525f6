//! Addresses: the only file that reads the page's own.
//!
//! With `routing="memory"` nothing is ever written to the history. A link to a ticket is still a
//! real one (L2): this page with one key in its query, which a list reads when it starts.

use web_sys::Url;

use crate::{config::View, domain::TicketId};

/// The one key in the page's query that is ours.
const KEY: &str = "deskpane";

/// `href` against the page's base; only http and https.
pub fn absolute(href: &str) -> Option<String> {
    let base = web_sys::window()?.document()?.base_uri().ok()??;
    let url = Url::new_with_base(href, &base).ok()?;
    matches!(url.protocol().as_str(), "http:" | "https:").then(|| url.href())
}

/// Where a link to `id` leads.
pub fn address_of(id: &TicketId) -> String {
    let here = here().unwrap_or_default();
    let Ok(url) = Url::new(&here) else { return here };
    url.search_params().set(KEY, id.as_str());
    url.href()
}

/// The ticket that the page's address names, for a view that can open one.
pub fn ticket_of(view: View) -> Option<TicketId> {
    if !matches!(view, View::Portal | View::List) {
        return None;
    }
    let id = Url::new(&here()?).ok()?.search_params().get(KEY)?;
    let plain = |it: char| it.is_ascii_alphanumeric() || matches!(it, '-' | '_' | '.');
    ((1..=64).contains(&id.len()) && id.chars().all(plain)).then(|| TicketId::new(id))
}

fn here() -> Option<String> {
    web_sys::window()?.location().href().ok()
}
