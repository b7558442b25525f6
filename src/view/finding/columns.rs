//! L1: the columns that a customer chose, in their order, as wide as they like: a sheet for everybody, and the
//! edges of the heads for who drags.
//!
//! Rows are copied from a pattern that knows nothing of this; what is chosen is done to them when they are drawn.

use std::cell::RefCell;

use leptos::{ev, prelude::*};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, HtmlElement};

use super::{has_people, open_sheet};
use crate::{
    dom::{Root, focus, js, storage, task},
    domain::{Column, Layout, Layouts},
    i18n::{Text, Words},
    state::desk::Desk,
    view::{
        list::{finding::COLUMNS, head::column_text},
        parts::Icon,
    },
};

/// On the region of the rows: the columns that show, in their order.
const SHOWN: &str = "data-columns";
/// What the subject has at least, in pixels, however many columns stand beside it.
const LEAST: f64 = 220.0;
/// On a row: the order its cells are in.
const ORDER: &str = "data-order";

thread_local! {
    /// Of all widgets of the page.
    static LAYOUTS: RefCell<Option<Layouts>> = const { RefCell::new(None) };
}

fn layout(desk: Desk) -> Option<Layout> {
    let scope = desk.list.with_untracked(|it| it.scope.clone());
    LAYOUTS.with_borrow_mut(|all| {
        let read = || Layouts::read(&storage::get(COLUMNS).unwrap_or_default());
        all.get_or_insert_with(read).get(&scope).cloned()
    })
}

/// The columns that show, in their order, for what else tells of the list.
pub fn columns(desk: Desk) -> Vec<Column> {
    let all = || Column::ALL.into_iter().filter(|it| *it != Column::Requester || has_people(desk));
    layout(desk).map_or_else(|| all().collect(), |it| it.columns().collect())
}

/// Puts a row into the order that was chosen, and all of its table, where that is not done yet.
pub fn arrange(desk: Desk, row: &Element) {
    let layout = layout(desk);
    let names = layout.as_ref().map(names);
    arrange_row(row, names.as_deref());
    match row.closest(".rows") {
        Ok(Some(region)) if region.get_attribute(SHOWN) != names => {
            arrange_all(&region, layout.as_ref());
        }
        Ok(Some(_)) => {}
        // It is on its way into a table of its own.
        _ => {
            let row = row.clone();
            request_animation_frame(move || {
                if row.is_connected() {
                    arrange(desk, &row);
                }
            });
        }
    }
}

fn names(layout: &Layout) -> String {
    layout.columns().map(Column::name).collect::<Vec<_>>().join(" ")
}

/// Attributes and properties of ours, on elements of ours: they are always taken.
fn arrange_all(region: &Element, layout: Option<&Layout>) {
    let names = layout.map(names);
    let _ = match &names {
        Some(names) => region.set_attribute(SHOWN, names),
        None => region.remove_attribute(SHOWN),
    };
    if let Some(region) = region.dyn_ref::<HtmlElement>() {
        for column in Column::ALL {
            let name = format!("--_w-{}", column.name());
            let width = layout.and_then(|it| it.width(column));
            let width = width.map_or_else(String::new, |it| format!("{it}px"));
            let _ = region.style().set_property(&name, &width);
        }
    }
    let all = |selector: &str| -> Vec<Element> {
        let Ok(found) = region.query_selector_all(selector) else { return Vec::new() };
        (0..found.length()).filter_map(|at| found.item(at)?.dyn_into().ok()).collect()
    };
    for row in all(".row") {
        arrange_row(&row, names.as_deref());
    }
    let heads = all(".row--head > .cell:not(.cell--subject)");
    let least = heads.iter().fold(LEAST, |sum, it| sum + number(it, "clientWidth"));
    if let Some(region) = region.dyn_ref::<HtmlElement>() {
        let _ = region.style().set_property("--_least", &format!("{}px", least as u32));
    }
}

