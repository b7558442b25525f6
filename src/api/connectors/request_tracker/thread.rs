//! A conversation: RT's transactions, joined with the parts of their mails.

use std::rc::Rc;

use super::{Known, MOST_ITEMS, good, items, moment, number, send, ticket, unreadable};
use crate::{
    api::{
        Answer, ApiError, Cursor, Failure, MessagePage, Query, Raw, Reply, Request, Step,
        UNKNOWN_TYPE,
        connectors::{base64, markup},
        decimal,
    },
    domain::{
        Attachment, Author, File, Message, MessageId, MessageKind, Person, Role, TicketId, Time,
    },
};

/// Transactions on a page.
const PER_PAGE: usize = 30;
/// How often parts are asked for: the first hundred, and the next.
const PART_PAGES: usize = 2;
/// What RT does by itself is done by this user.
const SYSTEM: &str = "RT_System";

/// The newest, or those before a place.
///
/// Only what is named is asked for: RT leaves out what a customer may not see after it has cut the
/// page, so a page that could hold a comment says nothing about the end. And none ever comes here.
pub fn page(id: &TicketId, before: Option<&Cursor>, replies: &[Reply]) -> Known<Answer> {
    let (ticket, replies) = ticket::whole(id, replies)?;
    let number = number(id)?;
    let Some((reply, replies)) = replies.split_first() else {
        return Err(send(history(number, before)));
    };
    let mut items = items(&good(reply)?)?;
    items.truncate(PER_PAGE);
    let oldest = items.last().and_then(|it| it.text("id"));
    let entries: Vec<Entry> = items.iter().filter_map(Entry::read).collect();
    let (parts, replies) = parts(number, &entries, replies)?;
    let bodies = bodies(number, &parts, replies)?;
    let people = Context {
        requestors: ticket::people(&ticket, "Requestor"),
        copied: ticket::people(&ticket, "Cc"),
    };
    Ok(Answer::Messages(MessagePage {
        earlier: oldest.filter(|_| items.len() >= PER_PAGE).map(Cursor),
        skipped: u32::try_from(items.len() - entries.len()).unwrap_or(u32::MAX),
        messages: entries.into_iter().rev().map(|it| people.message(it, &parts, &bodies)).collect(),
    }))
}

/// The bytes of a file, out of the JSON that it comes in.
pub fn file(of: &Attachment, replies: &[Reply]) -> Known<Answer> {
    let Some(reply) = replies.first() else {
        let none = || Step::Fail(ApiError::new(Failure::NotFound, "a file without an address"));
        let address = of.address.as_deref().ok_or_else(none)?;
        return Err(Step::Send(Request::file(address)));
    };
    let it = good(reply)?;
    let bytes = it.text("Content").and_then(|it| base64::decode(&it));
    Ok(Answer::File(Rc::new(File {
        name: of.plain_name(),
        media_type: it.text("ContentType").unwrap_or_else(|| UNKNOWN_TYPE.into()),
        bytes: bytes.ok_or_else(|| unreadable("no content"))?,
    })))
}

