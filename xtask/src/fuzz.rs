//! schemathesis against the demo: made-up requests from `openapi.yaml`, good and bad ones, and
//! whether each answer is one that the document promises.
//!
//! What it asks follows from the document and from `xtask/schemathesis/config.toml` alone, so the
//! same commit is asked the same.

use std::{
    fs,
    process::{Command, Stdio},
};

use anyhow::{Context as _, Result};

use crate::{demo, run::root, server::Server, tools};

/// Requests of each call and phase: enough to meet every rule, in about half a minute.
const EXAMPLES: &str = "20";

/// Asks a demo as this account, and says whether it held.
pub fn fuzz(server: &Server, account: &str) -> Result<bool> {
    let cookie = demo::sign_in(server, account)?;
    // It leaves notes where it runs.
    let folder = root().join("target/schemathesis");
    fs::create_dir_all(&folder).with_context(|| format!("creating {}", folder.display()))?;
    let mut command = Command::new(tools::schemathesis()?);
    command.current_dir(&folder).stdin(Stdio::null());
    command.arg("--config-file").arg(root().join("xtask/schemathesis/config.toml"));
    command.arg("run").arg(root().join("contract/openapi.yaml"));
    command.args(["--url", &format!("{}/support/api", server.url)]);
    command.args(["--header", &format!("Cookie: {cookie}"), "--max-examples", EXAMPLES]);
    command.args(["--generation-deterministic", "--continue-on-failure", "--no-color"]);
    Ok(command.status().context("starting schemathesis")?.success())
}
