//! Looking through the list: search, filters, saved views, columns, order, the list as a file, the menu of a row
//! (L1, L5, L6, L11, L13), and the page's address (M5). It travels only to who looks.

mod chips;
mod columns;
mod draw;
mod filters;
pub mod menu;
mod order;
mod route;
mod search;
mod views;

use leptos::{ev, prelude::*};
use wasm_bindgen::JsCast;

use crate::{
    dom::{Root, focus, fold, menu as popover, styles},
    domain::{Filter, Scope, StatusCategory, Term, Turn},
    i18n::{Text, Words, add_english},
    state::desk::Desk,
    view::{
        export,
        parts::{channel_text, level_text},
    },
};

pub use draw::draw;

/// Styles and words are there. From now on the desk looks through lists, and the page's address follows where the page wants it.
pub fn begin(desk: Desk) {
    styles::add(styles::FINDING_CSS);
    add_english();
    desk.equip(fold);
    route::begin(desk);
    if let Some(row) = use_context::<Root>().and_then(|it| it.find(".row--head")) {
        columns::arrange(desk, &row);
    }
}

/// What was pressed is gone: the focus goes where one looks on.
fn look_on(root: Root) {
    request_animation_frame(move || {
        if let Some(field) = root.find(".find__field").filter(|_| focus::is_lost()) {
            focus::on(&field);
        }
    });
}

/// Opens a sheet below the button that was pressed.
fn open_sheet(root: Root, selector: &str, event: &ev::MouseEvent) {
    let button = event.current_target().and_then(|it| it.dyn_into::<web_sys::Element>().ok());
    let sheet = root.find(selector).and_then(|it| it.dyn_into().ok());
    if let (Some(button), Some(sheet)) = (button, sheet) {
        popover::open_below(&sheet, &button);
    }
}

/// L6: only what needs the customer's reply, or all again.
pub fn turn_yours(desk: Desk) {
    let yours = Term::Turn(Turn::You);
    let filter = desk.filter_untracked();
    let is_on = filter.terms.contains(&yours);
    desk.seek(if is_on { filter.without(&yours) } else { filter.with(yours) });
}

/// Between the toolbar and the rows: what looks through them, where it is open, and the menu that a row opens.
pub fn place(is_open: bool) -> AnyView {
    view! { {is_open.then(panel)}{menu::menu()} }.into_any()
}

fn panel() -> AnyView {
    let (desk, words) = (Desk::here(), Words::here());
    view! {
        <section class="find" aria-label=words.text(Text::ListFind)>
            <div class="find__line">
                {search::field()}
                {filters::button()}
                {order::order()}
                {views::button()}
                {columns::button()}
                {export::csv(move || columns::columns(desk))}
            </div>
            {chips::chips()}
            {partly()}
        </section>
    }
    .into_any()
}

/// L5: said where the desk does not look by itself.
fn partly() -> AnyView {
    let (desk, words) = (Desk::here(), Words::here());
    (move || {
        let list = desk.list.get();
        list.is_partly_found.then(|| {
            view! { <p class="note" role="status">{words.say(Text::FindPartly)}</p> }.into_any()
        })
    })
    .into_any()
}

/// L4: the order holds among the loaded rows only.
pub fn sorted_partly() -> AnyView {
    let words = Words::here();
    view! { " "{words.say(Text::FindSortedPartly)} }.into_any()
}

/// L10: nothing matches.
pub fn nothing() -> AnyView {
    let (desk, words, root) = (Desk::here(), Words::here(), Root::here());
    let clear = move |_| {
        desk.seek(Filter::default());
        look_on(root);
    };
    view! {
        <div class="state" role="status">
            <p class="state__title">{words.say(Text::FindNothing)}</p>
            <p class="state__help">{words.say(Text::FindNothingHelp)}</p>
            <button type="button" class="button" on:click=clear>
                {words.say(Text::FindClear)}
            </button>
        </div>
    }
    .into_any()
}

/// What a term is called.
fn term_text(term: &Term, desk: Desk, words: Words) -> String {
    let named = |text: Text, value: &str| words.fill(text, &[("value", value)]);
    match term {
        Term::Turn(turn) => words.text(turn_text(*turn)),
        Term::Status(category) => words.text(status_text(*category)),
        Term::Channel(channel) => words.text(channel_text(*channel)),
        Term::Level(level) => level_text(*level).map(|it| words.text(it)).unwrap_or_default(),
        Term::Escalated => words.text(Text::ListEscalated),
        Term::Unread => words.text(Text::ListUnread),
        Term::CreatedFrom(at) => named(Text::FindCreatedFromValue, &words.day(*at)),
        Term::CreatedTo(at) => {
            named(Text::FindCreatedToValue, &words.day(filters::day_before(*at)))
        }
        Term::UpdatedFrom(at) => named(Text::FindUpdatedFromValue, &words.day(*at)),
        Term::UpdatedTo(at) => {
            named(Text::FindUpdatedToValue, &words.day(filters::day_before(*at)))
        }
        Term::Requester(id) => named(Text::FindRequesterValue, &person(id, desk)),
    }
}

/// The name of a person, as the desk's counts have it.
fn person(id: &str, desk: Desk) -> String {
    let named = desk.facets().into_iter().filter(|it| it.term == Term::Requester(id.to_owned()));
    named.filter_map(|it| it.label).next().unwrap_or_else(|| id.to_owned())
}

fn turn_text(turn: Turn) -> Text {
    match turn {
        Turn::Support => Text::StatusSupport,
        Turn::You => Text::StatusYou,
        Turn::OnHold => Text::StatusOnHold,
        Turn::Done => Text::FindTurnDone,
    }
}

fn status_text(category: StatusCategory) -> Text {
    match category {
        StatusCategory::Open | StatusCategory::Unknown => Text::FindStatusOpen,
        StatusCategory::AwaitingCustomer => Text::StatusYou,
        StatusCategory::OnHold => Text::StatusOnHold,
        StatusCategory::Resolved => Text::StatusResolved,
        StatusCategory::Closed => Text::StatusClosed,
    }
}

/// Whether the list is an organisation's, where tickets are of many people (O1).
fn has_people(desk: Desk) -> bool {
    desk.list.with(|it| matches!(it.scope, Scope::Organization(_)))
}
