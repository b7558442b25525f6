//! A letter, from the press of a button until it stands in the conversation (R6, R7).
//!
//! `sending | keep k1?, send k1` — how far the letter is, and what is done: `?` where it may have
//! arrived.

use deskpane::{
    api::{Answer, ApiError, Failure, Refusal, Why},
    domain::{File, TicketId, Time},
    state::writing::{Enclosed, Happened, Letter, Outbox, Progress, Todo},
};

use super::ticket;

fn letter(key: &str, files: usize) -> Letter {
    let file = File { name: "a.txt".into(), media_type: "text/plain".into(), bytes: vec![1] };
    let enclosed = Enclosed { file: file.into(), token: None };
    Letter {
        key: key.into(),
        ticket: TicketId::new("1"),
        text: "Hello".into(),
        html: None,
        files: vec![enclosed; files],
        at: Time::from_millis(0.0),
        is_unsure: false,
    }
}

fn outbox(knows_keys: bool) -> Outbox {
    Outbox { knows_keys, ..Outbox::default() }
}

fn failed(failure: Failure) -> Result<Answer, Refusal> {
    Err(ApiError::new(failure, "").into())
}

fn pressed() -> Happened {
    Happened::Pressed(letter("k", 0))
}

fn replied(failure: Failure) -> Happened {
    Happened::Replied("k".into(), failed(failure))
}

fn arrived() -> Happened {
    Happened::Replied("k".into(), Ok(Answer::Ticket(Box::new(ticket("1")))))
}

fn sketch(outbox: &Outbox, todo: &[Todo]) -> String {
    let mark = |it: &Letter| format!("{}{}", it.key, if it.is_unsure { "?" } else { "" });
    let posts = outbox.posts.iter().map(|it| match &it.progress {
        Progress::Sending => "sending".to_owned(),
        Progress::Waiting => "waiting".to_owned(),
        Progress::Again(it) => format!("again after {:?}", it.failure),
        Progress::Failed(it) => format!("failed {:?}", it.failure()),
        Progress::Unsure => "unsure".to_owned(),
        Progress::Sent => "sent".to_owned(),
    });
    let todo = todo.iter().map(|it| match it {
        Todo::Keep(it) => format!("keep {}", mark(it)),
        Todo::Forget(key) => format!("forget {key}"),
        Todo::Upload(key, _, at, _) => format!("upload {key}.{at}"),
        Todo::Send(it) => format!("send {}", mark(it)),
        Todo::Look(it) => format!("look {}", mark(it)),
        Todo::Wait(key, millis) => format!("wait {key} {millis}"),
        Todo::Changed(id, now) => {
            format!("changed {}{}", id.as_str(), if now.is_some() { "" } else { " unseen" })
        }
    });
    let (posts, todo): (Vec<_>, Vec<_>) = (posts.collect(), todo.collect());
    format!("{} | {}", posts.join(", "), todo.join(", "))
}

#[track_caller]
fn check(mut outbox: Outbox, steps: Vec<(Happened, &str)>) {
    for (happened, expected) in steps {
        let said = format!("{happened:?}");
        let todo = outbox.apply(happened);
        assert_eq!(sketch(&outbox, &todo), expected, "after {said}");
    }
}

#[test]
fn a_letter_is_kept_before_it_goes_and_forgotten_when_it_is_there() {
    check(
        outbox(true),
        vec![
            (pressed(), "sending | keep k, keep k?, send k?"),
            (arrived(), "sent | forget k, changed 1"),
            (Happened::Arrived("k".into()), " | forget k"),
        ],
    );
}

#[test]
fn files_go_ahead_one_by_one_and_are_not_sent_again() {
    let took = |at| Happened::Uploaded("k".into(), at, Ok(Some("t".into())));
    let broke = Happened::Uploaded("k".into(), 1, Err(ApiError::new(Failure::Broken, "").into()));
    check(
        outbox(true),
        vec![
            (Happened::Pressed(letter("k", 2)), "sending | keep k, upload k.0"),
            (took(0), "sending | keep k, upload k.1"),
            (broke, "again after Broken | keep k, wait k 1000"),
            (Happened::Due("k".into()), "sending | upload k.1"),
            (took(1), "sending | keep k, keep k?, send k?"),
        ],
    );
}

