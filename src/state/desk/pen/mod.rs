//! [`Pen`]: what a customer writes and sends, as [`Desk`] is what they read.
//!
//! It belongs to the widget, not to the view that writes: what was sent goes on while the customer
//! looks at something else. It travels only to who writes.

mod doing;
mod store;
mod uploads;

use std::{cell::RefCell, rc::Rc};

use leptos::prelude::*;

pub use self::uploads::Upload;
use self::{doing::is_letter, store::Store, uploads::Uploads};
use super::Desk;
use crate::{
    api::{Answer, Command, Failure, Refusal, client::Client},
    dom::{self, task},
    domain::{File, Message, TicketId},
    state::{
        Event, Session,
        writing::{Enclosed, Happened, Letter, Outbox, Post, Progress, Todo},
    },
};

/// What is being written: the composer's content.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Written {
    /// In plain text.
    pub text: String,
    /// In HTML, where it has any form.
    pub html: Option<String>,
    /// Its files.
    pub files: Vec<Enclosed>,
}

/// The handle views hold. One a widget.
#[derive(Clone, Copy)]
pub struct Pen {
    desk: Desk,
    inner: StoredValue<Rc<Inner>, LocalStorage>,
    /// The letters have changed.
    changed: Trigger,
    /// The browser keeps nothing: what is typed is lost with the page.
    has_no_room: RwSignal<bool>,
}

struct Inner {
    client: Client,
    outbox: RefCell<Outbox>,
    store: Store,
    uploads: Uploads,
}

impl Pen {
    /// The widget's own, made when it is first needed.
    pub fn of(desk: Desk) -> Self {
        let shared = desk.inner.get_value();
        if let Some(pen) = shared.pen.borrow().as_ref().and_then(|it| it.downcast_ref::<Self>()) {
            return *pen;
        }
        let home = shared.home.as_ref().and_then(|it| it.upgrade());
        let pen = match home {
            Some(home) => home.with(|| Self::new(desk)),
            None => Self::new(desk),
        };
        shared.pen.replace(Some(Rc::new(pen)));
        pen
    }

    fn new(desk: Desk) -> Self {
        let inner = Inner {
            client: desk.inner.get_value().client.clone(),
            outbox: RefCell::default(),
            store: Store::default(),
            uploads: Uploads::default(),
        };
        let pen = Self {
            desk,
            inner: StoredValue::new_local(Rc::new(inner)),
            changed: Trigger::new(),
            has_no_room: RwSignal::new(false),
        };
        let effect = RenderEffect::new(move |before: Option<_>| {
            desk.me.get();
            // It is known again whose session it is when they are.
            let _ = desk.entry.get();
            let now = (desk.session.get(), desk.turn(), pen.is_held());
            pen.is_now(desk.owner(), before != Some(now) && now.0 == Session::In);
            now
        });
        StoredValue::new_local(effect);
        let effect = RenderEffect::new(move |_| {
            desk.conversation.with(|it| pen.arrived(it.messages.iter().map(|it| &**it)));
        });
        StoredValue::new_local(effect);
        task::listen("online", move |_| pen.commit(Happened::Back));
        pen
    }

    /// The letters of a ticket that the conversation does not hold yet; wakes the reader when they
    /// change.
    pub fn posts(self, ticket: &TicketId) -> Vec<Post> {
        self.changed.track();
        self.inner.get_value().outbox.borrow().of(ticket).cloned().collect()
    }

    /// Whether the browser keeps nothing of what is typed; wakes the reader.
    pub fn has_no_room(self) -> bool {
        self.has_no_room.get()
    }

    /// Whose drafts are kept: the desk and the customer.
    pub fn owner(self) -> Option<String> {
        self.inner()?.store.owner()
    }

