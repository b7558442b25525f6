//! A ticket: opening, going back, its conversation (T1, T2).

use deskpane::{
    api::{Answer, Ask, Failure},
    config::View,
    domain::{Capabilities, Me, Scope, TicketId},
    state::Event,
};

use super::{Journey, cursor, failed, me, me_with, opened, talk, ticket};

fn open(id: &str) -> Event {
    Event::Opened(TicketId::new(id))
}

#[test]
fn opening_shows_what_the_list_knows_and_asks_for_the_rest() {
    let mut journey = Journey::with_list();
    journey.on(
        open("2"),
        "In ann | list mine -updated: 3 2 1 | ticket 2 …: \"Subject 2\", talk …: → ticket 2, talk of 2",
    );
    journey.on(
        talk("2", None, "a b", None),
        "In ann | list mine -updated: 3 2 1 | ticket 2 …: \"Subject 2\", talk: a b",
    );
    journey
        .on(opened("2"), "In ann | list mine -updated: 3 2 1 | ticket 2: \"Subject 2\", talk: a b");
}

#[test]
fn going_back_asks_nothing_and_names_the_row_that_gets_the_focus() {
    let mut journey = Journey::with_ticket();
    journey.on(Event::WentBack, "In ann | list mine -updated: 3 2 1 | back from 2");
    assert!(journey.0.has_moved, "a person moved: the focus may follow");
}

#[test]
fn nothing_takes_the_focus_before_a_person_moves() {
    let mut journey = Journey::at(View::Portal, "2");
    journey.go([Event::Started, me("ann"), opened("2")]);
    assert!(!journey.0.has_moved);
}

#[test]
fn going_back_to_a_list_that_never_was_asks_for_it() {
    let mut journey = Journey::at(View::Portal, "2");
    journey.on(
        Event::Started,
        "Unknown … | list mine -updated: | ticket 2 …:, talk …: → me, ticket 2, talk of 2",
    );
    journey.go([me("ann"), opened("2"), talk("2", None, "a", None)]);
    journey.on(Event::WentBack, "In ann | list mine -updated …: | back from 2 → 15 mine -updated");
}

#[test]
fn earlier_messages_come_before_those_that_are_there() {
    let mut journey = Journey::with_ticket();
    let there = "In ann | list mine -updated: 3 2 1 | ticket 2: \"Subject 2\", talk";
    journey.on(Event::EarlierWanted, &format!("{there} …: c d + → talk of 2 before c"));
    journey.on(Event::EarlierWanted, &format!("{there} …: c d +"));
    // A message that moved to the earlier page stands once.
    journey.on(talk("2", Some("before c"), "a b c", None), &format!("{there}: a b c d"));
    journey.on(Event::EarlierWanted, &format!("{there}: a b c d"));
}

#[test]
fn earlier_messages_that_fail_keep_the_conversation() {
    let mut journey = Journey::with_ticket();
    journey.go([Event::EarlierWanted]);
    let there = "In ann | list mine -updated: 3 2 1 | ticket 2: \"Subject 2\", talk";
    let earlier = Ask::Messages { ticket: TicketId::new("2"), before: cursor(Some("before c")) };
    journey.on(failed(&earlier, Failure::TimedOut), &format!("{there} !TimedOut: c d +"));
    journey.on(Event::EarlierWanted, &format!("{there} …: c d + → talk of 2 before c"));
}

/// A reply that is stored while the conversation is read would otherwise be missing from it until the next look.
#[test]
fn a_conversation_that_changes_while_it_is_read_is_read_again() {
    let mut journey = Journey::with_ticket();
    let changed = || Event::Changed(TicketId::new("2"), Some(Box::new(ticket("2"))));
    let there = "In ann | list mine -updated: 3 2 1 | ticket 2: \"Subject 2\", talk";
    journey.on(changed(), &format!("{there} …: c d + → me, talk of 2"));
    journey.on(changed(), &format!("{there} …: c d + → me"));
    journey.on(talk("2", None, "c d", None), &format!("{there} …: c d + → talk of 2"));
    journey.on(talk("2", None, "c d e", None), &format!("{there}: c d e +"));
    // One that comes to nothing waits for the customer; a session that may be another one begins anew.
    journey.go([changed(), changed()]);
    let newest = Ask::Messages { ticket: TicketId::new("2"), before: None };
    journey.on(failed(&newest, Failure::TimedOut), &format!("{there} !TimedOut: c d e +"));
    journey.on(changed(), &format!("{there} …: c d e + → me, talk of 2"));
    journey.go([Event::SessionChanged]);
    journey.on(me("ann"), "In ann | list mine -updated: 3 2 1 | ticket 2 …: \"Subject 2\", talk …: c d e + → ticket 2, talk of 2");
}

