//! What follows from hearing that something happened at the desk (Y1).

use deskpane::{
    api::{Answer, Ask, MessagePage},
    config::View,
    domain::{History, Me, Message, Reason, Role, Ticket, TicketId},
    state::{Event, Fresh, News, Taken},
};

use super::{Journey, first, me, me_with, message, page, sketch, talk, ticket};

fn of(ids: &str) -> News {
    News::Of(ids.split(' ').map(TicketId::new).collect())
}

impl Journey {
    /// What is heard, and what is asked then.
    #[track_caller]
    fn hears(&self, news: &News, expected: &str) {
        let line = sketch::sketch(&self.0, &self.0.hear(news));
        let asks = line.split_once(" → ").map_or("", |it| it.1);
        assert_eq!(asks, expected);
    }

    /// What is read again, how it then stands, and what the customer is told.
    #[track_caller]
    fn reads(&mut self, event: Event, expected: &str, fresh: &[Fresh]) -> Taken {
        let Event::Answered(ask, answer) = event else { panic!("no answer") };
        let taken = self.0.take_heard(&ask, answer);
        assert_eq!(sketch::sketch(&self.0, &[]), expected);
        assert_eq!(taken.fresh, fresh);
        taken
    }
}

fn unread(id: &str) -> Ticket {
    Ticket { unread: Some(true), ..ticket(id) }
}

fn rows(tickets: Vec<Ticket>) -> Event {
    let page = deskpane::api::TicketPage { tickets, ..Default::default() };
    Event::Answered(first(), Answer::Tickets(page))
}

fn said(messages: Vec<Message>) -> Event {
    let ask = Ask::Messages { ticket: TicketId::new("2"), before: None };
    let page = MessagePage { messages, earlier: None, skipped: 0 };
    Event::Answered(ask, Answer::Messages(page))
}

fn by(id: &str, author: &str, role: Role) -> Message {
    let mut it = message(id);
    it.author.id = author.into();
    it.author.name = author.into();
    it.author.role = role;
    it
}

#[test]
fn what_is_on_screen_is_read_again_and_nothing_else() {
    let mut journey = Journey::with_list();
    journey.hears(&of("2"), "15 mine -updated, me");
    journey.hears(&of("2 7 9"), "15 mine -updated, me");
    journey.hears(&News::Perhaps, "15 mine -updated");
    journey.go([Event::Opened(TicketId::new("2"))]);
    journey.hears(&of("2"), "ticket 2, talk of 2, me");
    journey.hears(&of("2 3"), "ticket 2, talk of 2, me");
    journey.hears(&of("3"), "me");
    journey.hears(&News::Perhaps, "ticket 2, talk of 2");
    let mut journey = Journey::at(View::Escalation, "2");
    journey.go([Event::Started, me("ann")]);
    journey.hears(&of("2"), "ticket 2, me");
    // Who may see no history has no list.
    let mut journey = Journey::new();
    let history = History { unavailable: Some(Reason::RegulatedTenant), ..History::default() };
    journey.go([Event::Started, me_with("ann", Me { history, ..Me::default() })]);
    journey.hears(&of("2"), "me");
}

#[test]
fn a_row_that_moves_up_takes_no_other_with_it() {
    let mut journey = Journey::with_list();
    let news = [Fresh::Ticket("Subject 4".into())];
    let taken = journey.reads(
        rows(vec![unread("4"), ticket("3"), ticket("2")]),
        "In ann | list mine -updated: 4 3 2",
        &news,
    );
    assert!(taken.has_changed);
    // The same again is no news.
    let taken = journey.reads(
        rows(vec![unread("4"), ticket("3"), ticket("2")]),
        "In ann | list mine -updated: 4 3 2",
        &[],
    );
    assert!(!taken.has_changed);
    // Read, or changed without a reply: nothing is said, but it is shown.
    let closed = Ticket { escalated: true, ..ticket("3") };
    let taken = journey.reads(
        rows(vec![ticket("4"), closed, ticket("2")]),
        "In ann | list mine -updated: 4 3 2",
        &[],
    );
    assert!(taken.has_changed);
}

/// Twenty rows, the newest first, of which five came with a further page.
fn twenty() -> (Vec<String>, Journey) {
    let many: Vec<String> = (1..=20).rev().map(|it| it.to_string()).collect();
    let mut journey = Journey::new();
    let further = super::ask(deskpane::domain::Scope::Mine, Default::default(), Some("more"));
    journey.go([Event::Started, me("ann"), page(&first(), &many[..15].join(" "), Some("more"))]);
    journey.go([Event::Looked(0..55), page(&further, &many[15..].join(" "), Some("end"))]);
    (many, journey)
}

