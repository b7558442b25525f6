//! The neutral contract: `/me`, `/tickets`, `/tickets/{id}`, `/tickets/{id}/messages`.

mod words;

use contract as wire;

use crate::{
    api::{
        Answer, ApiError, Ask, Body, Connector, Cursor, Failure, MessagePage, Query, Raw, Reply,
        Request, Step, TicketPage, body::read_each, segment,
    },
    domain::{
        Attachment, Author, Conference, Escalation, Field, Message, MessageId, Person, Priority,
        Related, Resource, Scope, Sort, SortKey, Stage, StageKey, Status, Thread, Ticket, TicketId,
        Time,
    },
};

/// Messages a page.
const MESSAGES: &str = "50";

/// A desk that speaks the contract.
#[derive(Clone, Copy, Debug)]
pub struct Deskpane;

impl Connector for Deskpane {
    fn step(&self, ask: &Ask, replies: &[Reply]) -> Step {
        let Some(reply) = replies.first() else {
            return Step::Send(Request::get(address(ask)));
        };
        match reply.good().and_then(|body| read(ask, body)) {
            Ok(answer) => Step::Done(answer),
            Err(error) => Step::Fail(error),
        }
    }
}

fn address(ask: &Ask) -> String {
    match ask {
        Ask::Me => "/me".into(),
        // In the loader's own order: an answer it asked for early is taken by its address.
        Ask::Tickets { scope, sort, limit, after } => Query::default()
            .with("scope", &scope_word(scope))
            .with("sort", &sort_word(*sort))
            .with("limit", &limit.to_string())
            .with_some("cursor", after.as_ref().map(|it| it.0.as_str()))
            .behind("/tickets"),
        Ask::Ticket(id) => format!("/tickets/{}", segment(id.as_str())),
        Ask::Messages { ticket, before } => Query::default()
            .with("limit", MESSAGES)
            .with_some("cursor", before.as_ref().map(|it| it.0.as_str()))
            .behind(&format!("/tickets/{}/messages", segment(ticket.as_str()))),
    }
}

fn scope_word(scope: &Scope) -> String {
    match scope {
        Scope::Mine => "mine".into(),
        Scope::CopiedOn => "cc".into(),
        Scope::Organization(id) => format!("org:{id}"),
    }
}

/// The contract sorts by all of these.
fn sort_word(sort: Sort) -> String {
    let key = match sort.key {
        SortKey::Created => "created_at",
        SortKey::Updated => "updated_at",
        SortKey::Status => "status",
        SortKey::Priority => "priority",
        SortKey::Id => "id",
    };
    if sort.descending { format!("-{key}") } else { key.into() }
}

fn read(ask: &Ask, body: &Body) -> Result<Answer, ApiError> {
    Ok(match ask {
        Ask::Me => Answer::Me(Box::new(words::me(body.read()?))),
        Ask::Tickets { .. } => {
            let page: wire::Page<Raw> = body.read()?;
            let (tickets, skipped) = read_each(page.items, ticket);
            Answer::Tickets(TicketPage {
                tickets,
                skipped,
                next: page.next_cursor.map(Cursor),
                total: page.total.and_then(|it| u32::try_from(it).ok()),
                unsorted: false,
            })
        }
        Ask::Ticket(_) => {
            let wrong = || ApiError::new(Failure::Unreadable, "a ticket without proper dates");
            Answer::Ticket(Box::new(ticket(body.read()?).ok_or_else(wrong)?))
        }
        Ask::Messages { .. } => {
            let page: wire::Page<Raw> = body.read()?;
            let (messages, skipped) = read_each(page.items, message);
            Answer::Messages(MessagePage {
                messages,
                skipped,
                earlier: page.prev_cursor.map(Cursor),
            })
        }
    })
}

