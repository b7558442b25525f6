//! `cargo xtask build`: the release, into `dist/`.
//!
//! Trunk compiles and makes the pages; then its `post_build` hook calls `assemble` here, which
//! turns the linked wasm into what ships. The hook is where Trunk's own output is replaced.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context as _, Result};

use crate::{
    assemble,
    report::Report,
    run::{program, root, run},
    setup::{self, Kit},
    wasm::Purpose,
};

/// How to build.
#[derive(Clone, Copy, Default, PartialEq, Eq, clap::Args)]
pub struct Options {
    /// One wasm file, nothing split: the way back if splitting fails
    #[arg(long)]
    pub eager: bool,
    /// Compiled soon instead of small: unoptimised, one wasm file, panics that say what they were
    #[arg(long)]
    pub dev: bool,
}

impl Options {
    /// The profile in Cargo.toml.
    pub fn profile(self) -> &'static str {
        if self.dev { "browser" } else { "widget" }
    }

    /// Whether lazy parts are compiled in. Splitting works on what link-time optimisation leaves,
    /// which the quick profile does without.
    pub fn whole(self) -> bool {
        self.eager || self.dev
    }

    fn purpose(self) -> Purpose {
        if self.dev { Purpose::Development } else { Purpose::Release }
    }

    fn words(self) -> String {
        format!("{}{}", if self.eager { "eager " } else { "" }, if self.dev { "dev" } else { "" })
    }

    /// What the hook was told by the command that started Trunk.
    pub fn from_hook() -> Self {
        let words = env::var(assemble::OPTIONS).unwrap_or_default();
        Self { eager: words.contains("eager"), dev: words.contains("dev") }
    }
}

/// Where the release is.
pub fn dist() -> PathBuf {
    root().join("dist")
}

/// Builds, and gives the folder of the release.
pub fn build(report: &mut Report, kit: Kit, options: Options) -> Result<PathBuf> {
    setup::at_home()?;
    let _turn = turn()?;
    let name = match (options.dev, options.eager) {
        (true, _) => "the widget, quickly",
        (false, true) => "the widget in one file",
        (false, false) => "the widget and its parts",
    };
    report.step("build", name, || trunk(kit, options))?;
    Ok(dist())
}

/// One build at a time: they share Trunk's staging folder.
fn turn() -> Result<fs::File> {
    let target = root().join("target");
    fs::create_dir_all(&target).context("creating target/")?;
    let lock = fs::File::create(target.join("xtask-build.lock"))
        .context("creating the lock of the build")?;
    lock.lock().context("waiting for another build")?;
    Ok(lock)
}

fn trunk(kit: Kit, options: Options) -> Result<()> {
    let mut command = Command::new("trunk");
    kit.wasm.prepare(&mut command, options.purpose())?;
    // Trunk takes NO_COLOR for a flag that must be `true` or `false`, and stops at the usual `1`.
    command.env_remove("NO_COLOR");
    // Its backtraces would bury what the compiler said.
    command.env("RUST_BACKTRACE", "0");
    command.args(["build", "--release", "--offline", "--cargo-profile", options.profile()]);
    command.arg("--dist").arg(dist());
    if options.whole() {
        command.args(["--features", "eager"]);
    }
    let me = program()?;
    command
        .env(assemble::PROGRAM, me)
        .env(assemble::OPTIONS, options.words())
        .env(assemble::WASM, linked(kit, options));
    run(&mut command)
}

/// What the linker writes.
fn linked(kit: Kit, options: Options) -> PathBuf {
    kit.wasm.artifacts(options.profile()).join("deskpane.wasm")
}

/// Every file under a folder, relative to it, sorted.
pub fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(&next).with_context(|| format!("reading {}", next.display()))? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else {
                found.push(path.strip_prefix(folder)?.to_path_buf());
            }
        }
    }
    found.sort();
    Ok(found)
}
