//! The field one writes in (R2): the browser's own editing, with a history of ours.

use leptos::{ev, html, prelude::*};
use wasm_bindgen::JsValue;

use super::{
    act::Act,
    history::{History, Moment},
    typing::Plan,
};
use crate::{
    dom::{
        self,
        editor::{Editor, read_html},
        focus, js,
    },
    domain::rich::{Rich, safe_link},
    i18n::{Text, Words},
};

/// The longest message, in bytes.
pub const LONGEST: usize = 65_536;

/// The field, for the parts around it.
#[derive(Clone, Copy)]
pub struct Field {
    node: NodeRef<html::Div>,
    editor: StoredValue<Option<Editor>, LocalStorage>,
    history: StoredValue<History, LocalStorage>,
    /// Where the caret was when the field lost the focus.
    caret: StoredValue<Option<(u32, u32)>>,
    /// Counts changes: what is written is in the page, and nowhere else.
    changes: RwSignal<u32>,
    /// Which looks hold at the caret.
    holds: RwSignal<Vec<Act>>,
    is_empty: RwSignal<bool>,
    /// What was kept is here: nothing that is typed can overtake it.
    is_open: RwSignal<bool>,
}

/// What the field tells of.
pub enum Said {
    /// The customer wants it sent.
    Send,
    /// The customer wants a link.
    Link,
    /// Files were pasted or dropped: the browser's own.
    Files(Vec<JsValue>),
    /// More text was pasted than a message holds.
    TooLong(String),
}

/// Whom it tells.
pub type Tell = StoredValue<Box<dyn Fn(Said)>, LocalStorage>;

impl Field {
    /// Empty.
    pub fn new() -> Self {
        Self {
            node: NodeRef::new(),
            editor: StoredValue::new_local(None),
            history: StoredValue::new_local(History::new(Moment::default())),
            caret: StoredValue::new(None),
            changes: RwSignal::new(0),
            holds: RwSignal::new(Vec::new()),
            is_empty: RwSignal::new(true),
            is_open: RwSignal::new(false),
        }
    }

    /// Lets the customer write.
    pub fn open(self) {
        self.is_open.try_set(true);
    }

    /// Wakes the reader with each change.
    pub fn track(self) {
        self.changes.track();
    }

    /// What is written.
    pub fn content(self) -> Rich {
        self.of(|it| Some(it.content())).unwrap_or_default()
    }

    /// Makes it say something else, as if that had been there from the beginning. Whoever is in it goes on behind
    /// that.
    pub fn fill(self, rich: &Rich) {
        let node = self.node.get_untracked();
        let has_focus = node.is_some_and(|it| it.matches(":focus").unwrap_or_default());
        self.with(|it| {
            it.set_content(rich);
            if has_focus {
                it.select((u32::MAX, u32::MAX));
            }
        });
        self.history.set_value(History::new(Moment { rich: rich.clone(), caret: (0, 0) }));
        self.caret.set_value(None);
        self.is_empty.set(rich.is_empty());
    }

    /// Whether a look holds at the caret.
    pub fn holds(self, act: Act) -> bool {
        self.holds.with(|it| it.contains(&act))
    }

    /// Gives it the focus, with the caret where it was.
    pub fn focus(self) {
        if let Some(node) = self.node.get_untracked() {
            focus::on(&node);
        }
        if let Some(caret) = self.caret.get_value() {
            self.with(|it| it.select(caret));
        }
    }

    /// Does something to what is selected.
    pub fn act(self, act: Act) {
        self.focus();
        match act {
            Act::Undo => return self.go(History::back),
            Act::Redo => return self.go(History::forth),
            Act::Bold => self.with(|it| it.toggle("strong")),
            Act::Italic => self.with(|it| it.toggle("em")),
            Act::Bullets => self.with(|it| it.command("insertUnorderedList", None)),
            Act::Numbers => self.with(|it| it.command("insertOrderedList", None)),
            Act::Quote => self.with(|it| match it.is_in("blockquote") {
                true => it.command("outdent", None),
                false => it.command("formatBlock", Some("blockquote")),
            }),
            Act::Code => self.with(|it| match it.stretch() {
                _ if it.is_in("pre") => it.command("formatBlock", Some("p")),
                Some((from, to)) if from != to || it.is_in("code") => it.toggle("code"),
                _ => it.command("formatBlock", Some("pre")),
            }),
        }
        self.changed(false);
    }

