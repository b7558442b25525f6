//! Single tickets and their conversations, on a few that differ most.

use std::collections::BTreeSet;

use contract::{Message, Ticket};
use serde_json::Value;

use super::{
    Visitor,
    findings::Findings,
    http::escaped,
    lists::{List, Listed, address, steadily},
    moment,
    shape::{self, Odd},
    walk::{PAGE, Walk, Way, several},
};

/// How many tickets are looked at one by one.
const SAMPLES: usize = 6;

/// Tickets worth a closer look: the first with each thing that few have, then the first ones.
pub fn sample(lists: &[List]) -> Vec<(&str, &Listed)> {
    let features: [fn(&Ticket) -> bool; 4] = [
        |it| it.escalation.is_some(),
        |it| it.conference.is_some(),
        |it| it.resolution.is_some(),
        |it| it.unread,
    ];
    let all =
        || lists.iter().flat_map(|list| list.tickets.iter().map(|it| (list.scope.as_str(), it)));
    let featured = features.iter().filter_map(|has| all().find(|(_, it)| has(&it.ticket)));
    let mut seen = BTreeSet::new();
    let chosen = featured.chain(all()).filter(|(_, it)| seen.insert(it.ticket.id.as_str()));
    chosen.take(SAMPLES).collect()
}

/// Checks that each ticket alone is the one in the list.
pub fn singles(
    findings: &mut Findings,
    visitor: &Visitor<'_>,
    samples: &[(&str, &Listed)],
    odd: &mut Odd,
) {
    const CHECK: &str = "/tickets/{id}: as in the list";
    if samples.is_empty() {
        findings.skip(CHECK, "no list has a ticket");
        return;
    }
    let mut faults = Vec::new();
    for (scope, listed) in samples {
        let id = &listed.ticket.id;
        let mut known = listed.ticket.clone();
        let ((), wrong) = steadily(|| {
            let path = format!("/tickets/{}", escaped(id));
            let single =
                visitor.json(&path).map_err(|it| vec![it]).and_then(|it| shape::read(&it, odd));
            let wrong = match single {
                Ok(single) if visitor.api.mapping().is_some() => {
                    differences(&known, &single, is_said)
                }
                Ok(single) => differences(&known, &single, |_| true),
                Err(wrong) => wrong,
            };
            // Something may have happened on it since: then it is at the head of its list.
            if let Some(newer) = again(visitor, scope, id) {
                known = newer;
            }
            ((), wrong)
        });
        faults.extend(wrong.into_iter().map(|it| format!("{id}: {it}")));
    }
    findings.judge(CHECK, format!("{} tickets are", samples.len()), &faults);
}

fn again(visitor: &Visitor<'_>, scope: &str, id: &str) -> Option<Ticket> {
    let page = visitor.json(&address(scope, "-updated_at", PAGE, None)).ok()?;
    let raw = page["items"].as_array()?.iter().find(|it| it["id"] == id)?;
    shape::read(raw, &mut Odd::default()).ok()
}

/// Whether a list says anything by it: many desks' lists say less than their tickets.
fn is_said(it: &Value) -> bool {
    match it {
        Value::Null | Value::Bool(false) => false,
        Value::String(it) => !it.is_empty(),
        Value::Array(it) => !it.is_empty(),
        Value::Object(it) => it.values().any(is_said),
        Value::Bool(true) | Value::Number(_) => true,
    }
}

/// What a reader finds different, by the names of the fields, of those in the list that `count`.
fn differences(listed: &Ticket, single: &Ticket, count: fn(&Value) -> bool) -> Vec<String> {
    if listed == single {
        return Vec::new();
    }
    let [listed, single] = [listed, single].map(|it| serde_json::to_value(it).unwrap_or_default());
    let (Value::Object(listed), Value::Object(single)) = (listed, single) else {
        return Vec::new();
    };
    let names: BTreeSet<&String> = listed.keys().chain(single.keys()).collect();
    let counts = |name: &str| count(listed.get(name).unwrap_or(&Value::Null));
    let other = names.into_iter().filter(|name| counts(name));
    let other = other.filter(|name| listed.get(*name) != single.get(*name));
    other.map(|name| format!("`{name}` is not what the list says")).collect()
}

/// Checks the conversations of the samples, and gives what is in them.
pub fn conversations(
    findings: &mut Findings,
    visitor: &Visitor<'_>,
    samples: &[(&str, &Listed)],
    odd: &mut Odd,
) -> Vec<(Value, Message)> {
    let checks = ["shape", "oldest first", "back to the beginning"]
        .map(|it| format!("/tickets/{{id}}/messages: {it}"));
    if samples.is_empty() {
        checks.iter().for_each(|it| findings.skip(it, "no list has a ticket"));
        return Vec::new();
    }
    let mut read = Vec::new();
    let (mut shapes, mut orders, mut walks) = (Vec::new(), Vec::new(), Vec::new());
    let mut pages = 0;
    for (_, listed) in samples {
        let id = &listed.ticket.id;
        let named = |it: String| format!("{id}: {it}");
        let (walked, wrong) = steadily(|| back(visitor, id));
        pages += walked.iter().map(|it| it.pages.len()).sum::<usize>();
        walks.extend(wrong.into_iter().map(named));
        for walk in &walked {
            orders.extend(out_of_order(walk).into_iter().map(named));
        }
        for raw in walked.first().into_iter().flat_map(Walk::items) {
            match shape::read::<Message>(raw, odd) {
                Ok(message) => read.push((raw.clone(), message)),
                Err(wrong) => shapes.extend(wrong.into_iter().map(named)),
            }
        }
    }
    let of = format!("of {} tickets", samples.len());
    let [shape, order, walk] = checks;
    findings.judge(shape, format!("{} messages {of} can be read", read.len()), &shapes);
    findings.judge(order, format!("in {pages} pages {of}"), &orders);
    let seen = match visitor.api.mapping() {
        Some(_) => format!("whole, {of}, none twice"),
        None => format!("{pages} pages {of}, none twice, none missing"),
    };
    findings.judge(walk, seen, &walks);
    read
}

