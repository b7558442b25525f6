//! Sending when something is in the way (R6, R7): nothing is lost, nothing arrives twice.

use std::time::Duration;

use anyhow::{Result, ensure};

use super::{TICKET, with_field};
use crate::support::{Call, Fault, FaultServer, Page, browse, visit};

pub(super) fn at_a_desk(
    test: impl AsyncFnOnce(&mut FaultServer, &Page) -> Result<()>,
) -> Result<()> {
    at(FaultServer::start()?, test)
}

/// The same where the desk tells nothing by itself.
pub(super) fn at_a_mute_desk(
    test: impl AsyncFnOnce(&mut FaultServer, &Page) -> Result<()>,
) -> Result<()> {
    at(FaultServer::mute()?, test)
}

fn at(
    mut desk: FaultServer,
    test: impl AsyncFnOnce(&mut FaultServer, &Page) -> Result<()>,
) -> Result<()> {
    let url = desk.url();
    browse(&url, async |page| {
        page.sign_in("mia").await?;
        page.composer(TICKET).await?;
        test(&mut desk, page).await
    })
}

#[test]
fn a_desk_that_stored_it_and_died_before_it_answered_has_it_once() -> Result<()> {
    at_a_mute_desk(async |desk, page| {
        desk.tell_times(1, Call::Reply, Fault::Mute);
        page.write("Only once").await?;
        page.send().await?;
        crate::support::until("the desk to have it", async || Ok(desk.count(Call::Reply) == 1))
            .await?;
        page.wait("a moment", "return new Promise((done) => setTimeout(() => done(true), 300))")
            .await?;
        desk.stop();
        page.wait_for("Waiting for a connection.").await?;
        desk.start_again()?;
        page.wait_until_sent("Only once").await?;
        ensure!(page.stored(TICKET, "Only once").await? == 1);
        Ok(())
    })
}

#[test]
fn without_a_connection_it_waits_and_goes_by_itself() -> Result<()> {
    at_a_desk(async |desk, page| {
        page.write("When you are back").await?;
        desk.stop();
        page.send().await?;
        page.wait_for("Waiting for a connection.").await?;
        desk.start_again()?;
        page.wait_until_sent("When you are back").await?;
        ensure!(page.stored(TICKET, "When you are back").await? == 1);
        Ok(())
    })
}

#[test]
fn a_page_that_is_closed_while_it_sends_goes_on_when_it_is_open_again() -> Result<()> {
    at_a_desk(async |desk, page| {
        page.write("Closed too early").await?;
        desk.stop();
        page.send().await?;
        page.wait_for("Waiting for a connection.").await?;
        desk.start_again()?;
        page.composer(TICKET).await?;
        page.wait_until_sent("Closed too early").await?;
        ensure!(page.stored(TICKET, "Closed too early").await? == 1);
        Ok(())
    })
}

#[test]
fn what_the_desk_refuses_is_told_and_can_be_mended() -> Result<()> {
    at_a_desk(async |desk, page| {
        for (status, said) in [
            (422, "The help desk did not accept this request."),
            (403, "You are not allowed to see this."),
        ] {
            desk.tell_times(1, Call::Reply, Fault::Status(status));
            page.write("Mend me").await?;
            page.send().await?;
            page.wait_for("Not sent. Your text is kept.").await?;
            let letters = page.letters().await?;
            ensure!(letters[0].contains("Mend me") && letters.len() == 1, "{letters:?}");
            ensure!(!said.is_empty());
            page.click("Edit").await?;
            page.wait_for_written("Mend me").await?;
            ensure!(page.letters().await?.is_empty());
            page.eval("find('.field').focus()").await?;
            page.browser().press_char(&[fantoccini::key::Key::Control], 'a').await?;
            page.press(fantoccini::key::Key::Delete).await?;
        }
        ensure!(page.stored(TICKET, "Mend me").await? == 0);
        Ok(())
    })
}

