//! Addresses: which may be links, and where plain text holds one.

use std::ops::Range;

/// The addresses in a text, in order, each with where it leads: `http://`, `https://`, hosts that
/// begin with `www.`, and mail. Ranges are in bytes.
pub fn links(text: &str) -> Vec<(Range<usize>, String)> {
    let bytes = text.as_bytes();
    let mut all = Vec::new();
    // Where the last one ended.
    let mut from = 0;
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let found = match byte {
            b'h' | b'H' => web(text, at),
            b'w' | b'W' => www(text, at),
            b'@' => mail(text, from, at),
            _ => None,
        };
        at += 1;
        if let Some((range, href)) = found {
            from = range.end;
            at = range.end;
            all.push((range, href));
        }
    }
    all
}

/// An address that may be a link, as it is written into one: absolute, and http, https, mailto or tel.
pub fn safe_link(href: &str) -> Option<String> {
    let href = href.trim_matches(|it: char| it <= ' ');
    let (scheme, rest) = href.split_once(':')?;
    let scheme = ["http", "https", "mailto", "tel"]
        .into_iter()
        .find(|it| starts(scheme, it) && it.len() == scheme.len())?;
    let mut link = String::with_capacity(href.len());
    link.push_str(scheme);
    link.push(':');
    for it in rest.chars() {
        match it {
            // Browsers read over these.
            '\t' | '\n' | '\r' => {}
            ' ' => link.push_str("%20"),
            _ if it.is_control() => return None,
            _ => link.push(it),
        }
    }
    let rest = &link[scheme.len() + 1..];
    let is_whole = match scheme {
        "http" | "https" => {
            let host = rest.strip_prefix("//")?;
            let host = host.split(['/', '?', '#']).next().unwrap_or_default();
            !host.is_empty() && !host.contains('\\')
        }
        _ => !rest.is_empty(),
    };
    is_whole.then_some(link)
}

/// Whether a link's text already says where it leads.
pub(super) fn is_said(link: &str, text: &str) -> bool {
    let bare = |it: &str| {
        let schemes = ["https://", "http://", "mailto:", "tel:"];
        let length = schemes.into_iter().find(|scheme| starts(it, scheme)).map_or(0, str::len);
        it[length..].trim_end_matches('/').to_owned()
    };
    bare(link).eq_ignore_ascii_case(&bare(text.trim()))
}

/// Whether it starts with this, in any case.
fn starts(text: &str, with: &str) -> bool {
    let start = text.as_bytes().get(..with.len());
    start.is_some_and(|it| it.eq_ignore_ascii_case(with.as_bytes()))
}

fn web(text: &str, at: usize) -> Option<(Range<usize>, String)> {
    let rest = &text[at..];
    let scheme = ["https://", "http://"].into_iter().find(|it| starts(rest, it))?.len();
    let is_word = |it: char| it.is_ascii_alphanumeric() || matches!(it, '+' | '-' | '.');
    if text[..at].ends_with(is_word) {
        return None;
    }
    let range = at..extent(text, at + scheme)?;
    let href = safe_link(&text[range.clone()])?;
    Some((range, href))
}

fn www(text: &str, at: usize) -> Option<(Range<usize>, String)> {
    let is_inside = |it: char| it.is_ascii_alphanumeric() || "-._/@:".contains(it);
    if !starts(&text[at..], "www.") || text[..at].ends_with(is_inside) {
        return None;
    }
    let range = at..extent(text, at)?;
    let host = text[range.clone()].split(['/', '?', '#', ':']).next()?;
    let is_whole = host.split('.').count() > 2 && host.split('.').all(|it| !it.is_empty());
    is_whole.then(|| (range.clone(), "https://".to_owned() + &text[range]))
}

/// Where an address ends whose host begins here; `None` where no host does.
fn extent(text: &str, from: usize) -> Option<usize> {
    let mut before = '/';
    let mut is_host = true;
    let mut end = from;
    for it in text[from..].chars() {
        is_host = is_host && !matches!(it, '/' | '?' | '#');
        let ends_host = it.is_ascii_punctuation() && !"-._:[]".contains(it);
        if is_host && it == '@' {
            return None;
        }
        if is_host && ends_host || !belongs(before, it) {
            break;
        }
        before = it;
        end += it.len_utf8();
    }
    let end = from + without_punctuation(&text[from..end]);
    let first = text[from..end].chars().next()?;
    (first.is_ascii_alphanumeric() || first == '[' || !first.is_ascii()).then_some(end)
}

/// Whether a sign goes on with an address after another sign of it.
fn belongs(before: char, it: char) -> bool {
    match it {
        '!'..='~' => !"<>\"`{}|\\^".contains(it),
        _ if is_unspaced(it) => {
            // 「https://example.com/を参照」: the sentence goes on without a blank.
            let is_kana = ('\u{3041}'..='\u{309f}').contains(&it);
            is_unspaced(before) || before.is_ascii_punctuation() && !is_kana
        }
        _ => is_letter(it),
    }
}

