//! The tools, their versions, and where they are kept.
//!
//! All of them live in `~/.cache/deskpane/<tool>-<version>/`, so that every clone shares them and
//! nothing that the user installed is replaced.

use std::{
    env, fs,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result};
use sha2::{Digest as _, Sha256};

use crate::{build::files, run::root};

/// 0.22 needs a newer compiler than the one that Debian has.
pub const TRUNK: &str = "0.21.14";
/// The npm package that carries `wasm-opt`.
pub const BINARYEN: &str = "132";
/// Minifies the scripts.
pub const ESBUILD: &str = "0.28.2";

/// Looks for what keeps people out who cannot see, hear or use a pointer.
pub const AXE: &str = "4.14.1";

/// What the table of `bench table` is made of, by the version of the first.
pub const REACT_TABLE: &str = "9.3.1";
/// The others, each at one version.
pub const REACT: [&str; 4] = [
    "react@19.3.1",
    "react-dom@19.3.1",
    "@tanstack/react-query@5.108.4",
    "@tanstack/react-virtual@3.14.26",
];

/// Debian's own Rust with the library's sources, for machines where rustup cannot download.
pub const DEBIAN_RUST: [&str; 6] =
    ["rustc-web", "cargo-web", "rust-web-src", "rust-web-clippy", "rustfmt-web", "lld-19"];
/// The browser of the tests, and the fonts that its screenshots need.
pub const DEBIAN_BROWSER: [&str; 4] =
    ["chromium", "chromium-driver", "fonts-noto-core", "fonts-noto-cjk"];
/// What runs binaryen and esbuild.
pub const DEBIAN_NODE: [&str; 2] = ["nodejs", "npm"];

/// What runs schemathesis.
pub const DEBIAN_PYTHON: [&str; 2] = ["python3", "python3-venv"];
/// schemathesis and all that it is made of, each at one version.
pub const SCHEMATHESIS: &str = "xtask/schemathesis/requirements.txt";

/// Where the tools of every clone are.
pub fn cache() -> PathBuf {
    let base = env::var_os("XDG_CACHE_HOME")
        .filter(|dir| !dir.is_empty())
        .map(PathBuf::from)
        .or_else(|| Some(PathBuf::from(env::var_os("HOME")?).join(".cache")));
    base.map_or_else(|| root().join("target/tools"), |dir| dir.join("deskpane"))
}

/// The folder of one tool at one version.
pub fn home(tool: &str, version: &str) -> PathBuf {
    cache().join(format!("{tool}-{version}"))
}

/// The version of `wasm-bindgen` that the widget is compiled with; the tool must be the same one.
pub fn wasm_bindgen() -> Result<String> {
    let file = root().join("Cargo.lock");
    let lock = fs::read_to_string(&file).with_context(|| format!("reading {}", file.display()))?;
    locked(&lock, "wasm-bindgen").context("Cargo.lock names no wasm-bindgen")
}

/// The version of a package in the text of a lock file.
fn locked(lock: &str, package: &str) -> Option<String> {
    let name = format!("name = \"{package}\"");
    let mut lines = lock.lines().skip_while(|line| *line != name);
    let version = lines.nth(1)?.strip_prefix("version = \"")?.strip_suffix('"')?;
    Some(version.to_owned())
}

/// The splitter's program, named after its source and the libraries it is made of.
pub fn splitter() -> Result<PathBuf> {
    let source = root().join("xtask/split");
    let mut hash = Sha256::new();
    for file in files(&source)? {
        let text = fs::read(source.join(&file));
        hash.update(text.with_context(|| format!("reading xtask/split/{}", file.display()))?);
    }
    Ok(home("split", &short(hash)).join("bin/split"))
}

/// schemathesis's program, in a folder named after all its versions.
pub fn schemathesis() -> Result<PathBuf> {
    let list =
        fs::read(root().join(SCHEMATHESIS)).with_context(|| format!("reading {SCHEMATHESIS}"))?;
    let mut hash = Sha256::new();
    hash.update(list);
    Ok(home("schemathesis", &short(hash)).join("bin/schemathesis"))
}

/// Sixteen hexadecimal digits of a digest: enough to tell builds apart.
pub fn short(hash: Sha256) -> String {
    hash.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

/// wasm-bindgen's program.
pub fn bindgen() -> Result<PathBuf> {
    Ok(home("wasm-bindgen", &wasm_bindgen()?).join("bin/wasm-bindgen"))
}

/// wasm-opt's.
pub fn wasm_opt() -> PathBuf {
    npm_bin("binaryen", BINARYEN).join("wasm-opt")
}

/// What makes one wasm file of several.
pub fn wasm_merge() -> PathBuf {
    npm_bin("binaryen", BINARYEN).join("wasm-merge")
}

/// The folders that have to be on the PATH for Trunk and the tests.
pub fn bins() -> Result<Vec<PathBuf>> {
    Ok(vec![
        home("trunk", TRUNK).join("bin"),
        home("wasm-bindgen", &wasm_bindgen()?).join("bin"),
        npm_bin("binaryen", BINARYEN),
        npm_bin("esbuild", ESBUILD),
    ])
}

/// Where npm puts the programs of a package.
pub fn npm_bin(tool: &str, version: &str) -> PathBuf {
    home(tool, version).join("node_modules/.bin")
}

/// The script of axe-core, which the browser tests put into a page.
pub fn axe() -> PathBuf {
    home("axe-core", AXE).join("node_modules/axe-core/axe.min.js")
}

/// Where React and its tables are imported from.
pub fn react() -> PathBuf {
    home("react-table", REACT_TABLE).join("node_modules")
}

/// Whether a file is there; a broken link is not.
pub fn there(file: &Path) -> bool {
    fs::metadata(file).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_locked_version_is_found() {
        let lock = "[[package]]\nname = \"wasm-bindgen-shared\"\nversion = \"1.0.0\"\n\n\
                    [[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\nsource = \"x\"\n";
        assert_eq!(locked(lock, "wasm-bindgen").as_deref(), Some("0.2.130"));
        assert_eq!(locked(lock, "wasm"), None);
    }
}
