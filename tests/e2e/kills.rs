//! Kill tests (R6, R7, A4, Y2): whatever happens while a customer writes, uploads or sends, nothing is lost but the
//! last 300 ms of typing, and exactly one message arrives.
//!
//! A life is made of its seed. A test lives as many as its share of `DESKPANE_KILLS` (20), from
//! `DESKPANE_SEED` on (the clock), and names the seed of the one that failed.

mod customer;
mod dice;
mod plan;
mod town;

use std::{
    env,
    time::{SystemTime, UNIX_EPOCH},
};

use anyhow::{Context as _, Result};

use self::{
    customer::Customer,
    plan::{Blow, Plan},
    town::Town,
};
use crate::support::browse;

/// One of mia's, open and by mail.
const TICKET: &str = "1001";
/// Among how many tests the lives are shared.
const BLOWS: u64 = 5;

fn lives(test: &str, blow: Blow) -> Result<()> {
    let count = number("DESKPANE_KILLS")?.unwrap_or(20).div_ceil(BLOWS);
    let first = match number("DESKPANE_SEED")? {
        Some(seed) => seed,
        None => SystemTime::now().duration_since(UNIX_EPOCH)?.as_millis() as u64,
    };
    let mut town = Town::start()?;
    let url = town.way.url();
    browse(&url, async |page| {
        Customer::watch(page).await?;
        page.sign_in("mia").await?;
        page.composer(TICKET).await?;
        for seed in first..first + count {
            let plan = Plan::new(seed, blow);
            println!("{seed}: {plan}");
            town.live(page, &plan).await.with_context(|| {
                format!("again with DESKPANE_SEED={seed} DESKPANE_KILLS=1 and `-- kills::{test}`: {plan}")
            })?;
        }
        Ok(())
    })
}

fn number(name: &str) -> Result<Option<u64>> {
    let text = env::var(name).ok().filter(|it| !it.is_empty());
    text.map(|it| it.parse().with_context(|| format!("{name}={it} is no number"))).transpose()
}

#[test]
fn a_server_is_killed_and_starts_again() -> Result<()> {
    lives("a_server_is_killed_and_starts_again", Blow::Server)
}

#[test]
fn the_network_is_cut_for_a_while() -> Result<()> {
    lives("the_network_is_cut_for_a_while", Blow::Network)
}

#[test]
fn a_page_is_reloaded_or_left() -> Result<()> {
    lives("a_page_is_reloaded_or_left", Blow::Reload)
}

#[test]
fn a_tab_crashes_or_is_closed() -> Result<()> {
    lives("a_tab_crashes_or_is_closed", Blow::Crash)
}

#[test]
fn a_session_ends() -> Result<()> {
    lives("a_session_ends", Blow::Session)
}
