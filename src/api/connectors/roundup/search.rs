//! What is looked for, in Roundup's filters.

use super::{
    Known, Sent, data, items,
    ticket::{category, level},
};
use crate::{
    api::{
        Find, Query, Raw, Request,
        connectors::terms::{self, Span},
    },
    domain::Time,
};

/// What Roundup looks for by itself. Of the text it takes words that stand one behind the other in a
/// title.
pub const FINDS: [&str; 8] = [
    "q",
    "status",
    "waiting_on",
    "priority",
    "created_from",
    "created_to",
    "updated_from",
    "updated_to",
];

/// With what narrows a list; `None`: there can be nothing. Statuses and priorities are the tracker's own,
/// so their numbers are asked for.
pub fn looking(query: Query, find: Option<&Find>, sent: &mut Sent<'_>) -> Known<Option<Query>> {
    let Some(find) = find else { return Ok(Some(query)) };
    let filter = &find.filter;
    let words = terms::words(filter, &[]);
    if terms::is_hopeless(filter, &words) {
        return Ok(None);
    }
    let mut query = query;
    if terms::asks_status(filter) {
        let known = named(sent, "/data/status")?;
        let ids = ids(&known, |name| terms::admits(filter, category(name)));
        if ids.is_empty() {
            return Ok(None);
        }
        query = query.with("status", &ids);
    }
    let levels = terms::levels(filter);
    if !levels.is_empty() {
        let known = named(sent, "/data/priority")?;
        let ids = ids(&known, |name| levels.contains(&level(name)));
        if ids.is_empty() {
            return Ok(None);
        }
        query = query.with("priority", &ids);
    }
    let title = words.join(" ");
    Ok(Some(
        query
            .with_some("title", Some(title.as_str()).filter(|it| !it.is_empty()))
            .with_some("creation", range(Span::created(filter)).as_deref())
            .with_some("activity", range(Span::updated(filter)).as_deref()),
    ))
}

fn named(sent: &mut Sent<'_>, path: &str) -> Known<Vec<Raw>> {
    let names = || Query::default().with("@fields", "name").with("@verbose", "0").behind(path);
    items(&data(sent.next(|| Request::get(names()))?)?)
}

fn ids(known: &[Raw], is_meant: impl Fn(&str) -> bool) -> String {
    let meant = known.iter().filter(|it| is_meant(&it.words("name")));
    meant.filter_map(|it| it.text("id")).collect::<Vec<_>>().join(",")
}

/// Roundup's ranges hold their ends.
fn range(span: Span) -> Option<String> {
    let text = |it: Option<Time>| {
        let text = it.map(|it| it.to_rfc3339().replace('T', ".").replace('Z', ""));
        text.unwrap_or_default()
    };
    let is_open = span.from.is_none() && span.to.is_none();
    (!is_open).then(|| format!("{};{}", text(span.from), text(span.last())))
}
