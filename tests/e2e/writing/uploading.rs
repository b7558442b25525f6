//! Files on their way (R5, R7): how far each is, cancelled, tried again, and never sent twice.

use std::time::Duration;

use anyhow::{Result, ensure};
use serde_json::json;

use super::{TICKET, failing::at_a_desk};
use crate::support::{Call, Fault, FaultServer, Page, until};

const CANCEL: &str = "Cancel the upload of slow.txt";

/// A file that takes a while: at 5 kB a second, eighty of them.
fn slow() -> [(&'static str, &'static str, Vec<u8>); 1] {
    [("slow.txt", "text/plain", vec![b'x'; 400_000])]
}

/// How many bytes a second the browser may send from now on; -1: as many as it can.
async fn throttle(page: &Page, bytes: i32) -> Result<()> {
    let browser = page.browser();
    browser.devtools("Network.enable", json!({})).await?;
    let speed = json!({ "offline": false, "latency": 0, "downloadThroughput": -1, "uploadThroughput": bytes });
    browser.devtools("Network.emulateNetworkConditions", speed).await.map(drop)
}

/// Files of the newest message of a ticket, at the desk.
async fn files_of_newest(page: &Page) -> Result<Vec<String>> {
    let script = format!(
        "return fetch('/support/api/tickets/{TICKET}/messages').then((it) => it.json()) \
         .then((it) => it.items.at(-1).attachments.map((it) => it.filename))"
    );
    page.read(&script).await
}

#[test]
fn how_far_a_file_is_shows_in_a_bar_and_in_words() -> Result<()> {
    at_a_desk(async |desk, page| {
        throttle(page, 5_000).await?;
        page.attach(&slow()).await?;
        page.wait("a bar that moves", "return find('progress')?.value > 0").await?;
        let before: f64 = page.read("return find('progress').value").await?;
        ensure!(before < 1000.0, "{before}");
        let label: String = page.read("return find('progress').ariaLabel").await?;
        ensure!(label.starts_with("Uploading") && label.contains("slow.txt"), "{label}");
        page.wait_for("kB of 400 kB").await?;
        page.axe().await?;
        page.wait("more of it", &format!("return find('progress').value > {before}")).await?;
        throttle(page, -1).await?;
        page.wait_for_attached(1).await?;
        ensure!(page.eval("return find('progress') === null").await? == true);
        ensure!(desk.count(Call::Upload) == 1);
        page.is_quiet().await
    })
}

#[test]
fn a_file_under_way_is_cancelled_and_does_not_go_along() -> Result<()> {
    at_a_desk(async |desk, page| {
        throttle(page, 5_000).await?;
        page.attach(&slow()).await?;
        page.wait("a bar that moves", "return find('progress')?.value > 0").await?;
        page.click(CANCEL).await?;
        page.wait_for_focus("Attach files").await?;
        ensure!(page.attached().await?.is_empty());
        throttle(page, -1).await?;
        page.write("Without it").await?;
        page.send().await?;
        page.wait_until_sent("Without it").await?;
        ensure!(files_of_newest(page).await?.is_empty());
        ensure!(desk.count(Call::Upload) <= 1, "it was sent again");
        Ok(())
    })
}

#[test]
fn whoever_is_at_its_button_stays_there_when_a_file_has_arrived() -> Result<()> {
    at_a_desk(async |desk, page| {
        let file = desk.hold(Call::Upload);
        page.attach(&slow()).await?;
        page.wait("the button", "return named('Cancel the upload of slow.txt').length > 0").await?;
        page.eval(&format!("named({CANCEL:?})[0].focus()")).await?;
        file.let_go();
        page.wait_for_focus("Remove slow.txt").await
    })
}

#[test]
fn a_file_that_the_desk_has_is_taken_back_when_it_is_removed() -> Result<()> {
    at_a_desk(async |desk, page| {
        page.attach(&slow()).await?;
        page.wait_for_attached(1).await?;
        page.click("Remove slow.txt").await?;
        until("the desk to forget it", async || Ok(desk.count(Call::TakeBack) == 1)).await?;
        page.is_quiet().await
    })
}

#[test]
fn a_reply_waits_for_its_file_and_does_not_send_it_again() -> Result<()> {
    at_a_desk(async |desk, page| {
        let file = desk.hold(Call::Upload);
        page.write("With the file").await?;
        page.attach(&slow()).await?;
        let is_under_way = "return find('.attach__item')?.innerText.includes('Uploading') === true";
        page.wait("the file under way", is_under_way).await?;
        page.send().await?;
        page.wait("the letter", "return all('.letter').length === 1").await?;
        file.let_go();
        page.wait_until_sent("With the file").await?;
        ensure!(desk.count(Call::Upload) == 1, "{} times", desk.count(Call::Upload));
        ensure!(files_of_newest(page).await? == ["slow.txt"]);
        ensure!(page.stored(TICKET, "With the file").await? == 1);
        page.is_quiet().await
    })
}

