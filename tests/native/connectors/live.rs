//! The Redmine connector against a Redmine that none of us wrote.
//!
//! `tests/peers/redmine.sh run DIR cargo test --test native live` starts it; without, these tests
//! say that they are skipped. What they expect is in `tests/peers/redmine_seed.rb`.

use std::{
    collections::{HashMap, HashSet},
    env, fs,
    io::{Read as _, Write as _},
    net::TcpStream,
};

use ::deskpane::{
    api::{
        Answer, ApiError, Ask, Body, Connector, Cursor, Failure, Reply, Step, TicketPage,
        connectors::Redmine,
    },
    domain::{MessageKind, Relation, Role, Scope, Sort, SortKey, StatusCategory, Ticket, Time},
};

use super::{messages, ticket};

struct Peer {
    address: String,
    keys: HashMap<String, String>,
}

impl Peer {
    /// `None` where none was started.
    fn find() -> Option<Self> {
        let (Ok(url), Ok(keys)) = (env::var("DESKPANE_REDMINE"), env::var("DESKPANE_REDMINE_KEYS"))
        else {
            println!("SKIPPED: no Redmine, see tests/peers/redmine.sh");
            return None;
        };
        let keys = fs::read_to_string(keys).unwrap();
        Some(Self {
            address: url.trim_start_matches("http://").trim_end_matches('/').into(),
            keys: keys
                .lines()
                .filter_map(|it| it.split_once(' '))
                .map(|(login, key)| (login.into(), key.into()))
                .collect(),
        })
    }

    /// As the client does it, without its patience.
    fn ask(&self, login: &str, ask: &Ask) -> Result<Answer, ApiError> {
        let key = self.keys.get(login).map_or("no key at all", String::as_str);
        let mut replies = Vec::new();
        loop {
            match Redmine.step(ask, &replies) {
                Step::Send(request) => replies.push(self.get(&request.path, key)),
                Step::Done(answer) => return Ok(answer),
                Step::Fail(error) => return Err(error),
            }
        }
    }

    /// HTTP 1.0, so that the body ends with the connection and needs no client.
    fn get(&self, path: &str, key: &str) -> Reply {
        let (name, before) = Redmine.token_header();
        let mut stream = TcpStream::connect(&self.address).unwrap();
        let head = format!(
            "GET {path} HTTP/1.0\r\nhost: {}\r\naccept: application/json\r\n{name}: {before}{key}\r\n\r\n",
            self.address
        );
        stream.write_all(head.as_bytes()).unwrap();
        let mut text = String::new();
        stream.read_to_string(&mut text).unwrap();
        let (head, body) = text.split_once("\r\n\r\n").unwrap();
        let status = head.split(' ').nth(1).and_then(|it| it.parse().ok()).unwrap();
        Reply { status, retry_after: None, link: None, body: Body::new(body.into()) }
    }

    fn page(&self, login: &str, scope: Scope, sort: Sort, after: Option<Cursor>) -> TicketPage {
        match self.ask(login, &Ask::Tickets { scope, sort, limit: 20, after }) {
            Ok(Answer::Tickets(page)) => page,
            other => panic!("{other:?}"),
        }
    }

    fn ticket(&self, login: &str, id: &str) -> Ticket {
        match self.ask(login, &ticket(id)) {
            Ok(Answer::Ticket(ticket)) => *ticket,
            other => panic!("{other:?}"),
        }
    }
}

fn subjects(page: &TicketPage) -> Vec<&str> {
    page.tickets.iter().map(|it| it.subject.as_str()).collect()
}

#[test]
fn live_the_customer_is_known_by_their_key() {
    let Some(peer) = Peer::find() else { return };
    for (login, name, scopes) in [
        ("alice", "Alice Moreau", vec![Scope::Mine]),
        ("carol", "Carol Lindqvist", vec![Scope::Mine, Scope::CopiedOn]),
    ] {
        let Ok(Answer::Me(me)) = peer.ask(login, &Ask::Me) else { panic!("{login}") };
        assert_eq!((me.user.name.as_str(), me.can.scopes), (name, scopes));
    }
    assert_eq!(peer.ask("nobody", &Ask::Me).unwrap_err().failure(), Failure::SignedOut);
}

#[test]
fn live_a_list_has_two_pages_and_only_ones_own() {
    let Some(peer) = Peer::find() else { return };
    let first = peer.page("alice", Scope::Mine, Sort::default(), None);
    let second = peer.page("alice", Scope::Mine, Sort::default(), first.next.clone());
    assert_eq!((first.total, second.total), (Some(28), Some(28)));
    assert_eq!((first.tickets.len(), second.tickets.len()), (20, 8));
    assert_eq!((first.skipped, second.skipped, second.next), (0, 0, None));
    let tickets: Vec<Ticket> = first.tickets.into_iter().chain(second.tickets).collect();
    assert_eq!(tickets.iter().map(|it| &it.display_id).collect::<HashSet<_>>().len(), 28);
    assert!(tickets.iter().all(|it| it.requester.name == "Alice Moreau"));
    assert!(tickets.is_sorted_by(|one, next| one.updated_at >= next.updated_at));
    assert_eq!(
        subjects(&peer.page("bob", Scope::Mine, Sort::default(), None)),
        ["Invoice in the wrong currency"]
    );
    assert_eq!(
        subjects(&peer.page("carol", Scope::CopiedOn, Sort::default(), None)),
        ["Two users see each other's drafts"]
    );
}

#[test]
fn live_the_server_sorts() {
    let Some(peer) = Peer::find() else { return };
    let sorted =
        |key, descending| peer.page("alice", Scope::Mine, Sort { key, descending }, None).tickets;
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
    let Some(peer) = Peer::find() else { return };
    let export = peer.ticket("alice", "1");
    assert_eq!(export.subject, "The export stops after 10 000 rows");
    assert_eq!(export.status.category, StatusCategory::AwaitingCustomer);
    assert_eq!(export.assignee.map(|it| it.name).as_deref(), Some("Ines Duarte"));
    let fields: Vec<_> =
        export.fields.iter().map(|it| (it.label.as_str(), it.value.as_str())).collect();
    assert_eq!(fields, [("Version in use", "4.2.1"), ("Systems", "Linux, Windows")]);
    assert_eq!(peer.ticket("alice", "6").status.category, StatusCategory::Closed);
    assert_eq!(peer.ticket("alice", "4").related, []);
    let suppliers = peer.ticket("alice", "5").related;
    assert_eq!(suppliers[0].relation, Relation::Parent);
    assert_eq!(suppliers[0].subject, "Import stops too");
}

#[test]
fn live_what_is_not_yours_is_not_shown() {
    let Some(peer) = Peer::find() else { return };
    for ask in [ticket("1"), messages("1")] {
        assert_eq!(peer.ask("bob", &ask).unwrap_err().failure(), Failure::Forbidden);
        assert_eq!(peer.ask("nobody", &ask).unwrap_err().failure(), Failure::SignedOut);
    }
    assert_eq!(peer.ask("alice", &ticket("4711")).unwrap_err().failure(), Failure::NotFound);
}

#[test]
fn live_a_conversation_is_whole_and_private_notes_are_not_in_it() {
    let Some(peer) = Peer::find() else { return };
    let Ok(Answer::Messages(page)) = peer.ask("alice", &messages("1")) else { panic!() };
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
