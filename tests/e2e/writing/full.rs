//! A browser that has no room left (R6): the customer is told that nothing is kept, what they write stays on screen, and
//! goes when they send it.

use std::time::Duration;

use anyhow::{Result, ensure};
use serde_json::json;

use super::{TICKET, failing::at_a_desk, with_field};
use crate::support::{Call, FaultServer, Page, Tree, until, visit};

const TOLD: &str = "This browser cannot keep your text. Send it before you leave this page.";
/// Room for a line, in bytes, and none for what is pasted then.
const ROOM: u32 = 20_000;

/// From now on this site may keep so many bytes in this browser; `None`: as many as ever.
async fn limit(page: &Page, bytes: Option<u32>) -> Result<()> {
    let mut wanted = json!({ "origin": page.url() });
    if let Some(bytes) = bytes {
        wanted["quotaSize"] = json!(bytes);
    }
    page.browser().devtools("Storage.overrideQuotaForOrigin", wanted).await.map(drop)
}

/// What a screen reader says by itself has the sentence in it.
async fn is_said(page: &Page) -> Result<bool> {
    let tree = page.tree().await?;
    let said = tree.0.iter().filter(|it| matches!(&*it.role, "status" | "alert"));
    Ok(said.map(|it| Tree::words(tree.inside(it))).any(|it| it.contains(TOLD)))
}

#[test]
fn a_browser_without_room_says_so_and_the_reply_goes_all_the_same() -> Result<()> {
    with_field(async |page| {
        limit(page, Some(1)).await?;
        page.write("Nowhere to keep it").await?;
        page.wait_for(TOLD).await?;
        ensure!(is_said(page).await?, "only who sees it knows");
        page.axe().await?;
        ensure!(page.written().await? == "Nowhere to keep it");
        // As somebody who comes back to this tab: what the browser has is older.
        page.eval("dispatchEvent(new Event('focus'))").await?;
        tokio::time::sleep(Duration::from_millis(500)).await;
        ensure!(page.written().await? == "Nowhere to keep it", "{}", page.written().await?);
        page.attach(&[("log.txt", "text/plain", b"log".to_vec())]).await?;
        page.wait_for_attached(1).await?;
        page.to_the_end().await?;
        page.send().await?;
        page.wait_until_sent("Nowhere to keep it").await?;
        page.wait_for("log.txt").await?;
        ensure!(page.stored(TICKET, "Nowhere to keep it").await? == 1);
        page.is_quiet().await
    })
}

#[test]
fn a_draft_of_better_days_is_not_there_again_once_it_was_sent() -> Result<()> {
    visit(async |page| {
        page.sign_in("mia").await?;
        limit(page, Some(ROOM)).await?;
        page.composer(TICKET).await?;
        page.write("Kept").await?;
        page.wait_until_kept("Kept", 0).await?;
        page.to_the_end().await?;
        page.paste(None, &", and more".repeat(1_500)).await?;
        page.wait_for(TOLD).await?;
        page.send().await?;
        page.wait_until_sent("Kept, and more").await?;
        page.composer(TICKET).await?;
        ensure!(
            page.written().await?.is_empty(),
            "it can be sent again: {:?}",
            page.written().await?
        );
        ensure!(page.stored(TICKET, "Kept").await? == 1);
        Ok(())
    })
}

#[test]
fn it_is_kept_again_once_there_is_room() -> Result<()> {
    with_field(async |page| {
        limit(page, Some(1)).await?;
        page.write("At first").await?;
        page.wait_for(TOLD).await?;
        limit(page, None).await?;
        page.write_on(" not").await?;
        page.wait_until_gone(TOLD).await?;
        page.wait_until_kept("At first not", 0).await?;
        page.composer(TICKET).await?;
        page.wait_for_written("At first not").await
    })
}

/// A file arrives at the desk for a text that had no room, as there is room again, while another tab is in front, after
/// what the customer does `there`. What had no room, and the name of the tab that it stands in.
async fn arrive_behind(
    desk: &FaultServer,
    page: &Page,
    there: impl AsyncFnOnce() -> Result<()>,
) -> Result<(String, String)> {
    limit(page, Some(ROOM)).await?;
    page.composer(TICKET).await?;
    page.write("Kept").await?;
    page.wait_until_kept("Kept", 0).await?;
    let more = ", and more".repeat(1_500);
    page.to_the_end().await?;
    page.paste(None, &more).await?;
    page.wait_for(TOLD).await?;
    let file = desk.hold(Call::Upload);
    page.attach(&[("log.txt", "text/plain", b"log".to_vec())]).await?;
    // That it was attached had no room either.
    tokio::time::sleep(Duration::from_millis(500)).await;
    let first = page.browser().new_tab().await?;
    // One that is only opened is not in front yet.
    let second = page.browser().look_at_tab(&first).await?;
    page.browser().look_at_tab(&second).await?;
    limit(page, None).await?;
    there().await?;
    file.let_go();
    until("the file at the desk", async || Ok(desk.count(Call::Upload) == 1)).await?;
    tokio::time::sleep(Duration::from_secs(1)).await;
    Ok((format!("Kept{more}"), first))
}

#[test]
fn a_file_that_arrives_behind_another_tab_is_kept_with_what_had_no_room() -> Result<()> {
    at_a_desk(async |desk, page| {
        let (text, first) = arrive_behind(desk, page, async || Ok(())).await?;
        page.browser().look_at_tab(&first).await?;
        page.wait_until_kept(&text, 1).await
    })
}

#[test]
fn what_is_written_in_another_tab_gives_way_to_no_text_without_room() -> Result<()> {
    at_a_desk(async |desk, page| {
        let write = async || {
            page.composer(TICKET).await?;
            page.wait_for_written("Kept").await?;
            page.write_on(", and this").await?;
            page.wait_until_kept("Kept, and this", 0).await
        };
        let (text, first) = arrive_behind(desk, page, write).await?;
        ensure!(page.written().await? == "Kept, and this", "{}", page.written().await?);
        page.wait_until_kept("Kept, and this", 0).await?;
        // Nor the other way round.
        page.browser().look_at_tab(&first).await?;
        tokio::time::sleep(Duration::from_millis(500)).await;
        ensure!(page.written().await? == text, "{}", page.written().await?);
        Ok(())
    })
}
