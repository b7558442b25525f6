//! [`Hand`]: what a customer does with a ticket as a whole, as [`super::pen::Pen`] is what they write.
//!
//! It belongs to the widget: closing goes on while the customer looks at something else, and when the
//! widget or its page goes.

mod form;

use std::{cell::RefCell, rc::Rc};

use leptos::prelude::*;

pub use form::Form;

use super::{
    Desk, HostEvent,
    pen::{Pen, Written},
};
use crate::{
    api::{Answer, Command, Draft, Score},
    dom::{page, task},
    domain::{RatingScale, TicketId},
    state::{
        Event,
        deeds::{Deeds, Happened, Kind, Progress, Todo},
    },
};

/// How long nobody types before what is typed is kept, in milliseconds.
const REST: i32 = 200;

/// Says how it came out, to who looks at something else.
type Told = Rc<dyn Fn(bool)>;

/// The handle views hold. One a widget.
#[derive(Clone, Copy)]
pub struct Hand {
    desk: Desk,
    inner: StoredValue<Rc<Inner>, LocalStorage>,
    changed: Trigger,
}

#[derive(Default)]
struct Inner {
    deeds: RefCell<Deeds>,
    // A customer has a few of these open at most.
    forms: RefCell<Vec<(TicketId, Kind, Form)>>,
    told: RefCell<Vec<(TicketId, Kind, Told)>>,
    /// Whose they are, and in which session.
    of: RefCell<(Option<String>, Option<u32>)>,
}

impl Inner {
    /// Who waits for it to be done; nobody does any more.
    fn take_told(&self, ticket: &TicketId, kind: Kind) -> Option<Told> {
        let mut all = self.told.borrow_mut();
        let at = all.iter().position(|it| it.0 == *ticket && it.1 == kind)?;
        Some(all.remove(at).2)
    }
}

impl Hand {
    /// The widget's own, made when it is first needed.
    pub fn here() -> Self {
        if let Some(hand) = use_context() {
            return hand;
        }
        let desk = Desk::here();
        let home = desk.inner.get_value().home.as_ref().and_then(|it| it.upgrade());
        match home {
            Some(home) => home.with(|| Self::new(desk)),
            None => Self::new(desk),
        }
    }

    fn new(desk: Desk) -> Self {
        let hand =
            Self { desk, inner: StoredValue::new_local(Rc::default()), changed: Trigger::new() };
        provide_context(hand);
        let effect = RenderEffect::new(move |_| {
            // A session that may be another one is asked about first: that is what is heard of it.
            desk.entry.get();
            let me = desk.me.get().map(|it| it.user.id.clone());
            hand.is_now(me, desk.turn());
        });
        StoredValue::new_local(effect);
        let effect = RenderEffect::new(move |_| {
            let ticket = desk.ticket.get();
            if let Some((id, ticket)) = desk.place.get().ticket().cloned().zip(ticket) {
                hand.commit(Happened::Seen(id, Box::new((*ticket).clone())));
            }
        });
        StoredValue::new_local(effect);
        let effect = RenderEffect::new(move |before: Option<Option<TicketId>>| {
            let now = desk.place.get().ticket().cloned();
            if let Some(Some(before)) = before.filter(|it| *it != now) {
                hand.commit(Happened::Left(before));
            }
            now
        });
        StoredValue::new_local(effect);
        task::listen("visibilitychange", move |_| {
            if page::is_hidden() {
                hand.commit(Happened::Leaving);
            }
        });
        task::listen("pagehide", move |_| hand.commit(Happened::Leaving));
        on_cleanup(move || hand.commit(Happened::Leaving));
        hand
    }

    /// C1: closes a ticket, in a moment. `told` hears how it came out, if the customer looks at
    /// something else by then.
    pub fn close(self, ticket: &TicketId, told: impl Fn(bool) + 'static) {
        self.press(Command::Close(ticket.clone()), Some(Rc::new(told)));
    }

    /// C2: opens it again.
    pub fn reopen(self, ticket: &TicketId) {
        self.press(Command::Reopen(ticket.clone()), None);
    }

