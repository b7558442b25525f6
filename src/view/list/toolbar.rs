//! Whose tickets, what needs a reply, how dates read.

use leptos::prelude::*;

use super::finding;
use crate::{
    config::Dates,
    domain::{Me, Scope},
    i18n::{Text, Words},
    state::desk::Desk,
    view::parts::{Icon, heading},
};

/// What stands above the list, in a place that is always as high as the skeleton's.
pub fn toolbar() -> AnyView {
    let (desk, words) = (Desk::here(), Words::here());
    // L6: what people come for, first.
    let needs_reply = move || {
        let count =
            desk.me.with(|me| me.as_ref()?.attention.awaiting_customer).filter(|it| *it > 0)?;
        // It stays in its place, and keeps the focus, while the list is another.
        let is_on = move || desk.list.with(|it| it.is_yours).to_string();
        let turn = move |_| finding::turn_yours(desk, words);
        Some(
            view! {
                <button type="button" class="chip" aria-pressed=is_on on:click=turn>
                    {Icon::YOU.show()}{words.say_count(Text::ListNeedsReply, count, &[])}
                </button>
            }
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
        {heading(0, "toolbar__title", words.say(Text::ListTitle))}
        {scopes()}
        {needs_reply}
        <span class={"toolbar__gap"}></span>
        {finding::button()}
        <button type="button" class="button button--quiet toolbar__extra" aria-pressed=is_elapsed on:click=turn_dates
            title=words.text(Text::DatesElapsed) aria-label=words.text(Text::DatesElapsed)>
            {Icon::SUPPORT.show()}
        </button>
        <button type="button" class="button button--quiet toolbar__extra" on:click=move |_| desk.refresh()
            title=words.text(Text::ListRefresh) aria-label=words.text(Text::ListRefresh)>
            {Icon::REFRESH.show()}
        </button>
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
