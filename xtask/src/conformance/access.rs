//! Who is let in: refusals as the contract says them, nobody's tickets for others, and answers that
//! can be asked about again.

use std::collections::BTreeSet;

use contract::Me;

use super::{
    Visitor,
    findings::Findings,
    http::{Api, Credentials, Reply, escaped},
    lists::{scopes, steadily, visible},
    shape,
};

/// An id that no desk gives.
pub const NO_TICKET: &str = "deskpane-conformance-no-ticket";
/// How many tickets the other person is sent to.
const TRIES: usize = 5;

/// Checks that nobody, and somebody with wrong credentials, is told to sign in.
pub fn strangers(findings: &mut Findings, visitor: &Visitor<'_>, paths: &[String]) {
    let api = visitor.api;
    let check = "no credentials: 401";
    let mut faults = Vec::new();
    for path in paths {
        let wrong = answered(api, path, &Credentials::None, |it| refused(it, 401));
        faults.extend(wrong.into_iter().map(|it| format!("{path} {it}")));
    }
    findings.judge(check, format!("problem+json with a code from {} calls", paths.len()), &faults);

    let wrong = answered(api, "/me", &visitor.credentials.wrong(), |it| refused(it, 401));
    findings.judge("wrong credentials: 401", "problem+json with a code from /me", &wrong);

    let basic = api
        .get("/me", &Credentials::None)
        .ok()
        .is_some_and(|it| it.words("www-authenticate").iter().any(|it| it.starts_with("basic")));
    if basic {
        findings.note(check, "WWW-Authenticate: Basic makes a browser open a password window");
    }
}

/// Checks that a ticket that is not there is said so.
pub fn unknown(findings: &mut Findings, visitor: &Visitor<'_>) {
    let mut faults = Vec::new();
    for path in of_ticket(NO_TICKET) {
        let wrong = answered(visitor.api, &path, visitor.credentials, |it| refused(it, 404));
        faults.extend(wrong.into_iter().map(|it| format!("{path} {it}")));
    }
    findings.judge("unknown id: 404", "problem+json with a code, for its messages too", &faults);
}

