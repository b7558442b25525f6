//! An escalation's progress in sentences: what is going on now, and all of it for a mail to one's
//! boss (E2, E3, E7).

use leptos::prelude::*;

use super::{Named, stages};
use crate::{
    domain::{Escalation, StageKey, StageState, Time},
    i18n::{Text, Words},
};

/// Whether the customer has to do something now (E2).
pub fn needs_customer(escalation: &Escalation) -> bool {
    let here = escalation.stages.get(escalation.position());
    escalation.needs_verification
        || here.is_some_and(|it| it.action_needed && it.state == StageState::Current)
}

/// E3: before the end only, and never as a promise.
pub fn estimate(escalation: &Escalation) -> Option<Time> {
    escalation.estimated_resolution.filter(|_| !is_over(escalation))
}

fn is_over(escalation: &Escalation) -> bool {
    escalation.stages.last().is_some_and(|it| match it.key {
        // "Resolved" has no work in it: to stand there is to be through.
        StageKey::Resolved => it.state != StageState::Todo,
        _ => it.state == StageState::Done,
    })
}

/// One sentence for the stage it stands at, and what is asked of the customer where that cannot be
/// answered here (E4).
pub fn explanation(ticket: &Named, escalation: &Escalation) -> AnyView {
    let words = Words::here();
    let here = escalation.stages.get(escalation.position());
    let help = here.and_then(|it| stages::help_text(&it.key));
    let help = help.map(|it| view! { <p>{words.say(it)}</p> });
    let asked = (needs_customer(escalation) && !ticket.can_verify).then(
        || view! { <p class="note note--warning">{words.say(Text::EscalationVerifyByMail)}</p> },
    );
    view! { {help}{asked} }.into_any()
}

/// A stage in the text.
struct Line {
    name: String,
    state: String,
    date: Option<String>,
}

/// E7: as plain text.
pub fn as_text(ticket: &Named, escalation: &Escalation, words: Words) -> String {
    let head = [
        words.fill(Text::EscalationCopyTitle, &[("id", &escalation.id)]),
        escalation.description.clone(),
        words.fill(Text::EscalationCopyTicket, &[("id", &ticket.id), ("subject", &ticket.subject)]),
    ];
    let lines: Vec<Line> = escalation
        .stages
        .iter()
        .map(|it| Line {
            name: stages::name_text(it, words),
            state: words.text(stages::state_text(it.state)),
            date: it.at.map(|it| words.day(it)),
        })
        .collect();
    let foot = estimate(escalation)
        .map(|it| words.fill(Text::EscalationEstimated, &[("date", &words.day(it))]));
    in_lines(&head, &lines, foot)
}

fn in_lines(head: &[String], lines: &[Line], foot: Option<String>) -> String {
    let head = head.iter().filter(|it| !it.is_empty()).cloned();
    let lines = lines.iter().enumerate().map(|(index, it)| {
        let date = it.date.as_deref().map(|it| format!(", {it}")).unwrap_or_default();
        format!("{}. {}: {}{date}", index + 1, it.name, it.state)
    });
    let blank = || std::iter::once(String::new());
    let all: Vec<String> = head
        .chain(blank())
        .chain(lines)
        .chain(foot.into_iter().flat_map(|it| [String::new(), it]))
        .collect();
    all.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Stage;

    fn stage(key: StageKey, state: StageState, action_needed: bool) -> Stage {
        Stage { key, label: None, state, at: None, action_needed }
    }

    fn escalation(stages: Vec<Stage>) -> Escalation {
        Escalation {
            id: "CP-1234".into(),
            description: String::new(),
            stages,
            estimated_resolution: Some(Time::from_millis(0.0)),
            needs_verification: false,
        }
    }

    #[test]
    fn an_estimate_shows_before_the_end_only() {
        let verifying = |state| stage(StageKey::Verifying, state, true);
        let resolved = |state| stage(StageKey::Resolved, state, false);
        let open = escalation(vec![verifying(StageState::Current), resolved(StageState::Todo)]);
        assert!(estimate(&open).is_some());
        let over = escalation(vec![verifying(StageState::Done), resolved(StageState::Current)]);
        assert_eq!(estimate(&over), None);
    }

    #[test]
    fn the_customer_is_asked_at_their_stage_and_not_before() {
        let verifying = |state| stage(StageKey::Verifying, state, true);
        assert!(needs_customer(&escalation(vec![verifying(StageState::Current)])));
        let engineering = stage(StageKey::Engineering, StageState::Current, false);
        assert!(!needs_customer(&escalation(vec![engineering, verifying(StageState::Todo)])));
    }

    #[test]
    fn the_progress_reads_as_plain_text() {
        let line = |name: &str, state: &str, date: Option<&str>| Line {
            name: name.into(),
            state: state.into(),
            date: date.map(str::to_owned),
        };
        let text = in_lines(
            &["Escalation CP-1234".into(), String::new(), "Ticket #7: Ink".into()],
            &[line("Submitted", "done", Some("3 Nov 2026")), line("Resolved", "to come", None)],
            Some("Estimated: 9 Dec 2026, not guaranteed".into()),
        );
        let expected = "Escalation CP-1234\nTicket #7: Ink\n\n\
            1. Submitted: done, 3 Nov 2026\n2. Resolved: to come\n\n\
            Estimated: 9 Dec 2026, not guaranteed";
        assert_eq!(text, expected);
    }
}
