//! Why the desk did not take something that was written: our sentence, and its own words beside it.

use leptos::prelude::*;

use crate::{
    i18n::{Text, Words},
    state::{Part, Refusal, Said, Why},
    view::life::why_text,
};

/// Our sentence, for a message.
pub fn message_text(refusal: &Refusal) -> Text {
    match refusal.why {
        Why::Changed => Text::LetterChanged,
        Why::TooLarge => Text::LetterTooLarge,
        Why::Type => Text::LetterType,
        Why::Part => Text::LetterPart,
        Why::Other => why_text(refusal.failure()),
    }
}

/// Our sentence, for a file.
pub fn file_text(refusal: &Refusal) -> Text {
    match refusal.why {
        Why::TooLarge => Text::AttachRefusedSize,
        Why::Type => Text::AttachEnding,
        Why::Part | Why::Changed => Text::AttachRefused,
        Why::Other => why_text(refusal.failure()),
    }
}

/// The desk's own words: somebody else's, so they are isolated, and marked with their language.
pub fn said(refusal: &Refusal) -> Option<AnyView> {
    let words = Words::here();
    let Said { words: all, language } = refusal.said.as_deref()?;
    let items: Vec<AnyView> = all
        .iter()
        .map(|it| {
            let part = it.part.as_ref().map(|it| {
                let name = match it {
                    Part::Text => words.say(Text::ComposerTitle),
                    Part::Files => words.say(Text::MessageFiles),
                    Part::Named(name) => view! { <bdi>{name.clone()}</bdi> }.into_any(),
                };
                view! { <span class="said__part">{name}</span> }
            });
            let (text, language) = (it.text.clone(), language.clone());
            view! { <li>{part}<q class="said__words" dir="auto" lang=language>{text}</q></li> }
                .into_any()
        })
        .collect();
    Some(view! { <div class="said">{words.say(Text::LetterSays)}<ul>{items}</ul></div> }.into_any())
}
