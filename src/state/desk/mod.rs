//! [`Desk`]: the handle views hold. The one file where signals, futures and decisions meet.

mod live;

use std::{rc::Rc, sync::Arc};

use leptos::{prelude::*, reactive::owner::WeakOwner, task::spawn_local_scoped_with_cancellation};

pub use live::Live;

use super::{Conversation, Event, List, Load, Place, Session, State};
use crate::{
    api::client::{Client, forget_token},
    config::{Dates, Settings},
    domain::{Me, Scope, Sort, SortKey, Ticket, TicketId},
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
    /// A session is needed.
    SignIn,
    /// Something failed, and a customer was told so.
    Error(super::Trouble),
}

/// Tells the host page; `false` when it takes over.
pub type Tell = Rc<dyn Fn(HostEvent) -> bool>;

/// Makes the address of a ticket.
pub type Address = Rc<dyn Fn(&TicketId) -> String>;

/// What ties a desk to its page.
pub struct Host {
    /// Tells the page.
    pub tell: Tell,
    /// Makes addresses in it.
    pub address: Address,
}

/// The list without its rows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ListHead {
    /// Whose.
    pub scope: Scope,
    /// In which order.
    pub sort: Sort,
    /// How far it is loaded.
    pub load: Load,
    /// How many rows there are.
    pub shown: u32,
    /// How many there are in all, where the desk counts.
    pub total: Option<u32>,
    /// How many could not be read.
    pub skipped: u32,
    /// Whether there is more.
    pub has_more: bool,
    /// L4: sorted among the loaded rows only.
    pub is_partly_sorted: bool,
}

impl ListHead {
    fn of(list: &List) -> Self {
        Self {
            scope: list.scope.clone(),
            sort: list.sort,
            load: list.load,
            shown: u32::try_from(list.rows.len()).unwrap_or(u32::MAX),
            total: list.total,
            skipped: list.skipped,
            has_more: list.has_more(),
            is_partly_sorted: list.is_partly_sorted(),
        }
    }
}

/// Read a signal, call a verb. `Copy`, so event handlers capture it for free.
#[derive(Clone, Copy)]
pub struct Desk {
    /// What the host page asked for.
    pub settings: StoredValue<Settings>,
    /// The rows of the list.
    pub rows: Live<TicketId, Arc<Ticket>>,
    /// The list without its rows.
    pub list: ReadSignal<ListHead>,
    /// Whether the desk knows who is there.
    pub session: ReadSignal<Session>,
    /// Who is there.
    pub me: ReadSignal<Option<Arc<Me>>>,
    /// How far asking for `me` has come.
    pub entry: ReadSignal<Load>,
    /// Which screen.
    pub place: ReadSignal<Place>,
    /// The open ticket, as far as it is known.
    pub ticket: ReadSignal<Option<Arc<Ticket>>>,
    /// How far asking for it has come.
    pub opening: ReadSignal<Load>,
    /// Its conversation.
    pub conversation: ReadSignal<Conversation>,
    /// L3: how dates read, chosen by the customer.
    pub dates: ReadSignal<Dates>,
    write: StoredValue<Write>,
    state: StoredValue<State>,
    client: StoredValue<Client, LocalStorage>,
    tell: StoredValue<Tell, LocalStorage>,
    address: StoredValue<Address, LocalStorage>,
    home: StoredValue<Option<WeakOwner>>,
}

/// The write halves.
#[derive(Clone, Copy)]
struct Write {
    list: WriteSignal<ListHead>,
    session: WriteSignal<Session>,
    me: WriteSignal<Option<Arc<Me>>>,
    entry: WriteSignal<Load>,
    place: WriteSignal<Place>,
    ticket: WriteSignal<Option<Arc<Ticket>>>,
    opening: WriteSignal<Load>,
    conversation: WriteSignal<Conversation>,
    dates: WriteSignal<Dates>,
}

