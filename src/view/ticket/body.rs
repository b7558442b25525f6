//! What a message says: its HTML as a safe copy in a root of its own (Q1, Q2), or its text (T2, T3).

use leptos::{html, prelude::*};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, ShadowRoot};

use super::{
    message::language,
    plain,
    quote::{self, Piece},
};
use crate::{
    dom::{
        focus, js,
        safe_html::{self, Found, Labels, Picture, Rebuilding},
        styles, task,
    },
    domain::{Attachment, Message},
    i18n::{Text, Words},
    state::desk::{Desk, Picture as Fetched},
};

/// A message longer than this is folded: about a screen.
const LONG: usize = 2000;
const MANY_LINES: usize = 30;
/// Nodes that are copied at a stretch: a few milliseconds.
const SLICE: usize = 1500;

/// The entry that a message stands in: it can take the focus.
const ENTRY: &str = ".entry";

/// What is shown of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shown {
    /// Its HTML, where it has any.
    Html,
    /// Its text, because there is no way to read HTML safely here.
    TextForSafety,
    /// Its text: the customer wants that.
    TextByChoice,
}

/// What is to be told of a body that is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Told {
    /// Pictures wait for consent.
    has_blocked: bool,
    /// Something is missing.
    is_clipped: bool,
}

/// The body of a message; it tells `shown` what became of its HTML.
pub(super) fn body(message: &Message, shown: RwSignal<Shown>) -> AnyView {
    match message.html.as_deref().filter(|it| !it.trim().is_empty()) {
        Some(html) => html_body(message, html.to_owned(), shown),
        None => folding(message, text_body),
    }
}

fn html_body(message: &Message, html: String, shown: RwSignal<Shown>) -> AnyView {
    let words = Words::here();
    let message = StoredValue::new(message.clone());
    let html = StoredValue::new(html);
    let note =
        move |text: Text| view! { <p class="message__note">{words.say(text)}</p> }.into_any();
    (move || match shown.get() {
        Shown::Html => html
            .with_value(|html| message.with_value(|it| folding(it, |it| rebuilt(it, html, shown)))),
        Shown::TextForSafety => view! {
            {note(Text::MessageTextForSafety)}
            {message.with_value(|it| folding(it, text_body))}
        }
        .into_any(),
        Shown::TextByChoice => message.with_value(|it| folding(it, text_body)),
    })
    .into_any()
}

/// Long bodies are folded: `content` is made once.
fn folding(message: &Message, content: impl FnOnce(&Message) -> AnyView) -> AnyView {
    let words = Words::here();
    let is_long = is_long(&quote::pieces(&message.text));
    let is_folded = RwSignal::new(is_long);
    let unfold = is_long.then(|| {
        let label = move || {
            words.say(if is_folded.get() { Text::MessageShowAll } else { Text::MessageShowLess })
        };
        view! {
            <button
                type="button"
                class="button message__more"
                aria-expanded=move || (!is_folded.get()).to_string()
                on:click=move |_| is_folded.update(|it| *it = !*it)
            >
                {label}
            </button>
        }
    });
    view! {
        <div class="message__body" data-folded=move || is_folded.get().then_some("")>{content(message)}</div>
        {unfold}
    }
    .into_any()
}

/// Quoted mail does not count: it is folded anyway.
fn is_long(pieces: &[Piece]) -> bool {
    let shown = || pieces.iter().filter(|it| !matches!(it, Piece::Folded(_) | Piece::Signature(_)));
    shown().map(|it| it.text().len()).sum::<usize>() > LONG
        || shown().map(|it| it.text().lines().count()).sum::<usize>() > MANY_LINES
}

fn text_body(message: &Message) -> AnyView {
    let lang = language(message);
    let pieces = quote::pieces(&message.text);
    pieces.into_iter().map(|it| piece(it, lang.clone())).collect::<Vec<_>>().into_any()
}

fn piece(piece: Piece, lang: Option<String>) -> AnyView {
    match piece {
        Piece::Own(text) => {
            let text = text.trim_matches('\n').trim_end().to_owned();
            view! { <div class="message__text" lang=lang dir="auto">{plain::text(&text)}</div> }
                .into_any()
        }
        Piece::Inline(text) => {
            let text = quote::unquoted(text);
            view! { <blockquote class="message__text message__text--quoted" lang=lang dir="auto">{plain::text(&text)}</blockquote> }.into_any()
        }
        Piece::Folded(text) => folded(Text::MessageQuoted, &quote::unquoted(text), lang),
        Piece::Signature(text) => folded(Text::MessageSignature, text.trim_end(), lang),
    }
}

fn folded(label: Text, text: &str, lang: Option<String>) -> AnyView {
    let words = Words::here();
    view! {
        <details class="message__quote">
            <summary>{words.say(label)}</summary>
            <blockquote class="message__text message__text--quoted" lang=lang dir="auto">{plain::text(text)}</blockquote>
        </details>
    }
    .into_any()
}