fn history(number: &str, before: Option<&Cursor>) -> String {
    let mut limits = limit("Type", "IN", r#"["Create","Correspond","Status"]"#);
    if let Some(before) = before.filter(|it| is_number(&it.0)) {
        limits = format!("{limits},{}", limit("id", "<", &before.0));
    }
    Query::default()
        .with("query", &format!("[{limits}]"))
        .with("orderby", "id")
        .with("order", "DESC")
        .with("per_page", &PER_PAGE.to_string())
        .with("fields", "Type,Creator,Created,OldValue,NewValue")
        .with("fields%5BCreator%5D", "RealName")
        .behind(&format!("/ticket/{number}/history"))
}

/// One condition of a query in JSON; `value` is JSON.
fn limit(field: &str, operator: &str, value: &str) -> String {
    format!(r#"{{"field":"{field}","operator":"{operator}","value":{value}}}"#)
}

fn is_number(it: &str) -> bool {
    !it.is_empty() && it.bytes().all(|it| it.is_ascii_digit())
}

/// The parts of the mails of what was said, without their content: files can be large.
fn parts<'a>(
    number: &str,
    entries: &[Entry],
    replies: &'a [Reply],
) -> Known<(Vec<Part>, &'a [Reply])> {
    let said: Vec<&str> =
        entries.iter().filter(|it| it.moved.is_none()).map(|it| it.id.as_str()).collect();
    let mut parts = Vec::new();
    if said.is_empty() {
        return Ok((parts, replies));
    }
    for page in 1..=PART_PAGES {
        let Some(reply) = replies.get(page - 1) else {
            let fields = "Filename,ContentType,ContentLength,TransactionId";
            return Err(send(attachments(number, "TransactionId", &said, fields, page)));
        };
        let items = items(&good(reply)?)?;
        let is_full = items.len() >= MOST_ITEMS as usize;
        parts.extend(items.iter().take(MOST_ITEMS as usize).filter_map(Part::read));
        if !is_full {
            return Ok((parts, &replies[page..]));
        }
    }
    Ok((parts, replies.get(PART_PAGES..).unwrap_or_default()))
}

fn attachments(number: &str, field: &str, ids: &[&str], fields: &str, page: usize) -> String {
    let limit = limit(field, "IN", &format!(r#"["{}"]"#, ids.join(r#"",""#)));
    Query::default()
        .with("query", &format!("[{limit}]"))
        .with("orderby", "id")
        .with("per_page", &MOST_ITEMS.to_string())
        .with("page", &page.to_string())
        .with("fields", fields)
        .behind(&format!("/ticket/{number}/attachments"))
}

/// The texts of the parts that are read, by the parts' ids.
fn bodies(number: &str, parts: &[Part], replies: &[Reply]) -> Known<Vec<(String, String)>> {
    let wanted: Vec<&str> =
        parts.iter().filter(|it| is_read(it, parts)).map(|it| it.id.as_str()).collect();
    if wanted.is_empty() {
        return Ok(Vec::new());
    }
    let Some(reply) = replies.first() else {
        return Err(send(attachments(number, "id", &wanted, "Content", 1)));
    };
    let mut bodies = good(reply)?.each("items", |it| Some((it.text("id")?, it.text("Content")?)));
    bodies.retain(|it| wanted.contains(&it.0.as_str()));
    Ok(bodies)
}

/// Of one text in two forms, the plain one is read: it is the writer's own, and shown as text.
fn is_read(part: &Part, parts: &[Part]) -> bool {
    let beside = || parts.iter().filter(|it| it.entry == part.entry);
    match part.content {
        Content::Plain => true,
        Content::Html => {
            let is_twice = beside().any(|it| it.content == Content::Alternatives);
            let before = beside().take_while(|it| it.id != part.id).last();
            !(is_twice && before.is_some_and(|it| it.content == Content::Plain))
        }
        Content::Alternatives | Content::Container | Content::File => false,
    }
}

/// A transaction.
struct Entry {
    id: String,
    author: Option<Person>,
    at: Time,
    /// From which status to which, if that is what happened.
    moved: Option<(String, String)>,
}

impl Entry {
    fn read(it: &Raw) -> Option<Self> {
        let moved = match it.text("Type")?.as_str() {
            "Status" => Some((it.text("OldValue")?, it.text("NewValue")?)),
            "Create" | "Correspond" => None,
            // Nothing else was asked for; a comment least of all.
            _ => return None,
        };
        Some(Self {
            id: it.text("id").filter(|it| is_number(it))?,
            author: it.object("Creator").and_then(|it| ticket::person(&it)),
            at: moment(it, "Created")?,
            moved,
        })
    }
}

/// A part of a mail.
struct Part {
    id: String,
    /// The transaction it came with.
    entry: String,
    content: Content,
    name: String,
    size: Option<f64>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Content {
    Plain,
    Html,
    /// The parts that follow say one thing in several forms.
    Alternatives,
    Container,
    File,
}

impl Part {
    fn read(it: &Raw) -> Option<Self> {
        let kind = it.text("ContentType")?;
        let name = it.words("Filename");
        let content = match kind.as_str() {
            "multipart/alternative" => Content::Alternatives,
            it if it.starts_with("multipart/") || it.starts_with("message/") => Content::Container,
            "text/plain" if name.is_empty() => Content::Plain,
            "text/html" if name.is_empty() => Content::Html,
            _ => Content::File,
        };
        Some(Self {
            id: it.text("id").filter(|it| is_number(it))?,
            entry: it.text("TransactionId")?,
            content,
            // A picture that was pasted has no name.
            name: if name.is_empty() { kind } else { name },
            size: it.text("ContentLength").and_then(|it| decimal(&it)),
        })
    }

    fn text(&self, content: &str) -> String {
        match self.content {
            Content::Html => markup::plain(content),
            _ => content.replace("\r\n", "\n").trim().to_owned(),
        }
    }
}

/// What every entry is read against: RT does not say who is a customer.
struct Context {
    requestors: Vec<Person>,
    copied: Vec<Person>,
}

impl Context {
    fn message(&self, it: Entry, parts: &[Part], bodies: &[(String, String)]) -> Message {
        let own = || parts.iter().filter(|part| part.entry == it.id);
        let (kind, text) = match &it.moved {
            // The marks keep an arrow between Arabic names from pointing backwards.
            Some((old, new)) => {
                let text = format!("\u{200e}{old} \u{200e}→\u{200e} {new}");
                (MessageKind::Event, text)
            }
            None => {
                let body = |part: &Part| bodies.iter().find(|it| it.0 == part.id).map(|it| &it.1);
                let texts: Vec<String> =
                    own().filter_map(|part| Some(part.text(body(part)?))).collect();
                (MessageKind::Message, texts.join("\n\n"))
            }
        };
        Message {
            kind,
            author: self.author(it.author.clone()),
            channel: None,
            at: it.at,
            language: None,
            text,
            html: None,
            key: None,
            attachments: own()
                .filter(|it| it.content == Content::File)
                .map(|it| Attachment {
                    id: it.id.clone(),
                    filename: it.name.clone(),
                    size: it.size,
                    address: Some(format!("/attachment/{}", it.id)),
                    ..Attachment::default()
                })
                .collect(),
            id: MessageId::new(it.id),
        }
    }

    fn author(&self, it: Option<Person>) -> Author {
        let Some(it) = it.filter(|it| it.id != SYSTEM) else {
            return Author { id: String::new(), name: String::new(), role: Role::System };
        };
        let is_in = |role: &[Person]| role.iter().any(|known| known.id == it.id);
        let role = match () {
            () if is_in(&self.requestors) => Role::Requester,
            () if is_in(&self.copied) => Role::Participant,
            () => Role::Agent,
        };
        Author { id: it.id, name: it.name, role }
    }
}
