//! What is secret inside a text: fields of addresses and forms, members of JSON, tokens.

use std::ops::Range;

use super::{
    REMOVED, Removed,
    bodies::{elements, lines, members, parts},
    secret::{is_secret, is_surely_secret},
};

/// What a text is known to be.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// The body of a form.
    Form,
    /// Not known: an address, a page, JSON, anything.
    Any,
}

/// A text without what is secret in it; `None` if nothing is.
pub fn clean(text: &str, shape: Shape, removed: &mut Removed) -> Option<String> {
    let passes: [fn(&mut Copy, Shape); 6] = [members, parts, elements, lines, fields, tokens];
    let mut clean: Option<String> = None;
    for (at, pass) in passes.into_iter().enumerate() {
        let mut copy = Copy::of(clean.as_deref().unwrap_or(text));
        pass(&mut copy, shape);
        match at {
            5 => removed.tokens += copy.count,
            _ => removed.fields += copy.count,
        }
        if copy.count > 0 {
            clean = Some(copy.finish());
        }
    }
    clean
}

/// A text that is copied but for some places.
pub struct Copy<'a> {
    pub text: &'a str,
    out: String,
    from: usize,
    count: usize,
}

impl<'a> Copy<'a> {
    fn of(text: &'a str) -> Self {
        Self { text, out: String::new(), from: 0, count: 0 }
    }

    /// Leaves a place out, if anything is there.
    pub fn remove(&mut self, place: Range<usize>) {
        let said = self.text.get(place.clone()).unwrap_or_default();
        if said.is_empty() || said == REMOVED || place.start < self.from {
            return;
        }
        self.out.push_str(&self.text[self.from..place.start]);
        self.out.push_str(REMOVED);
        self.from = place.end;
        self.count += 1;
    }

    fn finish(mut self) -> String {
        self.out.push_str(&self.text[self.from..]);
        self.out
    }
}

/// `name=value` in addresses and forms, also in an address that stands, encoded, in another.
fn fields(copy: &mut Copy, shape: Shape) {
    let text = copy.text;
    let bytes = text.as_bytes();
    let is_form = shape == Shape::Form;
    let is_odd = |it: &u8| *it <= b' ' || b"\"<>".contains(it);
    let is_address = is_form || !bytes.iter().any(is_odd);
    if is_address && !is_form {
        account(copy);
    }
    // Where the name would begin, and the sign before it.
    let mut name = is_address.then_some((0, b'&'));
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let (sign, length) = match byte {
            b'%' => encoded(bytes, at).map_or((None, 1), |it| (Some(it.0), it.1)),
            _ => (Some(*byte), 1),
        };
        at += length;
        match sign {
            Some(sign @ (b'?' | b'&' | b'#' | b';')) => {
                let entity = if bytes[at.min(bytes.len())..].starts_with(b"amp;") { 4 } else { 0 };
                at += entity;
                name = Some((at, sign));
            }
            Some(b'=') => {
                let Some((from, sign)) = name.take() else { continue };
                let said = plain(&bytes[from..at - length]);
                let is_hit = if is_address {
                    is_secret(&said)
                } else {
                    is_surely_secret(&said.to_ascii_lowercase())
                };
                if !is_hit {
                    continue;
                }
                let ends = |(place, it): (usize, &u8)| match it {
                    b'&' => true,
                    b'#' => !is_form,
                    b'?' | b';' => sign == b';' && !is_form,
                    b'%' => {
                        matches!(encoded(bytes, place), Some((b'&' | b'#', it)) if it <= length)
                    }
                    b'\'' | b'\\' | b'`' | b')' => !is_address,
                    _ => !is_form && is_odd(it),
                };
                let rest = bytes.iter().enumerate().skip(at);
                let end = rest.into_iter().find(|it| ends(*it)).map_or(bytes.len(), |it| it.0);
                copy.remove(at..end);
                at = end;
            }
            Some(it) if !is_address && is_odd(&it) => name = None,
            // What is longer is no name.
            _ if name.is_some_and(|it| at - it.0 > 128) => name = None,
            _ => {}
        }
    }
}

/// The sign that stands there as `%3D`, or as `%253D` in an address in an address; and how long that is.
fn encoded(bytes: &[u8], at: usize) -> Option<(u8, usize)> {
    let hex = |at: usize| char::from(*bytes.get(at)?).to_digit(16);
    let byte = |at: usize| u8::try_from(hex(at)? * 16 + hex(at + 1)?).ok();
    let mut last = at + 1;
    while byte(last) == Some(b'%') && byte(last + 2).is_some() {
        last += 2;
    }
    Some((byte(last)?, last + 2 - at))
}

/// A name as it is meant.
fn plain(name: &[u8]) -> String {
    let mut out = String::new();
    let mut at = 0;
    while let Some(byte) = name.get(at) {
        let sign = if *byte == b'%' { encoded(name, at) } else { None };
        let (sign, length) = sign.unwrap_or((*byte, 1));
        out.push(sign.into());
        at += length;
    }
    out
}

/// `https://name:password@host`
fn account(copy: &mut Copy) {
    let Some(from) = copy.text.find("://").map(|it| it + 3) else { return };
    let rest = &copy.text[from..];
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    if let Some(at) = authority.rfind('@') {
        copy.remove(from..from + at);
    }
}

/// `eyJ….….…` and `Bearer …`.
fn tokens(copy: &mut Copy, _: Shape) {
    let bytes = copy.text.as_bytes();
    let run = |from: usize, more: &[u8]| {
        let rest = bytes.get(from..).unwrap_or_default();
        let is_part = |it: &&u8| it.is_ascii_alphanumeric() || more.contains(it);
        from + rest.iter().take_while(is_part).count()
    };
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let from = at;
        at += 1;
        match byte {
            b'e' if bytes[from..].starts_with(b"eyJ") => {
                at = run(from, b"-_.~");
                let token = &bytes[from..at];
                let dots = token.iter().filter(|it| **it == b'.').count();
                if dots >= 2 && token.iter().position(|it| *it == b'.') >= Some(8) {
                    copy.remove(from..at);
                }
            }
            b'b' | b'B'
                if bytes[from..].get(..6).is_some_and(|it| it.eq_ignore_ascii_case(b"bearer")) =>
            {
                let mut start = from + 6;
                while let Some(b' ' | b'\t' | b':' | b'+') = bytes.get(start) {
                    start += 1;
                }
                if bytes[start.min(bytes.len())..].starts_with(b"%20") {
                    start += 3;
                }
                if start == from + 6 {
                    continue;
                }
                at = run(start, b"-._~+/=").max(from + 1);
                let token = &bytes[start..at];
                // Words that follow in a sentence are shorter, or hold no digit.
                if token.len() >= 20 || token.len() >= 8 && token.iter().any(u8::is_ascii_digit) {
                    copy.remove(start..at);
                }
            }
            _ => {}
        }
    }
}
