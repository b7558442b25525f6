//! Search, filters and what else looks through the list: the split point of it, and its place above the
//! rows (L5, L6).

use std::{cell::Cell, future::Future, pin::Pin, rc::Rc};

use leptos::prelude::*;
use web_sys::Element;

use crate::{
    dom::{Root, styles},
    domain::TicketId,
    i18n::{self, Text, Words},
    state::{Load, Trouble, desk::Desk},
    view::{
        finding, parts,
        split::{fetched, split_point},
    },
};

/// What the chunk brings.
#[derive(Clone, Copy)]
pub struct Finder {
    css: &'static str,
    add_english: fn(),
    equip: fn(Desk),
    panel: fn() -> AnyView,
    nothing: fn() -> AnyView,
    partly: fn() -> AnyView,
    turn_yours: fn(Desk),
    begin: fn(Desk),
    menu: fn() -> AnyView,
    open_menu: fn(Root, &TicketId, &Element),
    /// Shows in a row where its ticket has what was looked for; nothing any more where it does not.
    pub draw: fn(Desk, &Element, &TicketId),
}

thread_local! {
    /// One for all widgets of the page.
    static FINDER: Cell<Option<Finder>> = const { Cell::new(None) };
}

split_point!(
    fetch,
    finding,
    Finder,
    Finder {
        css: styles::FINDING_CSS,
        add_english: i18n::add_english,
        equip: finding::equip,
        panel: finding::panel,
        nothing: finding::nothing,
        partly: finding::sorted_partly,
        turn_yours: finding::turn_yours,
        begin: finding::begin,
        menu: finding::menu::menu,
        open_menu: finding::menu::open,
        draw: finding::draw,
    }
);

/// What chunks say, on its way.
pub type More = Pin<Box<dyn Future<Output = ()>>>;

/// Once it is here.
pub fn finder() -> Option<Finder> {
    FINDER.get()
}

/// Fetches it, unless it is here or under way, and does `then` once it is here.
pub fn want(desk: Desk, more: More, then: Box<dyn FnOnce(Finder)>) {
    match (desk.finding.get_untracked(), finder()) {
        (Load::Done, Some(finder)) => return then(finder),
        (Load::Waiting, _) => return,
        _ => desk.note_finding(Load::Waiting),
    }
    desk.at_home(Box::pin(async move {
        let Ok(finder) = fetched!(fetch) else {
            // Its place says so, and offers to try again.
            desk.turn_finding(true);
            return desk.note_finding(Load::Failed(Trouble::UNFETCHED));
        };
        styles::add(finder.css);
        (finder.add_english)();
        more.await;
        FINDER.set(Some(finder));
        (finder.equip)(desk);
        (finder.begin)(desk);
        desk.note_finding(Load::Done);
        then(finder);
    }));
}

/// L6: only what needs the customer's reply, or all again.
pub fn turn_yours(desk: Desk, words: Words) {
    desk.turn_finding(true);
    want(desk, words.more(), Box::new(move |it| (it.turn_yours)(desk)));
}

/// L13: the menu of a row, open at its button.
pub fn open_menu(desk: Desk, words: Words, root: Root, ticket: TicketId, button: Element) {
    want(
        desk,
        words.more(),
        // Once it is in the page.
        Box::new(move |it| request_animation_frame(move || (it.open_menu)(root, &ticket, &button))),
    );
}

/// Where it is, closed.
pub fn menu() -> AnyView {
    let desk = Desk::here();
    (move || match (desk.finding.get(), finder()) {
        (Load::Done, Some(it)) => (it.menu)(),
        _ => ().into_any(),
    })
    .into_any()
}

/// The button that opens it.
pub fn button() -> AnyView {
    let (desk, words) = (Desk::here(), Words::here());
    let is_open = move || desk.is_finding.get().to_string();
    let name = words.text(Text::ListFind);
    let press = move |_| {
        let is_open = !desk.is_finding.get_untracked();
        desk.turn_finding(is_open);
        if is_open {
            want(desk, words.more(), Box::new(|_| {}));
        }
    };
    view! {
        <button type="button" class="button button--quiet" aria-expanded=is_open title=name.clone() aria-label=name
            on:click=press>
            {parts::Icon::SEARCH.show()}
        </button>
    }
    .into_any()
}

/// Its place above the rows; as high while it is on its way.
pub fn place() -> AnyView {
    let (desk, words) = (Desk::here(), Words::here());
    (move || match (desk.is_finding.get(), desk.finding.get(), finder()) {
        (false, ..) => ().into_any(),
        (_, Load::Done, Some(finder)) => (finder.panel)(),
        (_, Load::Failed(_), _) => {
            parts::unfetched(Rc::new(move || want(desk, words.more(), Box::new(|_| {}))))
        }
        _ => view! { <div class={"toolbar"} aria-busy="true"></div> }.into_any(),
    })
    .into_any()
}

/// L10: what is looked for hides all.
pub fn nothing() -> AnyView {
    finder().map(|it| (it.nothing)()).into_any()
}

/// L4: sorted here, and there is more: what sorts says so.
pub fn partly() -> AnyView {
    finder().map(|it| (it.partly)()).into_any()
}
