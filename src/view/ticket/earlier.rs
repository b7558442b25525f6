//! The way to older entries: first those that are here, then those the desk has (T2).

use std::sync::Arc;

use leptos::{html, prelude::*};

use crate::{
    dom::focus,
    domain::{Message, MessageId},
    i18n::{Text, Words},
    state::{Load, desk::Desk},
    view::parts::trouble,
};

/// The newest entries, shown at once.
const NEWEST: usize = 10;
/// Fewer hidden ones than this are not worth a button.
const FEW: usize = 3;

/// Whether older entries that are here are shown. `Copy`.
#[derive(Clone, Copy)]
pub struct Fold(RwSignal<bool>);

impl Fold {
    /// Folded.
    pub fn new() -> Self {
        Self(RwSignal::new(true))
    }

    /// What is on screen.
    pub fn shown(self, messages: &[Arc<Message>]) -> &[Arc<Message>] {
        messages.get(self.hidden(messages.len())..).unwrap_or_default()
    }

    /// How many are not.
    fn hidden(self, length: usize) -> usize {
        if self.0.get() { hidden(length) } else { 0 }
    }
}

fn hidden(length: usize) -> usize {
    if length >= NEWEST + FEW { length - NEWEST } else { 0 }
}

/// The button, what it brought for those who hear it, and what went wrong.
///
/// The button keeps the focus while there is more; with the last of it gone, the oldest entry takes
/// the focus.
pub fn earlier(fold: Fold, list: NodeRef<html::Ol>) -> AnyView {
    let (desk, words) = (Desk::here(), Words::here());
    let hidden = Memo::new(move |_| desk.conversation.with(|it| fold.hidden(it.messages.len())));
    let has_more = Memo::new(move |_| desk.conversation.with(|it| it.has_earlier()));
    let load = Memo::new(move |_| desk.conversation.with(|it| it.load));
    let is_offered = Memo::new(move |_| hidden.get() > 0 || has_more.get());
    let was_pressed = StoredValue::new(false);
    let press = move |_| {
        was_pressed.set_value(true);
        if hidden.get_untracked() > 0 { fold.0.set(false) } else { desk.earlier() }
    };
    Effect::new(move || {
        let is_gone = !is_offered.get();
        if let Some(list) = list.get_untracked().filter(|_| is_gone && was_pressed.get_value()) {
            was_pressed.set_value(false);
            focus::first(&list, ".entry");
        }
    });
    let label = move || match (load.get(), hidden.get()) {
        (Load::Waiting, 0) => words.say(Text::TicketEarlierLoading),
        (_, count) if count > 0 && !has_more.get() => {
            words.say_count(Text::TicketEarlierCount, small(count), &[])
        }
        _ => words.say(Text::TicketEarlier),
    };
    let button = move || {
        is_offered.get().then(|| {
            view! {
                <button
                    type="button"
                    class="button conversation__earlier"
                    aria-disabled=move || (load.get() == Load::Waiting).then_some("true")
                    on:click=press
                >
                    {label}
                </button>
            }
        })
    };
    let failed = move || {
        let again = move || {
            if was_pressed.get_value() && has_more.get_untracked() {
                desk.earlier()
            } else {
                desk.refresh()
            }
        };
        load.get().trouble().map(|it| trouble(it, again))
    };
    view! {
        {button}
        {failed}
        <p class="hidden" role="status">{announcement(fold)}</p>
    }
    .into_any()
}

/// What came before the entry that was the oldest on screen, in a sentence.
fn announcement(fold: Fold) -> AnyView {
    let (desk, words) = (Desk::here(), Words::here());
    let oldest: Memo<(Option<MessageId>, usize)> =
        Memo::new(move |before: Option<&(Option<MessageId>, usize)>| {
            desk.conversation.with(|it| {
                let shown = fold.shown(&it.messages);
                let first = shown.first().map(|it| it.id.clone());
                let known = before.and_then(|(id, _)| id.as_ref());
                let came = known
                    .and_then(|id| shown.iter().position(|it| it.id == *id))
                    .unwrap_or_default();
                (first, came)
            })
        });
    (move || {
        let (_, came) = oldest.get();
        (came > 0).then(|| words.say_count(Text::TicketEarlierShown, small(came), &[]))
    })
    .into_any()
}

fn small(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_conversation_starts_with_its_newest_entries() {
        for (length, expected) in [(0, 0), (10, 0), (12, 0), (13, 3), (50, 40)] {
            assert_eq!(hidden(length), expected, "{length}");
        }
    }
}
