//! As plain text, the way people write mail.

use super::{Block, Rich, Span, links::is_said};

impl Rich {
    /// As the plain part of a mail: `> ` before what is quoted, `- ` and `1. ` before points, the
    /// address after a link that does not say it.
    pub fn to_text(&self) -> String {
        let mut page = Page::default();
        page.blocks(&self.blocks, false);
        page.out.pop();
        page.out
    }
}

#[derive(Default)]
struct Page {
    out: String,
    /// What every line begins with.
    prefix: String,
    /// What the next line begins with instead.
    first: Option<String>,
}

impl Page {
    fn blocks(&mut self, blocks: &[Block], is_item: bool) {
        let mut before: Option<&Block> = None;
        for block in blocks {
            let is_blank = matches!(block, Block::Paragraph(spans) if spans.is_empty());
            let is_list = matches!(block, Block::List { .. });
            let is_close = match before {
                None => true,
                Some(Block::Paragraph(_)) => is_item && is_list,
                Some(_) => false,
            };
            if !is_close && !is_blank {
                self.line("");
            }
            before = Some(block);
            match block {
                Block::Paragraph(spans) => {
                    let text = paragraph(spans);
                    text.split('\n').for_each(|it| self.line(it));
                }
                Block::Code(code) => code.split('\n').for_each(|it| self.line(it)),
                Block::Quote(inner) => {
                    self.enter("> ", "> ");
                    self.blocks(inner, false);
                    self.leave(2);
                }
                Block::List { is_ordered, items } => {
                    for (at, item) in items.iter().enumerate() {
                        let mark = match is_ordered {
                            true => (at + 1).to_string() + ". ",
                            false => "- ".to_owned(),
                        };
                        let indent = " ".repeat(mark.len());
                        self.enter(&mark, &indent);
                        self.blocks(item, true);
                        self.leave(indent.len());
                    }
                }
            }
        }
    }

    /// From here on lines begin with more, the first one with `first`.
    fn enter(&mut self, first: &str, others: &str) {
        let start = self.first.take().unwrap_or_else(|| self.prefix.clone());
        self.first = Some(start + first);
        self.prefix.push_str(others);
    }

    fn leave(&mut self, length: usize) {
        self.prefix.truncate(self.prefix.len() - length);
    }

    fn line(&mut self, text: &str) {
        let first = self.first.take();
        let prefix = first.as_deref().unwrap_or(&self.prefix);
        self.out.push_str(if text.is_empty() { prefix.trim_end() } else { prefix });
        self.out.push_str(text);
        self.out.push('\n');
    }
}

fn paragraph(spans: &[Span]) -> String {
    let mut out = String::new();
    let mut at = 0;
    while let Some(first) = spans.get(at) {
        let start = out.len();
        // A link may look several ways along its text.
        while let Some(span) = spans.get(at).filter(|it| it.link == first.link) {
            out.push_str(&span.text);
            at += 1;
        }
        if let Some(link) = &first.link
            && !is_said(link, &out[start..])
        {
            out.push_str(" (");
            out.push_str(link.strip_prefix("mailto:").unwrap_or(link));
            out.push(')');
        }
    }
    out
}
