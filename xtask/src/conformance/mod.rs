//! `cargo xtask conformance`: holds any API against the contract, from outside, and says what the
//! widget will make of it.
//!
//! The judging functions are pure and take what came; asking is in `http` alone. It only reads, unless
//! it is told to write.

mod access;
mod cors;
mod finding;
mod findings;
mod http;
mod lists;
mod moment;
mod order;
mod shape;
mod shown;
mod through;
mod tickets;
mod walk;
mod writes;

use std::path::PathBuf;

use anyhow::{Result, bail};
use contract::Me;
use serde_json::Value;

use self::{
    findings::{Findings, Outcome, table},
    http::{Api, Credentials, escaped},
    lists::address,
    shape::Odd,
    shown::{Gathered, shown},
    through::NOT_SEEN,
    walk::PAGE,
};
use crate::report::Report;

/// Where the API is, and as whom to ask it.
#[derive(Default, clap::Args)]
#[command(group = clap::ArgGroup::new("who").required(true).args(["token", "cookie"]))]
pub struct Options {
    /// The API's base address, such as http://127.0.0.1:8080/support/api
    url: String,
    /// The desk is another one: look at it through this mapping file, as the widget would. URL is the desk's API, such as
    /// http://127.0.0.1:3000/api/v1
    #[arg(long, value_name = "FILE")]
    mapping: Option<PathBuf>,
    /// A customer's bearer token
    #[arg(long)]
    token: Option<String>,
    /// Another customer's token: what one of them sees alone must not be there for the other
    #[arg(long, conflicts_with = "cookie_b")]
    token_b: Option<String>,
    /// A customer's cookie, as NAME=VALUE
    #[arg(long)]
    cookie: Option<String>,
    /// Another customer's cookie
    #[arg(long)]
    cookie_b: Option<String>,
    /// The origin of a help centre that is to read it from another origin
    #[arg(long)]
    origin: Option<String>,
    /// Write too: a reply with a small file into a ticket of the first customer's, which is then closed and opened
    /// again, and calls that must be refused. Not for a desk where somebody would wonder
    #[arg(long)]
    write: bool,
}

impl Options {
    /// As two customers, who are known by their cookies.
    pub fn with_cookies(url: String, [first, other]: [String; 2]) -> Self {
        let (cookie, cookie_b) = (Some(first), Some(other));
        Self { url, cookie, cookie_b, ..Self::default() }
    }

    /// As two customers, who are known by their tokens.
    pub fn with_tokens(url: String, [first, other]: [String; 2]) -> Self {
        Self { url, token: Some(first), token_b: Some(other), ..Self::default() }
    }

    /// Through a mapping file.
    pub fn through(self, mapping: PathBuf) -> Self {
        Self { mapping: Some(mapping), ..self }
    }

    /// Writing too.
    pub fn and_write(self) -> Self {
        Self { write: true, ..self }
    }
}

/// An API, and as whom it is asked.
pub struct Visitor<'a> {
    /// Where.
    pub api: &'a Api,
    /// As whom.
    pub credentials: &'a Credentials,
}

impl Visitor<'_> {
    /// The JSON of a good answer, or what came instead.
    pub fn json(&self, path: &str) -> Result<Value, String> {
        let reply = self.api.get(path, self.credentials);
        reply.map_err(|it| format!("does not answer: {it:#}"))?.good()
    }

    /// Who is signed in.
    fn me(&self, odd: &mut Odd) -> Result<(Value, Me), Vec<String>> {
        let raw = self.json("/me").map_err(|it| vec![it])?;
        shape::read(&raw, odd).map(|me| (raw, me))
    }
}

/// Checks everything, prints what was seen and what the widget will show, and fails when the
/// contract does not hold.
pub fn conformance(report: &mut Report, options: &Options) -> Result<()> {
    let (_bridge, api) = match &options.mapping {
        Some(mapping) => {
            let (bridge, api) =
                report.step("start", "the mapping", || through::bridge(mapping, &options.url))?;
            (Some(bridge), api)
        }
        None => (None, Api::new(&options.url)?),
    };
    let first = credentials(options.token.as_deref(), options.cookie.as_deref());
    let other = credentials(options.token_b.as_deref(), options.cookie_b.as_deref());
    let visitor = Visitor { api: &api, credentials: &first };
    let other = Visitor { api: &api, credentials: &other };
    let mut findings = Findings::default();
    let rows = check(report, &mut findings, &visitor, &other, options)?;
    access::redirects(&mut findings, &api);
    findings.print();
    if !rows.is_empty() {
        let rows = rows.iter().map(|(place, what)| [*place, what.as_str()]);
        table(["place", "what the widget will show"], rows);
    }
    println!("\n{}", findings.sum());
    match findings.count(Outcome::Failed) {
        0 => Ok(()),
        1 => bail!("1 check failed"),
        many => bail!("{many} checks failed"),
    }
}

