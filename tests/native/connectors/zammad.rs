//! Zammad's tickets, as the customer sees them: `connectors/zammad.json`.

use ::deskpane::{
    api::{Ask, Connector, Reply},
    domain::{Scope, Sort, SortKey},
};

use super::{check, good, mapped, messages, reply, ticket, tickets, tickets_after};

/// Where the list is.
const LIST: &str = "Get /tickets/search?query=*&expand=true&with_total_count=true";
/// Where the newest are asked for.
const NEWEST: &str = "Get /tickets/search?query=*&expand=true&with_total_count=true&sort_by=updated_at&order_by=desc";
/// Where the conversation is.
const ARTICLES: &str = "Get /ticket_articles/by_ticket/9?expand=true";

#[test]
fn a_token_goes_as_zammad_wants_it() {
    assert_eq!(mapped("zammad").token_header(), ("Authorization", "Token token="));
}

#[test]
fn who_is_signed_in() {
    check(
        &mapped("zammad"),
        &Ask::Me,
        &[good("zammad/me")],
        "Get /users/me?expand=true
        me: 10 Mia Laurent
        support: Supported
        scopes: [Mine]
        sorts by: [Created, Updated, Id]",
    );
}

#[test]
fn somebody_without_a_name_is_called_by_their_login() {
    let nameless =
        r#"{ "id": 11, "login": "export@northwind.example", "firstname": "", "lastname": null }"#;
    check(
        &mapped("zammad"),
        &Ask::Me,
        &[reply(200, nameless)],
        "Get /users/me?expand=true
        me: 11 export@northwind.example
        support: Supported
        scopes: [Mine]
        sorts by: [Created, Updated, Id]",
    );
}

