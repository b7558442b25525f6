//! What a walk over an editor's content or a paste becomes.

use deskpane::domain::rich::{Block, Builder, DEEPEST, Element, Rich};

use super::{check, pasted_html};

#[test]
fn looks_become_one_clean_element_each() {
    check(
        "<b>a</b><strong>b</strong> <i>c</i><em>d</em>",
        "<p><strong>ab</strong> <em>cd</em></p>",
    );
    check("<s>a</s><strike>b</strike><del>c</del>", "<p><s>abc</s></p>");
    check(
        "<code>a</code> <tt>b</tt> <kbd>c</kbd>",
        "<p><code>a</code> <code>b</code> <code>c</code></p>",
    );
    check(
        "<u>a</u> <mark>b</mark> <o:p>c</o:p> <STRONG>d</STRONG>",
        "<p>a b c <strong>d</strong></p>",
    );
    check("<b>a <i>b</i></b>", "<p><strong>a </strong><strong><em>b</em></strong></p>");
}

#[test]
fn what_a_style_says_counts() {
    check("<span style=\"font-weight: 700\">a</span>", "<p><strong>a</strong></p>");
    check("<span style=\"FONT-WEIGHT:Bold;color:red\">a</span>", "<p><strong>a</strong></p>");
    check("<span style=\"font-weight: 500\">a</span>", "<p>a</p>");
    check("<span style=\"font-style:italic\">a</span>", "<p><em>a</em></p>");
    check("<span style=\"text-decoration: underline line-through\">a</span>", "<p><s>a</s></p>");
    check("<b>a<span style=\"font-weight:400\">b</span></b>", "<p><strong>a</strong>b</p>");
    check(
        "<b style=\"font-weight:normal\">a<span style=\"font-weight:600\">b</span></b>",
        "<p>a<strong>b</strong></p>",
    );
    check("<s>a<span style=\"text-decoration:none\">b</span></s>", "<p><s>ab</s></p>");
    check("<p>a<span style=\"display:none\">tracked</span></p>", "<p>a</p>");
}

#[test]
fn a_document_of_google_is_not_all_bold() {
    let pasted = "<b style=\"font-weight:normal;\" id=\"docs-internal-guid-1\">\
        <p dir=\"ltr\" style=\"line-height:1.38\"><span style=\"font-weight:400;text-decoration:none\">One </span>\
        <span style=\"font-weight:700;white-space:pre-wrap\">two</span></p>\
        <h1><span style=\"font-weight:400\">Title</span></h1></b>";
    check(pasted, "<p>One <strong>two</strong></p><p><strong>Title</strong></p>");
}

#[test]
fn lines_and_paragraphs_are_told_apart() {
    check("<p>a</p><p>b</p>", "<p>a</p><p>b</p>");
    check("<div>a</div><div>b</div>", "<p>a<br>b</p>");
    check("<div>a</div><div><br></div><div>b</div>", "<p>a</p><p>b</p>");
    check("a<br><br>b", "<p>a</p><p>b</p>");
    check("a<br>b<br>", "<p>a<br>b</p>");
    check("a<div>b</div>c", "<p>a<br>b<br>c</p>");
    check("<p>a</p><p></p><p>b</p>", "<p>a</p><p>b</p>");
    check("<p><br></p><p>a</p><p><br></p><p>b</p><p><br></p>", "<p>a</p><p><br></p><p>b</p>");
    check("<div>a</div><div><br></div><div><br></div><div>b</div>", "<p>a</p><p><br></p><p>b</p>");
    check("<h2>a</h2>b<hr>c", "<p><strong>a</strong></p><p>b</p><p>c</p>");
}

#[test]
fn blanks_run_together_as_a_browser_shows_them() {
    check("<p>\n  a\n  b <b> c</b>\n</p>\n<p>d</p>", "<p>a b <strong>c</strong></p><p>d</p>");
    check("<p>a&nbsp;&nbsp; b</p>", "<p>a &nbsp;&nbsp;b</p>");
    check("<p>10&nbsp;000 !&nbsp;</p>", "<p>10&nbsp;000 !</p>");
    check("<span style=\"white-space:pre\">a  b</span>  c", "<p>a &nbsp;b c</p>");
    check("<div style=\"white-space:pre-wrap\">a\n  b</div>", "<p>a<br>&nbsp;&nbsp;b</p>");
}

