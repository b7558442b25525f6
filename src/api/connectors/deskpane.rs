//! The neutral contract: `/me`, `/tickets`, `/tickets/{id}`, `/tickets/{id}/messages`.
//!
//! Read leniently: what a screen cannot do without must be there, a word that is not known is shown
//! by its label, everything else may be missing, `null`, or of another type.

mod looking;
mod words;
mod writing;

pub use looking::Looking;
pub use words::me;

use crate::{
    api::{
        Answer, ApiError, Ask, Body, Connector, Cursor, Failure, MessagePage, Query, Raw, Reply,
        Request, Step, TicketPage, segment,
    },
    domain::{
        Attachment, Author, Conference, Escalation, Field, Message, MessageId, Person, Priority,
        ProxyAccess, Rating, Related, Resource, Scope, Sort, SortKey, Stage, Status, Thread,
        Ticket, TicketId,
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
            return request(ask).map_or_else(Step::Fail, Step::Send);
        };
        match reply.good().and_then(|body| read(ask, reply, body)) {
            Ok(answer) => Step::Done(answer),
            Err(error) => Step::Fail(error),
        }
    }
}

fn request(ask: &Ask) -> Result<Request, ApiError> {
    Ok(Request::get(match ask {
        Ask::Me => "/me".into(),
        // In the loader's own order: an answer it asked for early is taken by its address.
        Ask::Tickets { scope, sort, limit, after, find: None } => Query::default()
            .with("scope", &scope_word(scope))
            .with("sort", &sort_word(*sort))
            .with("limit", &limit.to_string())
            .with_some("cursor", after.as_ref().map(|it| it.0.as_str()))
            .behind("/tickets"),
        Ask::Tickets { .. } => return Err(ApiError::new(Failure::Refused, "nobody looks yet")),
        Ask::Ticket(id) => format!("/tickets/{}", segment(id.as_str())),
        Ask::Messages { ticket, before } => Query::default()
            .with("limit", MESSAGES)
            .with_some("cursor", before.as_ref().map(|it| it.0.as_str()))
            .behind(&format!("/tickets/{}/messages", segment(ticket.as_str()))),
        Ask::File(it) => {
            let none = || ApiError::new(Failure::NotFound, "a file without an address");
            return it.address.as_deref().map(Request::file_at).ok_or_else(none);
        }
    }))
}

/// As the contract names it.
pub fn scope_word(scope: &Scope) -> String {
    match scope {
        Scope::Mine => "mine".into(),
        Scope::CopiedOn => "cc".into(),
        Scope::Organization(id) => format!("org:{id}"),
    }
}

/// The contract sorts by all of these.
pub fn sort_word(sort: Sort) -> String {
    let key = match sort.key {
        SortKey::Created => "created_at",
        SortKey::Updated => "updated_at",
        SortKey::Status => "status",
        SortKey::Priority => "priority",
        SortKey::Id => "id",
    };
    if sort.descending { format!("-{key}") } else { key.into() }
}

fn read(ask: &Ask, reply: &Reply, body: &Body) -> Result<Answer, ApiError> {
    let wrong = |what: &str| ApiError::new(Failure::Unreadable, what);
    Ok(match ask {
        Ask::File(file) => reply.file(file),
        Ask::Me => {
            let me = words::me(&body.object()?).ok_or_else(|| wrong("no user"))?;
            Answer::Me(Box::new(me))
        }
        Ask::Tickets { .. } => {
            let it = body.object()?;
            let (tickets, skipped) = page(&it, ticket)?;
            Answer::Tickets(TicketPage {
                tickets,
                skipped,
                next: it.text("next_cursor").map(Cursor),
                total: it.count("total"),
                unsorted: false,
                found: None,
            })
        }
        Ask::Ticket(_) => Answer::Ticket(Box::new(whole_ticket(body)?)),
        Ask::Messages { .. } => {
            let it = body.object()?;
            let (messages, skipped) = page(&it, message)?;
            Answer::Messages(MessagePage {
                messages,
                skipped,
                earlier: it.text("prev_cursor").map(Cursor),
            })
        }
    })
}

fn whole_ticket(body: &Body) -> Result<Ticket, ApiError> {
    let missing = "a ticket without id, subject, status or proper dates";
    ticket(&body.object()?).ok_or_else(|| ApiError::new(Failure::Unreadable, missing))
}

/// One bad piece costs one piece; the second value counts them.
fn page<T>(it: &Raw, make: fn(&Raw) -> Option<T>) -> Result<(Vec<T>, u32), ApiError> {
    let items = it.items("items").ok_or_else(|| ApiError::new(Failure::Unreadable, "no items"))?;
    let read = it.each("items", make);
    let skipped = u32::try_from(items.len() - read.len()).unwrap_or(u32::MAX);
    Ok((read, skipped))
}

