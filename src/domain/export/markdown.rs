//! A document as Markdown. What was typed stands in quotes, line by line, with every sign escaped that
//! means something: it cannot begin a heading, a link, an element, or an entry that nobody wrote.

use super::{Document, Entry, Part, Said};
use crate::domain::rich;

/// All of it.
pub(super) fn write(it: &Document) -> String {
    let mut out = format!("# {}\n", line(&it.title.text));
    for lead in &it.lead {
        out.push_str(&format!("\n{}\n", line(lead)));
    }
    it.parts.iter().for_each(|it| part(it, &mut out));
    out.push_str(&format!("\n## {}\n", line(&it.heading)));
    for note in &it.notes {
        out.push_str(&format!("\n{}\n", line(note)));
    }
    it.entries.iter().for_each(|entry_of| entry(entry_of, &it.language, &mut out));
    out
}

fn part(it: &Part, out: &mut String) {
    out.push_str(&format!("\n## {}\n", line(&it.heading)));
    for note in &it.notes {
        out.push_str(&format!("\n{}\n", line(note)));
    }
    if !it.facts.is_empty() {
        out.push('\n');
    }
    for fact in &it.facts {
        let values: Vec<String> = fact.values.iter().map(|it| line(it)).collect();
        out.push_str(&format!("- **{}:** {}\n", line(&fact.name), values.join("; ")));
    }
}

fn entry(it: &Entry, language: &str, out: &mut String) {
    let who = match (it.author.is_empty(), it.role.is_empty()) {
        (false, false) => format!("{} ({})", line(&it.author), line(&it.role)),
        _ => format!("{}{}", line(&it.author), line(&it.role)),
    };
    let mut when: Vec<String> = it.when.iter().map(|it| line(it)).collect();
    when.extend(it.said.language.as_ref().filter(|it| *it != language).map(|it| line(it)));
    match who.is_empty() {
        true => out.push_str(&format!("\n{}\n", when.join(" · "))),
        false => out.push_str(&format!("\n### {who}\n\n{}\n", when.join(" · "))),
    }
    quoted(&it.said, out);
    if !it.files.is_empty() {
        out.push_str(&format!("\n{}:\n\n", line(&it.files_name)));
        it.files.iter().for_each(|it| out.push_str(&format!("- {}\n", line(it))));
    }
}

/// Each line below the sign of quotes. Two blanks at its end keep it a line of its own.
fn quoted(said: &Said, out: &mut String) {
    let text = said.text.replace("\r\n", "\n").replace('\r', "\n");
    let text = text.trim_matches('\n').trim_end();
    if text.is_empty() {
        return;
    }
    out.push('\n');
    let lines: Vec<&str> = text.split('\n').collect();
    for (at, it) in lines.iter().enumerate() {
        let is_last = lines.get(at + 1).is_none_or(|it| it.trim().is_empty());
        let escaped = escaped(it);
        match (escaped.trim().is_empty(), is_last) {
            (true, _) => out.push_str(">\n"),
            (_, true) => out.push_str(&format!("> {escaped}\n")),
            (_, false) => out.push_str(&format!("> {escaped}  \n")),
        }
    }
}

/// A text in one line, wherever it broke.
fn line(text: &str) -> String {
    let words: Vec<&str> = text.split(|it: char| it.is_whitespace() || it.is_control()).collect();
    let words: Vec<&str> = words.into_iter().filter(|it| !it.is_empty()).collect();
    escaped(&words.join(" "))
}

/// A line, escaped; addresses stay what they are.
fn escaped(line: &str) -> String {
    // Blanks before a line mean something, and so does a row of them anywhere but there.
    let inner = line.trim_start_matches(is_blank);
    let indent = line[..line.len() - inner.len()].chars().count();
    let mut out = "\u{a0}".repeat(indent);
    let inner = inner.trim_end();
    let begin = beginning(inner);
    let mut at = 0;
    for (range, _) in rich::links(inner) {
        let (Some(before), Some(said)) = (inner.get(at..range.start), inner.get(range.clone()))
        else {
            continue;
        };
        if !is_plain_address(said) {
            continue;
        }
        escape(before, at, begin, &mut out);
        out.push_str(&format!("<{said}>"));
        at = range.end;
    }
    escape(inner.get(at..).unwrap_or_default(), at, begin, &mut out);
    out
}

fn is_blank(it: char) -> bool {
    it.is_whitespace() || it.is_control()
}

/// An address that may stand between angle brackets as it is.
fn is_plain_address(said: &str) -> bool {
    let is_sign = |it: char| it <= ' ' || it > '~' || matches!(it, '<' | '>' | '\\' | '"' | '`');
    (said.starts_with("https://") || said.starts_with("http://")) && !said.contains(is_sign)
}

/// Where in a line the sign is that makes it a point of a list or underlines the line above it.
fn beginning(line: &str) -> Option<usize> {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    match line.as_bytes().get(digits) {
        Some(b'.' | b')') if digits > 0 => Some(digits),
        Some(b'-' | b'+' | b'=' | b':' | b'%') if digits == 0 => Some(0),
        _ => None,
    }
}

/// `text` begins at `at` of its line, whose sign at `begin` means something there.
fn escape(text: &str, at: usize, begin: Option<usize>, out: &mut String) {
    for (place, it) in text.char_indices() {
        match it {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '#' | '~' | '|' | '$' | '^' | '!' | '{' | '}' => {
                out.push('\\');
                out.push(it);
            }
            // What turns letters round would do so beyond its own text.
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {}
            '\t' => out.push(' '),
            _ if it.is_control() => {}
            _ => {
                if begin == Some(at + place) {
                    out.push('\\');
                }
                out.push(it);
            }
        }
    }
}
