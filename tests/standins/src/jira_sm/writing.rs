//! What a customer changes at a Jira Service Management.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::{error, visible, words};
use crate::{
    desk::{Desk, File, Person, Rating, Said, State, Ticket},
    text::{files_of_form, html},
    wire::{Answer, Ask, Outcome},
};

/// What an administrator lets customers do with a request.
pub struct Transition {
    /// Its number.
    pub id: &'static str,
    /// What its button says.
    pub name: &'static str,
    to: State,
}

const RESOLVE: Transition = Transition { id: "761", name: "Resolve this issue", to: State::Solved };
const CANCEL: Transition = Transition { id: "901", name: "Cancel request", to: State::Merged };
const REOPEN: Transition = Transition { id: "941", name: "Reopen issue", to: State::New };
const DONE: Transition = Transition { id: "21", name: "Mark as done", to: State::Solved };
const BACK: Transition = Transition { id: "31", name: "Back to in progress", to: State::Open };

/// Two kinds of requests, each with a workflow of its own.
pub fn request_type(ticket: &Ticket) -> &'static str {
    if ticket.id % 2 == 1 { "25" } else { "31" }
}

/// What customers may do now. For what others hang on: nothing.
pub fn transitions(ticket: &Ticket) -> &'static [Transition] {
    match (request_type(ticket), ticket.state) {
        _ if ticket.is_problem || ticket.state.is_final() => &[],
        ("25", State::Solved) => &[REOPEN],
        ("25", _) => &[CANCEL, RESOLVE],
        (_, State::Solved) => &[BACK],
        _ => &[DONE],
    }
}

/// Goes another step of the workflow, perhaps with a comment.
pub fn transition(desk: &mut Desk, ask: &Ask, viewer: &'static Person, key: &str) -> Outcome {
    let ticket = visible(desk, viewer, key)?;
    let wanted = ask.json();
    let found = transitions(ticket).iter().find(|it| wanted["id"] == it.id);
    let unknown = || error(400, "The transition is not available for this request.");
    let (id, to) = (ticket.id, found.ok_or_else(unknown)?.to);
    if let Some(text) = wanted["additionalComment"]["body"].as_str() {
        desk.say(id, viewer, Said { text: text.to_owned(), ..Said::default() });
    }
    if let Some(it) = desk.ticket_mut(id) {
        it.turn(to, Timestamp::now());
    }
    Ok(Answer::nothing(204))
}

/// A request to which something can be added.
fn commentable<'a>(desk: &'a Desk, viewer: &Person, key: &str) -> Result<&'a Ticket, Answer> {
    let ticket = visible(desk, viewer, key)?;
    let no = "You do not have permission to comment on this request.";
    if ticket.state.is_final() { Err(error(403, no)) } else { Ok(ticket) }
}

/// Says it, and lets the usual automation follow: what waited for the customer, or was resolved, is the desk's
/// turn again.
fn say(desk: &mut Desk, ask: &Ask, viewer: &'static Person, id: u64, said: Said) -> Outcome {
    let entry = desk.say(id, viewer, said);
    let missing = || error(404, "The request does not exist.");
    let ticket = desk.ticket_mut(id).ok_or_else(missing)?;
    if matches!(ticket.state, State::Waiting | State::ClosesSoon | State::Solved) {
        ticket.turn(State::New, Timestamp::now());
    }
    let ticket = desk.ticket(id).ok_or_else(missing)?;
    let entry = ticket.entries.iter().find(|it| Some(it.id) == entry).ok_or_else(missing)?;
    let answer = match entry.files.is_empty() {
        true => words::comment(desk, ask, ticket, entry),
        false => words::attached(desk, ask, ticket, entry),
    };
    Ok(Answer::json(201, &answer))
}

/// A comment; a customer's is public.
pub fn comment(desk: &mut Desk, ask: &Ask, viewer: &'static Person, key: &str) -> Outcome {
    let id = commentable(desk, viewer, key)?.id;
    let wanted = ask.json();
    let text = wanted["body"].as_str().unwrap_or_default().trim().to_owned();
    if text.is_empty() {
        return Err(error(400, "The comment body is empty."));
    }
    if wanted["public"] == false {
        return Err(error(403, "You do not have permission to write internal comments."));
    }
    say(desk, ask, viewer, id, Said { text, ..Said::default() })
}

