//! What may be attached (R4), judged before anything is sent: the name, the size, and whether the
//! content is what the name says. The desk judges again; this is for the customer, who learns why.

mod kind;
mod name;
mod shrink;

pub use kind::Kind;
pub use name::clean_name;
pub use shrink::{Attempt, can_shrink, shrink_plan, shrunk_name};

use super::UploadLimits;

/// How many bytes of a file's beginning tell what it is.
pub const HEAD: usize = 4096;

/// Why a file is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// It has no name, or only an ending.
    NoName,
    /// There is nothing in it.
    Empty,
    /// The desk does not take files with its ending.
    Ending,
    /// Its content is not what its ending says.
    Content,
    /// The message has as many files as it may.
    TooMany,
    /// It is too large; what it is, because a picture can be shrunk.
    TooLarge(Kind),
}

impl UploadLimits {
    /// R4: how many files, how large, with which endings, where a desk takes files and does not say.
    const USUAL: (u32, f64, [&str; 13]) = (
        5,
        512_000.0,
        [
            "csv", "tsv", "xlsx", "doc", "docx", "pdf", "txt", "jpg", "png", "gif", "mp4", "mov",
            "har",
        ],
    );

    /// How many files a message may have.
    pub fn files(&self) -> u32 {
        if self.most_files > 0 { self.most_files } else { Self::USUAL.0 }
    }

    /// How many bytes a file may have.
    pub fn bytes(&self) -> f64 {
        if self.most_bytes > 0.0 { self.most_bytes } else { Self::USUAL.1 }
    }

    /// Which endings are taken, as the customer is told.
    pub fn endings(&self) -> Vec<&str> {
        match self.endings.is_empty() {
            true => Self::USUAL.2.to_vec(),
            false => self.endings.iter().map(String::as_str).collect(),
        }
    }

    /// Whether an ending is taken, in any case; `jpeg` is `jpg`.
    fn takes(&self, ending: &str) -> bool {
        let one = |it: &str| match it.trim_start_matches('.') {
            it if it.eq_ignore_ascii_case("jpeg") => "jpg".to_owned(),
            it => it.to_ascii_lowercase(),
        };
        let ending = one(ending);
        self.endings().into_iter().any(|it| one(it) == ending)
    }
}

/// What a file is that the message may carry beside those it has `already`. `head` is its beginning,
/// [`HEAD`] bytes or all of it.
pub fn judge(
    name: &str,
    size: f64,
    head: &[u8],
    limits: &UploadLimits,
    already: usize,
) -> Result<Kind, Refused> {
    let name = clean_name(name);
    let ending = match name.rsplit_once('.') {
        Some(("", _)) => return Err(Refused::NoName),
        None if name.is_empty() => return Err(Refused::NoName),
        Some((_, ending)) if limits.takes(ending) => ending,
        _ => return Err(Refused::Ending),
    };
    // What is no number is nothing.
    if size.is_nan() || size <= 0.0 {
        return Err(Refused::Empty);
    }
    let kind = Kind::of_ending(ending);
    if !kind.fits(head, ending) {
        return Err(Refused::Content);
    }
    if already >= limits.files() as usize {
        return Err(Refused::TooMany);
    }
    if size > limits.bytes() {
        return Err(Refused::TooLarge(kind));
    }
    Ok(kind)
}
