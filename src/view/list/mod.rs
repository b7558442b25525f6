//! The list of tickets: a real table where there is room, cards where there is not.

mod foot;
mod head;
mod menu;
mod notes;
mod row;
mod toolbar;

use leptos::{ev, prelude::*};
use wasm_bindgen::JsCast;

use super::{gate, parts};
use crate::{
    dom::{Root, focus},
    domain::{Scope, TicketId},
    i18n::{Text, Words},
    state::{Load, desk::Desk},
};

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
    let has_people =
        move || desk.list.with(|it| matches!(it.scope, Scope::Organization(_))).then_some("");
    let is_busy = move || desk.list.with(|it| it.load == Load::Waiting).to_string();
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
        <table class="table" role="table" aria-label=words.text(Text::ListTitle) aria-busy=is_busy data-people=has_people>
            {head::head()}
            <tbody
                role="rowgroup"
                on:click=move |event| pressed(&event, desk, menu)
            >
                <For each=move || desk.rows.get() key=|it| it.id.clone() let:it>
                    {row::row(it)}
                </For>
            </tbody>
        </table>
        {menu.show()}
    }
    .into_any()
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
