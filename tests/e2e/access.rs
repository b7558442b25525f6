//! What is not everybody's says why, in words, and never as an empty table (A3, A5, S1, L10).

use anyhow::{Result, ensure};

use crate::support::visit;

fn sees(account: &'static str, texts: &[&str], rows: usize) -> Result<()> {
    visit(async |page| {
        page.sign_in(account).await?;
        page.open("/bare?style=none").await?;
        for it in texts {
            page.wait_for(it).await?;
        }
        let found = page.rows().await?.len();
        ensure!(if rows == 0 { found == 0 } else { found >= rows }, "{found} rows");
        page.is_still().await
    })
}

#[test]
fn a_regulated_organisation_is_told_that_there_is_no_history() -> Result<()> {
    let why = "Your organisation is in a regulated environment, so the ticket history is not available here.";
    sees("nora", &[why, "Your requests are still answered by mail."], 0)
}

#[test]
fn an_import_that_runs_is_told_above_the_list() -> Result<()> {
    sees("jon", &["Older tickets are being imported. Some may be missing for now."], 1)
}

#[test]
fn a_history_that_starts_late_says_when() -> Result<()> {
    sees("hana", &["Tickets from before ", " are not shown here."], 1)
}

#[test]
fn limited_support_says_what_it_is_for() -> Result<()> {
    sees("leo", &["Your account has limited support: general questions only."], 1)
}

#[test]
fn who_never_wrote_is_told_what_will_appear() -> Result<()> {
    sees("ivo", &["You have no tickets yet.", "When you write to support, your request"], 0)
}

#[test]
fn a_technical_contact_is_told_how_to_see_the_organisation() -> Result<()> {
    let why =
        "You do not see the tickets of Northwind Logistics because nobody granted you that view.";
    sees("tess", &[why, "Ask your organisation administrator for it."], 1)
}

#[test]
fn nobody_sees_the_ticket_of_somebody_else() -> Result<()> {
    visit(async |page| {
        page.sign_in("leo").await?;
        page.open("/bare?deskpane=1001").await?;
        page.wait_for("There is no such ticket, or it is not yours to see.").await?;
        ensure!(!page.source().await?.contains("Read receipts"));
        page.click("Back to your tickets").await?;
        ensure!(!page.list().await?.is_empty());
        Ok(())
    })
}
