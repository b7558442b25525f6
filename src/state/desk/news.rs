//! Following what happens at the desk, for as long as the widget stands in its page (Y1). It travels
//! by itself, after the first screen.

use std::{
    cell::{Cell, RefCell},
    collections::BTreeSet,
    rc::Rc,
};

use leptos::{prelude::*, reactive::owner::WeakOwner};

use super::Desk;
use crate::{
    api::{
        Answer, ApiError, Ask, Body, Failure,
        client::sse::{Parser, Told},
    },
    dom::{Root, bell::Bell, focus, now, page, task},
    domain::TicketId,
    state::{
        Event, Fresh, News, Place,
        pace::{Ended, Next, Pace, Standing},
    },
};

/// What the first screen has to itself, in milliseconds.
const START: f64 = 1_500.0;
/// What happens so shortly after each other is looked at together.
const GATHER: i32 = 400;
/// A page that nobody has seen for so long stops listening.
const HIDDEN_LONG: f64 = 300_000.0;

/// Tells the customer.
pub type Announce = Rc<dyn Fn(&[Fresh])>;

/// Who follows.
#[derive(Clone)]
struct Follower {
    desk: Desk,
    root: Root,
    announce: Announce,
    bell: Bell,
    /// Tickets that were heard of and not looked at yet.
    heard: Rc<RefCell<BTreeSet<TicketId>>>,
    /// All that is on screen is to be looked at.
    is_all: Rc<Cell<bool>>,
    is_gathering: Rc<Cell<bool>>,
    /// The list is older than what was heard.
    is_list_old: Rc<Cell<bool>>,
    hidden_since: Rc<Cell<Option<f64>>>,
}

/// Begins, in the name of the widget.
pub fn follow(desk: Desk, announce: Announce) {
    let Some(inner) = desk.inner.try_get_value() else { return };
    let Some(home) = inner.home.as_ref().and_then(WeakOwner::upgrade) else { return };
    home.with(|| {
        let follower = Follower {
            desk,
            root: Root::here(),
            announce,
            bell: Bell::default(),
            heard: Rc::default(),
            is_all: Rc::default(),
            is_gathering: Rc::default(),
            is_list_old: Rc::default(),
            hidden_since: Rc::default(),
        };
        for name in ["online", "visibilitychange"] {
            let it = StoredValue::new_local(follower.clone());
            task::listen(name, move |_| it.get_value().noticed());
        }
        let it = follower.clone();
        let effect = RenderEffect::new(move |before| {
            // These tell when that may be another.
            desk.session.get();
            desk.entry.get();
            let is_in = it.standing().is_some_and(|it| it.is_in);
            if before != Some(is_in) {
                it.bell.ring();
            }
            is_in
        });
        StoredValue::new_local(effect);
        let it = follower.clone();
        let effect = RenderEffect::new(move |_| {
            if matches!(desk.place.get(), Place::List { .. }) && it.is_list_old.take() {
                it.is_all.set(true);
                it.gather();
            }
        });
        StoredValue::new_local(effect);
        // A future keeps its owner, and this one has no end of its own: it must not be the widget's.
        let own = Owner::new();
        own.with(|| task::spawn(Box::pin(follower.run())));
        on_cleanup(move || own.cleanup());
    });
}

impl Follower {
    async fn run(self) {
        let mut pace = Pace::default();
        let mut parser = Parser::default();
        self.bell.wait(START).await;
        while let Some(standing) = self.standing() {
            match pace.next(standing, page::chance()) {
                Next::Rest(millis) => self.bell.wait(millis).await,
                Next::Listen => {
                    let how = self.listen(&mut pace, &mut parser).await;
                    pace.ended(how);
                }
                Next::Look => pace.looked(self.look(News::Perhaps).await),
            }
        }
    }

    /// How things stand; nothing once the widget is gone.
    fn standing(&self) -> Option<Standing> {
        let inner = self.desk.inner.try_get_value()?;
        let state = inner.state.borrow();
        Some(Standing {
            is_in: state.is_settled(),
            is_hidden: page::is_hidden(),
            is_offline: page::is_offline(),
            has_events: state.me.as_ref().is_some_and(|it| it.can.events),
        })
    }

