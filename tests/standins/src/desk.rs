//! What a help desk knows, before it is told in a service's own words.

use jiff::{SignedDuration, Timestamp};

use crate::seed;

/// Somebody who signs in.
#[derive(Clone, Debug)]
pub struct Person {
    /// The number of this person.
    pub id: u64,
    /// By which tests name them.
    pub login: &'static str,
    /// Given name.
    pub first: &'static str,
    /// Family name.
    pub last: &'static str,
    /// Whether they answer.
    pub is_agent: bool,
    /// Where they belong; the first is where they are at home.
    pub organizations: &'static [u64],
    /// Of which of those they may see all tickets.
    pub views: &'static [u64],
}

impl Person {
    /// First and last name.
    pub fn name(&self) -> String {
        format!("{} {}", self.first, self.last)
    }

    /// Their address.
    pub fn email(&self) -> String {
        let domain = if self.is_agent { "kettle.example" } else { "northwind.example" };
        format!("{}@{domain}", self.login)
    }
}

/// How far a ticket is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// Nobody has looked yet.
    New,
    /// Somebody works on it.
    Open,
    /// The customer is asked.
    Waiting,
    /// It closes by itself unless the customer answers.
    ClosesSoon,
    /// A third party is asked.
    Paused,
    /// Done, and can be opened again.
    Solved,
    /// Done for good.
    Closed,
    /// It goes on in another ticket.
    Merged,
}

impl State {
    /// Whether it is over, for now or for good.
    pub fn is_over(self) -> bool {
        self >= Self::Solved
    }

    /// Whether nothing can be added.
    pub fn is_final(self) -> bool {
        self > Self::Solved
    }
}

/// How urgent it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Priority {
    /// A question.
    Low,
    /// As most are.
    Normal,
    /// It hurts.
    High,
    /// Everything stands still.
    Urgent,
}

/// What a customer thinks of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rating {
    /// In the service's own words.
    pub score: String,
    /// May be empty.
    pub comment: String,
}

/// One entry of a conversation.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Its number.
    pub id: u64,
    /// Who wrote.
    pub author: u64,
    /// When.
    pub at: Timestamp,
    /// As plain text.
    pub text: String,
    /// As HTML, where it was written so.
    pub html: Option<String>,
    /// Whether customers may see it.
    pub is_public: bool,
    /// Its files.
    pub files: Vec<File>,
}

/// A file.
#[derive(Clone, Debug)]
pub struct File {
    /// Its number.
    pub id: u64,
    /// Its name.
    pub name: String,
    /// Its media type.
    pub media_type: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

impl File {
    /// What nobody can guess, in a real one.
    pub fn token(&self) -> String {
        format!("t0ken{}", self.id * 7919)
    }
}

/// A ticket.
#[derive(Clone, Debug)]
pub struct Ticket {
    /// Its number.
    pub id: u64,
    /// What it is about.
    pub subject: String,
    /// How far it is.
    pub state: State,
    /// Since when.
    pub state_since: Timestamp,
    /// Whether it was solved before.
    pub was_solved: bool,
    /// How urgent it is.
    pub priority: Priority,
    /// Whether others hang on it: a customer cannot solve those.
    pub is_problem: bool,
    /// Who asked.
    pub requester: u64,
    /// Who reads along.
    pub copied: Vec<u64>,
    /// Who answers.
    pub assignee: Option<u64>,
    /// Whose ticket it is.
    pub organization: Option<u64>,
    /// When it came.
    pub created: Timestamp,
    /// When it was last touched.
    pub updated: Timestamp,
    /// The conversation, oldest first.
    pub entries: Vec<Entry>,
    /// Which closed ticket it goes on from.
    pub follows: Option<u64>,
    /// What the customer thinks of it.
    pub rating: Option<Rating>,
}

impl Ticket {
    /// What this person may see of the conversation.
    pub fn shown(&self, to: &Person) -> Vec<&Entry> {
        self.entries.iter().filter(|it| it.is_public || to.is_agent).collect()
    }

    /// Goes on to `state`.
    pub fn turn(&mut self, state: State, now: Timestamp) {
        self.was_solved |= state == State::Solved;
        self.state = state;
        self.state_since = now;
        self.updated = now;
    }
}

/// A session in a browser.
#[derive(Clone, Debug)]
pub struct Session {
    /// The cookie's value.
    pub id: String,
    /// Whose.
    pub login: &'static str,
    /// What a write must carry, to show that the page wanted it.
    pub csrf: String,
}

/// What somebody says.
#[derive(Debug, Default)]
pub struct Said {
    /// As plain text.
    pub text: String,
    /// As HTML, if it is that.
    pub html: Option<String>,
    /// Its files.
    pub files: Vec<File>,
}

/// A help desk.
pub struct Desk {
    /// Everybody.
    pub people: &'static [Person],
    /// All tickets, in the order in which they came.
    pub tickets: Vec<Ticket>,
    /// Files that belong to no message yet, with the names by which they are fetched.
    pub uploads: Vec<(String, Vec<File>)>,
    /// The address of the origin that gives files away, without a slash at its end.
    pub elsewhere: String,
    sessions: Vec<Session>,
    last: u64,
}

impl Desk {
    /// As it is in the beginning; `elsewhere` is the origin that gives files away.
    pub fn new(elsewhere: String) -> Self {
        let mut desk = Self {
            people: &seed::PEOPLE,
            tickets: Vec::new(),
            uploads: Vec::new(),
            elsewhere,
            sessions: Vec::new(),
            last: 9_000,
        };
        seed::fill(&mut desk);
        desk
    }

