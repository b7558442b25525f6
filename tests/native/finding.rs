//! Looking through a list: which tickets a filter leaves, and that nothing anybody types can leave its
//! place in a request.

use std::{collections::BTreeSet, rc::Rc};

use contract as wire;
use deskpane::{
    api::{Answer, Ask, Body, Connector, Find, Reply, Step, connectors},
    domain::{Filter, Scope, Sort, Spot, Term, Ticket, TicketId},
};
use proptest::prelude::*;

fn ticket() -> Ticket {
    let ticket = wire::Ticket {
        id: "1".into(),
        status: wire::Status { category: wire::StatusCategory::OnHold, ..Default::default() },
        requester: Some(wire::Person { id: "u-1".into(), name: "Ann".into() }),
        escalated: true,
        created_at: "2026-01-01T00:00:00Z".into(),
        updated_at: "2026-01-02T00:00:00Z".into(),
        ..Default::default()
    };
    let body = Body::new(serde_json::to_string(&ticket).unwrap());
    let reply = Reply { status: 200, body, ..Reply::default() };
    match connectors::Deskpane.step(&Ask::Ticket(TicketId::new("1")), &[reply]) {
        Step::Done(Answer::Ticket(ticket)) => *ticket,
        other => panic!("{other:?}"),
    }
}

fn filter(pairs: &[(&str, &str)]) -> Filter {
    pairs.iter().fold(Filter::default(), |it, (name, value)| it.read(name, value))
}

#[track_caller]
fn check(pairs: &[(&str, &str)], expected: bool) {
    assert_eq!(filter(pairs).holds(&ticket()), expected, "{pairs:?}");
}

/// L6.
#[test]
fn terms_of_one_name_are_alternatives_and_of_different_names_all_hold() {
    check(&[], true);
    check(&[("status", "open,on_hold")], true);
    check(&[("status", "open")], false);
    check(&[("status", "on_hold"), ("unread", "true")], false);
    check(&[("waiting_on", "engineering,customer"), ("escalated", "true")], true);
    check(&[("waiting_on", "customer")], false);
    check(&[("priority", "urgent")], false);
    check(&[("type", "other")], true);
    check(&[("requester", "u-1")], true);
    check(&[("requester", "u-2")], false);
}

#[test]
fn a_range_holds_its_beginning_and_not_its_end() {
    check(&[("created_from", "2026-01-01T00:00:00Z")], true);
    check(&[("created_to", "2026-01-01T00:00:00Z")], false);
    check(&[("updated_from", "2026-01-02T00:00:01Z")], false);
    check(&[("updated_to", "2026-01-02T00:00:01Z")], true);
}

/// What an address carries, as whoever receives it reads it.
fn received(path: &str) -> Vec<(String, String)> {
    let query = path.split_once('?').map_or("", |it| it.1);
    assert!(query.bytes().all(|it| it.is_ascii_graphic() && !b"\"'<>#".contains(&it)), "{path}");
    let decode = |text: &str| {
        let mut bytes = Vec::new();
        let mut rest = text.bytes();
        while let Some(byte) = rest.next() {
            match byte {
                b'%' => {
                    let digits = [rest.next().unwrap(), rest.next().unwrap()];
                    let digits = std::str::from_utf8(&digits).unwrap();
                    bytes.push(u8::from_str_radix(digits, 16).unwrap());
                }
                other => bytes.push(other),
            }
        }
        String::from_utf8(bytes).unwrap()
    };
    let pairs = query.split('&').map(|it| it.split_once('=').unwrap());
    pairs.map(|(name, value)| (decode(name), decode(value))).collect()
}

fn sent(connector: &dyn Connector, filter: Filter) -> String {
    let find = Some(Rc::new(Find { filter, ..Find::default() }));
    let (scope, sort) = (Scope::Mine, Sort::default());
    match connector.step(&Ask::Tickets { scope, sort, limit: 25, after: None, find }, &[]) {
        Step::Send(request) => request.path,
        other => panic!("{other:?}"),
    }
}

/// Lists as somebody may have written them who knows how: names that are known, and any value.
const ADDRESSES: &str = "(~(scope|sort|q|status|requester|unread|created_from|updated_to|x)\\.(org:|-)?(open|true|created|.{0,20}|\\PC{0,20})(,.{0,9})?){0,5}|~.{0,60}";

