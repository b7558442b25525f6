//! [`Desk`]: the handle views hold. The one file where signals, futures and decisions meet.

mod address;
pub mod export;
mod finding;
pub mod hand;
mod list;
mod live;
mod news;
pub mod pen;
mod pictures;
mod reading;
mod seen;
mod watch;

use std::{any::Any, cell::RefCell, future::Future, ops::Range, pin::Pin, rc::Rc, sync::Arc};

use leptos::{prelude::*, reactive::owner::WeakOwner};

pub use address::Address;
pub use list::ListHead;
pub use live::{Rows, Window};
pub use news::{Announce, follow};
pub use pictures::{Picture, Pictures};
pub use reading::Reading;
pub use seen::follow_seen;
pub use watch::Watch;

use super::{Conversation, Event, Load, Place, Session, State, Trouble};
use crate::{
    api::{Answer, ApiError, Ask, Failure, client::Client},
    config::{Dates, Settings},
    dom::{download, keep, storage, task},
    domain::{Attachment, Me, Scope, SortKey, Ticket, TicketId},
};

/// What the host page hears of (see `embed::events`).
#[derive(Clone, Debug, PartialEq)]
pub enum HostEvent {
    /// The first real screen is there.
    Ready,
    /// A ticket is about to open; the host page may take it over.
    Navigate(TicketId),
    /// It opened.
    TicketOpened(TicketId),
    /// L12: this many tickets need a reply.
    Attention(u32),
    /// The desk has a reply.
    ReplySent(TicketId),
    /// The customer closed a ticket.
    TicketClosed(TicketId),
    /// A session is needed.
    SignIn,
    /// Something failed, and a customer was told so. What a developer can use is in it.
    Error(ApiError),
}

/// Tells the host page; `false` when it takes over.
pub type Tell = Rc<dyn Fn(HostEvent) -> bool>;

/// What ties a desk to its page.
pub struct Host {
    /// Tells the page.
    pub tell: Tell,
    /// Makes addresses in it.
    pub address: Address,
}

/// Read a signal, call a verb. `Copy`, so event handlers capture it for free.
///
/// What a view reads is the state itself, behind one trigger a topic: a signal a type would cost
/// every visitor a few kilobytes more.
#[derive(Clone, Copy)]
pub struct Desk {
    /// What the host page asked for.
    pub settings: StoredValue<Settings>,
    /// The rows of the list.
    pub rows: Rows,
    /// The list without its rows.
    pub list: Watch<ListHead>,
    /// Whether the list has no rows.
    pub list_is_empty: Watch<bool>,
    /// How far the list is loaded.
    pub list_load: Watch<Load>,
    /// Whether there is more of it.
    pub list_has_more: Watch<bool>,
    /// Whether the desk knows who is there.
    pub session: Watch<Session>,
    /// Whether the first screen has what it shows.
    pub is_up: Watch<bool>,
    /// Whether it was painted: then comes what stands around it.
    pub is_painted: Watch<bool>,
    /// Who is there.
    pub me: Watch<Option<Arc<Me>>>,
    /// How far asking for `me` has come.
    pub entry: Watch<Load>,
    /// L5, L6: whether search and filters show.
    pub is_finding: Watch<bool>,
    /// How far what looks through lists has come.
    pub finding: Watch<Load>,
    /// How far what shows a ticket has come.
    pub chunk: Watch<Load>,
    /// Which screen.
    pub place: Watch<Place>,
    /// The open ticket, as far as it is known.
    pub ticket: Watch<Option<Arc<Ticket>>>,
    /// How far asking for it has come.
    pub opening: Watch<Load>,
    /// Its conversation.
    pub conversation: Watch<Conversation>,
    /// L3: how dates read, chosen by the customer.
    pub dates: Watch<Dates>,
    inner: StoredValue<Rc<Inner>, LocalStorage>,
}

/// What all copies of the handle share.
pub(super) struct Inner {
    state: RefCell<State>,
    client: Client,
    host: Host,
    home: Option<WeakOwner>,
    /// What writes, once somebody does; it travels by itself.
    pen: RefCell<Option<Rc<dyn Any>>>,
}