/// `None` without proper dates: a ticket that cannot be put in order cannot be listed.
fn ticket(it: wire::Ticket) -> Option<Ticket> {
    Some(Ticket {
        created_at: Time::parse(&it.created_at)?,
        updated_at: Time::parse(&it.updated_at)?,
        display_id: it.display_id.unwrap_or_else(|| it.id.clone()),
        id: TicketId::new(it.id),
        subject: it.subject,
        language: it.language,
        product: it.product,
        channel: words::channel(it.channel),
        thread: Thread {
            written: it.thread.kind != wire::ThreadKind::None,
            recipients: it.thread.recipients,
        },
        status: Status {
            category: words::category(it.status.category),
            label: it.status.label.or(it.status.value).unwrap_or_default(),
        },
        waiting_on: it.waiting_on.and_then(words::waiting_on),
        resolution: it.resolution.and_then(words::resolution),
        reminders_sent: it.reminders_sent.unwrap_or_default(),
        auto_resolve_at: time(it.auto_resolve_at),
        escalated: it.escalated,
        priority: it.priority.map(|it| Priority {
            level: words::level(it.level),
            label: it.label.unwrap_or_default(),
            changed_at: time(it.changed_at),
            previous: it.previous.map(words::level),
        }),
        requester: it.requester.map(person).unwrap_or_default(),
        participants: it.participants.into_iter().map(person).collect(),
        assignee: it.assignee.map(person),
        organization: it.organization.map(|it| it.name),
        unread: Some(it.unread),
        escalation: it.escalation.map(escalation),
        conference: it.conference.and_then(conference),
        resources: it.resources.into_iter().filter_map(resource).collect(),
        fields: it
            .fields
            .into_iter()
            .map(|it| Field { label: it.label.unwrap_or(it.key), value: it.value })
            .collect(),
        related: it.related.into_iter().filter_map(related).collect(),
        actions: words::actions(it.actions),
    })
}

fn message(it: wire::Message) -> Option<Message> {
    Some(Message {
        id: MessageId::new(it.id),
        kind: words::kind(it.kind),
        author: Author {
            role: words::role(it.author.role),
            id: it.author.id,
            name: it.author.name,
        },
        channel: words::known_channel(it.channel),
        at: Time::parse(&it.created_at)?,
        language: it.language,
        text: it.text,
        attachments: it
            .attachments
            .into_iter()
            .map(|it| Attachment {
                id: it.id,
                filename: it.filename,
                size: it.size.map(|it| it as f64),
            })
            .collect(),
    })
}

fn person(it: wire::Person) -> Person {
    Person { id: it.id, name: it.name }
}

fn escalation(it: wire::Escalation) -> Escalation {
    Escalation {
        id: it.id,
        description: it.description.unwrap_or_default(),
        stages: it
            .stages
            .into_iter()
            .map(|it| Stage {
                key: stage_key(it.key),
                label: it.label,
                state: words::stage_state(it.state),
                at: time(it.at),
                action_needed: it.action_needed,
            })
            .collect(),
        estimated_resolution: time(it.estimated_resolution),
        needs_verification: it.needs_verification,
    }
}

fn stage_key(key: String) -> StageKey {
    match key.as_str() {
        "submitted" => StageKey::Submitted,
        "under_review" => StageKey::UnderReview,
        "engineering" => StageKey::Engineering,
        "verifying" => StageKey::Verifying,
        "resolved" => StageKey::Resolved,
        _ => StageKey::Other(key),
    }
}

fn conference(it: wire::Conference) -> Option<Conference> {
    Some(Conference {
        starts_at: Time::parse(&it.starts_at)?,
        ends_at: time(it.ends_at),
        state: words::conference_state(it.state),
        join_url: it.join_url.filter(|it| it.starts_with("https://")),
        passcode: it.passcode,
    })
}

fn resource(it: wire::Resource) -> Option<Resource> {
    words::is_web(&it.url).then_some(Resource { title: it.title, url: it.url })
}

fn related(it: wire::Related) -> Option<Related> {
    let relation = words::relation(it.kind)?;
    Some(Related { relation, id: TicketId::new(it.id), subject: it.subject.unwrap_or_default() })
}

fn time(text: Option<String>) -> Option<Time> {
    Time::parse(&text?)
}