#[test]
fn a_desk_that_knows_keys_gets_the_same_send_again() {
    check(
        outbox(true),
        vec![
            (pressed(), "sending | keep k, keep k?, send k?"),
            (replied(Failure::TimedOut), "again after TimedOut | keep k?, wait k 1000"),
            (Happened::Due("k".into()), "sending | keep k?, send k?"),
            (arrived(), "sent | forget k, changed 1"),
        ],
    );
}

#[test]
fn a_desk_that_knows_no_keys_is_read_before_anything_goes_again() {
    let looked = |it| Happened::Looked("k".into(), it);
    let start = || {
        vec![
            (pressed(), "sending | keep k, keep k?, send k?"),
            (replied(Failure::Offline), "again after Offline | keep k?, wait k 1000"),
            (Happened::Due("k".into()), "sending | look k?"),
        ]
    };
    let mut found = start();
    found.push((looked(Ok(true)), "sent | forget k, changed 1 unseen"));
    check(outbox(false), found);
    let mut absent = start();
    absent.push((looked(Ok(false)), "sending | keep k, keep k?, send k?"));
    check(outbox(false), absent);
    let mut unreadable = start();
    let error = ApiError::new(Failure::Unreadable, "");
    unreadable.push((looked(Err(error)), "unsure | "));
    unreadable.push((Happened::AgainWanted("k".into()), "sending | keep k?, send k?"));
    check(outbox(false), unreadable);
}

/// The desk may still be busy with it: that it is not there yet does not mean that it will not be.
#[test]
fn what_took_too_long_is_looked_for_again_and_never_sent_again_by_itself() {
    let mut steps = vec![
        (pressed(), "sending | keep k, keep k?, send k?"),
        (replied(Failure::TimedOut), "again after TimedOut | keep k?, wait k 1000"),
    ];
    for next in [
        "again after TimedOut | wait k 4000",
        "again after TimedOut | wait k 15000",
        "again after TimedOut | wait k 60000",
        "unsure | ",
    ] {
        steps.push((Happened::Due("k".into()), "sending | look k?"));
        steps.push((Happened::Looked("k".into(), Ok(false)), next));
    }
    steps.push((Happened::AgainWanted("k".into()), "sending | keep k?, send k?"));
    check(outbox(false), steps);
}

#[test]
fn who_cannot_wait_does_not_send_twice_what_took_too_long() {
    check(
        outbox(false),
        vec![
            (pressed(), "sending | keep k, keep k?, send k?"),
            (replied(Failure::TimedOut), "again after TimedOut | keep k?, wait k 1000"),
            (Happened::AgainWanted("k".into()), "sending | look k?"),
            (Happened::Looked("k".into(), Ok(false)), "again after TimedOut | wait k 1000"),
        ],
    );
}

#[test]
fn what_is_held_back_at_the_last_moment_goes_once_it_is_known_whose_session_it_is() {
    check(
        outbox(false),
        vec![
            (pressed(), "sending | keep k, keep k?, send k?"),
            (Happened::Held("k".into()), "waiting | keep k"),
            (Happened::Back, "sending | keep k?, send k?"),
        ],
    );
}

#[test]
fn a_look_that_fails_for_a_moment_decides_nothing() {
    let busy = ApiError::new(Failure::Busy, "").after(Some(30.0));
    check(
        outbox(false),
        vec![
            (
                Happened::Found(vec![Letter { is_unsure: true, ..letter("k", 0) }]),
                "sending | look k?",
            ),
            (Happened::Looked("k".into(), Err(busy)), "again after Busy | wait k 30000"),
            (Happened::Due("k".into()), "sending | look k?"),
        ],
    );
}

#[test]
fn without_a_connection_it_waits_for_ever_and_goes_at_once_when_there_is_one() {
    let mut box_ = outbox(true);
    box_.apply(pressed());
    for expected in [1_000, 4_000, 15_000, 60_000, 60_000] {
        let todo = box_.apply(replied(Failure::Offline));
        assert_eq!(todo.last(), Some(&Todo::Wait("k".into(), expected)));
    }
    let todo = box_.apply(Happened::Back);
    assert_eq!(sketch(&box_, &todo), "sending | keep k?, send k?");
}

