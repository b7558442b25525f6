//! The Request Tracker connector against a Request Tracker that none of us wrote.
//!
//! `tests/peers/request_tracker.sh run DIR cargo test --test native live_rt` starts it; without,
//! these tests say that they are skipped. What they expect is in
//! `tests/peers/request_tracker_seed.pl`.

use std::collections::HashSet;

use ::deskpane::{
    api::{Answer, Ask, Command, Cursor, Failure, TicketPage, connectors::RequestTracker},
    domain::{
        Action, MessageKind, Reason, Role, Scope, Sort, SortKey, StatusCategory, Ticket, TicketId,
        Time,
    },
};

use super::{
    live::{Desk, draft, file},
    messages, ticket, upload,
};

/// Dora's, which the tests write into: answers, and what is closed and opened.
const ANSWERED: &str = "29";
const CLOSED: &str = "30";
/// Dora's, which she may answer and not close; and which she may but read.
const UNCHANGED: &str = "31";
const READ: &str = "32";
/// Dora's, which went into [`UNCHANGED`].
const MERGED: &str = "34";

fn rt() -> Option<Desk<RequestTracker>> {
    Desk::find("DESKPANE_RT", RequestTracker)
}

fn subjects(page: &TicketPage) -> Vec<&str> {
    page.tickets.iter().map(|it| it.subject.as_str()).collect()
}

#[test]
fn live_rt_the_customer_is_known_without_an_address_that_says_so() {
    let Some(desk) = rt() else { return };
    for (login, name, scopes) in [
        ("alice", "Alice Moreau", vec![Scope::Mine]),
        ("bob", "Bob Okafor", vec![Scope::Mine]),
        ("carol", "Carol Lindqvist", vec![Scope::Mine, Scope::CopiedOn]),
        // Who opened nothing and wrote nothing.
        ("emil", "Emil Novak", vec![Scope::Mine]),
    ] {
        let Ok(Answer::Me(me)) = desk.ask(login, &Ask::Me) else { panic!("{login}") };
        let user = (me.user.id.as_str(), me.user.name.as_str());
        assert_eq!((user, me.can.scopes), ((login, name), scopes));
    }
    assert_eq!(desk.ask("nobody", &Ask::Me).unwrap_err().failure(), Failure::SignedOut);
}

#[test]
fn live_rt_a_list_has_two_pages_and_only_ones_own() {
    let Some(desk) = rt() else { return };
    let first = desk.page("alice", Scope::Mine, Sort::default(), None);
    let second = desk.page("alice", Scope::Mine, Sort::default(), first.next.clone());
    assert_eq!((first.total, second.total), (Some(27), Some(27)));
    assert_eq!((first.tickets.len(), second.tickets.len()), (20, 7));
    assert_eq!((first.skipped, second.skipped, second.next), (0, 0, None));
    let tickets: Vec<Ticket> = first.tickets.into_iter().chain(second.tickets).collect();
    assert_eq!(tickets.iter().map(|it| &it.display_id).collect::<HashSet<_>>().len(), 27);
    assert!(tickets.iter().all(|it| it.requester.name == "Alice Moreau"));
    assert!(tickets.is_sorted_by(|one, next| one.updated_at >= next.updated_at));
    assert_eq!(
        subjects(&desk.page("bob", Scope::Mine, Sort::default(), None)),
        ["Invoice in the wrong currency"]
    );
    assert_eq!(
        subjects(&desk.page("carol", Scope::CopiedOn, Sort::default(), None)),
        ["Two users see each other's drafts"]
    );
}

#[test]
fn live_rt_the_server_sorts() {
    let Some(desk) = rt() else { return };
    let page = |key, descending| desk.page("alice", Scope::Mine, Sort { key, descending }, None);
    let sorted = |key, descending| page(key, descending).tickets;
    assert!(
        sorted(SortKey::Created, false).is_sorted_by(|one, next| one.created_at <= next.created_at)
    );
    assert!(
        sorted(SortKey::Updated, false).is_sorted_by(|one, next| one.updated_at <= next.updated_at)
    );
    let ids = |it: Vec<Ticket>| it.into_iter().take(2).map(|it| it.display_id).collect::<Vec<_>>();
    assert_eq!(ids(sorted(SortKey::Id, false)), ["#1", "#3"]);
    assert_eq!(ids(sorted(SortKey::Id, true)), ["#28", "#27"]);
    let label = |it: &Ticket| it.priority.as_ref().map(|it| it.label.clone()).unwrap_or_default();
    let priorities: Vec<String> =
        sorted(SortKey::Priority, true).iter().map(label).take(3).collect();
    assert_eq!(priorities, ["100", "90", "80"]);
    assert!(page(SortKey::Status, true).unsorted && !page(SortKey::Priority, true).unsorted);
}

