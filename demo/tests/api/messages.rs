//! A ticket's conversation, page by page.

use contract::{Message, Page, Ticket};

use crate::desk::{Desk, Visitor};

async fn longest<'a>(visitor: &Visitor<'a>) -> (String, u64) {
    let mut best = (String::new(), 0);
    for ticket in visitor.walk("scope=mine", 100).await {
        let page = messages(visitor, &ticket.id, "limit=1").await;
        if page.total.unwrap() > best.1 {
            best = (ticket.id, page.total.unwrap());
        }
    }
    best
}

async fn messages(visitor: &Visitor<'_>, ticket: &str, query: &str) -> Page<Message> {
    visitor.get(&format!("/tickets/{ticket}/messages?{query}")).await.json()
}

#[tokio::test]
async fn the_newest_page_comes_first_and_leads_back_to_the_beginning() {
    let desk = Desk::open();
    let mia = desk.sign_in("mia").await;
    let (id, total) = longest(&mia).await;
    assert!(total >= 200, "{total}");
    let mut page = messages(&mia, &id, "limit=40").await;
    assert_eq!(page.next_cursor, None);
    let mut all = page.items;
    while let Some(prev) = page.prev_cursor {
        page = messages(&mia, &id, &format!("limit=40&cursor={prev}")).await;
        assert!(page.next_cursor.is_some());
        all.splice(0..0, page.items);
    }
    assert_eq!(all.len() as u64, total);
    assert!(all.is_sorted_by_key(|it| it.created_at.clone()));
    let ticket: Ticket = mia.get(&format!("/tickets/{id}")).await.json();
    assert_eq!(ticket.created_at, all[0].created_at);
}

#[tokio::test]
async fn a_link_to_a_message_opens_a_page_around_it() {
    let desk = Desk::open();
    let mia = desk.sign_in("mia").await;
    let (id, total) = longest(&mia).await;
    let newest = messages(&mia, &id, "limit=1").await.items.remove(0).id;
    let first = format!("{id}-1");
    let middle = format!("{id}-{}", total / 2);
    for (around, before, after) in
        [(&first, false, true), (&middle, true, true), (&newest, true, false)]
    {
        let page = messages(&mia, &id, &format!("limit=20&around={around}")).await;
        assert_eq!(page.items.len(), 20, "{around}");
        assert!(page.items.iter().any(|it| it.id == *around), "{around}");
        assert_eq!((page.prev_cursor.is_some(), page.next_cursor.is_some()), (before, after));
        if let Some(next) = page.next_cursor {
            let newer = messages(&mia, &id, &format!("limit=20&cursor={next}")).await;
            assert!(newer.items[0].created_at >= page.items[19].created_at);
            assert!(newer.items.iter().all(|it| !page.items.contains(it)));
        }
    }
    for wrong in ["1001", "nope", "%00"] {
        let reply = mia.get(&format!("/tickets/{id}/messages?around={wrong}")).await;
        assert_eq!(reply.problem(400, "bad_parameter").errors[0].field, "around");
    }
}

#[tokio::test]
async fn a_cursor_of_another_ticket_is_refused() {
    let desk = Desk::open();
    let mia = desk.sign_in("mia").await;
    let (id, _) = longest(&mia).await;
    let prev = messages(&mia, &id, "limit=5").await.prev_cursor.unwrap();
    let other = mia.page("limit=100").await.items.into_iter().find(|it| it.id != id).unwrap();
    let reply = mia.get(&format!("/tickets/{}/messages?cursor={prev}", other.id)).await;
    assert_eq!(reply.problem(400, "bad_parameter").errors[0].field, "cursor");
    // A cursor far outside, as somebody could write one, is an empty page and no fault.
    let both = mia.get(&format!("/tickets/{id}/messages?cursor={prev}&around={id}-1")).await;
    assert_eq!(both.problem(400, "bad_parameter").errors[0].field, "around");
}
