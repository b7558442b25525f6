//! The names that a page is promised are written down wherever a page's author looks for them.

use std::collections::BTreeSet;

use super::{planted, red};
use crate::source::{File, none, read, strings, tokens, without_tests};

/// Where an author looks: the table, an editor of TypeScript, an editor of HTML.
const PLACES: [&str; 3] =
    ["README.md", "src/embed/deskpane.d.ts", "src/embed/custom-elements.json"];

/// Events that `shell` sends and `place` does not name.
fn untold(shell: &File, place: &File) -> Vec<String> {
    let sent: BTreeSet<String> = strings(without_tests(tokens(shell)))
        .into_iter()
        .map(|(_, text)| text)
        .filter(|it| it.starts_with("deskpane-"))
        .collect();
    sent.iter()
        .filter(|it| {
            ![format!("`{it}`"), format!("\"{it}\"")].iter().any(|it| place.text.contains(it))
        })
        .map(|it| format!("{} does not name {it}", place.path))
        .collect()
}

#[test]
fn every_event_is_told_of_where_authors_look() {
    let file = |path: &str| File { path: path.to_owned(), text: read(path) };
    let shell = file("src/embed/events.rs");
    none(&PLACES.iter().flat_map(|it| untold(&shell, &file(it))).collect::<Vec<_>>());
    let shell =
        planted("src/embed/events.rs", "fn f() { send(\"deskpane-a\"); send(\"deskpane-a-b\") }");
    red(untold(&shell, &planted("README.md", "`deskpane-a-b`")), &["does not name deskpane-a"]);
    red(untold(&shell, &planted("a.d.ts", "\"deskpane-a\": \"deskpane-a-b\"")), &[]);
}
