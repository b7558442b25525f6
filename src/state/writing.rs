//! What a customer sends, until the desk has it: nothing is lost, nothing is sent twice (R6, R7).
//!
//! [`Outbox::apply`] takes what happened and gives back what to do, as [`super::State::apply`] does.
//! It travels only to who writes.

use std::rc::Rc;

use super::Trouble;
use crate::{
    api::{Answer, ApiError, Failure, Refusal, Why},
    domain::{File, Ticket, TicketId, Time},
};

/// Pauses before the same send is tried again by itself, in milliseconds.
const PAUSES: [i32; 4] = [1_000, 4_000, 15_000, 60_000];

/// A file that goes along.
#[derive(Clone, Debug, PartialEq)]
pub struct Enclosed {
    /// The file.
    pub file: Rc<File>,
    /// What the desk calls it, once it has it; `Some(None)` where it travels with the message.
    pub token: Option<Option<String>>,
}

/// A message that the customer has sent.
#[derive(Clone, Debug, PartialEq)]
pub struct Letter {
    /// One a letter, however often it is tried.
    pub key: String,
    /// In which ticket.
    pub ticket: TicketId,
    /// In plain text.
    pub text: String,
    /// In HTML, where it has any form.
    pub html: Option<String>,
    /// Its files.
    pub files: Vec<Enclosed>,
    /// When the customer sent it.
    pub at: Time,
    /// It went out once, and nobody knows whether it arrived.
    pub is_unsure: bool,
}

/// How far a letter has come.
#[derive(Clone, Debug, PartialEq)]
pub enum Progress {
    /// On its way.
    Sending,
    /// Until there is a session again: it goes by itself.
    Waiting,
    /// Something passing: it is tried again by itself.
    Again(Trouble),
    /// It did not go, and will not by itself.
    Failed(Refusal),
    /// It may have arrived, and there is no way to know: the customer says (R7).
    Unsure,
    /// The desk has it; the conversation is read again.
    Sent,
}

/// A letter, and how far it has come.
#[derive(Clone, Debug, PartialEq)]
pub struct Post {
    /// The letter.
    pub letter: Letter,
    /// How far.
    pub progress: Progress,
    tries: usize,
    /// An earlier try than the latest may have arrived.
    was_unsure: bool,
    /// A try that nobody answered in time.
    timed_out: Option<ApiError>,
}

/// What happened.
#[derive(Debug)]
pub enum Happened {
    /// Letters of an earlier page were found: each may have arrived.
    Found(Vec<Letter>),
    /// The customer sent one.
    Pressed(Letter),
    /// The desk took a file, or did not.
    Uploaded(String, usize, Result<Option<String>, Refusal>),
    /// The desk took a letter, or did not.
    Replied(String, Result<Answer, Refusal>),
    /// The conversation was read for a letter: whether it is in there.
    Looked(String, Result<bool, ApiError>),
    /// Its pause is over.
    Due(String),
    /// It was not sent after all: whose session this is is not known any more.
    Held(String),
    /// There is a connection, or a session, again.
    Back,
    /// The customer wants it tried again.
    AgainWanted(String),
    /// The customer takes it back.
    TakenBack(String),
    /// The conversation holds it.
    Arrived(String),
}

/// What to do about it.
#[derive(Debug, PartialEq)]
pub enum Todo {
    /// Keep a letter as it now is.
    Keep(Letter),
    /// Forget a letter that was kept.
    Forget(String),
    /// Send a file ahead.
    Upload(String, TicketId, usize, Rc<File>),
    /// Send a letter.
    Send(Letter),
    /// Look whether a letter is in the conversation.
    Look(Letter),
    /// Say [`Happened::Due`] after so many milliseconds.
    Wait(String, i32),
    /// The ticket has changed; how it is now, where that is known.
    Changed(TicketId, Option<Box<Ticket>>),
}

/// All letters that are not known to have arrived.
#[derive(Clone, Debug, Default)]
pub struct Outbox {
    /// In the order they were sent.
    pub posts: Vec<Post>,
    /// The desk knows a letter by its key, and stores it once.
    pub knows_keys: bool,
    /// The session may be another customer's: until that is known nothing goes out.
    pub is_held: bool,
}

