//! Looking through the list: search, filters, any place in it (L5, L6, L9, M5).

use std::rc::Rc;

use deskpane::{
    api::{Ask, Find, Found, TicketPage},
    domain::{
        Capabilities, Filter, Looking, Me, Scope, Sort, SortKey, Spot, StatusCategory, Term,
        TicketId,
    },
    state::{Event, FIRST_PAGE, Place, State},
};

use super::{Journey, answered, me_with, ticket, tickets};

/// Ann at a desk that looks for what is named, with its first page of so many tickets in all.
fn at_desk(finds: &[&str], total: u32) -> State {
    let mut journey = Journey::new();
    let finds = finds.iter().map(|it| (*it).to_owned()).collect();
    let can = Capabilities { finds, ..Capabilities::default() };
    journey.go([Event::Started, me_with("ann", Me { can, ..Me::default() })]);
    journey.equip();
    let mut state = journey.0;
    let ask = state.list.first_page();
    state.apply(answered(&ask, page(0, FIRST_PAGE, total)));
    state
}

/// Tickets that are called by their places.
fn page(from: u32, count: u32, total: u32) -> TicketPage {
    let ids: Vec<String> = (from..(from + count).min(total)).map(|it| it.to_string()).collect();
    let found = Found { first_index: Some(from), ..Found::default() };
    TicketPage {
        tickets: tickets(&ids.join(" ")),
        total: Some(total),
        found: Some(Rc::new(found)),
        ..TicketPage::default()
    }
}

/// Looks at places until nothing is asked any more, at a desk that has them all.
#[track_caller]
fn look(state: &mut State, places: std::ops::Range<u32>, total: u32) {
    for _ in 0..20 {
        let asks = state.apply(Event::Looked(places.clone()));
        let Some(ask @ Ask::Tickets { limit, find: Some(find), .. }) = asks.first() else { break };
        let at = find.at.expect("a place");
        assert!(asks.len() == 1 && *limit > 0 && at < total, "{asks:?}");
        state.apply(answered(ask, page(at, *limit, total)));
    }
    for place in places.start..places.end.min(total) {
        assert_eq!(state.list.at(place), Some(&TicketId::new(place.to_string())));
        assert!(state.tickets.get(&TicketId::new(place.to_string())).is_some());
    }
}

fn text(text: &str) -> Filter {
    Filter { text: text.into(), ..Filter::default() }
}

/// What is asked for with a filter.
fn found_by(asks: &[Ask]) -> Vec<Find> {
    let find = |it: &Ask| match it {
        Ask::Tickets { find: Some(find), .. } => Some((**find).clone()),
        _ => None,
    };
    asks.iter().filter_map(find).collect()
}

#[test]
fn fifty_thousand_rows_are_walked_in_order_and_few_are_kept() {
    const TOTAL: u32 = 50_000;
    let mut state = at_desk(&["at"], TOTAL);
    for first in (0..TOTAL).step_by(40) {
        look(&mut state, first..(first + 56).min(TOTAL), TOTAL);
        assert!(state.list.rows.len() <= 800 && state.tickets.len() <= 1_000);
    }
    for first in (0..TOTAL).rev().step_by(40) {
        look(&mut state, first.saturating_sub(56)..first, TOTAL);
        assert!(state.list.rows.len() <= 800 && state.tickets.len() <= 1_000);
    }
    assert_eq!(state.list.extent(), TOTAL);
}

#[test]
fn any_place_is_jumped_to_and_nothing_between_is_asked_for() {
    const TOTAL: u32 = 50_000;
    let mut state = at_desk(&["at"], TOTAL);
    for first in [49_950, 0, 25_000, 24_990, 3, 49_999] {
        look(&mut state, first..first + 40, TOTAL);
    }
}

#[test]
fn a_desk_without_places_is_read_on_from_where_it_is() {
    let mut state = at_desk(&[], 200);
    assert_eq!(found_by(&state.apply(Event::Looked(150..190))), []);
}

#[test]
fn what_is_sought_is_asked_of_the_desk_best_match_first() {
    let mut state = at_desk(&["q", "status"], 40);
    let first = found_by(&state.seek(text("late")));
    assert!(first.len() == 1 && first[0].is_ranked && first[0].facets, "{first:?}");
    // Who chooses an order has it, until something else is sought.
    let sorted = found_by(&state.apply(Event::SortPressed(deskpane::domain::SortKey::Created)));
    assert!(sorted.len() == 1 && !sorted[0].is_ranked, "{sorted:?}");
    let more = found_by(&state.seek(text("later")));
    assert!(more.len() == 1 && more[0].is_ranked, "{more:?}");
    let term = Term::Status(StatusCategory::Open);
    let both = found_by(&state.seek(text("later").with(term.clone())));
    assert_eq!(both[0].filter.terms, [term]);
}

#[test]
fn an_answer_to_what_was_typed_before_is_dropped() {
    let mut state = at_desk(&["q"], 40);
    let early = state.seek(text("l"));
    let late = state.seek(text("late"));
    state.apply(answered(&late[0], page(3, 2, 5)));
    state.apply(answered(&early[0], page(0, 5, 5)));
    assert_eq!(state.list.rows.len(), 2);
}

