//! Jira Service Management's requests, as the customer sees them: `connectors/jira-sm.json`.

use ::deskpane::{
    api::{Ask, Reply},
    domain::{Scope, Sort, SortKey},
};

use super::{check, good, mapped, messages, reply, ticket, tickets, tickets_after};

/// Who is asked for by what they wrote last, and where they belong.
const ME: &str =
    "Get /request?requestOwnership=OWNED_REQUESTS&requestStatus=ALL_REQUESTS&start=0&limit=1";
const ORGANIZATIONS: &str = "Get /organization?start=0&limit=50";
/// Where one's own are.
const MINE: &str = "Get /request?requestStatus=ALL_REQUESTS&requestOwnership=OWNED_REQUESTS";
/// Where the conversation begins, and where it goes on.
const REQUEST: &str = "Get /request/HELP-12?expand=participant&expand=attachment";
const COMMENTS: &str =
    "Get /request/HELP-12/comment?public=true&internal=false&expand=attachment&expand=renderedBody";

/// A request of which only the comments matter.
const HELP: &str = r#"{
    "summary": "Help", "createdDate": { "epochMillis": 1793574000000 },
    "reporter": { "accountId": "qm:3f1c:5f2a01", "displayName": "Mia Laurent" }
}"#;

#[track_caller]
fn list(replies: &[Reply], expected: &str) {
    check(&mapped("jira-sm"), &tickets(Scope::Mine), replies, expected);
}

#[track_caller]
fn conversation(replies: &[Reply], expected: &str) {
    check(&mapped("jira-sm"), &messages("HELP-12"), replies, expected);
}

#[test]
fn who_is_signed_in_stands_on_their_last_request() {
    check(
        &mapped("jira-sm"),
        &Ask::Me,
        &[good("jira-sm/me"), good("jira-sm/organizations")],
        &format!(
            r#"{ME}
            {ORGANIZATIONS}
            me: qm:3f1c:5f2a01 Mia Laurent
            organisation: 1 Northwind Logistics, seen
            organisation: 4 Harbour Board, seen
            support: Supported
            scopes: [Mine, CopiedOn, Organization("1"), Organization("4")]
            sorts by: []"#
        ),
    );
}

#[test]
fn somebody_without_a_request_and_without_organisations_is_still_a_customer() {
    for unseen in [reply(403, ""), reply(412, ""), reply(500, "<h1>Oh no</h1>"), reply(200, "{}")] {
        check(
            &mapped("jira-sm"),
            &Ask::Me,
            &[good("jira-sm/none"), unseen],
            &format!(
                "{ME}
                {ORGANIZATIONS}
                me: customer
                support: Supported
                scopes: [Mine, CopiedOn]
                sorts by: []"
            ),
        );
    }
}

#[test]
fn an_answer_without_a_list_signs_nobody_in() {
    for odd in ["{}", r#"{ "values": null }"#] {
        check(
            &mapped("jira-sm"),
            &Ask::Me,
            &[reply(200, odd), good("jira-sm/organizations")],
            &format!("{ME}\n{ORGANIZATIONS}\nUnreadable"),
        );
    }
    let nobody = r#"{ "errorMessage": "You must be signed in.", "i18nErrorMessage": { "i18nKey": "sd.auth", "parameters": [] } }"#;
    check(&mapped("jira-sm"), &Ask::Me, &[reply(401, nobody)], &format!("{ME}\nSignedOut"));
}

#[test]
fn a_list_is_read_page_by_page_to_its_end_and_put_in_order_here() {
    list(
        &[good("jira-sm/requests")],
        &format!(
            "{MINE}&start=0&limit=2
            HELP-12 HELP-12: The export stops after 10,000 rows | AwaitingCustomer Waiting for customer | You | High High | 2026-11-22T14:30:00Z
            HELP-9 HELP-9: 検索で全角が見つからない | Open Waiting for Support | Support |  | 2026-11-19T12:00:00Z
            next: 2
            order: to be made here"
        ),
    );
    check(
        &mapped("jira-sm"),
        &tickets_after("2"),
        &[good("jira-sm/requests-last")],
        &format!(
            "{MINE}&start=2&limit=2
            HELP-3 HELP-3: Export to CSV | Resolved Resolved | Done |  | 2026-09-30T12:00:00Z
            order: to be made here"
        ),
    );
    list(&[good("jira-sm/none")], &format!("{MINE}&start=0&limit=2\norder: to be made here"));
}

