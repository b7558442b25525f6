//! People, requests and comments in Zendesk's words.

use serde_json::{Value, json};

use crate::{
    desk::{Desk, Entry, File, Person, Priority, State, Ticket, seconds},
    text,
    wire::Ask,
};

/// A status, as an end user reads it.
pub fn status(state: State) -> &'static str {
    match state {
        State::New => "new",
        State::Open => "open",
        State::Waiting | State::ClosesSoon => "pending",
        State::Paused => "hold",
        State::Solved => "solved",
        State::Closed | State::Merged => "closed",
    }
}

fn priority(priority: Priority) -> &'static str {
    match priority {
        Priority::Low => "low",
        Priority::Normal => "normal",
        Priority::High => "high",
        Priority::Urgent => "urgent",
    }
}

/// Only the requester, only with somebody assigned, and not what others hang on.
pub fn can_be_solved(ticket: &Ticket, by: &Person) -> bool {
    ticket.requester == by.id
        && ticket.assignee.is_some()
        && !ticket.is_problem
        && !ticket.state.is_over()
}

/// A request.
pub fn request(ask: &Ask, viewer: &Person, it: &Ticket) -> Value {
    let first = it.entries.first().map(|it| it.text.clone());
    json!({
        "url": format!("{}/api/v2/requests/{}.json", ask.origin(), it.id),
        "id": it.id, "subject": it.subject, "description": first.unwrap_or_default(),
        "status": status(it.state), "custom_status_id": null, "priority": priority(it.priority),
        "type": if it.is_problem { Some("problem") } else { None },
        "organization_id": it.organization, "requester_id": it.requester, "assignee_id": it.assignee,
        "group_id": 7, "collaborator_ids": it.copied, "email_cc_ids": it.copied, "is_public": true,
        "due_at": null, "can_be_solved_by_me": can_be_solved(it, viewer), "solved": it.state.is_over(),
        "via": { "channel": "web", "source": { "from": {}, "to": {}, "rel": null } },
        "followup_source_id": it.follows, "recipient": null, "ticket_form_id": null,
        "custom_fields": [], "fields": [],
        "created_at": seconds(it.created), "updated_at": seconds(it.updated),
    })
}

/// One request, with its people if they are asked for.
pub fn with_people(desk: &Desk, ask: &Ask, viewer: &Person, ticket: &Ticket) -> Value {
    let mut whole = json!({ "request": request(ask, viewer, ticket) });
    if ask.param("include").split(',').any(|it| it == "users") {
        whole["users"] = people(desk, concerned(ticket));
    }
    whole
}

/// Whom a request names.
pub fn concerned(ticket: &Ticket) -> Vec<u64> {
    [ticket.requester].into_iter().chain(ticket.assignee).chain(ticket.copied.clone()).collect()
}

/// Each of them once.
pub fn people(desk: &Desk, mut ids: Vec<u64>) -> Value {
    ids.sort_unstable();
    ids.dedup();
    let people = ids.into_iter().filter_map(|it| desk.person(it));
    let people = people.map(|it| {
        json!({
            "id": it.id, "name": it.name(), "photo": null, "agent": it.is_agent,
            "organization_id": it.organizations.first(),
        })
    });
    people.collect()
}

/// A comment.
pub fn comment(ask: &Ask, ticket: &Ticket, it: &Entry) -> Value {
    let html = it.html.clone().unwrap_or_else(|| text::html(&it.text));
    let files: Vec<Value> = it.files.iter().map(|file| attachment(ask, file)).collect();
    json!({
        "url": format!("{}/api/v2/requests/{}/comments/{}.json", ask.origin(), ticket.id, it.id),
        "id": it.id, "type": "Comment", "request_id": ticket.id, "author_id": it.author,
        "body": it.text, "html_body": format!("<div class=\"zd-comment\" dir=\"auto\">{html}</div>"),
        "plain_body": it.text, "public": it.is_public, "attachments": files,
        "created_at": seconds(it.at),
    })
}

/// A file of a comment.
pub fn attachment(ask: &Ask, it: &File) -> Value {
    let name: String = form_urlencoded::byte_serialize(it.name.as_bytes()).collect();
    let url = format!("{}/attachments/token/{}/?name={name}", ask.origin(), it.token());
    json!({
        "url": format!("{}/api/v2/attachments/{}.json", ask.origin(), it.id),
        "id": it.id, "file_name": it.name, "content_url": url, "mapped_content_url": url,
        "content_type": it.media_type, "size": it.bytes.len(), "width": null, "height": null,
        "inline": false, "deleted": false, "malware_access_override": false,
        "malware_scan_result": "malware_not_found", "thumbnails": [],
    })
}
