//! What a `view!` may not hold, read as the framework's macro reads it.

use proc_macro2::{TokenStream, TokenTree};
use rstml::node::{KVAttributeValue, KeyedAttribute, Node, NodeAttribute, NodeElement};
use syn::{Expr, Lit, spanned::Spanned};

use super::{planted, red};
use crate::source::{File, files, flat, is_punct, none, strings, tokens, without_tests};

type Element = NodeElement<rstml::Infallible>;

/// Attributes whose value a person sees or hears.
const SAID: [&str; 9] = [
    "alt",
    "aria-description",
    "aria-label",
    "aria-placeholder",
    "aria-roledescription",
    "aria-valuetext",
    "label",
    "placeholder",
    "title",
];

/// Capitalised words that are no language: names of keys.
const KEYS: [&str; 13] = [
    "ArrowDown",
    "ArrowLeft",
    "ArrowRight",
    "ArrowUp",
    "Backspace",
    "Delete",
    "End",
    "Enter",
    "Escape",
    "Home",
    "PageDown",
    "PageUp",
    "Tab",
];

/// The views of a file, each as its nodes.
pub fn views(stream: TokenStream) -> Vec<Vec<Node>> {
    let all = flat(stream);
    let is_view = |at: usize| {
        matches!(&all[at], TokenTree::Ident(it) if it == "view") && is_punct(&all[at + 1], '!')
    };
    let mut found = Vec::new();
    for at in (0..all.len().saturating_sub(2)).filter(|at| is_view(*at)) {
        if let TokenTree::Group(body) = &all[at + 2] {
            let config = rstml::ParserConfig::default().recover_block(true);
            let parsed = rstml::Parser::new(config).parse_recoverable(body.stream());
            found.push(parsed.split_vec().0);
        }
    }
    found
}

/// All elements of a view, each with whether it stands in another one.
pub fn elements(nodes: &[Node]) -> Vec<(&Element, bool)> {
    fn below<'a>(nodes: &'a [Node], is_nested: bool, found: &mut Vec<(&'a Element, bool)>) {
        for node in nodes {
            if let Node::Element(it) = node {
                found.push((it, is_nested));
            }
            let is_nested = is_nested || matches!(node, Node::Element(_));
            below(node.children().map_or(&[], Vec::as_slice), is_nested, found);
        }
    }
    let mut found = Vec::new();
    below(nodes, false, &mut found);
    found
}

/// The attributes that have a name.
pub fn attributes(element: &Element) -> impl Iterator<Item = &KeyedAttribute> {
    element.attributes().iter().filter_map(|it| match it {
        NodeAttribute::Attribute(it) => Some(it),
        NodeAttribute::Block(_) => None,
    })
}

/// The text of a value that is written out, in a block or not.
pub fn written(attribute: &KeyedAttribute) -> Option<String> {
    attribute.value_literal_string().or_else(|| match attribute.value()? {
        Expr::Block(it) => match it.block.stmts.as_slice() {
            [syn::Stmt::Expr(Expr::Lit(it), None)] => match &it.lit {
                Lit::Str(it) => Some(it.value()),
                _ => None,
            },
            _ => None,
        },
        _ => None,
    })
}

/// Whether the macro would write this as a string of HTML, which a strict policy forbids.
fn is_static(element: &Element) -> bool {
    let is_component = element.name().to_string().starts_with(char::is_uppercase);
    if is_component
        || element.name().is_block()
        || element.attributes().len() != attributes(element).count()
    {
        return false;
    }
    let is_plain = |it: &KeyedAttribute| match it.possible_value.to_value() {
        None => true,
        Some(value) => {
            matches!(&value.value, KVAttributeValue::Expr(Expr::Lit(it)) if matches!(it.lit, Lit::Str(_)))
        }
    };
    let is_bound = |it: &KeyedAttribute| {
        let key = it.key.to_string();
        ["style:", "prop:", "on:", "use:", "bind"].iter().any(|door| key.starts_with(door))
    };
    attributes(element).all(|it| is_plain(it) && !is_bound(it))
        && element.children.iter().all(|it| match it {
            Node::Text(_) | Node::RawText(_) => true,
            Node::Element(it) => is_static(it),
            _ => false,
        })
}

fn each_element(file: &File, check: impl Fn(&Element, bool) -> Vec<String>) -> Vec<String> {
    let mut found = Vec::new();
    for nodes in views(without_tests(tokens(file))) {
        for (element, is_nested) in elements(&nodes) {
            let line = element.name().span().start().line;
            let said = check(element, is_nested);
            found.extend(
                said.iter().map(|it| format!("{}:{line}: <{}> {it}", file.path, element.name())),
            );
        }
    }
    found
}

