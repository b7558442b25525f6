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

/// All that are under way, and those that have arrived without anybody having asked for them since: a
/// file may arrive while the letter that it belongs to is being kept.
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
    /// This file, if it is under way, or has arrived: that counts once, for a desk may forget it.
    pub fn take(&self, file: &Rc<File>) -> Option<Upload> {
        let found = self.find(file)?;
        if found.is_over() {
            self.forget(file);
        }
        Some(found)
    }

    /// Its letter has what the desk calls it.
    pub fn forget(&self, file: &Rc<File>) {
        self.0.borrow_mut().retain(|it| !it.is_of(file));
    }

    fn find(&self, file: &Rc<File>) -> Option<Upload> {
        self.0.borrow().iter().find(|it| it.is_of(file)).cloned()
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
            upload.note(context.waker());
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
            self.forget(file);
        }
    }

    /// Nobody waits any more: another customer may come.
    pub fn give_up(&self) {
        for it in self.0.take() {
            self.end(&it, None);
        }
    }

    fn end(&self, upload: &Upload, outcome: Option<Outcome>) {
        if !matches!(outcome, Some(Ok(_))) {
            self.0.borrow_mut().retain(|it| !Rc::ptr_eq(&it.0, &upload.0));
        }
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
            self.note(context.waker());
            Poll::Pending
        })
        .await
    }

    fn note(&self, waker: &Waker) {
        let mut waiting = self.0.waiting.borrow_mut();
        if waiting.iter().all(|it| !it.will_wake(waker)) {
            waiting.push(waker.clone());
        }
    }

    fn is_of(&self, file: &Rc<File>) -> bool {
        Rc::ptr_eq(&self.0.file, file)
    }

    fn is_over(&self) -> bool {
        self.0.outcome.borrow().is_some()
    }
}

#[cfg(test)]
mod tests {
    use std::{
        future::{pending, ready},
        pin::pin,
        task::Context,
    };

    use super::*;

    fn file() -> Rc<File> {
        Rc::new(File { name: "a.txt".into(), media_type: "text/plain".into(), bytes: vec![1] })
    }

    fn is_ready<T>(future: Pin<&mut impl Future<Output = T>>) -> bool {
        future.poll(&mut Context::from_waker(Waker::noop())).is_ready()
    }

    #[test]
    fn a_file_under_way_is_the_same_for_all_who_ask() {
        let (uploads, file) = (Uploads::default(), file());
        assert!(uploads.take(&file).is_none());
        uploads.begin(&file);
        assert!(uploads.take(&file).is_some() && uploads.take(&file).is_some());
    }

    #[test]
    fn one_that_has_arrived_meanwhile_counts_once() {
        let (uploads, file) = (Uploads::default(), file());
        let upload = uploads.begin(&file);
        let sending = Box::pin(ready(Ok(Some("token".to_owned()))));
        assert!(is_ready(pin!(uploads.run(&upload, sending))));
        assert!(uploads.take(&file).is_some_and(|it| is_ready(pin!(it.outcome()))));
        assert!(uploads.take(&file).is_none(), "a desk may have forgotten it by now");
    }

    #[test]
    fn one_that_is_cancelled_is_dropped_and_nobody_waits_for_it() {
        let (uploads, file) = (Uploads::default(), file());
        let upload = uploads.begin(&file);
        let mut running = pin!(uploads.run(&upload, Box::pin(pending())));
        assert!(!is_ready(running.as_mut()) && !is_ready(pin!(upload.outcome())));
        uploads.cancel(&file);
        assert!(is_ready(running.as_mut()) && is_ready(pin!(upload.outcome())));
        assert!(uploads.take(&file).is_none());
    }
}
