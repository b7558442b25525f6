//! The table's head: names of columns, and the order (L1 in a fixed order, L4).

use leptos::prelude::*;

use crate::{
    domain::Column,
    i18n::{Text, Words},
    state::desk::Desk,
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

/// A row of heads, and one for the menu that only a screen reader hears.
pub fn head() -> AnyView {
    let words = Words::here();
    let columns = Vec::from(Column::ALL.map(column));
    view! {
        <thead role="rowgroup">
            <tr class="row row--head" role="row" aria-rowindex="1">
                {columns}
                <th class="cell cell--menu" role="columnheader" scope="col">
                    <span class="hidden">{words.say(Text::ColumnActions)}</span>
                </th>
            </tr>
        </thead>
    }
    .into_any()
}

fn column(column: Column) -> AnyView {
    let (desk, words) = (Desk::here(), Words::here());
    let (class, text) = (format!("cell cell--{}", column.name()), column_text(column));
    let Some(key) = column.sort_key() else {
        return view! { <th class=class role="columnheader" scope="col">{words.say(text)}</th> }
            .into_any();
    };
    let order = move || {
        desk.list.with(|it| match (it.sort.key == key && !it.is_ranked, it.sort.descending) {
            (false, _) => None,
            (true, true) => Some("descending"),
            (true, false) => Some("ascending"),
        })
    };
    view! {
        <th class=class role="columnheader" scope="col" aria-sort=order>
            <button type="button" class="head" on:click=move |_| desk.sort_by(key)>
                {words.say(text)}
                {Icon::DOWN.show()}
            </button>
        </th>
    }
    .into_any()
}
