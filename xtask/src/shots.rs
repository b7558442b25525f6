//! `cargo xtask shots`: pictures of the widget's places, to look at before a change is merged.

use std::{fs, path::Path};

use anyhow::{Context as _, Result, bail};
use serde_json::{Value, json};

use crate::{
    build, demo,
    report::{Report, say},
    run::root,
    server::Compiled,
    setup,
    webdriver::Browser,
};

/// How a page is looked at.
struct Look {
    name: &'static str,
    width: u32,
    scheme: &'static str,
    lang: &'static str,
    /// An account with tickets in that language.
    account: &'static str,
}

const LOOKS: [Look; 5] = [
    Look { name: "wide", width: 1280, scheme: "light", lang: "en", account: "mia" },
    Look { name: "narrow", width: 390, scheme: "light", lang: "en", account: "mia" },
    Look { name: "dark", width: 1280, scheme: "dark", lang: "en", account: "mia" },
    Look { name: "arabic", width: 1280, scheme: "light", lang: "ar", account: "layla" },
    Look { name: "japanese", width: 1280, scheme: "light", lang: "ja", account: "hana" },
];

/// Takes every place in every look, into target/shots/.
pub fn shots(report: &mut Report, options: build::Options, install: bool) -> Result<()> {
    let kit = setup::build(report, install)?;
    if !setup::browser(report, install)? {
        bail!("there is no browser to take pictures with");
    }
    build::build(report, kit, options)?;
    let program = report.step("build", "the demo's server", || demo::program(Compiled::Soon))?;
    let server = report.step("start", "the demo", || demo::start(&program, None, 0))?;
    let folder = root().join("target/shots");
    fs::create_dir_all(&folder).context("creating target/shots")?;
    for look in &LOOKS {
        report.step("shots", look.name, || take(look, &server.url, &folder))?;
    }
    say(&format!("the pictures are in {}", folder.display()));
    Ok(())
}

fn take(look: &Look, url: &str, folder: &Path) -> Result<()> {
    let browser = Browser::start()?;
    let metrics =
        json!({ "width": look.width, "height": 900, "deviceScaleFactor": 1, "mobile": false });
    browser.devtools("Emulation.setDeviceMetricsOverride", &metrics)?;
    browser.devtools("Emulation.setScrollbarsHidden", &json!({ "hidden": true }))?;
    let media = json!({ "features": [
        { "name": "prefers-color-scheme", "value": look.scheme },
        { "name": "prefers-reduced-motion", "value": "reduce" },
    ] });
    browser.devtools("Emulation.setEmulatedMedia", &media)?;
    sign_in(&browser, url, look.account)?;
    let tickets = browser
        .eval("return fetch('/support/api/tickets?scope=mine&limit=50').then((it) => it.json())")?;
    let tickets = tickets["items"].as_array().context("the demo gave no tickets")?;
    let first =
        |wanted: fn(&Value) -> bool| tickets.iter().find(|it| wanted(it)).or(tickets.first());
    let id =
        |it: Option<&Value>| it.and_then(|it| it["id"].as_str()).unwrap_or_default().to_owned();
    let escalated = id(first(|it| it["escalated"] == true || it["escalation"].is_object()));
    let open = id(first(|it| {
        it["status"]["category"] == "open" || it["status"]["category"] == "awaiting_customer"
    }));
    let lang = look.lang;
    for (place, page) in [
        ("list", format!("/?lang={lang}")),
        ("ticket", format!("/ticket?lang={lang}&id={open}")),
        ("escalation", format!("/escalation?lang={lang}&id={escalated}")),
    ] {
        browser.go(&format!("{url}{page}"))?;
        settle(&browser).with_context(|| format!("waiting for {page}"))?;
        let file = folder.join(format!("{place}-{}.png", look.name));
        picture(&browser, &file).with_context(|| format!("taking {}", file.display()))?;
    }
    conversation(look, &browser, url, folder)
}

/// mia's ticket with a file of each kind; in the languages of the others too.
const FILES: &str = "1051";

/// A conversation with files, and the window that shows one.
fn conversation(look: &Look, browser: &Browser, url: &str, folder: &Path) -> Result<()> {
    sign_in(browser, url, "mia")?;
    browser.go(&format!("{url}/ticket?lang={}&id={FILES}", look.lang))?;
    settle(browser).context("waiting for a conversation")?;
    let file = |name: &str| folder.join(format!("{name}-{}.png", look.name));
    picture(browser, &file("conversation"))?;
    let root = "const root = document.querySelector('main desk-pane').shadowRoot;";
    browser.eval(&format!("{root} root.querySelector('.message__files button').click()"))?;
    let is_there = format!("{root} return !!root.querySelector('dialog img')?.complete");
    browser.until("the window", &is_there)?;
    // Over everything that is in the browser's window, wherever the page is.
    browser.eval("scrollTo(0, 0)")?;
    window_picture(browser, &file("viewer"))
}

/// Becomes one of the demo's accounts.
pub fn sign_in(browser: &Browser, url: &str, account: &str) -> Result<()> {
    browser.go(&format!("{url}/sign-in"))?;
    let body = format!("new URLSearchParams({{ account: {account:?} }})");
    let headers = "{ accept: 'application/json' }";
    let post = format!(
        "return fetch('/sign-in', {{ method: 'POST', body: {body}, headers: {headers} }}).then((it) => it.ok)"
    );
    if browser.eval(&post)? != Value::Bool(true) {
        bail!("the demo did not sign {account} in");
    }
    Ok(())
}

/// Waits until the widget shows something of its own, and until nothing in it is still loading.
fn settle(browser: &Browser) -> Result<()> {
    browser.until("the widget", "return !!document.querySelector('main desk-pane')?.ready")?;
    browser.eval("return document.querySelector('main desk-pane').ready.then(() => true)")?;
    let still = "return !document.querySelector('main desk-pane').shadowRoot.querySelector('[aria-busy=true]')";
    browser.until("the content", still)?;
    browser.eval("return document.fonts.ready.then(() => new Promise((done) => setTimeout(done, 300, true)))")?;
    Ok(())
}

/// What is in the browser's window.
fn window_picture(browser: &Browser, file: &Path) -> Result<()> {
    write(browser, file, &json!({}))
}

/// All of the page.
fn picture(browser: &Browser, file: &Path) -> Result<()> {
    let size = browser.devtools("Page.getLayoutMetrics", &json!({}))?["cssContentSize"].clone();
    let clip =
        json!({ "x": 0, "y": 0, "width": size["width"], "height": size["height"], "scale": 1 });
    write(browser, file, &json!({ "captureBeyondViewport": true, "clip": clip }))
}

fn write(browser: &Browser, file: &Path, how: &Value) -> Result<()> {
    let taken = browser.devtools("Page.captureScreenshot", how)?;
    let data = taken["data"].as_str().context("the browser gave no picture")?;
    fs::write(file, base64(data).context("the picture is not base64")?)?;
    Ok(())
}

fn base64(text: &str) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(text.len() / 4 * 3);
    let (mut bits, mut held) = (0_u32, 0);
    for byte in text.bytes().filter(|it| *it != b'=') {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => return None,
        };
        bits = bits << 6 | u32::from(value);
        held += 6;
        if held >= 8 {
            held -= 8;
            out.push((bits >> held & 0xff) as u8);
        }
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_read() {
        assert_eq!(base64("RGVza3BhbmU=").as_deref(), Some(&b"Deskpane"[..]));
        assert_eq!(base64("?"), None);
    }
}