/// Checks that what only one of two people sees is not there for the other, both ways.
pub fn isolation(findings: &mut Findings, people: [(&Visitor<'_>, &Me); 2]) {
    let [(a, me_a), (b, me_b)] = people;
    if me_a.user.id == me_b.user.id {
        let fault = ["both credentials are the same person's".to_owned()];
        findings.judge("isolation", "", &fault);
        return;
    }
    let (seen_a, seen_b) = (visible(a, me_a), visible(b, me_b));
    let (Some(seen_a), Some(seen_b)) = (seen_a, seen_b) else {
        findings.skip("isolation", "the lists of A and B cannot be walked to their ends");
        return;
    };
    apart(findings, "isolation: tickets of A for B", &seen_a, &seen_b, b);
    apart(findings, "isolation: tickets of B for A", &seen_b, &seen_a, a);

    let own = scopes(me_b);
    let not_theirs = scopes(me_a).into_iter().filter(|it| it.starts_with("org:"));
    let not_theirs: Vec<String> = not_theirs.filter(|it| !own.contains(it)).collect();
    let check = "isolation: organisations of A for B";
    if not_theirs.is_empty() {
        findings.skip(check, "A has none that B has not");
        return;
    }
    let mut faults = Vec::new();
    for scope in &not_theirs {
        let path = format!("/tickets?scope={}&limit=1", escaped(scope));
        let wrong = answered(b.api, &path, b.credentials, |it| match b.api.mapping() {
            Some(_) if is_empty(it) => Vec::new(),
            Some(_) => refused_as(it, &[403, 404]),
            None => refused(it, 404),
        });
        faults.extend(wrong.into_iter().map(|it| format!("scope {scope} {it}")));
    }
    findings.judge(check, format!("not there: {}", not_theirs.join(", ")), &faults);
}

/// Whether it is a list of nothing: with some desks every organisation has one for everybody.
fn is_empty(reply: &Reply) -> bool {
    let page = reply.good().and_then(|it| shape::page(&it));
    page.is_ok_and(|it| it.items.is_empty())
}

fn apart(
    findings: &mut Findings,
    check: &str,
    theirs: &BTreeSet<String>,
    own: &BTreeSet<String>,
    visitor: &Visitor<'_>,
) {
    let others: Vec<&String> = theirs.difference(own).take(TRIES).collect();
    if others.is_empty() {
        findings.skip(check, "there is no ticket that one of them sees alone");
        return;
    }
    let nobody = of_ticket(NO_TICKET).map(|it| code(visitor, &it));
    let mut faults = Vec::new();
    let mut told = false;
    for id in &others {
        for (path, nobody) in of_ticket(id).iter().zip(&nobody) {
            let mut wrong = answered(visitor.api, path, visitor.credentials, |it| {
                // A mapping cannot hide what anybody can ask the desk for.
                told |= it.status == 403 && visitor.api.mapping().is_some();
                if told { refused_as(it, &[403, 404]) } else { refused(it, 404) }
            });
            if told {
                faults.extend(wrong.into_iter().map(|it| format!("{path} {it}")));
                continue;
            }
            // A code of its own would tell that the ticket exists.
            if wrong.is_empty() && code(visitor, path) != *nobody {
                wrong.push("has another code than an id that is unknown".to_owned());
            }
            faults.extend(wrong.into_iter().map(|it| format!("{path} {it}")));
        }
    }
    let seen = format!("{} of {} are not shown", others.len(), theirs.difference(own).count());
    findings.judge(check, seen, &faults);
    if told {
        findings.note(
            check,
            "the desk says 403: others can tell that the ticket exists. With \"failures\": { \"403\": \"not_found\" } \
             the widget at least does not say so",
        );
    }
}

/// Checks that what has not changed is not sent again.
pub fn etags(findings: &mut Findings, visitor: &Visitor<'_>, paths: &[String]) {
    let mut faults = Vec::new();
    for path in paths {
        let ((), wrong) = steadily(|| ((), revalidated(visitor, path)));
        faults.extend(wrong.into_iter().map(|it| format!("{path} {it}")));
    }
    let seen = format!("{} calls answer If-None-Match so", paths.len());
    findings.judge("ETag: 304", seen, &faults);
}

fn revalidated(visitor: &Visitor<'_>, path: &str) -> Vec<String> {
    let mut tag = None;
    let faults = answered(visitor.api, path, visitor.credentials, |it| {
        tag = it.header("etag").map(str::to_owned);
        if tag.is_none() { vec!["has no ETag".to_owned()] } else { Vec::new() }
    });
    let Some(tag) = tag else { return faults };
    let asked = [("If-None-Match", tag.as_str())];
    match visitor.api.send("GET", path, visitor.credentials, &asked) {
        Ok(reply) => unchanged(&reply),
        Err(why) => vec![format!("does not answer: {why:#}")],
    }
}

fn unchanged(reply: &Reply) -> Vec<String> {
    let mut faults = Vec::new();
    if reply.status != 304 {
        faults.push(format!("answers {} to its own ETag, not 304", reply.status));
    } else if !reply.body.is_empty() {
        faults.push("has a body with its 304".to_owned());
    }
    faults
}

/// What is wrong with a refusal.
pub fn refused(reply: &Reply, status: u16) -> Vec<String> {
    if reply.status != status {
        return vec![format!("answers {}, not {status}", reply.status)];
    }
    let mut faults = Vec::new();
    let kind = reply.header("content-type").unwrap_or("nothing");
    let bare = kind.split(';').next().unwrap_or(kind).trim();
    if !bare.eq_ignore_ascii_case("application/problem+json") {
        faults.push(format!("says {status} as {kind}, not application/problem+json"));
    }
    // A page for people has been named already.
    if !bare.to_ascii_lowercase().ends_with("json") {
        return faults;
    }
    match reply.json().map(serde_json::from_value::<contract::Problem>) {
        Ok(Ok(problem)) => {
            if problem.code.is_empty() {
                faults.push(format!("says {status} without a code"));
            }
            if let Some(said) = problem.status.filter(|it| *it != status) {
                faults.push(format!("says {status}, and {said} in its body"));
            }
        }
        Ok(Err(why)) => faults.push(format!("is no problem: {why}")),
        Err(why) => faults.push(why),
    }
    faults
}

/// What is wrong with a refusal that may have one of several statuses.
pub fn refused_as(reply: &Reply, statuses: &[u16]) -> Vec<String> {
    if statuses.contains(&reply.status) {
        return refused(reply, reply.status);
    }
    let wanted: Vec<String> = statuses.iter().map(u16::to_string).collect();
    vec![format!("answers {}, not {}", reply.status, wanted.join(" or "))]
}

/// What a judge says of the answer, or that there is none.
fn answered(
    api: &Api,
    path: &str,
    credentials: &Credentials,
    judge: impl FnOnce(&Reply) -> Vec<String>,
) -> Vec<String> {
    match api.get(path, credentials) {
        Ok(reply) => judge(&reply),
        Err(why) => vec![format!("does not answer: {why:#}")],
    }
}

fn code(visitor: &Visitor<'_>, path: &str) -> Option<String> {
    let reply = visitor.api.get(path, visitor.credentials).ok()?;
    Some(reply.json().ok()?["code"].as_str()?.to_owned())
}

fn of_ticket(id: &str) -> [String; 2] {
    let id = escaped(id);
    [format!("/tickets/{id}"), format!("/tickets/{id}/messages")]
}

/// Checks that no call led elsewhere, on all that was asked.
pub fn redirects(findings: &mut Findings, api: &Api) {
    if api.asked() == 0 {
        findings.skip("no redirect", "there was no answer");
        return;
    }
    if api.mapping().is_some() {
        findings.skip("no redirect", "a call that the desk led elsewhere has failed above");
        return;
    }
    let seen = format!("none in {} answers", api.asked());
    // A sign-in page in place of an answer is the usual one.
    findings.judge("no redirect", seen, &api.redirected());
}

#[cfg(test)]
mod tests {
    use super::*;

    const PROBLEM: (&str, &str) = ("content-type", "application/problem+json; charset=utf-8");

    #[test]
    fn a_refusal_is_a_problem_with_a_code() {
        let check = |reply: Reply, faults: &[&str]| assert_eq!(refused(&reply, 401), faults);
        let body = r#"{ "code": "not_signed_in", "status": 401 }"#;
        check(Reply::planted(401, &[PROBLEM], body), &[]);
        check(Reply::planted(200, &[PROBLEM], body), &["answers 200, not 401"]);
        check(Reply::planted(302, &[], ""), &["answers 302, not 401"]);
        check(
            Reply::planted(401, &[("content-type", "application/json")], body),
            &["says 401 as application/json, not application/problem+json"],
        );
        check(Reply::planted(401, &[PROBLEM], "{}"), &["says 401 without a code"]);
        check(
            Reply::planted(401, &[PROBLEM], r#"{ "code": "gone", "status": 404 }"#),
            &["says 401, and 404 in its body"],
        );
        let html = Reply::planted(401, &[("content-type", "text/html")], "<html>");
        check(html, &["says 401 as text/html, not application/problem+json"]);
        assert_eq!(refused(&Reply::planted(401, &[PROBLEM], "<html>"), 401).len(), 1);
    }

    #[test]
    fn what_has_not_changed_is_304_and_empty() {
        assert!(unchanged(&Reply::planted(304, &[], "")).is_empty());
        assert_eq!(
            unchanged(&Reply::planted(200, &[], "{}")),
            ["answers 200 to its own ETag, not 304"]
        );
        assert_eq!(unchanged(&Reply::planted(304, &[], "{}")), ["has a body with its 304"]);
    }
}
