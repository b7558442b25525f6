//! The table of a list: its head, and the rows around the one that is looked at.
//!
//! No view, as its rows are none. What a customer waits for first is this, and as a view it took a browser two hundred
//! functions more, each compiled as it is called.

use std::{cell::Cell, rc::Rc};

use leptos::{ev, prelude::*};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::Element;

use super::{
    finding, head,
    maker::{Maker, write},
    row::{Pattern, Telling},
    rows::Rows,
};
use crate::{
    dom::{Clock, Listener, Root, js},
    domain::{Column, Scope, SortKey, TicketId},
    i18n::{Text, Words},
    state::{
        FIRST_PAGE, Load,
        desk::{Desk, ListHead},
    },
};

/// Nobody has scrolled yet: the first page is all there is to see.
const UNMOVED: f64 = -1.0;
/// Rows that are in the page before the first one in view.
const BEFORE: u32 = 8;
/// And after it: what is in view, and as many.
const AFTER: u32 = 28;
/// By so many rows the view has to move before others come into the page.
const STEP: f64 = 4.0;

/// Which row is looked at.
#[derive(Clone)]
struct View {
    at: Rc<Cell<f64>>,
    moved: Trigger,
}

/// The elements around the rows.
struct Table {
    region: Element,
    table: Element,
    body: Element,
    sorting: Vec<(SortKey, Element)>,
}

/// Fills the region that scrolls, with the row at place `from` in view, or the first page, and goes on until the current
/// owner ends.
pub fn fill(region: Element, from: Option<u32>) {
    let (desk, words, root, clock) = (Desk::here(), Words::here(), Root::here(), Clock::here());
    // A page has any element we name.
    let Ok(table) = Table::new(region, words) else { return };
    let Ok(pattern) = Pattern::new(&Column::ALL, words) else { return };
    let view =
        View { at: Rc::new(Cell::new(from.map_or(UNMOVED, f64::from))), moved: Trigger::new() };
    let listeners = table.listen(desk, words, root, view.clone());
    let mut rows = Rows::new(table.body.clone().unchecked_into(), pattern);
    let effect = RenderEffect::new(move |_| {
        // They are there as long as this.
        let _ = &listeners;
        let list = desk.list.get();
        table.say(&list);
        view.moved.track();
        // Another list begins at its top.
        let is_other = rows.is_other((list.sought, list.sort));
        let places = match view.at.get() {
            at if is_other || at == UNMOVED => 0..FIRST_PAGE.min(list.shown),
            at => (at as u32).saturating_sub(BEFORE)..at as u32 + AFTER,
        };
        let (dates, is_painted) = (desk.dates.get(), desk.is_painted.get());
        let telling = Telling { words, dates, now: clock.now(), sought: list.sought, is_painted };
        let window = desk.rows.at(places.clone());
        let is_far = window.rows.iter().any(Option::is_none);
        rows.show(window, telling, desk, finding::finder());
        if is_far || list.is_sorted_here {
            finding::want(desk, words.lexicon());
        }
        let is_idle = list.load != Load::Waiting;
        if is_idle
            && places.end > FIRST_PAGE
            && rows.is_other_look(places.start, list.gained, is_far)
        {
            desk.look(places);
        }
    });
    StoredValue::new_local(effect);
}

impl Table {
    fn new(region: Element, words: Words) -> Result<Self, JsValue> {
        let mut maker = Maker::new()?;
        let table = maker.root("table", "table", "table")?;
        table.set_attribute("aria-label", &words.text(Text::ListTitle))?;
        let sorting = head::head(&mut maker, &table, words)?;
        let body = maker.add(&table, "tbody", "")?;
        body.set_attribute("role", "rowgroup")?;
        region.append_child(&table)?;
        Ok(Self { region, table, body, sorting })
    }

    /// To its scrolling, and to presses: one listener for all rows and heads.
    fn listen(&self, desk: Desk, words: Words, root: Root, view: View) -> [Listener; 2] {
        let (region, sorting) = (self.region.clone(), self.sorting.clone());
        let scrolled = move |_| {
            if let Some(at) = first_in_view(&region)
                && view.at.replace(at) != at
            {
                view.moved.notify();
            }
        };
        let pressed = move |event: ev::Event| {
            let event: ev::MouseEvent = event.unchecked_into();
            let Some(target) = event.target().and_then(|it| it.dyn_into::<Element>().ok()) else {
                return;
            };
            let button = target.closest("button").ok().flatten();
            let is_on = |head: &Element| button.is_some() && head.contains(Some(&target));
            match sorting.iter().find(|(_, head)| is_on(head)) {
                Some((key, _)) => desk.sort_by(*key),
                None => row_pressed(&event, &target, button, desk, words, root),
            }
        };
        [
            Listener::at(&self.region, "scroll", Box::new(scrolled)),
            Listener::at(&self.table, "click", Box::new(pressed)),
        ]
    }

    /// Writes what the list says of itself.
    fn say(&self, list: &ListHead) {
        // What the style sheet has to know.
        let kind = match (list.is_long(), &list.scope) {
            (true, Scope::Organization(_)) => "long people",
            (false, Scope::Organization(_)) => "people",
            (true, _) => "long",
            (false, _) => "",
        };
        // With the head; -1: nobody knows (ARIA).
        let count = list.total.map_or_else(|| "-1".into(), |it| (it + 1).to_string());
        let is_busy = list.load == Load::Waiting;
        say(&self.region, "data-is", Some(kind));
        say(&self.table, "aria-busy", Some(if is_busy { "true" } else { "false" }));
        say(&self.table, "aria-rowcount", Some(&count));
        for (key, head) in &self.sorting {
            let order = match (list.sort.key == *key && !list.is_ranked, list.sort.descending) {
                (false, _) => None,
                (true, true) => Some("descending"),
                (true, false) => Some("ascending"),
            };
            say(head, "aria-sort", order);
        }
    }
}

/// Writes it where it differs.
fn say(element: &Element, name: &str, value: Option<&str>) {
    if element.get_attribute(name).as_deref() != value {
        write(element, name, value);
    }
}

/// The row at the top of what is in view, to the next few: not every pixel is a change.
fn first_in_view(region: &Element) -> Option<f64> {
    let row = region.query_selector("tbody > tr").ok()??;
    let top = js::get(region, "scrollTop").as_f64()?;
    Some((top / row.get_bounding_client_rect().height() / STEP).floor() * STEP)
}

/// L2: a press anywhere on a row opens it; what a person does on purpose with a link (new tab, copy) or with selected
/// text stays theirs.
fn row_pressed(
    event: &ev::MouseEvent,
    target: &Element,
    button: Option<Element>,
    desk: Desk,
    words: Words,
    root: Root,
) {
    let closest = |selector: &str| target.closest(selector).ok().flatten();
    let Some(id) = closest("[data-ticket]").and_then(|it| it.get_attribute("data-ticket")) else {
        return;
    };
    let id = TicketId::new(id);
    if let Some(button) = button {
        return finding::open_menu(desk, words, root, id, button);
    }
    let is_link = closest("a").is_some();
    let is_special = event.ctrl_key()
        || event.meta_key()
        || event.shift_key()
        || event.alt_key()
        || event.button() != 0;
    if is_special || event.default_prevented() || (!is_link && has_selection()) {
        return;
    }
    event.prevent_default();
    desk.open(id);
}

/// Whether the press was the end of selecting text.
fn has_selection() -> bool {
    let selection = web_sys::window().and_then(|it| it.get_selection().ok().flatten());
    selection.is_some_and(|it| !it.is_collapsed())
}
