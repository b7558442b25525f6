//! Which texts travel later than the first list. No module of the crate: the build reads it, in
//! build.rs for English, in xtask for the files of the other languages, and a test holds it true.

/// What only chunks say: the first part of its key.
const AREAS: [&str; 16] = [
    "attach",
    "composer",
    "conference",
    "escalation",
    "export",
    "find",
    "har",
    "letter",
    "life",
    "message",
    "next",
    "reason",
    "resolution",
    "sidebar",
    "ticket",
    "viewer",
];

/// Whether a text is one that the first list never says.
pub fn is_more(key: &str) -> bool {
    key.split_once('.').is_some_and(|(area, _)| AREAS.contains(&area))
}