    /// A number that nothing else has.
    pub fn number(&mut self) -> u64 {
        self.last += 1;
        self.last
    }

    /// Who has this number.
    pub fn person(&self, id: u64) -> Option<&'static Person> {
        self.people.iter().find(|it| it.id == id)
    }

    /// Who has this token.
    pub fn by_key(&self, key: &str) -> Option<&'static Person> {
        self.people.iter().find(|it| crate::key(it.login) == key)
    }

    /// Begins a session, if there is such a person.
    pub fn sign_in(&mut self, login: &str) -> Option<Session> {
        let person = self.people.iter().find(|it| it.login == login)?;
        let number = self.number();
        let session = Session {
            id: format!("session-{number}"),
            login: person.login,
            csrf: format!("c{number}/+rf=="),
        };
        self.sessions.push(session.clone());
        Some(session)
    }

    /// The session of a cookie's value, and whose it is.
    pub fn session(&self, id: &str) -> Option<(&Session, &'static Person)> {
        let session = self.sessions.iter().find(|it| it.id == id)?;
        Some((session, self.people.iter().find(|it| it.login == session.login)?))
    }

    /// The ticket of that number.
    pub fn ticket(&self, id: u64) -> Option<&Ticket> {
        self.tickets.iter().find(|it| it.id == id)
    }

    /// The ticket of that number, to be changed.
    pub fn ticket_mut(&mut self, id: u64) -> Option<&mut Ticket> {
        self.tickets.iter_mut().find(|it| it.id == id)
    }

    /// Whether somebody may see a ticket.
    pub fn sees(&self, person: &Person, ticket: &Ticket) -> bool {
        person.is_agent
            || ticket.requester == person.id
            || ticket.copied.contains(&person.id)
            || ticket.organization.is_some_and(|it| person.views.contains(&it))
    }

    /// All that somebody may see.
    pub fn seen(&self, person: &Person) -> Vec<&Ticket> {
        self.tickets.iter().filter(|it| self.sees(person, it)).collect()
    }

    /// Takes a file that belongs to no message yet.
    pub fn file(&mut self, name: &str, media_type: &str, bytes: Vec<u8>) -> File {
        File { id: self.number(), name: name.to_owned(), media_type: media_type.to_owned(), bytes }
    }

    /// The file of that number, with its ticket and its message.
    pub fn find_file(&self, id: u64) -> Option<(&Ticket, &Entry, &File)> {
        self.tickets.iter().find_map(|ticket| {
            ticket.entries.iter().find_map(|entry| {
                let file = entry.files.iter().find(|it| it.id == id)?;
                Some((ticket, entry, file))
            })
        })
    }

    /// Adds what a customer says; the number of the entry.
    pub fn say(&mut self, ticket: u64, author: &Person, said: Said) -> Option<u64> {
        let (id, at) = (self.number(), Timestamp::now());
        let Said { text, html, files } = said;
        let ticket = self.ticket_mut(ticket)?;
        let entry = Entry { id, author: author.id, at, text, html, is_public: true, files };
        ticket.entries.push(entry);
        ticket.updated = at;
        Some(id)
    }

    /// A new ticket without a conversation; its number.
    pub fn open(&mut self, requester: &Person, subject: &str, follows: Option<u64>) -> u64 {
        let (id, now) = (self.tickets.last().map_or(1, |it| it.id + 1), Timestamp::now());
        self.tickets.push(Ticket {
            id,
            subject: subject.to_owned(),
            state: State::New,
            state_since: now,
            was_solved: false,
            priority: Priority::Normal,
            is_problem: false,
            requester: requester.id,
            copied: Vec::new(),
            assignee: None,
            organization: requester.organizations.first().copied(),
            created: now,
            updated: now,
            entries: Vec::new(),
            follows,
            rating: None,
        });
        id
    }
}

/// So many minutes before now, whole seconds.
pub fn ago(minutes: i64) -> Timestamp {
    let now = Timestamp::now();
    let whole = Timestamp::from_second(now.as_second()).unwrap_or(now);
    whole - SignedDuration::from_mins(minutes)
}

/// RFC 3339 in UTC, whole seconds.
pub fn seconds(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}