impl Desk {
    /// A desk for the views below the current owner, which is the widget's own.
    pub fn provide(settings: Settings, client: Client, host: Host) -> Self {
        // A ticket shows dates at once; of a list see `painted`.
        let kept = settings.ticket.as_ref().and_then(|_| kept_dates());
        let dates = kept.unwrap_or(settings.dates);
        let state = State { dates, ..State::new(settings.view, settings.ticket.clone()) };
        let home = Owner::current().map(|it| it.downgrade());
        let inner =
            Inner { state: RefCell::new(state), client, host, home, pen: RefCell::default() };
        let inner = StoredValue::new_local(Rc::new(inner));
        let desk = Self {
            settings: StoredValue::new(settings),
            rows: Rows::new(inner),
            list: Watch::new(inner, |it| ListHead::of(&it.list)),
            list_is_empty: Watch::new(inner, |it| it.list.is_empty()),
            list_load: Watch::new(inner, |it| it.list.load),
            list_has_more: Watch::new(inner, |it| it.list.has_more()),
            is_up: Watch::new(inner, |it| it.is_up),
            is_painted: Watch::new(inner, |it| it.is_painted),
            session: Watch::new(inner, |it| it.session),
            me: Watch::new(inner, |it| it.me.clone()),
            entry: Watch::new(inner, |it| it.entry),
            is_finding: Watch::new(inner, |it| it.is_finding),
            finding: Watch::new(inner, |it| it.finding),
            chunk: Watch::new(inner, |it| it.chunk),
            place: Watch::new(inner, |it| it.place.clone()),
            ticket: Watch::new(inner, |it| it.open_ticket().cloned()),
            opening: Watch::new(inner, |it| it.opening),
            conversation: Watch::new(inner, |it| it.conversation.clone()),
            dates: Watch::new(inner, |it| it.dates),
            inner,
        };
        provide_context(desk);
        desk
    }

    /// The desk of the view this is called in.
    pub fn here() -> Self {
        expect_context()
    }

    /// Begins: asks who is there and what the first screen needs.
    pub fn start(self) {
        self.commit(Event::Started);
    }

    /// Opens a ticket, unless the host page opens it itself.
    pub fn open(self, id: TicketId) {
        if self.tell(HostEvent::Navigate(id.clone())) {
            self.commit(Event::Opened(id.clone()));
            self.tell(HostEvent::TicketOpened(id));
        }
    }

    /// Back to the list.
    pub fn back(self) {
        self.commit(Event::WentBack);
    }

    /// L8.
    pub fn choose(self, scope: Scope) {
        self.commit(Event::ScopeChosen(scope));
    }

    /// L4.
    pub fn sort_by(self, key: SortKey) {
        self.commit(Event::SortPressed(key));
    }

    /// L3: dates as moments or as spans; remembered for this browser.
    pub fn choose_dates(self, dates: Dates) {
        storage::set("dates", if dates == Dates::Elapsed { ELAPSED } else { ABSOLUTE });
        self.show_dates(dates);
    }

    /// L3: as the host page has it, until the customer chooses.
    pub fn show_dates(self, dates: Dates) {
        self.commit(Event::DatesChosen(dates));
    }

    /// L9: these places of the list are in view, or about to be.
    pub fn look(self, places: Range<u32>) {
        self.commit(Event::Looked(places));
    }

    /// Older messages.
    pub fn earlier(self) {
        self.commit(Event::EarlierWanted);
    }

    /// Fetches a file of a message for the customer to keep, under the name that it has here: a plain
    /// one, which is the place's part. `progress` follows.
    pub fn download(self, file: Attachment, progress: RwSignal<Load>) {
        progress.set(Load::Waiting);
        let (client, turn) = (self.inner.get_value().client.clone(), self.turn());
        self.wait(Box::pin(async move {
            let outcome = client.download(&file).await;
            let event = outcome_of(Ask::File(file), outcome);
            if self.turn() == turn {
                // The entry it was pressed in may be gone: the file is wanted all the same.
                let _ = progress.try_set(keep(&event));
            }
            event
        }));
    }

    /// Reads everything on screen again.
    pub fn refresh(self) {
        self.commit(Event::Refreshed);
    }

    /// The session may be another one.
    pub fn session_changed(self) {
        self.inner.get_value().client.forget_token();
        self.commit(Event::SessionChanged);
    }

    /// The customer leaves: nothing of them stays.
    pub fn sign_out(self) {
        keep::delete();
        self.inner.get_value().client.forget_token();
        self.commit(Event::SignedOut);
    }

    /// Asks the host page for a session.
    pub fn sign_in(self) -> bool {
        self.tell(HostEvent::SignIn)
    }

    /// Whether a person has moved between screens: until then nothing takes the focus.
    pub fn has_moved(self) -> bool {
        self.inner.get_value().state.borrow().has_moved
    }

    /// The number a person quotes, of a ticket that is known.
    pub fn display_id(self, id: &TicketId) -> Option<String> {
        let inner = self.inner.get_value();
        let state = inner.state.borrow();
        state.tickets.get(id).map(|it| it.display_id.clone())
    }

    /// Tells the host page; `false` when it takes over.
    pub fn tell(self, event: HostEvent) -> bool {
        (self.inner.get_value().host.tell)(event)
    }

