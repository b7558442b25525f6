//! What an end user changes at a Zendesk.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::{forbidden, invalid, visible, words};
use crate::{
    desk::{Desk, File, Person, Rating, Said, State, ago, seconds},
    wire::{Answer, Ask, Outcome},
};

/// Takes a file for a comment to come; with `token` it joins the others of that name.
pub fn upload(desk: &mut Desk, ask: &Ask) -> Outcome {
    let name = ask.param("filename");
    if name.is_empty() {
        return Err(invalid("filename", "Filename: cannot be blank"));
    }
    let file = desk.file(name, ask.header("content-type"), ask.body.to_vec());
    let attachment = words::attachment(ask, &file);
    let known = desk.uploads.iter().position(|it| it.0 == ask.param("token"));
    let at = known.unwrap_or_else(|| {
        let token = format!("upl0ad{}", file.id * 104_729);
        desk.uploads.push((token, Vec::new()));
        desk.uploads.len() - 1
    });
    let (token, files) = &mut desk.uploads[at];
    files.push(file);
    let all: Vec<Value> = files.iter().map(|it| words::attachment(ask, it)).collect();
    let upload = json!({
        "token": token, "expires_at": seconds(ago(-60)), "attachment": attachment, "attachments": all,
    });
    Ok(Answer::json(201, &json!({ "upload": upload })))
}

/// What a comment says. A token is good for one comment; HTML of end users is not read.
fn said(desk: &mut Desk, comment: &Value) -> Result<Said, Answer> {
    let mut files: Vec<File> = Vec::new();
    for token in comment["uploads"].as_array().into_iter().flatten() {
        let at = desk.uploads.iter().position(|it| it.0 == token.as_str().unwrap_or_default());
        let at = at.ok_or_else(|| invalid("uploads", "Uploads: token is invalid or expired"))?;
        files.extend(desk.uploads.remove(at).1);
    }
    let text = comment["body"].as_str().unwrap_or_default().trim().to_owned();
    Ok(Said { text, html: None, files })
}

/// A reply, or the requester's word that it is solved. What is not possible is passed over without a word, except
/// that nothing can be added to what is closed.
pub fn update(desk: &mut Desk, ask: &Ask, viewer: &'static Person, id: &str) -> Outcome {
    let ticket = visible(desk, viewer, id)?;
    let (id, was, can_be_solved) = (ticket.id, ticket.state, words::can_be_solved(ticket, viewer));
    if was.is_final() {
        return Err(invalid("status", "Status: closed prevents ticket update"));
    }
    let wanted = &ask.json()["request"];
    let said = said(desk, &wanted["comment"])?;
    let now = Timestamp::now();
    if !said.text.is_empty() || !said.files.is_empty() {
        desk.say(id, viewer, said);
        if let Some(it) = desk.ticket_mut(id).filter(|_| was != State::New) {
            it.turn(State::Open, now);
        }
    }
    if wanted["solved"] == true
        && can_be_solved
        && let Some(it) = desk.ticket_mut(id)
    {
        it.turn(State::Solved, now);
    }
    shown(desk, ask, viewer, id, 200)
}

/// A new request, perhaps about a closed one.
pub fn create(desk: &mut Desk, ask: &Ask, viewer: &'static Person) -> Outcome {
    let wanted = &ask.json()["request"];
    let subject = wanted["subject"].as_str().unwrap_or_default().trim();
    if wanted["comment"]["body"].as_str().unwrap_or_default().trim().is_empty() {
        return Err(invalid("base", "Description: cannot be blank"));
    }
    let source = match &wanted["via_followup_source_id"] {
        Value::Null => None,
        it => {
            let source = visible(desk, viewer, &it.to_string().replace('"', ""))?;
            if !source.state.is_final() {
                return Err(invalid("base", "The source ticket of a follow-up must be closed"));
            }
            Some(source.id)
        }
    };
    let said = said(desk, &wanted["comment"])?;
    let id = desk.open(viewer, subject, source);
    desk.say(id, viewer, said);
    let location = format!("{}/api/v2/requests/{id}.json", ask.origin());
    Ok(shown(desk, ask, viewer, id, 201)?.with("location", location))
}

fn shown(desk: &Desk, ask: &Ask, viewer: &Person, id: u64, status: u16) -> Outcome {
    let ticket = visible(desk, viewer, &id.to_string())?;
    Ok(Answer::json(status, &json!({ "request": words::request(ask, viewer, ticket) })))
}

/// Good or bad, by who asked, once it was solved.
pub fn rate(desk: &mut Desk, ask: &Ask, viewer: &'static Person, id: &str) -> Outcome {
    let ticket = visible(desk, viewer, id)?;
    if ticket.requester != viewer.id {
        return Err(forbidden());
    }
    if !ticket.was_solved || ticket.state.is_final() {
        return Err(invalid("base", "Satisfaction rating: the ticket is not solved"));
    }
    let wanted = &ask.json()["satisfaction_rating"];
    let score = wanted["score"].as_str().unwrap_or_default();
    if !matches!(score, "good" | "bad") {
        return Err(invalid("score", "Score: is not included in the list"));
    }
    let comment = wanted["comment"].as_str().unwrap_or_default();
    let (ticket, number) = (ticket.id, desk.number());
    if let Some(it) = desk.ticket_mut(ticket) {
        it.rating = Some(Rating { score: score.to_owned(), comment: comment.to_owned() });
    }
    let now = seconds(Timestamp::now());
    Ok(Answer::json(
        200,
        &json!({ "satisfaction_rating": {
        "id": number, "ticket_id": ticket, "requester_id": viewer.id, "score": score, "comment": comment,
        "created_at": now, "updated_at": now,
    } }),
    ))
}
