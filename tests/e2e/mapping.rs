//! A help desk that speaks in its own way, read by a mapping file (docs/mapping.md).

use anyhow::{Result, ensure};
use axum::{
    body::Body,
    http::{HeaderValue, Response, header},
};

use crate::support::{Answer, Ask, Options, Page, Words, root, visit_with};

const MAPPING: &str = r#"{
    "mapping": 1, "name": "A desk of its own",
    "tables": { "state": { "waiting": "awaiting_customer", "*": "open" } },
    "shapes": { "case": {
        "id": "/no", "subject": "/about", "created_at": { "$time": "/since", "as": "seconds" },
        "updated_at": { "$time": "/changed", "as": "%d.%m.%Y %H:%M:%S" },
        "status": { "category": { "$lookup": "state", "of": "/state" }, "label": "/state" },
        "requester": { "id": "/by", "name": "/by" }
    } },
    "me": { "get": "/whoami", "as": { "user": { "id": "/login", "name": "/login" } } },
    "tickets": { "get": "/cases{?from}", "items": "/cases", "scopes": { "mine": {} }, "as": { "$use": "case" } },
    "ticket": { "get": "/cases/{id}", "as": { "$use": "case" } },
    "messages": { "get": "/cases/{id}/talk", "as": { "$each": "", "unless": { "/internal": true }, "as": {
        "id": "/no", "created_at": { "$time": "/at", "as": "seconds" }, "text": { "$plain": "/html" },
        "author": { "name": "/who", "role": { "$const": "agent" } }
    } } }
}"#;

const CASE: &str = r#"{ "no": 9007199254740993, "about": "The lift is stuck", "since": 1763900000, "changed": "23.11.2026 08:15:00", "state": "waiting", "by": "mia" }"#;
const TALK: &str = r#"[
    { "no": 2, "at": 1763910000, "who": "Ines", "html": "<p>We send <b>someone</b>.</p><script>evil()</script>" },
    { "no": 3, "at": 1763920000, "who": "Ines", "html": "Never say that aloud", "internal": true }
]"#;

fn desk(ask: &Ask) -> Option<Answer> {
    let text = match ask.path() {
        // `{?from}` is filled by nothing.
        "/wrong.json" => MAPPING.to_owned(),
        "/right.json" => MAPPING.replace("{?from}", ""),
        "/broken.json" => "<html>".to_owned(),
        "/desk/whoami" => r#"{ "login": "mia" }"#.to_owned(),
        "/desk/cases" => format!(r#"{{ "cases": [{CASE}, {{ "no": 1 }}] }}"#),
        "/desk/cases/9007199254740993" => CASE.to_owned(),
        "/desk/cases/9007199254740993/talk" => TALK.to_owned(),
        _ => return None,
    };
    Some(json(text))
}

/// A help centre of Zendesk, from recorded answers.
fn zendesk(ask: &Ask) -> Option<Answer> {
    let name = match ask.path().strip_prefix("/api/v2")? {
        "/users/me.json" => "me",
        "/users/1467/organization_memberships.json" => "memberships",
        "/requests/search.json" => "requests",
        "/requests/35436.json" => "request",
        "/requests/35436/comments.json" => "comments",
        _ => return None,
    };
    let file = root().join(format!("tests/fixtures/zendesk/{name}.json"));
    Some(json(std::fs::read_to_string(file).ok()?))
}

fn json(text: String) -> Answer {
    let mut answer = Response::new(Body::from(text));
    let json = HeaderValue::from_static("application/json");
    answer.headers_mut().insert(header::CONTENT_TYPE, json);
    answer
}

#[test]
fn a_help_centre_of_zendesk_is_read_by_name() -> Result<()> {
    let pane = r#"<script async nonce="{{ nonce }}" src="/deskpane.js"></script>
        <desk-pane api="/api/v2" connector="zendesk"><a href="/contact">Contact support</a></desk-pane>"#;
    visit_with(Options::default().page("zendesk", pane).instead(zendesk), async |page| {
        page.open("/zendesk").await?;
        let rows = page.list().await?;
        ensure!(rows[0].subject == "The export stops after 10,000 rows", "{rows:#?}");
        ensure!(rows[1].subject == "検索で全角が見つからない", "{rows:#?}");
        page.open_row(0).await?;
        let entries = page.entries().await?;
        ensure!(entries.len() > 1, "{entries:#?}");
        page.is_quiet().await
    })
}

/// At a help centre whose widget reads the desk by the mapping `/NAME.json`.
fn with_mapping(name: &str, test: impl AsyncFnOnce(&Page) -> Result<()>) -> Result<()> {
    let pane = format!(
        r#"<script async nonce="{{{{ nonce }}}}" src="/deskpane.js"></script>
        <desk-pane api="/desk" connector="/{name}.json" sign-in-url="/sign-in"><a href="/contact">Contact support</a></desk-pane>"#
    );
    visit_with(Options::default().page("desk", &pane).instead(desk), async |page| {
        page.listen("deskpane-error").await?;
        page.open("/desk").await?;
        test(page).await
    })
}

#[test]
fn a_desk_with_words_of_its_own_is_read() -> Result<()> {
    with_mapping("right", async |page| {
        let words = Words::of("en")?;
        let rows = page.list().await?;
        ensure!(rows.len() == 1, "{rows:#?}");
        ensure!(rows[0].subject == "The lift is stuck", "{rows:#?}");
        // An id that no number of the browser can hold.
        ensure!(rows[0].id == "9007199254740993", "{rows:#?}");
        ensure!(rows[0].updated_at == "2026-11-23T08:15:00Z", "{rows:#?}");
        ensure!(page.shows(&words.say("status.you")?).await?, "{}", page.text().await?);
        page.open_row(0).await?;
        page.wait_for("We send someone.").await?;
        for text in ["Never say that aloud", "evil"] {
            ensure!(!page.shows(text).await?, "{text} is shown");
        }
        page.is_quiet().await
    })
}

#[test]
fn a_mistake_in_a_mapping_is_told_with_its_place() -> Result<()> {
    for (name, place) in [("wrong", "/tickets/get"), ("broken", "no JSON"), ("absent", "404")] {
        with_mapping(name, async |page| {
            page.wait_for_trouble(&Words::of("en")?.say("failure.unreadable")?).await?;
            let told = page.wait_for_events("deskpane-error", 1).await?;
            ensure!(told[0]["message"].as_str().is_some_and(|it| it.contains(place)), "{told:?}");
            let warnings = page.warnings().await?;
            ensure!(
                warnings.iter().any(|it| it.contains(place) && it.contains(name)),
                "{warnings:#?}"
            );
            Ok(())
        })?;
    }
    Ok(())
}
