//! Redmine 5: whoever is signed in is the author of their issues.
//!
//! Asked as the customer, with their own key. What Redmine does not know is not made up: there is
//! no unread mark, no escalation, no language, and no way a ticket came in.

mod list;
mod thread;
mod writing;

use std::rc::Rc;

use list::Wanted;
use serde::Deserialize;

use crate::{
    api::{
        Answer, ApiError, Ask, Connector, Failure, Query, Raw, Reply, Request, Step, Writer,
        body::read_each, segment,
    },
    domain::{
        Action, Actions, Capabilities, Channel, Field, Level, Me, Person, Priority, Reason,
        Related, Relation, Scope, SortKey, Status, StatusCategory, Thread, Ticket, TicketId, Time,
        UploadLimits,
    },
};

/// What a ticket's page needs of an issue that a list does not say.
const WHOLE: &str = "watchers,allowed_statuses";

/// Redmine 5.
#[derive(Clone, Copy, Debug)]
pub struct Redmine;

impl Connector for Redmine {
    fn step(&self, ask: &Ask, replies: &[Reply]) -> Step {
        let step = match replies {
            [] => ask_first(ask),
            [first, ..] => read(ask, first, replies),
        };
        step.unwrap_or_else(Step::Fail)
    }

    fn token_header(&self) -> (&str, &str) {
        ("x-redmine-api-key", "")
    }

    fn writer(self: Rc<Self>) -> Option<Rc<dyn Writer>> {
        Some(self)
    }
}

fn ask_first(ask: &Ask) -> Result<Step, ApiError> {
    Ok(Step::Send(Request::get(match ask {
        // A list read with a wrong key is an empty one, not a 401: this address is what tells.
        Ask::Me => "/users/current.json".into(),
        Ask::Tickets { scope, sort, limit, after, find } => {
            return list::page(&Wanted { scope, sort: *sort, limit: *limit, after, find }, &[]);
        }
        Ask::Ticket(id) => issue_address(id, WHOLE),
        Ask::Messages { ticket, .. } => issue_address(ticket, "attachments,journals"),
        Ask::File(it) => {
            let none = || ApiError::new(Failure::NotFound, "a file without a name");
            let file = it.address.as_deref().map(Request::file);
            return file.map(Step::Send).ok_or_else(none);
        }
    })))
}

/// The issues a customer watches, without their own.
fn copied_on() -> Query {
    Query::default().with("watcher_id", "me").with("author_id", "!me")
}

fn issue_address(id: &TicketId, include: &str) -> String {
    Query::default()
        .with("include", include)
        .behind(&format!("/issues/{}.json", segment(id.as_str())))
}

fn read(ask: &Ask, first: &Reply, replies: &[Reply]) -> Result<Step, ApiError> {
    let second = replies.get(1);
    let body = first.good()?;
    let answer = match ask {
        Ask::Me => {
            let user = body.read::<CurrentUser>()?.user;
            let Some(reply) = second else {
                let any = copied_on().with("status_id", "*").with("limit", "1");
                return Ok(Step::Send(Request::get(any.behind("/issues.json"))));
            };
            Answer::Me(Box::new(me(user, is_copied(reply))))
        }
        Ask::Tickets { scope, sort, limit, after, find } => {
            return list::page(&Wanted { scope, sort: *sort, limit: *limit, after, find }, replies);
        }
        Ask::Ticket(_) => {
            let issue = body.read::<OneIssue>()?.issue;
            let parent = issue.parent.as_ref().map(|it| it.id.clone());
            if let (Some(parent), None) = (&parent, second) {
                return Ok(Step::Send(Request::get(visible_issue(parent))));
            }
            let mut ticket = whole_ticket(issue)?;
            ticket.related.extend(parent.and_then(|id| related(&id, second?)));
            Answer::Ticket(Box::new(ticket))
        }
        Ask::Messages { .. } => {
            let issue = body.read::<OneIssue>()?.issue;
            let names = match second {
                None if thread::needs_names(&issue) => {
                    return Ok(Step::Send(Request::get("/issue_statuses.json")));
                }
                None => Vec::new(),
                // Without names the moves from one status to the next go unsaid: no reason to fail.
                Some(reply) => {
                    reply.good().and_then(|it| it.read()).map(statuses).unwrap_or_default()
                }
            };
            Answer::Messages(thread::page(issue, &names)?)
        }
        Ask::File(file) => first.file(file),
    };
    Ok(Step::Done(answer))
}

