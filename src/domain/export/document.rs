//! A ticket as it is to be read on paper: already in words, and nothing in it that is a form yet.

use super::{html, markdown};

/// All of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Document {
    /// The language that it speaks where nobody else does: BCP 47.
    pub language: String,
    /// `ltr` or `rtl`.
    pub direction: &'static str,
    /// What it is about. User text.
    pub title: Said,
    /// Its number, when it was written, where it came from.
    pub lead: Vec<String>,
    /// Facts, by what they belong to.
    pub parts: Vec<Part>,
    /// The heading over what was said.
    pub heading: String,
    /// What is to be known of that: what is missing.
    pub notes: Vec<String>,
    /// What was said, oldest first.
    pub entries: Vec<Entry>,
}

/// A text, and the language it is in, where that is known.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Said {
    /// User text.
    pub text: String,
    /// BCP 47, as somebody said.
    pub language: Option<String>,
}

/// Facts that belong together.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Part {
    /// Over them.
    pub heading: String,
    /// Before them, a paragraph each.
    pub notes: Vec<String>,
    /// In order.
    pub facts: Vec<Fact>,
}

/// A name and what it has.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Fact {
    /// What it is.
    pub name: String,
    /// How it is; several beside each other.
    pub values: Vec<String>,
}

/// An entry of a conversation.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Entry {
    /// Who; of what happened by itself, nobody.
    pub author: String,
    /// Who that is, seen from the customer.
    pub role: String,
    /// When, with the zone, and how it came.
    pub when: Vec<String>,
    /// The same for programs: RFC 3339.
    pub at: String,
    /// What was written.
    pub said: Said,
    /// What its files are called together.
    pub files_name: String,
    /// Names and sizes.
    pub files: Vec<String>,
}

impl Document {
    /// As Markdown (CommonMark): what was typed stays text, whatever it looks like.
    pub fn to_markdown(&self) -> String {
        markdown::write(self)
    }

    /// As one page that needs nothing else and does nothing.
    pub fn to_html(&self) -> String {
        html::write(self)
    }
}

/// Letters of a ticket's number that its file is named by.
const LONGEST: usize = 40;

/// `ticket-1042.md` for `#1042`: letters and digits, with hyphens between.
pub fn file_name(display_id: &str, ending: &str) -> String {
    let words = display_id.split(|it: char| !it.is_alphanumeric() && it != '_');
    let name: Vec<&str> = words.filter(|it| !it.is_empty()).collect();
    let name: String = name.join("-").chars().take(LONGEST).collect();
    match name.is_empty() {
        true => format!("ticket.{ending}"),
        false => format!("ticket-{name}.{ending}"),
    }
}
