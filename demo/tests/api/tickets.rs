//! Lists of tickets: scopes, filters, sort, cursors.

use std::collections::BTreeSet;

use contract::{Me, StatusCategory, Ticket};
use rusqlite::Connection;

use crate::desk::{Desk, Visitor, ids};

#[tokio::test]
async fn everybody_sees_their_own_and_those_they_are_copied_on() {
    let desk = Desk::open();
    let mia = desk.sign_in("mia").await;
    let mine = mia.walk("scope=mine", 100).await;
    assert!(mine.len() > 25, "{}", mine.len());
    assert!(mine.iter().all(|it| it.requester.as_ref().unwrap().id == "mia"));
    let copied = mia.walk("scope=cc", 100).await;
    assert!(!copied.is_empty());
    for it in &copied {
        assert!(it.requester.as_ref().unwrap().id != "mia", "{}", it.id);
        assert!(it.participants.iter().any(|it| it.id == "mia"), "{}", it.id);
    }
}

#[tokio::test]
async fn an_administrator_sees_the_organisation_and_others_cannot_tell_it_is_there() {
    let desk = Desk::open();
    let omar = desk.sign_in("omar").await;
    let all = omar.walk("scope=org:northwind", 100).await;
    let requesters: BTreeSet<_> = all.iter().map(|it| it.requester.clone().unwrap().id).collect();
    assert!(requesters.len() > 1, "{requesters:?}");
    assert!(all.iter().all(|it| it.organization.as_ref().unwrap().id == "northwind"));
    for (account, scope) in [("mia", "northwind"), ("tess", "northwind"), ("omar", "kanto")] {
        let reply = desk.sign_in(account).await.get(&format!("/tickets?scope=org:{scope}")).await;
        reply.problem(404, "not_found");
    }
}

#[tokio::test]
async fn what_is_not_yours_is_not_there() {
    let desk = Desk::open();
    let omar = desk.sign_in("omar").await;
    let all = omar.walk("scope=org:northwind", 100).await;
    let other = all.iter().find(|it| {
        let people = it.requester.iter().chain(&it.participants);
        people.into_iter().all(|it| it.id != "mia")
    });
    let other = &other.unwrap().id;
    let mia = desk.sign_in("mia").await;
    for path in [format!("/tickets/{other}"), format!("/tickets/{other}/messages")] {
        assert_eq!(omar.get(&path).await.status, 200);
        let refused = mia.get(&path).await;
        refused.problem(404, "not_found");
        // Byte for byte what a ticket that does not exist gives.
        let unknown = mia.get(&path.replace(other.as_str(), "no-such-ticket")).await;
        assert_eq!(refused.body, unknown.body);
    }
}

#[tokio::test]
async fn history_can_be_out_of_reach() {
    let desk = Desk::open();
    let nora = desk.sign_in("nora").await;
    let me: Me = nora.get("/me").await.json();
    assert_eq!(me.history.unavailable_reason.as_deref(), Some("regulated_tenant"));
    assert_eq!(nora.page("").await.total, Some(0));

    let hana = desk.sign_in("hana").await;
    let me: Me = hana.get("/me").await.json();
    let from = me.history.from.unwrap();
    let tickets = hana.walk("scope=org:kanto", 10).await;
    assert!(!tickets.is_empty());
    assert!(tickets.iter().all(|it| it.created_at >= from));
    hana.get("/tickets/2019").await.problem(404, "not_found");

    let jon = desk.sign_in("jon").await;
    assert_eq!(jon.page("").await.partial, Some(true));
    let ivo = desk.sign_in("ivo").await;
    let page = ivo.page("").await;
    assert_eq!((page.total, page.partial), (Some(0), None));
}