/// Most desks show customers their own issues alone, watched or not, and do not say so: a list
/// that would always be empty is not offered (L8).
fn is_copied(reply: &Reply) -> bool {
    let issues = reply.good().and_then(|it| it.read::<Issues>());
    issues.is_ok_and(|it| !it.issues.is_empty())
}

fn me(user: User, is_copied: bool) -> Me {
    let name = [user.firstname, user.lastname].into_iter().flatten().collect::<Vec<_>>().join(" ");
    Me {
        user: Person { id: user.id.0, name: name.trim().into() },
        can: Capabilities {
            scopes: match is_copied {
                true => vec![Scope::Mine, Scope::CopiedOn],
                false => vec![Scope::Mine],
            },
            sort: SortKey::ALL.into(),
            finds: list::FINDS.map(str::to_owned).into(),
            upload: Some(UploadLimits::default()),
            ..Capabilities::default()
        },
        ..Me::default()
    }
}

fn whole_ticket(issue: Issue) -> Result<Ticket, ApiError> {
    let wrong = || ApiError::new(Failure::Unreadable, "an issue without proper dates");
    ticket(issue).ok_or_else(wrong)
}

/// `None` without proper dates: a ticket that cannot be put in order cannot be listed.
fn ticket(it: Issue) -> Option<Ticket> {
    Some(Ticket {
        actions: actions(&it),
        created_at: Time::parse(&it.created_on)?,
        updated_at: Time::parse(&it.updated_on)?,
        display_id: format!("#{}", it.id.0),
        id: TicketId::new(it.id.0),
        subject: it.subject.unwrap_or_default(),
        language: None,
        product: None,
        channel: Channel::Other,
        thread: Thread { written: true, recipients: Vec::new() },
        status: Status { category: category(&it.status), label: it.status.name },
        waiting_on: None,
        resolution: None,
        reminders_sent: 0,
        auto_resolve_at: None,
        escalated: false,
        priority: it.priority.map(priority),
        requester: it.author.map(person).unwrap_or_default(),
        participants: it.watchers.into_iter().flatten().map(person).collect(),
        assignee: it.assigned_to.map(person),
        organization: None,
        unread: None,
        is_new: false,
        last_read: None,
        escalation: None,
        conference: None,
        resources: Vec::new(),
        fields: read_each(it.custom_fields.unwrap_or_default(), field).0,
        related: Vec::new(),
        proxy_access: None,
        rating: None,
    })
}

/// What the workflow lets this customer do; a list does not say. Nor is told who may add a note: who may
/// not is refused.
fn actions(it: &Issue) -> Actions {
    if it.allowed_statuses.is_none() {
        return Actions::default();
    }
    let may = |close, reason| match next_status(it, close) {
        Some(_) => Action::Allowed,
        None => Action::denied(reason),
    };
    if category(&it.status) != StatusCategory::Closed {
        let close = may(true, Reason::Unknown);
        return Actions { reply: Action::Allowed, close, ..Actions::default() };
    }
    let reopen = may(false, Reason::ClosedFinal);
    // A note would be taken, and open nothing.
    let reply = if reopen == Action::Allowed { Action::NotOffered } else { reopen.clone() };
    Actions { reply, reopen, ..Actions::default() }
}

/// The status that this customer may set to close an issue, or to open it again.
fn next_status(it: &Issue, close: bool) -> Option<IssueStatus> {
    let (allowed, _) = read_each(it.allowed_statuses.clone()?, Some);
    allowed.into_iter().find(|next: &IssueStatus| {
        next.id != it.status.id && next.is_closed.unwrap_or_default() == close
    })
}

/// Redmine says what is closed; the rest is told by the names it is installed with. A desk with
/// words of its own is shown by them.
fn category(it: &IssueStatus) -> StatusCategory {
    if it.is_closed == Some(true) {
        return StatusCategory::Closed;
    }
    let known = [
        ("New", StatusCategory::Open),
        ("In Progress", StatusCategory::Open),
        ("Feedback", StatusCategory::AwaitingCustomer),
        ("Resolved", StatusCategory::Resolved),
        ("Closed", StatusCategory::Closed),
        ("Rejected", StatusCategory::Closed),
    ];
    named(&known, &it.name).unwrap_or(StatusCategory::Unknown)
}