fn credentials(token: Option<&str>, cookie: Option<&str>) -> Credentials {
    match (token, cookie) {
        (Some(it), _) => Credentials::Token(it.to_owned()),
        (None, Some(it)) => Credentials::Cookie(it.to_owned()),
        (None, None) => Credentials::None,
    }
}

fn check(
    report: &mut Report,
    findings: &mut Findings,
    visitor: &Visitor<'_>,
    other: &Visitor<'_>,
    options: &Options,
) -> Result<Vec<shown::Row>> {
    let mut odd = Odd::default();
    let (raw, me) = match visitor.me(&mut odd) {
        Ok(it) => it,
        // Nothing else means anything to somebody whom it does not know.
        Err(faults) => {
            findings.judge("/me", "", &faults);
            findings.skip("everything else", "/me does not answer as the contract says");
            return Ok(Vec::new());
        }
    };
    let seen = format!(
        "user {}; scopes {}; sort {}",
        me.user.id,
        me.capabilities.scopes.join(", "),
        me.capabilities.sort.join(", ")
    );
    findings.judge("/me", seen, &[]);

    let mut lists =
        report.step("check", "lists", || Ok(lists::lists(findings, visitor, &me, &mut odd)))?;
    report.step("check", "orders", || {
        lists::orders(findings, visitor, &me, &lists);
        Ok(())
    })?;
    report.step("check", "finding", || {
        finding::finding(findings, visitor, &me, &lists);
        Ok(())
    })?;
    if visitor.api.mapping().is_some() {
        report.step("check", "what the lists leave out", || {
            lists::complete(visitor, &mut lists);
            Ok(())
        })?;
    }
    let samples = tickets::sample(&lists);
    let messages = report.step("check", "tickets", || {
        tickets::singles(findings, visitor, &samples, &mut odd);
        Ok(tickets::conversations(findings, visitor, &samples, &mut odd))
    })?;
    report.step("check", "access", || {
        let mut paths = vec!["/me".to_owned(), address("mine", "-updated_at", PAGE, None)];
        if let Some((_, it)) = samples.first() {
            let id = escaped(&it.ticket.id);
            paths.extend([format!("/tickets/{id}"), format!("/tickets/{id}/messages")]);
        }
        access::unknown(findings, visitor);
        access::strangers(findings, visitor, &paths);
        isolation(findings, (visitor, &me), other);
        if visitor.api.mapping().is_some() {
            findings.skip("ETag: 304", NOT_SEEN);
            findings.skip("CORS", format!("{NOT_SEEN}; Deskpane.diagnose() in a page does"));
            return Ok(());
        }
        access::etags(findings, visitor, &paths);
        match &options.origin {
            Some(origin) => cors::cors(findings, visitor, origin),
            None => findings.skip("CORS", "no --origin"),
        }
        Ok(())
    })?;
    if options.write {
        report.step("check", "writing", || {
            writes::writes(findings, visitor, other, &me, &lists);
            if let (Some(origin), None) = (&options.origin, visitor.api.mapping()) {
                cors::writing(findings, visitor, origin);
            }
            Ok(())
        })?;
    } else {
        findings.skip("writing", "no --write");
    }
    let mapping = visitor.api.mapping();
    let gathered =
        Gathered { raw: &raw, me: &me, lists: &lists, messages: &messages, odd: &odd, mapping };
    Ok(shown(&gathered))
}

fn isolation(findings: &mut Findings, (visitor, me): (&Visitor<'_>, &Me), other: &Visitor<'_>) {
    if *other.credentials == Credentials::None {
        findings.skip("isolation", "no --token-b and no --cookie-b");
        return;
    }
    match other.me(&mut Odd::default()) {
        Ok((_, theirs)) => access::isolation(findings, [(visitor, me), (other, &theirs)]),
        Err(faults) => findings.judge("isolation", "", &faults),
    }
}
