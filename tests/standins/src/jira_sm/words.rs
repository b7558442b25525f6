//! People, requests and comments in Jira Service Management's words.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::writing;
use crate::{
    desk::{Desk, Entry, File, Person, Priority, State, Ticket},
    text,
    wire::Ask,
};

/// Issues are counted from here on.
pub const FIRST_ISSUE: u64 = 107_000;

fn status(state: State) -> (&'static str, &'static str) {
    match state {
        State::New => ("Waiting for support", "NEW"),
        State::Open => ("In progress", "INDETERMINATE"),
        State::Waiting | State::ClosesSoon => ("Waiting for customer", "INDETERMINATE"),
        State::Paused => ("On hold", "INDETERMINATE"),
        State::Solved => ("Resolved", "DONE"),
        State::Closed => ("Closed", "DONE"),
        State::Merged => ("Canceled", "DONE"),
    }
}

fn priority(priority: Priority) -> &'static str {
    match priority {
        Priority::Low => "Low",
        Priority::Normal => "Medium",
        Priority::High => "High",
        Priority::Urgent => "Highest",
    }
}

fn moment(at: Timestamp) -> Value {
    json!({
        "iso8601": at.strftime("%Y-%m-%dT%H:%M:%S+0000").to_string(),
        "jira": at.strftime("%Y-%m-%dT%H:%M:%S.%3f+0000").to_string(),
        "friendly": at.strftime("%d/%b/%y %-I:%M %p").to_string(),
        "epochMillis": at.as_millisecond(),
    })
}

fn person(desk: &Desk, ask: &Ask, id: u64) -> Value {
    let Some(it) = desk.person(id) else { return Value::Null };
    let account = format!("qm:kettle:{id}");
    let url = format!("{}/rest/api/2/user?accountId={account}", ask.origin());
    json!({
        "accountId": account, "displayName": it.name(), "emailAddress": it.email(), "active": true,
        "timeZone": "Europe/Paris", "_links": { "self": url, "jiraRest": url, "avatarUrls": {} },
    })
}

/// A list inside of something else: always whole here.
fn whole(values: Vec<Value>) -> Value {
    json!({
        "_expands": [], "size": values.len(), "start": 0, "limit": 50, "isLastPage": true,
        "_links": {}, "values": values,
    })
}

fn is_expanded(ask: &Ask, what: &str) -> bool {
    ask.params("expand").iter().any(|it| it.split(',').any(|it| it == what))
}

/// A request, with what is asked for.
pub fn request(desk: &Desk, ask: &Ask, viewer: &Person, it: &Ticket) -> Value {
    let (status, category) = status(it.state);
    let description = it.entries.first().map(|it| it.text.clone()).unwrap_or_default();
    let priority = priority(it.priority);
    let (issue, key) = (FIRST_ISSUE + it.id, format!("HELP-{}", it.id));
    let mut whole_request = json!({
        "_expands": ["participant", "status", "sla", "requestType", "serviceDesk", "attachment", "action", "comment"],
        "issueId": issue.to_string(), "issueKey": key, "summary": it.subject,
        "requestTypeId": writing::request_type(it), "serviceDeskId": "10",
        "createdDate": moment(it.created), "reporter": person(desk, ask, it.requester),
        "requestFieldValues": [
            { "fieldId": "summary", "label": "What do you need?", "value": it.subject },
            {
                "fieldId": "description", "label": "What happens?", "value": description,
                "renderedValue": { "html": text::html(&description) },
            },
            { "fieldId": "priority", "label": "Urgency", "value": { "name": priority, "id": "3" } },
            { "fieldId": "customfield_10042", "label": "Site", "value": { "value": "Lille", "id": "10021" } },
        ],
        "currentStatus": {
            "status": status, "statusCategory": category, "statusDate": moment(it.state_since),
        },
        "_links": {
            "self": format!("{}/rest/servicedeskapi/request/{issue}", ask.origin()),
            "jiraRest": format!("{}/rest/api/2/issue/{issue}", ask.origin()),
            "web": format!("{}/servicedesk/customer/portal/10/{key}", ask.origin()),
        },
    });
    if is_expanded(ask, "participant") {
        let people = it.copied.iter().map(|id| person(desk, ask, *id)).collect();
        whole_request["participants"] = whole(people);
    }
    if is_expanded(ask, "action") {
        let allowed = json!({ "allowed": !it.state.is_final() });
        whole_request["actions"] = json!({
            "addAttachment": allowed, "addComment": allowed, "addParticipant": allowed,
            "removeParticipant": { "allowed": false },
        });
    }
    if is_expanded(ask, "attachment") {
        let entries = it.shown(viewer).into_iter();
        let files = entries.flat_map(|entry| files(desk, ask, it, entry)).collect();
        whole_request["attachments"] = whole(files);
    }
    whole_request
}

/// A comment, with what is asked for.
pub fn comment(desk: &Desk, ask: &Ask, ticket: &Ticket, it: &Entry) -> Value {
    let mut whole_comment = json!({
        "_expands": ["attachment", "renderedBody"], "id": it.id.to_string(), "body": it.text,
        "author": person(desk, ask, it.author), "created": moment(it.at), "public": it.is_public,
        "_links": { "self": format!(
            "{}/rest/servicedeskapi/request/{}/comment/{}", ask.origin(), FIRST_ISSUE + ticket.id, it.id
        ) },
    });
    if is_expanded(ask, "renderedBody") {
        let html = it.html.clone().unwrap_or_else(|| text::html(&it.text));
        whole_comment["renderedBody"] = json!({ "html": html });
    }
    if is_expanded(ask, "attachment") {
        whole_comment["attachments"] = whole(files(desk, ask, ticket, it));
    }
    whole_comment
}

/// The files of an entry.
pub fn files(desk: &Desk, ask: &Ask, ticket: &Ticket, it: &Entry) -> Vec<Value> {
    let file = |file: &File| {
        let content = content(ask, ticket, file.id);
        json!({
            "filename": file.name, "author": person(desk, ask, it.author), "created": moment(it.at),
            "size": file.bytes.len(), "mimeType": file.media_type,
            "_links": {
                "content": content, "thumbnail": format!("{content}/thumbnail"),
                "jiraRest": format!("{}/rest/api/2/attachment/{}", ask.origin(), file.id),
            },
        })
    };
    it.files.iter().map(file).collect()
}

/// Where a file is.
pub fn content(ask: &Ask, ticket: &Ticket, file: u64) -> String {
    let issue = FIRST_ISSUE + ticket.id;
    format!("{}/rest/servicedeskapi/request/{issue}/attachment/{file}", ask.origin())
}

/// Files and comments as the answer to both together.
pub fn attached(desk: &Desk, ask: &Ask, ticket: &Ticket, it: &Entry) -> Value {
    json!({
        "comment": comment(desk, ask, ticket, it), "attachments": whole(files(desk, ask, ticket, it)),
    })
}
