//! Looking through a list: search, filters, counts and any row, as far as `/me` names them.

use std::collections::{BTreeMap, BTreeSet};

use contract::{Match, MatchField, Me, Page, StatusCategory, Ticket, WaitingOn};
use serde::Serialize;
use serde_json::Value;

use super::{
    Visitor,
    findings::Findings,
    http::escaped,
    lists::{List, steadily},
    shape::{self, Odd},
    walk::{PAGE, Walk, Way, several},
};

/// What is typed by mistake, or not by mistake: it finds what it says, or nothing.
const HOSTILE: [&str; 8] = ["\"", "'", "a AND (", "*", "%", "NEAR/2 -x:", "\u{0}", "\\"];

/// Checks what `/me` names, on the longest list that could be walked to its end.
pub fn finding(findings: &mut Findings, visitor: &Visitor<'_>, me: &Me, lists: &[List]) {
    let names = &me.capabilities.parameters;
    if visitor.api.mapping().is_some() {
        findings.skip("/tickets q, filters", "looked for through the contract alone");
        return;
    }
    if names.is_empty() {
        let what = "/me names no parameters: the widget looks through what it has loaded";
        findings.note("/tickets q, filters", what);
        return;
    }
    let whole = lists.iter().filter(|it| !it.walk.is_cut && it.walk.faults.is_empty());
    let Some(list) = whole.max_by_key(|it| it.tickets.len()).filter(|it| it.tickets.len() > 1)
    else {
        findings.skip("/tickets q, filters", "no list with two tickets could be walked to its end");
        return;
    };
    let look = Look { visitor, list, me };
    let known = conditions(list);
    for name in names {
        match name.as_str() {
            "q" => look.search(findings),
            "facets" => look.counts(findings),
            "at" => look.rows(findings),
            name => match known.iter().find(|it| it.name == name) {
                Some(it) => look.filter(findings, &[it]),
                None if FILTERS.contains(&name) => {
                    findings.skip(check(name), "no ticket of the list has such a thing");
                }
                None => findings.note(check(name), "no name of the contract; never sent"),
            },
        }
    }
    let named =
        |name: &str| known.iter().find(|it| it.name == name && names.iter().any(|it| it == name));
    if let (Some(one), Some(other)) = (named("status"), named("type")) {
        look.filter(findings, &[one, other]);
    }
}

fn check(name: &str) -> String {
    format!("/tickets {name}")
}

const FILTERS: [&str; 11] = [
    "status",
    "type",
    "priority",
    "waiting_on",
    "escalated",
    "unread",
    "requester",
    "created_from",
    "created_to",
    "updated_from",
    "updated_to",
];

/// A filter with a value that some tickets of the list have.
struct Condition {
    name: &'static str,
    value: String,
    holds: Box<dyn Fn(&Ticket) -> bool>,
}

/// One for each filter: what the ticket in the middle has, so that some are left out where they differ.
fn conditions(list: &List) -> Vec<Condition> {
    let tickets: Vec<&Ticket> = list.tickets.iter().map(|it| &it.ticket).collect();
    FILTERS
        .into_iter()
        .filter_map(|name| {
            let mut values: BTreeMap<String, usize> = BTreeMap::new();
            for value in tickets.iter().filter_map(|it| value_of(name, it)) {
                *values.entry(value).or_default() += 1;
            }
            let of_time = name.ends_with("_from") || name.ends_with("_to");
            // The rarest leaves most out; of times one from the middle does.
            let value = match of_time {
                true => values.into_keys().nth(tickets.len() / 2)?,
                false => values.into_iter().min_by_key(|it| it.1)?.0,
            };
            let wanted = value.clone();
            let holds: Box<dyn Fn(&Ticket) -> bool> = match name {
                "created_from" | "updated_from" => {
                    Box::new(move |it| value_of(name, it).is_some_and(|it| it >= wanted))
                }
                "created_to" | "updated_to" => {
                    Box::new(move |it| value_of(name, it).is_some_and(|it| it < wanted))
                }
                _ => Box::new(move |it| value_of(name, it).as_ref() == Some(&wanted)),
            };
            Some(Condition { name, value, holds })
        })
        .collect()
}

/// What a ticket has, in the word that the filter takes.
fn value_of(name: &str, it: &Ticket) -> Option<String> {
    match name {
        "status" => word(it.status.category),
        "type" => word(it.channel),
        "priority" => it.priority.as_ref().and_then(|it| word(it.level)),
        "waiting_on" => word(it.waiting_on.unwrap_or(match it.status.category {
            StatusCategory::AwaitingCustomer => WaitingOn::Customer,
            StatusCategory::OnHold => WaitingOn::Engineering,
            StatusCategory::Resolved | StatusCategory::Closed => WaitingOn::Nobody,
            StatusCategory::Open | StatusCategory::Unknown => WaitingOn::Support,
        })),
        "escalated" => Some(it.escalated.to_string()),
        "unread" => Some(it.unread.to_string()),
        "requester" => it.requester.as_ref().map(|it| it.id.clone()).filter(|it| !it.is_empty()),
        "created_from" | "created_to" => Some(it.created_at.clone()),
        "updated_from" | "updated_to" => Some(it.updated_at.clone()),
        _ => None,
    }
}

