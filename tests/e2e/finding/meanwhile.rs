//! What happens while a list is looked through: a desk that says no, a page that comes, a customer who scrolls on.

use std::time::Duration;

use anyhow::{Context as _, Result, ensure};
use serde_json::json;

use super::{PAGE, end_of_the_list, search_of};
use crate::support::{Call, Fault, FaultServer, browse, visit};

/// L9: the customer asks again, not the widget without end.
#[test]
fn a_page_that_is_refused_is_asked_for_once_and_again_when_somebody_wants_it() -> Result<()> {
    let desk = FaultServer::start()?;
    // One page after the other, so that the last one does not come first.
    desk.tell(Call::Me, Fault::changed(|me| me["capabilities"]["parameters"] = json!([])));
    browse(&desk.url(), async |page| {
        page.sign_in("mia").await?;
        page.open(PAGE).await?;
        page.list().await?;
        desk.tell(Call::Tickets, Fault::Status(400));
        let before = desk.count(Call::Tickets);
        page.eval("find('.rows').scrollTop = 1e6").await?;
        page.wait("why not", "return find('[role=alert]') !== null").await?;
        tokio::time::sleep(Duration::from_millis(1_500)).await;
        let asked = desk.count(Call::Tickets) - before;
        ensure!((1..=3).contains(&asked), "asked {asked} times");
        desk.heal();
        page.click("Show more").await?;
        page.wait_for_place(39).await
    })
}

/// L5: letters that are in the field only, when the list that was asked for before them comes.
#[test]
fn what_was_typed_meanwhile_is_not_taken_back_by_a_list_that_comes() -> Result<()> {
    visit(async |page| {
        search_of(page, "mia").await?;
        page.type_text("delayed").await?;
        page.wait_until_shown("delayed").await?;
        page.wait_for_count("1 ticket").await?;
        page.eval("find('.find__field').value = 'delayed m'").await?;
        page.eval("pane.refresh()").await?;
        page.settled().await?;
        ensure!(page.eval("return find('.find__field').value").await? == "delayed m");
        page.is_quiet().await
    })
}

/// K2: a row that has the focus keeps it, and does not say what is looked at.
#[test]
fn who_scrolls_away_from_the_row_with_the_focus_is_not_pulled_back() -> Result<()> {
    visit(async |page| {
        end_of_the_list(page).await?;
        let rows = page.rows().await?;
        let at = rows.iter().position(|it| it.place == 31).context("row 31")?;
        let subject = rows[at].subject.clone();
        page.open_row(at).await?;
        page.click("Back to your tickets").await?;
        page.wait_for_focus(&subject).await?;
        page.eval("find('.rows').scrollTop = 0").await?;
        page.wait_for_place(1).await?;
        ensure!(page.eval("return find('.rows').scrollTop").await? == 0);
        ensure!(page.focused().await? == subject, "{}", page.focused().await?);
        page.is_quiet().await
    })
}

/// L5: also in a row that stays where it is.
#[test]
fn what_is_looked_for_here_is_marked_in_the_first_row_too() -> Result<()> {
    let desk = FaultServer::start()?;
    desk.tell(Call::Me, Fault::changed(|me| me["capabilities"]["parameters"] = json!([])));
    browse(&desk.url(), async |page| {
        search_of(page, "mia").await?;
        for word in ["receipts", "stay"] {
            ensure!(page.rows().await?[0].subject.contains(word), "{:#?}", page.rows().await?[0]);
            page.search(word).await?;
            page.wait_until_shown(word).await?;
            ensure!(page.marked().await?.iter().all(|it| it == word), "{:?}", page.marked().await?);
        }
        page.is_quiet().await
    })
}
