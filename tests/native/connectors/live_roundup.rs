//! The Roundup connector against a Roundup that none of us wrote, as a page of another origin asks it.
//!
//! `tests/peers/roundup.sh run DIR cargo test --test native live_roundup` starts it; without, these tests
//! say that they are skipped. What they expect is in `tests/peers/roundup_seed.py`.

use std::{cell::Cell, collections::HashSet};

use ::deskpane::{
    api::{
        Answer, Ask, Command, Connector, Cursor, Failure, Reply, Step, TicketPage, Writer,
        connectors::Roundup,
    },
    domain::{
        MessageKind, Relation, Role, Scope, Sort, SortKey, StatusCategory, Ticket, TicketId, Time,
    },
};

use super::{
    live::{Desk, draft, file},
    messages, ticket,
};

/// Dora's, which the tests write into.
const WRITTEN: &str = "27";
/// Dora's, which is closed and opened.
const MOVED: &str = "28";
/// Dora's, which two write into at once.
const CONTESTED: &str = "29";

fn roundup() -> Option<Desk<Roundup>> {
    Desk::find("DESKPANE_ROUNDUP", Roundup)
}

fn subjects(page: &TicketPage) -> Vec<&str> {
    page.tickets.iter().map(|it| it.subject.as_str()).collect()
}

#[test]
fn live_roundup_knows_the_customer_by_their_token() {
    let Some(desk) = roundup() else { return };
    for (login, name) in
        [("alice", "Alice Moreau"), ("carol", "Carol Lindqvist"), ("ines", "Ines Duarte")]
    {
        let Ok(Answer::Me(me)) = desk.ask(login, &Ask::Me) else { panic!("{login}") };
        assert_eq!(me.user.name, name);
    }
    for login in ["nobody", "late"] {
        for ask in [Ask::Me, ticket("1"), super::tickets(Scope::Mine)] {
            assert_eq!(desk.ask(login, &ask).unwrap_err().failure(), Failure::SignedOut);
        }
    }
}

#[test]
fn live_roundup_lists_two_pages_and_only_ones_own() {
    let Some(desk) = roundup() else { return };
    let first = desk.page("alice", Scope::Mine, Sort::default(), None);
    let second = desk.page("alice", Scope::Mine, Sort::default(), first.next.clone());
    assert_eq!((first.total, second.total), (Some(25), Some(25)));
    assert_eq!((first.tickets.len(), second.tickets.len()), (20, 5));
    assert_eq!((first.skipped, second.skipped, second.next), (0, 0, None));
    let tickets: Vec<Ticket> = first.tickets.into_iter().chain(second.tickets).collect();
    assert_eq!(tickets.iter().map(|it| &it.display_id).collect::<HashSet<_>>().len(), 25);
    assert!(tickets.iter().all(|it| it.requester.name == "Alice Moreau"));
    assert!(tickets.is_sorted_by(|one, next| one.updated_at >= next.updated_at));
    assert_eq!(
        subjects(&desk.page("bob", Scope::Mine, Sort::default(), None)),
        ["Invoice in the wrong currency"]
    );
    assert_eq!(
        subjects(&desk.page("carol", Scope::CopiedOn, Sort::default(), None)),
        ["Two drivers see each other's notes"]
    );
    for scope in [Scope::Mine, Scope::CopiedOn] {
        let page = desk.page("bob", scope, Sort::default(), None);
        assert!(page.tickets.iter().all(|it| it.requester.name == "Bob Okafor"));
    }
}

#[test]
fn live_roundup_sorts() {
    let Some(desk) = roundup() else { return };
    let sorted =
        |key, descending| desk.page("alice", Scope::Mine, Sort { key, descending }, None).tickets;
    assert!(
        sorted(SortKey::Created, false).is_sorted_by(|one, next| one.created_at <= next.created_at)
    );
    assert!(
        sorted(SortKey::Updated, false).is_sorted_by(|one, next| one.updated_at <= next.updated_at)
    );
    let ids = |it: Vec<Ticket>| it.into_iter().take(3).map(|it| it.display_id).collect::<Vec<_>>();
    assert_eq!(ids(sorted(SortKey::Id, false)), ["issue1", "issue3", "issue4"]);
    // As numbers, not as words: 26 comes before 9.
    assert_eq!(ids(sorted(SortKey::Id, true)), ["issue26", "issue25", "issue24"]);
    let label = |it: &Ticket| it.priority.as_ref().map(|it| it.label.clone()).unwrap_or_default();
    let priorities: Vec<String> =
        sorted(SortKey::Priority, true).iter().map(label).take(3).collect();
    assert_eq!(priorities, ["critical", "critical", "urgent"]);
}