fn word(it: impl Serialize) -> Option<String> {
    let value = serde_json::to_value(it).ok()?;
    value.as_str().filter(|it| *it != "unknown").map(str::to_owned)
}

/// A list that is looked through.
struct Look<'a> {
    visitor: &'a Visitor<'a>,
    list: &'a List,
    me: &'a Me,
}

impl Look<'_> {
    fn page(&self, query: &str) -> Result<Page<Value>, String> {
        let path = format!("/tickets?scope={}&{query}", escaped(&self.list.scope));
        self.visitor.json(&path).and_then(|it| shape::page(&it))
    }

    /// All that a query gives, page by page.
    fn walk(&self, query: &str) -> Walk {
        Walk::through(PAGE, Way::Next, |cursor| {
            let cursor = cursor.map(|it| format!("&cursor={}", escaped(it))).unwrap_or_default();
            let scope = escaped(&self.list.scope);
            self.visitor.json(&format!("/tickets?scope={scope}&{query}&limit={PAGE}{cursor}"))
        })
    }

    fn filter(&self, findings: &mut Findings, conditions: &[&Condition]) {
        let query: Vec<String> =
            conditions.iter().map(|it| format!("{}={}", it.name, escaped(&it.value))).collect();
        let query = query.join("&");
        let all = self.list.tickets.iter().map(|it| &it.ticket);
        let wanted: BTreeSet<&str> = all
            .filter(|ticket| conditions.iter().all(|it| (it.holds)(ticket)))
            .map(|it| it.id.as_str())
            .collect();
        let (seen, faults) = steadily(|| {
            let walk = self.walk(&query);
            let found: BTreeSet<&str> = walk.ids().into_iter().collect();
            let mut faults = walk.judged();
            faults.extend(differences(&wanted, &found));
            (format!("{query} leaves {} of {}", found.len(), self.list.tickets.len()), faults)
        });
        let names: Vec<&str> = conditions.iter().map(|it| it.name).collect();
        findings.judge(check(&names.join(" and ")), seen, &faults);
    }

    fn search(&self, findings: &mut Findings) {
        let Some(ticket) =
            self.list.tickets.iter().map(|it| &it.ticket).find(|it| telling(it).is_some())
        else {
            findings.skip("/tickets q", "no subject has a word");
            return;
        };
        let shown = ticket.display_id.clone().unwrap_or_else(|| ticket.id.clone());
        let word = telling(ticket).unwrap_or_default();
        let (seen, faults) = steadily(|| {
            let mut faults = Vec::new();
            for text in [shown.as_str(), word.as_str()] {
                let walk = self.walk(&format!("q={}", escaped(text)));
                faults.extend(walk.judged());
                if !walk.ids().contains(&ticket.id.as_str()) {
                    faults.push(format!("`{text}` does not find {}", ticket.id));
                }
                for it in walk.items() {
                    let read: Option<Ticket> = shape::read(it, &mut Odd::default()).ok();
                    match read.as_ref().and_then(|it| it.matched.as_ref()) {
                        Some(found) => faults.extend(match_faults(found)),
                        None if self.me.capabilities.search => {
                            faults.push(format!("{} is found without a `match`", it["id"]));
                        }
                        None => {}
                    }
                }
            }
            let nothing = self.page("q=zqxjkvbwzqxjkvbw&limit=1");
            match nothing {
                Ok(page) if page.items.is_empty() => {}
                Ok(_) => faults.push("letters that say nothing find something".to_owned()),
                Err(why) => faults.push(why),
            }
            faults.extend(HOSTILE.iter().filter_map(|text| {
                let why = self.page(&format!("q={}&limit=1", escaped(text))).err()?;
                Some(format!("q={text:?} {why}"))
            }));
            (format!("{shown:?} and {word:?} find {}", ticket.id), faults)
        });
        findings.judge("/tickets q", seen, &faults);
        if !self.me.capabilities.search {
            let what =
                "capabilities.search is not true: the widget says that messages are not searched";
            findings.note("/tickets q", what);
        }
    }

    fn counts(&self, findings: &mut Findings) {
        let (seen, faults) = steadily(|| {
            let facets = match self.page("facets=true&limit=1") {
                Ok(page) => page.facets.unwrap_or_default(),
                Err(why) => return (String::new(), vec![why]),
            };
            let mut faults = Vec::new();
            for (name, values) in &facets {
                let count = |value: &str| {
                    let tickets = self.list.tickets.iter().map(|it| &it.ticket);
                    tickets.filter(|it| value_of(name, it).as_deref() == Some(value)).count() as u64
                };
                let is_known = FILTERS.contains(&name.as_str());
                let wrong = values.iter().filter(|it| is_known && count(&it.value) != it.count);
                faults.extend(wrong.map(|it| {
                    format!(
                        "{name}={} counts {}, {} are there",
                        it.value,
                        it.count,
                        count(&it.value)
                    )
                }));
            }
            if facets.is_empty() {
                faults.push("no facets with facets=true".to_owned());
            }
            (facets.keys().cloned().collect::<Vec<_>>().join(", "), faults)
        });
        findings.judge("/tickets facets", seen, &faults);
    }

    fn rows(&self, findings: &mut Findings) {
        let (seen, faults) = steadily(|| {
            let walk = self.walk("sort=-created_at");
            let mut faults = walk.judged();
            let (ids, limit) = (walk.ids(), several(walk.ids().len()));
            for at in BTreeSet::from([0, ids.len() / 2, ids.len() - 1]) {
                match self.page(&format!("sort=-created_at&limit={limit}&at={at}")) {
                    Ok(page) => {
                        let came: Vec<&str> =
                            page.items.iter().filter_map(|it| it["id"].as_str()).collect();
                        if came != ids[at..ids.len().min(at + limit)] {
                            faults.push(format!("at={at} is not row {at} of the list"));
                        }
                        if page.first_index != Some(at as u64) {
                            faults.push(format!("first_index is {:?} at={at}", page.first_index));
                        }
                    }
                    Err(why) => faults.push(format!("at={at} {why}")),
                }
            }
            (format!("first, middle and last of {}", ids.len()), faults)
        });
        findings.judge("/tickets at", seen, &faults);
    }
}

