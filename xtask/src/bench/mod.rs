//! `cargo xtask bench`: what the widget costs a page, beside others who do the same, and against what was promised.
//!
//! All of a part is measured in the same run, by the same browser, from the same server; what is compared takes turns,
//! so that a machine that is slower for a while is so for all. Figures of a machine that does something else meanwhile
//! are worth little.

mod mail;
mod rows;
mod search;
mod stand_in;
mod table;
mod written;

use std::{thread, time::Duration};

use anyhow::{Result, bail};
use serde_json::{Value, json};

use crate::{
    build, demo, report::Report, server::Compiled, setup, shots::sign_in, webdriver::Browser,
    weight,
};

/// What to measure.
#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Part {
    /// The first list against the budgets and a bare list
    Rows,
    /// A long list beside one made with React and TanStack Table
    Table,
    /// Searching fifty thousand tickets
    Search,
    /// Opening a ticket with a mail of a megabyte
    Mail,
    /// The crates and functions that weigh most; only by name
    Size,
}

/// How fast network and processor are.
#[derive(Clone, Copy)]
struct Profile {
    name: &'static str,
    slow: bool,
    /// How long a page is left alone when it is gone to. Whoever asks it how far it is takes of the time that it is asked
    /// for: a question each 50 ms was a fifth of all that the first rows took.
    unasked: Duration,
}

const PLAIN: Profile = Profile { name: "plain", slow: false, unasked: Duration::from_millis(900) };
const SLOW: Profile = Profile { name: "slow", slow: true, unasked: Duration::from_secs(4) };
const PROFILES: [Profile; 2] = [PLAIN, SLOW];

/// Runs in a page before anything of the page.
const WATCH: &str = include_str!("watch.js");
/// How long a browser is busy with itself when it was started: it loads pages of its own, for its window.
const SETTLING: Duration = Duration::from_millis(2200);
/// What measuring in a list knows, ours or another.
const LIST: &str = include_str!("list.js");

/// Measures and prints, all parts or one; an error when the widget is over a budget.
pub fn bench(report: &mut Report, part: Option<Part>, install: bool) -> Result<()> {
    let kit = setup::build(report, install)?;
    if part != Some(Part::Size) && !setup::browser(report, install)? {
        bail!("there is no browser to measure in");
    }
    build::build(report, kit, build::Options::default())?;
    if part == Some(Part::Size) {
        return weight::heaviest();
    }
    let program =
        report.step("build", "the demo's server", || demo::program(Compiled::Optimised))?;
    let is_wanted = |it| part.is_none_or(|part| part == it);
    if is_wanted(Part::Table) {
        table::measure(report, &program)?;
    }
    if is_wanted(Part::Search) {
        search::measure(report, &program)?;
    }
    if is_wanted(Part::Mail) {
        mail::measure(report, &program)?;
    }
    // Last, because it may end in an error.
    if is_wanted(Part::Rows) {
        rows::measure(report, kit, &program)?;
    }
    Ok(())
}

/// A browser that has nothing of the site at `url` yet but a session of `account`, on a network and a processor of
/// that speed.
fn newcomer(url: &str, account: &str, profile: Profile) -> Result<Browser> {
    let browser = Browser::start()?;
    sign_in(&browser, url, account)?;
    browser.devtools("Page.addScriptToEvaluateOnNewDocument", &json!({ "source": WATCH }))?;
    browser.devtools("Network.clearBrowserCache", &json!({}))?;
    if profile.slow {
        // Only here: whoever listens to the network has a dozen messages for each request.
        browser.devtools("Network.enable", &json!({}))?;
        // 150 ms there and back, 1.6 Mbit/s down, 750 kbit/s up, a quarter of the processor.
        let network = json!({ "offline": false, "latency": 150, "downloadThroughput": 200_000, "uploadThroughput": 93_750 });
        browser.devtools("Network.emulateNetworkConditions", &network)?;
        browser.devtools("Emulation.setCPUThrottlingRate", &json!({ "rate": 4 }))?;
    }
    thread::sleep(SETTLING);
    Ok(browser)
}

/// Goes to a page, and lets it be until it should be there.
fn go(browser: &Browser, url: &str, profile: Profile) -> Result<()> {
    browser.go(url)?;
    thread::sleep(profile.unasked);
    Ok(())
}

/// Bytes of JavaScript and of wasm that are in use, after a collection.
fn heap(browser: &Browser) -> Result<f64> {
    browser.devtools("HeapProfiler.collectGarbage", &json!({}))?;
    let heap = browser.devtools("Runtime.getHeapUsage", &json!({}))?;
    let wasm = browser
        .eval("return __watched.memories.reduce((sum, it) => sum + it.buffer.byteLength, 0)")?;
    Ok(number(&heap["usedSize"]) + number(&wasm))
}

/// The value of a function body that knows what list.js knows.
fn in_list(browser: &Browser, script: &str) -> Result<Value> {
    browser.eval(&format!("{LIST}{script}"))
}

/// Opens what has the search field, where it is not there yet.
fn open_search(browser: &Browser) -> Result<()> {
    in_list(browser, "root.querySelector('[aria-label=\"Search and filter\"]')?.click()")?;
    let is_there = "const root = document.querySelector('desk-pane')?.shadowRoot ?? document; return !!root.querySelector('input[type=search]')";
    browser.until("the search field", is_there)
}

/// Types what is looked for, as a keyboard does, and gives how long after the last key the best match was on screen,
/// and how long the server took of that, in milliseconds.
fn searched(browser: &Browser, text: &str) -> Result<(f64, f64)> {
    in_list(browser, &format!("return search({text:?})"))?;
    for letter in text.chars() {
        let press = json!({ "type": "char", "text": letter.to_string() });
        browser.devtools("Input.dispatchKeyEvent", &press)?;
    }
    browser.until("what was looked for", "return __watched.found !== null")?;
    let found = browser.eval("return __watched.found")?;
    Ok((number(&found["shown"]), number(&found["served"])))
}

fn number(it: &Value) -> f64 {
    it.as_f64().unwrap_or_default()
}

/// The median.
fn middle(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or_default()
}
