//! The widget in a page, as its visitor meets it: the only code that knows how it is built.

use anyhow::{Context as _, Result, bail, ensure};
use fantoccini::key::Key;
use serde_json::{Value, json};

use super::{
    browser::{Browser, until},
    site::Site,
    tree::{Tree, plain},
};

/// What the scripts below share. The shadow root is open, so a script reaches into it.
const HELP: &str = "
    const pane = [...document.querySelectorAll('desk-pane:not([view=badge])')][window.__at ?? 0];
    const shadow = pane?.shadowRoot;
    const all = (selector) => [...(shadow?.querySelectorAll(selector) ?? [])];
    const find = (selector) => all(selector)[0] ?? null;
    const clean = (text) => (text ?? '').replace(/[\\u2066-\\u2069\\u200e\\u200f]/g, '').replace(/\\s+/g, ' ').trim();
    const shown = (it) => it.checkVisibility({ visibilityProperty: true });
    const name = (it) => clean(it.getAttribute('aria-label') ?? it.labels?.[0]?.innerText ?? (it.innerText ?? it.textContent));
    const named = (text) => all('button, a, select, summary, input, [role=button], [role=menuitem]')
        .filter((it) => shown(it) && name(it) === text);
    const screen = () => clean(find('.deskpane')?.innerText);
    const active = () => { let it = document.activeElement; while (it?.shadowRoot?.activeElement) it = it.shadowRoot.activeElement; return it; };
";

/// A page with the widget in it.
pub struct Page {
    browser: Browser,
    url: String,
    site: Option<Site>,
}

impl Page {
    /// In `browser`, at `url`; `site` is what answers there, where the test itself started it.
    pub fn new(browser: Browser, url: String, site: Option<Site>) -> Self {
        Self { browser, url, site }
    }

    /// What the test's own help centre was asked for, in order: paths with their queries.
    pub fn asked(&self) -> Vec<String> {
        self.site.as_ref().map(Site::asked).unwrap_or_default()
    }

    /// The browser, for what is not the widget's.
    pub fn browser(&self) -> &Browser {
        &self.browser
    }

    /// The site's address, without a slash at the end.
    pub fn url(&self) -> &str {
        &self.url
    }

    pub async fn close(self) {
        if let Err(why) = self.browser.close().await {
            eprintln!("closing the browser: {why:#}");
        }
    }

    /// What to know when a test failed.
    pub async fn report(&self) -> String {
        let text = self.text().await.unwrap_or_default();
        let watch = self.browser.eval("return window.__watch").await.unwrap_or_default();
        let console = self.browser.whole_console().await.unwrap_or_default();
        format!(
            "on screen: {text}\nfocus: {:?}\nseen: {watch}\nconsole: {console:#?}",
            self.focused().await.ok()
        )
    }

    // Going places

    /// Goes to a path of the site; the widget may not be there yet.
    pub async fn goto(&self, path: &str) -> Result<()> {
        self.browser.goto(&format!("{}{path}", self.url)).await
    }

    /// Goes to a path and waits until the widget shows something of its own.
    pub async fn open(&self, path: &str) -> Result<()> {
        self.goto(path).await?;
        self.ready().await
    }

    /// Becomes one of the demo's accounts.
    pub async fn sign_in(&self, account: &str) -> Result<()> {
        self.goto("/sign-in").await?;
        let done = self.post("/sign-in", account).await?;
        ensure!(done == true, "the demo did not sign {account} in");
        Ok(())
    }

    /// Sends the form of the site's own sign-in or sign-out from the page that is open.
    pub async fn post(&self, path: &str, account: &str) -> Result<Value> {
        self.browser
            .eval(&format!("return {}.then((it) => it.ok)", Self::posting(path, account)))
            .await
    }

    /// What sends that form: JavaScript, and a promise of the answer.
    pub fn posting(path: &str, account: &str) -> String {
        format!(
            "fetch({path:?}, {{ method: 'POST', body: new URLSearchParams({{ account: {account:?} }}), \
             headers: {{ accept: 'application/json' }} }})"
        )
    }

    /// Somebody signs in while the widget stands there, and the page says so.
    pub async fn sign_in_here(&self, account: &str) -> Result<()> {
        let signed_in = Self::posting("/sign-in", account);
        let script = format!("return {signed_in}.then(() => {{ pane.sessionChanged(); }})");
        self.eval(&script).await.map(drop)
    }

    // What is there

    /// The value of a function body with the helpers above.
    pub async fn eval(&self, script: &str) -> Result<Value> {
        self.browser.eval(&format!("{HELP}{script}")).await
    }

    /// The same, as a value of ours.
    pub async fn read<T: serde::de::DeserializeOwned>(&self, script: &str) -> Result<T> {
        let value = self.eval(script).await?;
        serde_json::from_value(value.clone()).with_context(|| format!("{script} gave {value}"))
    }

    /// Waits until a function body gives `true`.
    pub async fn wait(&self, what: &str, script: &str) -> Result<()> {
        until(what, async || Ok(self.eval(script).await? == true)).await
    }

