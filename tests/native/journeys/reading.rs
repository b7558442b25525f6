//! What is new in a conversation, what the desk is told of reading it, and links into it (L7, T2).

use deskpane::{
    domain::{Message, MessageId, MessageKind, Ticket, TicketId, first_new, to_mark},
    state::{Event, Seek},
};

use super::{Journey, message, talk, ticket};

/// Messages `a b c`; a capital is the customer's own, one in brackets an event.
fn messages(names: &str) -> Vec<std::sync::Arc<Message>> {
    let made = |name: &str| {
        let mut it = message(name.trim_matches(['(', ')']));
        if name.starts_with('(') {
            it.kind = MessageKind::Event;
        }
        it.author.id = if name.starts_with(char::is_uppercase) { "ann" } else { "desk" }.into();
        std::sync::Arc::new(it)
    };
    names.split_whitespace().map(made).collect()
}

fn read(last_read: Option<&str>, unread: Option<bool>) -> Ticket {
    Ticket { last_read: last_read.map(MessageId::new), unread, ..ticket("2") }
}

#[track_caller]
fn check_new(names: &str, has_earlier: bool, ticket: &Ticket, expected: &str) {
    let messages = messages(names);
    let first = first_new(&messages, has_earlier, ticket, "ann").map_or("", MessageId::as_str);
    assert_eq!(first, expected, "{names}");
}

#[test]
fn what_is_new_begins_behind_what_was_read_or_said() {
    check_new("a b c", false, &read(Some("b"), Some(true)), "c");
    check_new("a B c d", false, &read(Some("a"), Some(true)), "c");
    check_new("a B c d", false, &read(None, Some(true)), "c");
    check_new("a b c", false, &read(Some("b"), None), "c");
    // Read long ago: all that is here, and perhaps more, is new.
    check_new("a b c", true, &read(Some("z"), Some(true)), "a");
}

#[test]
fn where_nothing_or_everything_is_new_there_is_no_line() {
    check_new("a b c", false, &read(Some("b"), Some(false)), "");
    check_new("a b c", false, &read(Some("c"), Some(true)), "");
    check_new("a b c", false, &read(None, Some(true)), "");
    check_new("a b (c)", false, &read(Some("b"), Some(true)), "");
    check_new("", false, &read(Some("b"), Some(true)), "");
    // The desk does not keep it.
    check_new("a B c", false, &read(None, None), "");
}

#[test]
fn the_desk_is_told_what_it_does_not_know_and_only_where_it_keeps_it() {
    for (last_read, unread, expected) in [
        (Some("b"), Some(true), "c"),
        (Some("b"), None, "c"),
        (None, Some(true), "c"),
        (Some("c"), Some(false), ""),
        (None, Some(false), ""),
        (None, None, ""),
    ] {
        let messages = messages("a b c");
        let found = to_mark(&messages, &read(last_read, unread)).map_or("", MessageId::as_str);
        assert_eq!(found, expected, "{last_read:?} {unread:?}");
    }
}

#[test]
fn what_the_desk_took_shows_in_the_list() {
    let mut journey = Journey::with_ticket();
    let id = TicketId::new("2");
    let state = &mut journey.0;
    std::sync::Arc::make_mut(&mut state.tickets)
        .insert(id.clone(), std::sync::Arc::new(read(None, Some(true))));
    state.note_read(&id, MessageId::new("d"));
    let ticket = state.open_ticket().map(|it| (it.unread, it.last_read.clone()));
    assert_eq!(ticket, Some((Some(false), Some(MessageId::new("d")))));
    // A desk that does not say what is unread is not made to.
    std::sync::Arc::make_mut(&mut state.tickets)
        .insert(id.clone(), std::sync::Arc::new(read(Some("c"), None)));
    state.note_read(&id, MessageId::new("d"));
    assert_eq!(state.open_ticket().map(|it| it.unread), Some(None));
}

#[test]
fn a_message_is_looked_for_page_by_page_and_not_for_ever() {
    let mut journey = Journey::with_ticket();
    let seek = |journey: &Journey, id: &str, pages| {
        journey.0.conversation.seek(&MessageId::new(id), pages)
    };
    assert_eq!(seek(&journey, "d", 0), Seek::Found);
    assert_eq!(seek(&journey, "a", 0), Seek::Earlier);
    assert_eq!(seek(&journey, "a", 9), Seek::Earlier);
    assert_eq!(seek(&journey, "a", 10), Seek::Gone);
    journey.go([Event::EarlierWanted]);
    assert_eq!(seek(&journey, "a", 1), Seek::Wait);
    journey.go([talk("2", Some("before c"), "a b", None)]);
    assert_eq!(seek(&journey, "a", 1), Seek::Found);
    assert_eq!(seek(&journey, "z", 1), Seek::Gone);
}