    /// C3: what is chosen and filled in, on the desk's scale.
    pub fn rate(self, ticket: &TicketId, score: u8, scale: RatingScale) {
        let score = match (scale, score) {
            (RatingScale::Stars, stars) => Score::Stars(stars),
            (RatingScale::GoodBad, 0) => Score::Bad,
            (RatingScale::GoodBad, _) => Score::Good,
        };
        let comment = self.form(ticket, Kind::Rate).text.get_untracked().trim().to_owned();
        self.press(Command::Rate { ticket: ticket.clone(), score, comment }, None);
    }

    /// E4: whether a repair holds; what is filled in says what still happens.
    pub fn verify(self, ticket: &TicketId, is_fixed: bool) {
        let reason = self.form(ticket, Kind::Verify).text.get_untracked().trim().to_owned();
        let still_broken = (!is_fixed).then_some(reason);
        self.press(Command::Verify { ticket: ticket.clone(), still_broken }, None);
    }

    /// X1: lets support sign in as the customer, or not.
    pub fn allow(self, ticket: &TicketId, is_enabled: bool) {
        self.press(Command::AllowProxy { ticket: ticket.clone(), is_enabled }, None);
    }

    /// C2: sends what is filled in as a new ticket. `told` as in [`Self::close`].
    pub fn follow_up(self, of: &TicketId, told: impl Fn(bool) + 'static) {
        let form = self.form(of, Kind::FollowUp);
        let draft = Draft {
            text: form.text.get_untracked().trim().to_owned(),
            key: form.key(),
            ..Draft::default()
        };
        let subject = form.subject.get_untracked().trim().to_owned();
        self.typed(of, Kind::FollowUp);
        self.press(Command::FollowUp { of: of.clone(), subject, draft }, Some(Rc::new(told)));
    }

    fn press(self, command: Command, told: Option<Told>) {
        let Some((inner, kind)) = self.inner().zip(Kind::of(&command)) else { return };
        if let Some(told) = told {
            inner.take_told(command.ticket(), kind);
            inner.told.borrow_mut().push((command.ticket().clone(), kind, told));
        }
        self.commit(Happened::Pressed(command));
    }

    /// C1: does not want it closed.
    pub fn undo(self, ticket: &TicketId) {
        self.commit(Happened::Undone(ticket.clone()));
    }

    /// How far something is; wakes the reader when anything of the kind changes.
    pub fn progress(self, ticket: &TicketId, kind: Kind) -> Option<Progress> {
        self.changed.track();
        self.inner()?.deeds.borrow().find(ticket, kind).map(|it| it.progress)
    }

    /// X1: what the switch is being turned to; wakes the reader.
    pub fn allowing(self, ticket: &TicketId) -> Option<bool> {
        self.changed.track();
        let inner = self.inner()?;
        let deeds = inner.deeds.borrow();
        let deed = deeds.find(ticket, Kind::Access)?;
        match (&deed.command, deed.progress) {
            (Command::AllowProxy { is_enabled, .. }, Progress::Sending) => Some(*is_enabled),
            _ => None,
        }
    }

    /// Whether the same send again could be done twice (R7).
    pub fn may_double(self) -> bool {
        !self.desk.inner.get_value().client.knows_keys()
    }

    /// What is filled in, by this page or by an earlier one.
    pub fn form(self, ticket: &TicketId, kind: Kind) -> Form {
        let inner = self.inner.get_value();
        let is_it = |it: &&(TicketId, Kind, Form)| it.0 == *ticket && it.1 == kind;
        if let Some(known) = inner.forms.borrow().iter().find(is_it) {
            return known.2;
        }
        let home = self.desk.inner.get_value().home.as_ref().and_then(|it| it.upgrade());
        let form = home.map_or_else(Form::new, |it| it.with(Form::new));
        inner.forms.borrow_mut().push((ticket.clone(), kind, form));
        let (pen, draft) = (Pen::of(self.desk), draft_of(ticket, kind));
        pen.spawn(async move {
            let kept = pen.draft(&draft).await.filter(|it| *it != Written::default());
            if let Some(written) = kept {
                form.fill(written);
            }
        });
        form
    }

    /// Something was typed: it is kept once nobody types for a moment (R6).
    pub fn typed(self, ticket: &TicketId, kind: Kind) {
        let (form, draft) = (self.form(ticket, kind), draft_of(ticket, kind));
        let turn = form.typed.get_value() + 1;
        form.typed.set_value(turn);
        let pen = Pen::of(self.desk);
        pen.spawn(async move {
            task::pause(REST).await;
            if form.typed.try_get_value() == Some(turn) {
                pen.keep_draft(&draft, form.written()).await;
            }
        });
    }

