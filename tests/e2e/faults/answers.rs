//! Answers that are no answers.

use std::{
    net::TcpListener,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

use anyhow::{Context as _, Result, ensure};

use super::{PAGE, with_mia};
use crate::support::{Call, Fault, FaultServer, Page, Sent, Words};

/// The list fails so, and says so; once the desk is well, "Try again" brings it.
async fn tells(desk: &FaultServer, page: &Page, tag: &str, fault: Fault, key: &str) -> Result<()> {
    let words = Words::of(tag)?;
    desk.heal();
    desk.tell(Call::Tickets, fault);
    page.open(&format!("{PAGE}?lang={tag}")).await?;
    page.wait_for_trouble(&words.say(key)?).await?;
    page.is_calm().await?;
    page.stayed_in_place().await?;
    ensure!(desk.count(Call::Tickets) == 1, "asked {} times", desk.count(Call::Tickets));
    desk.heal();
    page.click(&words.say("failure.retry")?).await?;
    page.wait_until_well().await?;
    ensure!(page.list().await?.len() == 15);
    page.is_calm().await
}

#[test]
fn an_answer_that_cannot_be_read_is_told_at_once() -> Result<()> {
    with_mia(async |desk, page| {
        for (what, tag, body) in [
            ("html", "en", "<!doctype html><title>Please sign in</title><h1>Portal</h1>"),
            ("nothing", "fr", ""),
            ("half", "ja", r#"{"items":[{"id":"1007","subj"#),
            ("a list", "ar", "[]"),
            ("null", "en", "null"),
            ("a number", "en", "7"),
            ("no list", "en", r#"{"items":"none"}"#),
            ("nothing in it", "en", "{}"),
        ] {
            tells(desk, page, tag, Fault::Says(body), "failure.unreadable").await.context(what)?;
        }
        Ok(())
    })
}

#[test]
fn a_refusal_is_told_at_once() -> Result<()> {
    with_mia(async |desk, page| {
        for (status, tag, key) in [
            (400, "ar", "failure.refused"),
            (403, "fr", "failure.forbidden"),
            // No ticket was asked for by its id: nothing to check there.
            (404, "en", "failure.refused"),
        ] {
            let fault = Fault::Status(status);
            tells(desk, page, tag, fault, key).await.with_context(|| status.to_string())?;
        }
        Ok(())
    })
}

#[test]
fn who_is_there_cannot_be_read_while_the_tickets_can() -> Result<()> {
    with_mia(async |desk, page| {
        for body in ["<html>Portal", "{}", r#"{"user":{}}"#] {
            desk.tell(Call::Me, Fault::Says(body));
            page.open(PAGE).await?;
            page.wait_for_trouble(&Words::of("en")?.say("failure.unreadable")?).await?;
            page.is_calm().await?;
            desk.heal();
            page.click("Try again").await?;
            ensure!(page.list().await?.len() == 15, "after {body}");
            page.is_calm().await?;
        }
        Ok(())
    })
}

#[test]
fn a_body_without_end_is_refused_on_the_way() -> Result<()> {
    with_mia(async |desk, page| {
        let sentence = Words::of("en")?.say("failure.too_large")?;
        let first = Arc::new(Sent::default());
        desk.tell_times(1, Call::Tickets, Fault::Flood(first.clone()));
        page.open(PAGE).await?;
        page.wait_for_trouble(&sentence).await?;
        left_early(page, &first).await?;
        // What the loader asked for and what the widget asks for go two ways.
        let second = Arc::new(Sent::default());
        desk.tell_times(1, Call::Tickets, Fault::Flood(second.clone()));
        page.click("Try again").await?;
        left_early(page, &second).await?;
        page.wait_for_trouble(&sentence).await?;
        page.is_calm().await?;
        page.click("Try again").await?;
        ensure!(page.list().await?.len() == 15);
        page.is_calm().await
    })
}

/// The server saw the client hang up, long before the end: buffers on the way hold some of it.
async fn left_early(page: &Page, sent: &Sent) -> Result<()> {
    crate::support::until("the client to hang up", async || Ok(sent.hung_up())).await?;
    let megabytes = sent.bytes() / (1024 * 1024);
    ensure!((5..25).contains(&megabytes), "hung up after {megabytes} MB");
    page.nothing_reached_the_page().await
}

#[test]
fn a_redirect_to_another_origin_is_not_followed() -> Result<()> {
    let elsewhere = TcpListener::bind("127.0.0.1:0")?;
    let address = format!("http://{}/tickets", elsewhere.local_addr()?);
    let hits = Arc::new(AtomicUsize::new(0));
    let count = hits.clone();
    // It ends with the tests: nobody knocks, so there is nothing to wake it for.
    thread::spawn(move || {
        for _ in elsewhere.incoming() {
            count.fetch_add(1, Ordering::SeqCst);
        }
    });
    with_mia(async |desk, page| {
        let sentence = Words::of("en")?.say("failure.redirected")?;
        // Without a policy: `connect-src` would keep the request at home too.
        desk.tell(Call::Any, Fault::Redirect(address));
        page.open("/open").await?;
        page.wait_for_trouble(&sentence).await?;
        page.click("Try again").await?;
        page.wait_for_trouble(&sentence).await?;
        desk.heal();
        page.click("Try again").await?;
        page.list().await?;
        desk.tell(
            Call::Ticket,
            Fault::Redirect(format!("{}/other", page.url().replace("127.0.0.1", "localhost"))),
        );
        page.open_row(0).await?;
        page.wait_for(&sentence).await?;
        ensure!(hits.load(Ordering::SeqCst) == 0, "it was followed");
        ensure!(desk.count(Call::File("/other")) == 0, "it was followed");
        page.is_calm().await
    })
}
