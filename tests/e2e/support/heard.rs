//! What a page hears of the widget: its events, and what it says in its live region.

use anyhow::Result;
use serde_json::Value;

use super::Page;

impl Page {
    /// From now on, the events of that name on this page are kept.
    pub async fn listen(&self, event: &str) -> Result<()> {
        let script = format!(
            "(window.__events ??= {{}})[{event:?}] = []; \
             document.addEventListener({event:?}, (event) => __events[{event:?}].push(event.detail))"
        );
        self.browser().before_pages(&script).await?;
        self.browser().eval(&script).await.map(drop)
    }

    /// What they carried.
    pub async fn events(&self, event: &str) -> Result<Vec<Value>> {
        self.read(&format!("return window.__events?.[{event:?}] ?? []")).await
    }

    /// Waits until there are that many.
    pub async fn wait_for_events(&self, event: &str, count: usize) -> Result<Vec<Value>> {
        let script = format!("return (window.__events?.[{event:?}] ?? []).length >= {count}");
        self.wait(event, &script).await?;
        self.events(event).await
    }

    /// From now on, what the widget says on this page is kept: it is gone before a slow test looks.
    pub(super) async fn hear_what_is_said(&self) -> Result<()> {
        let script = "const region = find('.toast');
            if (!region || region.__heard) return;
            region.__heard = true;
            window.__said ??= [];
            new MutationObserver(() => region.textContent && __said.push(clean(region.textContent)))
                .observe(region, { childList: true, characterData: true, subtree: true })";
        self.eval(script).await.map(drop)
    }

    /// All that was said and not waited for.
    pub async fn said(&self) -> Result<Vec<String>> {
        self.read("return window.__said ?? []").await
    }

    /// Waits until that is said, after what was waited for before.
    pub async fn wait_for_said(&self, text: &str) -> Result<()> {
        let script = format!(
            "const at = (window.__said ?? []).indexOf({text:?}); \
             if (at >= 0) __said.splice(0, at + 1); return at >= 0"
        );
        self.wait(&format!("{text:?} to be said"), &script).await
    }
}
