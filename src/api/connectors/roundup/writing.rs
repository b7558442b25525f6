//! Roundup's ways to change an issue.
//!
//! A file is an item, a message is an item that names its files, and the issue is told of both. The last
//! needs the issue's `@etag`, in the body: pages of other origins may not send `If-Match`. They must say
//! `X-Requested-With` instead, which a form cannot.

use std::rc::Rc;

use super::{Known, Roundup, Sent, data, fail, me, number, ticket, unreadable};
use crate::{
    api::{
        Answer, Command, Draft, Failure, Method, Payload, Query, Raw, Remark, Reply, Request, Step,
        Writer, client::MOST_STEPS, seen,
    },
    domain::{File, StatusCategory, TicketId},
};

/// What an issue becomes when its customer needs no more.
const CLOSED: &str = "resolved";
/// What it becomes when they do: the classic schema does the same with a new message.
const OPEN: &str = "chatting";

impl Writer for Roundup {
    fn write(&self, command: &Command, replies: &[Reply]) -> Step {
        let mut sent = Sent::new(replies);
        let step = match command {
            Command::Upload { file, .. } => upload(file, &mut sent),
            Command::Reply { ticket, draft } => reply(ticket, draft, &mut sent),
            Command::Close(ticket) => move_to(ticket, CLOSED, &mut sent),
            Command::Reopen(ticket) => move_to(ticket, OPEN, &mut sent),
            Command::TakeBack { .. }
            | Command::FollowUp { .. }
            | Command::Rate { .. }
            | Command::Verify { .. }
            | Command::AllowProxy { .. }
            | Command::MarkRead { .. } => Err(fail(Failure::Refused, "Roundup does not know this")),
        };
        step.unwrap_or_else(|step| step)
    }

    fn said(&self, body: &Raw) -> Vec<Remark> {
        let said = body.object("error").and_then(|it| it.text("msg"));
        said.map(Remark::new).into_iter().collect()
    }
}

fn upload(file: &Rc<File>, sent: &mut Sent<'_>) -> Known<Step> {
    let path = || {
        let query = Query::default().with("name", &file.name).with("type", &file.media_type);
        query.behind("/data/file")
    };
    let taken =
        sent.next(|| change(Method::Post, path(), Payload::Form("content".into(), file.clone())))?;
    Ok(Step::Done(Answer::Taken(Some(id_of_new(taken)?))))
}

/// A message without author and date would store neither, so the customer's id is looked up: the issue
/// shows it to its creator, and to nobody else.
fn reply(id: &TicketId, draft: &Draft, sent: &mut Sent<'_>) -> Known<Step> {
    let number = number(id)?;
    let own = format!("creator.{}", me::OWN);
    let fields = format!("creator,{own}");
    let issue = data(sent.next(|| Request::get(ticket::address(number, &fields, "0")))?)?;
    let shown = issue.object("attributes").ok_or_else(|| unreadable("no attributes"))?;
    let author = match shown.text(&own).and_then(|_| shown.text("creator")) {
        Some(it) => it,
        None => me::id(sent.next(|| Request::get(me::address()))?)?,
    };
    let message = id_of_new(sent.next(|| post_message(&author, draft))?)?;
    let mut added = vec![("messages".to_owned(), Raw::of_list(vec![Raw::of_text(&message)]))];
    if !draft.files.is_empty() {
        added.push(("files".to_owned(), files(draft)));
    }
    let now = edit(number, &issue, "add", added, sent)?;
    // A tracker's own rules may take out again what was added.
    let kept = now.object("attribute").map(|it| it.each_word("messages")).unwrap_or_default();
    if !kept.contains(&message) {
        return Err(fail(Failure::NotAccepted, "the message is not in the issue"));
    }
    Ok(look(id, sent))
}

fn post_message(author: &str, draft: &Draft) -> Request {
    // Roundup fails on a message without a word, as one is that only brings files.
    let words = if draft.text.is_empty() { " " } else { &draft.text };
    let message = Raw::of([
        ("content", Raw::of_text(words)),
        ("author", Raw::of_text(author)),
        ("date", Raw::of_text(".")),
        ("files", files(draft)),
    ]);
    change(Method::Post, "/data/msg".into(), Payload::Json(message.json()))
}

fn files(draft: &Draft) -> Raw {
    let tokens = draft.files.iter().filter_map(|it| it.token.as_deref());
    Raw::of_list(tokens.map(Raw::of_text).collect())
}

fn move_to(id: &TicketId, status: &str, sent: &mut Sent<'_>) -> Known<Step> {
    let number = number(id)?;
    let issue = data(sent.next(|| Request::get(ticket::address(number, "status", "2")))?)?;
    let before = issue.object("attributes").and_then(|it| it.object("status"));
    let before = ticket::category(&before.map(|it| it.words("name")).unwrap_or_default());
    // What is open already keeps the status that it has.
    if (before == StatusCategory::Resolved) != (status == CLOSED) {
        let field = vec![("status".to_owned(), Raw::of_text(status))];
        edit(number, &issue, "replace", field, sent)?;
    }
    Ok(look(id, sent))
}

/// Edits an issue as it was read. If somebody was faster, it is read again and edited, once: adding and
/// setting a status mean the same whatever else has changed.
fn edit(
    number: &str,
    issue: &Raw,
    how: &str,
    fields: Vec<(String, Raw)>,
    sent: &mut Sent<'_>,
) -> Known<Raw> {
    let first = sent.next(|| patch(number, issue, how, &fields))?;
    if first.status != 412 {
        return data(first);
    }
    let issue = data(sent.next(|| Request::get(ticket::address(number, "status", "0")))?)?;
    data(sent.next(|| patch(number, &issue, how, &fields))?)
}

fn patch(number: &str, issue: &Raw, how: &str, fields: &[(String, Raw)]) -> Request {
    let mut body = fields.to_vec();
    body.push(("@op".into(), Raw::of_text(how)));
    body.push(("@etag".into(), Raw::of_text(&issue.words("@etag"))));
    let path = format!("/data/issue/{number}");
    change(Method::Patch, path, Payload::Json(Raw::of_fields(body).json()))
}

fn change(method: Method, path: String, payload: Payload) -> Request {
    Request::send(method, path, payload).with_header("x-requested-with", "deskpane")
}

fn id_of_new(reply: &Reply) -> Known<String> {
    data(reply)?.text("id").ok_or_else(|| unreadable("no id of what was made"))
}

/// The ticket as it now is, as far as the sends last.
fn look(id: &TicketId, sent: &Sent<'_>) -> Step {
    match ticket::whole(id, sent.rest()) {
        Ok(it) => seen(Ok(it)),
        Err(Step::Send(request)) if sent.count() < MOST_STEPS => Step::Send(request),
        Err(_) => Step::Done(Answer::Accepted),
    }
}
