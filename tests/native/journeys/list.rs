//! The list: loading, order, pages (L4, L8–L10).

use std::sync::Arc;

use deskpane::{
    api::{Failure, TicketPage},
    domain::{
        Capabilities, Level, Me, Priority, Scope, Sort, SortKey, StatusCategory, Ticket,
        sort_loaded,
    },
    state::Event,
};

use super::{Journey, answered, ask, cursor, failed, first, me, me_with, page, ticket, tickets};

const BY_CREATED: Sort = Sort { key: SortKey::Created, descending: true };

#[test]
fn the_first_page_and_who_is_there_are_asked_at_once() {
    let mut journey = Journey::new();
    journey.on(Event::Started, "Unknown … | list mine -updated …: → me, 15 mine -updated");
    journey.on(page(&first(), "3 2", Some("2")), "Unknown … | list mine -updated: 3 2 +");
    journey.on(me("ann"), "In ann | list mine -updated: 3 2 +");
}

#[test]
fn another_list_drops_the_answer_to_the_last_one() {
    let mut journey = Journey::with_list();
    journey.on(
        Event::ScopeChosen(Scope::CopiedOn),
        "In ann | list copied -updated …: → 15 copied -updated",
    );
    journey.on(page(&first(), "9", None), "In ann | list copied -updated …:");
    journey.on(failed(&first(), Failure::Broken), "In ann | list copied -updated …:");
    let copied = ask(Scope::CopiedOn, Sort::default(), None);
    journey.on(page(&copied, "7", None), "In ann | list copied -updated: 7");
    journey.on(Event::ScopeChosen(Scope::CopiedOn), "In ann | list copied -updated: 7");
}

/// "There is no such ticket" would be about something nobody asked for.
#[test]
fn a_list_that_is_not_there_is_no_missing_ticket() {
    let mut journey = Journey::new();
    journey.on(Event::Started, "Unknown … | list mine -updated …: → me, 15 mine -updated");
    journey.on(failed(&first(), Failure::NotFound), "Unknown … | list mine -updated !Refused:");
}

#[test]
fn an_order_is_asked_of_the_server_and_the_rows_stay_until_it_answers() {
    let mut journey = Journey::with_list();
    journey.on(
        Event::SortPressed(SortKey::Created),
        "In ann | list mine -created …: 3 2 1 → 15 mine -created",
    );
    journey.on(
        Event::SortPressed(SortKey::Created),
        "In ann | list mine +created …: 3 2 1 → 15 mine +created",
    );
    let late = ask(Scope::Mine, BY_CREATED, None);
    journey.on(page(&late, "3 2 1", None), "In ann | list mine +created …: 3 2 1");
    let wanted = ask(Scope::Mine, Sort { descending: false, ..BY_CREATED }, None);
    journey.on(page(&wanted, "1 2 3", None), "In ann | list mine +created: 1 2 3");
}

#[test]
fn an_id_is_sorted_from_the_lowest_everything_else_from_the_newest() {
    let mut journey = Journey::with_list();
    journey.on(Event::SortPressed(SortKey::Id), "In ann | list mine +id …: 3 2 1 → 15 mine +id");
    journey.on(
        Event::SortPressed(SortKey::Priority),
        "In ann | list mine -priority …: 3 2 1 → 15 mine -priority",
    );
}

#[test]
fn a_desk_that_does_not_sort_is_sorted_here_and_says_so_while_there_is_more() {
    let mut journey = Journey::with_list();
    journey.equip();
    journey.go([Event::SortPressed(SortKey::Created)]);
    let unsorted = |ids: &str, next| TicketPage {
        tickets: tickets(ids),
        next: cursor(next),
        unsorted: true,
        ..TicketPage::default()
    };
    journey.on(
        answered(&ask(Scope::Mine, BY_CREATED, None), unsorted("2 4", Some("4"))),
        "In ann | list mine -created: 4 2 + sorted here, partly",
    );
    journey.on(
        Event::Looked(0..55),
        "In ann | list mine -created …: 4 2 + sorted here, partly → 50 mine -created after 4",
    );
    journey.on(
        answered(&ask(Scope::Mine, BY_CREATED, Some("4")), unsorted("3 1", None)),
        "In ann | list mine -created: 4 3 2 1 sorted here",
    );
}