/// Redmine's five steps in our four; the desk's own word stands beside.
fn priority(it: Named) -> Priority {
    let known = [
        ("Immediate", Level::Urgent),
        ("Urgent", Level::Urgent),
        ("High", Level::High),
        ("Normal", Level::Tolerable),
        ("Low", Level::Question),
    ];
    let label = it.name.unwrap_or_default();
    Priority {
        level: named(&known, &label).unwrap_or(Level::Unknown),
        label,
        changed_at: None,
        previous: None,
    }
}

fn named<T: Copy>(known: &[(&str, T)], name: &str) -> Option<T> {
    known.iter().find(|it| it.0.eq_ignore_ascii_case(name)).map(|it| it.1)
}

fn person(it: Named) -> Person {
    Person { id: it.id.0, name: it.name.unwrap_or_default() }
}

/// Values of digits alone are left out: a user, a version, a tick or a key comes as its number, which
/// says nothing to a customer, and nothing tells them from a field that is a number.
fn field(it: CustomField) -> Option<Field> {
    let values = match it.value.clone().read::<String>() {
        Ok(value) => vec![value],
        Err(_) => it.value.read::<Vec<String>>().ok()?,
    };
    let speaks = |it: &String| it.bytes().any(|byte| !byte.is_ascii_digit());
    values.iter().any(speaks).then(|| Field { label: it.name, value: values.join(", ") })
}

/// Redmine names a parent even to those who may not see it; its list leaves it out then.
fn visible_issue(id: &Id) -> String {
    Query::default().with("issue_id", &id.0).with("status_id", "*").behind("/issues.json")
}

fn related(parent: &Id, reply: &Reply) -> Option<Related> {
    let issues: Issues = reply.good().ok()?.read().ok()?;
    let (found, _) = read_each(issues.issues, |it: Issue| (it.id == *parent).then_some(it));
    let parent = found.into_iter().next()?;
    Some(Related {
        relation: Relation::Parent,
        id: TicketId::new(parent.id.0),
        subject: parent.subject.unwrap_or_default(),
    })
}

fn statuses(it: IssueStatuses) -> Vec<IssueStatus> {
    read_each(it.issue_statuses, Some).0
}

/// A number as text: Redmine counts, and large numbers come quoted (see `body`).
#[derive(Clone, Debug, PartialEq, Eq)]
struct Id(String);

impl<'de> Deserialize<'de> for Id {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(IdVisitor)
    }
}

struct IdVisitor;

impl serde::de::Visitor<'_> for IdVisitor {
    type Value = Id;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("an id")
    }

    fn visit_u64<E>(self, it: u64) -> Result<Id, E> {
        Ok(Id(it.to_string()))
    }

    fn visit_i64<E>(self, it: i64) -> Result<Id, E> {
        Ok(Id(it.to_string()))
    }

    fn visit_str<E>(self, it: &str) -> Result<Id, E> {
        Ok(Id(it.into()))
    }
}

#[derive(Deserialize)]
struct CurrentUser {
    user: User,
}

#[derive(Deserialize)]
struct User {
    id: Id,
    firstname: Option<String>,
    lastname: Option<String>,
}

#[derive(Deserialize)]
struct Issues {
    issues: Vec<Raw>,
    total_count: Option<u32>,
}

#[derive(Deserialize)]
struct OneIssue {
    issue: Issue,
}

#[derive(Deserialize)]
struct Issue {
    id: Id,
    subject: Option<String>,
    description: Option<String>,
    status: IssueStatus,
    priority: Option<Named>,
    author: Option<Named>,
    assigned_to: Option<Named>,
    parent: Option<Named>,
    created_on: String,
    updated_on: String,
    custom_fields: Option<Vec<Raw>>,
    watchers: Option<Vec<Named>>,
    attachments: Option<Vec<Raw>>,
    journals: Option<Vec<Raw>>,
    allowed_statuses: Option<Vec<Raw>>,
}

#[derive(Deserialize)]
struct IssueStatuses {
    issue_statuses: Vec<Raw>,
}

#[derive(Deserialize)]
struct IssueStatus {
    id: Id,
    name: String,
    is_closed: Option<bool>,
}

#[derive(Deserialize)]
struct Named {
    id: Id,
    name: Option<String>,
}

#[derive(Deserialize)]
struct CustomField {
    name: String,
    value: Raw,
}
