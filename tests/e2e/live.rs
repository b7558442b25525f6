//! What somebody else does appears by itself, and is told politely (Y1).

use std::time::Duration;

use anyhow::{Context as _, Result, ensure};
use axum::{body::Body, http::Response};
use serde_json::Value;

use crate::support::{
    Call, Entry, Fault, FaultServer, Options, Page, browse, until, visit, visit_with,
};

/// Notes what the desk is asked, and lets a test cut the stream.
const NOTES: &str = "
    window.__heard = []; window.__cut = () => {};
    const own = window.fetch;
    window.fetch = async (request, init) => {
        const address = request?.url ?? String(request);
        if (!address.endsWith('/support/api/events')) return own(request, init);
        window.__heard.push(request.headers.get('last-event-id'));
        const response = await own(request, init);
        if (response.status !== 200) return response;
        const reader = response.body.getReader();
        const body = new ReadableStream({
            start(at) { window.__cut = () => { at.error(new TypeError('cut')); reader.cancel(); }; },
            async pull(at) {
                const { done, value } = await reader.read();
                try { if (done) at.close(); else at.enqueue(value); } catch { /* It was cut. */ }
            },
        });
        return new Response(body, { status: response.status, headers: response.headers });
    };
";

/// Signed in as Mia, with Omar's token to write with.
async fn with_mia(page: &Page) -> Result<String> {
    page.goto("/sign-in").await?;
    let token: Value = page
        .browser()
        .eval(
            "return fetch('/sign-in', { method: 'POST', credentials: 'omit', headers: { accept: 'application/json' }, \
             body: new URLSearchParams({ account: 'omar' }) }).then((it) => it.json())",
        )
        .await?;
    page.browser().before_pages(NOTES).await?;
    page.sign_in("mia").await?;
    Ok(token["token"].as_str().context("no token")?.to_owned())
}

/// Omar, who administers Mia's organisation, answers her ticket from somewhere else.
async fn omar_writes(page: &Page, token: &str, ticket: &str, text: &str) -> Result<()> {
    let script = format!(
        "return fetch('/support/api/tickets/{ticket}/messages', {{ method: 'POST', credentials: 'omit', \
         headers: {{ authorization: 'Bearer {token}', 'content-type': 'application/json' }}, \
         body: JSON.stringify({{ body: {text:?} }}) }}).then((it) => it.status)"
    );
    let status = page.browser().eval(&script).await?;
    ensure!(status == 201, "the desk answered {status}");
    Ok(())
}

/// Waits until the widget listens.
async fn listens(page: &Page) -> Result<()> {
    page.wait("a stream", "return window.__heard.length > 0").await
}

async fn row_of(page: &Page, ticket: &str) -> Result<usize> {
    let rows = page.list().await?;
    rows.iter().position(|it| it.ticket == ticket).with_context(|| format!("no row of {ticket}"))
}

/// L7: at a desk that knows what is unread, and at one that does not.
#[test]
fn what_is_read_in_one_tab_is_read_in_all() -> Result<()> {
    for knows in [false, true] {
        let desk = FaultServer::start()?;
        if !knows {
            desk.tell(
                Call::Tickets,
                Fault::changed(|it| {
                    it["items"].as_array_mut().into_iter().flatten().for_each(forget)
                }),
            );
            desk.tell(Call::Ticket, Fault::changed(forget));
        }
        browse(&desk.url(), async |page| {
            let token = with_mia(page).await?;
            page.open("/bare").await?;
            page.list().await?;
            ensure!(knows || page.unread().await?.is_empty(), "{:?}", page.unread().await?);
            listens(page).await?;
            if !knows {
                page.wait_until_seen_is_kept().await?;
                // The desk counts in whole seconds: what comes now comes later than what is seen.
                tokio::time::sleep(Duration::from_secs(1)).await;
            }
            omar_writes(page, &token, "1001", "News from Omar.").await?;
            page.wait_until_unread("1001", true).await?;
            let first = page.browser().new_tab().await?;
            page.hear_tabs("deskpane.seen").await?;
            page.goto("/bare?deskpane=1001").await?;
            page.wait_for("News from Omar.").await?;
            if knows {
                page.see_newest().await?;
                let told = async || Ok(desk.was_asked("/tickets/1001/read"));
                until("the desk to be told", told).await?;
            } else {
                page.wait_until_told("deskpane.seen").await?;
            }
            page.browser().look_at_tab(&first).await?;
            page.wait_until_unread("1001", false).await?;
            page.open("/bare").await?;
            page.list().await?;
            page.wait_until_unread("1001", false).await?;
            page.is_quiet().await
        })?;
    }
    Ok(())
}

