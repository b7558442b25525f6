//! What the services' documentation says and no mapping asks for: held here, so that a mapping to come meets it.

use axum::{
    body::Bytes,
    http::{HeaderMap, HeaderName, HeaderValue, Method},
};
use serde_json::{Value, json};

use crate::{Kind, desk::Desk, key, seed, wire::Ask};

/// A desk, and somebody who asks it.
struct Visit {
    kind: Kind,
    desk: Desk,
    headers: Vec<(&'static str, String)>,
}

impl Visit {
    /// By the token of `login`.
    fn by_token(kind: Kind, login: &str) -> Self {
        let before = if kind == Kind::Zammad { "Token token=" } else { "Bearer " };
        let token = format!("{before}{}", key(login));
        let desk = Desk::new("http://elsewhere.example".into());
        Self { kind, desk, headers: vec![("authorization", token)] }
    }

    /// By the session of `login`; with what a write has to carry, or without.
    fn by_cookie(kind: Kind, login: &str, is_forged: bool) -> Self {
        let mut visit = Self::by_token(kind, login);
        let session = visit.desk.sign_in(login).unwrap();
        visit.headers = vec![("cookie", format!("a=b; {}={}", kind.cookie(), session.id))];
        if !is_forged {
            visit.headers.push(("x-csrf-token", session.csrf));
        }
        visit
    }

