//! The budgets: what the first list costs a visitor, file by file.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context as _, Result, bail};

use crate::{
    build::files,
    run::{root, run},
};

/// The language that the budget is counted in.
const LOCALE: &str = "fr";

/// The mapping that the budget of a page with one is counted with.
const MAPPING: &str = "connectors/zendesk.json";

/// The part that writes.
const COMPOSER: &str = "writing";

/// One file of the release.
pub struct Weight {
    /// Relative to the release.
    pub file: PathBuf,
    /// As it is.
    pub raw: u64,
    /// As it travels: its brotli, where that is smaller.
    pub brotli: u64,
    /// Whether the first list waits for it.
    pub first: bool,
}

/// A budget and what it is held against.
pub struct Verdict {
    /// As in budgets.toml.
    pub name: String,
    /// Bytes there are.
    pub bytes: u64,
    /// Bytes there may be.
    pub limit: u64,
}

impl Verdict {
    /// Whether it holds.
    pub fn holds(&self) -> bool {
        self.bytes <= self.limit
    }
}

/// Every file that visitors may load, heaviest first.
pub fn weigh(dist: &Path) -> Result<Vec<Weight>> {
    let mut all = Vec::new();
    for file in files(dist)? {
        let name = file.to_string_lossy().replace('\\', "/");
        let shipped = name == "deskpane.js"
            || ["v/", "locales/", "connectors/"].iter().any(|it| name.starts_with(it));
        if !shipped || name.ends_with(".br") {
            continue;
        }
        let raw = fs::metadata(dist.join(&file))?.len();
        let packed = fs::metadata(dist.join(format!("{name}.br"))).map_or(raw, |it| it.len());
        all.push(Weight { first: is_first(&name), file, raw, brotli: packed });
    }
    all.sort_by_key(|it| std::cmp::Reverse(it.brotli));
    Ok(all)
}

/// Loader, glue and main wasm, the index of languages and the language.
fn is_first(name: &str) -> bool {
    let glue = name.starts_with("v/")
        && (name.ends_with("/deskpane.js") || name.ends_with("/deskpane_bg.wasm"));
    glue || name == "deskpane.js"
        || name == "locales/index.json"
        || name == format!("locales/{LOCALE}.json")
}

/// Prints the files and holds the budgets. Also compiles every wasm file, as a browser would.
pub fn check(dist: &Path) -> Result<Vec<Verdict>> {
    let weights = weigh(dist)?;
    print(&weights);
    run(Command::new("node").arg(root().join("xtask/src/compile.mjs")).arg(dist))
        .context("compiling the shipped wasm")?;
    verdicts(dist, &weights)
}

/// Prints bytes by file, and the sum of what the first list loads.
pub fn print(weights: &[Weight]) {
    println!("\n{:>9} {:>9}  file (* = the first list waits for it)", "bytes", "brotli");
    for Weight { file, raw, brotli, first } in weights {
        println!("{raw:>9} {brotli:>9} {}{}", if *first { '*' } else { ' ' }, file.display());
    }
    let sum = |of: fn(&Weight) -> u64| weights.iter().filter(|it| it.first).map(of).sum::<u64>();
    println!("{:>9} {:>9} *first list, {LOCALE}", sum(|it| it.raw), sum(|it| it.brotli));
}

/// Holds the budgets of budgets.toml.
pub fn verdicts(dist: &Path, weights: &[Weight]) -> Result<Vec<Verdict>> {
    let text = fs::read_to_string(root().join("xtask/budgets.toml"))
        .context("reading xtask/budgets.toml")?;
    let mut verdicts = Vec::new();
    for (name, limit) in budgets(&text)? {
        let bytes = match name.as_str() {
            "first_list" => first(weights),
            "loader" => heaviest(weights, |file| file == "deskpane.js"),
            // Nobody loads the English one.
            "locale" => {
                heaviest(weights, |file| in_folder(file, "locales/") && !file.ends_with("/en.json"))
            }
            "locale_more" => heaviest(weights, |file| in_folder(file, "locales/more/")),
            "mapping" => heaviest(weights, |file| {
                file.starts_with("connectors/") && !file.ends_with(".schema.json")
            }),
            "composer" => {
                sum(weights, &own_files(COMPOSER, &parts(weights), &glue(dist, weights)?)?)?
            }
            "first_list_zendesk" => first(weights) + mapping(dist, weights)?,
            other => bail!("xtask/budgets.toml: nothing is called {other}"),
        };
        if bytes == 0 {
            bail!("the release has nothing that the budget {name} counts");
        }
        let verdict = Verdict { name, bytes, limit };
        let word = if verdict.holds() { "holds" } else { "EXCEEDED" };
        println!("budget {}: {} of {} bytes, {word}", verdict.name, verdict.bytes, verdict.limit);
        verdicts.push(verdict);
    }
    Ok(verdicts)
}

