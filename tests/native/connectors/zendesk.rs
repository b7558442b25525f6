//! Zendesk's requests, as the customer sees them: `connectors/zendesk.json`.

use ::deskpane::{
    api::{Ask, Reply},
    domain::{Scope, Sort, SortKey},
};

use super::{check, good, mapped, messages, reply, ticket, tickets, tickets_after};

/// Where the newest of one's own are asked for.
const MINE: &str = "Get /requests/search.json?query=*%20requester:me%20order_by:updated_at%20sort:desc&include=users";
/// Where the conversation is.
const COMMENTS: &str = "Get /requests/35436/comments.json?include=users&page[size]=100";

#[test]
fn who_is_signed_in_and_whose_organisations_they_may_see() {
    check(
        &mapped("zendesk"),
        &Ask::Me,
        &[good("zendesk/me"), good("zendesk/memberships")],
        "Get /users/me.json
        Get /users/1467/organization_memberships.json
        me: 1467 Mia Laurent
        organisation: 509974 Northwind Logistics, seen
        organisation: 509981 Harbour Board, not seen
        support: Supported
        scopes: [Mine, CopiedOn, Organization(\"509974\")]
        sorts by: [Created, Updated, Status]",
    );
}

#[test]
fn without_memberships_the_rest_is_still_there() {
    for unseen in [reply(403, ""), reply(500, "<h1>Oh no</h1>"), reply(200, "{}")] {
        check(
            &mapped("zendesk"),
            &Ask::Me,
            &[good("zendesk/me"), unseen],
            "Get /users/me.json
            Get /users/1467/organization_memberships.json
            me: 1467 Mia Laurent
            support: Supported
            scopes: [Mine, CopiedOn]
            sorts by: [Created, Updated, Status]",
        );
    }
}

#[test]
fn nobody_is_a_user_without_an_id_in_a_good_answer() {
    for nobody in [
        good("zendesk/me-anonymous"),
        reply(
            200,
            r#"{ "user": { "id": null, "name": "Utilisateur anonyme", "role": "end-user" } }"#,
        ),
        reply(200, r#"{ "user": { "name": "Anonymous user" } }"#),
        reply(401, r#"{ "error": "Couldn't authenticate you" }"#),
    ] {
        check(&mapped("zendesk"), &Ask::Me, &[nobody], "Get /users/me.json\nSignedOut");
    }
}

#[test]
fn a_list_is_read_page_by_page_to_its_end() {
    check(
        &mapped("zendesk"),
        &tickets(Scope::Mine),
        &[good("zendesk/requests")],
        &format!(
            "{MINE}&page=1&per_page=2
            35436 #35436: The export stops after 10,000 rows | AwaitingCustomer  | You | Urgent urgent | 2026-11-23T07:02:11Z
            35431 #35431: 検索で全角が見つからない | OnHold  | OnHold | Question low | 2026-11-21T16:40:00Z
            next: 2/2
            total: 3"
        ),
    );
    check(
        &mapped("zendesk"),
        &tickets_after("2/2"),
        &[good("zendesk/requests-last")],
        &format!(
            "{MINE}&page=2&per_page=2
            35102 #35102: Export to CSV | Closed  | Done | Tolerable normal | 2026-09-30T12:00:00Z
            total: 3"
        ),
    );
}

#[test]
fn each_list_has_its_own_address() {
    for (scope, address) in [
        (Scope::CopiedOn, "&include=users&cc_id=true&page=1&per_page=2"),
        (
            Scope::Organization("509974".into()),
            "&include=users&organization_id=509974&page=1&per_page=2",
        ),
        (
            Scope::Organization("1&cc_id=true".into()),
            "&include=users&organization_id=1%26cc_id%3Dtrue&page=1&per_page=2",
        ),
    ] {
        let query = "Get /requests/search.json?query=*%20order_by:updated_at%20sort:desc";
        check(&mapped("zendesk"), &tickets(scope), &[], &format!("{query}{address}"));
    }
}

#[test]
fn the_server_sorts_by_what_it_knows_and_puts_at_most_a_hundred_on_a_page() {
    for (key, words) in [
        (SortKey::Created, "%20order_by:created_at%20sort:asc"),
        (SortKey::Updated, "%20order_by:updated_at%20sort:asc"),
        (SortKey::Status, "%20order_by:status%20sort:asc"),
        (SortKey::Priority, ""),
        (SortKey::Id, ""),
    ] {
        let sort = Sort { key, descending: false };
        check(
            &mapped("zendesk"),
            &Ask::Tickets { scope: Scope::Mine, sort, limit: 250, after: None, find: None },
            &[],
            &format!(
                "Get /requests/search.json?query=*%20requester:me{words}&include=users&page=1&per_page=100"
            ),
        );
    }
}

#[test]
fn a_status_that_is_known_is_said_in_the_customers_language_and_another_as_it_is() {
    check(
        &mapped("zendesk"),
        &tickets(Scope::Mine),
        &[good("zendesk/requests-statuses")],
        &format!(
            "{MINE}&page=1&per_page=2
            1 #1: Number 1 | Open  | Support | Question low | 2026-11-02T00:00:00Z
            2 #2: Number 2 | Open  | Support | Tolerable normal | 2026-11-02T00:00:00Z
            3 #3: Number 3 | AwaitingCustomer  | You | High high | 2026-11-02T00:00:00Z
            4 #4: Number 4 | OnHold  | OnHold | Urgent urgent | 2026-11-02T00:00:00Z
            5 #5: Number 5 | Resolved  | Done |  | 2026-11-02T00:00:00Z
            6 #6: Number 6 | Closed  | Done |  | 2026-11-02T00:00:00Z
            7 #7: Number 7 | Unknown waiting_for_parts | Support | Unknown blocker | 2026-11-02T00:00:00Z
            total: 7"
        ),
    );
}

#[test]
fn a_bad_request_costs_itself_alone() {
    check(
        &mapped("zendesk"),
        &tickets(Scope::Mine),
        &[good("zendesk/requests-odd")],
        &format!(
            "{MINE}&page=1&per_page=2
            9007199254740993 #9007199254740993:  | Open  | Support |  | 2026-11-02T00:00:00Z
            43 #43: No one, by no way | Open  | Support |  | 2026-11-03T00:00:00Z
            total: 4
            skipped: 2"
        ),
    );
}

#[test]
fn a_ticket_has_its_people_by_name() {
    let asked = format!("Get /requests/35436.json?include=users\n{COMMENTS}");
    let before = "ticket: 35436 #35436 The export stops after 10,000 rows
        channel: Email, written true
        recipients: support@kettle.example
        status: AwaitingCustomer  → You
        priority: Urgent urgent
        dates: 2026-11-20T08:15:00Z – 2026-11-23T07:02:11Z";
    let after = "participants: 1502 Omar Haddad
        related: FollowUpOf 35102
        close: allowed";
    check(
        &mapped("zendesk"),
        &ticket("35436"),
        &[good("zendesk/request"), good("zendesk/comments")],
        &format!(
            "{asked}\n{before}\nrequester: 1467 Mia Laurent\nassignee: 72983 Ana Silva\n{after}"
        ),
    );
    for unseen in [reply(500, ""), reply(200, "<html>"), reply(429, "Too many requests")] {
        check(
            &mapped("zendesk"),
            &ticket("35436"),
            &[good("zendesk/request"), unseen],
            &format!("{asked}\n{before}\nrequester: 1467\nassignee: 72983\n{after}"),
        );
    }
}

#[test]
fn a_closed_ticket_takes_no_reply_and_needs_no_closing() {
    check(
        &mapped("zendesk"),
        &ticket("35102"),
        &[good("zendesk/request-closed"), good("zendesk/comments")],
        "Get /requests/35102.json?include=users
        Get /requests/35102/comments.json?include=users&page[size]=100
        ticket: 35102 #35102 Export to CSV
        channel: Other, written true
        status: Closed  → Done
        priority: Tolerable normal
        dates: 2026-09-02T10:00:00Z – 2026-09-30T12:00:00Z
        requester: 1467 Mia Laurent
        assignee: 72990
        reply: ClosedFinal None until None, instead []",
    );
}

#[test]
fn a_ticket_that_only_support_can_solve_says_so() {
    let open = r#"{ "request": {
        "id": 9007199254740993, "status": "open", "subject": "Help", "can_be_solved_by_me": false,
        "created_at": "2026-11-02T00:00:00Z", "updated_at": "2026-11-02T00:00:00Z"
    } }"#;
    check(
        &mapped("zendesk"),
        &ticket("9007199254740993"),
        &[reply(200, open), reply(404, "")],
        "Get /requests/9007199254740993.json?include=users
        Get /requests/9007199254740993/comments.json?include=users&page[size]=100
        ticket: 9007199254740993 #9007199254740993 Help
        channel: Other, written true
        status: Open  → Support
        dates: 2026-11-02T00:00:00Z – 2026-11-02T00:00:00Z
        close: Unknown None until None, instead []",
    );
}

#[test]
fn an_id_from_the_host_page_stays_in_its_place() {
    check(
        &mapped("zendesk"),
        &ticket("../users/1?x"),
        &[],
        "Get /requests/..%2Fusers%2F1%3Fx.json?include=users",
    );
}

#[test]
fn a_conversation_has_names_and_roles_and_nothing_internal() {
    check(
        &mapped("zendesk"),
        &messages("35436"),
        &[good("zendesk/comments")],
        &format!(
            r#"{COMMENTS}
            9001: Message 2026-11-20T08:15:00Z | Requester Mia Laurent | "Since Monday it ends at 10,000 rows.\n\nThe log is attached." | 4242 export.log (48211), 4243 screen shot.png (20480)
            9003: Message 2026-11-20T10:02:00Z | Agent Ana Silva | "Which version\nis it?\u{{a0}}<b> & co"
            9004: Message 2026-11-21T11:00:00Z | Participant Omar Haddad | "4.2.1, at mine too."
            9005: Message 2026-11-22T14:30:00Z | Agent Ana Silva | "Outbound call to +33 1 23 45 67 89\nLength of phone call: 4 minutes" | by Phone
            9006: Message 2026-11-23T07:02:11Z | System  | "Closed by the importer.""#
        ),
    );
}

#[test]
fn only_what_is_said_to_be_public_or_is_not_said_at_all_is_shown() {
    let comment = |id: u32, public: &str| {
        format!(
            r#"{{ "id": {id}, "author_id": 7, "body": "Hello", "created_at": "2026-11-02T00:00:00Z" {public} }}"#
        )
    };
    let comments = [
        comment(1, ""),
        comment(2, r#", "public": true"#),
        comment(3, r#", "public": false"#),
        comment(4, r#", "public": "internal""#),
        comment(5, r#", "public": 0"#),
    ];
    check(
        &mapped("zendesk"),
        &messages("35436"),
        &[reply(200, &format!(r#"{{ "comments": [{}], "users": [] }}"#, comments.join(",")))],
        &format!(
            r#"{COMMENTS}
            1: Message 2026-11-02T00:00:00Z | System  | "Hello"
            2: Message 2026-11-02T00:00:00Z | System  | "Hello""#
        ),
    );
}

#[test]
fn a_long_conversation_is_read_to_its_end() {
    let asked = format!("{COMMENTS}\n{COMMENTS}&page[after]=eyJvIjo%2BMg%3D%3D");
    check(
        &mapped("zendesk"),
        &messages("35436"),
        &[good("zendesk/comments-long"), good("zendesk/comments-rest")],
        &format!(
            r#"{asked}
            1: Message 2026-11-01T08:00:00Z | Requester Mia Laurent | "First"
            2: Message 2026-11-02T08:00:00Z | Agent Bo Lindqvist | "Second"
            3: Message 2026-11-03T08:00:00Z | Requester Mia Laurent | "Third""#
        ),
    );
    // Half of it would be mistaken for all of it.
    check(
        &mapped("zendesk"),
        &messages("35436"),
        &[good("zendesk/comments-long"), reply(500, "")],
        &format!("{asked}\nBroken"),
    );
}

#[test]
fn no_comments_are_an_empty_conversation_and_no_list_is_none() {
    let empty = reply(200, r#"{ "comments": [], "users": [], "meta": { "has_more": false } }"#);
    check(&mapped("zendesk"), &messages("35436"), &[empty], COMMENTS);
    check(
        &mapped("zendesk"),
        &messages("35436"),
        &[reply(200, "{}")],
        &format!("{COMMENTS}\nUnreadable"),
    );
}

#[test]
fn a_ticket_of_somebody_else_is_not_told_from_one_that_does_not_exist() {
    for no in [
        reply(
            403,
            r#"{ "error": { "title": "Forbidden", "message": "You do not have access to this page." } }"#,
        ),
        reply(404, r#"{ "error": "RecordNotFound", "description": "Not found" }"#),
    ] {
        check(
            &mapped("zendesk"),
            &ticket("7"),
            std::slice::from_ref(&no),
            "Get /requests/7.json?include=users\nNotFound",
        );
        check(&mapped("zendesk"), &messages("35436"), &[no], &format!("{COMMENTS}\nNotFound"));
    }
}

#[test]
fn what_else_goes_wrong_is_told_apart() {
    let patience = Reply { retry_after: Some(30.0), ..reply(429, "Too many requests") };
    for (answer, what) in [
        (patience, "Busy for 30 s"),
        (reply(503, "<h1>Service Unavailable</h1>"), "Busy"),
        (reply(500, "{}"), "Broken"),
        (reply(401, r#"{ "error": "Couldn't authenticate you" }"#), "SignedOut"),
        (reply(422, r#"{ "error": "unprocessable", "description": "Invalid search" }"#), "Refused"),
        (reply(200, "<!doctype html>"), "Unreadable"),
        (reply(200, r#"{ "error": "RecordNotFound" }"#), "Unreadable"),
    ] {
        check(
            &mapped("zendesk"),
            &tickets(Scope::Mine),
            &[answer],
            &format!("{MINE}&page=1&per_page=2\n{what}"),
        );
    }
}
