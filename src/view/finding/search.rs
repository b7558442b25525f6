//! The search field: results come as one types (L5).

use leptos::{ev, html, prelude::*};

use crate::{
    dom::task,
    domain::Filter,
    i18n::{Text, Words},
    state::desk::Desk,
    view::parts::Icon,
};

/// After the last key, in milliseconds: the field waits for who types on.
const PAUSE: i32 = 150;

/// The field. What was typed in it is what the list is looked through for, a moment later.
pub fn field() -> AnyView {
    let (desk, words) = (Desk::here(), Words::here());
    let node = NodeRef::<html::Input>::new();
    let turn = StoredValue::new(0_u32);
    let seek = move |text: String| {
        let filter = desk.filter_untracked();
        if filter.text != text {
            desk.seek(Filter { text, ..filter });
        }
    };
    let typed = move |event: ev::Event| {
        turn.update_value(|it| *it += 1);
        let (mine, text) = (turn.get_value(), event_target_value(&event));
        task::spawn(Box::pin(async move {
            task::pause(PAUSE).await;
            if turn.try_get_value() == Some(mine) {
                seek(text);
            }
        }));
    };
    // It follows the list: a saved view, or the way back, may say something else.
    // Only that: what was typed meanwhile is not taken back by a page that comes.
    let text = Memo::new(move |_| desk.filter().text);
    Effect::new(move || {
        if let Some(it) = node.get() {
            let _ = it.focus();
        }
    });
    view! {
        <div class="find__search">
            {Icon::SEARCH.show()}
            <input type="search" aria-label=words.text(Text::FindSearch) class={"select find__field"} node_ref=node prop:value=text on:input=typed
                on:change=move |event| seek(event_target_value(&event)) placeholder=words.text(Text::FindHint) autocomplete="off" spellcheck="false" enterkeyhint="search" dir="auto" />
        </div>
    }
    .into_any()
}
