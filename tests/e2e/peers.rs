//! The release against help desks that none of us wrote, in a page, behind the page's own origin; Roundup
//! on one of its own.
//!
//! `tests/peers/redmine.sh run DIR cargo test --test peers` starts Redmine; without, its tests say
//! that they are skipped. What they expect is in `tests/peers/redmine_seed.rb`. Other desks likewise.

#[path = "peers/kept.rs"]
mod kept;
#[path = "support/proxy.rs"]
mod proxy;
#[path = "peers/request_tracker.rs"]
mod request_tracker;
#[path = "peers/roundup.rs"]
mod roundup;
// The other tests use the rest of it.
#[allow(dead_code, unused_imports)]
mod support;
#[path = "peers/writing.rs"]
mod writing;

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
use proxy::Way;
use support::{Page, browse, dist, runtime};
use tokio::net::TcpListener;

const PAGE: &str = r#"<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <title>Help centre</title>
  <link rel="icon" href="/assets/logo.svg">
  <link rel="stylesheet" href="/assets/bare.css">
  <script async nonce="{{ nonce }}" src="/deskpane.js"></script>
</head>
<body>
  <desk-pane api="AT" connector="NAME" sign-in-url="/as/alice"><a href="/contact">Contact support</a></desk-pane>
</body>
</html>
"#;

/// Whose key the desk does not know.
const STRANGER: &str = "stranger";

/// A desk that may be running.
struct Peer {
    /// Names its address, and with `_KEYS` the file of its customers' keys.
    variable: &'static str,
    connector: &'static str,
    way: Way,
}

const REDMINE: Peer = Peer {
    variable: "DESKPANE_REDMINE",
    connector: "redmine",
    way: Way {
        at: "/redmine",
        header: HeaderName::from_static("x-redmine-api-key"),
        before: "",
        passes: |path| path.ends_with(".json") || path.starts_with("/attachments/download/"),
    },
};

/// A visitor of a help centre in front of a desk, whose page is `/desk`. Goes to `/as/LOGIN` to become
/// somebody.
fn visit(peer: Peer, test: impl AsyncFnOnce(&Page) -> Result<()>) -> Result<()> {
    let Some(centre) = centre(peer)? else { return Ok(()) };
    let url = runtime()?.block_on(serve(centre))?;
    browse(&url, test)
}

/// The help centre; none, and a line that says so, where the desk is not running.
fn centre(peer: Peer) -> Result<Option<Router>> {
    let Peer { variable, connector, way } = peer;
    let (Ok(address), Ok(keys)) = (env::var(variable), env::var(format!("{variable}_KEYS"))) else {
        println!("SKIPPED: no {variable}, see tests/peers");
        return Ok(None);
    };
    let mut keys: HashMap<String, String> = fs::read_to_string(keys)
        .context("reading the keys")?
        .lines()
        .filter_map(|it| it.split_once(' '))
        .map(|(login, key)| (login.to_owned(), key.to_owned()))
        .collect();
    keys.insert(STRANGER.to_owned(), "0-0-wrong".to_owned());
    let folder = env::temp_dir().join(format!("deskpane-peers-{}-{connector}", std::process::id()));
    fs::create_dir_all(&folder)?;
    fs::write(folder.join("desk.html"), PAGE.replace("AT", way.at).replace("NAME", connector))?;
    let mut config = Config { dist: Some(dist()), ..Config::default() };
    config.pages.insert(0, folder);
    let router = Arc::new(Demo::open(config)?)
        .router()
        .merge(proxy::router(way, &address, keys, visitor))
        .route("/as/{login}", get(sign_in));
    Ok(Some(router))
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
    visit(REDMINE, async |page| {
        page.goto("/as/alice").await?;
        page.open("/desk").await?;
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
        page.wait_for_focus_in("The export stops").await?;
        page.is_quiet().await
    })
}

#[test]
fn live_a_file_is_saved_as_its_bytes() -> Result<()> {
    visit(REDMINE, async |page| {
        page.goto("/as/alice").await?;
        page.open("/desk?deskpane=1").await?;
        page.wait_for("There is a fix in 4.2.2").await?;
        page.keep_offers().await?;
        page.click("Download limit line.txt").await?;
        let offers = page.wait_for_offers(1).await?;
        ensure!(offers == [("limit line.txt".to_owned(), b"limit=10000\n".to_vec())], "{offers:?}");
        page.is_quiet().await
    })
}

#[test]
fn live_one_customer_never_sees_the_others() -> Result<()> {
    visit(REDMINE, async |page| {
        page.goto("/as/bob").await?;
        page.open("/desk").await?;
        let rows = page.list().await?;
        ensure!(rows.len() == 1 && rows[0].subject.contains("Invoice in the wrong"), "{rows:#?}");
        page.is_quiet().await
    })
}

#[test]
fn live_a_wrong_key_is_no_empty_list() -> Result<()> {
    visit(REDMINE, async |page| {
        for login in ["nobody", STRANGER] {
            page.goto(&format!("/as/{login}")).await?;
            page.open("/desk").await?;
            page.wait_for("Sign in").await?;
            ensure!(page.rows().await?.is_empty(), "{login}");
        }
        Ok(())
    })
}
