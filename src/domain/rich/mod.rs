//! What a customer writes (R2): paragraphs, lists, quotes and code, whatever made them: the editor,
//! a paste from another program, or plain text.
//!
//! There is one way to say each thing (the normal form), so that two drafts that look alike are
//! alike. Nothing here knows a browser: [`Builder`] is told what a walk over a page meets.

mod builder;
mod element;
mod html;
mod links;
mod normal;
mod text;
mod typing;

pub use builder::Builder;
pub use element::Element;
pub use links::{links, safe_link};
pub use typing::{Typed, typed};

/// How deep quotes and lists may stand in each other; what is deeper loses its form, never its text.
pub const DEEPEST: usize = 10;

/// What was written, in normal form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rich {
    blocks: Vec<Block>,
}

/// A part that begins on a line of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// Lines of text, parted by `\n`; with no span at all, a blank line that somebody wanted.
    Paragraph(Vec<Span>),
    /// What somebody else said.
    Quote(Vec<Block>),
    /// Text that is shown as it is, in a fixed width.
    Code(String),
    /// Points.
    List {
        /// They are numbered.
        is_ordered: bool,
        /// Each with at least one block.
        items: Vec<Vec<Block>>,
    },
}

/// A piece of a paragraph that looks one way.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Span {
    /// `\n` breaks the line.
    pub text: String,
    /// How it looks.
    pub style: Style,
    /// Where it leads: absolute, and one of http, https, mailto, tel.
    pub link: Option<String>,
}

/// How text looks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Style {
    /// Heavy.
    pub bold: bool,
    /// Slanted.
    pub italic: bool,
    /// In a fixed width.
    pub code: bool,
    /// Struck out.
    pub strike: bool,
}

impl Style {
    /// Like the text around it.
    pub const PLAIN: Self = Self { bold: false, italic: false, code: false, strike: false };
}

impl Rich {
    /// Brings blocks into normal form.
    pub fn new(blocks: Vec<Block>) -> Self {
        Self { blocks: normal::blocks(blocks, 0) }
    }

    /// Plain text, as somebody pastes it: its lines, paragraphs and indents.
    pub fn from_text(text: &str) -> Self {
        let mut builder = Builder::default();
        builder.text(text, true);
        builder.finish()
    }

    /// Its blocks, in order.
    pub fn blocks(&self) -> &[Block] {
        &self.blocks
    }

    /// There is nothing in it that anybody could read.
    pub fn is_empty(&self) -> bool {
        self.blocks.iter().all(is_blank)
    }

    /// It says all it says as plain text, so HTML need not be sent.
    pub fn is_plain(&self) -> bool {
        self.blocks.iter().all(|it| match it {
            Block::Paragraph(spans) => spans.iter().all(is_plain),
            _ => false,
        })
    }

    /// The same, with addresses in the text made links.
    pub fn with_links(self) -> Self {
        Self::new(linked(self.blocks))
    }
}

fn is_blank(block: &Block) -> bool {
    let unseen =
        |it: char| it.is_whitespace() || matches!(it, '\u{200b}'..='\u{200f}' | '\u{2060}');
    match block {
        Block::Paragraph(spans) => spans.iter().all(|it| it.text.chars().all(unseen)),
        Block::Quote(blocks) => blocks.iter().all(is_blank),
        Block::Code(code) => code.chars().all(unseen),
        Block::List { items, .. } => items.iter().flatten().all(is_blank),
    }
}

fn is_plain(span: &Span) -> bool {
    let is_said = |link: &String| links::is_said(link, &span.text);
    span.style == Style::PLAIN && span.link.as_ref().is_none_or(is_said)
}

fn linked(blocks: Vec<Block>) -> Vec<Block> {
    let block = |block| match block {
        Block::Paragraph(spans) => Block::Paragraph(spans.into_iter().flat_map(parts).collect()),
        Block::Quote(blocks) => Block::Quote(linked(blocks)),
        Block::Code(code) => Block::Code(code),
        Block::List { is_ordered, items } => {
            Block::List { is_ordered, items: items.into_iter().map(linked).collect() }
        }
    };
    blocks.into_iter().map(block).collect()
}

/// A span cut where links begin and end.
fn parts(span: Span) -> Vec<Span> {
    if span.link.is_some() || span.style.code {
        return vec![span];
    }
    let mut all = Vec::new();
    let mut from = 0;
    let mut push = |text: &str, link| {
        all.push(Span { text: text.to_owned(), style: span.style, link });
    };
    for (range, href) in links(&span.text) {
        push(&span.text[from..range.start], None);
        from = range.end;
        push(&span.text[range], Some(href));
    }
    push(&span.text[from..], None);
    all
}
