//! When a part of the widget itself does not come, or dies: a sentence, a way on, and the page's own
//! link; never an error of the page (M7).

use std::sync::atomic::{AtomicUsize, Ordering};

use anyhow::{Result, ensure};
use axum::{body::Body, http::Response};

use crate::support::{Answer, Options, Page, until, visit, visit_with};

fn unavailable() -> Answer {
    let mut answer = Response::new(Body::empty());
    *answer.status_mut() = axum::http::StatusCode::SERVICE_UNAVAILABLE;
    answer
}

/// Before any script: what makes every call into the wasm trap once the page says so, and keeps its
/// memory for who wants to know how much there is.
pub const TRAP: &str = "
    const real = WebAssembly.instantiateStreaming;
    WebAssembly.instantiateStreaming = async (...given) => {
        const { module, instance } = await real.apply(WebAssembly, given);
        const trapping = (call) => (...args) => {
            if (window.__trap) throw new WebAssembly.RuntimeError('unreachable');
            return call(...args);
        };
        const exports = {};
        for (const [name, it] of Object.entries(instance.exports)) {
            exports[name] = typeof it === 'function' ? trapping(it) : it;
            if (it instanceof WebAssembly.Memory) window.__memory = it;
        }
        return { module, instance: { exports } };
    };
";

#[test]
fn a_chunk_that_does_not_come_is_a_sentence_with_a_way_to_try_again() -> Result<()> {
    let failures = AtomicUsize::new(1);
    let options = Options::default().instead(move |ask| {
        let is_chunk = ask.path().contains("split_ticket");
        let fails = is_chunk
            && failures
                .fetch_update(Ordering::SeqCst, Ordering::SeqCst, |it| it.checked_sub(1))
                .is_ok();
        fails.then(unavailable)
    });
    visit_with(options, async |page| {
        page.sign_in("mia").await?;
        page.open("/bare").await?;
        let row = page.list().await?.remove(0);
        page.click_row(0, &[]).await?;
        page.wait_for("This part could not be loaded. Check your connection and try again.")
            .await?;
        page.click("Try again").await?;
        page.wait_for("Back to your tickets").await?;
        page.ticket_page().await?;
        ensure!(page.heading().await? == row.subject);
        Ok(())
    })
}

#[test]
fn a_wasm_that_does_not_come_leaves_the_link_of_the_page() -> Result<()> {
    let options = Options::default()
        .instead(|ask| ask.path().ends_with("deskpane_bg.wasm").then(unavailable));
    visit_with(options, async |page| {
        page.sign_in("mia").await?;
        page.listen("deskpane-error").await?;
        page.goto("/bare").await?;
        let told = page.wait_for_events("deskpane-error", 1).await?;
        ensure!(told[0]["reason"] == "start", "{told:?}");
        ensure!(page.fallback_shows().await?);
        let watch = page.browser().eval("return __watch.errors").await?;
        ensure!(watch == serde_json::json!([]), "{watch}");
        Ok(())
    })
}

#[test]
fn a_trap_gives_the_page_its_link_back_and_no_error() -> Result<()> {
    visit(async |page| {
        page.sign_in("mia").await?;
        page.browser().before_pages(TRAP).await?;
        page.listen("deskpane-error").await?;
        page.open("/bare").await?;
        page.list().await?;
        page.eval("window.__trap = true; pane.refresh()").await?;
        let told = page.wait_for_events("deskpane-error", 1).await?;
        ensure!(told.len() == 1 && told[0]["reason"] == "fault", "{told:?}");
        ensure!(page.fallback_shows().await?);
        page.is_quiet().await?;
        // And another attempt is a new instance.
        page.eval("window.__trap = false; pane.refresh()").await?;
        ensure!(page.list().await?.len() == 15);
        page.is_quiet().await
    })
}

/// How many wasm files the page has fetched; nothing while the part is not there.
async fn files_with(page: &Page, part: &str) -> Result<Option<u64>> {
    let script = format!(
        "const all = performance.getEntriesByType('resource').filter((it) => it.name.endsWith('.wasm'));
        return all.some((it) => it.name.endsWith('/{part}.wasm') && it.responseEnd) ? all.length : null"
    );
    Ok(page.browser().eval(&script).await?.as_u64())
}

/// A request takes longer than a kilobyte, and the splitter makes a hundred files.
#[test]
fn a_part_comes_in_a_few_files() -> Result<()> {
    visit(async |page| {
        page.sign_in("mia").await?;
        page.open("/bare").await?;
        page.list().await?;
        until("what follows the desk", async || {
            Ok(files_with(page, "split_live").await?.is_some())
        })
        .await?;
        let first = files_with(page, "split_live").await?.unwrap_or_default();
        ensure!(first <= 10, "{first} files with the list");
        page.click_row(0, &[]).await?;
        page.ticket_page().await?;
        let both = files_with(page, "split_ticket").await?.unwrap_or_default();
        ensure!(both > first && both <= 24, "{both} files with a ticket");
        Ok(())
    })
}
