//! The way to older entries: first those that are here, then those the desk has (T2).

use std::sync::Arc;

use leptos::{html, prelude::*};

use super::{conversation::is_told_above, news::News};
use crate::{
    dom::{focus, place},
    domain::{Message, MessageId},
    i18n::{Text, Words},
    state::{Load, desk::Desk},
    view::parts::trouble,
};

/// The newest entries, shown at once.
const NEWEST: usize = 10;
/// Fewer hidden ones than this are not worth a button.
const FEW: usize = 3;

const ENTRY: &str = ".entry";

/// What is to be had.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Offer {
    /// Older entries that are here and not on screen.
    hidden: usize,
    /// The desk has older ones.
    has_more: bool,
    load: Load,
}

/// Whether older entries are shown, and how to get at them.
#[derive(Clone, Copy)]
pub struct Earlier {
    is_folded: RwSignal<bool>,
    news: News,
    was_pressed: RwSignal<bool>,
    offer: Memo<Offer>,
}

impl Earlier {
    /// Folded.
    pub fn new(news: News) -> Self {
        let desk = Desk::here();
        let is_folded = RwSignal::new(true);
        let offer = Memo::new(move |_| {
            desk.conversation.with(|it| Offer {
                hidden: if is_folded.get() { hidden(&it.messages, news) } else { 0 },
                has_more: it.has_earlier(),
                load: it.load,
            })
        });
        Self { is_folded, news, was_pressed: RwSignal::new(false), offer }
    }

    /// What is on screen.
    pub fn shown(self, messages: &[Arc<Message>]) -> &[Arc<Message>] {
        let hidden = if self.is_folded.get() { hidden(messages, self.news) } else { 0 };
        messages.get(hidden..).unwrap_or_default()
    }

    /// Shows all that is here.
    pub fn unfold(self) {
        self.is_folded.set(false);
    }

    /// The button. It keeps the focus while there is more; with the last of it gone, the oldest
    /// entry of `list` takes the focus.
    pub fn button(self, list: NodeRef<html::Ol>) -> AnyView {
        let (desk, words) = (Desk::here(), Words::here());
        let is_offered = Memo::new(move |_| {
            let offer = self.offer.get();
            offer.hidden > 0 || offer.has_more
        });
        let press = move |_| {
            self.was_pressed.set(true);
            if let Some(list) = list.get_untracked() {
                let is_coming = move || {
                    self.offer.try_get_untracked().is_some_and(|it| it.load == Load::Waiting)
                };
                place::hold(&list, ENTRY, Box::new(is_coming));
            }
            match self.offer.get_untracked() {
                Offer { load: Load::Waiting, hidden: 0, .. } => {}
                Offer { hidden: 0, .. } => desk.earlier(),
                _ => self.is_folded.set(false),
            }
        };
        Effect::new(move || {
            let is_wanted = !is_offered.get() && self.was_pressed.get_untracked();
            if let Some(list) = list.get_untracked().filter(|_| is_wanted) {
                // A frame later: entries that are still being put in order would lose it again.
                request_animation_frame(move || {
                    focus::first_in_place(&list, ENTRY);
                });
            }
        });
        let label = move || match self.offer.get() {
            Offer { load: Load::Waiting, hidden: 0, .. } => words.say(Text::TicketEarlierLoading),
            Offer { hidden, has_more: false, .. } => {
                words.say_count(Text::TicketEarlierCount, small(hidden), &[])
            }
            Offer { has_more: true, .. } => words.say(Text::TicketEarlier),
        };
        let is_busy = move || (self.offer.get().load == Load::Waiting).then_some("true");
        (move || {
            is_offered.get().then(|| {
                view! {
                    <button type="button" class="button" aria-disabled=is_busy on:click=press>{label}</button>
                }
            })
        })
        .into_any()
    }

    /// What the button brought, for those who hear it, or why it brought nothing.
    pub fn outcome(self) -> AnyView {
        let desk = Desk::here();
        let again =
            move || match self.was_pressed.get_untracked() && self.offer.get_untracked().has_more {
                true => desk.earlier(),
                false => desk.refresh(),
            };
        let told = move || {
            let found = self.offer.get().load.trouble().filter(|_| !is_told_above(desk))?;
            Some(trouble(found, std::rc::Rc::new(again)))
        };
        view! {
            {told}
            <p class="hidden" role="status">{self.announcement()}</p>
        }
        .into_any()
    }

    /// How many entries came before the one that was the oldest on screen.
    fn announcement(self) -> AnyView {
        let (desk, words) = (Desk::here(), Words::here());
        let oldest: Memo<(Option<MessageId>, usize)> =
            Memo::new(move |before: Option<&(Option<MessageId>, usize)>| {
                desk.conversation.with(|it| {
                    let shown = self.shown(&it.messages);
                    let first = shown.first().map(|it| it.id.clone());
                    let known = before.and_then(|(id, _)| id.as_ref());
                    let came = known.and_then(|id| shown.iter().position(|it| it.id == *id));
                    (first, came.unwrap_or_default())
                })
            });
        (move || {
            let (_, came) = oldest.get();
            (came > 0).then(|| words.say_count(Text::TicketEarlierShown, small(came), &[]))
        })
        .into_any()
    }
}

/// How many entries are folded: never one that is new, nor the one before it.
fn hidden(messages: &[Arc<Message>], news: News) -> usize {
    let first = news.old(messages).map_or(usize::MAX, |it| it.saturating_sub(1));
    folded(messages.len(), first)
}

fn folded(length: usize, most: usize) -> usize {
    let folded = length.saturating_sub(NEWEST).min(most);
    if folded >= FEW { folded } else { 0 }
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
            assert_eq!(folded(length, usize::MAX), expected, "{length}");
        }
    }

    #[test]
    fn what_is_new_is_never_folded() {
        for (length, most, expected) in [(50, 20, 20), (50, 45, 40), (50, 2, 0), (50, 0, 0)] {
            assert_eq!(folded(length, most), expected, "{length} {most}");
        }
    }
}
