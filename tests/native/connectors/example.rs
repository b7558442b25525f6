//! The mapping that others start from.

use ::deskpane::{api::Ask, domain::Scope};

use super::{check, good, mapped, messages, reply, ticket, tickets, tickets_after};

#[test]
fn who_is_signed_in_and_what_they_may_see() {
    check(
        &mapped("example"),
        &Ask::Me,
        &[good("example/account")],
        "Get /account
        me: c7 Mia Laurent
        organisation: k3 Kettle & Co, seen
        support: Supported
        scopes: [Mine, Organization(\"k3\")]
        sorts by: [Created, Updated, Id]",
    );
    check(
        &mapped("example"),
        &Ask::Me,
        &[reply(200, r#"{ "error": "no_session" }"#)],
        "Get /account\nSignedOut",
    );
}

#[test]
fn the_list_with_an_escalation_an_unknown_word_and_a_case_without_dates() {
    check(&mapped("example"), &tickets(Scope::Mine), &[good("example/cases")], "Get /cases?owner=me&sort=-changed&page=1&size=2
        1041 #1041: The lift stops between floors | AwaitingCustomer Waiting for you | You | Urgent Urgency 1 | 2026-11-23T07:02:11Z
        1039 #1039: Invoice for October | Unknown Archived | Support | Unknown  | 2026-11-02T15:40:00Z
        next: 2/2
        total: 41
        skipped: 1");
    check(
        &mapped("example"),
        &tickets(Scope::Organization("k3".into())),
        &[],
        "Get /cases?company=k3&sort=-changed&page=1&size=2",
    );
    check(
        &mapped("example"),
        &tickets_after("3/2"),
        &[],
        "Get /cases?owner=me&sort=-changed&page=3&size=2",
    );
}

#[test]
fn a_case_with_its_escalation() {
    check(
        &mapped("example"),
        &ticket("1041"),
        &[good("example/case")],
        "Get /cases/1041
        ticket: 1041 #1041 The lift stops between floors
        channel: Other, written true
        status: AwaitingCustomer Waiting for you → You
        priority: Urgent Urgency 1
        dates: 2026-11-20T08:15:00Z – 2026-11-23T07:02:11Z
        requester: c7 Mia Laurent
        assignee: s2 Ines Duarte
        escalation: LIFT-88 Door sensor misses a step, stage 2
        stage: Submitted - Done
        stage: Engineering - Current
        stage: Verifying - Todo
        stage: Resolved - Todo
        estimate: 2026-12-03T23:00:00Z",
    );
    check(&mapped("example"), &ticket("7"), &[reply(403, "")], "Get /cases/7\nNotFound");
}

#[test]
fn a_conversation_without_what_is_internal() {
    check(
        &mapped("example"),
        &messages("1041"),
        &[good("example/notes"), good("example/people")],
        r#"Get /cases/1041/notes
        Get /people?case=1041
        1: Message 2026-11-20T08:15:00Z | Requester Mia Laurent | "It stops between the second and third floor." | f1 lift.log (2048)
        3: Message 2026-11-23T07:02:11Z | Agent Ines Duarte | "Which model is it?\nThe plate says."
        4: Message 2026-11-23T07:03:00Z | System  | "Ticket moved.""#,
    );
}
