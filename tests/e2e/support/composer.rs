//! Where a customer writes, as they meet it.

use anyhow::{Context as _, Result, ensure};
use fantoccini::key::Key;
use serde_json::{Value, json};

use super::Page;

/// What the field is called.
const FIELD: &str = "Your reply";

impl Page {
    /// Opens a ticket and waits for the field.
    pub async fn composer(&self, ticket: &str) -> Result<()> {
        self.open(&format!("/bare?deskpane={ticket}")).await?;
        self.ticket_page().await?;
        self.field().await
    }

    /// Waits for the field, and that one can write in it.
    pub async fn field(&self) -> Result<()> {
        self.wait("the field", "return find('.field')?.isContentEditable === true").await
    }

    /// Puts the caret into the field, and writes as a keyboard does.
    pub async fn write(&self, text: &str) -> Result<()> {
        self.click_on("find('.field')", &[]).await?;
        for letter in text.chars() {
            self.browser().press_char(&[], letter).await?;
        }
        Ok(())
    }

    /// Goes on behind all that is written.
    pub async fn write_on(&self, text: &str) -> Result<()> {
        self.to_the_end().await?;
        for letter in text.chars() {
            self.browser().press_char(&[], letter).await?;
        }
        Ok(())
    }

    /// The caret behind all that is written.
    pub async fn to_the_end(&self) -> Result<()> {
        self.eval("find('.field').focus()").await?;
        self.browser().press(&[Key::Control], Key::End).await
    }

    /// Pastes, as text and as HTML.
    pub async fn paste(&self, html: Option<&str>, text: &str) -> Result<()> {
        let html = html.map(|it| format!("data.setData('text/html', {});", json!(it)));
        let script = format!(
            "const data = new DataTransfer(); data.setData('text/plain', {}); {} \
             find('.field').dispatchEvent(new ClipboardEvent('paste', {{ clipboardData: data, bubbles: true, cancelable: true }}))",
            json!(text),
            html.unwrap_or_default()
        );
        self.eval(&script).await.map(drop).context("pasting")
    }

    /// Waits until the browser keeps a draft that says this, with so many files.
    pub async fn wait_until_kept(&self, text: &str, files: usize) -> Result<()> {
        let is_it = format!("some((it) => it.text === {text:?} && it.files.length === {files})");
        self.wait_for_store(&format!("{text:?} to be kept"), "drafts", &is_it).await
    }

    /// Waits until the browser keeps a form that was sent once, and says this.
    pub async fn wait_until_form_kept(&self, text: &str) -> Result<()> {
        let is_it = format!("some((it) => it.html && it.text.includes({text:?}))");
        self.wait_for_store(&format!("{text:?} to be kept"), "drafts", &is_it).await
    }

    /// Waits until it keeps none that says this.
    pub async fn wait_until_forgotten(&self, text: &str) -> Result<()> {
        let is_it = format!("every((it) => it.text !== {text:?})");
        self.wait_for_store(&format!("{text:?} to be forgotten"), "drafts", &is_it).await
    }

    /// Waits until the browser keeps what was seen.
    pub async fn wait_until_seen_is_kept(&self) -> Result<()> {
        let is_it = "some((it) => it.key.endsWith('\\nseen'))";
        self.wait_for_store("what was seen to be kept", "own", is_it).await
    }

