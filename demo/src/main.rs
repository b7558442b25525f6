//! Starts the demo help centre.

use std::path::PathBuf;

use anyhow::Result;
use clap::Parser;
use demo::Config;

/// A help centre with seeded tickets, and the API behind it.
#[derive(Parser)]
struct Args {
    /// The port on 127.0.0.1; 0 for any
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// The database file [default: one in the temporary folder, by port]
    #[arg(long)]
    db: Option<PathBuf>,
    /// Go on with the database that is there, rather than begin anew
    #[arg(long)]
    keep: bool,
    /// The built widget
    #[arg(long)]
    dist: Option<PathBuf>,
    /// A folder of page templates that come before the demo's own; may be repeated
    #[arg(long)]
    pages: Vec<PathBuf>,
    /// So many more tickets, in a list of their own: sign in as Otto
    #[arg(long, default_value_t = 0)]
    tickets: usize,
    /// An origin that may read answers with the visitor's cookie; may be repeated
    #[arg(long)]
    allow_origin: Vec<String>,
    /// With support's side, /agent, which nobody signs in to
    #[arg(long)]
    agent: bool,
}

#[tokio::main]
async fn main() -> Result<()> {
    let args = Args::parse();
    let mut config = Config {
        port: args.port,
        // With --keep it has to be found again.
        db: args.db.or_else(|| (args.port != 0).then(|| by_port(args.port))),
        keep: args.keep,
        tickets: args.tickets,
        dist: args.dist,
        allow_origins: args.allow_origin,
        agent: args.agent,
        ..Config::default()
    };
    config.pages.splice(0..0, args.pages);
    let running = demo::serve(config).await?;
    println!("listening on {}", running.url());
    stopped().await?;
    // What it keeps in the temporary folder goes with it.
    running.stop().await;
    Ok(())
}

/// Until somebody stops us, from the keyboard or from another program.
async fn stopped() -> Result<()> {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let mut terminated = signal(SignalKind::terminate())?;
        tokio::select! {
            it = tokio::signal::ctrl_c() => it?,
            _ = terminated.recv() => {}
        }
    }
    #[cfg(not(unix))]
    tokio::signal::ctrl_c().await?;
    Ok(())
}

fn by_port(port: u16) -> PathBuf {
    std::env::temp_dir().join(format!("deskpane-demo-{port}.sqlite"))
}
