//! Whose tickets, what needs a reply, how dates read.

use leptos::prelude::*;

use super::head::column_text;
use crate::{
    config::Dates,
    domain::{Column, Me, Scope},
    i18n::{Text, Words},
    state::desk::Desk,
    view::parts::{Icon, heading},
};

/// Above the list; always as high as the skeleton's.
pub fn toolbar() -> AnyView {
    let (desk, words) = (Desk::here(), Words::here());
    let needs_reply = move || {
        let count =
            desk.me.with(|me| me.as_ref()?.attention.awaiting_customer).filter(|it| *it > 0)?;
        Some(
            view! { <span class="chip">{Icon::You.show()}{words.say_count(Text::ListNeedsReply, count, &[])}</span> }
            .into_any(),
        )
    };
    let is_elapsed = move || (desk.dates.get() == Dates::Elapsed).to_string();
    let turn_dates = move |_| {
        desk.choose_dates(match desk.dates.get_untracked() {
            Dates::Absolute => Dates::Elapsed,
            Dates::Elapsed => Dates::Absolute,
        });
    };
    view! {
        <div class="toolbar">
            {heading(0, "toolbar__title", words.say(Text::ListTitle))}
            {scopes()}
            {needs_reply}
            <span class={"toolbar__gap"}></span>
            {order()}
            <button type="button" class="button button--quiet toolbar__extra" aria-pressed=is_elapsed on:click=turn_dates
                title=words.text(Text::DatesElapsed) aria-label=words.text(Text::DatesElapsed)>
                {Icon::Support.show()}
            </button>
            <button type="button" class="button button--quiet toolbar__extra" on:click=move |_| desk.refresh()
                title=words.text(Text::ListRefresh) aria-label=words.text(Text::ListRefresh)>
                {Icon::Refresh.show()}
            </button>
        </div>
    }
    .into_any()
}

/// L8: a choice only where there is one.
fn scopes() -> AnyView {
    let (desk, words) = (Desk::here(), Words::here());
    (move || {
        let me = desk.me.get()?;
        let scopes = me.can.scopes.clone();
        if scopes.len() < 2 {
            return None;
        }
        let chosen = desk.list.with(|it| it.scope.clone());
        let options: Vec<AnyView> = scopes
            .iter()
            .enumerate()
            .map(|(at, scope)| {
                let name = scope_name(scope, &me, words);
                view! { <option value=at.to_string() selected=*scope == chosen>{name}</option> }.into_any()
            })
            .collect();
        let choose = move |event| {
            let at = event_target_value(&event).parse::<usize>().ok();
            if let Some(scope) = at.and_then(|at| scopes.get(at)) {
                desk.choose(scope.clone());
            }
        };
        Some(view! {
            <select class="select toolbar__scope" aria-label=words.text(Text::ListScope) on:change=choose>{options}</select>
        }
        .into_any())
    })
    .into_any()
}

fn scope_name(scope: &Scope, me: &Me, words: Words) -> String {
    match scope {
        Scope::Mine => words.text(Text::ScopeMine),
        Scope::CopiedOn => words.text(Text::ScopeCopied),
        Scope::Organization(id) => {
            let name = me.organizations.iter().find(|it| it.id == *id).map_or(id, |it| &it.name);
            words.fill(Text::ScopeOrganization, &[("name", name)])
        }
    }
}

/// L4 where the heads of the columns are not on screen.
fn order() -> AnyView {
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
        <span class="toolbar__order">
            <select class="select" aria-label=words.text(Text::ListSort) prop:value=chosen on:change=choose>{options}</select>
            <button type="button" class="button button--quiet" on:click=reverse
                title=words.text(Text::ListReverse) aria-label=words.text(Text::ListReverse)>
                {Icon::Sort.show()}
            </button>
        </span>
    }
    .into_any()
}
