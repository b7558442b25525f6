//! Finding the one ticket: search, filters with counts, any place in a list.

use std::collections::BTreeMap;

use axum::http::Method;
use contract::{Match, MatchField, Me, Page, Ticket};
use demo::Config;
use rusqlite::Connection;
use serde_json::json;

use crate::desk::{Desk, Visitor, ids};

fn encoded(text: &str) -> String {
    form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

impl Visitor<'_> {
    async fn search(&self, text: &str) -> Page<Ticket> {
        self.page(&format!("limit=100&q={}", encoded(text))).await
    }
}

/// A snippet with its hits in brackets.
fn shown(it: &Match) -> String {
    let mut out = String::new();
    for (at, letter) in it.snippet.chars().chain(['\n']).enumerate() {
        let is = |end: usize| it.ranges.iter().any(|it| it[end] as usize == at);
        if is(1) {
            out.push(']');
        }
        if is(0) {
            out.push('[');
        }
        out.push(letter);
    }
    out.trim_end().to_owned()
}

/// Opens a ticket of this subject and text, and gives its id.
async fn opened(who: &Visitor<'_>, subject: &str, text: &str) -> String {
    let of = &who.page("limit=1").await.items[0].id;
    let body = json!({ "subject": subject, "body": text, "format": "text", "follow_up_of": of });
    who.post("/tickets", body).await.created::<Ticket>().id
}

/// L5: what differs in case, accents or width alone is the same, in any script.
#[tokio::test]
async fn letters_are_found_however_they_are_written() {
    let desk = Desk::open();
    let mia = desk.sign_in("mia").await;
    let id = opened(
        &mia,
        "Quarterly Résumé",
        "Zone ＡＢＣ of the Straße in İzmir.\nご注文は倉庫に届きません。\nوصلت الطَّلَبيّة إلى مـستودع\nคลังสินค้าที่แหลมฉบัง",
    )
    .await;
    for (text, expected) in [
        ("resume", "Quarterly [Résumé]"),
        ("RÉSUMÉ", "Quarterly [Résumé]"),
        ("re\u{301}sume\u{301}", "Quarterly [Résumé]"),
        ("ｒesum", "Quarterly [Résum]é"),
        ("abc", "Zone [ＡＢＣ] of"),
        ("strasse izmir", "the [Straße] in [İzmir]"),
        ("注文", "ご[注文]は"),
        ("倉庫に届", "[倉庫に届]きません"),
        ("ん", "届きませ[ん]。"),
        ("الطلبية", "وصلت [الطَّلَبيّة] إلى"),
        ("مستودع", "[مـستودع]"),
        ("สินค้า", "คลัง[สินค้า]ที่"),
        ("\"of the strasse\"", "[of the Straße]"),
    ] {
        let page = mia.search(text).await;
        let found = page.items.iter().find(|it| it.id == id);
        let found = found.unwrap_or_else(|| panic!("{text} finds {:?}", ids(&page.items)));
        let shown = shown(found.matched.as_ref().unwrap());
        assert!(shown.contains(expected), "{text}: {shown}");
    }
    for text in ["resumé abcd", "注庫", "\"the of\"", "かき", "\"resum\""] {
        let page = mia.search(text).await;
        assert!(page.items.iter().all(|it| it.id != id), "{text} finds it");
    }
}

/// L5: the words may lie anywhere in a ticket, and the place with most of them is shown.
#[tokio::test]
async fn all_words_must_be_somewhere_and_the_best_place_is_shown() {
    let desk = Desk::open();
    let mia = desk.sign_in("mia").await;
    let id = opened(&mia, "Quagga gate", "The quagga stands by the turnstile.").await;
    let reply = json!({ "body": "It is a zebra, Mia says.", "format": "text" });
    mia.post(&format!("/tickets/{id}/messages"), reply).await;
    let match_of = async |text: &str| {
        let page = mia.search(text).await;
        assert_eq!(ids(&page.items), [id.as_str()], "{text}");
        page.items[0].matched.clone().unwrap()
    };
    let it = match_of("quagga").await;
    assert_eq!((it.field, it.message_id), (MatchField::Subject, None));
    let it = match_of("quagga turnstile").await;
    assert_eq!((it.field, it.message_id), (MatchField::Message, Some(format!("{id}-1"))));
    let it = match_of("zebra quagga").await;
    assert_eq!((it.field, shown(&it)), (MatchField::Subject, "[Quagga] gate".to_owned()));
    let it = match_of("zebra").await;
    assert_eq!(it.message_id, Some(format!("{id}-2")), "what is said later is found too");
    let it = match_of("quagga laurent").await;
    assert_eq!(it.field, MatchField::Subject);
    assert_eq!(match_of(&format!("quagga #{id}")).await.field, MatchField::Id);
    assert!(mia.search("quagga giraffe").await.items.is_empty());
}

