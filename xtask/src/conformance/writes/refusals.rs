//! What must be refused, and change nothing.

use std::collections::BTreeSet;

use contract::{Action, Ticket};
use serde_json::{Value, json};

use super::{
    super::{
        access::{NO_TICKET, refused_as},
        http::{Credentials, Reply},
        through::{NOT_SEEN, Through},
    },
    Findings, Scene, Visitor, below, by_cookie, unchanged,
};

/// An origin that no desk trusts.
const ELSEWHERE: &str = "https://deskpane-conformance.invalid";
/// How many refusals are tried.
const TRIES: usize = 12;

/// Checks that bodies that are wrong are refused as such.
pub fn wrong_bodies(findings: &mut Findings, scene: &Scene<'_>) {
    const CHECK: &str = "write: wrong bodies";
    if scene.visitor.api.mapping().is_some() {
        findings.skip(CHECK, "through a mapping the widget writes the bodies");
        return;
    }
    let path = below(scene.id, "messages");
    let json = "application/json";
    let tries = [
        ("no text", json, "{}", &[400, 422][..]),
        ("an empty text", json, r#"{"body":" "}"#, &[400, 422]),
        ("broken JSON", json, "{", &[400, 422]),
        ("another type", "text/plain", r#"{"body":"a"}"#, &[400, 415, 422]),
    ];
    let faults = unchanged(scene.visitor, scene.id, || {
        let mut faults = Vec::new();
        for (what, kind, body, statuses) in tries {
            let headers = [("Content-Type", kind)];
            let reply = scene.visitor.carry("POST", &path, &headers, body.as_bytes());
            let wrong = reply.map_or_else(|it| vec![it], |it| refused_as(&it, statuses));
            faults.extend(wrong.into_iter().map(|it| format!("{what}: {it}")));
        }
        faults
    });
    findings.judge(CHECK, "problem+json with a code", &either(faults));
}

/// Checks that who is not signed in writes nothing, and that what is not there cannot be written to.
pub fn nobody(findings: &mut Findings, scene: &Scene<'_>) {
    let stranger = Visitor { api: scene.visitor.api, credentials: &Credentials::None };
    let faults = unchanged(scene.visitor, scene.id, || all_refused(&stranger, scene.id, &[401]));
    findings.judge("write: no credentials", "401, and nothing is changed", &either(faults));
    let faults = all_refused(scene.visitor, NO_TICKET, &[404]);
    findings.judge("write: unknown id", "404", &faults);
}

/// Checks that a page of another site writes nothing with the customer's cookie.
pub fn another_site(findings: &mut Findings, scene: &Scene<'_>) {
    const CHECK: &str = "write: another site";
    if scene.visitor.api.mapping().is_some() {
        findings.skip(CHECK, NOT_SEEN);
        return;
    }
    if !by_cookie(scene.visitor) {
        findings.skip(CHECK, "a token does not go along by itself");
        return;
    }
    let path = below(scene.id, "messages");
    let body = json!({ "body": "Written by another site." }).to_string();
    let faults = unchanged(scene.visitor, scene.id, || {
        let mut faults = Vec::new();
        // Such a page needs no permission to send the first; some readers take it for JSON.
        for kind in ["text/plain", "application/json"] {
            let headers = [("Origin", ELSEWHERE), ("Content-Type", kind)];
            match scene.visitor.carry("POST", &path, &headers, body.as_bytes()) {
                Ok(reply) if reply.status < 400 => {
                    faults.push(format!("takes {kind} from {ELSEWHERE}: {}", reply.status));
                }
                Ok(_) => {}
                Err(why) => faults.push(why),
            }
        }
        faults
    });
    findings.judge(CHECK, "is refused, whatever it sends", &either(faults));
}

/// Checks that another person, who does not see the ticket, writes nothing to it.
pub fn another_person(findings: &mut Findings, scene: &Scene<'_>, other: &Visitor<'_>) {
    const CHECK: &str = "write: another person";
    if *other.credentials == Credentials::None {
        findings.skip(CHECK, "no --token-b and no --cookie-b");
        return;
    }
    if other.ticket(scene.id).is_ok() {
        findings.skip(CHECK, format!("they see {} too", scene.id));
        return;
    }
    let faults = unchanged(scene.visitor, scene.id, || all_refused(other, scene.id, &[404, 403]));
    findings.judge(CHECK, format!("changes nothing in {}", scene.id), &either(faults));
}

/// Every call that writes to a ticket is refused with one of these.
fn all_refused(visitor: &Visitor<'_>, id: &str, statuses: &[u16]) -> Vec<String> {
    let mut faults = Vec::new();
    for (call, body) in calls().into_iter().filter(|it| can(visitor.api.mapping(), it.0)) {
        let path = below(id, call);
        let wrong = match visitor.post(&path, None, &body) {
            Ok(reply) => refused_as(&reply, statuses),
            Err(why) => vec![why],
        };
        faults.extend(wrong.into_iter().map(|it| format!("{path} {it}")));
    }
    faults
}

fn calls() -> [(&'static str, Value); 3] {
    [
        ("messages", json!({ "body": "This must be refused." })),
        ("close", json!({ "comment": null })),
        ("reopen", json!({ "comment": null })),
    ]
}

/// Whether a mapping says how to make the call; without one, it is to be tried.
fn can(mapping: Option<&Through>, call: &str) -> bool {
    let action = if call == "messages" { "reply" } else { call };
    mapping.is_none_or(|it| it.writes.iter().any(|it| it == action))
}

/// Checks that what tickets say is not allowed is refused, for the same reason.
pub fn denied(findings: &mut Findings, visitor: &Visitor<'_>, tickets: &[&Ticket]) {
    const CHECK: &str = "write: what is not allowed";
    let mut seen = BTreeSet::new();
    let mut faults = Vec::new();
    for ticket in tickets {
        let said = [&ticket.actions.reply, &ticket.actions.close, &ticket.actions.reopen];
        for ((call, body), action) in calls().into_iter().zip(said) {
            let Some(action) = action.as_ref().filter(|it| !it.allowed) else { continue };
            if !can(visitor.api.mapping(), call) {
                continue;
            }
            // One of each kind says it.
            if seen.len() == TRIES || !seen.insert((call, action.reason.clone())) {
                continue;
            }
            let path = below(&ticket.id, call);
            let tried = unchanged(visitor, &ticket.id, || {
                let reply = visitor.post(&path, None, &body);
                match (reply, visitor.api.mapping()) {
                    (Ok(it), None) => as_said(&it, action),
                    // The reason is the mapping's own; the desk refuses in its own words.
                    (Ok(it), Some(_)) => refused_as(&it, &[403, 404, 409, 422]),
                    (Err(why), _) => vec![why],
                }
            });
            faults.extend(either(tried).into_iter().map(|it| format!("{path} {it}")));
        }
    }
    if seen.is_empty() {
        findings.skip(CHECK, "no ticket says so of reply, close or reopen");
        return;
    }
    let reasons = if visitor.api.mapping().is_some() { "" } else { ", each for its reason" };
    findings.judge(CHECK, format!("{} refused{reasons}", seen.len()), &faults);
}

fn as_said(reply: &Reply, action: &Action) -> Vec<String> {
    let mut faults = refused_as(reply, &[403, 409, 422]);
    let code = reply.json().ok().and_then(|it| it["code"].as_str().map(str::to_owned));
    if faults.is_empty() && action.reason.is_some() && code != action.reason {
        let [said, code] = [&action.reason, &code].map(|it| it.as_deref().unwrap_or("nothing"));
        faults.push(format!("says {code}, and its ticket {said}"));
    }
    faults
}

fn either(faults: Result<Vec<String>, String>) -> Vec<String> {
    faults.unwrap_or_else(|it| vec![it])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_has_the_reason_of_its_ticket() {
        let kind = ("content-type", "application/problem+json");
        let action = Action { reason: Some("no_thread".to_owned()), ..Action::default() };
        let check = |status: u16, code: &str, faults: &[&str]| {
            let body = json!({ "code": code }).to_string();
            assert_eq!(as_said(&Reply::planted(status, &[kind], &body), &action), faults);
        };
        check(403, "no_thread", &[]);
        check(403, "not_owner", &["says not_owner, and its ticket no_thread"]);
        check(201, "", &["answers 201, not 403 or 409 or 422"]);
    }
}
