//! A desk that fails for a while, is not there, or cannot be reached.

use anyhow::{Context as _, Result, ensure};

use super::{PAGE, open_ticket, with_mia};
use crate::support::{Call, Fault, FaultServer, Row, Words, browse, until};

/// Rows as they stay while the clock goes on.
fn without_clock(rows: Vec<Row>) -> Vec<Row> {
    rows.into_iter().map(|it| Row { updated_title: String::new(), ..it }).collect()
}

/// One send, and two more after growing pauses.
const SENDS: usize = 3;

#[test]
fn what_may_pass_is_asked_again_and_then_told() -> Result<()> {
    with_mia(async |desk, page| {
        page.listen("deskpane-error").await?;
        for (what, tag, fault, key) in [
            ("500", "fr", Fault::Status(500), "failure.broken"),
            ("503", "ja", Fault::Status(503), "failure.busy"),
            ("504", "ar", Fault::Status(504), "failure.timed_out"),
            ("a broken connection", "en", Fault::Cut, "failure.offline"),
        ] {
            let words = Words::of(tag)?;
            desk.heal();
            desk.tell(Call::Any, fault);
            page.open(&format!("{PAGE}?lang={tag}")).await.context(what)?;
            page.wait_for_trouble(&words.say(key)?).await.context(what)?;
            // One of the two may give up before the other: the pauses are of chance.
            page.wait_for_events("deskpane-error", 2).await.context(what)?;
            for call in [Call::Me, Call::Tickets] {
                let count = desk.count(call);
                ensure!(count == SENDS, "{what}: {call:?} was asked {count} times");
            }
            desk.heal();
            page.click(&words.say("failure.retry")?).await?;
            page.wait_until_well().await?;
            ensure!(page.list().await?.len() == 15, "{what}");
            page.is_calm().await.context(what)?;
        }
        Ok(())
    })
}

#[test]
fn what_passes_by_itself_is_told_to_nobody() -> Result<()> {
    with_mia(async |desk, page| {
        desk.tell_times(1, Call::Me, Fault::Status(500));
        desk.tell_times(1, Call::Tickets, Fault::Cut);
        page.listen("deskpane-error").await?;
        page.open(PAGE).await?;
        ensure!(page.list().await?.len() == 15);
        ensure!((desk.count(Call::Me), desk.count(Call::Tickets)) == (2, 2));
        ensure!(page.events("deskpane-error").await?.is_empty());
        page.is_calm().await
    })
}

#[test]
fn a_refresh_that_fails_keeps_what_is_there_and_says_so() -> Result<()> {
    with_mia(async |desk, page| {
        let words = Words::of("en")?;
        let broken = words.say("failure.broken")?;
        page.open(PAGE).await?;
        let rows = without_clock(page.list().await?);
        desk.tell(Call::Any, Fault::Status(500));
        page.eval("pane.refresh()").await?;
        page.wait_for_trouble(&format!("{broken} {}", words.say("list.stale")?)).await?;
        ensure!(without_clock(page.rows().await?) == rows);
        desk.heal();
        page.click("Try again").await?;
        page.wait_until_well().await?;
        ensure!(without_clock(page.list().await?) == rows);
        page.open_row(0).await?;
        let entries = page.entries().await?;
        desk.tell(Call::Any, Fault::Status(500));
        page.eval("pane.refresh()").await?;
        page.wait_for_trouble(&format!("{broken} {}", words.say("ticket.stale")?)).await?;
        ensure!(page.heading().await? == rows[0].subject);
        ensure!(page.entries().await? == entries);
        desk.heal();
        page.click("Try again").await?;
        page.wait_until_well().await?;
        page.is_calm().await
    })
}

#[test]
fn a_ticket_stands_without_its_messages() -> Result<()> {
    with_mia(async |desk, page| {
        let words = Words::of("en")?;
        desk.tell(Call::Messages, Fault::Says("<html>"));
        open_ticket(page, "1007").await?;
        page.wait_for_trouble(&words.say("failure.unreadable")?).await?;
        ensure!(page.heading().await?.starts_with("Messages sent around shift change"));
        ensure!(page.shows(&words.say("sidebar.product")?).await?, "{}", page.text().await?);
        page.is_calm().await?;
        desk.heal();
        page.click("Try again").await?;
        page.wait_until_well().await?;
        ensure!(!page.entries().await?.is_empty());
        page.is_calm().await
    })
}

