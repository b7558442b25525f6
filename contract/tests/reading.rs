//! Reading is lenient: little is required, and no word is an error.

use contract::{Channel, Message, MessageKind, NextStep, Page, StatusCategory, Ticket};

#[test]
fn a_ticket_needs_five_fields_and_ignores_those_it_does_not_know() {
    let ticket: Ticket = serde_json::from_str(
        r#"{"id":"90071992547409931","subject":"Hi","status":{},"created_at":"2026-01-01T00:00:00Z",
            "updated_at":"2026-01-01T00:00:00Z","mood":{"sunny":true}}"#,
    )
    .unwrap();
    assert_eq!(ticket.id, "90071992547409931");
    assert_eq!(ticket.status.category, StatusCategory::Unknown);
    assert_eq!(ticket.actions.reply, None);
}

#[test]
fn words_that_are_not_known_are_unknown() {
    let ticket: Ticket = serde_json::from_str(
        r#"{"id":"1","subject":"Hi","type":"telepathy","status":{"category":"asleep","label":"Asleep"},
            "created_at":"","updated_at":"","actions":{"reply":{"next":["sing","mail"]}}}"#,
    )
    .unwrap();
    assert_eq!(ticket.channel, Channel::Unknown);
    assert_eq!(ticket.status.category, StatusCategory::Unknown);
    assert_eq!(ticket.status.label.as_deref(), Some("Asleep"));
    let next = ticket.actions.reply.unwrap().next;
    assert_eq!(next, [NextStep::Unknown, NextStep::Mail]);
}

#[test]
fn a_message_without_a_kind_was_said_by_somebody() {
    let page: Page<Message> = serde_json::from_str(
        r#"{"items":[{"id":"1","author":{},"created_at":""}],"next_cursor":null}"#,
    )
    .unwrap();
    assert_eq!(page.items[0].kind, MessageKind::Message);
    assert_eq!(page.next_cursor, None);
}

#[test]
fn what_is_absent_is_not_written() {
    let ticket = Ticket::default();
    let json = serde_json::to_string(&ticket).unwrap();
    assert!(!json.contains("null"), "{json}");
}
