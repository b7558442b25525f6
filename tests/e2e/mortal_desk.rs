//! The demo help centre in a process of its own, on a file that outlives it: a test can kill it in the middle
//! of anything, and start it again where it was.
//!
//! `mortal-desk FILE DIST`; it says where it listens, as the demo's own program does, and ends with its input:
//! no test that is stopped leaves one behind.

use std::{env, io};

use anyhow::{Context as _, Result};
use demo::Config;

#[tokio::main]
async fn main() -> Result<()> {
    let mut paths = env::args_os().skip(1).map(Into::into);
    let db = Some(paths.next().context("which file?")?);
    let config = Config { db, keep: true, dist: paths.next(), ..Config::default() };
    let running = demo::serve(config).await?;
    println!("listening on {}", running.url());
    let _ = tokio::task::spawn_blocking(|| io::copy(&mut io::stdin(), &mut io::sink())).await?;
    Ok(())
}
