//! What a ticket says may be done with it is what the calls then do, for everybody and everywhere.

use std::path::PathBuf;

use axum::http::Method;
use contract::{Action, Actions, Me, NextStep, RatingPolicy, StatusCategory, Ticket};
use demo::Config;
use rusqlite::Connection;
use serde_json::{Value, json};

use crate::desk::{Desk, Visitor};

const ACCOUNTS: &[&str] = &[
    "mia", "omar", "tess", "leo", "nora", "ivo", "hana", "jon", "claire", "felix", "layla", "kenji",
];

/// An action: how a ticket names it, how it is called, and how the ticket then is.
struct Deed {
    method: Method,
    call: &'static str,
    body: fn(&Me) -> Value,
    said: fn(&Actions) -> &Option<Action>,
    done: fn(&Ticket) -> bool,
}

const DEEDS: &[Deed] = &[
    Deed {
        method: Method::POST,
        call: "messages",
        body: |_| json!({ "body": "Hello." }),
        said: |it| &it.reply,
        done: |it| it.status.category == StatusCategory::Open,
    },
    Deed {
        method: Method::POST,
        call: "close",
        body: |_| json!({ "comment": null }),
        said: |it| &it.close,
        done: |it| it.status.category == StatusCategory::Closed,
    },
    Deed {
        method: Method::POST,
        call: "reopen",
        body: |_| json!({ "comment": "Again." }),
        said: |it| &it.reopen,
        done: |it| it.status.category == StatusCategory::Open,
    },
    Deed {
        method: Method::POST,
        call: "rating",
        body: |me| {
            let is_stars = me.policy.rating == Some(RatingPolicy::Stars5);
            json!({ "score": if is_stars { 5 } else { 1 }, "comment": null })
        },
        said: |it| &it.rate,
        done: |it| it.rating.is_some(),
    },
    Deed {
        method: Method::POST,
        call: "verification",
        body: |_| json!({ "outcome": "fixed" }),
        said: |it| &it.verify,
        done: |it| it.status.category == StatusCategory::Resolved,
    },
    Deed {
        method: Method::PUT,
        call: "proxy-access",
        body: |_| json!({ "enabled": true }),
        said: |it| &it.proxy_access,
        done: |it| it.proxy_access.is_some_and(|it| it.enabled),
    },
];

/// A desk on a copy of this one's database.
struct Copy {
    desk: Desk,
    db: PathBuf,
}

impl Copy {
    fn of(desk: &Desk, name: &str) -> Self {
        let file = format!("deskpane-copy-{}-{name}.sqlite", std::process::id());
        let db = std::env::temp_dir().join(file);
        demo::store::Store::remove(&db).unwrap();
        let source = Connection::open(desk.demo.db()).unwrap();
        source.execute("VACUUM INTO ?", [db.to_str().unwrap()]).unwrap();
        let config = Config { db: Some(db.clone()), keep: true, ..Config::default() };
        Self { desk: Desk::with(config), db }
    }
}

impl Drop for Copy {
    fn drop(&mut self) {
        demo::store::Store::remove(&self.db).unwrap();
    }
}

/// Tries it, and says what was allowed, refused or absent, or how the ticket lied.
async fn tried(
    visitor: &Visitor<'_>,
    me: &Me,
    deed: &Deed,
    before: &Ticket,
) -> Result<&'static str, String> {
    let path = format!("/tickets/{}/{}", before.id, deed.call);
    let reply = visitor.send(deed.method.clone(), &path, (deed.body)(me)).await;
    let code = || serde_json::from_slice::<contract::Problem>(&reply.body).map(|it| it.code);
    let after = visitor.ticket(&before.id).await;
    let (status, said) = (reply.status.as_u16(), (deed.said)(&before.actions));
    match said {
        Some(it) if it.allowed => {
            let held = reply.status.is_success() && (deed.done)(&after);
            held.then_some("allowed").ok_or_else(|| format!("allowed, and then {}", reply.text()))
        }
        Some(it) => {
            // What nobody may any more stands in the way of anybody.
            let over = ["closed_final", "reopen_window_over", "merged"];
            let is_over = it.reason.as_deref().is_some_and(|it| over.contains(&it));
            let expected = if is_over { 409 } else { 403 };
            let held = status == expected && code().ok() == it.reason && after == *before;
            let said = || format!("refused as {:?}, and then {status} {}", it.reason, reply.text());
            held.then_some("refused").ok_or_else(said)
        }
        None => {
            let held = status == 409 && after == *before;
            held.then_some("absent").ok_or_else(|| format!("absent, and then {}", reply.text()))
        }
    }
}

#[tokio::test]
async fn a_ticket_says_what_its_calls_then_do() {
    let original = Desk::open();
    let mut counts = std::collections::BTreeMap::<_, usize>::new();
    let mut lies = Vec::new();
    for account in ACCOUNTS {
        for deed in DEEDS {
            let copy = Copy::of(&original, &format!("{account}-{}", deed.call));
            let visitor = copy.desk.sign_in(account).await;
            let me: Me = visitor.get("/me").await.json();
            let mut seen = std::collections::BTreeSet::new();
            for scope in &me.capabilities.scopes {
                for ticket in visitor.walk(&format!("scope={scope}&sort=id"), 100).await {
                    if !seen.insert(ticket.id.clone()) {
                        continue;
                    }
                    match tried(&visitor, &me, deed, &ticket).await {
                        Ok(what) => *counts.entry((deed.call, what)).or_default() += 1,
                        Err(lie) => {
                            lies.push(format!("{account}, {} {}: {lie}", ticket.id, deed.call));
                        }
                    }
                }
            }
        }
    }
    assert!(lies.is_empty(), "{}", lies.join("\n"));
    // Every case is there, or this shows nothing.
    for call in ["messages", "close", "reopen", "rating", "proxy-access"] {
        assert!(counts.contains_key(&(call, "allowed")), "{counts:?}");
        assert!(counts.contains_key(&(call, "refused")), "{counts:?}");
        assert!(call == "messages" || counts.contains_key(&(call, "absent")), "{counts:?}");
    }
    assert!(counts.contains_key(&("verification", "allowed")), "{counts:?}");
}

/// Every action that a ticket speaks of.
fn all(it: &Actions) -> impl Iterator<Item = &Action> {
    [&it.reply, &it.close, &it.reopen, &it.rate, &it.verify, &it.cc, &it.proxy_access]
        .into_iter()
        .flatten()
}

#[tokio::test]
async fn who_is_told_to_open_a_follow_up_can() {
    let desk = Desk::open();
    let mut count = 0;
    for account in ACCOUNTS {
        let visitor = desk.sign_in(account).await;
        let me: Me = visitor.get("/me").await.json();
        for scope in me.capabilities.scopes {
            for ticket in visitor.walk(&format!("scope={scope}&sort=id"), 100).await {
                if !all(&ticket.actions).any(|it| it.next.contains(&NextStep::FollowUp)) {
                    continue;
                }
                count += 1;
                let body = json!({ "subject": "Again", "body": "See.", "follow_up_of": ticket.id });
                let reply = visitor.post("/tickets", body).await;
                assert_eq!(reply.status, 201, "{account}, {}: {}", ticket.id, reply.text());
            }
        }
    }
    assert!(count > 10, "{count}");
}