    /// Sends a message; its draft is done with.
    pub async fn send(self, ticket: &TicketId, written: Written) {
        let letter = Letter {
            key: dom::fresh_key(),
            ticket: ticket.clone(),
            text: written.text,
            html: written.html,
            files: written.files,
            at: dom::now(),
            is_unsure: false,
        };
        let Some(inner) = self.inner() else { return };
        for it in letter.files.iter().filter(|it| it.token.is_some()) {
            inner.uploads.forget(&it.file);
        }
        let owner = inner.store.owner();
        inner.store.hold(&letter.key).await;
        let is_kept = inner.store.post(owner.clone(), &letter).await;
        self.note_room(is_kept);
        if inner.store.owner() != owner {
            // It is found when its customer is back.
            return inner.store.let_go(&letter.key);
        }
        self.commit(Happened::Pressed(letter));
    }

    /// Tries a letter again.
    pub fn again(self, key: &str) {
        self.commit(Happened::AgainWanted(key.to_owned()));
    }

    /// Takes a letter back: it is the customer's again.
    pub fn take_back(self, key: &str) -> Option<Letter> {
        let inner = self.inner()?;
        let letter =
            inner.outbox.borrow().posts.iter().find(|it| it.letter.key == key)?.letter.clone();
        self.commit(Happened::TakenBack(key.to_owned()));
        Some(letter)
    }

    /// What was being written in a ticket when this page, or another one, last kept it; `None` where that cannot
    /// be read.
    pub async fn draft(self, ticket: &TicketId) -> Option<Written> {
        self.inner()?.store.draft(ticket).await
    }

    /// Keeps what is being written; `false` where there is no room. An empty one is forgotten.
    pub async fn keep_draft(self, ticket: &TicketId, written: Written) -> bool {
        let Some(inner) = self.inner() else { return false };
        let is_kept = inner.store.keep_draft(ticket, written).await;
        self.note_room(is_kept);
        is_kept
    }

    /// Sends a file ahead of its message, unless it is under way already.
    pub fn upload(self, ticket: &TicketId, file: &Rc<File>) -> Option<Upload> {
        let inner = self.inner()?;
        if let Some(upload) = inner.uploads.take(file) {
            return Some(upload);
        }
        let upload = inner.uploads.begin(file);
        let (client, sent, running) = (self.client(), upload.sent(), upload.clone());
        let (ticket, file, key) = (ticket.clone(), file.clone(), dom::fresh_key());
        let sending = async move {
            let command = Command::Upload { ticket, file, key };
            loop {
                let turn = self.desk.turn();
                let outcome = client.upload(&command, &|share| sent.set(Some(share))).await;
                let Err(refusal) = &outcome else { return outcome.map(token_of) };
                let is_out = refusal.error.failure() == Failure::SignedOut;
                // What an earlier session was over for may go in the one that there is now.
                if !is_out || self.desk.turn() == turn || self.is_held() {
                    self.desk.note_session(turn, &refusal.error);
                    return outcome.map(token_of);
                }
            }
        };
        self.spawn(async move {
            inner.uploads.run(&running, Box::pin(sending)).await;
        });
        Some(upload)
    }

    /// The customer does not want a file sent after all.
    pub fn cancel(self, file: &Rc<File>) {
        if let Some(inner) = self.inner() {
            inner.uploads.cancel(file);
        }
    }

    /// The customer does not want a file sent that the desk has: where it keeps it, it may go.
    pub fn give_back(self, ticket: &TicketId, token: String) {
        let (client, ticket) = (self.client(), ticket.clone());
        self.spawn(async move {
            // A desk that keeps it forgets it by itself, sooner or later.
            let _ = client.write(&Command::TakeBack { ticket, token }).await;
        });
    }

    /// Changes something else at the desk; the ticket as it then is goes where it is shown.
    ///
    /// # Errors
    /// As [`Client::write`].
    pub async fn write(self, command: Command) -> Result<(), Refusal> {
        let (client, turn) = (self.client(), self.desk.turn());
        let answer = client.write(&command).await;
        if self.desk.turn() != turn {
            return Ok(());
        }
        match answer {
            Ok(answer) => {
                self.changed(command.ticket().clone(), Some(answer));
                Ok(())
            }
            Err(refusal) => {
                self.desk.note_session(turn, &refusal.error);
                Err(refusal)
            }
        }
    }

