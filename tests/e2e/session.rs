//! Signed in, out, and as somebody else (A4).

use std::time::Duration;

use anyhow::{Result, ensure};

use crate::support::{Page, visit};

const OUT: &str = "You are not signed in.";

async fn list_of_mia(page: &Page) -> Result<Vec<String>> {
    page.sign_in("mia").await?;
    page.open("/bare").await?;
    Ok(page.list().await?.into_iter().map(|it| it.subject).collect())
}

/// Nothing of her stays: neither on screen nor out of sight.
async fn nothing_is_left_of(page: &Page, subjects: &[String]) -> Result<()> {
    let source = page.source().await?;
    for it in subjects.iter().map(String::as_str).chain(["Mia Laurent", "data-ticket", "Northwind"])
    {
        ensure!(!source.contains(it), "{it:?} is still there");
    }
    Ok(())
}

#[test]
fn who_is_not_signed_in_is_led_to_the_sign_in() -> Result<()> {
    visit(async |page| {
        page.listen("deskpane-sign-in").await?;
        page.open("/bare").await?;
        ensure!(page.shows(OUT).await?, "{}", page.text().await?);
        page.click("Sign in").await?;
        page.wait("the sign-in page", "return location.pathname === '/sign-in'").await
    })
}

#[test]
fn the_host_page_may_sign_in_itself() -> Result<()> {
    visit(async |page| {
        page.open("/bare").await?;
        page.eval(
            "window.asked = 0; document.addEventListener('deskpane-sign-in', (event) => { asked++; event.preventDefault(); })",
        )
        .await?;
        page.click("Sign in").await?;
        page.wait("the event", "return window.asked === 1").await?;
        ensure!(page.browser().address().await?.ends_with("/bare"));
        page.sign_in_here("mia").await?;
        ensure!(page.list().await?.len() == 15);
        Ok(())
    })
}

#[test]
fn a_session_that_ends_hides_everything_and_goes_on_where_it_was() -> Result<()> {
    visit(async |page| {
        let subjects = list_of_mia(page).await?;
        page.open_row(1).await?;
        page.post("/sign-out", "").await?;
        page.eval("pane.refresh()").await?;
        page.wait_for("Your session has ended.").await?;
        nothing_is_left_of(page, &subjects).await?;
        page.sign_in_here("mia").await?;
        page.ticket_page().await?;
        ensure!(page.heading().await? == subjects[1], "{:?}", page.heading().await?);
        Ok(())
    })
}

#[test]
fn nothing_of_the_last_customer_stays_for_the_next() -> Result<()> {
    visit(async |page| {
        let subjects = list_of_mia(page).await?;
        page.open_row(0).await?;
        page.sign_in_here("leo").await?;
        page.wait_for("locked out after new phone").await?;
        nothing_is_left_of_but_rows(page, &subjects).await?;
        ensure!(page.list().await?.iter().all(|it| it.requester == "Leo Brandt"));
        Ok(())
    })
}

/// The loader asked for her list before anybody knew that a ticket would be on screen.
#[test]
fn what_was_asked_for_early_is_not_shown_to_the_next_customer() -> Result<()> {
    visit(async |page| {
        page.sign_in("mia").await?;
        page.open("/bare?deskpane=1001").await?;
        page.ticket_page().await?;
        page.sign_in_here("leo").await?;
        page.wait_for("locked out after new phone").await?;
        ensure!(page.list().await?.iter().all(|it| it.requester == "Leo Brandt"));
        // What her page asked for between the two is refused to him, and the browser says so.
        page.is_calm().await
    })
}

#[test]
fn what_one_customer_wrote_is_forgotten_once_another_is_there() -> Result<()> {
    visit(async |page| {
        page.sign_in("mia").await?;
        page.composer("1001").await?;
        page.write("For her alone").await?;
        page.wait_until_kept("For her alone", 0).await?;
        // The page that knew her is gone: only the browser's store tells of her.
        page.sign_in("leo").await?;
        page.open("/bare").await?;
        page.list().await?;
        page.wait_until_forgotten("For her alone").await?;
        page.is_quiet().await
    })
}

#[test]
fn what_one_customer_has_just_typed_is_not_kept_as_the_next_ones() -> Result<()> {
    visit(async |page| {
        page.sign_in("mia").await?;
        page.composer("1001").await?;
        // In one turn: what is typed is kept after a fifth of a second.
        let signed_in = Page::posting("/sign-in", "leo");
        page.eval(&format!(
            "find('.field').focus(); document.execCommand('insertText', false, 'For her alone'); \
             return {signed_in}.then(() => {{ pane.sessionChanged(); }})"
        ))
        .await?;
        page.wait_for("locked out after new phone").await?;
        // It would be kept by now.
        tokio::time::sleep(Duration::from_millis(600)).await;
        page.wait_until_forgotten("For her alone").await
    })
}

async fn nothing_is_left_of_but_rows(page: &Page, subjects: &[String]) -> Result<()> {
    let source = page.source().await?;
    for it in subjects.iter().map(String::as_str).chain(["Mia Laurent", "Northwind"]) {
        ensure!(!source.contains(it), "{it:?} is still there");
    }
    Ok(())
}

#[test]
fn signing_out_empties_it() -> Result<()> {
    visit(async |page| {
        let subjects = list_of_mia(page).await?;
        page.eval("pane.signOut()").await?;
        page.wait_for(OUT).await?;
        nothing_is_left_of(page, &subjects).await?;
        let kept = page
            .eval("return JSON.stringify([{ ...localStorage }, { ...sessionStorage }])")
            .await?;
        for it in &subjects {
            ensure!(!kept.to_string().contains(it.as_str()), "{it:?} is stored");
        }
        page.is_quiet().await
    })
}
