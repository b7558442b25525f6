//! What we know now, and what follows from it.
//!
//! [`State::apply`] takes what happened and gives back what to ask. It cannot fail, needs no
//! browser, and is where every decision is. [`desk`] is the one file where signals, futures and
//! decisions meet.

pub mod deeds;
pub mod desk;
mod finding;
pub mod gather;
mod heard;
mod list;
mod load;
pub mod pace;
mod place;
mod seen;
mod thread;
mod tickets;
pub mod writing;

use list::Looks;

pub use crate::api::{Failure, Part, Refusal, Said, Why};
pub use finding::Fold;
pub use heard::{Fresh, News, Taken};
pub use list::{FIRST_PAGE, List};
pub use load::{Load, Trouble};
pub use place::Place;
pub use seen::Seen;
pub use thread::{Conversation, Seek};
pub use tickets::Tickets;

use std::{ops::Range, sync::Arc};

use crate::{
    api::{Answer, ApiError, Ask},
    config::{Dates, View},
    domain::{Me, Scope, Sort, SortKey, Ticket, TicketId},
};

/// Whether the desk knows who is there (A4).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Session {
    /// Not asked yet.
    #[default]
    Unknown,
    /// It does, and [`State::me`] is who that is.
    In,
    /// It does not: nothing is shown, nothing is forgotten.
    Out,
}

/// What happened.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// The widget stands in the page.
    Started,
    /// The desk answered.
    Answered(Ask, Answer),
    /// It did not, or not well.
    Failed(Ask, ApiError),
    /// L8: another list was chosen.
    ScopeChosen(Scope),
    /// L4: a column's head was pressed.
    SortPressed(SortKey),
    /// L9: these places of the list are in view, or about to be.
    Looked(Range<u32>),
    /// A ticket was opened.
    Opened(TicketId),
    /// Back to the list.
    WentBack,
    /// Older messages are wanted.
    EarlierWanted,
    /// L3: dates are wanted the other way.
    DatesChosen(Dates),
    /// The first screen stands before the customer's eyes.
    Painted,
    /// Everything on screen is to be read again.
    Refreshed,
    /// The customer changed a ticket; how it is now, where that is known.
    Changed(TicketId, Option<Box<Ticket>>),
    /// The desk does not know the customer any more.
    SessionLost,
    /// The host page says that the session may be another one.
    SessionChanged,
    /// The host page says that the customer left (A4).
    SignedOut,
}

/// Everything the widget knows.
#[derive(Clone, Debug, Default)]
pub struct State {
    /// Which part of Deskpane this is.
    pub view: View,
    /// Whether the desk knows who is there.
    pub session: Session,
    /// Who is there.
    pub me: Option<Arc<Me>>,
    /// How far asking for [`Self::me`] has come.
    pub entry: Load,
    /// Which screen.
    pub place: Place,
    /// A person has moved between screens: until then nothing takes the focus.
    pub has_moved: bool,
    /// The first screen has what it shows, or why there is nothing: until then the loader's skeleton
    /// stands there, and views would be made for nobody to see.
    pub is_up: bool,
    /// It was painted: until then what stands around the rows waits, for it costs as much as they do.
    pub is_painted: bool,
    /// The list.
    pub list: List,
    /// Every ticket known, once.
    pub tickets: Arc<Tickets>,
    /// How far asking for the open ticket has come.
    pub opening: Load,
    /// The open ticket's conversation.
    pub conversation: Conversation,
    /// L3: how dates read.
    pub dates: Dates,
    /// Counts sessions. What was asked in an earlier one is answered to nobody: it may be another
    /// customer's (A4).
    pub turn: u32,
    /// The session may be another one: nothing is asked for before it is known whose.
    is_changing: bool,
    /// The ticket the host page named.
    named: Option<TicketId>,
    /// L5, L6: whether search and filters show.
    pub is_finding: bool,
    /// How far what looks through lists has come.
    pub finding: Load,
    /// How far what shows a ticket has come.
    pub chunk: Load,
    /// What looks through lists, once it is here.
    looks: Option<Looks>,
}

impl State {
    /// The state of a widget that has not asked for anything.
    pub fn new(view: View, ticket: Option<TicketId>) -> Self {
        let place = ticket.clone().map_or(Place::List { back_from: None }, Place::Ticket);
        Self { view, place, named: ticket, ..Self::default() }
    }

