//! As text: reading and writing it.

use super::Raw;

/// Deeper than any desk's reply, and no danger to a browser's stack.
const DEPTH: u32 = 100;
/// More fields than any desk's object has: each new one is held against all before it.
const MOST_FIELDS: usize = 10_000;
/// A longer integer may be above 2^53, where a number is rounded and a rounded id is another ticket's. It is text: ids
/// are read as text everywhere.
const SAFE_DIGITS: usize = 15;

/// What a piece of JSON is that is not `null`.
#[derive(Debug)]
pub enum Node {
    /// Yes or no.
    Bool(bool),
    /// A whole number as it was written, a fraction as browsers write it: 5.0 is 5.
    Number(Box<str>),
    /// Text, or a long integer.
    Text(Box<str>),
    /// Its pieces.
    List(Vec<Raw>),
    /// Its fields, in their order; no two have one name.
    Object(Fields),
}

/// The fields of an object.
pub type Fields = Vec<(Box<str>, Raw)>;

/// Adds a field, or takes the place of the one that has its name.
pub fn put(fields: &mut Fields, name: Box<str>, it: Raw) {
    match fields.iter_mut().find(|it| it.0 == name) {
        Some(known) => known.1 = it,
        None => fields.push((name, it)),
    }
}

/// As [`Raw::parse`].
pub fn parse(bytes: &[u8]) -> Result<Raw, usize> {
    let mut reader = Reader { bytes, at: 0 };
    // What editors put before a file.
    reader.eat_all(b"\xEF\xBB\xBF");
    let value = reader.value(DEPTH).filter(|_| reader.peek().is_none());
    value.ok_or(reader.at)
}

/// Reads from left to right; `None` where it is no JSON (RFC 8259).
struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Reader<'_> {
    fn next(&mut self) -> Option<u8> {
        let next = *self.bytes.get(self.at)?;
        self.at += 1;
        Some(next)
    }

    /// What comes after white space.
    fn peek(&mut self) -> Option<u8> {
        loop {
            match self.bytes.get(self.at) {
                Some(b' ' | b'\t' | b'\r' | b'\n') => self.at += 1,
                next => return next.copied(),
            }
        }
    }

    /// Whether one of these came next, and is eaten.
    fn eat(&mut self, any: &[u8]) -> bool {
        let is_next = self.bytes.get(self.at).is_some_and(|it| any.contains(it));
        self.at += usize::from(is_next);
        is_next
    }

    /// Whether all of these came next, and are eaten.
    fn eat_all(&mut self, word: &[u8]) -> bool {
        let is_next = self.bytes[self.at..].starts_with(word);
        self.at += if is_next { word.len() } else { 0 };
        is_next
    }

    fn value(&mut self, depth: u32) -> Option<Raw> {
        let depth = depth.checked_sub(1)?;
        Some(Raw::of_node(match self.peek()? {
            b'"' => Node::Text(self.text()?),
            b'[' => {
                let mut items = Vec::new();
                while self.is_more(items.is_empty(), b']')? {
                    items.push(self.value(depth)?);
                }
                Node::List(items)
            }
            b'{' => {
                let mut fields = Vec::new();
                while self.is_more(fields.is_empty(), b'}')? {
                    self.peek().filter(|it| *it == b'"' && fields.len() < MOST_FIELDS)?;
                    let name = self.text()?;
                    self.peek();
                    self.eat(b":").then_some(())?;
                    put(&mut fields, name, self.value(depth)?);
                }
                Node::Object(fields)
            }
            b't' => self.eat_all(b"true").then_some(Node::Bool(true))?,
            b'f' => self.eat_all(b"false").then_some(Node::Bool(false))?,
            b'n' => return self.eat_all(b"null").then(Raw::nothing),
            _ => self.number()?,
        }))
    }

    /// Past what stands before the next piece; `false` past the `end`.
    fn is_more(&mut self, is_first: bool, end: u8) -> Option<bool> {
        if is_first {
            // What opens it.
            self.at += 1;
        }
        match self.peek()? {
            it if it == end => {
                self.at += 1;
                Some(false)
            }
            b',' if !is_first => {
                self.at += 1;
                Some(true)
            }
            _ => is_first.then_some(true),
        }
    }

    fn number(&mut self) -> Option<Node> {
        let start = self.at;
        self.eat(b"-");
        if !self.eat(b"0") {
            self.digits()?;
        }
        let mut is_whole = true;
        if self.eat(b".") {
            is_whole = false;
            self.digits()?;
        }
        if self.eat(b"eE") {
            is_whole = false;
            self.eat(b"+-");
            self.digits()?;
        }
        let digits: Box<str> = std::str::from_utf8(&self.bytes[start..self.at]).ok()?.into();
        if is_whole {
            let is_long = digits.len() > SAFE_DIGITS;
            return Some(if is_long { Node::Text(digits) } else { Node::Number(digits) });
        }
        let number = read(&digits);
        Some(if number.is_finite() { Node::number(number) } else { Node::Number(digits) })
    }

    fn digits(&mut self) -> Option<()> {
        let start = self.at;
        while self.eat(b"0123456789") {}
        (self.at > start).then_some(())
    }

    /// The text whose opening quote is next.
    fn text(&mut self) -> Option<Box<str>> {
        self.at += 1;
        let mut out = String::new();
        loop {
            let start = self.at;
            while !matches!(self.bytes.get(self.at)?, b'"' | b'\\' | ..b' ') {
                self.at += 1;
            }
            out.push_str(std::str::from_utf8(&self.bytes[start..self.at]).ok()?);
            match self.next()? {
                b'"' => return Some(out.into()),
                b'\\' => out.push(self.escaped()?),
                _ => return None,
            }
        }
    }

    fn escaped(&mut self) -> Option<char> {
        Some(match self.next()? {
            it @ (b'"' | b'\\' | b'/') => it.into(),
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                let (first, mut second) = (self.unit()?, 0);
                let after = self.at;
                if matches!(first, 0xD800..0xDC00) && self.eat_all(b"\\u") {
                    second = self.unit()?;
                    if !matches!(second, 0xDC00..0xE000) {
                        self.at = after;
                    }
                }
                // Half a character, where a desk cut a text: shown as browsers show it, and no reason to lose the reply.
                char::decode_utf16([first, second]).next()?.unwrap_or(char::REPLACEMENT_CHARACTER)
            }
            _ => return None,
        })
    }

    /// Four digits of sixteen.
    fn unit(&mut self) -> Option<u16> {
        let mut unit = 0;
        for _ in 0..4 {
            unit = unit * 16 + char::from(self.next()?).to_digit(16)? as u16;
        }
        Some(unit)
    }
}

