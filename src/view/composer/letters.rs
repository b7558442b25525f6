//! What was sent and is not in the conversation yet: on its way, waiting, or not sent and why (R6, R7).

use leptos::prelude::*;

use super::refusal;
use crate::{
    dom::{Root, focus},
    domain::{TicketId, Time},
    i18n::{Text, Words},
    state::{
        Load, Why,
        desk::{Desk, pen::Pen},
        writing::{Letter, Post, Progress},
    },
    view::parts::{CopyButton, Icon, status_look},
};

/// Whom a letter goes back to.
pub type Edit = StoredValue<Box<dyn Fn(Letter)>, LocalStorage>;

/// The most letters of somebody's entry that are shown of it.
const EXCERPT: usize = 160;
/// How far the clocks of this browser and the desk may be apart, in milliseconds.
const SKEW: f64 = 60_000.0;

/// The letters of a ticket; `edit` gets one back into the composer, where there is one.
pub fn letters(pen: Pen, ticket: TicketId, edit: Edit, may_reply: Memo<bool>) -> AnyView {
    let root = Root::here();
    (move || {
        keep_focus(root);
        let (posts, edit) = (pen.posts(&ticket), may_reply.get().then_some(edit));
        (!posts.is_empty()).then(|| {
            let items: Vec<AnyView> = posts.iter().map(|it| letter(pen, it, edit)).collect();
            view! { <ol class="letters" role="list">{items}</ol> }
        })
    })
    .into_any()
}

/// K2: a letter is made anew with each step it takes, without the button that was pressed. Who was in it stays in it;
/// where it went, they go on writing, or reading.
fn keep_focus(root: Root) {
    let Some(letter) = root.find(".letter:focus-within") else { return };
    let key = letter.get_attribute("data-letter").unwrap_or_default();
    request_animation_frame(move || {
        if focus::is_lost() {
            let same = root.find(&format!("[data-letter=\"{key}\"]"));
            let next = same.or_else(|| root.find(".field")).or_else(|| root.find(".conversation"));
            next.iter().for_each(focus::in_place);
        }
    });
}

fn letter(pen: Pen, post: &Post, edit: Option<Edit>) -> AnyView {
    let words = Words::here();
    let it = &post.letter;
    let key = it.key.clone();
    let files: Vec<AnyView> = it
        .files
        .iter()
        .map(|it| {
            let name = it.file.name.clone();
            view! { <li class="file"><span class="file__face">{Icon::CLIP.show()}<bdi>{name}</bdi></span></li> }
                .into_any()
        })
        .collect();
    view! {
        <li>
            <article class="message message--you letter" tabindex="-1" data-letter=key aria-label=words.text(Text::MessageYou)>
                <div class="message__text" dir="auto">{it.text.clone()}</div>
                {(!files.is_empty()).then(|| view! { <ul class="message__files">{files}</ul> })}
                <p class="letter__state" role="status">{state(&post.progress)}</p>
                {why(post)}
                {ways(pen, post, edit)}
            </article>
        </li>
    }
    .into_any()
}

/// What the desk says of one that did not go, and what became of the ticket where that is why.
fn why(post: &Post) -> Option<AnyView> {
    let Progress::Failed(refusal) = &post.progress else { return None };
    let now = (refusal.why == Why::Changed).then(|| changed(post.letter.at));
    Some(view! { {now}{refusal::said(refusal)} }.into_any())
}

/// How the ticket is now, once it was read again, and who said what last.
fn changed(since: Time) -> AnyView {
    let (desk, words) = (Desk::here(), Words::here());
    let is = move || {
        let ticket = desk.ticket.get().filter(|_| desk.opening.get() == Load::Done)?;
        let (label, language) = status_look(&ticket, words).label;
        Some(view! { {words.say(Text::LetterChangedNow)}<bdi lang=language>{label}</bdi> })
    };
    let last = move || {
        let me = desk.me.with_untracked(|it| it.as_ref().map(|it| it.user.id.clone()));
        let last = desk.conversation.with(|it| it.messages.last().cloned())?;
        let is_news = last.at.millis() + SKEW >= since.millis();
        if !is_news || me.as_deref() == Some(last.author.id.as_str()) {
            return None;
        }
        let text: String = last.text.chars().take(EXCERPT).collect();
        let values = [("name", last.author.name.as_str()), ("text", text.as_str())];
        Some(words.say_with(Text::LetterChangedLast, &values))
    };
    view! { <p class="letter__state">{is}<span>{last}</span></p> }.into_any()
}

fn state(progress: &Progress) -> AnyView {
    use crate::state::Failure;

    let words = Words::here();
    match progress {
        Progress::Sending => words.say(Text::LetterSending),
        Progress::Waiting => words.say(Text::LetterWaiting),
        Progress::Again(trouble) if trouble.failure == Failure::Offline => {
            words.say(Text::LetterOffline)
        }
        Progress::Again(_) => words.say(Text::LetterAgain),
        Progress::Failed(it) => view! {
            {Icon::WARNING.show()}
            {words.say(Text::LetterFailed)}
            " "
            {words.say(refusal::message_text(it))}
        }
        .into_any(),
        Progress::Unsure => view! {
            {Icon::WARNING.show()}
            {words.say(Text::LetterUnsure)}
        }
        .into_any(),
        Progress::Sent => view! {
            {Icon::DONE.show()}
            {words.say(Text::LetterSent)}
        }
        .into_any(),
    }
}

/// What the customer can do about it.
fn ways(pen: Pen, post: &Post, edit: Option<Edit>) -> Option<AnyView> {
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
    let may_not = edit.is_none();
    let edit = edit.filter(|_| is_ours).map(|edit| {
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
    // R8: nothing more is taken here, so it is the customer's to take along.
    let is_over = may_not && matches!(post.progress, Progress::Failed(_));
    let (text, gone) = (post.letter.text.clone(), post.letter.key.clone());
    let take = is_over.then(|| {
        view! {
            <CopyButton text=text label=words.text(Text::LetterCopy) is_named=true />
            <button type="button" class="button button--quiet" on:click=move |_| { pen.take_back(&gone); }>
                {words.say(Text::LetterDiscard)}
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
                {take}
            </p>
        }
        .into_any()
    })
}
