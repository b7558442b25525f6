//! What a customer does with a ticket as a whole: what is offered, and a deed from the press of a button
//! until the desk has said yes or no (C1–C3, E4, X1).
//!
//! `close 1 held | wait 1` — what is not done yet, and what is to do: the numbers are those of the deeds.

use deskpane::{
    api::{ApiError, Command, Failure, Score},
    domain::{
        Action, Actions, Again, ClosedPolicy, Denial, Feedback, Next, Offer, Policy, ProxyAccess,
        Rating, Reason, StatusCategory, Ticket, TicketId, Time,
    },
    state::deeds::{Deeds, Happened, Kind, Progress, Todo},
};

use super::ticket;

fn id() -> TicketId {
    TicketId::new("1")
}

fn is(category: StatusCategory, actions: Actions) -> Ticket {
    let mut ticket = ticket("1");
    ticket.status.category = category;
    Ticket { actions, ..ticket }
}

fn seen(category: StatusCategory) -> Happened {
    Happened::Seen(id(), Box::new(is(category, Actions::default())))
}

fn pressed() -> Happened {
    Happened::Pressed(Command::Close(id()))
}

fn no(number: u32, failure: Failure) -> Happened {
    Happened::Answered(number, Err(ApiError::new(failure, "")))
}

fn word(command: &Command) -> String {
    format!("{:?}", Kind::of(command).unwrap()).to_lowercase()
}

fn sketch(deeds: &Deeds, todo: &[Todo]) -> String {
    let kinds = [Kind::Close, Kind::Reopen, Kind::Rate, Kind::Verify, Kind::Access, Kind::FollowUp];
    let known = kinds.iter().filter_map(|it| deeds.find(&id(), *it)).map(|it| {
        let progress = match it.progress {
            Progress::Held => "held".to_owned(),
            Progress::Sending => "sending".to_owned(),
            Progress::Failed(it) => format!("failed {:?}", it.failure),
        };
        format!("{} {progress}", word(&it.command))
    });
    let todo = todo.iter().map(|it| match it {
        Todo::Wait(number, millis) => format!("wait {number} {millis}"),
        Todo::Send(number, it) => format!("send {number} {}", word(it)),
        Todo::Look(it) => format!("look {}", it.as_str()),
        Todo::TellClosed(it) => format!("tell {}", it.as_str()),
    });
    let (known, todo): (Vec<_>, Vec<_>) = (known.collect(), todo.collect());
    format!("{} | {}", known.join(", "), todo.join(", "))
}

#[track_caller]
fn check(steps: Vec<(Happened, &str)>) {
    let mut deeds = Deeds::default();
    for (happened, expected) in steps {
        let said = format!("{happened:?}");
        let todo = deeds.apply(happened);
        assert_eq!(sketch(&deeds, &todo), expected, "after {said}");
    }
}

#[test]
fn closing_waits_five_seconds_and_goes_once() {
    check(vec![
        (pressed(), "close held | wait 1 5000"),
        (pressed(), "close held | "),
        (Happened::Due(1), "close sending | send 1 close"),
        (Happened::Due(1), "close sending | "),
        (Happened::Leaving, "close sending | "),
        (pressed(), "close sending | "),
        (Happened::Answered(1, Ok(())), " | tell 1"),
        (Happened::Answered(1, Ok(())), " | "),
    ]);
}

#[test]
fn what_was_undone_is_never_sent() {
    check(vec![
        (pressed(), "close held | wait 1 5000"),
        (Happened::Undone(id()), " | "),
        (Happened::Leaving, " | "),
        (pressed(), "close held | wait 2 5000"),
        // The first one's time is over, not this one's.
        (Happened::Due(1), "close held | "),
        (Happened::Due(2), "close sending | send 2 close"),
        // Too late.
        (Happened::Undone(id()), "close sending | "),
    ]);
}

#[test]
fn nobody_is_left_to_undo_it_when_the_page_is_hidden() {
    check(vec![
        (pressed(), "close held | wait 1 5000"),
        (Happened::Leaving, "close sending | send 1 close"),
        (Happened::Due(1), "close sending | "),
    ]);
}

#[test]
fn a_refusal_is_told_and_the_ticket_read_again() {
    check(vec![
        (pressed(), "close held | wait 1 5000"),
        (Happened::Leaving, "close sending | send 1 close"),
        (no(1, Failure::NotAccepted), "close failed NotAccepted | look 1"),
        (seen(StatusCategory::Open), "close failed NotAccepted | "),
        (pressed(), "close held | wait 2 5000"),
        (Happened::Leaving, "close sending | send 2 close"),
        (no(2, Failure::Refused), "close failed Refused | look 1"),
        // Somebody else had closed it.
        (seen(StatusCategory::Closed), " | "),
    ]);
}

#[test]
fn nobody_is_asked_again_where_nobody_answers() {
    for failure in [Failure::Offline, Failure::SignedOut] {
        let failed = format!("close failed {failure:?} | ");
        check(vec![
            (pressed(), "close held | wait 1 5000"),
            (Happened::Leaving, "close sending | send 1 close"),
            (no(1, failure), &failed),
            (Happened::Left(id()), " | "),
        ]);
    }
}

#[test]
fn what_somebody_else_closed_meanwhile_is_not_sent() {
    check(vec![
        (pressed(), "close held | wait 1 5000"),
        (seen(StatusCategory::OnHold), "close held | "),
        (seen(StatusCategory::Resolved), " | "),
        (Happened::Due(1), " | "),
    ]);
}

