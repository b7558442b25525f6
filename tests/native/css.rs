//! The style sheets: what they name exists, and they keep to their layers, tokens and logical sides.

mod sheet;

use std::collections::BTreeSet;

use crate::{
    source::{File, files, none, read, strings, tokens, without_tests},
    tidy::views::{attributes, elements, views, written},
};
use sheet::{Rule, classes, rules};

/// Where the classes come from that no view names: the loader makes the widget's own root.
const BY_THE_LOADER: [&str; 1] = ["deskpane"];

/// Sides that stay when the direction turns: `left`, `margin-left`, `border-top-left-radius`.
const PHYSICAL: [&str; 2] = ["left", "right"];

/// The only file that names a colour; the others name what it is for.
const TOKENS: &str = "style/tokens.css";

/// Colours that are no choice of ours: taken from around, or the system's own.
const PLAIN: [&str; 3] = ["transparent", "currentcolor", "inherit"];

/// CSS colours that somebody might write. Not all 148: the ones a hand reaches for.
const NAMED: [&str; 20] = [
    "aqua", "black", "blue", "brown", "cyan", "gray", "green", "grey", "lime", "magenta", "maroon",
    "navy", "olive", "orange", "pink", "purple", "red", "silver", "white", "yellow",
];

const FUNCTIONS: [&str; 8] = ["rgb", "rgba", "hsl", "hsla", "hwb", "lab", "lch", "oklch"];

/// The words of a string in which a class may stand: a list of classes, or a selector.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let is_part = |it: char| it.is_ascii_alphanumeric() || matches!(it, '-' | '_' | '{' | '}');
    text.split(move |it| !is_part(it)).filter(|it| !it.is_empty())
}

/// Names that can only be classes: block__element, block--kind.
fn is_class(word: &str) -> bool {
    let is_name =
        word.starts_with(|it: char| it.is_ascii_lowercase()) && !word.contains(['{', '}']);
    is_name && (word.contains("__") || word.contains("--"))
}

/// The classes that a file of views names for certain, and all words that may be one.
fn named(file: &File) -> (Vec<(usize, String)>, BTreeSet<String>) {
    let stream = without_tests(tokens(file));
    let mut sure = Vec::new();
    for nodes in views(stream.clone()) {
        for (element, _) in elements(&nodes) {
            let line = syn::spanned::Spanned::span(element.name()).start().line;
            for it in attributes(element) {
                let key = it.key.to_string();
                let text = match key.strip_prefix("class:") {
                    Some(name) => Some(name.to_owned()),
                    None => written(it).filter(|_| key == "class"),
                };
                sure.extend(text.iter().flat_map(|it| words(it)).map(|it| (line, it.to_owned())));
            }
        }
    }
    let literals = strings(stream);
    let all = || literals.iter().flat_map(|(line, text)| words(text).map(move |it| (*line, it)));
    sure.extend(all().filter(|it| is_class(it.1)).map(|(line, it)| (line, it.to_owned())));
    let named = sure.iter().map(|it| it.1.as_str()).chain(all().map(|it| it.1));
    let named = named.map(str::to_owned).collect();
    (sure, named)
}

/// Classes without a rule, and rules without a class.
fn strangers(views: &[File], sheets: &[File]) -> Vec<String> {
    let styled: Vec<(String, usize, String)> = sheets
        .iter()
        .flat_map(|file| rules(file).into_iter().map(move |it| (file, it)))
        .flat_map(|(file, rule)| {
            let (path, line) = (file.path.clone(), rule.line);
            classes(&rule.selector).into_iter().map(move |it| (path.clone(), line, it))
        })
        .collect();
    let names: BTreeSet<&str> = styled.iter().map(|it| it.2.as_str()).collect();
    let mut found = Vec::new();
    let mut may_be: BTreeSet<String> = BY_THE_LOADER.map(str::to_owned).into();
    for file in views {
        let (sure, all) = named(file);
        let unknown = sure.iter().filter(|(_, it)| !names.contains(it.as_str()));
        found.extend(unknown.map(|(line, it)| format!("{}:{line}: .{it} has no rule", file.path)));
        may_be.extend(all);
    }
    // `cell--{name}` stands for every cell--word, when the word is written somewhere too.
    let is_made = |class: &str| {
        may_be.iter().filter_map(|it| it.split_once('{')).any(|(stem, _)| {
            !stem.is_empty() && class.strip_prefix(stem).is_some_and(|it| may_be.contains(it))
        })
    };
    let unused = styled.iter().filter(|it| !may_be.contains(&it.2) && !is_made(&it.2));
    found.extend(unused.map(|(path, line, it)| format!("{path}:{line}: no view names .{it}")));
    found.sort();
    found.dedup();
    found
}

