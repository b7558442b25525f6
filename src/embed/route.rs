//! Addresses: where the page's own leads when the widget starts, and links to tickets.
//!
//! With `routing="memory"` nothing is ever written to the history (with the others `view::finding` writes it). A link
//! to a ticket is still a real one (L2): this page with one key of ours, which a list reads when it starts.

use web_sys::Url;

use crate::{
    config::{KEY, Routing, Settings},
    dom::address::{self, Part},
    domain::{MessageId, TicketId, read_ticket, write_ticket},
};

/// `href` against the page's base; only http and https.
pub fn absolute(href: &str) -> Option<String> {
    let base = web_sys::window()?.document()?.base_uri().ok()??;
    let url = Url::new_with_base(href, &base).ok()?;
    matches!(url.protocol().as_str(), "http:" | "https:").then(|| url.href())
}

/// Where a link to a ticket leads, or to a message of it.
pub fn address_of(routing: Routing, id: &TicketId, message: Option<&MessageId>) -> String {
    let part = if routing == Routing::Hash { Part::Hash } else { Part::Query };
    address::with(part, KEY, &write_ticket(id, message))
}

/// Where the page's address leads, for a view that has more than one place.
pub fn find(mut settings: Settings) -> Settings {
    if settings.ticket.is_some() || !settings.has_places() {
        return settings;
    }
    // Links lead to the query where the page wants no routing.
    let part = if settings.routing == Routing::Hash { Part::Hash } else { Part::Query };
    let place = address::read(part, KEY).unwrap_or_default();
    if place.starts_with('~') {
        settings.looking = Some(place);
    } else if let Some((ticket, message)) = read_ticket(&place) {
        (settings.ticket, settings.message) = (Some(ticket), message);
    }
    settings
}