/// What the desk says of a file, and what the customer reads.
async fn refuses(
    desk: &FaultServer,
    page: &Page,
    (status, said, expected): (u16, &'static str, &str),
) -> Result<()> {
    desk.tell_times(1, Call::Upload, Fault::Refuses(status, "fr", said));
    page.attach(&[("a.txt", "text/plain", b"text".to_vec())]).await?;
    page.wait_for(expected).await?;
    page.click("Try again").await?;
    page.wait_for_focus("Remove a.txt").await?;
    page.wait_for_attached(1).await?;
    page.wait_until_gone(expected).await?;
    page.click("Remove a.txt").await
}

#[test]
fn a_file_that_the_desk_refuses_says_why_and_can_be_tried_again() -> Result<()> {
    at_a_desk(async |desk, page| {
        for case in [
            (413, "", "The help desk says it is too large."),
            (415, "", "Files of this type are not taken."),
            (422, "", "The help desk did not accept it."),
            (
                422,
                r#"{ "errors": [{ "field": "file", "message": "Ce fichier contient un virus." }] }"#,
                "Ce fichier contient un virus.",
            ),
            (503, "", "The help desk is busy."),
        ] {
            refuses(desk, page, case).await?;
        }
        Ok(())
    })
}

#[test]
fn a_session_that_ends_while_a_file_goes_loses_neither_it_nor_the_text() -> Result<()> {
    at_a_desk(async |desk, page| {
        desk.tell_times(1, Call::Upload, Fault::Late(Duration::from_millis(700)));
        page.write("Both of us").await?;
        page.attach(&slow()).await?;
        until("the file under way", async || Ok(desk.count(Call::Upload) == 1)).await?;
        page.post("/sign-out", "").await?;
        page.wait_for("Your session has ended.").await?;
        page.sign_in_here("mia").await?;
        page.ticket_page().await?;
        page.field().await?;
        page.wait_for_written("Both of us").await?;
        page.wait_for_attached(1).await?;
        page.eval("find('.field').focus()").await?;
        page.send().await?;
        page.wait_until_sent("Both of us").await?;
        ensure!(files_of_newest(page).await? == ["slow.txt"]);
        ensure!(page.stored(TICKET, "Both of us").await? == 1);
        Ok(())
    })
}

#[test]
fn a_file_that_is_told_late_that_a_session_was_over_goes_in_the_next_one() -> Result<()> {
    at_a_desk(async |desk, page| {
        let file = desk.hold(Call::Upload);
        page.write("Both of us").await?;
        page.attach(&slow()).await?;
        until("the file under way", async || Ok(desk.count(Call::Upload) == 1)).await?;
        page.send().await?;
        page.post("/sign-out", "").await?;
        page.eval("pane.sessionChanged()").await?;
        page.wait_for("Your session has ended.").await?;
        page.sign_in_here("mia").await?;
        page.ticket_page().await?;
        ensure!(desk.count(Call::Upload) == 1, "it was not told late");
        file.let_go();
        page.wait_until_sent("Both of us").await?;
        ensure!(files_of_newest(page).await? == ["slow.txt"]);
        ensure!(page.stored(TICKET, "Both of us").await? == 1);
        Ok(())
    })
}

#[test]
fn a_network_of_the_pages_own_gets_files_too() -> Result<()> {
    at_a_desk(async |desk, page| {
        page.eval(
            "window.__asked = []; const next = pane.cloneNode(true); \
             next.fetch = (it, init) => { window.__asked.push(`${it.method} ${new URL(it.url).pathname}`); return fetch(it, init); }; \
             pane.replaceWith(next)",
        )
        .await?;
        page.ticket_page().await?;
        page.field().await?;
        let file = desk.hold(Call::Upload);
        page.attach(&slow()).await?;
        page.wait(
            "a bar without an end",
            "return find('progress')?.matches(':indeterminate') === true",
        )
        .await?;
        file.let_go();
        page.wait_for_attached(1).await?;
        let asked: Vec<String> = page.read("return window.__asked").await?;
        ensure!(asked.iter().any(|it| it == "POST /support/api/uploads"), "{asked:?}");
        page.is_quiet().await
    })
}

#[test]
fn a_desk_that_redirects_gets_no_file_elsewhere() -> Result<()> {
    at_a_desk(async |desk, page| {
        desk.tell(Call::Upload, Fault::Redirect("/support/api/me".into()));
        // Small: a server that answers before it has read all of a large one may cut the line instead.
        page.attach(&[("small.txt", "text/plain", b"small".to_vec())]).await?;
        page.wait_for("The help desk tried to send us to another address").await
    })
}
