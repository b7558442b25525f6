//! What parts share, in few files.
//!
//! The splitter makes one for each set of parts that have something in common: a hundred, most of them smaller than the
//! headers that they travel with, and a part waits for thirty of them. The small ones are merged here: those that a page
//! with a mapping waits for before it has a list, and all others. A part fetches some kilobytes that are others', and
//! less in all, for what is alike in a hundred files travels once.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context as _, Result, bail};

use crate::{
    assemble::{FEATURES, optimise},
    run::{root, run},
    tools,
};

/// Bytes; larger ones stay by themselves.
const SMALL: u64 = 2_500;
/// The part that a first list may wait for.
const MAPPING: &str = "mapping";
/// The merged files' numbers. The splitter's own begin after the parts, of which there are more than two.
const MERGED: [u32; 2] = [0, 1];

/// Which piece is in which merged file, by their numbers.
pub type Merged = BTreeMap<u32, u32>;

/// Merges the small files in `done`, of which the list in `raw` says who shares them.
pub fn merge(raw: &Path, done: &Path) -> Result<Merged> {
    let js = fs::read_to_string(raw.join("split.js")).context("reading the list of parts")?;
    let mut small: [Vec<u32>; 2] = Default::default();
    for (at, parts) in pieces(&js)? {
        let is_small = fs::metadata(file(done, at)).is_ok_and(|it| it.len() < SMALL);
        if is_small {
            small[usize::from(!parts.contains(&MAPPING))].push(at);
        }
    }
    let mut merged = Merged::new();
    for (to, small) in MERGED.into_iter().zip(small) {
        if small.len() < 2 {
            continue;
        }
        let files: Vec<_> = small.iter().map(|at| file(done, *at)).collect();
        merge_files(&files, &file(done, to))?;
        for (at, file) in small.into_iter().zip(files) {
            fs::remove_file(&file).with_context(|| format!("removing {}", file.display()))?;
            merged.insert(at, to);
        }
    }
    if merged.is_empty() {
        bail!("the list of parts has nothing that is small and shared: it was a hundred files");
    }
    Ok(merged)
}

fn file(folder: &Path, at: u32) -> PathBuf {
    folder.join(format!("chunk_{at}.wasm"))
}

/// Each piece that parts share, and which they are, as the splitter's list has them.
fn pieces(js: &str) -> Result<Vec<(u32, Vec<&str>)>> {
    let lines = js.lines().zip(js.lines().skip(1));
    lines
        .filter_map(|(before, line)| Some((before, number(line.strip_prefix("const ")?)?)))
        .map(|(before, at)| {
            let parts = before.strip_prefix("/* ").and_then(|it| it.strip_suffix(" */"));
            let parts = parts.with_context(|| format!("nobody needs chunk_{at}"))?;
            if MERGED.contains(&at) {
                bail!("chunk_{at} is the splitter's own");
            }
            Ok((at, parts.split(", ").collect()))
        })
        .collect()
}

/// Of `__chunk_1 …`.
fn number(text: &str) -> Option<u32> {
    let text = text.strip_prefix("__chunk_")?;
    let end = text.find(|it: char| !it.is_ascii_digit()).unwrap_or(text.len());
    text[..end].parse().ok()
}

/// What the pieces import from.
const MAIN: &str = "__wasm_split";
/// Stands for it while they are merged.
const OUTER: &str = "outer";

/// One file that does what all of them do. They import the main file's memory, table and stack pointer and export nothing.
fn merge_files(files: &[PathBuf], to: &Path) -> Result<()> {
    let work = root().join("target/assemble");
    let (base, text) = (work.join("base.wat"), work.join("merged.wat"));
    // Each brings its own imports. A first merging says which there are; in the second they are those of one file.
    merge_as_text(None, files, &text)?;
    let read = || fs::read_to_string(&text).context("reading merged.wat");
    fs::write(&base, passed_on(&read()?)?).context("writing base.wat")?;
    merge_as_text(Some(&base), files, &text)?;
    fs::write(&text, of_main(&read()?)).context("writing merged.wat")?;
    optimise(&text, to, false)
}

