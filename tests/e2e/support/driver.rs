//! chromedriver: one for all tests that run at a time, ended when the last of them is over.

use std::{
    env,
    io::{BufRead as _, BufReader},
    path::PathBuf,
    process::{Child, Command, Stdio},
    sync::{Arc, Mutex, PoisonError, Weak},
    thread,
};

use anyhow::{Context as _, Result, bail};

/// A static value is never dropped, so it is the tests that keep the driver alive.
static RUNNING: Mutex<Weak<Driver>> = Mutex::new(Weak::new());

/// chromedriver, running. Dropping it ends it.
pub struct Driver {
    child: Child,
    url: String,
}

/// The one that runs, or a new one.
pub fn shared() -> Result<Arc<Driver>> {
    let mut running = RUNNING.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(driver) = running.upgrade() {
        return Ok(driver);
    }
    let driver = Arc::new(Driver::start()?);
    *running = Arc::downgrade(&driver);
    Ok(driver)
}

/// Where chromedriver is.
pub fn program() -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    env::split_paths(&path).map(|it| it.join("chromedriver")).find(|it| it.is_file())
}

/// It takes a port that is free at one of this machine's two addresses, and ends where it is not free at the other.
const TRIES: usize = 5;

impl Driver {
    fn start() -> Result<Self> {
        let mut started = Self::try_to_start();
        for _ in 1..TRIES {
            if started.is_ok() {
                break;
            }
            started = Self::try_to_start();
        }
        started
    }

    fn try_to_start() -> Result<Self> {
        let program = program().context("chromedriver is not on the PATH")?;
        let mut child = Command::new(program)
            .arg("--port=0")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .context("starting chromedriver")?;
        let output = child.stdout.take().context("chromedriver has no output")?;
        // Owned from here on, so that every way out of this function ends it.
        let mut driver = Self { child, url: String::new() };
        let mut lines = BufReader::new(output).lines();
        let port: u16 = loop {
            let Some(line) = lines.next() else { bail!("chromedriver ended before it answered") };
            let line = line.context("reading chromedriver's output")?;
            if let Some((_, port)) = line.split_once("started successfully on port ") {
                break port.trim_end_matches('.').parse().context("chromedriver names no port")?;
            }
        };
        // Nobody reads on, but a full pipe would stop it.
        thread::spawn(move || lines.map_while(Result::ok).for_each(drop));
        driver.url = format!("http://127.0.0.1:{port}");
        Ok(driver)
    }

    pub fn url(&self) -> &str {
        &self.url
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
