//! The language in force, which another one may follow.

use std::{cell::RefCell, rc::Rc};

use leptos::prelude::*;

use super::Lexicon;

/// The language in force; none while the first one is on its way, or when the widget is gone. Reading it in a view wakes
/// that view when another one follows.
///
/// Not a signal: one of a kind of its own is forty functions, each compiled before the first row.
#[derive(Clone, Copy)]
pub struct Language {
    spoken: StoredValue<Rc<RefCell<Option<Rc<Lexicon>>>>, LocalStorage>,
    changed: Trigger,
}

impl Language {
    /// For the current owner; none yet.
    pub fn none_yet() -> Self {
        Self { spoken: StoredValue::new_local(Rc::default()), changed: Trigger::new() }
    }

    /// It; wakes the reader when it changes.
    pub fn get(self) -> Option<Rc<Lexicon>> {
        self.changed.track();
        self.get_untracked()
    }

    /// It, as it is now.
    pub fn get_untracked(self) -> Option<Rc<Lexicon>> {
        self.spoken.try_get_value()?.borrow().clone()
    }

    /// From now on another one.
    pub fn set(self, lexicon: Rc<Lexicon>) {
        if let Some(spoken) = self.spoken.try_get_value() {
            spoken.replace(Some(lexicon));
            self.changed.notify();
        }
    }
}
