//! Request Tracker's words in ours: who is signed in, and lists.

mod page;
mod writing;

use ::deskpane::{
    api::{Ask, Cursor, connectors::RequestTracker},
    domain::{Scope, Sort, SortKey},
};

use super::{check, fixture, good, reply, tickets, tickets_after};

const MINE: &str = "Get /tickets?query=Requestor.id%3D%27__CurrentUser__%27";
const ROW: &str = "&fields=Subject%2CStatus%2CPriority%2CCreated%2CLastUpdated%2COwner%2CRequestor%2CCc&fields%5BOwner%5D=RealName&fields%5BRequestor%5D=RealName&fields%5BCc%5D=RealName";
const OPENED: &str = "Get /tickets?query=Creator%3D%27__CurrentUser__%27&per_page=1&fields=Creator&fields%5BCreator%5D=RealName";
const COPIED: &str = "Get /tickets?query=Cc.id%3D%27__CurrentUser__%27%20AND%20Requestor.id%21%3D%27__CurrentUser__%27&per_page=1&fields=Cc&fields%5BCc%5D=RealName";
const WROTE: &str = "Get /transactions?query=Creator%3D%27__CurrentUser__%27%20AND%20Type%3D%27Correspond%27&per_page=1&fields=Creator&fields%5BCreator%5D=RealName";
const ASKED: &str = "Get /tickets?query=Requestor.id%3D%27__CurrentUser__%27&per_page=1&fields=Requestor&fields%5BRequestor%5D=RealName";
const SORTS: &str = "sorts by: [Created, Updated, Priority, Id]
finds: q status waiting_on";

#[test]
fn who_is_signed_in_stands_in_what_is_theirs() {
    check(
        &RequestTracker,
        &Ask::Me,
        &[good("request-tracker/creator"), good("request-tracker/none")],
        &format!(
            "{OPENED}\n{COPIED}
            me: alice Alice Moreau
            support: Supported
            scopes: [Mine]\n{SORTS}"
        ),
    );
}

#[test]
fn who_opened_nothing_is_found_where_they_are_alone() {
    check(
        &RequestTracker,
        &Ask::Me,
        &[good("request-tracker/none"), good("request-tracker/copied")],
        &format!(
            "{OPENED}\n{COPIED}
            me: carol Carol Lindqvist
            support: Supported
            scopes: [Mine, CopiedOn]\n{SORTS}"
        ),
    );
    let of_two = fixture("request-tracker/copied")
        .replace("\"Cc\": [", "\"Cc\": [{ \"type\": \"user\", \"id\": \"x\" },");
    check(
        &RequestTracker,
        &Ask::Me,
        &[good("request-tracker/none"), reply(200, &of_two), good("request-tracker/written")],
        &format!(
            "{OPENED}\n{COPIED}\n{WROTE}
            me: carol Carol Lindqvist
            support: Supported
            scopes: [Mine, CopiedOn]\n{SORTS}"
        ),
    );
    check(
        &RequestTracker,
        &Ask::Me,
        &[
            good("request-tracker/none"),
            reply(500, ""),
            reply(403, "{\"message\":\"Forbidden\"}"),
            good("request-tracker/requestor"),
        ],
        &format!(
            "{OPENED}\n{COPIED}\n{WROTE}\n{ASKED}
            me: bob Bob Okafor
            support: Supported
            scopes: [Mine]\n{SORTS}"
        ),
    );
}

#[test]
fn who_has_nothing_is_nobody_and_who_has_no_token_is_signed_out() {
    check(
        &RequestTracker,
        &Ask::Me,
        &[(); 4].map(|()| good("request-tracker/none")),
        &format!(
            "{OPENED}\n{COPIED}\n{WROTE}\n{ASKED}
            me:
            support: Supported
            scopes: [Mine]\n{SORTS}"
        ),
    );
    check(
        &RequestTracker,
        &Ask::Me,
        &[reply(401, &fixture("request-tracker/refused-401"))],
        &format!("{OPENED}\n SignedOut"),
    );
}

#[test]
fn a_list_is_read_page_by_page() {
    let sorted = "&orderby=LastUpdated&order=DESC&orderby=id&order=DESC&per_page=2";
    check(
        &RequestTracker,
        &tickets(Scope::Mine),
        &[good("request-tracker/tickets")],
        &format!(
            "{MINE}{sorted}&page=1{ROW}
            7 #7: Search finds nothing in Arabic | Open open | Support |  | 2026-11-23T06:37:42Z
            1 #1: Labels print with last year's address | Unknown stalled | Support | Unknown 50 | 2026-11-22T20:43:42Z
            next: 2
            total: 27"
        ),
    );
    check(
        &RequestTracker,
        &tickets_after("26"),
        &[good("request-tracker/tickets-last")],
        &format!(
            "{MINE}{sorted}&page=14{ROW}
            5 #5: How do I add a second warehouse? | Resolved resolved | Done |  | 2026-10-18T10:37:42Z
            total: 27"
        ),
    );
    check(
        &RequestTracker,
        &tickets_after("28"),
        &[good("request-tracker/tickets-beyond")],
        &format!("{MINE}{sorted}&page=15{ROW}\n total: 27"),
    );
}

