//! Search, filters and a long list, as a visitor meets them.

use anyhow::{Result, ensure};
use serde::Deserialize;
use serde_json::json;

use super::Page;

/// What a walk through a list came to.
#[derive(Debug, Deserialize)]
pub struct Walk {
    /// Different rows.
    pub seen: u32,
    /// What was not as it should be: a place with another ticket than before, dates out of order.
    pub wrong: Vec<String>,
    /// Most rows in the page at one time.
    pub most_rows: usize,
    /// Bytes of JavaScript and wasm, when the first five thousand rows were seen.
    pub heap_at_first: f64,
    /// And at the end.
    pub heap_at_end: f64,
}

/// Walks on in the page itself, until `count` rows were seen or five seconds are over: notes the rows that
/// are there, and scrolls. Asked for step by step, the driver would leave something behind for each.
const WALK: &str = "
    const rows = find('.rows');
    const walk = (window.__walk ??= { by: new Uint32Array(1e5), seen: 0, last: 0, wrong: [], most: 0 });
    const short = (it) => { let sum = 1; for (const letter of it) sum = Math.imul(sum, 31) + letter.codePointAt(0); return sum >>> 0 || 1; };
    const look = () => {
        const here = all('tbody > tr');
        walk.most = Math.max(walk.most, here.length);
        let last = null;
        for (const row of all('[data-ticket]')) {
            const [place, id] = [row.ariaRowIndex - 1, short(row.dataset.ticket)];
            const at = row.querySelector('.cell--updated time').dateTime;
            if (walk.by[place] && walk.by[place] !== id) walk.wrong.push(`row ${place} is another ticket than before`);
            if (last !== null && last < at) walk.wrong.push(`row ${place} is later than the one before`);
            if (!walk.by[place]) (walk.seen += 1), (walk.last = Math.max(walk.last, place));
            walk.by[place] = id;
            last = at;
        }
        if (walk.seen >= count || here.some((it) => it.ariaBusy === 'true')) return;
        const height = find('[data-ticket]').offsetHeight;
        rows.scrollTop = Math.max(rows.scrollTop + height, (walk.last - 8) * height);
    };
    // Two frames: the rows of the new place are there.
    const drawn = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    return (async () => {
        const end = performance.now() + 5000;
        for (look(); walk.seen < count && performance.now() < end; look()) await drawn();
        return walk.seen;
    })();
";

impl Page {
    /// Writes into what has the focus, as a keyboard does.
    pub async fn type_text(&self, text: &str) -> Result<()> {
        for letter in text.chars() {
            self.browser().press_char(&[], letter).await?;
        }
        Ok(())
    }

    /// Writes this into the search field, in place of what is there.
    pub async fn search(&self, text: &str) -> Result<()> {
        self.click_on("find('input[type=search]')", &[]).await?;
        self.eval("find('input[type=search]').select()").await?;
        self.type_text(text).await
    }

    /// Waits until the line below the list says this.
    pub async fn wait_for_count(&self, text: &str) -> Result<()> {
        let script = format!("return clean(find('.foot__count')?.innerText) === {text:?}");
        self.wait(text, &script).await?;
        self.settled().await
    }

    /// Waits until the list shows what a filter leaves of it.
    pub async fn wait_until_found(&self) -> Result<()> {
        self.wait("a filter to hold", "return find('.find__chip') !== null").await?;
        self.settled().await
    }

    /// Waits until something is marked as found.
    pub async fn wait_until_shown(&self, word: &str) -> Result<()> {
        let script =
            format!("return all('mark').some((it) => it.textContent.toLowerCase() === {word:?})");
        self.wait("what was searched for", &script).await?;
        self.settled().await
    }

    /// Waits for the row with this number.
    pub async fn wait_for_row(&self, id: &str) -> Result<()> {
        let script = format!(
            "return all('[data-ticket] .cell--id').some((it) => clean(it.innerText) === {id:?})"
        );
        self.wait(&format!("the row of {id}"), &script).await
    }

