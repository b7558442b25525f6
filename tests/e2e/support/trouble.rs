//! What a customer is told when something went wrong, and what the page then notices: nothing.

use std::time::Instant;

use anyhow::{Result, ensure};
use serde_json::{Value, json};

use super::{
    Page,
    browser::{PATIENCE, until},
};

/// The browser's own line for a load that failed. No page can keep it from being written.
const OF_THE_BROWSER: &str = " - Failed to load resource: ";

impl Page {
    /// The sentences about what went wrong that are on screen.
    pub async fn troubles(&self) -> Result<Vec<String>> {
        self.read("return all('[role=alert]').filter(shown).map((it) => clean(it.innerText)).filter(Boolean)")
            .await
    }

    /// Waits until there is one sentence, which begins with `sentence`, and nothing on its way.
    pub async fn wait_for_trouble(&self, sentence: &str) -> Result<()> {
        self.wait_for(sentence).await?;
        self.settled().await?;
        let troubles = self.troubles().await?;
        ensure!(troubles.len() == 1, "not one sentence: {troubles:#?}");
        ensure!(troubles[0].starts_with(sentence), "{:?}, not {sentence:?}", troubles[0]);
        Ok(())
    }

    /// Waits until nothing is wrong any more.
    pub async fn wait_until_well(&self) -> Result<()> {
        until("the trouble to go", async || Ok(self.troubles().await?.is_empty())).await?;
        self.settled().await
    }

    /// M7 where loads fail: beside the browser's own lines the console has nothing, and no error
    /// reached the page.
    pub async fn is_calm(&self) -> Result<()> {
        ensure!(!self.text().await?.is_empty(), "an empty screen");
        let console = self.console_of_ours().await?;
        ensure!(console.is_empty(), "console: {console:#?}");
        self.nothing_reached_the_page().await
    }

    /// M7: nothing of the page has moved.
    pub async fn stayed_in_place(&self) -> Result<()> {
        let watch = self.browser().eval("return window.__watch").await?;
        ensure!(watch["shift"] == 0, "the page jumped: {}", watch["shifts"]);
        Ok(())
    }

    /// No error, no rejection, no violation that the page could hear of.
    pub async fn nothing_reached_the_page(&self) -> Result<()> {
        let watch = self.browser().eval("return window.__watch").await?;
        let heard: [&Value; 2] = [&watch["errors"], &watch["violations"]];
        ensure!(heard == [&json!([]); 2], "the page heard {heard:?}");
        Ok(())
    }

    /// What is on the console and not the browser's own, since it was last read.
    pub async fn console_of_ours(&self) -> Result<Vec<String>> {
        let console = self.browser().console().await?;
        let messages = console.into_iter().map(|it| it.1);
        Ok(messages.filter(|it| !it.contains(OF_THE_BROWSER)).collect())
    }

    /// The same, once there is something: a warning may wait for what explains it.
    pub async fn console_when_told(&self) -> Result<Vec<String>> {
        let begin = Instant::now();
        loop {
            let console = self.console_of_ours().await?;
            if console.iter().any(|it| it.contains("Deskpane")) || begin.elapsed() > PATIENCE {
                return Ok(console);
            }
        }
    }

    /// Whether there is a skeleton, and nothing else.
    pub async fn is_waiting(&self) -> Result<bool> {
        Ok(self.is_waiting_at().await?.0)
    }

    /// The same, and how old the page is, in milliseconds.
    pub async fn is_waiting_at(&self) -> Result<(bool, f64)> {
        self.read(
            "return [!!find('.skeleton, .sk') && screen() === '', Math.ceil(performance.now())]",
        )
        .await
    }

    /// Cuts the browser off from every network, or lets it back.
    pub async fn be_offline(&self, offline: bool) -> Result<()> {
        let wanted = json!({
            "offline": offline, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1,
        });
        self.browser().devtools("Network.enable", json!({})).await?;
        self.browser().devtools("Network.emulateNetworkConditions", wanted).await.map(drop)
    }
}
