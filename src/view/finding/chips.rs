//! What is looked for, a chip each, to be taken away again (L6).

use leptos::prelude::*;

use super::term_text;
use crate::{
    domain::{Filter, Term},
    i18n::{Text, Words},
    state::desk::Desk,
    view::parts::Icon,
};

/// The chips; nothing without any.
pub fn chips() -> AnyView {
    let (desk, words) = (Desk::here(), Words::here());
    (move || {
        let filter = desk.filter();
        if filter.terms.is_empty() {
            return None;
        }
        let chips: Vec<AnyView> = filter.terms.iter().map(chip).collect();
        let clear = move |_| {
            let text = desk.filter_untracked().text;
            desk.seek(Filter { text, ..Filter::default() });
        };
        Some(
            view! {
                <ul class="find__chips" role="list" aria-label=words.text(Text::FindActive)>
                    {chips}
                    <li>
                        <button type="button" class="button button--quiet find__clear" on:click=clear>
                            {words.say(Text::FindClear)}
                        </button>
                    </li>
                </ul>
            }
            .into_any(),
        )
    })
    .into_any()
}

fn chip(term: &Term) -> AnyView {
    let (desk, words) = (Desk::here(), Words::here());
    let name = term_text(term, desk, words);
    let facets = desk.facets();
    let count = facets
        .iter()
        .find(|it| it.term == *term)
        .map(|it| it.count)
        .map(|it| view! { <span class="find__count">{words.number(it)}</span> }.into_any());
    let term = term.clone();
    let press = move |_| {
        desk.seek(desk.filter_untracked().without(&term));
    };
    view! {
        <li>
            <button type="button" class="button find__chip" title=words.text(Text::FindRemove) on:click=press>
                <span class="hidden">{words.say(Text::FindRemove)}</span>
                <bdi>{name}</bdi>
                {count}
                {Icon::CLOSE.show()}
            </button>
        </li>
    }
    .into_any()
}