    /// The heads of the columns that show, in their order on screen.
    pub async fn columns(&self) -> Result<Vec<String>> {
        self.read(
            "return all('.row--head > .cell:not(.cell--menu)').filter((it) => it.offsetWidth > 0) \
             .sort((a, b) => a.offsetLeft - b.offsetLeft).map((it) => clean(it.innerText))",
        )
        .await
    }

    /// Whether the cells of every row stand in the order of the heads.
    pub async fn cells_agree(&self) -> Result<bool> {
        self.read(
            "const order = (row) => [...row.children].map((it) => it.className).join(); \
             return all('.row').every((it) => order(it) === order(find('.row--head')))",
        )
        .await
    }

    /// How wide a column is.
    pub async fn column_width(&self, name: &str) -> Result<f64> {
        self.read(&format!("return find('.row--head > .cell--{name}').offsetWidth")).await
    }

    /// Drags the edge of a column's head.
    pub async fn drag_edge(&self, name: &str, by: f64) -> Result<()> {
        let (x, y): (f64, f64) = self
            .read(&format!(
                "const it = find('.row--head > .cell--{name}').getBoundingClientRect(); return [it.right - 2, it.top + it.height / 2]"
            ))
            .await?;
        for (kind, x, buttons) in [
            ("mouseMoved", x, 0),
            ("mousePressed", x, 1),
            ("mouseMoved", x + by, 1),
            ("mouseReleased", x + by, 0),
        ] {
            let event = json!({ "type": kind, "x": x, "y": y, "button": "left", "buttons": buttons, "clickCount": 1 });
            self.browser().devtools("Input.dispatchMouseEvent", event).await?;
        }
        Ok(())
    }

    /// What is marked as found.
    pub async fn marked(&self) -> Result<Vec<String>> {
        self.read("return all('mark').map((it) => it.textContent)").await
    }

    /// Waits until the page's address holds this.
    pub async fn wait_for_address(&self, part: &str) -> Result<()> {
        let script = format!("return decodeURIComponent(location.href).includes({part:?})");
        self.wait(part, &script).await
    }

    /// The browser's own way back.
    pub async fn go_back(&self) -> Result<()> {
        self.eval("history.back()").await.map(drop)
    }

    /// Reads the page again.
    pub async fn reload(&self) -> Result<()> {
        self.browser().reload().await
    }

    /// Scrolls from the first row to the last, and looks at each on the way.
    pub async fn scroll_through(&self, count: u32) -> Result<Walk> {
        // By then all that scrolls was used often enough for the browser to have made its own of it.
        self.walk_on(5_000).await?;
        let heap_at_first = self.heap().await?;
        self.walk_on(count).await?;
        let heap_at_end = self.heap().await?;
        let told: (u32, Vec<String>, usize) =
            self.read("return [__walk.seen, __walk.wrong.slice(0, 5), __walk.most]").await?;
        let (seen, wrong, most_rows) = told;
        Ok(Walk { seen, wrong, most_rows, heap_at_first, heap_at_end })
    }

    async fn walk_on(&self, count: u32) -> Result<()> {
        let script = format!("const count = {count};{WALK}");
        let (mut seen, mut in_vain) = (0, 0);
        while seen < count {
            let before = seen;
            seen = self.read(&script).await?;
            in_vain = if seen > before { 0 } else { in_vain + 1 };
            ensure!(in_vain < 4, "no row came after the first {seen}");
        }
        Ok(())
    }

    /// Bytes in use after a collection. The page before this one goes with the first, its wrappers with the second.
    async fn heap(&self) -> Result<f64> {
        for _ in 0..2 {
            self.browser().devtools("HeapProfiler.collectGarbage", json!({})).await?;
        }
        let usage = self.browser().devtools("Runtime.getHeapUsage", json!({})).await?;
        let wasm: f64 = self.read("return __memory.buffer.byteLength").await?;
        Ok(usage["usedSize"].as_f64().unwrap_or_default() + wasm)
    }
}
