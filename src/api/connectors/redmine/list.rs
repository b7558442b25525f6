//! A page of a list, looked through or whole.

use std::rc::Rc;

use serde::Deserialize;

use super::{IssueStatuses, Issues, Named, category, copied_on, priority, statuses, ticket};
use crate::{
    api::{
        Answer, ApiError, Cursor, Failure, Find, Found, Query, Reply, Request, Step, TicketPage,
        body::read_each,
        connectors::terms::{self, Span},
    },
    domain::{Scope, Sort, SortKey},
};

/// The most issues Redmine puts on a page, whatever is asked.
const MOST_ISSUES: u32 = 100;

/// What Redmine looks for by itself. It knows no person that is not named by a list, nothing unread and
/// nothing escalated.
pub const FINDS: [&str; 9] = [
    "q",
    "status",
    "waiting_on",
    "priority",
    "created_from",
    "created_to",
    "updated_from",
    "updated_to",
    "at",
];

/// Which list, and which part of it.
pub struct Wanted<'a> {
    pub scope: &'a Scope,
    pub sort: Sort,
    pub limit: u32,
    pub after: &'a Option<Cursor>,
    pub find: &'a Option<Rc<Find>>,
}

pub fn page(wanted: &Wanted<'_>, replies: &[Reply]) -> Result<Step, ApiError> {
    let mut replies = replies.iter();
    let mut query = match wanted.scope {
        Scope::Mine => Query::default().with("author_id", "me"),
        Scope::CopiedOn => copied_on(),
        Scope::Organization(_) => {
            return Err(ApiError::new(Failure::Refused, "Redmine has no organisations"));
        }
    };
    let mut status = "*".to_owned();
    if let Some(find) = wanted.find {
        let filter = &find.filter;
        // A bar parts values.
        let words = terms::words(filter, &['|']);
        if terms::is_hopeless(filter, &words) {
            return Ok(nothing());
        }
        // Redmine filters by the numbers of its statuses and priorities.
        if terms::asks_status(filter) {
            let Some(reply) = replies.next() else { return Ok(get("/issue_statuses.json")) };
            let known = statuses(reply.good()?.read::<IssueStatuses>()?);
            let wanted = known.iter().filter(|it| terms::admits(filter, category(it)));
            status = wanted.map(|it| it.id.0.as_str()).collect::<Vec<_>>().join("|");
        }
        let levels = terms::levels(filter);
        let mut priorities = "*".to_owned();
        if !levels.is_empty() {
            let Some(reply) = replies.next() else {
                return Ok(get("/enumerations/issue_priorities.json"));
            };
            let known = reply.good()?.read::<Priorities>()?;
            let (known, _) = read_each(known.issue_priorities, Some::<Named>);
            let id = |it: Named| (it.id.0.clone(), priority(it).level);
            let wanted = known.into_iter().map(id).filter(|it| levels.contains(&it.1));
            priorities = wanted.map(|it| it.0).collect::<Vec<_>>().join("|");
        }
        if status.is_empty() || priorities.is_empty() {
            return Ok(nothing());
        }
        if !levels.is_empty() {
            query = query.with("priority_id", &priorities);
        }
        query = looking(query, &words)
            .with_some("created_on", range(Span::created(filter)).as_deref())
            .with_some("updated_on", range(Span::updated(filter)).as_deref());
    }
    let start = match (wanted.after, wanted.find.as_ref().and_then(|it| it.at)) {
        (Some(it), _) => it.0.parse().unwrap_or(0),
        (None, at) => at.unwrap_or(0),
    };
    let Some(reply) = replies.next() else {
        let query = query
            .with("status_id", &status)
            .with("sort", &order(wanted.sort))
            .with("limit", &wanted.limit.to_string());
        let offset = (start > 0).then(|| start.to_string());
        return Ok(get(&query.with_some("offset", offset.as_deref()).behind("/issues.json")));
    };
    let mut page = read(reply.good()?.read()?, wanted.limit, start);
    if wanted.find.is_some() {
        let found = Found { first_index: Some(start), ..Found::default() };
        page.found = Some(Rc::new(found));
    }
    Ok(Step::Done(Answer::Tickets(page)))
}

/// Whoever writes `#7` means that one; all words else must be in the subject.
fn looking(query: Query, words: &[String]) -> Query {
    let number = match words {
        [one] => one.strip_prefix('#'),
        _ => None,
    };
    let is_number =
        |it: &&str| !it.is_empty() && it.len() < 10 && it.bytes().all(|byte| byte.is_ascii_digit());
    match number.filter(is_number) {
        Some(number) => query.with("issue_id", number),
        None if words.is_empty() => query,
        None => query.with("subject", &format!("~{}", words.join(" "))),
    }
}

/// Redmine's ranges hold their ends.
fn range(span: Span) -> Option<String> {
    let text = |it: crate::domain::Time| it.to_rfc3339();
    Some(match (span.from.map(text), span.last().map(text)) {
        (Some(from), Some(to)) => format!("><{from}|{to}"),
        (Some(from), None) => format!(">={from}"),
        (None, Some(to)) => format!("<={to}"),
        (None, None) => return None,
    })
}

fn get(path: &str) -> Step {
    Step::Send(Request::get(path))
}

fn nothing() -> Step {
    let found = Found { first_index: Some(0), ..Found::default() };
    Step::Done(Answer::Tickets(TicketPage {
        total: Some(0),
        found: Some(Rc::new(found)),
        ..TicketPage::default()
    }))
}

/// The id comes second, so that pages counted by offset do not overlap where values are equal.
fn order(sort: Sort) -> String {
    let direction = if sort.descending { "desc" } else { "asc" };
    let key = match sort.key {
        SortKey::Created => "created_on",
        SortKey::Updated => "updated_on",
        SortKey::Status => "status",
        SortKey::Priority => "priority",
        SortKey::Id => return format!("id:{direction}"),
    };
    format!("{key}:{direction},id:{direction}")
}

fn read(it: Issues, limit: u32, start: u32) -> TicketPage {
    let received = u32::try_from(it.issues.len()).unwrap_or(u32::MAX);
    let end = start.saturating_add(received);
    let more = match it.total_count {
        Some(total) => end < total,
        None => received >= limit.min(MOST_ISSUES),
    };
    let (tickets, skipped) = read_each(it.issues, ticket);
    TicketPage {
        tickets,
        skipped,
        // An empty page is the end, whatever the total says: asking on would never end.
        next: (more && received > 0).then(|| Cursor(end.to_string())),
        total: it.total_count,
        unsorted: false,
        found: None,
    }
}

#[derive(Deserialize)]
struct Priorities {
    issue_priorities: Vec<crate::api::Raw>,
}