fn merge_as_text(base: Option<&Path>, files: &[PathBuf], to: &Path) -> Result<()> {
    let mut command = Command::new(tools::wasm_merge());
    command.args(FEATURES).args(["--enable-multimemory", "--emit-text", "--output"]).arg(to);
    if let Some(base) = base {
        command.arg(base).arg(MAIN);
    }
    for (at, file) in files.iter().enumerate() {
        command.arg(file).arg(format!("piece_{at}"));
    }
    run(&mut command)
}

/// A module that passes on what `merged` imports.
fn passed_on(merged: &str) -> Result<String> {
    let mut imports = BTreeMap::new();
    for line in merged.lines() {
        let Some(rest) = line.trim().strip_prefix("(import \"") else { continue };
        let it =
            rest.strip_prefix(MAIN).and_then(|it| it.strip_prefix("\" \"")?.strip_suffix("))"));
        let it = it.with_context(|| format!("imported from elsewhere: {line}"))?;
        // `name" (kind $id type`
        let it = it.split_once("\" (").and_then(|(name, it)| {
            let (kind, it) = it.split_once(' ')?;
            Some((name, kind, it.split_once(' ')?.1))
        });
        let (name, kind, ty) = it.with_context(|| format!("an import without a type: {line}"))?;
        if imports.insert(name, (kind, ty)).is_some_and(|it| it != (kind, ty)) {
            bail!("imported as something else, too: {line}");
        }
    }
    let mut out = "(module\n".to_owned();
    for (at, (name, (kind, ty))) in imports.iter().enumerate() {
        out += &format!("(import \"{OUTER}\" \"{name}\" ({kind} $it{at} {ty}))\n");
    }
    for (at, (name, (kind, _))) in imports.iter().enumerate() {
        out += &format!("(export \"{name}\" ({kind} $it{at}))\n");
    }
    Ok(out + ")\n")
}

/// Imports what they all import, and exports nothing, as they do.
fn of_main(merged: &str) -> String {
    let lines = merged.lines().filter(|it| !it.trim_start().starts_with("(export \""));
    let (outer, main) = (format!("(import \"{OUTER}\" "), format!("(import \"{MAIN}\" "));
    lines.map(|it| it.replace(&outer, &main) + "\n").collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_shares_a_piece_stands_before_it() {
        const LIST: &str = "/* live, mapping */\nconst __chunk_11 = makeLoad(() => {\n}\n, []);\n\
            /* live, ticket */\nconst __chunk_12 = makeLoad(() => {\n}\n, []);\n\
            /* live */\nexport const __wasm_split_load_live = wrapAsyncCb(makeLoad(() => {\n}\n\
            , [__chunk_11, __chunk_12]));\n";
        let expected = vec![(11, vec!["live", "mapping"]), (12, vec!["live", "ticket"])];
        assert_eq!(pieces(LIST).unwrap(), expected);
        assert!(pieces("let it;\nconst __chunk_11 = makeLoad();\n").is_err());
        assert!(pieces(&LIST.replace("chunk_11", "chunk_1")).is_err());
    }

    #[test]
    fn imports_are_those_of_the_main_file_once() {
        let merged = "(module\n (import \"__wasm_split\" \"memory\" (memory $a 19))\n \
            (import \"__wasm_split\" \"memory\" (memory $b 19))\n \
            (import \"__wasm_split\" \"sp\" (global $c (mut i32)))\n)";
        let base = "(module\n(import \"outer\" \"memory\" (memory $it0 19))\n\
            (import \"outer\" \"sp\" (global $it1 (mut i32)))\n\
            (export \"memory\" (memory $it0))\n(export \"sp\" (global $it1))\n)\n";
        assert_eq!(passed_on(merged).unwrap(), base);
        assert!(!of_main(base).contains("export") && !of_main(base).contains(OUTER));
        assert!(passed_on("(import \"env\" \"memory\" (memory $a 19))").is_err());
        let twice = merged.replace("$b 19", "$b 20");
        assert!(passed_on(&twice).is_err());
    }
}