#[test]
fn lists_stay_lists() {
    check("<ul><li>a</li><li><p>b</p></li></ul>", "<ul><li>a</li><li>b</li></ul>");
    check(
        "<ol>\n<li>a\n<ul>\n<li>b</li>\n</ul>\n</li>\n</ol>",
        "<ol><li>a<ul><li>b</li></ul></li></ol>",
    );
    check("<ul><li>a</li><ul><li>b</li></ul></ul>", "<ul><li>a<ul><li>b</li></ul></li></ul>");
    check("<ul><li>a<p>b</p></li><li></li></ul>", "<ul><li><p>a</p><p>b</p></li></ul>");
    check("<p>a</p><li>b</li>", "<p>a</p><p>b</p>");
}

#[test]
fn the_lists_of_word_become_lists() {
    let point = |level: u32, mark: &str, text: &str| {
        format!(
            "<p class=MsoListParagraph style='margin-left:.5in;mso-list:l0 level{level} lfo1'><!--[if !supportLists]-->\
             <span style='font-family:Symbol'><span style='mso-list:Ignore'>{mark}<span>&nbsp;&nbsp; </span></span></span>\
             <!--[endif]-->{text}<o:p></o:p></p>\n"
        )
    };
    let pasted = format!(
        "<p>Before</p>{}{}{}{}<p>After</p>",
        point(1, "·", "a"),
        point(2, "1)", "b"),
        point(2, "2)", "<b>c</b>"),
        point(1, "·", "d"),
    );
    check(
        &pasted,
        "<p>Before</p><ul><li>a<ol><li>b</li><li><strong>c</strong></li></ol></li><li>d</li></ul><p>After</p>",
    );
    check(&format!("<div>{}</div>x", point(1, "1.", "a")), "<ol><li>a</li></ol><p>x</p>");
}

#[test]
fn code_stays_as_it_is() {
    check("<pre>\n  a\n\n<b>b</b> &lt;c&gt;\n</pre>", "<pre>  a\n\nb &lt;c&gt;</pre>");
    check("<pre><div>a</div><div><br></div><div>b</div></pre>", "<pre>a\n\nb</pre>");
    check("<pre>a<br>b</pre>", "<pre>a\nb</pre>");
    check("<pre> \n </pre>a", "<p>a</p>");
}

#[test]
fn quotes_stay_quotes() {
    check(
        "<blockquote>a<blockquote><p>b</p></blockquote></blockquote><div>c</div>",
        "<blockquote><p>a</p><blockquote><p>b</p></blockquote></blockquote><p>c</p>",
    );
}

#[test]
fn a_table_becomes_a_line_for_each_row() {
    let pasted = "<p>a</p><table><tbody>\n<tr>\n<th>Name</th>\n<th>Size</th>\n</tr>\n\
        <tr><td><p>x</p></td><td><div>1</div><div>2</div></td></tr></tbody></table><p>b</p>";
    check(pasted, "<p>a</p><p><strong>Name &nbsp;Size</strong><br>x &nbsp;1<br>2</p><p>b</p>");
}

#[test]
fn only_links_that_lead_somewhere_safe_are_kept() {
    let kept = [
        ("https://a.example/?b=1&amp;c", "https://a.example/?b=1&amp;c"),
        (" HTTP://a.example", "http://a.example"),
        ("mailto:a@b.example", "mailto:a@b.example"),
        ("tel:+811", "tel:+811"),
        ("https://a.example/a b", "https://a.example/a%20b"),
        ("https://a.example/&quot;&gt;&lt;b", "https://a.example/&quot;&gt;&lt;b"),
    ];
    for (href, kept) in kept {
        check(&format!("<a href=\"{href}\">x</a>"), &format!("<p><a href=\"{kept}\">x</a></p>"));
    }
    let dropped = [
        "javascript:alert(1)",
        "java\nscript:alert(1)",
        "JAVASCRIPT:a",
        "data:text/html,a",
        "/a",
        "a.html",
        "//a.example",
        "#a",
        "",
        "https:",
        "https:///a",
        "http:a.example",
        "https:\\\\a.example",
        "https://a.example\\@b.example",
        "file:///a",
        "vbscript:a",
        "blob:https://a.example/1",
        "mailto:",
        "https://a\u{1}.example",
        "\u{a0}https://a.example",
    ];
    for href in dropped {
        check(&format!("<a href=\"{href}\">x</a>"), "<p>x</p>");
    }
    check("<a href=\"https://a.example\"> </a>a", "<p>a</p>");
    check(
        "<a href=\"https://a.example\">a<b>b</b></a>",
        "<p><a href=\"https://a.example\">a<strong>b</strong></a></p>",
    );
}

