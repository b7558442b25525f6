//! A desk, a network and parts that fail in every way they can: one calm sentence in the customer's
//! language, with what to do; never an empty screen, a console error, or a page that hears of it
//! (L10, M7, Y2). Every fault is a real server's, as far as a server can do it.

mod answers;
mod files;
mod network;
mod parts;
mod pieces;
mod session;
mod waiting;

use anyhow::Result;

use crate::support::{FaultServer, Page, browse};

const PAGE: &str = "/bare";

/// Mia, who is signed in at a desk that can be told to fail.
fn with_mia(test: impl AsyncFnOnce(&FaultServer, &Page) -> Result<()>) -> Result<()> {
    let desk = FaultServer::start()?;
    browse(&desk.url(), async |page| {
        page.sign_in("mia").await?;
        test(&desk, page).await
    })
}

/// A page of its own, with this ticket open once the list is there.
async fn open_ticket(page: &Page, id: &str) -> Result<()> {
    page.open(PAGE).await?;
    page.eval(&format!("pane.open({id:?})")).await?;
    page.ticket_page().await
}
