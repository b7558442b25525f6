//! Zendesk's lists: by number of page where it counts, by cursor where it does not.

use std::cmp::Reverse;

use serde_json::{Value, json};

use super::{forbidden, words};
use crate::{
    desk::{Desk, Person, Ticket},
    wire::{Answer, Ask, Outcome},
};

/// The most items on a page.
const MOST: usize = 100;
/// The most that a search finds.
const MOST_FOUND: usize = 1_000;

/// One's own, oldest first unless another order is asked for.
pub fn requests(desk: &Desk, ask: &Ask, viewer: &Person) -> Answer {
    let mut own: Vec<&Ticket> =
        desk.tickets.iter().filter(|it| it.requester == viewer.id).collect();
    sort(&mut own, ask.param("sort_by"), ask.param("sort_order") == "desc");
    paged(desk, ask, viewer, &own)
}

/// What the words of `query` choose among one's own, those one is copied on, and those of an organisation.
pub fn search(desk: &Desk, ask: &Ask, viewer: &Person) -> Outcome {
    let (number, size) = page(ask);
    if number * size > MOST_FOUND {
        let why = "Invalid search: Requested response size was greater than Search Response Limits";
        let error = json!({ "error": "unprocessable", "description": why });
        return Err(Answer::json(422, &error));
    }
    let organization = ask.param("organization_id").parse::<u64>().ok();
    if organization.is_some_and(|it| !viewer.views.contains(&it)) {
        return Err(forbidden());
    }
    let only_copied = ask.param("cc_id") == "true";
    let mut found: Vec<&Ticket> = desk.tickets.iter().collect();
    found.retain(|it| match organization {
        Some(id) => it.organization == Some(id),
        None if only_copied => it.copied.contains(&viewer.id),
        None => it.requester == viewer.id || it.copied.contains(&viewer.id),
    });
    let (mut by, mut is_down) = ("created_at", true);
    for word in ask.param("query").split_whitespace() {
        match word.split_once(':') {
            Some(("requester", "me")) => found.retain(|it| it.requester == viewer.id),
            Some(("status", wanted)) => found.retain(|it| words::status(it.state) == wanted),
            Some(("order_by", it)) => by = it,
            Some(("sort", it)) => is_down = it == "desc",
            _ if word == "*" => {}
            _ => found.retain(|it| it.subject.to_lowercase().contains(&word.to_lowercase())),
        }
    }
    sort(&mut found, by, is_down);
    Ok(paged(desk, ask, viewer, &found))
}

fn sort(tickets: &mut [&Ticket], by: &str, is_down: bool) {
    match by {
        "updated_at" => tickets.sort_by_key(|it| it.updated),
        "status" => tickets.sort_by_key(|it| it.state),
        _ => tickets.sort_by_key(|it| it.created),
    }
    if is_down {
        tickets.reverse();
    }
}

/// The number of the page, from 1, and how many items are on one.
fn page(ask: &Ask) -> (usize, usize) {
    let size = ask.number("per_page").filter(|it| (1..=MOST).contains(it)).unwrap_or(MOST);
    (ask.number("page").unwrap_or(1).max(1), size)
}

fn paged(desk: &Desk, ask: &Ask, viewer: &Person, all: &[&Ticket]) -> Answer {
    let (number, size) = page(ask);
    let from = all.len().min((number - 1) * size);
    let here = &all[from..all.len().min(from + size)];
    let requests: Vec<Value> = here.iter().map(|it| words::request(ask, viewer, it)).collect();
    let other = |number: usize| {
        format!("{}/api/v2/requests/search.json?page={number}&per_page={size}", ask.origin())
    };
    let mut whole = json!({
        "requests": requests, "count": all.len(),
        "next_page": (from + here.len() < all.len()).then(|| other(number + 1)),
        "previous_page": (number > 1).then(|| other(number - 1)),
    });
    if ask.param("include") == "users" {
        let ids = here.iter().flat_map(|it| words::concerned(it)).collect();
        whole["users"] = words::people(desk, ids);
    }
    Answer::json(200, &whole)
}

/// A conversation, with who wrote: by cursor if `page[size]` is given, else by number of page.
pub fn comments(desk: &Desk, ask: &Ask, ticket: &Ticket) -> Answer {
    let mut all: Vec<_> = ticket.entries.iter().filter(|it| it.is_public).collect();
    if ask.param("sort") == "-created_at" || ask.param("sort_order") == "desc" {
        all.sort_by_key(|it| Reverse((it.at, it.id)));
    }
    let cursor = ask.number("page[size]");
    let (from, size) = match cursor {
        Some(size) => {
            let after = ask.param("page[after]").strip_prefix("after=").map(str::parse::<u64>);
            let after = after.and_then(Result::ok);
            let at = after.and_then(|id| all.iter().position(|it| it.id == id));
            (at.map_or(0, |it| it + 1), size.clamp(1, MOST))
        }
        None => {
            let (number, size) = page(ask);
            ((number - 1) * size, size)
        }
    };
    let from = from.min(all.len());
    let here = &all[from..all.len().min(from + size)];
    let has_more = from + here.len() < all.len();
    let comments: Vec<Value> = here.iter().map(|it| words::comment(ask, ticket, it)).collect();
    let authors = here.iter().map(|it| it.author).collect();
    let mut whole = json!({ "comments": comments, "users": words::people(desk, authors) });
    match cursor {
        Some(_) => {
            let after = here.last().map(|it| format!("after={}", it.id));
            let before = here.first().map(|it| format!("before={}", it.id));
            whole["meta"] =
                json!({ "has_more": has_more, "after_cursor": after, "before_cursor": before });
        }
        None => whole["count"] = json!(all.len()),
    }
    Answer::json(200, &whole)
}