#[test]
fn a_page_that_is_shorter_than_asked_is_not_taken_for_the_last() {
    let short = r#"{ "size": 0, "start": 0, "limit": 1, "isLastPage": false, "values": [{}] }"#;
    list(
        &[reply(200, short)],
        &format!("{MINE}&start=0&limit=2\nnext: 1\nskipped: 1\norder: to be made here"),
    );
}

#[test]
fn each_list_has_its_own_address() {
    for (scope, address) in [
        (Scope::CopiedOn, "PARTICIPATED_REQUESTS&start=0&limit=2"),
        (Scope::Organization("1".into()), "ORGANIZATION&organizationId=1&start=0&limit=2"),
        (
            Scope::Organization("1&start=9".into()),
            "ORGANIZATION&organizationId=1%26start%3D9&start=0&limit=2",
        ),
    ] {
        let list = "Get /request?requestStatus=ALL_REQUESTS&requestOwnership=";
        check(&mapped("jira-sm"), &tickets(scope), &[], &format!("{list}{address}"));
    }
}

#[test]
fn no_order_is_asked_for_and_at_most_fifty_on_a_page() {
    for key in [SortKey::Created, SortKey::Updated, SortKey::Status, SortKey::Priority, SortKey::Id]
    {
        let sort = Sort { key, descending: false };
        check(
            &mapped("jira-sm"),
            &Ask::Tickets { scope: Scope::Mine, sort, limit: 250, after: None, find: None },
            &[],
            &format!("{MINE}&start=0&limit=50"),
        );
    }
}

#[test]
fn a_status_is_told_by_its_word_where_the_category_says_less() {
    list(
        &[good("jira-sm/requests-statuses")],
        &format!(
            "{MINE}&start=0&limit=2
            HELP-1 HELP-1: Number 1 | Open Waiting for Support | Support | Urgent Highest | 2026-11-02T00:00:00Z
            HELP-2 HELP-2: Number 2 | AwaitingCustomer Waiting for customer | You | High High | 2026-11-02T00:00:00Z
            HELP-3 HELP-3: Number 3 | Open In progress | Support | Tolerable Medium | 2026-11-02T00:00:00Z
            HELP-4 HELP-4: Number 4 | OnHold On hold | OnHold | Question Low | 2026-11-02T00:00:00Z
            HELP-5 HELP-5: Number 5 | Resolved Resolved | Done | Question Lowest | 2026-11-02T00:00:00Z
            HELP-6 HELP-6: Number 6 | Closed Closed | Done | Unknown Blutrot | 2026-11-02T00:00:00Z
            HELP-7 HELP-7: Number 7 | Resolved Waiting for customer | Done |  | 2026-11-02T00:00:00Z
            HELP-8 HELP-8: Number 8 | Unknown Warten auf Teile | Support |  | 2026-11-02T00:00:00Z
            HELP-9 HELP-9: Number 9 | Unknown Somewhere | Support |  | 2026-11-02T00:00:00Z
            order: to be made here"
        ),
    );
}

/// Without a status, and without a date: two. A date of 1970 is none, and `+0700` is a zone.
#[test]
fn a_bad_request_costs_itself_alone() {
    list(
        &[good("jira-sm/requests-odd")],
        &format!(
            "{MINE}&start=0&limit=2
            HELP-41 HELP-41: As an older server writes it | Open Open | Support |  | 2015-10-09T07:42:00Z
            HELP-44 HELP-44: Never changed | Open Open | Support |  | 2026-11-02T00:00:00Z
            skipped: 2
            order: to be made here"
        ),
    );
}

#[test]
fn a_ticket_has_its_people_and_the_answers_of_its_form() {
    check(
        &mapped("jira-sm"),
        &ticket("HELP-12"),
        &[good("jira-sm/request")],
        "Get /request/HELP-12?expand=participant&expand=action
        ticket: HELP-12 HELP-12 The export stops after 10,000 rows
        channel: Other, written true
        status: AwaitingCustomer Waiting for customer → You
        priority: High High
        dates: 2026-11-20T08:15:00Z – 2026-11-22T14:30:00Z
        requester: qm:3f1c:5f2a01 Mia Laurent
        participants: qm:3f1c:5f2a02 Omar Haddad
        field: Version in use = 4.2.1
        field: Site = Lyon
        field: Order number =",
    );
}

