//! The contract's words in ours.

use std::rc::Rc;

use ::deskpane::{
    api::{
        Ask, Cursor, Find,
        connectors::{Deskpane, Looking},
    },
    domain::{Filter, Scope, Sort, SortKey},
};

use super::{check, good, messages, ticket, tickets, tickets_after};

#[test]
fn me_says_who_and_what_the_desk_can_do() {
    check(
        &Deskpane,
        &Ask::Me,
        &[good("deskpane/me")],
        r#"Get /me
        me: u-17 Alice Moreau
        organisation: o-1 Nordlicht GmbH, seen
        organisation: o-2 Südwind, on request
        support: Limited
        history from: 2024-01-01T00:00:00Z
        history: importing
        awaiting: 3
        scopes: [Mine, CopiedOn, Organization("o-1")]
        sorts by: [Created, Updated, Status, Priority, Id]
        finds: q status at
        mail: help@example.com
        terms: https://example.com/terms"#,
    );
}

#[test]
fn a_list_is_read_page_by_page() {
    check(
        &Deskpane,
        &tickets(Scope::Mine),
        &[good("deskpane/tickets")],
        "Get /tickets?scope=mine&sort=-updated_at&limit=2
        t-1042 1042: Orders are missing since the upgrade | AwaitingCustomer Awaiting your reply | You | High S2 | 2026-11-20T14:05:00Z
        t-7 t-7: Phone call – Bob Okafor | Resolved solved | Done |  | 2026-11-02T08:00:00Z
        next: b2Zmc2V0PTI
        total: 57",
    );
    check(
        &Deskpane,
        &tickets_after("a&b"),
        &[],
        "Get /tickets?scope=mine&sort=-updated_at&limit=2&cursor=a%26b",
    );
}

#[test]
fn the_server_sorts_and_selects() {
    for (key, word) in [
        (SortKey::Created, "created_at"),
        (SortKey::Updated, "updated_at"),
        (SortKey::Status, "status"),
        (SortKey::Priority, "priority"),
        (SortKey::Id, "id"),
    ] {
        let sort = Sort { key, descending: false };
        let scope = Scope::Organization("o 1".into());
        check(
            &Deskpane,
            &Ask::Tickets { scope, sort, limit: 25, after: None, find: None },
            &[],
            &format!("Get /tickets?scope=org:o%201&sort={word}&limit=25"),
        );
    }
}

#[test]
fn a_bad_ticket_costs_itself_alone_and_new_words_nothing() {
    check(
        &Deskpane,
        &tickets(Scope::CopiedOn),
        &[good("deskpane/tickets-odd")],
        "Get /tickets?scope=cc&sort=-updated_at&limit=2
        1 1: New words | Unknown Asleep | Support | Unknown P! | 2026-11-02T00:00:00Z
        9007199254740993 9007199254740993:  | Unknown  | Support |  | 2026-11-02T00:00:00Z
        skipped: 3",
    );
}

#[test]
fn a_ticket_keeps_all_that_a_sidebar_shows() {
    check(
        &Deskpane,
        &ticket("t-1042"),
        &[good("deskpane/ticket")],
        r#"Get /tickets/t-1042
        ticket: t-1042 1042 Orders are missing since the upgrade
        language: en
        product: Kettle
        channel: ConferenceCall, written true
        recipients: help@example.com
        status: OnHold With engineering → OnHold
        reminders: 2
        resolves by itself: 2026-12-01T00:00:00Z
        priority: Urgent S1
        priority before: High until 2026-11-19T10:00:00Z
        dates: 2026-11-18T08:00:00Z – 2026-11-20T14:05:00Z
        requester: u-17 Alice Moreau
        assignee: a-1 Ines Duarte
        participants: u-18 Carol Lindqvist
        organisation: Nordlicht GmbH
        unread: false
        escalation: CP-1234 Orders of the first hour are lost, stage 2
        stage: Submitted - Done
        stage: Engineering Engineering Current
        stage: Other("rollout") Roll-out Todo
        estimate: 2026-12-05T00:00:00Z
        call: Accepted 2026-11-30T09:00:00Z, join None, code Some("7731")
        resource: Restoring orders https://example.com/restore
        field: Region = eu-north
        field: seats = 25
        related: FollowUpOf t-900 Orders are slow
        reply: allowed
        close: NotOwner None until None, instead [Contact]
        reopen: Unknown Some("Not tonight.") until Some("2026-11-24T00:00:00Z"), instead []"#,
    );
}