/// Of a script that puts no blanks between words.
pub(super) fn is_unspaced(it: char) -> bool {
    matches!(it,
        '\u{e01}'..='\u{eff}' | '\u{1000}'..='\u{1049}' | '\u{1100}'..='\u{11ff}' | '\u{1780}'..='\u{17d3}'
        | '\u{3005}' | '\u{3007}' | '\u{3041}'..='\u{30fa}' | '\u{30fc}'..='\u{318f}' | '\u{31f0}'..='\u{31ff}'
        | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}'
        | '\u{ff66}'..='\u{ff9f}' | '\u{20000}'..='\u{3ffff}')
}

/// Roughly: beyond ASCII, and no blank, punctuation or picture.
pub(super) fn is_letter(it: char) -> bool {
    !matches!(it,
        '\0'..='\u{bf}' | '×' | '÷' | '\u{55a}'..='\u{55f}' | '\u{589}' | '\u{5be}' | '\u{5c0}' | '\u{5c3}'
        | '\u{5f3}' | '\u{5f4}' | '\u{60c}' | '\u{61b}'..='\u{61f}' | '\u{66a}'..='\u{66d}' | '\u{6d4}'
        | '\u{964}' | '\u{965}' | '\u{104a}'..='\u{104f}' | '\u{1361}'..='\u{1368}' | '\u{17d4}'..='\u{17da}'
        | '\u{1680}' | '\u{2000}'..='\u{2bff}' | '\u{2e00}'..='\u{2e7f}' | '\u{3000}'..='\u{303f}'
        | '\u{30fb}' | '\u{e000}'..='\u{f8ff}' | '\u{fe10}'..='\u{fe1f}' | '\u{fe30}'..='\u{fe6f}'
        | '\u{feff}'..='\u{ff65}' | '\u{ffa0}'..='\u{ffff}' | '\u{1f000}'..='\u{1faff}' | '\u{e0000}'..='\u{10ffff}')
}

/// How much of an address is left without what only ends the sentence.
fn without_punctuation(address: &str) -> usize {
    let bytes = address.as_bytes();
    let count = |one: u8| bytes.iter().filter(|it| **it == one).count();
    let (mut round, mut square) = (count(b')'), count(b']'));
    let (opened_round, opened_square) = (count(b'('), count(b'['));
    let mut end = bytes.len();
    while let Some(last) = end.checked_sub(1).and_then(|at| bytes.get(at)) {
        match last {
            b'.' | b',' | b':' | b';' | b'!' | b'?' | b'\'' | b'*' | b'_' | b'~' | b'(' | b'[' => {}
            b')' if round > opened_round => round -= 1,
            b']' if square > opened_square => square -= 1,
            _ => break,
        }
        end -= 1;
    }
    end
}

/// `at` is where its `@` stands.
fn mail(text: &str, from: usize, at: usize) -> Option<(Range<usize>, String)> {
    let bytes = text.as_bytes();
    let is_local = |it: &&u8| it.is_ascii_alphanumeric() || b"._%+-".contains(it);
    let local = bytes[from..at].iter().rev().take(65).take_while(is_local).count();
    let start = at - local;
    let name = &bytes[start..at];
    let is_name = name.first()?.is_ascii_alphanumeric() && *name.last()? != b'.' && local <= 64;
    let before = text[from..start].chars().next_back().unwrap_or(' ');
    let is_apart = match before {
        '/' | '@' => false,
        ':' => text[from..start].ends_with("mailto:"),
        _ => is_unspaced(before) || !is_letter(before),
    };
    let domain = &bytes[at + 1..];
    let is_host = |it: &&u8| it.is_ascii_alphanumeric() || matches!(it, b'-' | b'.');
    let domain = &text[at + 1..at + 1 + domain.iter().take(254).take_while(is_host).count()];
    let after = &bytes[at + 1 + domain.len()..];
    let ends = match after {
        // `git@example.com:path` is no mail.
        [b':', next, ..] => !next.is_ascii_alphanumeric() && *next != b'/',
        [b'/' | b'@' | b'_', ..] => false,
        _ => domain.len() < 254,
    };
    let domain = domain.trim_end_matches(['.', '-']);
    let (labels, top) = domain.rsplit_once('.')?;
    let is_top = top.len() > 1 && top.bytes().all(|it| it.is_ascii_alphabetic());
    let is_label = |it: &str| !it.is_empty() && !it.starts_with('-') && !it.ends_with('-');
    if !(is_name && is_apart && ends && is_top && labels.split('.').all(is_label)) {
        return None;
    }
    let range = start..at + 1 + domain.len();
    Some((range.clone(), "mailto:".to_owned() + &text[range]))
}
