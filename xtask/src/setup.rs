//! Set-up: brings what is missing, skips what is there, says what it does and how long it took.

use std::{
    env, fs,
    path::Path,
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context as _, Result, bail};

use crate::{
    report::{Report, say},
    run::{cargo, output, root, run, which},
    tools,
    wasm::{Purpose, Toolchain},
};

const PHASE: &str = "set-up";
/// The real help desks that the connectors are tested with.
pub const PEERS: [Peer; 3] = [
    Peer {
        name: "redmine",
        there: || {
            ["/usr/share/redmine/Gemfile.local", "/etc/redmine/default/database.yml"]
                .iter()
                .all(|it| tools::there(Path::new(it)))
        },
        needs_root: true,
    },
    Peer {
        name: "request_tracker",
        there: || tools::there(Path::new("/usr/share/request-tracker5/libexec/rt-server")),
        needs_root: true,
    },
    Peer {
        name: "roundup",
        there: || tools::there(&tools::home("roundup", "2.6.0").join("ready")),
        needs_root: false,
    },
];
/// How long rustup may try before the other way is taken.
const PATIENCE: Duration = Duration::from_secs(120);

/// A real help desk.
#[derive(Clone, Copy)]
pub struct Peer {
    /// Of its script in `tests/peers`, and of its folder.
    pub name: &'static str,
    /// Whether it is installed.
    there: fn() -> bool,
    /// Whether it comes as a system package.
    needs_root: bool,
}

/// What a machine has after set-up.
#[derive(Clone, Copy)]
pub struct Kit {
    /// The compiler for the browser.
    pub wasm: Toolchain,
}

/// Makes sure that the widget can be built. System packages are installed without asking only as
/// root or with `install`; otherwise the command is printed and we stop.
pub fn build(report: &mut Report, install: bool) -> Result<Kit> {
    let _turn = turn()?;
    let wasm = toolchain(report, install)?;
    if which("node").is_none() || which("npm").is_none() {
        report.step(PHASE, "Node.js, which runs wasm-opt and esbuild", || {
            system(&tools::DEBIAN_NODE, install)
        })?;
    }
    let program = |tool, version, name| tools::npm_bin(tool, version).join(name);
    let (wasm_opt, esbuild) = (
        program("binaryen", tools::BINARYEN, "wasm-opt"),
        program("esbuild", tools::ESBUILD, "esbuild"),
    );
    npm(report, "binaryen", tools::BINARYEN, &wasm_opt)?;
    npm(report, "esbuild", tools::ESBUILD, &esbuild)?;
    let bindgen = tools::wasm_bindgen()?;
    let mut compiled = cargo_install(report, "wasm-bindgen-cli", "wasm-bindgen", &bindgen, &[])?;
    compiled |= splitter(report)?;
    let lean = ["--locked", "--no-default-features", "--features", "rustls"];
    compiled |= cargo_install(report, "trunk", "trunk", tools::TRUNK, &lean)?;
    if compiled {
        // The parts served the next tool, which shares most of them; nothing needs them now.
        let parts = tools::cache().join("build");
        fs::remove_dir_all(&parts).with_context(|| format!("removing {}", parts.display()))?;
    }
    report.step(PHASE, "crates of the widget", || {
        let mut fetch = wasm.cargo(Purpose::Release)?;
        fetch.arg("fetch");
        // Elsewhere a new dependency is written into the lock file here; all builds after are offline.
        if strict() {
            fetch.arg("--locked");
        }
        run(&mut fetch)?;
        // The library is compiled along, from sources that name crates of their own.
        let mut fetch = wasm.cargo(Purpose::Release)?;
        fetch.args(["fetch", "--locked", "--manifest-path"]).arg(wasm.library()?);
        run(&mut fetch)
    })?;
    Ok(Kit { wasm })
}

/// Makes sure that there is a browser to test in. `Ok(false)` when there is none and it may not
/// be installed: the tests that need it are then skipped, and said to be.
pub fn browser(report: &mut Report, install: bool) -> Result<bool> {
    let there = || {
        which("chromedriver").is_some()
            && (which("chromium").is_some() || which("google-chrome").is_some())
    };
    if there() {
        return Ok(true);
    }
    let _turn = turn()?;
    let done =
        report.step(PHASE, "Chromium and its driver", || system(&tools::DEBIAN_BROWSER, install));
    if let Err(why) = done {
        say(&format!("SKIPPED what needs a browser: {why:#}"));
    }
    Ok(there())
}

/// axe-core, for the tests in a browser that look for barriers. Without it they are skipped, and said to be.
pub fn axe(report: &mut Report) -> Result<()> {
    let _turn = turn()?;
    npm(report, "axe-core", tools::AXE, &tools::axe())
}

