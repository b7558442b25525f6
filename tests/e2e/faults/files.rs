//! The files of a message: saved under their names, or a sentence beside them that says why not.

use anyhow::{Result, ensure};

use super::{open_ticket, with_mia};
use crate::support::{Call, Fault, Words};

/// In the first message of mia's ticket 1005.
const FILE: &str = "cost-per-depot.csv";

#[test]
fn a_file_is_saved_as_its_bytes() -> Result<()> {
    with_mia(async |_, page| {
        open_ticket(page, "1005").await?;
        page.keep_offers().await?;
        page.click(&format!("Download {FILE}")).await?;
        let offers = page.wait_for_offers(1).await?;
        ensure!(offers[0].0 == FILE && offers[0].1.len() == 412, "{offers:?}");
        // Text and separators, not a page of the server's.
        ensure!(offers[0].1.contains(&b',') && !offers[0].1.contains(&b'<'), "{offers:?}");
        page.is_calm().await
    })
}

#[test]
fn one_that_cannot_be_had_says_why_and_can_be_tried_again() -> Result<()> {
    with_mia(async |desk, page| {
        let words = Words::of("en")?;
        open_ticket(page, "1005").await?;
        page.keep_offers().await?;
        for (fault, key) in [
            (Fault::Status(404), "file.absent"),
            (Fault::Status(403), "file.absent"),
            (Fault::Status(422), "failure.refused"),
        ] {
            desk.heal();
            desk.tell(Call::Attachment, fault);
            page.click(&format!("Download {FILE}")).await?;
            page.wait_for(&words.say(key)?).await?;
        }
        desk.heal();
        page.click(&format!("Download {FILE}")).await?;
        ensure!(page.wait_for_offers(1).await?[0].1.len() == 412);
        page.wait_until_gone(&words.say("failure.refused")?).await?;
        // The conversation stood all the while.
        ensure!(page.entries().await?.len() > 1);
        Ok(())
    })
}