fn forget(ticket: &mut Value) {
    if let Some(ticket) = ticket.as_object_mut() {
        ticket.remove("unread");
        ticket.remove("last_read_message_id");
    }
}

#[test]
fn a_reply_of_somebody_else_joins_the_open_conversation() -> Result<()> {
    visit(async |page| {
        let token = with_mia(page).await?;
        page.open("/bare").await?;
        let at = row_of(page, "1001").await?;
        page.open_row(at).await?;
        listens(page).await?;
        let before = page.entries().await?;
        page.eval("window.scrollTo(0, 0); all('.entry')[0].dataset.kept = 'yes'").await?;
        omar_writes(page, &token, "1001", "From Omar, unasked.").await?;
        page.wait_for_entries(before.len() + 1).await?;
        let after = page.entries().await?;
        let when = |all: &[Entry]| all.iter().map(|it| it.at.clone()).collect::<Vec<_>>();
        ensure!(when(&after)[..before.len()] == when(&before)[..]);
        ensure!(after[before.len()].text == "From Omar, unasked.");
        // It is told once, and the reading position and the entries stay what they were.
        until("an announcement", async || Ok(!page.said().await?.is_empty())).await?;
        ensure!(page.said().await? == ["New message from Omar Haddad"], "{:?}", page.said().await?);
        ensure!(page.read::<f64>("return window.scrollY").await? == 0.0);
        ensure!(page.read::<bool>("return all('.entry')[0].dataset.kept === 'yes'").await?);
        page.is_quiet().await
    })
}

#[test]
fn a_reply_moves_its_row_up_and_takes_the_focus_from_nobody() -> Result<()> {
    visit(async |page| {
        let token = with_mia(page).await?;
        page.open("/bare").await?;
        let before = page.list().await?;
        listens(page).await?;
        let ticket = before[6].ticket.clone();
        // The focus is in the row that moves: it moves along.
        page.eval("all('[data-ticket]')[6].querySelector('a').focus()").await?;
        omar_writes(page, &token, &ticket, "Something new.").await?;
        let script = format!("return all('[data-ticket]')[0]?.dataset.ticket === {ticket:?}");
        page.wait("the row on top", &script).await?;
        until("an announcement", async || Ok(!page.said().await?.is_empty())).await?;
        let expected = format!("New reply: {}", before[6].subject);
        ensure!(page.said().await? == [expected], "{:?}", page.said().await?);
        let script =
            format!("return active()?.closest('[data-ticket]')?.dataset.ticket === {ticket:?}");
        page.wait("the focus where it was", &script).await?;
        let after = page.list().await?;
        ensure!(after.len() == before.len());
        page.is_quiet().await
    })
}

#[test]
fn a_stream_that_is_cut_goes_on_and_misses_nothing() -> Result<()> {
    visit(async |page| {
        let token = with_mia(page).await?;
        page.open("/bare").await?;
        let at = row_of(page, "1001").await?;
        page.open_row(at).await?;
        listens(page).await?;
        let count = page.entries().await?.len();
        omar_writes(page, &token, "1001", "First.").await?;
        page.wait_for_entries(count + 1).await?;
        page.eval("window.__cut()").await?;
        omar_writes(page, &token, "1001", "While nobody listened.").await?;
        page.wait_for_entries(count + 2).await?;
        let heard: Vec<Option<String>> = page.read("return window.__heard").await?;
        ensure!(heard.len() == 2 && heard[0].is_none() && heard[1].is_some(), "{heard:?}");
        page.is_quiet().await
    })
}

#[test]
fn where_the_desk_tells_nothing_the_widget_looks_by_itself() -> Result<()> {
    let options = Options::default().instead(|ask| {
        let answer = Response::builder().status(204).body(Body::empty());
        answer.ok().filter(|_| ask.path() == "/support/api/events")
    });
    visit_with(options, async |page| {
        let token = with_mia(page).await?;
        page.open("/bare").await?;
        let at = row_of(page, "1001").await?;
        page.open_row(at).await?;
        listens(page).await?;
        let count = page.entries().await?.len();
        omar_writes(page, &token, "1001", "Found by looking.").await?;
        // The customer comes back to the page: it looks at once, not in half a minute.
        page.wait(
            "the message",
            "document.dispatchEvent(new Event('visibilitychange', { bubbles: true })); \
             return screen().includes('Found by looking.')",
        )
        .await?;
        ensure!(page.entries().await?.len() == count + 1);
        let heard: Vec<Option<String>> = page.read("return window.__heard").await?;
        ensure!(heard.len() == 1, "it goes on asking: {heard:?}");
        page.is_quiet().await
    })
}