#[test]
fn live_roundup_says_what_a_ticket_is() {
    let Some(desk) = roundup() else { return };
    let plan = desk.ticket("alice", "1");
    assert_eq!(plan.subject, "The morning route is planned twice");
    assert_eq!(plan.status.category, StatusCategory::AwaitingCustomer);
    assert_eq!(plan.assignee.map(|it| it.name).as_deref(), Some("Ines Duarte"));
    assert_eq!(plan.participants, []);
    let drivers = desk.ticket("alice", "3");
    let copied: Vec<_> = drivers.participants.iter().map(|it| it.name.as_str()).collect();
    assert_eq!(copied, ["Carol Lindqvist"]);
    assert_eq!(desk.ticket("carol", "3").requester.name, "Alice Moreau");
    let on = |id: &str| {
        let found = desk.ticket("alice", id).related.into_iter();
        found.map(|it| (it.relation, it.subject)).collect::<Vec<_>>()
    };
    assert_eq!(on("24"), [(Relation::MergedInto, "Reminders come an hour early".into())]);
    // It goes on in bob's, whose title the tracker gives away.
    assert_eq!(on("22"), []);
}

#[test]
fn live_roundup_shows_nothing_of_others() {
    let Some(desk) = roundup() else { return };
    for ask in [ticket("1"), messages("1"), ticket("3"), messages("4")] {
        assert_eq!(desk.ask("bob", &ask).unwrap_err().failure(), Failure::Forbidden);
    }
    assert_eq!(desk.ask("carol", &ticket("1")).unwrap_err().failure(), Failure::Forbidden);
    assert_eq!(desk.ask("alice", &ticket("4711")).unwrap_err().failure(), Failure::NotFound);
}

#[test]
fn live_roundup_shows_no_private_message_and_none_of_its_files() {
    let Some(desk) = roundup() else { return };
    let messages = desk.messages("alice", "1");
    let said: Vec<(MessageKind, Role, String, Vec<&str>)> = messages
        .iter()
        .map(|it| {
            let start: String = it.text.chars().take(18).collect();
            let files = it.attachments.iter().map(|it| it.filename.as_str()).collect();
            (it.kind.clone(), it.author.role, start, files)
        })
        .collect();
    let line = |role, text: &str, files: &[&'static str]| {
        (MessageKind::Message, role, text.to_owned(), files.to_vec())
    };
    use Role::{Agent, Requester};
    assert_eq!(
        said,
        [
            line(Requester, "Since Monday our v", &["route log.txt"]),
            line(Agent, "Thank you. Could y", &[]),
            line(Requester, "Here it is.", &["plan für Dienstag – falsch.png"]),
            line(Agent, "There is a fix in ", &[]),
        ]
    );
    assert!(messages[0].text.contains("\n\n1. Open Routes\n2. "));
    // The staff see it: it is there.
    let all = desk.messages("ines", "1");
    assert!(all.iter().any(|it| it.text.contains("Do not tell yet")));
    let inside =
        all.iter().flat_map(|it| &it.attachments).find(|it| it.filename.contains("inside"));
    let refused = desk.ask("alice", &Ask::File(inside.unwrap().clone())).unwrap_err();
    assert_eq!(refused.failure(), Failure::Forbidden);
}

#[test]
fn live_roundup_gives_a_long_conversation_from_its_end() {
    let Some(desk) = roundup() else { return };
    let page =
        |before| match desk.ask("alice", &Ask::Messages { ticket: TicketId::new("4"), before }) {
            Ok(Answer::Messages(page)) => page,
            other => panic!("{other:?}"),
        };
    let newest = page(None);
    let earlier: Option<Cursor> = newest.earlier.clone();
    assert!(earlier.is_some());
    let oldest = page(earlier);
    assert_eq!((oldest.messages.len(), newest.messages.len()), (10, 50));
    assert_eq!((oldest.earlier, newest.skipped), (None, 0));
    let all: Vec<_> = oldest.messages.iter().chain(&newest.messages).collect();
    assert!(all[0].text.starts_with("Reading 1: "));
    assert!(all[59].text.starts_with("Reading 60: "));
    assert!(all.iter().map(|it| it.at).collect::<Vec<Time>>().is_sorted());
}

#[test]
fn live_roundup_gives_files_whole() {
    let Some(desk) = roundup() else { return };
    let messages = desk.messages("alice", "1");
    let log = &messages[0].attachments[0];
    assert_eq!(desk.bytes("alice", log), b"06:00 plan 1 made\n06:00 plan 2 made\n");
    let picture = desk.bytes("alice", &messages[2].attachments[0]);
    assert!(picture.starts_with(b"\x89PNG\r\n\x1a\n") && picture.ends_with(b"IEND\xaeB`\x82"));
    let refused = desk.ask("bob", &Ask::File(log.clone())).unwrap_err();
    assert_eq!(refused.failure(), Failure::Forbidden);
}

