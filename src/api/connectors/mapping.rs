//! A desk described by a mapping file: its answers become the contract's, which is then read as ever.
//!
//! The format is in `docs/mapping.md`. Why not a mapping language that exists: JMESPath and JSONata
//! select and calculate, and know no addresses, pages, words or moments; either weighs more than all
//! of this. What is taken from standards: JSON Pointer (RFC 6901), URI templates (RFC 6570), links
//! (RFC 8288), strftime.
//!
//! It is total: rules are a tree that ends, lists are walked once, and every answer has a number of
//! steps that is its end.

mod document;
mod eval;
mod moment;
mod pages;
mod read;
mod rule;
mod template;
#[cfg(not(target_arch = "wasm32"))]
mod told;
mod writing;

pub use writing::WritingMapping;

use super::deskpane;
use crate::{
    api::{
        Answer, ApiError, Ask, Body, Connector, Cursor, Failure, MessagePage, Raw, Reply, Request,
        Step, TicketPage,
    },
    domain::{Me, Scope, SortKey},
};
use document::{Call, Document};
use eval::Sight;

/// What is wrong in a mapping, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// JSON Pointer into the mapping.
    pub place: String,
    /// For its author.
    pub what: String,
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.place, self.what)
    }
}

/// A mapping file, read and found right.
#[derive(Clone, Debug)]
pub struct Mapping(Document);