/// The longest word of the subject that is one in any script.
fn telling(it: &Ticket) -> Option<String> {
    let words = it.subject.split(|it: char| !it.is_ascii_alphanumeric());
    words.filter(|it| it.len() > 2).max_by_key(|it| it.len()).map(str::to_owned)
}

fn differences(wanted: &BTreeSet<&str>, found: &BTreeSet<&str>) -> Vec<String> {
    let missing = wanted.difference(found).map(|it| format!("{it} is missing"));
    let surplus = found.difference(wanted).map(|it| format!("{it} does not belong there"));
    missing.chain(surplus).collect()
}

/// What cannot be drawn of a match.
fn match_faults(it: &Match) -> Vec<String> {
    let length = u32::try_from(it.snippet.chars().count()).unwrap_or(u32::MAX);
    let mut faults = Vec::new();
    if it.field == MatchField::Message && it.message_id.is_none() {
        faults.push("a match in a message does not say in which".to_owned());
    }
    let mut earliest = 0;
    for [start, end] in &it.ranges {
        if *start < earliest || start >= end || *end > length {
            faults
                .push(format!("[{start}, {end}] does not lie in a snippet of {length} characters"));
        }
        earliest = *end;
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_match_must_lie_in_its_snippet() {
        let check = |ranges: &[[u32; 2]], faults: usize| {
            let it =
                Match {
                    snippet: "é🫖c".to_owned(), ranges: ranges.to_vec(), ..Match::default()
                };
            assert_eq!(match_faults(&it).len(), faults, "{ranges:?}");
        };
        check(&[], 0);
        check(&[[0, 1], [2, 3]], 0);
        check(&[[0, 2], [1, 3]], 1);
        check(&[[1, 1]], 1);
        check(&[[0, 4]], 1);
        let nowhere = Match { field: MatchField::Message, ..Match::default() };
        assert_eq!(match_faults(&nowhere).len(), 1);
    }

    #[test]
    fn whose_turn_it_is_follows_where_it_is_not_said() {
        let mut ticket = Ticket::default();
        ticket.status.category = StatusCategory::OnHold;
        assert_eq!(value_of("waiting_on", &ticket).as_deref(), Some("engineering"));
        ticket.waiting_on = Some(WaitingOn::Customer);
        assert_eq!(value_of("waiting_on", &ticket).as_deref(), Some("customer"));
        assert_eq!(value_of("type", &ticket), None, "what is not known is not asked for");
    }

    #[test]
    fn what_is_missing_and_what_does_not_belong_is_named() {
        let (wanted, found) = (BTreeSet::from(["1", "2"]), BTreeSet::from(["2", "3"]));
        assert_eq!(differences(&wanted, &found), ["1 is missing", "3 does not belong there"]);
    }
}
