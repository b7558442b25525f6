//! The plain part, and plain text that comes in.

use deskpane::domain::rich::Rich;

use super::pasted_html;

#[track_caller]
fn check(html: &str, text: &str) {
    assert_eq!(pasted_html(html).to_text(), text);
}

#[test]
fn a_mail_reads_as_people_write_it() {
    check("<p>a<br>b</p><p>c</p>", "a\nb\n\nc");
    check("<p>a</p><p><br></p><p>c</p>", "a\n\n\nc");
    check(
        "<p>a</p><ul><li>b</li><li>c<ol><li>d<br>e</li></ol></li></ul><p>f</p>",
        "a\n\n- b\n- c\n  1. d\n     e\n\nf",
    );
    check(
        "<blockquote><p>a</p><p>b</p><blockquote>c</blockquote></blockquote>d",
        "> a\n>\n> b\n>\n> > c\n\nd",
    );
    check("<ul><li><blockquote>a<br>b</blockquote>c</li></ul>", "- > a\n  > b\n\n  c");
    check("<ul><li><ul><li>a</li></ul></li></ul>", "- - a");
    check("<p>a</p><pre>  b\n\n  c</pre>", "a\n\n  b\n\n  c");
    let ten = format!("<ol>{}</ol>", "<li>a<br>b</li>".repeat(10));
    assert!(pasted_html(&ten).to_text().ends_with("9. a\n   b\n10. a\n    b"));
}

#[test]
fn a_link_says_where_it_leads() {
    check(
        "<a href=\"https://a.example/x\">the <b>report</b></a>.",
        "the report (https://a.example/x).",
    );
    check("<a href=\"https://a.example/\">a.example</a>", "a.example");
    check("<a href=\"mailto:a@b.example\">a@b.example</a>", "a@b.example");
    check("<a href=\"mailto:a@b.example\">Ann</a>", "Ann (a@b.example)");
    check(
        "<a href=\"https://evil.example\">https://good.example</a>",
        "https://good.example (https://evil.example)",
    );
}

#[test]
fn looks_leave_no_marks() {
    check("<b>a</b> <code>b</code> <s>c</s>", "a b c");
}

#[test]
fn plain_text_keeps_its_lines() {
    let check = |text: &str, html: &str| {
        let rich = Rich::from_text(text);
        assert_eq!(rich.to_html(), html);
        assert!(rich.is_plain() || rich.is_empty());
    };
    check("a\r\nb\rc\u{2028}d", "<p>a<br>b<br>c<br>d</p>");
    check("a\n\nb\n \n\nc\n", "<p>a</p><p>b</p><p><br></p><p>c</p>");
    check("\n\n a \n", "<p>&nbsp;a</p>");
    check("a\tb", "<p>a &nbsp;&nbsp;&nbsp;b</p>");
    check("<b>&amp;", "<p>&lt;b&gt;&amp;amp;</p>");
    check("", "");
    check("こんにちは。\n　お世話になります。", "<p>こんにちは。<br>　お世話になります。</p>");
}

#[test]
fn a_megabyte_is_no_trouble() {
    let text = "word https://a.example/x \u{a0} (a@b.example)\n".repeat(25_000);
    let rich = Rich::from_text(&text).with_links();
    assert_eq!(rich.to_text().lines().count(), 25_000);
    let blanks = " \n".repeat(500_000);
    assert!(Rich::from_text(&blanks).is_empty());
}