    /// Waits until the widget is up and nothing in it is on its way.
    pub async fn ready(&self) -> Result<()> {
        self.wait("the widget", "return !!pane?.ready").await?;
        let state = self
            .eval("return pane.ready.then(() => '', (cause) => `it failed: ${cause.message}`)")
            .await?;
        ensure!(state == "", "the widget: {state}");
        self.hear_what_is_said().await?;
        self.settled().await
    }

    /// Waits until nothing in the widget is on its way.
    pub async fn settled(&self) -> Result<()> {
        // What stands around the rows, and their dates, come with the frame after them.
        let script =
            "return !find('[aria-busy=true], .skeleton, .sk, .foot:empty') && screen() !== ''";
        self.wait("the widget to settle", script).await
    }

    /// Waits until a text is on screen, in the widget.
    pub async fn wait_for(&self, text: &str) -> Result<()> {
        self.wait(&format!("{text:?}"), &format!("return screen().includes({text:?})")).await
    }

    /// Waits until it is not.
    pub async fn wait_until_gone(&self, text: &str) -> Result<()> {
        self.wait(&format!("{text:?} to go"), &format!("return !screen().includes({text:?})")).await
    }

    /// All that is on screen in the widget, in one line.
    pub async fn text(&self) -> Result<String> {
        self.read("return screen()").await
    }

    /// Everything in the shadow root, also what nobody sees.
    pub async fn source(&self) -> Result<String> {
        self.read("return shadow?.innerHTML ?? ''").await
    }

    pub async fn shows(&self, text: &str) -> Result<bool> {
        Ok(self.text().await?.contains(text))
    }

    /// The headings in order, with their levels.
    pub async fn headings(&self) -> Result<Vec<(u8, String)>> {
        self.read(
            "return all('h1,h2,h3,h4,h5,h6,[role=heading]').filter(shown).map((it) => \
             [Number(it.getAttribute('aria-level') ?? it.localName[1]), clean(it.innerText)])",
        )
        .await
    }

    /// The first heading.
    pub async fn heading(&self) -> Result<String> {
        let first = self.headings().await?.into_iter().next();
        Ok(first.map(|it| it.1).unwrap_or_default())
    }

    /// The language and direction that the widget says it has.
    pub async fn language(&self) -> Result<(String, String)> {
        self.read("const it = find('[lang][dir]'); return [it?.lang ?? '', it?.dir ?? '']").await
    }

    // Doing something

    /// Clicks the control of that name.
    pub async fn click(&self, name: &str) -> Result<()> {
        self.wait(&format!("the control {name:?}"), &format!("return named({name:?}).length > 0"))
            .await?;
        self.click_on(&format!("named({name:?})[0]"), &[]).await
    }

    /// Whether there is a control of that name.
    pub async fn has(&self, name: &str) -> Result<bool> {
        self.read(&format!("return named({name:?}).length > 0")).await
    }

    /// What the control is called whose name begins so.
    pub async fn starting(&self, start: &str) -> Result<String> {
        self.read(&format!(
            "return all('button, summary').filter(shown).map(name).find((it) => it.startsWith({start:?})) ?? ''"
        ))
        .await
    }

    /// A click on what an expression gives, while `held` are down.
    pub async fn click_on(&self, expression: &str, held: &[Key]) -> Result<()> {
        let spot: Option<(f64, f64)> = self
            .read(&format!(
                "const it = {expression}; if (!it) return null; \
                 it.scrollIntoView({{ block: 'center', behavior: 'instant' }}); \
                 const at = it.getBoundingClientRect(); return [at.x + at.width / 2, at.y + at.height / 2]"
            ))
            .await?;
        let Some((x, y)) = spot else { bail!("there is no {expression}") };
        self.browser.click_at(x, y, held).await
    }

    /// Chooses in the control of that name, by what the choice is called.
    pub async fn choose(&self, control: &str, option: &str) -> Result<()> {
        ensure!(self.has(control).await?, "there is no {control:?}");
        let way: i64 = self
            .read(&format!(
                "const it = named({control:?})[0]; it.focus(); \
                 return [...it.options].findIndex((it) => clean(it.textContent) === {option:?}) - it.selectedIndex"
            ))
            .await?;
        for _ in 0..way.abs() {
            self.press(if way > 0 { Key::Down } else { Key::Up }).await?;
        }
        let script = format!(
            "const it = named({control:?})[0]; return clean(it.selectedOptions[0]?.textContent) === {option:?}"
        );
        self.wait(&format!("{option:?} in {control:?}"), &script).await
    }

    pub async fn press(&self, key: Key) -> Result<()> {
        self.browser.press(&[], key).await
    }

    /// Presses Tab until what has the focus is called so.
    pub async fn tab_to(&self, name: &str) -> Result<()> {
        self.tab(&[], name).await
    }

    /// Presses Shift and Tab until what has the focus is called so.
    pub async fn tab_back_to(&self, name: &str) -> Result<()> {
        self.tab(&[Key::Shift], name).await
    }

