//! Chromium, by WebDriver where it has a word for it and by the DevTools protocol where not.

use std::{
    env, fs,
    future::Future,
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

use anyhow::{Context as _, Result, bail};
use fantoccini::{
    Client, ClientBuilder,
    actions::{
        Actions, InputSource as _, KeyAction, KeyActions, MOUSE_BUTTON_LEFT, MouseActions,
        PointerAction,
    },
    key::Key,
    wd::WebDriverCompatibleCommand,
};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Map, Value, json};

use super::site::root;

/// How long anything may take. Generous: on a loaded machine a slow pass is still a pass.
pub const PATIENCE: Duration = Duration::from_secs(60);
const PAUSE: Duration = Duration::from_millis(25);

/// For who looks for tests that fail on a busy machine: how many times slower each page is than its processor, and how
/// many milliseconds each step of a test waits before it is taken.
const SLOW_PAGE: &str = "DESKPANE_SLOW_PAGE";
const SLOW_TEST: &str = "DESKPANE_SLOW_TEST";

/// Before any script of a page: what the browser reports only to those who listen.
const WATCH: &str = "
    window.__watch = { violations: [], errors: [], shift: 0, shifts: [] };
    document.addEventListener('securitypolicyviolation', (event) =>
        __watch.violations.push(`${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber} ${event.sample}`));
    addEventListener('error', (event) => __watch.errors.push(`${event.message ?? event.target?.outerHTML}`), true);
    addEventListener('unhandledrejection', (event) => __watch.errors.push(`rejected: ${event.reason?.message ?? event.reason}`));
    new PerformanceObserver((list) => {
        for (const it of list.getEntries()) {
            if (it.hadRecentInput) continue;
            __watch.shift += it.value;
            __watch.shifts.push(it.value.toFixed(4) + ' ' + it.sources.map((one) => `${one.node?.nodeName}.${one.node?.className}`
                + ` ${JSON.stringify(one.previousRect)} to ${JSON.stringify(one.currentRect)}`).join(', '));
        }
    }).observe({ type: 'layout-shift', buffered: true });
";

/// A browser of its own profile. `close` ends it.
pub struct Browser {
    client: Client,
    said: Mutex<Vec<(String, String)>>,
}

impl Browser {
    pub async fn start(driver: &str) -> Result<Self> {
        let text =
            fs::read_to_string(root().join("webdriver.json")).context("reading webdriver.json")?;
        let mut wanted: Map<String, Value> =
            serde_json::from_str(&text).context("reading webdriver.json")?;
        let args = wanted
            .get_mut("goog:chromeOptions")
            .and_then(|it| it["args"].as_array_mut())
            .context("webdriver.json names no args")?;
        args.push("--window-size=1200,900".into());
        // A scroll bar that appears moves a page from right to left, whoever made it longer.
        args.push("--hide-scrollbars".into());
        // Sixty lives of a widget are one script.
        wanted.insert("timeouts".to_owned(), json!({ "script": 600_000 }));
        wanted.insert("goog:loggingPrefs".to_owned(), json!({ "browser": "ALL" }));
        let mut builder = ClientBuilder::new(HttpConnector::new());
        builder.capabilities(wanted);
        let browser = Self { client: builder.connect(driver).await?, said: Mutex::default() };
        browser.prepare_tab().await?;
        Ok(browser)
    }

    async fn prepare_tab(&self) -> Result<()> {
        if let Some(times) = number(SLOW_PAGE) {
            let slower = json!({ "rate": times });
            self.devtools("Emulation.setCPUThrottlingRate", slower).await?;
        }
        self.before_pages(WATCH).await
    }

    async fn linger(&self) {
        if let Some(millis) = number(SLOW_TEST) {
            tokio::time::sleep(Duration::from_millis(millis)).await;
        }
    }

    pub async fn close(self) -> Result<()> {
        Ok(self.client.close().await?)
    }

    /// `script` runs at the start of every page from now on.
    pub async fn before_pages(&self, script: &str) -> Result<()> {
        let source = json!({ "source": script });
        self.devtools("Page.addScriptToEvaluateOnNewDocument", source).await.map(drop)
    }

    /// The size of the page's window from now on.
    pub async fn resize(&self, width: u32, height: u32) -> Result<()> {
        let size =
            json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        self.devtools("Emulation.setDeviceMetricsOverride", size).await.map(drop)
    }

    /// Goes to a page and waits for its load event.
    pub async fn goto(&self, url: &str) -> Result<()> {
        self.client.goto(url).await.with_context(|| format!("going to {url}"))
    }

    pub async fn reload(&self) -> Result<()> {
        Ok(self.client.refresh().await?)
    }

    /// The value of a function body, run in the page; a promise is waited for.
    pub async fn eval(&self, script: &str) -> Result<Value> {
        self.linger().await;
        // What is its own stands at its end; before that, help that all scripts share.
        let end = || script.char_indices().rev().nth(800).map_or(script, |(at, _)| &script[at..]);
        self.client.execute(script, Vec::new()).await.with_context(|| format!("running {}", end()))
    }

    /// A command of the DevTools protocol.
    pub async fn devtools(&self, command: &str, params: Value) -> Result<Value> {
        let body = json!({ "cmd": command, "params": params });
        let command = Command { path: "goog/cdp/execute", body };
        self.client.issue_cmd(command).await.context("asking the browser's DevTools")
    }

    /// What the console and the browser itself said since the last call: level and message.
    pub async fn console(&self) -> Result<Vec<(String, String)>> {
        let command = Command { path: "se/log", body: json!({ "type": "browser" }) };
        let entries = self.client.issue_cmd(command).await.context("reading the browser's log")?;
        let word = |it: &Value| it.as_str().unwrap_or_default().to_owned();
        let entries = entries.as_array().into_iter().flatten();
        let entries: Vec<(String, String)> =
            entries.map(|it| (word(&it["level"]), word(&it["message"]))).collect();
        let mut said = self.said.lock().unwrap_or_else(PoisonError::into_inner);
        said.extend(entries.iter().cloned());
        Ok(entries)
    }

