//! A desk that takes its time, or asks for some.

use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, ensure};

use super::{PAGE, with_mia};
use crate::support::{Call, Fault, Words, until};

#[test]
fn a_short_wait_that_is_asked_for_is_waited() -> Result<()> {
    with_mia(async |desk, page| {
        desk.tell_times(1, Call::Tickets, Fault::Wait(429, 1));
        let begin = Instant::now();
        page.open(PAGE).await?;
        ensure!(page.list().await?.len() == 15);
        ensure!(begin.elapsed() >= Duration::from_secs(1), "after {:?}", begin.elapsed());
        ensure!(desk.count(Call::Tickets) == 2);
        page.is_calm().await
    })
}

#[test]
fn a_long_wait_that_is_asked_for_is_told() -> Result<()> {
    with_mia(async |desk, page| {
        let words = Words::of("fr")?;
        let wait = words.fill("failure.wait_other", &[("count", "60")])?;
        page.open(&format!("{PAGE}?lang=fr")).await?;
        page.list().await?;
        for status in [429, 503] {
            desk.heal();
            desk.tell(Call::Any, Fault::Wait(status, 3600));
            page.open(&format!("{PAGE}?lang=fr")).await?;
            page.wait_for_trouble(&words.say("failure.busy")?).await?;
            ensure!(page.shows(&wait).await?, "{}", page.text().await?);
            until("both to be asked for", async || Ok(desk.count(Call::Any) >= 2)).await?;
            ensure!(desk.count(Call::Any) == 2, "asked {} times", desk.count(Call::Any));
            desk.heal();
            page.click(&words.say("failure.retry")?).await?;
            ensure!(page.list().await?.len() == 15);
        }
        // The same where there is something to keep.
        desk.tell(Call::Any, Fault::Wait(429, 3600));
        page.eval("pane.refresh()").await?;
        page.wait_for_trouble(&words.say("failure.busy")?).await?;
        ensure!(page.shows(&wait).await?, "{}", page.text().await?);
        ensure!(page.rows().await?.len() == 15);
        page.is_calm().await
    })
}

#[test]
fn a_slow_desk_shows_a_skeleton_and_nothing_jumps() -> Result<()> {
    with_mia(async |desk, page| {
        desk.tell(Call::Any, Fault::Late(Duration::from_secs(3)));
        page.goto(PAGE).await?;
        page.wait("the widget", "return !!pane.shadowRoot").await?;
        loop {
            let (is_waiting, age) = page.is_waiting_at().await?;
            if age >= 3_000.0 {
                break;
            }
            ensure!(is_waiting, "no skeleton after {age} ms");
        }
        ensure!(page.list().await?.len() == 15);
        page.stayed_in_place().await?;
        page.is_calm().await
    })
}

/// The one test that waits as long as the widget does.
#[test]
fn a_desk_that_never_answers_is_told_and_asked_no_more() -> Result<()> {
    with_mia(async |desk, page| {
        desk.tell(Call::Any, Fault::Silent);
        page.goto(PAGE).await?;
        page.wait("the widget", "return !!pane.shadowRoot").await?;
        let begin = Instant::now();
        // The page's own way to get help does not wait for that.
        while !page.fallback_shows().await? {
            ensure!(begin.elapsed() < Duration::from_secs(12), "no link of the page");
        }
        page.set("dir", "rtl").await?;
        ensure!(page.fallback_shows().await?, "covered where it is read from the right");
        let (is_waiting, age) = page.is_waiting_at().await?;
        ensure!(is_waiting || age > 20_000.0, "nothing waits after {age} ms");
        while page.is_waiting().await? {
            ensure!(begin.elapsed() < Duration::from_secs(40), "still waiting");
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
        page.wait_for_trouble(&Words::of("en")?.say("failure.timed_out")?).await?;
        ensure!(desk.count(Call::Any) == 2, "asked {} times", desk.count(Call::Any));
        page.stayed_in_place().await?;
        page.is_calm().await?;
        desk.heal();
        page.click("Try again").await?;
        ensure!(page.list().await?.len() == 15);
        let took: f64 = page
            .read(
                "return performance.getEntriesByType('resource')
                    .filter((it) => it.name.includes('/tickets?')).at(-1).duration",
            )
            .await?;
        ensure!(took < 10_000.0, "the dead request was in the way for {took} ms");
        page.is_calm().await
    })
}

#[test]
fn messages_that_come_before_their_ticket_wait_for_it_and_nothing_jumps() -> Result<()> {
    with_mia(async |desk, page| {
        let note = Words::of("fr")?.say("ticket.not_translated")?;
        // In a language that is not the messages': a note about that comes with them.
        page.open(&format!("{PAGE}?lang=fr")).await?;
        page.list().await?;
        let ticket = desk.hold(Call::Ticket);
        page.eval("pane.open('1001')").await?;
        let are_here = "return performance.getEntriesByType('resource').some((it) => it.name.includes('/messages') && it.responseEnd)";
        page.wait("the messages", are_here).await?;
        // They would be on screen by then.
        page.eval("return new Promise((done) => setTimeout(done, 500, true))").await?;
        ensure!(page.entries().await?.is_empty(), "nobody knows yet what is new in them");
        ensure!(!page.shows(&note).await?, "there is nothing yet that it is about");
        ticket.let_go();
        page.ticket_page().await?;
        ensure!(page.shows(&note).await?, "{}", page.text().await?);
        let (line, before) = page.line_of_news().await?.context("nothing is new")?;
        ensure!(before >= 1, "{line:?} stands above all");
        page.is_still().await
    })
}
