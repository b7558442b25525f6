//! Reading the parameters of a request: all that is wrong is said at once.

use std::collections::HashMap;

use axum::http::Uri;
use contract::FieldError;
use jiff::Timestamp;

use crate::{
    answer::Refusal,
    store::{ListAsk, MessagePlace, MessageQuery, Place, Scope, Sort, SortBy, TicketQuery},
};

const STATUS: &[&str] = &["open", "awaiting_customer", "on_hold", "resolved", "closed"];
const TYPES: &[&str] = &["email", "phone", "conference_call", "chat", "web", "other"];
const PRIORITIES: &[&str] = &["urgent", "high", "tolerable", "question"];
const TURNS: &[&str] = &["customer", "support", "engineering", "nobody"];

/// Names of `sort`, as `/me` lists them.
pub const SORTS: &[(&str, SortBy)] = &[
    ("created_at", SortBy::Created),
    ("updated_at", SortBy::Updated),
    ("status", SortBy::Status),
    ("priority", SortBy::Priority),
    ("id", SortBy::Id),
];

/// What `/tickets` takes besides whose, in which order and how many, as `/me` lists it.
pub const PARAMETERS: &[&str] = &[
    "q",
    "status",
    "type",
    "priority",
    "waiting_on",
    "escalated",
    "unread",
    "created_from",
    "created_to",
    "updated_from",
    "updated_to",
    "requester",
    "facets",
    "at",
];

const DEFAULT_LIMIT: usize = 25;
const MAX_LIMIT: usize = 100;

/// Reads the parameters of `/tickets`.
///
/// # Errors
/// When some are wrong.
pub fn tickets(uri: &Uri) -> Result<ListAsk, Refusal> {
    let mut ask = Params::of(uri);
    let query = TicketQuery {
        scope: ask.scope(),
        status: ask.words("status", STATUS),
        types: ask.words("type", TYPES),
        priorities: ask.words("priority", PRIORITIES),
        waiting_on: ask.words("waiting_on", TURNS),
        escalated: ask.flag("escalated"),
        unread: ask.flag("unread"),
        created: (ask.time("created_from"), ask.time("created_to")),
        updated: (ask.time("updated_from"), ask.time("updated_to")),
        requester: ask.text("requester"),
        text: ask.text("q").unwrap_or_default(),
        sort: ask.sort(),
    };
    let limit = ask.limit();
    let place = match (ask.text("cursor"), ask.row("at")) {
        (Some(_), Some(_)) => {
            ask.wrong("at", "cannot be given with a cursor");
            Place::Start
        }
        (Some(cursor), None) => Place::Cursor(cursor),
        (None, Some(row)) => Place::Row(row),
        (None, None) => Place::Start,
    };
    let facets = ask.flag("facets").unwrap_or_default();
    ask.finish(ListAsk { query, limit, place, facets })
}

/// Reads the parameters of `/tickets/{id}/messages`.
///
/// # Errors
/// When some are wrong.
pub fn messages(uri: &Uri) -> Result<MessageQuery, Refusal> {
    let mut ask = Params::of(uri);
    let limit = ask.limit();
    let place = match (ask.text("cursor"), ask.text("around")) {
        (None, None) => MessagePlace::Newest,
        (Some(cursor), None) => MessagePlace::At(cursor),
        (None, Some(id)) => MessagePlace::Around(id),
        (Some(_), Some(_)) => {
            ask.wrong("around", "cannot be given with a cursor");
            MessagePlace::Newest
        }
    };
    ask.finish(MessageQuery { place, limit })
}

/// The value of one parameter of an address, if it is there and not empty.
pub fn parameter(uri: &Uri, name: &str) -> Option<String> {
    Params::of(uri).text(name)
}

struct Params {
    given: HashMap<String, String>,
    errors: Vec<FieldError>,
}

impl Params {
    fn of(uri: &Uri) -> Self {
        let query = uri.query().unwrap_or_default();
        let pairs = form_urlencoded::parse(query.as_bytes());
        Self {
            given: pairs
                .filter(|(_, value)| !value.is_empty())
                .map(|(name, value)| (name.into_owned(), value.into_owned()))
                .collect(),
            errors: Vec::new(),
        }
    }

    fn finish<T>(self, it: T) -> Result<T, Refusal> {
        if self.errors.is_empty() { Ok(it) } else { Err(Refusal::BadParameter(self.errors)) }
    }

    fn wrong(&mut self, field: &str, message: impl Into<String>) {
        self.errors.push(FieldError { field: field.to_owned(), message: message.into() });
    }

    fn text(&self, name: &str) -> Option<String> {
        self.given.get(name).cloned()
    }

    fn words(&mut self, name: &str, known: &[&str]) -> Vec<String> {
        let text = self.text(name).unwrap_or_default();
        let words = text.split(',').filter(|_| !text.is_empty());
        let (right, wrong): (Vec<&str>, Vec<&str>) = words.partition(|it| known.contains(it));
        if !wrong.is_empty() {
            self.wrong(name, format!("takes {}", known.join(", ")));
        }
        right.into_iter().map(str::to_owned).collect()
    }

    fn flag(&mut self, name: &str) -> Option<bool> {
        match self.text(name)?.as_str() {
            "true" => Some(true),
            "false" => Some(false),
            _ => {
                self.wrong(name, "takes true, false");
                None
            }
        }
    }

    fn time(&mut self, name: &str) -> Option<i64> {
        let time = self.text(name)?.parse::<Timestamp>();
        if time.is_err() {
            self.wrong(name, "takes a time such as 2026-01-31T00:00:00Z");
        }
        Some(time.ok()?.as_millisecond())
    }

    fn limit(&mut self) -> usize {
        let Some(text) = self.text("limit") else {
            return DEFAULT_LIMIT;
        };
        match text.parse() {
            Ok(it @ 1..=MAX_LIMIT) => it,
            _ => {
                self.wrong("limit", format!("takes 1 to {MAX_LIMIT}"));
                DEFAULT_LIMIT
            }
        }
    }

    fn scope(&mut self) -> Scope {
        let text = self.text("scope").unwrap_or_else(|| "mine".to_owned());
        match (text.as_str(), text.strip_prefix("org:")) {
            ("mine", _) => Scope::Mine,
            ("cc", _) => Scope::Copied,
            (_, Some(id)) if !id.is_empty() => Scope::Organization(id.to_owned()),
            _ => {
                self.wrong("scope", "takes mine, cc, org:ID");
                Scope::Mine
            }
        }
    }

    /// A row of a list. No list is as long as the largest number that is taken.
    fn row(&mut self, name: &str) -> Option<u32> {
        let text = self.text(name)?;
        let is_number = text.bytes().all(|it| it.is_ascii_digit());
        if !is_number {
            self.wrong(name, "takes a number from 0 on");
        }
        is_number.then(|| text.parse().unwrap_or(u32::MAX))
    }

    fn sort(&mut self) -> Option<Sort> {
        let text = self.text("sort")?;
        let name = text.strip_prefix('-').unwrap_or(&text);
        let known = SORTS.iter().find(|it| it.0 == name);
        if known.is_none() {
            let names: Vec<_> = SORTS.iter().map(|it| it.0).collect();
            self.wrong("sort", format!("takes {}, or one of them after -", names.join(", ")));
        }
        Some(Sort { by: known?.1, descending: text.starts_with('-') })
    }
}
