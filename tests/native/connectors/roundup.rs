//! Roundup's words in ours.

mod thread;
mod writing;

use ::deskpane::{
    api::{Ask, Cursor, Reply, connectors::Roundup},
    domain::{Scope, Sort, SortKey},
};
use serde_json::{Value, json};

use super::{check, fixture, good, messages, reply, ticket, tickets, tickets_after};

const WHO: &str = "Get /data/user?@fields=roles&@verbose=0";
const ROW: &str = "@fields=title%2Cstatus%2Cpriority%2Ccreation%2Cactivity%2Ccreator%2Ccreator.realname%2Cassignedto%2Cassignedto.realname";
/// When issue 5 last changed.
const BEGUN: &str = "2026-10-17T15:20:08Z";
/// Issue 3, but for those who are copied on it.
const NOTES: &str = "ticket: 3 issue3 Two drivers see each other's notes
    channel: Other, written true
    status: Open in-progress → Support
    priority: Urgent critical
    dates: 2026-11-21T14:50:08Z – 2026-11-21T15:20:08Z
    requester: 3 Alice Moreau";
/// What may be done with an open issue.
const MAY: &str = "reply: allowed\nclose: allowed";
const THREAD: &str = "Get /data/issue/1?@fields=creator%2Cmessages&@verbose=0";

/// The whole list of `alice`, sorted and paged as it is by default.
fn mine(page: u32) -> String {
    format!(
        "Get /data/issue?creator=3&{ROW}&@verbose=2&@sort=-activity%2C-id&@page_size=2&@page_index={page}"
    )
}

/// The last page, which has issue 5 alone.
fn last(standing: &str, updated: &str) -> String {
    let row = format!("5 issue5: How do I add a second depot? | {standing} | {updated}");
    format!("{}\n{row}\ntotal: 25", mine(13))
}

/// What Roundup says when it says no.
fn refused(status: u16, name: &str) -> Reply {
    reply(status, &fixture(&format!("roundup/refused-{name}")))
}

/// A recorded reply with some values replaced, by JSON pointers.
fn changed(name: &str, values: &[(&str, Value)]) -> Reply {
    let mut whole: Value = serde_json::from_str(&fixture(name)).unwrap();
    for (path, value) in values {
        *whole.pointer_mut(path).unwrap_or_else(|| panic!("{name} has no {path}")) = value.clone();
    }
    reply(200, &whole.to_string())
}

#[test]
fn who_is_signed_in_is_who_sees_their_own_record() {
    check(
        &Roundup,
        &Ask::Me,
        &[good("roundup/users"), good("roundup/name")],
        &format!(
            "{WHO}
            Get /data/user?id=3&@fields=realname%2Cusername&@verbose=0
            me: 3 Alice Moreau
            support: Supported
            scopes: [Mine, CopiedOn]
            sorts by: [Created, Updated, Priority, Id]
            finds: q status waiting_on priority created_from created_to updated_from updated_to"
        ),
    );
}

#[test]
fn a_bad_credential_is_no_empty_list() {
    let expired = "Invalid Login - Signature has expired";
    let nobody = changed("roundup/users", &[("/data/collection/2/roles", json!(null))]);
    for ask in [Ask::Me, tickets(Scope::Mine), tickets(Scope::CopiedOn)] {
        for refused in [reply(401, expired), refused(403, "anonymous"), nobody.clone()] {
            check(&Roundup, &ask, &[refused], &format!("{WHO}\nSignedOut"));
        }
        // An administrator sees everybody's record: who asks cannot be told, and is no customer.
        let all = changed("roundup/users", &[("/data/collection/3/id", json!("5"))]);
        let all =
            all.body.text().unwrap().replace("\"id\":\"5\"", "\"id\":\"5\",\"roles\":\"User\"");
        check(&Roundup, &ask, &[reply(200, &all)], &format!("{WHO}\nRefused"));
    }
    check(
        &Roundup,
        &ticket("1"),
        &[refused(403, "anonymous")],
        &format!("{}\nSignedOut", whole(1)),
    );
}

#[test]
fn a_name_that_the_tracker_keeps_is_none() {
    for unnamed in [reply(403, ""), good("roundup/none")] {
        check(
            &Roundup,
            &Ask::Me,
            &[good("roundup/users"), unnamed],
            &format!(
                "{WHO}
                Get /data/user?id=3&@fields=realname%2Cusername&@verbose=0
                me: 3
                support: Supported
                scopes: [Mine, CopiedOn]
                sorts by: [Created, Updated, Priority, Id]
                finds: q status waiting_on priority created_from created_to updated_from updated_to"
            ),
        );
    }
}

