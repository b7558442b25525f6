//! The contract's lists, looked through (L5, L6, L9). It travels only to who looks.

use std::rc::Rc;

use super::{Deskpane, page, scope_word, sort_word, ticket};
use crate::{
    api::{
        Answer, ApiError, Ask, Connector, Cursor, Find, Found, Query, Raw, Reply, Request, Step,
        TicketPage,
    },
    domain::{Facet, Match, MatchField, MessageId, Scope, Sort, Term, TicketId, sought},
};

/// As [`Deskpane`], and answers what looks through a list.
#[derive(Clone, Copy, Debug)]
pub struct Looking;

impl Connector for Looking {
    fn step(&self, ask: &Ask, replies: &[Reply]) -> Step {
        let Ask::Tickets { scope, sort, limit, after, find: Some(find) } = ask else {
            return Deskpane.step(ask, replies);
        };
        let Some(reply) = replies.first() else {
            let query = query(scope, *sort, find).with("limit", &limit.to_string());
            let query = query.with_some("cursor", after.as_ref().map(|it| it.0.as_str()));
            return Step::Send(Request::get(query.behind("/tickets")));
        };
        let read = reply.good().and_then(|it| it.object()).and_then(|it| read(&it));
        read.map_or_else(Step::Fail, |it| Step::Done(Answer::Tickets(it)))
    }
}

fn query(scope: &Scope, sort: Sort, find: &Find) -> Query {
    let text = sought(&find.filter.text);
    // The desk ranks where it is not told how to sort.
    let is_ranked = find.is_ranked && !text.is_empty();
    let words = find.filter.words();
    let query = Query::default()
        .with("scope", &scope_word(scope))
        .with_some("q", Some(text.as_str()).filter(|it| !it.is_empty()));
    let query = words.iter().fold(query, |query, (name, value)| query.with(name, value));
    query
        .with_some("sort", (!is_ranked).then(|| sort_word(sort)).as_deref())
        .with_some("facets", find.facets.then_some("true"))
        .with_some("at", find.at.map(|it| it.to_string()).as_deref())
}

fn read(it: &Raw) -> Result<TicketPage, ApiError> {
    let (tickets, skipped) = page(it, ticket)?;
    Ok(TicketPage {
        tickets,
        skipped,
        next: it.text("next_cursor").map(Cursor),
        total: it.count("total"),
        unsorted: false,
        found: Some(Rc::new(Found {
            first_index: it.count("first_index"),
            matches: it.each("items", |it| {
                Some((TicketId::new(it.text("id")?), matched(&it.object("match")?)?))
            }),
            facets: it.object("facets").map(|it| facets(&it)).unwrap_or_default(),
        })),
    })
}

fn facets(it: &Raw) -> Vec<Facet> {
    let of_name = |name: &'static str| {
        let items = it.items(name).unwrap_or_default();
        items.iter().filter_map(move |it| {
            let term = Term::read(name, &it.text("value")?)?;
            Some(Facet { term, label: it.text("label"), count: it.count("count")? })
        })
    };
    Term::NAMES.into_iter().flat_map(of_name).collect()
}

/// Ranges that do not lie in the snippet one after the other are left out: they would be drawn wrong.
fn matched(it: &Raw) -> Option<Match> {
    let snippet = it.words("snippet");
    let length = u32::try_from(snippet.chars().count()).ok()?;
    let mut ranges: Vec<(u32, u32)> = Vec::new();
    for pair in it.items("ranges").unwrap_or_default() {
        let ends: Vec<u32> =
            pair.list().unwrap_or_default().iter().filter_map(Raw::as_count).collect();
        let earliest = ranges.last().map_or(0, |it| it.1);
        if let [start, end] = ends[..]
            && earliest <= start
            && start < end
            && end <= length
        {
            ranges.push((start, end));
        }
    }
    let field = match it.words("field").as_str() {
        "id" => MatchField::Id,
        "subject" => MatchField::Subject,
        "person" => MatchField::Person,
        "message" => MatchField::Message,
        _ => return None,
    };
    Some(Match { field, message: it.text("message_id").map(MessageId::new), snippet, ranges })
}
