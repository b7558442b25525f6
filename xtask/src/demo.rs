//! `cargo xtask demo`: from nothing to a page with tickets.

use std::{
    net::{Ipv4Addr, SocketAddr, TcpStream},
    path::PathBuf,
    process::{Child, Command},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context as _, Result, bail};

use crate::{
    build,
    report::Report,
    run::{cargo, root, run},
    setup,
};

/// How long the demo may take to read its tickets in.
const PATIENCE: Duration = Duration::from_secs(60);

/// Sets up, builds, starts the demo and stays until it is stopped.
pub fn demo(report: &mut Report, port: u16, options: build::Options, install: bool) -> Result<()> {
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    if TcpStream::connect(address).is_ok() {
        bail!("something answers on port {port} already; choose another with --port");
    }
    let kit = setup::build(report, install)?;
    build::build(report, kit, options)?;
    let program = report.step("build", "the demo's server", program)?;
    let mut server = report.step("start", "the demo", || start(&program, address))?;
    report.print();
    report.clear();
    println!("\nThe help centre is on http://{address}\nCtrl-C ends it.");
    // Ctrl-C reaches the server too: it is in our process group, and we end when it does.
    let status = server.wait().context("waiting for the demo")?;
    if !status.success() && status.code().is_some() {
        bail!("the demo ended with {status}");
    }
    Ok(())
}

/// Compiles the demo and says where its program is. Without optimisation: it is there sooner, and
/// fast enough for one visitor.
pub fn program() -> Result<PathBuf> {
    run(cargo().args(["build", "--package", "demo"]))?;
    let target =
        std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from);
    Ok(target.join("debug/demo"))
}

/// Starts the demo and waits until it answers.
pub fn start(program: &PathBuf, address: SocketAddr) -> Result<Child> {
    let mut command = Command::new(program);
    command.arg("--port").arg(address.port().to_string()).arg("--dist").arg(build::dist());
    let mut server = command
        .current_dir(root())
        .spawn()
        .with_context(|| format!("starting {}", program.display()))?;
    let begin = Instant::now();
    while TcpStream::connect(address).is_err() {
        if let Some(status) = server.try_wait().context("waiting for the demo")? {
            bail!("the demo ended with {status} before it answered");
        }
        if begin.elapsed() > PATIENCE {
            server.kill().context("ending the demo")?;
            bail!("the demo does not answer on {address}");
        }
        thread::sleep(Duration::from_millis(50));
    }
    Ok(server)
}
