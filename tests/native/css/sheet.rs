//! A style sheet as its rules. Enough of CSS for our own: no nesting of rules, no `;` in strings.

use std::collections::BTreeSet;

use crate::source::File;

/// A rule, and where it stands.
#[derive(Debug, PartialEq, Eq)]
pub struct Rule {
    /// Where.
    pub line: usize,
    /// The innermost layer.
    pub layer: Option<String>,
    /// As written.
    pub selector: String,
    /// Names and values.
    pub declarations: Vec<(String, String)>,
}

/// All rules of a sheet, `@media` and the like opened. Steps of keyframes are rules too.
pub fn rules(file: &File) -> Vec<Rule> {
    let text = without_comments(&file.text);
    let mut found = Vec::new();
    let mut open: Vec<(usize, String)> = Vec::new();
    let mut from = 0;
    for (at, sign) in text.char_indices() {
        match sign {
            '{' => {
                let head = &text[from..at];
                let begins = from + (head.len() - head.trim_start().len());
                open.push((line(&text, begins), head.trim().to_owned()));
                from = at + 1;
            }
            '}' => {
                let body = &text[from..at];
                if let Some((line, head)) = open.pop().filter(|it| !is_grouping(&it.1)) {
                    let layer = open.iter().rev().find_map(|it| it.1.strip_prefix("@layer "));
                    found.push(Rule {
                        line,
                        layer: layer.map(|it| it.trim().to_owned()),
                        selector: head,
                        declarations: declarations(body),
                    });
                }
                from = at + 1;
            }
            // A statement such as `@layer a, b;`.
            ';' if open.iter().all(|it| is_grouping(&it.1)) => from = at + 1,
            _ => {}
        }
    }
    found
}

fn is_grouping(head: &str) -> bool {
    head.starts_with('@') && !head.starts_with("@property") && !head.starts_with("@font-face")
}

fn declarations(body: &str) -> Vec<(String, String)> {
    let pairs = body.split(';').filter_map(|it| it.split_once(':'));
    pairs.map(|(name, value)| (name.trim().to_owned(), value.trim().to_owned())).collect()
}

/// The names of classes in a selector.
pub fn classes(selector: &str) -> BTreeSet<String> {
    let is_part = |it: char| it.is_ascii_alphanumeric() || matches!(it, '-' | '_');
    let named = selector
        .split('.')
        .skip(1)
        .map(|it| it.split(|it| !is_part(it)).next().unwrap_or_default().to_owned());
    named.filter(|it| it.starts_with(|it: char| it.is_ascii_lowercase())).collect()
}

/// With as many lines as before.
fn without_comments(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("/*") {
        let (comment, after) = after.split_once("*/").unwrap_or((after, ""));
        out.push_str(before);
        out.extend(comment.chars().filter(|it| *it == '\n'));
        rest = after;
    }
    out + rest
}

fn line(text: &str, at: usize) -> usize {
    text[..at].matches('\n').count() + 1
}

#[test]
fn a_sheet_is_read_as_its_rules() {
    let text = "@layer a, b;\n@layer a {\n/* .c\n*/ .d.e:hover, .f__g > h {\n i: j(k);\n --l: m }\n@media (n) { o[p=\"q.r\"] { s: t } } }";
    let found = rules(&File { path: String::new(), text: text.into() });
    let shown: Vec<String> = found
        .iter()
        .map(|it| format!("{} {:?} {} {:?}", it.line, it.layer, it.selector, it.declarations))
        .collect();
    assert_eq!(
        shown,
        [
            r#"4 Some("a") .d.e:hover, .f__g > h [("i", "j(k)"), ("--l", "m")]"#,
            r#"7 Some("a") o[p="q.r"] [("s", "t")]"#,
        ]
    );
    assert_eq!(classes(".d.e:hover, .f__g > h"), ["d", "e", "f__g"].map(str::to_owned).into());
}
