//! Builds the bare list, the way the widget is built, for the bench to serve.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context as _, Result, bail};

use crate::{
    assemble,
    build::files,
    glue,
    run::{root, run},
    setup::Kit,
    tools,
    wasm::Purpose,
};

/// Bytes, gzip 9. If the floor rises, the comparison is worth less.
pub const LIMIT: u64 = 82_000;

const NAME: &str = "bare-list";

/// Builds it, and gives the folder of pages that the demo is to serve.
pub fn build(kit: Kit) -> Result<PathBuf> {
    let mut cargo = kit.wasm.cargo(Purpose::Release)?;
    cargo.args([
        "build",
        "--package",
        NAME,
        "--target",
        "wasm32-unknown-unknown",
        "--profile",
        "widget",
    ]);
    run(&mut cargo)?;

    let pages = root().join("target/bare-list");
    if pages.exists() {
        fs::remove_dir_all(&pages).context("emptying target/bare-list")?;
    }
    let (raw, assets) = (pages.join("raw"), pages.join("assets"));
    fs::create_dir_all(&assets).context("creating target/bare-list")?;
    let wasm = kit.wasm.artifacts("widget").join("bare_list.wasm");
    run(Command::new(tools::splitter()?).arg(wasm).arg(&raw).arg(NAME).arg("--eager"))?;
    let file = format!("{NAME}_bg.wasm");
    assemble::optimise(&raw.join(&file), &assets.join(&file), false)?;
    glue::finish(&raw, NAME, &assets.join(format!("{NAME}.js")), true)?;
    run(Command::new("node").arg(root().join("xtask/src/compress.mjs")).arg(&assets).arg("11"))?;
    let templates = root().join("xtask/bare-list/pages");
    for page in files(&templates)? {
        fs::copy(templates.join(&page), pages.join(&page)).context("copying a page")?;
    }
    Ok(pages)
}

/// What it weighs, gzip 9; an error when it is not bare any more.
pub fn weight(pages: &Path) -> Result<u64> {
    let mut sum = 0;
    for file in [format!("{NAME}.js"), format!("{NAME}_bg.wasm")] {
        let packed = Command::new("gzip")
            .args(["-9", "--stdout"])
            .arg(pages.join("assets").join(file))
            .output();
        sum += packed.context("starting gzip")?.stdout.len() as u64;
    }
    if sum > LIMIT {
        bail!("the bare list weighs {sum} bytes gzip, more than {LIMIT}: it is no floor any more");
    }
    Ok(sum)
}
