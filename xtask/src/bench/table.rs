//! A long list beside the one that people would pick: React, TanStack Table, Query and Virtual.
//!
//! Same tickets, same API, same server, same run; the pages take turns, medians of three. What the React table does is
//! said in its source, `xtask/react-table/table.jsx`. Where we are behind, the table says so; why, `docs/bench.md` does.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context as _, Result};
use serde_json::{Value, json};

use super::{
    PLAIN, Profile, SLOW, go, heap, in_list, middle, newcomer, number, open_search, searched,
};
use crate::{
    demo, glue,
    report::Report,
    run::{root, run},
    setup,
    webdriver::Browser,
};

const RUNS: usize = 3;
const SIZES: [u32; 2] = [10_000, 50_000];
/// Whose tickets they are.
const ACCOUNT: &str = "otto";
/// How long scrolling may take, in milliseconds: a list that is not at its end by then counts as if it were.
const LIMIT: u32 = 45_000;
/// As high as a row is, in pixels.
const HEIGHT: u32 = 44;
/// What a wheel turns in a frame, in pixels, and how many rows far.
const WHEEL: (u32, u32) = (120, 1_000);
/// In so many frames who pulls the bar is at the end of a list.
const PULL: u32 = 600;
/// What a frame takes, in milliseconds. One that took half as long again came a frame too late.
const FRAME: f64 = 1000.0 / 60.0;
/// Looked for: another in each run.
const WORDS: [&str; RUNS] = ["Felixstowe", "Marseille", "Bremerhaven"];

/// A page under measurement.
#[derive(Clone, Copy)]
struct Page {
    name: &'static str,
    path: &'static str,
}

const PAGES: [Page; 2] =
    [Page { name: "deskpane", path: "/bare" }, Page { name: "react table", path: "/react-table" }];

/// Columns whose heads are pressed, one after the other, and what the API is asked for then.
const ORDERS: [(&str, &str); 2] = [("Priority", "-priority"), ("Created", "-created_at")];

/// What is measured, in the order in which it is told; less is better everywhere.
const FIGURES: [&str; 16] = [
    "first rows, ms",
    "first rows, slow, ms",
    "bytes until then",
    "requests until then",
    "heap then, kB",
    "another order, ms",
    "search, ms",
    "wheel: median frame, ms",
    "wheel: longest frame, ms",
    "wheel: late frames, of 1000",
    "pulled: s until the last row",
    "pulled: median frame, ms",
    "pulled: longest frame, ms",
    "pulled: late frames, of 1000",
    "pulled: no rows, of 1000 frames",
    "heap at the end, kB",
];

type Figures = [f64; FIGURES.len()];

/// Measures and prints.
pub fn measure(report: &mut Report, program: &Path) -> Result<()> {
    setup::react(report)?;
    let pages = report.step("build", "the React table", build)?;
    for size in SIZES {
        let server = report.step("start", &format!("the demo with {size} tickets"), || {
            demo::start(program, Some(&pages), size)
        })?;
        let mut visits: [Vec<Figures>; PAGES.len()] = Default::default();
        report.step("bench", &format!("two lists of {size}"), || {
            for words in WORDS {
                for (page, visits) in PAGES.iter().zip(&mut visits) {
                    let visit = visit(*page, &server.url, size, words);
                    visits.push(visit.with_context(|| format!("visiting {}", page.path))?);
                }
            }
            Ok(())
        })?;
        let [ours, theirs] = visits.map(medians);
        print(size, &ours, &theirs);
    }
    println!(
        "late: more than {:.0} ms after the one before; pulled: to the end in {PULL} steps, for {} s at most",
        1.5 * FRAME,
        LIMIT / 1000
    );
    Ok(())
}

/// Bundles the React table, and gives the folder of pages that the demo is to serve.
fn build() -> Result<PathBuf> {
    let source = root().join("xtask/react-table");
    let pages = root().join("target/react-table");
    let assets = pages.join("assets");
    fs::create_dir_all(&assets).context("creating target/react-table")?;
    glue::bundle_react(&source.join("table.jsx"), &assets.join("table.js"))?;
    for (from, to) in [("table.css", "assets/table.css"), ("react-table.html", "react-table.html")]
    {
        fs::copy(source.join(from), pages.join(to)).with_context(|| format!("copying {from}"))?;
    }
    run(Command::new("node").arg(root().join("xtask/src/compress.mjs")).arg(&assets).arg("11"))?;
    Ok(pages)
}

