//! What a customer writes and sends, as this browser keeps it: for them alone, and two weeks at most
//! (A4, R6).

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use super::Written;
use crate::{
    dom::{
        self,
        keep::{KEPT, Keep, Part, Record},
        lock::{self, Lock},
    },
    domain::{File, TicketId, Time},
    state::writing::{Enclosed, Letter},
};

/// Drafts and letters of one customer at one desk.
#[derive(Default)]
pub struct Store {
    keep: RefCell<Option<Keep>>,
    /// The desk and the customer; nobody: nothing is kept.
    owner: RefCell<Option<String>>,
    /// Letters that this page alone may send.
    locks: RefCell<Vec<(String, Lock)>>,
    /// Counts drafts, so that the latest of those that overtake each other stays.
    turn: Cell<u32>,
}

impl Store {
    /// Whose it is.
    pub fn owner(&self) -> Option<String> {
        self.owner.borrow().clone()
    }

    /// It is somebody else's now.
    pub fn is_of(&self, owner: Option<String>) {
        self.owner.replace(owner);
        self.locks.take();
        // The last one's may be on its way out: a store that is open would be a dead one.
        self.close();
    }

    /// What was being written in a ticket; `None` where that cannot be read.
    pub async fn draft(&self, ticket: &TicketId) -> Option<Written> {
        let key = self.draft_key(ticket)?;
        for _ in 0..2 {
            if let Ok(found) = self.open().await?.get(Part::Drafts, &key).await {
                let written = |it: Record| Written {
                    text: it.text,
                    html: it.html,
                    files: enclosed(it.files),
                };
                return Some(found.map(written).unwrap_or_default());
            }
            self.close();
        }
        None
    }

    /// Keeps what is being written; `false` where there is no room. An empty one is forgotten.
    pub async fn keep_draft(&self, ticket: &TicketId, written: Written) -> bool {
        let turn = self.turn.get() + 1;
        self.turn.set(turn);
        if written == Written::default() {
            self.forget_draft(ticket).await;
            return true;
        }
        let Some(key) = self.draft_key(ticket) else { return true };
        let record = Record {
            ticket: ticket.as_str().to_owned(),
            key,
            text: written.text,
            html: written.html,
            files: kept(&written.files),
            ..Record::default()
        };
        self.put(Part::Drafts, record, Some(turn)).await
    }

    /// It was sent, or thrown away.
    pub async fn forget_draft(&self, ticket: &TicketId) {
        self.turn.set(self.turn.get() + 1);
        if let (Some(keep), Some(key)) = (self.open().await, self.draft_key(ticket)) {
            keep.forget(Part::Drafts, &key).await;
        }
    }

    /// A draft of `owner` becomes a letter, which is kept in its stead; `false` where there is no room: then neither is. A page
    /// that dies meanwhile leaves one of them, never both, or it would be sent twice.
    pub async fn post(&self, owner: Option<String>, letter: &Letter) -> bool {
        self.turn.set(self.turn.get() + 1);
        let Some(owner) = owner else { return true };
        let draft = draft_key(&owner, &letter.ticket);
        let record = Record { owner, ..record_of(letter) };
        let is_kept = self.twice(async |keep: Keep| keep.post(&record, &draft).await).await;
        if !is_kept && let Some(keep) = self.open().await {
            keep.forget(Part::Drafts, &draft).await;
        }
        is_kept
    }

    /// Keeps a letter; `false` where there is no room.
    pub async fn keep_letter(&self, letter: &Letter) -> bool {
        self.put(Part::Letters, record_of(letter), None).await
    }

    /// It has arrived, or was taken back.
    pub async fn forget_letter(&self, key: &str) {
        if let Some(keep) = self.open().await {
            keep.forget(Part::Letters, key).await;
        }
        self.let_go(key);
    }

    /// Others may send it.
    pub fn let_go(&self, key: &str) {
        self.locks.borrow_mut().retain(|it| it.0 != key);
    }

