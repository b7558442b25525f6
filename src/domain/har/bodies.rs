//! What is secret in the body of a request or an answer: JSON, forms with parts, pages, XML.

use std::ops::Range;

use super::{
    secret::{is_secret, is_surely_secret},
    text::{Copy, Shape},
};

/// `"password": "…"`, in JSON that may itself be a string in JSON.
pub fn members(copy: &mut Copy, _: Shape) {
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
pub fn parts(copy: &mut Copy, _: Shape) {
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

/// `<input name="…" value="…">` and `<meta name="…" content="…">` of a page, `<Password>…</Password>` of XML.
pub fn elements(copy: &mut Copy, _: Shape) {
    let text = copy.text;
    let mut at = 0;
    while let Some(start) = text.get(at..).and_then(|it| it.find('<')) {
        at += start + 1;
        let is_name = |it: char| it.is_ascii_alphanumeric() || matches!(it, ':' | '-' | '_' | '.');
        let rest = &text[at..];
        let name = &rest[..rest.find(|it| !is_name(it)).unwrap_or(rest.len())];
        let own = name.rsplit(':').next().unwrap_or_default().to_ascii_lowercase();
        let value = match own.as_str() {
            "input" => "value",
            "meta" => "content",
            it if is_surely_secret(it) => "",
            _ => continue,
        };
        let end = rest.find('>').map_or(text.len(), |it| at + it);
        if value.is_empty() {
            let from = (end + 1).min(text.len());
            let length = text[from..].find('<').unwrap_or(text.len() - from);
            if !text[from..from + length].trim().is_empty() {
                copy.remove(from..from + length);
            }
            at = from + length;
            continue;
        }
        let named = attribute(text, at..end, "name").unwrap_or_default();
        let value = attribute(text, at..end, value).unwrap_or_default();
        if is_secret(&text[named]) {
            copy.remove(value);
        }
        at = end;
    }
}

/// `Authorization: …` on a line of its own: requests in the body of a request.
pub fn lines(copy: &mut Copy, _: Shape) {
    const NAMES: [&str; 5] =
        ["authorization", "proxy-authorization", "cookie", "set-cookie", "x-api-key"];
    let mut at = 0;
    for line in copy.text.split_inclusive('\n') {
        let from = at;
        at += line.len();
        let Some((name, value)) = line.split_once(':') else { continue };
        if NAMES.iter().any(|it| name.trim().eq_ignore_ascii_case(it)) {
            let start = at - value.trim_start().len();
            copy.remove(start.max(from)..from + line.trim_end().len());
        }
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
