//! The life of a ticket, by keyboard alone: closing and undoing, how what is closed goes on, feedback, the
//! word on a repair, and what support may do in one's name (C1–C3, E4, X1–X3).

mod closing;
mod going_on;
mod refused;

use anyhow::Result;

use crate::support::{FaultServer, Page, browse, visit};

const CLOSE: &str = "Close ticket";
const CLOSING: &str = "Closing this ticket…";
const UNDO: &str = "Undo closing";
const SWITCH: &str = "Let support sign in as me for this ticket";

/// A ticket of somebody, opened by its address.
fn ticket(
    account: &'static str,
    id: &'static str,
    test: impl AsyncFnOnce(&Page) -> Result<()>,
) -> Result<()> {
    visit(async |page| {
        page.sign_in(account).await?;
        open(page, id).await?;
        test(page).await
    })
}

/// One of mia's, at a desk that can be told to fail.
fn at_a_desk(
    id: &'static str,
    test: impl AsyncFnOnce(&FaultServer, &Page) -> Result<()>,
) -> Result<()> {
    at(FaultServer::start()?, id, test)
}

/// The same where the desk tells nothing by itself.
fn at_a_mute_desk(
    id: &'static str,
    test: impl AsyncFnOnce(&FaultServer, &Page) -> Result<()>,
) -> Result<()> {
    at(FaultServer::mute()?, id, test)
}

fn at(
    desk: FaultServer,
    id: &'static str,
    test: impl AsyncFnOnce(&FaultServer, &Page) -> Result<()>,
) -> Result<()> {
    browse(&desk.url(), async |page| {
        page.sign_in("mia").await?;
        open(page, id).await?;
        test(&desk, page).await
    })
}

async fn open(page: &Page, id: &str) -> Result<()> {
    page.open(&format!("/bare?style=none&deskpane={id}")).await?;
    page.ticket_page().await
}
