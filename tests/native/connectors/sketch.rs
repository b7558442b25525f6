//! Answers as lines of text. What is absent takes no room.

use deskpane::{
    api::{Answer, ApiError, Found, MessagePage, Payload, Request, TicketPage},
    domain::{Action, Attachment, Escalation, Me, Message, Person, Resolution, Ticket, Time},
};

pub fn answer(it: Answer) -> Vec<String> {
    match it {
        Answer::Me(me) => self::me(&me),
        Answer::Tickets(page) => tickets(&page),
        Answer::Ticket(ticket) => self::ticket(&ticket),
        Answer::Messages(page) => messages(&page),
        Answer::File(it) => {
            vec![format!("file: {}, {}, {} bytes", it.name, it.media_type, it.bytes.len())]
        }
        Answer::FileElsewhere(url) => vec![format!("file: at {url}")],
        Answer::Taken(token) => {
            vec![format!("taken: {}", token.as_deref().unwrap_or("along with the message"))]
        }
        Answer::Accepted => vec!["accepted, not seen".into()],
    }
}

/// What is sent: how, where, and what goes along.
pub fn request(it: &Request) -> String {
    let mut line = format!("{:?} {}", it.method, it.path);
    for (name, value) in &it.headers {
        line += &format!(" [{name}: {value}]");
    }
    match &it.payload {
        Payload::None => line,
        // The order of fields says nothing: here it is the alphabet's.
        Payload::Json(text) => {
            let body: serde_json::Value = serde_json::from_str(text).expect("JSON is sent");
            format!("{line} {body}")
        }
        Payload::File(file) => format!("{line} <{}, {}>", file.media_type, file.bytes.len()),
        Payload::Form(name, file) => {
            format!("{line} <form: {name}={}, {}>", file.name, file.media_type)
        }
    }
}

pub fn error(it: &ApiError) -> String {
    match it.retry_after() {
        Some(seconds) => format!("{:?} for {seconds} s", it.failure()),
        None => format!("{:?}", it.failure()),
    }
}

fn me(it: &Me) -> Vec<String> {
    let mut lines = Lines::default();
    lines.add("me", format!("{} {}", it.user.id, it.user.name));
    for it in &it.organizations {
        let view = match (it.can_view, it.can_request_view) {
            (true, _) => "seen",
            (_, true) => "on request",
            _ => "not seen",
        };
        lines.add("organisation", format!("{} {}, {view}", it.id, it.name));
    }
    lines.add("support", format!("{:?}", it.support.level));
    lines.add_some("history from", it.history.from.map(Time::to_rfc3339));
    if it.history.importing {
        lines.add("history", "importing");
    }
    lines.add_some("history", it.history.unavailable.map(|it| format!("{it:?}")));
    lines.add_some("awaiting", it.attention.awaiting_customer.map(|it| it.to_string()));
    lines.add("scopes", format!("{:?}", it.can.scopes));
    lines.add("sorts by", format!("{:?}", it.can.sort));
    lines.add_some("finds", some(it.can.finds.join(" ")));
    lines.add_some("mail", it.contact.email.clone());
    lines.add_some("page", it.contact.url.clone());
    lines.add_some("terms", it.terms_url.clone());
    lines.0
}

fn tickets(it: &TicketPage) -> Vec<String> {
    let mut lines = Lines::default();
    for it in &it.tickets {
        let priority = it.priority.as_ref().map(|it| format!("{:?} {}", it.level, it.label));
        lines.add(
            &format!("{} {}", it.id.as_str(), it.display_id),
            format!(
                "{} | {:?} {} | {:?} | {} | {}",
                it.subject,
                it.status.category,
                it.status.label,
                it.turn(),
                priority.unwrap_or_default(),
                it.updated_at.to_rfc3339(),
            ),
        );
    }
    lines.add_some("next", it.next.as_ref().map(|it| it.0.clone()));
    lines.add_some("total", it.total.map(|it| it.to_string()));
    if it.skipped > 0 {
        lines.add("skipped", it.skipped);
    }
    if it.unsorted {
        lines.add("order", "to be made here");
    }
    if let Some(it) = &it.found {
        found(&mut lines, it);
    }
    lines.0
}

fn found(lines: &mut Lines, it: &Found) {
    lines.add_some("begins at", it.first_index.map(|it| it.to_string()));
    for (id, it) in &it.matches {
        let message = it.message.as_ref().map_or("", |it| it.as_str());
        lines.add(
            &format!("match in {}", id.as_str()),
            format!("{:?} {message} | {} | {:?}", it.field, it.snippet, it.ranges),
        );
    }
    for it in &it.facets {
        let label = it.label.as_deref().unwrap_or_default();
        lines.add(&format!("{:?}", it.term), format!("{} {label}", it.count));
    }
}

