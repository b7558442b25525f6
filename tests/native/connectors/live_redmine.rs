//! The Redmine connector against a Redmine that none of us wrote.
//!
//! `tests/peers/redmine.sh run DIR cargo test --test native live` starts it; without, these tests
//! say that they are skipped. What they expect is in `tests/peers/redmine_seed.rb`.

use std::collections::HashSet;

use ::deskpane::{
    api::{Answer, Ask, Command, Failure, TicketPage, connectors::Redmine},
    domain::{
        Action, MessageKind, Reason, Relation, Role, Scope, Sort, SortKey, StatusCategory, Ticket,
        TicketId, Time,
    },
};

use super::{
    live::{Desk, draft, file},
    messages, ticket,
};

/// Dora's, which the tests write into.
const WRITTEN: &str = "31";
/// Dora's, which the tests close and open.
const MOVED: &str = "33";
/// Emil's, who may only look at it.
const READ: &str = "32";

fn redmine() -> Option<Desk<Redmine>> {
    Desk::find("DESKPANE_REDMINE", Redmine)
}

fn subjects(page: &TicketPage) -> Vec<&str> {
    page.tickets.iter().map(|it| it.subject.as_str()).collect()
}

#[test]
fn live_the_customer_is_known_by_their_key() {
    let Some(desk) = redmine() else { return };
    for (login, name, scopes) in [
        ("alice", "Alice Moreau", vec![Scope::Mine]),
        ("carol", "Carol Lindqvist", vec![Scope::Mine, Scope::CopiedOn]),
    ] {
        let Ok(Answer::Me(me)) = desk.ask(login, &Ask::Me) else { panic!("{login}") };
        assert_eq!((me.user.name.as_str(), me.can.scopes), (name, scopes));
    }
    assert_eq!(desk.ask("nobody", &Ask::Me).unwrap_err().failure(), Failure::SignedOut);
}

#[test]
fn live_a_list_has_two_pages_and_only_ones_own() {
    let Some(desk) = redmine() else { return };
    let first = desk.page("alice", Scope::Mine, Sort::default(), None);
    let second = desk.page("alice", Scope::Mine, Sort::default(), first.next.clone());
    assert_eq!((first.total, second.total), (Some(28), Some(28)));
    assert_eq!((first.tickets.len(), second.tickets.len()), (20, 8));
    assert_eq!((first.skipped, second.skipped, second.next), (0, 0, None));
    let tickets: Vec<Ticket> = first.tickets.into_iter().chain(second.tickets).collect();
    assert_eq!(tickets.iter().map(|it| &it.display_id).collect::<HashSet<_>>().len(), 28);
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
fn live_the_server_sorts() {
    let Some(desk) = redmine() else { return };
    let sorted =
        |key, descending| desk.page("alice", Scope::Mine, Sort { key, descending }, None).tickets;
    assert!(
        sorted(SortKey::Created, false).is_sorted_by(|one, next| one.created_at <= next.created_at)
    );
    assert!(
        sorted(SortKey::Updated, false).is_sorted_by(|one, next| one.updated_at <= next.updated_at)
    );
    let ids = |it: Vec<Ticket>| it.into_iter().take(2).map(|it| it.display_id).collect::<Vec<_>>();
    assert_eq!(ids(sorted(SortKey::Id, false)), ["#1", "#4"]);
    assert_eq!(ids(sorted(SortKey::Id, true)), ["#30", "#29"]);
    let label = |it: &Ticket| it.priority.as_ref().map(|it| it.label.clone()).unwrap_or_default();
    let priorities: Vec<String> =
        sorted(SortKey::Priority, true).iter().map(label).take(3).collect();
    assert_eq!(priorities, ["Immediate", "Urgent", "Urgent"]);
    let mut statuses: Vec<String> =
        sorted(SortKey::Status, false).into_iter().map(|it| it.status.label).collect();
    statuses.dedup();
    assert_eq!(statuses, ["New", "In Progress", "Resolved", "Feedback"]);
}

#[test]
fn live_a_ticket_says_what_the_desk_says() {
    let Some(desk) = redmine() else { return };
    let export = desk.ticket("alice", "1");
    assert_eq!(export.subject, "The export stops after 10 000 rows");
    assert_eq!(export.status.category, StatusCategory::AwaitingCustomer);
    assert_eq!(export.assignee.map(|it| it.name).as_deref(), Some("Ines Duarte"));
    let fields: Vec<_> =
        export.fields.iter().map(|it| (it.label.as_str(), it.value.as_str())).collect();
    assert_eq!(fields, [("Version in use", "4.2.1"), ("Systems", "Linux, Windows")]);
    assert_eq!(desk.ticket("alice", "6").status.category, StatusCategory::Closed);
    assert_eq!(desk.ticket("alice", "4").related, []);
    let suppliers = desk.ticket("alice", "5").related;
    assert_eq!(suppliers[0].relation, Relation::Parent);
    assert_eq!(suppliers[0].subject, "Import stops too");
}

#[test]
fn live_what_is_not_yours_is_not_shown() {
    let Some(desk) = redmine() else { return };
    for ask in [ticket("1"), messages("1")] {
        assert_eq!(desk.ask("bob", &ask).unwrap_err().failure(), Failure::Forbidden);
        assert_eq!(desk.ask("nobody", &ask).unwrap_err().failure(), Failure::SignedOut);
    }
    assert_eq!(desk.ask("alice", &ticket("4711")).unwrap_err().failure(), Failure::NotFound);
}

#[test]
fn live_a_conversation_is_whole_and_private_notes_are_not_in_it() {
    let Some(desk) = redmine() else { return };
    let Ok(Answer::Messages(page)) = desk.ask("alice", &messages("1")) else { panic!() };
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
            line(Message, Requester, "Since Monday our n", &["export.log"]),
            line(Event, Agent, "New → In Progress", &[]),
            line(Message, Agent, "Thank you. Could y", &[]),
            line(Message, Requester, "Here it is.", &["limit line.txt"]),
            line(Message, Requester, "", &["second run.txt"]),
            line(Message, Agent, "There is a fix in ", &[]),
        ]
    );
    assert_eq!(page.skipped, 0);
    assert!(page.messages[0].text.contains("\n\n1. Open *Reports*\n2. "));
    let times: Vec<Time> = page.messages.iter().map(|it| it.at).collect();
    assert!(times.is_sorted());
}

