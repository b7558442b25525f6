//! Closing and reopening: what the call answers is what stands there afterwards.

use contract::{StatusCategory, Ticket};
use serde_json::json;

use super::{
    super::{
        access::refused_as,
        shape::{self, Odd},
    },
    Findings, Scene, allows, below,
};

const CLOSE: &str = "write: closing";
const REOPEN: &str = "write: reopening";

/// Checks that a ticket can be closed and, where it may be, opened again.
pub fn closing(findings: &mut Findings, scene: &Scene<'_>) {
    match scene.visitor.ticket(scene.id) {
        Ok(it) if !allows(it.actions.close.as_ref()) => {
            findings.skip(CLOSE, format!("{} cannot be closed", scene.id));
            return;
        }
        Ok(_) => {}
        Err(why) => {
            findings.judge(CLOSE, "", &[why]);
            return;
        }
    }
    let Some(closed) = changed(findings, scene, CLOSE, "close", true) else { return };
    if !allows(closed.actions.reopen.as_ref()) {
        findings.skip(REOPEN, format!("{} says that it stays closed", scene.id));
        return;
    }
    changed(findings, scene, REOPEN, "reopen", false);
}

/// Makes the change, looks again, and tries it once more: then there is nothing to change.
fn changed(
    findings: &mut Findings,
    scene: &Scene<'_>,
    check: &str,
    call: &str,
    done: bool,
) -> Option<Ticket> {
    let path = below(scene.id, call);
    let body = json!({ "comment": null });
    let answer = scene.visitor.post(&path, None, &body).and_then(|it| it.good());
    let answer = answer
        .map_err(|it| vec![it])
        .and_then(|it| shape::read::<Ticket>(&it, &mut Odd::default()));
    let answer = match answer {
        Ok(it) => it,
        Err(faults) => {
            let faults: Vec<String> = faults.iter().map(|it| format!("{path} {it}")).collect();
            findings.judge(check, "", &faults);
            return None;
        }
    };
    let mut faults = match scene.visitor.ticket(scene.id) {
        Ok(after) => truth(&answer, &after, done),
        Err(why) => vec![why],
    };
    match scene.visitor.post(&path, None, &body) {
        // Many desks take what changes nothing; the widget does not offer it.
        Ok(reply) if reply.status == 200 && scene.visitor.api.mapping().is_some() => {}
        Ok(reply) => {
            let wrong = refused_as(&reply, &[409, 403, 422]);
            faults.extend(wrong.into_iter().map(|it| format!("once more, {path} {it}")));
        }
        Err(why) => faults.push(why),
    }
    findings.judge(check, format!("{} is so, and says so", scene.id), &faults);
    Some(answer)
}

/// What the answer says and what stands there, where they differ from each other or from what was
/// asked.
fn truth(answer: &Ticket, after: &Ticket, done: bool) -> Vec<String> {
    let mut faults = Vec::new();
    if answer.status.category != after.status.category {
        faults.push("the answer has another status than the ticket afterwards".to_owned());
    }
    let category = after.status.category;
    let is_done = matches!(category, StatusCategory::Resolved | StatusCategory::Closed);
    if is_done != done {
        let [is, not] = if done { ["open", "closed"] } else { ["closed", "open"] };
        faults.push(format!("it is still {is}, not {not}: nothing was changed"));
    }
    faults
}

#[cfg(test)]
mod tests {
    use contract::Status;

    use super::*;

    #[test]
    fn an_answer_that_changes_nothing_is_found_out() {
        let ticket = |category| Ticket {
            status: Status { category, ..Status::default() },
            ..Ticket::default()
        };
        let (open, closed) = (ticket(StatusCategory::Open), ticket(StatusCategory::Closed));
        assert!(truth(&closed, &closed, true).is_empty());
        assert!(truth(&open, &open, false).is_empty());
        assert_eq!(
            truth(&open, &open, true),
            ["it is still open, not closed: nothing was changed"]
        );
        assert_eq!(truth(&closed, &open, true).len(), 2);
    }
}