/// What a declaration may not say.
fn wrong(file: &File, rule: &Rule, layers: &[String]) -> Vec<String> {
    let mut found = Vec::new();
    match &rule.layer {
        Some(layer) if layers.contains(layer) => {}
        Some(layer) => found.push(format!("layer {layer} is not in the order")),
        None => found.push("is in no layer".to_owned()),
    }
    for (name, value) in &rule.declarations {
        let said = format!("{name}: {value}");
        let has_side = name.split('-').any(|it| PHYSICAL.contains(&it));
        let is_aligned = matches!(name.as_str(), "text-align" | "float" | "clear")
            && PHYSICAL.contains(&value.as_str());
        if has_side || is_aligned {
            found.push(format!("{said}: a side that does not turn with the direction"));
        }
        if has_unit(value, "rem") {
            found.push(format!("{said}: rem follows the host page's root"));
        }
        if file.path != TOKENS && has_colour(name, value) {
            found.push(format!("{said}: a colour; name it in {TOKENS}"));
        }
        if name == "content"
            && value.chars().any(char::is_alphabetic)
            && value.contains(['"', '\''])
        {
            found.push(format!("{said}: words belong into locales/"));
        }
    }
    found
        .iter()
        .map(|it| format!("{}:{}: {} {{ {it} }}", file.path, rule.line, rule.selector))
        .collect()
}

fn has_unit(value: &str, unit: &str) -> bool {
    let parts = value.split(|it: char| !(it.is_ascii_alphanumeric() || it == '.'));
    parts.into_iter().any(|it| it.strip_suffix(unit).is_some_and(|it| it.parse::<f64>().is_ok()))
}

fn has_colour(name: &str, value: &str) -> bool {
    let value = value.to_ascii_lowercase();
    // A shadow is black whatever the theme; of a mask only the opacity counts; a mix starts from a
    // token.
    if name.ends_with("-shadow") || name.starts_with("mask") || value.contains("color-mix(") {
        return false;
    }
    let is_part = |it: char| it.is_ascii_alphanumeric() || matches!(it, '-' | '_' | '#');
    let mut words = value.split(|it| !is_part(it));
    words.any(|it| {
        let is_hex =
            it.strip_prefix('#').is_some_and(|it| it.bytes().all(|it| it.is_ascii_hexdigit()));
        let is_one = is_hex || NAMED.contains(&it) || FUNCTIONS.contains(&it);
        is_one && !PLAIN.contains(&it)
    })
}

/// The names in `@layer a, b;`.
fn layers() -> Vec<String> {
    let order = read("style/order.css");
    let names = order.trim().strip_prefix("@layer ").and_then(|it| it.strip_suffix(';')).unwrap();
    names.split(',').map(|it| it.trim().to_owned()).collect()
}

