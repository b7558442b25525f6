//! Files of a reply that do not go along, each with its reason.

use leptos::prelude::*;

use super::{Files, limits};
use crate::{
    dom::picked::Picked,
    domain::upload::{Refused, can_shrink},
    i18n::{Text, Words},
    view::parts::Icon,
};

/// A file that does not go along.
#[derive(Clone)]
pub struct Turned {
    /// Its row.
    pub id: u32,
    /// Its name, cleaned.
    pub name: String,
    /// Why.
    pub why: Why,
    /// The file.
    pub file: Picked,
}

/// Why not.
#[derive(Clone, Copy, PartialEq)]
pub enum Why {
    /// A rule of the desk.
    Rule(Refused),
    /// It is no recording.
    NotHar,
    /// It cannot be read.
    Gone,
    /// It cannot be made small enough.
    NotShrunk,
}

impl Files {
    /// Its row.
    pub(super) fn turned(self, it: Turned) -> AnyView {
        let words = Words::here();
        let limits = limits();
        let smaller = match it.why {
            Why::Rule(Refused::TooLarge(kind)) if can_shrink(kind) => {
                let it = it.clone();
                Some(view! {
                    <button type="button" class="button" on:click=move |_| self.shrink(it.clone())>
                        {words.say(Text::AttachShrink)}
                    </button>
                })
            }
            _ => None,
        };
        let why = match it.why {
            Why::Rule(Refused::NoName) => words.say(Text::AttachNoName),
            Why::Rule(Refused::Empty) => words.say(Text::AttachEmpty),
            Why::Rule(Refused::Ending) => words.say(Text::AttachEnding),
            Why::Rule(Refused::Content) => words.say(Text::AttachContent),
            Why::Rule(Refused::TooMany) => {
                words.say_count(Text::AttachTooMany, limits.files(), &[])
            }
            Why::Rule(Refused::TooLarge(_)) => {
                words.say_with(Text::AttachTooLarge, &[("size", &words.bytes(limits.bytes()))])
            }
            Why::NotHar => words.say(Text::AttachNotHar),
            Why::Gone => words.say(Text::AttachGone),
            Why::NotShrunk => words.say(Text::AttachNotShrunk),
        };
        view! {
            <li class="attach__item attach__item--refused">
                {Icon::WARNING.show()}
                <span><bdi>{it.name.clone()}</bdi>": "{why}</span>
                {smaller}
            </li>
        }
        .into_any()
    }
}
