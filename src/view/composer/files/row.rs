//! A file of a reply that goes along: how far it is, and what can be done about it (R5).

use leptos::{html, prelude::*};

use super::{Files, Stage, limits};
use crate::{
    dom::focus,
    i18n::{Text, Words},
    state::Why,
    view::{composer::refusal, parts::Icon},
};

/// How many steps a bar has.
const STEPS: f64 = 1000.0;

impl Files {
    /// Its row. It stays the same as long as the file does: whoever is at its button stays there.
    pub(super) fn row(self, id: u32) -> AnyView {
        let words = Words::here();
        let Some(file) = self.file(id) else { return ().into_any() };
        let (name, size) = (file.name.clone(), file.bytes.len() as f64);
        let stage = Memo::new(move |_| {
            self.items.with(|all| all.iter().find(|it| it.id == id).map(|it| it.stage.clone()))
        });
        let is_sending = Memo::new(move |_| matches!(stage.get(), Some(Stage::Sending(_))));
        let button = NodeRef::<html::Button>::new();
        let again = move |_| {
            self.upload(id);
            if let Some(button) = button.get_untracked() {
                focus::on(&button);
            }
        };
        let of_bar = name.clone();
        let note = move || match stage.get() {
            Some(Stage::Sending(_)) => words.say(Text::AttachSending),
            Some(Stage::Failed(it)) if it.why == Why::TooLarge && size > limits().bytes() => {
                words.say_with(Text::AttachTooLarge, &[("size", &words.bytes(limits().bytes()))])
            }
            Some(Stage::Failed(it)) => words.say(refusal::file_text(&it)),
            _ => ().into_any(),
        };
        let more = move || {
            match stage.get() {
            Some(Stage::Sending(sent)) => bar(sent, size, &of_bar),
            Some(Stage::Failed(it)) => view! {
                <button type="button" class="button" on:click=again>{words.say(Text::FailureRetry)}</button>
                {refusal::said(&it)}
            }
            .into_any(),
            _ => ().into_any(),
        }
        };
        let called = words.fill(Text::AttachRemove, &[("name", &name)]);
        let cancel = words.fill(Text::AttachCancel, &[("name", &name)]);
        let title = move || if is_sending.get() { cancel.clone() } else { called.clone() };
        let label = title.clone();
        let face = move || match is_sending.get() {
            true => words.say(Text::ComposerCancel),
            false => Icon::MINUS.show().into_any(),
        };
        view! {
            <li class="attach__item">
                {Icon::CLIP.show()}
                <bdi>{name}</bdi>
                <span class="file__size">{words.bytes(size)}</span>
                <span class="file__note" role="status">{note}</span>
                <button type="button" class="button button--quiet" title=title aria-label=label node_ref=button on:click=move |_| self.remove(id)>
                    {face}
                </button>
                {more}
            </li>
        }
        .into_any()
    }
}

/// How far a file is: as a bar and in words, or that it is on its way where nobody can tell.
fn bar(sent: ArcRwSignal<Option<f64>>, size: f64, name: &str) -> AnyView {
    let words = Words::here();
    let label = words.fill(Text::AttachUploading, &[("name", name)]);
    let (of_words, value) = (sent.clone(), sent);
    let value = move || value.get().map(|it| ((it * STEPS) as u32).to_string());
    let told = move || {
        of_words.get().map(|it| {
            let sent = words.bytes(it * size);
            words.say_with(Text::AttachProgress, &[("sent", &sent), ("size", &words.bytes(size))])
        })
    };
    view! {
        <progress class={"attach__bar"} max="1000" value=value aria-label=label></progress>
        <span class="attach__sent">{told}</span>
    }
    .into_any()
}
