//! What can be done about a ticket as a whole, and the sentence it is offered with (C1–C3, E4). Until what
//! does it has come, it stands there and waits.

use leptos::prelude::*;

use crate::{
    domain::{Action, Again, Feedback, Offer, RatingScale, Time},
    i18n::{Text, Words},
    state::desk::Desk,
};

/// Of the open ticket.
pub fn here() -> Memo<Offer> {
    let desk = Desk::here();
    Memo::new(move |_| {
        let policy = desk.me.with(|it| it.as_ref().map(|it| it.policy)).unwrap_or_default();
        desk.ticket.with(|it| it.as_ref().map(|it| Offer::of(it, policy))).unwrap_or_default()
    })
}

/// The sentence beside the buttons.
pub fn sentence(offer: Offer) -> Option<AnyView> {
    let words = Words::here();
    let until = |text, at: Time| words.say_with(text, &[("date", &words.day_and_time(at))]);
    Some(match offer.again {
        _ if offer.can_close => words.say(Text::LifeSolved),
        Again::Reply(None) => words.say(Text::LifeReplyReopens),
        Again::Reply(Some(at)) => until(Text::LifeReplyReopensUntil, at),
        Again::Reopen(None) => words.say(Text::LifeCanReopen),
        Again::Reopen(Some(at)) => until(Text::LifeCanReopenUntil, at),
        Again::FollowUp(at) => {
            let desk = Desk::here();
            let id = desk.ticket.with_untracked(|it| it.as_ref().map(|it| it.display_id.clone()));
            let quote = words.say_with(Text::LifeQuote, &[("id", &id.unwrap_or_default())]);
            let before = match at {
                Some(at) => until(Text::LifeWindowOver, at),
                None => words.say(Text::LifeStaysClosed),
            };
            view! { {before}" "{quote} }.into_any()
        }
        Again::No => return None,
    })
}

/// C3: instead of asking, where feedback was given.
pub fn thanks(offer: Offer) -> Option<AnyView> {
    let (desk, words) = (Desk::here(), Words::here());
    let Feedback::Given(score) = offer.feedback else { return None };
    let scale = desk.me.with_untracked(|it| it.as_ref().map(|it| it.policy.rating));
    let score = score.map(|it| match (scale.unwrap_or_default(), it) {
        (RatingScale::Stars, it) => words.count(Text::LifeStars, it, &[]),
        (RatingScale::GoodBad, 0) => words.text(Text::LifeBad),
        (RatingScale::GoodBad, _) => words.text(Text::LifeGood),
    });
    let sentence = match score {
        Some(score) => words.say_with(Text::LifeThanksScore, &[("score", &score)]),
        None => words.say(Text::ReasonAlreadyRated),
    };
    Some(view! { <p class="life__thanks">{sentence}</p> }.into_any())
}

/// Until what does it is here: the same, and its buttons wait.
pub fn banner_waiting() -> AnyView {
    let words = Words::here();
    let offer = here();
    (move || {
        let offer = offer.get();
        let buttons: Vec<AnyView> = buttons(offer)
            .into_iter()
            .map(|it| {
                view! { <button type="button" class="button" aria-disabled="true">{words.say(it)}</button> }
                    .into_any()
            })
            .collect();
        offer.is_any().then(|| {
            view! {
                <div class="life" aria-busy="true">
                    <p class="life__now">{sentence(offer)}</p>
                    {thanks(offer)}
                    <div class="life__ways">{buttons}</div>
                </div>
            }
        })
    })
    .into_any()
}

/// What the buttons are called, in order.
fn buttons(offer: Offer) -> Vec<Text> {
    let follow_up = matches!(offer.again, Again::FollowUp(_));
    [
        (offer.can_close, Text::LifeClose),
        (offer.can_reopen, Text::LifeReopen),
        (follow_up, Text::LifeFollowUp),
        (offer.feedback == Feedback::Wanted, Text::TicketActionRate),
    ]
    .into_iter()
    .filter_map(|(is_there, text)| is_there.then_some(text))
    .collect()
}

/// E4, the same way.
pub fn verification_waiting() -> AnyView {
    let desk = Desk::here();
    let words = Words::here();
    let button = move |text| {
        view! { <button type="button" class="button" aria-disabled="true">{words.say(text)}</button> }
    };
    (move || {
        let is_asked = desk.ticket.with(|it| {
            it.as_ref().is_some_and(|it| it.actions.verify == Action::Allowed)
        });
        is_asked.then(|| {
            view! {
                <div class="verification" aria-busy="true">
                    <p class="verification__question">{words.say(Text::LifeVerify)}</p>
                    <div class="life__ways">{button(Text::LifeFixed)}{button(Text::LifeBroken)}</div>
                </div>
            }
        })
    })
    .into_any()
}
