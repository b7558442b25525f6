//! The list of tickets: a real table where there is room, cards where there is not.

mod foot;
mod head;
mod menu;
mod notes;
mod row;
mod rows;
mod toolbar;

use leptos::{ev, html, prelude::*};
use wasm_bindgen::JsCast;

use self::{
    row::{Pattern, Telling},
    rows::Rows,
};
use super::{gate, parts};
use crate::{
    dom::{Clock, Root, focus},
    domain::{Column, Scope, TicketId},
    i18n::{Text, Words},
    state::{FIRST_PAGE, Load, desk::Desk},
};

/// Nobody has scrolled yet: the first page is all there is to see.
const UNMOVED: f64 = -1.0;
/// Rows that are in the page before the first one in view.
const BEFORE: u32 = 16;
/// And after it: what is in view, and as many.
const AFTER: u32 = 40;
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
            {toolbar::toolbar()}
            {notes::notes()}
            {body(back_from)}
            {foot::foot()}
        </div>
    }
    .into_any()
}

fn body(back_from: Option<TicketId>) -> AnyView {
    let desk = Desk::here();
    let mut back_from = back_from;
    (move || if desk.list_is_empty.get() { no_rows() } else { table(back_from.take()) }).into_any()
}

/// Apart from the table, which stays as it is, with the focus in it, while it is read again.
fn no_rows() -> AnyView {
    let (desk, words) = (Desk::here(), Words::here());
    (move || match desk.list_load.get() {
        Load::Failed(found) => parts::trouble(found, move || desk.refresh()),
        Load::Done => nothing(),
        Load::Idle | Load::Waiting => {
            view! { <div class="skeleton" role="status" aria-label=words.text(Text::ListLoading)></div> }.into_any()
        }
    })
    .into_any()
}

/// L10: never had one. Filters that hide all are another state, and come with filters.
fn nothing() -> AnyView {
    let (desk, words) = (Desk::here(), Words::here());
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
    let menu = menu::Menu::new();
    let body = NodeRef::<html::Tbody>::new();
    let (looked_at, look) = signal(UNMOVED);
    show_rows(body, looked_at);
    let has_people =
        move || desk.list.with(|it| matches!(it.scope, Scope::Organization(_))).then_some("");
    let is_busy = move || desk.list.with(|it| it.load == Load::Waiting).to_string();
    // With the head; -1: nobody knows (ARIA).
    let count =
        move || desk.list.with(|it| it.total.map_or(-1, |it| i64::from(it) + 1).to_string());
    let is_long = move || desk.list.with(|it| it.is_long()).then_some("");
    if let Some(id) = back_from {
        let root = Root::here();
        // Once the rows are in the page.
        request_animation_frame(move || {
            if let Some(link) = root.find_in_row(id.as_str(), ".row__link") {
                focus::on(&link);
            }
        });
    }
    view! {
        {skip()}
        <div class="rows" data-long=is_long on:scroll=move |_| if let Some(at) = first_in_view(body) { look.set(at) }>
            <table class="table" role="table" aria-label=words.text(Text::ListTitle) aria-busy=is_busy aria-rowcount=count data-people=has_people>
                {head::head()}
                <tbody role="rowgroup" node_ref=body on:click=move |event| pressed(&event, desk, menu)></tbody>
            </table>
        </div>
        {menu.show()}
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
        let places = match looked_at.get() {
            UNMOVED => 0..FIRST_PAGE,
            at => (at as u32).saturating_sub(BEFORE)..at as u32 + AFTER,
        };
        let telling = Telling { words, dates: desk.dates.get(), now: clock.now() };
        rows.show(desk.rows.at(places.clone()), telling, desk);
        if places.end > FIRST_PAGE {
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
    let top = f64::from(body.closest(".rows").ok()??.scroll_top());
    Some((top / height / STEP).floor() * STEP)
}

/// L2: one listener for all rows. A press anywhere on a row opens it; what a person does on
/// purpose with a link (new tab, copy) or with selected text stays theirs.
fn pressed(event: &ev::MouseEvent, desk: Desk, menu: menu::Menu) {
    let Some(target) = event.target().and_then(|it| it.dyn_into::<web_sys::Element>().ok()) else {
        return;
    };
    let closest = |selector: &str| target.closest(selector).ok().flatten();
    let Some(id) = closest("[data-ticket]").and_then(|it| it.get_attribute("data-ticket")) else {
        return;
    };
    let id = TicketId::new(id);
    if let Some(button) = closest("button") {
        menu.open(&id, &button);
        return;
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