#[test]
fn a_ticket_that_takes_no_comment_takes_no_reply() {
    check(
        &mapped("jira-sm"),
        &ticket("HELP-3"),
        &[good("jira-sm/request-closed")],
        "Get /request/HELP-3?expand=participant&expand=action
        ticket: HELP-3 HELP-3 Export to CSV
        channel: Other, written true
        status: Resolved Resolved → Done
        dates: 2026-09-02T10:00:00Z – 2026-09-30T12:00:00Z
        requester: qm:3f1c:5f2a01 Mia Laurent
        reply: Unknown None until None, instead []",
    );
}

#[test]
fn an_id_from_the_host_page_stays_in_its_place() {
    check(
        &mapped("jira-sm"),
        &ticket("../info?x"),
        &[],
        "Get /request/..%2Finfo%3Fx?expand=participant&expand=action",
    );
}

/// The request lists the files of its comments too, and nothing tells them from its own.
#[test]
fn a_conversation_is_the_description_and_the_public_comments() {
    conversation(
        &[good("jira-sm/request-files"), good("jira-sm/comments")],
        &format!(
            r#"{REQUEST}
            {COMMENTS}&start=0&limit=50
            description: Message 2026-11-20T08:15:00Z | Requester Mia Laurent | "Since Monday it ends at exactly 10,000 rows.\n\n<b>We need all</b>" | https://kettle.atlassian.net/rest/api/2/attachment/10001 export.log (48211), https://kettle.atlassian.net/rest/api/2/attachment/10003 screen shot.png (20480)
            1001: Message 2026-11-20T10:02:00Z | Agent Ana Silva | "Which version\nis it?\u{{a0}}<b> & co"
            1003: Message 2026-11-21T11:00:00Z | Participant Omar Haddad | "4.2.1, at mine too."
            1004: Message 2026-11-22T08:00:00Z | Requester Mia Laurent | "Here it is." | https://kettle.atlassian.net/rest/api/2/attachment/10003 screen shot.png (20480)
            1005: Message 2026-11-22T14:30:00Z | System  | "Closed by a rule.""#
        ),
    );
}

