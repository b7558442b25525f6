//! The lists of tickets: every scope, every order, all pages.

use std::collections::BTreeSet;

use contract::{Me, Page, Ticket};
use serde_json::Value;

use super::{
    Visitor,
    findings::Findings,
    http::escaped,
    order,
    shape::{self, Odd},
    walk::{PAGE, Walk, Way, several},
};

/// What the widget asks for first.
const NEWEST: &str = "-updated_at";
/// How many tickets are fetched by themselves to complete what lists say.
const MOST_WHOLE: usize = 40;

/// One scope's list.
pub struct List {
    /// As in `?scope=`.
    pub scope: String,
    /// All that was walked of it.
    pub walk: Walk,
    /// Those that can be read.
    pub tickets: Vec<Listed>,
}

/// A ticket as its list has it.
pub struct Listed {
    /// As it came.
    pub raw: Value,
    /// As it is read.
    pub ticket: Ticket,
    /// As its page has it: by the contract the same, through a mapping perhaps more.
    pub whole: Ticket,
}

/// The words of `?scope=` that `/me` names; `org` stands for each organisation that may be seen.
pub fn scopes(me: &Me) -> Vec<String> {
    let mut scopes: Vec<String> = Vec::new();
    for word in &me.capabilities.scopes {
        if word == "org" {
            let seen = me.organizations.iter().filter(|it| it.can_view);
            scopes.extend(seen.map(|it| format!("org:{}", it.id)));
        } else {
            scopes.push(word.clone());
        }
    }
    if scopes.is_empty() {
        scopes.push("mine".to_owned());
    }
    let mut seen = BTreeSet::new();
    scopes.retain(|it| seen.insert(it.clone()));
    scopes
}

/// The address of a page, as the widget writes it.
pub fn address(scope: &str, sort: &str, limit: usize, cursor: Option<&str>) -> String {
    let cursor = cursor.map(|it| format!("&cursor={}", escaped(it))).unwrap_or_default();
    format!("/tickets?scope={}&sort={}&limit={limit}{cursor}", escaped(scope), escaped(sort))
}

/// Walks one list.
pub fn walk(visitor: &Visitor<'_>, scope: &str, sort: &str, limit: usize) -> Walk {
    let most = if visitor.api.counts() { limit } else { usize::MAX };
    Walk::through(most, Way::Next, |cursor| visitor.json(&address(scope, sort, limit, cursor)))
}

/// Fetches each ticket by itself where lists may say less than its page does.
pub fn complete(visitor: &Visitor<'_>, lists: &mut [List]) {
    let listed = lists.iter_mut().flat_map(|it| &mut it.tickets);
    for it in listed.take(MOST_WHOLE) {
        let found = visitor.json(&format!("/tickets/{}", escaped(&it.ticket.id)));
        // One that cannot be had is named where single tickets are looked at.
        let read = found.ok().and_then(|it| shape::read(&it, &mut Odd::default()).ok());
        it.whole = read.unwrap_or_else(|| it.ticket.clone());
    }
}

/// The ids in any list of this visitor's; `None` if not all of them could be walked.
pub fn visible(visitor: &Visitor<'_>, me: &Me) -> Option<BTreeSet<String>> {
    let mut ids = BTreeSet::new();
    for scope in scopes(me) {
        let walk = walk(visitor, &scope, NEWEST, PAGE);
        if walk.is_cut || !walk.faults.is_empty() {
            return None;
        }
        ids.extend(walk.ids().into_iter().map(str::to_owned));
    }
    Some(ids)
}

/// Checks the list of every scope, and gives them.
pub fn lists(findings: &mut Findings, visitor: &Visitor<'_>, me: &Me, odd: &mut Odd) -> Vec<List> {
    scopes(me).into_iter().map(|scope| list(findings, visitor, scope, odd)).collect()
}

