//! The table's head: names of columns, and the order (L1 in a fixed order, L4).

use wasm_bindgen::JsValue;
use web_sys::Element;

use super::maker::Maker;
use crate::{
    domain::{Column, SortKey},
    i18n::{Text, Words},
    view::parts::Icon,
};

/// What stands above a column.
pub fn column_text(column: Column) -> Text {
    match column {
        Column::Id => Text::ColumnId,
        Column::Subject => Text::ColumnSubject,
        Column::Requester => Text::ColumnRequester,
        Column::Created => Text::ColumnCreated,
        Column::Updated => Text::ColumnUpdated,
        Column::Channel => Text::ColumnType,
        Column::Priority => Text::ColumnPriority,
        Column::Status => Text::ColumnStatus,
        Column::Assignee => Text::ColumnAssignee,
    }
}

/// Puts a row of heads into `table`, and one for the menu that only a screen reader hears. Gives those that sort.
///
/// # Errors
/// What the browser says, which makes any element we name.
pub fn head(
    maker: &mut Maker,
    table: &Element,
    words: Words,
) -> Result<Vec<(SortKey, Element)>, JsValue> {
    let group = maker.add(table, "thead", "")?;
    group.set_attribute("role", "rowgroup")?;
    let row = maker.add(&group, "tr", "row row--head")?;
    row.set_attribute("role", "row")?;
    row.set_attribute("aria-rowindex", "1")?;
    let mut sorting = Vec::new();
    for column in Column::ALL {
        let head = maker.cell(&row, "th", column.name(), "columnheader")?;
        head.set_attribute("scope", "col")?;
        let Some(key) = column.sort_key() else {
            maker.say(&head, column_text(column), words)?;
            continue;
        };
        let button = maker.add(&head, "button", "head")?;
        button.set_attribute("type", "button")?;
        maker.say(&button, column_text(column), words)?;
        maker.icon(&button, Icon::DOWN.path(), None)?;
        sorting.push((key, head));
    }
    let menu = maker.cell(&row, "th", "menu", "columnheader")?;
    menu.set_attribute("scope", "col")?;
    let hidden = maker.add(&menu, "span", "hidden")?;
    maker.say(&hidden, Text::ColumnActions, words)?;
    Ok(sorting)
}
