//! Zendesk's mapping against a server that answers as Zendesk's documentation says.

use std::collections::HashSet;

use ::deskpane::{
    api::{Answer, Ask, Failure},
    domain::{Level, Scope, Sort, SortKey, StatusCategory as S, Ticket},
};
use standins::{Kind, seed};

use super::standin::{Standin, standin};

fn zendesk() -> Standin {
    standin(Kind::Zendesk, "zendesk")
}

#[test]
fn standin_zendesk_knows_the_customer_by_token_and_by_cookie() {
    let it = zendesk();
    for (login, name) in [("alice", "Alice Moreau"), ("bob", "Bob Okafor")] {
        assert_eq!(it.name(login), name);
    }
    let Ok(Answer::Me(me)) = it.in_browser().ask("dora", &Ask::Me) else { panic!() };
    assert_eq!(me.can.scopes, [Scope::Mine, Scope::CopiedOn, Scope::Organization("501".into())]);
    it.knows_no_stranger();
}

#[test]
fn standin_zendesk_lists_two_pages_and_only_ones_own() {
    let it = zendesk();
    let (all, pages) = it.list("alice", Scope::Mine);
    assert_eq!(pages, [20, 5]);
    assert_eq!(all.iter().map(|it| &it.display_id).collect::<HashSet<_>>().len(), 25);
    assert!(all.iter().all(|it| it.requester.name == "Alice Moreau"));
    assert!(all.is_sorted_by(|one, next| one.updated_at >= next.updated_at));
    assert_eq!(it.subjects("bob", Scope::Mine), ["Invoice in the wrong currency"]);
    assert_eq!(it.subjects("carol", Scope::Mine), [""; 0]);
    assert_eq!(it.subjects("carol", Scope::CopiedOn), ["Two drivers see each other's notes"]);
    // Dora may see what is asked from Northwind; Alice is there as well, and may not.
    let northwind = || Scope::Organization("501".into());
    assert_eq!(it.subjects("dora", northwind()).len(), 24);
    let ask = super::tickets(northwind());
    assert_eq!(it.desk.ask("alice", &ask).unwrap_err().failure(), Failure::NotFound);
}

#[test]
fn standin_zendesk_sorts() {
    let it = zendesk();
    let sorted = |key, descending| {
        it.desk.page("alice", Scope::Mine, Sort { key, descending }, None).tickets
    };
    assert!(sorted(SortKey::Created, false).is_sorted_by(|a, b| a.created_at <= b.created_at));
    assert!(sorted(SortKey::Updated, true).is_sorted_by(|a, b| a.updated_at >= b.updated_at));
    assert_eq!(sorted(SortKey::Status, false)[0].subject, "Can a route start on Sunday?");
}

#[test]
fn standin_zendesk_says_what_a_ticket_is() {
    let it = zendesk();
    let labels = it.desk.ticket("alice", &it.id(seed::LABELS));
    assert_eq!(labels.display_id, "#101");
    assert_eq!(labels.assignee.map(|it| it.name).as_deref(), Some("Inês Duarte"));
    assert_eq!(labels.priority.map(|it| it.level), Some(Level::High));
    let copied = it.desk.ticket("carol", &it.id(seed::COPIED));
    assert_eq!(copied.requester.name, "Alice Moreau");
    let states = [
        (seed::LABELS, S::AwaitingCustomer),
        (seed::UNSEEN, S::Open),
        (seed::OPEN, S::Open),
        (seed::PAUSED, S::OnHold),
        (seed::SOLVED, S::Resolved),
        (seed::CLOSED, S::Closed),
    ];
    for (ticket, state) in states {
        let ticket: Ticket = it.desk.ticket("alice", &it.id(ticket));
        assert_eq!(ticket.status.category, state, "{}", ticket.subject);
    }
}

#[test]
fn standin_zendesk_tells_a_conversation_without_what_is_internal() {
    let it = zendesk();
    let said = it.said("alice", seed::LABELS);
    let expected = [
        r#"Requester Alice Moreau: "Since Monday our labels are an hour late.\n\n<b>All</b> of them & both printers." ["printer log.txt"]"#,
        r#"Agent Inês Duarte: "Thank you, Alice.\n\nCould you send us a photo of one label & say which printer it was?" []"#,
        r#"Requester Alice Moreau: "Here it is, from printer 2." ["Étiquette n° 1.png"]"#,
        r#"Agent Inês Duarte: "There is a fix in 4.2.2.\nPlease tell us whether it helps." []"#,
    ];
    assert_eq!(said, expected);
}

#[test]
fn standin_zendesk_tells_a_long_conversation_to_its_end() {
    let it = zendesk();
    let messages = it.desk.messages("alice", &it.id(seed::LONG));
    assert_eq!(messages.len(), seed::READINGS);
    assert!(
        messages.iter().zip(1..).all(|(it, at)| it.text.starts_with(&format!("Reading {at}: ")))
    );
    // Who wrote on a later page only is known as well.
    assert!(messages.iter().all(|it| !it.author.name.is_empty()));
}

#[test]
fn standin_zendesk_shows_nothing_of_others() {
    let it = zendesk();
    it.is_hidden("bob", seed::LABELS, Failure::NotFound);
    it.is_hidden("carol", seed::LABELS, Failure::NotFound);
    it.is_hidden("alice", seed::BOBS, Failure::NotFound);
    it.is_hidden("alice", 4711, Failure::NotFound);
    assert_eq!(it.said("carol", seed::COPIED).len(), 2);
}

#[test]
fn standin_zendesk_has_bad_moments() {
    zendesk().has_bad_moments();
}

/// Its files are with another origin, which the browser is led to; a token must not go there.
#[test]
fn standin_zendesk_leads_to_its_files() {
    let it = zendesk();
    let log = it.file("alice", seed::LABELS, "printer log.txt");
    assert!(log.address.as_ref().is_some_and(|at| at.starts_with(it.server.url())));
    let failure = |login: &str| it.desk.ask(login, &Ask::File(log.clone())).unwrap_err().failure();
    assert_eq!(failure("alice"), Failure::Redirected);
    assert_eq!(failure("bob"), Failure::NotFound);
    assert_eq!(it.server.given(), []);
}
