//! The list of tickets: a real table where there is room, cards where there is not.

pub mod finding;
mod foot;
pub mod head;
mod maker;
mod notes;
mod row;
mod rows;
mod table;
mod toolbar;

use std::rc::Rc;

use leptos::prelude::*;
use web_sys::Element;

use super::{gate, parts};
use crate::{
    dom::{Root, focus},
    domain::{Scope, TicketId},
    i18n::{Text, Words},
    state::{FIRST_PAGE, Load, desk::Desk},
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
    let (desk, root) = (Desk::here(), Root::here());
    // Back where one was, however far down that is.
    let from = back_from.as_ref().and_then(|it| desk.rows.place_of(it));
    let from = from.filter(|it| *it >= FIRST_PAGE);
    if let Some(id) = back_from {
        // Once the rows are in the page.
        request_animation_frame(move || {
            if let Some(link) = root.find_in_row(id.as_str(), ".row__link") {
                focus::on(&link);
            }
        });
    }
    let fill = move |region: Element| table::fill(region, from);
    view! {
        {later(skip)}
        <div class="rows" use:fill></div>
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