    async fn tab(&self, held: &[Key], name: &str) -> Result<()> {
        let mut seen = Vec::new();
        for _ in 0..80 {
            self.browser.press(held, Key::Tab).await?;
            let at = self.focused().await?;
            if at == name {
                return Ok(());
            }
            seen.push(at);
        }
        bail!("Tab never reaches {name:?}, only {seen:?}")
    }

    /// Lets the page read what was copied.
    pub async fn may_use_the_clipboard(&self) -> Result<()> {
        let wanted = json!({
            "permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"],
            "origin": self.url,
        });
        self.browser.devtools("Browser.grantPermissions", wanted).await.map(drop)
    }

    /// What was copied.
    pub async fn clipboard(&self) -> Result<String> {
        let text: String = self.read("return navigator.clipboard.readText()").await?;
        Ok(plain(&text))
    }

    /// Waits until what was copied begins so.
    pub async fn wait_for_clipboard(&self, start: &str) -> Result<()> {
        until(&format!("{start:?} on the clipboard"), async || {
            Ok(self.clipboard().await?.starts_with(start))
        })
        .await
    }

    /// What the focus is on is called: in the widget or in the page.
    pub async fn focused(&self) -> Result<String> {
        self.read("const it = active(); return it && it !== document.body ? name(it) : ''").await
    }

    /// Whether something of the widget has the focus: it is nowhere, and a reader at the top again, where it is lost.
    pub async fn has_focus(&self) -> Result<bool> {
        self.read("return document.activeElement === pane && active() !== pane").await
    }

    /// Waits until that has the focus.
    pub async fn wait_for_focus(&self, name: &str) -> Result<()> {
        until(&format!("the focus on {name:?}"), async || Ok(self.focused().await? == name)).await
    }

    /// Waits until what has the focus has that in its name.
    pub async fn wait_for_focus_in(&self, part: &str) -> Result<()> {
        let ask = async || Ok(self.focused().await?.contains(part));
        until(&format!("the focus on {part:?}"), ask).await
    }

    // The page around it

    /// An element's own attribute, as the page's author would set it.
    pub async fn set(&self, attribute: &str, value: &str) -> Result<()> {
        self.eval(&format!("pane.setAttribute({attribute:?}, {value:?})")).await.map(drop)
    }

    /// Whether the page's own link stands in the widget's place, and a press there hits it.
    pub async fn fallback_shows(&self) -> Result<bool> {
        let script = "const it = pane.querySelector('a');
            if (!it?.checkVisibility()) return false;
            it.scrollIntoView({ block: 'nearest' });
            const { x, y, width, height } = it.getBoundingClientRect();
            return height > 0 && it.contains(document.elementFromPoint(x + width / 2, y + height / 2))";
        Ok(self.eval(script).await? == true)
    }

    /// How the page around the widget looks: its own headings, texts and controls.
    pub async fn host_look(&self) -> Result<Value> {
        self.eval(
            "return [...document.querySelectorAll('h1, main > p, main > p > *')].map((it) => {
                const { font, color, margin, display } = getComputedStyle(it);
                const { x, width, height } = it.getBoundingClientRect();
                return [it.localName, font, color, margin, display, x, width, height];
            })",
        )
        .await
    }

    /// The language that a text in the widget is marked with.
    pub async fn language_of(&self, text: &str) -> Result<Option<String>> {
        self.read(&format!(
            "const it = all('*').find((it) => clean(it.textContent) === {text:?} && !it.children.length); \
             return it?.closest('[lang]')?.lang"
        ))
        .await
    }

    /// Which of the widgets of the page all this is about, the badge not counted.
    pub async fn look_at(&self, at: usize) -> Result<()> {
        self.browser.eval(&format!("window.__at = {at}")).await.map(drop)
    }

    /// The page as assistive technology gets it.
    pub async fn tree(&self) -> Result<Tree> {
        Ok(Tree::new(&self.browser.devtools("Accessibility.getFullAXTree", json!({})).await?))
    }

    /// M3, M7: the page's policy was kept, and its console has no error.
    pub async fn is_quiet(&self) -> Result<()> {
        let watch = self.browser.eval("return window.__watch").await?;
        let nothing = json!([]);
        ensure!(watch["violations"] == nothing, "violations: {}", watch["violations"]);
        ensure!(watch["errors"] == nothing, "errors: {}", watch["errors"]);
        let console = self.browser.whole_console().await?;
        ensure!(console.iter().all(|it| it.0 != "SEVERE"), "console: {console:#?}");
        Ok(())
    }

    /// M7: quiet, and nothing moved but what a person had just asked for.
    pub async fn is_still(&self) -> Result<()> {
        let watch = self.browser.eval("return window.__watch").await?;
        ensure!(watch["shift"] == 0, "the page jumped: {}", watch["shifts"]);
        self.is_quiet().await
    }

    /// The warnings on the console, on all pages so far.
    pub async fn warnings(&self) -> Result<Vec<String>> {
        let console = self.browser.whole_console().await?;
        Ok(console.into_iter().filter(|it| it.0 == "WARNING").map(|it| it.1).collect())
    }
}
