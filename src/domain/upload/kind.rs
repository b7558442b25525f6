//! What a file is, by its ending, and whether its first bytes say the same.

/// What a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A picture.
    Png,
    /// A photograph.
    Jpeg,
    /// A picture that may move.
    Gif,
    /// A picture.
    WebP,
    /// A document.
    Pdf,
    /// A film: MP4, or QuickTime, which phones name either way.
    Film,
    /// A document of old Word.
    Doc,
    /// A document of Word.
    Docx,
    /// A sheet of Excel.
    Xlsx,
    /// An archive.
    Zip,
    /// What a browser recorded of its requests (R5).
    Har,
    /// Rows: CSV or TSV.
    Rows,
    /// Text.
    Text,
    /// Something the desk takes and we do not know.
    Other,
}

impl Kind {
    /// By the ending of its name, without the dot, in any case.
    pub(super) fn of_ending(ending: &str) -> Self {
        match ending.to_ascii_lowercase().as_str() {
            "png" => Self::Png,
            "jpg" | "jpeg" => Self::Jpeg,
            "gif" => Self::Gif,
            "webp" => Self::WebP,
            "pdf" => Self::Pdf,
            "mp4" | "m4v" | "mov" => Self::Film,
            "doc" => Self::Doc,
            "docx" => Self::Docx,
            "xlsx" => Self::Xlsx,
            "zip" => Self::Zip,
            "har" => Self::Har,
            "csv" | "tsv" => Self::Rows,
            "txt" | "log" | "md" => Self::Text,
            _ => Self::Other,
        }
    }

    /// Whether content that begins so may be this.
    pub(super) fn fits(self, head: &[u8], ending: &str) -> bool {
        let starts = |with: &[u8]| head.starts_with(with);
        match self {
            Self::Png => starts(b"\x89PNG\r\n\x1a\n"),
            Self::Jpeg => starts(b"\xff\xd8\xff"),
            Self::Gif => starts(b"GIF87a") || starts(b"GIF89a"),
            Self::WebP => starts(b"RIFF") && at(head, 8, b"WEBP"),
            Self::Pdf => is_pdf(head),
            Self::Film => is_film(head),
            // Word writes RTF, too, under this ending.
            Self::Doc => is_old_office(head) || starts(b"{\\rtf"),
            // With a password they are packed the old way.
            Self::Docx => is_old_office(head) || is_office(head, b"word/"),
            Self::Xlsx => is_old_office(head) || is_office(head, b"xl/"),
            Self::Zip => starts(b"PK\x03\x04") || starts(b"PK\x05\x06"),
            Self::Har => is_text(head) && first_sign(head) == Some(b'{'),
            Self::Rows => is_text(head) && !is_script(head) && !is_page(head),
            Self::Text => is_text(head),
            Self::Other => is_declared(ending) || !is_program(head),
        }
    }
}

fn at(head: &[u8], from: usize, what: &[u8]) -> bool {
    head.get(from..).is_some_and(|it| it.starts_with(what))
}

fn holds(head: &[u8], what: &[u8]) -> bool {
    head.windows(what.len()).any(|it| it == what)
}

/// Readers allow something before it, which must not be another thing.
fn is_pdf(head: &[u8]) -> bool {
    let begins = &head[..head.len().min(1024)];
    head.starts_with(b"%PDF-")
        || holds(begins, b"%PDF-")
            && !is_program(head)
            && !is_script(head)
            && !is_page(head)
            && !is_packed(head)
}

