//! What is looked for, in RT's query language. Everything in it that a person wrote stands between quotes.

use super::ticket::CATEGORIES;
use crate::{
    api::{Find, connectors::terms},
    domain::StatusCategory,
};

/// What RT looks for by itself: subjects and numbers. Its words for time depend on each customer's clock,
/// which it does not tell, and what was written is searched only where a desk has set it up.
pub const FINDS: [&str; 3] = ["q", "status", "waiting_on"];

/// The tickets of a list that are looked for; `None`: there can be none.
pub fn condition(whose: &str, find: Option<&Find>) -> Option<String> {
    let mut condition = whose.to_owned();
    let Some(find) = find else { return Some(condition) };
    // What LIKE takes for any letter cannot be meant as itself.
    let words = terms::words(&find.filter, &['%', '_']);
    if terms::is_hopeless(&find.filter, &words) {
        return None;
    }
    for word in &words {
        let number = word.strip_prefix('#').unwrap_or(word);
        let is_number = number.len() < 10 && number.bytes().all(|it| it.is_ascii_digit());
        let by_number = match is_number && !number.is_empty() {
            true => format!(" OR id={number}"),
            false => String::new(),
        };
        condition.push_str(&format!(" AND (Subject LIKE {}{by_number})", quoted(word)));
    }
    if terms::asks_status(&find.filter) {
        condition.push_str(&format!(" AND ({})", statuses(&find.filter)?));
    }
    Some(condition)
}

/// A desk's own words count as [`StatusCategory::Unknown`], and are all that is not one of ours.
fn statuses(filter: &crate::domain::Filter) -> Option<String> {
    let has_unknown = terms::admits(filter, StatusCategory::Unknown);
    let is_named = |it: &&(&str, StatusCategory)| terms::admits(filter, it.1) != has_unknown;
    let named: Vec<&str> = CATEGORIES.iter().filter(is_named).map(|it| it.0).collect();
    let all = |sign: &str, join: &str| {
        let each = named.iter().map(|it| format!("Status{sign}'{it}'"));
        each.collect::<Vec<_>>().join(join)
    };
    match (has_unknown, named.is_empty()) {
        (false, true) => None,
        (false, false) => Some(all("=", " OR ")),
        (true, true) => Some("id>0".into()),
        (true, false) => Some(all("!=", " AND ")),
    }
}

/// A string of RT's language.
fn quoted(text: &str) -> String {
    let mut out = String::from("'");
    for it in text.chars() {
        if matches!(it, '\'' | '\\') {
            out.push('\\');
        }
        out.push(it);
    }
    out.push('\'');
    out
}
