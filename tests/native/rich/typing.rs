//! Forms that people type.

use deskpane::domain::rich::{Style, Typed, typed};

/// What typing the last letter of `line` makes of it.
fn after(line: &str) -> Option<Typed> {
    let (at, key) = line.char_indices().next_back().unwrap();
    typed(&line[..at], key, false)
}

/// `look` is the text that gets a look, `left` the line afterwards.
#[track_caller]
fn check(line: &str, style: Style, look: &str, left: &str) {
    let Some(Typed::Look { style: found, start, mark, end, keeps_key }) = after(line) else {
        panic!("{line}: {:?}", after(line));
    };
    let inside = &line[start + mark..end];
    let (at, key) = line.char_indices().next_back().unwrap();
    let before = &line[..at];
    let key = if keeps_key { key.to_string() } else { String::new() };
    let rest = if keeps_key { &before[end + mark..] } else { "" };
    assert_eq!((found, inside), (style, look));
    assert_eq!(before[..start].to_owned() + inside + rest + &key, left);
}

const BOLD: Style = Style { bold: true, ..Style::PLAIN };
const ITALIC: Style = Style { italic: true, ..Style::PLAIN };
const CODE: Style = Style { code: true, ..Style::PLAIN };
const STRIKE: Style = Style { strike: true, ..Style::PLAIN };

#[test]
fn a_line_may_begin_a_form() {
    assert_eq!(after("- "), Some(Typed::List { is_ordered: false }));
    assert_eq!(after("* "), Some(Typed::List { is_ordered: false }));
    assert_eq!(after("1. "), Some(Typed::List { is_ordered: true }));
    assert_eq!(after("> "), Some(Typed::Quote));
    assert_eq!(after("```"), Some(Typed::Code));
    for line in ["a - ", "-a ", "2026. ", "-- ", "a```", "1.5 ", "a> "] {
        assert_eq!(after(line), None, "{line}");
    }
}

#[test]
fn a_closing_mark_gives_a_look() {
    check("a **b c**", BOLD, "b c", "a b c");
    check("*b*", ITALIC, "b", "b");
    check("see _b c_.", ITALIC, "b c", "see b c.");
    check("_b_\n", ITALIC, "b", "b\n");
    check("a `b_c*d`", CODE, "b_c*d", "a b_c*d");
    check("~~b~~", STRIKE, "b", "b");
    check("(*b*", ITALIC, "b", "(b");
    check("これは**重要**", BOLD, "重要", "これは重要");
    check("هذا **مهم**", BOLD, "مهم", "هذا مهم");
    check("*a* and *b*", ITALIC, "b", "*a* and b");
}

#[test]
fn words_sums_and_addresses_are_left_alone() {
    let lines = [
        "a*b*",
        "2 * 3 *",
        "snake_case_ ",
        "_private_var",
        "__init__",
        "__init__ ",
        "a**b**",
        "** **",
        "**",
        "****",
        "* *",
        "``",
        "*.rs, *",
        "(*args, **",
        "https://a.example/_b_ ",
        "https://a.example/*b*",
        "https://a.example/(*b*",
        "see www.a.example/(*b*",
        "`a *b*",
        "`*b*",
        "f`a`",
        "a_b_ ",
        "_ _ ",
        "~a~",
        "5**2**",
        "**a*",
        "été*b*",
        "_a_b",
        "_a__ ",
        "naïve_b_ ",
    ];
    for line in lines {
        assert_eq!(after(line), None, "{line}");
    }
}

#[test]
fn nothing_means_anything_in_code() {
    for (line, key) in [("-", ' '), ("``", '`'), ("**a*", '*'), ("_a_", ' '), ("`a", '`')] {
        assert!(typed(line, key, false).is_some());
        assert_eq!(typed(line, key, true), None);
    }
}
