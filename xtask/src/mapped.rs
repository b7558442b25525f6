//! The mappings of the release, each held against a server that answers as its service's documentation says.

use std::process::Command;

use anyhow::Result;

use crate::{
    conformance::{Options, conformance},
    report::Report,
    run::root,
    server::{Compiled, Server, program},
};

/// Mappings in `connectors/`, which are stand-ins' names too.
const MAPPINGS: [&str; 3] = ["zendesk", "zammad", "jira-sm"];
/// Two customers of a stand-in, of whom neither sees the other's tickets.
const TOKENS: [&str; 2] = ["key-of-alice", "key-of-bob"];

/// Whether each of them held.
pub fn mapped() -> Result<Vec<bool>> {
    let standins = program("standins", Compiled::Soon)?;
    let held = MAPPINGS.map(|name| {
        println!("\n{name}");
        let standin = Server::start(Command::new(&standins).arg(name))?;
        let options = Options::with_tokens(standin.url.clone(), TOKENS.map(str::to_owned));
        let file = root().join("connectors").join(format!("{name}.json"));
        conformance(&mut Report::default(), &options.through(file).and_write())
    });
    for (name, held) in MAPPINGS.iter().zip(&held) {
        if let Err(why) = held {
            eprintln!("{name}: {why:#}");
        }
    }
    Ok(held.map(|it| it.is_ok()).to_vec())
}
