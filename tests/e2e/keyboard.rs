//! All that a customer does with a ticket, by keyboard alone and in one go: found in the list, answered with form and
//! files, closed, rated, opened again, and the next one's repair confirmed. At every station nobody is kept out, as
//! far as a program can tell, and the focus is somewhere (K1, K2, R2, R4, C1–C3, E4).

use anyhow::{Context as _, Result, ensure};
use fantoccini::key::Key;
use serde_json::json;

use crate::support::{Page, until, visit};

/// In mia's list: one that is open, by mail, and opens again by a reply.
const SUBJECT: &str = "Read receipts stay grey in warehouse groups";
/// And one whose repair waits for her word.
const REPAIRED: &str = "Search finds nothing in messages with attachments";
const CLOSE: &str = "Close ticket";
const UNDO: &str = "Undo closing";
const CATEGORY: &str = ".status.category";

/// What must be so wherever she is.
async fn station(page: &Page, name: &str) -> Result<()> {
    page.settled().await?;
    until(&format!("{name}: the focus"), async || page.has_focus().await).await?;
    page.axe().await.with_context(|| name.to_owned())
}

async fn type_keys(page: &Page, text: &str) -> Result<()> {
    for letter in text.chars() {
        page.browser().press_char(&[], letter).await?;
    }
    Ok(())
}

/// Goes to a ticket of the list that is on screen.
async fn open(page: &Page, subject: &str) -> Result<()> {
    page.tab_to(subject).await?;
    page.press(Key::Enter).await?;
    page.ticket_page().await?;
    ensure!(page.focused().await? == subject, "the focus is on {:?}", page.focused().await?);
    station(page, subject).await
}

/// R2: form by the keys of the field, and by the row of buttons.
async fn write(page: &Page) -> Result<()> {
    page.field().await?;
    page.tab_to(Page::field_name()).await?;
    type_keys(page, "The ").await?;
    page.browser().press_char(&[Key::Control], 'b').await?;
    type_keys(page, "night").await?;
    page.browser().press_char(&[Key::Control], 'b').await?;
    type_keys(page, " shift is ").await?;
    page.tab_back_to("Bold").await?;
    page.press(Key::Right).await?;
    page.wait_for_focus("Italic").await?;
    station(page, "the row of buttons").await?;
    page.press(Key::Enter).await?;
    page.wait_for_focus(Page::field_name()).await?;
    type_keys(page, "grey").await?;
    let html = page.written_html().await?;
    for it in ["<strong>night</strong>", "<em>grey</em>"] {
        ensure!(html.contains(it), "{it} is not in {html}");
    }
    station(page, "the field").await
}

/// R4: chosen, pasted and dropped.
async fn attach(page: &Page) -> Result<()> {
    page.tab_to("Attach files").await?;
    ensure!(page.asks_for_files().await?, "the browser was not asked for files");
    page.attach(&[("chosen.txt", "text/plain", b"chosen".to_vec())]).await?;
    page.wait_for_attached(1).await?;
    station(page, "a file that was chosen").await?;
    page.copy_picture().await?;
    page.tab_back_to(Page::field_name()).await?;
    page.browser().press_char(&[Key::Control], 'v').await?;
    page.wait_for_attached(2).await?;
    page.drop_file("dropped.csv", "text/csv", "a,b\n").await?;
    page.wait_for_attached(3).await?;
    station(page, "files").await
}

async fn send(page: &Page) -> Result<()> {
    page.tab_to("Send").await?;
    page.press(Key::Enter).await?;
    page.wait_until_sent("The night shift is grey").await?;
    page.wait_for_focus(Page::field_name()).await?;
    ensure!(page.written().await?.is_empty() && page.attached().await?.is_empty());
    station(page, "sent").await?;
    let sent: serde_json::Value = page
        .read(
            "return fetch('/support/api/tickets/1001/messages').then((it) => it.json()).then((it) => it.items \
             .filter((it) => it.text.includes('shift is grey')).map((it) => [it.html, it.attachments.map((it) => it.filename)]))",
        )
        .await?;
    ensure!(sent[1].is_null(), "more than one: {sent}");
    let html = sent[0][0].as_str().unwrap_or_default();
    ensure!(html.contains("<strong>night</strong>") && html.contains("<em>grey</em>"), "{html}");
    ensure!(sent[0][1] == json!(["chosen.txt", "image.png", "dropped.csv"]), "{sent}");
    Ok(())
}

/// C1: closed, which is undone, and closed again.
async fn close(page: &Page) -> Result<()> {
    page.hold_closing().await?;
    page.press_control(CLOSE).await?;
    page.wait_for_focus(UNDO).await?;
    station(page, "closing").await?;
    page.press(Key::Enter).await?;
    page.wait_for_focus(CLOSE).await?;
    station(page, "not closed after all").await?;
    page.press(Key::Enter).await?;
    page.wait_for_focus(UNDO).await?;
    page.let_it_close().await?;
    page.wait_for("Leave feedback").await?;
    page.wait_at_the_desk("1001", CATEGORY, json!("closed")).await?;
    station(page, "closed").await
}

/// C3.
async fn rate(page: &Page) -> Result<()> {
    page.press_control("Leave feedback").await?;
    page.wait("the stars", "return active()?.type === 'radio'").await?;
    station(page, "the stars").await?;
    for _ in 0..4 {
        page.press(Key::Right).await?;
    }
    page.tab_to_field("Comment (optional)").await?;
    type_keys(page, "Quick.").await?;
    page.press_control("Send feedback").await?;
    page.wait_for("Thank you for your feedback: 5 stars.").await?;
    ensure!(page.at_the_desk("1001", ".rating.score").await? == 5);
    station(page, "rated").await
}

/// C2: a reply opens it.
async fn reopen(page: &Page) -> Result<()> {
    page.tab_to(Page::field_name()).await?;
    type_keys(page, "It is grey again.").await?;
    page.send().await?;
    page.wait_until_sent("It is grey again.").await?;
    page.wait_at_the_desk("1001", CATEGORY, json!("open")).await?;
    page.wait(CLOSE, &format!("return named({CLOSE:?}).length > 0")).await?;
    ensure!(page.stored("1001", "It is grey again.").await? == 1);
    station(page, "open again").await
}

/// E4.
async fn confirm(page: &Page) -> Result<()> {
    page.press_control("Fixed").await?;
    page.wait("the question to go", "return named('Fixed').length === 0").await?;
    page.wait_for("Verified by Mia Laurent: Fixed").await?;
    page.wait_at_the_desk("1017", CATEGORY, json!("resolved")).await?;
    station(page, "confirmed").await
}

#[test]
fn a_customer_does_all_there_is_to_do_by_keyboard_alone() -> Result<()> {
    visit(async |page| {
        page.sign_in("mia").await?;
        page.open("/bare?style=none").await?;
        page.list().await?;
        open(page, SUBJECT).await?;
        write(page).await?;
        attach(page).await?;
        send(page).await?;
        close(page).await?;
        rate(page).await?;
        reopen(page).await?;
        page.tab_back_to("Back to your tickets").await?;
        page.press(Key::Enter).await?;
        page.list().await?;
        page.wait_for_focus(SUBJECT).await?;
        station(page, "the list").await?;
        open(page, REPAIRED).await?;
        confirm(page).await?;
        page.is_quiet().await
    })
}
