//! Files of a reply (R4, R5): judged before anything is sent, kept with the draft, and sent along.

use anyhow::{Result, ensure};
use fantoccini::key::Key;

use super::{TICKET, with_field};
use crate::support::Page;

/// A recording with three secrets in it.
const HAR: &str = r#"{"log":{"entries":[{"request":{"url":"https://app.example/?token=t0p","headers":[{"name":"Cookie","value":"sid=s3cr3t"},{"name":"Authorization","value":"Bearer b34r3r"}],"cookies":[{"name":"sid","value":"s3cr3t"}]},"response":{"headers":[]}}]}}"#;
const SECRETS: [&str; 3] = ["s3cr3t", "b34r3r", "t0p"];

fn text(name: &'static str, content: &str) -> (&'static str, &'static str, Vec<u8>) {
    (name, "text/plain", content.as_bytes().to_vec())
}

#[test]
fn a_file_goes_along_with_its_reply() -> Result<()> {
    with_field(async |page| {
        ensure!(page.shows("Up to 5 files of 500 kB").await? || page.shows("Up to 5 files").await?);
        page.attach(&[text("log.txt", "line 1\nline 2\n")]).await?;
        page.wait_for_attached(1).await?;
        page.write("See the log").await?;
        page.send().await?;
        page.wait_until_sent("See the log").await?;
        ensure!(page.attached().await?.is_empty());
        page.wait_for("log.txt").await?;
        page.is_quiet().await
    })
}

#[test]
fn what_cannot_go_along_says_why_each_by_itself() -> Result<()> {
    with_field(async |page| {
        let program = b"MZ\x90\0\x03\0\0\0 and so on, more than a few bytes of it".to_vec();
        page.attach(&[
            ("photo.png", "image/png", program),
            ("empty.txt", "text/plain", Vec::new()),
            ("setup.exe", "application/octet-stream", b"MZ".to_vec()),
            ("big.txt", "text/plain", vec![b'x'; 501 * 1024]),
            text("invoice\u{202e}txt.exe", "x"),
            text("photo\u{202e}gnp.txt", "good"),
            text("good.txt", "fine"),
        ])
        .await?;
        page.wait_for_attached(7).await?;
        let all = page.attached().await?;
        for (name, why) in [
            ("photo.png", "What is in it is not what its name says."),
            ("empty.txt", "It is empty."),
            ("setup.exe", "Files of this type are not taken."),
            ("big.txt", "It is larger than"),
            ("invoicetxt.exe", "Files of this type are not taken."),
        ] {
            ensure!(all.iter().any(|it| it.contains(name) && it.contains(why)), "{name}: {all:?}");
        }
        // A name that hides its ending is shown without the trick.
        ensure!(all[0].contains("photognp.txt") && all[1].contains("good.txt"), "{all:?}");
        Ok(())
    })
}

#[test]
fn a_sixth_file_is_one_too_many() -> Result<()> {
    with_field(async |page| {
        let names = ["1.txt", "2.txt", "3.txt", "4.txt", "5.txt", "6.txt"];
        page.attach(&names.map(|it| text(it, it))).await?;
        page.wait_for_attached(6).await?;
        page.wait_for("A message takes 5 files.").await?;
        page.click("Remove 1.txt").await?;
        page.attach(&[text("6.txt", "6")]).await?;
        page.wait_for_attached(5).await
    })
}

#[test]
fn files_are_there_again_after_a_reload() -> Result<()> {
    with_field(async |page| {
        page.write("With a file").await?;
        page.attach(&[text("kept.txt", "kept")]).await?;
        page.wait_for_attached(1).await?;
        page.wait_until_kept("With a file", 1).await?;
        page.composer(TICKET).await?;
        page.wait_for_written("With a file").await?;
        page.wait_for_attached(1).await?;
        page.write("").await?;
        page.send().await?;
        page.wait_until_sent("With a file").await?;
        page.wait_for("kept.txt").await
    })
}

#[test]
fn a_recording_is_shown_without_its_secrets_before_it_goes_along() -> Result<()> {
    with_field(async |page| {
        page.attach(&[("trace.har", "application/json", HAR.as_bytes().to_vec())]).await?;
        page.wait_for("Secrets were removed from this recording:").await?;
        page.click("Look at what is sent").await?;
        let shown: String = page.read("return find('.har__text').textContent").await?;
        for it in SECRETS {
            ensure!(!shown.contains(it), "{it} is in {shown}");
        }
        ensure!(shown.contains("app.example"));
        page.click("Attach the cleaned recording").await?;
        page.wait_for_attached(1).await?;
        page.attach(&[("bad.har", "application/json", b"{\"log\":1}".to_vec())]).await?;
        page.wait_for("It is not a HAR recording.").await?;
        page.attach(&[("none.har", "application/json", b"{ not JSON at all".to_vec())]).await?;
        page.wait_for("none.har: It is not a HAR recording.").await?;
        page.wait_for_attached(2).await
    })
}

#[test]
fn each_of_several_recordings_is_asked_for_and_kept_without_its_secrets() -> Result<()> {
    const KEPT: &str = "return new Promise((done) => {
        const asked = indexedDB.open('deskpane');
        asked.onsuccess = () => {
            const all = asked.result.transaction('drafts').objectStore('drafts').getAll();
            all.onsuccess = () => { asked.result.close(); done(new TextDecoder().decode(all.result[0].files[0].bytes)); };
        };
    })";
    with_field(async |page| {
        let recording = |name| (name, "application/json", HAR.as_bytes().to_vec());
        page.attach(&[recording("first.har"), recording("second.har")]).await?;
        page.wait_for("first.har").await?;
        page.axe().await?;
        page.press_control("Attach the cleaned recording").await?;
        page.wait_for_focus("Attach files").await?;
        page.wait_for_attached(1).await?;
        page.wait_for("second.har").await?;
        page.tab_back_to("Cancel").await?;
        page.press(Key::Enter).await?;
        page.wait_for_focus("Attach files").await?;
        page.wait_until_gone("second.har").await?;
        page.wait_until_kept("", 1).await?;
        page.composer(TICKET).await?;
        page.wait_for_attached(1).await?;
        ensure!(page.attached().await?[0].contains("first.har"), "{:?}", page.attached().await?);
        let kept: String = page.read(KEPT).await?;
        ensure!(
            kept.contains("app.example") && !SECRETS.iter().any(|it| kept.contains(it)),
            "{kept}"
        );
        page.is_quiet().await
    })
}

#[test]
fn a_text_that_is_too_long_to_paste_goes_along_as_a_file() -> Result<()> {
    with_field(async |page: &Page| {
        page.write("a").await?;
        page.eval(
            "const data = new DataTransfer(); data.setData('text/plain', 'long line of text\\n'.repeat(5000)); \
             find('.field').dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }))",
        )
        .await?;
        page.wait_for_attached(1).await?;
        ensure!(page.attached().await?[0].contains("pasted.txt"), "{:?}", page.attached().await?);
        Ok(())
    })
}

#[test]
fn a_megabyte_that_is_pasted_is_told_and_takes_nothing_away() -> Result<()> {
    with_field(async |page: &Page| {
        page.write("What I said").await?;
        page.eval(
            "const data = new DataTransfer(); data.setData('text/plain', 'x'.repeat(1024 * 1024)); \
             find('.field').dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }))",
        )
        .await?;
        page.wait_for("This is too long by 983,040 characters.").await?;
        ensure!(page.attached().await?.is_empty());
        ensure!(page.written().await? == "What I said");
        page.send().await?;
        page.wait_until_sent("What I said").await
    })
}
