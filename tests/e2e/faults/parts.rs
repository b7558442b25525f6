//! The widget's own files that come broken. What does not come at all is in `faulty_parts`.

use std::time::Duration;

use anyhow::{Result, ensure};

use super::{PAGE, with_mia};
use crate::support::{Call, Fault, Words};

#[test]
fn a_part_that_breaks_off_is_told_and_tried_again() -> Result<()> {
    with_mia(async |desk, page| {
        let words = Words::of("fr")?;
        desk.tell_times(1, Call::File("split_ticket"), Fault::Cut);
        page.open(&format!("{PAGE}?lang=fr")).await?;
        let row = page.list().await?.remove(0);
        page.click_row(0, &[]).await?;
        page.wait_for_trouble(&words.say("failure.chunk")?).await?;
        page.nothing_reached_the_page().await?;
        page.click(&words.say("failure.retry")?).await?;
        page.ticket_page().await?;
        ensure!(page.heading().await? == row.subject);
        page.is_calm().await
    })
}

#[test]
fn a_widget_that_does_not_start_leaves_the_link_of_the_page_and_one_message() -> Result<()> {
    with_mia(async |desk, page| {
        page.listen("deskpane-error").await?;
        for (file, fault) in [
            ("deskpane_bg.wasm", Fault::Status(404)),
            ("deskpane_bg.wasm", Fault::Says("<html>Not found")),
            ("/deskpane.js", Fault::Status(503)),
        ] {
            // The loader has the same name, and must come.
            let call = if file == "/deskpane.js" { Call::File("/v/") } else { Call::File(file) };
            desk.heal();
            desk.tell(call, fault);
            page.browser().console().await?;
            page.goto(&format!("{PAGE}?{file}")).await?;
            let told = page.wait_for_events("deskpane-error", 1).await?;
            ensure!(told.len() == 1 && told[0]["reason"] == "start", "{file}: {told:?}");
            ensure!(page.fallback_shows().await?, "{file}");
            page.nothing_reached_the_page().await?;
            let console = page.console_when_told().await?;
            // The module warns of a wasm with another media type by itself.
            let ours: Vec<&String> = console.iter().filter(|it| it.contains("Deskpane")).collect();
            ensure!(ours.len() == 1 && ours[0].contains("Deskpane.diagnose()"), "{console:#?}");
        }
        Ok(())
    })
}

#[test]
fn a_language_that_does_not_come_is_english() -> Result<()> {
    with_mia(async |desk, page| {
        for (file, fault) in [
            ("/locales/fr.json", Fault::Status(404)),
            ("/locales/fr.json", Fault::Says("<html>Not found")),
            ("/locales/fr.json", Fault::Says("[1]")),
            ("/locales/fr.json", Fault::Silent),
            ("/locales/index.json", Fault::Status(404)),
            ("/locales/index.json", Fault::Says("null")),
        ] {
            desk.heal();
            desk.tell(Call::File(file), fault);
            page.open(&format!("{PAGE}?lang=fr")).await?;
            ensure!(page.list().await?.len() == 15, "{file}");
            let (tag, _) = page.language().await?;
            ensure!(tag.starts_with("en"), "{file}: {tag}");
            ensure!(page.heading().await? == Words::of("en")?.say("list.title")?, "{file}");
            page.is_calm().await?;
        }
        Ok(())
    })
}

#[test]
fn words_that_come_after_their_part_are_waited_for() -> Result<()> {
    with_mia(async |desk, page| {
        let late = Duration::from_millis(700);
        let back = async |tag| Words::of(tag)?.say("ticket.back");
        desk.tell(Call::File("/locales/more/"), Fault::Late(late));
        page.open(&format!("{PAGE}?lang=fr")).await?;
        page.click_row(0, &[]).await?;
        page.wait_until_gone(&Words::of("fr")?.say("list.title")?).await?;
        // Its part is here long before: nothing of it shows, in no language.
        while desk.count(Call::File("/locales/more/fr.json")) == 0
            || !page.shows(&back("fr").await?).await?
        {
            ensure!(!page.shows(&back("en").await?).await?, "{}", page.text().await?);
        }
        // I6: the one that is there stays until the next one is whole.
        page.eval("pane.setLocale('ja')").await?;
        while !page.shows(&back("ja").await?).await? {
            ensure!(!page.shows(&back("en").await?).await?, "{}", page.text().await?);
        }
        page.is_calm().await
    })
}

#[test]
fn words_of_the_ticket_that_do_not_come_are_english() -> Result<()> {
    with_mia(async |desk, page| {
        let english = Words::of("en")?.say("ticket.back")?;
        for fault in [Fault::Status(404), Fault::Says("[1]"), Fault::Cut, Fault::Silent] {
            desk.heal();
            desk.tell(Call::File("/locales/more/fr.json"), fault);
            page.open(&format!("{PAGE}?lang=fr")).await?;
            let row = page.list().await?.remove(0);
            page.open_row(0).await?;
            ensure!(page.heading().await? == row.subject);
            ensure!(page.language_of(&english).await?.as_deref() == Some("en"));
            ensure!(page.language().await?.0 == "fr");
            page.is_calm().await?;
        }
        Ok(())
    })
}

#[test]
fn a_badge_whose_script_does_not_come_leaves_the_words_of_the_page() -> Result<()> {
    with_mia(async |desk, page| {
        desk.tell(Call::File("/badge.js"), Fault::Status(404));
        page.goto("/only-a-badge").await?;
        page.wait("the badge to have tried", "return badge.ready?.then(() => true)").await?;
        let inside = "return [...badge.shadowRoot.children].map((it) => it.localName).join()";
        ensure!(page.eval(inside).await? == "slot");
        page.nothing_reached_the_page().await?;
        ensure!(page.console_of_ours().await?.is_empty());
        Ok(())
    })
}

#[test]
fn a_badge_without_a_count_is_not_there() -> Result<()> {
    with_mia(async |desk, page| {
        for fault in [
            Fault::Status(401),
            Fault::Status(500),
            Fault::Says("<html>Portal"),
            Fault::Says("null"),
            Fault::Says(r#"{"attention":{"awaiting_customer":"many"}}"#),
            Fault::Cut,
        ] {
            desk.heal();
            desk.tell(Call::Me, fault);
            page.goto("/only-a-badge").await?;
            page.wait("the badge to have asked", "return badge.ready?.then(() => true)").await?;
            ensure!(page.eval("return badge.shadowRoot.querySelector('b').hidden").await? == true);
            page.nothing_reached_the_page().await?;
            ensure!(page.console_of_ours().await?.is_empty());
        }
        Ok(())
    })
}
