//! A browser to look at pages with: just enough WebDriver for screenshots and measurements.
//!
//! Plain HTTP over a socket, because the driver is a local program and xtask has to compile in
//! seconds. The end-to-end tests use a real client.

use std::{
    env, fs,
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::{Ipv4Addr, TcpListener, TcpStream},
    path::PathBuf,
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context as _, Result, bail};
use serde_json::{Value, json};

use crate::run::{root, which};

/// How long a page may take.
const PATIENCE: Duration = Duration::from_secs(60);

/// Chromium with its driver. Dropping it ends both.
pub struct Browser {
    driver: Child,
    port: u16,
    session: String,
    profile: PathBuf,
}

impl Browser {
    /// Starts one that has never been anywhere.
    pub fn start() -> Result<Self> {
        let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port();
        let driver = which("chromedriver").context("chromedriver is not on the PATH")?;
        let driver = Command::new(driver)
            .arg(format!("--port={port}"))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .context("starting chromedriver")?;
        let profile =
            env::temp_dir().join(format!("deskpane-browser-{}-{port}", std::process::id()));
        let mut browser = Self { driver, port, session: String::new(), profile };
        let begin = Instant::now();
        while TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_err() {
            if begin.elapsed() > PATIENCE {
                bail!("chromedriver does not answer");
            }
            thread::sleep(Duration::from_millis(20));
        }
        let text =
            fs::read_to_string(root().join("webdriver.json")).context("reading webdriver.json")?;
        let mut wanted: Value = serde_json::from_str(&text).context("reading webdriver.json")?;
        let args = wanted["goog:chromeOptions"]["args"]
            .as_array_mut()
            .context("webdriver.json names no args")?;
        args.push(format!("--user-data-dir={}", browser.profile.display()).into());
        // Measuring the heap is honest only right after a collection.
        args.push("--js-flags=--expose-gc".into());
        args.push("--enable-precise-memory-info".into());
        let made = browser.send(
            "POST",
            "/session",
            &json!({ "capabilities": { "alwaysMatch": wanted } }),
        )?;
        browser.session =
            made["sessionId"].as_str().context("chromedriver gave no session")?.to_owned();
        Ok(browser)
    }

    /// Goes to a page and waits for its load event.
    pub fn go(&self, url: &str) -> Result<()> {
        self.post("url", &json!({ "url": url })).map(drop)
    }

    /// The value of a function body, run in the page.
    pub fn eval(&self, script: &str) -> Result<Value> {
        self.post("execute/sync", &json!({ "script": script, "args": [] }))
    }

    /// Evaluates until the value is true; `what` is for the error.
    pub fn until(&self, what: &str, script: &str) -> Result<()> {
        let begin = Instant::now();
        while self.eval(script)? != Value::Bool(true) {
            if begin.elapsed() > PATIENCE {
                bail!("waited {} s for {what}", PATIENCE.as_secs());
            }
            thread::sleep(Duration::from_millis(50));
        }
        Ok(())
    }

    /// A command of the DevTools protocol.
    pub fn devtools(&self, command: &str, params: &Value) -> Result<Value> {
        self.post("goog/cdp/execute", &json!({ "cmd": command, "params": params }))
    }

    fn post(&self, path: &str, body: &Value) -> Result<Value> {
        self.send("POST", &format!("/session/{}/{path}", self.session), body)
            .with_context(|| format!("asking the browser for {path}"))
    }

    fn send(&self, method: &str, path: &str, body: &Value) -> Result<Value> {
        let body = body.to_string();
        let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, self.port))?;
        stream.set_read_timeout(Some(2 * PATIENCE))?;
        write!(
            stream,
            "{method} {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\
             Connection: close\r\n\r\n{body}",
            body.len()
        )?;
        let mut answer = BufReader::new(stream);
        let mut length = 0;
        loop {
            let mut line = String::new();
            if answer.read_line(&mut line)? == 0 || line == "\r\n" {
                break;
            }
            if let Some((name, value)) = line.split_once(':')
                && name.eq_ignore_ascii_case("content-length")
            {
                length = value.trim().parse().context("chromedriver's answer has no length")?;
            }
        }
        let mut text = vec![0; length];
        answer.read_exact(&mut text)?;
        let mut answer: Value =
            serde_json::from_slice(&text).context("chromedriver's answer is no JSON")?;
        let value = answer["value"].take();
        if let Some(error) = value["error"].as_str() {
            bail!("{error}: {}", value["message"].as_str().unwrap_or_default());
        }
        Ok(value)
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        if !self.session.is_empty() {
            let _ = self.send("DELETE", &format!("/session/{}", self.session), &json!({}));
        }
        let _ = self.driver.kill();
        let _ = self.driver.wait();
        let _ = fs::remove_dir_all(&self.profile);
    }
}
