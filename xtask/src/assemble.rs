//! From the linked wasm to the release, as Trunk's `post_build` hook.
//!
//!     deskpane.js       the loader          v/<hash>/…     module, wasm, parts: immutable
//!     locales/          index and texts     connectors/    mapping files
//!     locales/more/     what chunks say
//!     deskpane.d.ts, custom-elements.json, openapi.yaml, and what Trunk made of index.html
//!
//! and a `.br` beside each of them.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context as _, Result, bail};
use serde_json::{Map, Value};
use sha2::{Digest as _, Sha256};

use crate::{
    areas,
    build::{Options, files},
    glue,
    report::say,
    run::{root, run},
    shared::{self, Merged},
    tools,
};

/// Where Trunk.toml finds this program.
pub const PROGRAM: &str = "DESKPANE_XTASK";
/// How the release is built, for the hook.
pub const OPTIONS: &str = "DESKPANE_OPTIONS";
/// The linked file, for the hook.
pub const WASM: &str = "DESKPANE_WASM";

const NAME: &str = "deskpane";
/// wasm-opt is told what the compiler uses, because the section that says so is stripped.
pub const FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
];

/// Fills Trunk's staging folder.
pub fn assemble() -> Result<()> {
    let staging = PathBuf::from(
        env::var_os("TRUNK_STAGING_DIR").context("only Trunk calls this: run cargo xtask build")?,
    );
    let wasm = PathBuf::from(env::var_os(WASM).context("only cargo xtask build sets this up")?);
    let options = Options::from_hook();
    // What Trunk's own wasm-bindgen wrote does not load: the parts are still missing from it.
    for name in [format!("{NAME}.js"), format!("{NAME}_bg.wasm")] {
        let _ = fs::remove_file(staging.join(name));
    }
    let _ = fs::remove_dir_all(staging.join("snippets"));

    let version = versioned(&staging, &wasm, options)?;
    let locales = locales(&staging.join("locales"))?;
    loader(&staging, &version, &locales, !options.dev)?;
    copies(&staging)?;
    let quality = if options.dev { "4" } else { "11" };
    run(Command::new("node").arg(root().join("xtask/src/compress.mjs")).arg(&staging).arg(quality))
}

/// `v/<hash>/`: everything that must come from one build, in a folder named after its content.
fn versioned(staging: &Path, wasm: &Path, options: Options) -> Result<String> {
    let work = root().join("target/assemble");
    let raw = work.join("raw");
    let done = work.join("done");
    if work.exists() {
        fs::remove_dir_all(&work).context("emptying target/assemble")?;
    }
    fs::create_dir_all(&done).context("creating target/assemble")?;

    let mut split = Command::new(tools::splitter()?);
    split.arg(wasm).arg(&raw).arg(NAME);
    if options.whole() {
        split.arg("--eager");
    }
    run(&mut split)?;
    for file in files(&raw)?.iter().filter(|file| file.extension().is_some_and(|it| it == "wasm")) {
        let (from, to) = (raw.join(file), done.join(file));
        if options.dev {
            fs::copy(&from, &to).with_context(|| format!("copying {}", file.display()))?;
        } else {
            optimise(&from, &to, false)?;
        }
    }
    // What is whole has no parts.
    let merged = if options.whole() { Merged::new() } else { shared::merge(&raw, &done)? };
    glue::finish(&raw, NAME, &done.join(format!("{NAME}.js")), &merged, !options.dev)?;
    // What the loader fetches only when it is called for.
    let embed = root().join("src/embed");
    for file in files(&embed)?.iter().filter(|it| it.extension().is_some_and(|it| it == "js")) {
        if *file != Path::new("loader.js") {
            glue::bundle(&embed.join(file), &done.join(file), !options.dev)?;
        }
    }

    let mut hash = Sha256::new();
    for file in files(&done)? {
        hash.update(file.as_os_str().as_encoded_bytes());
        hash.update(fs::read(done.join(&file))?);
    }
    let version = tools::short(hash);
    let folder = staging.join("v").join(&version);
    for file in files(&done)? {
        copy(&done.join(&file), &folder.join(&file))?;
    }
    Ok(version)
}

/// Optimised for what travels, which is the brotli of it. Large functions folded into their only caller
/// and values kept for later use make the file smaller and its brotli a tenth bigger; functions of
/// a kind beside each other, which their names tell, take another hundredth off. At 30 there are a tenth
/// fewer functions for a browser to compile, each as it is first called, than at 10, for half a kilobyte;
/// at 64 a fifth fewer, for two kilobytes, and the first rows are no sooner for it.
const EFFORT: [&str; 6] = [
    "-Oz",
    "--one-caller-inline-max-function-size=30",
    "--always-inline-max-function-size=4",
    "--skip-pass=local-cse",
    "-Oz",
    "--reorder-functions-by-name",
];