#[test]
fn only_what_is_said_to_be_public_is_shown() {
    let comment = |id: u32, public: &str| {
        format!(
            r#"{{ "id": "{id}", "author": {{ "accountId": "a", "displayName": "Ana" }}, "body": "Hello", "created": {{ "epochMillis": 1793577600000 }} {public} }}"#
        )
    };
    let comments = [
        comment(1, r#", "public": true"#),
        comment(2, r#", "public": false"#),
        comment(3, r#", "public": null"#),
        comment(4, r#", "public": "yes""#),
        comment(5, ""),
    ];
    let page = format!(r#"{{ "isLastPage": true, "values": [{}] }}"#, comments.join(","));
    conversation(
        &[reply(200, HELP), reply(200, &page)],
        &format!(
            r#"{REQUEST}
            {COMMENTS}&start=0&limit=50
            description: Message 2026-11-01T23:00:00Z | Requester Mia Laurent | "Help"
            1: Message 2026-11-02T00:00:00Z | Agent Ana | "Hello""#
        ),
    );
}

#[test]
fn on_a_server_people_are_told_apart_by_key() {
    let person =
        |key: &str| format!(r#"{{ "name": "{key}", "key": "{key}", "displayName": "Dr {key}" }}"#);
    let request = format!(
        r#"{{ "summary": "Help", "createdDate": {{ "iso8601": "2026-11-02T01:00:00+0100" }},
            "reporter": {}, "participants": {{ "values": [{}] }} }}"#,
        person("mia"),
        person("omar")
    );
    let comment = |id: u32, key: &str| {
        format!(
            r#"{{ "id": "{id}", "body": "Hello", "public": true, "author": {},
                "created": {{ "iso8601": "2026-11-02T0{id}:00:00+0000" }} }}"#,
            person(key)
        )
    };
    let comments = [comment(1, "mia"), comment(2, "omar"), comment(3, "ana")];
    let page = format!(r#"{{ "isLastPage": true, "values": [{}] }}"#, comments.join(","));
    conversation(
        &[reply(200, &request), reply(200, &page)],
        &format!(
            r#"{REQUEST}
            {COMMENTS}&start=0&limit=50
            description: Message 2026-11-02T00:00:00Z | Requester Dr mia | "Help"
            1: Message 2026-11-02T01:00:00Z | Requester Dr mia | "Hello"
            2: Message 2026-11-02T02:00:00Z | Participant Dr omar | "Hello"
            3: Message 2026-11-02T03:00:00Z | Agent Dr ana | "Hello""#
        ),
    );
}

#[test]
fn a_long_conversation_is_read_to_its_end() {
    let asked = format!("{REQUEST}\n{COMMENTS}&start=0&limit=50\n{COMMENTS}&start=50&limit=50");
    conversation(
        &[reply(200, HELP), good("jira-sm/comments-first"), good("jira-sm/comments-rest")],
        &format!(
            r#"{asked}
            description: Message 2026-11-01T23:00:00Z | Requester Mia Laurent | "Help"
            1: Message 2026-11-20T09:00:00Z | Requester Mia Laurent | "First"
            2: Message 2026-11-20T10:00:00Z | Agent Ana Silva | "Second"
            3: Message 2026-11-20T11:00:00Z | Requester Mia Laurent | "Third""#
        ),
    );
    // Half of it would be mistaken for all of it.
    conversation(
        &[reply(200, HELP), good("jira-sm/comments-first"), reply(500, "")],
        &format!("{asked}\nBroken"),
    );
}

#[test]
fn a_conversation_of_more_than_can_be_asked_for_is_not_shown_in_part() {
    let page = |start: u32| {
        let body = format!(
            r#"{{ "start": {start}, "limit": 50, "isLastPage": false, "values": [{{ "id": "{start}", "public": true }}] }}"#
        );
        reply(200, &body)
    };
    conversation(
        &[good("jira-sm/request-files"), page(0), page(50), page(100), page(150), page(200)],
        &format!(
            "{REQUEST}
            {COMMENTS}&start=0&limit=50
            {COMMENTS}&start=50&limit=50
            {COMMENTS}&start=100&limit=50
            {COMMENTS}&start=150&limit=50
            {COMMENTS}&start=200&limit=50
            Refused"
        ),
    );
}

#[test]
fn no_comments_leave_the_description_and_no_list_is_none() {
    let asked = format!("{REQUEST}\n{COMMENTS}&start=0&limit=50");
    conversation(
        &[reply(200, HELP), reply(200, r#"{ "isLastPage": true, "values": [] }"#)],
        &format!(
            r#"{asked}
            description: Message 2026-11-01T23:00:00Z | Requester Mia Laurent | "Help""#
        ),
    );
    conversation(&[reply(200, HELP), reply(200, "{}")], &format!("{asked}\nUnreadable"));
}

#[test]
fn a_ticket_of_somebody_else_is_not_told_from_one_that_does_not_exist() {
    for status in [403, 404] {
        let no = reply(
            status,
            r#"{ "errorMessage": "You cannot see this.", "i18nErrorMessage": { "i18nKey": "sd.no", "parameters": [] } }"#,
        );
        check(
            &mapped("jira-sm"),
            &ticket("HELP-7"),
            std::slice::from_ref(&no),
            "Get /request/HELP-7?expand=participant&expand=action\nNotFound",
        );
        conversation(&[no], &format!("{REQUEST}\nNotFound"));
    }
}

#[test]
fn what_else_goes_wrong_is_told_apart() {
    let patience = Reply { retry_after: Some(30.0), ..reply(429, "Rate limit exceeded") };
    for (answer, what) in [
        (patience, "Busy for 30 s"),
        (reply(503, "<h1>Service Unavailable</h1>"), "Busy"),
        (reply(500, "{}"), "Broken"),
        (reply(401, "Client must be authenticated to access this resource."), "SignedOut"),
        (reply(400, r#"{ "errorMessage": "The organization is not known." }"#), "Refused"),
        (reply(200, "<!doctype html>"), "Unreadable"),
        (reply(200, r#"{ "errorMessage": "No." }"#), "Unreadable"),
    ] {
        list(&[answer], &format!("{MINE}&start=0&limit=2\n{what}"));
    }
}
