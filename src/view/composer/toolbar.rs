//! The buttons above the field: one stop for the Tab key, arrows between them (ARIA toolbar).

use leptos::{ev, html, prelude::*};
use wasm_bindgen::JsCast;

use super::{act::Act, field::Field};
use crate::{
    dom::focus,
    i18n::{Text, Words},
};

/// A button: what it does, what it is called, its keys, and its picture.
const BUTTONS: [(Act, Text, &str, &str); 8] = [
    (
        Act::Bold,
        Text::ComposerBold,
        "B",
        "M4.5 2.5h4a2.7 2.7 0 0 1 0 5.4h-4zm0 5.4H9a2.8 2.8 0 0 1 0 5.6H4.5z",
    ),
    (Act::Italic, Text::ComposerItalic, "I", "M7 2.5h4M5 13.5h4M9.2 2.5l-2.4 11"),
    (
        Act::Bullets,
        Text::ComposerBullets,
        "Shift+8",
        "M6.5 4H14M6.5 8H14M6.5 12H14M2.5 4h.1M2.5 8h.1M2.5 12h.1",
    ),
    (
        Act::Numbers,
        Text::ComposerNumbers,
        "Shift+7",
        "M6.5 4H14M6.5 8H14M6.5 12H14M2 2.5h1v3M2 9.7c0-1.4 2-1.4 2 0 0 .9-2 1.7-2 3.3h2",
    ),
    (Act::Quote, Text::ComposerQuote, "Shift+9", "M3 3v10M6.5 4H14M6.5 8H14M6.5 12h5"),
    (Act::Code, Text::ComposerCode, "E", "m5.5 4.5-4 3.5 4 3.5M10.5 4.5l4 3.5-4 3.5"),
    (Act::Undo, Text::ComposerUndo, "Z", "M5.5 3 2.5 6l3 3M2.5 6H10a3.5 3.5 0 0 1 0 7H7"),
    (Act::Redo, Text::ComposerRedo, "Y", "m10.5 3 3 3-3 3M13.5 6H6a3.5 3.5 0 0 0 0 7h3"),
];

/// A chain: a link.
const LINK: &str = "M6.5 9.5a3 3 0 0 0 4.3 0l2-2a3 3 0 0 0-4.3-4.3l-.8.8M9.5 6.5a3 3 0 0 0-4.3 0l-2 2a3 3 0 0 0 4.3 4.3l.8-.8";

/// The toolbar of a field; `link` asks for an address.
pub fn toolbar(field: Field, link: Callback<()>) -> AnyView {
    let words = Words::here();
    let node = NodeRef::<html::Div>::new();
    let at = RwSignal::new(0_usize);
    let mut buttons: Vec<AnyView> = BUTTONS
        .into_iter()
        .enumerate()
        .map(|(place, (act, text, key, path))| {
            let is_held = Act::LOOKS.contains(&act);
            let held = move || is_held.then(|| field.holds(act).to_string());
            let label = words.text(text);
            let stop = move || if at.get() == place { "0" } else { "-1" };
            view! {
                <button
                    type="button"
                    class="button button--quiet tool"
                    title=format!("{label} (Ctrl+{key})")
                    aria-label=label
                    aria-pressed=held
                    tabindex=stop
                    on:mousedown=|event| event.prevent_default()
                    on:click=move |_| field.act(act)
                >
                    {picture(path)}
                </button>
            }
            .into_any()
        })
        .collect();
    let last = buttons.len();
    let label = words.text(Text::ComposerLink);
    buttons.push(
        view! {
            <button
                type="button"
                class="button button--quiet tool"
                title=format!("{label} (Ctrl+K)")
                aria-label=label
                tabindex=move || if at.get() == last { "0" } else { "-1" }
                on:mousedown=|event| event.prevent_default()
                on:click=move |_| link.run(())
            >
                {picture(LINK)}
            </button>
        }
        .into_any(),
    );
    view! {
        <div
            class="tools"
            role="toolbar"
            aria-label=words.text(Text::ComposerTools)
            node_ref=node
            on:keydown=move |event| walk(&event, node, at, last + 1)
        >
            {buttons}
        </div>
    }
    .into_any()
}

fn picture(path: &'static str) -> AnyView {
    view! { <svg class={"icon"} viewBox="0 0 16 16" aria-hidden="true"><path d=path /></svg> }
        .into_any()
}

/// Arrows go from button to button, as the writing goes.
fn walk(event: &ev::KeyboardEvent, node: NodeRef<html::Div>, at: RwSignal<usize>, count: usize) {
    let Some(bar) = node.get_untracked() else { return };
    let turns = bar.closest("[dir=rtl]").ok().flatten().is_some();
    let now = at.get_untracked();
    let next = match &*event.key() {
        "Home" => 0,
        "End" => count - 1,
        "ArrowRight" | "ArrowLeft" => {
            let is_on = (event.key() == "ArrowRight") != turns;
            (now + if is_on { 1 } else { count - 1 }) % count
        }
        _ => return,
    };
    event.prevent_default();
    at.set(next);
    let button = bar.children().item(u32::try_from(next).unwrap_or_default());
    if let Some(button) = button.and_then(|it| it.dyn_into::<web_sys::Element>().ok()) {
        focus::on(&button);
    }
}