/// wasm-opt over one file; `named` keeps the functions' names, for whoever reads it.
pub fn optimise(from: &Path, to: &Path, named: bool) -> Result<()> {
    let mut command = Command::new(tools::wasm_opt());
    command.args(FEATURES).args(EFFORT);
    if named {
        command.arg("--debuginfo");
    } else {
        command.args(["--strip-debug", "--strip-producers", "--strip-target-features"]);
    }
    run(command.arg(from).arg("-o").arg(to))
}

/// `deskpane.js`: the one file with a short cache life, which knows the folder of the rest, and which languages there are.
fn loader(staging: &Path, build: &str, locales: &Map<String, Value>, minify: bool) -> Result<()> {
    let source = root().join("src/embed/loader.js");
    let mut text =
        fs::read_to_string(&source).with_context(|| format!("reading {}", source.display()))?;
    let locales = serde_json::to_string(locales)?;
    let version = ("__VERSION__", env!("CARGO_PKG_VERSION"));
    for (name, value) in [version, ("__BUILD__", build), ("__LOCALES__", &locales)] {
        if !text.contains(name) {
            bail!("src/embed/loader.js does not say where {name} goes");
        }
        text = text.replace(name, value);
    }
    let filled = root().join("target/assemble/loader.js");
    fs::write(&filled, text).context("writing the loader")?;
    glue::bundle(&filled, &staging.join(format!("{NAME}.js")), minify)
}

/// Translation files without the notes for translators (`@…`), each cut in two: what the first list
/// says, and in `more/` the rest. The index has for each tag its content hash, and `+` for the cut.
/// English stays whole: it is compiled in, and its file is for people to copy. Gives the index without it.
fn locales(to: &Path) -> Result<Map<String, Value>> {
    fs::create_dir_all(to.join("more")).context("creating locales/")?;
    let from = root().join("locales");
    let mut index = Map::new();
    for file in files(&from)? {
        let Some(tag) = file.to_str().and_then(|it| it.strip_suffix(".json")) else { continue };
        let text = fs::read_to_string(from.join(&file))?;
        let texts: Map<String, Value> = serde_json::from_str(&text)
            .with_context(|| format!("reading locales/{}", file.display()))?;
        let texts: Map<String, Value> =
            texts.into_iter().filter(|(key, _)| !key.starts_with('@')).collect();
        let hash = tools::short(Sha256::new_with_prefix(serde_json::to_string(&texts)?));
        let write = |name: &Path, texts: &Map<String, Value>| {
            fs::write(to.join(name), serde_json::to_string(texts)?)
                .with_context(|| format!("writing locales/{}", name.display()))
        };
        if tag == "en" {
            write(&file, &texts)?;
            index.insert(tag.to_owned(), hash.into());
            continue;
        }
        let (more, list): (Map<_, _>, Map<_, _>) =
            texts.into_iter().partition(|(key, _)| areas::is_more(key));
        write(&file, &list)?;
        write(&Path::new("more").join(&file), &more)?;
        index.insert(tag.to_owned(), format!("{hash}+").into());
    }
    fs::write(to.join("index.json"), serde_json::to_string(&index)?)
        .context("writing locales/index.json")?;
    index.remove("en");
    Ok(index)
}

/// What ships as it is.
fn copies(staging: &Path) -> Result<()> {
    let connectors = root().join("connectors");
    // Connectors that need no mapping file are in the widget; the folder may have none.
    if connectors.is_dir() {
        for file in
            files(&connectors)?.iter().filter(|it| it.extension().is_some_and(|it| it == "json"))
        {
            copy(&connectors.join(file), &staging.join("connectors").join(file))?;
        }
    }
    for (from, to) in [
        ("src/embed/deskpane.d.ts", "deskpane.d.ts"),
        ("src/embed/custom-elements.json", "custom-elements.json"),
        ("contract/openapi.yaml", "openapi.yaml"),
    ] {
        if root().join(from).exists() {
            copy(&root().join(from), &staging.join(to))?;
        } else {
            say(&format!("{from} is not there: the release goes without it"));
        }
    }
    Ok(())
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    if let Some(folder) = to.parent() {
        fs::create_dir_all(folder).with_context(|| format!("creating {}", folder.display()))?;
    }
    fs::copy(from, to).with_context(|| format!("copying {}", from.display()))?;
    Ok(())
}
