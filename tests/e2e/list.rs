//! The list of tickets.

use anyhow::{Result, ensure};

use crate::support::visit;

#[test]
fn the_list_shows_fifteen_tickets_newest_first() -> Result<()> {
    visit(async |page| {
        page.sign_in("mia").await?;
        page.open("/bare?style=none").await?;
        let rows = page.list().await?;
        ensure!(rows.len() == 15, "{} rows", rows.len());
        ensure!(rows.is_sorted_by(|a, b| a.updated_at >= b.updated_at), "{rows:#?}");
        ensure!(page.order().await? == Some(("Last activity".into(), "descending".into())));
        page.is_quiet().await
    })
}