#[test]
fn live_rt_a_ticket_says_what_the_desk_says() {
    let Some(desk) = rt() else { return };
    let labels = desk.ticket("alice", "1");
    assert_eq!(labels.subject, "Labels print with last year's address");
    assert_eq!(
        (labels.status.category, labels.status.label.as_str()),
        (StatusCategory::Unknown, "stalled")
    );
    assert_eq!(labels.assignee.map(|it| it.name).as_deref(), Some("Inês Duarte"));
    let fields: Vec<_> =
        labels.fields.iter().map(|it| (it.label.as_str(), it.value.as_str())).collect();
    assert_eq!(fields, [("Version in use", "4.2.1"), ("Systems", "Linux, Windows")]);
    let shared = desk.ticket("carol", "3");
    assert_eq!(shared.participants[0].name, "Carol Lindqvist");
    let resolved = desk.ticket("alice", "5");
    assert_eq!(resolved.status.category, StatusCategory::Resolved);
    assert_eq!((resolved.assignee, resolved.priority), (None, None));
    assert_eq!(desk.ticket("alice", "6").status.category, StatusCategory::Closed);
}

#[test]
fn live_rt_a_ticket_that_went_into_another_leads_there() {
    let Some(desk) = rt() else { return };
    let subject = "Payment by instalments";
    assert_eq!(desk.ticket("dora", MERGED).subject, subject);
    assert_eq!(desk.ticket("dora", UNCHANGED).subject, subject);
    let texts =
        |id| -> Vec<String> { desk.messages("dora", id).into_iter().map(|it| it.text).collect() };
    assert!(texts(MERGED).contains(&"Did my question arrive?".to_owned()));
    assert_eq!(texts(MERGED), texts(UNCHANGED));
}

#[test]
fn live_rt_what_is_not_yours_is_not_shown() {
    let Some(desk) = rt() else { return };
    for ask in [ticket("1"), messages("1")] {
        assert_eq!(desk.ask("bob", &ask).unwrap_err().failure(), Failure::Forbidden);
        assert_eq!(desk.ask("nobody", &ask).unwrap_err().failure(), Failure::SignedOut);
    }
    assert_eq!(desk.ask("alice", &ticket("4711")).unwrap_err().failure(), Failure::NotFound);
}

#[test]
fn live_rt_a_conversation_is_whole_and_comments_are_not_in_it() {
    let Some(desk) = rt() else { return };
    // The desk's own people may read their comments; the widget shows them to nobody.
    for login in ["alice", "ines"] {
        let Ok(Answer::Messages(page)) = desk.ask(login, &messages("1")) else { panic!() };
        let said: Vec<(MessageKind, Role, String, Vec<&str>)> = page
            .messages
            .iter()
            .map(|it| {
                let start: String = it.text.replace('\u{200e}', "").chars().take(18).collect();
                let files = it.attachments.iter().map(|it| it.filename.as_str()).collect();
                (it.kind.clone(), it.author.role, start, files)
            })
            .collect();
        let line = |kind: MessageKind, role, text: &str, files: &[&'static str]| {
            (kind, role, text.to_owned(), files.to_vec())
        };
        use MessageKind::{Event, Message};
        use Role::{Agent, Requester};
        assert_eq!(
            said,
            [
                line(Message, Requester, "Since Monday every", &["print log.txt"]),
                line(Event, Agent, "new → open", &[]),
                line(Message, Agent, "Thank you, Alice.\n", &[]),
                line(Event, Agent, "open → stalled", &[]),
                line(
                    Message,
                    Requester,
                    "Here it is: printe",
                    &["Étiquette n° 1.png", "model.txt"]
                ),
                line(Event, Agent, "stalled → open", &[]),
                line(Message, Agent, "We have a fix in 4", &[]),
                line(Event, Agent, "open → stalled", &[]),
            ]
        );
        assert_eq!((page.skipped, page.earlier), (0, None));
        let times: Vec<Time> = page.messages.iter().map(|it| it.at).collect();
        assert!(times.is_sorted());
    }
}

#[test]
fn live_rt_a_long_conversation_comes_in_pages() {
    let Some(desk) = rt() else { return };
    let mut texts = Vec::new();
    let mut before: Option<Cursor> = None;
    let mut pages = 0;
    loop {
        let ask = Ask::Messages { ticket: TicketId::new("4"), before };
        let Ok(Answer::Messages(page)) = desk.ask("alice", &ask) else { panic!() };
        let said = page.messages.iter().filter(|it| it.kind == MessageKind::Message);
        texts.splice(0..0, said.map(|it| it.text.clone()));
        pages += 1;
        before = page.earlier;
        if before.is_none() {
            break;
        }
    }
    assert_eq!((pages, texts.len()), (3, 61));
    assert_eq!(texts[0], "Run 1 took 50 minutes.");
    assert_eq!(texts[60], "Run 61: 110 minutes.");
}

#[test]
fn live_rt_the_files_of_a_conversation_come_whole() {
    let Some(desk) = rt() else { return };
    let messages = desk.messages("alice", "1");
    let log = &messages[0].attachments[0];
    assert_eq!(desk.bytes("alice", log), b"label 1: Quay 4\nlabel 2: Quay 4\n");
    let picture = &messages[4].attachments[0];
    let bytes = desk.bytes("alice", picture);
    assert_eq!(Some(bytes.len() as f64), picture.size);
    assert!(bytes.starts_with(b"\x89PNG\r\n\x1a\n") && bytes.ends_with(b"IEND\xaeB`\x82"));
    let error = desk.ask("bob", &Ask::File(log.clone())).unwrap_err();
    assert_eq!(error.failure(), Failure::Forbidden);
}

