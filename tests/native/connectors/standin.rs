//! A hosted help desk's stand-in, with the mapping of the release in front of it: see tests/standins.

use std::collections::HashMap;

use ::deskpane::{
    api::{Answer, Ask, Command, Failure, Score, connectors::WritingMapping},
    domain::{Attachment, Message, Scope, Sort, Ticket, TicketId},
};
use standins::{Kind, Server, key, seed};

use super::{
    live::{Desk, draft},
    mapping_text, messages, ticket, tickets,
};

/// Everybody whom a stand-in knows.
const PEOPLE: [&str; 6] = ["alice", "bob", "carol", "dora", "ines", "tomas"];

/// A stand-in of the test's own.
pub struct Standin {
    pub server: Server,
    pub desk: Desk<WritingMapping>,
    kind: Kind,
    mapping: &'static str,
}

/// Starts one, to be asked by the mapping of that name and by tokens.
pub fn standin(kind: Kind, mapping: &'static str) -> Standin {
    let server = standins::start(kind).unwrap();
    let keys = PEOPLE.map(|it| (it.to_owned(), key(it))).into();
    let desk = Desk::at(&server.api(), written(mapping), keys);
    Standin { server, desk, kind, mapping }
}

fn written(mapping: &str) -> WritingMapping {
    WritingMapping::checked(&mapping_text(mapping)).unwrap()
}

impl Standin {
    /// What it calls a ticket.
    pub fn id(&self, ticket: u64) -> String {
        self.kind.id(ticket)
    }

    /// The same desk as in a browser on its own origin: by the cookies of sessions.
    pub fn in_browser(&self) -> Desk<WritingMapping> {
        let session = |it: &str| (it.to_owned(), self.server.session(it).unwrap());
        let sessions: HashMap<_, _> = PEOPLE.iter().map(|it| session(it)).collect();
        Desk::at(&self.server.api(), written(self.mapping), sessions).by_cookie()
    }

    /// As [`Self::in_browser`], without what shows that the page itself wants it.
    pub fn forged(&self) -> Desk<WritingMapping> {
        let mut mapping: serde_json::Value =
            serde_json::from_str(&mapping_text(self.mapping)).unwrap();
        assert!(mapping.as_object_mut().unwrap().remove("csrf").is_some());
        let connector = WritingMapping::checked(&mapping.to_string()).unwrap();
        let session = self.server.session("alice").unwrap();
        Desk::at(&self.server.api(), connector, [("alice".to_owned(), session)].into()).by_cookie()
    }

    /// A reply without files.
    pub fn reply(&self, ticket: u64, text: &str) -> Command {
        Command::Reply { ticket: self.ticket_id(ticket), draft: draft(text) }
    }

    /// A new ticket about that one.
    pub fn follow_up(&self, of: u64, subject: &str, text: &str) -> Command {
        let subject = subject.to_owned();
        Command::FollowUp { of: self.ticket_id(of), subject, draft: draft(text) }
    }

    /// What the customer thinks of it.
    pub fn rate(&self, ticket: u64, score: Score) -> Command {
        Command::Rate { ticket: self.ticket_id(ticket), score, comment: "Quick, thanks.".into() }
    }

    /// As a ticket is named in a command.
    pub fn ticket_id(&self, ticket: u64) -> TicketId {
        TicketId::new(self.id(ticket))
    }

    /// The command comes to `failure`, and the conversation stays as it is.
    #[track_caller]
    pub fn is_refused(&self, login: &str, command: &Command, failure: Failure) {
        let before =
            self.said("alice", seed::LABELS).len() + self.said("alice", seed::CLOSED).len();
        let error = self.desk.write(login, command).unwrap_err();
        assert_eq!(error.failure(), failure, "{command:?}");
        let after = self.said("alice", seed::LABELS).len() + self.said("alice", seed::CLOSED).len();
        assert_eq!(after, before, "{command:?}");
    }

