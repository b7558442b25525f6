//! What every stand-in begins with: a company that plans routes and prints labels, and those who use it.

mod plans;

use crate::desk::{Desk, Entry, File, Person, State::Solved, Ticket, ago};
use plans::{ALICES, BOBS_PLAN, Plan};

/// Alice's, and the one whose conversation has everything in it: HTML, files, an internal note.
pub const LABELS: u64 = 101;
/// Alice's, with more entries than fit on a page: [`READINGS`].
pub const LONG: u64 = 102;
/// Alice's, and Carol reads along.
pub const COPIED: u64 = 103;
/// Alice's, new; nobody has looked yet, so she cannot close it in every service.
pub const UNSEEN: u64 = 104;
/// Alice's, on its way, with somebody who answers: she can close it.
pub const OPEN: u64 = 105;
/// Alice's, which others hang on.
pub const PROBLEM: u64 = 106;
/// Alice's, solved: it can be opened again, and rated.
pub const SOLVED: u64 = 107;
/// Alice's, closed for good.
pub const CLOSED: u64 = 108;
/// Alice's, on hold.
pub const PAUSED: u64 = 109;
/// Alice's, which closes by itself.
pub const CLOSES_SOON: u64 = 110;
/// Alice's, merged into another one.
pub const MERGED: u64 = 111;
/// Alice's, in a workflow that is not that of [`OPEN`], where the service has several.
pub const SEARCH: u64 = 112;
/// Bob's only one.
pub const BOBS: u64 = 126;

/// How many entries [`LONG`] has.
pub const READINGS: usize = 130;
/// What [`LABELS`] says to nobody but the staff.
pub const INTERNAL: &str = "Do not tell yet: the vendor pays for it.";
/// A file of that note.
pub const INTERNAL_FILE: &str = "vendor contract.txt";
/// What is in the log of [`LABELS`].
pub const LOG: &[u8] = b"07:58 printer 2 says UTC\n07:59 printer 2 prints 08:59\n";
/// What is in the photo of [`LABELS`]: one grey dot.
pub const PHOTO: &[u8] =
    b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\0\x01\0\0\0\x01\x08\0\0\0\0\x3a\x7e\x9b\x55\
\0\0\0\x0aIDAT\x78\x9c\x63\x68\0\0\0\x82\0\x81\x77\xcd\x72\xb6\0\0\0\0IEND\xae\x42\x60\x82";

/// Where Alice, Carol and their colleagues are.
pub(crate) const NORTHWIND: u64 = 501;
/// What Alice and Carol do together with others.
pub(crate) const HARBOUR: u64 = 502;

/// What an organisation is called.
pub(crate) fn organization(id: u64) -> &'static str {
    match id {
        NORTHWIND => "Northwind Freight",
        HARBOUR => "Harbour Board",
        _ => "",
    }
}

const ALICE: Person = Person {
    id: 11,
    login: "alice",
    first: "Alice",
    last: "Moreau",
    is_agent: false,
    organizations: &[NORTHWIND, HARBOUR],
    views: &[],
};
const BOB: Person =
    Person { id: 12, login: "bob", first: "Bob", last: "Okafor", organizations: &[], ..ALICE };
const CAROL: Person = Person { id: 13, login: "carol", first: "Carol", last: "Lindqvist", ..ALICE };
const INES: Person = Person {
    id: 21,
    login: "ines",
    first: "Inês",
    last: "Duarte",
    is_agent: true,
    organizations: &[],
    ..ALICE
};
const TOMAS: Person = Person { id: 22, login: "tomas", first: "Tomas", last: "Berg", ..INES };
/// Leads Northwind, and may see all that is asked from there.
const DORA: Person = Person {
    id: 14,
    login: "dora",
    first: "Dora",
    last: "Novak",
    organizations: &[NORTHWIND],
    views: &[NORTHWIND],
    ..ALICE
};

/// Customers, then agents.
pub(crate) static PEOPLE: [Person; 6] = [ALICE, BOB, CAROL, DORA, INES, TOMAS];

