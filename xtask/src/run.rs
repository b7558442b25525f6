//! Starting other programs: found or not, succeeded or not, and said in one sentence when not.

use std::{
    env,
    ffi::OsString,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::OnceLock,
};

use anyhow::{Context as _, Result, bail};

/// Runs it with its output on the terminal; an error names the program and how it ended.
pub fn run(command: &mut Command) -> Result<()> {
    let name = name(command);
    let status = command.status().with_context(|| format!("starting {name}"))?;
    if !status.success() {
        bail!("{name} ended with {status}");
    }
    Ok(())
}

/// Runs it and gives what it printed; an error carries what it complained about.
pub fn output(command: &mut Command) -> Result<String> {
    let name = name(command);
    let done = command.stdin(Stdio::null()).output().with_context(|| format!("starting {name}"))?;
    if !done.status.success() {
        bail!(
            "{name} ended with {}\n{}",
            done.status,
            String::from_utf8_lossy(&done.stderr).trim()
        );
    }
    Ok(String::from_utf8_lossy(&done.stdout).into_owned())
}

/// Where a program of this name is on the PATH.
pub fn which(program: &str) -> Option<PathBuf> {
    env::split_paths(&env::var_os("PATH")?).map(|dir| dir.join(program)).find(|file| file.is_file())
}

/// The PATH with these folders first.
pub fn path_with(first: &[PathBuf]) -> Result<OsString> {
    let rest = env::var_os("PATH").unwrap_or_default();
    let all = first.iter().cloned().chain(env::split_paths(&rest));
    env::join_paths(all).context("a folder of the tools has a ':' in its name")
}

/// The cargo that runs us, for everything that is built for this machine.
pub fn cargo() -> Command {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(root());
    command
}

/// The file of this program, as it was when this was first called. The workspace's tests build it anew
/// while it runs, and from then on the system calls the old one deleted.
pub fn program() -> Result<PathBuf> {
    static FILE: OnceLock<Option<PathBuf>> = OnceLock::new();
    FILE.get_or_init(|| env::current_exe().ok()).clone().context("finding this program")
}

/// The folder of the workspace.
pub fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_path_buf()
}

fn name(command: &Command) -> String {
    let program = Path::new(command.get_program());
    program.file_name().unwrap_or(program.as_os_str()).to_string_lossy().into_owned()
}