fn first(weights: &[Weight]) -> u64 {
    weights.iter().filter(|it| it.first).map(|it| it.brotli).sum()
}

/// What a page loads more because it names the mapping [`MAPPING`].
fn mapping(dist: &Path, weights: &[Weight]) -> Result<u64> {
    let mut files = files_of("mapping", &glue(dist, weights)?)?;
    files.push(MAPPING.to_owned());
    sum(weights, &files)
}

/// What loads the parts.
fn glue(dist: &Path, weights: &[Weight]) -> Result<String> {
    let glue = weights.iter().find(|it| it.first && it.file.parent() != Some(Path::new("")));
    let glue = glue.and_then(|it| it.file.parent()).context("no folder v/")?.join("deskpane.js");
    fs::read_to_string(dist.join(glue)).context("reading the glue")
}

/// The names of all parts.
fn parts(weights: &[Weight]) -> Vec<&str> {
    let names = weights.iter().filter_map(|it| it.file.file_name()?.to_str());
    names.filter_map(|it| it.strip_prefix("split_")?.strip_suffix(".wasm")).collect()
}

/// How much these files are.
fn sum(weights: &[Weight], files: &[String]) -> Result<u64> {
    let named = |file: &str| weights.iter().find(|it| it.file.ends_with(file));
    let weights = files.iter().map(|it| named(it).with_context(|| format!("no {it}")));
    weights.map(|it| Ok(it?.brotli)).sum()
}

/// The files of a part that no other one of `all` needs.
fn own_files(part: &str, all: &[&str], glue: &str) -> Result<Vec<String>> {
    let mut files = files_of(part, glue)?;
    for other in all.iter().filter(|it| **it != part) {
        let others = files_of(other, glue)?;
        files.retain(|it| !others.contains(it));
    }
    Ok(files)
}

/// The files of a part: its own, and those that it shares. In the glue it is `split("part",1,2)`.
///
/// # Errors
/// When the glue does not say what the part shares: it would weigh too little.
fn files_of(part: &str, glue: &str) -> Result<Vec<String>> {
    let shared = glue.split_once(&format!("(\"{part}\",")).and_then(|it| it.1.split_once(')'));
    let (shared, _) =
        shared.with_context(|| format!("the glue does not say what {part} shares"))?;
    let shared = shared.split(',').map(|it| format!("chunk_{}.wasm", it.trim()));
    Ok([format!("split_{part}.wasm")].into_iter().chain(shared).collect())
}

fn heaviest(weights: &[Weight], which: fn(&str) -> bool) -> u64 {
    let found = weights.iter().filter(|it| it.file.to_str().is_some_and(which));
    found.map(|it| it.brotli).max().unwrap_or_default()
}

/// Whether it is right in it, not below.
fn in_folder(file: &str, folder: &str) -> bool {
    file.strip_prefix(folder).is_some_and(|it| !it.contains('/'))
}

/// `name = 1_000` by line; all that this file ever holds.
fn budgets(text: &str) -> Result<BTreeMap<String, u64>> {
    let lines =
        text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines
        .map(|line| {
            let (name, limit) =
                line.split_once('=').with_context(|| format!("budgets.toml: {line}"))?;
            let limit = limit.trim().replace('_', "");
            Ok((
                name.trim().to_owned(),
                limit.parse().with_context(|| format!("budgets.toml: {line}"))?,
            ))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn budgets_are_read() {
        let read = budgets("# why\nloader = 3_000\n").unwrap();
        assert_eq!(read.into_iter().collect::<Vec<_>>(), [("loader".to_owned(), 3000)]);
    }

    #[test]
    fn a_part_brings_what_it_shares() {
        let glue = "var c=b(\"one\",2,1),d=b(\"one_more\",3,1);";
        let files = ["split_one.wasm", "chunk_2.wasm", "chunk_1.wasm"];
        assert_eq!(files_of("one", glue).unwrap(), files);
        assert!(files_of("two", glue).is_err());
        let own = |part| own_files(part, &["one", "one_more"], glue).unwrap();
        assert_eq!(own("one"), ["split_one.wasm", "chunk_2.wasm"]);
        assert_eq!(own("one_more"), ["split_one_more.wasm", "chunk_3.wasm"]);
    }

    #[test]
    fn parts_are_not_the_first_list() {
        assert!(is_first("v/ab/deskpane_bg.wasm"));
        assert!(!is_first("v/ab/split_ticket.wasm"));
        assert!(!is_first("locales/ja.json"));
        assert!(!is_first("locales/more/fr.json"));
    }
}