/// From the newest page to the beginning; a short conversation in smaller pages too.
fn back(visitor: &Visitor<'_>, id: &str) -> (Vec<Walk>, Vec<String>) {
    // A mapping gives a conversation whole.
    let is_mapped = visitor.api.mapping().is_some();
    let through = |limit: usize| {
        let most = if is_mapped { usize::MAX } else { limit };
        Walk::through(most, Way::Back, |cursor| {
            let cursor = cursor.map(|it| format!("&cursor={}", escaped(it))).unwrap_or_default();
            visitor.json(&format!("/tickets/{}/messages?limit={limit}{cursor}", escaped(id)))
        })
    };
    let walk = through(PAGE);
    let mut faults = walk.judged();
    let count = walk.items().count();
    if walk.pages.len() > 1 || count < 2 || !faults.is_empty() || is_mapped {
        return (vec![walk], faults);
    }
    let smaller = through(several(count));
    faults.extend(smaller.judged());
    faults.extend(smaller.differs(&walk));
    (vec![walk, smaller], faults)
}

/// Oldest first inside each page, and each page before the one that led to it.
fn out_of_order(walk: &Walk) -> Vec<String> {
    let all = walk.pages.iter().rev().flatten();
    // A time that is none was named with the shape.
    let timed = all.filter_map(|it| {
        let at = moment::utc(it["created_at"].as_str()?).ok()?;
        Some((at, it["id"].as_str().unwrap_or_default()))
    });
    let timed: Vec<(String, &str)> = timed.collect();
    let wrong = timed.windows(2).filter(|it| it[0].0 > it[1].0);
    wrong.map(|it| format!("{} stands before {}, which is older", it[0].1, it[1].1)).collect()
}

#[cfg(test)]
mod tests {
    use contract::{Conference, Escalation};
    use serde_json::json;

    use super::*;

    fn listed(id: &str) -> Listed {
        let ticket = Ticket { id: id.to_owned(), ..Ticket::default() };
        Listed { raw: Value::Null, whole: ticket.clone(), ticket }
    }

    fn list(scope: &str, tickets: Vec<Listed>) -> List {
        List { scope: scope.to_owned(), walk: Walk::default(), tickets }
    }

    #[test]
    fn what_few_tickets_have_is_looked_at_first() {
        let mut tickets: Vec<Listed> = (0..20).map(|it| listed(&it.to_string())).collect();
        tickets[12].ticket.escalation = Some(Escalation::default());
        tickets[15].ticket.conference = Some(Conference::default());
        let lists = [list("mine", tickets), list("cc", vec![listed("12"), listed("30")])];
        let ids: Vec<&str> = sample(&lists).iter().map(|it| it.1.ticket.id.as_str()).collect();
        assert_eq!(ids, ["12", "15", "0", "1", "2", "3"]);
    }

    #[test]
    fn a_ticket_that_differs_is_named_by_its_fields() {
        let one = Ticket { subject: "a".to_owned(), unread: true, ..Ticket::default() };
        let other = Ticket { subject: "b".to_owned(), unread: true, ..Ticket::default() };
        assert_eq!(differences(&one, &other, |_| true), ["`subject` is not what the list says"]);
        assert!(differences(&one, &one.clone(), |_| true).is_empty());
    }

    #[test]
    fn through_a_mapping_a_list_may_say_less_but_nothing_else() {
        let check = |listed: &str, single: &str, faults: usize| {
            let [listed, single] = [listed, single]
                .map(|it| Ticket { language: Some(it.to_owned()), ..Ticket::default() });
            assert_eq!(differences(&listed, &single, is_said).len(), faults);
        };
        check("", "en", 0);
        check("en", "", 1);
        check("en", "fr", 1);
    }

    #[test]
    fn messages_stand_oldest_first_inside_a_page_and_across_pages() {
        let message = |day: usize| {
            let at = format!("2026-11-{day:02}T00:00:00Z");
            json!({ "id": day.to_string(), "created_at": at })
        };
        let check = |pages: &[&[usize]], faults: &[&str]| {
            let pages = pages.iter().map(|it| it.iter().map(|it| message(*it)).collect());
            let walk = Walk { pages: pages.collect(), ..Walk::default() };
            assert_eq!(out_of_order(&walk), faults);
        };
        check(&[&[5, 6], &[3, 4], &[]], &[]);
        check(&[&[6, 5]], &["6 stands before 5, which is older"]);
        check(&[&[3, 4], &[5, 6]], &["6 stands before 3, which is older"]);
    }
}
