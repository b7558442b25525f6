//! Files of messages: pictures in their place, the window that shows them, and what is never shown.

use anyhow::{Result, ensure};
use fantoccini::key::Key;
use serde_json::json;

use super::seed::{TICKET, desk, desk_with, file, message, open, page_with_policy, with_files};
use crate::support::{Options, Page, files, until, visit_with};

const SVG: &[u8] =
    b"<svg xmlns='http://www.w3.org/2000/svg'><script>parent.__ran = 1</script></svg>";

fn every_kind() -> Options {
    every_kind_in(TICKET)
}

/// One message with files of every kind.
pub fn every_kind_in(ticket: &'static str) -> Options {
    let mut infected = file("worm.png", 9000);
    infected["scan"] = json!("infected");
    let mut pending = file("fresh.png", 9000);
    pending["scan"] = json!("pending");
    let mut thumbnailed = file("large.png", 4_000_000);
    thumbnailed["thumbnail_url"] = json!("files/small.png");
    let mut inside = file("inside.png", 300);
    inside["content_id"] = json!("one@mail");
    inside["inline"] = json!(true);
    let mut said = with_files(
        message(1, "See the files."),
        vec![
            file("one.png", 40_000),
            file("two.gif", 42),
            thumbnailed,
            file("heavy.png", 900_000),
            file("drawing.png", 80),
            file("drawing.svg", 80),
            file("figures.csv", 12),
            infected,
            pending,
            inside,
        ],
    );
    said["html"] = json!("<p>See <img src=\"cid:one%40mail\"> the files.</p>");
    desk_with(
        ticket,
        vec![said],
        vec![
            ("one.png", files::png(160, 80, [29, 85, 165])),
            ("two.gif", files::gif()),
            ("small.png", files::png(40, 30, [28, 107, 58])),
            ("large.png", files::png(1600, 1200, [28, 107, 58])),
            ("heavy.png", files::png(700, 400, [143, 67, 0])),
            ("drawing.png", SVG.to_vec()),
            ("inside.png", files::png(8, 8, [0, 0, 0])),
        ],
    )
}

fn asked(page: &Page) -> Vec<String> {
    let asked = page.asked();
    asked
        .iter()
        .filter_map(|it| it.strip_prefix("/support/api/files/"))
        .map(str::to_owned)
        .collect()
}

#[test]
fn pictures_stand_below_their_message_as_what_their_bytes_are() -> Result<()> {
    open(every_kind(), async |page| {
        page.wait_for_pictures(3).await?;
        let files = page.files().await?;
        let names: Vec<&str> = files.iter().map(|it| it.name.as_str()).collect();
        let expected = [
            "View one.png",
            "View two.gif",
            "View large.png",
            "View heavy.png",
            "View drawing.png",
            "Download drawing.svg",
            "Download figures.csv",
            "worm.png",
            "fresh.png",
        ];
        ensure!(names == expected, "{names:?}");
        let with_picture: Vec<bool> = files.iter().map(|it| it.has_picture).collect();
        let expected = [true, true, true, false, false, false, false, false, false];
        ensure!(with_picture == expected, "{files:#?}");
        ensure!(files[7].note.contains("virus") && files[8].note.contains("checked"), "{files:#?}");
        // What is large waits for a person, what is infected for nobody; the mail's own is the mail's.
        until("the last of them", async || Ok(asked(page).iter().any(|it| it == "drawing.png")))
            .await?;
        let mut asked = asked(page);
        asked.retain(|it| it != "inside.png");
        asked.sort();
        ensure!(asked == ["drawing.png", "one.png", "small.png", "two.gif"], "{asked:?}");
        ensure!(page.eval("return window.__ran === undefined").await? == true);
        page.is_quiet().await
    })
}

#[test]
fn a_picture_that_came_with_a_mail_is_shown_in_it() -> Result<()> {
    open(every_kind(), async |page| {
        let script = "const it = find('.message__html')?.shadowRoot.querySelector('img');
            return !!it && it.complete && it.naturalWidth === 8 && it.src.startsWith('blob:') && it.alt === 'inside.png'";
        page.wait("the mail's own picture", script).await?;
        page.is_quiet().await
    })
}