#[test]
fn a_session_that_ends_hides_it_and_it_goes_when_its_customer_is_back() -> Result<()> {
    at_a_mute_desk(async |_, page| {
        page.write("After the session").await?;
        page.post("/sign-out", "").await?;
        page.send().await?;
        page.wait_for("Your session has ended.").await?;
        ensure!(!page.source().await?.contains("After the session"));
        page.sign_in_here("mia").await?;
        page.ticket_page().await?;
        page.wait_until_sent("After the session").await?;
        ensure!(page.stored(TICKET, "After the session").await? == 1);
        Ok(())
    })
}

#[test]
fn an_answer_that_comes_when_the_session_may_be_another_one_counts() -> Result<()> {
    at_a_desk(async |desk, page| {
        // Without its events the conversation does not show by itself that the reply has arrived.
        desk.tell(Call::Events, Fault::Status(404));
        page.composer(TICKET).await?;
        desk.tell_times(1, Call::Reply, Fault::Late(Duration::from_millis(800)));
        page.write("Meanwhile").await?;
        page.send().await?;
        crate::support::until("the reply on its way", async || Ok(desk.count(Call::Reply) == 1))
            .await?;
        page.eval("pane.sessionChanged()").await?;
        page.wait_until_sent("Meanwhile").await?;
        ensure!(page.stored(TICKET, "Meanwhile").await? == 1);
        Ok(())
    })
}

#[test]
fn nothing_of_it_stays_in_the_browser_after_signing_out() -> Result<()> {
    at_a_desk(async |desk, page| {
        page.write("Kept draft").await?;
        desk.stop();
        page.send().await?;
        page.wait_for("Waiting for a connection.").await?;
        page.write("And another").await?;
        page.wait(
            "it to be kept",
            "return new Promise((done) => setTimeout(() => done(true), 400))",
        )
        .await?;
        page.eval("pane.signOut()").await?;
        page.wait(
            "an empty store",
            "return indexedDB.databases().then((it) => !it.some((it) => it.name === 'deskpane'))",
        )
        .await?;
        desk.start_again()
    })
}

/// A browser with locks that gives this page none: a sandboxed frame, or storage switched off.
#[test]
fn a_page_that_may_hold_no_lock_sends_all_the_same() -> Result<()> {
    visit(async |page| {
        page.sign_in("mia").await?;
        let refuses = "LockManager.prototype.request = async () => { throw new DOMException('no', 'SecurityError'); }";
        page.browser().before_pages(refuses).await?;
        page.composer(TICKET).await?;
        page.write("Without a lock").await?;
        page.send().await?;
        page.wait_until_sent("Without a lock").await?;
        ensure!(page.stored(TICKET, "Without a lock").await? == 1);
        page.is_quiet().await
    })
}

#[test]
fn a_draft_that_cannot_be_read_now_leaves_what_is_on_screen() -> Result<()> {
    with_field(async |page| {
        page.write("Still here").await?;
        page.wait_until_kept("Still here", 0).await?;
        page.eval("IDBObjectStore.prototype.get = () => { throw new DOMException('no', 'UnknownError'); }").await?;
        // As somebody who comes back to this tab.
        page.eval("dispatchEvent(new Event('focus'))").await?;
        tokio::time::sleep(Duration::from_millis(500)).await;
        ensure!(page.written().await? == "Still here", "{}", page.written().await?);
        page.is_quiet().await
    })
}

/// The page turns dark, and close together, while somebody writes: it is the style sheet's business alone.
#[test]
fn a_page_that_changes_its_looks_disturbs_nobody_who_writes() -> Result<()> {
    with_field(async |page| {
        page.write("Half a").await?;
        page.eval("find('.field').mine = true").await?;
        page.set("theme", "dark").await?;
        page.set("density", "compact").await?;
        tokio::time::sleep(Duration::from_millis(500)).await;
        page.type_text(" sentence").await?;
        page.wait_for_written("Half a sentence").await?;
        ensure!(
            page.eval("return find('.field').mine === true && active() === find('.field')").await?
                == true
        );
        page.is_quiet().await
    })
}
