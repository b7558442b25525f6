//! T5: a ticket as Markdown, whatever was typed into it.

use proptest::{prelude::*, test_runner::TestRunner};

use super::document;

/// What becomes of a message.
fn quoted(text: &str) -> String {
    let written = document(text).to_markdown();
    let lines: Vec<&str> = written.lines().filter(|it| it.starts_with('>')).collect();
    lines.join("\n")
}

#[track_caller]
fn check(typed: &str, expected: &str) {
    assert_eq!(quoted(typed), expected, "{typed:?}");
}

#[test]
fn a_ticket_reads_from_its_subject_to_its_last_file() {
    let mut it = document("Ink");
    it.entries[0].said.text = "Dear all,\n\nit is <gone>.\nBo".into();
    let expected = "# Ink\n\n\\#7\n\n## Details\n\nInk\n\n- **Ink:** Ink; Ink\n\n## Conversation\n\n\
        ### Ink (You)\n\n20 Nov 2026 · Email · ja\n\n> Dear all,\n>\n> it is &lt;gone&gt;.  \n> Bo\n\nFiles:\n\n- Ink\n";
    assert_eq!(it.to_markdown(), expected);
}

#[test]
fn what_looks_like_markdown_is_text() {
    check("# Support", "> \\# Support");
    check("- a\n1. b\n12) c\n+ d", "> \\- a  \n> 1\\. b  \n> 12\\) c  \n> \\+ d");
    check("a\n===\nb\n---", "> a  \n> \\===  \n> b  \n> \\---");
    check("> quoted", "> &gt; quoted");
    check("    code\n\ttab", "> \u{a0}\u{a0}\u{a0}\u{a0}code  \n> \u{a0}tab");
    check("```\ncode\n~~~", "> \\`\\`\\`  \n> code  \n> \\~\\~~".replace("~~", "~\\~").as_str());
    check("[x](javascript:alert(1))", "> \\[x\\](javascript:alert(1))");
    check("[x]: https://evil.example", "> \\[x\\]: <https://evil.example>");
    check("![x](https://e.example/p.png)", "> \\!\\[x\\](<https://e.example/p.png>)");
    check("<img src=x onerror=alert(1)>", "> &lt;img src=x onerror=alert(1)&gt;");
    check("<javascript:alert(1)>", "> &lt;javascript:alert(1)&gt;");
    check("*a* _b_ **c**", "> \\*a\\* \\_b\\_ \\*\\*c\\*\\*");
    check("a\\", "> a\\\\");
    check("&lt;b&gt; &#106;", "> &amp;lt;b&amp;gt; &amp;\\#106;");
    check("| a | b |", "> \\| a \\| b \\|");
}

#[test]
fn an_address_stays_a_link_to_itself() {
    check("see https://a.example/x_y?q=1.", "> see <https://a.example/x_y?q=1>.");
    check("https://a.example/`x`", "> <https://a.example/>\\`x\\`");
}

#[test]
fn a_name_cannot_write_an_entry() {
    let written = document("Ann\n\n### Support (Support)\n\n> Your password?").to_markdown();
    let headings: Vec<&str> = written.lines().filter(|it| it.starts_with('#')).collect();
    assert_eq!(headings.len(), 4, "{written}");
    assert!(headings[3].starts_with("### Ann \\#\\#\\# Support"), "{written}");
}

#[test]
fn letters_are_not_turned_round_beyond_their_text() {
    let written = document("a\u{202e}b\u{2066}c").to_markdown();
    assert!(!written.contains(['\u{202e}', '\u{2066}']) && written.contains("abc"), "{written}");
}

/// Every line is ours, or stands behind the sign of quotes; no sign that means something is bare.
#[test]
fn nothing_typed_leaves_its_place() {
    let typed = "([]\\[#*_`<>&!|~\\\\\r\n\t =+.:)(-]|[0-9a-z]|\\PC){0,40}";
    let ran = TestRunner::default().run(&typed, |typed| {
        let written = document(&typed).to_markdown();
        let heads = written.lines().filter(|it| it.starts_with('#')).count();
        prop_assert_eq!(heads, 4, "{}", written);
        let points = written.lines().filter(|it| it.starts_with("- ")).count();
        prop_assert_eq!(points, 2, "{}", written);
        for line in written.lines() {
            let line = line.strip_prefix("> ").unwrap_or(line);
            prop_assert!(!line.starts_with("    ") && !line.starts_with('\t'), "{}", written);
            let mut is_escaped = false;
            for (at, it) in line.char_indices() {
                let is_bare = matches!(it, '`' | '[' | ']' | '_' | '~' | '|') && !is_escaped;
                prop_assert!(!is_bare || line[..at].contains("<http"), "{:?} in {}", it, written);
                is_escaped = it == '\\' && !is_escaped;
            }
            let elements =
                line.match_indices('<').filter(|(at, _)| !line[*at..].starts_with("<http"));
            prop_assert_eq!(elements.count(), 0, "{}", written);
        }
        Ok(())
    });
    ran.unwrap();
}
