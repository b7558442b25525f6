//! Reading the parameters of a request: all that is wrong is said at once.

use std::collections::HashMap;

use axum::http::Uri;
use contract::FieldError;
use jiff::Timestamp;

use crate::{
    answer::Refusal,
    store::{MessagePlace, MessageQuery, Scope, Sort, SortBy, TicketQuery},
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

const DEFAULT_LIMIT: usize = 25;
const MAX_LIMIT: usize = 100;

/// A request for a page: which rows, how many, from where.
pub struct ListAsk {
    /// Which rows.
    pub query: TicketQuery,
    /// How many.
    pub limit: usize,
    /// From where.
    pub cursor: Option<String>,
}

/// Reads the parameters of `/tickets`.
///
/// # Errors
/// When some are wrong.
pub fn tickets(uri: &Uri) -> Result<ListAsk, Refusal> {
    let mut ask = Params::of(uri);
    let words = ask.text("q").unwrap_or_default().to_lowercase();
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
        words: words.split_whitespace().map(str::to_owned).collect(),
        sort: ask.sort(),
    };
    let limit = ask.limit();
    let cursor = ask.text("cursor");
    ask.finish(ListAsk { query, limit, cursor })
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

    fn sort(&mut self) -> Sort {
        let text = self.text("sort").unwrap_or_else(|| "-updated_at".to_owned());
        let name = text.strip_prefix('-').unwrap_or(&text);
        let known = SORTS.iter().find(|it| it.0 == name);
        if known.is_none() {
            let names: Vec<_> = SORTS.iter().map(|it| it.0).collect();
            self.wrong("sort", format!("takes {}, or one of them after -", names.join(", ")));
        }
        Sort { by: known.map_or(SortBy::Updated, |it| it.1), descending: text.starts_with('-') }
    }
}