/// React and what people make tables with in it, for the one of the bench.
pub fn react(report: &mut Report) -> Result<()> {
    let _turn = turn()?;
    let last = tools::react().join("@tanstack/react-table/package.json");
    let packages = [&tools::REACT[..], &[&format!("@tanstack/react-table@{}", tools::REACT_TABLE)]];
    npm_all(report, "react-table", tools::REACT_TABLE, &packages.concat(), &last)
}

/// The help desks that are there to test with, after those that can be are installed, as `browser` does it
/// for Chromium.
pub fn peers(report: &mut Report, install: bool) -> Result<Vec<Peer>> {
    let mut found = Vec::new();
    for peer in PEERS {
        if !(peer.there)() {
            let _turn = turn()?;
            let name = format!("a help desk, {}", peer.name);
            if let Err(why) = report.step(PHASE, &name, || peer.install(install)) {
                say(&format!("SKIPPED what needs {}: {why:#}", peer.name));
            }
        }
        if (peer.there)() {
            found.push(peer);
        }
    }
    Ok(found)
}

impl Peer {
    /// Its script, which installs, seeds, starts and stops it.
    pub fn script(self) -> String {
        format!("tests/peers/{}.sh", self.name)
    }

    fn install(self, install: bool) -> Result<()> {
        let script = root().join(self.script());
        if !self.needs_root || output(Command::new("id").arg("-u"))?.trim() == "0" {
            return run(Command::new(script).arg("install-packages"));
        }
        if !install {
            bail!(
                "run `sudo {} install-packages`, or the same command again with --install",
                self.script()
            );
        }
        run(Command::new("sudo").arg(script).arg("install-packages"))
    }
}

/// Makes sure that there is schemathesis, as `browser` does for Chromium.
pub fn schemathesis(report: &mut Report, install: bool) -> Result<bool> {
    let program = tools::schemathesis()?;
    if tools::there(&program) {
        return Ok(true);
    }
    let _turn = turn()?;
    let done = python(report, install).and_then(|()| {
        report.step(PHASE, "schemathesis, from PyPI", || {
            let home = program.ancestors().nth(2).context("schemathesis has no folder")?;
            run(Command::new("python3").args(["-m", "venv"]).arg(home))?;
            let mut pip = Command::new(home.join("bin/pip"));
            pip.args(["install", "--quiet", "--disable-pip-version-check", "--requirement"]);
            run(pip.arg(root().join(tools::SCHEMATHESIS)))
        })
    });
    if let Err(why) = done {
        say(&format!("SKIPPED what needs schemathesis: {why:#}"));
    }
    Ok(tools::there(&program))
}

/// A Python that can make environments: Debian's alone cannot.
fn python(report: &mut Report, install: bool) -> Result<()> {
    let there = Command::new("python3")
        .args(["-c", "import venv, ensurepip"])
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|it| it.success());
    if there {
        return Ok(());
    }
    report.step(PHASE, "Python with venv", || system(&tools::DEBIAN_PYTHON, install))
}

/// One set-up at a time, however many clones and terminals there are.
fn turn() -> Result<fs::File> {
    let cache = tools::cache();
    fs::create_dir_all(&cache).with_context(|| format!("creating {}", cache.display()))?;
    let lock = fs::File::create(cache.join("lock")).context("creating the lock of the tools")?;
    if lock.try_lock().is_err() {
        say("another set-up is running; waiting for it");
        lock.lock().context("waiting for the other set-up")?;
    }
    Ok(lock)
}

/// The compiler for the browser: rustup's where rustup can download, else Debian's.
fn toolchain(report: &mut Report, install: bool) -> Result<Toolchain> {
    if let Some(found) = Toolchain::find()? {
        return Ok(found);
    }
    if which("rustup").is_some() && !Toolchain::only_distro() {
        let done = report.step(PHASE, "wasm32 target and library sources, by rustup", || {
            patient(Command::new("rustup").args(["target", "add", "wasm32-unknown-unknown"]))?;
            patient(Command::new("rustup").args(["component", "add", "rust-src"]))
        });
        match done {
            Ok(()) => {
                if let Some(found) = Toolchain::find()? {
                    return Ok(found);
                }
            }
            Err(why) => {
                say(&format!("rustup cannot download here ({why:#}); taking Debian's Rust instead"))
            }
        }
    }
    report.step(PHASE, "Debian's Rust with the library sources, and lld", || {
        system(&tools::DEBIAN_RUST, install)
    })?;
    Toolchain::find()?
        .context("there is still no compiler for wasm32-unknown-unknown with the library's sources")
}