#[test]
fn a_ticket_of_which_only_the_change_is_known_is_on_its_way() {
    let mut journey = Journey::with_ticket();
    let changed = Event::Changed(TicketId::new("2"), None);
    let there = "In ann | list mine -updated: 3 2 1 | ticket 2 …: \"Subject 2\", talk …: c d +";
    journey.on(changed, &format!("{there} → me, talk of 2, ticket 2"));
}

#[test]
fn what_comes_for_another_ticket_is_ignored() {
    let mut journey = Journey::with_ticket();
    journey.go([open("3")]);
    let there = "In ann | list mine -updated: 3 2 1 | ticket 3 …: \"Subject 3\", talk …:";
    journey.on(talk("2", None, "a b", None), there);
    journey.on(opened("2"), there);
    journey.on(failed(&Ask::Ticket(TicketId::new("2")), Failure::NotFound), there);
    let ask = Ask::Messages { ticket: TicketId::new("2"), before: None };
    journey.on(failed(&ask, Failure::Broken), there);
    journey.go([Event::WentBack]);
    journey.on(talk("3", None, "e", None), "In ann | list mine -updated: 3 2 1 | back from 3");
}

#[test]
fn a_ticket_that_is_not_there_says_so_in_its_place() {
    let mut journey = Journey::with_list();
    journey.go([open("9"), failed(&Ask::Ticket(TicketId::new("9")), Failure::NotFound)]);
    let ask = Ask::Messages { ticket: TicketId::new("9"), before: None };
    journey.on(
        failed(&ask, Failure::NotFound),
        "In ann | list mine -updated: 3 2 1 | ticket 9 !NotFound:, talk !NotFound:",
    );
    journey.on(Event::WentBack, "In ann | list mine -updated: 3 2 1 | back from 9");
}

#[test]
fn a_ticket_that_came_is_there_though_an_earlier_try_fails_later() {
    let mut journey = Journey::with_ticket();
    journey.go([Event::Refreshed, me("ann"), opened("2"), talk("2", None, "c d", None)]);
    journey.on(
        failed(&Ask::Ticket(TicketId::new("2")), Failure::Broken),
        "In ann | list mine -updated: 3 2 1 | ticket 2: \"Subject 2\", talk: c d +",
    );
}

#[test]
fn a_ticket_is_kept_by_the_name_it_was_asked_for() {
    let mut journey = Journey::with_list();
    journey.go([open("HD-2")]);
    let answer = Answer::Ticket(Box::new(ticket("2")));
    journey.go([talk("HD-2", None, "a", None)]);
    journey.on(
        Event::Answered(Ask::Ticket(TicketId::new("HD-2")), answer),
        "In ann | list mine -updated: 3 2 1 | ticket HD-2: \"Subject 2\", talk: a",
    );
}

#[test]
fn an_escalation_alone_asks_for_no_conversation() {
    let mut journey = Journey::at(View::Escalation, "2");
    journey
        .on(Event::Started, "Unknown … | list mine -updated: | ticket 2 …:, talk: → me, ticket 2");
}

#[test]
fn an_open_ticket_is_asked_once_whatever_lists_the_customer_has() {
    let scopes = vec![Scope::CopiedOn];
    let can = Capabilities { scopes, ..Capabilities::default() };
    let mut journey = Journey::at(View::Portal, "2");
    journey.go([Event::Started]);
    journey.on(
        me_with("ann", Me { can, ..Me::default() }),
        "In ann | list copied -updated: | ticket 2 …:, talk …:",
    );
}

#[test]
fn reading_again_keeps_what_was_loaded_before() {
    let mut journey = Journey::with_ticket();
    journey.go([
        Event::EarlierWanted,
        talk("2", Some("before c"), "a b", None),
        Event::Refreshed,
        me("ann"),
        opened("2"),
    ]);
    journey.on(
        talk("2", None, "c d e", Some("before c")),
        "In ann | list mine -updated: 3 2 1 | ticket 2: \"Subject 2\", talk: a b c d e",
    );
}