#[test]
fn what_is_no_text_is_left_out() {
    for tag in [
        "script", "style", "head", "title", "template", "noscript", "textarea", "svg", "select",
        "iframe",
    ] {
        check(&format!("a<{tag}>x<p>y</p></{tag}>b"), "<p>ab</p>");
    }
    check("<p>a\u{feff}\u{fffc}\u{0}b</p>", "<p>ab</p>");
}

#[test]
fn what_is_text_never_becomes_an_element() {
    check(
        "&lt;img src=x onerror=alert(1)&gt; &amp;lt;",
        "<p>&lt;img src=x onerror=alert(1)&gt; &amp;lt;</p>",
    );
    check("<pre>&lt;/pre&gt;&lt;script&gt;</pre>", "<pre>&lt;/pre&gt;&lt;script&gt;</pre>");
}

#[test]
fn other_scripts_are_untouched() {
    check(
        "<p>請求書を<b>確認</b>してください。</p>",
        "<p>請求書を<strong>確認</strong>してください。</p>",
    );
    check("<div dir=\"rtl\">مرحبًا <b>بكم</b></div>", "<p>مرحبًا <strong>بكم</strong></p>");
    check(
        "<p>\u{3000}字下げ می\u{200c}خواهم 👩\u{200d}🔧</p>",
        "<p>\u{3000}字下げ می\u{200c}خواهم 👩\u{200d}🔧</p>",
    );
}

#[test]
fn what_is_too_deep_loses_its_form_but_not_its_text() {
    let mut builder = Builder::default();
    for _ in 0..100_000 {
        for tag in ["blockquote", "ul", "li", "b", "div"] {
            builder.open(Element::of(tag, None, None));
        }
    }
    builder.text("here", false);
    let rich = builder.finish();
    assert!(rich.to_text().ends_with("here"));
    assert_eq!(depth(&rich), DEEPEST);
    let quote = |inner: Block, _| Block::Quote(vec![inner]);
    let list = |inner: Block, _| Block::List { is_ordered: true, items: vec![vec![inner]] };
    let text = || Block::Code("here".to_owned());
    for deep in [(0..DEEPEST + 3).fold(text(), quote), (0..DEEPEST + 3).fold(text(), list)] {
        let rich = Rich::new(vec![deep]);
        assert!(rich.to_text().ends_with("here"));
        assert_eq!(depth(&rich), DEEPEST);
    }
}

/// How deep the first block of the first block … stands.
fn depth(rich: &Rich) -> usize {
    let mut depth = 0;
    let mut blocks = rich.blocks();
    loop {
        blocks = match blocks {
            [Block::Quote(inner)] => inner,
            [Block::List { items, .. }] => &items[0],
            _ => return depth,
        };
        depth += 1;
    }
}

#[test]
fn what_nobody_could_read_is_empty() {
    for html in [
        "",
        "<p><br></p>",
        "<p> &nbsp;</p>",
        "<ul><li>\u{3000}</li></ul>",
        "<p>\u{200b}</p>",
        "<b></b>",
    ] {
        assert!(pasted_html(html).is_empty(), "{html}");
    }
    assert!(!pasted_html("<pre>a</pre>").is_empty());
}

#[test]
fn what_has_no_form_is_plain() {
    for html in ["a<br>b", "<p>a</p><p>b</p>", "<a href=\"https://a.example/\">a.example</a>"] {
        assert!(pasted_html(html).is_plain(), "{html}");
    }
    for html in [
        "<b>a</b>",
        "<ul><li>a</li></ul>",
        "<pre>a</pre>",
        "<a href=\"https://a.example/\">here</a>",
    ] {
        assert!(!pasted_html(html).is_plain(), "{html}");
    }
}

#[test]
fn addresses_in_the_text_become_links() {
    let rich = Rich::from_text("See https://a.example/b.").with_links();
    assert_eq!(
        rich.to_html(),
        "<p>See <a href=\"https://a.example/b\">https://a.example/b</a>.</p>"
    );
    let code = pasted_html("<code>https://a.example</code>").with_links();
    assert_eq!(code.to_html(), "<p><code>https://a.example</code></p>");
}
