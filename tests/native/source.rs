//! The project's own files, as text and as tokens. Comments are no tokens, so nothing that is said
//! in one can be mistaken for code.

use std::{collections::BTreeSet, fs, path::Path};

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// A file of the project.
pub struct File {
    /// Below the project's folder, with `/`.
    pub path: String,
    /// All of it.
    pub text: String,
}

/// What is not ours, or made by a build.
const NOT_OURS: [&str; 3] = ["target", "dist", "node_modules"];

/// All files below `folder` that end in one of `extensions`, by path.
pub fn files(folder: &str, extensions: &[&str]) -> Vec<File> {
    let mut found = Vec::new();
    collect(&root().join(folder), extensions, &mut found);
    found.sort_by(|left, right| left.path.cmp(&right.path));
    found
}

/// One file.
#[track_caller]
pub fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|err| panic!("{path}: {err}"))
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn collect(folder: &Path, extensions: &[&str], found: &mut Vec<File>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for path in entries.map(|it| it.unwrap().path()) {
        let name = path.file_name().unwrap().to_str().unwrap();
        if path.is_dir() {
            if !NOT_OURS.contains(&name) {
                collect(&path, extensions, found);
            }
        } else if extensions.iter().any(|it| name.ends_with(&format!(".{it}"))) {
            let below = path.strip_prefix(root()).unwrap().to_str().unwrap();
            let text = fs::read_to_string(&path).unwrap();
            found.push(File { path: below.replace('\\', "/"), text });
        }
    }
}

/// The whole of what a check found, at once.
#[track_caller]
pub fn none(breaches: &[String]) {
    assert!(breaches.is_empty(), "{} breaches:\n{}", breaches.len(), breaches.join("\n"));
}

/// Rust as tokens.
#[track_caller]
pub fn tokens(file: &File) -> TokenStream {
    file.text.parse().unwrap_or_else(|err| panic!("{}: {err}", file.path))
}

/// Without what only tests see: items behind `#[cfg(test)]` and `#[test]`.
pub fn without_tests(stream: TokenStream) -> TokenStream {
    let mut kept: Vec<TokenTree> = Vec::new();
    let mut trees = stream.into_iter().peekable();
    while let Some(tree) = trees.next() {
        let is_test = is_punct(&tree, '#')
            && trees.peek().is_some_and(|it| {
                matches!(it.to_string().replace(' ', "").as_str(), "[cfg(test)]" | "[test]")
            });
        if is_test {
            let ends = |it: &TokenTree| is_punct(it, ';') || is_group(it, Delimiter::Brace);
            trees.by_ref().find(ends);
            continue;
        }
        kept.push(match tree {
            TokenTree::Group(group) => {
                let mut inner =
                    proc_macro2::Group::new(group.delimiter(), without_tests(group.stream()));
                inner.set_span(group.span());
                inner.into()
            }
            other => other,
        });
    }
    kept.into_iter().collect()
}

/// Every token in order, groups opened.
pub fn flat(stream: TokenStream) -> Vec<TokenTree> {
    let mut all = Vec::new();
    for tree in stream {
        all.push(tree.clone());
        if let TokenTree::Group(group) = tree {
            all.extend(flat(group.stream()));
        }
    }
    all
}

/// String literals with their lines; doc comments are none.
pub fn strings(stream: TokenStream) -> Vec<(usize, String)> {
    let all = flat(stream);
    let is_doc = |at: usize| {
        at >= 2
            && is_punct(&all[at - 1], '=')
            && matches!(&all[at - 2], TokenTree::Ident(it) if it == "doc")
    };
    let text = |tree: &TokenTree| match tree {
        TokenTree::Literal(it) => syn::parse_str::<syn::LitStr>(&it.to_string()).ok(),
        _ => None,
    };
    let found = all.iter().enumerate().filter(|(at, _)| !is_doc(*at));
    found.filter_map(|(_, tree)| Some((line(tree), text(tree)?.value()))).collect()
}

/// The names of functions that carry an attribute `#[test]`, `#[tokio::test]`,
/// `#[wasm_bindgen_test]`…, with the modules of the file they are in.
///
/// A macro of the file that writes one test a line (`name: …;`) is read by those lines.
pub fn tests(stream: TokenStream, within: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let trees: Vec<TokenTree> = stream.into_iter().collect();
    let word = |at: usize| trees.get(at).map(ToString::to_string).unwrap_or_default();
    let mut macros = BTreeSet::new();
    let mut is_test = false;
    for (at, tree) in trees.iter().enumerate() {
        match tree {
            TokenTree::Group(it) if at > 0 && is_punct(&trees[at - 1], '#') => {
                let name = it.stream().to_string().replace(' ', "");
                let path = name.split('(').next().unwrap_or_default();
                is_test |= path == "test" || path.ends_with("::test") || path.ends_with("_test");
            }
            TokenTree::Ident(it) if it == "fn" && is_test => {
                is_test = false;
                found.insert(format!("{within}::{}", word(at + 1)));
            }
            TokenTree::Group(it) if at > 1 && word(at - 2) == "mod" => {
                found.extend(tests(it.stream(), &format!("{within}::{}", word(at - 1))));
            }
            TokenTree::Group(it) if at > 2 && word(at - 3) == "macro_rules" => {
                macros.insert(word(at - 1));
                found.extend(tests(it.stream(), within));
            }
            TokenTree::Group(it) if at > 1 && macros.contains(&word(at - 2)) => {
                let lines: Vec<TokenTree> = it.stream().into_iter().collect();
                let names = lines.split(|it| is_punct(it, ';')).filter_map(|line| line.first());
                found.extend(names.map(|it| format!("{within}::{it}")));
            }
            // Inside a macro: its arms, and what is repeated in them.
            TokenTree::Group(it) if at > 0 && matches!(word(at - 1).as_str(), ">" | "$") => {
                found.extend(tests(it.stream(), within));
            }
            _ => {}
        }
    }
    found.retain(|it| !it.ends_with("::$"));
    found
}

/// The line a token begins on.
pub fn line(tree: &TokenTree) -> usize {
    tree.span().start().line
}

/// Whether it is this sign.
pub fn is_punct(tree: &TokenTree, sign: char) -> bool {
    matches!(tree, TokenTree::Punct(it) if it.as_char() == sign)
}

/// Whether it is a group in these brackets.
pub fn is_group(tree: &TokenTree, delimiter: Delimiter) -> bool {
    matches!(tree, TokenTree::Group(it) if it.delimiter() == delimiter)
}

#[test]
fn tests_are_cut_out_and_found() {
    let file = File {
        path: String::new(),
        text:
            "fn a() {}\n/// b\n#[cfg(test)]\nmod tests {\n#[test]\nfn b() { it(); }\n}\nfn c() {}"
                .into(),
    };
    assert_eq!(
        without_tests(tokens(&file)).to_string(),
        "fn a () { } # [doc = \" b\"] fn c () { }"
    );
    assert_eq!(tests(tokens(&file), "x"), BTreeSet::from(["x::tests::b".to_owned()]));
    let made = "macro_rules! m { ($($t:ident: $n:expr;)*) => { $(#[test] fn $t() {})* #[test] fn all() {} }; }
        m! { one: 1; two: 2; }";
    let made = tests(made.parse().unwrap(), "x");
    assert_eq!(made, BTreeSet::from(["x::all", "x::one", "x::two"].map(str::to_owned)));
    assert_eq!(strings("/// a\nf(\"b\", 'c', b\"d\")".parse().unwrap()), [(2, "b".to_owned())]);
}
