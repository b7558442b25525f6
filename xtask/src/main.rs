//! The project's commands: `cargo xtask <command>`, each of which does its own set-up.

#[path = "../../src/i18n/areas.rs"]
mod areas;
mod assemble;
mod bare;
mod bench;
mod build;
mod conformance;
mod demo;
mod fuzz;
mod glue;
mod locale;
mod mapped;
mod report;
mod run;
mod server;
mod setup;
mod shared;
mod shots;
mod size;
mod test;
mod tools;
mod wasm;
mod webdriver;
mod weight;

use std::process::ExitCode;

use anyhow::{Result, bail};
use clap::{Parser, Subcommand};

use crate::report::Report;

/// Deskpane's commands. Each sets up what it needs, skips what is there, and ends with a table of
/// what took how long.
#[derive(Parser)]
#[command(name = "cargo xtask", disable_help_subcommand = true)]
struct Cli {
    #[command(subcommand)]
    command: Task,
    /// Install system packages with sudo instead of printing the command that would
    #[arg(long, global = true)]
    install: bool,
}

#[derive(Subcommand)]
enum Task {
    /// Bring the tools that the other commands need, and nothing else
    Setup,
    /// Build the release into dist/
    Build(build::Options),
    /// Set up, build, start the demo help centre and show where it is
    Demo {
        /// Where the help centre answers
        #[arg(long, default_value_t = 8080)]
        port: u16,
        /// So many more tickets, in a list of their own: sign in as Otto
        #[arg(long, default_value_t = 0)]
        tickets: u32,
        #[command(flatten)]
        options: build::Options,
    },
    /// Run every check and test, or the kinds named
    Test {
        /// Only these kinds
        #[arg(value_enum)]
        kinds: Vec<test::Kind>,
        /// Ten times as many random moments at which a server, a network, a page or a session ends
        #[arg(long)]
        long: bool,
    },
    /// Measure sizes and times against the budgets, a bare list, and a table as people make it with React
    Bench {
        /// Only this [default: all but size]
        #[arg(value_enum)]
        part: Option<bench::Part>,
    },
    /// Hold any API against the contract, by itself or through a mapping file, and say what the widget will show of it
    Conformance(conformance::Options),
    /// Take pictures of the widget's places into target/shots/
    Shots(build::Options),
    /// Translation files
    Locale {
        #[command(subcommand)]
        task: locale::Task,
    },
    /// Called by Trunk, never by hand
    #[command(hide = true)]
    Assemble,
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    let mut report = Report::default();
    let done = run::program().and_then(|_| work(&mut report, &cli));
    report.print();
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("\n{why:#}");
            ExitCode::FAILURE
        }
    }
}

fn work(report: &mut Report, cli: &Cli) -> Result<()> {
    match &cli.command {
        Task::Setup => {
            setup::build(report, cli.install)?;
            setup::browser(report, cli.install)?;
        }
        Task::Build(options) => {
            let kit = setup::build(report, cli.install)?;
            build::build(report, kit, *options)?;
        }
        Task::Demo { port, tickets, options } => {
            demo::demo(report, *port, *tickets, *options, cli.install)?;
        }
        Task::Test { kinds, long } => test::test(report, kinds, *long, cli.install)?,
        Task::Bench { part } => bench::bench(report, *part, cli.install)?,
        Task::Conformance(options) => conformance::conformance(report, options)?,
        Task::Shots(options) => shots::shots(report, *options, cli.install)?,
        Task::Locale { task: locale::Task::Check { tags } } => {
            if !locale::check(tags)? {
                bail!("the translation files have problems");
            }
        }
        Task::Assemble => assemble::assemble()?,
    }
    Ok(())
}
