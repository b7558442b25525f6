//! What a customer changes at a Zammad.

use jiff::Timestamp;
use serde_json::Value;

use super::{error, visible, words};
use crate::{
    desk::{Desk, File, Person, Said, State},
    text,
    wire::{Answer, Ask, Outcome},
};

/// The files of an article, in Base64.
fn files(desk: &mut Desk, list: &Value) -> Result<Vec<File>, Answer> {
    let mut files = Vec::new();
    for (at, it) in list.as_array().into_iter().flatten().enumerate() {
        let word = |key: &str| {
            let why = format!("Attachment needs '{key}' param for attachment with index '{at}'");
            it[key].as_str().ok_or_else(|| error(422, &why))
        };
        let (media_type, name, data) = (word("mime-type")?, word("filename")?, word("data")?);
        let invalid = || error(422, &format!("Invalid base64 for attachment with index '{at}'"));
        let bytes = text::from_base64(data).ok_or_else(invalid)?;
        files.push(desk.file(name, media_type, bytes));
    }
    Ok(files)
}

/// An article: `body` must be there. A customer's is never internal, whatever they say.
fn said(desk: &mut Desk, article: &Value) -> Result<Said, Answer> {
    let missing = || error(422, "Need at least article: { body: \"some text\" }");
    let body = article["body"].as_str().ok_or_else(missing)?.to_owned();
    let files = files(desk, &article["attachments"])?;
    let is_html = article["content_type"].as_str().is_some_and(|it| it.contains("text/html"));
    Ok(Said { html: is_html.then(|| body.clone()), text: body, files })
}

/// Adds an article, and nothing else.
pub fn add(desk: &mut Desk, ask: &Ask, viewer: &'static Person) -> Outcome {
    let wanted = ask.json();
    let id = visible(desk, viewer, &wanted["ticket_id"].to_string().replace('"', ""))?.id;
    let said = said(desk, &wanted)?;
    desk.say(id, viewer, said);
    let ticket = visible(desk, viewer, &id.to_string())?;
    let article = ticket.entries.last().map(|it| words::article(desk, ticket, it));
    Ok(Answer::json(201, &article.unwrap_or_default()))
}

/// Changes the state, adds an article, or both. In some groups a closed ticket takes nothing any more.
pub fn update(desk: &mut Desk, ask: &Ask, viewer: &'static Person, id: &str) -> Outcome {
    let ticket = visible(desk, viewer, id)?;
    let id = ticket.id;
    if ticket.state.is_final() {
        let why = "Cannot follow-up on a closed ticket. Please create a new ticket.";
        return Err(error(422, why));
    }
    let wanted = ask.json();
    let state = state(&wanted)?;
    let said = match &wanted["article"] {
        Value::Null => None,
        article => Some(said(desk, article)?),
    };
    if let (Some(state), Some(it)) = (state, desk.ticket_mut(id)) {
        it.turn(state, Timestamp::now());
    }
    if let Some(said) = said {
        desk.say(id, viewer, said);
    }
    let ticket = visible(desk, viewer, &id.to_string())?;
    Ok(Answer::json(200, &words::ticket(desk, ask, ticket)))
}

/// What `state` or `state_id` asks for. What waits must say until when.
fn state(wanted: &Value) -> Result<Option<State>, Answer> {
    let found = match (&wanted["state"], &wanted["state_id"]) {
        (Value::Null, Value::Null) => return Ok(None),
        (Value::Null, id) => words::STATES.iter().find(|it| id == it.0),
        (name, _) => words::STATES.iter().find(|it| name == it.1),
    };
    let unknown = || error(422, &format!("No lookup value found for 'state': {}", wanted["state"]));
    let state = found.ok_or_else(unknown)?.2;
    let waits = matches!(state, State::Waiting | State::ClosesSoon);
    if waits && wanted["pending_time"].is_null() {
        return Err(error(422, "Missing required value for field 'pending_time'!"));
    }
    Ok(Some(state))
}

/// A new ticket: whoever it is said to be for, it is the customer's own.
pub fn create(desk: &mut Desk, ask: &Ask, viewer: &'static Person) -> Outcome {
    let wanted = ask.json();
    if wanted["group"].is_null() && wanted["group_id"].is_null() {
        return Err(error(422, "The required value 'group_id' is missing."));
    }
    let title = wanted["title"].as_str().unwrap_or_default();
    let said = match &wanted["article"] {
        Value::Null => None,
        article => Some(said(desk, article)?),
    };
    let id = desk.open(viewer, title, None);
    if let Some(said) = said {
        desk.say(id, viewer, said);
    }
    let ticket = visible(desk, viewer, &id.to_string())?;
    Ok(Answer::json(201, &words::ticket(desk, ask, ticket)))
}
