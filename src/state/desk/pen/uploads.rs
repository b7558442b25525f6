//! Files on their way ahead of their messages: each goes once, whoever waits for it. A letter that is
//! sent while its file is under way waits for that, and takes what the desk calls it.

use std::{
    cell::RefCell,
    future::{Future, poll_fn},
    pin::Pin,
    rc::Rc,
    task::{Poll, Waker},
};

use leptos::prelude::*;

use crate::{api::Refusal, domain::File};

/// What the desk calls a file, or why it did not take it.
type Outcome = Result<Option<String>, Refusal>;

/// All that are under way.
#[derive(Default)]
pub struct Uploads(RefCell<Vec<Upload>>);

/// A file under way. Clones are the same.
#[derive(Clone)]
pub struct Upload(Rc<Inner>);

struct Inner {
    file: Rc<File>,
    sent: ArcRwSignal<Option<f64>>,
    /// How it came out; `Some(None)`: the customer cancelled it.
    outcome: RefCell<Option<Option<Outcome>>>,
    waiting: RefCell<Vec<Waker>>,
}

impl Uploads {
    /// This file, if it is under way.
    pub fn find(&self, file: &Rc<File>) -> Option<Upload> {
        self.0.borrow().iter().find(|it| Rc::ptr_eq(&it.0.file, file)).cloned()
    }

    /// From now on it is under way.
    pub fn begin(&self, file: &Rc<File>) -> Upload {
        let upload = Upload(Rc::new(Inner {
            file: file.clone(),
            sent: ArcRwSignal::new(None),
            outcome: RefCell::new(None),
            waiting: RefCell::default(),
        }));
        self.0.borrow_mut().push(upload.clone());
        upload
    }

    /// Runs one to its end, unless somebody cancels it; then what was begun is dropped.
    pub async fn run(&self, upload: &Upload, mut sending: Pin<Box<dyn Future<Output = Outcome>>>) {
        let outcome = poll_fn(|context| {
            if upload.is_over() {
                return Poll::Ready(None);
            }
            upload.0.waiting.borrow_mut().push(context.waker().clone());
            sending.as_mut().poll(context).map(Some)
        });
        if let Some(outcome) = outcome.await {
            self.end(upload, Some(outcome));
        }
    }

    /// The customer does not want it sent.
    pub fn cancel(&self, file: &Rc<File>) {
        if let Some(upload) = self.find(file) {
            self.end(&upload, None);
        }
    }

    /// Nobody waits any more: another customer may come.
    pub fn give_up(&self) {
        let all = self.0.borrow().clone();
        for it in all {
            self.end(&it, None);
        }
    }

    fn end(&self, upload: &Upload, outcome: Option<Outcome>) {
        self.0.borrow_mut().retain(|it| !Rc::ptr_eq(&it.0, &upload.0));
        upload.0.outcome.replace(Some(outcome));
        let waiting = upload.0.waiting.take();
        waiting.into_iter().for_each(Waker::wake);
    }
}

impl Upload {
    /// How much of it has gone, 0 to 1; `None` where that is not known.
    pub fn sent(&self) -> ArcRwSignal<Option<f64>> {
        self.0.sent.clone()
    }

    /// How it came out; `None` where it was cancelled.
    pub async fn outcome(&self) -> Option<Outcome> {
        poll_fn(|context| {
            if let Some(outcome) = self.0.outcome.borrow().clone() {
                return Poll::Ready(outcome);
            }
            self.0.waiting.borrow_mut().push(context.waker().clone());
            Poll::Pending
        })
        .await
    }

    fn is_over(&self) -> bool {
        self.0.outcome.borrow().is_some()
    }
}
