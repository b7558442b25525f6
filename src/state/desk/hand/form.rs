//! What is filled in for a deed.

use leptos::prelude::*;

use super::Written;
use crate::dom;

/// It outlives the view it is typed in: a language may change, a session
/// may end.
#[derive(Clone, Copy)]
pub struct Form {
    /// It is on screen.
    pub is_open: RwSignal<bool>,
    /// Of a new ticket.
    pub subject: RwSignal<String>,
    /// In words.
    pub text: RwSignal<String>,
    /// What was chosen.
    pub score: RwSignal<Option<u8>>,
    /// It was sent before it was whole.
    pub is_wanting: RwSignal<bool>,
    /// Counts keystrokes.
    pub(super) typed: StoredValue<u32>,
    /// The key of a send, and what was sent under it.
    sent: StoredValue<(String, String)>,
}

impl Form {
    pub(super) fn new() -> Self {
        Self {
            is_open: RwSignal::new(false),
            subject: RwSignal::default(),
            text: RwSignal::default(),
            score: RwSignal::new(None),
            is_wanting: RwSignal::new(false),
            typed: StoredValue::new(0),
            sent: StoredValue::default(),
        }
    }

    /// R7: the key of what is sent now: the same one as long as the same is sent, after a reload too.
    pub(super) fn key(self) -> String {
        let content = self.content();
        let (key, of) = self.sent.get_value();
        if !key.is_empty() && of == content {
            return key;
        }
        let key = dom::fresh_key();
        self.sent.set_value((key.clone(), content));
        key
    }

    fn content(self) -> String {
        format!("{}\n{}", self.subject.get_untracked(), self.text.get_untracked())
    }

    /// To be kept; the key it was sent under stands where a message has its HTML.
    pub(super) fn written(self) -> Written {
        let text = self.content();
        if text.trim().is_empty() {
            return Written::default();
        }
        let (key, of) = self.sent.get_value();
        Written { html: (of == text).then_some(key), text, ..Written::default() }
    }

    /// With what an earlier page kept, unless somebody types already.
    pub(super) fn fill(self, kept: Written) {
        let is_empty = self.text.try_get_untracked().is_some_and(|it| it.is_empty());
        if let Some((subject, text)) = kept.text.split_once('\n').filter(|_| is_empty) {
            self.subject.set(subject.to_owned());
            self.text.set(text.to_owned());
            self.is_open.set(true);
            if let Some(key) = kept.html {
                self.sent.set_value((key, kept.text));
            }
        }
    }

    pub(super) fn clear(self) {
        self.is_open.set(false);
        self.is_wanting.set(false);
        self.subject.set(String::new());
        self.text.set(String::new());
        self.score.set(None);
        self.sent.set_value(Default::default());
    }
}