#[test]
fn a_session_that_ends_keeps_it_until_there_is_one_again() {
    check(
        outbox(true),
        vec![
            (pressed(), "sending | keep k, keep k?, send k?"),
            (replied(Failure::SignedOut), "waiting | keep k"),
            (Happened::Back, "sending | keep k?, send k?"),
        ],
    );
}

#[test]
fn a_desk_that_says_no_is_not_asked_again_by_itself() {
    check(
        outbox(true),
        vec![
            (pressed(), "sending | keep k, keep k?, send k?"),
            (replied(Failure::Refused), "failed Refused | keep k"),
            (Happened::Back, "failed Refused | "),
            (Happened::AgainWanted("k".into()), "sending | keep k?, send k?"),
            (replied(Failure::Forbidden), "failed Forbidden | keep k"),
            (Happened::TakenBack("k".into()), " | forget k"),
        ],
    );
}

#[test]
fn what_stays_broken_is_told_in_the_end() {
    let mut outbox = outbox(true);
    outbox.apply(pressed());
    let mut last = Vec::new();
    for _ in 0..5 {
        last = outbox.apply(replied(Failure::Broken));
    }
    assert_eq!(sketch(&outbox, &last), "failed Broken | keep k?");
}

#[test]
fn letters_of_an_earlier_page_go_on_once() {
    let found = || Happened::Found(vec![letter("k", 0)]);
    check(outbox(true), vec![(found(), "sending | keep k?, send k?"), (found(), "sending | ")]);
}

fn refused(why: Why) -> Refusal {
    Refusal { error: ApiError::new(Failure::Refused, ""), why, said: None }
}

#[test]
fn a_ticket_that_changed_meanwhile_is_read_again_and_the_letter_kept() {
    let changed = || Happened::Replied("k".into(), Err(refused(Why::Changed)));
    check(
        outbox(true),
        vec![
            (pressed(), "sending | keep k, keep k?, send k?"),
            (changed(), "failed Refused | changed 1 unseen, keep k"),
            (Happened::Back, "failed Refused | "),
            (Happened::AgainWanted("k".into()), "sending | keep k?, send k?"),
        ],
    );
}

#[test]
fn files_that_a_desk_has_are_sent_again_only_when_it_may_have_forgotten_them() {
    let took = || Happened::Uploaded("k".into(), 0, Ok(Some("t".into())));
    for (why, expected) in
        [(Why::Part, "sending | upload k.0"), (Why::Changed, "sending | keep k?, send k?")]
    {
        let mut outbox = outbox(true);
        outbox.apply(Happened::Pressed(letter("k", 1)));
        outbox.apply(took());
        outbox.apply(Happened::Replied("k".into(), Err(refused(why))));
        let todo = outbox.apply(Happened::AgainWanted("k".into()));
        assert_eq!(sketch(&outbox, &todo), expected, "{why:?}");
    }
}

#[test]
fn nothing_goes_out_while_the_session_may_be_another_ones() {
    let mut held = Outbox { is_held: true, ..outbox(true) };
    let todo = held.apply(pressed());
    assert_eq!(sketch(&held, &todo), "waiting | keep k");
    held.is_held = false;
    check(held, vec![(Happened::Back, "sending | keep k?, send k?")]);
}

#[test]
fn what_a_desk_says_of_a_try_it_says_of_no_earlier_one() {
    let again = || Happened::Due("k".into());
    check(
        outbox(true),
        vec![
            (pressed(), "sending | keep k, keep k?, send k?"),
            (replied(Failure::Broken), "again after Broken | keep k?, wait k 1000"),
            (again(), "sending | keep k?, send k?"),
            (replied(Failure::Busy), "again after Busy | keep k?, wait k 4000"),
            (again(), "sending | keep k?, send k?"),
            (replied(Failure::Forbidden), "unsure | keep k?"),
            (Happened::AgainWanted("k".into()), "sending | keep k?, send k?"),
            (replied(Failure::Forbidden), "failed Forbidden | keep k"),
        ],
    );
}

#[test]
fn what_is_on_its_way_is_not_sent_beside_itself() {
    check(
        outbox(true),
        vec![
            (pressed(), "sending | keep k, keep k?, send k?"),
            (Happened::Due("k".into()), "sending | "),
            (Happened::AgainWanted("k".into()), "sending | "),
            (Happened::Back, "sending | "),
        ],
    );
}