    /// Makes what is selected a link, or writes the address where nothing is; no address: no link.
    pub fn link(self, address: &str) -> bool {
        let address = address.trim();
        if address.is_empty() {
            self.focus();
            self.with(|it| it.command("unlink", None));
            self.changed(false);
            return true;
        }
        let whole = safe_link(address).or_else(|| safe_link(&format!("https://{address}")));
        let Some(href) = whole else { return false };
        self.focus();
        self.with(|it| match it.stretch() {
            Some((from, to)) if from != to => it.command("createLink", Some(&href)),
            _ => it.insert(&Rich::from_text(address).with_links()),
        });
        self.changed(false);
        true
    }

    /// The link at the caret.
    pub fn link_here(self) -> Option<String> {
        self.of(|it| it.around("a"))?.get_attribute("href")
    }

    fn with(self, act: impl FnOnce(&Editor)) {
        self.is(|it| {
            act(it);
            true
        });
    }

    /// What `look` finds in it. Nothing once it is gone: a browser tells an element that it lost the
    /// focus while it is being taken out of the page.
    fn of<T>(self, look: impl FnOnce(&Editor) -> Option<T>) -> Option<T> {
        self.editor.try_with_value(|it| it.as_ref().and_then(look)).flatten()
    }

    fn is(self, look: impl FnOnce(&Editor) -> bool) -> bool {
        self.of(|it| Some(look(it))).unwrap_or_default()
    }

    fn go(self, step: fn(&mut History) -> Option<Moment>) {
        if let Some(Some(moment)) = self.history.try_update_value(step) {
            self.with(|it| {
                it.set_content(&moment.rich);
                it.select(moment.caret);
            });
            self.is_empty.set(moment.rich.is_empty());
            self.changes.update(|it| *it += 1);
        }
    }

    fn changed(self, is_typed: bool) {
        let rich = self.content();
        self.is_empty.set(rich.is_empty());
        let caret = self.of(Editor::stretch).unwrap_or_default();
        let moment = Moment { rich, caret };
        self.history.update_value(|it| it.note(moment, is_typed, dom::now().millis()));
        self.changes.update(|it| *it += 1);
        self.look();
    }

    fn look(self) {
        let holds = self.of(|it| {
            let is_on = |act: &Act| match act {
                Act::Bold => it.is_in("strong"),
                Act::Italic => it.is_in("em"),
                Act::Bullets => it.is_in("ul"),
                Act::Numbers => it.is_in("ol"),
                Act::Quote => it.is_in("blockquote"),
                Act::Code => it.is_in("code, pre"),
                Act::Undo | Act::Redo => false,
            };
            Some(Act::LOOKS.into_iter().filter(is_on).collect::<Vec<_>>())
        });
        let Some(holds) = holds else { return };
        if self.holds.with_untracked(|it| *it != holds) {
            self.holds.set(holds);
        }
    }

    /// The element.
    pub fn show(self, tell: Tell, label: String, described_by: &'static str) -> AnyView {
        let words = Words::here();
        Effect::new(move || {
            let Some(node) = self.node.get() else { return };
            // Where no reply was taken for a while, what stood in the field before stands in this one.
            let (editor, rich) = (Editor::new(node.into()), self.content());
            editor.set_content(&rich);
            self.editor.set_value(Some(editor));
        });
        let left = move |_| {
            let caret = self.of(Editor::stretch);
            if caret.is_some() {
                self.caret.set_value(caret);
            }
        };
        view! {
            <div
                class="field"
                contenteditable=move || self.is_open.get().to_string()
                role="textbox"
                aria-multiline="true"
                aria-label=label
                aria-describedby=described_by
                data-hint=move || self.is_empty.get().then(|| words.text(Text::ComposerHint))
                dir="auto"
                node_ref=self.node
                on:input=move |event| self.changed(is_typed(&event))
                on:beforeinput=move |event| self.before(&event)
                on:keydown=move |event| self.key(&event, tell)
                on:keyup=move |_| self.look()
                on:mouseup=move |_| self.look()
                on:blur=left
                on:paste=move |event| self.take(&event, "clipboardData", tell)
                on:drop=move |event| self.take(&event, "dataTransfer", tell)
            ></div>
        }
        .into_any()
    }

