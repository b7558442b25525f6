//! The element the widget stands in, to find something in it again.

use leptos::prelude::*;
use web_sys::Element;

/// The widget's own root. `document` would see the host page instead.
#[derive(Clone, Copy)]
pub struct Root(StoredValue<Element, LocalStorage>);

impl Root {
    /// For the views below the current owner.
    pub fn provide(element: Element) {
        provide_context(Self(StoredValue::new_local(element)));
    }

    /// The root of the view this is called in.
    pub fn here() -> Self {
        expect_context()
    }

    /// The first element that matches in the list's row of a ticket.
    pub fn find_in_row(self, ticket: &str, selector: &str) -> Option<Element> {
        let id = ticket.replace('\\', "\\\\").replace('"', "\\\"");
        self.find(&format!("[data-ticket=\"{id}\"] {selector}"))
    }

    /// The first element that matches.
    pub fn find(self, selector: &str) -> Option<Element> {
        self.0.try_with_value(|it| it.query_selector(selector).ok().flatten())?
    }
}