    /// What they said so far, on all pages.
    pub async fn whole_console(&self) -> Result<Vec<(String, String)>> {
        self.console().await?;
        Ok(self.said.lock().unwrap_or_else(PoisonError::into_inner).clone())
    }

    /// A key, pressed and released while `held` are down.
    pub async fn press(&self, held: &[Key], key: Key) -> Result<()> {
        self.press_char(held, key.into()).await
    }

    pub async fn press_char(&self, held: &[Key], key: char) -> Result<()> {
        self.linger().await;
        let mut keys = KeyActions::new("keys".to_owned());
        for it in held {
            keys = keys.then(KeyAction::Down { value: (*it).into() });
        }
        keys = keys.then(KeyAction::Down { value: key }).then(KeyAction::Up { value: key });
        for it in held.iter().rev() {
            keys = keys.then(KeyAction::Up { value: (*it).into() });
        }
        self.client.perform_actions(keys).await.context("pressing a key")
    }

    /// A click of the left button at a point of the viewport while `held` are down.
    pub async fn click_at(&self, x: f64, y: f64, held: &[Key]) -> Result<()> {
        let keys = |up: bool| {
            let keys = KeyActions::new("keys".to_owned());
            held.iter().fold(keys, |keys, it| {
                let value = (*it).into();
                keys.then(if up { KeyAction::Up { value } } else { KeyAction::Down { value } })
            })
        };
        self.linger().await;
        let mouse = MouseActions::new("mouse".to_owned())
            .then(PointerAction::MoveTo { duration: None, x, y })
            .then(PointerAction::Down { button: MOUSE_BUTTON_LEFT })
            .then(PointerAction::Up { button: MOUSE_BUTTON_LEFT });
        // Each costs time, in which what is to be clicked may move.
        if !held.is_empty() {
            self.client.perform_actions(keys(false)).await?;
        }
        self.client.perform_actions(Actions::from(mouse)).await.context("clicking")?;
        if !held.is_empty() {
            self.client.perform_actions(keys(true)).await?;
        }
        Ok(())
    }

    /// Goes on in the tab that was opened last, once there is more than one.
    pub async fn follow_new_tab(&self) -> Result<()> {
        let here = self.client.window().await?;
        let begin = Instant::now();
        loop {
            let tabs = self.client.windows().await?;
            if let Some(tab) = tabs.into_iter().find(|it| *it != here) {
                return Ok(self.client.switch_to_window(tab).await?);
            }
            if begin.elapsed() > PATIENCE {
                bail!("no tab was opened");
            }
            tokio::time::sleep(PAUSE).await;
        }
    }

    /// Opens one more tab and goes on in it; the name of the one before.
    pub async fn new_tab(&self) -> Result<String> {
        let here = self.client.window().await?;
        let new = self.client.new_window(true).await.context("opening a tab")?;
        self.client.switch_to_window(new.handle).await?;
        self.prepare_tab().await?;
        Ok(here.into())
    }

    /// Looks at another tab and goes on in it; the name of the one before.
    pub async fn look_at_tab(&self, name: &str) -> Result<String> {
        let here = self.client.window().await?;
        self.client.switch_to_window(name.to_owned().try_into()?).await?;
        self.devtools("Page.bringToFront", json!({})).await?;
        Ok(here.into())
    }

    /// The tab's process dies; goes on in another one.
    pub async fn crash(&self) -> Result<()> {
        let old = self.new_tab().await?;
        let new = self.client.window().await?;
        self.client.switch_to_window(old.try_into()?).await?;
        // A dead tab says nothing, not even that it is dead.
        let dying = self.devtools("Page.crash", json!({}));
        let _ = tokio::time::timeout(Duration::from_secs(2), dying).await;
        Ok(self.client.switch_to_window(new).await?)
    }

    /// Closes a tab, wherever one is.
    pub async fn close_tab(&self, name: &str) -> Result<()> {
        let here = self.client.window().await?;
        self.client.switch_to_window(name.to_owned().try_into()?).await?;
        self.client.close_window().await?;
        Ok(self.client.switch_to_window(here).await?)
    }

    /// The page's address.
    pub async fn address(&self) -> Result<String> {
        Ok(self.client.current_url().await?.to_string())
    }
}

fn number(name: &str) -> Option<u64> {
    env::var(name).ok()?.parse().ok()
}

/// Asks until the answer is yes; `what` is for the error.
pub async fn until<F: Future<Output = Result<bool>>>(
    what: &str,
    ask: impl Fn() -> F,
) -> Result<()> {
    let begin = Instant::now();
    while !ask().await? {
        if begin.elapsed() > PATIENCE {
            bail!("waited {} s for {what}", PATIENCE.as_secs());
        }
        tokio::time::sleep(PAUSE).await;
    }
    Ok(())
}

/// A command that WebDriver itself does not know.
#[derive(Debug)]
struct Command {
    path: &'static str,
    body: Value,
}

impl WebDriverCompatibleCommand for Command {
    fn endpoint(
        &self,
        base_url: &url::Url,
        session_id: Option<&str>,
    ) -> Result<url::Url, url::ParseError> {
        let session = session_id.unwrap_or_default();
        base_url.join(&format!("session/{session}/{}", self.path))
    }

    fn method_and_body(&self, _: &url::Url) -> (http::Method, Option<String>) {
        (http::Method::POST, Some(self.body.to_string()))
    }
}
