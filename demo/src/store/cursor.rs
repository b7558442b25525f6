//! Cursors: where a page ended, opaque to whoever hands them back.
//!
//! A cursor names the row it stands at by sort key and id, not by number, so rows
//! that come, go or move shift nothing. It is bound to the question it answers;
//! what a person may see is decided anew at every request, so it needs no
//! signature.

use std::fmt::Write;
use std::hash::{DefaultHasher, Hash, Hasher};

/// A place between two rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Cursor {
    /// Towards the end of the list, or back to its beginning.
    pub forward: bool,
    /// The sort key of the row it stands at.
    pub key: i64,
    /// The id that breaks ties.
    pub id: String,
}

impl Cursor {
    /// As text, bound to `question`.
    pub fn write(&self, question: &impl Hash) -> String {
        let way = if self.forward { 'f' } else { 'b' };
        let plain = format!("{way}:{:x}:{}:{}", fingerprint(question), self.key, self.id);
        plain.bytes().fold(String::new(), |mut hex, byte| {
            // Writing to a string cannot fail.
            let _ = write!(hex, "{byte:02x}");
            hex
        })
    }

    /// Reads what [`write`](Self::write) wrote for the same question.
    #[must_use]
    pub fn read(text: &str, question: &impl Hash) -> Option<Self> {
        let digits = text.as_bytes();
        if digits.is_empty() || !digits.len().is_multiple_of(2) || !text.is_ascii() {
            return None;
        }
        let bytes: Option<Vec<u8>> = (0..digits.len())
            .step_by(2)
            .map(|at| u8::from_str_radix(&text[at..at + 2], 16).ok())
            .collect();
        let plain = String::from_utf8(bytes?).ok()?;
        let mut parts = plain.splitn(4, ':');
        let forward = match parts.next()? {
            "f" => true,
            "b" => false,
            _ => return None,
        };
        let print = u64::from_str_radix(parts.next()?, 16).ok()?;
        let key = parts.next()?.parse().ok()?;
        let id = parts.next()?.to_owned();
        (print == fingerprint(question)).then_some(Self { forward, key, id })
    }
}

fn fingerprint(question: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    question.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_comes_back_for_its_own_question_only() {
        let cursor = Cursor { forward: true, key: -7, id: "a:b".to_owned() };
        let text = cursor.write(&"mine");
        assert_eq!(Cursor::read(&text, &"mine"), Some(cursor));
        assert_eq!(Cursor::read(&text, &"cc"), None);
    }

    #[test]
    fn rubbish_is_no_cursor() {
        for text in ["", "0", "zz", "é0", "00", "663a", "+1+2"] {
            assert_eq!(Cursor::read(text, &"mine"), None, "{text}");
        }
    }
}
