//! Looking through the lists of real desks: what they find is what would be found here in all of it.

use std::rc::Rc;

use ::deskpane::{
    api::{
        Answer, Ask, Cursor, Find, TicketPage, Writer,
        connectors::{Redmine, RequestTracker, Roundup},
    },
    domain::{Filter, Scope, Sort, Ticket},
};

use super::live::Desk;

fn page<C: Writer>(desk: &Desk<C>, find: Option<Find>, after: Option<Cursor>) -> TicketPage {
    let (scope, sort, find) = (Scope::Mine, Sort::default(), find.map(Rc::new));
    match desk.ask("alice", &Ask::Tickets { scope, sort, limit: 20, after, find }) {
        Ok(Answer::Tickets(page)) => page,
        other => panic!("{other:?}"),
    }
}

fn all<C: Writer>(desk: &Desk<C>, find: Option<&Find>) -> Vec<Ticket> {
    let mut found = Vec::new();
    let mut after = None;
    loop {
        let page = page(desk, find.cloned(), after);
        found.extend(page.tickets);
        match page.next {
            Some(next) => after = Some(next),
            None => return found,
        }
    }
}

fn ids(tickets: &[Ticket]) -> Vec<&str> {
    let mut ids: Vec<&str> = tickets.iter().map(|it| it.id.as_str()).collect();
    ids.sort_unstable();
    ids
}

/// Asks for each filter, and for words of a subject, and holds the answers against the whole list.
fn check<C: Writer>(desk: &Desk<C>) {
    let Ok(Answer::Me(me)) = desk.ask("alice", &Ask::Me) else { panic!("no me") };
    let whole = all(desk, None);
    let middle = whole[whole.len() / 2].created_at.to_rfc3339();
    let active = whole[whole.len() / 2].updated_at.to_rfc3339();
    let cases = [
        vec![("status", "open")],
        vec![("status", "awaiting_customer,resolved,closed")],
        vec![("status", "on_hold")],
        vec![("waiting_on", "support")],
        vec![("waiting_on", "nobody")],
        vec![("waiting_on", "customer"), ("status", "awaiting_customer,open")],
        vec![("priority", "urgent,question")],
        vec![("priority", "tolerable"), ("status", "open")],
        vec![("created_from", middle.as_str())],
        vec![("created_to", middle.as_str())],
        vec![("created_from", middle.as_str()), ("created_to", middle.as_str())],
        vec![("updated_from", active.as_str()), ("waiting_on", "support,customer")],
        vec![("updated_to", active.as_str())],
    ];
    let can = |name: &str| me.can.finds.iter().any(|it| it == name);
    let mut tried = 0;
    for pairs in cases.iter().filter(|it| it.iter().all(|it| can(it.0))) {
        let filter = pairs.iter().fold(Filter::default(), |it, (name, value)| it.read(name, value));
        let expected: Vec<Ticket> = whole.iter().filter(|it| filter.holds(it)).cloned().collect();
        let found = all(desk, Some(&Find { filter, ..Find::default() }));
        assert_eq!(ids(&found), ids(&expected), "{pairs:?}");
        tried += usize::from(!expected.is_empty());
    }
    assert!(tried > 2, "{tried}");

    let subject = whole.iter().map(|it| it.subject.as_str()).find(|it| it.contains('\'')).unwrap();
    let text = |text: &str| {
        let filter = Filter { text: text.into(), ..Filter::default() };
        all(desk, Some(&Find { filter, ..Find::default() }))
    };
    let is_in = |it: &Ticket, word: &str| it.subject.to_lowercase().contains(&word.to_lowercase());
    // With an apostrophe in it; two words behind one another; in another case.
    let words: Vec<&str> = subject.split(' ').collect();
    let quoted = words.iter().find(|it| it.contains('\'')).unwrap();
    let pair = words[..2].join(" ");
    for wanted in [quoted, pair.as_str(), &pair.to_uppercase()] {
        let found = text(wanted);
        assert!(found.iter().any(|it| it.subject == subject), "{wanted}");
        assert!(wanted.split(' ').all(|word| found.iter().all(|it| is_in(it, word))), "{wanted}");
    }
    for nothing in [
        "zqxjkv",
        "' OR id>0 OR Subject LIKE '",
        "x') OR (id>0",
        "\\",
        "|",
        "%",
        "_",
        "\"",
        "\u{0}",
    ] {
        assert!(text(nothing).len() < whole.len(), "{nothing} finds everything");
    }
}

#[test]
fn live_a_redmine_finds_what_is_there() {
    let Some(desk) = Desk::find("DESKPANE_REDMINE", Redmine) else { return };
    check(&desk);
    // L9: any row.
    let whole = all(&desk, None);
    let page = page(&desk, Some(Find { at: Some(21), ..Find::default() }), None);
    assert_eq!(ids(&page.tickets), ids(&whole[21..]));
    let found = page.found.unwrap();
    assert_eq!(found.first_index, Some(21));
}

#[test]
fn live_an_rt_finds_what_is_there() {
    let Some(desk) = Desk::find("DESKPANE_RT", RequestTracker) else { return };
    check(&desk);
}

#[test]
fn live_a_roundup_finds_what_is_there() {
    let Some(desk) = Desk::find("DESKPANE_ROUNDUP", Roundup) else { return };
    check(&desk);
}
