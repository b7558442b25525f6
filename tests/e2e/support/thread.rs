//! A conversation as its reader meets it: files, the window that shows them, what is new.

use anyhow::{Context as _, Result};
use serde::Deserialize;

use super::Page;

/// A file of a message.
#[derive(Clone, Debug, Deserialize, PartialEq)]
pub struct File {
    /// What its button is called, or its name where there is none.
    pub name: String,
    /// What stands beside it.
    pub note: String,
    /// The picture on it is there.
    pub has_picture: bool,
}

/// The window that shows files.
#[derive(Clone, Debug, Deserialize, PartialEq)]
pub struct Window {
    pub name: String,
    /// All that is written in it.
    pub text: String,
    /// The picture's own size, and the size it is shown in; zero while there is none.
    pub natural: (f64, f64),
    pub shown: (f64, f64),
    /// There is a frame in it, with a file of this page.
    pub has_frame: bool,
}

impl Page {
    /// The files of all messages on screen.
    pub async fn files(&self) -> Result<Vec<File>> {
        self.read(
            "return all('.file').map((it) => {
                const img = it.querySelector('img');
                return {
                    name: name(it.querySelector('button') ?? it.querySelector('bdi')),
                    note: clean(it.querySelector('.file__note')?.textContent),
                    has_picture: !!img?.complete && img.naturalWidth > 0 && img.src.startsWith('blob:'),
                };
            })",
        )
        .await
    }

    /// Waits until that many files of messages show a picture.
    pub async fn wait_for_pictures(&self, count: usize) -> Result<()> {
        let script = format!(
            "return all('.file img').filter((it) => it.complete && it.naturalWidth > 0).length >= {count}"
        );
        self.wait(&format!("{count} pictures"), &script).await
    }

    /// Waits until the window that shows files is open and whole.
    pub async fn window(&self) -> Result<Window> {
        self.wait(
            "the window",
            "const it = find('dialog[open]'); return !!it && !it.querySelector('[aria-busy]') && [...it.querySelectorAll('img')].every((it) => it.complete)",
        )
        .await?;
        self.seen_window().await?.context("no window")
    }

    /// The window that shows files, if it is open.
    pub async fn seen_window(&self) -> Result<Option<Window>> {
        self.read(
            "const it = find('dialog[open]'); if (!it) return null;
            const img = it.querySelector('img'); const box = img?.getBoundingClientRect();
            return {
                name: name(it), text: clean(it.innerText), natural: [img?.naturalWidth ?? 0, img?.naturalHeight ?? 0],
                shown: [box?.width ?? 0, box?.height ?? 0],
                has_frame: !!it.querySelector('iframe')?.src.startsWith('blob:'),
            };",
        )
        .await
    }

    /// Waits until that stands in the window.
    pub async fn wait_in_window(&self, text: &str) -> Result<Window> {
        let script = format!("return clean(find('dialog[open]')?.innerText).includes({text:?})");
        self.wait(&format!("{text:?} in the window"), &script).await?;
        self.window().await
    }

    /// Waits until the window is gone.
    pub async fn wait_for_no_window(&self) -> Result<()> {
        self.wait("the window to close", "return !find('dialog')").await
    }

    /// The line above what is new, and how many entries stand above it.
    pub async fn line_of_news(&self) -> Result<Option<(String, usize)>> {
        self.read(
            "const it = find('.news'); if (!it) return null;
            const entries = all('.entry').filter((one) => one.compareDocumentPosition(it) & Node.DOCUMENT_POSITION_FOLLOWING);
            return [clean(it.innerText), entries.length]",
        )
        .await
    }

    /// Scrolls to the newest message.
    pub async fn see_newest(&self) -> Result<()> {
        let script =
            "all('.entry').at(-1).scrollIntoView({ behavior: 'instant', block: 'center' })";
        self.eval(script).await.map(drop)
    }

    /// Whether a row of the list is marked as unread.
    pub async fn is_unread(&self, row: usize) -> Result<bool> {
        self.read(&format!("return all('[data-ticket]')[{row}].matches('[data-unread]')")).await
    }

    /// Waits until a row of the list is no longer marked so.
    pub async fn wait_for_read_row(&self, row: usize) -> Result<()> {
        let script = format!("return !all('[data-ticket]')[{row}]?.matches('[data-unread]')");
        self.wait("a row that was read", &script).await
    }
}
