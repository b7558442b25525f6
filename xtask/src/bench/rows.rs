//! What the first list costs, beside a bare list of the same framework.
//!
//! Both are served by the same demo, in the same run, to a browser that has never been there;
//! medians of all. The slow profile is the browser's own emulation.

use std::path::Path;

use anyhow::{Context as _, Result, bail};

use super::{PROFILES, Profile, go, heap, middle, newcomer, number};
use crate::{
    bare, build, demo,
    report::{Report, say},
    setup::Kit,
    size,
};

/// Visits of each of the two pages that are held against each other: on the plain profile a frame more or less is a tenth
/// of it all, and with medians of 21 one build was 1.48 and 1.63 times on one day.
const RUNS: usize = 41;
/// On the slow one, which is as slow each time.
const SLOW_RUNS: usize = 5;
/// How many of [`PAGES`] are held.
const HELD: usize = 2;
/// The others, which are only shown beside them, are visited once in so many rounds of the plain profile.
const BESIDE: usize = 5;
/// What the page and the browser have noted by then.
const SEEN: &str = "
    const all = [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
        .filter((it) => it.startTime < __watched.whole);
    return {
        rows: __watched.rows,
        whole: __watched.whole,
        shift: __watched.shift,
        shifts: __watched.shifts,
        bytes: all.reduce((sum, it) => sum + it.transferSize, 0),
        requests: all.map((it) => [new URL(it.name).pathname, it.startTime, it.responseEnd, it.transferSize]),
    }";
/// How much longer than the bare list the first rows may take.
const LIMIT: f64 = 1.6;

/// A page under measurement.
struct Page {
    name: &'static str,
    path: &'static str,
}

impl Page {
    /// The widget's own: what jumps on the others is theirs.
    fn is_ours(&self) -> bool {
        self.name == PAGES[0].name
    }
}

/// The widget, the floor it is held to, and what the floor could be at best.
///
/// The floor is a list as anybody builds one. Built as the widget is (no words for panics, a standard library made small,
/// the passes over the finished file) it is a quarter smaller, which no budget asks for; that one is shown beside.
///
/// "Served the same way" means the same page, the same style sheet and one script, which asks for
/// the rest: a widget's page knows no more. A page that is itself the application can name its
/// wasm in its head, and saves a journey that no embedded widget can; it is shown beside, too.
const PAGES: [Page; 4] = [
    Page { name: "deskpane", path: "/bare?lang=fr" },
    Page { name: "bare list", path: "/bare-list" },
    Page { name: "bare, our build", path: "/bare-list-ours" },
    Page { name: "bare, preloaded", path: "/bare-list-preloaded" },
];

/// What one visit came to.
#[derive(Clone, Copy)]
struct Visit {
    rows: f64,
    /// All that belongs to them.
    whole: f64,
    requests: f64,
    bytes: f64,
    shift: f64,
    heap: f64,
}

/// Measures and prints; an error when the widget is slower or heavier than it may be.
pub fn measure(report: &mut Report, kit: Kit, program: &Path) -> Result<()> {
    let pages = report.step("build", "the bare list", || bare::build(kit))?;
    let server = report.step("start", "the demo", || demo::start(program, Some(&pages), 0))?;

    let weights = size::weigh(&build::dist())?;
    size::print(&weights);
    let budgets = size::verdicts(&build::dist(), &weights)?;
    let bare_gzip = bare::weight(&pages)?;

    let mut lines = Vec::new();
    let mut ratios = Vec::new();
    let mut has_moved = false;
    for profile in PROFILES {
        let medians = report.step("bench", profile.name, || medians(profile, &server.url))?;
        let rows: Vec<f64> = medians.iter().map(|(it, _)| it.rows).collect();
        for (page, (median, waterfall)) in PAGES.iter().zip(medians) {
            let name = format!("{}, {}", page.name, profile.name);
            has_moved |= page.is_ours() && median.shift > 0.0;
            if profile.slow {
                println!("\n{name}\n{:>7} {:>7} {:>8}", "from ms", "to ms", "bytes");
                waterfall.iter().for_each(|line| println!("{line}"));
                println!("{:>7.0}{:>17}  fifteen rows", median.rows, "");
            }
            lines.push((name, median));
        }
        ratios.push((profile.name, [1, 2, 3].map(|it| rows[0] / rows[it])));
    }
    print(&lines);
    println!("\nbare list: {bare_gzip} bytes gzip, of {}", bare::LIMIT);
    let mut broken: Vec<String> =
        budgets.iter().filter(|it| !it.holds()).map(|it| it.name.clone()).collect();
    for (name, [ratio, ours, preloaded]) in ratios {
        println!(
            "time to the first 15 rows, {name}: {ratio:.2} × the bare list's, of {LIMIT} ({ours:.2} × when that is built as ours, {preloaded:.2} × when it is preloaded)"
        );
        if ratio > LIMIT {
            broken.push(format!("time to rows, {name}"));
        }
    }
    if has_moved {
        broken.push("layout shift".to_owned());
    }
    if !broken.is_empty() {
        bail!("over the budget: {}", broken.join(", "));
    }
    Ok(())
}

/// Of each page. The pages take turns, so that a machine that is slower for a while is so for all.
fn medians(profile: Profile, url: &str) -> Result<Vec<(Visit, Vec<String>)>> {
    let mut visits: [Vec<_>; PAGES.len()] = Default::default();
    let runs = if profile.slow { SLOW_RUNS } else { RUNS };
    for run in 0..runs {
        let count = if profile.slow || run % BESIDE == 0 { PAGES.len() } else { HELD };
        for (page, visits) in PAGES.iter().zip(&mut visits).take(count) {
            let visit = visit(page, profile, url);
            visits.push(visit.with_context(|| format!("visiting {}", page.path))?);
        }
    }
    Ok(visits.into_iter().map(median).collect())
}

/// The middle of each figure, and the requests of the visit in the middle.
fn median(mut visits: Vec<(Visit, Vec<String>)>) -> (Visit, Vec<String>) {
    visits.sort_by(|a, b| a.0.rows.total_cmp(&b.0.rows));
    let middle = |of: fn(&Visit) -> f64| middle(visits.iter().map(|it| of(&it.0)).collect());
    let visit = Visit {
        rows: middle(|it| it.rows),
        whole: middle(|it| it.whole),
        requests: middle(|it| it.requests),
        bytes: middle(|it| it.bytes),
        // Not the middle: one visit in which something jumps is one too many.
        shift: visits.iter().map(|(it, _)| it.shift).fold(0.0, f64::max),
        heap: middle(|it| it.heap),
    };
    let middle = visits.len() / 2;
    (visit, visits.swap_remove(middle).1)
}

/// One visit, and when each of its requests began and ended.
fn visit(page: &Page, profile: Profile, url: &str) -> Result<(Visit, Vec<String>)> {
    let browser = newcomer(url, "mia", profile)?;
    go(&browser, &format!("{url}{}", page.path), profile)?;
    browser.until("the list", "return __watched.whole !== null")?;
    let seen = browser.eval(SEEN)?;
    let heap = heap(&browser)?;
    if page.is_ours() && number(&seen["shift"]) > 0.0 {
        say(&format!("moved: {}", seen["shifts"]));
    }
    let requests = seen["requests"].as_array().context("the page noted no requests")?;
    let waterfall = requests
        .iter()
        .map(|it| {
            let (from, to, bytes) = (number(&it[1]), number(&it[2]), number(&it[3]));
            format!("{from:>7.0} {to:>7.0} {bytes:>8.0}  {}", it[0].as_str().unwrap_or_default())
        })
        .collect();
    let visit = Visit {
        rows: number(&seen["rows"]),
        whole: number(&seen["whole"]),
        requests: requests.len() as f64,
        bytes: number(&seen["bytes"]),
        shift: number(&seen["shift"]),
        heap,
    };
    Ok((visit, waterfall))
}

fn print(lines: &[(String, Visit)]) {
    println!(
        "\n{:<22} {:>9} {:>9} {:>9} {:>11} {:>7} {:>9}",
        "", "rows ms", "all ms", "requests", "bytes", "shift", "heap kB*"
    );
    for (name, it) in lines {
        let heap = it.heap / 1000.0;
        println!(
            "{name:<22} {:>9.0} {:>9.0} {:>9.0} {:>11.0} {:>7.4} {heap:>9.0}",
            it.rows, it.whole, it.requests, it.bytes, it.shift
        );
    }
    println!("* with the memory of wasm, after a collection");
}
