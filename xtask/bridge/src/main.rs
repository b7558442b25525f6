//! `bridge MAPPING URL`: the contract on a free port of 127.0.0.1, in front of the desk at URL, by what a
//! mapping file makes of it. For `cargo xtask conformance --mapping`, which ends it.
//!
//! It asks as the widget does (the mapping's own steps, the same limits) and answers with what the widget's reader
//! would be given, so that what is wrong shows instead of being read leniently. `line` alone touches the network.

mod ask;
mod line;
mod offer;
mod serve;
mod shape;
mod writes;

use std::{env, fs, process::ExitCode};

use anyhow::{Context as _, Result, bail};
use deskpane::api::connectors::Mapping;
use line::Line;
use serve::Bridge;

fn main() -> ExitCode {
    match work() {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("{why:#}");
            ExitCode::FAILURE
        }
    }
}

fn work() -> Result<()> {
    let words: Vec<String> = env::args().skip(1).collect();
    let [file, url] = words.as_slice() else { bail!("bridge MAPPING URL") };
    let text = fs::read_to_string(file).with_context(|| format!("reading {file}"))?;
    if let Err(problems) = Mapping::read(&text) {
        let places: Vec<String> = problems.iter().map(|it| format!("  {it}")).collect();
        bail!("{file} cannot be used:\n{}", places.join("\n"));
    }
    serve::serve(Bridge::new(text, Line::new(url)?)?)
}
