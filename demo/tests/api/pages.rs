//! The help centre's pages, and the policy they carry (M3).

use std::fs;

use demo::Config;

use crate::desk::Desk;

#[tokio::test]
async fn every_page_carries_the_strict_policy_with_a_nonce_of_its_own() {
    let desk = Desk::open();
    let mut policies = Vec::new();
    for path in ["/", "/", "/sign-in", "/?lang=ar"] {
        let reply = desk.get(path, &[]).await;
        assert_eq!(reply.status, 200, "{path}: {}", reply.text());
        let policy = reply.header("content-security-policy").to_owned();
        let nonce = policy.split_once("'nonce-").unwrap().1.split_once('\'').unwrap().0;
        assert_eq!(
            policy,
            format!(
                "default-src 'none'; script-src 'nonce-{nonce}' 'wasm-unsafe-eval'; \
                 connect-src 'self'; img-src 'self' data: blob:; style-src 'self'; \
                 form-action 'self'; base-uri 'none'; frame-ancestors 'self'; \
                 require-trusted-types-for 'script'; trusted-types 'none'"
            )
        );
        let text = reply.text();
        assert!(!text.contains("{{") && !text.contains(" style="), "{path}");
        assert_eq!(
            text.matches("<script").count(),
            text.matches(&format!("nonce=\"{nonce}\"")).count()
        );
        policies.push(policy);
    }
    policies.sort();
    policies.dedup();
    assert_eq!(policies.len(), 4);
}

#[tokio::test]
async fn a_page_can_be_asked_for_without_any_style() {
    let reply = Desk::open().get("/?style=none", &[]).await;
    assert!(reply.header("content-security-policy").contains("style-src 'none';"));
    assert!(!reply.text().contains("stylesheet"));
}

#[tokio::test]
async fn what_a_visitor_sends_is_shown_as_text() {
    let desk = Desk::open();
    let evil = "%22%3E%3Cscript%3Ealert(1)%3C/script%3E";
    for path in ["/", "/articles", "/ticket", "/sign-in"] {
        let reply = desk.get(&format!("{path}?q={evil}&id={evil}&lang={evil}"), &[]).await;
        assert!(!reply.text().contains("<script>alert"), "{path}");
    }
}

#[tokio::test]
async fn the_page_knows_who_is_signed_in() {
    let desk = Desk::open();
    let mia = desk.sign_in("mia").await;
    let reply = desk.get("/", &[("cookie", &mia.cookie)]).await;
    assert!(reply.text().contains("Mia Laurent"));
    let reply = desk.get("/", &[]).await;
    assert!(!reply.text().contains("Mia Laurent"));
    assert!(reply.header("cache-control").contains("private"));
}

#[tokio::test]
async fn templates_of_ones_own_come_first_and_no_path_leads_out() {
    let folder = std::env::temp_dir().join(format!("deskpane-pages-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("help.html"), "own {{ nonce }} {{ id }}").unwrap();
    let mut config = Config::default();
    config.pages.insert(0, folder.clone());
    let desk = Desk::with(config);
    let text = desk.get("/?id=%3Cb%3E", &[]).await.text();
    assert!(text.starts_with("own ") && text.ends_with("&lt;b&gt;"), "{text}");
    for path in ["/layout", "/badge", "/../Cargo", "/%2e%2e/help", "/no-such-page", "/a/b/c"] {
        assert_eq!(desk.get(path, &[]).await.status, 404, "{path}");
    }
    fs::remove_dir_all(folder).unwrap();
}

#[tokio::test]
async fn signing_in_leads_back_to_the_page_before() {
    let desk = Desk::open();
    for (before, back) in [
        ("http://help.test/articles?lang=fr", Some("/articles?lang=fr")),
        ("http://help.test/sign-in", None),
        ("http://evil.test/articles", None),
    ] {
        let reply = desk.get("/sign-in", &[("host", "help.test"), ("referer", before)]).await;
        let field =
            back.map(|it| format!("name=\"return_to\" value=\"{}\"", it.replace('/', "&#x2f;")));
        let text = reply.text();
        match field {
            Some(field) => assert!(text.contains(&field), "{text}"),
            None => assert!(!text.contains("return_to"), "{before}"),
        }
    }
}

#[tokio::test]
async fn every_link_of_the_pages_leads_somewhere() {
    let desk = Desk::open();
    let mia = desk.sign_in("mia").await;
    let me: contract::Me = mia.get("/me").await.json();
    let mut ahead = vec!["/".to_owned(), me.contact.url.unwrap(), me.terms_url.unwrap()];
    let mut seen = Vec::new();
    while let Some(path) = ahead.pop() {
        if seen.contains(&path) {
            continue;
        }
        let reply = desk.get(&path, &[]).await;
        // The widget itself is built elsewhere.
        assert!(reply.status == 200 || path == "/deskpane.js", "{path}");
        let text = reply.text();
        let links = ["href=\"", "src=\""].into_iter().flat_map(|it| text.split(it).skip(1));
        let links = links.filter_map(|it| it.split_once('"')).map(|it| it.0.replace("&#x2f;", "/"));
        let own = links.filter_map(|it| it.split(['?', '#']).next().map(str::to_owned));
        ahead.extend(own.filter(|it| it.starts_with('/')));
        seen.push(path);
    }
    assert!(seen.len() > 12, "{seen:?}");
}