/// Runs it, and ends it when it takes too long: behind some firewalls rustup never gives up.
fn patient(command: &mut Command) -> Result<()> {
    let mut child = command.stdin(Stdio::null()).spawn().context("starting rustup")?;
    let start = Instant::now();
    loop {
        match child.try_wait().context("waiting for rustup")? {
            Some(status) if status.success() => return Ok(()),
            Some(status) => bail!("it ended with {status}"),
            None if start.elapsed() > PATIENCE => {
                child.kill().context("ending rustup")?;
                child.wait().context("ending rustup")?;
                bail!("no answer for {} s", PATIENCE.as_secs());
            }
            None => thread::sleep(Duration::from_millis(200)),
        }
    }
}

/// Installs system packages, or prints the command that would.
pub fn system(packages: &[&str], install: bool) -> Result<()> {
    let list = packages.join(" ");
    let by_hand = format!("apt-get install -y --no-install-recommends {list}");
    if which("apt-get").is_none() {
        bail!(
            "this needs what Debian calls {list}; install it the way your system does, then run the command again"
        );
    }
    let root = output(Command::new("id").arg("-u"))?.trim() == "0";
    if !root && !install {
        bail!(
            "system packages are missing. Run `sudo {by_hand}`, or the same command again with --install"
        );
    }
    let apt = || {
        let mut command = Command::new(if root { "apt-get" } else { "sudo" });
        if !root {
            command.arg("apt-get");
        }
        command.env("DEBIAN_FRONTEND", "noninteractive").stdout(Stdio::null());
        command
    };
    run(apt().arg("update"))?;
    run(apt().args(["install", "-y", "--no-install-recommends"]).args(packages))
}

/// A program from a crate, compiled into the cache; whether it had to be. Tools run for seconds and are compiled for
/// minutes, so the compiler's effort is kept small.
fn cargo_install(
    report: &mut Report,
    package: &str,
    tool: &str,
    version: &str,
    more: &[&str],
) -> Result<bool> {
    let home = tools::home(tool, version);
    if tools::there(&home.join("bin").join(tool)) {
        return Ok(false);
    }
    report.step(PHASE, &format!("{package} {version}"), || {
        let mut command = light();
        command.args(["install", package, "--version", version, "--root"]).arg(&home).args(more);
        run(command.arg("--target-dir").arg(tools::cache().join("build")))
    })?;
    Ok(true)
}

/// The splitter, which is part of the workspace but compiled like a tool; whether it had to be.
fn splitter(report: &mut Report) -> Result<bool> {
    let program = tools::splitter()?;
    if tools::there(&program) {
        return Ok(false);
    }
    report.step(PHASE, "the splitter", || {
        let target = tools::cache().join("build");
        run(light()
            .args(["build", "--release", "--package", "split", "--target-dir"])
            .arg(&target))?;
        let bin = program.parent().context("the splitter has no folder")?;
        fs::create_dir_all(bin).with_context(|| format!("creating {}", bin.display()))?;
        // Renamed into place: a copy that was cut off must not be taken for the program.
        let half = bin.join("split.part");
        fs::copy(target.join("release/split"), &half).context("copying the splitter")?;
        fs::rename(&half, &program).context("putting the splitter in place")
    })?;
    Ok(true)
}

/// The cargo that runs us, with a profile for tools.
fn light() -> Command {
    let mut lighter = cargo();
    lighter
        .env_remove("CARGO_TARGET_DIR")
        .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1")
        .env("CARGO_PROFILE_RELEASE_LTO", "off")
        .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16")
        .env("CARGO_PROFILE_RELEASE_DEBUG", "0");
    lighter
}

/// An npm package in the cache, for the one `file` of it that is used.
fn npm(report: &mut Report, package: &str, version: &str, file: &Path) -> Result<()> {
    npm_all(report, package, version, &[&format!("{package}@{version}")], file)
}

/// Some in one folder, which is named like a tool.
fn npm_all(
    report: &mut Report,
    tool: &str,
    version: &str,
    packages: &[&str],
    file: &Path,
) -> Result<()> {
    if tools::there(file) {
        return Ok(());
    }
    report.step(PHASE, &format!("{tool} {version}"), || {
        let home = tools::home(tool, version);
        fs::create_dir_all(&home).with_context(|| format!("creating {}", home.display()))?;
        let mut command = Command::new("npm");
        command
            .args(["install", "--no-audit", "--no-fund", "--loglevel=error", "--prefix"])
            .arg(&home);
        run(command.args(packages).stdout(Stdio::null()))
    })
}

/// Whether a missing peer or browser is an error: it is in continuous integration.
pub fn strict() -> bool {
    env::var_os("CI").is_some_and(|it| !it.is_empty() && it != "false" && it != "0")
}

/// Whether this is the workspace: a copied binary has no business elsewhere.
pub fn at_home() -> Result<()> {
    let manifest = root().join("index.html");
    if !Path::new(&manifest).is_file() {
        bail!("{} is not there; run this inside the project", manifest.display());
    }
    Ok(())
}