    /// What the browser is about to do by itself and we do better.
    fn before(self, event: &JsValue) {
        let text = |name: &str| js::get(event, name).as_string().unwrap_or_default();
        let prevent = || {
            let _ = js::call(event, "preventDefault", &[]);
        };
        match &*text("inputType") {
            "historyUndo" => {
                prevent();
                self.go(History::back);
            }
            "historyRedo" => {
                prevent();
                self.go(History::forth);
            }
            "formatBold" => {
                prevent();
                self.act(Act::Bold);
            }
            "formatItalic" => {
                prevent();
                self.act(Act::Italic);
            }
            "insertText" if js::get(event, "isComposing").as_bool() != Some(true) => {
                let data = text("data");
                let mut letters = data.chars();
                if let (Some(key), None) = (letters.next(), letters.next())
                    && self.form(key)
                {
                    prevent();
                }
            }
            "insertParagraph" => {
                let is_done = self.is(Editor::end_line);
                if is_done {
                    prevent();
                    self.changed(false);
                }
            }
            "deleteContentBackward" => {
                let is_done = self.is(Editor::step_out);
                if is_done {
                    prevent();
                    self.changed(false);
                }
            }
            _ => {}
        }
    }

    /// A form that is typed: `- `, `**so**`. Whether the key is used up.
    fn form(self, key: char) -> bool {
        let plan = self.of(|it| Plan::of(it, key));
        let Some(plan) = plan else { return false };
        // What was typed so far is a step of its own: taking back gives the signs back.
        self.changed(false);
        self.with(|it| plan.carry_out(it));
        self.changed(false);
        !plan.keeps_key()
    }

    fn key(self, event: &ev::KeyboardEvent, tell: Tell) {
        let is_composing = js::get(event, "isComposing").as_bool() == Some(true);
        if is_composing || !(event.ctrl_key() || event.meta_key()) || event.alt_key() {
            return;
        }
        let shift = event.shift_key();
        let place = js::get(event, "code").as_string().unwrap_or_default();
        let act = match (&*event.key().to_ascii_lowercase(), &*place) {
            ("enter", _) => {
                event.prevent_default();
                return tell.with_value(|tell| tell(Said::Send));
            }
            ("k", _) => {
                event.prevent_default();
                return tell.with_value(|tell| tell(Said::Link));
            }
            ("b", _) => Act::Bold,
            ("i", _) => Act::Italic,
            ("z", _) if shift => Act::Redo,
            ("z", _) => Act::Undo,
            ("y", _) => Act::Redo,
            ("e", _) => Act::Code,
            (_, "Digit7") if shift => Act::Numbers,
            (_, "Digit8") if shift => Act::Bullets,
            (_, "Digit9") if shift => Act::Quote,
            _ => return,
        };
        event.prevent_default();
        self.act(act);
    }

    /// What is pasted or dropped: files go along, structure stays, the rest is dropped.
    fn take(self, event: &ev::Event, from: &str, tell: Tell) {
        let data = js::get(event, from);
        let files = js::get(&data, "files");
        let count = js::get(&files, "length").as_f64().unwrap_or_default() as u32;
        let text = |kind: &str| {
            let said = js::call(&data, "getData", &[kind.into()]).ok();
            said.and_then(|it| it.as_string()).filter(|it| !it.is_empty())
        };
        let (html, plain) = (text("text/html"), text("text/plain"));
        event.prevent_default();
        // A picture from a page comes as a file and as HTML: the picture is meant.
        let is_file = count > 0 && plain.as_deref().is_none_or(|it| it.trim().is_empty());
        if is_file {
            let all: Vec<_> = (0..count).map(|at| js::get(&files, &at.to_string())).collect();
            return tell.with_value(|tell| tell(Said::Files(all)));
        }
        let plain = plain.unwrap_or_default();
        let rich = html.as_deref().and_then(read_html).filter(|it| !it.is_empty());
        let rich = rich.unwrap_or_else(|| Rich::from_text(&plain));
        if rich.to_text().len() > LONGEST {
            return tell.with_value(|tell| tell(Said::TooLong(rich.to_text())));
        }
        let is_code = self.is(|it| it.is_in("pre, code"));
        self.with(|it| match is_code {
            true => it.command("insertText", Some(&plain)),
            false => it.insert(&rich.with_links()),
        });
        self.changed(false);
    }
}

/// Letter by letter, and not by a command, a paste or a drop.
fn is_typed(event: &JsValue) -> bool {
    let kind = js::get(event, "inputType").as_string().unwrap_or_default();
    matches!(&*kind, "insertText" | "insertCompositionText" | "deleteContentBackward")
}