impl Mapping {
    /// Reads a mapping file that nobody has checked yet.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub fn read(text: &str) -> Result<Self, Vec<Problem>> {
        let wrong = |at: usize| {
            let before = text.get(..at).unwrap_or(text);
            let line = before.matches('\n').count() + 1;
            let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
            let what = format!("no JSON at line {line}, column {column}");
            vec![Problem { place: String::new(), what }]
        };
        read::document(&Raw::parse(text.as_bytes()).map_err(wrong)?).map(Self)
    }

    /// Reads a mapping of the release, which was checked when it was made: a third of the code.
    ///
    /// # Errors
    /// [`Failure::Unreadable`] for anything that is no JSON.
    pub fn checked(text: &str) -> Result<Self, ApiError> {
        Ok(Self(read::checked_document(&Body::new(text).any()?)))
    }

    /// The desk's name.
    pub fn name(&self) -> &str {
        &self.0.name
    }

    fn call(&self, ask: &Ask) -> &Call {
        match ask {
            Ask::Me => &self.0.me,
            Ask::Tickets { .. } => &self.0.tickets.call,
            Ask::Ticket(_) => &self.0.ticket,
            Ask::Messages { .. } | Ask::File(_) => &self.0.messages,
        }
    }

    /// What to send next; once all is here, what `answer` makes of it.
    fn next<T>(
        &self,
        ask: &Ask,
        replies: &[Reply],
        answer: impl FnOnce(&Reply, &Raw, &Sight) -> Result<T, ApiError>,
    ) -> Result<Step<T>, ApiError> {
        let call = self.call(ask);
        let asked = self.asked(ask)?;
        let Some((first, more)) = replies.split_first() else {
            let request = Request::get(self.first_address(ask, call, &asked)?);
            let header = match ask {
                Ask::Tickets { .. } => self.0.tickets.paging.header(),
                _ => None,
            };
            return Ok(Step::Send(Request { reads: header.map(str::to_owned), ..request }));
        };
        let root = self.good(first)?;
        let mut sight = Sight::new(&asked, &root);
        let mut more = more.iter();
        for then in &call.then {
            if !then.when.as_ref().is_none_or(|it| it.holds(&root, &sight)) {
                continue;
            }
            let Some(reply) = more.next() else {
                return Ok(Step::Send(Request::get(then.address(&asked, &root, &sight))));
            };
            match self.good(reply) {
                Ok(raw) => sight.add(&then.name, raw),
                Err(_) if then.is_optional => {}
                Err(error) => return Err(error),
            }
        }
        let answer = answer(first, &root, &sight)?;
        if sight.is_spent() {
            return Err(ApiError::new(Failure::Unreadable, "more than a mapping may look at"));
        }
        Ok(Step::Done(answer))
    }

    /// What `@ask` looks into.
    fn asked(&self, ask: &Ask) -> Result<Raw, ApiError> {
        let mut fields = Vec::new();
        let mut add = |name: &str, text: &str| fields.push((name.to_owned(), Raw::of_text(text)));
        match ask {
            Ask::Me | Ask::File(_) => {}
            Ask::Tickets { scope, sort, limit, after, .. } => {
                if self.0.tickets.scope(scope).is_none() {
                    let detail = "the mapping has no such list";
                    return Err(ApiError::new(Failure::Refused, detail));
                }
                if let Scope::Organization(id) = scope {
                    add("org", id);
                }
                add("limit", &self.0.tickets.paging.size(*limit, after.as_ref()).to_string());
                for (name, value) in self.0.tickets.order(*sort) {
                    add(name, value);
                }
                if let Some((name, value)) = self.0.tickets.paging.place(after.as_ref()) {
                    add(name, &value);
                }
            }
            Ask::Ticket(id) | Ask::Messages { ticket: id, .. } => add("id", id.as_str()),
        }
        Ok(Raw::of_fields(fields))
    }

    fn first_address(&self, ask: &Ask, call: &Call, asked: &Raw) -> Result<String, ApiError> {
        let nothing = Raw::nothing();
        let sight = Sight::new(asked, &nothing);
        let mut variables = all_of(asked);
        variables.extend(eval::variables(&call.with, &nothing, &sight));
        if let Ask::Tickets { scope, after, .. } = ask {
            if let Some(address) = self.0.tickets.paging.address(after.as_ref()) {
                return Ok(address);
            }
            let chosen = self.0.tickets.scope(scope).map(Vec::as_slice).unwrap_or_default();
            variables.extend(eval::variables(chosen, &nothing, &sight));
        }
        Ok(call.get.expand(&variables))
    }

    /// A reply that means what it says. What the desk says in its answer is nearer than its status:
    /// some say no in a good one, some say which no in a refusal.
    fn good(&self, reply: &Reply) -> Result<Raw, ApiError> {
        let body = reply.body.any();
        let says = |root: &Raw| {
            let nothing = Raw::nothing();
            let sight = Sight::new(&nothing, root);
            let found = self.0.errors.iter().find(|(when, _)| when.holds(root, &sight));
            found.map(|it| (it.1, "the desk says so in its answer".to_owned()))
        };
        let means = || {
            let found = self.0.failures.iter().find(|(status, _)| *status == reply.status);
            found.map(|(status, failure)| (*failure, format!("HTTP {status}")))
        };
        if let Some((failure, why)) = body.as_ref().ok().and_then(says).or_else(means) {
            return Err(ApiError::new(failure, why).after(reply.retry_after));
        }
        reply.good()?;
        body
    }

    /// As [`Self::good`], of a change: many desks say nothing more.
    fn taken(&self, reply: &Reply) -> Result<Raw, ApiError> {
        match reply.body.bytes().is_empty() {
            true => reply.good().map(|_| Raw::nothing()),
            false => self.good(reply),
        }
    }

    fn answer(
        &self,
        ask: &Ask,
        reply: &Reply,
        root: &Raw,
        sight: &Sight,
    ) -> Result<Answer, ApiError> {
        let wrong = |what: &str| ApiError::new(Failure::Unreadable, what);
        let call = self.call(ask);
        Ok(match ask {
            Ask::Me => {
                let me = deskpane::me(&eval::value(&call.rule, root, sight));
                Answer::Me(Box::new(self.offer(me.ok_or_else(|| wrong("no user"))?)))
            }
            Ask::Tickets { sort, limit, after, .. } => {
                let Found { items, total, next } =
                    self.found(reply, root, sight, *limit, after.as_ref())?;
                let read = items
                    .iter()
                    .filter_map(|it| deskpane::ticket(&eval::value(&call.rule, it, sight)));
                let read: Vec<_> = read.collect();
                Answer::Tickets(TicketPage {
                    skipped: u32::try_from(items.len() - read.len()).unwrap_or(u32::MAX),
                    tickets: read,
                    next,
                    total,
                    unsorted: !self.0.tickets.sorts_by(sort.key),
                    found: None,
                })
            }
            Ask::Ticket(_) => {
                let ticket = deskpane::ticket(&eval::value(&call.rule, root, sight));
                let missing = "a ticket without id, subject, status or proper dates";
                Answer::Ticket(Box::new(ticket.ok_or_else(|| wrong(missing))?))
            }
            Ask::Messages { .. } => {
                let list = eval::value(&call.rule, root, sight);
                let pieces = list.list().ok_or_else(|| wrong("no list of messages"))?;
                let mut messages: Vec<_> = pieces.iter().filter_map(deskpane::message).collect();
                let skipped = u32::try_from(pieces.len() - messages.len()).unwrap_or(u32::MAX);
                messages.sort_by(|a, b| a.at.millis().total_cmp(&b.at.millis()));
                Answer::Messages(MessagePage { messages, earlier: None, skipped })
            }
            Ask::File(file) => reply.file(file),
        })
    }

    fn found(
        &self,
        reply: &Reply,
        root: &Raw,
        sight: &Sight,
        limit: u32,
        after: Option<&Cursor>,
    ) -> Result<Found, ApiError> {
        let tickets = &self.0.tickets;
        let none = || ApiError::new(Failure::Unreadable, "no list of tickets");
        let mut items = tickets.items.look(root, sight).list().ok_or_else(none)?.to_vec();
        let received = items.len();
        items.retain(|it| tickets.filter.lets(it, sight));
        let total = tickets.total.as_ref().and_then(|it| it.look(root, sight).as_count());
        let link = reply.header.as_deref();
        let page = pages::Page { root, sight, link, after, received, limit, total };
        Ok(Found { items, total, next: tickets.paging.next(&page) })
    }

    /// What the desk can do follows from the mapping, unless it says so itself (L4, L8).
    fn offer(&self, mut me: Me) -> Me {
        // A mapping has no words for what is looked for: that is done here, whatever its desk can.
        me.can.finds = Vec::new();
        if me.can.scopes.is_empty() {
            let seen = me.organizations.iter().filter(|it| it.can_view);
            let organizations = seen.map(|it| Scope::Organization(it.id.clone()));
            let mut all: Vec<Scope> = [Scope::Mine, Scope::CopiedOn].into();
            all.extend(organizations);
            all.retain(|it| self.0.tickets.scope(it).is_some());
            me.can.scopes = all;
        }
        if me.can.sort.is_empty() {
            let keys = [
                SortKey::Created,
                SortKey::Updated,
                SortKey::Status,
                SortKey::Priority,
                SortKey::Id,
            ];
            me.can.sort = keys.into_iter().filter(|it| self.0.tickets.sorts_by(*it)).collect();
        }
        me
    }
}

/// A page of tickets as the desk has them.
struct Found {
    /// Those to show.
    items: Vec<Raw>,
    /// How many there are in all, where the desk counts.
    total: Option<u32>,
    next: Option<Cursor>,
}

/// What was asked, as variables.
fn all_of(asked: &Raw) -> Vec<(String, String)> {
    let fields = asked.fields().iter();
    fields.filter_map(|(name, it)| Some((name.to_string(), it.as_text()?))).collect()
}

impl Connector for Mapping {
    fn step(&self, ask: &Ask, replies: &[Reply]) -> Step {
        if let Ask::File(_) = ask {
            // It is where the contract's `url` says.
            return deskpane::Deskpane.step(ask, replies);
        }
        let answer =
            |first: &Reply, root: &Raw, sight: &Sight| self.answer(ask, first, root, sight);
        self.next(ask, replies, answer).unwrap_or_else(Step::Fail)
    }

    fn token_header(&self) -> (&str, &str) {
        (&self.0.token.0, &self.0.token.1)
    }
}