impl Outbox {
    /// Decides what follows.
    pub fn apply(&mut self, happened: Happened) -> Vec<Todo> {
        match happened {
            Happened::Found(letters) => {
                let mut todo = Vec::new();
                for letter in letters {
                    if self.find(&letter.key).is_none() {
                        let key = letter.key.clone();
                        self.posts.push(Post::new(letter));
                        todo.extend(self.go_on(&key));
                    }
                }
                todo
            }
            Happened::Pressed(letter) => {
                let key = letter.key.clone();
                let mut todo = vec![Todo::Keep(letter.clone())];
                self.posts.push(Post::new(letter));
                todo.extend(self.go_on(&key));
                todo
            }
            Happened::Uploaded(key, at, outcome) => self.uploaded(&key, at, outcome),
            Happened::Replied(key, Ok(answer)) => self.sent(&key, answer),
            Happened::Replied(key, Err(refusal)) => self.not_sent(&key, refusal),
            Happened::Looked(key, Ok(true)) => self.sent(&key, Answer::Accepted),
            Happened::Looked(key, Ok(false)) => {
                let Some(post) = self.find(&key) else { return Vec::new() };
                // What took too long may still be on its way at the desk: that it is not there yet decides nothing.
                if let Some(error) = post.timed_out.clone() {
                    return self.later(&key, &error, Progress::Unsure);
                }
                post.letter.is_unsure = false;
                let keep = Todo::Keep(post.letter.clone());
                [keep].into_iter().chain(self.go_on(&key)).collect()
            }
            Happened::Looked(key, Err(error)) => self.later(&key, &error, Progress::Unsure),
            Happened::Due(key) => {
                let post = self.find(&key);
                let is_waited_for =
                    post.is_some_and(|it| matches!(it.progress, Progress::Again(_)));
                if is_waited_for { self.go_on(&key) } else { Vec::new() }
            }
            Happened::Held(key) => {
                let Some(post) = self.find(&key) else { return Vec::new() };
                post.progress = Progress::Waiting;
                post.letter.is_unsure = post.was_unsure;
                vec![Todo::Keep(post.letter.clone())]
            }
            Happened::Back => {
                let is_back =
                    |it: &&Post| matches!(it.progress, Progress::Waiting | Progress::Again(_));
                let keys: Vec<String> =
                    self.posts.iter().filter(is_back).map(|it| it.letter.key.clone()).collect();
                keys.iter().flat_map(|it| self.go_on(it)).collect()
            }
            Happened::AgainWanted(key) => {
                // What is on its way is not sent beside itself.
                let rests = |it: &&mut Post| it.progress != Progress::Sending;
                let Some(post) = self.find(&key).filter(rests) else { return Vec::new() };
                post.tries = 0;
                // Whoever says so knows that it did not arrive.
                if post.progress == Progress::Unsure {
                    post.letter.is_unsure = false;
                    post.timed_out = None;
                }
                self.go_on(&key)
            }
            Happened::TakenBack(key) | Happened::Arrived(key) => {
                let before = self.posts.len();
                self.posts.retain(|it| it.letter.key != key);
                if self.posts.len() == before { Vec::new() } else { vec![Todo::Forget(key)] }
            }
        }
    }

    /// The letters of a ticket, in the order they were sent.
    pub fn of<'a>(&'a self, ticket: &'a TicketId) -> impl Iterator<Item = &'a Post> {
        self.posts.iter().filter(move |it| it.letter.ticket == *ticket)
    }

    fn find(&mut self, key: &str) -> Option<&mut Post> {
        self.posts.iter_mut().find(|it| it.letter.key == key)
    }

