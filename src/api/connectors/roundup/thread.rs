//! A conversation: an issue names its messages by ids, and a second call brings a page of them.

use super::{Known, data, get, items, moment, number, ticket, unreadable};
use crate::{
    api::{Answer, Cursor, MessagePage, Query, Raw, Reply, segment},
    domain::{Attachment, Author, Message, MessageId, MessageKind, Person, Role, TicketId},
};

use super::super::markup;

/// The most messages a page has.
const PAGE: usize = 50;
/// What a message needs. One that came without an author or a date has those of its record.
const FIELDS: &str =
    "author,author.realname,date,creator,creator.realname,creation,content,type,files";

/// The messages before `before`, or the newest. An id that brings no message is one that the tracker
/// keeps from this customer.
///
/// A file is named by its message. The issue names files too, and those of private messages with them.
pub fn page(id: &TicketId, before: Option<&Cursor>, replies: &[Reply]) -> Known<Answer> {
    let number = number(id)?;
    let Some((first, more)) = replies.split_first() else {
        return Err(get(ticket::address(number, "creator,messages", "0")));
    };
    let issue = data(first)?.object("attributes").ok_or_else(|| unreadable("no attributes"))?;
    let (ids, is_more) = newest(&issue, before);
    let Some(oldest) = ids.first() else { return Ok(Answer::Messages(MessagePage::default())) };
    let Some(reply) = more.first() else { return Err(get(address(&ids))) };
    let items = items(&data(reply)?)?;
    let requester = issue.text("creator");
    let mut messages: Vec<_> =
        items.iter().filter_map(|it| message(it, requester.as_deref())).collect();
    messages.sort_by(|left, right| left.at.millis().total_cmp(&right.at.millis()));
    Ok(Answer::Messages(MessagePage {
        skipped: u32::try_from(items.len() - messages.len()).unwrap_or(u32::MAX),
        messages,
        earlier: is_more.then(|| Cursor(oldest.to_string())),
    }))
}

/// The ids of a page in their order, and whether there are earlier ones. Ids count up with time.
fn newest(issue: &Raw, before: Option<&Cursor>) -> (Vec<u64>, bool) {
    let end: u64 = before.and_then(|it| it.0.parse().ok()).unwrap_or(u64::MAX);
    let mut ids = issue.each("messages", |it| it.as_text()?.parse().ok());
    ids.retain(|it| *it < end);
    ids.sort_unstable();
    let start = ids.len().saturating_sub(PAGE);
    (ids.split_off(start), start > 0)
}

/// With `verbose` 3, for less than that leaves the words out.
fn address(ids: &[u64]) -> String {
    ids.iter()
        .fold(Query::default(), |query, id| query.with("id", &id.to_string()))
        .with("@fields", FIELDS)
        .with("@verbose", "3")
        .behind("/data/msg")
}

fn message(it: &Raw, requester: Option<&str>) -> Option<Message> {
    let author = ticket::person(it, "author").or_else(|| ticket::person(it, "creator"));
    let words = it.words("content");
    let is_html = it.words("type").starts_with("text/html");
    Some(Message {
        id: MessageId::new(it.text("id")?),
        kind: MessageKind::Message,
        at: moment(it, "date").or_else(|| moment(it, "creation"))?,
        author: author_of(author, requester),
        channel: None,
        language: None,
        text: if is_html { markup::plain(&words) } else { lines(&words) },
        html: is_html.then_some(words),
        attachments: it.each("files", file),
        key: None,
    })
}

/// Forms and mails end lines with two characters; a message that is only files is a blank.
fn lines(text: &str) -> String {
    text.replace("\r\n", "\n").trim_end().to_owned()
}

/// Roundup does not tell customers from staff: who did not ask is the desk's.
fn author_of(person: Option<Person>, requester: Option<&str>) -> Author {
    let Some(Person { id, name }) = person else {
        return Author { id: String::new(), name: String::new(), role: Role::System };
    };
    let role = if Some(id.as_str()) == requester { Role::Requester } else { Role::Agent };
    Author { id, name, role }
}

fn file(it: &Raw) -> Option<Attachment> {
    let id = it.text("id")?;
    Some(Attachment {
        address: Some(format!("/data/file/{}", segment(&id))),
        id,
        filename: it.words("name"),
        ..Attachment::default()
    })
}
