//! Who is there: sessions lost, found again, left and changed (A4).

use deskpane::{
    api::{Ask, Failure},
    config::{Dates, View},
    domain::{Scope, Sort, TicketId},
    state::{Event, News},
};

use super::{Journey, ask, failed, first, me, opened, page, talk};

#[test]
fn not_signed_in_is_no_failure_of_the_list() {
    let mut journey = Journey::new();
    journey.go([Event::Started, failed(&Ask::Me, Failure::SignedOut)]);
    journey.on(
        failed(&first(), Failure::SignedOut),
        "Out !SignedOut | list mine -updated !SignedOut:",
    );
    journey.on(Event::SessionChanged, "Out … | list mine -updated !SignedOut: → me");
    journey.on(me("ann"), "In ann | list mine -updated …: → 15 mine -updated");
}

#[test]
fn a_session_lost_in_mid_work_hides_everything_and_goes_on_where_it_was() {
    let mut journey = Journey::with_ticket();
    journey.go([Event::EarlierWanted]);
    let earlier =
        Ask::Messages { ticket: TicketId::new("2"), before: super::cursor(Some("before c")) };
    let there = "| list mine -updated: 3 2 1 | ticket 2";
    journey.on(
        failed(&earlier, Failure::SignedOut),
        &format!("Out ann {there}: \"Subject 2\", talk !SignedOut: c d +"),
    );
    // Who comes back is asked before anything of theirs is.
    journey.on(
        Event::SessionChanged,
        &format!("Out ann … {there}: \"Subject 2\", talk !SignedOut: c d + → me"),
    );
    journey.on(
        me("ann"),
        &format!("In ann {there} …: \"Subject 2\", talk …: c d + → ticket 2, talk of 2"),
    );
}

#[test]
fn of_another_customers_nothing_stays() {
    let mut journey = Journey::with_ticket();
    journey.go([Event::WentBack, Event::SessionChanged]);
    journey.on(me("bob"), "In bob | list mine -updated …: → 15 mine -updated");
    assert!(journey.0.tickets.is_empty() && journey.0.conversation.messages.is_empty());
}

#[test]
fn another_customer_lands_on_the_list_not_on_the_last_ones_ticket() {
    let mut journey = Journey::with_ticket();
    journey
        .go([failed(&Ask::Ticket(TicketId::new("2")), Failure::SignedOut), Event::SessionChanged]);
    journey.on(me("bob"), "In bob | list mine -updated …: → 15 mine -updated");
}

#[test]
fn signing_out_forgets_all_but_how_dates_read() {
    let mut journey = Journey::with_ticket();
    journey.go([Event::DatesChosen(Dates::Elapsed)]);
    journey.on(Event::SignedOut, "Out | list mine -updated:");
    assert!(journey.0.tickets.is_empty() && journey.0.conversation.messages.is_empty());
    assert_eq!(journey.0.dates, Dates::Elapsed);
}

#[test]
fn answers_that_come_after_signing_out_are_of_no_use() {
    let mut journey = Journey::with_list();
    journey.go([Event::Opened(TicketId::new("2")), Event::SignedOut]);
    for late in [opened("2"), talk("2", None, "a", None), page(&first(), "3", None)] {
        journey.on(late, "Out | list mine -updated:");
    }
    assert!(journey.0.tickets.is_empty());
}

/// The desk drops what was asked in an earlier turn: it may be another customer's.
#[test]
fn a_session_that_may_be_another_begins_a_new_turn() {
    let mut journey = Journey::with_list();
    let turn = journey.0.turn;
    journey.go([Event::Refreshed, me("ann")]);
    assert_eq!(journey.0.turn, turn, "reading again is no new session");
    journey.go([Event::SessionChanged]);
    let changed = journey.0.turn;
    journey.go([me("bob")]);
    let other = journey.0.turn;
    journey.go([Event::SignedOut]);
    let turns = [turn, changed, other, journey.0.turn];
    assert!(turns.is_sorted_by(|before, after| before < after), "{turns:?}");
}

#[test]
fn a_list_left_half_asked_is_asked_again() {
    let mut journey = Journey::with_list();
    journey.go([Event::Refreshed, Event::Opened(TicketId::new("2")), Event::SessionChanged]);
    journey.go([me("ann"), opened("2"), talk("2", None, "a", None)]);
    journey.on(
        Event::WentBack,
        "In ann | list mine -updated …: 3 2 1 | back from 2 → 15 mine -updated",
    );
}

#[test]
fn a_view_of_one_ticket_stays_with_it() {
    let mut journey = Journey::at(View::Ticket, "2");
    journey.go([Event::Started, me("ann"), opened("2"), talk("2", None, "a", None)]);
    journey.on(Event::SignedOut, "Out | list mine -updated: | ticket 2:, talk:");
    journey.go([Event::SessionChanged]);
    journey
        .on(me("bob"), "In bob | list mine -updated: | ticket 2 …:, talk …: → ticket 2, talk of 2");
}

#[test]
fn the_same_customer_keeps_the_list_they_chose() {
    let mut journey = Journey::with_list();
    journey.go([Event::ScopeChosen(Scope::CopiedOn)]);
    let copied = ask(Scope::CopiedOn, Sort::default(), None);
    journey.on(failed(&copied, Failure::SignedOut), "Out ann | list copied -updated !SignedOut:");
    journey.go([Event::SessionChanged]);
    journey.on(me("ann"), "In ann | list copied -updated …: → 15 copied -updated");
}

#[test]
fn a_session_that_changes_asks_for_nothing_before_it_is_known_whose() {
    let mut journey = Journey::with_ticket();
    let there = "| list mine -updated: 3 2 1 | ticket 2";
    journey
        .on(Event::SessionChanged, &format!("In ann … {there}: \"Subject 2\", talk: c d + → me"));
    // Nor when everything is wanted anew meanwhile.
    journey.on(Event::Refreshed, &format!("In ann … {there}: \"Subject 2\", talk: c d + → me"));
    // Nor by what follows the desk, and nobody is said to have read anything.
    assert_eq!(journey.0.hear(&News::Perhaps), []);
    assert!(!journey.0.is_settled());
    journey.on(
        me("ann"),
        &format!("In ann {there} …: \"Subject 2\", talk …: c d + → ticket 2, talk of 2"),
    );
    assert!(journey.0.is_settled());
}
