//! R5: what a browser recorded of its requests (HAR), without what would let others in.
//!
//! The text is copied; only the values are taken out that identify or authorise. It is read once from
//! its start to its end, however deep or strange it is.

mod bodies;
mod json;
mod secret;
mod text;
mod words;

use json::Scan;

/// What stands where something was.
pub const REMOVED: &str = "REMOVED";

/// Why a file is no recording.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotHar {
    /// It is not JSON.
    NotJson,
    /// It is JSON, without `log.entries`.
    NoEntries,
}

/// How much was taken out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Removed {
    /// Cookies, and headers that carry some.
    pub cookies: usize,
    /// Other headers that authorise.
    pub headers: usize,
    /// Fields of addresses, forms and bodies: passwords, codes, sessions.
    pub fields: usize,
    /// What looks like a token, wherever it stood.
    pub tokens: usize,
}

impl Removed {
    /// All of it.
    pub fn total(&self) -> usize {
        self.cookies + self.headers + self.fields + self.tokens
    }
}

/// A recording that may be sent, and what the customer is shown of it before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scrubbed {
    /// It.
    pub text: String,
    /// What was taken out.
    pub removed: Removed,
    /// Whom the browser asked, in alphabetical order.
    pub hosts: Vec<String>,
    /// How many requests it holds.
    pub requests: usize,
    /// How large it was, in bytes.
    pub before: usize,
    /// How large it is now.
    pub after: usize,
}

/// Takes out of a recording what identifies or authorises.
pub fn scrub(text: &str) -> Result<Scrubbed, NotHar> {
    // Some programs write a mark that says UTF-8; JSON has none.
    let json = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut scan = Scan::new(json);
    scan.run().ok_or(NotHar::NotJson)?;
    if !scan.has_entries {
        return Err(NotHar::NoEntries);
    }
    let (removed, requests) = (scan.removed, scan.requests);
    let mut hosts = std::mem::take(&mut scan.hosts);
    hosts.sort_unstable();
    hosts.dedup();
    let clean = scan.finish();
    let after = clean.len();
    Ok(Scrubbed { text: clean, removed, hosts, requests, before: text.len(), after })
}