/// Takes files that belong to no request yet.
pub fn upload(desk: &mut Desk, ask: &Ask) -> Outcome {
    if ask.header("x-experimentalapi") != "opt-in" {
        return Err(error(
            412,
            "This resource is experimental: X-ExperimentalApi must say opt-in.",
        ));
    }
    if ask.header("x-atlassian-token") != "no-check" {
        return Err(Answer::text(403, "XSRF check failed"));
    }
    let parts = files_of_form(ask.header("content-type"), &ask.body, "file");
    if parts.is_empty() {
        return Err(error(400, "There is no file."));
    }
    let mut taken = Vec::new();
    for part in parts {
        let file = desk.file(&part.name, &part.media_type, part.bytes);
        let id = format!("temp{}", file.id * 7_001);
        taken.push(json!({ "temporaryAttachmentId": id, "fileName": file.name }));
        desk.uploads.push((id, vec![file]));
    }
    Ok(Answer::json(201, &json!({ "temporaryAttachments": taken })))
}

/// Puts such files into a request: they come as a comment that names them.
pub fn attach(desk: &mut Desk, ask: &Ask, viewer: &'static Person, key: &str) -> Outcome {
    let id = commentable(desk, viewer, key)?.id;
    let wanted = ask.json();
    let mut files: Vec<File> = Vec::new();
    for token in wanted["temporaryAttachmentIds"].as_array().into_iter().flatten() {
        let at = desk.uploads.iter().position(|it| it.0 == token.as_str().unwrap_or_default());
        let at = at.ok_or_else(|| error(400, "The temporary attachment does not exist."))?;
        files.extend(desk.uploads.remove(at).1);
    }
    if files.is_empty() {
        return Err(error(400, "There are no attachments."));
    }
    let ticket = visible(desk, viewer, key)?;
    let text = wanted["additionalComment"]["body"].as_str().unwrap_or_default().trim();
    let mut said = Said { text: text.to_owned(), html: Some(html(text)), files };
    let mut rendered = html(text);
    for file in &said.files {
        said.text.push_str(&format!("\n\n[^{}]", file.name));
        let url = words::content(ask, ticket, file.id);
        rendered.push_str(&format!(
            "<p><span class=\"nobr\"><a href=\"{url}\">{}</a></span></p>",
            file.name
        ));
    }
    said.html = Some(rendered);
    say(desk, ask, viewer, id, said)
}

/// Another request.
pub fn create(desk: &mut Desk, ask: &Ask, viewer: &'static Person) -> Outcome {
    let wanted = ask.json();
    if wanted["serviceDeskId"] != "10" || !wanted["requestTypeId"].is_string() {
        return Err(error(400, "The service desk or the request type does not exist."));
    }
    let field = |name: &str| wanted["requestFieldValues"][name].as_str().unwrap_or_default().trim();
    if field("summary").is_empty() {
        return Err(error(
            400,
            "Your request could not be created. Please check the fields: summary",
        ));
    }
    let id = desk.open(viewer, field("summary"), None);
    desk.say(id, viewer, Said { text: field("description").to_owned(), ..Said::default() });
    let ticket = visible(desk, viewer, &format!("HELP-{id}"))?;
    Ok(Answer::json(201, &words::request(desk, ask, viewer, ticket)))
}

/// Only the reporter's business.
fn reported<'a>(desk: &'a Desk, viewer: &Person, key: &str) -> Result<&'a Ticket, Answer> {
    let ticket = visible(desk, viewer, key)?;
    let no = "Only the reporter can give feedback.";
    if ticket.requester == viewer.id { Ok(ticket) } else { Err(error(403, no)) }
}

fn csat(rating: &Rating) -> Value {
    let score: Value = rating.score.parse::<u64>().into_iter().next().into();
    json!({ "type": "csat", "rating": score, "comment": { "body": rating.comment } })
}

/// What the reporter thought of it.
pub fn feedback(desk: &Desk, viewer: &Person, key: &str) -> Outcome {
    let rating = reported(desk, viewer, key)?.rating.as_ref();
    let rating = rating.ok_or_else(|| error(404, "There is no feedback yet."))?;
    Ok(Answer::json(200, &csat(rating)))
}

/// One to five stars.
pub fn rate(desk: &mut Desk, ask: &Ask, viewer: &'static Person, key: &str) -> Outcome {
    let id = reported(desk, viewer, key)?.id;
    let wanted = ask.json();
    let stars = wanted["rating"].as_u64().filter(|it| (1..=5).contains(it));
    let stars = stars.filter(|_| wanted["type"] == "csat");
    let stars = stars.ok_or_else(|| error(400, "The rating must be of type csat, from 1 to 5."))?;
    let comment = wanted["comment"]["body"].as_str().unwrap_or_default().to_owned();
    let rating = Rating { score: stars.to_string(), comment };
    let answer = Answer::json(201, &csat(&rating));
    if let Some(it) = desk.ticket_mut(id) {
        it.rating = Some(rating);
    }
    Ok(answer)
}