#[test]
fn a_list_is_read_page_by_page() {
    check(
        &Roundup,
        &tickets(Scope::Mine),
        &[good("roundup/users"), good("roundup/issues")],
        &format!(
            "{WHO}\n{}
            6 issue6: Search finds nothing in Arabic | Open chatting | Support | Tolerable bug | 2026-11-23T06:50:08Z
            1 issue1: The morning route is planned twice | AwaitingCustomer need-eg | You | Urgent urgent | 2026-11-22T20:50:08Z
            next: 3/2/2
            total: 25",
            mine(1)
        ),
    );
    // Who asks is in the bookmark: the next page is one send.
    check(
        &Roundup,
        &tickets_after("3/13/2"),
        &[good("roundup/issues-last")],
        &last("Resolved resolved | Done | Question wish", BEGUN),
    );
    check(
        &Roundup,
        &tickets_after("3/14/2"),
        &[good("roundup/none")],
        &format!("{}\ntotal: 0", mine(14)),
    );
}

#[test]
fn what_one_is_copied_on_is_without_ones_own() {
    check(
        &Roundup,
        &tickets(Scope::CopiedOn),
        &[good("roundup/users")],
        &format!(
            "{WHO}\nGet /data/issue?nosy=3&creator=3%2C-2&{ROW}&@verbose=2&@sort=-activity%2C-id&@page_size=2&@page_index=1"
        ),
    );
    check(
        &Roundup,
        &tickets(Scope::Organization("1".into())),
        &[good("roundup/users")],
        &format!("{WHO}\nRefused"),
    );
}

#[test]
fn the_server_sorts_but_by_status() {
    for (key, descending, word) in [
        (SortKey::Created, false, "creation%2Cid"),
        (SortKey::Updated, true, "-activity%2C-id"),
        // The first priority is the highest.
        (SortKey::Priority, true, "priority%2C-id"),
        (SortKey::Priority, false, "-priority%2Cid"),
        (SortKey::Id, false, "id"),
        (SortKey::Status, false, "-activity%2C-id"),
    ] {
        // As large as the page before it, whatever is wanted now: another size would leave some out.
        let after = Some(Cursor("3/2/25".into()));
        let sort = Sort { key, descending };
        check(
            &Roundup,
            &Ask::Tickets { scope: Scope::Mine, sort, limit: 50, after, find: None },
            &[],
            &format!(
                "Get /data/issue?creator=3&{ROW}&@verbose=2&@sort={word}&@page_size=25&@page_index=2"
            ),
        );
    }
    let sort = Sort { key: SortKey::Status, descending: true };
    let after = Some(Cursor("3/1/2".into()));
    check(
        &Roundup,
        &Ask::Tickets { scope: Scope::Mine, sort, limit: 2, after, find: None },
        &[good("roundup/none")],
        &format!("{}\ntotal: 0\norder: to be made here", mine(1)),
    );
}

#[test]
fn statuses_and_priorities_keep_the_trackers_words() {
    check(
        &Roundup,
        &tickets_after("3/1/2"),
        &[good("roundup/issues-statuses")],
        &format!(
            "{}
            8 issue8: Le bon de livraison arrive deux fois | Open unread | Support | Tolerable bug | 2026-11-11T07:50:08Z
            17 issue17: Printing from a tablet | OnHold deferred | OnHold | Question feature | 2026-11-08T17:20:08Z
            6 issue6: Search finds nothing in Arabic | Open chatting | Support | Tolerable bug | 2026-11-23T06:50:08Z
            1 issue1: The morning route is planned twice | AwaitingCustomer need-eg | You | Urgent urgent | 2026-11-22T20:50:08Z
            3 issue3: Two drivers see each other's notes | Open in-progress | Support | Urgent critical | 2026-11-21T15:20:08Z
            14 issue14: Mail to the depot is rejected | Open testing | Support | Urgent urgent | 2026-11-09T14:20:08Z
            21 issue21: The rules for passwords are nowhere written | Resolved done-cbb | Done | Question wish | 2026-11-07T13:20:08Z
            5 issue5: How do I add a second depot? | Resolved resolved | Done | Question wish | 2026-10-17T15:20:08Z
            total: 8",
            mine(1)
        ),
    );
}

#[test]
fn words_of_a_trackers_own_are_shown_and_mean_nothing() {
    let own = changed(
        "roundup/issues-last",
        &[
            ("/data/collection/0/status/name", json!("wartet auf Teile")),
            ("/data/collection/0/priority/name", json!("blutrot")),
        ],
    );
    check(
        &Roundup,
        &tickets_after("3/13/2"),
        &[own],
        &last("Unknown wartet auf Teile | Support | Unknown blutrot", BEGUN),
    );
    let without = changed(
        "roundup/issues-last",
        &[("/data/collection/0/status", json!(null)), ("/data/collection/0/priority", json!(null))],
    );
    check(&Roundup, &tickets_after("3/13/2"), &[without], &last("Unknown  | Support | ", BEGUN));
}

