//! A list on screen as one signal per row.

use leptos::prelude::*;

/// A list on screen: its order, and one signal per item.
///
/// Setting it wakes the items that differ, and the order only if it changed. An item keeps its
/// signal, and so its DOM node and the focus in it, wherever it moves.
pub struct Live<K: 'static, T: 'static>(RwSignal<Vec<(K, ArcRwSignal<T>)>>);

impl<K, T> Clone for Live<K, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<K, T> Copy for Live<K, T> {}

impl<K, T> Live<K, T>
where
    K: Clone + PartialEq + Send + Sync,
    T: PartialEq + Send + Sync,
{
    /// An empty one.
    pub fn new() -> Self {
        Self(RwSignal::new(Vec::new()))
    }

    /// The rows, in order. Reading it in a view wakes that view when the order changes.
    pub fn rows(self) -> Vec<(K, ArcRwSignal<T>)> {
        self.0.get()
    }

    /// Shows `items`.
    pub fn set(self, items: impl Iterator<Item = (K, T)>) {
        let old = self.0.get_untracked();
        let new: Vec<_> = items
            .map(|(key, value)| match old.iter().find(|(known, _)| *known == key) {
                Some((_, signal)) => {
                    if signal.with_untracked(|it| *it != value) {
                        signal.set(value);
                    }
                    (key, signal.clone())
                }
                None => (key, ArcRwSignal::new(value)),
            })
            .collect();
        if !old.iter().map(|it| &it.0).eq(new.iter().map(|it| &it.0)) {
            self.0.set(new);
        }
    }
}
