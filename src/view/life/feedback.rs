//! C3: what the customer thinks of it: good or bad, or one to five stars, and a comment.

use leptos::{ev, prelude::*};

use super::{outcome, sheet};
use crate::{
    dom::Root,
    domain::{Feedback, Offer, RatingScale, TicketId},
    i18n::{Text, Words},
    state::{
        deeds::Kind,
        desk::{Desk, hand::Hand},
    },
};

/// A star, as the other icons are drawn.
const STAR: &str = "M8 1.6l2 4.1 4.5.6-3.3 3.1.8 4.5L8 11.7L4 13.9l.8-4.5L1.5 6.3l4.5-.6z";

/// While it is open and wanted.
pub fn form(ticket: &TicketId, offer: Memo<Offer>) -> AnyView {
    let ticket = ticket.clone();
    let is_open = Hand::here().form(&ticket, Kind::Rate).is_open;
    let is_shown = Memo::new(move |_| is_open.get() && offer.get().feedback == Feedback::Wanted);
    (move || is_shown.get().then(|| fields(&ticket))).into_any()
}

fn fields(ticket: &TicketId) -> AnyView {
    let (desk, hand, words, root) = (Desk::here(), Hand::here(), Words::here(), Root::here());
    let scale = desk.me.with_untracked(|it| it.as_ref().map(|it| it.policy.rating));
    let scale = scale.unwrap_or_default();
    let form = hand.form(ticket, Kind::Rate);
    let id = ticket.clone();
    let send = move || match form.score.get_untracked() {
        Some(score) => hand.rate(&id, score, scale),
        None => {
            form.is_wanting.set(true);
            outcome::focus_soon(root, ".rating__choice");
        }
    };
    let wanting = move || {
        form.is_wanting.get().then(|| {
            view! { <p class="life__wanting" id="life-rating-wanting" role="alert">{words.say(Text::LifeChoose)}</p> }
        })
    };
    let class = if scale == RatingScale::Stars { "rating rating--stars" } else { "rating" };
    view! {
        <div class="life__form">
            <fieldset class=class aria-describedby="life-rating-wanting">
                <legend class="life__label">{words.say(Text::LifeHowWasIt)}</legend>
                <div class="rating__row">{choices(ticket, scale)}</div>
            </fieldset>
            {wanting}
            {sheet::text(ticket, Kind::Rate, Text::LifeComment)}
            {sheet::ways(ticket, Kind::Rate, Text::LifeSendFeedback, send)}
        </div>
    }
    .into_any()
}

/// Radio buttons of the browser's own, whatever they look like.
fn choices(ticket: &TicketId, scale: RatingScale) -> Vec<AnyView> {
    let words = Words::here();
    let named: Vec<(u8, String)> = match scale {
        RatingScale::Stars => {
            (1..=5).map(|it| (it, words.count(Text::LifeStars, u32::from(it), &[]))).collect()
        }
        RatingScale::GoodBad => {
            vec![(1, words.text(Text::LifeGood)), (0, words.text(Text::LifeBad))]
        }
    };
    named.into_iter().map(|(score, name)| choice(ticket, scale, score, name)).collect()
}

fn choice(ticket: &TicketId, scale: RatingScale, score: u8, name: String) -> AnyView {
    let form = Hand::here().form(ticket, Kind::Rate);
    let choose = move |_: ev::Event| {
        form.score.set(Some(score));
        form.is_wanting.set(false);
    };
    let input = view! {
        <input
            type="radio"
            class="rating__choice"
            name="life-rating"
            value=score.to_string()
            prop:checked=move || form.score.get() == Some(score)
            on:change=choose
        />
    };
    let title = name.clone();
    match scale {
        RatingScale::Stars => view! {
            <label class="rating__star" title=title>
                {input}
                <svg class="icon" viewBox="0 0 16 16" aria-hidden="true"><path d=STAR /></svg>
                <span class="hidden">{name}</span>
            </label>
        }
        .into_any(),
        RatingScale::GoodBad => {
            view! { <label class="rating__word">{input}{name}</label> }.into_any()
        }
    }
}