/// L5: whoever types a number means that ticket, and a subject says more than a mail.
#[tokio::test]
async fn the_best_match_comes_first_unless_an_order_is_asked_for() {
    let desk = Desk::open();
    let mia = desk.sign_in("mia").await;
    let said = opened(&mia, "Something else", "The okapi of the okapi is an okapi.").await;
    let named = opened(&mia, "Okapi", "See above.").await;
    let other = opened(&mia, &format!("About {said} and the okapi"), "…").await;
    let found = mia.search("okapi").await.items;
    assert_eq!(found.len(), 3);
    assert_eq!(found[2].id, said);
    assert_eq!(mia.search(&said).await.items[0].id, said);
    assert_eq!(mia.search(&format!("#{said}")).await.items[0].id, said);
    let by_id = mia.page("q=okapi&sort=id").await.items;
    assert_eq!(ids(&by_id), [&said, &named, &other]);
}

/// L5, A1: nobody finds by its words what they may not see.
#[tokio::test]
async fn only_what_somebody_may_read_is_searched() {
    let desk = Desk::open();
    let mia = desk.sign_in("mia").await;
    let id = opened(&mia, "Private matter", "The password is pangolin.").await;
    let omar = desk.sign_in("omar").await;
    assert_eq!(ids(&omar.page("scope=org:northwind&q=pangolin").await.items), [id.as_str()]);
    for who in ["omar", "kenji", "tess", "leo"] {
        let who = desk.sign_in(who).await;
        for scope in ["mine", "cc"] {
            let page = who.page(&format!("scope={scope}&q=pangolin&facets=true")).await;
            assert_eq!((page.total, page.items.len()), (Some(0), 0));
            assert!(page.facets.unwrap().values().all(Vec::is_empty));
        }
    }
    let nora = desk.sign_in("nora").await;
    assert_eq!(nora.page("q=a%20the").await.total, Some(0));
    // What is no message is nobody's words, and what is withheld is nobody's to read.
    let db = Connection::open(desk.demo.db()).unwrap();
    for kind in ["event", "withheld"] {
        let sql = "UPDATE message SET kind = ? WHERE ticket = ?";
        assert_eq!(db.execute(sql, [kind, &id]).unwrap(), 1);
        assert_eq!(mia.search("pangolin").await.total, Some(0), "{kind}");
    }
}

/// L5: nothing that is typed is syntax, too long, or an error.
#[tokio::test]
async fn hostile_words_find_what_they_say_or_nothing() {
    let desk = Desk::open();
    let mia = desk.sign_in("mia").await;
    let all = mia.page("limit=1").await.total;
    for text in [
        "\"",
        "'",
        "a AND",
        "NOT",
        "(",
        "subject:",
        "^a*",
        "NEAR(a b)",
        "a\0b",
        "*",
        "{x}:y",
        "-- ;",
        "\u{feff}",
        "%",
        "_",
        "\\",
        "\u{10ffff}",
        "a\"b\"c\"",
        "🫖",
        "\u{301}",
        "' OR 1=1 --",
    ] {
        let page = mia.search(text).await;
        assert!(page.total < all, "{text} finds everything");
    }
    assert_eq!(mia.search("  \t\u{3000} ").await.total, all, "blanks are no words");
    for text in ["a".repeat(10_000), "\"".repeat(9_999), "(".repeat(9_999)] {
        assert_eq!(mia.search(&text).await.items.len(), 0, "{}", &text[..4]);
    }
    let words: Vec<String> = (0..1_500).map(|it| format!("w{it}")).collect();
    assert_eq!(mia.search(&words.join(" ")).await.total, Some(0));
    assert_eq!(mia.search(&"a ".repeat(5_000)).await.total, mia.search("a").await.total);
    mia.search(&"注文".repeat(500)).await;
}

