//! What an element of HTML means for what was written.

use super::safe_link;

/// An element: what it is, and what it does to the look of its text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Element {
    pub(super) kind: Kind,
    pub(super) bold: Option<bool>,
    pub(super) italic: Option<bool>,
    pub(super) code: bool,
    pub(super) strike: bool,
    pub(super) preserve: Option<bool>,
    pub(super) link: Option<String>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Kind {
    /// Part of a line.
    #[default]
    Inline,
    /// `br`.
    Break,
    /// Stands on lines of its own.
    Line,
    /// Stands apart.
    Paragraph,
    /// A paragraph that stays bold, whatever its parts say.
    Heading,
    /// `pre`.
    Code,
    Quote,
    List {
        is_ordered: bool,
    },
    Item,
    Row,
    Cell,
    /// Word's way to write a point: a paragraph that says how deep it would be.
    Point {
        level: usize,
    },
    /// The bullet or number that Word writes before its text.
    Marker,
    /// Nothing in it is text.
    Hidden,
}

impl Element {
    /// From its tag, in any case, and the attributes that matter.
    pub fn of(tag: &str, href: Option<&str>, style: Option<&str>) -> Self {
        let mut it = Self::default();
        // An unknown one is neutral, and so is one with a name longer than any that is known.
        let mut name = [0; 10];
        if let Some(name) = name.get_mut(..tag.len()) {
            name.copy_from_slice(tag.as_bytes());
            name.make_ascii_lowercase();
            it.tag(name);
        }
        if tag.eq_ignore_ascii_case("a") {
            it.link = href.and_then(safe_link);
        }
        for declaration in style.unwrap_or_default().split(';') {
            if let Some((name, value)) = declaration.split_once(':') {
                it.style(name.trim(), value.trim());
            }
        }
        it
    }

    fn tag(&mut self, name: &[u8]) {
        self.kind = match name {
            b"br" => Kind::Break,
            b"p" | b"table" | b"hr" | b"dl" => Kind::Paragraph,
            b"h1" | b"h2" | b"h3" | b"h4" | b"h5" | b"h6" => {
                self.bold = Some(true);
                Kind::Heading
            }
            b"th" => {
                self.bold = Some(true);
                Kind::Cell
            }
            b"td" => Kind::Cell,
            b"tr" | b"caption" => Kind::Row,
            b"blockquote" => Kind::Quote,
            b"pre" | b"listing" => Kind::Code,
            b"ul" | b"menu" | b"dir" => Kind::List { is_ordered: false },
            b"ol" => Kind::List { is_ordered: true },
            b"li" => Kind::Item,
            b"div" | b"address" | b"article" | b"aside" | b"body" | b"center" | b"dd"
            | b"details" | b"dt" | b"fieldset" | b"figcaption" | b"figure" | b"footer"
            | b"form" | b"header" | b"hgroup" | b"html" | b"legend" | b"main" | b"nav"
            | b"search" | b"section" | b"summary" => Kind::Line,
            b"audio" | b"canvas" | b"datalist" | b"embed" | b"head" | b"iframe" | b"meta"
            | b"noembed" | b"noframes" | b"noscript" | b"object" | b"option" | b"script"
            | b"select" | b"style" | b"svg" | b"template" | b"textarea" | b"title" | b"video" => {
                Kind::Hidden
            }
            _ => Kind::Inline,
        };
        match name {
            b"b" | b"strong" => self.bold = Some(true),
            b"i" | b"em" | b"cite" | b"dfn" => self.italic = Some(true),
            b"s" | b"strike" | b"del" => self.strike = true,
            b"code" | b"tt" | b"kbd" | b"samp" => self.code = true,
            _ => {}
        }
    }

    /// One declaration of its `style`.
    fn style(&mut self, name: &str, value: &str) {
        let is = |other: &str| name.eq_ignore_ascii_case(other);
        let has = |word: &str| contains(value, word);
        if is("font-weight") {
            let heavy = || Some(value.parse::<u32>().ok()? >= 600);
            self.bold = match () {
                () if has("bold") => Some(true),
                () if has("normal") || has("lighter") => Some(false),
                () => heavy().or(self.bold),
            };
        } else if is("font-style") {
            let slanted = has("italic") || has("oblique");
            self.italic = if slanted || has("normal") { Some(slanted) } else { self.italic };
        } else if is("text-decoration") || is("text-decoration-line") {
            // A line through what stands around it stays: only its own goes.
            self.strike = has("line-through") || self.strike && !has("none");
        } else if is("white-space") {
            self.preserve = Some(has("pre") && !has("pre-line"));
        } else if is("display") && has("none") || is("mso-hide") && has("all") {
            self.kind = Kind::Hidden;
        } else if is("mso-list") {
            self.kind = match level(value) {
                _ if has("ignore") => Kind::Marker,
                Some(level) if self.kind == Kind::Paragraph => Kind::Point { level },
                _ => self.kind,
            };
        }
    }
}

/// `l0 level2 lfo1` → 2.
fn level(value: &str) -> Option<usize> {
    let word = value.split(' ').find_map(|it| it.strip_prefix("level"))?;
    word.parse().ok().filter(|it| *it > 0)
}

/// Whether a word stands in a value, in any case of its letters.
fn contains(value: &str, word: &str) -> bool {
    let mut windows = value.as_bytes().windows(word.len());
    windows.any(|it| it.eq_ignore_ascii_case(word.as_bytes()))
}