/// One ticket, in the contract's shape; `None` without what a row cannot do without: what cannot be put in order cannot
/// be listed.
pub fn ticket(it: &Raw) -> Option<Ticket> {
    let id = it.text("id")?;
    let status = it.object("status")?;
    Some(Ticket {
        created_at: it.time("created_at")?,
        updated_at: it.time("updated_at")?,
        display_id: it.text("display_id").unwrap_or_else(|| id.clone()),
        id: TicketId::new(id),
        subject: it.text("subject")?,
        language: it.text("language"),
        product: it.text("product"),
        channel: words::channel(&it.words("type")),
        // A desk that does not say is taken to have one: an empty one says so itself.
        thread: it.object("thread").map_or_else(
            || Thread { written: true, recipients: Vec::new() },
            |it| Thread {
                written: it.words("kind") != "none",
                recipients: it.each_word("recipients"),
            },
        ),
        status: Status {
            category: words::category(&status.words("category")),
            label: status.text("label").or_else(|| status.text("value")).unwrap_or_default(),
        },
        waiting_on: words::waiting_on(&it.words("waiting_on")),
        resolution: it.object("resolution").and_then(|it| words::resolution(&it)),
        reminders_sent: it.count("reminders_sent").unwrap_or_default(),
        auto_resolve_at: it.time("auto_resolve_at"),
        escalated: it.flag("escalated"),
        priority: it.object("priority").map(|it| Priority {
            level: words::level(&it.words("level")),
            label: it.words("label"),
            changed_at: it.time("changed_at"),
            previous: it.text("previous").map(|it| words::level(&it)),
        }),
        requester: it.object("requester").and_then(|it| person(&it)).unwrap_or_default(),
        participants: it.each("participants", person),
        assignee: it.object("assignee").and_then(|it| person(&it)),
        organization: it.object("organization").and_then(|it| it.text("name")),
        unread: it.yes_or_no("unread"),
        is_new: false,
        last_read: it.text("last_read_message_id").map(MessageId::new),
        escalation: it.object("escalation").and_then(|it| escalation(&it)),
        conference: it.object("conference").and_then(|it| conference(&it)),
        resources: it.each("resources", resource),
        fields: it.each("fields", field),
        related: it.each("related", related),
        proxy_access: it.object("proxy_access").map(|it| ProxyAccess {
            is_enabled: it.flag("enabled"),
            account_default: it.flag("account_default"),
            is_active: it.flag("active_session"),
        }),
        rating: it
            .object("rating")
            .and_then(|it| Some(Rating { score: it.count("score")?, comment: it.text("comment") })),
        actions: words::actions(it.object("actions").as_ref()),
    })
}

/// One message, in the contract's shape.
pub fn message(it: &Raw) -> Option<Message> {
    let author = it.object("author")?;
    Some(Message {
        id: MessageId::new(it.text("id")?),
        kind: words::kind(&it.words("kind")),
        author: Author {
            role: words::role(&author.words("role")),
            id: author.words("id"),
            name: author.words("name"),
        },
        channel: words::known_channel(&it.words("channel")),
        at: it.time("created_at")?,
        language: it.text("language"),
        text: it.words("text"),
        html: it.text("html"),
        attachments: it.each("attachments", attachment),
        key: it.text("client_id"),
    })
}

fn attachment(it: &Raw) -> Option<Attachment> {
    Some(Attachment {
        id: it.text("id")?,
        filename: it.words("filename"),
        media_type: it.text("content_type"),
        size: it.number("size"),
        is_inline: it.flag("inline"),
        content_id: it.text("content_id"),
        address: it.text("url"),
        thumbnail: it.text("thumbnail_url"),
        scan: words::scan(&it.words("scan")),
    })
}

fn person(it: &Raw) -> Option<Person> {
    Some(Person { id: it.words("id"), name: it.words("name") })
}

fn field(it: &Raw) -> Option<Field> {
    Some(Field { label: it.text("label").or_else(|| it.text("key"))?, value: it.words("value") })
}

fn escalation(it: &Raw) -> Option<Escalation> {
    Some(Escalation {
        id: it.text("id")?,
        description: it.words("description"),
        stages: it.each("stages", stage),
        estimated_resolution: it.time("estimated_resolution"),
        needs_verification: it.flag("needs_verification"),
    })
}

fn stage(it: &Raw) -> Option<Stage> {
    Some(Stage {
        key: words::stage_key(it.text("key")?),
        label: it.text("label"),
        state: words::stage_state(&it.words("state")),
        at: it.time("at"),
        action_needed: it.flag("action_needed"),
    })
}

fn conference(it: &Raw) -> Option<Conference> {
    Some(Conference {
        starts_at: it.time("starts_at")?,
        ends_at: it.time("ends_at"),
        state: words::conference_state(&it.words("state")),
        join_url: it.text("join_url").filter(|it| it.starts_with("https://")),
        passcode: it.text("passcode"),
    })
}

fn resource(it: &Raw) -> Option<Resource> {
    let url = it.text("url").filter(|it| words::is_web(it))?;
    Some(Resource { title: it.text("title").unwrap_or_else(|| url.clone()), url })
}

fn related(it: &Raw) -> Option<Related> {
    let relation = words::relation(&it.words("kind"))?;
    Some(Related { relation, id: TicketId::new(it.text("id")?), subject: it.words("subject") })
}
