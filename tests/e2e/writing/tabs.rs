//! Two tabs of one customer on one ticket (R6, R7): they do not fight, nothing is lost, and what was sent in one is not
//! there to be sent in the other.

use std::time::Duration;

use anyhow::{Result, ensure};

use super::{TICKET, failing::at_a_desk, with_field};
use crate::support::{Call, Fault, Page, until};

/// The same ticket in one more tab, which is then looked at; the name of the other.
async fn other_tab(page: &Page) -> Result<String> {
    let first = page.browser().new_tab().await?;
    page.composer(TICKET).await?;
    Ok(first)
}

#[test]
fn what_is_written_in_one_tab_goes_on_in_the_other() -> Result<()> {
    with_field(async |page| {
        page.write("Begun here").await?;
        page.attach(&[("log.txt", "text/plain", b"log".to_vec())]).await?;
        page.wait_for_attached(1).await?;
        page.wait_until_kept("Begun here", 1).await?;
        let first = other_tab(page).await?;
        page.wait_for_written("Begun here").await?;
        page.wait_for_attached(1).await?;
        page.write_on(", gone on there").await?;
        let second = page.browser().look_at_tab(&first).await?;
        page.wait_for_written("Begun here, gone on there").await?;
        page.write_on(", and here again").await?;
        page.browser().look_at_tab(&second).await?;
        page.wait_for_written("Begun here, gone on there, and here again").await?;
        page.wait_for_attached(1).await?;
        page.is_quiet().await
    })
}

#[test]
fn what_was_sent_in_one_tab_is_not_there_to_be_sent_in_the_other() -> Result<()> {
    with_field(async |page| {
        page.write("Sent here").await?;
        page.attach(&[("log.txt", "text/plain", b"log".to_vec())]).await?;
        page.wait_for_attached(1).await?;
        page.wait_until_kept("Sent here", 1).await?;
        let first = other_tab(page).await?;
        page.wait_for_written("Sent here").await?;
        let second = page.browser().look_at_tab(&first).await?;
        page.to_the_end().await?;
        page.send().await?;
        page.wait_until_sent("Sent here").await?;
        page.browser().look_at_tab(&second).await?;
        page.wait_until_sent("Sent here").await?;
        page.wait_for_written("").await?;
        page.wait_for_attached(0).await?;
        // Whoever sends now sends something else.
        page.write_on("And this there").await?;
        page.send().await?;
        page.wait_until_sent("And this there").await?;
        page.browser().look_at_tab(&first).await?;
        page.wait_until_sent("And this there").await?;
        page.wait_for_written("").await?;
        for it in ["Sent here", "And this there"] {
            ensure!(page.stored(TICKET, it).await? == 1, "{it:?} is not there once");
        }
        page.is_quiet().await
    })
}

#[test]
fn what_one_tab_is_sending_no_other_sends_too() -> Result<()> {
    at_a_desk(async |desk, page| {
        desk.tell_times(1, Call::Reply, Fault::Late(Duration::from_secs(4)));
        page.write("Under way").await?;
        page.send().await?;
        until("the reply on its way", async || Ok(desk.count(Call::Reply) == 1)).await?;
        let first = other_tab(page).await?;
        ensure!(page.written().await?.is_empty(), "{:?}", page.written().await?);
        page.wait_until_sent("Under way").await?;
        page.browser().look_at_tab(&first).await?;
        page.wait_until_sent("Under way").await?;
        ensure!(desk.count(Call::Reply) == 1, "{} times", desk.count(Call::Reply));
        ensure!(page.stored(TICKET, "Under way").await? == 1);
        Ok(())
    })
}
