//! Programs of the workspace that answer until they are ended: each says `listening on URL` when it is ready.

use std::{
    io::{BufRead as _, BufReader},
    path::PathBuf,
    process::{Child, Command, ExitStatus, Stdio},
    thread,
};

use anyhow::{Context as _, Result, bail};

use crate::run::{cargo, root, run};

/// How a program is compiled.
#[derive(Clone, Copy)]
pub enum Compiled {
    /// Without optimisation: it is there sooner, and fast enough for one visitor.
    Soon,
    /// As what runs in production is. For measuring: it shares the processors with the browser.
    Optimised,
}

/// Compiles a package and says where its program of the same name is.
pub fn program(package: &str, compiled: Compiled) -> Result<PathBuf> {
    let mut command = cargo();
    command.args(["build", "--package", package, "--bin", package]);
    let folder = match compiled {
        Compiled::Soon => "debug",
        Compiled::Optimised => {
            command.arg("--release");
            "release"
        }
    };
    run(&mut command)?;
    let target =
        std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from);
    Ok(target.join(folder).join(package))
}

/// One that runs. Dropping it ends it.
pub struct Server {
    child: Child,
    /// Where it answers, without a slash at the end.
    pub url: String,
}

impl Server {
    /// Starts it, and waits until it is ready. What it prints after that is printed.
    pub fn start(command: &mut Command) -> Result<Self> {
        let name = command.get_program().to_string_lossy().into_owned();
        let child = command.stdout(Stdio::piped()).spawn();
        let mut child = child.with_context(|| format!("starting {name}"))?;
        let out = child.stdout.take().with_context(|| format!("{name} has no output"))?;
        let mut lines = BufReader::new(out).lines();
        // It says where it is when it is ready, not before.
        let url = loop {
            let Some(line) = lines.next() else {
                let status = child.wait().with_context(|| format!("waiting for {name}"))?;
                bail!("{name} ended with {status} before it answered");
            };
            let line = line.with_context(|| format!("reading the output of {name}"))?;
            if let Some(url) = line.strip_prefix("listening on ") {
                break url.trim_end_matches('/').to_owned();
            }
        };
        thread::spawn(move || lines.map_while(Result::ok).for_each(|line| println!("{line}")));
        Ok(Self { child, url })
    }

    /// Waits for it to end by itself.
    pub fn wait(&mut self) -> Result<ExitStatus> {
        self.child.wait().context("waiting for the server")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
