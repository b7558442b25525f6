//! The files of a message: names and sizes, and a button where one can be had.

use leptos::prelude::*;

use crate::{
    domain::Attachment,
    i18n::{Text, Words},
    state::{Failure, Load, desk::Desk},
    view::parts::{Icon, failure_text},
};

/// The files of a message, if it has any.
pub fn files(files: &[Attachment]) -> Option<AnyView> {
    let words = Words::here();
    let items: Vec<AnyView> = files.iter().cloned().map(item).collect();
    (!items.is_empty()).then(|| {
        view! { <ul class="message__files" aria-label=words.text(Text::MessageFiles)>{items}</ul> }.into_any()
    })
}

fn item(file: Attachment) -> AnyView {
    let file = Attachment { filename: file.plain_name(), ..file };
    match file.address {
        Some(_) => view! { <li class="file">{to_keep(file)}</li> }.into_any(),
        None => {
            view! { <li class="file"><span class="file__face">{face(&file)}</span></li> }.into_any()
        }
    }
}

fn face(file: &Attachment) -> AnyView {
    let words = Words::here();
    let size = file.size.map(|it| view! { <span class="file__size">{words.bytes(it)}</span> });
    view! { {Icon::Clip.show()}<bdi>{file.filename.clone()}</bdi>{size} }.into_any()
}

fn to_keep(file: Attachment) -> AnyView {
    let (desk, words) = (Desk::here(), Words::here());
    let progress = RwSignal::new(Load::Idle);
    let is_coming = move || progress.get() == Load::Waiting;
    let label = words.fill(Text::FileDownload, &[("name", &file.filename)]);
    let face = face(&file);
    let press = move |_| {
        if progress.get_untracked() != Load::Waiting {
            desk.download(file.clone(), progress);
        }
    };
    view! {
        <button
            type="button"
            class="file__face file__face--button"
            aria-label=label
            aria-busy=move || is_coming().then_some("true")
            on:click=press
        >
            {face}
        </button>
        <span class="file__note" role="status">{move || note(progress.get())}</span>
    }
    .into_any()
}

/// What happens, or why it did not.
fn note(load: Load) -> Option<AnyView> {
    let words = Words::here();
    match load {
        Load::Waiting => Some(words.say(Text::FileLoading)),
        Load::Failed(trouble) => Some(words.say(match trouble.failure {
            Failure::NotFound | Failure::Forbidden => Text::FileAbsent,
            failure => failure_text(failure),
        })),
        Load::Idle | Load::Done => None,
    }
}
