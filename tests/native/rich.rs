//! R2: what a customer writes or pastes, and what goes to the desk.

use deskpane::domain::rich::Rich;

mod building;
mod links;
mod properties;
mod reader;
mod text;
mod typing;

/// What is pasted, as the HTML that would be sent.
#[track_caller]
fn check(pasted: &str, html: &str) {
    assert_eq!(pasted_html(pasted).to_html(), html);
}

fn pasted_html(html: &str) -> Rich {
    reader::read(html)
}