    /// A list to its end, twenty a page; how long the pages were.
    #[track_caller]
    pub fn list(&self, login: &str, scope: Scope) -> (Vec<Ticket>, Vec<usize>) {
        let (mut all, mut pages, mut after) = (Vec::new(), Vec::new(), None);
        loop {
            let page = self.desk.page(login, scope.clone(), Sort::default(), after);
            assert_eq!(page.skipped, 0);
            pages.push(page.tickets.len());
            all.extend(page.tickets);
            match page.next {
                Some(next) => after = Some(next),
                None => return (all, pages),
            }
        }
    }

    /// What a list calls its tickets.
    #[track_caller]
    pub fn subjects(&self, login: &str, scope: Scope) -> Vec<String> {
        self.list(login, scope).0.into_iter().map(|it| it.subject).collect()
    }

    /// A conversation: who said how it begins, with which files.
    #[track_caller]
    pub fn said(&self, login: &str, ticket: u64) -> Vec<String> {
        let messages = self.desk.messages(login, &self.id(ticket));
        let line = |it: &Message| {
            let files: Vec<&str> = it.attachments.iter().map(|it| it.filename.as_str()).collect();
            format!("{:?} {}: {:?} {files:?}", it.author.role, it.author.name, it.text)
        };
        messages.iter().map(line).collect()
    }

    /// The file of that name in a conversation.
    #[track_caller]
    pub fn file(&self, login: &str, ticket: u64, name: &str) -> Attachment {
        let messages = self.desk.messages(login, &self.id(ticket));
        let mut files = messages.into_iter().flat_map(|it| it.attachments);
        files.find(|it| it.filename == name).unwrap()
    }

    /// Everything that can be read of a ticket comes to `failure`.
    #[track_caller]
    pub fn is_hidden(&self, login: &str, ticket_of: u64, failure: Failure) {
        let id = self.id(ticket_of);
        for ask in [ticket(&id), messages(&id)] {
            assert_eq!(self.desk.ask(login, &ask).unwrap_err().failure(), failure, "{ask:?}");
        }
    }

    /// Nobody is told to sign in, whatever they ask; and so is who comes with an old session.
    #[track_caller]
    pub fn knows_no_stranger(&self) {
        let old = [("alice".to_owned(), "session=old".to_owned())].into();
        let in_browser = Desk::at(&self.server.api(), written(self.mapping), old).by_cookie();
        let id = self.id(seed::LABELS);
        for ask in [Ask::Me, tickets(Scope::Mine), ticket(&id), messages(&id)] {
            for (desk, login) in [(&self.desk, "nobody"), (&in_browser, "alice")] {
                let error = desk.ask(login, &ask).unwrap_err();
                assert_eq!(error.failure(), Failure::SignedOut, "{ask:?}, {login}");
            }
        }
    }

    /// A desk that is asked too often is busy, for as long as it says; one that breaks is broken.
    #[track_caller]
    pub fn has_bad_moments(&self) {
        let id = self.id(seed::LABELS);
        for ask in [Ask::Me, tickets(Scope::Mine), ticket(&id), messages(&id)] {
            self.server.fail_next(429, Some(7));
            let error = self.desk.ask("alice", &ask).unwrap_err();
            assert_eq!(
                (error.failure(), error.retry_after()),
                (Failure::Busy, Some(7.0)),
                "{ask:?}"
            );
            self.server.fail_next(500, None);
            let error = self.desk.ask("alice", &ask).unwrap_err();
            assert_eq!((error.failure(), error.retry_after()), (Failure::Broken, None), "{ask:?}");
            assert!(self.desk.ask("alice", &ask).is_ok(), "{ask:?}");
        }
    }

    /// The name of who is signed in.
    #[track_caller]
    pub fn name(&self, login: &str) -> String {
        match self.desk.ask(login, &Ask::Me) {
            Ok(Answer::Me(me)) => me.user.name,
            other => panic!("{other:?}"),
        }
    }
}
