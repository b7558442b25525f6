//! What follows from what: a list of events, and after each a sketch of the state and what is asked.
//!
//! `In ann | list mine -updated: 1 2 + | ticket 2: 'Two', talk: a b` — who is there, the list and how
//! far it is loaded (`…` on its way, `+` there is more), the open ticket; behind `→` the asks.

mod customers;
mod finding;
mod life;
mod list;
mod news;
mod reading;
mod seen;
mod sketch;
mod ticket;
mod writing;

use deskpane::{
    api::{Answer, ApiError, Ask, Cursor, Failure, MessagePage, TicketPage},
    config::View,
    domain::{
        Author, Channel, Me, Message, MessageId, MessageKind, Person, Role, Scope, Sort, Status,
        StatusCategory, Ticket, TicketId, Time,
    },
    state::{Event, FIRST_PAGE, State},
};

/// A widget in the middle of something.
struct Journey(State);

impl Journey {
    /// The whole portal, on the list.
    fn new() -> Self {
        Self(State::new(View::Portal, None))
    }

    /// With a ticket that the host page names.
    fn at(view: View, ticket: &str) -> Self {
        Self(State::new(view, Some(TicketId::new(ticket))))
    }

    /// On the list, with Ann and three tickets.
    fn with_list() -> Self {
        let mut journey = Self::new();
        journey.go([Event::Started, me("ann"), page(&first(), "3 2 1", None)]);
        journey
    }

    /// As [`Self::with_list`], with ticket 2 open and its newest page there.
    fn with_ticket() -> Self {
        let mut journey = Self::with_list();
        let newest = talk("2", None, "c d", Some("before c"));
        journey.go([Event::Opened(TicketId::new("2")), opened("2"), newest]);
        journey
    }

    /// What looks through lists has come. Folding is the browser's; here small letters are enough.
    fn equip(&mut self) {
        self.0.equip(|it| it.to_lowercase());
    }

    fn go(&mut self, events: impl IntoIterator<Item = Event>) {
        for event in events {
            self.0.apply(event);
        }
    }

    /// One event, and what it comes to.
    #[track_caller]
    fn on(&mut self, event: Event, expected: &str) {
        let asks = self.0.apply(event);
        assert_eq!(sketch::sketch(&self.0, &asks), expected);
    }
}

/// The ask for a page of Ann's own list.
fn ask(scope: Scope, sort: Sort, after: Option<&str>) -> Ask {
    let limit = if after.is_some() { 50 } else { FIRST_PAGE };
    Ask::Tickets { scope, sort, limit, after: after.map(|it| Cursor(it.into())), find: None }
}

/// The first ask of all.
fn first() -> Ask {
    ask(Scope::Mine, Sort::default(), None)
}

fn me(name: &str) -> Event {
    me_with(name, Me::default())
}

fn me_with(name: &str, me: Me) -> Event {
    let user = Person { id: name.into(), name: name.into() };
    Event::Answered(Ask::Me, Answer::Me(Box::new(Me { user, ..me })))
}

/// A page that holds the tickets `ids`.
fn page(ask: &Ask, ids: &str, next: Option<&str>) -> Event {
    answered(ask, TicketPage { tickets: tickets(ids), next: cursor(next), ..TicketPage::default() })
}

fn answered(ask: &Ask, page: TicketPage) -> Event {
    Event::Answered(ask.clone(), Answer::Tickets(page))
}

fn opened(id: &str) -> Event {
    Event::Answered(Ask::Ticket(TicketId::new(id)), Answer::Ticket(Box::new(ticket(id))))
}

/// A page of ticket `id`'s conversation.
fn talk(id: &str, before: Option<&str>, messages: &str, earlier: Option<&str>) -> Event {
    let ask = Ask::Messages { ticket: TicketId::new(id), before: cursor(before) };
    let messages = messages.split(' ').filter(|it| !it.is_empty()).map(message).collect();
    let page = MessagePage { messages, earlier: cursor(earlier), skipped: 0 };
    Event::Answered(ask, Answer::Messages(page))
}

fn failed(ask: &Ask, failure: Failure) -> Event {
    Event::Failed(ask.clone(), ApiError::new(failure, "a test's"))
}

fn cursor(at: Option<&str>) -> Option<Cursor> {
    at.map(|it| Cursor(it.into()))
}

fn tickets(ids: &str) -> Vec<Ticket> {
    ids.split(' ').filter(|it| !it.is_empty()).map(ticket).collect()
}

/// Numbered tickets: the higher the number, the later it moved.
fn ticket(id: &str) -> Ticket {
    let at = Time::from_millis(id.parse().unwrap_or_default());
    Ticket {
        id: TicketId::new(id),
        display_id: format!("#{id}"),
        subject: format!("Subject {id}"),
        language: None,
        product: None,
        channel: Channel::Email,
        thread: Default::default(),
        status: Status { category: StatusCategory::Open, label: String::new() },
        waiting_on: None,
        resolution: None,
        reminders_sent: 0,
        auto_resolve_at: None,
        escalated: false,
        priority: None,
        created_at: at,
        updated_at: at,
        requester: Person::default(),
        participants: Vec::new(),
        assignee: None,
        organization: None,
        unread: None,
        is_new: false,
        last_read: None,
        escalation: None,
        conference: None,
        resources: Vec::new(),
        fields: Vec::new(),
        related: Vec::new(),
        proxy_access: None,
        rating: None,
        actions: Default::default(),
    }
}

fn message(id: &str) -> Message {
    Message {
        id: MessageId::new(id),
        kind: MessageKind::Message,
        author: Author { id: String::new(), name: String::new(), role: Role::Agent },
        channel: None,
        at: Time::from_millis(0.0),
        language: None,
        text: String::new(),
        html: None,
        attachments: Vec::new(),
        key: None,
    }
}
