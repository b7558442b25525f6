//! From what a walk over a page meets to what was written. Any order of events gives something.

mod points;

use super::{Block, DEEPEST, Element, Rich, Span, Style, element::Kind};

/// Told of elements and text in their order, it makes a [`Rich`].
#[derive(Debug, Default)]
pub struct Builder {
    frames: Vec<Frame>,
    now: State,
    /// Quotes, lists and their points that are open, the innermost last. The outermost is not here.
    containers: Vec<Container>,
    blocks: Vec<Block>,
    pieces: Vec<Piece>,
    /// The code block that is open.
    code: Option<String>,
    /// A blank that shows only if something follows it in its line.
    space: Option<(Style, Option<usize>)>,
    links: Vec<String>,
    /// Something was written into the cell that is open.
    is_cell_begun: bool,
    /// The next text in this cell begins a line.
    is_line_due: bool,
    /// How many of the containers are lists of Word's points, and where they began.
    point_lists: usize,
    points_from: usize,
}

/// What holds for the text that comes, and comes back when an element ends.
#[derive(Clone, Copy, Debug, Default)]
struct State {
    style: Style,
    link: Option<usize>,
    preserve: bool,
    is_hidden: bool,
    is_heading: bool,
    in_cell: bool,
    in_point: bool,
    in_marker: bool,
}

#[derive(Debug)]
struct Frame {
    before: State,
    end: End,
}

/// What the end of an element does.
#[derive(Clone, Copy, Debug, PartialEq)]
enum End {
    Nothing,
    Line,
    Paragraph,
    Row,
    Cell,
    Code,
    Container,
}

#[derive(Debug)]
struct Container {
    kind: Kind,
    blocks: Vec<Block>,
    items: Vec<Vec<Block>>,
}

#[derive(Debug)]
struct Piece {
    text: String,
    style: Style,
    link: Option<usize>,
}

impl Builder {
    /// An element begins.
    pub fn open(&mut self, element: Element) {
        let before = self.now;
        let mut end = End::Nothing;
        if !before.is_hidden {
            end = self.begin(element.kind);
            self.dress(element);
        }
        self.frames.push(Frame { before, end });
    }

