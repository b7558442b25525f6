//! What a file is, by its first bytes. What a name or a desk says of it is only a promise.

/// The files that can be shown on the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    /// A picture.
    Png,
    /// A picture.
    Jpeg,
    /// A picture, perhaps moving.
    Gif,
    /// A picture, perhaps moving.
    Webp,
    /// Pages.
    Pdf,
}

impl FileKind {
    /// What the bytes are. Nothing that could hold a program is ever one of these.
    pub fn of(bytes: &[u8]) -> Option<Self> {
        Some(match bytes {
            [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => Self::Png,
            [0xff, 0xd8, 0xff, ..] => Self::Jpeg,
            [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => Self::Gif,
            [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Self::Webp,
            [b'%', b'P', b'D', b'F', b'-', ..] => Self::Pdf,
            _ => return None,
        })
    }

    /// What a name promises, or else what a desk says: enough to fetch it and look, and no more.
    pub fn promised(name: &str, media_type: Option<&str>) -> Option<Self> {
        let ending = name.rsplit_once('.').map(|it| it.1.trim_end().to_ascii_lowercase());
        let said = media_type.map(|it| it.trim().to_ascii_lowercase());
        by_ending(ending.as_deref()).or_else(|| match (ending, said.as_deref()?) {
            // A name that says something else is believed: it is saved as that.
            (Some(_), _) => None,
            (None, "image/png") => Some(Self::Png),
            (None, "image/jpeg") => Some(Self::Jpeg),
            (None, "image/gif") => Some(Self::Gif),
            (None, "image/webp") => Some(Self::Webp),
            (None, "application/pdf") => Some(Self::Pdf),
            (None, _) => None,
        })
    }

    /// Its media type.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::Gif => "image/gif",
            Self::Webp => "image/webp",
            Self::Pdf => "application/pdf",
        }
    }

    /// Whether it is a picture.
    pub fn is_picture(self) -> bool {
        self != Self::Pdf
    }
}

fn by_ending(ending: Option<&str>) -> Option<FileKind> {
    Some(match ending? {
        "png" => FileKind::Png,
        "jpg" | "jpeg" => FileKind::Jpeg,
        "gif" => FileKind::Gif,
        "webp" => FileKind::Webp,
        "pdf" => FileKind::Pdf,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_what_its_bytes_are() {
        for (bytes, expected) in [
            (&b"\x89PNG\r\n\x1a\n...."[..], Some(FileKind::Png)),
            (b"\xff\xd8\xff\xe0", Some(FileKind::Jpeg)),
            (b"GIF89a", Some(FileKind::Gif)),
            (b"RIFF\x10\0\0\0WEBPVP8 ", Some(FileKind::Webp)),
            (b"RIFF\x10\0\0\0AVI LIST", None),
            (b"%PDF-1.7", Some(FileKind::Pdf)),
            (b"<svg xmlns=\"http://www.w3.org/2000/svg\">", None),
            (b"<!doctype html>", None),
            (b" \x89PNG\r\n\x1a\n", None),
            (b"MZ\x90\0", None),
            (b"\x89PN", None),
            (b"", None),
        ] {
            assert_eq!(FileKind::of(bytes), expected, "{bytes:?}");
        }
    }

    #[test]
    fn a_name_promises_more_than_a_desk() {
        for (name, media_type, expected) in [
            ("a.PNG", None, Some(FileKind::Png)),
            ("a.jpeg", Some("text/html"), Some(FileKind::Jpeg)),
            ("a.html", Some("image/png"), None),
            ("a.svg", Some("image/svg+xml"), None),
            ("scan", Some("Application/PDF"), Some(FileKind::Pdf)),
            ("scan", Some("text/plain"), None),
            ("scan", None, None),
        ] {
            assert_eq!(FileKind::promised(name, media_type), expected, "{name}");
        }
    }
}
