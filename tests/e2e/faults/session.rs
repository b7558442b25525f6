//! A desk that says 401 (A4), at the start and in mid-work.

use anyhow::{Result, ensure};

use super::{PAGE, open_ticket, with_mia};
use crate::support::{Call, Fault, Words, until};

#[test]
fn a_desk_that_knows_nobody_is_no_trouble() -> Result<()> {
    with_mia(async |desk, page| {
        let words = Words::of("fr")?;
        desk.tell(Call::Any, Fault::Status(401));
        page.open(&format!("{PAGE}?lang=fr")).await?;
        ensure!(page.shows(&words.say("session.out")?).await?, "{}", page.text().await?);
        ensure!(page.has(&words.say("session.sign_in")?).await?);
        ensure!(page.troubles().await? == Vec::<String>::new());
        until("both to be asked for", async || Ok(desk.count(Call::Any) >= 2)).await?;
        ensure!(desk.count(Call::Any) == 2, "asked again, which cannot help");
        desk.heal();
        page.eval("pane.sessionChanged()").await?;
        ensure!(page.list().await?.len() == 15);
        page.is_calm().await
    })
}

#[test]
fn a_session_lost_on_a_ticket_goes_on_there() -> Result<()> {
    with_mia(async |desk, page| {
        let words = Words::of("en")?;
        page.open(PAGE).await?;
        let subjects: Vec<String> = page.list().await?.into_iter().map(|it| it.subject).collect();
        page.open_row(2).await?;
        desk.tell(Call::Any, Fault::Status(401));
        page.eval("pane.refresh()").await?;
        page.wait_for(&words.say("session.expired")?).await?;
        let source = page.source().await?;
        for it in subjects.iter().map(String::as_str).chain(["Mia Laurent", "data-ticket"]) {
            ensure!(!source.contains(it), "{it:?} is still there");
        }
        ensure!(page.troubles().await? == Vec::<String>::new());
        desk.heal();
        page.eval("pane.sessionChanged()").await?;
        page.ticket_page().await?;
        ensure!(page.heading().await? == subjects[2], "{:?}", page.heading().await?);
        page.is_calm().await
    })
}

#[test]
fn a_session_lost_for_one_call_alone_hides_everything_and_asks_no_end() -> Result<()> {
    with_mia(async |desk, page| {
        let words = Words::of("en")?;
        for call in [Call::Messages, Call::Ticket] {
            open_ticket(page, "1007").await?;
            desk.heal();
            desk.tell(call, Fault::Status(401));
            page.eval("pane.refresh()").await?;
            page.wait_for(&words.say("session.expired")?).await?;
            page.settled().await?;
            ensure!(desk.count(call) <= 2, "asked {} times", desk.count(call));
            desk.heal();
            page.eval("pane.sessionChanged()").await?;
            page.ticket_page().await?;
            page.is_calm().await?;
        }
        Ok(())
    })
}

#[test]
fn what_is_told_late_of_a_session_that_is_over_does_not_end_the_next_one() -> Result<()> {
    with_mia(async |desk, page| {
        let words = Words::of("en")?;
        let stream = desk.hold(Call::Events);
        page.open(PAGE).await?;
        until("the desk to be listened to", async || Ok(desk.count(Call::Events) == 1)).await?;
        page.post("/sign-out", "").await?;
        page.eval("pane.sessionChanged()").await?;
        page.wait_for(&words.say("session.expired")?).await?;
        page.sign_in_here("mia").await?;
        ensure!(page.list().await?.len() == 15);
        ensure!(desk.count(Call::Events) == 1, "it was not told late");
        stream.let_go();
        until("the desk to be listened to again", async || Ok(desk.count(Call::Events) >= 2))
            .await?;
        ensure!(page.list().await?.len() == 15);
        Ok(())
    })
}
