//! `standins zendesk|zammad|jira-sm`: one stand-in on a port of its own, until it is ended. Its people come by
//! the tokens `key-of-LOGIN`: see `standins::key`.

use std::{env, io::Write as _, process::ExitCode, thread};

use standins::{Kind, start};

fn main() -> ExitCode {
    let kind = match env::args().nth(1).as_deref() {
        Some("zendesk") => Kind::Zendesk,
        Some("zammad") => Kind::Zammad,
        Some("jira-sm") => Kind::JiraSm,
        _ => {
            eprintln!("standins zendesk|zammad|jira-sm");
            return ExitCode::FAILURE;
        }
    };
    let server = match start(kind) {
        Ok(it) => it,
        Err(why) => {
            eprintln!("starting {kind:?}: {why}");
            return ExitCode::FAILURE;
        }
    };
    let mut out = std::io::stdout();
    let told = writeln!(out, "listening on {}", server.api()).and_then(|()| out.flush());
    if told.is_err() {
        return ExitCode::FAILURE;
    }
    loop {
        thread::park();
    }
}
