//! What a page offers to be saved.

use anyhow::Result;

use super::Page;

/// Instead of being saved, it is kept in the page by name and bytes. What is no file goes its way.
const KEEP: &str = "
    window.__offered = [];
    let last;
    const blobs = new Map();
    const offer = (name, blob) => blob.arrayBuffer().then((it) => window.__offered.push([name, [...new Uint8Array(it)]]));
    const make = URL.createObjectURL;
    URL.createObjectURL = (blob) => { const url = make.call(URL, last = blob); blobs.set(url, blob); return url; };
    addEventListener('click', (event) => {
        const it = event.composedPath()[0].closest?.('a[download]');
        if (!blobs.has(it?.href)) return;
        event.preventDefault();
        offer(it.download, blobs.get(it.href));
    }, true);
    const press = HTMLElement.prototype.click;
    HTMLElement.prototype.click = function () {
        if (!this.download) return press.call(this);
        offer(this.download, last);
    };
";

impl Page {
    /// From now on, files that this page and those after it offer are kept.
    pub async fn keep_offers(&self) -> Result<()> {
        self.browser().before_pages(KEEP).await?;
        self.browser().eval(KEEP).await.map(drop)
    }

    /// Waits until there are that many: names and bytes.
    pub async fn wait_for_offers(&self, count: usize) -> Result<Vec<(String, Vec<u8>)>> {
        let script = format!("return (window.__offered ?? []).length >= {count}");
        self.wait(&format!("{count} files"), &script).await?;
        self.read("return window.__offered").await
    }
}
