//! A desk that says no, says yes and does nothing, or says nothing: one calm sentence, and what stands on
//! screen is what is there.

use anyhow::{Context as _, Result, ensure};
use serde_json::json;

use super::{CLOSE, SWITCH, UNDO, at_a_desk, at_a_mute_desk};
use crate::support::{Call, Fault, Page};

const CATEGORY: &str = ".status.category";

/// Closes, and waits no longer than needed.
async fn close(page: &Page) -> Result<()> {
    page.hold_closing().await?;
    page.press_control(CLOSE).await?;
    page.wait_for_focus(UNDO).await?;
    page.hide().await
}

#[test]
fn a_desk_that_says_yes_and_closes_nothing_is_told() -> Result<()> {
    at_a_desk("1001", async |desk, page| {
        desk.tell(Call::Change("close"), Fault::Nothing);
        close(page).await?;
        page.wait_for_trouble(
            "This ticket is still open. The help desk did not accept this: nothing was changed.",
        )
        .await?;
        ensure!(page.has(CLOSE).await?, "it cannot be tried again");
        ensure!(page.at_the_desk("1001", CATEGORY).await? == "open");
        desk.heal();
        page.press_control(CLOSE).await?;
        page.hide().await?;
        page.wait_for("A reply opens this ticket again").await?;
        page.wait_until_well().await?;
        page.is_calm().await
    })
}

#[test]
fn every_way_to_refuse_is_one_sentence_and_nothing_is_half_closed() -> Result<()> {
    at_a_desk("1001", async |desk, page| {
        let changed = "This ticket is still open. The help desk did not accept it; perhaps";
        for (status, sentence) in [
            (409, changed),
            (412, changed),
            (403, "This ticket is still open. The help desk does not let your account do this."),
            (404, changed),
            (500, "This ticket is still open. Something failed at the help desk."),
        ] {
            desk.heal();
            desk.tell(Call::Change("close"), Fault::Status(status));
            close(page).await?;
            page.wait_for_trouble(sentence).await.with_context(|| format!("HTTP {status}"))?;
            ensure!(page.has(CLOSE).await? && !page.has("Reopen ticket").await?);
            ensure!(desk.count(Call::Change("close")) == 1, "sent more than once");
        }
        page.is_calm().await
    })
}

#[test]
fn somebody_else_had_closed_it_meanwhile() -> Result<()> {
    at_a_mute_desk("1001", async |_, page| {
        let closed = page
            .eval(
                "return fetch('/support/api/tickets/1001/close', { method: 'POST', body: '{}', \
                 headers: { 'content-type': 'application/json' } }).then((it) => it.status)",
            )
            .await?;
        ensure!(closed == 200, "{closed}");
        close(page).await?;
        page.wait_for("A reply opens this ticket again").await?;
        page.wait_until_well().await?;
        page.is_calm().await
    })
}

#[test]
fn a_desk_that_cannot_be_reached_closes_nothing_and_says_so() -> Result<()> {
    at_a_desk("1001", async |_, page| {
        page.be_offline(true).await?;
        close(page).await?;
        page.wait_for_trouble("This ticket is still open. We cannot reach the help desk.").await?;
        page.be_offline(false).await?;
        page.wait_at_the_desk("1001", CATEGORY, json!("open")).await?;
        page.press_control(CLOSE).await?;
        page.hide().await?;
        page.wait_for("A reply opens this ticket again").await?;
        page.wait_until_well().await
    })
}

#[test]
fn a_session_that_ends_in_between_closes_nothing_and_goes_on_with_the_sentence() -> Result<()> {
    at_a_mute_desk("1001", async |desk, page| {
        desk.tell(Call::Any, Fault::Status(401));
        close(page).await?;
        page.wait_for("Your session has ended.").await?;
        ensure!(!page.source().await?.contains("Read receipts"), "something is left of her");
        desk.heal();
        page.eval("pane.sessionChanged()").await?;
        page.ticket_page().await?;
        page.wait_for_trouble("This ticket is still open. Your session ended before it was done.")
            .await?;
        page.press_control(CLOSE).await?;
        page.hide().await?;
        page.wait_for("A reply opens this ticket again").await?;
        page.is_calm().await
    })
}

#[test]
fn a_close_that_waits_does_not_go_out_as_somebody_else() -> Result<()> {
    at_a_desk("1001", async |desk, page| {
        page.hold_closing().await?;
        page.press_control(CLOSE).await?;
        page.wait_for_focus(UNDO).await?;
        page.sign_in_here("omar").await?;
        page.wait("omar's list", "return all('[data-ticket]').length > 0").await?;
        page.let_it_close().await?;
        page.eval("return new Promise((done) => setTimeout(done, 500))").await?;
        ensure!(desk.count(Call::Change("close")) == 0, "it was sent as omar");
        page.is_calm().await
    })
}

#[test]
fn a_switch_that_the_desk_did_not_take_turns_back_and_says_so() -> Result<()> {
    at_a_desk("1050", async |desk, page| {
        ensure!(page.switch(SWITCH).await? == Some(false));
        for (fault, sentence) in [
            (Fault::Nothing, "The switch was turned back. The help desk did not accept this"),
            (Fault::Status(403), "The switch was turned back. The help desk does not let your"),
            (Fault::Status(500), "The switch was turned back. Something failed"),
        ] {
            desk.heal();
            desk.tell(Call::Change("proxy-access"), fault);
            page.press_control(SWITCH).await?;
            page.wait_for_trouble(sentence).await?;
            page.wait_for_switch(SWITCH, false).await?;
            ensure!(page.focused().await? == SWITCH, "the focus went away");
        }
        desk.heal();
        page.press_control(SWITCH).await?;
        page.wait_for_switch(SWITCH, true).await?;
        page.wait_until_well().await?;
        page.is_calm().await
    })
}