#[test]
fn a_picture_is_fetched_when_it_is_near() -> Result<()> {
    let long = "A line of a message.\n".repeat(25);
    let mut messages: Vec<_> = (2..10).map(|it| message(it, &long)).collect();
    messages.push(with_files(message(10, "Here it is."), vec![file("one.png", 40_000)]));
    let options = desk(messages, vec![("one.png", files::png(160, 80, [29, 85, 165]))]);
    open(options, async |page| {
        ensure!(asked(page).is_empty(), "{:?}", asked(page));
        page.eval("find('.file').scrollIntoView({ behavior: 'instant' })").await?;
        page.wait_for_pictures(1).await?;
        ensure!(asked(page) == ["one.png"], "{:?}", asked(page));
        page.is_still().await
    })
}

#[test]
fn the_window_works_by_keyboard_alone_and_gives_the_focus_back() -> Result<()> {
    open(every_kind(), async |page| {
        page.wait_for_pictures(3).await?;
        page.tab_to("View one.png").await?;
        page.press(Key::Enter).await?;
        let window = page.window().await?;
        ensure!(window.name == "one.png" && window.natural == (160.0, 80.0), "{window:?}");
        ensure!(window.text.contains("40 kB") && window.text.contains("1 of 5"), "{window:?}");
        page.press(Key::Right).await?;
        page.press(Key::Right).await?;
        page.wait_in_window("3 of 5").await?;
        let window = page.window().await?;
        ensure!(window.natural == (1600.0, 1200.0), "the whole, not the small one: {window:?}");
        ensure!(window.shown.0 <= 1200.0 && window.shown.1 <= 900.0, "{window:?}");
        page.tab_to("Actual size").await?;
        page.press(Key::Enter).await?;
        let window = page.window().await?;
        ensure!(window.shown == (1600.0, 1200.0), "{window:?}");
        // Now the keys move the picture.
        page.press(Key::Right).await?;
        ensure!(page.window().await?.text.contains("3 of 5"));
        page.press(Key::Enter).await?;
        page.press(Key::Left).await?;
        page.wait_in_window("2 of 5").await?;
        page.tab_to("Previous file").await?;
        page.press(Key::Enter).await?;
        page.wait_in_window("1 of 5").await?;
        page.press(Key::Enter).await?;
        page.wait_in_window("1 of 5").await?;
        ensure!(page.focused().await? == "Previous file");
        page.press(Key::Escape).await?;
        page.wait_for_no_window().await?;
        page.wait_for_focus("View one.png").await?;
        page.is_quiet().await
    })
}

#[test]
fn what_is_not_what_its_name_says_is_not_shown() -> Result<()> {
    open(every_kind(), async |page| {
        page.click("View drawing.png").await?;
        page.wait_in_window("This file cannot be shown here").await?;
        page.keep_offers().await?;
        page.click("Download drawing.png").await?;
        let offers = page.wait_for_offers(1).await?;
        ensure!(offers[0].0 == "drawing.png" && offers[0].1 == SVG, "{offers:?}");
        page.click("Close").await?;
        page.wait_for_no_window().await?;
        ensure!(page.eval("return window.__ran === undefined").await? == true);
        page.is_quiet().await
    })
}

#[test]
fn one_that_does_not_come_says_why_and_can_be_tried_again() -> Result<()> {
    let options = desk(
        vec![with_files(
            message(1, "Here."),
            vec![file("gone.png", 900_000), file("one.png", 900)],
        )],
        vec![("one.png", files::png(16, 8, [29, 85, 165]))],
    );
    open(options, async |page| {
        page.click("View gone.png").await?;
        page.wait_in_window("Try again").await?;
        page.press(Key::Right).await?;
        page.wait_in_window("2 of 2").await?;
        ensure!(page.window().await?.natural == (16.0, 8.0));
        Ok(())
    })
}

