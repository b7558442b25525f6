//! What is taken away as a file (L11, T5): that it says what was there, and that nothing anybody typed
//! is more than text in it.

use contract as wire;
use deskpane::{
    api::{Answer, Ask, Body, Connector, Reply, Step, connectors},
    domain::{
        Ticket, TicketId,
        export::{Document, Entry, Fact, Part, Said},
    },
};

mod csv;
mod gathering;
mod html;
mod markdown;

/// A ticket whose number, subject and people are called so.
fn ticket(id: &str, subject: &str, name: &str) -> Ticket {
    let person = || Some(wire::Person { id: "u-1".into(), name: name.into() });
    let ticket = wire::Ticket {
        id: "1".into(),
        display_id: Some(id.into()),
        subject: subject.into(),
        status: wire::Status { category: wire::StatusCategory::OnHold, ..Default::default() },
        requester: person(),
        assignee: person(),
        created_at: "2026-11-20T14:05:00Z".into(),
        updated_at: "2026-11-21T23:30:00Z".into(),
        ..Default::default()
    };
    let body = Body::new(serde_json::to_string(&ticket).unwrap());
    let reply = Reply { status: 200, body, ..Reply::default() };
    match connectors::Deskpane.step(&Ask::Ticket(TicketId::new("1")), &[reply]) {
        Step::Done(Answer::Ticket(ticket)) => *ticket,
        other => panic!("{other:?}"),
    }
}

/// A document in which everything that anybody may have typed is `text`.
fn document(text: &str) -> Document {
    let said = || Said { text: text.into(), language: Some("ja".into()) };
    Document {
        language: "en".into(),
        direction: "ltr",
        title: said(),
        lead: vec!["#7".into()],
        parts: vec![Part {
            heading: "Details".into(),
            notes: vec![text.into()],
            facts: vec![Fact { name: text.into(), values: vec![text.into(), text.into()] }],
        }],
        heading: "Conversation".into(),
        notes: Vec::new(),
        entries: vec![Entry {
            author: text.into(),
            role: "You".into(),
            when: vec!["20 Nov 2026".into(), "Email".into()],
            at: "2026-11-20T14:05:00Z".into(),
            said: said(),
            files_name: "Files".into(),
            files: vec![text.into()],
        }],
    }
}

#[test]
fn a_file_is_named_by_its_ticket_and_by_nothing_else() {
    use deskpane::domain::export::file_name;
    for (id, expected) in [
        ("#1042", "ticket-1042.md"),
        ("HD-0042", "ticket-HD-0042.md"),
        ("../../etc/passwd", "ticket-etc-passwd.md"),
        ("a\u{202e}fdp.exe", "ticket-a-fdp-exe.md"),
        ("C:\\x\0.md", "ticket-C-x-md.md"),
        ("問い合わせ 7", "ticket-問い合わせ-7.md"),
        ("#", "ticket.md"),
        ("", "ticket.md"),
    ] {
        assert_eq!(file_name(id, "md"), expected, "{id:?}");
    }
    assert!(file_name(&"9".repeat(500), "html").len() < 60);
}
