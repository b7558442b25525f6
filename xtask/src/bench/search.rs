//! Searching fifty thousand tickets: from the last key to the results on screen.

use std::path::Path;

use anyhow::{Context as _, Result};

use super::{PLAIN, middle, newcomer, open_search, searched};
use crate::{demo, report::Report};

const RUNS: usize = 3;
const TICKETS: u32 = 50_000;
/// The field waits so long for who types on, in milliseconds.
const PAUSE: f64 = 150.0;
/// Beyond that, in milliseconds.
const AIM: f64 = 100.0;

/// What is looked for: a word of many tickets, one of a few, two words, the beginning of one, one without
/// its accents, and other scripts.
const WORDS: [&str; 7] =
    ["arrive", "Felixstowe", "missing Harwich", "Brem", "creneaux", "横浜港", "العقبة"];

/// Measures and prints.
pub fn measure(report: &mut Report, program: &Path) -> Result<()> {
    let server = report.step("start", &format!("the demo with {TICKETS} tickets"), || {
        demo::start(program, None, TICKETS)
    })?;
    let mut found = [const { Vec::new() }; WORDS.len()];
    report.step("bench", "search", || {
        for _ in 0..RUNS {
            let browser = newcomer(&server.url, "otto", PLAIN)?;
            browser.go(&format!("{}/bare", server.url))?;
            browser.until("fifteen rows", "return __watched.rows !== null")?;
            open_search(&browser)?;
            for (words, found) in WORDS.iter().zip(&mut found) {
                let it = searched(&browser, words);
                found.push(it.with_context(|| format!("searching for {words}"))?);
            }
        }
        Ok(())
    })?;
    println!(
        "\n{:<20} {:>11} {:>13} {:>10}   from the last key, in {TICKETS} tickets",
        "search, ms", "on screen", "but the pause", "the server"
    );
    for (words, found) in WORDS.iter().zip(&found) {
        let of = |it: fn(&(f64, f64)) -> f64| middle(found.iter().map(it).collect());
        let (shown, served) = (of(|it| it.0), of(|it| it.1));
        let beyond = shown - PAUSE;
        let verdict = if beyond > AIM { "  over the aim" } else { "" };
        println!("{words:<20} {shown:>11.0} {beyond:>13.0} {served:>10.0}{verdict}");
    }
    println!("the field waits {PAUSE} ms for who types on; the aim is {AIM} ms beyond that");
    Ok(())
}