    /// Runs `future` as long as the widget lives, whatever view asked for it.
    pub fn spawn(self, future: impl Future<Output = ()> + 'static) {
        self.desk.at_home(Box::pin(future));
    }

    fn inner(self) -> Option<Rc<Inner>> {
        self.inner.try_get_value()
    }

    /// Whether it is not known yet whose session this is.
    fn is_held(self) -> bool {
        self.desk.inner.try_get_value().is_some_and(|it| it.state.borrow().is_changing)
    }

    fn client(self) -> Client {
        self.desk.inner.get_value().client.clone()
    }

    /// A4: who is there, and whether the desk knows them now.
    fn is_now(self, owner: Option<String>, is_back: bool) {
        let Some(inner) = self.inner() else { return };
        if inner.store.owner() == owner {
            if is_back {
                self.commit(Happened::Back);
            }
            return;
        }
        // Somebody else: of the last one's letters nothing is known here any more.
        inner.store.is_of(owner.clone());
        inner.outbox.take();
        inner.uploads.give_up();
        self.changed.notify();
        if owner.is_some() {
            self.spawn(async move {
                let letters = inner.store.letters().await;
                self.commit(Happened::Found(letters));
            });
        }
    }

    /// Letters that the conversation holds are letters no more.
    fn arrived<'a>(self, messages: impl Iterator<Item = &'a Message> + Clone) {
        let Some(inner) = self.inner() else { return };
        let me = self.desk.me.with_untracked(|it| it.as_ref().map(|it| it.user.id.clone()));
        let posts = inner.outbox.borrow().posts.clone();
        for post in &posts {
            // By its key it is known even where nobody has answered.
            let is_it = |it: &Message| match post.progress {
                Progress::Sent => is_letter(it, &post.letter, me.as_deref()),
                _ => it.key.as_ref() == Some(&post.letter.key),
            };
            if messages.clone().any(is_it) {
                self.commit(Happened::Arrived(post.letter.key.clone()));
            }
        }
    }

    fn commit(self, happened: Happened) {
        let Some(inner) = self.inner() else { return };
        let todo = {
            let mut outbox = inner.outbox.borrow_mut();
            outbox.knows_keys = inner.client.knows_keys();
            outbox.is_held = self.is_held();
            outbox.apply(happened)
        };
        self.changed.notify();
        let owner = inner.store.owner();
        self.spawn(async move {
            for it in todo {
                // Keeping takes its time: somebody else may be here now, and that is no letter of theirs.
                if inner.store.owner() != owner {
                    return;
                }
                match it {
                    // Nothing goes before it is kept that it may have gone.
                    Todo::Keep(letter) => {
                        let is_kept = inner.store.keep_letter(&letter).await;
                        self.note_room(is_kept);
                    }
                    // Or nobody knows yet who is.
                    Todo::Send(Letter { key, .. }) | Todo::Upload(key, ..) if self.is_held() => {
                        self.commit(Happened::Held(key));
                    }
                    other => self.act(other),
                }
            }
        });
    }

    fn changed(self, ticket: TicketId, answer: Option<Answer>) {
        let now = match answer {
            Some(Answer::Ticket(ticket)) => Some(ticket),
            _ => None,
        };
        self.desk.commit(Event::Changed(ticket, now));
    }

    /// R2: some desks take text alone.
    fn takes_html(self) -> bool {
        self.desk.me.with_untracked(|it| it.as_ref().is_some_and(|it| it.can.html))
    }

    fn note_room(self, is_kept: bool) {
        if self.has_no_room.try_get_untracked() == Some(is_kept) {
            self.has_no_room.try_set(!is_kept);
        }
    }
}

fn token_of(answer: Answer) -> Option<String> {
    match answer {
        Answer::Taken(token) => token,
        _ => None,
    }
}
