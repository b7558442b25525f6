//! Below the list: how much of it is here, and the rest.

use leptos::prelude::*;

use super::finding;
use crate::{
    dom::{Root, focus, js},
    i18n::{Text, Words},
    state::{
        Load,
        desk::{Desk, ListHead},
    },
};

/// What stands below the list: one line, said politely when it changes.
pub fn foot() -> AnyView {
    let (desk, words) = (Desk::here(), Words::here());
    let root = Root::here();
    let was_pressed = StoredValue::new(false);
    // With the last of the rows the button goes, and the focus would be nowhere.
    let effect = RenderEffect::new(move |_| {
        if !desk.list_has_more.get() && was_pressed.get_value() {
            was_pressed.set_value(false);
            // Once it is gone.
            request_animation_frame(move || {
                if let Some(count) = root.find(".foot__count").filter(|_| focus::is_lost()) {
                    focus::on(&count);
                }
            });
        }
    });
    StoredValue::new_local(effect);
    // For who does not scroll, and a screen reader that reads on from the last row.
    let press = move |_| {
        was_pressed.set_value(true);
        if let Some(rows) = root.find(".rows") {
            let length = |name| js::get(&rows, name).as_f64().unwrap_or_default();
            js::set(&rows, "scrollTop", &(length("scrollTop") + length("clientHeight")).into());
        }
        // Where nothing scrolls, nobody else asks for it.
        let shown = desk.list.with_untracked(|it| it.shown);
        desk.look(shown..shown + 1);
    };
    let is_busy = move || desk.list.with(|it| it.load == Load::Waiting).to_string();
    let more = move || {
        desk.list_has_more.get().then(|| {
            view! {
                <button type="button" class="button" aria-disabled=is_busy on:click=press>
                    {words.say(Text::ListMore)}
                </button>
            }
            .into_any()
        })
    };
    view! {
        <p class="foot__count" role="status" tabindex="-1">{move || desk.list.with(|it| count(it, words))}</p>
        {more}
    }
    .into_any()
}

fn count(list: &ListHead, words: Words) -> AnyView {
    if list.shown == 0 {
        return ().into_any();
    }
    let count = match list.total {
        Some(total) if list.has_more => {
            let (shown, total) = (words.number(list.shown), words.number(total));
            words.say_with(Text::ListShown, &[("shown", &shown), ("total", &total)])
        }
        None if list.has_more => words.say_count(Text::ListShownSome, list.shown, &[]),
        _ => words.say_count(Text::ListShownAll, list.shown, &[]),
    };
    let partly = list.is_partly_sorted.then(finding::partly);
    view! { {count}{partly} }.into_any()
}
