//! The window that shows a message's pictures and PDFs: the browser's own dialog, which keeps the focus
//! inside, closes with Escape, and gives the focus back to where it was (K1, K2).

use std::sync::Arc;

use leptos::{
    attr::{any_attribute::IntoAnyAttribute, custom::custom_attribute},
    ev, html,
    prelude::*,
};

use super::{files::to_keep, paper::paper};
use crate::{
    dom::dialog,
    domain::Attachment,
    i18n::{Text, Words},
    state::desk::{Desk, Picture, Pictures},
    view::parts::trouble,
};

/// What is shown, if anything is.
#[derive(Clone, Copy)]
pub struct Viewer(RwSignal<Option<Showing>>);

#[derive(Clone, PartialEq)]
struct Showing {
    files: Arc<[Attachment]>,
    at: usize,
}

/// The file in the window.
#[derive(Clone, Copy)]
struct Shown {
    file: Memo<Option<Attachment>>,
    picture: Memo<Option<Picture>>,
    /// In its own size, not fitted into the window.
    is_actual: RwSignal<bool>,
}

impl Viewer {
    /// For the views below the current owner.
    pub fn provide() -> Self {
        let viewer = Self(RwSignal::new(None));
        provide_context(viewer);
        viewer
    }

    /// That of the view this is called in.
    pub fn here() -> Self {
        expect_context()
    }

    /// Opens at one of `files`.
    pub fn show(self, files: Arc<[Attachment]>, at: usize) {
        self.0.set(Some(Showing { files, at }));
    }

    /// Its place in the page: nothing, until it is open.
    pub fn window(self) -> AnyView {
        let is_open = Memo::new(move |_| self.0.with(Option::is_some));
        (move || is_open.get().then(|| self.dialog())).into_any()
    }

    fn dialog(self) -> AnyView {
        let node = NodeRef::<html::Dialog>::new();
        let (desk, small) = (Desk::here(), Pictures::here());
        // What is fetched for this window alone goes with it.
        let large = Pictures::provide();
        let from = move |file: &Attachment| if small.has(file) { small } else { large };
        let file = Memo::new(move |_| {
            self.0.with(|it| it.as_ref().and_then(|it| it.files.get(it.at).cloned()))
        });
        let picture = Memo::new(move |_| {
            file.get().and_then(|it| from(&it).of(desk, &it)).map(|it| it.get())
        });
        let shown = Shown { file, picture, is_actual: RwSignal::new(false) };
        let again = move || {
            if let Some(it) = file.get_untracked() {
                from(&it).again(desk, &it);
            }
        };
        Effect::new(move || {
            if let Some(node) = node.get() {
                dialog::open(&node);
            }
        });
        let close = move || {
            if let Some(node) = node.get_untracked() {
                dialog::close(&node);
            }
        };
        let key = move |event: &ev::KeyboardEvent| {
            let Some(node) = node.get_untracked() else { return };
            // An enlarged picture is moved with the same keys.
            let by = dialog::sideways(event, &node).filter(|_| !shown.is_actual.get_untracked());
            if let Some(by) = by {
                event.prevent_default();
                event.stop_propagation();
                self.go(shown, by);
            }
        };
        let name = move || file.with(|it| it.as_ref().map(Attachment::plain_name));
        // A press beside it closes it too.
        let closes = custom_attribute("closedby", "any".to_owned()).into_any_attr();
        view! {
            <dialog class="viewer" aria-label=name node_ref=node on:close=move |_| self.0.set(None) on:keydown=move |event| key(&event) {..closes}>
                <div class="viewer__bar">
                    {self.title(file)}
                    {end(close)}
                    {self.ways(shown)}
                    {zoom(shown)}
                    {save(shown)}
                </div>
                {stage(shown, again)}
            </dialog>
        }
        .into_any()
    }

    fn title(self, file: Memo<Option<Attachment>>) -> AnyView {
        let words = Words::here();
        let name = move || {
            file.get().map(|it| {
                let size =
                    it.size.map(|it| view! { <span class="file__size">{words.bytes(it)}</span> });
                view! { <bdi class="viewer__name">{it.plain_name()}</bdi>{size} }
            })
        };
        let position = move || {
            let (at, of) = self.0.with(|it| it.as_ref().map(|it| (it.at, it.files.len())))?;
            let number = |it: usize| words.number(u32::try_from(it).unwrap_or(u32::MAX));
            let values = [("position", &*number(at + 1)), ("total", &*number(of))];
            (of > 1).then(|| words.say_with(Text::ViewerPosition, &values))
        };
        view! {
            <p class="viewer__title" role="status">
                {name}
                <span class="viewer__place">{position}</span>
            </p>
        }
        .into_any()
    }

