//! What is unread where the desk does not say so (L7).

use deskpane::{
    api::TicketPage,
    domain::{Ticket, TicketId, Time},
    state::{Event, Seen, State},
};

use super::{Journey, answered, ticket};

fn at(millis: f64) -> Time {
    Time::from_millis(millis * 1_000.0)
}

/// A list of tickets that moved at these seconds, which are their ids.
fn list(seconds: &[u32], desk_says: Option<bool>) -> State {
    let mut journey = Journey::with_list();
    let tickets = seconds.iter().map(|it| Ticket {
        updated_at: at(f64::from(*it)),
        unread: desk_says,
        ..ticket(&it.to_string())
    });
    let ask = journey.0.list.ask_first().unwrap();
    let page = TicketPage { tickets: tickets.collect(), ..TicketPage::default() };
    journey.0.apply(answered(&ask, page));
    journey.0
}

#[track_caller]
fn check(state: &mut State, seen: &Seen, unread: &str) {
    state.mark_seen(seen);
    let rows = state.list.rows.iter().filter(|it| state.tickets.get(it).unwrap().is_unread());
    assert_eq!(rows.map(TicketId::as_str).collect::<Vec<_>>().join(" "), unread);
}

#[test]
fn what_came_since_it_was_seen_is_new_and_what_is_older_than_the_first_visit_is_not() {
    let mut state = list(&[30, 20, 10], None);
    let mut seen = Seen::new(at(15.0));
    check(&mut state, &seen, "30 20");
    assert!(seen.note(&TicketId::new("30"), at(30.0)));
    check(&mut state, &seen, "20");
    assert!(!seen.note(&TicketId::new("30"), at(29.0)), "it was seen later than that");
    let mut state = list(&[30, 20, 10], None);
    state.mark_seen(&seen);
    let moved = Ticket { updated_at: at(31.0), ..ticket("30") };
    state.apply(Event::Changed(TicketId::new("30"), Some(Box::new(moved))));
    check(&mut state, &seen, "30 20");
}

#[test]
fn what_the_desk_says_holds() {
    let mut seen = Seen::new(at(15.0));
    check(&mut list(&[30, 20], Some(false)), &seen, "");
    seen.note(&TicketId::new("20"), at(20.0));
    check(&mut list(&[30, 20, 10], Some(true)), &seen, "30 20 10");
}

#[test]
fn what_is_kept_is_read_again_and_has_an_end() {
    let mut seen = Seen::new(at(1.0));
    for second in 2..=700 {
        seen.note(&TicketId::new(format!("a b {second}")), at(f64::from(second)));
    }
    assert_eq!(Seen::read(&seen.write()), Some(seen.clone()));
    assert_eq!(seen.write().lines().count(), 501);
    // What is not remembered any more counts as seen.
    check(&mut list(&[150, 201], None), &seen, "201");
    for text in ["", "x", "2026-01-01T00:00:00Z\nx", "2026-01-01T00:00:00Z\nnever 1"] {
        assert_eq!(Seen::read(text), None, "{text}");
    }
}