fn list(findings: &mut Findings, visitor: &Visitor<'_>, scope: String, odd: &mut Odd) -> List {
    let ((walk, told), faults) = steadily(|| pages(visitor, &scope));
    findings.judge(format!("/tickets {scope}: pages"), told, &faults);

    let mut tickets = Vec::new();
    let mut faults = Vec::new();
    for raw in walk.items() {
        match shape::read::<Ticket>(raw, odd) {
            Ok(ticket) => {
                tickets.push(Listed { raw: raw.clone(), whole: ticket.clone(), ticket });
            }
            Err(wrong) => {
                let id = raw["id"].as_str().map_or_else(|| raw["id"].to_string(), str::to_owned);
                faults.extend(wrong.iter().map(|it| format!("{id}: {it}")));
            }
        }
    }
    let seen = format!("{} can be read", tickets.len());
    findings.judge(format!("/tickets {scope}: shape"), seen, &faults);

    let all = walk.items().count();
    let check = format!("/tickets {scope}: limit");
    if all == 0 {
        findings.skip(check, "the list is empty");
    } else if !visitor.api.counts() {
        findings.skip(
            check,
            "the mapping asks for no number: the desk's pages are as long as they are",
        );
    } else {
        let (seen, faults) = steadily(|| {
            let page = visitor.json(&address(&scope, NEWEST, 1, None));
            match page.and_then(|it| shape::page(&it)) {
                Ok(page) => (format!("{} with limit=1", page.items.len()), limit_held(&page, all)),
                Err(why) => (String::new(), vec![why]),
            }
        });
        findings.judge(check, seen, &faults);
    }
    List { scope, walk, tickets }
}

/// A list in pages as the widget asks, and a short one in smaller pages too, so that cursors are
/// tried.
fn pages(visitor: &Visitor<'_>, scope: &str) -> ((Walk, String), Vec<String>) {
    let walked = walk(visitor, scope, NEWEST, PAGE);
    let mut faults = walked.judged();
    let mut told = walked.told();
    let count = walked.items().count();
    if walked.pages.len() == 1 && count > 1 && faults.is_empty() && visitor.api.counts() {
        let limit = several(count);
        let smaller = walk(visitor, scope, NEWEST, limit);
        faults.extend(smaller.judged());
        faults.extend(smaller.differs(&walked));
        told = format!("{told}; with limit={limit} {} pages", smaller.pages.len());
    }
    ((walked, told), faults)
}

/// A page of one, of a list that has `all`.
fn limit_held(page: &Page<Value>, all: usize) -> Vec<String> {
    match (page.items.len(), &page.next_cursor) {
        (0, None) => vec!["no ticket with limit=1, though there are some".to_owned()],
        (0 | 1, Some(_)) => Vec::new(),
        (1, None) if all == 1 => Vec::new(),
        (1, None) => vec![format!("no next_cursor behind the first of {all}")],
        (many, _) => vec![format!("{many} tickets with limit=1")],
    }
}

/// Checks each order that `/me` names, both ways, on the longest list.
pub fn orders(findings: &mut Findings, visitor: &Visitor<'_>, me: &Me, lists: &[List]) {
    let words = &me.capabilities.sort;
    if words.is_empty() {
        let what = match visitor.api.mapping() {
            Some(_) => "the mapping names no order; the widget sorts what it has loaded",
            None => "/me names no order; the widget asks for -updated_at and others all the same",
        };
        findings.note("/tickets sort", what);
    }
    let Some(longest) = lists.iter().max_by_key(|it| it.walk.items().count()) else { return };
    for word in words {
        let check = format!("/tickets sort={word}");
        if longest.walk.items().count() < 2 {
            findings.skip(check, "no list has two tickets");
            continue;
        }
        let (seen, faults) = steadily(|| sorted(visitor, longest, word));
        findings.judge(&check, seen, &faults);
        if !order::is_known(word) {
            findings.note(check, "no word of the contract; the widget does not offer it");
        }
    }
}

