//! The filters to choose from, with counts where the desk counts (L6).

use leptos::prelude::*;

use super::{chips::count, has_people, open_sheet, status_text, turn_text};
use crate::{
    dom::{Root, day},
    domain::{Channel, Filter, Level, StatusCategory, Term, Time, Turn},
    i18n::{Text, Words},
    state::desk::Desk,
    view::parts::{Icon, channel_text, level_text},
};

const DAY: f64 = 86_400_000.0;

/// The button that opens them, and they.
pub fn button() -> AnyView {
    let (root, words) = (Root::here(), Words::here());
    let open = move |event: leptos::ev::MouseEvent| open_sheet(root, ".find__sheet", &event);
    view! {
        <button type="button" class="button" aria-haspopup="dialog" on:click=open>
            {Icon::FILTER.show()}
            {words.say(Text::FindFilters)}
        </button>
        <div class="menu find__sheet" role="dialog" popover="auto" aria-label=words.text(Text::FindFilters)>
            {sheet()}
        </div>
    }
    .into_any()
}

/// They stay, with the focus in them, while what is ticked and counted changes.
fn sheet() -> AnyView {
    let (desk, words) = (Desk::here(), Words::here());
    let choice = |term: Term, text: Text| choice(term, words.text(text));
    let turns = [Turn::You, Turn::Support, Turn::OnHold, Turn::Done];
    let statuses = [
        StatusCategory::Open,
        StatusCategory::AwaitingCustomer,
        StatusCategory::OnHold,
        StatusCategory::Resolved,
        StatusCategory::Closed,
    ];
    let channels =
        [Channel::Email, Channel::Phone, Channel::ConferenceCall, Channel::Chat, Channel::Web];
    let levels = [Level::Urgent, Level::High, Level::Tolerable, Level::Question];
    let levels = levels.into_iter().filter_map(|it| Some(choice(Term::Level(it), level_text(it)?)));
    let group = |title: Text, choices: Vec<AnyView>| group(words.say(title), choices);
    let people =
        move || has_people(desk).then(|| self::group(words.say(Text::ColumnRequester), people()));
    let groups = vec![
        group(Text::FindTurn, turns.map(|it| choice(Term::Turn(it), turn_text(it))).into()),
        group(
            Text::ColumnStatus,
            statuses.map(|it| choice(Term::Status(it), status_text(it))).into(),
        ),
        group(Text::ColumnPriority, levels.collect()),
        group(
            Text::ColumnType,
            channels.map(|it| choice(Term::Channel(it), channel_text(it))).into(),
        ),
        group(
            Text::FindMarks,
            vec![
                choice(Term::Escalated, Text::ListEscalated),
                choice(Term::Unread, Text::ListUnread),
            ],
        ),
        group(
            Text::ColumnCreated,
            vec![
                bound_field(Text::FindFrom, Term::CreatedFrom, 0.0),
                bound_field(Text::FindTo, Term::CreatedTo, DAY),
            ],
        ),
        group(
            Text::ColumnUpdated,
            vec![
                bound_field(Text::FindFrom, Term::UpdatedFrom, 0.0),
                bound_field(Text::FindTo, Term::UpdatedTo, DAY),
            ],
        ),
        people.into_any(),
    ];
    groups.into_any()
}

fn group(title: AnyView, choices: Vec<AnyView>) -> AnyView {
    view! { <fieldset class="find__group"><legend>{title}</legend>{choices}</fieldset> }.into_any()
}

/// A box to tick.
fn choice(term: Term, name: String) -> AnyView {
    let desk = Desk::here();
    let (of_box, of_count) = (term.clone(), term.clone());
    let is_on = move || desk.filter().terms.contains(&of_box);
    let count = move || {
        desk.list.get();
        count(&of_count)
    };
    let press = move |_| {
        let filter = desk.filter_untracked();
        let is_on = filter.terms.contains(&term);
        desk.seek(if is_on { filter.without(&term) } else { filter.with(term.clone()) });
    };
    view! {
        <label class="find__choice">
            <input type="checkbox" prop:checked=is_on on:change=press />
            <bdi class="find__name">{name}</bdi>
            {count}
        </label>
    }
    .into_any()
}

/// O1: whose tickets, of those the desk counts.
fn people() -> Vec<AnyView> {
    let desk = Desk::here();
    let mut terms: Vec<Term> = desk.facets().into_iter().map(|it| it.term).collect();
    // Who is chosen stays to be taken away.
    terms.extend(desk.filter_untracked().terms);
    terms.retain(|it| matches!(it, Term::Requester(_)));
    terms.dedup();
    terms.into_iter().map(|it| choice(it.clone(), super::person(&it.word(), desk))).collect()
}

/// A day, as the browser lets one choose it: the bound is at midnight where the customer is, and a last
/// day is within.
fn bound_field(label: Text, term: fn(Time) -> Term, after: f64) -> AnyView {
    let (desk, words) = (Desk::here(), Words::here());
    let name = term(Time::from_millis(0.0)).name();
    let chosen = move |filter: &Filter| filter.terms.iter().find(|it| it.name() == name).cloned();
    let value = move || {
        let at = chosen(&desk.filter()).as_ref().and_then(bound);
        at.map(|it| day::of(it.millis() - after)).unwrap_or_default()
    };
    let press = move |event| {
        let text = event_target_value(&event);
        let filter = desk.filter_untracked();
        desk.seek(match (day::midnight(&text), chosen(&filter)) {
            (Some(at), _) => filter.with(term(Time::from_millis(at + after))),
            (None, Some(old)) => filter.without(&old),
            (None, None) => filter,
        });
    };
    view! {
        <label class="find__choice">
            <span class="find__name">{words.say(label)}</span>
            <input type="date" class={"select"} prop:value=value on:change=press />
        </label>
    }
    .into_any()
}

fn bound(term: &Term) -> Option<Time> {
    match term {
        Term::CreatedFrom(at)
        | Term::CreatedTo(at)
        | Term::UpdatedFrom(at)
        | Term::UpdatedTo(at) => Some(*at),
        _ => None,
    }
}

/// The last day that is within a bound, which is the midnight after it.
pub fn day_before(at: Time) -> Time {
    Time::from_millis(at.millis() - DAY / 2.0)
}