#[tokio::test]
async fn filters_keep_what_matches_and_nothing_else() {
    let desk = Desk::open();
    let omar = desk.sign_in("omar").await;
    let scope = "scope=org:northwind";
    let all = omar.walk(scope, 100).await;
    let middle = all[all.len() / 2].updated_at.clone();
    type Test = Box<dyn Fn(&Ticket) -> bool>;
    let word = |it: &Ticket| serde_json::to_value(it).unwrap();
    let cases: Vec<(String, Test)> = vec![
        (
            "status=open,on_hold".to_owned(),
            Box::new(|it| {
                matches!(it.status.category, StatusCategory::Open | StatusCategory::OnHold)
            }),
        ),
        ("type=chat".to_owned(), Box::new(move |it| word(it)["type"] == "chat")),
        (
            "priority=urgent,high".to_owned(),
            Box::new(move |it| {
                let level = &word(it)["priority"]["level"];
                level == "urgent" || level == "high"
            }),
        ),
        ("escalated=true".to_owned(), Box::new(|it| it.escalated)),
        ("escalated=false".to_owned(), Box::new(|it| !it.escalated)),
        ("unread=true".to_owned(), Box::new(|it| it.unread)),
        ("unread=false".to_owned(), Box::new(|it| !it.unread)),
        (format!("updated_from={middle}"), {
            let middle = middle.clone();
            Box::new(move |it| it.updated_at >= middle)
        }),
        (format!("created_to={middle}"), Box::new(move |it| it.created_at < middle)),
    ];
    for (filter, matches) in cases {
        let found = omar.walk(&format!("{scope}&sort=id&{filter}"), 100).await;
        let mut expect: Vec<_> = all.iter().filter(|it| matches(it)).cloned().collect();
        expect.sort_by(|a, b| a.id.cmp(&b.id));
        assert!(!expect.is_empty(), "{filter} tests nothing");
        assert_eq!(ids(&found), ids(&expect), "{filter}");
        let page = omar.page(&format!("{scope}&{filter}&limit=1")).await;
        assert_eq!(page.total, Some(expect.len() as u64), "{filter}");
    }
}

#[tokio::test]
async fn whose_turn_it_is_follows_from_the_status_unless_it_is_said() {
    let desk = Desk::open();
    let mia = desk.sign_in("mia").await;
    let waiting = mia.walk("waiting_on=customer", 100).await;
    assert!(!waiting.is_empty());
    for it in &waiting {
        let said = it.waiting_on.map(|it| it == contract::WaitingOn::Customer);
        let follows = it.status.category == StatusCategory::AwaitingCustomer;
        assert!(said.unwrap_or(follows), "{}", it.id);
    }
    let me: Me = mia.get("/me").await.json();
    assert_eq!(me.attention.awaiting_customer as usize, waiting.len());
    assert_eq!(me.attention.unread as usize, mia.walk("unread=true", 100).await.len());
}

#[tokio::test]
async fn words_are_looked_for_in_subject_id_and_people() {
    let desk = Desk::open();
    let omar = desk.sign_in("omar").await;
    let scope = "scope=org:northwind";
    let one = &omar.page(scope).await.items[0];
    let found = omar.page(&format!("{scope}&q={}", one.id)).await;
    assert_eq!(ids(&found.items), [one.id.as_str()]);
    let found = omar.walk(&format!("{scope}&q=MIA%20laurent"), 100).await;
    assert!(!found.is_empty());
    assert!(found.iter().all(|it| {
        let mut people = it.requester.iter().chain(&it.participants).chain(&it.assignee);
        people.any(|it| it.name == "Mia Laurent")
    }));
    // What LIKE takes for "anything" is an ordinary character here.
    assert_eq!(omar.page(&format!("{scope}&q=%25%5F%25")).await.total, Some(0));
    assert_eq!(omar.page(&format!("{scope}&q=%27%3B--")).await.total, Some(0));
}

#[tokio::test]
async fn every_order_is_an_order_both_ways() {
    let desk = Desk::open();
    let mia = desk.sign_in("mia").await;
    let priority = ["question", "tolerable", "high", "urgent"];
    let status = ["closed", "resolved", "on_hold", "open", "awaiting_customer"];
    let rank = |words: &[&str], it: &serde_json::Value| {
        words.iter().position(|word| it == word).map_or_else(String::new, |at| (at + 1).to_string())
    };
    let key = |sort: &str, it: &Ticket| {
        let json = serde_json::to_value(it).unwrap();
        match sort {
            "priority" => rank(&priority, &json["priority"]["level"]),
            "status" => rank(&status, &json["status"]["category"]),
            _ => json[sort].as_str().unwrap().to_owned(),
        }
    };
    for sort in ["created_at", "updated_at", "status", "priority", "id"] {
        let up = mia.walk(&format!("sort={sort}"), 7).await;
        let keys: Vec<_> = up.iter().map(|it| (key(sort, it), it.id.clone())).collect();
        assert!(keys.is_sorted(), "{sort}: {keys:?}");
        let mut down = mia.walk(&format!("sort=-{sort}"), 7).await;
        down.reverse();
        assert_eq!(ids(&up), ids(&down), "{sort}");
    }
    let default = mia.page("limit=100").await.items;
    assert_eq!(ids(&default), ids(&mia.page("sort=-updated_at&limit=100").await.items));
}