impl Desk {
    /// A desk for the views below the current owner, which is the widget's own.
    pub fn provide(settings: Settings, client: Client, dates: Dates, host: Host) -> Self {
        let state = State::new(settings.view, settings.ticket.clone());
        let (list, set_list) = signal(ListHead::of(&state.list));
        let (session, set_session) = signal(state.session);
        let (me, set_me) = signal(None);
        let (entry, set_entry) = signal(Load::Idle);
        let (place, set_place) = signal(state.place.clone());
        let (ticket, set_ticket) = signal(None);
        let (opening, set_opening) = signal(Load::Idle);
        let (conversation, set_conversation) = signal(Conversation::default());
        let (dates, set_dates) = signal(dates);
        let desk = Self {
            settings: StoredValue::new(settings),
            rows: Live::new(),
            list,
            session,
            me,
            entry,
            place,
            ticket,
            opening,
            conversation,
            dates,
            write: StoredValue::new(Write {
                list: set_list,
                session: set_session,
                me: set_me,
                entry: set_entry,
                place: set_place,
                ticket: set_ticket,
                opening: set_opening,
                conversation: set_conversation,
                dates: set_dates,
            }),
            state: StoredValue::new(state),
            client: StoredValue::new_local(client),
            tell: StoredValue::new_local(host.tell),
            address: StoredValue::new_local(host.address),
            home: StoredValue::new(Owner::current().map(|it| it.downgrade())),
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

    /// L3: dates as moments or as spans.
    pub fn show_dates(self, dates: Dates) {
        self.write.get_value().dates.set(dates);
    }

    /// More of the list.
    pub fn more(self) {
        self.commit(Event::MoreWanted);
    }

    /// Older messages.
    pub fn earlier(self) {
        self.commit(Event::EarlierWanted);
    }

    /// Reads everything on screen again.
    pub fn refresh(self) {
        self.commit(Event::Refreshed);
    }

    /// The session may be another one.
    pub fn session_changed(self) {
        forget_token();
        self.commit(Event::SessionChanged);
    }

    /// The customer leaves: nothing of them stays.
    pub fn sign_out(self) {
        forget_token();
        self.commit(Event::SignedOut);
    }

    /// Asks the host page for a session.
    pub fn sign_in(self) -> bool {
        self.tell(HostEvent::SignIn)
    }

    /// Where a link to a ticket leads: this page, with the ticket open.
    pub fn address_of(self, id: &TicketId) -> String {
        self.address.with_value(|it| it(id))
    }

    /// The number a person quotes, of a ticket that is known.
    pub fn display_id(self, id: &TicketId) -> Option<String> {
        self.state.with_value(|it| it.tickets.get(id).map(|it| it.display_id.clone()))
    }

    /// Tells the host page; `false` when it takes over.
    pub fn tell(self, event: HostEvent) -> bool {
        let tell = self.tell.get_value();
        tell(event)
    }

    /// Decides, shows, asks.
    fn commit(self, event: Event) {
        let trouble = match &event {
            Event::Failed(_, error) => Some(super::Trouble::of(error)),
            _ => None,
        };
        let mut asks = Vec::new();
        self.state.update_value(|state| asks = state.apply(event));
        self.show();
        if let Some(trouble) = trouble {
            self.tell(HostEvent::Error(trouble));
        }
        for ask in asks {
            let Some(home) = self.home.get_value().and_then(|it| it.upgrade()) else {
                return;
            };
            let client = self.client.get_value();
            // At home: a request belongs to the widget, not to the button that asked for it.
            home.with(|| {
                spawn_local_scoped_with_cancellation(async move {
                    let event = match client.ask(&ask).await {
                        Ok(answer) => Event::Answered(ask, answer),
                        Err(error) => Event::Failed(ask, error),
                    };
                    self.commit(event);
                });
            });
        }
    }

    /// Signals hear only of what changed.
    fn show(self) {
        let write = self.write.get_value();
        let was_attention = self.attention();
        self.state.with_value(|state| {
            let rows = state
                .list
                .rows
                .iter()
                .filter_map(|id| Some((id.clone(), state.tickets.get(id)?.clone())));
            self.rows.set(rows);
            set_if_changed(self.list, write.list, ListHead::of(&state.list));
            set_if_changed(self.me, write.me, state.me.clone());
            set_if_changed(self.entry, write.entry, state.entry);
            set_if_changed(self.ticket, write.ticket, state.open_ticket().cloned());
            set_if_changed(self.opening, write.opening, state.opening);
            set_if_changed(self.conversation, write.conversation, state.conversation.clone());
            set_if_changed(self.session, write.session, state.session);
            set_if_changed(self.place, write.place, state.place.clone());
        });
        let attention = self.attention();
        if let Some(count) = attention.filter(|_| attention != was_attention) {
            self.tell(HostEvent::Attention(count));
        }
    }

    fn attention(self) -> Option<u32> {
        self.me.with_untracked(|me| me.as_ref()?.attention.awaiting_customer)
    }
}

fn set_if_changed<T: PartialEq + Send + Sync + 'static>(
    read: ReadSignal<T>,
    write: WriteSignal<T>,
    value: T,
) {
    if read.with_untracked(|old| *old != value) {
        write.set(value);
    }
}
