//! What the widget makes of an API, from what its answers really carry.

use std::collections::{BTreeMap, BTreeSet};

use contract::{Action, ClosedPolicy, Me, Message, MessageKind, StatusCategory, SupportLevel};
use serde_json::Value;

use super::{
    lists::{List, Listed, scopes},
    order,
    shape::Odd,
    through::Through,
};

/// What was gathered for a person.
pub struct Gathered<'a> {
    /// `/me` as it came.
    pub raw: &'a Value,
    /// `/me` as it is read.
    pub me: &'a Me,
    /// Every list.
    pub lists: &'a [List],
    /// The messages of the tickets that were looked at one by one.
    pub messages: &'a [(Value, Message)],
    /// What the contract does not know.
    pub odd: &'a Odd,
    /// The mapping that it came through.
    pub mapping: Option<&'a Through>,
}

/// A place of the widget, and what stands there.
pub type Row = (&'static str, String);

/// Place by place.
pub fn shown(it: &Gathered<'_>) -> Vec<Row> {
    let mut seen = BTreeSet::new();
    let tickets: Vec<&Listed> = it
        .lists
        .iter()
        .flat_map(|it| &it.tickets)
        .filter(|it| seen.insert(it.ticket.id.as_str()))
        .collect();
    let mut rows = person(it);
    rows.extend(list(&tickets));
    rows.extend(ticket(&tickets));
    rows.push(("conversation", conversation(it.messages)));
    rows.extend(actions(&tickets));
    rows.extend(writing(it.me));
    rows.push(("words not known", joined(&it.odd.words, "none")));
    rows.push(("fields not read", joined(&it.odd.fields, "none")));
    rows
}

fn person(it: &Gathered<'_>) -> Vec<Row> {
    let me = it.me;
    let lists: Vec<String> = it
        .lists
        .iter()
        .map(|it| {
            let count = it.walk.total.unwrap_or(it.walk.items().count() as u64);
            let unreadable = it.walk.items().count() - it.tickets.len();
            let lost = match unreadable {
                0 => String::new(),
                many => format!(", {many} of them left out as unreadable"),
            };
            format!("{} {count}{lost}", it.scope)
        })
        .collect();
    let scopes = scopes(me);
    let menu = match scopes.as_slice() {
        [one] => format!("no menu: {one} alone"),
        many => format!(
            "a menu of {}",
            many.iter().map(|it| scope_name(me, it)).collect::<Vec<_>>().join(", ")
        ),
    };
    let (named, unnamed): (Vec<&str>, Vec<&str>) =
        ["created_at", "updated_at", "status", "priority", "id"]
            .into_iter()
            .partition(|word| me.capabilities.sort.iter().any(|it| it == word));
    // Without a mapping the widget offers every column and leaves the order to the desk.
    let order = match (named.as_slice(), unnamed.as_slice()) {
        (_, []) => format!("by the desk: {}", named.join(", ")),
        ([], _) if it.mapping.is_some() => "by the widget, of what it has loaded".to_owned(),
        _ if it.mapping.is_some() => format!(
            "by the desk: {}; by the widget, of what it has loaded: {}",
            named.join(", "),
            unnamed.join(", ")
        ),
        ([], _) => "asked of the desk by every column, though /me names none".to_owned(),
        _ => format!(
            "by the desk: {}; asked by {} too, which /me does not name",
            named.join(", "),
            unnamed.join(", ")
        ),
    };
    let finds = match me.capabilities.parameters.as_slice() {
        [] => "by the widget, in what it has loaded".to_owned(),
        names if me.capabilities.search => {
            format!("by the desk, messages too: {}", names.join(", "))
        }
        names => format!(
            "by the desk: {}; the rest by the widget, in what it has loaded",
            names.join(", ")
        ),
    };
    let attention = match it.raw.pointer("/attention/awaiting_customer").and_then(Value::as_u64) {
        None => "no count: /me has no attention.awaiting_customer".to_owned(),
        Some(0) => "0: no badge".to_owned(),
        Some(count) => format!("{count}, as tickets that need a reply"),
    };
    let support = match me.support.level {
        SupportLevel::Limited => "a note: general questions only",
        SupportLevel::Unsupported => "a note: no support",
        SupportLevel::Supported => "no note",
        SupportLevel::Unknown => "no note: /me names no level",
    };
    let history = match &me.history.unavailable_reason {
        Some(reason) => format!("no tickets, and why: {reason}"),
        None => {
            let importing =
                me.history.importing.then(|| "older tickets are being brought over".to_owned());
            let from = me.history.from.as_ref().map(|it| format!("nothing before {it}"));
            let notes: Vec<String> = importing.into_iter().chain(from).collect();
            if notes.is_empty() {
                "no note".to_owned()
            } else {
                format!("a note: {}", notes.join("; "))
            }
        }
    };
    let closed = me.organizations.iter().filter(|it| it.can_request_view && !it.can_view);
    let closed = match closed.count() {
        0 => "no note".to_owned(),
        some => format!("a note on {some} that could be seen, and is not"),
    };
    let ways: Vec<&str> =
        [("mail", me.contact.email.is_some()), ("page", me.contact.url.is_some())]
            .into_iter()
            .filter_map(|(way, is_there)| is_there.then_some(way))
            .collect();
    vec![
        ("list", lists.join(", ")),
        ("scopes", menu),
        ("order", order),
        ("search and filters", finds),
        ("attention count", attention),
        ("support level", support.to_owned()),
        ("history", history),
        ("organisations", closed),
        ("contact", if ways.is_empty() { "none".to_owned() } else { ways.join(", ") }),
        ("service terms", if me.terms_url.is_some() { "a link" } else { "none" }.to_owned()),
    ]
}

fn scope_name(me: &Me, scope: &str) -> String {
    let id = scope.strip_prefix("org:");
    let known = me.organizations.iter().find(|it| Some(it.id.as_str()) == id);
    match known.filter(|it| !it.name.is_empty()) {
        Some(it) => format!("{scope} ({})", it.name),
        None => scope.to_owned(),
    }
}

fn list(tickets: &[&Listed]) -> Vec<Row> {
    let all = tickets.len();
    let unread = match tickets.iter().filter(|it| it.ticket.unread).count() {
        _ if tickets.is_empty() => "none".to_owned(),
        0 if tickets.iter().all(|it| !it.raw["unread"].is_boolean()) => {
            "none: no ticket carries `unread`".to_owned()
        }
        marked => format!("{marked} of {all}"),
    };
    let mut statuses: BTreeMap<&str, usize> = BTreeMap::new();
    for it in tickets {
        *statuses.entry(order::word(it.ticket.status.category)).or_default() += 1;
    }
    let unnamed = tickets.iter().filter(|it| {
        let status = &it.ticket.status;
        status.category == StatusCategory::Unknown
            && status.label.is_none()
            && status.value.is_none()
    });
    let bare = match unnamed.count() {
        0 => String::new(),
        many => format!("; {many} without any word for it"),
    };
    vec![
        ("unread marks", unread),
        ("escalated marks", of(tickets, |it| it.ticket.escalated)),
        ("status", format!("{}{bare}", counted(&statuses))),
        ("priority", of(tickets, |it| it.ticket.priority.is_some())),
        ("representative", of(tickets, |it| it.ticket.assignee.is_some())),
    ]
}

fn ticket(tickets: &[&Listed]) -> Vec<Row> {
    let escalations: Vec<_> =
        tickets.iter().filter_map(|it| it.whole.escalation.as_ref()).collect();
    let escalation = match escalations.len() {
        0 => "none".to_owned(),
        _ => {
            let staged = escalations.iter().filter(|it| !it.stages.is_empty()).count();
            let dated = escalations.iter().filter(|it| it.estimated_resolution.is_some()).count();
            let verify = escalations.iter().filter(|it| it.needs_verification).count();
            format!(
                "{}: {staged} with stages, {dated} with a date, {verify} to be verified",
                of(tickets, |it| it.whole.escalation.is_some())
            )
        }
    };
    let calls = tickets.iter().filter_map(|it| it.whole.conference.as_ref());
    let joined =
        calls.filter(|it| it.join_url.as_ref().is_some_and(|it| it.starts_with("https://")));
    let joined = joined.count();
    let calls = match of(tickets, |it| it.whole.conference.is_some()) {
        none if none == "none" => none,
        some => format!("{some}: {joined} with a link to join"),
    };
    vec![
        ("escalation", escalation),
        ("calls", calls),
        ("resolution reason", of(tickets, |it| it.whole.resolution.is_some())),
        ("reminders, end date", of(tickets, |it| it.whole.auto_resolve_at.is_some())),
        ("custom fields", of(tickets, |it| !it.whole.fields.is_empty())),
        ("shared resources", of(tickets, |it| !it.whole.resources.is_empty())),
        ("related tickets", of(tickets, |it| !it.whole.related.is_empty())),
        ("copied people", of(tickets, |it| !it.whole.participants.is_empty())),
    ]
}

fn conversation(messages: &[(Value, Message)]) -> String {
    if messages.is_empty() {
        return "none in the tickets looked at".to_owned();
    }
    let count = |has: fn(&Message) -> bool| messages.iter().filter(|it| has(&it.1)).count();
    let said = |it: &Message| it.kind == MessageKind::Message;
    let empty = messages.iter().filter(|it| said(&it.1) && it.1.text.is_empty()).count();
    let empty = match empty {
        0 => String::new(),
        many => format!("; {many} without `text`, which stay empty"),
    };
    format!(
        "{} messages, {} events, {} withheld; {} with attachments, by name and size{empty}",
        count(|it| it.kind == MessageKind::Message),
        count(|it| matches!(it.kind, MessageKind::Event | MessageKind::Unknown)),
        count(|it| it.kind == MessageKind::Withheld),
        count(|it| !it.attachments.is_empty()),
    )
}

/// What the tickets say of their actions.
fn actions(tickets: &[&Listed]) -> Vec<Row> {
    let (mut allowed, mut denied) = (BTreeMap::new(), BTreeMap::new());
    for it in tickets {
        let actions = &it.whole.actions;
        let all: [(&str, &Option<Action>); 5] = [
            ("reply", &actions.reply),
            ("verify", &actions.verify),
            ("close", &actions.close),
            ("reopen", &actions.reopen),
            ("rate", &actions.rate),
        ];
        for (name, action) in all {
            let Some(action) = action else { continue };
            let reason = action.reason.as_deref();
            if action.allowed {
                *allowed.entry(name).or_default() += 1;
            } else if reason != Some("already_rated") {
                *denied.entry(reason.unwrap_or("no reason")).or_default() += 1;
            }
        }
    }
    vec![("what can be done", counted(&allowed)), ("what cannot be done", counted(&denied))]
}

/// What a reply may be written in, and what may come with it.
fn writing(me: &Me) -> Vec<Row> {
    let formats = match me.capabilities.formats.as_slice() {
        [] => "text: /me names no formats".to_owned(),
        some => some.join(", "),
    };
    let files = match &me.capabilities.upload {
        None => "none: /me has no capabilities.upload".to_owned(),
        Some(it) if it.max_bytes == 0 => "what the desk takes: its limits are not known".to_owned(),
        Some(it) => {
            let each = it.max_bytes / 1024;
            format!("up to {} of {each} KB each: {}", it.max_files, it.types.join(", "))
        }
    };
    let closed = match (me.policy.closed, me.policy.window_days) {
        (None, _) => "as each ticket says: /me has no policy.closed".to_owned(),
        (Some(ClosedPolicy::Window), Some(days)) => format!("can be reopened for {days} days"),
        (Some(ClosedPolicy::Window), None) => "can be reopened for a time".to_owned(),
        (Some(ClosedPolicy::Reopen), _) => "can be reopened".to_owned(),
        (Some(ClosedPolicy::Final), _) => "stays closed".to_owned(),
        (Some(ClosedPolicy::Unknown), _) => "as each ticket says".to_owned(),
    };
    vec![("a reply is", formats), ("files of a reply", files), ("what is closed", closed)]
}

/// How many of the tickets have something.
fn of(tickets: &[&Listed], has: impl Fn(&Listed) -> bool) -> String {
    match tickets.iter().filter(|it| has(it)).count() {
        0 => "none".to_owned(),
        some => format!("on {some} of {}", tickets.len()),
    }
}

fn counted(counts: &BTreeMap<&str, usize>) -> String {
    let words: Vec<String> = counts.iter().map(|(word, count)| format!("{word} {count}")).collect();
    if words.is_empty() { "none".to_owned() } else { words.join(", ") }
}

fn joined(words: &BTreeSet<String>, none: &str) -> String {
    if words.is_empty() {
        return none.to_owned();
    }
    words.iter().cloned().collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use contract::Ticket;
    use serde_json::json;

    use super::{super::walk::Walk, *};

    fn rows(me: Value, tickets: Value) -> BTreeMap<&'static str, String> {
        let raws: Vec<Value> = tickets.as_array().cloned().unwrap();
        let base = json!({
            "subject": "", "status": {}, "created_at": "2026-01-01T00:00:00Z",
            "updated_at": "2026-01-01T00:00:00Z",
        });
        let tickets = raws.iter().map(|raw| {
            let mut whole = base.clone();
            let fields = raw.as_object().unwrap().clone();
            whole.as_object_mut().unwrap().extend(fields);
            let ticket: Ticket = serde_json::from_value(whole).unwrap();
            Listed { raw: raw.clone(), whole: ticket.clone(), ticket }
        });
        let tickets = tickets.collect();
        let walk = Walk { pages: vec![raws.clone()], ..Walk::default() };
        let lists = [List { scope: "mine".to_owned(), walk, tickets }];
        let read: Me = serde_json::from_value(me.clone()).unwrap();
        let odd = Odd::default();
        let it = Gathered {
            raw: &me,
            me: &read,
            lists: &lists,
            messages: &[],
            odd: &odd,
            mapping: None,
        };
        shown(&it).into_iter().collect()
    }

    #[test]
    fn what_is_absent_is_told_from_what_is_none() {
        let bare = rows(json!({ "user": { "id": "a" } }), json!([{ "id": "1" }]));
        assert_eq!(bare["unread marks"], "none: no ticket carries `unread`");
        assert_eq!(bare["attention count"], "no count: /me has no attention.awaiting_customer");
        assert_eq!(bare["order"], "asked of the desk by every column, though /me names none");
        assert_eq!(bare["scopes"], "no menu: mine alone");
        assert_eq!(bare["history"], "no note");
        assert_eq!(bare["status"], "unknown 1; 1 without any word for it");
        let me = json!({ "user": { "id": "a" }, "attention": { "awaiting_customer": 0 } });
        let told = rows(me, json!([{ "id": "1", "unread": false }]));
        assert_eq!(told["unread marks"], "0 of 1");
        assert_eq!(told["attention count"], "0: no badge");
        assert_eq!(bare["a reply is"], "text: /me names no formats");
        assert_eq!(bare["files of a reply"], "none: /me has no capabilities.upload");
    }

    #[test]
    fn a_ticket_tells_of_its_escalation_its_call_and_what_cannot_be_done() {
        let rows = rows(
            json!({ "user": { "id": "a" } }),
            json!([
                { "id": "1", "escalation": { "id": "E1", "needs_verification": true } },
                { "id": "2", "conference": { "starts_at": "2026-01-01T00:00:00Z",
                                             "join_url": "http://call.example" } },
                { "id": "3", "actions": { "reply": { "allowed": false, "reason": "no_thread" },
                                          "close": { "allowed": true }, "rate": {} } },
            ]),
        );
        assert_eq!(rows["escalation"], "on 1 of 3: 0 with stages, 0 with a date, 1 to be verified");
        assert_eq!(rows["calls"], "on 1 of 3: 0 with a link to join");
        assert_eq!(rows["what cannot be done"], "no reason 1, no_thread 1");
        assert_eq!(rows["what can be done"], "close 1");
    }
}
