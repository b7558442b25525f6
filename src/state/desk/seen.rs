//! L7: what was seen, kept in this browser and told to its other tabs. It travels with what follows the desk.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use leptos::prelude::*;

use super::Desk;
use crate::{
    dom::{channel::Channel, keep, now, page, task},
    domain::{TicketId, Time},
    state::Seen,
};

/// What it is called where it is kept.
const NAME: &str = "seen";

/// What one customer has seen. Nothing is marked before it is known.
#[derive(Clone)]
struct Follower {
    desk: Desk,
    tabs: Rc<Option<Channel>>,
    seen: Rc<RefCell<Option<(String, Seen)>>>,
    /// It is in the browser's store. A desk that says what is unread itself has nothing there.
    is_kept: Rc<Cell<bool>>,
}

/// Begins, in the name of the current owner: what comes while a list is on screen is marked, and what is opened
/// is not new any more, in no tab.
pub fn follow_seen(desk: Desk) {
    let seen = Rc::<RefCell<Option<(String, Seen)>>>::default();
    let known = (desk, seen.clone());
    let heard = Box::new(move |told: String| {
        let (desk, seen) = &known;
        let known = seen.borrow().clone();
        if let Some((owner, mut known)) = known
            && let Some((id, at)) = told.strip_prefix(&format!("{owner}\n")).and_then(read)
            && known.note(&id, at)
        {
            desk.mark_seen(&known);
            seen.replace(Some((owner, known)));
        }
    });
    let tabs = Rc::new(Channel::open("deskpane.seen", heard));
    let follower = Follower { desk, tabs, seen, is_kept: Rc::default() };
    let it = follower.clone();
    let effect = RenderEffect::new(move |_| {
        desk.me.get();
        it.begin();
    });
    StoredValue::new_local(effect);
    let it = follower.clone();
    let effect = RenderEffect::new(move |_| {
        desk.rows.at(0..0);
        it.mark();
    });
    StoredValue::new_local(effect);
    let it = follower.clone();
    let effect = RenderEffect::new(move |_| {
        desk.ticket.get();
        desk.opening.get();
        desk.conversation.get();
        it.look();
    });
    StoredValue::new_local(effect);
    let it = StoredValue::new_local(follower);
    task::listen("visibilitychange", move |_| it.get_value().look());
}

impl Follower {
    /// Reads what is kept of who is there now.
    fn begin(&self) {
        let owner = self.desk.owner();
        if self.seen.borrow().as_ref().map(|it| &it.0) == owner.as_ref() {
            return;
        }
        // Of who left nothing is known here any more, and nothing kept.
        self.seen.take();
        let Some(owner) = owner else { return };
        let follower = self.clone();
        task::spawn(Box::pin(async move {
            keep::forget_others(&owner).await;
            let kept = keep::own(&owner, NAME).await.and_then(|it| Seen::read(&it));
            if follower.desk.owner().as_ref() == Some(&owner) {
                let is_kept = kept.is_some();
                let seen = kept.unwrap_or_else(|| Seen::new(now()));
                follower.seen.replace(Some((owner, seen)));
                follower.is_kept.set(is_kept);
                if is_kept {
                    // Read again, it is younger again.
                    follower.keep();
                }
                follower.mark();
                follower.look();
            }
        }));
    }

    fn mark(&self) {
        let Some((_, seen)) = self.seen.borrow().clone() else { return };
        self.desk.mark_seen(&seen);
        if !self.is_kept.get() && self.desk.says_nothing() {
            self.keep();
        }
    }

    /// What is on screen is seen, where somebody looks.
    fn look(&self) {
        let Some((id, at)) = self.desk.on_screen().filter(|_| !page::is_hidden()) else { return };
        let Some((owner, mut seen)) = self.seen.borrow().clone() else { return };
        if !seen.note(&id, at) {
            return;
        }
        if let Some(tabs) = &*self.tabs {
            tabs.tell(&format!("{owner}\n{} {}", at.to_rfc3339(), id.as_str()));
        }
        self.seen.replace(Some((owner, seen)));
        self.keep();
        self.mark();
    }

    fn keep(&self) {
        let Some((owner, seen)) = self.seen.borrow().clone() else { return };
        self.is_kept.set(true);
        task::spawn(Box::pin(async move {
            // Where there is no room, it is new again another day.
            keep::keep_own(owner, NAME, seen.write()).await;
        }));
    }
}

fn read(told: &str) -> Option<(TicketId, Time)> {
    let (at, id) = told.split_once(' ')?;
    Some((TicketId::new(id), Time::parse(at)?))
}

impl Desk {
    fn mark_seen(self, seen: &Seen) {
        self.decide(&mut |state| {
            state.mark_seen(seen);
            Vec::new()
        });
    }

    /// Whether there are tickets of which the desk does not say whether they are unread.
    fn says_nothing(self) -> bool {
        let inner = self.inner.try_get_value();
        inner.is_some_and(|it| it.state.borrow().tickets.all().any(|it| it.unread.is_none()))
    }

    fn on_screen(self) -> Option<(TicketId, Time)> {
        self.inner.try_get_value()?.state.borrow().on_screen()
    }
}
