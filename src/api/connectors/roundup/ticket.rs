//! An issue as a ticket, in a list and alone.

use super::{Known, Sent, data, me, moment, number, unreadable};
use crate::{
    api::{Query, Raw, Reply, Request},
    domain::{
        Action, Actions, Channel, Level, Person, Priority, Related, Relation, Status,
        StatusCategory, Thread, Ticket, TicketId,
    },
};

/// What a row needs.
pub const IN_A_LIST: &str = "title,status,priority,creation,activity,\
    creator,creator.realname,assignedto,assignedto.realname";

/// One issue; then what it names by less than a customer reads: who is copied on it, and in what other
/// issue it goes on.
pub fn whole(id: &TicketId, replies: &[Reply]) -> Known<Ticket> {
    let number = number(id)?;
    let mut sent = Sent::new(replies);
    let fields = format!("{IN_A_LIST},nosy,superseder");
    let data = data(sent.next(|| Request::get(address(number, &fields, "2")))?)?;
    let fields = data.object("attributes").ok_or_else(|| unreadable("no attributes"))?;
    let ticket = read(number.into(), &fields);
    let mut ticket = ticket.ok_or_else(|| unreadable("an issue without proper dates"))?;
    if !ticket.participants.is_empty() {
        let people = &mut ticket.participants;
        let ids = || people.iter().map(|it| it.id.as_str());
        let names = sent.next(|| Request::get(me::names(ids())))?;
        name(people, names);
    }
    let others = fields.each("superseder", |it| it.text("id"));
    if !others.is_empty() {
        ticket.related = visible(sent.next(|| Request::get(titles(&others)))?);
    }
    Ok(ticket)
}

/// Gives people their names. A tracker may keep them from each other: then what there is stays.
fn name(people: &mut [Person], reply: &Reply) {
    let known = super::data(reply).map(|it| me::read_names(&it)).unwrap_or_default();
    for it in people {
        if let Some(found) = known.iter().find(|person| person.id == it.id) {
            it.name.clone_from(&found.name);
        }
    }
}

/// An issue gives the titles of those it goes on in to everybody. Only the list leaves out what the
/// customer may not see.
fn titles(ids: &[String]) -> String {
    ids.iter()
        .fold(Query::default(), |query, id| query.with("id", id))
        .with("@fields", "title")
        .with("@verbose", "0")
        .behind("/data/issue")
}

fn visible(reply: &Reply) -> Vec<Related> {
    let issues = super::data(reply).and_then(|it| super::items(&it)).unwrap_or_default();
    let related = issues.iter().filter_map(|it| {
        Some(Related {
            relation: Relation::MergedInto,
            id: TicketId::new(it.text("id")?),
            subject: it.words("title"),
        })
    });
    related.collect()
}

/// The address of an issue with these fields; `verbose` 0 names what it links to by ids, 2 by words.
pub fn address(number: &str, fields: &str, verbose: &str) -> String {
    Query::default()
        .with("@fields", fields)
        .with("@verbose", verbose)
        .behind(&format!("/data/issue/{number}"))
}

/// `None` without proper dates: a ticket that cannot be put in order cannot be listed.
pub fn read(id: String, it: &Raw) -> Option<Ticket> {
    let created_at = moment(it, "creation")?;
    let label = |name: &str| it.object(name).map(|it| it.words("name"));
    let status = label("status").unwrap_or_default();
    let category = category(&status);
    let requester = person(it, "creator").unwrap_or_default();
    let assignee = person(it, "assignedto");
    Some(Ticket {
        created_at,
        updated_at: moment(it, "activity").unwrap_or(created_at),
        // As its mails name it.
        display_id: format!("issue{id}"),
        id: TicketId::new(id),
        subject: it.words("title"),
        language: None,
        product: None,
        channel: Channel::Other,
        thread: Thread { written: true, recipients: Vec::new() },
        actions: actions(category),
        status: Status { category, label: status },
        waiting_on: None,
        resolution: None,
        reminders_sent: 0,
        auto_resolve_at: None,
        escalated: false,
        priority: label("priority").map(priority),
        participants: copied(it, &requester, assignee.as_ref()),
        requester,
        assignee,
        organization: None,
        unread: None,
        is_new: false,
        last_read: None,
        escalation: None,
        conference: None,
        resources: Vec::new(),
        fields: Vec::new(),
        related: Vec::new(),
        proxy_access: None,
        rating: None,
    })
}

/// The classic schema's statuses. `need-eg` asks for an example; what is resolved or `done-cbb` (done,
/// could be better) comes back with the next message. A tracker with words of its own is shown by them.
pub fn category(name: &str) -> StatusCategory {
    match name {
        "unread" | "chatting" | "in-progress" | "testing" => StatusCategory::Open,
        "deferred" => StatusCategory::OnHold,
        "need-eg" => StatusCategory::AwaitingCustomer,
        "done-cbb" | "resolved" => StatusCategory::Resolved,
        _ => StatusCategory::Unknown,
    }
}

/// What may be done is not told; who may not is refused.
fn actions(category: StatusCategory) -> Actions {
    let (close, reopen) = match category {
        StatusCategory::Resolved => (Action::NotOffered, Action::Allowed),
        _ => (Action::Allowed, Action::NotOffered),
    };
    Actions { reply: Action::Allowed, close, reopen, ..Actions::default() }
}

/// The classic schema's five steps in our four; the tracker's own word stands beside.
fn priority(label: String) -> Priority {
    Priority { level: level(&label), label, changed_at: None, previous: None }
}

/// See [`priority`].
pub fn level(label: &str) -> Level {
    match label {
        "critical" | "urgent" => Level::Urgent,
        "bug" => Level::Tolerable,
        "feature" | "wish" => Level::Question,
        _ => Level::Unknown,
    }
}

/// Somebody whom an issue or a message links to, by the name if the tracker shows it.
pub fn person(it: &Raw, role: &str) -> Option<Person> {
    let link = it.object(role)?;
    let name = it.text(&format!("{role}.realname")).filter(|it| !it.is_empty());
    Some(Person { id: link.text("id")?, name: name.unwrap_or_else(|| link.words("username")) })
}

/// Who else is on the nosy list: whoever writes or is assigned gets on it too.
fn copied(it: &Raw, requester: &Person, assignee: Option<&Person>) -> Vec<Person> {
    let nosy =
        it.each("nosy", |it| Some(Person { id: it.text("id")?, name: it.words("username") }));
    let is_named =
        |it: &Person| it.id == requester.id || assignee.is_some_and(|other| other.id == it.id);
    nosy.into_iter().filter(|it| !is_named(it)).collect()
}
