//! The normal form: one way to say each thing.
//!
//! Neighbours of one look are one span, no link is empty or leads where it must not, no line ends in
//! blanks, no paragraph holds an empty line (it is two), no container is empty or begins or ends
//! with a blank line, and nothing stands deeper than [`DEEPEST`].

use super::{Block, DEEPEST, Span, Style, safe_link};

/// Blocks of one container, `depth` containers deep.
pub fn blocks(blocks: Vec<Block>, depth: usize) -> Vec<Block> {
    let mut all = Vec::new();
    add(blocks, depth, &mut all);
    let is_blank = |it: &Block| matches!(it, Block::Paragraph(spans) if spans.is_empty());
    while all.last().is_some_and(is_blank) {
        all.pop();
    }
    let leading = all.iter().take_while(|it| is_blank(it)).count();
    all.drain(..leading);
    all
}

fn add(from: Vec<Block>, depth: usize, all: &mut Vec<Block>) {
    for block in from {
        match block {
            Block::Paragraph(spans) => paragraphs(spans, all),
            Block::Code(code) => {
                let code = code.trim_start_matches('\n').trim_end();
                if !code.trim_start().is_empty() {
                    all.push(Block::Code(code.to_owned()));
                }
            }
            Block::Quote(inner) if depth >= DEEPEST => add(inner, depth, all),
            Block::Quote(inner) => {
                let inner = blocks(inner, depth + 1);
                if !inner.is_empty() {
                    all.push(Block::Quote(inner));
                }
            }
            Block::List { items, .. } if depth >= DEEPEST => {
                for item in items {
                    add(item, depth, all);
                }
            }
            Block::List { is_ordered, items } => {
                let items = items.into_iter().map(|it| blocks(it, depth + 1));
                let items: Vec<_> = items.filter(|it| !it.is_empty()).collect();
                if !items.is_empty() {
                    all.push(Block::List { is_ordered, items });
                }
            }
        }
    }
}

/// One paragraph as it came; several, where empty lines part it.
fn paragraphs(spans: Vec<Span>, all: &mut Vec<Block>) {
    let mut lines = lines(spans);
    // What ends the last line begins no other, as in HTML.
    if lines.len() > 1 && lines.last().is_some_and(Vec::is_empty) {
        lines.pop();
    }
    let mut paragraph: Vec<Span> = Vec::new();
    let mut empty = 0;
    for line in lines {
        if line.is_empty() {
            empty += 1;
            continue;
        }
        // The first empty line only parts two paragraphs; nobody wanted it for itself.
        if empty > 0 && !paragraph.is_empty() {
            all.push(Block::Paragraph(std::mem::take(&mut paragraph)));
            empty -= 1;
        }
        add_blank_lines(empty, all);
        empty = 0;
        join(&mut paragraph, line);
    }
    if !paragraph.is_empty() {
        all.push(Block::Paragraph(paragraph));
    }
    add_blank_lines(empty, all);
}

fn add_blank_lines(count: usize, all: &mut Vec<Block>) {
    for _ in 0..count {
        all.push(Block::Paragraph(Vec::new()));
    }
}

/// Spans line by line, each line in normal form.
fn lines(spans: Vec<Span>) -> Vec<Vec<Span>> {
    let mut all = Vec::new();
    let mut line = Vec::new();
    for Span { text, style, link } in spans {
        let link = link.as_deref().and_then(safe_link);
        for (at, part) in text.split('\n').enumerate() {
            if at > 0 {
                all.push(self::line(std::mem::take(&mut line)));
            }
            line.push(Span { text: part.to_owned(), style, link: link.clone() });
        }
    }
    all.push(self::line(line));
    all
}

/// One line: blanks, then looks.
fn line(spans: Vec<Span>) -> Vec<Span> {
    let spans = merged(blanks(spans));
    // What nobody sees of a blank says nothing.
    let unseen = |it: Span| match is_blank(&it) {
        true => Span { style: Style { bold: false, italic: false, ..it.style }, link: None, ..it },
        false => it,
    };
    let mut spans = merged(spans.into_iter().map(unseen).collect());
    // Between two of one look it looks like them.
    for at in 1..spans.len().max(1) - 1 {
        let (before, after) = (&spans[at - 1], &spans[at + 1]);
        let fits = |it: &Span| {
            it.style.strike == before.style.strike && it.style.code == before.style.code
        };
        if is_blank(&spans[at]) && alike(before, after) && fits(&spans[at]) {
            let (style, link) = (before.style, before.link.clone());
            spans[at].style = style;
            spans[at].link = link;
        }
    }
    merged(spans)
}

fn is_blank(span: &Span) -> bool {
    span.text.chars().all(|it| matches!(it, ' ' | '\u{a0}'))
}

fn alike(one: &Span, other: &Span) -> bool {
    one.style == other.style && one.link == other.link
}

/// A blank that stands alone may be one that does not break (« 10 000 »); several are spaces,
/// because that is how editors write them; those that end a line are none.
fn blanks(spans: Vec<Span>) -> Vec<Span> {
    let mut all: Vec<Span> = Vec::new();
    let mut run: Vec<(usize, char)> = Vec::new();
    let mut is_start = true;
    for (at, Span { text, style, link }) in spans.into_iter().enumerate() {
        all.push(Span { text: String::new(), style, link });
        for it in text.chars() {
            if matches!(it, ' ' | '\u{a0}') {
                run.push((at, it));
                continue;
            }
            let is_alone = run.len() == 1 && !is_start;
            for (at, blank) in run.drain(..) {
                all[at].text.push(if is_alone { blank } else { ' ' });
            }
            is_start = false;
            all[at].text.push(it);
        }
    }
    all
}

fn merged(spans: Vec<Span>) -> Vec<Span> {
    let mut all: Vec<Span> = Vec::new();
    for span in spans {
        match all.last_mut() {
            _ if span.text.is_empty() => {}
            Some(last) if alike(last, &span) => last.text.push_str(&span.text),
            _ => all.push(span),
        }
    }
    all
}

/// Adds a line to a paragraph. The break between them is part of what looks plain, if one of them does.
fn join(paragraph: &mut Vec<Span>, line: Vec<Span>) {
    let is_plain = |it: &Span| it.style == Style::PLAIN && it.link.is_none();
    let mut needs_break = !paragraph.is_empty();
    for mut span in line {
        let last = paragraph.last_mut().filter(|_| needs_break);
        needs_break = false;
        match last {
            None => paragraph.push(span),
            Some(last) if alike(last, &span) => {
                last.text.push('\n');
                last.text.push_str(&span.text);
            }
            Some(last) if is_plain(last) => {
                last.text.push('\n');
                paragraph.push(span);
            }
            Some(_) if is_plain(&span) => {
                span.text.insert(0, '\n');
                paragraph.push(span);
            }
            Some(_) => {
                paragraph.push(Span { text: "\n".to_owned(), ..Span::default() });
                paragraph.push(span);
            }
        }
    }
}
