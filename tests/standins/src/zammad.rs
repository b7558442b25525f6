//! Zammad: tickets and articles as a customer gets them.
//!
//! From its API documentation and the behaviour of its controllers. An article alone changes no state, as there:
//! it is the customer's page that sends the state along.

mod words;
mod writing;

use serde_json::{Value, json};

use crate::{
    Kind,
    desk::{Desk, Person, Ticket},
    wire::{Answer, Ask, Outcome},
};

/// Answers one request. Who uses a session, or is nobody yet, gets what a write has to carry.
pub fn answer(desk: &mut Desk, ask: &Ask) -> Answer {
    let answer = dispatch(desk, ask).unwrap_or_else(|refused| refused);
    match (ask.header("authorization"), session(desk, ask)) {
        ("", Some((session, _))) => answer.with("csrf-token", session.csrf.clone()),
        ("", None) => answer.with("csrf-token", "of-nobody"),
        _ => answer,
    }
}

fn dispatch(desk: &mut Desk, ask: &Ask) -> Outcome {
    let viewer = viewer(desk, ask)?;
    let (method, path) = ask.what();
    match (method, path.get(2..).unwrap_or_default()) {
        ("GET", ["users", "me"]) => Ok(Answer::json(200, &words::user(viewer))),
        ("GET", ["tickets"]) => Ok(index(desk, ask, viewer)),
        ("GET", ["tickets", "search"]) => Ok(search(desk, ask, viewer)),
        ("GET", ["tickets", id]) => {
            let ticket = visible(desk, viewer, id)?;
            Ok(Answer::json(200, &words::ticket(desk, ask, ticket)))
        }
        ("PUT", ["tickets", id]) => writing::update(desk, ask, viewer, id),
        ("POST", ["tickets"]) => writing::create(desk, ask, viewer),
        ("GET", ["ticket_articles", "by_ticket", id]) => {
            let ticket = visible(desk, viewer, id)?;
            let shown = ticket.shown(viewer).into_iter();
            let articles: Value = shown.map(|it| words::article(desk, ticket, it)).collect();
            Ok(Answer::json(200, &articles))
        }
        ("POST", ["ticket_articles"]) => writing::add(desk, ask, viewer),
        ("GET", ["ticket_attachment", ticket, article, id]) => {
            attachment(desk, viewer, ticket, article, id)
        }
        ("GET", ["attachments", id]) => stored(desk, viewer, id),
        _ => Err(error(404, "No route matches")),
    }
}

fn session<'a>(desk: &'a Desk, ask: &Ask) -> Option<(&'a crate::desk::Session, &'static Person)> {
    desk.session(ask.cookie(Kind::Zammad.cookie())?)
}

/// Who asks: by a token, or by the session. A write by the session must carry the session's own token.
fn viewer(desk: &Desk, ask: &Ask) -> Result<&'static Person, Answer> {
    let token = ask.credentials("Token").and_then(|it| it.strip_prefix("token="));
    if let Some(key) = token.or_else(|| ask.credentials("Bearer")) {
        return desk.by_key(key).ok_or_else(|| error(401, "Can't find User for Token"));
    }
    let found = session(desk, ask);
    let (session, person) = found.ok_or_else(|| error(403, "Authentication required"))?;
    if !ask.reads() && ask.header("x-csrf-token") != session.csrf {
        return Err(error(401, "CSRF token verification failed!"));
    }
    Ok(person)
}

/// A ticket that this person may see.
fn visible<'a>(desk: &'a Desk, viewer: &Person, id: &str) -> Result<&'a Ticket, Answer> {
    let missing = || error(404, &format!("Couldn't find Ticket with 'id'={id}"));
    let ticket = id.parse().ok().and_then(|it| desk.ticket(it)).ok_or_else(missing)?;
    if desk.sees(viewer, ticket) { Ok(ticket) } else { Err(error(403, "Not authorized")) }
}

/// The number of the page, from 1, and how many items are on one.
fn page(ask: &Ask, usual: usize, most: usize) -> (usize, usize) {
    let size = ask.number("per_page").unwrap_or(usual).clamp(1, most);
    (ask.number("page").unwrap_or(1).max(1), size)
}

/// All that one may see, oldest first; nobody counts them.
fn index(desk: &Desk, ask: &Ask, viewer: &Person) -> Answer {
    let (number, size) = page(ask, 100, 100);
    let here = desk.seen(viewer).into_iter().skip((number - 1) * size).take(size);
    let list: Value = here.map(|it| words::ticket(desk, ask, it)).collect();
    Answer::json(200, &list)
}

/// What the words of `query` find. The list is bare unless the total is asked for.
fn search(desk: &Desk, ask: &Ask, viewer: &Person) -> Answer {
    let query = ask.param("query").to_lowercase();
    let mut found = desk.seen(viewer);
    for word in query.split_whitespace().filter(|it| *it != "*") {
        found.retain(|it| it.subject.to_lowercase().contains(word));
    }
    match ask.param("sort_by") {
        "updated_at" => found.sort_by_key(|it| it.updated),
        "id" => found.sort_by_key(|it| it.id),
        _ => found.sort_by_key(|it| it.created),
    }
    if ask.param("order_by") != "asc" {
        found.reverse();
    }
    let (number, size) = page(ask, 50, 200);
    let total = found.len();
    let here = found.into_iter().skip((number - 1) * size).take(size);
    let list: Value = here.map(|it| words::ticket(desk, ask, it)).collect();
    match ask.param("with_total_count") {
        "true" => Answer::json(200, &json!({ "records": list, "total_count": total })),
        _ => Answer::json(200, &list),
    }
}

/// The bytes of a file, if all three numbers belong together.
fn attachment(desk: &Desk, viewer: &Person, ticket: &str, article: &str, id: &str) -> Outcome {
    let ticket = visible(desk, viewer, ticket)?;
    let shown = ticket.shown(viewer);
    let article = shown.into_iter().find(|it| it.id.to_string() == article);
    let wrong = || error(403, "The article does not belong to the specified ticket.");
    let file = article.ok_or_else(wrong)?.files.iter().find(|it| it.id.to_string() == id);
    let wrong = || error(403, "The file does not belong to the specified article.");
    let file = file.ok_or_else(wrong)?;
    Ok(Answer::file(&file.name, &file.media_type, file.bytes.clone()))
}

/// The same by its own number alone, as Zammad's pages do it: what one may not see is not there.
fn stored(desk: &Desk, viewer: &Person, id: &str) -> Outcome {
    let missing = || error(404, &format!("Couldn't find Store with 'id'={id}"));
    let found = id.parse().ok().and_then(|it| desk.find_file(it)).ok_or_else(missing)?;
    let (ticket, article, file) = found;
    let is_shown = desk.sees(viewer, ticket) && (article.is_public || viewer.is_agent);
    is_shown.then_some(()).ok_or_else(missing)?;
    Ok(Answer::file(&file.name, &file.media_type, file.bytes.clone()))
}

fn error(status: u16, why: &str) -> Answer {
    Answer::json(status, &json!({ "error": why, "error_human": why }))
}
