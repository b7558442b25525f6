//! Moved, removed and added again a hundred times and more: nothing is left behind (M4, M7).

use anyhow::{Context as _, Result, bail, ensure};
use serde_json::json;

use crate::{
    faulty_parts::TRAP,
    support::{Page, visit},
};

/// What a page holds on to.
#[derive(Debug)]
struct Held {
    nodes: f64,
    listeners: f64,
    heap: f64,
    wasm: f64,
}

impl Held {
    /// Whether nothing is left of the lives since.
    fn is_within(&self, before: &Self) -> bool {
        // One of each a life would be more, and so would two kilobytes. Less is the browser's own bookkeeping.
        self.nodes <= before.nodes + 50.0
            && self.listeners <= before.listeners + 20.0
            && self.heap <= before.heap + 100.0 * 1024.0
            && self.wasm <= before.wasm
    }
}

async fn held(page: &Page) -> Result<Held> {
    let browser = page.browser();
    // The browser's own notes on each request.
    browser.eval("performance.clearResourceTimings()").await?;
    // Twice, because what the first one finalises is garbage only for the second.
    for _ in 0..2 {
        browser.devtools("HeapProfiler.collectGarbage", json!({})).await?;
    }
    let metrics = browser.devtools("Performance.getMetrics", json!({})).await?;
    let metrics = metrics["metrics"].as_array().context("no metrics")?;
    let value = |name: &str| {
        let found = metrics.iter().find(|it| it["name"] == name);
        found.and_then(|it| it["value"].as_f64()).with_context(|| format!("no {name}"))
    };
    let wasm = browser.eval("return __memory.buffer.byteLength").await?;
    Ok(Held {
        nodes: value("Nodes")?,
        listeners: value("JSEventListeners")?,
        heap: value("JSHeapUsedSize")?,
        wasm: wasm.as_f64().context("no memory")?,
    })
}

/// Moves, takes away and adds `times` times, each time until the list is there.
async fn go_round(page: &Page, times: u32) -> Result<()> {
    let script = format!(
        "const [first, second] = [...document.querySelectorAll('.place')];
         const rows = () => new Promise((done) => {{
             const look = () => all('[data-ticket]').length ? done() : requestAnimationFrame(look);
             look();
         }});
         return (async () => {{
             for (let at = 0; at < {times}; at++) {{
                 second.append(pane);
                 await rows();
                 first.append(pane);
                 pane.remove();
                 await Promise.resolve();
                 await Promise.resolve();
                 first.append(pane);
                 await pane.ready;
                 await rows();
             }}
             return true;
         }})()"
    );
    ensure!(page.eval(&script).await? == true);
    Ok(())
}

#[test]
fn a_hundred_lives_leave_nothing_behind() -> Result<()> {
    let pane = r#"<script async nonce="{{ nonce }}" src="/deskpane.js"></script>
        <div class="place"><desk-pane api="/support/api"></desk-pane></div><div class="place"></div>"#;
    let options = crate::support::Options::default().page("lives", pane);
    crate::support::visit_with(options, async |page| {
        page.sign_in("mia").await?;
        page.browser().before_pages(TRAP).await?;
        page.browser().devtools("Performance.enable", json!({})).await?;
        page.open("/lives").await?;
        page.list().await?;
        // What is made once and kept, is made first; and lives that overlap need a page of memory more, some day.
        // A leak is in every sixty of them.
        go_round(page, 60).await?;
        let mut before = held(page).await?;
        for _ in 0..5 {
            go_round(page, 60).await?;
            let after = held(page).await?;
            println!("before {before:?}\nafter  {after:?}");
            if after.is_within(&before) {
                return page.is_quiet().await;
            }
            before = after;
        }
        bail!("something of each life is left: {before:?}")
    })
}

#[test]
fn a_widget_that_is_moved_stays_what_it_was() -> Result<()> {
    visit(async |page| {
        page.sign_in("mia").await?;
        page.open("/bare").await?;
        page.list().await?;
        page.open_row(0).await?;
        let subject = page.heading().await?;
        page.eval("find('.deskpane').__kept = true; const other = document.createElement('section'); document.body.prepend(other); other.append(pane)").await?;
        page.settled().await?;
        ensure!(page.heading().await? == subject);
        ensure!(page.eval("return find('.deskpane').__kept").await? == true, "it began anew");
        page.is_quiet().await
    })
}