fn static_subtrees(file: &File) -> Vec<String> {
    each_element(file, |element, is_nested| {
        let is_empty = element.attributes().is_empty() && element.children.is_empty();
        let is_html = is_nested && !is_empty && is_static(element);
        is_html.then(|| "is static: write one value as a block".to_owned()).into_iter().collect()
    })
}

fn style_attributes(file: &File) -> Vec<String> {
    each_element(file, |element, _| {
        let style = attributes(element).find(|it| it.key.to_string() == "style");
        style.map(|_| "has style=".to_owned()).into_iter().collect()
    })
}

/// Whether a person could read it: it has a letter.
fn is_words(text: &str) -> bool {
    text.chars().any(char::is_alphabetic)
}

/// Whether it looks like something said: a capital, then small letters, to the end or a space.
fn looks_said(text: &str) -> bool {
    let word = text.split([' ', ':', ',', '.']).next().unwrap_or_default();
    let mut letters = word.chars();
    letters.next().is_some_and(char::is_uppercase)
        && letters.next().is_some_and(char::is_lowercase)
        && letters.all(char::is_alphabetic)
        && !KEYS.contains(&text)
}

fn words(file: &File) -> Vec<String> {
    let mut found = each_element(file, |element, _| {
        let texts = element.children.iter().filter_map(|it| match it {
            Node::Text(it) => Some(it.value_string()),
            Node::RawText(it) => Some(it.to_string_best()),
            _ => None,
        });
        let said = attributes(element).filter(|it| SAID.contains(&it.key.to_string().as_str()));
        let texts: Vec<String> = texts.chain(said.filter_map(written)).collect();
        texts.into_iter().filter(|it| is_words(it)).map(|it| format!("says {it:?}")).collect()
    });
    let literals = strings(without_tests(tokens(file)));
    found.extend(
        literals
            .into_iter()
            .filter(|(_, text)| looks_said(text))
            .map(|(line, text)| format!("{}:{line}: says {text:?}", file.path)),
    );
    found.dedup();
    found
}

fn all(check: impl Fn(&File) -> Vec<String>) -> Vec<String> {
    files("src/view", &["rs"]).iter().flat_map(check).collect()
}

#[track_caller]
fn planted_red(check: impl Fn(&File) -> Vec<String>, view: &str, expected: &[&str]) {
    let text = format!("fn f() -> AnyView {{\n    view! {{ {view} }}.into_any()\n}}");
    red(check(&planted("src/view/a.rs", &text)), expected);
}

#[test]
fn no_view_holds_a_static_subtree() {
    none(&all(static_subtrees));
    let check = |view: &str, expected: &[&str]| planted_red(static_subtrees, view, expected);
    check("<p><b class=\"x\">\"y\"</b></p>", &["a.rs:2: <b> is static"]);
    check("<p><b>\"y\"</b>{z}</p>", &["<b>"]);
    check("<ul><li>{move || view! { <p><i hidden></i></p> }}</li></ul>", &["<i>"]);
    check("<p><svg class=\"x\"><path d=\"M0\"/></svg></p>", &["<svg>", "<path>"]);
    check("<p class=\"x\"></p><p><b></b></p>", &[]);
    check("<p><b class={\"x\"}>\"y\"</b><i on:click=z></i><Part a=\"b\"/></p>", &[]);
}

#[test]
fn no_view_sets_a_style_attribute() {
    none(&all(style_attributes));
    planted_red(style_attributes, "<p style=\"color: red\"/>", &["<p> has style="]);
    planted_red(style_attributes, "<p style:width=\"1px\"/>", &[]);
}

/// I1: nothing a person can see or hear is written in Rust.
#[test]
fn no_view_holds_a_sentence() {
    none(&all(words));
    let check = |view: &str, expected: &[&str]| planted_red(words, view, expected);
    check("<p>\"Hi\"</p>", &["<p> says \"Hi\"", "a.rs:2: says \"Hi\""]);
    check("<p>Hi</p>", &["<p> says \"Hi\""]);
    check("<p title=\"more\">\" – \"{a}</p>", &["says \"more\""]);
    check("<p>{words.or(\"No tickets yet.\")}</p>", &["No tickets yet."]);
    check(
        "<p class=\"x y\" role=\"status\" on:keydown=|it| it.key() == \"Home\">\"(\"{a}\")\"</p>",
        &[],
    );
}