#[test]
fn live_roundup_takes_a_reply_with_its_files() {
    let Some(desk) = roundup() else { return };
    let newest = || desk.messages("dora", WRITTEN).pop().unwrap();
    let before = newest();
    let text = format!("Ounces would be better – ≈ 28 g each.\n\n* after {}", before.id.as_str());
    let files = [
        file("Waage & Ladung – März.txt", "text/plain", "zwölf\n".as_bytes()),
        file("dot.png", "image/png", b"\x89PNG\r\n\x1a\n\0\xff not much of one"),
    ];
    let now = desk.reply("dora", WRITTEN, &text, &files);
    assert_eq!(now.status.category, StatusCategory::Open);
    let last = newest();
    assert_eq!((last.text.as_str(), last.author.role), (text.as_str(), Role::Requester));
    assert_eq!(last.author.name, "Dora Novak");
    let names: Vec<_> = last.attachments.iter().map(|it| it.filename.as_str()).collect();
    assert_eq!(names, ["Waage & Ladung – März.txt", "dot.png"]);
    for (sent, kept) in files.iter().zip(&last.attachments) {
        assert_eq!(desk.bytes("dora", kept), sent.bytes, "{}", kept.filename);
    }
    // A file alone has a message without words.
    desk.reply("dora", WRITTEN, "", &files[1..]);
    let last = newest();
    assert_eq!((last.text.as_str(), last.attachments.len()), ("", 1));
}

#[test]
fn live_roundup_takes_a_reply_of_who_is_copied() {
    let Some(desk) = roundup() else { return };
    desk.reply("carol", "3", "We see it too.", &[]);
    let last = desk.messages("carol", "3").pop().unwrap();
    assert_eq!(
        (last.author.name.as_str(), last.text.as_str()),
        ("Carol Lindqvist", "We see it too.")
    );
}

#[test]
fn live_roundup_closes_and_opens_again() {
    let Some(desk) = roundup() else { return };
    let id = || TicketId::new(MOVED);
    let closed = desk.now("dora", &Command::Close(id()));
    assert_eq!(closed.status.label, "resolved");
    assert_eq!(desk.now("dora", &Command::Close(id())).status, closed.status);
    let open = desk.now("dora", &Command::Reopen(id()));
    assert_eq!(open.status.label, "chatting");
    desk.now("dora", &Command::Close(id()));
    // By its own rule a message opens it as well.
    let open = desk.reply("dora", MOVED, "Not yet, sorry.", &[]);
    assert_eq!(open.status.label, "chatting");
}

#[test]
fn live_roundup_lets_nobody_write_into_the_tickets_of_others() {
    let Some(desk) = roundup() else { return };
    let id = TicketId::new("2");
    let before = desk.messages("bob", "2");
    let reply = Command::Reply { ticket: id.clone(), draft: draft("This is not mine.") };
    for command in [reply, Command::Close(id)] {
        assert_eq!(desk.write("dora", &command).unwrap_err().failure(), Failure::Forbidden);
        assert_eq!(desk.write("late", &command).unwrap_err().failure(), Failure::SignedOut);
    }
    assert_eq!(desk.messages("bob", "2"), before);
}

/// Somebody else writes right before the issue is told of the customer's message: what was read of it
/// is stale then.
struct Overtaken {
    other: Desk<Other>,
    refusals: Cell<u32>,
}

impl Connector for Overtaken {
    fn step(&self, ask: &Ask, replies: &[Reply]) -> Step {
        Roundup.step(ask, replies)
    }
}

impl Writer for Overtaken {
    fn write(&self, command: &Command, replies: &[Reply]) -> Step {
        if replies.len() == 2 {
            self.other.ask("ines", &ticket(CONTESTED)).unwrap();
        }
        let is_stale = replies.last().is_some_and(|it| it.status == 412);
        self.refusals.set(self.refusals.get() + u32::from(is_stale));
        Roundup.write(command, replies)
    }
}

/// Answers in the ticket that it is asked for: as an ask, for a write would wait until the other ends.
struct Other;

impl Connector for Other {
    fn step(&self, ask: &Ask, replies: &[Reply]) -> Step {
        let Ask::Ticket(id) = ask else { unreachable!() };
        let reply = Command::Reply { ticket: id.clone(), draft: draft("We are on it.") };
        Roundup.write(&reply, replies)
    }
}

impl Writer for Other {
    fn write(&self, _: &Command, _: &[Reply]) -> Step {
        unreachable!()
    }
}

#[test]
fn live_roundup_takes_a_reply_though_somebody_was_faster() {
    let Some(other) = Desk::find("DESKPANE_ROUNDUP", Other) else { return };
    let overtaken = Overtaken { other, refusals: Cell::new(0) };
    let Some(desk) = Desk::find("DESKPANE_ROUNDUP", overtaken) else { return };
    let before = desk.messages("dora", CONTESTED).pop().unwrap();
    desk.reply("dora", CONTESTED, "The horn again.", &[]);
    let after = desk.messages("dora", CONTESTED);
    let at = after.iter().position(|it| it.id == before.id).unwrap();
    let said: HashSet<_> = after[at + 1..].iter().map(|it| it.text.as_str()).collect();
    assert_eq!(said, HashSet::from(["We are on it.", "The horn again."]));
    assert_eq!(desk.connector().refusals.get(), 1, "nobody was faster");
}
