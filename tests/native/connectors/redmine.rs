//! Redmine's words in ours.

use ::deskpane::{
    api::{Ask, connectors::Redmine},
    domain::{Scope, Sort, SortKey},
};

use super::{check, exchange, good, messages, reply, ticket, tickets, tickets_after};

#[test]
fn who_is_asked_by_name_because_a_wrong_key_reads_an_empty_list() {
    check(
        &Redmine,
        &Ask::Me,
        &[reply(401, "")],
        "Get /users/current.json
        SignedOut",
    );
}

#[test]
fn copied_on_is_offered_where_something_is_to_be_seen() {
    let asked = "Get /users/current.json
        Get /issues.json?watcher_id=me&author_id=%21me&status_id=%2A&limit=1
        me: 5 Alice Moreau
        support: Supported";
    let sorts = "sorts by: [Created, Updated, Status, Priority, Id]
    finds: q status waiting_on priority created_from created_to updated_from updated_to at";
    check(
        &Redmine,
        &Ask::Me,
        &[good("redmine/user"), good("redmine/issues")],
        &format!("{asked}\n scopes: [Mine, CopiedOn]\n {sorts}"),
    );
    for unseen in [good("redmine/none"), reply(403, ""), reply(500, "<h1>Oh no</h1>")] {
        check(
            &Redmine,
            &Ask::Me,
            &[good("redmine/user"), unseen],
            &format!("{asked}\n scopes: [Mine]\n {sorts}"),
        );
    }
}

#[test]
fn a_list_is_read_page_by_page() {
    check(
        &Redmine,
        &tickets(Scope::Mine),
        &[good("redmine/issues")],
        "Get /issues.json?author_id=me&status_id=%2A&sort=updated_on:desc%2Cid:desc&limit=2
        8 #8: Search finds nothing in Arabic | Open New | Support | Tolerable Normal | 2026-11-23T00:06:21Z
        1 #1: The export stops after 10 000 rows | AwaitingCustomer Feedback | You | Urgent Urgent | 2026-11-22T14:06:20Z
        next: 2
        total: 27",
    );
    check(
        &Redmine,
        &tickets_after("26"),
        &[good("redmine/none")],
        "Get /issues.json?author_id=me&status_id=%2A&sort=updated_on:desc%2Cid:desc&limit=2&offset=26
        total: 0",
    );
}

#[test]
fn the_server_sorts_and_selects() {
    for (key, word) in [
        (SortKey::Created, "created_on:asc%2Cid:asc"),
        (SortKey::Updated, "updated_on:asc%2Cid:asc"),
        (SortKey::Status, "status:asc%2Cid:asc"),
        (SortKey::Priority, "priority:asc%2Cid:asc"),
        (SortKey::Id, "id:asc"),
    ] {
        let sort = Sort { key, descending: false };
        check(
            &Redmine,
            &Ask::Tickets { scope: Scope::CopiedOn, sort, limit: 25, after: None, find: None },
            &[],
            &format!(
                "Get /issues.json?watcher_id=me&author_id=%21me&status_id=%2A&sort={word}&limit=25"
            ),
        );
    }
    check(&Redmine, &tickets(Scope::Organization("1".into())), &[], "Refused");
}

#[test]
fn statuses_and_priorities_keep_the_desks_words() {
    check(
        &Redmine,
        &tickets(Scope::Mine),
        &[good("redmine/issues-statuses")],
        "Get /issues.json?author_id=me&status_id=%2A&sort=updated_on:desc%2Cid:desc&limit=2
        1 #1: One | Open New | Support | Question Low | 2026-11-02T00:00:00Z
        2 #2: Two | Open In Progress | Support | Tolerable Normal | 2026-11-02T00:00:00Z
        3 #3: Three | Resolved Resolved | Done | High High | 2026-11-02T00:00:00Z
        4 #4: Four | AwaitingCustomer Feedback | You | Urgent Urgent | 2026-11-02T00:00:00Z
        5 #5: Five | Closed Closed | Done | Urgent Immediate | 2026-11-02T00:00:00Z
        6 #6: Six | Closed Rejected | Done |  | 2026-11-02T00:00:00Z
        7 #7: Words of the desk's own | Unknown Wartet auf Teile | Support | Unknown Blutrot | 2026-11-02T00:00:00Z
        8 #8: Closed by a word of its own | Closed Archiviert | Done |  | 2026-11-02T00:00:00Z
        total: 8",
    );
}

#[test]
fn a_bad_issue_costs_itself_alone() {
    check(
        &Redmine,
        &tickets(Scope::Mine),
        &[good("redmine/issues-odd")],
        "Get /issues.json?author_id=me&status_id=%2A&sort=updated_on:desc%2Cid:desc&limit=2
        9007199254740993 #9007199254740993:  | Open new | Support |  | 2026-11-02T00:00:00Z
        9007199254740995 #9007199254740995: As the browser reads a long id | Closed Closed | Done |  | 2026-11-02T00:00:00Z
        next: 5
        skipped: 3",
    );
}

