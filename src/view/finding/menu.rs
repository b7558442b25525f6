//! A row's menu: take its ID, its address, or a search line along (L13). One for all rows.

use leptos::{ev, prelude::*};
use wasm_bindgen::JsCast;

use crate::{
    dom::{Root, focus, menu},
    domain::TicketId,
    i18n::{Text, Words},
    state::desk::Desk,
    view::parts::announce,
};

/// On the menu: the ticket it is open for.
const TICKET: &str = "data-for";

/// The menu of all rows, found again by the root it stands in.
#[derive(Clone, Copy)]
struct Menu(Root);

/// What can be taken along.
#[derive(Clone, Copy)]
enum Taken {
    Id,
    Link,
    Search,
}

/// The menu, closed until a row opens it.
pub fn menu() -> AnyView {
    Menu(Root::here()).show()
}

/// Opens it for `ticket` at its button.
pub fn open(root: Root, ticket: &TicketId, button: &web_sys::Element) {
    Menu(root).open(ticket, button);
}

impl Menu {
    fn open(self, ticket: &TicketId, button: &web_sys::Element) {
        if let Some(node) = self.node() {
            // A name of ours on an element of ours: it is always taken.
            let _ = node.set_attribute(TICKET, ticket.as_str());
            menu::open_below(&node, button);
            self.focus("[role=menu] > .menu__item");
        }
    }

    fn show(self) -> AnyView {
        let words = Words::here();
        let item = move |text: Text, taken: Taken| {
            view! {
                <button type="button" class="menu__item" role="menuitem" tabindex="-1" on:click=move |_| self.take(taken)>
                    {words.say(text)}
                </button>
            }
        };
        view! {
            <div class="menu" role="menu" popover="auto" on:keydown=move |event| self.moved(&event)>
                {item(Text::FindCopyId, Taken::Id)}
                {item(Text::FindCopyLink, Taken::Link)}
                {item(Text::FindCopySearch, Taken::Search)}
            </div>
        }
        .into_any()
    }

    fn take(self, taken: Taken) {
        let desk = Desk::here();
        self.close();
        let Some(id) = self.ticket() else { return };
        let Some(display_id) = desk.display_id(&id) else { return };
        announce::copy(match taken {
            Taken::Id => display_id,
            Taken::Link => desk.address_of(&id),
            // Understood by the search of Gmail, Outlook and most others.
            Taken::Search => format!("subject:\"{display_id}\""),
        });
    }

    fn ticket(self) -> Option<TicketId> {
        self.node()?.get_attribute(TICKET).map(TicketId::new)
    }

    /// Closes it and gives the focus back: in a shadow root the browser does not.
    fn close(self) {
        if let Some(node) = self.node() {
            menu::close(&node);
        }
        let button =
            self.ticket().and_then(|it| self.0.find_in_row(it.as_str(), "[aria-haspopup]"));
        if let Some(button) = button {
            focus::on(&button);
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
                ".menu__item:focus + .menu__item, [role=menu]:not(:has(.menu__item:focus + *)) > :first-child"
            }
            "ArrowUp" => {
                ".menu__item:has(+ .menu__item:focus), [role=menu]:has(> :first-child:focus) > :last-child"
            }
            "Home" => "[role=menu] > :first-child",
            "End" => "[role=menu] > :last-child",
            _ => return,
        };
        event.prevent_default();
        self.focus(position);
    }

    fn node(self) -> Option<web_sys::HtmlElement> {
        self.0.find("[role=menu]")?.dyn_into().ok()
    }

    fn focus(self, selector: &str) {
        if let Some(item) = self.0.find(selector) {
            focus::on(&item);
        }
    }
}