/// Fills a desk that is empty.
pub(crate) fn fill(desk: &mut Desk) {
    let all = ALICES.iter().map(|it| (&ALICE, it)).chain([(&BOB, &BOBS_PLAN)]);
    for ((requester, plan), id) in all.zip(LABELS..) {
        let mut ticket = ticket(id, requester, plan);
        ticket.entries = match id {
            LABELS => labels(desk),
            LONG => long(desk),
            _ => exchange(desk, &ticket, plan),
        };
        if let (Some(first), Some(last)) = (ticket.entries.first(), ticket.entries.last()) {
            (ticket.created, ticket.updated, ticket.state_since) = (first.at, last.at, last.at);
        }
        desk.tickets.push(ticket);
    }
}

fn ticket(id: u64, requester: &Person, (subject, state, priority, agent, ..): &Plan) -> Ticket {
    Ticket {
        id,
        subject: (*subject).to_owned(),
        state: *state,
        state_since: ago(0),
        was_solved: *state == Solved,
        priority: *priority,
        is_problem: id == PROBLEM,
        requester: requester.id,
        copied: if id == COPIED { vec![CAROL.id] } else { Vec::new() },
        assignee: agent.as_ref().map(|it| it.id),
        organization: match id {
            COPIED => Some(HARBOUR),
            _ => requester.organizations.first().copied(),
        },
        created: ago(0),
        updated: ago(0),
        entries: Vec::new(),
        follows: None,
        rating: None,
    }
}

fn entry(desk: &mut Desk, author: &Person, minutes: i64, text: &str) -> Entry {
    Entry {
        id: desk.number(),
        author: author.id,
        at: ago(minutes),
        text: text.to_owned(),
        html: None,
        is_public: true,
        files: Vec::new(),
    }
}

fn file(desk: &mut Desk, name: &str, media_type: &str, bytes: &[u8]) -> File {
    desk.file(name, media_type, bytes.to_vec())
}

fn exchange(desk: &mut Desk, ticket: &Ticket, plan: &Plan) -> Vec<Entry> {
    let (.., agent, hours, asked, answered) = plan;
    let Some(requester) = desk.person(ticket.requester) else { return Vec::new() };
    let mut entries = vec![entry(desk, requester, hours * 60, asked)];
    if let Some(agent) = agent {
        entries.push(entry(desk, agent, hours * 30 + 1, answered));
    }
    entries
}

/// HTML and text, two files, and what is none of the customer's business.
fn labels(desk: &mut Desk) -> Vec<Entry> {
    let first = Entry {
        files: vec![file(desk, "printer log.txt", "text/plain", LOG)],
        ..entry(
            desk,
            &ALICE,
            240,
            "Since Monday our labels are an hour late.\n\n<b>All</b> of them & both printers.",
        )
    };
    let asked = Entry {
        html: Some(
            "<div><p>Thank you, Alice.</p><p>Could you send us <strong>a photo</strong> of one label &amp; say \
             which printer it was?</p><script>alert(1)</script></div>"
                .to_owned(),
        ),
        ..entry(desk, &INES, 200, "Thank you, Alice.\n\nCould you send us a photo of one label & say which printer it was?")
    };
    let note = Entry {
        is_public: false,
        files: vec![file(desk, INTERNAL_FILE, "text/plain", b"They pay.\n")],
        ..entry(desk, &TOMAS, 190, INTERNAL)
    };
    let photo = Entry {
        files: vec![file(desk, "Étiquette n° 1.png", "image/png", PHOTO)],
        ..entry(desk, &ALICE, 150, "Here it is, from printer 2.")
    };
    let last = Entry {
        html: Some(
            "<p>There is a fix in 4.2.2.<br>Please tell us whether it helps.</p>".to_owned(),
        ),
        ..entry(desk, &INES, 121, "There is a fix in 4.2.2.\nPlease tell us whether it helps.")
    };
    vec![first, asked, note, photo, last]
}

/// What a machine says every two hours, and somebody now and then.
fn long(desk: &mut Desk) -> Vec<Entry> {
    let reading = |at: usize| {
        let author = if at % 10 == 9 { TOMAS } else { ALICE };
        (author, format!("Reading {}: {} grams too much.", at + 1, at * 3 % 17))
    };
    let mut entries = Vec::new();
    for at in 0..READINGS {
        let (author, text) = reading(at);
        let minutes = i64::try_from(READINGS - at).unwrap_or_default() * 120;
        entries.push(entry(desk, &author, minutes, &text));
    }
    entries
}