fn visit(page: Page, url: &str, size: u32, words: &str) -> Result<Figures> {
    let (slow, ..) = first_rows(page, url, SLOW)?;
    let (rows, bytes, requests, browser) = first_rows(page, url, PLAIN)?;
    let heap_then = heap(&browser)?;
    let mut order = 0.0;
    for (column, order_by) in ORDERS {
        let took = in_list(&browser, &format!("return sort({column:?}, {order_by:?})"))?;
        order += number(&took) / ORDERS.len() as f64;
    }
    again(page, url, &browser, PLAIN)?;
    open_search(&browser)?;
    let (search, _) = searched(&browser, words)?;
    again(page, url, &browser, PLAIN)?;
    let wheel = scrolled(&browser, WHEEL.1, WHEEL.0)?;
    again(page, url, &browser, PLAIN)?;
    let pulled = scrolled(&browser, size, size * HEIGHT / PULL)?;
    Ok([
        rows,
        slow,
        bytes,
        requests,
        heap_then / 1000.0,
        order,
        search,
        wheel.frame,
        wheel.longest,
        wheel.late,
        pulled.took / 1000.0,
        pulled.frame,
        pulled.longest,
        pulled.late,
        pulled.blank,
        heap(&browser)? / 1000.0,
    ])
}

/// What scrolling came to; times are in milliseconds.
struct Scrolled {
    took: f64,
    /// The median.
    frame: f64,
    longest: f64,
    /// Of a thousand frames: those that came too late, and those without a row in the middle.
    late: f64,
    blank: f64,
}

fn scrolled(browser: &Browser, place: u32, step: u32) -> Result<Scrolled> {
    in_list(browser, &format!("scroll({place}, {step}, {LIMIT})"))?;
    browser.until("the end of the list", "return __watched.scrolled !== null")?;
    let it = browser.eval("return __watched.scrolled")?;
    let gaps: Vec<f64> = it["gaps"].as_array().into_iter().flatten().map(number).collect();
    let of_frames = |count: f64| 1000.0 * count / gaps.len().max(1) as f64;
    Ok(Scrolled {
        took: number(&it["took"]),
        frame: middle(gaps.clone()),
        longest: gaps.iter().copied().fold(0.0, f64::max),
        late: of_frames(gaps.iter().filter(|it| **it > 1.5 * FRAME).count() as f64),
        blank: of_frames(number(&it["blank"])),
    })
}

/// From the start: another order, and what was looked for, are forgotten.
fn again(page: Page, url: &str, browser: &Browser, profile: Profile) -> Result<()> {
    go(browser, &format!("{url}{}", page.path), profile)?;
    browser.until("the list", "return __watched.whole !== null")
}

/// When the first rows were painted, dates and all, how many bytes and requests it took, and the browser that shows them.
fn first_rows(page: Page, url: &str, profile: Profile) -> Result<(f64, f64, f64, Browser)> {
    let browser = newcomer(url, ACCOUNT, profile)?;
    // Room for every column.
    let window = json!({ "width": 1440, "height": 900, "deviceScaleFactor": 1, "mobile": false });
    browser.devtools("Emulation.setDeviceMetricsOverride", &window)?;
    again(page, url, &browser, profile)?;
    let seen: Value = browser.eval(
        "const all = [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
             .filter((it) => it.startTime < __watched.whole);
         return [__watched.whole, all.reduce((sum, it) => sum + it.transferSize, 0), all.length]",
    )?;
    Ok((number(&seen[0]), number(&seen[1]), number(&seen[2]), browser))
}

fn medians(visits: Vec<Figures>) -> Figures {
    std::array::from_fn(|at| middle(visits.iter().map(|it| it[at]).collect()))
}

fn print(size: u32, ours: &[f64], theirs: &[f64]) {
    let [one, other] = PAGES.map(|it| it.name);
    println!("\n{:<32} {one:>11} {other:>12} {:>7}", format!("{size} tickets"), "ratio");
    for ((figure, ours), theirs) in FIGURES.iter().zip(ours).zip(theirs) {
        let digits = usize::from(*ours < 100.0 && ours.fract() != 0.0);
        let ratio = if *theirs > 0.0 { format!("{:.2}", ours / theirs) } else { "–".to_owned() };
        // By less than one in a hundred nobody is behind.
        let verdict = if *ours > 1.01 * theirs { "  behind" } else { "" };
        println!("{figure:<32} {ours:>11.digits$} {theirs:>12.digits$} {ratio:>7}{verdict}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_figure_has_a_median_of_its_own() {
        let visit = |it: f64| std::array::from_fn(|at| it * 100.0 + at as f64);
        let medians = medians(vec![visit(3.0), visit(1.0), visit(2.0)]);
        assert_eq!(medians, visit(2.0));
    }
}
