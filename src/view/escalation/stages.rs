//! The bar: to the eye a line with dots, to the ear an ordered list with a state in words (E2, E3, E5).

use leptos::prelude::*;

use super::{small, tell};
use crate::{
    config::Dates,
    dom::Clock,
    domain::{Escalation, Stage, StageKey, StageState, Time},
    i18n::{Text, Words},
    state::desk::Desk,
    view::parts::Icon,
};

/// "Escalation progress, step 3 of 5".
pub fn stages(escalation: &Escalation) -> AnyView {
    let words = Words::here();
    let (at, total) = (escalation.position(), escalation.stages.len());
    if total == 0 {
        return ().into_any();
    }
    let label = words.fill(
        Text::EscalationStepOf,
        &[("step", &words.number(small(at + 1))), ("total", &words.number(small(total)))],
    );
    let items: Vec<AnyView> = escalation
        .stages
        .iter()
        .enumerate()
        .map(|(index, it)| {
            let estimate = tell::estimate(escalation).filter(|_| index + 1 == total);
            stage(it, index == at, estimate)
        })
        .collect();
    view! { <ol class="stages" role="list" aria-label=label>{items}</ol> }.into_any()
}

fn stage(stage: &Stage, is_here: bool, estimate: Option<Time>) -> AnyView {
    let words = Words::here();
    let (class, icon) = match (stage.state, stage.action_needed) {
        (StageState::Done, _) => ("stage stage--done", Some(Icon::DONE)),
        (StageState::Current, true) => ("stage stage--current stage--you", Some(Icon::YOU)),
        (StageState::Current, false) => ("stage stage--current", None),
        (StageState::Todo, _) => ("stage", None),
    };
    let date = stage.at.map(|it| view! { <span class="stage__date">{day(it)}</span> });
    let needed = (stage.action_needed && stage.state != StageState::Done).then(
        || view! { <span class="stage__needed">{words.say(Text::EscalationActionNeeded)}</span> },
    );
    let estimate = estimate.map(|it| {
        let sentence = words.say_with(Text::EscalationEstimated, &[("date", &words.day(it))]);
        view! { <span class="stage__estimate">{sentence}</span> }
    });
    view! {
        <li class=class aria-current=is_here.then_some("step")>
            <span class="stage__dot">{icon.map(Icon::show)}</span>
            <span class="stage__words">
                <span class="stage__name">{name(stage)}</span>
                <span class="hidden">" ("{words.say(state_text(stage.state))}")"</span>
                {date}
                {needed}
                {estimate}
            </span>
        </li>
    }
    .into_any()
}

/// L3, to the day: a bar has no room for hours. They are in the tooltip.
fn day(at: Time) -> AnyView {
    let (desk, words, clock) = (Desk::here(), Words::here(), Clock::here());
    let shown = move || match desk.dates.get() {
        Dates::Absolute => words.day(at),
        Dates::Elapsed => words.ago(at, clock.now()),
    };
    view! { <time datetime=at.to_rfc3339() title=words.with_zone(at)>{shown}</time> }.into_any()
}

/// E2: ours for the five that we know, the desk's own label for the others.
fn key_text(key: &StageKey) -> Option<Text> {
    Some(match key {
        StageKey::Submitted => Text::EscalationSubmitted,
        StageKey::UnderReview => Text::EscalationUnderReview,
        StageKey::Engineering => Text::EscalationEngineering,
        StageKey::Verifying => Text::EscalationVerifying,
        StageKey::Resolved => Text::EscalationResolved,
        StageKey::Other(_) => return None,
    })
}

/// One sentence of explanation; none for a stage of the desk's own.
pub fn help_text(key: &StageKey) -> Option<Text> {
    Some(match key {
        StageKey::Submitted => Text::EscalationSubmittedHelp,
        StageKey::UnderReview => Text::EscalationUnderReviewHelp,
        StageKey::Engineering => Text::EscalationEngineeringHelp,
        StageKey::Verifying => Text::EscalationVerifyingHelp,
        StageKey::Resolved => Text::EscalationResolvedHelp,
        StageKey::Other(_) => return None,
    })
}

/// A stage's name as a string.
pub fn name_text(stage: &Stage, words: Words) -> String {
    key_text(&stage.key).map_or_else(|| own_name(stage), |it| words.text(it))
}

fn name(stage: &Stage) -> AnyView {
    let words = Words::here();
    match key_text(&stage.key) {
        Some(text) => words.say(text),
        None => view! { <bdi>{own_name(stage)}</bdi> }.into_any(),
    }
}

fn own_name(stage: &Stage) -> String {
    match (&stage.label, &stage.key) {
        (Some(label), _) => label.clone(),
        (None, StageKey::Other(key)) => key.clone(),
        (None, _) => String::new(),
    }
}

/// A stage's name, and its state.
pub fn in_words(stage: &Stage, words: Words) -> (String, String) {
    (name_text(stage, words), words.text(state_text(stage.state)))
}

/// A stage's state in words, for those who do not see the dot.
pub fn state_text(state: StageState) -> Text {
    match state {
        StageState::Done => Text::EscalationStateDone,
        StageState::Current => Text::EscalationStateCurrent,
        StageState::Todo => Text::EscalationStateTodo,
    }
}
