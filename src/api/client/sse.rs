//! Server-sent events, out of bytes as they come (HTML, 9.2.6). Pure.

use std::mem::take;

/// A line longer than this is left out: no event of ours is.
const LONGEST: usize = 64 * 1024;

/// An event.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Told {
    /// Its name; `message` where it has none.
    pub name: String,
    /// What it says.
    pub data: String,
}

/// Reads a stream piece by piece, wherever it is cut.
#[derive(Debug, Default)]
pub struct Parser {
    /// What a cut-off listener tells the desk, once there was an id.
    pub last_id: Option<String>,
    /// What the desk asks a cut-off listener to wait, in milliseconds.
    pub retry: Option<u32>,
    line: Vec<u8>,
    is_too_long: bool,
    was_return: bool,
    has_begun: bool,
    id: Option<String>,
    next: Told,
    has_data: bool,
}

impl Parser {
    /// Goes on with the next stream: what was not whole is gone, what was heard stays.
    pub fn begin(&mut self) {
        *self = Self { last_id: self.last_id.take(), retry: self.retry, ..Self::default() };
    }

    /// Takes what came, and gives the events that are whole with it.
    pub fn take(&mut self, bytes: &[u8]) -> Vec<Told> {
        let mut told = Vec::new();
        for byte in bytes {
            // A line ends with either, or with both.
            let is_second = self.was_return && *byte == b'\n';
            self.was_return = *byte == b'\r';
            match byte {
                _ if is_second => {}
                b'\r' | b'\n' => self.end_line(&mut told),
                _ if self.line.len() == LONGEST => self.is_too_long = true,
                byte => self.line.push(*byte),
            }
        }
        told
    }

    fn end_line(&mut self, told: &mut Vec<Told>) {
        let line = take(&mut self.line);
        // Whole lines are whole characters.
        let line = String::from_utf8_lossy(&line);
        let line = match take(&mut self.has_begun) {
            false => line.strip_prefix('\u{feff}').unwrap_or(&line),
            true => &line,
        };
        self.has_begun = true;
        if take(&mut self.is_too_long) {
            return;
        }
        if line.is_empty() {
            return self.end_event(told);
        }
        let (field, value) = line.split_once(':').unwrap_or((line, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match field {
            "event" => self.next.name = value.to_owned(),
            "data" => {
                self.next.data.push_str(value);
                self.next.data.push('\n');
                self.has_data = true;
            }
            "id" if !value.contains('\0') => self.id = Some(value.to_owned()),
            "retry" => self.retry = value.parse().ok().or(self.retry),
            // A comment, which begins with a colon, or what later versions say.
            _ => {}
        }
    }

    fn end_event(&mut self, told: &mut Vec<Told>) {
        if let Some(id) = self.id.take() {
            self.last_id = Some(id).filter(|it| !it.is_empty());
        }
        let mut next = take(&mut self.next);
        if take(&mut self.has_data) {
            next.data.pop();
            if next.name.is_empty() {
                next.name.push_str("message");
            }
            told.push(next);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whatever the pieces, the same events come.
    #[track_caller]
    fn check(text: &str, expected: &[(&str, &str)]) {
        for size in [1, 2, 3, 7, text.len().max(1)] {
            let mut parser = Parser::default();
            let told: Vec<Told> =
                text.as_bytes().chunks(size).flat_map(|it| parser.take(it)).collect();
            let told: Vec<_> = told.iter().map(|it| (it.name.as_str(), it.data.as_str())).collect();
            assert_eq!(told, expected, "in pieces of {size}");
        }
    }

    #[test]
    fn an_event_is_its_name_and_its_data() {
        check("event: a\ndata: 1\n\n", &[("a", "1")]);
        check("data: 1\n\ndata:2\n\n", &[("message", "1"), ("message", "2")]);
        check("event: a\ndata: 1\ndata:\ndata:  2\n\n", &[("a", "1\n\n 2")]);
        check("data: {\"a\":\"b: c\"}\n\n", &[("message", "{\"a\":\"b: c\"}")]);
        check("data\n\n", &[("message", "")]);
    }

    #[test]
    fn lines_end_in_three_ways_and_characters_may_be_cut() {
        check("event: a\r\ndata: é漢🚜\r\n\r\n", &[("a", "é漢🚜")]);
        check("event: a\rdata: مرحبا\r\rdata: 2\n\r\n", &[("a", "مرحبا"), ("message", "2")]);
        check("\u{feff}data: 1\n\n", &[("message", "1")]);
    }

    #[test]
    fn what_says_nothing_is_no_event() {
        check(":\n\n: a comment\n\n", &[]);
        check("event: a\n\ndata: 1\n\n", &[("message", "1")]);
        check("data: never whole\n", &[]);
        check("later: x\ndata: 1\n\n", &[("message", "1")]);
        let long = format!("data: {}\n\ndata: 1\n\n", "x".repeat(LONGEST));
        check(&long, &[("message", "1")]);
    }

    #[test]
    fn the_last_id_and_the_pause_outlive_a_stream() {
        let mut parser = Parser::default();
        parser.take(b"retry: 2500\nid: 7\n\nid: 8\ndata: half of an ev");
        let said = |it: &Parser| (it.last_id.clone(), it.retry);
        assert_eq!(said(&parser), (Some("7".into()), Some(2500)));
        parser.begin();
        assert_eq!(said(&parser), (Some("7".into()), Some(2500)));
        assert_eq!(parser.take(b"retry: soon\nid: \0\ndata: 1\n\n").len(), 1);
        assert_eq!(said(&parser), (Some("7".into()), Some(2500)));
        parser.take(b"id\n\n");
        assert_eq!(said(&parser), (None, Some(2500)));
    }
}
