//! A row's menu: take its ID, its address, or a search line along (L13). One for all rows.

use std::time::Duration;

use leptos::{ev, prelude::*};
use wasm_bindgen::JsCast;

use crate::{
    dom::{Root, clipboard, focus, menu, task},
    domain::TicketId,
    i18n::{Text, Words},
    state::desk::Desk,
};

/// How long "Copied" stays.
const THANKS: Duration = Duration::from_secs(2);

/// The menu, and the ticket it is open for.
#[derive(Clone, Copy)]
pub struct Menu {
    ticket: RwSignal<Option<TicketId>>,
    said: RwSignal<String>,
    root: Root,
}

/// What can be taken along.
#[derive(Clone, Copy)]
enum Taken {
    Id,
    Link,
    Search,
}

impl Menu {
    /// Closed.
    pub fn new() -> Self {
        Self { ticket: RwSignal::new(None), said: RwSignal::new(String::new()), root: Root::here() }
    }

    /// Opens it for `ticket` at its button.
    pub fn open(self, ticket: TicketId, button: &web_sys::Element) {
        self.ticket.set(Some(ticket));
        if let Some(node) = self.node() {
            menu::open_below(&node, button);
            self.focus(".menu__item");
        }
    }

    /// Closed until a row opens it.
    pub fn show(self) -> AnyView {
        let words = Words::here();
        let item = move |text: Text, taken: Taken| {
            view! {
                <button type="button" class="menu__item" role="menuitem" tabindex="-1" on:click=move |_| self.take(taken, words)>
                    {words.say(text)}
                </button>
            }
        };
        view! {
            <div class="menu" role="menu" popover="auto" on:keydown=move |event| self.moved(&event)>
                {item(Text::ListCopyId, Taken::Id)}
                {item(Text::ListCopyLink, Taken::Link)}
                {item(Text::ListCopySearch, Taken::Search)}
            </div>
            <div class="toast" role="status">{self.said}</div>
        }
        .into_any()
    }

    fn take(self, taken: Taken, words: Words) {
        let desk = Desk::here();
        self.close();
        let Some(id) = self.ticket.get_untracked() else { return };
        let Some(display_id) = desk.display_id(&id) else { return };
        let text = match taken {
            Taken::Id => display_id,
            Taken::Link => desk.address_of(&id),
            // Understood by the search of Gmail, Outlook and most others.
            Taken::Search => format!("subject:\"{display_id}\""),
        };
        task::spawn(Box::pin(async move {
            let outcome =
                if clipboard::copy(&text).await { Text::CopyDone } else { Text::CopyFailed };
            self.said.set(words.text(outcome));
            set_timeout(
                move || {
                    self.said.try_set(String::new());
                },
                THANKS,
            );
        }));
    }

    /// Closes it and gives the focus back: in a shadow root the browser does not.
    fn close(self) {
        if let Some(node) = self.node() {
            menu::close(&node);
        }
        if let Some(id) = self.ticket.get_untracked() {
            self.focus(&format!("[data-ticket={:?}] [aria-haspopup]", id.as_str()));
        }
    }

    /// The arrow keys move, Escape leads back to the button, Tab goes on from there.
    fn moved(self, event: &ev::KeyboardEvent) {
        let position = match event.key().as_str() {
            "Tab" => return self.close(),
            "Escape" => {
                event.prevent_default();
                return self.close();
            }
            "ArrowDown" => {
                ".menu__item:focus + .menu__item, .menu:not(:has(.menu__item:focus + .menu__item)) .menu__item:first-child"
            }
            "ArrowUp" => {
                ".menu__item:has(+ .menu__item:focus), .menu:has(.menu__item:first-child:focus) .menu__item:last-child"
            }
            "Home" => ".menu__item:first-child",
            "End" => ".menu__item:last-child",
            _ => return,
        };
        event.prevent_default();
        self.focus(position);
    }

    fn node(self) -> Option<web_sys::HtmlElement> {
        self.root.find(".menu")?.dyn_into().ok()
    }

    fn focus(self, selector: &str) {
        if let Some(item) = self.root.find(selector) {
            focus::on(&item);
        }
    }
}
