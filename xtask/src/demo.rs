//! `cargo xtask demo`: from nothing to a page with tickets.

use std::{
    fs,
    net::{Ipv4Addr, TcpStream},
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context as _, Result, bail};
use serde_json::Value;

use crate::{
    build,
    report::Report,
    run::root,
    server::{self, Compiled, Server},
    setup,
};

/// Sets up, builds, starts the demo and stays until it is stopped.
pub fn demo(
    report: &mut Report,
    port: u16,
    tickets: u32,
    options: build::Options,
    install: bool,
) -> Result<()> {
    if port != 0 && TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_ok() {
        bail!("something answers on port {port} already; choose another with --port");
    }
    let kit = setup::build(report, install)?;
    build::build(report, kit, options)?;
    let program = report.step("build", "the demo's server", || program(Compiled::Soon))?;
    let mut server =
        report.step("start", "the demo", || start_with_agent(&program, port, tickets))?;
    report.print();
    report.clear();
    println!("\nSign in as one of:");
    for (id, about) in accounts()? {
        println!("  {id:<7} {about}");
    }
    if tickets > 0 {
        println!("  otto    A customer with {tickets} tickets, in a list that is as long");
    }
    println!(
        "\nThe help centre is on {}\nSupport's side, to answer oneself, is on {}/agent\nCtrl-C ends it.",
        server.url, server.url
    );
    // Ctrl-C reaches the server too, which is in our process group.
    let status = server.wait()?;
    if status.code().is_some_and(|it| it != 0) {
        bail!("the demo ended with {status}");
    }
    Ok(())
}

/// Compiles the demo and says where its program is.
pub fn program(compiled: Compiled) -> Result<PathBuf> {
    server::program("demo", compiled)
}

/// Who can sign in, and what they are there to show.
fn accounts() -> Result<Vec<(String, String)>> {
    let text = fs::read_to_string(root().join("demo/seed/accounts.json"))
        .context("reading the demo's accounts")?;
    let seed: Value = serde_json::from_str(&text).context("reading the demo's accounts")?;
    let people =
        seed["people"].as_array().into_iter().flatten().filter(|it| it["role"] == "customer");
    let text = |it: &Value| it.as_str().unwrap_or_default().to_owned();
    Ok(people.map(|it| (text(&it["id"]), text(&it["about"]))).collect())
}

/// Starts the demo with the release that was built, at any port. `pages` are more pages, `tickets` how many
/// more Otto has.
pub fn start(program: &Path, pages: Option<&Path>, tickets: u32) -> Result<Server> {
    let mut command = command(program, 0, tickets);
    if let Some(pages) = pages {
        command.arg("--pages").arg(pages);
    }
    Server::start(&mut command)
}

/// The demo as a person starts it: with support's side.
fn start_with_agent(program: &Path, port: u16, tickets: u32) -> Result<Server> {
    Server::start(command(program, port, tickets).arg("--agent"))
}

fn command(program: &Path, port: u16, tickets: u32) -> Command {
    let mut command = Command::new(program);
    command.arg("--port").arg(port.to_string()).arg("--tickets").arg(tickets.to_string());
    command.arg("--dist").arg(build::dist()).current_dir(root());
    command
}

/// Signs an account in at a demo, and gives its cookie as `NAME=VALUE`.
pub fn sign_in(demo: &Server, account: &str) -> Result<String> {
    let agent: ureq::Agent =
        ureq::Agent::config_builder().max_redirects(0).http_status_as_error(false).build().into();
    let answer = agent.post(format!("{}/sign-in", demo.url)).send_form([("account", account)]);
    let answer = answer.with_context(|| format!("signing {account} in"))?;
    let cookie = answer.headers().get("set-cookie").and_then(|it| it.to_str().ok());
    let cookie = cookie.and_then(|it| it.split(';').next());
    Ok(cookie.with_context(|| format!("the demo gave {account} no cookie"))?.to_owned())
}