#[test]
fn the_arrows_turn_where_reading_does() -> Result<()> {
    visit_with(every_kind(), async |page| {
        page.sign_in("mia").await?;
        page.open(&format!("/bare?style=none&lang=ar&deskpane={TICKET}")).await?;
        page.ticket_page().await?;
        page.wait_for_pictures(1).await?;
        page.eval("find('.file button').focus()").await?;
        page.press(Key::Enter).await?;
        page.window().await?;
        let second =
            page.read::<String>("return clean(find('.viewer__place').textContent)").await?;
        page.press(Key::Left).await?;
        page.wait(
            "the next file",
            &format!("return clean(find('.viewer__place').textContent) !== {second:?}"),
        )
        .await?;
        ensure!(page.window().await?.name == "two.gif");
        page.is_quiet().await
    })
}

/// A message with a PDF and a picture.
fn with_pdf() -> Options {
    desk(
        vec![with_files(
            message(1, "The invoice."),
            vec![file("invoice.pdf", 700), file("a.png", 90)],
        )],
        vec![("invoice.pdf", files::pdf("Invoice 7")), ("a.png", files::png(8, 8, [1, 2, 3]))],
    )
}

#[test]
fn a_pdf_is_shown_where_the_page_lets_it_be() -> Result<()> {
    visit_with(page_with_policy(with_pdf(), "frame-src blob:"), async |page| {
        page.sign_in("mia").await?;
        page.open(&format!("/with-policy?deskpane={TICKET}")).await?;
        page.ticket_page().await?;
        page.click("View invoice.pdf").await?;
        let window = page.window().await?;
        ensure!(window.has_frame, "{window:?}");
        ensure!(page.has("Download").await?);
        page.is_quiet().await
    })
}

#[test]
fn a_pdf_that_the_policy_keeps_out_opens_in_a_tab_of_its_own() -> Result<()> {
    open(with_pdf(), async |page| {
        page.click("View invoice.pdf").await?;
        page.wait_in_window("A PDF cannot be shown on this page.").await?;
        let window = page.window().await?;
        ensure!(!window.has_frame, "{window:?}");
        ensure!(page.has("Download").await?);
        let link = page.link("Open in a new tab").await?;
        ensure!(link.target == "_blank" && link.rel.contains("noopener"), "{link:?}");
        // The policy was asked once, by trying; it is not tried again.
        let violations = "return window.__watch.violations.length";
        ensure!(page.eval(violations).await? == 1, "{}", page.eval(violations).await?);
        page.press(Key::Right).await?;
        page.wait_in_window("2 of 2").await?;
        page.press(Key::Left).await?;
        page.wait_in_window("A PDF cannot be shown on this page.").await?;
        ensure!(page.eval(violations).await? == 1);
        page.click("Open in a new tab").await?;
        page.browser().follow_new_tab().await?;
        let kind = "return document.contentType";
        until("the PDF", async || Ok(page.browser().eval(kind).await? == "application/pdf")).await
    })
}

/// Counts what is made of bytes and given back.
const COUNT: &str = "
    window.__urls = new Set();
    const make = URL.createObjectURL, end = URL.revokeObjectURL;
    URL.createObjectURL = (it) => { const url = make.call(URL, it); __urls.add(url); return url; };
    URL.revokeObjectURL = (it) => { __urls.delete(it); end.call(URL, it); };
";

#[test]
fn what_was_shown_is_given_back_to_the_browser() -> Result<()> {
    visit_with(every_kind(), async |page| {
        page.browser().before_pages(COUNT).await?;
        page.sign_in("mia").await?;
        page.open(&format!("/bare?style=none&deskpane={TICKET}")).await?;
        page.ticket_page().await?;
        page.wait_for_pictures(3).await?;
        let own =
            "return find('.message__html')?.shadowRoot.querySelector('img')?.naturalWidth === 8";
        page.wait("the mail's own picture", own).await?;
        let held = "return __urls.size";
        let before = page.eval(held).await?;
        page.click("View large.png").await?;
        page.window().await?;
        ensure!(page.eval(held).await?.as_u64() > before.as_u64());
        page.press(Key::Escape).await?;
        page.wait_for_no_window().await?;
        ensure!(page.eval(held).await? == before, "the window's own stay");
        page.click("Back to your tickets").await?;
        page.list().await?;
        page.wait("nothing to be held", "return __urls.size === 0").await?;
        page.is_quiet().await
    })
}
