//! Roundup, asked across origins: the page is the help centre's, the tracker answers it by CORS. What is
//! expected is in `tests/peers/roundup_seed.py`.

use std::{
    collections::HashMap,
    env, fs,
    net::TcpListener,
    sync::{Arc, Mutex, PoisonError},
};

use anyhow::{Context as _, Result, bail, ensure};
use axum::{
    Router,
    body::Body,
    http::{HeaderMap, HeaderValue, Response, StatusCode, header},
    middleware::map_response,
    routing::get,
};
use demo::{Config, Demo};
use fantoccini::key::Key;

use super::{
    sign_in,
    support::{Page, browse, dist, runtime},
    visitor,
};

/// The token comes from the help centre's back end, which knows who is signed in.
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
  <desk-pane api="TRACKER" connector="roundup" auth="bearer" sign-in-url="/as/alice"><a href="/contact">Contact support</a></desk-pane>
  <script nonce="{{ nonce }}">
    document.querySelector("desk-pane").getToken = async () => (await fetch("/token")).text();
  </script>
</body>
</html>
"#;

/// The one help centre: the tracker answers the pages of one origin alone.
static CENTRE: Mutex<Option<String>> = Mutex::new(None);

/// A visitor of a help centre whose page `/desk` asks the tracker itself. Goes to `/as/LOGIN` to become
/// somebody.
pub fn visit(test: impl AsyncFnOnce(&Page) -> Result<()>) -> Result<()> {
    let name = "DESKPANE_ROUNDUP";
    let variables = [name.to_owned(), format!("{name}_ORIGIN"), format!("{name}_KEYS")];
    let [Ok(tracker), Ok(origin), Ok(keys)] = variables.map(env::var) else {
        println!("SKIPPED: no {name}, see tests/peers");
        return Ok(());
    };
    let mut centre = CENTRE.lock().unwrap_or_else(PoisonError::into_inner);
    if centre.is_none() {
        serve(&tracker, &origin, &keys)?;
        *centre = Some(origin.clone());
    }
    drop(centre);
    browse(&origin, test)
}

/// Serves the help centre at `origin` until the process ends.
fn serve(tracker: &str, origin: &str, keys: &str) -> Result<()> {
    let keys: HashMap<String, String> = fs::read_to_string(keys)
        .context("reading the keys")?
        .lines()
        .filter_map(|it| it.split_once(' '))
        .map(|(login, key)| (login.to_owned(), key.to_owned()))
        .collect();
    let folder = env::temp_dir().join(format!("deskpane-peers-{}-roundup", std::process::id()));
    fs::create_dir_all(&folder)?;
    fs::write(folder.join("desk.html"), PAGE.replace("TRACKER", tracker))?;
    let mut config = Config { dist: Some(dist()), ..Config::default() };
    config.pages.insert(0, folder);
    let token = move |headers: HeaderMap| {
        let token = visitor(&headers).and_then(|it| keys.get(&it).cloned());
        async move { token.ok_or(StatusCode::UNAUTHORIZED) }
    };
    let (_, rest) = tracker.split_once("//").context("the tracker's address")?;
    let host = rest.split('/').next().unwrap_or(rest).to_owned();
    let router: Router = Arc::new(Demo::open(config)?)
        .router()
        .route("/as/{login}", get(sign_in))
        .route("/token", get(token))
        .layer(map_response(move |answer| allow(answer, host.clone())));
    let listener = TcpListener::bind(origin.trim_start_matches("http://"))?;
    listener.set_nonblocking(true)?;
    let _inside = runtime()?.enter();
    let listener = tokio::net::TcpListener::from_std(listener)?;
    tokio::spawn(async move { axum::serve(listener, router).await });
    Ok(())
}

/// The help centre's strict policy, with the tracker among those that its pages may ask.
async fn allow(mut answer: Response<Body>, host: String) -> Response<Body> {
    let headers = answer.headers_mut();
    let policy = headers.get(header::CONTENT_SECURITY_POLICY).and_then(|it| it.to_str().ok());
    let wider = policy
        .map(|it| it.replace("connect-src 'self'", &format!("connect-src 'self' http://{host}")));
    if let Some(Ok(it)) = wider.map(|it| HeaderValue::from_str(&it)) {
        headers.insert(header::CONTENT_SECURITY_POLICY, it);
    }
    answer
}

#[test]
fn live_roundups_own_issues_are_read_across_origins() -> Result<()> {
    visit(async |page| {
        page.goto("/as/alice").await?;
        page.open("/desk").await?;
        let rows = page.list().await?;
        ensure!(rows.len() >= 15, "{} rows", rows.len());
        let at = rows.iter().position(|it| it.subject.contains("The morning route"));
        let at = at.context("the route is not on the first page")?;
        ensure!(rows[at].id.contains("issue1"), "{:?}", rows[at]);
        ensure!(rows[at].assignee.contains("Ines Duarte"), "{:?}", rows[at]);
        page.tab_to(&rows[at].subject).await?;
        page.press(Key::Enter).await?;
        for text in [
            "There is a fix in 4.2.2",
            "<b>Both plans are printed</b>",
            "plan für Dienstag – falsch.png",
        ] {
            page.wait_for(text).await?;
        }
        for text in ["Do not tell yet", "timers inside.txt"] {
            ensure!(!page.shows(text).await?, "a private message is shown: {text}");
        }
        page.tab_to("Back to your tickets").await?;
        page.press(Key::Enter).await?;
        page.list().await?;
        page.wait_for_focus_in("The morning route").await?;
        page.is_quiet().await
    })
}

#[test]
fn live_one_customer_never_sees_the_others() -> Result<()> {
    visit(async |page| {
        page.goto("/as/bob").await?;
        page.open("/desk").await?;
        let rows = page.list().await?;
        ensure!(rows.len() == 1 && rows[0].subject.contains("Invoice in the wrong"), "{rows:#?}");
        page.is_quiet().await
    })
}

/// Who has no token, and whose has run out: refused as one of another origin may read it.
#[test]
fn live_who_is_not_known_is_led_to_the_sign_in() -> Result<()> {
    visit(async |page| {
        for login in ["nobody", "late"] {
            page.goto(&format!("/as/{login}")).await?;
            page.open("/desk").await?;
            page.wait_for("Sign in").await?;
            ensure!(page.rows().await?.is_empty(), "{login}");
        }
        Ok(())
    })
}

/// A text comes in JSON; bytes that are none by an address of their own.
#[test]
fn live_files_are_saved_as_their_bytes() -> Result<()> {
    visit(async |page| {
        page.goto("/as/alice").await?;
        page.keep_offers().await?;
        page.open("/desk?deskpane=1").await?;
        page.wait_for("There is a fix in 4.2.2").await?;
        page.click("Download route log.txt").await?;
        page.wait_for_offers(1).await?;
        // A picture is looked at first.
        page.click("View plan für Dienstag – falsch.png").await?;
        page.click("Download").await?;
        let offered = page.wait_for_offers(2).await?;
        let [(text, log), (image, picture)] = &offered[..] else { bail!("{offered:?}") };
        ensure!(text == "route log.txt" && log == b"06:00 plan 1 made\n06:00 plan 2 made\n");
        ensure!(image == "plan für Dienstag – falsch.png", "{image}");
        ensure!(picture.starts_with(b"\x89PNG\r\n\x1a\n"), "{picture:?}");
        page.is_quiet().await
    })
}