/// The copy, and what is to be said of it.
fn rebuilt(message: &Message, html: &str, shown: RwSignal<Shown>) -> AnyView {
    let words = Words::here();
    let node = NodeRef::<html::Div>::new();
    let told = RwSignal::new(Told::default());
    let remote = StoredValue::new_local(Vec::<(Element, String)>::new());
    let attached = RwSignal::new_local(Vec::<(Element, Attachment)>::new());
    show_attached(attached);
    let (html, lang) = (html.to_owned(), language(message));
    let message = StoredValue::new(message.clone());
    let labels = Labels {
        quoted: words.text(Text::MessageQuoted),
        signature: words.text(Text::MessageSignature),
    };
    Effect::new(move || {
        let Some(host) = node.get() else { return };
        let Some((place, copy)) = begin(&host, &html, lang.as_deref(), labels.clone()) else {
            shown.set(Shown::TextForSafety);
            return;
        };
        let end = move |found: Found| {
            told.set(Told {
                has_blocked: found.pictures.iter().any(|it| matches!(it.1, Picture::Remote(_))),
                is_clipped: found.is_clipped,
            });
            if found.has_colours {
                let _ = host.set_attribute("data-paper", "");
            }
            let mut remotes = Vec::new();
            let mut inside = Vec::new();
            for (element, it) in found.pictures {
                match it {
                    Picture::Remote(url) => remotes.push((element, url)),
                    Picture::Attached(id) => {
                        let file = message.with_value(|it| it.file_inside(&id).cloned());
                        inside.extend(file.map(|it| (element, it)));
                    }
                    Picture::Here(_) => {}
                }
            }
            remote.set_value(remotes);
            attached.set(inside);
        };
        fill(place, copy, Box::new(end));
    });
    // Whoever pressed a button that goes stays at its message.
    let stay = move || {
        let entry = node.get_untracked().and_then(|it| it.closest(ENTRY).ok().flatten());
        if let Some(entry) = entry {
            focus::in_place(&entry);
        }
    };
    let show = move |_| {
        stay();
        for (element, url) in remote.get_value() {
            safe_html::show(&element, &url);
        }
        told.update(|it| it.has_blocked = false);
    };
    let notes = move || {
        let told = told.get();
        let blocked = told.has_blocked.then(|| {
            view! {
                <p class="message__note">
                    {words.say(Text::MessagePicturesBlocked)}
                    <button type="button" class="button" on:click=show>{words.say(Text::MessageShowPictures)}</button>
                </p>
            }
        });
        let clipped = told.is_clipped.then(|| {
            view! {
                <p class="message__note">
                    {words.say(Text::MessageClipped)}
                    <button type="button" class="button" on:click=move |_| { stay(); shown.set(Shown::TextByChoice); }>
                        {words.say(Text::MessageShowText)}
                    </button>
                </p>
            }
        });
        view! { {blocked}{clipped} }
    };
    view! {
        {notes}
        <div class="message__html" node_ref=node></div>
    }
    .into_any()
}

/// Pictures that came with the message: they are nobody else's to count.
fn show_attached(pictures: RwSignal<Vec<(Element, Attachment)>, LocalStorage>) {
    let desk = Desk::here();
    Effect::new(move || {
        for (element, file) in pictures.get() {
            if js::get(&element, "alt").as_string().is_none_or(|it| it.is_empty()) {
                // Its name says more than nothing.
                let _ = element.set_attribute("alt", &file.plain_name());
            }
            let picture = desk.picture(&file).map(|it| it.get());
            // One that has its address would be loaded anew with every other that comes.
            if let Some(Fetched::Here { url, kind, .. }) = picture
                && kind.is_picture()
                && !element.has_attribute("src")
            {
                safe_html::show(&element, &url);
            }
        }
    });
}

/// A copy in the making, and where it will stand: in a shadow root of its own below `host`.
fn begin(
    host: &Element,
    html: &str,
    lang: Option<&str>,
    labels: Labels,
) -> Option<(Place, Rebuilding)> {
    let options = js::object(&[("mode", JsValue::from_str("open"))]);
    // A view that is drawn anew may get the element of the one before.
    let shadow = match host.shadow_root() {
        Some(it) => it,
        None => js::call(host, "attachShadow", &[options]).ok()?.dyn_into().ok()?,
    };
    styles::adopt_for_mail(&shadow).ok()?;
    let root = web_sys::window()?.document()?.create_element("div").ok()?;
    if let Some(lang) = lang {
        root.set_attribute("lang", lang).ok()?;
    }
    let copy = Rebuilding::start(html, &root, labels)?;
    Some((Place { host: host.clone(), shadow, root }, copy))
}

/// Where a copy stands once it is whole. A part of it would be laid out anew with every slice, and
/// looked through for its direction with every node: seconds, where there are many.
struct Place {
    host: Element,
    shadow: ShadowRoot,
    root: Element,
}

impl Place {
    fn take(&self) {
        let _ = self.root.set_attribute("dir", "auto");
        let _ = js::call(&self.shadow, "replaceChildren", &[self.root.clone().into()]);
        let _ = self.host.remove_attribute("aria-busy");
    }
}

/// Copies, in slices where it is long.
fn fill(place: Place, mut copy: Rebuilding, end: Box<dyn FnOnce(Found)>) {
    if copy.run(SLICE) {
        place.take();
        return end(copy.found());
    }
    let _ = place.host.set_attribute("aria-busy", "true");
    task::spawn(Box::pin(async move {
        loop {
            task::breathe().await;
            // A view that is gone needs no more.
            if !place.host.is_connected() {
                return;
            }
            if copy.run(SLICE) {
                place.take();
                return end(copy.found());
            }
        }
    }));
}
