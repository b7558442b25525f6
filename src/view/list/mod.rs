//! The list of tickets: a real table where there is room, cards where there is not.

pub mod finding;
mod foot;
pub mod head;
mod notes;
mod row;
mod rows;
mod toolbar;

use std::rc::Rc;

use leptos::{ev, html, prelude::*};
use wasm_bindgen::JsCast;

use self::{
    row::{Pattern, Telling},
    rows::Rows,
};
use super::{gate, parts};
use crate::{
    dom::{Clock, Root, focus, js},
    domain::{Column, Scope, TicketId},
    i18n::{Text, Words},
    state::{FIRST_PAGE, Load, desk::Desk},
};

/// Nobody has scrolled yet: the first page is all there is to see.
const UNMOVED: f64 = -1.0;
/// Rows that are in the page before the first one in view.
const BEFORE: u32 = 8;
/// And after it: what is in view, and as many.
const AFTER: u32 = 28;
/// By so many rows the view has to move before others come into the page.
const STEP: f64 = 4.0;

/// The list; the row of `back_from` gets the focus.
pub fn list(back_from: Option<TicketId>) -> AnyView {
    let desk = Desk::here();
    let unavailable = desk.me.with_untracked(|me| gate::no_history(me.as_ref()?));
    if let Some(explanation) = unavailable {
        return explanation;
    }
    view! {
        <div class="list">
            <div class="toolbar">{later(toolbar::toolbar)}</div>
            {finding::place()}
            {notes::notes()}
            {body(back_from)}
            <div class="foot">{later(foot::foot)}</div>
        </div>
    }
    .into_any()
}

/// What stands around the rows costs as much as they do: it has its room, and comes once they are painted.
fn later(make: fn() -> AnyView) -> AnyView {
    let desk = Desk::here();
    (move || desk.is_painted.get().then(make)).into_any()
}

fn body(back_from: Option<TicketId>) -> AnyView {
    let desk = Desk::here();
    let mut back_from = back_from;
    (move || if desk.list_is_empty.get() { no_rows() } else { table(back_from.take()) }).into_any()
}

/// Apart from the table, which stays as it is, with the focus in it, while it is read again.
fn no_rows() -> AnyView {
    let desk = Desk::here();
    (move || match desk.list_load.get() {
        Load::Failed(found) => parts::trouble(found, Rc::new(move || desk.refresh())),
        Load::Done => nothing(),
        Load::Idle | Load::Waiting => gate::waiting(),
    })
    .into_any()
}

/// L10: never had one, or what is looked for hides all.
fn nothing() -> AnyView {
    let (desk, words) = (Desk::here(), Words::here());
    if desk.list.with(|it| it.is_looked_through) {
        return finding::nothing();
    }
    let (title, help) = desk.list.with_untracked(|it| match it.scope {
        Scope::Mine => (Text::ListEmptyMine, Some(Text::ListEmptyMineHelp)),
        Scope::CopiedOn => (Text::ListEmptyCopied, None),
        Scope::Organization(_) => (Text::ListEmptyOrganization, None),
    });
    view! {
        <div class="state">
            <p class="state__title">{words.say(title)}</p>
            {help.map(|it| view! { <p class="state__help">{words.say(it)}</p> }.into_any())}
        </div>
    }
    .into_any()
}

