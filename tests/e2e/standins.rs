//! The mappings of the release in a page, on the origin of a server that answers as the service's documentation
//! says: tests/standins.

use anyhow::{Context as _, Result, ensure};
use serde_json::{Value, json};
use standins::{Kind, seed};

use crate::support::{Options, Page, Words, until, visit_with};

/// The file in the first message of the labels.
const LOG: &str = "printer log.txt";

fn connector(kind: Kind) -> &'static str {
    match kind {
        Kind::Zendesk => "zendesk",
        Kind::Zammad => "zammad",
        Kind::JiraSm => "jira-sm",
    }
}

/// A visitor of a help centre on the desk's own origin, whose page is `/desk`; nobody is signed in.
fn visit(kind: Kind, test: impl AsyncFnOnce(&Page) -> Result<()>) -> Result<()> {
    let pane = format!(
        r#"<script async nonce="{{{{ nonce }}}}" src="/deskpane.js"></script>
        <desk-pane api="{}" connector="{}" sign-in-url="/standin/as/alice"><a href="/contact">Contact support</a></desk-pane>"#,
        kind.api(),
        connector(kind)
    );
    visit_with(Options::default().page("desk", &pane).standin(kind), test)
}

/// Signs somebody in by the desk's own cookie, and opens the page with its ticket, or with the list.
async fn open_as(page: &Page, login: &str, ticket: Option<String>) -> Result<()> {
    page.goto(&format!("/standin/as/{login}")).await?;
    let query = ticket.map(|it| format!("?deskpane={it}")).unwrap_or_default();
    page.open(&format!("/desk{query}")).await
}

/// From the list into the conversation and back. What is internal is nowhere, not even where nobody sees it.
fn is_read(kind: Kind, agent: &str) -> Result<()> {
    visit(kind, async |page| {
        open_as(page, "alice", None).await?;
        let rows = page.list().await?;
        ensure!(rows.len() >= 15, "{} rows", rows.len());
        let at = rows.iter().position(|it| it.subject == "Labels print with the wrong hour");
        let at = at.context("the labels are not on the first page")?;
        ensure!(rows[at].ticket == kind.id(seed::LABELS), "{:?}", rows[at]);
        ensure!(rows[at].assignee.contains(agent), "{:?}", rows[at]);
        page.open_row(at).await?;
        for text in [
            "There is a fix in 4.2.2",
            "a photo of one label & say which printer it was",
            "<b>All</b> of them & both printers",
            LOG,
            "Étiquette n° 1.png",
        ] {
            page.wait_for(text).await?;
        }
        let source = page.source().await?;
        for text in [seed::INTERNAL, seed::INTERNAL_FILE, "alert(1)"] {
            ensure!(!source.contains(text), "{text} is there");
        }
        page.click("Back to your tickets").await?;
        page.list().await?;
        page.is_quiet().await
    })
}

#[test]
fn a_zendesk_is_read() -> Result<()> {
    is_read(Kind::Zendesk, "Inês Duarte")
}

#[test]
fn a_zammad_is_read() -> Result<()> {
    is_read(Kind::Zammad, "ines@kettle.example")
}

/// Who answers is not told to customers there.
#[test]
fn a_jira_service_management_is_read() -> Result<()> {
    is_read(Kind::JiraSm, "")
}

#[test]
fn the_newest_of_a_hundred_and_thirty_is_there_at_once() -> Result<()> {
    for kind in [Kind::Zendesk, Kind::Zammad, Kind::JiraSm] {
        visit(kind, async |page| {
            open_as(page, "alice", Some(kind.id(seed::LONG))).await?;
            page.wait_for(&format!("Reading {}: ", seed::READINGS)).await?;
            ensure!(page.earlier().await?.is_some(), "nothing leads to the first reading");
            page.is_quiet().await
        })?;
    }
    Ok(())
}

/// What the page says to who asks for a ticket of somebody else.
fn is_hidden(kind: Kind, failure: &str) -> Result<()> {
    visit(kind, async |page| {
        open_as(page, "bob", None).await?;
        let rows = page.list().await?;
        ensure!(rows.len() == 1, "{rows:#?}");
        ensure!(rows[0].ticket == kind.id(seed::BOBS), "{rows:#?}");
        page.is_quiet().await?;
        page.open(&format!("/desk?deskpane={}", kind.id(seed::LABELS))).await?;
        page.wait_for(&Words::of("en")?.say(failure)?).await?;
        let source = page.source().await?;
        for text in ["Labels print", "fix in 4.2.2", "Alice Moreau"] {
            ensure!(!source.contains(text), "{text} is there");
        }
        Ok(())
    })
}

#[test]
fn nobody_reads_the_tickets_of_others_at_a_zendesk() -> Result<()> {
    is_hidden(Kind::Zendesk, "failure.not_found")
}

#[test]
fn nobody_reads_the_tickets_of_others_at_a_zammad() -> Result<()> {
    is_hidden(Kind::Zammad, "failure.forbidden")
}

#[test]
fn nobody_reads_the_tickets_of_others_at_a_jira_service_management() -> Result<()> {
    is_hidden(Kind::JiraSm, "failure.not_found")
}

/// Each says it in a way of its own; one of them in a good answer.
#[test]
fn who_is_not_signed_in_is_led_to_the_sign_in() -> Result<()> {
    for kind in [Kind::Zendesk, Kind::Zammad, Kind::JiraSm] {
        visit(kind, async |page| {
            page.open("/desk").await?;
            page.wait_for("Sign in").await?;
            ensure!(page.rows().await?.is_empty(), "{kind:?}");
            Ok(())
        })?;
    }
    Ok(())
}

/// In plain text, where JSON is usual.
#[test]
fn a_desk_that_is_asked_too_often_is_asked_again() -> Result<()> {
    for kind in [Kind::Zendesk, Kind::Zammad, Kind::JiraSm] {
        visit(kind, async |page| {
            page.goto("/standin/as/alice").await?;
            let told = "return fetch('/standin/next?status=429&after=1').then((it) => it.status)";
            ensure!(page.browser().eval(told).await? == 204);
            page.open("/desk").await?;
            let rows = page.list().await?;
            ensure!(rows.len() >= 15, "{kind:?}: {} rows", rows.len());
            Ok(())
        })?;
    }
    Ok(())
}

/// Its files are on another origin: the browser is led there, and says nothing of who comes.
#[test]
fn a_file_of_a_zendesk_is_fetched_where_it_is() -> Result<()> {
    visit(Kind::Zendesk, async |page| {
        open_as(page, "alice", Some(Kind::Zendesk.id(seed::LABELS))).await?;
        page.wait_for(LOG).await?;
        page.click(&format!("Download {LOG}")).await?;
        let given = "return fetch('/standin/given').then((it) => it.json())";
        let expected: Value = json!([{ "name": LOG, "credentials": false }]);
        until("the file", async || Ok(page.browser().eval(given).await? == expected)).await?;
        page.is_quiet().await
    })
}

#[test]
fn the_files_of_the_others_are_saved_as_their_bytes() -> Result<()> {
    for kind in [Kind::Zammad, Kind::JiraSm] {
        visit(kind, async |page| {
            open_as(page, "alice", Some(kind.id(seed::LABELS))).await?;
            page.wait_for("There is a fix in 4.2.2").await?;
            page.keep_offers().await?;
            page.click(&format!("Download {LOG}")).await?;
            let offered = page.wait_for_offers(1).await?;
            ensure!(offered == [(LOG.to_owned(), seed::LOG.to_vec())], "{kind:?}: {offered:?}");
            page.is_quiet().await
        })?;
    }
    Ok(())
}
