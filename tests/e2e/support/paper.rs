//! A page on paper, and files that are opened beside it.

use anyhow::Result;
use serde::Deserialize;
use serde_json::json;

use super::Page;

/// What of the widget is on paper.
#[derive(Clone, Debug, Deserialize, PartialEq)]
pub struct Paper {
    /// Subjects of the list, in order.
    pub subjects: Vec<String>,
    /// How its head is repeated.
    pub head: String,
    /// Something is cut off at the end of a region that scrolls.
    pub is_cut: bool,
    /// Names of what could be pressed or written into.
    pub controls: Vec<String>,
    /// Of the page and its letters.
    pub colours: (String, String),
}

/// A file that is opened as a page.
#[derive(Clone, Debug, Deserialize, PartialEq)]
pub struct Opened {
    pub text: String,
    pub lang: String,
    /// Its own style is taken.
    pub is_styled: bool,
    /// Whatever its policy kept it from.
    pub kept_from: Vec<String>,
}

impl Page {
    /// The page as it is printed, in the dark; `look` is at what is there then.
    pub async fn printed(&self) -> Result<Paper> {
        let dark = json!([{ "name": "prefers-color-scheme", "value": "dark" }]);
        let print = json!({ "media": "print", "features": dark });
        self.browser().devtools("Emulation.setEmulatedMedia", print).await?;
        self.eval("dispatchEvent(new Event('beforeprint'))").await?;
        self.read(
            "const of = (it) => it.querySelector('.cell--subject');
            const rows = all('tbody:last-of-type > .row').filter(shown);
            const it = find('.rows');
            const look = getComputedStyle(find('.deskpane'));
            return {
                subjects: rows.map((it) => clean(of(it).innerText)),
                head: find('thead') ? getComputedStyle(find('thead')).display : '',
                is_cut: !!it && it.scrollHeight > it.clientHeight + 1,
                controls: all('button:not(.head), select, input, textarea, [contenteditable]').filter(shown).map(name),
                colours: [look.backgroundColor, look.color],
            }",
        )
        .await
    }

    /// Waits for what prints all rows: it comes after the list.
    pub async fn wait_for_paper(&self) -> Result<()> {
        let script = "dispatchEvent(new Event('beforeprint')); const is = !!find('.paper');
            dispatchEvent(new Event('afterprint')); return is";
        self.wait("what prints", script).await
    }

    /// Back on screen.
    pub async fn put_away(&self) -> Result<()> {
        let screen = json!({ "media": "", "features": [] });
        self.browser().devtools("Emulation.setEmulatedMedia", screen).await?;
        self.eval("dispatchEvent(new Event('afterprint'))").await.map(drop)
    }

    /// Scrolls the list as far as it goes.
    pub async fn scroll_to_the_end(&self) -> Result<()> {
        self.eval("const it = find('.rows'); it.scrollTop = it.scrollHeight").await.map(drop)
    }

    /// How many rows of the list are loaded, as its foot has it.
    pub async fn loaded(&self) -> Result<usize> {
        self.read("return Number(clean(find('.foot__count').innerText).match(/\\d+/)[0])").await
    }

    /// How often the page is told that it will be printed while it really is.
    pub async fn print(&self) -> Result<u64> {
        self.eval("window.__printed = 0; addEventListener('beforeprint', () => __printed++)")
            .await?;
        self.browser().devtools("Page.printToPDF", json!({})).await?;
        self.read("return window.__printed").await
    }

    /// Opens a file as a page of its own.
    pub async fn open_file(&self, html: &[u8]) -> Result<Opened> {
        let folder = super::temporary();
        std::fs::create_dir_all(&folder)?;
        let file = folder.join("takeaway.html");
        std::fs::write(&file, html)?;
        self.browser().goto(&format!("file://{}", file.display())).await?;
        let opened = self
            .browser()
            .eval(
                "return {
                    text: document.body.innerText, lang: document.documentElement.lang,
                    is_styled: getComputedStyle(document.body).maxWidth !== 'none',
                    kept_from: window.__watch.violations,
                }",
            )
            .await?;
        std::fs::remove_dir_all(&folder)?;
        Ok(serde_json::from_value(opened)?)
    }
}