    /// The next thing a letter needs: a look if it may have arrived, its files, itself.
    fn go_on(&mut self, key: &str) -> Vec<Todo> {
        let (knows_keys, is_held) = (self.knows_keys, self.is_held);
        let Some(post) = self.find(key).filter(|it| it.progress != Progress::Sent) else {
            return Vec::new();
        };
        if is_held {
            post.progress = Progress::Waiting;
            return Vec::new();
        }
        post.progress = Progress::Sending;
        post.was_unsure = post.letter.is_unsure;
        let letter = &mut post.letter;
        if letter.is_unsure && !knows_keys {
            return vec![Todo::Look(letter.clone())];
        }
        let ahead = letter.files.iter().position(|it| it.token.is_none());
        if let Some(at) = ahead {
            let file = letter.files[at].file.clone();
            return vec![Todo::Upload(letter.key.clone(), letter.ticket.clone(), at, file)];
        }
        // Kept before it goes: who comes back later must know that it may have arrived.
        letter.is_unsure = true;
        vec![Todo::Keep(letter.clone()), Todo::Send(letter.clone())]
    }

    fn uploaded(
        &mut self,
        key: &str,
        at: usize,
        outcome: Result<Option<String>, Refusal>,
    ) -> Vec<Todo> {
        match outcome {
            Ok(token) => {
                let Some(post) = self.find(key) else { return Vec::new() };
                if let Some(it) = post.letter.files.get_mut(at) {
                    it.token = Some(token);
                }
                let keep = Todo::Keep(post.letter.clone());
                [keep].into_iter().chain(self.go_on(key)).collect()
            }
            Err(refusal) => self.not_sent(key, refusal),
        }
    }

    fn sent(&mut self, key: &str, answer: Answer) -> Vec<Todo> {
        let Some(post) = self.find(key) else { return Vec::new() };
        post.progress = Progress::Sent;
        let now = match answer {
            Answer::Ticket(ticket) => Some(ticket),
            _ => None,
        };
        vec![Todo::Forget(key.to_owned()), Todo::Changed(post.letter.ticket.clone(), now)]
    }

    fn not_sent(&mut self, key: &str, refusal: Refusal) -> Vec<Todo> {
        let Some(post) = self.find(key) else { return Vec::new() };
        let error = refusal.error.clone();
        let is_changed = refusal.why == Why::Changed;
        // A clear answer: this try did not arrive. Of an earlier one it says nothing.
        let is_clear = !matches!(
            error.failure(),
            Failure::Offline
                | Failure::TimedOut
                | Failure::Broken
                | Failure::Unreadable
                | Failure::TooLarge
        );
        if is_clear {
            post.letter.is_unsure = post.was_unsure;
        }
        if error.failure() == Failure::TimedOut && post.letter.is_unsure {
            post.timed_out = Some(error.clone());
        }
        let failed = match is_clear && post.was_unsure {
            true => Progress::Unsure,
            false => Progress::Failed(refusal),
        };
        // The desk may have forgotten what it was given ahead.
        if !is_changed && matches!(error.failure(), Failure::Refused | Failure::NotFound) {
            for it in &mut post.letter.files {
                it.token = None;
            }
        }
        let keep = Todo::Keep(post.letter.clone());
        // Somebody was faster: the customer reads what became of it, however long keeping takes.
        let look = is_changed.then(|| Todo::Changed(post.letter.ticket.clone(), None));
        let later = self.later(key, &error, failed);
        look.into_iter().chain([keep]).chain(later).collect()
    }

    /// What may pass is tried again after a pause, without a connection for ever; `at_last` is what
    /// it comes to otherwise.
    fn later(&mut self, key: &str, error: &ApiError, at_last: Progress) -> Vec<Todo> {
        let Some(post) = self.find(key) else { return Vec::new() };
        let is_offline = error.failure() == Failure::Offline;
        let pause = PAUSES.get(post.tries).or(PAUSES.last().filter(|_| is_offline));
        let (progress, pause) = match (error.failure(), pause) {
            (Failure::SignedOut, _) => (Progress::Waiting, None),
            (failure, Some(pause)) if failure.is_passing() => {
                (Progress::Again(Trouble::of(error)), Some(*pause))
            }
            _ => (at_last, None),
        };
        post.progress = progress;
        post.tries += 1;
        let asked = (error.retry_after().unwrap_or_default() * 1000.0) as i32;
        pause.map(|it| Todo::Wait(key.to_owned(), it.max(asked))).into_iter().collect()
    }
}

impl Post {
    fn new(letter: Letter) -> Self {
        Self { letter, progress: Progress::Sending, tries: 0, was_unsure: false, timed_out: None }
    }
}