#[test]
fn a_ticket_that_is_not_there_is_told_with_a_way_back() -> Result<()> {
    with_mia(async |desk, page| {
        let words = Words::of("ja")?;
        page.open(&format!("{PAGE}?lang=ja")).await?;
        // One that nobody has, and one that was there a moment ago.
        for (id, is_gone) in [("999999", false), ("1007", true)] {
            if is_gone {
                desk.tell(Call::Ticket, Fault::Status(404));
            }
            page.eval(&format!("pane.open({id:?})")).await?;
            page.wait_for(&words.say("failure.not_found")?).await?;
            page.settled().await?;
            ensure!(page.troubles().await?.len() == 1, "{:?}", page.troubles().await?);
            page.click(&words.say("ticket.back")?).await?;
            ensure!(page.list().await?.len() == 15);
        }
        page.is_calm().await
    })
}

#[test]
fn offline_is_said_and_passes_by_itself() -> Result<()> {
    with_mia(async |desk, page| {
        let words = Words::of("fr")?;
        let offline = words.say("failure.offline")?;
        // What is read is told to all tabs, which ask again.
        desk.tell(Call::Events, Fault::Silent);
        page.open(&format!("{PAGE}?lang=fr")).await?;
        let rows = page.list().await?;
        // The ticket's own part is there from now on.
        page.open_row(0).await?;
        page.click(&words.say("ticket.back")?).await?;
        page.be_offline(true).await?;
        page.eval("pane.refresh()").await?;
        page.wait_for_trouble(&format!("{offline} {}", words.say("list.stale")?)).await?;
        ensure!(page.list().await?.len() == rows.len());
        // A ticket that was in the list: what is known of it, and that the rest cannot come now.
        page.eval(&format!("pane.open({:?})", rows[1].ticket)).await?;
        page.wait_for(&offline).await?;
        ensure!(page.heading().await? == rows[1].subject);
        page.settled().await?;
        let before = desk.count(Call::Ticket);
        page.be_offline(false).await?;
        page.wait_until_well().await?;
        page.ticket_page().await?;
        ensure!(!page.entries().await?.is_empty());
        until("the ticket to be asked for", async || Ok(desk.count(Call::Ticket) > before)).await?;
        ensure!(desk.count(Call::Ticket) == before + 1, "{} times", desk.count(Call::Ticket));
        page.is_calm().await
    })
}

#[test]
fn a_part_that_cannot_come_offline_comes_by_itself() -> Result<()> {
    with_mia(async |_, page| {
        // Its words cannot come either, and neither is an error of the page.
        let words = Words::of("fr")?;
        page.open(&format!("{PAGE}?lang=fr")).await?;
        let row = page.list().await?.remove(0);
        page.be_offline(true).await?;
        page.click_row(0, &[]).await?;
        page.wait_for_trouble(&words.say("failure.chunk")?).await?;
        page.be_offline(false).await?;
        page.ticket_page().await?;
        page.wait_until_well().await?;
        ensure!(page.heading().await? == row.subject);
        ensure!(!page.entries().await?.is_empty());
        page.is_calm().await
    })
}

#[test]
fn a_desk_that_is_gone_is_told_until_it_is_back() -> Result<()> {
    let mut desk = FaultServer::start()?;
    let url = desk.url();
    browse(&url, async |page| {
        let words = Words::of("en")?;
        page.sign_in("mia").await?;
        page.open(PAGE).await?;
        let rows = without_clock(page.list().await?);
        desk.stop();
        page.eval("pane.refresh()").await?;
        let sentence = format!("{} {}", words.say("failure.offline")?, words.say("list.stale")?);
        page.wait_for_trouble(&sentence).await?;
        ensure!(without_clock(page.rows().await?) == rows);
        desk.start_again()?;
        page.click("Try again").await?;
        page.wait_until_well().await?;
        ensure!(without_clock(page.list().await?) == rows);
        page.is_calm().await
    })
}
