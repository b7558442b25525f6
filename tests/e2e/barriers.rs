//! Nobody is kept out, as far as a program can tell: every place, light and dark, left to right and
//! right to left (K1).

use anyhow::{Context as _, Result};
use serde_json::json;

use crate::{
    support::{Page, visit_with},
    thread,
};

async fn places(page: &Page, scheme: &str, lang: &str) -> Result<()> {
    let media = json!({ "features": [{ "name": "prefers-color-scheme", "value": scheme }] });
    page.browser().devtools("Emulation.setEmulatedMedia", media).await?;
    page.sign_in("mia").await?;
    page.open(&format!("/bare?lang={lang}")).await?;
    page.list().await?;
    page.axe().await.context("the list")?;
    for id in ["1001", "1007", "1004", "1049"] {
        page.open(&format!("/bare?lang={lang}&deskpane={id}")).await?;
        page.ticket_page().await?;
        page.axe().await.with_context(|| format!("ticket {id}"))?;
    }
    page.eval("find('.file button').click()").await?;
    page.window().await?;
    page.axe().await.context("the window that shows files")
}

fn clean(scheme: &str, lang: &str) -> Result<()> {
    // A conversation with files of every kind, in the place of a call that has none.
    visit_with(thread::every_kind("1049"), async |page| places(page, scheme, lang).await)
}

#[test]
fn in_the_light() -> Result<()> {
    clean("light", "en")
}

#[test]
fn in_the_dark() -> Result<()> {
    clean("dark", "en")
}

#[test]
fn in_the_light_from_right_to_left() -> Result<()> {
    clean("light", "ar")
}

#[test]
fn in_the_dark_from_right_to_left() -> Result<()> {
    clean("dark", "ar")
}