#[test]
fn nothing_goes_out_in_a_session_that_may_be_another_ones() {
    check(vec![
        (pressed(), "close held | wait 1 5000"),
        (
            Happened::Pressed(Command::AllowProxy { ticket: id(), is_enabled: true }),
            "close held, access sending | send 2 access",
        ),
        (Happened::SessionChanged, "close failed SignedOut | "),
        (Happened::Due(1), "close failed SignedOut | "),
        (Happened::Answered(2, Ok(())), "close failed SignedOut | "),
    ]);
}

#[test]
fn leaving_a_ticket_does_not_stop_what_is_under_way() {
    check(vec![
        (pressed(), "close held | wait 1 5000"),
        (Happened::Left(id()), "close held | "),
        (Happened::Due(1), "close sending | send 1 close"),
        (Happened::Left(id()), "close sending | "),
    ]);
}

#[test]
fn a_deed_that_came_to_nothing_is_forgotten_once_it_is_so_all_the_same() {
    let ticket = || is(StatusCategory::Closed, Actions::default());
    let rated = Ticket { rating: Some(Rating { score: 5, comment: None }), ..ticket() };
    let on = ProxyAccess { is_enabled: true, ..ProxyAccess::default() };
    let allowed = Ticket { proxy_access: Some(on), ..ticket() };
    let asked = Actions { verify: Action::Allowed, ..Actions::default() };
    for (command, before, after) in [
        (
            Command::Rate { ticket: id(), score: Score::Stars(5), comment: String::new() },
            ticket(),
            rated,
        ),
        (Command::AllowProxy { ticket: id(), is_enabled: true }, ticket(), allowed),
        (
            Command::Verify { ticket: id(), still_broken: None },
            is(StatusCategory::OnHold, asked),
            ticket(),
        ),
        (Command::Reopen(id()), ticket(), is(StatusCategory::Open, Actions::default())),
    ] {
        let mut deeds = Deeds::default();
        let kind = Kind::of(&command).unwrap();
        deeds.apply(Happened::Pressed(command));
        deeds.apply(no(1, Failure::TimedOut));
        deeds.apply(Happened::Seen(id(), Box::new(before)));
        assert!(deeds.find(&id(), kind).is_some(), "{kind:?} is gone");
        deeds.apply(Happened::Seen(id(), Box::new(after)));
        assert!(deeds.find(&id(), kind).is_none(), "{kind:?} is still told");
    }
}

fn denied(reason: Reason, until: Option<Time>, next: &[Next]) -> Action {
    Action::Denied(Denial { reason, message: None, until, next: next.to_vec() })
}

#[track_caller]
fn offers(category: StatusCategory, closed: ClosedPolicy, actions: Actions, expected: Offer) {
    let policy = Policy { closed, ..Policy::default() };
    assert_eq!(Offer::of(&is(category, actions), policy), expected);
}

#[test]
fn an_open_ticket_can_be_closed_where_the_desk_says_so() {
    let may = Actions { close: Action::Allowed, ..Actions::default() };
    let expected = Offer { can_close: true, ..Offer::default() };
    offers(StatusCategory::OnHold, ClosedPolicy::Final, may, expected);
    let may_not = Actions { close: denied(Reason::NotOwner, None, &[]), ..Actions::default() };
    offers(StatusCategory::Open, ClosedPolicy::Final, may_not, Offer::default());
}

#[test]
fn a_reply_opens_a_ticket_again_only_where_the_policy_says_so() {
    let (closed, resolved) = (StatusCategory::Closed, StatusCategory::Resolved);
    let until = Some(Time::from_millis(1.0));
    let may = Actions {
        reply: Action::Allowed,
        reopen: Action::Allowed,
        reopen_until: until,
        ..Actions::default()
    };
    let offer = |again| Offer { can_reopen: true, again, ..Offer::default() };
    offers(closed, ClosedPolicy::Window, may.clone(), offer(Again::Reply(until)));
    offers(resolved, ClosedPolicy::Reopen, may.clone(), offer(Again::Reply(until)));
    offers(resolved, ClosedPolicy::Final, may, offer(Again::Reopen(until)));
    let reply = Actions { reply: Action::Allowed, ..Actions::default() };
    let expected = Offer { again: Again::Reply(None), ..Offer::default() };
    offers(closed, ClosedPolicy::Reopen, reply, expected);
}

#[test]
fn what_stays_closed_goes_on_in_a_new_ticket_where_the_desk_takes_one() {
    let over = Some(Time::from_millis(1.0));
    for (reason, until, next, again) in [
        (Reason::ClosedFinal, None, Next::FollowUp, Again::FollowUp(None)),
        (Reason::ReopenWindowOver, over, Next::FollowUp, Again::FollowUp(over)),
        (Reason::ClosedFinal, None, Next::CopyId, Again::No),
        (Reason::NotParticipant, None, Next::FollowUp, Again::No),
    ] {
        let actions = Actions { reopen: denied(reason, until, &[next]), ..Actions::default() };
        let expected = Offer { again, ..Offer::default() };
        offers(StatusCategory::Closed, ClosedPolicy::Final, actions, expected);
    }
}

#[test]
fn feedback_is_asked_for_once_and_thanked_for_afterwards() {
    let feedback = |rate: Action, rating: Option<Rating>| {
        let actions = Actions { rate, ..Actions::default() };
        let ticket = Ticket { rating, ..is(StatusCategory::Resolved, actions) };
        Offer::of(&ticket, Policy::default()).feedback
    };
    let rated = || denied(Reason::AlreadyRated, None, &[]);
    let rating = Some(Rating { score: 4, comment: None });
    assert_eq!(feedback(Action::Allowed, None), Feedback::Wanted);
    assert_eq!(feedback(rated(), None), Feedback::Given(None));
    assert_eq!(feedback(rated(), rating), Feedback::Given(Some(4)));
    assert_eq!(feedback(Action::NotOffered, None), Feedback::None);
}
