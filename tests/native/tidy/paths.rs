//! Every path in a file, wherever it stands: in `use`, in a type, in a call, in an attribute.

use proc_macro2::{TokenStream, TokenTree};

use crate::source::{is_punct, line};

/// Something that a file names.
#[derive(Debug, PartialEq, Eq)]
pub struct Mention {
    /// Where.
    pub line: usize,
    /// From the crate's root, beginning with `crate`; or from another crate, beginning with its name.
    pub path: Vec<String>,
}

/// What is named in `stream`, which is the inside of `module`. `crates` are the other crates; names
/// that are neither a path from the root nor one of those are the file's own, and left out.
pub fn mentions(stream: TokenStream, module: &[String], crates: &[String]) -> Vec<Mention> {
    let trees: Vec<TokenTree> = stream.into_iter().collect();
    let mut found = Vec::new();
    let mut at = 0;
    while at < trees.len() {
        match &trees[at] {
            TokenTree::Ident(it) if it == "use" => {
                let end = at + trees[at..].iter().position(|it| is_punct(it, ';')).unwrap_or(0);
                for (line, path) in imports(&trees[at + 1..end.max(at + 1)]) {
                    found.extend(resolved(line, path, module, crates));
                }
                at = end.max(at + 1);
            }
            TokenTree::Ident(it) if it == "mod" => {
                if let (Some(name), Some(TokenTree::Group(body))) =
                    (trees.get(at + 1), trees.get(at + 2))
                {
                    let inner = [module, &[name.to_string()]].concat();
                    found.extend(mentions(body.stream(), &inner, crates));
                    at += 2;
                }
                at += 1;
            }
            TokenTree::Ident(_) => {
                let (path, next) = path_at(&trees, at);
                if path.len() > 1 && !follows_dot(&trees, at) {
                    found.extend(resolved(line(&trees[at]), path, module, crates));
                }
                at = next;
            }
            TokenTree::Group(group) => {
                found.extend(mentions(group.stream(), module, crates));
                at += 1;
            }
            _ => at += 1,
        }
    }
    found
}

/// `a::b::c` from `at`, and where it ends.
fn path_at(trees: &[TokenTree], at: usize) -> (Vec<String>, usize) {
    let mut path = vec![trees[at].to_string()];
    let mut at = at + 1;
    while is_separator(trees, at) {
        match trees.get(at + 2) {
            Some(TokenTree::Ident(it)) => path.push(it.to_string()),
            // `::{`, `::<` or `::*`.
            _ => break,
        }
        at += 3;
    }
    (path, at)
}

fn is_separator(trees: &[TokenTree], at: usize) -> bool {
    let is_colon = |at: usize| trees.get(at).is_some_and(|it| is_punct(it, ':'));
    is_colon(at) && is_colon(at + 1)
}

fn follows_dot(trees: &[TokenTree], at: usize) -> bool {
    at > 0 && is_punct(&trees[at - 1], '.')
}

/// What a `use` names, one path each.
fn imports(trees: &[TokenTree]) -> Vec<(usize, Vec<String>)> {
    let mut found = Vec::new();
    for part in trees.split(|it| is_punct(it, ',')) {
        let start = part.iter().take_while(|it| is_punct(it, ':')).count();
        let Some(first) = part.get(start) else { continue };
        let (mut path, rest) = match first {
            TokenTree::Ident(_) => path_at(part, start),
            _ => (Vec::new(), start),
        };
        let last = if is_separator(part, rest) { part.get(rest + 2) } else { part.get(rest) };
        match last {
            Some(TokenTree::Group(group)) => {
                let inside: Vec<TokenTree> = group.stream().into_iter().collect();
                for (line, more) in imports(&inside) {
                    found.push((line, [path.clone(), more].concat()));
                }
            }
            Some(it) if is_punct(it, '*') => {
                path.push("*".into());
                found.push((line(first), path));
            }
            _ => found.push((line(first), path)),
        }
    }
    found
}

fn resolved(
    line: usize,
    path: Vec<String>,
    module: &[String],
    crates: &[String],
) -> Option<Mention> {
    let names = |it: &String| crates.contains(it);
    let ups = path.iter().take_while(|it| *it == "super").count();
    let path = match path[0].as_str() {
        "crate" => path,
        "self" => [&["crate".to_owned()], module, &path[1..]].concat(),
        "super" => {
            let above = &module[..module.len().saturating_sub(ups)];
            [&["crate".to_owned()], above, &path[ups..]].concat()
        }
        // A crate that another one hands on counts as named: `leptos::web_sys`.
        _ => path.iter().rposition(names).map(|at| path[at..].to_vec())?,
    };
    Some(Mention { line, path })
}

#[test]
fn every_kind_of_path_is_read() {
    let text = "
        use std::{fmt, rc::Rc};
        use crate::{domain::{Me, Time as At}, api::*};
        pub use super::parts;
        use gloo_net as net;
        fn f(it: &crate::state::State) -> ::web_sys::Event { it.config::<u8>() }
        mod inner { fn g() { super::super::chunk::load(leptos::web_sys::window()) } }
        #[serde::with] struct A { b: local::C }
    ";
    let module = ["view".to_owned(), "list".to_owned()];
    let crates = ["gloo_net", "web_sys", "leptos", "serde"].map(str::to_owned);
    let found: Vec<String> = mentions(text.parse().unwrap(), &module, &crates)
        .iter()
        .map(|it| format!("{} {}", it.line, it.path.join("::")))
        .collect();
    assert_eq!(
        found,
        [
            "3 crate::domain::Me",
            "3 crate::domain::Time",
            "3 crate::api::*",
            "4 crate::view::parts",
            "5 gloo_net",
            "6 crate::state::State",
            "6 web_sys::Event",
            "7 crate::view::chunk::load",
            "7 web_sys::window",
            "8 serde::with",
        ]
    );
}
