//! Users, tickets and articles in Zammad's words.

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use crate::{
    desk::{Desk, Entry, Person, Priority, State, Ticket},
    seed,
    wire::Ask,
};

/// States by number and name, and what each means; of those that mean the same, the first is its name.
pub const STATES: [(u64, &str, State); 7] = [
    (1, "new", State::New),
    (2, "open", State::Open),
    (3, "pending reminder", State::Waiting),
    (4, "closed", State::Solved),
    (5, "merged", State::Merged),
    (7, "pending close", State::ClosesSoon),
    (4, "closed", State::Closed),
];

fn state(state: State) -> (u64, &'static str) {
    // On hold is nothing of its own: it is looked at again some day.
    let state = if state == State::Paused { State::Waiting } else { state };
    STATES.iter().find(|it| it.2 == state).map_or((2, "open"), |it| (it.0, it.1))
}

fn priority(priority: Priority) -> (u64, &'static str) {
    match priority {
        Priority::Low => (1, "1 low"),
        Priority::Normal => (2, "2 normal"),
        Priority::High | Priority::Urgent => (3, "3 high"),
    }
}

/// Where a ticket is handled: the second group lets nobody go on after the end.
pub fn group(ticket: &Ticket) -> (u64, &'static str) {
    if ticket.state.is_final() { (2, "Archive") } else { (1, "Support") }
}

/// Milliseconds, as Zammad writes moments.
fn moment(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%S.%3fZ").to_string()
}

/// Who is signed in.
pub fn user(it: &Person) -> Value {
    json!({
        "id": it.id, "login": it.email(), "firstname": it.first, "lastname": it.last, "email": it.email(),
        "organization_id": it.organizations.first(),
        "organization": it.organizations.first().map(|it| seed::organization(*it)),
        "organization_ids": it.organizations.get(1..), "active": true, "verified": true, "vip": false,
        "roles": [if it.is_agent { "Agent" } else { "Customer" }],
    })
}

/// A ticket; with the names of what it is linked to, if that is asked for.
pub fn ticket(desk: &Desk, ask: &Ask, it: &Ticket) -> Value {
    let pending = matches!(it.state, State::Waiting | State::Paused | State::ClosesSoon);
    let pending = pending.then(|| moment(it.state_since + SignedDuration::from_hours(96)));
    let (state_id, state) = state(it.state);
    let (priority_id, priority) = priority(it.priority);
    let (group_id, group) = group(it);
    let articles: Vec<u64> = it.entries.iter().filter(|it| it.is_public).map(|it| it.id).collect();
    let mut whole = json!({
        "id": it.id, "number": format!("22{}", it.id), "title": it.subject, "group_id": group_id,
        "priority_id": priority_id, "state_id": state_id, "organization_id": it.organization,
        "owner_id": it.assignee.unwrap_or(1), "customer_id": it.requester, "note": null,
        "close_at": it.state.is_over().then(|| moment(it.state_since)), "pending_time": pending,
        "last_contact_at": moment(it.updated), "create_article_type_id": 11,
        "article_count": articles.len(), "preferences": {}, "type": null,
        "created_at": moment(it.created), "updated_at": moment(it.updated),
    });
    if ask.param("expand") == "true" {
        let login = |id: u64| desk.person(id).map(Person::email);
        whole["article_ids"] = json!(articles);
        whole["group"] = json!(group);
        whole["state"] = json!(state);
        whole["priority"] = json!(priority);
        whole["customer"] = json!(login(it.requester));
        whole["owner"] = json!(it.assignee.map_or(Some("-".to_owned()), login));
        whole["organization"] = json!(it.organization.map(seed::organization));
        whole["create_article_type"] = json!("web");
        whole["create_article_sender"] = json!("Customer");
    }
    whole
}

/// An article.
pub fn article(desk: &Desk, ticket: &Ticket, it: &Entry) -> Value {
    let author = desk.person(it.author);
    let is_agent = author.is_some_and(|it| it.is_agent);
    let from = author.map(|it| match it.is_agent {
        true => format!("{} <support@kettle.example>", it.name()),
        false => it.name(),
    });
    let attachments = it.files.iter().map(|file| {
        json!({
            "id": file.id, "store_file_id": file.id, "filename": file.name,
            "size": file.bytes.len().to_string(), "preferences": { "Mime-Type": file.media_type },
        })
    });
    let attachments: Value = attachments.collect();
    json!({
        "id": it.id, "ticket_id": ticket.id, "from": from, "to": "Support", "cc": null, "subject": null,
        "type": if is_agent { "note" } else { "web" }, "sender": if is_agent { "Agent" } else { "Customer" },
        "content_type": if it.html.is_some() { "text/html" } else { "text/plain" },
        "body": it.html.as_ref().unwrap_or(&it.text), "internal": !it.is_public, "preferences": {},
        "attachments": attachments, "origin_by_id": null, "created_by_id": it.author,
        "created_by": author.map(Person::email), "created_at": moment(it.at), "updated_at": moment(it.at),
    })
}