#[test]
fn a_ticket_names_its_parent_where_the_customer_may_see_it() {
    let whole = "Get /issues/4.json?include=watchers%2Callowed_statuses
        Get /issues.json?issue_id=3&status_id=%2A
        ticket: 4 #4 Import stops too
        channel: Other, written true
        status: Open In Progress → Support
        priority: High High
        dates: 2026-11-15T02:06:21Z – 2026-11-16T02:06:21Z
        requester: 5 Alice Moreau
        assignee: 8 Ines Duarte
        participants: 7 Carol Lindqvist
        field: Version in use = 4.2.1
        field: Systems = Linux, Windows
        reply: allowed
        close: allowed";
    check(
        &Redmine,
        &ticket("4"),
        &[good("redmine/issue"), good("redmine/parent")],
        &whole.replace("reply:", "related: Parent 3 Everything that stops\n reply:"),
    );
    for unseen in [good("redmine/none"), good("redmine/issues"), reply(500, "")] {
        check(&Redmine, &ticket("4"), &[good("redmine/issue"), unseen], whole);
    }
}

#[test]
fn the_workflow_says_what_may_be_done() {
    const CLOSED: &str = r#"{ "id": 5, "name": "Closed", "is_closed": true }"#;
    const NEW: &str = r#"{ "id": 1, "name": "New", "is_closed": false }"#;
    const NO: &str = "None until None, instead []";
    let offers = |status: &str, allowed: &[&str]| {
        let body = format!(
            r#"{{ "issue": {{ "id": 4, "status": {status}, "created_on": "2026-11-15T02:06:21Z",
            "updated_on": "2026-11-15T02:06:21Z", "allowed_statuses": [{}] }} }}"#,
            allowed.join(", ")
        );
        let lines = exchange(&Redmine, &ticket("4"), &[reply(200, &body)]).into_iter();
        let is_action =
            |it: &String| ["reply:", "close:", "reopen:"].iter().any(|name| it.starts_with(name));
        lines.filter(is_action).collect::<Vec<_>>()
    };
    assert_eq!(offers(NEW, &[NEW, CLOSED]), ["reply: allowed", "close: allowed"]);
    assert_eq!(
        offers(NEW, &[NEW]),
        ["reply: allowed".to_owned(), format!("close: Unknown {NO}")],
        "a workflow without a way to closed"
    );
    assert_eq!(offers(CLOSED, &[CLOSED, NEW]), ["reopen: allowed"]);
    assert_eq!(
        offers(CLOSED, &[CLOSED]),
        [format!("reply: ClosedFinal {NO}"), format!("reopen: ClosedFinal {NO}")]
    );
}

#[test]
fn an_id_from_the_host_page_stays_in_its_place() {
    check(
        &Redmine,
        &ticket("../users?x"),
        &[],
        "Get /issues/..%2Fusers%3Fx.json?include=watchers%2Callowed_statuses",
    );
}

#[test]
fn a_conversation_is_the_description_and_the_public_notes() {
    check(
        &Redmine,
        &messages("1"),
        &[good("redmine/journals"), good("redmine/statuses")],
        r#"Get /issues/1.json?include=attachments%2Cjournals
        Get /issue_statuses.json
        description: Message 2026-11-13T20:12:58Z | Requester Alice Moreau | "Since Monday it ends at **exactly** 10 000 rows.\n\n<b>We need all</b>" | 1 export.log (19)
        1: Event 2026-11-14T00:12:58Z | Agent Ines Duarte | "\u{200e}New \u{200e}→\u{200e} In Progress"
        2: Message 2026-11-14T06:12:58Z | Agent Ines Duarte | "Could you send me the line\nof the log?"
        5: Message 2026-11-15T12:12:58Z | Requester Alice Moreau | "Here it is." | 3 limit line.txt (12)
        6: Message 2026-11-15T22:12:59Z | Requester Alice Moreau | "" | 4 second run.txt
        skipped: 1"#,
    );
}

#[test]
fn without_the_names_of_statuses_the_notes_are_still_there() {
    for unnamed in [reply(403, ""), reply(200, "<html>"), reply(200, "{}")] {
        check(
            &Redmine,
            &messages("1"),
            &[good("redmine/journals"), unnamed],
            r#"Get /issues/1.json?include=attachments%2Cjournals
            Get /issue_statuses.json
            description: Message 2026-11-13T20:12:58Z | Requester Alice Moreau | "Since Monday it ends at **exactly** 10 000 rows.\n\n<b>We need all</b>" | 1 export.log (19)
            2: Message 2026-11-14T06:12:58Z | Agent Ines Duarte | "Could you send me the line\nof the log?"
            5: Message 2026-11-15T12:12:58Z | Requester Alice Moreau | "Here it is." | 3 limit line.txt (12)
            6: Message 2026-11-15T22:12:59Z | Requester Alice Moreau | "" | 4 second run.txt
            skipped: 1"#,
        );
    }
}

#[test]
fn names_are_asked_for_only_if_there_is_something_to_name() {
    check(
        &Redmine,
        &messages("1"),
        &[good("redmine/journals-plain")],
        r#"Get /issues/1.json?include=attachments%2Cjournals
        description: Message 2026-11-13T20:12:58Z | System  | ""
        2: Message 2026-11-14T00:00:00Z | Agent Ines Duarte | "first"
        3: Message 2026-11-15T00:00:00Z | System  | "second""#,
    );
}
