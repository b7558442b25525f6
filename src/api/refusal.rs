//! Why a [`Command`](super::Command) came to nothing.

use std::sync::Arc;

use super::{ApiError, Failure, Raw, Reply};

/// Most of a desk's own sentences that are shown, and letters of each.
const MOST_SAID: usize = 5;
const LONGEST_SAID: usize = 500;

/// What any ask may come to, and what a desk says of something that was written. Apart from
/// [`ApiError`], because only who writes hears it.
#[derive(Clone, Debug, PartialEq)]
pub struct Refusal {
    /// What every caller branches on.
    pub error: ApiError,
    /// What it is about.
    pub why: Why,
    /// The desk's own words.
    pub said: Option<Arc<Said>>,
}

/// What a refusal is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// Something that [`Failure`] says.
    Other,
    /// Somebody was faster: the ticket is not what it was (409, 412).
    Changed,
    /// It has too many bytes (413).
    TooLarge,
    /// It is of a type that is not taken (415).
    Type,
    /// A part of it is wrong (422).
    Part,
}

/// A desk's own words: somebody else's text, which is isolated and marked where it is shown.
#[derive(Clone, Debug, PartialEq)]
pub struct Said {
    /// Each about a part of what was written, or about all of it.
    pub words: Vec<Remark>,
    /// BCP 47 tag, where the desk says it.
    pub language: Option<String>,
}

/// One sentence of a desk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    /// What it is about; `None`: all of it.
    pub part: Option<Part>,
    /// What the desk says of it.
    pub text: String,
}

/// A part of what was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// The text.
    Text,
    /// The files, or one.
    Files,
    /// What this desk calls so.
    Named(String),
}

impl Refusal {
    /// As the desk's last reply says it; `say` finds its words in there.
    pub fn of(
        error: ApiError,
        last: Option<&Reply>,
        say: impl FnOnce(&Raw) -> Vec<Remark>,
    ) -> Self {
        let Some(reply) = last.filter(|it| (400..500).contains(&it.status)) else {
            return error.into();
        };
        let why = match reply.status {
            409 | 412 => Why::Changed,
            413 => Why::TooLarge,
            415 => Why::Type,
            422 => Why::Part,
            _ => Why::Other,
        };
        // Who is signed out, or asks too often, reads nothing of what was written.
        let is_about_it =
            why != Why::Other || matches!(error.failure(), Failure::Refused | Failure::Forbidden);
        let words = match reply.body.any() {
            Ok(raw) if is_about_it => say(&raw),
            _ => Vec::new(),
        };
        let words: Vec<Remark> =
            words.into_iter().filter_map(Remark::fit).take(MOST_SAID).collect();
        let language = reply.header.clone().filter(|it| is_tag(it));
        let said = (!words.is_empty()).then(|| Arc::new(Said { words, language }));
        Self { error, why, said }
    }

    /// What kind.
    pub fn failure(&self) -> Failure {
        self.error.failure()
    }
}

impl From<ApiError> for Refusal {
    fn from(error: ApiError) -> Self {
        Self { error, why: Why::Other, said: None }
    }
}

impl Remark {
    /// About all of it.
    pub fn new(text: impl Into<String>) -> Self {
        Self { part: None, text: text.into() }
    }

    /// About a part, by the desk's name for it.
    pub fn about(part: &str, text: impl Into<String>) -> Self {
        let part = match part {
            "" => None,
            "body" | "text" | "html" => Some(Part::Text),
            "file" | "filename" | "files" | "uploads" => Some(Part::Files),
            other => Some(Part::Named(other.chars().take(LONGEST_SAID).collect())),
        };
        Self { part, text: text.into() }
    }

    /// What says nothing is not said; what has no end has one.
    fn fit(self) -> Option<Self> {
        let text = self.text.trim();
        let text = text.chars().take(LONGEST_SAID).collect::<String>();
        (!text.is_empty()).then_some(Self { text, ..self })
    }
}

/// One tag, not a list of them.
fn is_tag(it: &str) -> bool {
    !it.is_empty()
        && it.split('-').all(|it| {
            (1..=8).contains(&it.len()) && it.bytes().all(|it| it.is_ascii_alphanumeric())
        })
}
