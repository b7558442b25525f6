//! Search, filters and what else looks through the list: the split point of it, and its place above the
//! rows (L5, L6).

use std::{cell::Cell, rc::Rc};

use leptos::prelude::*;
use web_sys::Element;

use crate::{
    dom::Root,
    domain::TicketId,
    i18n::{Lexicon, Text, Words},
    state::{Load, Trouble, desk::Desk},
    view::{
        finding, parts,
        split::{fetched, split_point},
    },
};

/// L1: where it is kept which columns somebody chose.
pub const COLUMNS: &str = "columns";

/// What the chunk brings. It stays as long as the page.
pub struct Finding {
    place: fn(bool) -> AnyView,
    nothing: fn() -> AnyView,
    partly: fn() -> AnyView,
    turn_yours: fn(Desk),
    begin: fn(Desk),
    open_menu: fn(Root, &TicketId, &Element),
    /// Shows in a row where its ticket has what was looked for; nothing any more where it does not.
    pub draw: fn(Desk, &Element, Option<&TicketId>),
}

/// It, once it is here.
pub type Finder = &'static Finding;

thread_local! {
    /// One for all widgets of the page.
    static FINDER: Cell<Option<Finder>> = const { Cell::new(None) };
}

split_point!(
    fetch,
    finding,
    Finder,
    Box::leak(Box::new(Finding {
        place: finding::place,
        nothing: finding::nothing,
        partly: finding::sorted_partly,
        turn_yours: finding::turn_yours,
        begin: finding::begin,
        open_menu: finding::menu::open,
        draw: finding::draw,
    }))
);

/// What is done with it, once it is here.
type Then = Box<dyn FnOnce(Finder)>;

/// Once it is here.
pub fn finder() -> Option<Finder> {
    FINDER.get()
}

/// Fetches it, unless it is here or under way.
pub fn want(desk: Desk, lexicon: Rc<Lexicon>) {
    if matches!(desk.finding.get_untracked(), Load::Idle | Load::Failed(_)) {
        with(desk, lexicon, Box::new(|_| {}));
    }
}

/// Does `then` with it, as soon as it is here.
fn with(desk: Desk, lexicon: Rc<Lexicon>, then: Then) {
    let load = desk.finding.get_untracked();
    if let (Load::Done, Some(finder)) = (load, finder()) {
        return then(finder);
    }
    let more = lexicon.add_more();
    desk.note_finding(Load::Waiting);
    desk.at_home(Box::pin(async move {
        let Ok(finder) = fetched!(fetch) else {
            // Its place says so, and offers to try again.
            desk.turn_finding(true);
            return desk.note_finding(Load::Failed(Trouble::UNFETCHED));
        };
        more.await;
        // Several may have waited: the first begins.
        if !matches!(desk.finding.get_untracked(), Load::Done) {
            FINDER.set(Some(finder));
            (finder.begin)(desk);
            desk.note_finding(Load::Done);
        }
        then(finder);
    }));
}

/// L6: only what needs the customer's reply, or all again.
pub fn turn_yours(desk: Desk, words: Words) {
    desk.turn_finding(true);
    with(desk, words.lexicon(), Box::new(move |it| (it.turn_yours)(desk)));
}

/// L13: the menu of a row, open at its button.
pub fn open_menu(desk: Desk, words: Words, root: Root, ticket: TicketId, button: Element) {
    // Once it is in the page.
    let open = move |it: Finder| {
        request_animation_frame(move || (it.open_menu)(root, &ticket, &button));
    };
    with(desk, words.lexicon(), Box::new(open));
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
            want(desk, words.lexicon());
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
        (is_open, Load::Done, Some(finder)) => (finder.place)(is_open),
        (false, ..) => ().into_any(),
        (_, Load::Failed(_), _) => parts::unfetched(Rc::new(move || want(desk, words.lexicon()))),
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
