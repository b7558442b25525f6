//! What is new, what was read, what came before, and links into the middle (T2, L7).

use anyhow::{Context as _, Result, ensure};
use fantoccini::key::Key;

use super::seed::{desk, message, open};
use crate::support::{Options, Page, until, visit, visit_with};

async fn go(page: &Page, id: &str) -> Result<()> {
    page.open(&format!("/bare?style=none&deskpane={id}")).await?;
    page.ticket_page().await
}

fn was_told(page: &Page, id: &str) -> usize {
    let path = format!("/support/api/tickets/{id}/read");
    page.asked().iter().filter(|it| **it == path).count()
}

/// Waits until the desk was told.
async fn wait_until_told(page: &Page, id: &str) -> Result<()> {
    until("the desk to be told", async || Ok(was_told(page, id) > 0)).await
}

#[test]
fn what_is_new_stands_below_a_line_and_counts_as_read_once_it_was_seen() -> Result<()> {
    visit(async |page| {
        page.sign_in("mia").await?;
        page.open("/bare?style=none").await?;
        let row =
            page.list().await?.iter().position(|it| it.ticket == "1001").context("no 1001")?;
        ensure!(page.is_unread(row).await?);
        page.open_row(row).await?;
        page.ticket_page().await?;
        page.wait("what is new", "return !!find('.news')").await?;
        let (line, before) = page.line_of_news().await?.context("nothing is new")?;
        ensure!(line == "New since your last visit" && before >= 1, "{line:?} after {before}");
        page.see_newest().await?;
        wait_until_told(page, "1001").await?;
        // The line stays where it is while one reads.
        ensure!(page.line_of_news().await? == Some((line, before)));
        page.click("Back to your tickets").await?;
        page.list().await?;
        page.wait_for_read_row(row).await?;
        ensure!(was_told(page, "1001") == 1, "{:?}", page.asked());
        page.open_row(row).await?;
        page.ticket_page().await?;
        ensure!(page.line_of_news().await?.is_none());
        page.is_quiet().await
    })
}

#[test]
fn what_was_not_seen_stays_new() -> Result<()> {
    visit(async |page| {
        page.sign_in("mia").await?;
        page.browser().resize(1200, 200).await?;
        go(page, "1001").await?;
        // Longer than a look takes.
        page.eval("return new Promise((done) => setTimeout(done, 2500, true))").await?;
        ensure!(was_told(page, "1001") == 0);
        page.see_newest().await?;
        wait_until_told(page, "1001").await
    })
}

#[test]
fn a_desk_that_does_not_take_it_disturbs_nobody() -> Result<()> {
    let options = Options::default().instead(|ask| {
        let is_it = ask.path().ends_with("/read");
        is_it.then(|| {
            let mut answer = crate::support::Answer::new(axum::body::Body::empty());
            *answer.status_mut() = axum::http::StatusCode::FORBIDDEN;
            answer
        })
    });
    visit_with(options, async |page| {
        page.sign_in("mia").await?;
        go(page, "1001").await?;
        let text = page.text().await?;
        page.see_newest().await?;
        wait_until_told(page, "1001").await?;
        page.settled().await?;
        ensure!(page.text().await? == text);
        page.click("Back to your tickets").await?;
        let rows = page.list().await?;
        let row = rows.iter().position(|it| it.ticket == "1001").context("no 1001")?;
        ensure!(page.is_unread(row).await?, "it looks read, and is not");
        Ok(())
    })
}

#[test]
fn the_reading_position_stays_when_earlier_messages_come() -> Result<()> {
    visit(async |page| {
        page.sign_in("mia").await?;
        go(page, "1007").await?;
        for _ in 0..3 {
            let label = page.earlier().await?.context("no way to earlier messages")?;
            let count = page.entries().await?.len();
            page.eval("window.__first = find('.entry')").await?;
            page.tab_to(&label).await?;
            let top = "return Math.round(__first.getBoundingClientRect().top)";
            let before = page.eval(top).await?;
            page.press(Key::Enter).await?;
            page.wait_for_entries(count + 1).await?;
            page.settled().await?;
            page.eval("return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))").await?;
            let after = page.eval(top).await?;
            ensure!(before == after, "it moved from {before} to {after}");
            page.tab_back_to("Jump to the newest message").await?;
        }
        page.is_still().await
    })
}

#[test]
fn a_link_leads_to_its_message_however_far_back() -> Result<()> {
    visit(async |page| {
        page.sign_in("mia").await?;
        page.open("/bare?style=none&deskpane=1007*1007-30").await?;
        page.ticket_page().await?;
        page.wait("the message", "return active()?.dataset.message === '1007-30'").await?;
        let is_in_view = "const it = active().getBoundingClientRect(); return it.top < innerHeight && it.bottom > 0";
        ensure!(page.eval(is_in_view).await? == true);
        ensure!(page.eval("return active().hasAttribute('data-target')").await? == true);
        page.is_quiet().await
    })
}

#[test]
fn a_link_to_a_message_that_is_not_there_says_so() -> Result<()> {
    visit(async |page| {
        page.sign_in("mia").await?;
        page.open("/bare?style=none&deskpane=1001*1001-99").await?;
        page.ticket_page().await?;
        page.wait_for("The message that this link leads to was not found.").await?;
        ensure!(!page.entries().await?.is_empty());
        page.is_quiet().await
    })
}

#[test]
fn the_time_of_a_message_is_a_link_to_it_and_can_be_copied() -> Result<()> {
    visit(async |page| {
        page.sign_in("mia").await?;
        go(page, "1001").await?;
        let href: String = page.read("return find('.message__link').href").await?;
        ensure!(href.ends_with("deskpane=1001*1001-1"), "{href}");
        page.may_use_the_clipboard().await?;
        page.tab_to("Copy the link to this message").await?;
        page.press(Key::Enter).await?;
        page.wait_for_said("Copied").await?;
        ensure!(page.clipboard().await? == href);
        page.click_on("find('.message__link')", &[]).await?;
        page.wait("the message", "return active()?.dataset.message === '1001-1'").await?;
        ensure!(!page.browser().address().await?.contains('*'));
        page.is_quiet().await
    })
}

#[test]
fn addresses_in_plain_text_are_links_and_a_signature_is_folded() -> Result<()> {
    let text = "See https://relay.example/help?a=1&b=2, or write to desk@relay.example.\n\n\
        > Is www.relay.example down?\n\nNo.\n\n-- \nAna Silva\nRelay";
    open(desk(vec![message(1, text)], Vec::new()), async |page| {
        for (text, href) in [
            ("https://relay.example/help?a=1&b=2", "https://relay.example/help?a=1&b=2"),
            ("desk@relay.example", "mailto:desk@relay.example"),
        ] {
            let link = page.link(text).await?;
            ensure!(link.href == href && link.target == "_blank", "{link:?}");
            ensure!(link.rel == "noopener noreferrer nofollow", "{link:?}");
        }
        let text = page.text().await?;
        ensure!(
            text.contains("write to desk@relay.example. Is www.relay.example down? No."),
            "{text}"
        );
        ensure!(!text.contains("Relay Ana"), "{text}");
        page.click("Signature").await?;
        page.wait_for("Ana Silva Relay").await?;
        page.is_quiet().await
    })
}
