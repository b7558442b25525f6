//! What was sent and is not in the conversation yet: on its way, waiting, or not sent and why (R6, R7).

use leptos::prelude::*;

use crate::{
    domain::TicketId,
    i18n::{Text, Words},
    state::{
        desk::pen::Pen,
        writing::{Letter, Post, Progress},
    },
    view::parts::{Icon, failure_text},
};

/// Whom a letter goes back to.
pub type Edit = StoredValue<Box<dyn Fn(Letter)>, LocalStorage>;

/// The letters of a ticket; `edit` gets one back into the composer.
pub fn letters(pen: Pen, ticket: TicketId, edit: Edit) -> AnyView {
    (move || {
        let posts = pen.posts(&ticket);
        (!posts.is_empty()).then(|| {
            let items: Vec<AnyView> = posts.iter().map(|it| letter(pen, it, edit)).collect();
            view! { <ol class="letters" role="list">{items}</ol> }
        })
    })
    .into_any()
}

fn letter(pen: Pen, post: &Post, edit: Edit) -> AnyView {
    let words = Words::here();
    let it = &post.letter;
    let files: Vec<AnyView> = it
        .files
        .iter()
        .map(|it| {
            let name = it.file.name.clone();
            view! { <li class="file"><span class="file__face">{Icon::Clip.show()}<bdi>{name}</bdi></span></li> }
                .into_any()
        })
        .collect();
    view! {
        <li>
            <article class="message message--you letter" aria-label=words.text(Text::MessageYou)>
                <div class="message__text" dir="auto">{it.text.clone()}</div>
                {(!files.is_empty()).then(|| view! { <ul class="message__files">{files}</ul> })}
                <p class="letter__state" role="status">{state(post.progress)}</p>
                {ways(pen, post, edit)}
            </article>
        </li>
    }
    .into_any()
}

fn state(progress: Progress) -> AnyView {
    use crate::state::Failure;

    let words = Words::here();
    match progress {
        Progress::Sending => words.say(Text::LetterSending),
        Progress::Waiting => words.say(Text::LetterWaiting),
        Progress::Again(trouble) if trouble.failure == Failure::Offline => {
            words.say(Text::LetterOffline)
        }
        Progress::Again(_) => words.say(Text::LetterAgain),
        Progress::Failed(trouble) => view! {
            {Icon::Warning.show()}
            {words.say(Text::LetterFailed)}
            " "
            {words.say(failure_text(trouble.failure))}
        }
        .into_any(),
        Progress::Unsure => view! {
            {Icon::Warning.show()}
            {words.say(Text::LetterUnsure)}
        }
        .into_any(),
        Progress::Sent => view! {
            {Icon::Done.show()}
            {words.say(Text::LetterSent)}
        }
        .into_any(),
    }
}

/// What the customer can do about it.
fn ways(pen: Pen, post: &Post, edit: Edit) -> Option<AnyView> {
    let words = Words::here();
    let is_stuck =
        matches!(post.progress, Progress::Failed(_) | Progress::Unsure | Progress::Again(_));
    let (again, back) = (post.letter.key.clone(), post.letter.key.clone());
    let drop = back.clone();
    let is_unsure = post.progress == Progress::Unsure;
    let arrived = is_unsure.then(|| {
        view! {
            <button type="button" class="button" on:click=move |_| { pen.take_back(&drop); }>
                {words.say(Text::LetterArrived)}
            </button>
        }
    });
    // One that may have arrived would be there twice, once as it was and once as it is then.
    let is_ours = !post.letter.is_unsure;
    let edit = is_ours.then(|| {
        view! {
            <button type="button" class="button" on:click=move |_| {
                if let Some(letter) = pen.take_back(&back) {
                    edit.with_value(|edit| edit(letter));
                }
            }>
                {words.say(Text::LetterEdit)}
            </button>
        }
    });
    is_stuck.then(|| {
        view! {
            <p class="letter__ways">
                <button type="button" class="button" on:click=move |_| pen.again(&again)>
                    {words.say(if is_unsure { Text::LetterSendAgain } else { Text::FailureRetry })}
                </button>
                {arrived}
                {edit}
            </p>
        }
        .into_any()
    })
}