/// `var(--_x)` without a `--_x:`, and the reverse.
fn tokens_unmatched(sheets: &[File]) -> Vec<String> {
    let all: Vec<Rule> = sheets.iter().flat_map(rules).collect();
    let declarations = || all.iter().flat_map(|it| &it.declarations);
    let set: BTreeSet<&str> =
        declarations().map(|it| it.0.as_str()).filter(|it| it.starts_with("--")).collect();
    let used: BTreeSet<&str> = declarations()
        .flat_map(|it| it.1.split("var(").skip(1))
        .filter_map(|it| it.split([')', ',']).next())
        .map(str::trim)
        .collect();
    // Public ones are the host page's to set, and have a value of ours behind a comma.
    let is_ours = |it: &&&str| !it.starts_with("--deskpane-");
    let unset = used.difference(&set).filter(is_ours).map(|it| format!("{it} has no value"));
    unset.chain(set.difference(&used).map(|it| format!("{it} is used nowhere"))).collect()
}

#[test]
fn every_class_has_a_rule_and_every_rule_a_class() {
    let mut views = files("src/view", &["rs"]);
    // The names of columns, which are those of their cells.
    views.extend(
        files("src/domain", &["rs"]).into_iter().filter(|it| it.path.ends_with("column.rs")),
    );
    none(&strangers(&views, &files("style", &["css"])));
}

#[test]
fn every_sheet_keeps_to_the_house() {
    let layers = layers();
    let all = files("style", &["css"]);
    let each = all.iter().flat_map(|file| rules(file).into_iter().map(move |it| (file, it)));
    none(&each.flat_map(|(file, rule)| wrong(file, &rule, &layers)).collect::<Vec<_>>());
}

#[test]
fn every_token_is_set_and_used() {
    none(&tokens_unmatched(&files("style", &["css"])));
}

#[test]
fn a_class_without_a_rule_goes_red() {
    let file = |path: &str, text: &str| File { path: path.into(), text: text.into() };
    let view =
        "fn f() { let it = \"card card--big\"; let name = format!(\"cell--{kind}\"); k(\"id\");
        view! { <p class=\"card\"><b class={\"gone\"} class:lit=a>{x}</b></p> } }";
    let sheet = "@layer a { .card { x: y } .card--big, .deskpane .lit { x: y }
        @media (a) { .cell--id, .cell--no:hover { x: y } .old > .card { x: y } } }";
    assert_eq!(
        strangers(&[file("src/view/a.rs", view)], &[file("style/a.css", sheet)]),
        [
            "src/view/a.rs:2: .gone has no rule",
            "style/a.css:2: no view names .cell--no",
            "style/a.css:2: no view names .old",
        ]
    );
}

#[test]
fn a_sheet_that_strays_goes_red() {
    let check = |css: &str, expected: &[&str]| {
        let file = File { path: "style/a.css".into(), text: css.into() };
        let layers = ["parts".to_owned()];
        let found: Vec<String> =
            rules(&file).iter().flat_map(|rule| wrong(&file, rule, &layers)).collect();
        let fits = found.len() == expected.len()
            && found.iter().zip(expected).all(|(found, part)| found.contains(part));
        assert!(fits, "{css}: expected {expected:?}, found {found:?}");
    };
    let within = |inner: &str| format!("@layer parts {{ .a {{ {inner} }} }}");
    check(".a { margin: 0 }", &["no layer"]);
    check("@layer other { .a { margin: 0 } }", &["layer other"]);
    check(
        &within("margin-left: 1px; left: 0; text-align: right"),
        &["margin-left", "left: 0", "right"],
    );
    check(
        &within("border-left-width: 0; border-top-right-radius: 0"),
        &["border-left", "border-top"],
    );
    check(&within("margin-inline: 1px; inset-inline-start: 0; border-inline: 0"), &[]);
    check(&within("padding: 1.5rem 2px"), &["rem"]);
    check(&within("color: #fff; fill: red; background: rgb(0 0 0)"), &["#fff", "red", "rgb"]);
    check(&within("color: transparent; fill: CanvasText; stroke: var(--_red)"), &[]);
    check(&within("box-shadow: 0 0 1px rgb(0 0 0 / 0.2)"), &[]);
    check(&within("content: \"→\""), &[]);
    check(&within("content: \"New\""), &["words"]);
}
