//! The release against help desks that none of us wrote, in a page, behind the page's own origin.
//!
//! `tests/peers/redmine.sh run DIR cargo test --test peers` starts Redmine; without, the tests say
//! that they are skipped. What they expect is in `tests/peers/redmine_seed.rb`.

// The other tests use the rest of it.
#[path = "support/proxy.rs"]
mod proxy;
#[allow(dead_code, unused_imports)]
mod support;

use std::{collections::HashMap, env, fs, net::Ipv4Addr, sync::Arc};

use anyhow::{Context as _, Result, ensure};
use axum::{
    Router,
    extract::Path,
    http::{HeaderMap, HeaderName, header},
    response::Html,
    routing::get,
};
use demo::{Config, Demo};
use fantoccini::key::Key;
use support::{Page, browse, dist, runtime};
use tokio::net::TcpListener;

const PAGE: &str = r#"<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <title>Redmine</title>
  <link rel="icon" href="/assets/logo.svg">
  <link rel="stylesheet" href="/assets/bare.css">
  <script async nonce="{{ nonce }}" src="/deskpane.js"></script>
</head>
<body>
  <desk-pane api="/redmine" connector="redmine" sign-in-url="/as/alice"><a href="/contact">Contact support</a></desk-pane>
</body>
</html>
"#;

/// A visitor of a help centre in front of Redmine. Goes to `/as/LOGIN` to become somebody.
fn visit(test: impl AsyncFnOnce(&Page) -> Result<()>) -> Result<()> {
    let (Ok(redmine), Ok(keys)) = (env::var("DESKPANE_REDMINE"), env::var("DESKPANE_REDMINE_KEYS"))
    else {
        println!("SKIPPED: no Redmine, see tests/peers/redmine.sh");
        return Ok(());
    };
    let keys: HashMap<String, String> = fs::read_to_string(keys)
        .context("reading the keys")?
        .lines()
        .filter_map(|it| it.split_once(' '))
        .map(|(login, key)| (login.to_owned(), key.to_owned()))
        .collect();
    let folder = env::temp_dir().join(format!("deskpane-peers-{}", std::process::id()));
    fs::create_dir_all(&folder)?;
    fs::write(folder.join("redmine-desk.html"), PAGE)?;
    let mut config = Config { dist: Some(dist()), ..Config::default() };
    config.pages.insert(0, folder);
    let router = Arc::new(Demo::open(config)?)
        .router()
        .merge(proxy::router(&redmine, keys, visitor))
        .route("/as/{login}", get(sign_in));
    let url = runtime()?.block_on(serve(router))?;
    browse(&url, test)
}

async fn serve(router: Router) -> Result<String> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    let url = format!("http://{}", listener.local_addr()?);
    // Ends with the process.
    tokio::spawn(async move { axum::serve(listener, router).await });
    Ok(url)
}

async fn sign_in(Path(login): Path<String>) -> ([(HeaderName, String); 1], Html<&'static str>) {
    let cookie = format!("customer={login}; Path=/; HttpOnly");
    // With an icon, for the browser would ask for one and complain.
    ([(header::SET_COOKIE, cookie)], Html("<!doctype html><link rel=\"icon\" href=\"data:,\">"))
}

fn visitor(headers: &HeaderMap) -> Option<String> {
    let cookies = headers.get(header::COOKIE)?.to_str().ok()?;
    cookies.split("; ").find_map(|it| it.strip_prefix("customer=")).map(str::to_owned)
}

#[test]
fn live_redmines_own_tickets_are_read_by_keyboard() -> Result<()> {
    visit(async |page| {
        page.goto("/as/alice").await?;
        page.open("/redmine-desk").await?;
        let rows = page.list().await?;
        ensure!(rows.len() >= 15, "{} rows", rows.len());
        ensure!(rows[0].subject.contains("Search finds nothing in Arabic"), "{:?}", rows[0]);
        let at = rows.iter().position(|it| it.subject.contains("The export stops"));
        let at = at.context("the export is not on the first page")?;
        ensure!(rows[at].id.contains("#1"), "{:?}", rows[at]);
        ensure!(rows[at].assignee.contains("Ines Duarte"), "{:?}", rows[at]);
        page.tab_to(&rows[at].subject).await?;
        page.press(Key::Enter).await?;
        for text in ["There is a fix in 4.2.2", "<b>We need all 41 307 rows</b>", "limit line.txt"]
        {
            page.wait_for(text).await?;
        }
        for text in ["Do not tell yet", "All limits", "all limits.txt"] {
            ensure!(!page.shows(text).await?, "a private note is shown: {text}");
        }
        page.tab_to("Back to your tickets").await?;
        page.press(Key::Enter).await?;
        page.list().await?;
        ensure!(page.focused().await?.contains("The export stops"), "{}", page.focused().await?);
        page.is_quiet().await
    })
}

#[test]
fn live_one_customer_never_sees_the_others() -> Result<()> {
    visit(async |page| {
        page.goto("/as/bob").await?;
        page.open("/redmine-desk").await?;
        let rows = page.list().await?;
        ensure!(rows.len() == 1 && rows[0].subject.contains("Invoice in the wrong"), "{rows:#?}");
        page.is_quiet().await
    })
}

#[test]
fn live_a_wrong_key_is_no_empty_list() -> Result<()> {
    visit(async |page| {
        page.goto("/as/nobody").await?;
        page.open("/redmine-desk").await?;
        page.wait_for("Sign in").await?;
        ensure!(page.rows().await?.is_empty());
        Ok(())
    })
}
