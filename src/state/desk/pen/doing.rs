//! What [`Outbox`](crate::state::writing::Outbox) wants done, and what is said of it then.

use super::{super::HostEvent, Pen};
use crate::{
    api::{Answer, ApiError, Ask, Command, Draft, Failure, MessagePage, Taken},
    dom::task,
    domain::Message,
    state::writing::{Happened, Letter, Todo},
};

/// How far the clocks of this browser and the desk may be apart, in milliseconds.
const SKEW: f64 = 5.0 * 60.0 * 1000.0;

impl Pen {
    pub(super) fn act(self, todo: Todo) {
        let Some(inner) = self.inner() else { return };
        let (client, turn) = (self.client(), self.desk.turn());
        // What is said of a letter holds in whatever session it is said: the letters of another customer are
        // not here any more.
        let told = move |happened: Happened| {
            let is_now = self.desk.turn() == turn;
            let error = match &happened {
                Happened::Replied(_, Err(it)) => Some(it.error.clone()),
                Happened::Looked(_, Err(error)) => Some(error.clone()),
                _ => None,
            };
            if let Some(error) = &error {
                self.desk.note_session(turn, error);
            }
            self.commit(happened);
            if error.is_some_and(|it| it.failure() == Failure::SignedOut) && !is_now {
                self.commit(Happened::Back);
            }
        };
        self.spawn(async move {
            match todo {
                Todo::Keep(_) => {}
                Todo::Forget(key) => inner.store.forget_letter(&key).await,
                Todo::Upload(key, ticket, at, file) => {
                    let Some(upload) = self.upload(&ticket, &file) else { return };
                    if let Some(outcome) = upload.outcome().await {
                        inner.uploads.forget(&file);
                        told(Happened::Uploaded(key, at, outcome));
                    }
                }
                Todo::Send(letter) => {
                    let (key, ticket) = (letter.key.clone(), letter.ticket.clone());
                    let outcome = client.write(&reply(letter, self.takes_html())).await;
                    if outcome.is_ok() {
                        self.desk.tell(HostEvent::ReplySent(ticket));
                    }
                    told(Happened::Replied(key, outcome));
                }
                Todo::Look(letter) => {
                    let ask = Ask::Messages { ticket: letter.ticket.clone(), before: None };
                    let me =
                        self.desk.me.with_untracked(|it| it.as_ref().map(|it| it.user.id.clone()));
                    let found = client.ask(&ask).await.and_then(|answer| match answer {
                        Answer::Messages(page) => holds(&page, &letter, me.as_deref()),
                        _ => Ok(false),
                    });
                    told(Happened::Looked(letter.key, found));
                }
                Todo::Wait(key, millis) => {
                    task::pause(millis).await;
                    told(Happened::Due(key));
                }
                Todo::Changed(ticket, now) => self.changed(ticket, now.map(Answer::Ticket)),
            }
        });
    }
}

fn reply(letter: Letter, takes_html: bool) -> Command {
    let files = letter
        .files
        .into_iter()
        .map(|it| Taken { file: it.file, token: it.token.flatten() })
        .collect();
    let html = letter.html.filter(|_| takes_html);
    let draft = Draft { text: letter.text, html, files, key: letter.key };
    Command::Reply { ticket: letter.ticket, draft }
}

/// Whether the newest messages hold a letter.
///
/// # Errors
/// It may be among those that could not be read, or that came before them.
fn holds(page: &MessagePage, letter: &Letter, me: Option<&str>) -> Result<bool, ApiError> {
    let is_there = page.messages.iter().any(|it| is_letter(it, letter, me));
    let begins = page.messages.first().filter(|_| page.earlier.is_some());
    let is_older = begins.is_some_and(|it| it.at.millis() + SKEW >= letter.at.millis());
    match !is_there && (is_older || page.skipped > 0) {
        true => Err(ApiError::new(Failure::Unreadable, "not all messages could be looked through")),
        false => Ok(is_there),
    }
}

/// Whether a message is this letter: by its key, or where the desk keeps none, by who said what when.
pub fn is_letter(message: &Message, letter: &Letter, me: Option<&str>) -> bool {
    let words = |it: &str| it.split_whitespace().collect::<Vec<_>>().join(" ");
    match &message.key {
        Some(key) => *key == letter.key,
        None => {
            message.at.millis() + SKEW >= letter.at.millis()
                && me.is_none_or(|me| message.author.id == me)
                && words(&message.text) == words(&letter.text)
        }
    }
}
