//! Host pages as they are out there, with their resets, frameworks and old scripts: the widget looks
//! and works the same, and does nothing to them (M2).

use std::fs;

use anyhow::{Context as _, Result, ensure};

use crate::support::{Options, Page, root, visit_with};

async fn open(page: &Page, name: &str) -> Result<()> {
    page.sign_in("mia").await?;
    page.goto(&format!("/hosts/{name}.html")).await?;
    page.wait("the element", "return !!pane").await?;
    // Closed or far away, it waits; a visitor goes there.
    page.eval("for (const it of document.querySelectorAll('details')) it.open = true; pane.scrollIntoView()").await?;
    page.ready().await?;
    page.list().await.map(drop)
}

fn host(name: &'static str, test: impl AsyncFnOnce(&Page) -> Result<()>) -> Result<()> {
    visit_with(Options::default().hosts(), async |page| {
        open(page, name).await.with_context(|| format!("tests/hosts/{name}.html"))?;
        test(page).await
    })
}

/// As high and as large as everywhere, and a ticket opens.
fn looks_and_works(name: &'static str, height: f64) -> Result<()> {
    host(name, async |page| {
        let (row, font) = page.measures().await?;
        ensure!((row - height).abs() <= 1.0, "a row is {row} px high");
        ensure!(font == "16px", "its letters are {font}");
        let heading = page.host_look().await?;
        page.open_row(0).await?;
        ensure!(page.host_look().await? == heading, "the page itself looks different now");
        page.is_quiet().await
    })
}

macro_rules! hosts {
    ($($test:ident: $name:literal, $height:literal;)*) => {
        $(#[test]
        fn $test() -> Result<()> {
            looks_and_works($name, $height)
        })*

        #[test]
        fn every_host_page_is_tested() -> Result<()> {
            let tested = [$($name),*];
            for entry in fs::read_dir(root().join("tests/hosts"))? {
                let name = entry?.file_name().to_string_lossy().into_owned();
                let Some(name) = name.strip_suffix(".html") else { continue };
                ensure!(tested.contains(&name), "tests/hosts/{name}.html has no test");
            }
            Ok(())
        }
    };
}

hosts! {
    base_address: "base", 44.0;
    cramped_column: "cramped", 92.0;
    dark_without_saying_so: "dark", 44.0;
    closed_details: "details", 44.0;
    important_rules: "important", 44.0;
    inherited_styles: "inherited", 44.0;
    added_later: "later", 44.0;
    clobbered_names: "names", 44.0;
    hidden_elements: "no-divs", 44.0;
    patched_prototypes: "patched", 44.0;
    print_rules: "print", 44.0;
    quirks_mode: "quirks", 44.0;
    reset_rules: "reset", 44.0;
    right_to_left: "rtl", 44.0;
    small_root: "small-root", 44.0;
    strict_policy: "strict", 44.0;
    transformed: "transformed", 44.0;
    two_widgets: "two", 44.0;
    everything_unset: "unset", 44.0;
}
