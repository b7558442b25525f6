//! The files of a message: what can be looked at, what can only be saved, and why one cannot be had.

use std::sync::Arc;

use leptos::{html, prelude::*};

use super::{body::Shown, viewer::Viewer};
use crate::{
    dom::sight::Sight,
    domain::{Attachment, FileKind, Message, Scan},
    i18n::{Text, Words},
    state::{
        Failure, Load,
        desk::{Desk, Picture, Pictures},
    },
    view::parts::{Icon, failure_text},
};

/// A picture is fetched when it is this near to the window.
const NEAR: &str = "300px";

/// The files of a message that stand below it, if it has any: all of them where its HTML, which would show some in
/// their place, is not what is shown.
pub(super) fn files(message: &Message, shown: RwSignal<Shown>) -> AnyView {
    let is_html = Memo::new(move |_| shown.get() == Shown::Html);
    let (below, all) = (message.files_below(), message.attachments.clone());
    (move || listed(if is_html.get() { &below } else { &all })).into_any()
}

fn listed(files: &[Attachment]) -> Option<AnyView> {
    let words = Words::here();
    let to_view: Arc<[Attachment]> = files.iter().filter(|it| is_viewable(it)).cloned().collect();
    let mut at = 0;
    let items: Vec<AnyView> = files
        .iter()
        .cloned()
        .map(|it| match is_viewable(&it) {
            true => {
                at += 1;
                to_look_at(it, to_view.clone(), at - 1)
            }
            false => other(it),
        })
        .collect();
    (!items.is_empty()).then(|| {
        view! { <ul class="message__files" aria-label=words.text(Text::MessageFiles)>{items}</ul> }.into_any()
    })
}

fn promised(file: &Attachment) -> Option<FileKind> {
    FileKind::promised(&file.plain_name(), file.media_type.as_deref())
}

fn is_viewable(file: &Attachment) -> bool {
    file.can_be_had() && promised(file).is_some()
}

fn other(file: Attachment) -> AnyView {
    let words = Words::here();
    let why = match file.scan {
        Scan::Infected => Some(Text::MessageFileInfected),
        Scan::Pending => Some(Text::MessageFileChecking),
        Scan::Clean | Scan::Unknown => None,
    };
    if file.can_be_had() {
        return view! { <li class="file">{to_keep(file)}</li> }.into_any();
    }
    let why = why.map(|it| view! { <span class="file__note">{words.say(it)}</span> });
    view! { <li class="file"><span class="file__face">{Icon::CLIP.show()}{name(&file)}</span>{size(&file)}{why}</li> }.into_any()
}

fn name(file: &Attachment) -> AnyView {
    view! { <bdi class="file__name">{file.plain_name()}</bdi> }.into_any()
}

/// Beside the button: who says its name to press it sees no more than that on it (WCAG 2.5.3).
fn size(file: &Attachment) -> Option<AnyView> {
    let words = Words::here();
    file.size.map(|it| view! { <span class="file__size">{words.bytes(it)}</span> }.into_any())
}

/// Opens the viewer at it; of a picture, a small one stands on the button.
fn to_look_at(file: Attachment, all: Arc<[Attachment]>, at: usize) -> AnyView {
    let (words, viewer) = (Words::here(), Viewer::here());
    let label = words.fill(Text::MessageFileView, &[("name", &file.plain_name())]);
    let is_picture = promised(&file).is_some_and(FileKind::is_picture);
    let (name, size) = (name(&file), size(&file));
    let kind = if is_picture { "file file--picture" } else { "file" };
    let (class, sign) = match is_picture {
        true => ("file__face file__face--button file__face--picture", thumbnail(file)),
        false => ("file__face file__face--button", Icon::CLIP.show()),
    };
    let press = move |_| viewer.show(all.clone(), at);
    view! {
        <li class=kind>
            <button type="button" class=class aria-label=label on:click=press>{sign}{name}</button>
            {size}
        </li>
    }
    .into_any()
}

/// A box of one size, so that nothing moves when the picture comes, or none does.
fn thumbnail(file: Attachment) -> AnyView {
    let (desk, pictures) = (Desk::here(), Pictures::here());
    let node = NodeRef::<html::Span>::new();
    let is_near = RwSignal::new(false);
    let sight = StoredValue::new_local(None);
    Effect::new(move || {
        let Some(node) = node.get() else { return };
        let told = move |is_in_sight: bool| {
            if is_in_sight {
                let _ = is_near.try_set(true);
            }
        };
        let watch = Sight::of(&node, NEAR, Box::new(told));
        // Better all at once than none.
        is_near.set(watch.is_none());
        sight.set_value(watch);
    });
    let picture = Memo::new(move |_| {
        is_near.get().then(|| pictures.small(desk, &file)).flatten().map(|it| it.get())
    });
    let shown = move || match picture.get() {
        Some(Picture::Here { url, kind, .. }) if kind.is_picture() => {
            view! { <img class="file__picture" src=url alt="" /> }.into_any()
        }
        _ => Icon::CLIP.show(),
    };
    view! { <span class="file__thumbnail" node_ref=node>{shown}</span> }.into_any()
}

/// Saves it.
pub fn to_keep(file: Attachment) -> AnyView {
    let (desk, words) = (Desk::here(), Words::here());
    let file = Attachment { filename: file.plain_name(), ..file };
    let progress = RwSignal::new(Load::Idle);
    let is_coming = move || progress.get() == Load::Waiting;
    let label = words.fill(Text::FileDownload, &[("name", &file.filename)]);
    let (name, size) = (name(&file), size(&file));
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
            {Icon::CLIP.show()}
            {name}
        </button>
        {size}
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
