//! What a customer takes away: a ticket as a file (T5), list and ticket on paper (L11).

use anyhow::{Context as _, Result, ensure};
use serde_json::Value;

use crate::support::{Page, visit};

/// mia's ticket of that id.
async fn ticket(page: &Page, id: &str) -> Result<()> {
    page.sign_in("mia").await?;
    page.open(&format!("/bare?style=none&deskpane={id}")).await?;
    page.ticket_page().await
}

/// The file that a button of that name gives.
async fn saved(page: &Page, button: &str) -> Result<(String, Vec<u8>)> {
    page.keep_offers().await?;
    page.click(button).await?;
    page.wait_for("Saved as a file").await?;
    page.wait_for_offers(1).await?.into_iter().next().context("no file")
}

/// Everything the API has of a conversation: who wrote, oldest first.
async fn authors(page: &Page, id: &str) -> Result<Vec<String>> {
    let script = format!(
        "const found = []; let cursor = '';
        const read = () => fetch('/support/api/tickets/{id}/messages?limit=100' + cursor).then((it) => it.json()).then((it) => {{
            found.unshift(...it.items);
            if (!it.prev_cursor) return found.filter((it) => it.kind !== 'event').map((it) => it.author.name);
            cursor = '&cursor=' + encodeURIComponent(it.prev_cursor);
            return read();
        }});
        return read();"
    );
    page.read(&script).await
}

/// L11: what is found, in the columns of the list.
#[test]
fn a_list_that_was_looked_through_is_saved_as_csv() -> Result<()> {
    visit(async |page| {
        page.sign_in("mia").await?;
        page.open("/bare").await?;
        page.list().await?;
        page.keep_offers().await?;
        page.click("8 need your reply").await?;
        page.wait_for_count("8 tickets").await?;
        page.click("Export as CSV").await?;
        let (name, bytes) = page.wait_for_offers(1).await?.remove(0);
        ensure!(name.starts_with("tickets-") && name.ends_with(".csv"), "{name}");
        let text = String::from_utf8(bytes)?;
        let lines: Vec<&str> = text.trim_end().split("\r\n").collect();
        ensure!(lines.len() == 9 && lines[0].contains("Subject"), "{text}");
        ensure!(lines[1..].iter().all(|it| it.contains("Awaiting your reply")), "{text}");
        page.is_quiet().await
    })
}

#[test]
fn a_long_ticket_is_saved_whole_as_markdown() -> Result<()> {
    visit(async |page| {
        ticket(page, "1007").await?;
        let authors = authors(page, "1007").await?;
        let on_screen = page.entries().await?.len();
        ensure!(authors.len() > on_screen, "{} are all on screen", authors.len());
        let (name, bytes) = saved(page, "Save as Markdown").await?;
        ensure!(name == "ticket-1007.md", "{name}");
        let text = String::from_utf8(bytes)?;
        let heads: Vec<&str> = text.lines().filter_map(|it| it.strip_prefix("### ")).collect();
        ensure!(heads.len() == authors.len(), "{} of {}", heads.len(), authors.len());
        for (head, author) in heads.iter().zip(&authors) {
            ensure!(head.starts_with(author.as_str()), "{head:?}, not {author:?}");
        }
        for part in [
            "# Messages sent around shift change never reach the drivers",
            "Escalation CP-1207",
            "- **Engineering in progress:** current step, ",
            "- **Environment:** Production",
            "- **Acknowledged messages:** <https://help.example/relay/acknowledged>",
            "- lost-messages-1.xlsx (14.2 kB)",
        ] {
            ensure!(text.contains(part), "{part:?} is not in {text}");
        }
        page.is_quiet().await
    })
}

#[test]
fn a_saved_page_opens_by_itself_and_is_kept_from_everything() -> Result<()> {
    visit(async |page| {
        ticket(page, "1050").await?;
        let (name, bytes) = saved(page, "Save as HTML").await?;
        ensure!(name == "ticket-1050.html", "{name}");
        let page_of = String::from_utf8(bytes.clone())?;
        ensure!(!page_of.contains("<img") && !page_of.contains("<script"), "{page_of}");
        page.is_quiet().await?;
        let opened = page.open_file(&bytes).await?;
        ensure!(opened.is_styled && opened.kept_from.is_empty(), "{opened:?}");
        ensure!(opened.lang == "en", "{opened:?}");
        ensure!(opened.text.contains("Alert mails look different"), "{opened:?}");
        Ok(())
    })
}

#[test]
fn a_ticket_that_cannot_be_read_now_is_saved_on_the_next_try() -> Result<()> {
    visit(async |page| {
        ticket(page, "1001").await?;
        page.keep_offers().await?;
        page.be_offline(true).await?;
        page.click("Save as Markdown").await?;
        page.wait_for("We cannot reach the help desk.").await?;
        page.be_offline(false).await?;
        page.click("Save as Markdown").await?;
        page.wait_for("Saved as a file").await?;
        let offers = page.wait_for_offers(1).await?;
        ensure!(offers.len() == 1 && offers[0].0 == "ticket-1001.md", "{offers:?}");
        Ok(())
    })
}

#[test]
fn a_list_is_printed_with_every_row_that_is_loaded() -> Result<()> {
    visit(async |page| {
        page.sign_in("omar").await?;
        page.open("/bare").await?;
        page.choose("Show tickets", "All of Northwind Logistics").await?;
        page.list().await?;
        page.click("Show more").await?;
        page.wait_for_place(40).await?;
        page.scroll_to_the_end().await?;
        let loaded = page.loaded().await?;
        page.wait_for_place(u32::try_from(loaded)?).await?;
        let in_page = page.rows().await?.len();
        ensure!(in_page < loaded, "all {loaded} are in the page");
        page.wait_for_paper().await?;
        let paper = page.printed().await?;
        ensure!(paper.subjects.len() == loaded, "{} of {loaded}: {paper:#?}", paper.subjects.len());
        ensure!(paper.head == "table-header-group" && !paper.is_cut, "{paper:#?}");
        ensure!(paper.controls == ["Show tickets"], "{paper:#?}");
        ensure!(
            paper.colours == ("rgb(255, 255, 255)".into(), "rgb(0, 0, 0)".into()),
            "{paper:#?}"
        );
        page.put_away().await?;
        let rows = page.rows().await?;
        ensure!(rows.len() == in_page, "{} rows", rows.len());
        ensure!(page.print().await? == 1, "the page was not told that it is printed");
        page.is_quiet().await
    })
}

#[test]
fn a_ticket_is_printed_with_all_that_is_loaded_and_says_that_there_is_more() -> Result<()> {
    visit(async |page| {
        ticket(page, "1007").await?;
        let on_screen = page.entries().await?.len();
        let paper = page.printed().await?;
        page.wait("older entries", &format!("return all('.entry').length > {on_screen}")).await?;
        ensure!(paper.controls.is_empty(), "{paper:#?}");
        ensure!(
            paper.colours == ("rgb(255, 255, 255)".into(), "rgb(0, 0, 0)".into()),
            "{paper:#?}"
        );
        ensure!(page.shows("Older messages are not printed here.").await?);
        let is_cut: Value = page
            .eval(
                "return all('.message__body').some((it) => it.scrollHeight > it.clientHeight + 1)",
            )
            .await?;
        ensure!(is_cut == false, "a message is cut off");
        page.put_away().await?;
        ensure!(!page.shows("Older messages are not printed here.").await?);
        page.is_quiet().await
    })
}
