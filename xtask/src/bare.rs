//! Builds the bare list for the bench to serve: as anybody builds a Leptos application, which is what the widget is held
//! to, and as the widget is built, which says how much of the difference is the build's.

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
    shared::Merged,
    tools,
    wasm::{Purpose, TARGET},
};

/// Bytes, gzip 9, of the one that anybody builds. If the floor rises, the comparison is worth less.
pub const LIMIT: u64 = 82_000;

/// As anybody builds a Leptos application: cargo's and wasm-opt's own switches for small files.
const ANYBODY: &str = "bare-list";
/// With all that we do to the widget.
const AS_OURS: &str = "bare-list-ours";

/// Builds it in both ways, and gives the folder of pages that the demo is to serve.
pub fn build(kit: Kit) -> Result<PathBuf> {
    let pages = root().join("target/bare-list");
    if pages.exists() {
        fs::remove_dir_all(&pages).context("emptying target/bare-list")?;
    }
    let (raw, assets) = (pages.join("raw"), pages.join("assets"));
    fs::create_dir_all(&assets).context("creating target/bare-list")?;
    as_anybody(kit, &raw, &assets)?;
    as_ours(kit, &raw, &assets)?;
    run(Command::new("node").arg(root().join("xtask/src/compress.mjs")).arg(&assets).arg("11"))?;
    let templates = root().join("xtask/bare-list/pages");
    for page in files(&templates)? {
        fs::copy(templates.join(&page), pages.join(&page)).context("copying a page")?;
    }
    Ok(pages)
}

fn as_anybody(kit: Kit, raw: &Path, assets: &Path) -> Result<()> {
    let wasm = compile(kit, Purpose::Anybody)?;
    run(Command::new(tools::bindgen()?)
        .args(["--target", "web", "--no-typescript", "--out-name", ANYBODY, "--out-dir"])
        .arg(raw)
        .arg(wasm))?;
    let (script, file) = (format!("{ANYBODY}.js"), format!("{ANYBODY}_bg.wasm"));
    let mut smaller = Command::new(tools::wasm_opt());
    run(smaller.arg("-Oz").arg(raw.join(&file)).arg("-o").arg(assets.join(&file)))?;
    glue::bundle(&raw.join(&script), &assets.join(&script), true)
}

fn as_ours(kit: Kit, raw: &Path, assets: &Path) -> Result<()> {
    let wasm = compile(kit, Purpose::Release)?;
    run(Command::new(tools::splitter()?).arg(wasm).arg(raw).arg(AS_OURS).arg("--eager"))?;
    let file = format!("{AS_OURS}_bg.wasm");
    assemble::optimise(&raw.join(&file), &assets.join(&file), false)?;
    glue::finish(raw, AS_OURS, &assets.join(format!("{AS_OURS}.js")), &Merged::new(), true)
}

/// The file stays until the next one is compiled.
fn compile(kit: Kit, purpose: Purpose) -> Result<PathBuf> {
    let mut cargo = kit.wasm.cargo(purpose)?;
    cargo.args(["build", "--package", "bare-list", "--profile", "widget", "--target", TARGET]);
    run(&mut cargo)?;
    Ok(kit.wasm.artifacts("widget").join("bare_list.wasm"))
}

/// What it weighs, gzip 9; an error when it is not bare any more.
pub fn weight(pages: &Path) -> Result<u64> {
    let mut sum = 0;
    for file in [format!("{ANYBODY}.js"), format!("{ANYBODY}_bg.wasm")] {
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