    /// The page is seen again, or not; the network is back.
    fn noticed(&self) {
        self.hidden_since.set(page::is_hidden().then(millis));
        self.bell.ring();
    }

    async fn listen(&self, pace: &mut Pace, parser: &mut Parser) -> Ended {
        let Some(inner) = self.desk.inner.try_get_value() else { return Ended::Never };
        let turn = self.desk.turn();
        let goes_on = || {
            let is_long = |since| millis() - since > HIDDEN_LONG;
            self.desk.turn() == turn
                && self.standing().is_some_and(|it| it.is_in)
                && !self.hidden_since.get().is_some_and(is_long)
        };
        let has_heard = Cell::new(false);
        let tell = |told: Vec<Told>| {
            has_heard.set(true);
            self.hear(&told);
        };
        let outcome = inner.client.listen(parser, &tell, &goes_on).await;
        if has_heard.get() {
            pace.heard(parser.retry);
        }
        match outcome {
            Ok(()) => Ended::Over,
            Err(error) => self.ended(turn, &error),
        }
    }

    fn ended(&self, turn: Option<u32>, error: &ApiError) -> Ended {
        self.desk.note_session(turn, error);
        match error.failure() {
            Failure::NotFound | Failure::Forbidden | Failure::Refused | Failure::Unreadable => {
                Ended::Never
            }
            Failure::Busy => Ended::Enough,
            _ => Ended::Lost,
        }
    }

    fn hear(&self, told: &[Told]) {
        for it in told {
            let data = Body::new(it.data.clone().into_bytes());
            let said = |name: &str| data.object().ok()?.text(name);
            let ticket = match it.name.as_str() {
                "ticket.updated" => said("id"),
                "message.created" => said("ticket"),
                "missed" => {
                    self.is_all.set(true);
                    None
                }
                _ => None,
            };
            self.heard.borrow_mut().extend(ticket.map(TicketId::new));
        }
        if self.is_all.get() || !self.heard.borrow().is_empty() {
            self.gather();
        }
    }

    /// Looks in a moment, at all that was heard by then.
    fn gather(&self) {
        if self.is_gathering.replace(true) {
            return;
        }
        let it = self.clone();
        self.desk.at_home(Box::pin(async move {
            loop {
                task::pause(GATHER).await;
                let heard = it.heard.take();
                let news = match it.is_all.take() {
                    true => News::Perhaps,
                    false if heard.is_empty() => break,
                    false => News::Of(heard),
                };
                it.look(news).await;
            }
            it.is_gathering.set(false);
        }));
    }

    /// Reads again what is on screen of it, and says whether anything was new.
    async fn look(&self, news: News) -> bool {
        let Some(inner) = self.desk.inner.try_get_value() else { return false };
        let asks = inner.state.borrow().hear(&news);
        if inner.state.borrow().place.ticket().is_some() {
            self.is_list_old.set(true);
        }
        let (turn, client) = (self.desk.turn(), inner.client.clone());
        drop(inner);
        let (mut has_changed, mut fresh) = (false, Vec::new());
        for ask in asks {
            let outcome = client.ask(&ask).await;
            if self.desk.turn() != turn {
                return false;
            }
            match outcome {
                Ok(answer) => {
                    let taken = self.take(ask, answer).await;
                    has_changed |= taken.has_changed;
                    fresh.extend(taken.fresh);
                }
                Err(error) => self.desk.note_session(turn, &error),
            }
        }
        if !fresh.is_empty() {
            (self.announce)(&fresh);
        }
        has_changed
    }

    async fn take(&self, ask: Ask, answer: Answer) -> crate::state::Taken {
        if matches!(answer, Answer::Me(_)) {
            self.desk.commit(Event::Answered(ask, answer));
            return Default::default();
        }
        let Some(inner) = self.desk.inner.try_get_value() else { return Default::default() };
        let had_focus = self.root.find(":focus");
        let before = inner.state.borrow().clone();
        let taken = inner.state.borrow_mut().take_heard(&ask, answer);
        self.desk.show(&before, &inner);
        if let Some(element) = had_focus {
            // A row that moves is taken out and put in again, and the focus in it is lost.
            task::breathe().await;
            if focus::is_lost() {
                focus::on(&element);
            }
        }
        taken
    }
}

fn millis() -> f64 {
    now().millis()
}
