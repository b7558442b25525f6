//! Closing: undone in time, too late, and when the page or the customer goes (C1).

use anyhow::{Result, ensure};
use fantoccini::key::Key;
use serde_json::json;

use super::{CLOSE, CLOSING, UNDO, at_a_desk, open, ticket};
use crate::support::{Call, until};

const CATEGORY: &str = ".status.category";
const MAY_REPLY: &str = "Need more help? A reply opens this ticket again until ";

#[test]
fn a_ticket_is_closed_after_a_moment_and_the_host_page_hears_of_it() -> Result<()> {
    ticket("mia", "1001", async |page| {
        page.listen("deskpane-ticket-closed").await?;
        page.hold_closing().await?;
        page.press_control(CLOSE).await?;
        page.wait_for_focus(UNDO).await?;
        let tree = page.tree().await?;
        let status = tree.0.iter().filter(|it| it.role == "status");
        let said: Vec<_> = status.map(|it| crate::support::Tree::words(tree.inside(it))).collect();
        ensure!(said.iter().any(|it| it == CLOSING), "{said:?}");
        ensure!(page.at_the_desk("1001", CATEGORY).await? == "open", "it did not wait");
        page.let_it_close().await?;
        page.wait_for("This ticket is closed.").await?;
        page.wait_for(MAY_REPLY).await?;
        page.wait_at_the_desk("1001", CATEGORY, json!("closed")).await?;
        let heard = page.wait_for_events("deskpane-ticket-closed", 1).await?;
        ensure!(heard == [json!({ "ticket": "1001" })], "{heard:?}");
        page.wait_for("Closed by Mia Laurent").await?;
        until("the focus", async || page.has_focus().await).await?;
        page.is_quiet().await
    })
}

#[test]
fn what_is_undone_in_time_is_never_sent() -> Result<()> {
    at_a_desk("1001", async |desk, page| {
        page.hold_closing().await?;
        page.press_control(CLOSE).await?;
        page.wait_for_focus(UNDO).await?;
        page.press(Key::Enter).await?;
        page.wait_for_focus(CLOSE).await?;
        page.hide().await?;
        page.let_it_close().await?;
        page.eval("return new Promise((done) => setTimeout(done, 500))").await?;
        ensure!(desk.count(Call::Change("close")) == 0, "it was sent");
        ensure!(page.at_the_desk("1001", CATEGORY).await? == "open");
        page.is_calm().await
    })
}

#[test]
fn undo_goes_when_it_is_too_late_and_a_closed_ticket_can_be_opened() -> Result<()> {
    at_a_desk("1001", async |desk, page| {
        page.press_control(CLOSE).await?;
        page.wait_for(MAY_REPLY).await?;
        ensure!(!page.has(UNDO).await?, "there is nothing to undo any more");
        page.press_control("Reopen ticket").await?;
        page.wait_for("Is your problem solved?").await?;
        page.wait_at_the_desk("1001", CATEGORY, json!("open")).await?;
        ensure!(desk.count(Call::Change("close")) == 1, "sent more than once");
        page.is_calm().await
    })
}

#[test]
fn a_page_that_is_hidden_closes_at_once_and_once() -> Result<()> {
    at_a_desk("1001", async |desk, page| {
        page.hold_closing().await?;
        page.press_control(CLOSE).await?;
        page.wait_for_focus(UNDO).await?;
        page.hide().await?;
        page.wait("Undo to go", "return named('Undo closing').length === 0").await?;
        page.wait_at_the_desk("1001", CATEGORY, json!("closed")).await?;
        page.let_it_close().await?;
        page.eval("return new Promise((done) => setTimeout(done, 500))").await?;
        ensure!(desk.count(Call::Change("close")) == 1);
        page.is_calm().await
    })
}

#[test]
fn a_page_that_is_left_closes_all_the_same() -> Result<()> {
    at_a_desk("1001", async |desk, page| {
        page.hold_closing().await?;
        page.press_control(CLOSE).await?;
        page.wait_for_focus(UNDO).await?;
        page.goto("/sign-in").await?;
        page.wait_at_the_desk("1001", CATEGORY, json!("closed")).await?;
        ensure!(desk.count(Call::Change("close")) == 1);
        Ok(())
    })
}

#[test]
fn a_widget_that_is_taken_away_closes_all_the_same() -> Result<()> {
    at_a_desk("1001", async |desk, page| {
        page.hold_closing().await?;
        page.press_control(CLOSE).await?;
        page.wait_for_focus(UNDO).await?;
        page.eval("pane.remove()").await?;
        page.wait_at_the_desk("1001", CATEGORY, json!("closed")).await?;
        ensure!(desk.count(Call::Change("close")) == 1);
        page.nothing_reached_the_page().await
    })
}

#[test]
fn going_back_to_the_list_does_not_lose_it() -> Result<()> {
    at_a_desk("1001", async |desk, page| {
        page.hold_closing().await?;
        page.press_control(CLOSE).await?;
        page.wait_for_focus(UNDO).await?;
        page.click("Back to your tickets").await?;
        page.list().await?;
        page.let_it_close().await?;
        page.wait_for_said("#1001 is closed.").await?;
        page.wait_at_the_desk("1001", CATEGORY, json!("closed")).await?;
        ensure!(desk.count(Call::Change("close")) == 1);
        page.is_calm().await
    })
}

#[test]
fn who_comes_back_in_time_can_still_undo() -> Result<()> {
    at_a_desk("1001", async |desk, page| {
        page.hold_closing().await?;
        page.press_control(CLOSE).await?;
        page.wait_for_focus(UNDO).await?;
        page.eval("pane.open('1005'); pane.open('1001')").await?;
        page.press_control(UNDO).await?;
        page.wait_for_focus(CLOSE).await?;
        ensure!(desk.count(Call::Change("close")) == 0);
        open(page, "1001").await?;
        ensure!(page.has(CLOSE).await?);
        page.is_calm().await
    })
}