    fn with(mut self, name: &'static str, value: &str) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    /// What comes of `METHOD /path` below the API: the status and the body, text where it is no JSON.
    fn asks(&mut self, line: &str) -> (u16, Value) {
        self.sends(line, "")
    }

    fn sends(&mut self, line: &str, body: &str) -> (u16, Value) {
        let (method, path) = line.split_once(' ').unwrap();
        let uri = format!("{}{path}", self.kind.api()).parse().unwrap();
        let mut headers = HeaderMap::new();
        headers.insert("host", HeaderValue::from_static("desk.example"));
        for (name, value) in &self.headers {
            headers.insert(HeaderName::from_static(name), value.parse().unwrap());
        }
        let method = Method::from_bytes(method.as_bytes()).unwrap();
        let ask = Ask::new(method, &uri, headers, Bytes::from(body.to_owned()));
        self.kind.answer(&mut self.desk, &ask).seen()
    }
}

fn ids(list: &Value) -> Vec<u64> {
    list.as_array().unwrap().iter().filter_map(|it| it["id"].as_u64()).collect()
}

#[test]
fn zendesk_lists_requests_from_the_oldest() {
    let mut alice = Visit::by_token(Kind::Zendesk, "alice");
    let (status, page) = alice.asks("GET /requests.json?per_page=3&page=2");
    assert_eq!((status, page["count"].clone()), (200, json!(25)));
    let created: Vec<&str> = page["requests"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|it| it["created_at"].as_str())
        .collect();
    assert!(created.len() == 3 && created.is_sorted(), "{created:?}");
    assert!(page["next_page"].is_string() && page["previous_page"].is_string());
    assert!(page["users"].is_null(), "nobody asked for people");
}

#[test]
fn zendesk_searches_by_words_and_finds_a_thousand_at_most() {
    let mut alice = Visit::by_token(Kind::Zendesk, "alice");
    let found = |it: &Value| ids(&it["requests"]);
    let (_, page) = alice.asks("GET /requests/search?query=report%20status:solved");
    assert_eq!(found(&page), [seed::SOLVED]);
    let (status, refused) = alice.asks("GET /requests/search?query=*&page=11&per_page=100");
    assert_eq!((status, &refused["error"]), (422, &json!("unprocessable")));
}

#[test]
fn zendesk_pages_comments_both_ways() {
    let mut alice = Visit::by_token(Kind::Zendesk, "alice");
    let (_, newest) = alice.asks("GET /requests/102/comments?sort=-created_at&page[size]=1");
    assert_eq!(newest["comments"][0]["plain_body"], "Reading 130: 13 grams too much.");
    assert_eq!(newest["meta"]["has_more"], true);
    let (_, second) = alice.asks("GET /requests/102/comments.json?page=2");
    assert_eq!((ids(&second["comments"]).len(), &second["count"]), (30, &json!(130)));
    assert!(second["meta"].is_null());
}

#[test]
fn zendesk_takes_a_file_for_one_comment() {
    let mut alice = Visit::by_token(Kind::Zendesk, "alice").with("content-type", "text/plain");
    assert_eq!(alice.sends("POST /uploads", "a").0, 422);
    let (status, one) = alice.sends("POST /uploads?filename=a.txt", "a");
    let token = one["upload"]["token"].as_str().unwrap();
    let (_, both) = alice.sends(&format!("POST /uploads?filename=b.txt&token={token}"), "b");
    assert_eq!((status, both["upload"]["attachments"].as_array().unwrap().len()), (201, 2));
    let reply =
        json!({ "request": { "comment": { "body": "Two.", "uploads": [token] } } }).to_string();
    assert_eq!(alice.sends("PUT /requests/101", &reply).0, 200);
    assert_eq!(alice.sends("PUT /requests/101", &reply).0, 422);
    // HTML of an end user is not read.
    let html = json!({ "request": { "comment": { "html_body": "<b>Hello</b>" } } }).to_string();
    assert_eq!(alice.sends("PUT /requests/101", &html).0, 200);
    let (_, comments) = alice.asks("GET /requests/101/comments");
    assert_eq!(comments["comments"].as_array().unwrap().len(), 5);
}

#[test]
fn zendesk_says_that_nobody_is_somebody() {
    let mut nobody = Visit { headers: Vec::new(), ..Visit::by_token(Kind::Zendesk, "alice") };
    let (status, me) = nobody.asks("GET /users/me");
    assert_eq!((status, &me["user"]["name"]), (200, &json!("Anonymous user")));
    assert_eq!(nobody.asks("GET /requests").0, 401);
    let mut forged = Visit::by_cookie(Kind::Zendesk, "alice", true);
    assert_eq!(forged.asks("GET /users/me").0, 200);
    assert_eq!(forged.sends("PUT /requests/101", "{}").0, 403);
}

#[test]
fn zammad_lists_tickets_without_counting_them() {
    let mut alice = Visit::by_token(Kind::Zammad, "alice");
    let (_, first) = alice.asks("GET /tickets?per_page=2");
    assert_eq!(ids(&first), [101, 102]);
    assert!(first[0]["state"].is_null(), "names come with expand");
    let (_, found) = alice.asks("GET /tickets/search?query=report&expand=true");
    assert_eq!(ids(&found), [seed::MERGED, seed::SOLVED]);
}

/// It is the customer's page that opens a ticket again, not the article.
#[test]
fn zammad_adds_an_article_and_changes_no_state() {
    let mut alice = Visit::by_cookie(Kind::Zammad, "alice", false);
    let article = json!({ "ticket_id": seed::SOLVED, "body": "<p>Again.</p>", "type": "web",
        "content_type": "text/html", "internal": true });
    let (status, made) = alice.sends("POST /ticket_articles", &article.to_string());
    assert_eq!((status, &made["type"], &made["internal"]), (201, &json!("web"), &json!(false)));
    let (_, ticket) = alice.asks(&format!("GET /tickets/{}?expand=true", seed::SOLVED));
    assert_eq!(ticket["state"], "closed");
    let file = json!({ "filename": "a", "mime-type": "text/plain", "data": "no" });
    let article = json!({ "ticket_id": 101, "body": "", "attachments": [file] }).to_string();
    let (status, refused) = alice.sends("POST /ticket_articles", &article);
    assert_eq!(
        (status, &refused["error"]),
        (422, &json!("Invalid base64 for attachment with index '0'"))
    );
    let mut forged = Visit::by_cookie(Kind::Zammad, "alice", true);
    assert_eq!(forged.sends("POST /ticket_articles", &article).0, 401);
}

#[test]
fn zammad_wants_to_know_until_when_it_waits() {
    let mut alice = Visit::by_token(Kind::Zammad, "alice");
    let state = |state: &str| json!({ "state": state }).to_string();
    for wrong in [state("pending close"), state("gone")] {
        assert_eq!(alice.sends("PUT /tickets/105", &wrong).0, 422);
    }
    let wait = json!({ "state": "pending reminder", "pending_time": "2030-01-01T00:00:00Z" });
    let (status, ticket) = alice.sends("PUT /tickets/105?expand=true", &wait.to_string());
    assert_eq!((status, &ticket["state"]), (200, &json!("pending reminder")));
}

#[test]
fn zammad_gives_a_file_whose_numbers_belong_together() {
    let mut alice = Visit::by_token(Kind::Zammad, "alice");
    let (_, articles) = alice.asks("GET /ticket_articles/by_ticket/101");
    let (article, file) = (&articles[0]["id"], &articles[0]["attachments"][0]["id"]);
    let (status, log) = alice.asks(&format!("GET /ticket_attachment/101/{article}/{file}"));
    assert_eq!((status, log.as_str().map(str::as_bytes)), (200, Some(seed::LOG)));
    for wrong in [format!("102/{article}/{file}"), format!("101/{article}/1")] {
        assert_eq!(alice.asks(&format!("GET /ticket_attachment/{wrong}")).0, 403);
    }
}

#[test]
fn jira_lists_requests_by_what_was_touched_last() {
    let mut alice = Visit::by_token(Kind::JiraSm, "alice");
    let (_, open) = alice.asks("GET /request?requestStatus=OPEN_REQUESTS&limit=2");
    assert_eq!((&open["size"], &open["isLastPage"]), (&json!(2), &json!(false)));
    assert_eq!(open["values"][0]["issueKey"], "HELP-102");
    assert!(open["values"][0]["participants"].is_null(), "nobody asked for them");
    let (_, over) = alice.asks("GET /request?requestStatus=CLOSED_REQUESTS&searchTerm=report");
    assert_eq!(over["values"].as_array().unwrap().len(), 2);
    assert_eq!(alice.asks("GET /request/107101").1["issueKey"], "HELP-101");
}

#[test]
fn jira_keeps_feedback_and_what_was_internal() {
    let mut alice = Visit::by_token(Kind::JiraSm, "alice");
    assert_eq!(alice.asks("GET /request/HELP-107/feedback").0, 404);
    let csat = json!({ "type": "csat", "rating": 5, "comment": { "body": "Fine." } });
    assert_eq!(
        alice.sends("POST /request/HELP-107/feedback", &csat.to_string()),
        (201, csat.clone())
    );
    assert_eq!(alice.asks("GET /request/HELP-107/feedback"), (200, csat));
    let note = json!({ "body": "Psst", "public": false }).to_string();
    assert_eq!(alice.sends("POST /request/HELP-101/comment", &note).0, 403);
    let mut ines = Visit::by_token(Kind::JiraSm, "ines");
    let (_, internal) = ines.asks("GET /request/HELP-101/comment?public=false");
    assert_eq!(internal["values"][0]["body"], seed::INTERNAL);
}

#[test]
fn jira_takes_a_form_that_is_no_forgery() {
    let visit = || {
        let alice = Visit::by_token(Kind::JiraSm, "alice");
        alice.with("content-type", "multipart/form-data; boundary=x")
    };
    let form =
        "--x\r\ncontent-disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\na\r\n--x--";
    let send = |mut visit: Visit| visit.sends("POST /servicedesk/10/attachTemporaryFile", form);
    let (token, opt) = (("x-atlassian-token", "no-check"), ("x-experimentalapi", "opt-in"));
    assert_eq!(send(visit().with(token.0, token.1)).0, 412);
    assert_eq!(send(visit().with(opt.0, opt.1)), (403, json!("XSRF check failed")));
    let (status, taken) = send(visit().with(token.0, token.1).with(opt.0, opt.1));
    assert_eq!((status, &taken["temporaryAttachments"][0]["fileName"]), (201, &json!("a")));
}