    /// Whose what is kept in this browser is: the desk's and the customer's, once both are known.
    pub fn owner(self) -> Option<String> {
        let me = self.me.with_untracked(|it| it.as_ref().map(|it| it.user.id.clone()))?;
        Some(self.settings.with_value(|it| format!("{}\n{me}", it.api)))
    }

    /// The session it is; `None` once the widget is gone.
    fn turn(self) -> Option<u32> {
        self.inner.try_get_value().map(|it| it.state.borrow().turn)
    }

    /// Decides, shows, asks.
    fn commit(self, event: Event) {
        let trouble = match &event {
            Event::Failed(_, error) => Some(error.clone()),
            _ => None,
        };
        let mut event = Some(event);
        self.decide(&mut |state| event.take().map(|it| state.apply(it)).unwrap_or_default());
        if let Some(trouble) = trouble {
            self.tell(HostEvent::Error(trouble));
        }
    }

    /// As [`Self::commit`], for what only a chunk decides: it is no event of everybody's.
    fn decide(self, decide: &mut dyn FnMut(&mut State) -> Vec<Ask>) {
        let Some(inner) = self.inner.try_get_value() else { return };
        let before = inner.state.borrow().clone();
        let asks = decide(&mut inner.state.borrow_mut());
        self.show(&before, &inner);
        for ask in asks {
            let client = inner.client.clone();
            self.wait(Box::pin(async move {
                let outcome = client.ask(&ask).await;
                outcome_of(ask, outcome)
            }));
        }
    }

    /// Runs at home: what goes on there is the widget's, whatever view began it.
    pub fn at_home(self, future: Pin<Box<dyn Future<Output = ()>>>) {
        let Some(inner) = self.inner.try_get_value() else { return };
        if let Some(home) = inner.home.as_ref().and_then(WeakOwner::upgrade) {
            home.with(|| task::spawn(future));
        }
    }

    /// The desk answered somebody else: that it knows nobody concerns all. That a session is over holds for that
    /// session alone: `turn` is the one it was asked in.
    fn note_session(self, turn: Option<u32>, error: &ApiError) {
        if error.failure() == Failure::SignedOut && self.turn() == turn {
            self.commit(Event::SessionLost);
        }
    }

    /// Waits at home: a request belongs to the widget, not to the button that asked for it. What
    /// comes for an earlier customer is nobody's.
    fn wait(self, coming: Pin<Box<dyn Future<Output = Event>>>) {
        let turn = self.turn();
        self.at_home(Box::pin(async move {
            let event = coming.await;
            if self.turn() == turn {
                self.commit(event);
            }
        }));
    }

    /// Views hear only of what changed.
    fn show(self, before: &State, inner: &Inner) {
        let after = inner.state.borrow().clone();
        self.rows.compare(before, &after);
        self.list.compare(before, &after);
        self.list_load.compare(before, &after);
        self.list_is_empty.compare(before, &after);
        self.list_has_more.compare(before, &after);
        self.me.compare(before, &after);
        self.entry.compare(before, &after);
        self.ticket.compare(before, &after);
        self.opening.compare(before, &after);
        self.conversation.compare(before, &after);
        self.dates.compare(before, &after);
        self.is_up.compare(before, &after);
        self.is_painted.compare(before, &after);
        self.session.compare(before, &after);
        self.is_finding.compare(before, &after);
        self.finding.compare(before, &after);
        self.chunk.compare(before, &after);
        self.place.compare(before, &after);
        let attention = |it: &State| it.me.as_ref().and_then(|it| it.attention.awaiting_customer);
        if let Some(count) = attention(&after).filter(|_| attention(before) != attention(&after)) {
            self.tell(HostEvent::Attention(count));
        }
    }
}

fn outcome_of(ask: Ask, outcome: Result<Answer, ApiError>) -> Event {
    match outcome {
        Ok(answer) => Event::Answered(ask, answer),
        Err(error) => Event::Failed(ask, error),
    }
}

/// Hands a file to the browser.
fn keep(event: &Event) -> Load {
    match event {
        Event::Answered(_, Answer::File(file)) => download::save(&file.name, &file.bytes),
        Event::Answered(_, Answer::FileElsewhere(url)) => download::visit(url),
        Event::Failed(_, error) => return Load::Failed(Trouble::of(error)),
        _ => {}
    }
    Load::Done
}

const ABSOLUTE: &str = "absolute";
const ELAPSED: &str = "elapsed";

/// L3: what the customer chose in this browser.
fn kept_dates() -> Option<Dates> {
    match storage::get("dates")?.as_str() {
        ELAPSED => Some(Dates::Elapsed),
        ABSOLUTE => Some(Dates::Absolute),
        _ => None,
    }
}
