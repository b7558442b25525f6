//! A part of the state as a view reads it.

use std::rc::Rc;

use leptos::prelude::*;

use super::{Inner, State};

/// A part of the state. Reading it in a view wakes that view when the part changes.
pub struct Watch<T: 'static> {
    changed: Trigger,
    inner: StoredValue<Rc<Inner>, LocalStorage>,
    part: fn(&State) -> T,
}

impl<T> Clone for Watch<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Watch<T> {}

impl<T> Watch<T> {
    pub(super) fn new(inner: StoredValue<Rc<Inner>, LocalStorage>, part: fn(&State) -> T) -> Self {
        Self { changed: Trigger::new(), inner, part }
    }

    /// The part as it is; wakes the reader when it changes.
    pub fn get(self) -> T {
        self.changed.track();
        self.get_untracked()
    }

    /// The part as it is.
    pub fn get_untracked(self) -> T {
        (self.part)(&self.inner.get_value().state.borrow())
    }

    /// As [`Self::get`], for a look at it.
    pub fn with<U>(self, look: impl FnOnce(&T) -> U) -> U {
        look(&self.get())
    }

    /// As [`Self::get_untracked`], for a look at it.
    pub fn with_untracked<U>(self, look: impl FnOnce(&T) -> U) -> U {
        look(&self.get_untracked())
    }
}

impl<T: PartialEq> Watch<T> {
    /// Wakes its readers if it differs. Not inlined: one for all parts of a type is smaller.
    #[inline(never)]
    pub(super) fn compare(&self, before: &State, after: &State) {
        if (self.part)(before) != (self.part)(after) {
            self.changed.notify();
        }
    }
}