#[test]
fn a_conversation_comes_newest_page_first() {
    check(
        &Deskpane,
        &messages("a/b"),
        &[good("deskpane/messages")],
        r#"Get /tickets/a%2Fb/messages?limit=50
        m-1: Message 2026-11-18T08:00:00Z | Requester Alice Moreau | "Orders of the first hour are missing." | by Email | f-1 orders.csv (2048)
        m-2: Event 2026-11-18T08:01:00Z | System  | "Priority raised to S1"
        m-3: Withheld 2026-11-18T08:02:00Z | Bot Kettlebot | "" | by Chat
        m-5: Event 2026-11-18T08:03:00Z | System  | "?"
        earlier: older
        skipped: 1"#,
    );
}

/// L5, L6, L9.
#[test]
fn what_is_looked_for_goes_along_escaped() {
    let terms = [
        ("status", "open,closed"),
        ("created_from", "2026-01-01T00:00:00+01:00"),
        ("requester", "a&b,c"),
        ("status", "on_hold"),
    ];
    let filter = Filter { text: " \"a&b\" é=1#%00 ".into(), ..Filter::default() };
    let filter = terms.iter().fold(filter, |it, (name, value)| it.read(name, value));
    let text = "q=%22a%26b%22%20%C3%A9%3D1%23%2500";
    let terms =
        "status=open%2Cclosed%2Con_hold&created_from=2025-12-31T23:00:00Z&requester=a%26b%2Cc";
    let looked = |find: Find, after: Option<&str>, expected: &str| {
        let after = after.map(|it| Cursor(it.into()));
        let (scope, sort, find) = (Scope::Mine, Sort::default(), Some(Rc::new(find)));
        let expected = format!("Get /tickets?scope=mine&{expected}");
        check(&Looking, &Ask::Tickets { scope, sort, limit: 25, after, find }, &[], &expected);
    };
    let find = Find { filter, is_ranked: true, facets: true, at: None };
    looked(find.clone(), None, &format!("{text}&{terms}&facets=true&limit=25"));
    let sorted = Find { is_ranked: false, facets: false, at: Some(25_000), ..find };
    looked(sorted, None, &format!("{text}&{terms}&sort=-updated_at&at=25000&limit=25"));
    let ranked_by_nothing = Find { is_ranked: true, ..Find::default() };
    looked(ranked_by_nothing, Some("&"), "sort=-updated_at&limit=25&cursor=%26");
    let endless = Filter { text: "あ".repeat(10_000), ..Filter::default() };
    let endless = Find { filter: endless, ..Find::default() };
    let cut = "%E3%81%82".repeat(300);
    looked(endless, None, &format!("q={cut}&sort=-updated_at&limit=25"));
}

/// L5, L6, L9: a range that lies outside its snippet would be drawn wrong, or not at all.
#[test]
fn what_was_found_is_said_beside_the_tickets() {
    let ask = looking(Find { facets: true, at: Some(20), ..Find::default() });
    check(
        &Looking,
        &ask,
        &[good("deskpane/found")],
        r#"Get /tickets?scope=mine&sort=-updated_at&facets=true&at=20&limit=2
        t-1042 1042: Résumé of orders | Open  | Support |  | 2026-11-20T14:05:00Z
        t-7 t-7: Phone call | Open  | Support |  | 2026-11-02T08:00:00Z
        t-8 t-8: New field | Open  | Support |  | 2026-11-02T08:00:00Z
        next: next
        total: 57
        begins at: 20
        match in t-1042: Message m-3 | …the 🫖 résumé of it… | [(7, 13)]
        match in t-7: Subject  | Phone call | [(0, 2), (6, 10)]
        Status(Open): 40
        Escalated: 2
        Requester("u-17"): 3 Alice Moreau"#,
    );
}

/// It travels only to who looks; until then it is not as if nothing were looked for.
#[test]
fn nothing_is_found_before_it_is_looked_for() {
    check(&Deskpane, &looking(Find::default()), &[], "Refused");
    check(&Looking, &tickets(Scope::Mine), &[], "Get /tickets?scope=mine&sort=-updated_at&limit=2");
}

fn looking(find: Find) -> Ask {
    let find = Some(Rc::new(find));
    Ask::Tickets { scope: Scope::Mine, sort: Sort::default(), limit: 2, after: None, find }
}
