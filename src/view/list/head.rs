//! The table's head: names of columns, and the order (L1 in a fixed order, L4).

use leptos::prelude::*;

use crate::{
    domain::SortKey,
    i18n::{Text, Words},
    state::desk::Desk,
    view::parts::Icon,
};

/// Column, its text, its order.
pub const COLUMNS: [(&str, Text, Option<SortKey>); 9] = [
    ("id", Text::ColumnId, Some(SortKey::Id)),
    ("subject", Text::ColumnSubject, None),
    ("requester", Text::ColumnRequester, None),
    ("created", Text::ColumnCreated, Some(SortKey::Created)),
    ("updated", Text::ColumnUpdated, Some(SortKey::Updated)),
    ("type", Text::ColumnType, None),
    ("priority", Text::ColumnPriority, Some(SortKey::Priority)),
    ("status", Text::ColumnStatus, Some(SortKey::Status)),
    ("assignee", Text::ColumnAssignee, None),
];

/// A row of heads, and one for the menu that only a screen reader hears.
pub fn head() -> AnyView {
    let words = Words::here();
    let columns = Vec::from(COLUMNS.map(|(name, text, key)| column(name, text, key)));
    view! {
        <thead role="rowgroup">
            <tr class="row row--head" role="row">
                {columns}
                <th class="cell cell--menu" role="columnheader" scope="col">
                    <span class="hidden">{words.say(Text::ColumnActions)}</span>
                </th>
            </tr>
        </thead>
    }
    .into_any()
}

fn column(name: &'static str, text: Text, key: Option<SortKey>) -> AnyView {
    let (desk, words) = (Desk::here(), Words::here());
    let class = format!("cell cell--{name}");
    let Some(key) = key else {
        return view! { <th class=class role="columnheader" scope="col">{words.say(text)}</th> }
            .into_any();
    };
    let order = move || {
        desk.list.with(|it| match (it.sort.key == key, it.sort.descending) {
            (false, _) => None,
            (true, true) => Some("descending"),
            (true, false) => Some("ascending"),
        })
    };
    view! {
        <th class=class role="columnheader" scope="col" aria-sort=order>
            <button type="button" class="head" on:click=move |_| desk.sort_by(key)>
                {words.say(text)}
                {Icon::Down.show()}
            </button>
        </th>
    }
    .into_any()
}
