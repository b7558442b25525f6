//! What is secret inside a text: fields of addresses and forms, members of JSON, tokens.

use std::ops::Range;

use super::{
    REMOVED, Removed,
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
    let passes: [fn(&mut Copy, Shape); 5] = [members, parts, inputs, fields, tokens];
    let mut clean: Option<String> = None;
    for (at, pass) in passes.into_iter().enumerate() {
        let mut copy = Copy::of(clean.as_deref().unwrap_or(text));
        pass(&mut copy, shape);
        match at {
            4 => removed.tokens += copy.count,
            _ => removed.fields += copy.count,
        }
        if copy.count > 0 {
            clean = Some(copy.finish());
        }
    }
    clean
}

/// A text that is copied but for some places.
struct Copy<'a> {
    text: &'a str,
    out: String,
    from: usize,
    count: usize,
}

impl<'a> Copy<'a> {
    fn of(text: &'a str) -> Self {
        Self { text, out: String::new(), from: 0, count: 0 }
    }

    /// Leaves a place out, if anything is there.
    fn remove(&mut self, place: Range<usize>) {
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

/// `"password": "…"`, in JSON that may itself be a string in JSON.
fn members(copy: &mut Copy, _: Shape) {
    let bytes = copy.text.as_bytes();
    let find = |from: usize| Some(from + bytes.get(from..)?.iter().position(|it| *it == b'"')?);
    let mut before = 0;
    let mut at = find(0);
    while let Some(quote) = at {
        at = find(quote + 1);
        let name = before..quote;
        before = quote + 1;
        if name.len() > 64 {
            continue;
        }
        let colon = skip(bytes, quote + 1, b" \t\r\n");
        if bytes.get(colon) != Some(&b':') {
            continue;
        }
        let value = skip(bytes, colon + 1, b" \t\r\n");
        let opened = skip(bytes, value, b"\\");
        let name = copy.text.get(name).unwrap_or_default().trim_end_matches('\\');
        if bytes.get(opened) != Some(&b'"') || !is_surely_secret(&name.to_ascii_lowercase()) {
            continue;
        }
        let slashes = opened - value;
        let end = closing(bytes, opened + 1, slashes);
        copy.remove(opened + 1..end);
        before = end;
        at = find(end);
        // Its own quote ends it, and begins no name.
        if let Some(quote) = at {
            before = quote + 1;
            at = find(before);
        }
    }
}

/// Where a string ends that begins with so many `\` before its quote; the end of all, if nowhere.
fn closing(bytes: &[u8], from: usize, slashes: usize) -> usize {
    let mut run = 0;
    for (at, byte) in bytes.iter().enumerate().skip(from) {
        match byte {
            b'\\' => run += 1,
            b'"' if run % (2 * (slashes + 1)) == slashes => return at - slashes,
            _ => run = 0,
        }
    }
    bytes.len()
}

fn skip(bytes: &[u8], from: usize, over: &[u8]) -> usize {
    let rest = bytes.get(from..).unwrap_or_default();
    from + rest.iter().take_while(|it| over.contains(it)).count()
}

/// The parts of a form that is sent as `multipart/form-data`.
fn parts(copy: &mut Copy, _: Shape) {
    let text = copy.text;
    if !text.contains("form-data") {
        return;
    }
    let find = |from: usize, what: &str| Some(from + text.get(from..)?.find(what)?);
    let mut at = 0;
    while let Some(name) = find(at, " name=\"").map(|it| it + 7) {
        at = name;
        let Some(end) = find(name, "\"") else { return };
        if !is_secret(&text[name..end]) {
            continue;
        }
        let Some(value) =
            find(end, "\n\r\n").map(|it| it + 3).or_else(|| Some(find(end, "\n\n")? + 2))
        else {
            return;
        };
        let next = find(value, "\n--").unwrap_or(text.len());
        let next = if text[value..next].ends_with('\r') { next - 1 } else { next };
        copy.remove(value..next);
        at = next;
    }
}

/// `<input name="…" value="…">` of a page: the forms of a sign-in carry their tokens so.
fn inputs(copy: &mut Copy, _: Shape) {
    let text = copy.text;
    let mut at = 0;
    while let Some(start) = text.get(at..).and_then(|it| it.find('<')) {
        at += start + 1;
        let rest = &text.as_bytes()[at..];
        if !rest.get(..6).is_some_and(|it| it[..5].eq_ignore_ascii_case(b"input") && it[5] <= b' ')
        {
            continue;
        }
        let end = rest.iter().position(|it| *it == b'>').map_or(text.len(), |it| at + it);
        let name = attribute(text, at..end, "name").unwrap_or_default();
        let value = attribute(text, at..end, "value").unwrap_or_default();
        if is_secret(&text[name]) {
            copy.remove(value);
        }
        at = end;
    }
}

/// Where the value of an attribute stands.
fn attribute(text: &str, tag: Range<usize>, name: &str) -> Option<Range<usize>> {
    let mut at = tag.start;
    loop {
        at += text.get(at..tag.end)?.find(name)? + name.len();
        let before = text.as_bytes().get(at - name.len() - 1)?;
        if !before.is_ascii_whitespace() || !text[at..tag.end].starts_with('=') {
            continue;
        }
        let quote = text[at + 1..tag.end].chars().next()?;
        let is_quoted = matches!(quote, '"' | '\'');
        let from = at + 1 + usize::from(is_quoted);
        let ends = |it: char| if is_quoted { it == quote } else { it.is_ascii_whitespace() };
        let length = text[from..tag.end].find(ends).unwrap_or(tag.end - from);
        return Some(from..from + length);
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
            b'%' => (encoded(bytes, at), 3),
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
                    b'%' => length == 3 && matches!(encoded(bytes, place), Some(b'&' | b'#')),
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

/// The sign that stands there as `%3D` or the like.
fn encoded(bytes: &[u8], at: usize) -> Option<u8> {
    let hex = |it: u8| char::from(it).to_digit(16);
    let (high, low) = (hex(*bytes.get(at + 1)?)?, hex(*bytes.get(at + 2)?)?);
    u8::try_from(high * 16 + low).ok()
}

/// A name as it is meant.
fn plain(name: &[u8]) -> String {
    let mut out = String::new();
    let mut at = 0;
    while let Some(byte) = name.get(at) {
        let sign = if *byte == b'%' { encoded(name, at) } else { None };
        at += if sign.is_some() { 3 } else { 1 };
        out.push(sign.unwrap_or(*byte).into());
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