    /// It is done with: what was filled in goes.
    pub fn clear(self, ticket: &TicketId, kind: Kind) {
        let (pen, draft) = (Pen::of(self.desk), draft_of(ticket, kind));
        self.form(ticket, kind).clear();
        pen.spawn(async move {
            pen.keep_draft(&draft, Written::default()).await;
        });
    }

    /// A4: of somebody else nothing is known here; in a new session nothing of the last one goes out.
    fn is_now(self, me: Option<String>, turn: Option<u32>) {
        let Some(inner) = self.inner() else { return };
        let (last_me, last_turn) = inner.of.replace((me.clone(), turn));
        if last_me.is_some() && last_me != me {
            inner.deeds.take();
            inner.told.take();
            for (_, _, form) in inner.forms.borrow().iter() {
                form.clear();
            }
            self.changed.notify();
        } else if last_turn.is_some() && last_turn != turn {
            self.commit(Happened::SessionChanged);
        }
    }

    fn inner(self) -> Option<Rc<Inner>> {
        self.inner.try_get_value()
    }

    fn commit(self, happened: Happened) {
        let Some(inner) = self.inner() else { return };
        let todo = inner.deeds.borrow_mut().apply(happened);
        self.changed.notify();
        for it in todo {
            self.act(it);
        }
    }

    fn act(self, todo: Todo) {
        match todo {
            // Nobody's: the widget that goes meanwhile is to be gone at once, and say so.
            Todo::Wait(number, millis) => task::let_go(Box::pin(async move {
                task::pause(millis).await;
                self.commit(Happened::Due(number));
            })),
            Todo::Send(number, command) => self.send(number, command),
            Todo::Look(ticket) => self.desk.commit(Event::Changed(ticket, None)),
            Todo::TellClosed(ticket) => {
                self.desk.tell(HostEvent::TicketClosed(ticket));
            }
        }
    }

    /// Goes on when the widget is gone: what the customer wanted is not taken back by leaving.
    fn send(self, number: u32, command: Command) {
        let Some(desk) = self.desk.inner.try_get_value() else { return };
        let (client, turn) = (desk.client.clone(), self.desk.turn());
        task::let_go(Box::pin(async move {
            let outcome = client.write(&command).await.map_err(|it| it.error);
            // To another session, or to nobody, it is no news.
            if self.desk.turn() != turn {
                return;
            }
            let is_done = outcome.is_ok();
            if let Err(error) = &outcome {
                self.desk.note_session(turn, error);
                self.desk.tell(HostEvent::Error(error.clone()));
            }
            let is_here = self.desk.place.get_untracked().ticket() == Some(command.ticket());
            let now = outcome.map(|it| self.show(&command, it, is_here));
            self.commit(Happened::Answered(number, now));
            self.tell(&command, is_done, is_here);
        }));
    }

    /// What the desk says of the ticket goes where it is shown. A new ticket opens.
    fn show(self, command: &Command, answer: Answer, is_here: bool) {
        let about = command.ticket().clone();
        match (command, answer) {
            (Command::FollowUp { .. }, Answer::Ticket(new)) => {
                let id = new.id.clone();
                self.desk.commit(Event::Changed(id.clone(), Some(new)));
                if is_here {
                    self.desk.open(id);
                }
            }
            (Command::FollowUp { .. }, _) => self.desk.commit(Event::Changed(about, None)),
            (_, Answer::Ticket(now)) => self.desk.commit(Event::Changed(about, Some(now))),
            _ => self.desk.commit(Event::Changed(about, None)),
        }
    }

    fn tell(self, command: &Command, is_done: bool, is_here: bool) {
        let Some((inner, kind)) = self.inner().zip(Kind::of(command)) else { return };
        let told = inner.take_told(command.ticket(), kind);
        if is_done && matches!(kind, Kind::Rate | Kind::Verify | Kind::FollowUp) {
            self.clear(command.ticket(), kind);
        }
        if let Some(told) = told.filter(|_| !is_here) {
            told(is_done);
        }
    }
}

fn draft_of(ticket: &TicketId, kind: Kind) -> TicketId {
    TicketId::new(format!("{}\n{kind:?}", ticket.as_str()))
}
