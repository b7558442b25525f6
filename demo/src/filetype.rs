//! What may be uploaded: names, types, and whether what came is what its name says (R4).

/// Files a message may carry.
pub const MOST_FILES: usize = 5;
/// Bytes a file may have.
pub const MOST_BYTES: usize = 500_000;
/// Characters of a name that are kept.
const LONGEST: usize = 120;

/// A kind of file: its extension, its media type, and how one of it begins.
struct Kind {
    extension: &'static str,
    content_type: &'static str,
    begins: Begins,
}

/// How the bytes of a kind of file begin.
enum Begins {
    /// With one of these.
    With(&'static [&'static [u8]]),
    /// With a length, then this.
    At4(&'static [u8]),
    /// As text in UTF-8 does: without zero bytes.
    Text,
}

const ZIP: Begins = Begins::With(&[b"PK\x03\x04"]);
const JPEG: Begins = Begins::With(&[b"\xff\xd8\xff"]);
const MOVIE: Begins = Begins::At4(b"ftyp");

const KINDS: &[Kind] = &[
    kind("csv", "text/csv", Begins::Text),
    kind("tsv", "text/tab-separated-values", Begins::Text),
    kind("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ZIP),
    kind("doc", "application/msword", Begins::With(&[b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"])),
    kind("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", ZIP),
    kind("pdf", "application/pdf", Begins::With(&[b"%PDF-"])),
    kind("txt", "text/plain", Begins::Text),
    kind("jpg", "image/jpeg", JPEG),
    kind("jpeg", "image/jpeg", JPEG),
    kind("png", "image/png", Begins::With(&[b"\x89PNG\r\n\x1a\n"])),
    kind("gif", "image/gif", Begins::With(&[b"GIF87a", b"GIF89a"])),
    kind("mp4", "video/mp4", MOVIE),
    kind("mov", "video/quicktime", MOVIE),
    kind("har", "application/json", Begins::Text),
];

const fn kind(extension: &'static str, content_type: &'static str, begins: Begins) -> Kind {
    Kind { extension, content_type, begins }
}

/// The extensions that are taken, without the dot.
pub fn extensions() -> impl Iterator<Item = &'static str> {
    KINDS.iter().map(|it| it.extension)
}

/// What is wrong with a file.
#[derive(Debug, PartialEq, Eq)]
pub enum Wrong {
    /// Files with this ending are not taken.
    Extension,
    /// It is not what its ending says.
    Content,
}

/// The media type of a file, from its name, if it begins as such a file does.
///
/// # Errors
/// When such files are not taken, or it is another sort of file.
pub fn content_type(filename: &str, bytes: &[u8]) -> Result<&'static str, Wrong> {
    let (_, extension) = filename.rsplit_once('.').ok_or(Wrong::Extension)?;
    let kind = KINDS.iter().find(|it| it.extension.eq_ignore_ascii_case(extension));
    let kind = kind.ok_or(Wrong::Extension)?;
    let is_so = match kind.begins {
        Begins::With(heads) => heads.iter().any(|it| bytes.starts_with(it)),
        Begins::At4(head) => bytes.get(4..).is_some_and(|it| it.starts_with(head)),
        Begins::Text => !bytes.contains(&0) && std::str::from_utf8(bytes).is_ok(),
    };
    if is_so { Ok(kind.content_type) } else { Err(Wrong::Content) }
}

/// A name without a path, without characters that cannot be seen, and not too long; nothing where
/// nothing is left.
pub fn cleaned(name: &str) -> Option<String> {
    let leaf = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let clean: String = leaf.chars().filter(|it| !is_invisible(*it)).collect();
    let clean = clean.trim_matches(|it: char| it == '.' || it.is_whitespace());
    // What is cut is the middle: the ending says what it is.
    let count = clean.chars().count();
    let clean: String = if count > LONGEST {
        let (head, tail) = (LONGEST - 20, count - 20);
        let keep = clean.chars().enumerate().filter(|(at, _)| *at < head || *at >= tail);
        keep.map(|(_, it)| it).collect()
    } else {
        clean.to_owned()
    };
    (!clean.is_empty()).then_some(clean)
}

/// Control characters, and those that turn the direction of what follows: `gpj.exe` could read as
/// `exe.jpg`.
fn is_invisible(it: char) -> bool {
    it.is_control()
        || matches!(it, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_loses_its_path_and_what_cannot_be_seen() {
        let check = |name: &str, clean: Option<&str>| assert_eq!(cleaned(name).as_deref(), clean);
        check("../../etc/shadow.txt", Some("shadow.txt"));
        check(r"C:\Users\mia\a b.csv", Some("a b.csv"));
        check("a\r\nSet-Cookie: b\0.txt", Some("aSet-Cookie: b.txt"));
        check("\u{202e}gpj.txt", Some("gpj.txt"));
        check(" .htaccess. ", Some("htaccess"));
        check("エラー画面.png", Some("エラー画面.png"));
        for nothing in ["", "/", "..", " \u{7}", "a/"] {
            check(nothing, None);
        }
        let long = cleaned(&format!("{}.pdf", "é".repeat(300))).unwrap();
        assert!(long.chars().count() == LONGEST && long.ends_with(".pdf"), "{long}");
    }

    #[test]
    fn a_file_must_begin_as_its_ending_says() {
        let check = |name: &str, bytes: &[u8], expect: Result<&str, Wrong>| {
            assert_eq!(content_type(name, bytes), expect, "{name}");
        };
        check("a.PNG", b"\x89PNG\r\n\x1a\n...", Ok("image/png"));
        check("a.png", b"GIF89a", Err(Wrong::Content));
        check("a.jpeg", b"\xff\xd8\xff\xe0", Ok("image/jpeg"));
        check("a.gif", b"GIF87a", Ok("image/gif"));
        check("a.pdf", b"%PDF-1.7", Ok("application/pdf"));
        check("a.pdf", b"<html>", Err(Wrong::Content));
        check("a.mp4", b"\0\0\0\x18ftypmp42", Ok("video/mp4"));
        check("a.txt", "ça va".as_bytes(), Ok("text/plain"));
        check("a.txt", b"MZ\0\0", Err(Wrong::Content));
        check("a.exe", b"MZ", Err(Wrong::Extension));
        check("png", b"\x89PNG\r\n\x1a\n", Err(Wrong::Extension));
    }
}
