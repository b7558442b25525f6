//! Zendesk: requests as an end user sees them.
//!
//! From the reference of the Requests, Users, Attachments and Satisfaction Ratings APIs, and from what its own
//! help centre asks for. Agents are end users here as well: nobody gets an internal comment.

mod list;
mod words;
mod writing;

use serde_json::{Value, json};

use crate::{
    desk::{Desk, Person, Ticket},
    wire::{Answer, Ask, Outcome},
};

/// Answers one request.
pub fn answer(desk: &mut Desk, ask: &Ask) -> Answer {
    dispatch(desk, ask).unwrap_or_else(|refused| refused)
}

fn dispatch(desk: &mut Desk, ask: &Ask) -> Outcome {
    let (method, mut path) = ask.what();
    // Every address may end so, and means the same without.
    if let Some(last) = path.last_mut() {
        *last = last.strip_suffix(".json").unwrap_or(last);
    }
    let caller = caller(desk, ask)?;
    match (method, path.as_slice()) {
        ("GET", ["attachments", "token", token]) => return attachment(desk, caller, token),
        ("GET", ["api", "v2", "users", "me"]) => return Ok(me(desk, ask, caller)),
        _ => {}
    }
    let viewer = caller.ok_or_else(not_signed_in)?;
    match (method, path.get(2..).unwrap_or_default()) {
        ("GET", ["users", id, "organization_memberships"]) => memberships(viewer, id),
        ("GET", ["requests"]) => Ok(list::requests(desk, ask, viewer)),
        ("GET", ["requests", "search"]) => list::search(desk, ask, viewer),
        ("GET", ["requests", id]) => {
            let ticket = visible(desk, viewer, id)?;
            Ok(Answer::json(200, &words::with_people(desk, ask, viewer, ticket)))
        }
        ("GET", ["requests", id, "comments"]) => {
            Ok(list::comments(desk, ask, visible(desk, viewer, id)?))
        }
        ("POST", ["requests"]) => writing::create(desk, ask, viewer),
        ("PUT", ["requests", id]) => writing::update(desk, ask, viewer, id),
        ("POST", ["uploads"]) => writing::upload(desk, ask),
        ("POST", ["tickets", id, "satisfaction_rating"]) => writing::rate(desk, ask, viewer, id),
        _ => Err(not_found()),
    }
}

/// Who asks: by a token of OAuth, by an API token, or by the session; `None` for nobody. A write by the session
/// must carry the session's own token.
fn caller(desk: &Desk, ask: &Ask) -> Result<Option<&'static Person>, Answer> {
    if let Some(key) = ask.credentials("Bearer") {
        let invalid = json!({
            "error": "invalid_token",
            "error_description": "The access token provided is expired, revoked, malformed or invalid for other reasons."
        });
        return desk.by_key(key).map(Some).ok_or_else(|| Answer::json(401, &invalid));
    }
    let Some((session, person)) = session(desk, ask) else { return Ok(None) };
    if !ask.reads() && ask.header("x-csrf-token") != session.csrf {
        return Err(forbidden());
    }
    Ok(Some(person))
}

fn session<'a>(desk: &'a Desk, ask: &Ask) -> Option<(&'a crate::desk::Session, &'static Person)> {
    desk.session(ask.cookie(crate::Kind::Zendesk.cookie())?)
}

/// A request that this person may see. One of somebody else's is forbidden, one that is not there is not found.
fn visible<'a>(desk: &'a Desk, viewer: &Person, id: &str) -> Result<&'a Ticket, Answer> {
    let ticket = id.parse().ok().and_then(|it| desk.ticket(it)).ok_or_else(not_found)?;
    if desk.sees(viewer, ticket) && !viewer.is_agent { Ok(ticket) } else { Err(forbidden()) }
}

/// Nobody is somebody here: a user without a number, in a good answer.
fn me(desk: &Desk, ask: &Ask, caller: Option<&Person>) -> Answer {
    let user = match caller {
        Some(it) => json!({
            "id": it.id, "name": it.name(), "email": it.email(),
            "role": if it.is_agent { "agent" } else { "end-user" },
            "organization_id": it.organizations.first(), "verified": true, "locale": "en-US",
            "authenticity_token": session(desk, ask).map(|it| it.0.csrf.clone()),
        }),
        None => json!({
            "id": null, "name": "Anonymous user", "email": "invalid@example.com", "role": "end-user",
            "organization_id": null, "verified": false, "locale": "en-US",
            "authenticity_token": "of-nobody",
        }),
    };
    Answer::json(200, &json!({ "user": user }))
}

fn memberships(viewer: &Person, id: &str) -> Outcome {
    if id != viewer.id.to_string() {
        return Err(forbidden());
    }
    let memberships = viewer.organizations.iter().enumerate().map(|(at, id)| {
        json!({
            "id": id * 10 + viewer.id, "user_id": viewer.id, "organization_id": id, "default": at == 0,
            "organization_name": crate::seed::organization(*id),
            "view_tickets": viewer.views.contains(id),
        })
    });
    let memberships: Vec<Value> = memberships.collect();
    Ok(Answer::json(
        200,
        &json!({
            "count": memberships.len(), "next_page": null, "previous_page": null,
            "organization_memberships": memberships,
        }),
    ))
}

/// Private attachments: whoever may see the ticket is led to another origin, by an address that is good for
/// anybody who has it.
fn attachment(desk: &Desk, caller: Option<&Person>, token: &str) -> Outcome {
    let Some(viewer) = caller else {
        return Ok(Answer::see("/access/unauthenticated".to_owned()));
    };
    let entries = desk.seen(viewer).into_iter().flat_map(|it| &it.entries);
    let mut files = entries.filter(|it| it.is_public).flat_map(|it| &it.files);
    let file = files.find(|it| it.token() == token);
    let file = file.ok_or_else(|| Answer::text(404, "Not found"))?;
    Ok(Answer::see(format!("{}/attachment/{}/{token}", desk.elsewhere, file.id)))
}

fn not_signed_in() -> Answer {
    Answer::json(401, &json!({ "error": "Couldn't authenticate you" }))
}

fn not_found() -> Answer {
    Answer::json(404, &json!({ "error": "RecordNotFound", "description": "Not found" }))
}

fn forbidden() -> Answer {
    Answer::json(
        403,
        &json!({ "error": {
        "title": "Forbidden",
        "message": "You do not have access to this page. Please contact the account owner of this help desk for \
                    further help."
    } }),
    )
}

/// What could not be stored: of which field, and why.
fn invalid(field: &str, why: &str) -> Answer {
    let details = json!({ field: [{ "description": why, "error": "InvalidValue" }] });
    let description = "Record validation errors";
    Answer::json(
        422,
        &json!({ "error": "RecordInvalid", "description": description, "details": details }),
    )
}
