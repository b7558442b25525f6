//! How long, how safe, how documented.

use proc_macro2::{Delimiter, TokenStream, TokenTree};

use super::{planted, red};
use crate::source::{
    File, files, flat, is_group, is_punct, line, none, read, tokens, without_tests,
};

/// Lines of a file: what is read in one sitting.
const FILE: usize = 400;
/// Lines of a function in `src/view`.
const COMPONENT: usize = 150;

/// Everything written by hand.
const FOLDERS: [&str; 6] = ["contract", "demo", "src", "style", "tests", "xtask"];

fn too_long(file: &File) -> Option<String> {
    let lines = file.text.lines().count();
    (lines > FILE).then(|| format!("{}: {lines} lines, {FILE} at most", file.path))
}

fn long_functions(file: &File) -> Vec<String> {
    long_bodies(tokens(file))
        .into_iter()
        .map(|(line, name, length)| {
            format!("{}:{line}: {name} has {length} lines, {COMPONENT} at most", file.path)
        })
        .collect()
}

fn long_bodies(stream: TokenStream) -> Vec<(usize, String, usize)> {
    let trees: Vec<TokenTree> = stream.into_iter().collect();
    let mut found = Vec::new();
    for (at, tree) in trees.iter().enumerate() {
        match tree {
            TokenTree::Ident(it) if it == "fn" => {
                let body = trees[at..].iter().find(|it| is_group(it, Delimiter::Brace));
                if let (Some(TokenTree::Ident(name)), Some(body)) = (trees.get(at + 1), body) {
                    let length = body.span().end().line - line(tree) + 1;
                    if length > COMPONENT {
                        found.push((line(tree), name.to_string(), length));
                    }
                }
            }
            TokenTree::Group(it) => found.extend(long_bodies(it.stream())),
            _ => {}
        }
    }
    found
}

/// A panic is the end of every widget on the page.
fn panics(file: &File) -> Vec<String> {
    const METHODS: [&str; 4] = ["unwrap", "expect", "unwrap_err", "expect_err"];
    const MACROS: [&str; 7] =
        ["panic", "todo", "unimplemented", "unreachable", "assert", "assert_eq", "assert_ne"];
    let all = flat(without_tests(tokens(file)));
    let word = |at: usize| all.get(at).map(ToString::to_string).unwrap_or_default();
    let mut found = Vec::new();
    for at in 1..all.len() {
        let TokenTree::Ident(name) = &all[at] else { continue };
        let name = name.to_string();
        let is_method =
            METHODS.contains(&name.as_str()) && matches!(word(at - 1).as_str(), "." | ":");
        let is_macro =
            MACROS.contains(&name.as_str()) && all.get(at + 1).is_some_and(|it| is_punct(it, '!'));
        if is_method || is_macro {
            found.push(format!("{}:{}: {name}", file.path, line(&all[at])));
        }
    }
    found
}

/// Content from outside becomes DOM by a copy, never by a string.
fn html_strings(file: &File) -> Vec<String> {
    const DOORS: [&str; 7] = [
        "inner_html",
        "set_inner_html",
        "outer_html",
        "set_outer_html",
        "insert_adjacent_html",
        "document_write",
        "create_contextual_fragment",
    ];
    let doors = flat(tokens(file)).into_iter().filter(
        |it| matches!(it, TokenTree::Ident(name) if DOORS.contains(&name.to_string().as_str())),
    );
    doors.map(|it| format!("{}:{}: {it}", file.path, line(&it))).collect()
}

fn undocumented(file: &File) -> Option<String> {
    let is_said = file.text.starts_with("//!");
    (!is_said).then(|| format!("{}: does not begin with what it is (//!)", file.path))
}

fn all(check: impl Fn(&File) -> Vec<String>) -> Vec<String> {
    files("src", &["rs"]).iter().flat_map(check).collect()
}

#[test]
fn no_file_is_too_long() {
    let all = FOLDERS.iter().flat_map(|it| files(it, &["rs", "js", "mjs", "css"]));
    none(&all.filter_map(|it| too_long(&it)).collect::<Vec<_>>());
    red(too_long(&planted("src/a.rs", &"\n".repeat(401))).into_iter().collect(), &["401 lines"]);
}

#[test]
fn no_component_is_too_long() {
    let all = files("src/view", &["rs"]);
    none(&all.iter().flat_map(long_functions).collect::<Vec<_>>());
    let long = format!("impl A {{\nfn f() {{{}}}\nfn g() {{}} }}", "\n".repeat(150));
    red(long_functions(&planted("src/view/a.rs", &long)), &["a.rs:2: f has 151 lines"]);
}

#[test]
fn nothing_in_the_widget_panics_on_purpose() {
    none(&all(panics));
    let text =
        "fn f() { a.unwrap();\nb.unwrap_or(1); c.expect(\"\"); panic!(\"\"); Option::unwrap(d) }
        #[cfg(test)] mod tests { fn g() { a.unwrap() } }";
    red(panics(&planted("src/a.rs", text)), &["1: unwrap", "2: expect", "2: panic", "2: unwrap"]);
}

#[test]
fn no_html_string_is_assigned() {
    none(&all(html_strings));
    let text = "/// Not inner_html.\nfn f() { it.set_inner_html(a); view! { <p inner_html=b/> } }";
    red(html_strings(&planted("src/a.rs", text)), &["2: set_inner_html", "2: inner_html"]);
}

#[test]
fn every_file_says_what_it_is() {
    let all = ["src", "contract", "demo", "xtask", "tests"].into_iter();
    let all = all.flat_map(|it| files(it, &["rs"]));
    none(&all.filter_map(|it| undocumented(&it)).collect::<Vec<_>>());
    red(undocumented(&planted("src/a.rs", "mod b;")).into_iter().collect(), &["a.rs"]);
}

#[test]
fn unsafe_code_is_forbidden() {
    assert!(read("src/lib.rs").contains("\n#![forbid(unsafe_code)]\n"));
    let manifest: toml::Table = read("Cargo.toml").parse().unwrap();
    assert_eq!(manifest["workspace"]["lints"]["rust"]["unsafe_code"].as_str(), Some("forbid"));
}
