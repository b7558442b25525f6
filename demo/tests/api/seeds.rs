//! The seeded content is all there, and all right.

use std::collections::{BTreeMap, BTreeSet};

use contract::{Message, Page, Ticket};
use serde_json::Value;

use crate::desk::{Desk, Visitor};

const ACCOUNTS: &[&str] = &[
    "mia", "omar", "tess", "leo", "nora", "ivo", "hana", "jon", "claire", "felix", "layla", "kenji",
];

/// Every ticket that somebody sees, with who saw it.
async fn all(desk: &Desk) -> BTreeMap<String, (Visitor<'_>, Ticket)> {
    let mut tickets = BTreeMap::new();
    for account in ACCOUNTS {
        let visitor = desk.sign_in(account).await;
        let me: contract::Me = visitor.get("/me").await.json();
        for scope in me.capabilities.scopes {
            for ticket in visitor.walk(&format!("scope={scope}"), 100).await {
                let again = desk.sign_in(account).await;
                tickets.insert(ticket.id.clone(), (again, ticket));
            }
        }
    }
    tickets
}

async fn thread(visitor: &Visitor<'_>, id: &str) -> Vec<Message> {
    let mut found = Vec::new();
    let mut cursor = String::new();
    loop {
        let path = format!("/tickets/{id}/messages?limit=100{cursor}");
        let page: Page<Message> = visitor.get(&path).await.json();
        found.splice(0..0, page.items);
        match page.prev_cursor {
            Some(prev) => cursor = format!("&cursor={prev}"),
            None => return found,
        }
    }
}

/// All words at a path such as `actions.*.reason`; `*` is every member.
fn words(it: &Value, path: &str, found: &mut BTreeSet<String>) {
    let (key, rest) = path.split_once('.').map_or((path, None), |(key, rest)| (key, Some(rest)));
    let next: Vec<&Value> = match it {
        Value::Object(map) if key == "*" => map.values().collect(),
        Value::Array(list) if key == "*" => list.iter().collect(),
        _ => it.get(key).into_iter().collect(),
    };
    for it in next {
        match (rest, it) {
            (Some(rest), it) => words(it, rest, found),
            (None, Value::String(word)) => {
                found.insert(word.clone());
            }
            (None, _) => {}
        }
    }
}

#[tokio::test]
async fn everything_that_can_be_shown_is_shown_somewhere() {
    let desk = Desk::open();
    let tickets = all(&desk).await;
    let json: Vec<Value> =
        tickets.values().map(|it| serde_json::to_value(&it.1).unwrap()).collect();
    let mut missing = Vec::new();
    if tickets.len() < 80 {
        missing.push(format!("80 tickets: {} are there", tickets.len()));
    }
    for (path, wanted) in [
        ("type", "email phone conference_call chat web other"),
        ("language", "en fr ja de ar"),
        ("thread.kind", "email chat none"),
        ("status.category", "open awaiting_customer on_hold resolved closed"),
        ("waiting_on", "customer support engineering nobody"),
        ("resolution.reason", "agreed bug_filed merged no_answer"),
        ("priority.level", "urgent high tolerable question"),
        ("escalation.stages.*.key", "submitted under_review engineering verifying resolved"),
        ("escalation.stages.*.state", "done current todo"),
        ("conference.state", "pending accepted"),
        ("related.*.kind", "merged_into merged_from follow_up_of follow_up parent"),
        ("actions.proxy_access.reason", "not_participant identity_unverified not_granted"),
        (
            "actions.*.reason",
            "closed_final reopen_window_over merged no_thread not_owner not_participant not_granted \
             limited_support user_unsupported identity_unverified outside_hours \
             bot_transcript_withheld maintenance already_rated unknown",
        ),
        ("actions.*.next.*", "copy_id mail follow_up contact community request_access link"),
    ] {
        let mut found = BTreeSet::new();
        json.iter().for_each(|it| words(it, path, &mut found));
        for word in wanted.split_whitespace().filter(|it| !found.contains(*it)) {
            missing.push(format!("{path} = {word}"));
        }
    }
    // The stage an escalation is at, each of them.
    let current: BTreeSet<_> = tickets
        .values()
        .filter_map(|it| it.1.escalation.as_ref())
        .flat_map(|it| &it.stages)
        .filter(|it| it.state == contract::StageState::Current)
        .map(|it| it.key.as_str())
        .collect();
    for key in ["submitted", "under_review", "engineering", "verifying"] {
        if !current.contains(key) {
            missing.push(format!("an escalation at {key}"));
        }
    }
    assert!(missing.is_empty(), "missing in the seeds:\n{}", missing.join("\n"));
}

