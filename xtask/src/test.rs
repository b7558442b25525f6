//! `cargo xtask test`: every check there is, each kind timed, all of them counted.
//!
//! A kind that fails does not stop the others. What cannot run here (no browser, no peer) is
//! printed as SKIPPED, and fails when `CI` is set: there, nothing may be missing by accident.

use std::{
    collections::BTreeSet,
    io::{BufRead as _, BufReader, Write as _, stdout},
    process::{Command, Stdio},
    time::Instant,
};

use anyhow::{Context as _, Result, bail};
use clap::ValueEnum;
use serde_json::Value;

use crate::{
    build, conformance, demo, fuzz, locale, mapped,
    report::{Report, say},
    run::{cargo, output, root, which},
    server::Compiled,
    setup::{self, Kit, Peer},
    size, tools,
    wasm::Purpose,
};

/// The native tests that need a real help desk.
const LIVE: &str = "connectors::live";

/// A kind of test.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
pub enum Kind {
    /// The layout of the code
    Fmt,
    /// The lints, natively and for the browser
    Clippy,
    /// Tests that need no browser
    Native,
    /// The demo's API and the mappings against the contract, from outside
    Conformance,
    /// Translation files
    Locale,
    /// The widget's parts in a real browser
    Browser,
    /// The release against the budgets
    Size,
    /// The release in a page, from outside
    E2e,
    /// The release against real help desks
    Peers,
}

/// What came of a kind, or of all.
#[derive(Clone, Copy, Default)]
pub struct Tally {
    passed: usize,
    failed: usize,
    skipped: usize,
}

impl Tally {
    fn one(passed: bool) -> Self {
        Self { passed: usize::from(passed), failed: usize::from(!passed), skipped: 0 }
    }

    fn add(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
    }
}

impl std::fmt::Display for Tally {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} passed, {} failed, {} skipped", self.passed, self.failed, self.skipped)
    }
}

/// How many lives end at a random moment in the end-to-end tests, where it is to be long.
const LONG: &str = "200";

/// Runs the kinds asked for, or all.
pub fn test(report: &mut Report, kinds: &[Kind], long: bool, install: bool) -> Result<()> {
    let wanted: Vec<Kind> =
        if kinds.is_empty() { Kind::value_variants().to_vec() } else { kinds.to_vec() };
    let wants = |of: &[Kind]| wanted.iter().any(|kind| of.contains(kind));
    let kit = if wants(&[
        Kind::Clippy,
        Kind::Locale,
        Kind::Browser,
        Kind::Size,
        Kind::E2e,
        Kind::Peers,
    ]) {
        Some(setup::build(report, install)?)
    } else {
        None
    };
    let there = match wants(&[Kind::Peers]) {
        true => setup::peers(report, install)?,
        false => Vec::new(),
    };
    if wants(&[Kind::Conformance]) {
        setup::schemathesis(report, install)?;
    }
    let browser =
        wants(&[Kind::Browser, Kind::E2e, Kind::Peers]) && setup::browser(report, install)?;
    if browser && wants(&[Kind::E2e]) {
        setup::axe(report)?;
    }
    let mut all = Tally::default();
    let mut failed = Vec::new();
    let mut release = None;

    for kind in wanted {
        let needs = matches!(kind, Kind::Size | Kind::E2e | Kind::Peers);
        if let (true, None, Some(kit)) = (needs, &release, kit) {
            release = Some(build::build(report, kit, build::Options::default()));
        }
        let name = format!("{kind:?}").to_lowercase();
        say(&format!("test: {name}"));
        let start = Instant::now();
        let mut tally = match (kind, kit) {
            (Kind::Browser | Kind::E2e | Kind::Peers, _) if !browser => {
                skip("no Chromium with its driver")
            }
            (Kind::Peers, _) if there.is_empty() => skip("no help desk"),
            _ if needs && !matches!(release, Some(Ok(_))) => {
                let why = release.as_ref().and_then(|it| it.as_ref().err());
                eprintln!(
                    "there is no release to test: {}",
                    why.map(ToString::to_string).unwrap_or_default()
                );
                Tally::one(false)
            }
            (kind, kit) => one(kind, kit, &there, long).unwrap_or_else(|why| {
                eprintln!("{why:#}");
                Tally::one(false)
            }),
        };
        if setup::strict() && tally.skipped > 0 {
            eprintln!("CI is set, where nothing may be skipped");
            tally.failed += 1;
        }
        if tally.failed > 0 {
            failed.push(name.clone());
        }
        report.add("test", &name, start.elapsed(), &tally.to_string());
        all.add(tally);
    }
    report.print();
    report.clear();
    println!("{all}");
    if !failed.is_empty() {
        bail!("failed: {}", failed.join(", "));
    }
    Ok(())
}

