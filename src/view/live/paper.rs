//! The list on paper (L11): every row that is loaded, not only those that are in view.

use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::Element;

use super::Language;
use crate::{
    dom::{Root, js, now, task},
    domain::{Column, Ticket},
    i18n::Words,
    state::desk::Desk,
    view::parts::{channel_text, priority_look, status_look, told},
};

/// The body that is printed.
const PAPER: &str = "paper";

/// Lays the list out whenever the page is printed, and clears it away.
pub fn follow(desk: Desk, root: Root, language: Language) {
    task::listen("beforeprint", move |_| {
        clear_away(root);
        let _ = lay_out(desk, root, language);
    });
    task::listen("afterprint", move |_| clear_away(root));
}

/// A short list is whole as it is.
fn lay_out(desk: Desk, root: Root, language: Language) -> Result<(), JsValue> {
    let Some(table) = root.find(".rows[data-is*=\"long\"] > .table") else { return Ok(()) };
    let (Some(lexicon), Some(body)) = (language.get_untracked(), table.query_selector("tbody")?)
    else {
        return Ok(());
    };
    let columns = columns(&table)?;
    let owner = Owner::new();
    let laid = owner.with(|| {
        let words = Words::provide(lexicon);
        let paper = made("tbody", PAPER)?;
        for ticket in untrack(|| desk.rows.at(0..u32::MAX)).rows.iter().flatten() {
            let row = row(ticket, &columns, desk, words)?;
            paper.append_child(&row)?;
        }
        table.append_child(&paper)
    });
    owner.cleanup();
    laid?;
    // Rows that are out of sight keep their height: the list counts by it.
    dress(&body, [("position", "absolute"), ("height", "0"), ("overflow", "hidden")]);
    Ok(())
}

fn clear_away(root: Root) {
    if let Some(paper) = root.find(".paper") {
        paper.remove();
        if let Some(body) = root.find(".rows > .table > tbody") {
            dress(&body, ["position", "height", "overflow"].map(|it| (it, "")));
        }
    }
}

/// By the style of the element: a class would travel to who never prints.
fn dress(element: &Element, looks: [(&str, &str); 3]) {
    let style = js::get(element, "style");
    for (name, value) in looks {
        js::set(&style, name, &value.into());
    }
}

/// Those of the head, in its order.
fn columns(table: &Element) -> Result<Vec<Column>, JsValue> {
    let heads = table.query_selector_all("th")?;
    let mut columns = Vec::new();
    let mut at = 0;
    while let Some(head) = heads.item(at).and_then(|it| it.dyn_into::<Element>().ok()) {
        let class = head.get_attribute("class").unwrap_or_default();
        let is_of = |it: &&Column| class.contains(&format!("cell--{}", it.name()));
        columns.extend(Column::ALL.iter().find(is_of));
        at += 1;
    }
    Ok(columns)
}

fn row(ticket: &Ticket, columns: &[Column], desk: Desk, words: Words) -> Result<Element, JsValue> {
    let row = made("tr", "row")?;
    for column in columns {
        let cell = made("td", &format!("cell cell--{}", column.name()))?;
        cell.set_attribute("dir", "auto")?;
        cell.set_text_content(Some(&text(ticket, *column, desk, words)));
        row.append_child(&cell)?;
    }
    Ok(row)
}

fn text(ticket: &Ticket, column: Column, desk: Desk, words: Words) -> String {
    let date = |at| told(at, desk.dates.get_untracked(), words, now());
    match column {
        Column::Id => ticket.display_id.clone(),
        Column::Subject => ticket.subject.clone(),
        Column::Requester => ticket.requester.name.clone(),
        Column::Created => date(ticket.created_at),
        Column::Updated => date(ticket.updated_at),
        Column::Channel => words.text(channel_text(ticket.channel)),
        Column::Priority => {
            priority_look(ticket.priority.as_ref(), words).map(|it| it.label.0).unwrap_or_default()
        }
        Column::Status => status_look(ticket, words).label.0,
        Column::Assignee => ticket.assignee.as_ref().map(|it| it.name.clone()).unwrap_or_default(),
    }
}

fn made(name: &str, class: &str) -> Result<Element, JsValue> {
    let document = web_sys::window().and_then(|it| it.document()).ok_or(JsValue::NULL)?;
    let element = document.create_element(name)?;
    element.set_attribute("class", class)?;
    Ok(element)
}
