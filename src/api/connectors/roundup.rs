//! Roundup 2.6 with the classic schema, by its REST interface: whoever is signed in is the creator of
//! their issues, or is on the nosy list of others'.
//!
//! Roundup lets pages of other origins ask (`allowed_api_origins`), so there is no need of a proxy. The
//! credential is a JSON Web Token that the help centre's back end signs with the tracker's `jwt_secret`:
//! it ends soon and can be limited to a role. A password (Basic) has no place in a page, and the
//! session's cookie does not travel to another site.
//!
//! What Roundup does not know is not made up: there is no unread mark, no escalation, no language, no
//! way a ticket came in, and no file has a size. It does not tell customers from staff either.

mod list;
mod me;
mod search;
mod thread;
mod ticket;
mod writing;

use std::rc::Rc;

use crate::{
    api::{
        Answer, ApiError, Ask, Body, Connector, Failure, Query, Raw, Reply, Request, Step,
        UNKNOWN_TYPE, Writer,
    },
    domain::{Attachment, File, TicketId, Time},
};

/// Roundup 2.6.
#[derive(Clone, Copy, Debug)]
pub struct Roundup;

impl Connector for Roundup {
    fn step(&self, ask: &Ask, replies: &[Reply]) -> Step {
        let answer = match ask {
            Ask::Me => me::me(replies),
            Ask::Tickets { scope, sort, limit, after, find } => {
                let slice = list::Slice { limit: *limit, after: after.as_ref() };
                list::page(scope, *sort, slice, find.as_deref(), replies)
            }
            Ask::Ticket(id) => ticket::whole(id, replies).map(|it| Answer::Ticket(Box::new(it))),
            Ask::Messages { ticket, before } => thread::page(ticket, before.as_ref(), replies),
            Ask::File(it) => file(it, replies),
        };
        answer.map_or_else(|step| step, Step::Done)
    }

    fn writer(self: Rc<Self>) -> Option<Rc<dyn Writer>> {
        Some(self)
    }
}

/// What is known so far, or what to do to know it.
type Known<T> = Result<T, Step>;

/// The replies in their order.
struct Sent<'a> {
    replies: &'a [Reply],
    read: usize,
}

impl<'a> Sent<'a> {
    fn new(replies: &'a [Reply]) -> Self {
        Self { replies, read: 0 }
    }

    /// The next reply, or what to send for it.
    fn next(&mut self, request: impl FnOnce() -> Request) -> Known<&'a Reply> {
        let reply = self.replies.get(self.read).ok_or_else(|| Step::Send(request()))?;
        self.read += 1;
        Ok(reply)
    }

    /// Those that are still to be read.
    fn rest(&self) -> &'a [Reply] {
        &self.replies[self.read..]
    }

    /// How many there are in all.
    fn count(&self) -> usize {
        self.replies.len()
    }
}

/// A text comes as JSON; what is none says so there, and comes by an address that Roundup 2.6 opens to
/// pages of other origins only with the help of `docs/roundup_interfaces.py`.
fn file(it: &Attachment, replies: &[Reply]) -> Known<Answer> {
    let Some(address) = it.address.as_deref() else {
        return Err(fail(Failure::NotFound, "a file without an address"));
    };
    let Some((first, more)) = replies.split_first() else {
        let query = Query::default().with("@fields", "content,type").with("@verbose", "3");
        let request = Request::file(query.behind(address));
        return Err(Step::Send(request.with_header("accept", "application/json")));
    };
    let fields = data(first)?.object("attributes").ok_or_else(|| unreadable("no attributes"))?;
    let text = fields.text("content").unwrap_or_default();
    if !text.starts_with(&format!("file{} is not text, retrieve using binary_content", it.id)) {
        let media_type = fields.text("type").unwrap_or_else(|| UNKNOWN_TYPE.into());
        let (name, bytes) = (it.plain_name(), text.into_bytes());
        return Ok(Answer::File(Rc::new(File { name, media_type, bytes })));
    }
    let Some(reply) = more.first() else {
        return Err(Step::Send(Request::file(format!("{address}/binary_content"))));
    };
    reply.good().map_err(Step::Fail)?;
    Ok(reply.file(it))
}

fn get(path: String) -> Step {
    Step::Send(Request::get(path))
}

fn fail(failure: Failure, detail: &str) -> Step {
    Step::Fail(ApiError::new(failure, detail))
}

fn unreadable(detail: &str) -> Step {
    fail(Failure::Unreadable, detail)
}

/// What a good reply holds.
fn data(reply: &Reply) -> Known<Raw> {
    if is_nobody(reply) {
        return Err(fail(Failure::SignedOut, "asked as the tracker's anonymous visitor"));
    }
    let whole = reply.good().and_then(Body::object).map_err(Step::Fail)?;
    whole.object("data").ok_or_else(|| unreadable("no data"))
}

/// The items of a collection.
fn items(data: &Raw) -> Known<Vec<Raw>> {
    data.items("collection").map(<[_]>::to_vec).ok_or_else(|| unreadable("no collection"))
}

/// Without a session or token Roundup asks no questions: it takes one for its visitor `anonymous`, who
/// may not use this interface at all. What one may not see is refused in other words.
fn is_nobody(reply: &Reply) -> bool {
    let error = || reply.body.object().ok()?.object("error");
    reply.status == 403 && error().is_some_and(|it| it.words("msg") == "Forbidden.")
}

/// An issue's number. Any other word would be looked up, or be part of an address.
fn number(id: &TicketId) -> Known<&str> {
    let number = id.as_str();
    if !number.is_empty() && number.bytes().all(|it| it.is_ascii_digit()) {
        return Ok(number);
    }
    Err(fail(Failure::NotFound, "Roundup's issues have numbers"))
}

/// `2026-11-24.02:39:11`, which is UTC and does not say so.
fn moment(it: &Raw, name: &str) -> Option<Time> {
    let text = it.text(name)?;
    let (day, time) = text.split_once('.')?;
    Time::parse(&format!("{day}T{time}Z"))
}
