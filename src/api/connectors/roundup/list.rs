//! A page of a list.

use super::{Known, Sent, data, fail, get, items, me, search, ticket};
use crate::{
    api::{Answer, Cursor, Failure, Find, Query, Reply, TicketPage},
    domain::{Scope, Sort, SortKey},
};

/// Which part of a list.
#[derive(Clone, Copy)]
pub struct Slice<'a> {
    pub limit: u32,
    pub after: Option<&'a Cursor>,
}

/// Where a list goes on, as `customer/page/size`: Roundup has no word for "me", and who that is need not be
/// asked again. All pages are as large as the first one: a number says nothing of others.
struct Bookmark {
    customer: String,
    /// From 1.
    page: u32,
    size: u32,
}

impl Bookmark {
    fn read(cursor: &Cursor) -> Option<Self> {
        let mut parts = cursor.0.split('/');
        let customer = parts.next()?.into();
        let mut number = || parts.next()?.parse().ok();
        Some(Self { customer, page: number()?, size: number()? })
    }
}

pub fn page(
    scope: &Scope,
    sort: Sort,
    slice: Slice<'_>,
    find: Option<&Find>,
    replies: &[Reply],
) -> Known<Answer> {
    let (at, replies) = match (slice.after.and_then(Bookmark::read), replies.split_first()) {
        (Some(at), _) => (at, replies),
        (None, None) => return Err(get(me::address())),
        (None, Some((first, more))) => {
            (Bookmark { customer: me::id(first)?, page: 1, size: slice.limit }, more)
        }
    };
    let mut sent = Sent::new(replies);
    let query = whose(scope, &at.customer)?;
    let Some(query) = search::looking(query, find, &mut sent)? else {
        return Ok(Answer::Tickets(TicketPage { total: Some(0), ..TicketPage::default() }));
    };
    let Some(reply) = sent.rest().first() else {
        return Err(get(query
            .with("@fields", ticket::IN_A_LIST)
            .with("@verbose", "2")
            .with("@sort", &order(sort))
            .with("@page_size", &at.size.to_string())
            .with("@page_index", &at.page.to_string())
            .behind("/data/issue")));
    };
    let data = data(reply)?;
    let items = items(&data)?;
    let tickets: Vec<_> = items.iter().filter_map(|it| ticket::read(it.text("id")?, it)).collect();
    let links = data.get("@links");
    let is_more = links.items("next").is_some_and(|it| !it.is_empty()) && !items.is_empty();
    Ok(Answer::Tickets(TicketPage {
        skipped: u32::try_from(items.len() - tickets.len()).unwrap_or(u32::MAX),
        next: is_more
            .then(|| Cursor(format!("{}/{}/{}", at.customer, at.page.saturating_add(1), at.size))),
        tickets,
        // It says -1 where there are more than it counts.
        total: data.count("@total_size"),
        unsorted: sort.key == SortKey::Status,
        found: None,
    }))
}

fn whose(scope: &Scope, customer: &str) -> Known<Query> {
    match scope {
        Scope::Mine => Ok(Query::default().with("creator", customer)),
        // `-2` negates what stands before it: without the customer's own.
        Scope::CopiedOn => {
            Ok(Query::default().with("nosy", customer).with("creator", &format!("{customer},-2")))
        }
        Scope::Organization(_) => Err(fail(Failure::Refused, "Roundup has no organisations")),
    }
}

/// The id comes second, so that pages do not overlap where values are equal. Statuses stand in the order
/// of the desk's work, which is none for a customer: they are sorted by the widget.
fn order(sort: Sort) -> String {
    let (sign, opposite) = if sort.descending { ("-", "") } else { ("", "-") };
    match sort.key {
        SortKey::Created => format!("{sign}creation,{sign}id"),
        SortKey::Updated => format!("{sign}activity,{sign}id"),
        // The first priority is the highest.
        SortKey::Priority => format!("{opposite}priority,{sign}id"),
        SortKey::Id => format!("{sign}id"),
        SortKey::Status => "-activity,-id".into(),
    }
}