fn table(back_from: Option<TicketId>) -> AnyView {
    let (desk, words) = (Desk::here(), Words::here());
    let root = Root::here();
    let body = NodeRef::<html::Tbody>::new();
    // Back where one was, however far down that is.
    let from = back_from.as_ref().and_then(|it| desk.rows.place_of(it));
    let from = from.filter(|it| *it >= FIRST_PAGE);
    let (looked_at, look) = signal(from.map_or(UNMOVED, f64::from));
    show_rows(body, looked_at);
    let is_busy = move || desk.list.with(|it| it.load == Load::Waiting).to_string();
    // With the head; -1: nobody knows (ARIA).
    let count = move || {
        desk.list.with(|it| it.total.map_or_else(|| "-1".into(), |it| (it + 1).to_string()))
    };
    // What the style sheet has to know.
    let kind = move || {
        desk.list.with(|it| match (it.is_long(), &it.scope) {
            (true, Scope::Organization(_)) => "long people",
            (false, Scope::Organization(_)) => "people",
            (true, _) => "long",
            (false, _) => "",
        })
    };
    if let Some(id) = back_from {
        // Once the rows are in the page.
        request_animation_frame(move || {
            if let Some(link) = root.find_in_row(id.as_str(), ".row__link") {
                focus::on(&link);
            }
        });
    }
    view! {
        {skip()}
        <div class="rows" data-is=kind on:scroll=move |_| if let Some(at) = first_in_view(body) { look.set(at) }>
            <table class="table" role="table" aria-label=words.text(Text::ListTitle) aria-busy=is_busy aria-rowcount=count>
                {head::head()}
                <tbody role="rowgroup" node_ref=body on:click=move |event| pressed(&event, desk, words, root)></tbody>
            </table>
        </div>
    }
    .into_any()
}

/// K3: thousands of links are nothing to tab through.
fn skip() -> AnyView {
    let (root, words) = (Root::here(), Words::here());
    let past = move |_| {
        if let Some(count) = root.find(".foot__count") {
            focus::on(&count);
        }
    };
    view! { <button type="button" class="button skip hidden" on:click=past>{words.say(Text::ListSkip)}</button> }.into_any()
}

/// Shows the rows around the one that is `looked_at`, and asks for those that are not here.
fn show_rows(body: NodeRef<html::Tbody>, looked_at: ReadSignal<f64>) {
    let (desk, words, clock) = (Desk::here(), Words::here(), Clock::here());
    let effect = RenderEffect::new(move |rows: Option<Option<Rows>>| {
        let body = body.get()?;
        let mut rows = rows.flatten().or_else(|| {
            Some(Rows::new(body.unchecked_into(), Pattern::new(&Column::ALL, words).ok()?))
        })?;
        let looked_at = looked_at.get();
        // Another list begins at its top.
        let (sought, sort, shown, gained, is_idle) = desk
            .list
            .with(|it| (it.sought, it.sort, it.shown, it.gained, it.load != Load::Waiting));
        let is_other = rows.is_other((sought, sort));
        let places = match looked_at {
            at if is_other || at == UNMOVED => 0..FIRST_PAGE.min(shown),
            at => (at as u32).saturating_sub(BEFORE)..at as u32 + AFTER,
        };
        let (dates, is_painted) = (desk.dates.get(), desk.is_painted.get());
        let telling = Telling { words, dates, now: clock.now(), sought, is_painted };
        let window = desk.rows.at(places.clone());
        let is_far = window.rows.iter().any(Option::is_none);
        rows.show(window, telling, desk, finding::finder());
        if is_far || desk.list.with_untracked(|it| it.is_sorted_here) {
            finding::want(desk, words.lexicon());
        }
        if is_idle && places.end > FIRST_PAGE && rows.is_other_look(places.start, gained, is_far) {
            desk.look(places);
        }
        Some(rows)
    });
    StoredValue::new_local(effect);
}

/// The row at the top of what is in view, to the next few: not every pixel is a change.
fn first_in_view(body: NodeRef<html::Tbody>) -> Option<f64> {
    let body = body.get_untracked()?;
    let height = body.query_selector("tr").ok()??.get_bounding_client_rect().height();
    let top = js::get(&body.closest(".rows").ok()??.into(), "scrollTop").as_f64()?;
    Some((top / height / STEP).floor() * STEP)
}

/// L2: one listener for all rows. A press anywhere on a row opens it; what a person does on
/// purpose with a link (new tab, copy) or with selected text stays theirs.
fn pressed(event: &ev::MouseEvent, desk: Desk, words: Words, root: Root) {
    let Some(target) = event.target().and_then(|it| it.dyn_into::<web_sys::Element>().ok()) else {
        return;
    };
    let closest = |selector: &str| target.closest(selector).ok().flatten();
    let Some(id) = closest("[data-ticket]").and_then(|it| it.get_attribute("data-ticket")) else {
        return;
    };
    let id = TicketId::new(id);
    if let Some(button) = closest("button") {
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