#[test]
fn a_date_without_a_zone_is_utc_and_one_that_is_none_costs_its_issue() {
    for (date, is_one) in [
        ("2026-11-20.07:09:05", true),
        ("2026-11-20T07:09:05Z", false),
        ("2026-11-20", false),
        ("2026-13-20.07:09:05", false),
    ] {
        let dated = changed(
            "roundup/issues-last",
            &[
                ("/data/collection/0/creation", json!(date)),
                ("/data/collection/0/activity", json!(date)),
            ],
        );
        let expected = match is_one {
            true => last("Resolved resolved | Done | Question wish", "2026-11-20T07:09:05Z"),
            false => format!("{}\ntotal: 25\nskipped: 1", mine(13)),
        };
        check(&Roundup, &tickets_after("3/13/2"), &[dated], &expected);
    }
}

fn whole(id: u32) -> String {
    format!("Get /data/issue/{id}?{ROW}%2Cnosy%2Csuperseder&@verbose=2")
}

#[test]
fn a_ticket_names_who_is_copied_as_far_as_the_tracker_does() {
    let asked = format!("{}\nGet /data/user?id=5&@fields=realname%2Cusername&@verbose=0", whole(3));
    check(
        &Roundup,
        &ticket("3"),
        &[good("roundup/issue"), good("roundup/names")],
        &format!("{asked}\n{NOTES}\nparticipants: 5 Carol Lindqvist\n{MAY}"),
    );
    for unnamed in [reply(403, ""), good("roundup/none"), reply(500, "<h1>Oh no</h1>")] {
        check(
            &Roundup,
            &ticket("3"),
            &[good("roundup/issue"), unnamed],
            &format!("{asked}\n{NOTES}\nparticipants: 5 carol\n{MAY}"),
        );
    }
    check(
        &Roundup,
        &ticket("2"),
        &[good("roundup/issue-plain")],
        &format!(
            "{}
        ticket: 2 issue2 Invoice in the wrong currency
        channel: Other, written true
        status: Open unread → Support
        priority: Tolerable bug
        dates: 2026-11-19T22:50:08Z – 2026-11-19T22:50:08Z
        requester: 4 Bob Okafor\n{MAY}",
            whole(2)
        ),
    );
}

#[test]
fn an_issue_goes_on_in_another_where_the_customer_may_see_it() {
    let asked = format!("{}\nGet /data/issue?id=13&@fields=title&@verbose=0", whole(24));
    let facts = "ticket: 24 issue24 The week begins on Sunday
        channel: Other, written true
        status: Open chatting → Support
        priority: Tolerable bug
        dates: 2026-11-06T16:35:46Z – 2026-11-17T21:35:46Z
        requester: 3 Alice Moreau";
    check(
        &Roundup,
        &ticket("24"),
        &[good("roundup/issue-superseded"), good("roundup/issues-visible")],
        &format!("{asked}\n{facts}\nrelated: MergedInto 13 Reminders come an hour early\n{MAY}"),
    );
    // The issue itself names the title, whoever may read it.
    for unseen in [good("roundup/none"), reply(403, ""), reply(500, "<h1>Oh no</h1>")] {
        check(
            &Roundup,
            &ticket("24"),
            &[good("roundup/issue-superseded"), unseen],
            &format!("{asked}\n{facts}\n{MAY}"),
        );
    }
}

#[test]
fn what_is_not_yours_is_refused() {
    for (refused, expected) in [
        (refused(403, "403"), "Forbidden"),
        (refused(404, "404"), "NotFound"),
        (refused(400, "400"), "Refused"),
        (refused(429, "429"), "Busy"),
    ] {
        let replies = [refused];
        check(&Roundup, &ticket("1"), &replies, &format!("{}\n{expected}", whole(1)));
        check(&Roundup, &messages("1"), &replies, &format!("{THREAD}\n{expected}"));
    }
    let limited = Reply { retry_after: Some(3600.0), ..refused(429, "429") };
    check(&Roundup, &ticket("1"), &[limited], &format!("{}\nBusy for 3600 s", whole(1)));
}

#[test]
fn an_id_that_is_no_number_is_not_asked_for() {
    for id in ["", "../user/3", "1/messages", "1?@verbose=3", "title=x", "²"] {
        check(&Roundup, &ticket(id), &[], "NotFound");
        check(&Roundup, &messages(id), &[], "NotFound");
    }
}