#[tokio::test]
async fn no_word_of_the_seeds_is_unknown_and_every_reference_leads_somewhere() {
    let desk = Desk::open();
    let tickets = all(&desk).await;
    let mut wrong = Vec::new();
    for (id, (visitor, ticket)) in &tickets {
        let json = serde_json::to_string(ticket).unwrap();
        // As a reason it is a code; anywhere else a slip.
        if json.replace("\"reason\":\"unknown\"", "").contains("\"unknown\"") {
            wrong.push(format!("{id}: a word that is not known"));
        }
        for it in ticket.related.iter().filter(|it| !tickets.contains_key(&it.id)) {
            wrong.push(format!("{id}: related to {}, which nobody sees", it.id));
        }
        if ticket
            .resolution
            .as_ref()
            .is_some_and(|it| it.reason == contract::ResolutionReason::Merged)
            && ticket.related.is_empty()
        {
            wrong.push(format!("{id}: merged into nothing"));
        }
        let messages = thread(visitor, id).await;
        let times: Vec<_> = messages.iter().map(|it| it.created_at.as_str()).collect();
        if !times.is_sorted() {
            wrong.push(format!("{id}: messages out of order"));
        }
        if times.first().is_some_and(|it| *it != ticket.created_at) {
            wrong.push(format!("{id}: created_at is not that of the first message"));
        }
        if times.last().is_some_and(|it| *it != ticket.updated_at) {
            wrong.push(format!("{id}: updated_at is not that of the last message"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test]
async fn the_flags_of_the_seeds_are_served() {
    let desk = Desk::open();
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/seed");
    let mut wrong = Vec::new();
    let mut seen = 0;
    for file in std::fs::read_dir(folder).unwrap() {
        let file = file.unwrap().path();
        if file.is_dir() {
            continue; // Mails, which the seeds name.
        }
        let text = std::fs::read_to_string(&file).unwrap();
        let Value::Array(seeds) = serde_json::from_str(&text).unwrap() else { continue };
        for seed in seeds {
            let id = seed["id"].as_str().unwrap();
            let visitor = desk.sign_in(seed["requester"].as_str().unwrap()).await;
            let reply = visitor.get(&format!("/tickets/{id}")).await;
            if reply.status == 404 {
                continue; // Out of reach by a rule of history, which has a test of its own.
            }
            seen += 1;
            let ticket: Ticket = reply.json();
            if ticket.unread != (seed["unread"] == true) {
                wrong.push(format!("{id}: unread, though nobody else wrote"));
            }
            let messages = seed["messages"].as_array().unwrap().len();
            if thread(&visitor, id).await.len() != messages {
                wrong.push(format!("{id}: messages are missing"));
            }
        }
    }
    assert!(seen >= 80 && wrong.is_empty(), "{seen} tickets\n{}", wrong.join("\n"));
}

#[tokio::test]
async fn conversations_hold_what_the_views_have_to_show() {
    let desk = Desk::open();
    let tickets = all(&desk).await;
    let (mut longest, mut html, mut quoted, mut withheld, mut events, mut files) =
        (0, 0, 0, 0, 0, 0);
    let mut calls = (false, false);
    let now = jiff::Timestamp::now().to_string();
    for (id, (visitor, ticket)) in &tickets {
        let messages = thread(visitor, id).await;
        longest = longest.max(messages.len());
        for it in &messages {
            html += usize::from(it.html.is_some());
            quoted += usize::from(it.html.is_some() && it.quoted_from.is_some());
            withheld += usize::from(it.kind == contract::MessageKind::Withheld);
            if it.kind == contract::MessageKind::Withheld {
                assert_eq!((it.text.as_str(), it.html.as_deref()), ("", None), "{id}");
            }
            events += usize::from(it.kind == contract::MessageKind::Event);
            files += it.attachments.len();
        }
        if let Some(call) = &ticket.conference {
            *(if call.starts_at > now { &mut calls.0 } else { &mut calls.1 }) = true;
        }
    }
    assert!(longest >= 200, "the longest thread has {longest} messages");
    assert!(html > 20 && quoted > 5, "{html} HTML mails, {quoted} with a quote");
    assert!(withheld > 0 && events > 5 && files > 5, "{withheld} {events} {files}");
    assert_eq!(calls, (true, true), "a call in the future, and one in the past");
}

#[tokio::test]
async fn mails_come_as_every_mail_program_writes_them_and_can_be_read_as_text() {
    let desk = Desk::open();
    let mia = desk.sign_in("mia").await;
    let thread = mia.thread("1050").await;
    let html: Vec<_> = thread.iter().filter_map(|it| it.html.as_deref()).collect();
    assert!(html.len() >= 12, "{}", html.len());
    for sign in [
        "urn:schemas-microsoft-com:office",
        "gmail_quote",
        "apple-inline",
        "moz-cite-prefix",
        "<table",
        "dir=\"rtl\"",
        "iso-2022-jp",
        "https://pictures.relay.example/",
        "javascript:",
    ] {
        assert!(html.iter().any(|it| it.contains(sign)), "no mail has {sign}");
    }
    let mut pictures = 0;
    for it in &thread {
        assert!(it.text.chars().count() > 20, "{}: {:?}", it.id, it.text);
        // What only a program reads is no text.
        for markup in ["</p", "<div", "mso-list", "font-family", "MsoNormal", ".preheader"] {
            assert!(!it.text.contains(markup), "{}: {}", it.id, it.text);
        }
        for file in it.attachments.iter().filter(|it| it.inline) {
            let source = format!("src=\"cid:{}\"", file.content_id.as_deref().unwrap());
            assert!(it.html.as_deref().unwrap().contains(&source), "{source}");
            pictures += 1;
        }
    }
    assert!(pictures >= 4, "{pictures}");
    let quoted = thread.iter().filter(|it| it.quoted_from.is_some()).count();
    assert!(quoted >= 3, "{quoted}");
    // What was read ends in the middle.
    let read = mia.ticket("1050").await.last_read_message_id.unwrap();
    let at = thread.iter().position(|it| it.id == read).unwrap();
    assert!((5..10).contains(&at), "{at}");
}
