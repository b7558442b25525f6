//! What every test stands on: a help centre, a browser, and a page seen as its visitor sees it.

mod axe;
mod browser;
mod composer;
mod counter;
mod driver;
mod fault_server;
pub mod files;
mod finding;
mod heard;
mod life;
mod list;
mod mails;
mod mortal;
mod offer;
mod page;
mod paper;
mod site;
mod stream;
mod thread;
mod ticket;
mod tree;
mod trouble;
mod words;

use std::{
    panic::{AssertUnwindSafe, catch_unwind, resume_unwind},
    sync::LazyLock,
};

use anyhow::{Context as _, Result};
use tokio::runtime::Runtime;

use self::site::Site;

pub use self::{
    browser::{Browser, until},
    counter::Counter,
    fault_server::{Call, Fault, FaultServer},
    list::Row,
    mails::{Audit, Mail, Policy, Post},
    mortal::Mortal,
    page::Page,
    site::{Answer, Ask, Options, dist, root, temporary},
    stream::Sent,
    ticket::Entry,
    tree::Tree,
    words::Words,
};

/// Servers and clients of all tests: it outlives each of them.
static RUNTIME: LazyLock<Result<Runtime>> = LazyLock::new(|| Ok(Runtime::new()?));

/// The runtime, for a server that a test starts itself.
pub fn runtime() -> Result<&'static Runtime> {
    RUNTIME.as_ref().map_err(|why| anyhow::anyhow!("starting the runtime: {why:#}"))
}

/// A visitor who has never been anywhere, at a help centre of their own.
pub fn visit(test: impl AsyncFnOnce(&Page) -> Result<()>) -> Result<()> {
    visit_with(Options::default(), test)
}

/// The same where the help centre is not as usual.
pub fn visit_with(options: Options, test: impl AsyncFnOnce(&Page) -> Result<()>) -> Result<()> {
    if let Some(why) = missing() {
        println!("SKIPPED: {why}");
        return Ok(());
    }
    let site = runtime()?.block_on(Site::start(options)).context("starting the help centre")?;
    let url = site.url().to_owned();
    drive(url, Some(site), test)
}

/// The same at a server that runs already: `url` has no slash at its end.
pub fn browse(url: &str, test: impl AsyncFnOnce(&Page) -> Result<()>) -> Result<()> {
    if let Some(why) = missing() {
        println!("SKIPPED: {why}");
        return Ok(());
    }
    drive(url.to_owned(), None, test)
}

fn drive(
    url: String,
    site: Option<Site>,
    test: impl AsyncFnOnce(&Page) -> Result<()>,
) -> Result<()> {
    let runtime = runtime()?;
    let driver = driver::shared()?;
    let browser = runtime.block_on(Browser::start(driver.url())).context("starting the browser")?;
    let page = Page::new(browser, url, site);
    let outcome = catch_unwind(AssertUnwindSafe(|| runtime.block_on(test(&page))));
    runtime.block_on(async {
        if !matches!(outcome, Ok(Ok(()))) {
            println!("{}", page.report().await);
        }
        page.close().await;
    });
    outcome.unwrap_or_else(|panic| resume_unwind(panic))
}

/// Why nothing can be driven here.
fn missing() -> Option<String> {
    if driver::program().is_none() {
        return Some("chromedriver is not on the PATH".to_owned());
    }
    let dist = dist();
    (!dist.join("deskpane.js").is_file())
        .then(|| format!("no release in {}: run cargo xtask build", dist.display()))
}