    async fn wait_for_store(&self, what: &str, store: &str, is_it: &str) -> Result<()> {
        let script = format!(
            "return new Promise((done) => {{
                const asked = indexedDB.open('deskpane');
                // It is not for us to make it.
                asked.onupgradeneeded = () => asked.transaction.abort();
                asked.onerror = () => done(false);
                asked.onsuccess = () => {{
                    const all = asked.result.transaction('{store}').objectStore('{store}').getAll();
                    all.onsuccess = () => {{
                        asked.result.close();
                        done(all.result.{is_it});
                    }};
                }};
            }})"
        );
        self.wait(what, &script).await
    }

    /// What is in the field.
    pub async fn written(&self) -> Result<String> {
        self.read("return clean(find('.field')?.innerText.replace(/\\u200b/g, ''))").await
    }

    /// The elements in the field, as HTML.
    pub async fn written_html(&self) -> Result<String> {
        self.read("return (find('.field')?.innerHTML ?? '').replace(/<!--.*?-->|\\u200b/g, '')")
            .await
    }

    /// Waits until the field says that.
    pub async fn wait_for_written(&self, text: &str) -> Result<()> {
        let script =
            format!("return clean(find('.field')?.innerText.replace(/\\u200b/g, '')) === {text:?}");
        self.wait(&format!("{text:?} in the field"), &script).await
    }

    /// Sends by keyboard.
    pub async fn send(&self) -> Result<()> {
        self.browser().press(&[Key::Control], Key::Enter).await
    }

    /// What was sent and is not in the conversation yet.
    pub async fn letters(&self) -> Result<Vec<String>> {
        self.read("return all('.letter').map((it) => clean(it.innerText))").await
    }

    /// How many messages of a ticket have this in them, at the desk.
    pub async fn stored(&self, ticket: &str, text: &str) -> Result<usize> {
        let script = format!(
            "return fetch('/support/api/tickets/{ticket}/messages').then((it) => it.json()) \
             .then((it) => it.items.filter((it) => it.text.includes({text:?})).length)"
        );
        self.read(&script).await
    }

    /// Waits until the conversation shows it and nothing is on its way.
    pub async fn wait_until_sent(&self, text: &str) -> Result<()> {
        let script = format!(
            "const inside = (it) => (it.shadowRoot?.textContent ?? '') + [...it.children].map(inside).join(' '); \
             return all('.letter').length === 0 && all('.entry').some((it) => \
             (clean(it.innerText) + clean(inside(it))).includes({text:?}))"
        );
        self.wait(&format!("{text:?} in the conversation"), &script).await
    }

    /// Chooses files: names, media types and contents.
    pub async fn attach(&self, files: &[(&str, &str, Vec<u8>)]) -> Result<()> {
        let files: Vec<Value> = files
            .iter()
            .map(|(name, kind, bytes)| json!({ "name": name, "type": kind, "bytes": bytes }))
            .collect();
        let script = format!(
            "const data = new DataTransfer(); \
             for (const it of {}) data.items.add(new File([new Uint8Array(it.bytes)], it.name, {{ type: it.type }})); \
             const input = find('input[type=file]'); if (!input) return false; \
             input.files = data.files; input.dispatchEvent(new Event('change', {{ bubbles: true }})); return true",
            Value::from(files)
        );
        ensure!(self.eval(&script).await? == true, "there is no way to choose files");
        Ok(())
    }

    /// Presses the way to choose files, which has the focus: whether the browser was asked to let one choose. What
    /// it shows then is its own, and stays away.
    pub async fn asks_for_files(&self) -> Result<bool> {
        let wanted = json!({ "enabled": true });
        self.browser().devtools("Page.setInterceptFileChooserDialog", wanted).await?;
        self.eval(
            "window.__asked = 0; find('input[type=file]').addEventListener('click', () => __asked++)",
        )
        .await?;
        self.press(Key::Enter).await?;
        self.read("return window.__asked === 1").await
    }

    /// Puts a picture on the clipboard, as a key for a screenshot does.
    pub async fn copy_picture(&self) -> Result<()> {
        self.may_use_the_clipboard().await?;
        let script = "const canvas = document.createElement('canvas'); canvas.width = canvas.height = 8;
            canvas.getContext('2d').fillRect(0, 0, 8, 8);
            return new Promise((done) => canvas.toBlob(done, 'image/png'))
                .then((it) => navigator.clipboard.write([new ClipboardItem({ 'image/png': it })])).then(() => true)";
        ensure!(self.eval(script).await? == true);
        Ok(())
    }

    /// Drops a file on the field. Only a pointer can, so this is what the field hears of one.
    pub async fn drop_file(&self, name: &str, kind: &str, text: &str) -> Result<()> {
        let script = format!(
            "const data = new DataTransfer(); data.items.add(new File([{text:?}], {name:?}, {{ type: {kind:?} }})); \
             return !find('.field').dispatchEvent(new DragEvent('drop', {{ dataTransfer: data, bubbles: true, cancelable: true }}))"
        );
        ensure!(self.eval(&script).await? == true, "the browser would open {name} itself");
        Ok(())
    }

    /// The files that go along, and those that do not with the reason.
    pub async fn attached(&self) -> Result<Vec<String>> {
        self.read("return all('.attach__item').map((it) => clean(it.innerText))").await
    }

    /// Waits until nothing is being sent ahead.
    pub async fn wait_for_attached(&self, count: usize) -> Result<()> {
        let script = format!(
            "return all('.attach__item').length === {count} && !all('.attach__item').some((it) => it.innerText.includes('Uploading'))"
        );
        self.wait(&format!("{count} files"), &script).await
    }

    /// The name of the field, for the Tab key.
    pub fn field_name() -> &'static str {
        FIELD
    }
}