#[tokio::test]
async fn pages_lead_forth_and_back_over_every_ticket_once() {
    let desk = Desk::open();
    let mia = desk.sign_in("mia").await;
    let all = mia.walk("scope=mine", 100).await;
    let mut page = mia.page("limit=7").await;
    assert_eq!(page.total, Some(all.len() as u64));
    assert_eq!(page.prev_cursor, None);
    let mut forth = vec![page.items];
    while let Some(next) = page.next_cursor {
        page = mia.page(&format!("limit=7&cursor={next}")).await;
        assert!(page.prev_cursor.is_some());
        forth.push(page.items);
    }
    assert_eq!(ids(&forth.concat()), ids(&all));
    let mut back = vec![forth.pop().unwrap()];
    let mut cursor = page.prev_cursor;
    while let Some(prev) = cursor {
        let page = mia.page(&format!("limit=7&cursor={prev}")).await;
        assert!(page.next_cursor.is_some());
        back.insert(0, page.items);
        cursor = page.prev_cursor;
    }
    assert_eq!(ids(&back.concat()), ids(&all));
}

/// Moves a ticket to the top, as an answer would.
fn touch(desk: &Desk, id: &str) {
    let db = Connection::open(desk.demo.db()).unwrap();
    let sql = "UPDATE ticket SET updated_at = updated_at + 1000000000000 WHERE id = ?";
    assert_eq!(db.execute(sql, [id]).unwrap(), 1);
}

async fn walk_while_changing(mia: &Visitor<'_>, change: usize) -> (Vec<Ticket>, Vec<Ticket>) {
    let all = mia.walk("scope=mine", 100).await;
    let first = mia.page("limit=10").await;
    touch(mia.desk, &all[change].id);
    let mut walked = first.items;
    let mut cursor = first.next_cursor;
    while let Some(next) = cursor {
        let page = mia.page(&format!("limit=10&cursor={next}")).await;
        walked.extend(page.items);
        cursor = page.next_cursor;
    }
    (all, walked)
}

#[tokio::test]
async fn a_ticket_that_changes_meanwhile_makes_no_other_come_twice_or_go_missing() {
    // One that was seen, the very one the cursor stands at, and one still to come.
    for change in [3, 9, 15] {
        let desk = Desk::open();
        let mia = desk.sign_in("mia").await;
        let (all, walked) = walk_while_changing(&mia, change).await;
        let moved = all[change].id.as_str();
        let mut expect = ids(&all);
        if change >= 10 {
            expect.remove(change);
        }
        assert_eq!(ids(&walked), expect, "changed number {change}");
        // Where it went is above the first page: the next look finds it.
        assert_eq!(mia.page("limit=1").await.items[0].id, moved);
    }
}

#[tokio::test]
async fn a_cursor_serves_its_own_question_only() {
    let desk = Desk::open();
    let mia = desk.sign_in("mia").await;
    let omar = desk.sign_in("omar").await;
    let cursor = mia.page("limit=5").await.next_cursor.unwrap();
    // Another page size is the same question.
    assert_eq!(mia.page(&format!("limit=2&cursor={cursor}")).await.items.len(), 2);
    for (who, query) in [(&mia, "sort=id&"), (&mia, "status=open&"), (&omar, "")] {
        let reply = who.get(&format!("/tickets?{query}cursor={cursor}")).await;
        assert_eq!(reply.problem(400, "bad_parameter").errors[0].field, "cursor");
    }
    for rubbish in ["x", "00", "é", "ffff"] {
        mia.get(&format!("/tickets?cursor={}", rubbish.replace('é', "%C3%A9")))
            .await
            .problem(400, "bad_parameter");
    }
}

#[tokio::test]
async fn all_wrong_parameters_are_named_at_once() {
    let desk = Desk::open();
    let mia = desk.sign_in("mia").await;
    let reply = mia
        .get(
            "/tickets?scope=all&status=open,asleep&type=fax&priority=1&waiting_on=me&escalated=yes\
             &unread=1&created_from=yesterday&updated_to=2026-01-01&sort=mood&limit=0",
        )
        .await;
    let problem = reply.problem(400, "bad_parameter");
    let fields: BTreeSet<_> = problem.errors.iter().map(|it| it.field.as_str()).collect();
    let expect = [
        "scope",
        "status",
        "type",
        "priority",
        "waiting_on",
        "escalated",
        "unread",
        "created_from",
        "updated_to",
        "sort",
        "limit",
    ];
    assert_eq!(fields, BTreeSet::from(expect));
    assert_eq!(mia.get("/tickets?limit=101").await.status, 400);
    // Empty is absent, and what is not known is ignored.
    assert_eq!(mia.get("/tickets?status=&colour=blue").await.status, 200);
}
