//! The contract's connector against the demo, which is a real server too. It runs always: the demo needs
//! nothing that is not in the workspace.

use std::{collections::HashMap, net::Ipv4Addr, sync::Arc, thread};

use ::deskpane::{
    api::{Ask, Command, Failure, Score, connectors::Deskpane},
    domain::{Role, Scope, Sort, StatusCategory, TicketId},
};
use demo::{Config, Demo};

use super::live::{Desk, draft, file};

/// Mia's, with support.
const OPEN: &str = "1001";

/// A demo of the test's own, which ends with the process.
fn demo_as(people: &[&str]) -> Desk<Deskpane> {
    let listener = std::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    listener.set_nonblocking(true).unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let router = Arc::new(Demo::open(Config::default()).unwrap()).router();
            let listener = tokio::net::TcpListener::from_std(listener).unwrap();
            axum::serve(listener, router).await.unwrap();
        });
    });
    let sessions: HashMap<String, String> =
        people.iter().map(|it| ((*it).to_owned(), session(&url, it))).collect();
    Desk::at(&format!("{url}/support/api"), Deskpane, sessions).by_cookie()
}

fn session(url: &str, account: &str) -> String {
    let agent: ureq::Agent = ureq::Agent::config_builder().max_redirects(0).build().into();
    let answer = agent.post(format!("{url}/sign-in")).send_form([("account", account)]).unwrap();
    let cookie = answer.headers()["set-cookie"].to_str().unwrap();
    cookie.split(';').next().unwrap().to_owned()
}

#[test]
fn live_demo_a_reply_arrives_with_its_files() {
    let desk = demo_as(&["mia"]);
    let before = desk.messages("mia", OPEN).len();
    let files = [
        file("Liste – März.txt", "text/plain", "eins\nzwei\n".as_bytes()),
        file("dot.png", "image/png", b"\x89PNG\r\n\x1a\n\0not much of one"),
    ];
    let now = desk.reply("mia", OPEN, "Here they are.\n\nمع الشكر", &files);
    assert_eq!(now.status.category, StatusCategory::Open);
    let messages = desk.messages("mia", OPEN);
    assert_eq!(messages.len(), before + 1);
    let last = messages.last().unwrap();
    assert_eq!(
        (last.text.as_str(), last.author.role),
        ("Here they are.\n\nمع الشكر", Role::Requester)
    );
    for (sent, kept) in files.iter().zip(&last.attachments) {
        assert_eq!(kept.filename, sent.name);
        assert_eq!(desk.bytes("mia", kept), sent.bytes);
    }
}

#[test]
fn live_demo_the_same_reply_twice_is_one_message() {
    let desk = demo_as(&["mia"]);
    let before = desk.messages("mia", OPEN).len();
    let command = Command::Reply { ticket: TicketId::new(OPEN), draft: draft("Once") };
    desk.now("mia", &command);
    desk.now("mia", &command);
    assert_eq!(desk.messages("mia", OPEN).len(), before + 1);
}

#[test]
fn live_demo_a_ticket_is_closed_rated_and_opened_again() {
    let desk = demo_as(&["mia"]);
    let id = || TicketId::new(OPEN);
    let closed = desk.now("mia", &Command::Close(id()));
    assert!(matches!(closed.status.category, StatusCategory::Closed | StatusCategory::Resolved));
    let rate = Command::Rate { ticket: id(), score: Score::Stars(4), comment: "Quick".into() };
    desk.now("mia", &rate);
    let open = desk.now("mia", &Command::Reopen(id()));
    assert!(!matches!(open.status.category, StatusCategory::Closed | StatusCategory::Resolved));
}

#[test]
fn live_demo_nobody_writes_into_the_tickets_of_others() {
    let desk = demo_as(&["mia", "tess"]);
    let before = desk.messages("mia", OPEN).len();
    let reply = Command::Reply { ticket: TicketId::new(OPEN), draft: draft("This is not mine.") };
    for command in [reply, Command::Close(TicketId::new(OPEN))] {
        assert_eq!(desk.write("tess", &command).unwrap_err().failure(), Failure::NotFound);
        assert_eq!(desk.write("nobody", &command).unwrap_err().failure(), Failure::SignedOut);
    }
    let messages = desk.messages("mia", OPEN);
    assert_eq!(messages.len(), before);
    let shot = messages.iter().flat_map(|it| &it.attachments).next().unwrap().clone();
    let error = desk.ask("tess", &Ask::File(shot)).unwrap_err();
    assert_eq!(error.failure(), Failure::NotFound);
    let own = desk.page("tess", Scope::Mine, Sort::default(), None);
    assert!(own.tickets.iter().all(|it| it.id.as_str() != OPEN));
}