#[test]
fn without_a_total_an_empty_page_is_the_end() {
    let sorted = "&orderby=LastUpdated&order=DESC&orderby=id&order=DESC&per_page=2";
    let uncounted = |name: &str| {
        let body = fixture(name).replace("\"total\": 27", "\"total\": null");
        reply(200, &body.replace("\"pages\": 14", "\"pages\": null"))
    };
    check(
        &RequestTracker,
        &tickets_after("26"),
        &[uncounted("request-tracker/tickets-last")],
        &format!(
            "{MINE}{sorted}&page=14{ROW}
            5 #5: How do I add a second warehouse? | Resolved resolved | Done |  | 2026-10-18T10:37:42Z
            next: 28"
        ),
    );
    check(
        &RequestTracker,
        &tickets_after("28"),
        &[uncounted("request-tracker/tickets-beyond")],
        &format!("{MINE}{sorted}&page=15{ROW}"),
    );
}

#[test]
fn a_larger_page_takes_up_what_a_smaller_one_left() {
    for (limit, after, page) in [
        (15, None, "&per_page=15&page=1"),
        (50, Some("15"), "&per_page=50&page=1"),
        (50, Some("50"), "&per_page=50&page=2"),
        (500, Some("100"), "&per_page=100&page=2"),
        (15, Some("nonsense"), "&per_page=15&page=1"),
    ] {
        let sort = Sort { key: SortKey::Id, descending: false };
        check(
            &RequestTracker,
            &Ask::Tickets {
                scope: Scope::Mine,
                sort,
                limit,
                after: after.map(|it| Cursor(it.into())),
                find: None,
            },
            &[],
            &format!("{MINE}&orderby=id&order=ASC{page}{ROW}"),
        );
    }
}

#[test]
fn the_server_sorts_by_what_it_knows() {
    let copied = COPIED.split("&per_page").next().unwrap();
    for (key, words) in [
        (SortKey::Created, "&orderby=Created&order=ASC&orderby=id&order=ASC"),
        (SortKey::Updated, "&orderby=LastUpdated&order=ASC&orderby=id&order=ASC"),
        (SortKey::Priority, "&orderby=Priority&order=ASC&orderby=id&order=ASC"),
        (SortKey::Id, "&orderby=id&order=ASC"),
        (SortKey::Status, "&orderby=LastUpdated&order=DESC&orderby=id&order=DESC"),
    ] {
        let sort = Sort { key, descending: false };
        check(
            &RequestTracker,
            &Ask::Tickets { scope: Scope::CopiedOn, sort, limit: 25, after: None, find: None },
            &[],
            &format!("{copied}{words}&per_page=25&page=1{ROW}"),
        );
    }
    check(&RequestTracker, &tickets(Scope::Organization("1".into())), &[], "Refused");
    let sort = Sort { key: SortKey::Status, descending: true };
    check(
        &RequestTracker,
        &Ask::Tickets { scope: Scope::CopiedOn, sort, limit: 25, after: None, find: None },
        &[good("request-tracker/none")],
        &format!(
            "{copied}&orderby=LastUpdated&order=DESC&orderby=id&order=DESC&per_page=25&page=1{ROW}
            total: 0
            order: to be made here"
        ),
    );
}

#[test]
fn statuses_and_priorities_are_the_desks_own() {
    let row = |id: &str, status: &str, priority: &str| {
        format!(
            r#"{{"id":{id},"Subject":"One","Status":"{status}","Priority":{priority},"Created":"2026-11-01T00:00:00Z","LastUpdated":"2026-11-02T00:00:00Z"}}"#
        )
    };
    let rows = [
        row("\"1\"", "new", "\"0\""),
        row("2", "open", "0"),
        row("\"3\"", "stalled", "\"\""),
        row("4", "resolved", "100"),
        row("5", "rejected", "\"7\""),
        row("6", "deleted", "null"),
        row("7", "wartet auf Teile", "\"50\""),
        row("8", "open", "1").replace("2026-11-02", "1970-01-01"),
        row("9", "open", "1").replace("2026-11-01", "1970-01-01"),
        row("null", "open", "1"),
    ];
    check(
        &RequestTracker,
        &tickets(Scope::Mine),
        &[reply(200, &format!(r#"{{"total":10,"items":[{}]}}"#, rows.join(",")))],
        &format!(
            "{MINE}&orderby=LastUpdated&order=DESC&orderby=id&order=DESC&per_page=2&page=1{ROW}
            1 #1: One | Open new | Support |  | 2026-11-02T00:00:00Z
            2 #2: One | Open open | Support |  | 2026-11-02T00:00:00Z
            3 #3: One | Unknown stalled | Support |  | 2026-11-02T00:00:00Z
            4 #4: One | Resolved resolved | Done | Unknown 100 | 2026-11-02T00:00:00Z
            5 #5: One | Closed rejected | Done | Unknown 7 | 2026-11-02T00:00:00Z
            6 #6: One | Closed deleted | Done |  | 2026-11-02T00:00:00Z
            7 #7: One | Unknown wartet auf Teile | Support | Unknown 50 | 2026-11-02T00:00:00Z
            8 #8: One | Open open | Support | Unknown 1 | 2026-11-01T00:00:00Z
            next: 2
            total: 10
            skipped: 2"
        ),
    );
}
