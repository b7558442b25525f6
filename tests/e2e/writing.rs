//! Answering (R1–R8): written with form, kept while it is written, sent once, whatever happens.

mod attaching;
mod failing;
mod full;
mod refusing;
mod tabs;
mod uploading;

use anyhow::{Result, ensure};
use fantoccini::key::Key;

use crate::support::{Page, visit};

/// One of mia's, open and by mail.
const TICKET: &str = "1001";

fn with_field(test: impl AsyncFnOnce(&Page) -> Result<()>) -> Result<()> {
    visit(async |page| {
        page.sign_in("mia").await?;
        page.composer(TICKET).await?;
        test(page).await
    })
}

#[test]
fn a_reply_is_written_and_sent_by_keyboard_alone() -> Result<()> {
    visit(async |page| {
        page.sign_in("mia").await?;
        page.listen("deskpane-reply-sent").await?;
        page.composer(TICKET).await?;
        page.tab_to(Page::field_name()).await?;
        for letter in "It works again, thank you.".chars() {
            page.browser().press_char(&[], letter).await?;
        }
        page.send().await?;
        page.wait_until_sent("It works again, thank you.").await?;
        ensure!(page.written().await?.is_empty());
        ensure!(page.stored(TICKET, "It works again").await? == 1);
        ensure!(page.wait_for_events("deskpane-reply-sent", 1).await?[0]["ticket"] == TICKET);
        page.is_quiet().await
    })
}

#[test]
fn what_is_typed_as_a_form_becomes_one_and_can_be_taken_back() -> Result<()> {
    with_field(async |page| {
        page.write("So *quick* and **sure** x").await?;
        let html = page.written_html().await?;
        ensure!(
            html.contains("<em>quick</em>") && html.contains("<strong>sure</strong>"),
            "{html}"
        );
        page.press(Key::Enter).await?;
        for letter in "- ".chars() {
            page.browser().press_char(&[], letter).await?;
        }
        // At once: what is typed slowly is more than one step back.
        page.type_in("one").await?;
        ensure!(page.written_html().await?.contains("<li>one"), "{}", page.written_html().await?);
        for _ in 0..2 {
            page.browser().press_char(&[Key::Control], 'z').await?;
        }
        ensure!(!page.written_html().await?.contains("<li>"), "{}", page.written_html().await?);
        page.browser().press_char(&[Key::Control], 'y').await?;
        page.is_quiet().await
    })
}

/// What a form is made of is the line it is typed in.
#[test]
fn a_form_that_is_typed_leaves_the_lines_before_it_as_they_are() -> Result<()> {
    for (typed, made) in [
        ("- one", "<ul><li>one</li></ul>"),
        ("1. one", "<ol><li>one</li></ol>"),
        ("> one", "<blockquote>"),
        ("*one*", "<em>one</em>"),
    ] {
        with_field(async |page| {
            page.write("*So* it is").await?;
            page.press(Key::Enter).await?;
            for letter in typed.chars() {
                page.browser().press_char(&[], letter).await?;
            }
            let html = page.written_html().await?;
            let line = html.strip_prefix("<p><em>So</em> it is</p>");
            ensure!(line.is_some_and(|it| it.contains(made)), "{typed}: {html}");
            page.is_quiet().await
        })?;
    }
    Ok(())
}

#[test]
fn the_toolbar_is_one_stop_and_walked_by_arrows() -> Result<()> {
    with_field(async |page| {
        page.write("word").await?;
        page.tab_back_to("Bold").await?;
        page.press(Key::Right).await?;
        page.wait_for_focus("Italic").await?;
        page.press(Key::End).await?;
        page.wait_for_focus("Link").await?;
        page.press(Key::Home).await?;
        page.wait_for_focus("Bold").await?;
        page.press(Key::Enter).await?;
        for letter in "bold".chars() {
            page.browser().press_char(&[], letter).await?;
        }
        ensure!(
            page.written_html().await?.contains("<strong>bold</strong>"),
            "{}",
            page.written_html().await?
        );
        page.is_quiet().await
    })
}

#[test]
fn a_paste_keeps_its_structure_and_nothing_else() -> Result<()> {
    with_field(async |page| {
        page.write("a").await?;
        page.eval(
            "const data = new DataTransfer(); \
             data.setData('text/html', '<h1 style=\"position:fixed\">Head</h1><p onclick=x()>One <b>two</b></p><ul><li>three</ul><img src=x onerror=window.__ran=1><script>window.__ran=1</script>'); \
             data.setData('text/plain', 'Head One two three'); \
             find('.field').dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }))",
        )
        .await?;
        let html = page.written_html().await?;
        for it in ["<strong>Head</strong>", "<strong>two</strong>", "<li>three"] {
            ensure!(html.contains(it), "{it} is not in {html}");
        }
        for it in ["style", "onclick", "img", "script", "h1"] {
            ensure!(!html.contains(it), "{it} is in {html}");
        }
        ensure!(page.eval("return window.__ran === undefined").await? == true);
        page.is_quiet().await
    })
}

#[test]
fn what_was_written_is_there_again_after_a_reload_and_not_after_it_was_sent() -> Result<()> {
    with_field(async |page| {
        page.write("Half a thought").await?;
        page.wait_until_kept("Half a thought", 0).await?;
        page.composer(TICKET).await?;
        page.wait_for_written("Half a thought").await?;
        page.write("").await?;
        page.send().await?;
        page.wait_until_sent("Half a thought").await?;
        page.composer(TICKET).await?;
        page.wait("a while", "return new Promise((done) => setTimeout(() => done(true), 300))")
            .await?;
        ensure!(page.written().await?.is_empty(), "{}", page.written().await?);
        ensure!(page.stored(TICKET, "Half a thought").await? == 1);
        Ok(())
    })
}

#[test]
fn a_draft_is_its_tickets_and_its_customers() -> Result<()> {
    with_field(async |page| {
        page.write("For mia alone").await?;
        page.wait(
            "it to be kept",
            "return new Promise((done) => setTimeout(() => done(true), 400))",
        )
        .await?;
        page.composer("1004").await?;
        ensure!(page.written().await?.is_empty());
        page.post("/sign-in", "omar").await?;
        page.open(&format!("/bare?deskpane={TICKET}")).await?;
        page.ticket_page().await?;
        ensure!(!page.source().await?.contains("For mia alone"));
        Ok(())
    })
}

#[test]
fn an_empty_reply_says_so_and_goes_nowhere() -> Result<()> {
    with_field(async |page| {
        page.click("Send").await?;
        page.wait_for("Write something first.").await?;
        ensure!(page.letters().await?.is_empty());
        page.write("x").await?;
        page.wait_until_gone("Write something first.").await?;
        // Spaces and lines alone are nothing either.
        page.press(Key::Backspace).await?;
        page.write("  ").await?;
        page.press(Key::Enter).await?;
        page.write(" ").await?;
        page.send().await?;
        page.wait_for("Write something first.").await?;
        ensure!(page.letters().await?.is_empty());
        Ok(())
    })
}