#[test]
fn a_desk_that_does_not_look_is_looked_through_here_as_far_as_it_is_loaded() {
    let mut state = at_desk(&[], 200);
    let mut one = ticket("one");
    one.subject = "Printer on FIRE".into();
    let ask = state.apply(Event::Refreshed);
    let ask = ask.iter().find(|it| matches!(it, Ask::Tickets { .. })).unwrap();
    let loaded = TicketPage { tickets: vec![one, ticket("two")], ..page(0, 0, 200) };
    state.apply(answered(ask, loaded));
    assert_eq!(state.seek(text("fire printer")), [], "it was loaded again");
    assert_eq!(state.list.sieved.as_ref().map(|it| it.len()), Some(1));
    assert_eq!(state.list.at(0), Some(&TicketId::new("one")));
    assert_eq!(state.list.extent(), 1);
    let matched = state.match_of(&TicketId::new("one")).unwrap();
    assert_eq!(
        (matched.snippet.as_str(), matched.ranges),
        ("Printer on FIRE", vec![(0, 7), (11, 15)])
    );
    assert_eq!(state.seek(Filter::default()), []);
    assert_eq!(state.list.at(1), Some(&TicketId::new("two")));
}

#[test]
fn the_best_match_stands_first_here_too_until_an_order_is_chosen() {
    let mut state = at_desk(&[], 200);
    let called = |id: &str, subject: &str| {
        let mut it = ticket(id);
        (it.subject, it.requester.name) = (subject.into(), "Room 12".into());
        it
    };
    let tickets = vec![
        called("7", "Nothing of it in here"),
        called("8", "Order x120 is late"),
        called("9", "Order 120 is late"),
        called("12", "Nothing either"),
        called("10", "Another of 12 orders"),
    ];
    let ask = state.apply(Event::Refreshed);
    let ask = ask.iter().find(|it| matches!(it, Ask::Tickets { .. })).unwrap();
    state.apply(answered(ask, TicketPage { tickets: tickets.clone(), ..page(0, 0, 200) }));
    let shown = |state: &State| -> Vec<String> {
        (0..5).filter_map(|it| Some(state.list.at(it)?.as_str().to_owned())).collect()
    };
    state.seek(text("12"));
    assert_eq!(shown(&state), ["12", "9", "10", "8", "7"]);
    state.seek(text("12").with(Term::Status(StatusCategory::Open)));
    assert_eq!(shown(&state), ["12", "9", "10", "8", "7"], "a filter is no order");
    let asks = state.apply(Event::SortPressed(SortKey::Created));
    state.apply(answered(&asks[0], TicketPage { tickets, ..page(0, 0, 200) }));
    assert_eq!(shown(&state), ["7", "8", "9", "12", "10"], "as the desk gave them");
}

#[test]
fn only_what_the_desk_sees_to_is_asked_of_it() {
    let mut state = at_desk(&["status"], 200);
    let open = Filter::default().with(Term::Status(StatusCategory::Open));
    assert_eq!(state.seek(open.clone()).len(), 1);
    let ask = state.list.first_page();
    state.apply(answered(&ask, page(0, FIRST_PAGE, 200)));
    // None of them is escalated, and what is open is not looked at again.
    assert_eq!(state.seek(open.clone().with(Term::Escalated)), []);
    assert!(state.list.is_empty());
    assert_eq!(state.seek(open), []);
    assert_eq!(state.list.rows.len(), FIRST_PAGE as usize);
    assert!(state.list.sieved.is_none());
}

/// Every fifth cannot be read.
#[test]
fn tickets_that_could_not_be_read_hide_none_of_the_others() {
    const TOTAL: u32 = 5_000;
    let is_good = |place: u32| place % 5 != 3;
    let answer = |state: &mut State, ask: &Ask| {
        let Ask::Tickets { limit, find, .. } = ask else { panic!("{ask:?}") };
        let mut whole = page(find.as_ref().unwrap().at.unwrap(), *limit, TOTAL);
        let count = whole.tickets.len();
        whole.tickets.retain(|it| is_good(it.id.as_str().parse().unwrap()));
        whole.skipped = (count - whole.tickets.len()) as u32;
        state.apply(answered(ask, whole));
    };
    let mut state = at_desk(&["at"], TOTAL);
    let asks = state.apply(Event::Looked(2_000..2_040));
    answer(&mut state, &asks[0]);
    for is_forward in [false, true] {
        for _ in 0..200 {
            let (first, end) = (state.list.first, state.list.end());
            let places = if is_forward { end - 1..end } else { first..first + 1 };
            let asks = state.apply(Event::Looked(places));
            if asks.is_empty() {
                break;
            }
            answer(&mut state, &asks[0]);
        }
    }
    let seen: Vec<u32> = state.list.rows.iter().map(|it| it.as_str().parse().unwrap()).collect();
    let all: Vec<u32> = (0..TOTAL).filter(|it| is_good(*it)).collect();
    assert_eq!(seen, all);
    assert_eq!((state.list.skipped, state.list.extent()), (1_000, 4_000));
    assert_eq!(state.apply(Event::Looked(0..40)), []);
}

#[test]
fn the_way_back_leads_to_the_list_as_it_was() {
    let mut state = at_desk(&["q"], 40);
    let looking = Looking { scope: Scope::CopiedOn, sort: Sort::default(), filter: text("late") };
    let asks = state.go(Spot::List(looking.clone()));
    assert!(asks.len() == 1, "{asks:?}");
    assert_eq!(state.looking(), looking);
    state.apply(answered(&asks[0], page(0, 3, 3)));
    let id = TicketId::new("1");
    state.go(Spot::Ticket(id.clone(), None));
    assert_eq!(state.place, Place::Ticket(id.clone()));
    // What is there is not asked for again.
    assert_eq!(state.go(Spot::List(looking)), []);
    assert_eq!(state.place, Place::List { back_from: Some(id) });
}
