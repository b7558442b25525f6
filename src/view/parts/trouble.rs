//! What went wrong: what happened, what is safe, what to do.

use std::rc::Rc;

use leptos::prelude::*;

use super::Icon;
use crate::{
    dom::task,
    i18n::{Text, Words},
    state::{Failure, Trouble},
};

/// One calm sentence each.
pub fn failure_text(failure: Failure) -> Text {
    match failure {
        Failure::Offline => Text::FailureOffline,
        Failure::TimedOut => Text::FailureTimedOut,
        Failure::SignedOut => Text::FailureSignedOut,
        Failure::Forbidden => Text::FailureForbidden,
        Failure::NotFound => Text::FailureNotFound,
        Failure::Busy => Text::FailureBusy,
        Failure::Broken => Text::FailureBroken,
        Failure::Refused => Text::FailureRefused,
        Failure::NotAccepted => Text::FailureNotAccepted,
        Failure::Unreadable => Text::FailureUnreadable,
        Failure::TooLarge => Text::FailureTooLarge,
        Failure::Redirected => Text::FailureRedirected,
    }
}

/// How long the desk asks to wait, if it does.
fn wait(trouble: Trouble, words: Words) -> Option<AnyView> {
    let seconds = trouble.retry_after.filter(|it| *it >= 1.0)?;
    Some(words.say_count(Text::FailureWait, (seconds / 60.0).ceil() as u32, &[]))
}

/// What "Try again" does. Boxed: a copy of these views a caller would cost every visitor.
pub type Again = Rc<dyn Fn()>;

/// Above what stays on screen because it could not be read again: why, and that it may be `old`.
pub fn stale(trouble: Trouble, old: Text, again: Again) -> AnyView {
    let words = Words::here();
    let wait = wait(trouble, words).map(|it| view! { " "{it} }.into_any());
    view! {
        <div class="note note--warning" role="alert">
            <p>{words.say(failure_text(trouble.failure))}" "{words.say(old)}{wait}</p>
            {retry(again)}
        </div>
    }
    .into_any()
}

/// The sentence, how long to wait where the desk said it, and "Try again".
pub fn trouble(trouble: Trouble, again: Again) -> AnyView {
    let words = Words::here();
    let wait =
        wait(trouble, words).map(|it| view! { <p class="trouble__wait">{it}</p> }.into_any());
    framed(failure_text(trouble.failure), wait, again)
}

/// In the place of a part that could not be fetched.
pub fn unfetched(again: Again) -> AnyView {
    // Y2: a person who was offline need not ask.
    task::listen("online", {
        let again = again.clone();
        move |_| again()
    });
    framed(Text::FailureChunk, None, again)
}

fn framed(text: Text, wait: Option<AnyView>, again: Again) -> AnyView {
    let words = Words::here();
    view! {
        <div class="trouble" role="alert">
            {Icon::WARNING.show()}
            <div class="trouble__words">
                <p>{words.say(text)}</p>
                {wait}
                {retry(again)}
            </div>
        </div>
    }
    .into_any()
}

fn retry(again: Again) -> AnyView {
    let words = Words::here();
    view! { <button type="button" class="button" on:click=move |_| again()>{words.say(Text::FailureRetry)}</button> }
        .into_any()
}
