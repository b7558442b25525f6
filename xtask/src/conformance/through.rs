//! A help desk seen through a mapping file: a program makes the contract of it, and that is held.
//!
//! What only the desk's own answers show is not tried then, and says so.

use std::{path::Path, process::Command};

use anyhow::{Context as _, Result};
use serde::Deserialize;

use super::http::{Api, Credentials};
use crate::server::{self, Compiled, Server};

/// What is known of a mapping beforehand.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Through {
    /// Whether the desk is told how many tickets a page is to have.
    pub counts: bool,
    /// Which changes the mapping says how to make.
    pub writes: Vec<String>,
}

/// Why a check is skipped that needs the desk's own answers.
pub const NOT_SEEN: &str = "a mapping does not show it";

/// Reads the mapping strictly and puts it in front of the desk. The program ends when it is dropped.
///
/// # Errors
/// When the mapping has mistakes; the program has told them then, each with its place.
pub fn bridge(mapping: &Path, url: &str) -> Result<(Server, Api)> {
    // An address that cannot be asked is refused before anything is compiled.
    Api::new(url)?;
    let program = server::program("bridge", Compiled::Soon)?;
    let server = Server::start(Command::new(program).arg(mapping).arg(url));
    let server = server.with_context(|| format!("nothing was asked of {url}"))?;
    let api = Api::new(&server.url)?;
    let about = api.get("/bridge", &Credentials::None)?;
    let through = serde_json::from_str(&about.body).context("reading what the mapping can do")?;
    Ok((server, api.through(through)))
}
