//! Request Tracker. What is expected is in `tests/peers/request_tracker_seed.pl`.

use anyhow::{Context as _, Result, ensure};
use axum::http::header;
use fantoccini::key::Key;

use super::{Peer, STRANGER, Way, visit};

pub const RT: Peer = Peer {
    variable: "DESKPANE_RT",
    connector: "request-tracker",
    way: Way {
        at: "/request-tracker",
        header: header::AUTHORIZATION,
        before: "token ",
        passes: |path| {
            let named = ["/tickets", "/ticket/", "/transactions", "/attachment/"];
            named.iter().any(|it| path.starts_with(it))
        },
    },
};

#[test]
fn live_rts_own_tickets_are_read_by_keyboard() -> Result<()> {
    visit(RT, async |page| {
        page.goto("/as/alice").await?;
        page.open("/desk").await?;
        let rows = page.list().await?;
        ensure!(rows.len() >= 15, "{} rows", rows.len());
        ensure!(rows[0].subject.contains("Search finds nothing in Arabic"), "{:?}", rows[0]);
        let at = rows.iter().position(|it| it.subject.contains("Labels print with"));
        let at = at.context("the labels are not on the first page")?;
        ensure!(rows[at].id.contains("#1"), "{:?}", rows[at]);
        ensure!(rows[at].assignee.contains("Inês Duarte"), "{:?}", rows[at]);
        page.tab_to(&rows[at].subject).await?;
        page.press(Key::Enter).await?;
        for text in [
            "We have a fix in 4.2.2",
            "a photo of one label & say which printer",
            "<b>this is no tag</b>",
            "Étiquette n° 1.png",
        ] {
            page.wait_for(text).await?;
        }
        for text in ["Do not tell yet", "inside only.txt", "alert(1)"] {
            ensure!(!page.shows(text).await?, "a comment or a script is shown: {text}");
        }
        page.tab_to("Back to your tickets").await?;
        page.press(Key::Enter).await?;
        page.list().await?;
        page.wait_for_focus_in("Labels print with").await?;
        page.is_quiet().await
    })
}

#[test]
fn live_a_file_in_rts_json_is_saved_as_its_bytes() -> Result<()> {
    visit(RT, async |page| {
        page.goto("/as/alice").await?;
        page.open("/desk?deskpane=1").await?;
        page.wait_for("We have a fix in 4.2.2").await?;
        page.keep_offers().await?;
        page.click("Download print log.txt").await?;
        let offered = page.wait_for_offers(1).await?;
        let expected = b"label 1: Quay 4\nlabel 2: Quay 4\n".to_vec();
        ensure!(offered == [("print log.txt".to_owned(), expected)], "{offered:?}");
        Ok(())
    })
}

#[test]
fn live_one_customer_never_sees_the_others() -> Result<()> {
    visit(RT, async |page| {
        page.goto("/as/bob").await?;
        page.open("/desk").await?;
        let rows = page.list().await?;
        ensure!(rows.len() == 1 && rows[0].subject.contains("Invoice in the wrong"), "{rows:#?}");
        page.is_quiet().await
    })
}

#[test]
fn live_a_wrong_token_is_no_empty_list() -> Result<()> {
    visit(RT, async |page| {
        for login in ["nobody", STRANGER] {
            page.goto(&format!("/as/{login}")).await?;
            page.open("/desk").await?;
            page.wait_for("Sign in").await?;
            ensure!(page.rows().await?.is_empty(), "{login}");
        }
        Ok(())
    })
}