fn arrange_row(row: &Element, names: Option<&str>) {
    let order = names.unwrap_or_default();
    if row.get_attribute(ORDER).unwrap_or_default() == order {
        return;
    }
    let _ = row.set_attribute(ORDER, order);
    let shown: Vec<&str> = order.split(' ').filter(|it| !it.is_empty()).collect();
    let rest = Column::ALL.iter().map(|it| it.name()).filter(|it| !shown.contains(it));
    for name in shown.iter().copied().chain(rest).chain(["menu"]) {
        if let Ok(Some(cell)) = row.query_selector(&format!(".cell--{name}")) {
            let _ = row.append_child(&cell);
        }
    }
}

/// The sheet, and what it changes.
#[derive(Clone, Copy)]
struct Sheet {
    desk: Desk,
    words: Words,
    root: Root,
    /// Wakes what shows the layout.
    changed: Trigger,
}

/// The button that opens the sheet, and the sheet. On narrow screens a list has no columns.
pub fn button() -> AnyView {
    let (desk, words, root) = (Desk::here(), Words::here(), Root::here());
    let sheet = Sheet { desk, words, root, changed: Trigger::new() };
    sheet.follow_edges();
    view! {
        <button type="button" class="button find__wide" aria-haspopup="dialog" on:click=move |event| sheet.open(&event)>
            {words.say(Text::FindColumns)}
            {Icon::DOWN.show()}
        </button>
        <div class="menu find__columns" role="dialog" popover="auto" aria-label=words.text(Text::FindColumns)>
            {move || sheet.list()}
            <button type="button" class="menu__item" on:click=move |_| sheet.set(None)>
                {words.say(Text::FindColumnsReset)}
            </button>
        </div>
    }
    .into_any()
}

impl Sheet {
    /// What was chosen, or what shows by itself where there is so much room.
    fn layout(self) -> Layout {
        layout(self.desk).unwrap_or_else(|| {
            let is_there = |it: &Column| {
                let head = self.root.find(&format!(".row--head > .cell--{}", it.name()));
                head.is_some_and(|it| number(&it, "clientWidth") > 0.0)
            };
            Layout::of(&Column::ALL.into_iter().filter(is_there).collect::<Vec<_>>())
        })
    }

    fn change(self, change: impl FnOnce(&mut Layout)) {
        let mut layout = self.layout();
        change(&mut layout);
        self.set(Some(layout));
    }

    fn set(self, layout: Option<Layout>) {
        let scope = self.desk.list.with_untracked(|it| it.scope.clone());
        LAYOUTS.with_borrow_mut(|all| {
            let all = all.get_or_insert_default();
            all.set(&scope, layout.clone());
            storage::set(COLUMNS, &all.write());
        });
        if let Some(region) = self.root.find(".rows") {
            arrange_all(&region, layout.as_ref());
        }
        self.changed.notify();
    }

    fn list(self) -> AnyView {
        self.changed.track();
        self.desk.list.get();
        let layout = self.layout();
        let others = Column::ALL.into_iter().filter(|it| !layout.has(*it));
        let others = others.filter(|it| *it != Column::Requester || has_people(self.desk));
        let items: Vec<AnyView> =
            layout.columns().chain(others).map(|it| self.item(it, &layout)).collect();
        view! { <ul class="find__list">{items}</ul> }.into_any()
    }