    /// Text of a page. White space runs together, as HTML has it, unless it is to be preserved.
    pub fn text(&mut self, text: &str, preserve: bool) {
        if self.now.is_hidden {
            return;
        }
        if self.now.in_marker {
            return self.mark(text);
        }
        let preserve = preserve || self.now.preserve;
        let mut chars = text.chars().peekable();
        while let Some(it) = chars.next() {
            match it {
                '\r' if chars.peek() == Some(&'\n') => {}
                ' ' | '\t' | '\n' | '\r' | '\u{c}' if self.code.is_none() && !preserve => {
                    self.space()
                }
                '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => {
                    self.line_break()
                }
                '\t' if self.code.is_none() => (0..4).for_each(|_| self.push(' ')),
                '\t' => self.push(it),
                '\u{a0}' if self.code.is_some() => self.push(' '),
                // Nothing to read: marks of editors, places of pictures.
                '\u{feff}' | '\u{fffc}' => {}
                _ if it.is_control() => {}
                _ => self.push(it),
            }
        }
    }

    /// The line ends here (`br`).
    pub fn line_break(&mut self) {
        if self.now.is_hidden {
            return;
        }
        if let Some(code) = &mut self.code {
            return code.push('\n');
        }
        self.settle();
        self.space = None;
        self.append('\n', Style::PLAIN, None);
    }

    /// The innermost element ends.
    pub fn close(&mut self) {
        let Some(Frame { before, end }) = self.frames.pop() else { return };
        if self.frames.len() < self.points_from {
            self.end_points();
        }
        match end {
            End::Nothing => {}
            End::Line => self.line(),
            End::Paragraph => self.paragraph(),
            End::Row => self.row(),
            End::Cell => self.is_line_due = false,
            End::Code => {
                let code = self.code.take().unwrap_or_default();
                self.add(Block::Code(code));
            }
            End::Container => self.end_container(),
        }
        self.now = before;
    }

    /// All of it; what is still open ends here.
    pub fn finish(mut self) -> Rich {
        while !self.frames.is_empty() {
            self.close();
        }
        self.end_points();
        self.end_paragraph();
        Rich::new(self.blocks)
    }

    fn begin(&mut self, kind: Kind) -> End {
        if matches!(kind, Kind::Inline | Kind::Hidden | Kind::Marker) {
            return End::Nothing;
        }
        if kind == Kind::Break {
            self.line_break();
            return End::Nothing;
        }
        if self.code.is_some() {
            if kind == Kind::Cell {
                let code = self.code.get_or_insert_default();
                if !code.is_empty() && !code.ends_with('\n') {
                    code.push('\t');
                }
                return End::Nothing;
            }
            self.line();
            return End::Line;
        }
        let is_point = matches!(kind, Kind::Point { .. }) && !self.now.in_point;
        if !is_point && !self.now.in_point {
            self.end_points();
        }
        match kind {
            Kind::Line => {
                self.line();
                End::Line
            }
            Kind::Row => {
                self.row();
                End::Row
            }
            Kind::Cell => {
                if !self.is_at_line_start() {
                    self.space = None;
                    self.append(' ', Style::PLAIN, None);
                    self.append(' ', Style::PLAIN, None);
                }
                self.is_line_due = false;
                self.is_cell_begun = false;
                End::Cell
            }
            Kind::Code => {
                self.end_paragraph();
                self.code = Some(String::new());
                End::Code
            }
            Kind::Point { level } if is_point => self.point(level),
            Kind::Quote | Kind::List { .. } if self.depth() < DEEPEST => self.container(kind),
            Kind::Item if self.containers.last().is_some_and(is_list) => self.container(kind),
            _ => {
                self.paragraph();
                End::Paragraph
            }
        }
    }

    /// What an element does to the look of its text.
    fn dress(&mut self, element: Element) {
        let now = &mut self.now;
        now.style.italic = element.italic.unwrap_or(now.style.italic);
        now.style.code |= element.code;
        now.style.strike |= element.strike;
        now.preserve = element.preserve.unwrap_or(now.preserve);
        let bold = element.bold.unwrap_or(now.style.bold);
        now.style.bold = bold || now.is_heading && now.style.bold;
        if let Some(link) = element.link {
            now.link = Some(self.links.len());
            self.links.push(link);
        }
        match element.kind {
            Kind::Heading => now.is_heading = true,
            Kind::Cell => now.in_cell = true,
            Kind::Quote | Kind::List { .. } | Kind::Item => now.in_cell = false,
            Kind::Point { .. } => now.in_point = true,
            Kind::Marker => now.in_marker = now.in_point,
            Kind::Hidden => now.is_hidden = true,
            _ => {}
        }
    }

    fn depth(&self) -> usize {
        self.containers.iter().filter(|it| it.kind != Kind::Item).count()
    }

    fn container(&mut self, kind: Kind) -> End {
        self.end_paragraph();
        self.containers.push(Container { kind, blocks: Vec::new(), items: Vec::new() });
        End::Container
    }

    fn end_container(&mut self) {
        self.end_paragraph();
        let Some(Container { kind, blocks, items }) = self.containers.pop() else { return };
        match kind {
            Kind::List { is_ordered } => self.add(Block::List { is_ordered, items }),
            Kind::Item => {
                if let Some(list) = self.containers.last_mut() {
                    list.items.push(blocks);
                }
            }
            _ => self.add(Block::Quote(blocks)),
        }
    }

    fn add(&mut self, block: Block) {
        match self.containers.last_mut() {
            None => self.blocks.push(block),
            // A list right in a list belongs to the point before it; anything else is a point.
            Some(Container { kind: Kind::List { .. }, items, .. }) => match items.last_mut() {
                Some(item) if matches!(block, Block::List { .. }) => item.push(block),
                _ => items.push(vec![block]),
            },
            Some(container) => container.blocks.push(block),
        }
    }

    /// A line begins or ends here, in a cell only if something stands on both sides.
    fn line(&mut self) {
        if let Some(code) = &mut self.code {
            if !code.is_empty() && !code.ends_with('\n') {
                code.push('\n');
            }
        } else if self.now.in_cell {
            self.is_line_due = self.is_cell_begun;
        } else {
            self.start_line();
        }
    }

    fn row(&mut self) {
        self.is_line_due = false;
        self.start_line();
    }

    fn paragraph(&mut self) {
        match self.now.in_cell {
            true => self.line(),
            false => self.end_paragraph(),
        }
    }

    fn end_paragraph(&mut self) {
        self.space = None;
        self.is_line_due = false;
        if self.pieces.is_empty() {
            return;
        }
        let link = |at: Option<usize>| at.and_then(|at| self.links.get(at)).cloned();
        let pieces = std::mem::take(&mut self.pieces).into_iter();
        let spans = pieces.map(|it| Span { text: it.text, style: it.style, link: link(it.link) });
        let paragraph = Block::Paragraph(spans.collect());
        self.add(paragraph);
    }

    fn is_at_line_start(&self) -> bool {
        self.pieces.last().is_none_or(|it| it.text.ends_with('\n'))
    }

    fn start_line(&mut self) {
        self.space = None;
        if !self.is_at_line_start() {
            self.append('\n', Style::PLAIN, None);
        }
    }

    fn space(&mut self) {
        if self.space.is_none() && !self.is_at_line_start() {
            self.space = Some((self.now.style, self.now.link));
        }
    }

    /// Does what waited for more text.
    fn settle(&mut self) {
        if !self.now.in_point {
            self.end_points();
        }
        self.is_cell_begun = true;
        if std::mem::take(&mut self.is_line_due) {
            self.start_line();
        }
    }

    fn push(&mut self, it: char) {
        if let Some(code) = &mut self.code {
            return code.push(it);
        }
        self.settle();
        if let Some((style, link)) = self.space.take() {
            self.append(' ', style, link);
        }
        self.append(it, self.now.style, self.now.link);
    }

    fn append(&mut self, it: char, style: Style, link: Option<usize>) {
        match self.pieces.last_mut() {
            Some(last) if last.style == style && last.link == link => last.text.push(it),
            _ => self.pieces.push(Piece { text: it.into(), style, link }),
        }
    }
}

fn is_list(container: &Container) -> bool {
    matches!(container.kind, Kind::List { .. })
}
