//! The shape of the code, held true (src/lib.rs). Each check lists every breach at once, by file and
//! line, and has a test beside it that shows it going red.

mod limits;
mod names;
mod paths;
mod rooms;
pub mod views;

use crate::source::File;

/// A file that was never written, for a planted breach.
fn planted(path: &str, text: &str) -> File {
    File { path: path.to_owned(), text: text.to_owned() }
}

/// Holds what a check says of a planted file against `expected`, a part of each breach.
#[track_caller]
fn red(breaches: Vec<String>, expected: &[&str]) {
    let fits = breaches.len() == expected.len()
        && breaches.iter().zip(expected).all(|(found, part)| found.contains(part));
    assert!(fits, "expected {expected:#?}, found {breaches:#?}");
}