    /// Nothing of the last customer but how this browser likes dates. A view of one ticket stays
    /// with it: that is the page's choice, and the desk's to refuse.
    fn anew(&self) -> Self {
        let is_fixed = matches!(self.view, View::Ticket | View::Escalation);
        let ticket = self.named.clone().filter(|_| is_fixed);
        Self {
            dates: self.dates,
            turn: self.turn + 1,
            is_up: self.is_up,
            is_painted: self.is_painted,
            finding: self.finding,
            chunk: self.chunk,
            looks: self.looks,
            ..Self::new(self.view, ticket)
        }
    }

    /// The open ticket, as far as it is known.
    pub fn open_ticket(&self) -> Option<&Arc<Ticket>> {
        self.place.ticket().and_then(|id| self.tickets.get(id))
    }

    /// Decides what follows from `event`, and what to ask for.
    pub fn apply(&mut self, event: Event) -> Vec<Ask> {
        let asks = self.follow(event);
        self.is_up |= match (self.session, &self.place) {
            (Session::Out, _) => true,
            (Session::Unknown, _) => self.entry.is_settled(),
            // Its own chunk has to come first.
            (Session::In, Place::Ticket(_)) => true,
            (Session::In, Place::List { .. }) => self.list.load.is_settled() || self.has_no_list(),
        };
        asks
    }

    /// Whether what is asked now is asked in the name of [`Self::me`] (A4).
    pub fn is_settled(&self) -> bool {
        self.session == Session::In && !self.is_changing
    }

    /// A5: whether this customer has no list at all.
    pub fn has_no_list(&self) -> bool {
        self.me.as_ref().is_some_and(|it| it.history.unavailable.is_some())
    }

    fn follow(&mut self, event: Event) -> Vec<Ask> {
        match event {
            Event::Started => {
                self.entry = Load::Waiting;
                let mut asks = vec![Ask::Me];
                // Out, or perhaps another: the rest is asked once it is known who is there.
                if self.session != Session::Out && !self.is_changing {
                    asks.extend(self.ask_for_place());
                }
                asks
            }
            Event::Answered(ask, answer) => self.answered(ask, answer),
            Event::Failed(ask, error) => {
                self.failed(&ask, &error);
                Vec::new()
            }
            Event::ScopeChosen(scope) => {
                if self.list.scope == scope {
                    return Vec::new();
                }
                self.list = self.list.of(scope, self.list.sort);
                self.list.ask_first().into_iter().collect()
            }
            Event::SortPressed(key) => {
                self.list.sort = self.list.sort.pressed(key);
                self.list.is_ranked = false;
                self.list.ask_first().into_iter().collect()
            }
            Event::Looked(places) => self.list.ask_for(places).into_iter().collect(),
            Event::Opened(id) => {
                self.has_moved = true;
                self.place = Place::Ticket(id);
                self.opening = Load::Idle;
                self.conversation = Conversation::default();
                self.ask_for_place()
            }
            Event::WentBack => {
                self.has_moved = true;
                self.place = Place::List { back_from: self.place.ticket().cloned() };
                // What is there shows at once; it is read again only if it never was.
                if self.list.load == Load::Idle { self.ask_for_place() } else { Vec::new() }
            }
            Event::EarlierWanted => match self.place.ticket() {
                Some(id) => self.conversation.ask_earlier(id).into_iter().collect(),
                None => Vec::new(),
            },
            Event::DatesChosen(dates) => {
                self.dates = dates;
                Vec::new()
            }
            Event::Painted => {
                self.is_painted = true;
                Vec::new()
            }
            Event::Refreshed => self.follow(Event::Started),
            Event::Changed(id, now) => self.changed(id, now),
            Event::SessionLost => {
                self.session = Session::Out;
                Vec::new()
            }
            Event::SessionChanged => {
                self.turn += 1;
                self.list.give_up();
                self.conversation.give_up();
                self.entry = Load::Waiting;
                self.is_changing = true;
                vec![Ask::Me]
            }
            Event::SignedOut => {
                *self = Self { session: Session::Out, ..self.anew() };
                Vec::new()
            }
        }
    }