#[test]
fn rows_beyond_the_first_page_stay() {
    let (many, mut journey) = twenty();
    let before = sketch::sketch(&journey.0, &[]);
    assert_eq!(before, format!("In ann | list mine -updated: {} +", many.join(" ")));
    // 3 moved up: the former last of the page is the first beyond it.
    let mut ids: Vec<&str> = vec!["3"];
    ids.extend(many[..14].iter().map(String::as_str));
    let now = format!("In ann | list mine -updated: {} 6 5 4 2 1 +", ids.join(" "));
    let page = page(&first(), &ids.join(" "), Some("another"));
    journey.reads(page, &now, &[]);
    // One that is not on the first page is read by itself.
    journey.hears(&of("4"), "15 mine -updated, ticket 4, me");
    let row = Ticket { subject: "Changed".into(), ..ticket("4") };
    let answer = Answer::Ticket(Box::new(row));
    journey.reads(Event::Answered(Ask::Ticket(TicketId::new("4")), answer), &now, &[]);
    assert_eq!(journey.0.tickets.get(&TicketId::new("4")).unwrap().subject, "Changed");
}

/// What was filtered for holds no more: an answered ticket is none that needs a reply.
#[test]
fn a_row_that_left_the_list_does_not_stay_beyond_the_first_page() {
    let (many, mut journey) = twenty();
    // 20 is gone, and 5 has moved up into the page.
    let now = format!("In ann | list mine -updated: {} +", many[1..].join(" "));
    journey.reads(page(&first(), &many[1..16].join(" "), Some("another")), &now, &[]);
}

/// Any fifteen may be its first ones: of the others nothing is known.
#[test]
fn at_a_desk_that_does_not_sort_no_row_is_taken_for_one_that_left() {
    let (many, mut journey) = twenty();
    let tickets = many[5..].iter().map(|it| ticket(it)).collect();
    let page = deskpane::api::TicketPage { tickets, unsorted: true, ..Default::default() };
    let now =
        format!("In ann | list mine -updated: {} {}", many[5..].join(" "), many[..5].join(" "));
    journey.0.take_heard(&first(), Answer::Tickets(page));
    let stands = sketch::sketch(&journey.0, &[]);
    assert!(stands.starts_with(&now), "{stands}");
}

#[test]
fn what_support_or_a_colleague_wrote_is_told_and_what_oneself_wrote_is_not() {
    let mut journey = Journey::with_ticket();
    let talk = "In ann | list mine -updated: 3 2 1 | ticket 2: \"Subject 2\", talk:";
    let old = || vec![message("c"), message("d")];
    let mut all = old();
    all.push(by("e", "ann", Role::Requester));
    journey.reads(said(all.clone()), &format!("{talk} c d e +"), &[]);
    all.push(by("f", "bo", Role::Agent));
    all.push(by("g", "Cy", Role::Participant));
    let fresh = [Fresh::Reply, Fresh::Message("Cy".into())];
    journey.reads(said(all.clone()), &format!("{talk} c d e f g +"), &fresh);
    let taken = journey.reads(said(all), &format!("{talk} c d e f g +"), &[]);
    assert!(!taken.has_changed);
}

#[test]
fn earlier_messages_stay_and_those_on_their_way_still_come() {
    let mut journey = Journey::with_ticket();
    let there = "In ann | list mine -updated: 3 2 1 | ticket 2: \"Subject 2\", talk";
    journey.go([Event::EarlierWanted]);
    let newest = said(vec![message("d"), message("e")]);
    journey.reads(newest, &format!("{there} …: c d e +"), &[Fresh::Reply]);
    journey.go([talk("2", Some("before c"), "a b", None)]);
    assert_eq!(sketch::sketch(&journey.0, &[]), format!("{there}: a b c d e"));
    // More than a page came: what lies between is not made up.
    let ask = Ask::Messages { ticket: TicketId::new("2"), before: None };
    let far = MessagePage {
        messages: vec![message("x")],
        earlier: super::cursor(Some("before x")),
        skipped: 0,
    };
    let far = Event::Answered(ask, Answer::Messages(far));
    journey.reads(far, &format!("{there}: x +"), &[Fresh::Reply]);
}

#[test]
fn what_is_not_on_screen_any_more_is_left_alone() {
    let mut journey = Journey::with_ticket();
    let list = "In ann | list mine -updated: 3 2 1 | back from 2";
    journey.go([Event::WentBack]);
    journey.reads(said(vec![message("z")]), list, &[]);
    let unknown = Answer::Ticket(Box::new(ticket("9")));
    journey.reads(Event::Answered(Ask::Ticket(TicketId::new("9")), unknown), list, &[]);
    // A list in another order, or one that is being read anyway, wins.
    journey.go([Event::SortPressed(deskpane::domain::SortKey::Id)]);
    let waiting = "In ann | list mine +id …: 3 2 1 | back from 2";
    journey.reads(page(&first(), "9", None), waiting, &[]);
}