    /// From now on no other page sends this letter; `false` where one does already.
    pub async fn hold(&self, key: &str) -> bool {
        let lock = lock::take(&format!("{} {key}", dom::keep::NAME)).await;
        let Some(lock) = lock else { return false };
        self.let_go(key);
        self.locks.borrow_mut().push((key.to_owned(), lock));
        true
    }

    /// Letters of an earlier page that no other page is sending. What is too old goes.
    pub async fn letters(&self) -> Vec<Letter> {
        let (Some(keep), now) = (self.open().await, dom::now().millis()) else {
            return Vec::new();
        };
        for part in [Part::Drafts, Part::Letters, Part::Own] {
            for it in keep.all(part).await {
                if it.at + KEPT < now {
                    keep.forget(part, &it.key).await;
                }
            }
        }
        let mut found = Vec::new();
        for it in keep.all(Part::Letters).await {
            let is_own = self.owner() == Some(it.owner.clone());
            let is_here = self.locks.borrow().iter().any(|(key, _)| *key == it.key);
            if is_own && !is_here && self.hold(&it.key).await {
                found.push(letter_of(it));
            }
        }
        found
    }

    async fn put(&self, part: Part, record: Record, turn: Option<u32>) -> bool {
        let Some(owner) = self.owner() else { return true };
        let at = if record.at == 0.0 { dom::now().millis() } else { record.at };
        let record = Record { owner, at, ..record };
        self.twice(async |keep: Keep| {
            let is_overtaken = turn.is_some_and(|it| it != self.turn.get());
            is_overtaken || keep.put(part, &record).await
        })
        .await
    }

    /// Somebody may have deleted the store under our hands: a new one does.
    async fn twice(&self, act: impl AsyncFn(Keep) -> bool) -> bool {
        for _ in 0..2 {
            let Some(keep) = self.open().await else { return false };
            if act(keep).await {
                return true;
            }
            self.close();
        }
        false
    }

    async fn open(&self) -> Option<Keep> {
        if let Some(keep) = self.keep.borrow().clone() {
            return Some(keep);
        }
        let keep = Keep::open().await?;
        // Somebody else was faster: one is enough.
        if let Some(first) = self.keep.borrow().clone() {
            keep.close();
            return Some(first);
        }
        self.keep.replace(Some(keep.clone()));
        Some(keep)
    }

    /// What is under way in it comes to its end.
    fn close(&self) {
        if let Some(keep) = self.keep.take() {
            keep.close();
        }
    }

    fn draft_key(&self, ticket: &TicketId) -> Option<String> {
        Some(draft_key(&self.owner()?, ticket))
    }
}

impl Drop for Store {
    fn drop(&mut self) {
        self.close();
    }
}

fn draft_key(owner: &str, ticket: &TicketId) -> String {
    format!("{owner}\n{}", ticket.as_str())
}

fn kept(files: &[Enclosed]) -> Vec<(Rc<File>, Option<Option<String>>)> {
    files.iter().map(|it| (it.file.clone(), it.token.clone())).collect()
}

fn enclosed(files: Vec<(Rc<File>, Option<Option<String>>)>) -> Vec<Enclosed> {
    files.into_iter().map(|(file, token)| Enclosed { file, token }).collect()
}

fn record_of(letter: &Letter) -> Record {
    Record {
        ticket: letter.ticket.as_str().to_owned(),
        key: letter.key.clone(),
        text: letter.text.clone(),
        html: letter.html.clone(),
        files: kept(&letter.files),
        at: letter.at.millis(),
        is_unsure: letter.is_unsure,
        ..Record::default()
    }
}

fn letter_of(it: Record) -> Letter {
    Letter {
        key: it.key,
        ticket: TicketId::new(it.ticket),
        text: it.text,
        html: it.html,
        files: enclosed(it.files),
        at: Time::from_millis(it.at),
        is_unsure: it.is_unsure,
    }
}