    /// What the present screen needs.
    fn ask_for_place(&mut self) -> Vec<Ask> {
        match &self.place {
            Place::List { .. } => self.list.ask_first().into_iter().collect(),
            Place::Ticket(id) => {
                self.opening = Load::Waiting;
                let mut asks = vec![Ask::Ticket(id.clone())];
                if self.view != View::Escalation {
                    asks.extend(self.conversation.ask_newest(id));
                }
                asks
            }
        }
    }

    fn answered(&mut self, ask: Ask, answer: Answer) -> Vec<Ask> {
        match answer {
            Answer::Me(me) => return self.entered(*me),
            Answer::Tickets(mut page) => {
                if self.list.take(&ask, &mut page) {
                    Arc::make_mut(&mut self.tickets).add(page.tickets);
                    self.tidy_list();
                }
            }
            Answer::Ticket(ticket) => {
                // By the id it was asked for: a desk may know one ticket by two names.
                if let Some(id) = self.place.ticket().filter(|it| ask == Ask::Ticket((*it).clone()))
                {
                    self.opening = Load::Done;
                    Arc::make_mut(&mut self.tickets).insert(id.clone(), Arc::new(*ticket));
                }
            }
            Answer::Messages(page) => {
                if self.place.ticket().is_some() {
                    return self.conversation.take(&ask, page).into_iter().collect();
                }
            }
            // Files go to who asked for them; what is written is read again.
            Answer::File(_) | Answer::FileElsewhere(_) | Answer::Taken(_) | Answer::Accepted => {}
        }
        Vec::new()
    }

    /// What follows from a list that is not what it was, if something looks through it.
    fn tidy_list(&mut self) {
        if let Some(looks) = self.looks {
            (looks.tidy)(self);
        }
    }

    /// What stands on screen of a ticket is read again; whether others need a reply, too.
    fn changed(&mut self, id: TicketId, now: Option<Box<Ticket>>) -> Vec<Ask> {
        let is_open = self.place.ticket() == Some(&id);
        let mut asks = vec![Ask::Me];
        if is_open {
            asks.extend(self.conversation.ask_newest(&id));
        }
        match now {
            Some(ticket) => {
                let is_new =
                    Arc::make_mut(&mut self.tickets).insert(id, Arc::new(*ticket)).is_none();
                // A new one has its place in the list, where that is known already.
                if is_new && self.list.load != Load::Idle {
                    asks.extend(self.list.ask_first());
                }
            }
            None if is_open => {
                self.opening = Load::Waiting;
                asks.push(Ask::Ticket(id));
            }
            None => {}
        }
        asks
    }

    /// A4: the same customer goes on where they were; of another one's nothing stays.
    fn entered(&mut self, me: Me) -> Vec<Ask> {
        let is_other = self.me.as_ref().is_some_and(|known| known.user.id != me.user.id);
        let was_waiting = self.session == Session::Out || self.is_changing;
        self.is_changing = false;
        if is_other {
            *self = self.anew();
        }
        self.session = Session::In;
        self.entry = Load::Done;
        let scopes = &me.can.scopes;
        let has_scope = scopes.is_empty() || scopes.contains(&self.list.scope);
        if !has_scope {
            self.list = List::new(scopes[0].clone(), Sort::default());
        }
        self.me = Some(Arc::new(me));
        self.tidy_list();
        let is_list_anew = !has_scope && self.place.ticket().is_none();
        if is_other || was_waiting || is_list_anew { self.ask_for_place() } else { Vec::new() }
    }

    fn failed(&mut self, ask: &Ask, error: &ApiError) {
        if error.failure() == Failure::SignedOut {
            self.session = Session::Out;
        }
        let mut trouble = Trouble::of(error);
        if trouble.failure == Failure::NotFound && matches!(ask, Ask::Me | Ask::Tickets { .. }) {
            // No ticket was asked for by its ID: there is none to check.
            trouble.failure = Failure::Refused;
        }
        let failed = Load::Failed(trouble);
        match ask {
            Ask::Me => self.entry = failed,
            Ask::Tickets { .. } => self.list.fail(ask, failed),
            // One that came since is there all the same.
            Ask::Ticket(id) if self.place.ticket() == Some(id) && self.opening == Load::Waiting => {
                self.opening = failed;
            }
            Ask::Messages { ticket, .. } if self.place.ticket() == Some(ticket) => {
                self.conversation.fail(ask, failed);
            }
            Ask::Ticket(_) | Ask::Messages { .. } | Ask::File(_) => {}
        }
    }
}
