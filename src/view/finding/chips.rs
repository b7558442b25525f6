//! What is looked for, a chip each, to be taken away again (L6).

use leptos::prelude::*;

use super::{look_on, term_text};
use crate::{
    dom::Root,
    domain::{Filter, Term},
    i18n::{Text, Words},
    state::desk::Desk,
    view::parts::Icon,
};

/// The chips; nothing without any.
pub fn chips() -> AnyView {
    let (desk, words, root) = (Desk::here(), Words::here(), Root::here());
    (move || {
        let filter = desk.filter();
        if filter.terms.is_empty() {
            return None;
        }
        let chips: Vec<AnyView> = filter.terms.iter().map(chip).collect();
        let clear = move |_| {
            let text = desk.filter_untracked().text;
            desk.seek(Filter { text, ..Filter::default() });
            look_on(root);
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
    let (desk, words, root) = (Desk::here(), Words::here(), Root::here());
    let name = term_text(term, desk, words);
    let count = count(term);
    let term = term.clone();
    let press = move |_| {
        desk.seek(desk.filter_untracked().without(&term));
        look_on(root);
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

/// How many tickets a term leaves, where the desk counts.
pub fn count(term: &Term) -> Option<AnyView> {
    let (desk, words) = (Desk::here(), Words::here());
    let facet = desk.facets().into_iter().find(|it| it.term == *term)?;
    Some(view! { <span class="find__count">{words.number(facet.count)}</span> }.into_any())
}
