//! What a customer changes: the contract's calls in the mapping's commands, and what came of them.

use std::rc::Rc;

use deskpane::{
    api::{Answer, ApiError, Ask, Command, Draft, Failure, Score, Taken},
    domain::{File, TicketId},
};
use serde_json::Value;

use crate::ask::Desk;

/// A file that waits for its message: a mapping may want to know whose it is, which the contract says later.
#[derive(Clone)]
pub struct Waiting {
    /// What the message names it by.
    pub token: String,
    /// Its name.
    pub name: String,
    /// Its media type.
    pub media_type: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// The text of a reply and the tokens of its files; nothing for a body that is none.
fn said(body: &[u8]) -> Option<(String, Vec<String>, String)> {
    let body: Value = serde_json::from_slice(body).ok()?;
    let text = body["body"].as_str().filter(|it| !it.trim().is_empty())?;
    let tokens = body["uploads"].as_array().into_iter().flatten();
    let tokens = tokens.filter_map(|it| it.as_str().map(str::to_owned)).collect();
    Some((text.to_owned(), tokens, body["client_id"].as_str().unwrap_or_default().to_owned()))
}

/// Replies, files first, and gives the message that is there since.
pub fn reply(
    desk: &Desk<'_>,
    id: &str,
    body: &[u8],
    waiting: &[Waiting],
) -> Result<Value, ApiError> {
    let wrong = || ApiError::new(Failure::Refused, "a reply without a text");
    let (text, tokens, key) = said(body).ok_or_else(wrong)?;
    let ticket = TicketId::new(id);
    let mut files = Vec::new();
    for token in tokens {
        let unknown = || ApiError::new(Failure::Refused, "a file that nobody sent");
        let it = waiting.iter().find(|it| it.token == token).ok_or_else(unknown)?;
        let (name, media_type) = (it.name.clone(), it.media_type.clone());
        let file = Rc::new(File { name, media_type, bytes: it.bytes.clone() });
        let upload =
            Command::Upload { ticket: ticket.clone(), file: file.clone(), key: it.token.clone() };
        match desk.write(&upload)? {
            Answer::Taken(token) => files.push(Taken { file, token }),
            _ => return Err(ApiError::new(Failure::Unreadable, "no token for a file")),
        }
    }
    // Who sees no conversation is told so by the desk when they write to it.
    let before = messages(desk, &ticket).unwrap_or_default();
    desk.write(&Command::Reply {
        ticket: ticket.clone(),
        draft: Draft { text, html: None, files, key },
    })?;
    let is_new = |it: &Value| before.iter().all(|old| old["id"] != it["id"]);
    let none = || ApiError::new(Failure::NotAccepted, "there is no new message");
    messages(desk, &ticket)?.into_iter().rfind(is_new).ok_or_else(none)
}

fn messages(desk: &Desk<'_>, ticket: &TicketId) -> Result<Vec<Value>, ApiError> {
    let page = desk.ask(&Ask::Messages { ticket: ticket.clone(), before: None })?;
    Ok(page["items"].as_array().cloned().unwrap_or_default())
}

/// A change of the ticket itself, by the last word of its address; `None` for one that there is not.
pub fn change(what: &str, id: &str, body: &[u8]) -> Option<Result<Command, ApiError>> {
    let ticket = TicketId::new(id);
    Some(match what {
        "close" => Ok(Command::Close(ticket)),
        "reopen" => Ok(Command::Reopen(ticket)),
        "rating" => rating(ticket, body),
        _ => return None,
    })
}

fn rating(ticket: TicketId, body: &[u8]) -> Result<Command, ApiError> {
    let body: Value = serde_json::from_slice(body).unwrap_or_default();
    let stars = body["score"].as_u64().and_then(|it| u8::try_from(it).ok());
    let score = match (body["score"].as_str(), stars) {
        (Some("good"), _) => Score::Good,
        (Some("bad"), _) => Score::Bad,
        (_, Some(stars @ 1..=5)) => Score::Stars(stars),
        _ => return Err(ApiError::new(Failure::Refused, "no such score")),
    };
    let comment = body["comment"].as_str().unwrap_or_default().to_owned();
    Ok(Command::Rate { ticket, score, comment })
}
