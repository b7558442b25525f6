//! Request Tracker 5 by its REST 2.0: whoever is signed in is a requestor of their tickets, or is
//! copied on them.
//!
//! Asked as the customer, with their own token. What RT does not know is not made up: there is no
//! unread mark, no escalation, no language, no way a ticket came in, and a priority is a number.

mod me;
mod search;
mod thread;
mod ticket;
mod writing;

use std::rc::Rc;

use crate::{
    api::{
        Answer, ApiError, Ask, Connector, Cursor, Failure, Find, Query, Raw, Reply, Request, Step,
        TicketPage, Writer,
    },
    domain::{Scope, Sort, SortKey, TicketId, Time},
};

/// The most that RT puts on a page, whatever is asked.
const MOST_ITEMS: u32 = 100;

/// Request Tracker 5.
#[derive(Clone, Copy, Debug)]
pub struct RequestTracker;

impl Connector for RequestTracker {
    fn step(&self, ask: &Ask, replies: &[Reply]) -> Step {
        let answer = match ask {
            Ask::Me => me::me(replies),
            Ask::Tickets { scope, sort, limit, after, find } => {
                page(scope, *sort, Slice::of(*limit, after.as_ref()), find.as_deref(), replies)
            }
            Ask::Ticket(id) => ticket::whole(id, replies)
                .and_then(|(it, _)| ticket::read(&it).ok_or_else(|| unreadable("not a ticket")))
                .map(|it| Answer::Ticket(Box::new(it))),
            Ask::Messages { ticket, before } => thread::page(ticket, before.as_ref(), replies),
            Ask::File(it) => thread::file(it, replies),
        };
        answer.map_or_else(|step| step, Step::Done)
    }

    fn token_header(&self) -> (&str, &str) {
        ("authorization", "token ")
    }

    fn writer(self: Rc<Self>) -> Option<Rc<dyn Writer>> {
        Some(self)
    }
}

/// What is known so far, or what to do to know it.
type Known<T> = Result<T, Step>;

/// Which part of a list: RT counts in pages, and ours grow.
#[derive(Clone, Copy)]
struct Slice {
    /// From 0.
    page: u32,
    size: u32,
}

impl Slice {
    /// The page that `after` lies on. One that was read in part comes again: better twice than not
    /// at all.
    fn of(limit: u32, after: Option<&Cursor>) -> Self {
        let size = limit.clamp(1, MOST_ITEMS);
        let start: u32 = after.and_then(|it| it.0.parse().ok()).unwrap_or(0);
        Self { page: start / size, size }
    }

    fn end(self) -> u32 {
        (self.page + 1).saturating_mul(self.size)
    }
}

fn page(
    scope: &Scope,
    sort: Sort,
    slice: Slice,
    find: Option<&Find>,
    replies: &[Reply],
) -> Known<Answer> {
    let whose = match scope {
        Scope::Mine => "Requestor.id='__CurrentUser__'",
        Scope::CopiedOn => COPIED_ON,
        Scope::Organization(_) => {
            let why = ApiError::new(Failure::Refused, "RT has no organisations");
            return Err(Step::Fail(why));
        }
    };
    let Some(reply) = replies.first() else {
        let Some(condition) = search::condition(whose, find) else {
            return Ok(Answer::Tickets(TicketPage { total: Some(0), ..TicketPage::default() }));
        };
        let query = order(Query::default().with("query", &condition), sort)
            .with("per_page", &slice.size.to_string())
            .with("page", &(slice.page + 1).to_string());
        return Err(send(ticket::fields(query, ticket::IN_A_LIST).behind("/tickets")));
    };
    let list = good(reply)?;
    let items = items(&list)?;
    let tickets: Vec<_> = items.iter().filter_map(ticket::read).collect();
    let total = list.count("total");
    // Without a total RT leaves out what the customer may not see after it has cut the page, so only
    // an empty page is the end.
    let is_more = total.is_none_or(|it| slice.end() < it);
    Ok(Answer::Tickets(TicketPage {
        skipped: u32::try_from(items.len() - tickets.len()).unwrap_or(u32::MAX),
        next: (is_more && !items.is_empty()).then(|| Cursor(slice.end().to_string())),
        tickets,
        total,
        unsorted: sort.key == SortKey::Status,
        found: None,
    }))
}

/// The tickets a customer is copied on, without their own.
const COPIED_ON: &str = "Cc.id='__CurrentUser__' AND Requestor.id!='__CurrentUser__'";

/// The id comes second, so that pages do not overlap where values are equal. RT knows statuses by
/// their letters alone, which is no order for a customer: they are sorted by the widget.
fn order(query: Query, sort: Sort) -> Query {
    let direction = if sort.descending { "DESC" } else { "ASC" };
    let (key, direction) = match sort.key {
        SortKey::Created => ("Created", direction),
        SortKey::Updated => ("LastUpdated", direction),
        SortKey::Priority => ("Priority", direction),
        SortKey::Id => return query.with("orderby", "id").with("order", direction),
        SortKey::Status => ("LastUpdated", "DESC"),
    };
    query
        .with("orderby", key)
        .with("order", direction)
        .with("orderby", "id")
        .with("order", direction)
}

fn send(path: String) -> Step {
    Step::Send(Request::get(path))
}

fn good(reply: &Reply) -> Known<Raw> {
    reply.good().and_then(crate::api::Body::object).map_err(Step::Fail)
}

/// What is in a collection.
fn items(list: &Raw) -> Known<Vec<Raw>> {
    list.items("items").map(<[_]>::to_vec).ok_or_else(|| unreadable("no items"))
}

fn unreadable(detail: &str) -> Step {
    Step::Fail(ApiError::new(Failure::Unreadable, detail))
}

/// A ticket's number, the only thing that may enter a query of RT's language.
fn number(id: &TicketId) -> Known<&str> {
    let number = id.as_str();
    if !number.is_empty() && number.bytes().all(|it| it.is_ascii_digit()) {
        return Ok(number);
    }
    Err(Step::Fail(ApiError::new(Failure::NotFound, "RT's tickets have numbers")))
}

/// A moment; 1970 stands for none.
fn moment(it: &Raw, name: &str) -> Option<Time> {
    it.time(name).filter(|it| it.millis() > 0.0)
}