fn is_film(head: &[u8]) -> bool {
    const OLD: [&[u8]; 6] = [b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot"];
    // Pictures are packed the same way.
    const PICTURES: [&[u8]; 8] =
        [b"heic", b"heix", b"hevc", b"heim", b"mif1", b"msf1", b"avif", b"avis"];
    let is_picture = || PICTURES.iter().any(|it| at(head, 8, it));
    at(head, 4, b"ftyp") && !is_picture() || OLD.iter().any(|it| at(head, 4, it))
}

/// Documents of Office before 2007, and those with a password.
fn is_old_office(head: &[u8]) -> bool {
    head.starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
}

/// A zip that begins as an Office document does, and not as one of another kind.
fn is_office(head: &[u8], own: &[u8]) -> bool {
    const COMMON: [&[u8]; 5] =
        [b"[Content_Types].xml", b"_rels/", b"docProps/", b"customXml/", b"docMetadata/"];
    const KINDS: [&[u8]; 3] = [b"word/", b"xl/", b"ppt/"];
    const HEADER: &[u8] = b"PK\x03\x04";
    let headers = head.windows(4).enumerate().filter(|it| it.1 == HEADER);
    let names: Vec<&[u8]> = headers.filter_map(|(from, _)| head.get(from + 30..)).collect();
    let any = |it: &[u8]| names.iter().any(|name| name.starts_with(it));
    let is_common = |name: &&[u8]| COMMON.iter().any(|it| name.starts_with(it));
    head.starts_with(HEADER)
        && (any(own) || names.first().is_some_and(is_common) && !KINDS.iter().any(|it| any(it)))
}

/// For Windows, Linux, macOS; or compiled Java, which begins like the last.
fn is_program(head: &[u8]) -> bool {
    const MACHO: [&[u8]; 5] = [
        b"\xca\xfe\xba\xbe",
        b"\xfe\xed\xfa\xce",
        b"\xfe\xed\xfa\xcf",
        b"\xce\xfa\xed\xfe",
        b"\xcf\xfa\xed\xfe",
    ];
    // A word may begin with MZ; what Windows runs has bytes of zero near.
    let is_windows = head.starts_with(b"MZ") && head.iter().take(64).any(|it| *it == 0);
    is_windows || head.starts_with(b"\x7fELF") || MACHO.iter().any(|it| head.starts_with(it))
}

/// The ending says openly that it runs.
fn is_declared(ending: &str) -> bool {
    let programs = ["exe", "dll", "msi", "sys", "com", "scr", "so", "dylib", "bin", "class", "o"];
    programs.iter().any(|it| ending.eq_ignore_ascii_case(it))
}

fn is_script(head: &[u8]) -> bool {
    without_mark(head).starts_with(b"#!")
}

/// Archives, and everything packed like one.
fn is_packed(head: &[u8]) -> bool {
    const MARKS: [&[u8]; 6] =
        [b"PK\x03\x04", b"PK\x05\x06", b"Rar!", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"\xfd7zXZ"];
    MARKS.iter().any(|it| head.starts_with(it))
}

/// Looks like a page of HTML, SVG or XML to a browser that guesses.
fn is_page(head: &[u8]) -> bool {
    const TAGS: [&[u8]; 20] = [
        b"!doctype",
        b"html",
        b"head",
        b"body",
        b"script",
        b"iframe",
        b"h1",
        b"div",
        b"font",
        b"table",
        b"a ",
        b"style",
        b"title",
        b"b>",
        b"br",
        b"p>",
        b"!--",
        b"?xml",
        b"svg",
        b"img",
    ];
    let head = without_mark(head);
    let blanks = head.iter().take_while(|it| it.is_ascii_whitespace()).count();
    let Some(tag) = head[blanks..].strip_prefix(b"<") else { return false };
    TAGS.iter().any(|it| tag.get(..it.len()).is_some_and(|tag| tag.eq_ignore_ascii_case(it)))
}

/// Text in whatever encoding: no signature of something else, and hardly a sign that no text has.
fn is_text(head: &[u8]) -> bool {
    const OTHERS: [&[u8]; 6] =
        [b"%PDF-", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a", b"{\\rtf"];
    if head.is_empty() || OTHERS.iter().any(|it| head.starts_with(it)) {
        return false;
    }
    if is_program(head) || is_packed(head) || is_old_office(head) {
        return false;
    }
    // In UTF-16 every other byte may be zero.
    if let [0xff, 0xfe, rest @ ..] | [0xfe, 0xff, rest @ ..] = head {
        return !rest.is_empty() && rest.chunks(2).all(|it| it != [0, 0]);
    }
    let odd = head.iter().filter(|it| matches!(it, 0..=8 | 14..=26 | 28..=31 | 127)).count();
    odd * 50 <= head.len()
}

/// Without the mark that says UTF-8.
fn without_mark(head: &[u8]) -> &[u8] {
    head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head)
}

fn first_sign(head: &[u8]) -> Option<u8> {
    without_mark(head).iter().copied().find(|it| !it.is_ascii_whitespace())
}