fn ticket(it: &Ticket) -> Vec<String> {
    let mut lines = Lines::default();
    lines.add("ticket", format!("{} {} {}", it.id.as_str(), it.display_id, it.subject));
    lines.add_some("language", it.language.clone());
    lines.add_some("product", it.product.clone());
    lines.add("channel", format!("{:?}, written {}", it.channel, it.thread.written));
    lines.add_some("recipients", some(it.thread.recipients.join(", ")));
    lines.add("status", format!("{:?} {} → {:?}", it.status.category, it.status.label, it.turn()));
    lines.add_some("resolution", it.resolution.as_ref().map(resolution));
    if it.reminders_sent > 0 {
        lines.add("reminders", it.reminders_sent);
    }
    lines.add_some("resolves by itself", it.auto_resolve_at.map(Time::to_rfc3339));
    lines.add_some(
        "priority",
        it.priority.as_ref().map(|it| format!("{:?} {}", it.level, it.label)),
    );
    lines.add_some(
        "priority before",
        it.priority
            .as_ref()
            .and_then(|it| Some((it.previous?, it.changed_at?)))
            .map(|(level, at)| format!("{level:?} until {}", at.to_rfc3339())),
    );
    lines.add("dates", format!("{} – {}", it.created_at.to_rfc3339(), it.updated_at.to_rfc3339()));
    lines.add_some("requester", some(person(&it.requester)));
    lines.add_some("assignee", it.assignee.as_ref().map(person));
    let people: Vec<String> = it.participants.iter().map(person).collect();
    lines.add_some("participants", some(people.join(", ")));
    lines.add_some("organisation", it.organization.clone());
    lines.add_some("unread", it.unread.map(|it| it.to_string()));
    if let Some(it) = &it.escalation {
        escalation(&mut lines, it);
    }
    if let Some(it) = &it.conference {
        lines.add(
            "call",
            format!(
                "{:?} {}, join {:?}, code {:?}",
                it.state,
                it.starts_at.to_rfc3339(),
                it.join_url,
                it.passcode
            ),
        );
    }
    for it in &it.resources {
        lines.add("resource", format!("{} {}", it.title, it.url));
    }
    for it in &it.fields {
        lines.add("field", format!("{} = {}", it.label, it.value));
    }
    for it in &it.related {
        lines.add("related", format!("{:?} {} {}", it.relation, it.id.as_str(), it.subject));
    }
    for (name, action) in [
        ("reply", &it.actions.reply),
        ("close", &it.actions.close),
        ("reopen", &it.actions.reopen),
        ("rate", &it.actions.rate),
        ("verify", &it.actions.verify),
    ] {
        lines.add_some(name, self::action(action));
    }
    lines.0
}

fn escalation(lines: &mut Lines, it: &Escalation) {
    lines.add("escalation", format!("{} {}, stage {}", it.id, it.description, it.position() + 1));
    for it in &it.stages {
        let label = it.label.as_deref().unwrap_or("-");
        lines.add("stage", format!("{:?} {label} {:?}", it.key, it.state));
    }
    lines.add_some("estimate", it.estimated_resolution.map(Time::to_rfc3339));
}

fn messages(it: &MessagePage) -> Vec<String> {
    let mut lines = Lines::default();
    for it in &it.messages {
        lines.add(it.id.as_str(), message(it));
    }
    lines.add_some("earlier", it.earlier.as_ref().map(|it| it.0.clone()));
    if it.skipped > 0 {
        lines.add("skipped", it.skipped);
    }
    lines.0
}

fn message(it: &Message) -> String {
    let files: Vec<String> = it.attachments.iter().map(file).collect();
    let kind = format!("{:?}", it.kind);
    let kind = kind.split('(').next().unwrap_or_default();
    let mut text = format!(
        "{kind} {} | {:?} {} | {:?}",
        it.at.to_rfc3339(),
        it.author.role,
        it.author.name,
        it.text
    );
    if let Some(channel) = it.channel {
        text.push_str(&format!(" | by {channel:?}"));
    }
    if !files.is_empty() {
        text.push_str(&format!(" | {}", files.join(", ")));
    }
    text
}

fn file(it: &Attachment) -> String {
    match it.size {
        Some(size) => format!("{} {} ({size})", it.id, it.filename),
        None => format!("{} {}", it.id, it.filename),
    }
}

fn person(it: &Person) -> String {
    format!("{} {}", it.id, it.name).trim().into()
}

fn resolution(it: &Resolution) -> String {
    match it {
        Resolution::BugFiled { priority, expected_at } => {
            format!("bug {priority:?} {:?}", expected_at.map(Time::to_rfc3339))
        }
        other => format!("{other:?}"),
    }
}

fn action(it: &Action) -> Option<String> {
    match it {
        Action::NotOffered => None,
        Action::Allowed => Some("allowed".into()),
        Action::Denied(it) => Some(format!(
            "{:?} {:?} until {:?}, instead {:?}",
            it.reason,
            it.message,
            it.until.map(Time::to_rfc3339),
            it.next
        )),
    }
}

fn some(text: String) -> Option<String> {
    Some(text).filter(|it| !it.is_empty())
}

#[derive(Default)]
struct Lines(Vec<String>);

impl Lines {
    fn add(&mut self, name: &str, value: impl std::fmt::Display) {
        self.0.push(format!("{name}: {value}").trim_end().into());
    }

    fn add_some(&mut self, name: &str, value: Option<String>) {
        if let Some(value) = value {
            self.add(name, value);
        }
    }
}