fn one(kind: Kind, kit: Option<Kit>, there: &[Peer], long: bool) -> Result<Tally> {
    let kit = || kit.context("set-up was left out");
    match kind {
        Kind::Fmt => status(cargo().args(["fmt", "--all", "--check"])),
        Kind::Clippy => {
            let mut tally = status(cargo().args([
                "clippy",
                "--workspace",
                "--all-targets",
                "--",
                "-D",
                "warnings",
            ]))?;
            for features in [&[][..], &["--features", "eager"]] {
                let mut command = kit()?.wasm.cargo(Purpose::Development)?;
                command.args(["clippy", "--package", "deskpane", "--lib", "--target"]);
                command.arg("wasm32-unknown-unknown").args(features).args(["--", "-D", "warnings"]);
                tally.add(status(&mut command)?);
            }
            Ok(tally)
        }
        Kind::Native => native(),
        Kind::Conformance => conforms(),
        Kind::Locale => Ok(Tally::one(locale::check(&[])?)),
        Kind::Browser => in_browser(kit()?),
        Kind::Size => {
            let mut tally = Tally::default();
            for verdict in size::check(&build::dist())? {
                tally.add(Tally::one(verdict.holds()));
            }
            Ok(tally)
        }
        Kind::E2e => {
            let mut command = cargo();
            command.args(["test", "--package", "e2e", "--test", "e2e", "--", "--show-output"]);
            if long {
                command.env("DESKPANE_KILLS", LONG);
            }
            counted(command.env("DESKPANE_DIST", build::dist()).env("DESKPANE_AXE", tools::axe()))
        }
        Kind::Peers => peers(there),
    }
}

/// A check that is one program's verdict.
fn status(command: &mut Command) -> Result<Tally> {
    Ok(Tally::one(command.status().context("starting cargo")?.success()))
}

fn skip(why: &str) -> Tally {
    println!("SKIPPED: {why}");
    Tally { skipped: 1, ..Tally::default() }
}

/// The demo's API: as two customers of whom one sees more than the other, and by made-up requests. The mappings
/// of the release in front of stand-ins.
fn conforms() -> Result<Tally> {
    let program = demo::program(Compiled::Soon)?;
    let server = demo::start(&program, None, 0)?;
    let cookies = [demo::sign_in(&server, "omar")?, demo::sign_in(&server, "leo")?];
    let options =
        conformance::Options::with_cookies(format!("{}/support/api", server.url), cookies);
    let held = conformance::conformance(&mut Report::default(), &options.and_write());
    if let Err(why) = &held {
        eprintln!("{why:#}");
    }
    let mut tally = Tally::one(held.is_ok());
    tally.add(if tools::there(&tools::schemathesis()?) {
        // One of its own: what the other has written is in the way.
        Tally::one(fuzz::fuzz(&demo::start(&program, None, 0)?, "mia")?)
    } else {
        skip("no schemathesis")
    });
    for held in mapped::mapped()? {
        tally.add(Tally::one(held));
    }
    Ok(tally)
}

/// All test binaries but those that need a browser. The splitter is left out: it shares no code
/// with the rest and compiles for minutes.
fn native() -> Result<Tally> {
    let mut command = cargo();
    command.args([
        "test",
        "--workspace",
        "--exclude",
        "split",
        "--no-fail-fast",
        "--lib",
        "--bins",
    ]);
    for name in
        test_targets()?.iter().filter(|name| !matches!(name.as_str(), "browser" | "e2e" | "peers"))
    {
        command.args(["--test", name]);
    }
    counted(&mut command)
}