impl Node {
    /// A number; a whole one is written as such.
    pub fn number(it: f64) -> Self {
        Self::Number(written(it).into())
    }

    /// As a number, if it is one.
    pub fn as_number(&self) -> Option<f64> {
        match self {
            Self::Number(digits) => {
                Some(digits.parse::<u32>().map_or_else(|_| read(digits), f64::from))
            }
            _ => None,
        }
    }
}

/// Adds it as JSON text.
pub fn write(it: &Raw, out: &mut String) {
    match it.node() {
        None => out.push_str("null"),
        Some(Node::Bool(it)) => out.push_str(if *it { "true" } else { "false" }),
        Some(Node::Number(digits)) => out.push_str(digits),
        Some(Node::Text(text)) => quote(text, out),
        Some(Node::List(items)) => {
            out.push('[');
            for (at, it) in items.iter().enumerate() {
                separate(at, out);
                write(it, out);
            }
            out.push(']');
        }
        Some(Node::Object(fields)) => {
            out.push('{');
            for (at, (name, it)) in fields.iter().enumerate() {
                separate(at, out);
                quote(name, out);
                out.push(':');
                write(it, out);
            }
            out.push('}');
        }
    }
}

fn separate(at: usize, out: &mut String) {
    if at > 0 {
        out.push(',');
    }
}

fn quote(text: &str, out: &mut String) {
    out.push('"');
    for it in text.chars() {
        match it {
            '"' | '\\' => out.extend(['\\', it]),
            '\0'..' ' => {
                out.push_str(if it < '\u{10}' { "\\u000" } else { "\\u001" });
                out.extend(char::from_digit(u32::from(it) % 16, 16));
            }
            _ => out.push(it),
        }
    }
    out.push('"');
}

/// The browser knows how to read and write fractions: its own code for that would be 10 kB more.
#[cfg(target_arch = "wasm32")]
fn read(digits: &str) -> f64 {
    js_sys::Number::parse_float(digits)
}

#[cfg(not(target_arch = "wasm32"))]
fn read(digits: &str) -> f64 {
    digits.parse().unwrap_or_default()
}

#[cfg(target_arch = "wasm32")]
fn written(it: f64) -> String {
    js_sys::JSON::stringify(&it.into()).map(Into::into).unwrap_or_default()
}

#[cfg(not(target_arch = "wasm32"))]
fn written(it: f64) -> String {
    it.to_string()
}