    fn item(self, column: Column, layout: &Layout) -> AnyView {
        let words = self.words;
        let name = words.text(column_text(column));
        let is_on = layout.has(column);
        let turn = move |_| {
            self.change(|it| it.turn(column));
            self.stay(column, "input[type=checkbox]");
        };
        let moving = |is_on: bool, text: Text, way: &'static str, icon: Icon| {
            let label = words.fill(text, &[("name", &name)]);
            let press = move |_| {
                self.change(|it| it.shift(column, is_on));
                self.stay(column, &format!("[data-way={way}]"));
            };
            view! {
                <button type="button" class="button button--quiet" data-way=way aria-label=label.clone() title=label on:click=press>
                    {icon.show()}
                </button>
            }
        };
        let more = is_on.then(|| {
            let width = self.width(column, layout).to_string();
            let label = words.fill(Text::FindColumnWidth, &[("name", &name)]);
            let resize = move |event| {
                if let Ok(width) = event_target_value(&event).parse() {
                    self.change(|it| it.resize(column, width));
                    self.stay(column, "input[type=range]");
                }
            };
            // The subject has what the others leave.
            let slider = (column != Column::Subject).then(|| view! {
                <input type="range" min="60" max="600" step="10" prop:value=width aria-label=label on:change=resize />
            });
            view! {
                {slider}
                {moving(false, Text::FindColumnUp, "up", Icon::UP)}
                {moving(true, Text::FindColumnDown, "down", Icon::DOWN)}
            }
        });
        view! {
            <li class="find__column" data-column=column.name()>
                <label class="find__choice">
                    <input type="checkbox" prop:checked=is_on disabled=column == Column::Subject on:change=turn />
                    <span class="find__name">{name.clone()}</span>
                </label>
                {more}
            </li>
        }
        .into_any()
    }

    /// In pixels, as it is on screen.
    fn width(self, column: Column, layout: &Layout) -> u32 {
        let head = || self.root.find(&format!(".row--head > .cell--{}", column.name()));
        let shown = || head().map_or(0.0, |it| number(&it, "clientWidth"));
        layout.width(column).unwrap_or_else(|| shown() as u32)
    }

    /// What was pressed was made anew: the focus stays with it.
    fn stay(self, column: Column, selector: &str) {
        let selector = format!("[data-column={}] {selector}", column.name());
        request_animation_frame(move || {
            if let Some(it) = self.root.find(&selector) {
                focus::on(&it);
            }
        });
    }

    fn open(self, event: &ev::MouseEvent) {
        self.changed.notify();
        open_sheet(self.root, ".find__columns", event);
    }

    /// The head of this list's table that a press is on. A window sees no further than the widget's own element.
    fn head_at(self, event: &web_sys::Event) -> Option<(Column, Element)> {
        let path = js::call(event, "composedPath", &[]).ok()?;
        let head: Element = js::get(&path, "0").dyn_into().ok()?;
        let is_it = |it: &Column| {
            let own = self.root.find(&format!(".row--head > .cell--{}", it.name()));
            own.as_ref() == Some(&head)
        };
        let is_wide = |it: &Column| *it != Column::Subject && is_it(it);
        Column::ALL.into_iter().find(is_wide).map(|it| (it, head))
    }

    /// Dragging the edge of a head. A pointer's own way: everybody has the sheet.
    fn follow_edges(self) {
        let dragged = StoredValue::new(None::<(Column, f64, f64)>);
        task::listen("pointerdown", move |event| {
            let Some((column, head)) = self.head_at(&event) else { return };
            let area = head.get_bounding_client_rect();
            let edge = if is_right_to_left(&head) { area.left() } else { area.right() };
            let at = number(&event, "clientX");
            if (at - edge).abs() < EDGE && number(&event, "button") == 0.0 {
                event.prevent_default();
                dragged.set_value(Some((column, at, number(&head, "clientWidth"))));
            }
        });
        task::listen("pointermove", move |event| {
            // A menu may have come between, and taken the end.
            if number(&event, "buttons") == 0.0 {
                dragged.set_value(None);
            }
            if let Some((column, from, width)) = dragged.get_value() {
                let by = number(&event, "clientX") - from;
                let is_turned = self.root.find(".rows").is_some_and(|it| is_right_to_left(&it));
                let width = if is_turned { width - by } else { width + by };
                self.change(|it| it.resize(column, width as u32));
            }
        });
        // Cancelled: the browser takes it for scrolling.
        for end in ["pointerup", "pointercancel"] {
            task::listen(end, move |_| dragged.set_value(None));
        }
    }
}

/// So near an edge a pointer is on it, in pixels.
const EDGE: f64 = 8.0;

fn is_right_to_left(it: &Element) -> bool {
    it.closest("[dir=rtl]").ok().flatten().is_some()
}

fn number(of: &JsValue, name: &str) -> f64 {
    js::get(of, name).as_f64().unwrap_or_default()
}
