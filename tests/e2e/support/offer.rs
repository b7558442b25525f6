//! What a page offers to be saved.

use anyhow::Result;

use super::Page;

/// Instead of being saved, it is kept in the page by name and bytes. What is no file goes its way.
const KEEP: &str = "
    window.__offered = [];
    let last;
    const make = URL.createObjectURL;
    URL.createObjectURL = (blob) => { last = blob; return make.call(URL, blob); };
    const press = HTMLElement.prototype.click;
    HTMLElement.prototype.click = function () {
        if (!this.download) return press.call(this);
        const name = this.download;
        last.arrayBuffer().then((it) => window.__offered.push([name, [...new Uint8Array(it)]]));
    };
";

impl Page {
    /// From now on, files that this page offers are kept.
    pub async fn keep_offers(&self) -> Result<()> {
        self.browser().eval(KEEP).await.map(drop)
    }

    /// Waits until there are that many: names and bytes.
    pub async fn wait_for_offers(&self, count: usize) -> Result<Vec<(String, Vec<u8>)>> {
        let script = format!("return (window.__offered ?? []).length >= {count}");
        self.wait(&format!("{count} files"), &script).await?;
        self.read("return window.__offered").await
    }
}