proptest! {
    #![proptest_config(ProptestConfig::with_cases(10_000))]

    /// L5, L6: whatever is typed, or stands in an address, is the value of its own parameter.
    #[test]
    fn no_text_leaves_its_parameter(text in "\\PC{0,40}|.{0,40}", name in ".{0,12}", value in ".{0,40}") {
        let filter = filter(&[(&name, &value), ("requester", &text), ("status", &value)]);
        let filter = Filter { text: text.clone(), ..filter };
        let pairs = received(&sent(&connectors::Looking, filter));
        let value_of = |name: &str| pairs.iter().find(|it| it.0 == name).map(|it| it.1.as_str());
        let is_known = |name: &str| ["scope", "q", "requester", "sort", "limit"].contains(&name);
        prop_assert!(pairs.iter().all(|it| is_known(&it.0)), "{pairs:?}");
        let trimmed = Some(text.trim()).filter(|it| !it.is_empty());
        prop_assert_eq!(value_of("q"), trimmed);
        prop_assert_eq!(value_of("requester"), Some(text.as_str()).filter(|it| !it.is_empty()));
    }

    /// L6, M5: no address of the page throws, and what a list's asks for stays in its parameters, too; what was
    /// understood of it is written as it is read.
    #[test]
    fn no_address_leaves_its_parameters(text in ADDRESSES) {
        let Some(Spot::List(looking)) = Spot::read(&text) else { return Ok(()) };
        prop_assert_eq!(Spot::read(&looking.write()), Some(Spot::List(looking.clone())));
        let known = ["scope", "q", "sort", "limit"];
        let pairs = received(&sent(&connectors::Looking, looking.filter));
        let is_known = |name: &str| known.contains(&name) || Term::NAMES.contains(&name);
        prop_assert!(pairs.iter().all(|it| is_known(&it.0)), "{pairs:?}");
    }

    /// M5: what stands in an address is a ticket's id or it is no ticket.
    #[test]
    fn no_address_is_a_ticket_that_cannot_be(text in ".{0,80}") {
        if let Some(Spot::Ticket(id, _)) = Spot::read(&text) {
            let is_plain = |it: u8| it.is_ascii_alphanumeric() || b"-_.".contains(&it);
            prop_assert!(!id.as_str().is_empty() && id.as_str().bytes().all(is_plain), "{id:?}");
        }
    }

    /// L5, L6: as there, at desks that have a language or a syntax of their own.
    #[test]
    fn no_text_becomes_syntax_of_a_desk(text in "\\PC{0,40}|.{0,40}|[a-z'\\\\()|\"#%=&]{0,40}", value in ".{0,40}") {
        let of_terms = |name: &str| Filter { text: text.clone(), ..filter(&[(name, &value), ("status", &text)]) };
        for name in ["requester", "created_from", "priority"] {
            if let Some(redmine) = sent_or_done(&connectors::Redmine, of_terms(name)) {
                let known = ["author_id", "subject", "issue_id", "status_id", "sort", "limit"];
                for (name, value) in received(&redmine) {
                    prop_assert!(known.contains(&name.as_str()), "{name}");
                    let is_plain = !value.contains('|') && !value.chars().any(char::is_control);
                    prop_assert!(is_plain, "{value:?}");
                    prop_assert!(name != "subject" || value.starts_with('~'), "{value:?}");
                }
            }
            if let Some(rt) = sent_or_done(&connectors::RequestTracker, of_terms(name)) {
                let pairs = received(&rt);
                let query = pairs.iter().find(|it| it.0 == "query").map(|it| it.1.clone());
                let words = outside_quotes(&query.unwrap_or_default());
                prop_assert!(words.is_some(), "{rt}");
                let known = ["Requestor.id=", "AND", "(Subject", "LIKE", ")", "OR"];
                for word in words.iter().flatten() {
                    let number = word.strip_prefix("id=").and_then(|it| it.strip_suffix(')'));
                    let is_number = number.is_some_and(|it| it.bytes().all(|it| it.is_ascii_digit()));
                    prop_assert!(is_number || known.contains(&word.as_str()), "{word}");
                }
            }
        }
    }
}

/// What is asked; nothing where there is nothing to be found.
fn sent_or_done(connector: &dyn Connector, filter: Filter) -> Option<String> {
    let find = Some(Rc::new(Find { filter, ..Find::default() }));
    let (scope, sort) = (Scope::Mine, Sort::default());
    match connector.step(&Ask::Tickets { scope, sort, limit: 25, after: None, find }, &[]) {
        Step::Send(request) => Some(request.path),
        Step::Done(_) => None,
        Step::Fail(error) => panic!("{error:?}"),
    }
}

/// The words of a query of RT that stand outside its strings; `None` where a string does not end.
fn outside_quotes(query: &str) -> Option<BTreeSet<String>> {
    let mut outside = String::new();
    let mut chars = query.chars();
    while let Some(it) = chars.next() {
        if it != '\'' {
            outside.push(it);
            continue;
        }
        loop {
            match chars.next()? {
                '\'' => break,
                '\\' => drop(chars.next()?),
                _ => {}
            }
        }
    }
    Some(outside.split_whitespace().map(str::to_owned).collect())
}