fn sorted(visitor: &Visitor<'_>, list: &List, word: &str) -> (String, Vec<String>) {
    let limit = several(list.walk.items().count());
    let [up, down] =
        [word.to_owned(), format!("-{word}")].map(|sort| walk(visitor, &list.scope, &sort, limit));
    let mut faults = Vec::new();
    for (walk, way) in [(&up, "ascending"), (&down, "descending")] {
        let wrong = walk.judged().into_iter().chain(walk.differs(&list.walk));
        faults.extend(wrong.map(|it| format!("{way}: {it}")));
    }
    // What cannot be read was named with the list's shape.
    let [read_up, read_down] = [&up, &down].map(|walk| -> Vec<Ticket> {
        walk.items().filter_map(|it| shape::read(it, &mut Odd::default()).ok()).collect()
    });
    let are_whole = [(&up, &read_up), (&down, &read_down)]
        .iter()
        .all(|(walk, read)| !walk.is_cut && walk.items().count() == read.len());
    if faults.is_empty() {
        faults = order::judged(word, &read_up, &read_down, are_whole);
    }
    let first = order::runs(&read_down).first().map(|it| order::word(*it));
    let first = match first.filter(|_| word == "status") {
        Some(category) => format!("; -status begins with {category}"),
        None => String::new(),
    };
    (format!("scope {}, both ways, pages of {limit}: {}{first}", list.scope, up.told()), faults)
}

/// Tries once more what went wrong: a desk goes on working while it is looked at.
pub fn steadily<T>(mut attempt: impl FnMut() -> (T, Vec<String>)) -> (T, Vec<String>) {
    let first = attempt();
    if first.1.is_empty() { first } else { attempt() }
}

#[cfg(test)]
mod tests {
    use contract::{Capabilities, Membership};
    use serde_json::json;

    use super::*;

    #[test]
    fn one_word_stands_for_each_organisation_that_may_be_seen() {
        let organization = |id: &str, can_view: bool| Membership {
            id: id.to_owned(),
            can_view,
            ..Membership::default()
        };
        let check = |words: &[&str], expected: &[&str]| {
            let scopes = words.iter().map(|it| (*it).to_owned()).collect();
            let me = Me {
                organizations: vec![organization("a", true), organization("b", false)],
                capabilities: Capabilities { scopes, ..Capabilities::default() },
                ..Me::default()
            };
            assert_eq!(super::scopes(&me), expected);
        };
        check(&["mine", "cc", "org"], &["mine", "cc", "org:a"]);
        check(&["mine", "org:a", "org"], &["mine", "org:a"]);
        check(&[], &["mine"]);
    }

    #[test]
    fn an_address_carries_what_it_was_given_as_it_was() {
        assert_eq!(
            address("org:a&b", "-id", 25, Some("x+/=")),
            "/tickets?scope=org%3Aa%26b&sort=-id&limit=25&cursor=x%2B%2F%3D"
        );
        assert_eq!(address("mine", "id", 1, None), "/tickets?scope=mine&sort=id&limit=1");
    }

    #[test]
    fn a_page_of_one_has_one_and_leads_on() {
        let check = |items: usize, next: Option<&str>, all: usize, faults: &[&str]| {
            let page = Page {
                items: vec![json!({}); items],
                next_cursor: next.map(str::to_owned),
                ..Page::default()
            };
            assert_eq!(limit_held(&page, all), faults);
        };
        check(1, Some("a"), 5, &[]);
        check(1, None, 1, &[]);
        check(5, None, 5, &["5 tickets with limit=1"]);
        check(1, None, 5, &["no next_cursor behind the first of 5"]);
        check(0, None, 5, &["no ticket with limit=1, though there are some"]);
    }

    #[test]
    fn only_what_goes_wrong_twice_is_wrong() {
        let mut count = 0;
        let (tries, faults) = steadily(|| {
            count += 1;
            (count, if count == 1 { vec!["moved".to_owned()] } else { Vec::new() })
        });
        assert_eq!((tries, faults.len()), (2, 0));
    }
}
