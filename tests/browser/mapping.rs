//! A mapping reads in a browser what it reads natively (tests/native/connectors/example.rs).

use deskpane::{
    api::{Answer, Ask, Body, Connector, Reply, Step, connectors::Mapping},
    domain::{Scope, Sort, StatusCategory, TicketId},
};
use wasm_bindgen_test::wasm_bindgen_test;

const EXAMPLE: &str = include_str!("../../connectors/example.json");

fn answer(ask: &Ask, bodies: &[&str]) -> Answer {
    let replies: Vec<Reply> = bodies
        .iter()
        .map(|it| Reply { status: 200, body: Body::new(*it), ..Reply::default() })
        .collect();
    match Mapping::read(EXAMPLE).unwrap().step(ask, &replies) {
        Step::Done(answer) => answer,
        other => panic!("{other:?}"),
    }
}

#[wasm_bindgen_test]
fn a_list_with_joins_words_and_odd_dates() {
    let ask = Ask::Tickets {
        scope: Scope::Mine,
        sort: Sort::default(),
        limit: 2,
        after: None,
        find: None,
    };
    let cases = include_str!("../fixtures/example/cases.json");
    let Answer::Tickets(page) = answer(&ask, &[cases]) else { panic!("no list") };
    assert_eq!((page.total, page.skipped, page.tickets.len()), (Some(41), 1, 2));
    let [lift, invoice] = &page.tickets[..] else { panic!("{page:?}") };
    assert_eq!((lift.id.as_str(), lift.display_id.as_str()), ("1041", "#1041"));
    assert_eq!(lift.status.category, StatusCategory::AwaitingCustomer);
    assert_eq!(lift.updated_at.to_rfc3339(), "2026-11-23T07:02:11Z");
    assert_eq!(lift.requester.name, "Mia Laurent");
    assert_eq!(lift.escalation.as_ref().map(|it| it.stages.len()), Some(4));
    // What is `null` in the answer is not there.
    assert_eq!((invoice.assignee.as_ref(), invoice.escalation.as_ref()), (None, None));
}

#[wasm_bindgen_test]
fn a_conversation_without_what_is_internal() {
    let ask = Ask::Messages { ticket: TicketId::new("1041"), before: None };
    let notes = include_str!("../fixtures/example/notes.json");
    let people = include_str!("../fixtures/example/people.json");
    let Answer::Messages(page) = answer(&ask, &[notes, people]) else { panic!("no messages") };
    let texts: Vec<&str> = page.messages.iter().map(|it| it.text.as_str()).collect();
    assert_eq!(
        texts,
        [
            "It stops between the second and third floor.",
            "Which model is it?\nThe plate says.",
            "Ticket moved."
        ]
    );
    assert_eq!(page.messages[0].attachments[0].size, Some(2048.0));
}

#[wasm_bindgen_test]
fn a_mistake_is_named_with_its_place() {
    let wrong = EXAMPLE.replace(r#""items": "/cases""#, r#""items": "cases""#);
    let problems = Mapping::read(&wrong).unwrap_err();
    assert_eq!(problems.iter().map(|it| it.place.as_str()).collect::<Vec<_>>(), ["/tickets/items"]);
}