/// L6: counts are those of the lists that the filters would give.
#[tokio::test]
async fn each_value_is_counted_with_all_the_other_filters() {
    let desk = Desk::open();
    let omar = desk.sign_in("omar").await;
    let scope = "scope=org:northwind";
    assert_eq!(omar.page(scope).await.facets, None, "they cost more than the page");
    for filter in [
        "",
        "&status=open",
        "&status=open,closed&type=web",
        "&requester=mia&unread=false",
        "&q=the",
    ] {
        let page = omar.page(&format!("{scope}{filter}&facets=true&limit=1")).await;
        let facets = page.facets.unwrap();
        assert_eq!(facets.len(), 7);
        for (name, values) in &facets {
            let others: Vec<&str> = filter
                .split('&')
                .filter(|it| !it.is_empty() && !it.starts_with(&format!("{name}=")))
                .collect();
            assert!(!values.is_empty(), "{filter}: {name}");
            for it in values {
                let query = format!("{scope}&{}&{name}={}&limit=1", others.join("&"), it.value);
                assert_eq!(omar.page(&query).await.total, Some(it.count), "{filter} {query}");
            }
        }
        // What is not chosen is counted as it would be if it were.
        assert!(facets["status"].len() > 1 && facets["type"].len() > 1, "{filter}: {facets:?}");
        let people = &facets["requester"];
        assert!(people.iter().all(|it| it.label.as_ref().is_some_and(|it| it.contains(' '))));
    }
}

/// O1.
#[tokio::test]
async fn a_list_can_be_that_of_one_person() {
    let desk = Desk::open();
    let omar = desk.sign_in("omar").await;
    let all = omar.walk("scope=org:northwind", 100).await;
    let found = omar.walk("scope=org:northwind&requester=mia", 100).await;
    assert!(!found.is_empty() && found.len() < all.len());
    assert!(found.iter().all(|it| it.requester.as_ref().unwrap().id == "mia"));
    assert_eq!(omar.page("scope=org:northwind&requester=nobody").await.total, Some(0));
    // Whose tickets one may see is not for the filter to say.
    assert_eq!(omar.page("scope=mine&requester=mia").await.total, Some(0));
}

/// L9: a page at any row is the piece of the list that lies there, in each order and in what is found.
#[tokio::test]
async fn any_row_of_a_list_can_be_asked_for() {
    let desk = Desk::open();
    let mia = desk.sign_in("mia").await;
    let queries = [
        "",
        "sort=created_at",
        "sort=-status",
        "sort=id",
        "status=open,closed&sort=-priority",
        "q=the",
    ];
    for query in queries {
        let all = mia.walk(query, 100).await;
        let total = all.len();
        assert!(total > 8, "{query} tests nothing");
        for at in [0, 1, total / 2 - 1, total / 2, total / 2 + 1, total - 3, total - 1] {
            let page = mia.page(&format!("{query}&limit=4&at={at}")).await;
            let end = total.min(at + 4);
            assert_eq!(ids(&page.items), ids(&all[at..end]), "{query} at {at}");
            assert_eq!((page.first_index, page.total), (Some(at as u64), Some(total as u64)));
            assert_eq!(page.prev_cursor.is_some(), at > 0, "{query} at {at}");
            assert_eq!(page.next_cursor.is_some(), end < total, "{query} at {at}");
            // From there on as from anywhere.
            if let Some(next) = page.next_cursor {
                let next = mia.page(&format!("{query}&limit=4&cursor={next}")).await;
                assert_eq!(ids(&next.items), ids(&all[end..total.min(end + 4)]));
                assert_eq!(next.first_index, Some(end as u64));
            }
            if let Some(before) = page.prev_cursor {
                let before = mia.page(&format!("{query}&limit=4&cursor={before}")).await;
                let start = at.saturating_sub(4);
                assert_eq!(ids(&before.items), ids(&all[start..at]), "{query} before {at}");
                assert_eq!(before.first_index, Some(start as u64));
            }
        }
        for beyond in [total.to_string(), "4294967295".to_owned(), "9".repeat(40)] {
            let page = mia.page(&format!("{query}&at={beyond}")).await;
            assert_eq!((page.items.len(), page.first_index), (0, Some(total as u64)), "{query}");
            assert_eq!(page.next_cursor, None);
        }
    }
    for at in ["-1", "1.5", "x", "%00"] {
        mia.get(&format!("/tickets?at={at}")).await.problem(400, "bad_parameter");
    }
    let cursor = mia.page("limit=1").await.next_cursor.unwrap();
    let refused = mia.get(&format!("/tickets?at=1&cursor={cursor}")).await;
    assert_eq!(refused.problem(400, "bad_parameter").errors[0].field, "at");
}