#[test]
fn a_wrong_or_old_token_is_signed_out() {
    for error in ["Can't find User for Token", "Not authorized (token expired)!"] {
        let body = format!(r#"{{ "error": "{error}", "error_human": "{error}" }}"#);
        check(
            &mapped("zammad"),
            &Ask::Me,
            &[reply(401, &body)],
            "Get /users/me?expand=true\nSignedOut",
        );
    }
}

/// The status is the same as for what one may not see; the answer tells them apart.
#[test]
fn nobody_at_all_is_asked_to_sign_in() {
    let nobody =
        r#"{ "error": "Authentication required", "error_human": "Authentication required" }"#;
    check(
        &mapped("zammad"),
        &Ask::Me,
        &[reply(403, nobody)],
        "Get /users/me?expand=true\nSignedOut",
    );
}

#[test]
fn a_list_is_read_page_by_page_to_its_end() {
    check(
        &mapped("zammad"),
        &tickets(Scope::Mine),
        &[good("zammad/tickets")],
        &format!(
            "{NEWEST}&page=1&per_page=2
            9 #22009: The export stops after 10,000 rows | Open open | Support | High 3 high | 2026-11-23T07:02:11Z
            7 #22007: 検索で全角が見つからない | OnHold pending reminder | OnHold | Question 1 low | 2026-11-21T16:40:00Z
            next: 2/2
            total: 3"
        ),
    );
    check(
        &mapped("zammad"),
        &tickets_after("2/2"),
        &[good("zammad/tickets-last")],
        &format!(
            "{NEWEST}&page=2&per_page=2
            2 #22002: Export to CSV | Closed closed | Done | Tolerable 2 normal | 2026-09-30T12:00:00Z
            total: 3"
        ),
    );
    check(
        &mapped("zammad"),
        &tickets(Scope::Mine),
        &[good("zammad/none")],
        &format!("{NEWEST}&page=1&per_page=2\ntotal: 0"),
    );
}

#[test]
fn there_is_one_list_of_all_that_the_customer_may_see() {
    for scope in [Scope::CopiedOn, Scope::Organization("3".into())] {
        check(&mapped("zammad"), &tickets(scope), &[], "Refused");
    }
}

#[test]
fn the_server_sorts_by_what_it_knows_and_puts_at_most_a_hundred_on_a_page() {
    for (key, words) in [
        (SortKey::Created, "&sort_by=created_at&order_by=asc"),
        (SortKey::Updated, "&sort_by=updated_at&order_by=asc"),
        (SortKey::Id, "&sort_by=id&order_by=asc"),
        (SortKey::Status, ""),
        (SortKey::Priority, ""),
    ] {
        let sort = Sort { key, descending: false };
        check(
            &mapped("zammad"),
            &Ask::Tickets { scope: Scope::Mine, sort, limit: 250, after: None, find: None },
            &[],
            &format!("{LIST}{words}&page=1&per_page=100"),
        );
    }
}

#[test]
fn an_order_that_the_server_does_not_know_is_made_here() {
    let sort = Sort { key: SortKey::Status, descending: true };
    check(
        &mapped("zammad"),
        &Ask::Tickets { scope: Scope::Mine, sort, limit: 2, after: None, find: None },
        &[good("zammad/tickets-last")],
        &format!(
            "{LIST}&page=1&per_page=2
            2 #22002: Export to CSV | Closed closed | Done | Tolerable 2 normal | 2026-09-30T12:00:00Z
            next: 2/2
            total: 3
            order: to be made here"
        ),
    );
}

#[test]
fn states_and_priorities_keep_the_desks_words() {
    check(
        &mapped("zammad"),
        &tickets(Scope::Mine),
        &[good("zammad/tickets-states")],
        &format!(
            "{NEWEST}&page=1&per_page=2
            1 #22001: Number 1 | Open new | Support | Question 1 low | 2026-11-02T00:00:00Z
            2 #22002: Number 2 | Open open | Support | Tolerable 2 normal | 2026-11-02T00:00:00Z
            3 #22003: Number 3 | OnHold pending reminder | OnHold | High 3 high | 2026-11-02T00:00:00Z
            4 #22004: Number 4 | OnHold pending close | OnHold | Unknown 4 blocker | 2026-11-02T00:00:00Z
            5 #22005: Number 5 | Closed closed | Done | Question 1 low | 2026-11-02T00:00:00Z
            6 #22006: Number 6 | Closed merged | Done | Tolerable 2 normal | 2026-11-02T00:00:00Z
            7 #22007: Number 7 | Closed removed | Done | High 3 high | 2026-11-02T00:00:00Z
            8 #22008: Number 8 | Unknown in progress | Support | Unknown 4 blocker | 2026-11-02T00:00:00Z
            total: 8"
        ),
    );
}

#[test]
fn a_bad_ticket_costs_itself_alone() {
    check(
        &mapped("zammad"),
        &tickets(Scope::Mine),
        &[good("zammad/tickets-odd")],
        &format!(
            "{NEWEST}&page=1&per_page=2
            9007199254740993 #229007199254740993:  | Open open | Support |  | 2026-11-02T00:00:00Z
            total: 4
            skipped: 3"
        ),
    );
}

#[test]
fn a_ticket_has_its_people_by_login() {
    check(
        &mapped("zammad"),
        &ticket("9"),
        &[good("zammad/ticket")],
        "Get /tickets/9?expand=true
        ticket: 9 #22009 The export stops after 10,000 rows
        channel: Email, written true
        status: Open open → Support
        priority: High 3 high
        dates: 2026-11-20T08:15:00Z – 2026-11-23T07:02:11Z
        requester: 10 mia@northwind.example
        assignee: 5 emma@kettle.example
        organisation: Northwind Logistics",
    );
}

#[test]
fn a_ticket_that_closes_by_itself_says_when() {
    check(
        &mapped("zammad"),
        &ticket("8"),
        &[good("zammad/ticket-pending")],
        "Get /tickets/8?expand=true
        ticket: 8 #22008 Is it still needed?
        channel: Email, written true
        status: OnHold pending close → OnHold
        resolves by itself: 2026-12-01T08:00:00Z
        priority: Tolerable 2 normal
        dates: 2026-11-02T00:00:00Z – 2026-11-02T00:00:00Z
        requester: 10 mia@northwind.example
        assignee: 5 emma@kettle.example
        organisation: Northwind Logistics",
    );
}

#[test]
fn the_user_who_stands_for_nobody_is_no_assignee_and_a_merged_ticket_says_so() {
    check(
        &mapped("zammad"),
        &ticket("6"),
        &[good("zammad/ticket-merged")],
        "Get /tickets/6?expand=true
        ticket: 6 #22006 The same again
        channel: Phone, written true
        status: Closed merged → Done
        resolution: Merged
        dates: 2026-11-02T00:00:00Z – 2026-11-02T00:00:00Z
        requester: 10 mia@northwind.example
        organisation: Northwind Logistics",
    );
}

#[test]
fn an_id_from_the_host_page_stays_in_its_place() {
    check(
        &mapped("zammad"),
        &ticket("../users/1?x"),
        &[],
        "Get /tickets/..%2Fusers%2F1%3Fx?expand=true",
    );
    check(
        &mapped("zammad"),
        &messages("../../users"),
        &[],
        "Get /ticket_articles/by_ticket/..%2F..%2Fusers?expand=true",
    );
}

#[test]
fn a_conversation_has_names_without_addresses_and_nothing_internal() {
    check(
        &mapped("zammad"),
        &messages("9"),
        &[good("zammad/articles")],
        &format!(
            r#"{ARTICLES}
            19: Message 2026-11-20T08:15:00Z | Requester Mia Laurent | "Hi,\nsince Monday it ends at 10,000 rows.\nMia Laurent" | by Email | 17 export.log, 18 screen shot.png
            21: Message 2026-11-20T10:02:00Z | Agent Emma Taylor via Kettle | "Which version\nis it?\u{{a0}}<b> & co" | by Email
            23: Message 2026-11-21T11:00:00Z | Requester Omar Haddad | "4.2.1 < 4.3, at mine too." | by Web
            22: Message 2026-11-22T14:30:00Z | Agent emma@kettle.example | "Called: it is the old server." | by Phone
            24: Message 2026-11-23T06:00:00Z | System Kettle Support | "Ticket is about to be closed."
            25: Message 2026-11-23T07:02:11Z | Requester mia@northwind.example | "Please do not." | by Email"#
        ),
    );
}

#[test]
fn only_what_is_said_not_to_be_internal_is_shown() {
    let article = |id: u32, internal: &str| {
        format!(
            r#"{{ "id": {id}, "sender": "Agent", "from": "Emma Taylor", "body": "Hello", "created_at": "2026-11-02T00:00:00Z" {internal} }}"#
        )
    };
    let articles = [
        article(1, r#", "internal": false"#),
        article(2, r#", "internal": true"#),
        article(3, r#", "internal": null"#),
        article(4, r#", "internal": "no""#),
        article(5, r#", "internal": 0"#),
        article(6, ""),
    ];
    check(
        &mapped("zammad"),
        &messages("9"),
        &[reply(200, &format!("[{}]", articles.join(",")))],
        &format!(
            r#"{ARTICLES}
            1: Message 2026-11-02T00:00:00Z | Agent Emma Taylor | "Hello""#
        ),
    );
}

#[test]
fn no_articles_are_an_empty_conversation_and_no_list_is_none() {
    check(&mapped("zammad"), &messages("9"), &[reply(200, "[]")], ARTICLES);
    for odd in ["{}", r#"{ "error": "Not authorized" }"#, "null"] {
        check(
            &mapped("zammad"),
            &messages("9"),
            &[reply(200, odd)],
            &format!("{ARTICLES}\nUnreadable"),
        );
    }
}

#[test]
fn a_ticket_of_somebody_else_is_not_allowed_and_one_that_is_not_there_is_not_found() {
    for (answer, what) in [
        (
            reply(403, r#"{ "error": "Not authorized", "error_human": "Not authorized" }"#),
            "Forbidden",
        ),
        (reply(404, r#"{ "error": "Couldn't find Ticket with 'id'=9" }"#), "NotFound"),
    ] {
        check(
            &mapped("zammad"),
            &ticket("9"),
            std::slice::from_ref(&answer),
            &format!("Get /tickets/9?expand=true\n{what}"),
        );
        check(&mapped("zammad"), &messages("9"), &[answer], &format!("{ARTICLES}\n{what}"));
    }
}

#[test]
fn what_else_goes_wrong_is_told_apart() {
    let patience = Reply { retry_after: Some(30.0), ..reply(429, "Too many requests") };
    for (answer, what) in [
        (patience, "Busy for 30 s"),
        (reply(503, "<h1>Service Unavailable</h1>"), "Busy"),
        (reply(500, r#"{ "error": "Error ID x1: Please contact your administrator." }"#), "Broken"),
        (reply(401, r#"{ "error": "Can't find User for Token" }"#), "SignedOut"),
        (reply(422, r#"{ "error": "Invalid query" }"#), "Refused"),
        (reply(200, "<!doctype html>"), "Unreadable"),
        (reply(200, r#"{ "error": "Not authorized" }"#), "Unreadable"),
    ] {
        check(
            &mapped("zammad"),
            &tickets(Scope::Mine),
            &[answer],
            &format!("{NEWEST}&page=1&per_page=2\n{what}"),
        );
    }
}

/// An older Zammad takes no notice of `with_total_count` beside `expand`, and sends the list alone.
#[test]
fn a_list_without_its_total_is_not_read() {
    check(
        &mapped("zammad"),
        &tickets(Scope::Mine),
        &[reply(200, "[]")],
        &format!("{NEWEST}&page=1&per_page=2\nUnreadable"),
    );
}
