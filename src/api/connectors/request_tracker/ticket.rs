//! A ticket, in a list and alone.

use super::{Known, good, items, moment, number, send};
use crate::{
    api::{Query, Raw, Reply, segment},
    domain::{
        Action, Actions, Channel, Field, Level, Person, Priority, Reason, Status, StatusCategory,
        Thread, Ticket, TicketId,
    },
};

/// What a row needs.
pub const IN_A_LIST: &str = "Subject,Status,Priority,Created,LastUpdated,Owner,Requestor,Cc";
/// What a page needs: RT takes twice as long to tell what may be done.
const ALONE: &str =
    "Subject,Status,Priority,Created,LastUpdated,Owner,Requestor,Cc,CustomFields,_hyperlinks";
/// A status that RT is installed with.
const STALLED: &str = "stalled";
/// Whom RT names where nobody has taken a ticket.
const NOBODY: &str = "Nobody";

/// The named fields of tickets, and the names of the people in them.
pub fn fields(query: Query, names: &str) -> Query {
    ["Owner", "Requestor", "Cc"].iter().fold(query.with("fields", names), |it, role| {
        it.with(&format!("fields%5B{role}%5D"), "RealName")
    })
}

/// A ticket's JSON, and the replies that come after it.
///
/// It is looked for in the list, which alone knows people by their names. What is not there may be
/// gone into another ticket; or its own address says why not.
pub fn whole<'a>(id: &TicketId, replies: &'a [Reply]) -> Known<(Raw, &'a [Reply])> {
    let number = number(id)?;
    let Some((first, more)) = replies.split_first() else {
        let query = Query::default().with("query", &format!("id={number}"));
        return Err(send(fields(query, ALONE).behind("/tickets")));
    };
    if let Some(it) = items(&good(first)?)?.into_iter().next() {
        return Ok((it, more));
    }
    let Some((second, more)) = more.split_first() else {
        return Err(send(format!("/ticket/{}", segment(number))));
    };
    Ok((good(second)?, more))
}

/// `None` without proper dates: a ticket that cannot be put in order cannot be listed.
pub fn read(it: &Raw) -> Option<Ticket> {
    let id = it.text("id")?;
    let created_at = moment(it, "Created")?;
    let mut requestors = people(it, "Requestor").into_iter();
    let requester = requestors.next().unwrap_or_default();
    let status = it.words("Status");
    let category = category(&status);
    Some(Ticket {
        created_at,
        updated_at: moment(it, "LastUpdated").unwrap_or(created_at),
        display_id: format!("#{id}"),
        id: TicketId::new(id),
        subject: it.words("Subject"),
        language: None,
        product: None,
        channel: Channel::Other,
        thread: Thread { written: true, recipients: Vec::new() },
        actions: actions(it, category, &status),
        status: Status { category, label: status },
        waiting_on: None,
        resolution: None,
        reminders_sent: 0,
        auto_resolve_at: None,
        escalated: false,
        priority: priority(it),
        requester,
        participants: requestors.chain(people(it, "Cc")).collect(),
        assignee: it.object("Owner").and_then(|it| person(&it)).filter(|it| it.id != NOBODY),
        organization: None,
        unread: None,
        is_new: false,
        last_read: None,
        escalation: None,
        conference: None,
        resources: Vec::new(),
        fields: custom_fields(it),
        related: Vec::new(),
        proxy_access: None,
        rating: None,
    })
}

/// The people in a role. A group may be in it too, of which a customer knows nothing.
pub fn people(it: &Raw, role: &str) -> Vec<Person> {
    it.each(role, person)
}

/// Somebody by the name they sign in with; `None` for a group.
pub fn person(it: &Raw) -> Option<Person> {
    if it.words("type") == "group" {
        return None;
    }
    let id = it.text("id")?;
    let name = it.text("RealName").filter(|it| !it.is_empty());
    Some(Person { name: name.unwrap_or_else(|| id.clone()), id })
}

/// By the names RT is installed with. A desk with words of its own is shown by them, and so is what is
/// stalled: it may wait for the customer or for anybody else, and RT does not say for whom.
pub const CATEGORIES: [(&str, StatusCategory); 5] = [
    ("new", StatusCategory::Open),
    ("open", StatusCategory::Open),
    ("resolved", StatusCategory::Resolved),
    ("rejected", StatusCategory::Closed),
    ("deleted", StatusCategory::Closed),
];

fn category(status: &str) -> StatusCategory {
    let known = CATEGORIES.iter().find(|it| it.0 == status);
    known.map_or(StatusCategory::Unknown, |it| it.1)
}

/// RT's priorities are numbers, whose meaning each desk knows for itself; 0 is one nobody set.
fn priority(it: &Raw) -> Option<Priority> {
    let label = it.text("Priority").filter(|it| !it.is_empty() && it != "0")?;
    Some(Priority { level: Level::Unknown, label, changed_at: None, previous: None })
}

/// In the order the desk made them: they come in any.
fn custom_fields(it: &Raw) -> Vec<Field> {
    let mut fields: Vec<(u32, Field)> = it.each("CustomFields", |it| {
        let order = it.text("id")?.parse().unwrap_or(u32::MAX);
        let value = it.each_word("values").join(", ");
        let label = it.text("name")?;
        (!value.is_empty()).then_some((order, Field { label, value }))
    });
    fields.sort_by_key(|it| it.0);
    fields.into_iter().map(|it| it.1).collect()
}

/// RT links what the customer may do: an answer, and the next statuses. It links no way from stalled
/// to resolved, but there is one for whoever may open it. A list has no links.
fn actions(it: &Raw, category: StatusCategory, status: &str) -> Actions {
    let Some(links) = it.items("_hyperlinks") else { return Actions::default() };
    let has = |name: &str, value: &str| links.iter().any(|it| it.words(name) == value);
    let is_over = matches!(category, StatusCategory::Resolved | StatusCategory::Closed);
    let opens = has("to", "open");
    let may = |it: bool| if it { Action::Allowed } else { Action::denied(Reason::Unknown) };
    let (close, reopen) = match is_over {
        true => (Action::NotOffered, may(opens)),
        false => (may(has("to", "resolved") || status == STALLED && opens), Action::NotOffered),
    };
    Actions { reply: may(has("ref", "correspond")), close, reopen, ..Actions::default() }
}