#[test]
fn live_the_files_of_a_conversation_come_whole() {
    let Some(desk) = redmine() else { return };
    let messages = desk.messages("alice", "1");
    let log = &messages[0].attachments[0];
    assert_eq!(desk.bytes("alice", log), b"10000 rows written\n");
    let error = desk.ask("bob", &Ask::File(log.clone())).unwrap_err();
    assert_eq!(error.failure(), Failure::Forbidden);
}

#[test]
fn live_a_reply_arrives_with_its_files() {
    let Some(desk) = redmine() else { return };
    let before = desk.messages("dora", WRITTEN).len();
    let text = format!("It is louder now.\n\n* since {before} messages");
    let files = [
        file("Aufnahme 3 Uhr – laut.txt", "text/plain", "um drei\n".as_bytes()),
        file("dot.png", "image/png", b"\x89PNG\r\n\x1a\n\0not much of one"),
    ];
    desk.reply("dora", WRITTEN, &text, &files);
    let messages = desk.messages("dora", WRITTEN);
    assert_eq!(messages.len(), before + 1);
    let last = messages.last().unwrap();
    assert_eq!((last.text.replace("\r\n", "\n"), last.author.role), (text, Role::Requester));
    assert_eq!(last.attachments.len(), files.len());
    for (sent, kept) in files.iter().zip(&last.attachments) {
        assert_eq!(desk.bytes("dora", kept), sent.bytes, "{}", kept.filename);
    }
}

#[test]
fn live_a_ticket_is_closed_and_opened_again() {
    let Some(desk) = redmine() else { return };
    let id = TicketId::new(MOVED);
    let closed = desk.now("dora", &Command::Close(id.clone()));
    assert_eq!(closed.status.category, StatusCategory::Closed);
    assert_eq!(
        (closed.actions.reply, closed.actions.reopen),
        (Action::NotOffered, Action::Allowed)
    );
    let open = desk.now("dora", &Command::Reopen(id));
    assert_eq!(open.status.category, StatusCategory::Open);
    assert_eq!((open.actions.reply, open.actions.close), (Action::Allowed, Action::Allowed));
}

#[test]
fn live_what_redmine_only_seems_to_take_is_said() {
    let Some(desk) = redmine() else { return };
    let id = TicketId::new(READ);
    let before = desk.ticket("emil", READ);
    assert_eq!(before.actions.close, Action::denied(Reason::Unknown));
    let reply = Command::Reply { ticket: id.clone(), draft: draft("Any news?") };
    assert_eq!(desk.write("emil", &reply).unwrap_err().failure(), Failure::NotAccepted);
    assert_eq!(desk.write("emil", &Command::Close(id)).unwrap_err().failure(), Failure::Forbidden);
    assert_eq!(desk.ticket("emil", READ).status, before.status);
}

#[test]
fn live_nobody_writes_into_the_tickets_of_others() {
    let Some(desk) = redmine() else { return };
    let id = TicketId::new(WRITTEN);
    let before = desk.messages("dora", WRITTEN).len();
    let reply = Command::Reply { ticket: id.clone(), draft: draft("This is not mine.") };
    for command in [reply, Command::Close(id)] {
        let failure = desk.write("bob", &command).unwrap_err().failure();
        assert!(matches!(failure, Failure::Forbidden | Failure::NotFound), "{failure:?}");
    }
    assert_eq!(desk.messages("dora", WRITTEN).len(), before);
}
