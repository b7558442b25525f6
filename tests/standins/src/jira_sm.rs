//! Jira Service Management: requests as a customer sees them in a portal.
//!
//! From the reference of the customer API. What is marked experimental there has to be opted into, and what takes
//! a form has to say that it is no forgery.

mod words;
mod writing;

use serde_json::{Value, json};

use crate::{
    Kind,
    desk::{Desk, Person, Ticket},
    seed,
    wire::{Answer, Ask, Outcome},
};

/// The most items on a page.
const MOST: usize = 50;

/// Answers one request.
pub fn answer(desk: &mut Desk, ask: &Ask) -> Answer {
    dispatch(desk, ask).unwrap_or_else(|refused| refused)
}

fn dispatch(desk: &mut Desk, ask: &Ask) -> Outcome {
    let viewer = viewer(desk, ask)?;
    let (method, path) = ask.what();
    match (method, path.get(2..).unwrap_or_default()) {
        ("GET", ["organization"]) => Ok(organizations(ask, viewer)),
        ("GET", ["request"]) => Ok(requests(desk, ask, viewer)),
        ("POST", ["request"]) => writing::create(desk, ask, viewer),
        ("GET", ["request", key]) => {
            let ticket = visible(desk, viewer, key)?;
            Ok(Answer::json(200, &words::request(desk, ask, viewer, ticket)))
        }
        ("GET", ["request", key, "comment"]) => comments(desk, ask, viewer, key),
        ("POST", ["request", key, "comment"]) => writing::comment(desk, ask, viewer, key),
        ("GET", ["request", key, "transition"]) => {
            let ticket = visible(desk, viewer, key)?;
            let transitions = writing::transitions(ticket).iter();
            let values = transitions.map(|it| json!({ "id": it.id, "name": it.name })).collect();
            Ok(Answer::json(200, &paged(ask, values)))
        }
        ("POST", ["request", key, "transition"]) => writing::transition(desk, ask, viewer, key),
        ("POST", ["request", key, "attachment"]) => writing::attach(desk, ask, viewer, key),
        ("GET", ["request", key, "attachment", id]) => attachment(desk, viewer, key, id),
        ("GET", ["request", key, "feedback"]) => writing::feedback(desk, viewer, key),
        ("POST", ["request", key, "feedback"]) => writing::rate(desk, ask, viewer, key),
        ("POST", ["servicedesk", "10", "attachTemporaryFile"]) => writing::upload(desk, ask),
        _ => Err(error(404, "There is nothing at this address.")),
    }
}

/// Who asks: by a personal access token, or by the session.
fn viewer(desk: &Desk, ask: &Ask) -> Result<&'static Person, Answer> {
    let nobody = || Answer::text(401, "Client must be authenticated to access this resource.");
    let found = match ask.credentials("Bearer") {
        Some(key) => desk.by_key(key),
        None => ask.cookie(Kind::JiraSm.cookie()).and_then(|it| desk.session(it)).map(|it| it.1),
    };
    found.ok_or_else(nobody)
}

/// A request that this person may see, by its key or its issue's id.
fn visible<'a>(desk: &'a Desk, viewer: &Person, key: &str) -> Result<&'a Ticket, Answer> {
    let id = match key.strip_prefix("HELP-") {
        Some(number) => number.parse::<u64>().ok(),
        None => key.parse::<u64>().ok().and_then(|it| it.checked_sub(words::FIRST_ISSUE)),
    };
    let missing = || error(404, "The request does not exist.");
    let ticket = id.and_then(|it| desk.ticket(it)).ok_or_else(missing)?;
    let hidden = "You do not have permission to view this request.";
    if desk.sees(viewer, ticket) { Ok(ticket) } else { Err(error(403, hidden)) }
}

fn organizations(ask: &Ask, viewer: &Person) -> Answer {
    let values = viewer.organizations.iter().map(|id| {
        let url = format!("{}/rest/servicedeskapi/organization/{id}", ask.origin());
        json!({ "id": id.to_string(), "name": seed::organization(*id), "_links": { "self": url } })
    });
    Answer::json(200, &paged(ask, values.collect()))
}

/// What was touched last comes first; there is no other order.
fn requests(desk: &Desk, ask: &Ask, viewer: &Person) -> Answer {
    let mut found = desk.seen(viewer);
    let organization = ask.param("organizationId").parse::<u64>().ok();
    match ask.param("requestOwnership") {
        "OWNED_REQUESTS" | "" => found.retain(|it| it.requester == viewer.id),
        "PARTICIPATED_REQUESTS" => found.retain(|it| it.copied.contains(&viewer.id)),
        "ORGANIZATION" => found.retain(|it| it.organization == organization),
        _ => {}
    }
    match ask.param("requestStatus") {
        "OPEN_REQUESTS" => found.retain(|it| !it.state.is_over()),
        "CLOSED_REQUESTS" => found.retain(|it| it.state.is_over()),
        _ => {}
    }
    let term = ask.param("searchTerm").to_lowercase();
    found.retain(|it| it.subject.to_lowercase().contains(&term));
    found.sort_by_key(|it| std::cmp::Reverse(it.updated));
    let values = found.into_iter().map(|it| words::request(desk, ask, viewer, it)).collect();
    Answer::json(200, &paged(ask, values))
}

fn comments(desk: &Desk, ask: &Ask, viewer: &Person, key: &str) -> Outcome {
    let ticket = visible(desk, viewer, key)?;
    // The first entry is the request's own description.
    let mut entries = ticket.shown(viewer).split_off(1);
    entries.retain(|it| match it.is_public {
        true => ask.param("public") != "false",
        false => ask.param("internal") != "false",
    });
    let values = entries.into_iter().map(|it| words::comment(desk, ask, ticket, it)).collect();
    Ok(Answer::json(200, &paged(ask, values)))
}

/// The bytes of a file.
fn attachment(desk: &Desk, viewer: &Person, key: &str, id: &str) -> Outcome {
    let ticket = visible(desk, viewer, key)?;
    let files = ticket.shown(viewer).into_iter().flat_map(|it| &it.files);
    let file = files.into_iter().find(|it| it.id.to_string() == id);
    let file = file.ok_or_else(|| error(404, "The attachment does not exist."))?;
    Ok(Answer::file(&file.name, &file.media_type, file.bytes.clone()))
}

/// The page that is asked for, of all values.
fn paged(ask: &Ask, values: Vec<Value>) -> Value {
    let start = ask.number("start").unwrap_or(0);
    let limit = ask.number("limit").unwrap_or(MOST).clamp(1, MOST);
    let is_last = start + limit >= values.len();
    let here: Vec<Value> = values.into_iter().skip(start).take(limit).collect();
    json!({
        "_expands": [], "size": here.len(), "start": start, "limit": limit, "isLastPage": is_last,
        "_links": { "base": format!("{}/rest/servicedeskapi", ask.origin()), "context": "" },
        "values": here,
    })
}

fn error(status: u16, why: &str) -> Answer {
    let i18n = json!({ "i18nKey": "sd.standin", "parameters": [] });
    Answer::json(status, &json!({ "errorMessage": why, "i18nErrorMessage": i18n }))
}