#[tokio::test]
async fn what_is_found_is_found_page_by_page() {
    let desk = Desk::open();
    let mia = desk.sign_in("mia").await;
    let all = mia.page("q=the&limit=100").await;
    assert_eq!(all.total, Some(all.items.len() as u64));
    let mut walked = Vec::new();
    let mut page = mia.page("q=the&limit=3").await;
    loop {
        walked.extend(page.items);
        let Some(next) = page.next_cursor else { break };
        page = mia.page(&format!("q=the&limit=3&cursor={next}")).await;
    }
    assert_eq!(ids(&walked), ids(&all.items));
}

/// L7: reading and answering change what is unread, in the count and in the list.
#[tokio::test]
async fn what_is_unread_follows_what_is_read_and_said() {
    let desk = Desk::with(Config { agent: true, ..Config::default() });
    let mia = desk.sign_in("mia").await;
    let unread = async || {
        let listed = mia.walk("unread=true", 100).await;
        let me: Me = mia.get("/me").await.json();
        assert_eq!(me.attention.unread as usize, listed.len());
        assert!(listed.iter().all(|it| it.unread));
        ids(&listed).into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    let one = unread().await.pop().unwrap();
    let last = mia.thread(&one).await.pop().unwrap().id;
    mia.put(&format!("/tickets/{one}/read"), json!({ "last_message_id": last })).await;
    assert!(!unread().await.contains(&one));
    let form = format!("act=answer&id={one}&text=Hello&status=");
    let said = desk.send(Method::POST, "/agent", &[], form).await;
    assert_eq!(said.status, 303, "{}", said.text());
    assert!(unread().await.contains(&one));
}

/// L9: the large list is the same every time, and the other lists are what they were.
#[tokio::test]
async fn as_many_tickets_as_are_asked_for_lie_in_one_list() {
    let many = || Desk::with(Config { tickets: 500, ..Config::default() });
    let (desk, again, without) = (many(), many(), Desk::open());
    let otto = desk.sign_in("otto").await;
    let page = otto.page("facets=true&limit=100&sort=id").await;
    assert_eq!(page.total, Some(500));
    let facets: BTreeMap<_, _> = page.facets.unwrap();
    assert_eq!(facets["status"].len(), 5, "{facets:?}");
    assert!(facets["priority"].len() == 4 && facets["type"].len() > 3);
    let organization = otto.page("scope=org:quayside&facets=true").await;
    assert_eq!(organization.total, Some(510));
    assert!(organization.facets.unwrap()["requester"].len() > 2);
    let other = again.sign_in("otto").await.page("limit=100&sort=id").await;
    assert_eq!(ids(&page.items), ids(&other.items));
    let subjects = |it: &[Ticket]| it.iter().map(|it| it.subject.clone()).collect::<Vec<_>>();
    assert_eq!(subjects(&page.items), subjects(&other.items));
    let languages = page.items.iter().filter_map(|it| it.language.as_deref());
    let mut languages: Vec<&str> = languages.collect();
    languages.sort_unstable();
    languages.dedup();
    assert!(languages.len() > 5, "{languages:?}");
    for it in page.items.iter().take(5) {
        assert!(it.created_at <= it.updated_at && !it.subject.contains('{'), "{it:?}");
        assert!(otto.thread(&it.id).await.iter().all(|it| !it.text.contains('{')));
    }
    for account in ["mia", "omar", "kenji"] {
        let (with, without) = (desk.sign_in(account).await, without.sign_in(account).await);
        let (with, without) = (with.page("limit=100").await, without.page("limit=100").await);
        assert_eq!(ids(&with.items), ids(&without.items));
    }
    without.send(Method::POST, "/sign-in", &[], "account=otto").await.problem(400, "bad_parameter");
}