#[test]
fn live_rt_a_reply_arrives_with_its_files() {
    let Some(desk) = rt() else { return };
    let before = desk.messages("dora", ANSWERED);
    let number = before.last().map(|it| it.id.as_str()).unwrap_or_default();
    let text = format!("Here they go, after {number}.\n\n* 1 < 2 & <b>no tag</b>\n* “ça va”");
    let files = [
        file("Aufnahme 3 Uhr – laut.txt", "text/plain", "um drei\n".as_bytes()),
        file("Протокол испытаний чайников №7, «второй раз», с подписью.txt", "text/plain", b"7\n"),
        file("dot.png", "image/png", b"\x89PNG\r\n\x1a\n\0not much of one"),
        file("no type", "", &(0..=255).collect::<Vec<u8>>()),
    ];
    desk.reply("dora", ANSWERED, &text, &files);
    let after = desk.messages("dora", ANSWERED);
    // Another test may be writing here too.
    let arrived = after.iter().find(|it| it.text == text).unwrap();
    assert_eq!(
        (arrived.author.name.as_str(), arrived.author.role),
        ("Dora Niemi", Role::Requester)
    );
    assert_eq!(arrived.attachments.len(), files.len());
    for (sent, kept) in files.iter().zip(&arrived.attachments) {
        assert_eq!(kept.filename, sent.name);
        assert_eq!(desk.bytes("dora", kept), sent.bytes, "{}", kept.filename);
    }
}

#[test]
fn live_rt_files_alone_are_a_reply() {
    let Some(desk) = rt() else { return };
    desk.reply("dora", ANSWERED, "", &[file("alone.txt", "text/plain", b"alone\n")]);
    let messages = desk.messages("dora", ANSWERED);
    let alone = messages.iter().rev().find(|it| {
        it.text.is_empty() && it.attachments.iter().any(|it| it.filename == "alone.txt")
    });
    assert!(alone.is_some(), "{messages:#?}");
    let empty = desk.write("dora", &upload(ANSWERED, file("empty.txt", "text/plain", b"")));
    assert_eq!(empty.unwrap_err().failure(), Failure::Refused);
}

#[test]
fn live_rt_a_ticket_is_closed_and_opened_again() {
    let Some(desk) = rt() else { return };
    let id = TicketId::new(CLOSED);
    let closed = desk.now("dora", &Command::Close(id.clone()));
    assert_eq!(closed.status.category, StatusCategory::Resolved);
    assert_eq!(
        (closed.actions.close, closed.actions.reopen),
        (Action::NotOffered, Action::Allowed)
    );
    let open = desk.now("dora", &Command::Reopen(id.clone()));
    assert_eq!(open.status.category, StatusCategory::Open);
    assert_eq!((open.actions.close, open.actions.reopen), (Action::Allowed, Action::NotOffered));
    // Who answers in a resolved ticket opens it.
    desk.now("dora", &Command::Close(id));
    let answered = desk.reply("dora", CLOSED, "One thing more.", &[]);
    assert_eq!(answered.status.category, StatusCategory::Open);
}

#[test]
fn live_rt_what_rt_only_seems_to_take_is_said() {
    let Some(desk) = rt() else { return };
    let before = desk.ticket("dora", UNCHANGED);
    assert_eq!(
        (&before.actions.reply, &before.actions.close),
        (&Action::Allowed, &Action::denied(Reason::Unknown))
    );
    let close = Command::Close(TicketId::new(UNCHANGED));
    assert_eq!(desk.write("dora", &close).unwrap_err().failure(), Failure::NotAccepted);
    assert_eq!(desk.ticket("dora", UNCHANGED).status, before.status);
    let before = desk.messages("dora", READ).len();
    let reply = Command::Reply { ticket: TicketId::new(READ), draft: draft("Any news?") };
    assert_eq!(desk.write("dora", &reply).unwrap_err().failure(), Failure::Refused);
    assert_eq!(desk.messages("dora", READ).len(), before);
    assert_eq!(desk.ticket("dora", READ).actions.reply, Action::denied(Reason::Unknown));
}

#[test]
fn live_rt_nobody_writes_into_the_tickets_of_others() {
    let Some(desk) = rt() else { return };
    let id = TicketId::new(UNCHANGED);
    let before = desk.messages("dora", UNCHANGED).len();
    let reply = Command::Reply { ticket: id.clone(), draft: draft("This is not mine.") };
    for command in [reply, Command::Close(id)] {
        for (login, expected) in [("bob", None), ("nobody", Some(Failure::SignedOut))] {
            let failure = desk.write(login, &command).unwrap_err().failure();
            let is_no = matches!(failure, Failure::Forbidden | Failure::Refused);
            assert!(expected.map_or(is_no, |it| it == failure), "{login}: {failure:?}");
        }
    }
    assert_eq!(desk.messages("dora", UNCHANGED).len(), before);
}
