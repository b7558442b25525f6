//! `cargo xtask bench size`: the crates and functions that weigh most, in what ships.
//!
//! Counts bytes of code after optimisation, before compression, and files each function under the
//! crate that its name begins with: `<alloc::vec::Vec<deskpane::Row> as Clone>::clone` is alloc's.
//! The data (texts, styles, tables) is one line, because nothing in the file says whose it is.

use std::{collections::BTreeMap, fs, path::Path};

use anyhow::{Context as _, Result, bail};

use crate::{assemble, build::files, run::root};

const CRATES: usize = 15;
const FUNCTIONS: usize = 30;

/// What there is to know of one wasm file.
#[derive(Default)]
struct Module {
    imported: usize,
    code: Vec<usize>,
    names: BTreeMap<usize, String>,
    data: usize,
}

/// Prints both lists for every wasm file of the release that was just built.
pub fn heaviest() -> Result<()> {
    let raw = root().join("target/assemble/raw");
    let named = root().join("target/assemble/named.wasm");
    for file in files(&raw)?.iter().filter(|it| it.extension().is_some_and(|it| it == "wasm")) {
        assemble::optimise(&raw.join(file), &named, true)?;
        let module = read(&fs::read(&named).context("reading the optimised file")?)?;
        print(file, &module);
    }
    Ok(())
}

fn print(file: &Path, module: &Module) {
    let mut functions: Vec<(usize, String)> = module
        .code
        .iter()
        .enumerate()
        .map(|(at, size)| {
            let name = module.names.get(&(module.imported + at)).map_or("?", String::as_str);
            (*size, format!("{:#}", rustc_demangle::demangle(name)))
        })
        .collect();
    functions.sort_by(|a, b| b.cmp(a));
    let code: usize = module.code.iter().sum();
    let mut crates: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for (size, name) in &functions {
        let entry = crates.entry(krate(name)).or_default();
        entry.0 += size;
        entry.1 += 1;
    }
    let mut crates: Vec<_> = crates.into_iter().collect();
    crates.sort_by_key(|(_, (size, _))| std::cmp::Reverse(*size));

    let share = |size: usize| 100.0 * size as f64 / code.max(1) as f64;
    println!(
        "\n{}: {code} bytes of code in {} functions, {} bytes of data",
        file.display(),
        functions.len(),
        module.data
    );
    println!("{:>8} {:>6} {:>6}  crate", "bytes", "share", "fns");
    for (name, (size, count)) in crates.iter().take(CRATES) {
        println!("{size:>8} {:>5.1}% {count:>6}  {name}", share(*size));
    }
    println!("{:>8} {:>6}  function", "bytes", "share");
    for (size, name) in functions.iter().take(FUNCTIONS) {
        let short: String = name.chars().take(150).collect();
        println!("{size:>8} {:>5.1}%  {short}", share(*size));
    }
}

/// The crate that a demangled name begins with.
fn krate(name: &str) -> &str {
    let start = name.find(|it: char| it.is_alphanumeric() || it == '_' || it == '?').unwrap_or(0);
    let name = &name[start..];
    let name = ["mut ", "dyn "].iter().fold(name, |name, it| name.strip_prefix(it).unwrap_or(name));
    let end = name.find(|it: char| !it.is_alphanumeric() && it != '_').unwrap_or(name.len());
    if name[end..].starts_with("::") { &name[..end] } else { "(no crate)" }
}

/// Reads the sections that matter: imports (they come first in the numbering), code, data, names.
fn read(wasm: &[u8]) -> Result<Module> {
    let mut module = Module::default();
    let mut rest = Reader(wasm.get(8..).context("this is no wasm file")?);
    while !rest.0.is_empty() {
        let id = rest.byte()?;
        let size = rest.number()?;
        let mut section = Reader(rest.take(size)?);
        match id {
            0 if section.text()? == "name" => module.names = names(section)?,
            2 => module.imported = imports(section)?,
            10 => {
                for _ in 0..section.number()? {
                    let size = section.number()?;
                    section.take(size)?;
                    module.code.push(size);
                }
            }
            11 => module.data = size,
            _ => {}
        }
    }
    Ok(module)
}

fn imports(mut section: Reader) -> Result<usize> {
    let mut functions = 0;
    for _ in 0..section.number()? {
        section.text()?;
        section.text()?;
        match section.byte()? {
            0 => {
                section.number()?;
                functions += 1;
            }
            1 => {
                section.byte()?;
                section.limits()?;
            }
            2 => section.limits()?,
            3 => {
                section.byte()?;
                section.byte()?;
            }
            other => bail!("an import of kind {other}"),
        }
    }
    Ok(functions)
}

fn names(mut section: Reader) -> Result<BTreeMap<usize, String>> {
    const FUNCTIONS: u8 = 1;
    let mut names = BTreeMap::new();
    while !section.0.is_empty() {
        let id = section.byte()?;
        let size = section.number()?;
        let mut part = Reader(section.take(size)?);
        if id == FUNCTIONS {
            for _ in 0..part.number()? {
                let at = part.number()?;
                names.insert(at, part.text()?.to_owned());
            }
        }
    }
    Ok(names)
}

/// What is left to read.
struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn byte(&mut self) -> Result<u8> {
        Ok(self.take(1)?[0])
    }

    fn take(&mut self, size: usize) -> Result<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(size).context("the file is cut off")?;
        self.0 = rest;
        Ok(taken)
    }

    /// A LEB128 number.
    fn number(&mut self) -> Result<usize> {
        let mut value = 0;
        for at in 0..5 {
            let byte = self.byte()?;
            value |= usize::from(byte & 0x7f) << (7 * at);
            if byte & 0x80 == 0 {
                return Ok(value);
            }
        }
        bail!("a number is too long")
    }

    fn text(&mut self) -> Result<&'a str> {
        let size = self.number()?;
        std::str::from_utf8(self.take(size)?).context("a name is not UTF-8")
    }

    fn limits(&mut self) -> Result<()> {
        let flags = self.byte()?;
        self.number()?;
        if flags & 1 == 1 {
            self.number()?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn functions_belong_to_the_crate_they_begin_with() {
        assert_eq!(krate("<alloc::vec::Vec<deskpane::Row> as core::clone::Clone>::clone"), "alloc");
        assert_eq!(krate("deskpane::view::list::row::{closure#0}"), "deskpane");
        assert_eq!(krate("<&mut dyn core::fmt::Write>::write_str"), "core");
        assert_eq!(krate("memcpy"), "(no crate)");
    }
}
