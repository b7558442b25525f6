//! The list as a file: a button with how far it is (L11). What it asks for is every page of the list,
//! as it is filtered and sorted when it is pressed.

mod terms;

use std::rc::Rc;

use leptos::{ev, prelude::*};

use self::terms::InWords;
use super::parts::{announce, failure_text};
use crate::{
    dom::{Root, js, now, zone},
    domain::{Column, export},
    i18n::{Lexicon, Text, Words},
    state::{
        desk::export::{Export, Making, Written},
        gather::Made,
    },
};

/// So many rows further, it is said again to those who listen.
const STEP: u32 = 1_000;

/// "Export as CSV", which becomes "Cancel" and "Try again": one button, so that it keeps the focus.
/// `columns` are those of the list, in their order.
pub fn csv(columns: impl Fn() -> Vec<Column> + 'static) -> AnyView {
    let (words, root, export) = (Words::here(), Root::here(), Export::here());
    let press = move |event: ev::MouseEvent| match export.making() {
        // The second press of a double click means what the first one did.
        _ if js::get(&event, "detail").as_f64().is_some_and(|it| it > 1.0) => {}
        Making::Going { .. } => {
            export.cancel();
            announce::say(root, &words.text(Text::ExportCancelled));
        }
        Making::Idle | Making::Done(_) | Making::Failed(_) => {
            let (lexicon, columns) = (words.lexicon(), columns());
            export.begin(Box::new(move |rows| {
                in_words(lexicon, |words| Written {
                    name: format!("tickets-{}.csv", today()),
                    text: export::csv(rows, &columns, &InWords::new(words)),
                })
            }));
        }
    };
    let label = move || {
        words.say(match export.making() {
            Making::Idle | Making::Done(_) => Text::ExportCsv,
            Making::Going { .. } => Text::ExportCancel,
            Making::Failed(_) => Text::FailureRetry,
        })
    };
    let is_going = move || matches!(export.making(), Making::Going { .. }).then_some("");
    view! {
        <button type="button" class="button" data-going=is_going on:click=press>{label}</button>
        <span>{move || shown(export.making())}</span>
        <span class="hidden" role="status">{said(export)}</span>
    }
    .into_any()
}

/// How far it is, for the eye.
fn shown(making: Making) -> AnyView {
    let words = Words::here();
    match making {
        Making::Idle => ().into_any(),
        Making::Going { count, total: Some(total) } => {
            let (count, total) = (words.number(count), words.number(total.max(count)));
            words.say_with(Text::ExportProgress, &[("shown", &count), ("total", &total)])
        }
        Making::Going { count, total: None } => words.say_count(Text::ExportGoing, count, &[]),
        Making::Done(made) => outcome(made),
        Making::Failed(trouble) => words.say(failure_text(trouble.failure)),
    }
}

/// The same for the ear: not each page.
fn said(export: Export) -> AnyView {
    let step = Memo::new(move |_| match export.making() {
        Making::Going { count, total } => Making::Going { count: count / STEP * STEP, total },
        making => making,
    });
    (move || shown(step.get())).into_any()
}

fn outcome(made: Made) -> AnyView {
    let words = Words::here();
    let cut = made.is_cut.then(|| {
        let most = words.number(made.count);
        view! { " "{words.say_with(Text::ExportCut, &[("most", &most)])} }
    });
    let skipped = (made.skipped > 0)
        .then(|| view! { " "{words.say_count(Text::ExportSkipped, made.skipped, &[])} });
    view! { {words.say_count(Text::ExportDone, made.count, &[])}{cut}{skipped} }.into_any()
}

/// What is written when the language may be another one already, in the one it was asked for in.
pub(super) fn in_words(lexicon: Rc<Lexicon>, write: impl FnOnce(Words) -> Written) -> Written {
    let owner = Owner::new();
    let written = owner.with(|| write(Words::provide(lexicon)));
    owner.cleanup();
    written
}

/// The customer's own day: `2026-11-20`.
fn today() -> String {
    let now = now();
    let text = export::on_the_clock(now, zone::minutes_east(now));
    text.split(' ').next().unwrap_or_default().to_owned()
}