#[test]
fn what_needs_the_customer_and_what_is_urgent_weighs_most() {
    let mut all = tickets("1 2 3 10");
    all[0].status.category = StatusCategory::Closed;
    all[2].status.category = StatusCategory::AwaitingCustomer;
    all[1].priority = Some(Priority {
        level: Level::Urgent,
        label: String::new(),
        changed_at: None,
        previous: None,
    });
    let mut all: Vec<Arc<Ticket>> = all.into_iter().map(Arc::new).collect();
    let mut order = |key, descending| {
        sort_loaded(&mut all, Sort { key, descending });
        all.iter().map(|it| it.id.as_str().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(order(SortKey::Id, false), ["1", "2", "3", "10"]);
    assert_eq!(order(SortKey::Status, true), ["3", "2", "10", "1"]);
    assert_eq!(order(SortKey::Priority, true)[0], "2");
}

#[test]
fn more_is_asked_once_and_joins_what_is_there() {
    let mut journey = Journey::new();
    journey.go([Event::Started, me("ann")]);
    let counted = |ids: &str, next| TicketPage {
        tickets: tickets(ids),
        next: cursor(next),
        total: Some(3),
        ..TicketPage::default()
    };
    journey.on(
        answered(&first(), counted("3 2", Some("2"))),
        "In ann | list mine -updated: 3 2 + of 3",
    );
    let waiting = "In ann | list mine -updated …: 3 2 + of 3";
    journey.on(Event::Looked(0..55), &format!("{waiting} → 50 mine -updated after 2"));
    journey.on(Event::Looked(0..55), waiting);
    let more = ask(Scope::Mine, Sort::default(), Some("2"));
    journey.on(answered(&more, counted("1", None)), "In ann | list mine -updated: 3 2 1 of 3");
    journey.on(Event::Looked(0..55), "In ann | list mine -updated: 3 2 1 of 3");
}

#[test]
fn a_ticket_that_moves_between_two_pages_stands_once() {
    let mut journey = Journey::new();
    journey.go([Event::Started, me("ann"), page(&first(), "3 2", Some("2")), Event::Looked(0..55)]);
    let more = ask(Scope::Mine, Sort::default(), Some("2"));
    journey.on(page(&more, "2 1", None), "In ann | list mine -updated: 3 2 1");
}

#[test]
fn a_failed_refresh_keeps_the_rows() {
    let mut journey = Journey::with_list();
    journey.on(Event::Refreshed, "In ann … | list mine -updated …: 3 2 1 → me, 15 mine -updated");
    journey.on(failed(&first(), Failure::Broken), "In ann … | list mine -updated !Broken: 3 2 1");
    journey.on(
        failed(&deskpane::api::Ask::Me, Failure::Offline),
        "In ann !Offline | list mine -updated !Broken: 3 2 1",
    );
}

#[test]
fn a_page_that_fails_can_be_asked_for_again() {
    let mut journey = Journey::new();
    journey.go([Event::Started, me("ann"), page(&first(), "3 2", Some("2")), Event::Looked(0..55)]);
    let more = ask(Scope::Mine, Sort::default(), Some("2"));
    journey.on(failed(&more, Failure::Offline), "In ann | list mine -updated !Offline: 3 2 +");
    journey.on(
        Event::Looked(0..55),
        "In ann | list mine -updated …: 3 2 + → 50 mine -updated after 2",
    );
}

/// The first one was still being tried again when the customer, or the page, asked once more.
#[test]
fn a_page_that_is_asked_for_twice_counts_though_one_of_them_fails() {
    let mut journey = Journey::with_list();
    journey.go([Event::Refreshed, Event::Refreshed]);
    journey.on(failed(&first(), Failure::Offline), "In ann … | list mine -updated !Offline: 3 2 1");
    journey.on(page(&first(), "4 3", None), "In ann … | list mine -updated: 4 3");
    journey.on(failed(&first(), Failure::Offline), "In ann … | list mine -updated: 4 3");
}

#[test]
fn what_could_not_be_read_is_counted_over_all_pages() {
    let mut journey = Journey::new();
    journey.go([Event::Started, me("ann")]);
    let with = |ids: &str, next, skipped| TicketPage {
        tickets: tickets(ids),
        next: cursor(next),
        skipped,
        ..TicketPage::default()
    };
    journey.on(
        answered(&first(), with("3", Some("2"), 1)),
        "In ann | list mine -updated: 3 + (1 skipped)",
    );
    journey.go([Event::Looked(0..55)]);
    let more = ask(Scope::Mine, Sort::default(), Some("2"));
    journey.on(answered(&more, with("1", None, 2)), "In ann | list mine -updated: 3 1 (3 skipped)");
    journey.go([Event::Refreshed]);
    journey.on(answered(&first(), with("3", None, 0)), "In ann … | list mine -updated: 3");
}

#[test]
fn a_list_the_customer_does_not_have_gives_way_to_the_first_they_have() {
    let scopes = vec![Scope::Organization("acme".into())];
    let can = Capabilities { scopes, ..Capabilities::default() };
    let mut journey = Journey::new();
    journey.go([Event::Started]);
    journey.on(
        me_with("ann", Me { can, ..Me::default() }),
        "In ann | list of acme -updated …: → 15 of acme -updated",
    );
    journey.on(page(&first(), "1", None), "In ann | list of acme -updated …:");
}

#[test]
fn a_ticket_is_known_once_wherever_it_came_from() {
    let mut journey = Journey::with_list();
    let mut changed = ticket("2");
    changed.subject = "Changed".into();
    journey.go([Event::Refreshed]);
    let again = TicketPage { tickets: vec![changed], ..TicketPage::default() };
    journey.go([answered(&first(), again)]);
    let known = |it: &Ticket| *it.id.as_str() == *"2";
    let known: Vec<&str> =
        journey.0.tickets.all().filter(|it| known(it)).map(|it| &*it.subject).collect();
    assert_eq!(known, ["Changed"]);
}