    /// Back and forth. A button that leads nowhere keeps the focus.
    fn ways(self, shown: Shown) -> Option<AnyView> {
        let words = Words::here();
        let (at, of) = self.0.with_untracked(|it| it.as_ref().map(|it| (it.at, it.files.len())))?;
        let at = Memo::new(move |_| self.0.with(|it| it.as_ref().map_or(at, |it| it.at)));
        let way = move |text: Text, shape: &'static str, by: isize, end: usize| {
            let is_over = move || (at.get() == end).then_some("true");
            view! {
                <button
                    type="button"
                    class="button button--quiet"
                    aria-label=words.text(text)
                    title=words.text(text)
                    aria-disabled=is_over
                    on:click=move |_| self.go(shown, by)
                >
                    {drawing(shape)}
                </button>
            }
        };
        (of > 1).then(|| {
            view! {
                {way(Text::ViewerPrevious, "m10 3.5-5 4.5 5 4.5", -1, 0)}
                {way(Text::ViewerNext, "m6 3.5 5 4.5-5 4.5", 1, of - 1)}
            }
            .into_any()
        })
    }

    fn go(self, shown: Shown, by: isize) {
        shown.is_actual.set(false);
        self.0.update(|it| {
            if let Some(it) = it {
                let at = it.at.saturating_add_signed(by);
                it.at = at.min(it.files.len().saturating_sub(1));
            }
        });
    }
}

/// First, where the focus goes: all else is an offer.
fn end(press: impl Fn() + 'static) -> AnyView {
    let label = Words::here().text(Text::ViewerClose);
    view! {
        <button type="button" class="button button--quiet viewer__end" aria-label=label.clone() title=label on:click=move |_| press()>
            {drawing("m3.5 3.5 9 9m0-9-9 9")}
        </button>
    }
    .into_any()
}

/// An icon of a shape that only this window has. Ways lead to where reading does.
fn drawing(shape: &'static str) -> AnyView {
    view! {
        <svg class="icon icon--turns" viewBox="0 0 16 16" aria-hidden="true">
            <path d=shape />
        </svg>
    }
    .into_any()
}

/// Of a picture: fitted, or in its own size.
fn zoom(shown: Shown) -> AnyView {
    let words = Words::here();
    let is_picture = Memo::new(move |_| {
        shown.picture.with(|it| matches!(it, Some(Picture::Here { kind, .. }) if kind.is_picture()))
    });
    (move || {
        is_picture.get().then(|| {
            view! {
                <button
                    type="button"
                    class="button"
                    aria-pressed=move || shown.is_actual.get().to_string()
                    on:click=move |_| shown.is_actual.update(|it| *it = !*it)
                >
                    {words.say(Text::ViewerActual)}
                </button>
            }
        })
    })
    .into_any()
}

/// Saves what is here already.
fn save(shown: Shown) -> AnyView {
    let words = Words::here();
    (move || match (shown.picture.get(), shown.file.get()) {
        (Some(Picture::Here { url, .. }), Some(file)) => Some(view! {
            <a class="button" href=url download=file.plain_name()>{words.say(Text::ViewerDownload)}</a>
        }),
        _ => None,
    })
    .into_any()
}

fn stage(shown: Shown, again: impl Fn() + Copy + Send + 'static) -> AnyView {
    let words = Words::here();
    (move || {
        let file = shown.file.get()?;
        let name = file.plain_name();
        Some(match shown.picture.get() {
            Some(Picture::Here { url, kind, .. }) if kind.is_picture() => {
                let is_actual = move || shown.is_actual.get().then_some("");
                view! {
                    <div class="viewer__stage" role="group" tabindex="0" aria-label=name.clone() data-actual=is_actual>
                        <img class="viewer__picture" src=url alt=name.clone() />
                    </div>
                }
                .into_any()
            }
            Some(Picture::Here { url, .. }) => paper(url, name),
            Some(Picture::Coming) => view! {
                <div class="viewer__stage" aria-busy="true">
                    <p class="viewer__words" role="status">{words.say(Text::FileLoading)}</p>
                </div>
            }
            .into_any(),
            Some(Picture::Failed(found)) => {
                view! { <div class="viewer__stage">{trouble(found, std::rc::Rc::new(again))}</div> }.into_any()
            }
            Some(Picture::Absent) | None => view! {
                <div class="viewer__stage">
                    <div class="viewer__words">
                        <p>{words.say(Text::ViewerAbsent)}</p>
                        {to_keep(file)}
                    </div>
                </div>
            }
            .into_any(),
        })
    })
    .into_any()
}
