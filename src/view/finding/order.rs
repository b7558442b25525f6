//! The order, where the heads of the columns are not on screen (L4).

use leptos::prelude::*;

use crate::{
    domain::Column,
    i18n::{Text, Words},
    state::desk::Desk,
    view::{list::head::column_text, parts::Icon},
};

/// By what, and the other way round.
pub fn order() -> AnyView {
    let (desk, words) = (Desk::here(), Words::here());
    let chosen = move || {
        let key = desk.list.with(|it| it.sort.key);
        Column::ALL.iter().position(|it| it.sort_key() == Some(key)).unwrap_or_default().to_string()
    };
    let options: Vec<AnyView> = Column::ALL
        .iter()
        .enumerate()
        .filter(|(_, it)| it.sort_key().is_some())
        .map(|(at, it)| {
            view! { <option value=at.to_string()>{words.text(column_text(*it))}</option> }
                .into_any()
        })
        .collect();
    let choose = move |event| {
        let at = event_target_value(&event).parse::<usize>().ok();
        if let Some(key) = at.and_then(|at| Column::ALL.get(at)?.sort_key()) {
            desk.sort_by(key);
        }
    };
    let reverse = move |_| desk.sort_by(desk.list.with_untracked(|it| it.sort.key));
    view! {
        <span class="find__order">
            <select class="select" aria-label=words.text(Text::FindSort) prop:value=chosen on:change=choose>{options}</select>
            <button type="button" class="button button--quiet" on:click=reverse
                title=words.text(Text::FindReverse) aria-label=words.text(Text::FindReverse)>
                {Icon::SORT.show()}
            </button>
        </span>
    }
    .into_any()
}