fn in_browser(kit: Kit) -> Result<Tally> {
    if !test_targets()?.contains("browser") {
        println!("there are none");
        return Ok(Tally::default());
    }
    let driver = which("chromedriver").context("chromedriver is not on the PATH")?;
    let mut command = kit.wasm.cargo(Purpose::Development)?;
    command
        .args(["test", "--package", "deskpane", "--target", "wasm32-unknown-unknown"])
        .args(["--profile", "browser", "--features", "eager", "--test", "browser"])
        .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", "wasm-bindgen-test-runner")
        .env("CHROMEDRIVER", driver)
        .env("WASM_BINDGEN_TEST_TIMEOUT", "120");
    counted(&mut command)
}

/// The help desks, started for as long as their tests run: what the connectors make of their answers, and
/// the release in front of them. Each script runs the next, the last one the tests, so they find all desks;
/// a test whose desk is not there says that it is skipped.
fn peers(there: &[Peer]) -> Result<Tally> {
    let live = format!("cargo test --package deskpane --test native {LIVE} -- --show-output");
    let page = "cargo test --package e2e --test peers -- --show-output";
    let mut command = Command::new("env");
    for peer in there {
        let folder = root().join("target/peers").join(peer.name);
        command.arg(root().join(peer.script())).arg("run").arg(folder);
    }
    command.args(["sh", "-c"]);
    command.arg(format!("failed=0; {live} || failed=1; {page} || failed=1; exit $failed"));
    counted(command.env("DESKPANE_DIST", build::dist()))
}

/// The names of the test binaries of the workspace.
fn test_targets() -> Result<BTreeSet<String>> {
    let text =
        output(cargo().args(["metadata", "--no-deps", "--offline", "--format-version", "1"]))?;
    let metadata: Value =
        serde_json::from_str(&text).context("reading what cargo says of the workspace")?;
    let packages = metadata["packages"].as_array().into_iter().flatten();
    let targets = packages.flat_map(|it| it["targets"].as_array().into_iter().flatten());
    let tests = targets.filter(|it| it["kind"][0] == "test");
    Ok(tests.filter_map(|it| it["name"].as_str().map(str::to_owned)).collect())
}

/// Runs tests, shows what they print, and adds up the `test result:` lines.
fn counted(command: &mut Command) -> Result<Tally> {
    command.current_dir(root()).stdout(Stdio::piped());
    let mut child = command.spawn().context("starting the tests")?;
    let mut tally = Tally::default();
    let mut missing = 0;
    for line in
        BufReader::new(child.stdout.take().context("the tests have no output")?).split(b'\n')
    {
        let line = line.context("reading the tests' output")?;
        let line = String::from_utf8_lossy(&line);
        writeln!(stdout(), "{line}").context("printing the tests' output")?;
        if let Some(result) = line.trim().strip_prefix("test result: ") {
            tally.add(result_line(result));
        } else if line.trim_start().starts_with("SKIPPED") {
            missing += 1;
        }
    }
    // A test that finds its peer missing passes and says so.
    let missing = missing.min(tally.passed);
    tally.passed -= missing;
    tally.skipped += missing;
    if !child.wait().context("waiting for the tests")?.success() && tally.failed == 0 {
        tally.failed += 1;
    }
    Ok(tally)
}

/// `ok. 3 passed; 0 failed; 1 ignored; …`
fn result_line(line: &str) -> Tally {
    let mut tally = Tally::default();
    for part in line.split(['.', ';']) {
        let mut words = part.split_whitespace();
        let (Some(Ok(count)), Some(what)) = (words.next().map(str::parse), words.next()) else {
            continue;
        };
        match what {
            "passed" => tally.passed = count,
            "failed" => tally.failed = count,
            "ignored" => tally.skipped = count,
            _ => {}
        }
    }
    tally
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_add_up() {
        let mut sum = result_line(
            "ok. 3 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.01s",
        );
        sum.add(result_line("FAILED. 2 passed; 4 failed; 0 ignored; 0 measured"));
        assert_eq!(sum.to_string(), "5 passed, 4 failed, 1 skipped");
    }
}
