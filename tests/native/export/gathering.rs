//! L11, T5: a file has every page, once and in order, whatever a desk does with its pages.

use deskpane::{
    api::{Ask, Cursor, MessagePage, TicketPage},
    domain::{
        Author, Message, MessageId, MessageKind, Role, Scope, Sort, SortKey, Ticket, TicketId, Time,
    },
    state::gather::{MOST, Messages, Rows},
};

use super::ticket;

fn first() -> Ask {
    let sort = Sort { key: SortKey::Id, descending: false };
    let scope = Scope::Organization("o-1".into());
    Ask::Tickets { scope, sort, limit: 100, after: None, find: None }
}

fn named(id: &str) -> Ticket {
    Ticket { id: TicketId::new(id), ..ticket(id, "Ink", "Ann") }
}

fn page(ids: &str, next: Option<&str>) -> TicketPage {
    TicketPage {
        tickets: ids.split(' ').filter(|it| !it.is_empty()).map(named).collect(),
        next: next.map(|it| Cursor(it.into())),
        ..TicketPage::default()
    }
}

/// What is in the file after these pages, and what is asked after the last of them.
fn rows(pages: Vec<TicketPage>) -> (String, Option<Ask>, deskpane::state::gather::Made) {
    let mut rows = Rows::new(first());
    let mut next = Some(rows.first());
    for page in pages {
        assert!(next.is_some(), "a page that nobody asked for");
        next = rows.take(page);
    }
    let (rows, made) = rows.end();
    let ids: Vec<&str> = rows.iter().map(|it| it.id.as_str()).collect();
    (ids.join(" "), next, made)
}

#[test]
fn a_list_is_read_to_its_end_in_its_order() {
    let (ids, next, made) = rows(vec![page("1 2", Some("a")), page("3", None)]);
    assert_eq!((ids.as_str(), next), ("1 2 3", None));
    assert_eq!((made.count, made.skipped, made.is_cut), (3, 0, false));
}

#[test]
fn each_page_is_asked_for_as_the_first_was() {
    let (_, next, _) = rows(vec![page("1 2", Some("a"))]);
    let Some(Ask::Tickets { scope, sort, limit, after, find }) = next else { panic!("{next:?}") };
    assert_eq!(Ask::Tickets { scope, sort, limit, after: None, find }, first());
    assert_eq!(after, Some(Cursor("a".into())));
}

#[test]
fn a_ticket_that_moved_between_two_pages_stands_once() {
    let (ids, ..) = rows(vec![page("1 2", Some("a")), page("2 3", None)]);
    assert_eq!(ids, "1 2 3");
}

#[test]
fn a_desk_that_repeats_itself_is_read_to_an_end() {
    let (ids, next, made) = rows(vec![page("1 2", Some("a")), page("1 2", Some("a"))]);
    assert_eq!((ids.as_str(), next, made.is_cut), ("1 2", None, false));
}

#[test]
fn what_could_not_be_read_is_counted_and_passed_by() {
    let unread = TicketPage { skipped: 2, ..page("", Some("b")) };
    let (ids, _, made) = rows(vec![page("1", Some("a")), unread, page("2", None)]);
    assert_eq!((ids.as_str(), made.skipped), ("1 2", 2));
}

#[test]
fn a_desk_that_does_not_sort_is_sorted_here() {
    let unsorted = |ids, next| TicketPage { unsorted: true, ..page(ids, next) };
    let (ids, ..) = rows(vec![unsorted("3 1", Some("a")), unsorted("2", None)]);
    assert_eq!(ids, "1 2 3");
}

#[test]
fn a_file_takes_so_many_and_says_that_there_are_more() {
    let many = |from: usize, to: usize, next| {
        let ids: Vec<String> = (from..to).map(|it| it.to_string()).collect();
        page(&ids.join(" "), next)
    };
    let (_, next, made) =
        rows(vec![many(0, MOST - 1, Some("a")), many(MOST - 1, MOST + 5, Some("b"))]);
    assert_eq!((made.count as usize, made.is_cut, next), (MOST, true, None));
    let (_, _, made) = rows(vec![many(0, MOST, None)]);
    assert_eq!((made.count as usize, made.is_cut), (MOST, false));
}

fn messages(ids: &str, earlier: Option<&str>) -> MessagePage {
    let message = |id: &str| Message {
        id: MessageId::new(id),
        kind: MessageKind::Message,
        author: Author { id: "7".into(), name: "Ann".into(), role: Role::Agent },
        channel: None,
        at: Time::from_millis(0.0),
        language: None,
        text: String::new(),
        html: None,
        attachments: Vec::new(),
        key: None,
    };
    MessagePage {
        messages: ids.split(' ').map(message).collect(),
        earlier: earlier.map(|it| Cursor(it.into())),
        skipped: 1,
    }
}

#[test]
fn a_conversation_is_read_from_its_newest_page_and_told_from_its_oldest() {
    let mut all = Messages::new(TicketId::new("9"));
    assert_eq!(all.first(), Ask::Messages { ticket: TicketId::new("9"), before: None });
    let next = all.take(messages("4 5", Some("a")));
    let before = Some(Cursor("a".into()));
    assert_eq!(next, Some(Ask::Messages { ticket: TicketId::new("9"), before }));
    assert!(all.take(messages("2 3 4", Some("b"))).is_some());
    assert_eq!(all.take(messages("1", None)), None);
    let (messages, made) = all.end();
    let ids: Vec<&str> = messages.iter().map(|it| it.id.as_str()).collect();
    assert_eq!((ids.join(" "), made.count, made.skipped), ("1 2 3 4 5".into(), 5, 3));
}

#[test]
fn a_conversation_that_repeats_itself_has_an_end() {
    let mut all = Messages::new(TicketId::new("9"));
    assert!(all.take(messages("4 5", Some("a"))).is_some());
    assert!(all.take(messages("4 5", Some("a"))).is_none());
}
