//! As clean HTML, for the desk.

use super::{Block, Rich, Span};

impl Rich {
    /// As HTML with few elements: `p br strong em s code pre blockquote ul ol li a`.
    pub fn to_html(&self) -> String {
        let mut out = String::new();
        write(&self.blocks, &mut out);
        out
    }
}

fn write(blocks: &[Block], out: &mut String) {
    for block in blocks {
        match block {
            Block::Paragraph(spans) => {
                out.push_str("<p>");
                paragraph(spans, out);
                out.push_str("</p>");
            }
            Block::Quote(inner) => {
                out.push_str("<blockquote>");
                write(inner, out);
                out.push_str("</blockquote>");
            }
            Block::Code(code) => {
                out.push_str("<pre>");
                code.chars().for_each(|it| escape(it, out));
                out.push_str("</pre>");
            }
            Block::List { is_ordered, items } => {
                out.push_str(if *is_ordered { "<ol>" } else { "<ul>" });
                for blocks in items {
                    out.push_str("<li>");
                    item(blocks, out);
                    out.push_str("</li>");
                }
                out.push_str(if *is_ordered { "</ol>" } else { "</ul>" });
            }
        }
    }
}

/// A point that is one paragraph, with points of its own perhaps, needs no `p`.
fn item(blocks: &[Block], out: &mut String) {
    match blocks {
        [Block::Paragraph(spans), rest @ ..]
            if !rest.iter().any(|it| matches!(it, Block::Paragraph(_))) =>
        {
            paragraph(spans, out);
            write(rest, out);
        }
        _ => write(blocks, out),
    }
}

fn paragraph(spans: &[Span], out: &mut String) {
    if spans.is_empty() {
        out.push_str("<br>");
    }
    // Blanks at the start of a line and after another would be lost.
    let mut is_after_blank = true;
    let mut link: Option<&str> = None;
    for span in spans {
        if span.link.as_deref() != link {
            out.push_str(if link.is_some() { "</a>" } else { "" });
            link = span.link.as_deref();
            if let Some(href) = link {
                out.push_str("<a href=\"");
                href.chars().for_each(|it| escape(it, out));
                out.push_str("\">");
            }
        }
        let mut ends = Vec::new();
        let style = span.style;
        let looks = [
            (style.bold, "<strong>", "</strong>"),
            (style.italic, "<em>", "</em>"),
            (style.strike, "<s>", "</s>"),
            (style.code, "<code>", "</code>"),
        ];
        for (_, start, end) in looks.into_iter().filter(|it| it.0) {
            out.push_str(start);
            ends.push(end);
        }
        for it in span.text.chars() {
            match it {
                '\n' => out.push_str("<br>"),
                ' ' if is_after_blank => out.push_str("&nbsp;"),
                _ => escape(it, out),
            }
            is_after_blank = matches!(it, '\n' | ' ');
        }
        ends.iter().rev().for_each(|it| out.push_str(it));
    }
    out.push_str(if link.is_some() { "</a>" } else { "" });
}

fn escape(it: char, out: &mut String) {
    match it {
        '&' => out.push_str("&amp;"),
        '<' => out.push_str("&lt;"),
        '>' => out.push_str("&gt;"),
        '"' => out.push_str("&quot;"),
        '\u{a0}' => out.push_str("&nbsp;"),
        _ => out.push(it),
    }
}
