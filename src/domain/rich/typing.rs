//! Forms that people type: `- ` for a point, `**so**` for bold. Only suggestions: the editor does it
//! and can take it back.

use super::{
    Style,
    links::{is_letter, is_unspaced},
};

/// What a key makes of the line before the caret.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Typed {
    /// The line becomes a point; what was typed so far goes, and so does the key.
    List {
        /// Of a numbered list.
        is_ordered: bool,
    },
    /// The line becomes part of a quote; what was typed so far goes, and so does the key.
    Quote,
    /// The line becomes code; what was typed so far goes, and so does the key.
    Code,
    /// What stands between two marks gets a look; the marks go. Places are bytes of the line.
    Look {
        /// How it looks.
        style: Style,
        /// Where the first mark begins.
        start: usize,
        /// How long each mark is.
        mark: usize,
        /// Where the text ends, and the second mark begins.
        end: usize,
        /// The key was not part of the mark: it is still to be written.
        keeps_key: bool,
    },
}

/// What `key` means after `line`, which is the text of the line up to the caret. `is_code`: code stands
/// there, where nothing means anything. The end of a line is the key `\n`.
pub fn typed(line: &str, key: char, is_code: bool) -> Option<Typed> {
    if is_code {
        return None;
    }
    match key {
        ' ' | '\u{a0}' => start(line).or_else(|| underscored(line, key)),
        '`' if line == "``" => Some(Typed::Code),
        '`' => {
            // Two of them are a longer mark's beginning.
            let end = line.len();
            let start = line.rfind('`')?;
            let style = Style { code: true, ..Style::PLAIN };
            look(line, style, start, 1, end, false)
        }
        '*' if line.ends_with('*') => double(line, "**", Style { bold: true, ..Style::PLAIN }),
        '~' if line.ends_with('~') => double(line, "~~", Style { strike: true, ..Style::PLAIN }),
        '*' => {
            let style = Style { italic: true, ..Style::PLAIN };
            look(line, style, line.rfind('*')?, 1, line.len(), false)
        }
        _ if key.is_ascii_alphanumeric() || is_letter(key) => None,
        _ => underscored(line, key),
    }
}

/// What begins a line.
fn start(line: &str) -> Option<Typed> {
    match line {
        "-" | "*" => Some(Typed::List { is_ordered: false }),
        "1." | "1)" => Some(Typed::List { is_ordered: true }),
        ">" => Some(Typed::Quote),
        _ => None,
    }
}

/// `**so**`, of which the key is the last sign.
fn double(line: &str, mark: &str, style: Style) -> Option<Typed> {
    let end = line.len() - 1;
    let start = line[..end].rfind(mark)?;
    look(line, style, start, 2, end, false)
}

/// `_so_`, known only by what follows: it may be the beginning of `_so_long`.
fn underscored(line: &str, key: char) -> Option<Typed> {
    let inside = line.strip_suffix('_')?;
    if key == '_' {
        return None;
    }
    let style = Style { italic: true, ..Style::PLAIN };
    look(line, style, inside.rfind('_')?, 1, inside.len(), true)
}

/// Whether the marks there mean something: never in a word, an address or code.
fn look(
    line: &str,
    style: Style,
    start: usize,
    mark: usize,
    end: usize,
    keeps_key: bool,
) -> Option<Typed> {
    let (before, inside) = (&line[..start], line.get(start + mark..end)?);
    let (first, last) = (inside.chars().next()?, inside.chars().next_back()?);
    let is_loose = |it: char| it.is_whitespace() || "*_~`".contains(it);
    let is_tight = !is_loose(first) && !is_loose(last);
    let ends_sentence = ",.;:!?)]}、。，．；：！？）」』】،؛؟".contains(first);
    let is_apart = match before.chars().next_back() {
        None => true,
        Some(it) => it.is_whitespace() || is_unspaced(it) || "([{\"'“‘«（「『【、。・".contains(it),
    };
    let word = before.rsplit(char::is_whitespace).next().unwrap_or_default();
    let is_address = word.contains("://") || word.contains("www.");
    let in_code = !style.code && before.matches('`').count() % 2 == 1;
    let fits = is_tight && !ends_sentence && is_apart && !is_address && !in_code;
    fits.then_some(Typed::Look { style, start, mark, end, keeps_key })
}
