//! What each desk's answers mean, from recorded replies: no network, no browser.
//!
//! One door: [`check`] takes an ask and the replies in order, and shows what was sent and what came
//! of it, a line each.

mod deskpane;
mod example;
mod guide;
mod hostile;
mod jira_sm;
mod live;
mod live_demo;
mod live_jira_sm;
mod live_looking;
mod live_redmine;
mod live_request_tracker;
mod live_roundup;
mod live_zammad;
mod live_zendesk;
mod looking;
mod mapping;
mod mapping_writes;
mod mistakes;
mod redmine;
mod refusals;
mod request_tracker;
mod roundup;
mod sketch;
mod standin;
mod troubles;
mod zammad;
mod zendesk;

use std::{
    hash::{DefaultHasher, Hash, Hasher},
    rc::Rc,
};

use ::deskpane::{
    api::{Ask, Body, Command, Connector, Cursor, Reply, Step, Writer, connectors::Mapping},
    domain::{File, Scope, Sort, TicketId},
};

use sketch::{answer, error, request};

#[track_caller]
fn check(connector: &dyn Connector, ask: &Ask, replies: &[Reply], expected: &str) {
    let expected: Vec<&str> = expected.lines().map(str::trim).filter(|it| !it.is_empty()).collect();
    assert_eq!(exchange(connector, ask, replies).join("\n"), expected.join("\n"));
}

/// As [`check`], of something that changes the desk.
#[track_caller]
fn check_write(writer: &dyn Writer, command: &Command, replies: &[Reply], expected: &str) {
    let expected: Vec<&str> = expected.lines().map(str::trim).filter(|it| !it.is_empty()).collect();
    assert_eq!(written(writer, command, replies).join("\n"), expected.join("\n"));
}

/// Runs the steps of a command. Its answer is held against what was wanted, as the client does.
#[track_caller]
fn written(writer: &dyn Writer, command: &Command, replies: &[Reply]) -> Vec<String> {
    let step = |replies: &[Reply]| match writer.write(command, replies) {
        Step::Done(answer) => command.check(answer).map_or_else(Step::Fail, Step::Done),
        step => step,
    };
    walk(step, replies)
}

/// Runs the steps of an ask.
#[track_caller]
fn exchange(connector: &dyn Connector, ask: &Ask, replies: &[Reply]) -> Vec<String> {
    walk(|replies| connector.step(ask, replies), replies)
}

/// Ends early where there is no reply to go on with.
#[track_caller]
fn walk(step: impl Fn(&[Reply]) -> Step, replies: &[Reply]) -> Vec<String> {
    let mut lines = Vec::new();
    for received in 0..=replies.len() {
        match step(&replies[..received]) {
            Step::Send(it) => lines.push(request(&it)),
            done => {
                assert_eq!(received, replies.len(), "replies that nobody asked for, {lines:#?}");
                lines.extend(match done {
                    Step::Done(it) => answer(it),
                    Step::Fail(it) => vec![error(&it)],
                    Step::Send(_) => unreachable!(),
                });
            }
        }
    }
    lines
}

/// A good reply: `tests/fixtures/NAME.json`.
fn good(name: &str) -> Reply {
    reply(200, &fixture(name))
}

fn fixture(name: &str) -> String {
    let path = format!("{}/tests/fixtures/{name}.json", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(&path).unwrap_or_else(|err| panic!("{path}: {err}"))
}

fn reply(status: u16, body: &str) -> Reply {
    Reply { status, body: Body::new(body), ..Reply::default() }
}

fn tickets(scope: Scope) -> Ask {
    Ask::Tickets { scope, sort: Sort::default(), limit: 2, after: None, find: None }
}

fn tickets_after(cursor: &str) -> Ask {
    let after = Some(Cursor(cursor.into()));
    Ask::Tickets { scope: Scope::Mine, sort: Sort::default(), limit: 2, after, find: None }
}

fn ticket(id: &str) -> Ask {
    Ask::Ticket(TicketId::new(id))
}

fn upload(ticket: &str, file: Rc<File>) -> Command {
    let mut hasher = DefaultHasher::new();
    (&file.name, &file.bytes).hash(&mut hasher);
    Command::Upload { ticket: TicketId::new(ticket), file, key: format!("f{:x}", hasher.finish()) }
}

fn messages(id: &str) -> Ask {
    Ask::Messages { ticket: TicketId::new(id), before: None }
}

/// A mapping of the release: `connectors/NAME.json`.
#[track_caller]
fn mapped(name: &str) -> Mapping {
    Mapping::read(&mapping_text(name)).unwrap_or_else(|problems| panic!("{name}: {problems:#?}"))
}

/// Its text.
#[track_caller]
fn mapping_text(name: &str) -> String {
    let path = format!("{}/connectors/{name}.json", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(&path).unwrap_or_else(|err| panic!("{path}: {err}"))
}
