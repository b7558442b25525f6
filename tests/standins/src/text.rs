//! Text on its way in and out: HTML of plain text, Base64, and forms with files.

/// Plain text as HTML: a paragraph for each block, a break for each line.
pub fn html(text: &str) -> String {
    let escaped = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let blocks = escaped.split("\n\n").map(|it| format!("<p>{}</p>", it.replace('\n', "<br>")));
    blocks.collect()
}

/// Base64 with padding (RFC 4648, 4), strictly; line breaks do not count.
pub fn from_base64(text: &str) -> Option<Vec<u8>> {
    let signs: Vec<u8> = text.bytes().filter(|it| !matches!(it, b'\r' | b'\n')).collect();
    let padding = signs.iter().rev().take_while(|it| **it == b'=').count();
    if !signs.len().is_multiple_of(4) || padding > 2 {
        return None;
    }
    let mut bytes = Vec::new();
    for four in signs.chunks(4) {
        let mut bits = 0;
        for sign in four {
            let six = match sign {
                b'A'..=b'Z' => sign - b'A',
                b'a'..=b'z' => sign - b'a' + 26,
                b'0'..=b'9' => sign - b'0' + 52,
                b'+' => 62,
                b'/' => 63,
                b'=' => 0,
                _ => return None,
            };
            bits = bits << 6 | u32::from(six);
        }
        bytes.extend_from_slice(&bits.to_be_bytes()[1..]);
    }
    bytes.truncate(bytes.len() - padding);
    Some(bytes)
}

/// A file as it came.
#[derive(Debug, PartialEq, Eq)]
pub struct Part {
    /// Its name.
    pub name: String,
    /// Its media type.
    pub media_type: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// The files of the field `field` of a form (RFC 7578).
pub fn files_of_form(content_type: &str, body: &[u8], field: &str) -> Vec<Part> {
    let Some((_, boundary)) = content_type.split_once("boundary=") else { return Vec::new() };
    let line = format!("\r\n--{}", boundary.trim_matches('"'));
    // So that the first one begins like the others.
    let body = [b"\r\n", body].concat();
    let mut parts = Vec::new();
    let mut rest = after(&body, line.as_bytes());
    while let Some(part) = rest {
        let Some(end) = place(part, line.as_bytes()) else { break };
        parts.extend(file_of_part(&part[..end], field));
        rest = after(part, line.as_bytes());
    }
    parts
}

fn file_of_part(part: &[u8], field: &str) -> Option<Part> {
    let end = place(part, b"\r\n\r\n")?;
    let head = String::from_utf8_lossy(&part[..end]);
    let header = |name: &str| {
        let mut lines = head.lines().filter_map(|it| it.split_once(':'));
        lines.find(|it| it.0.trim().eq_ignore_ascii_case(name)).map(|it| it.1.trim().to_owned())
    };
    let disposition = header("content-disposition")?;
    let word = |name: &str| {
        let (_, rest) = disposition.split_once(&format!("; {name}=\""))?;
        rest.split('"').next().map(str::to_owned)
    };
    (word("name")? == field).then_some(())?;
    Some(Part {
        name: word("filename")?,
        media_type: header("content-type").unwrap_or_else(|| "application/octet-stream".into()),
        bytes: part[end + 4..].to_vec(),
    })
}

fn place(all: &[u8], wanted: &[u8]) -> Option<usize> {
    all.windows(wanted.len()).position(|it| it == wanted)
}

fn after<'a>(all: &'a [u8], wanted: &[u8]) -> Option<&'a [u8]> {
    place(all, wanted).map(|at| &all[at + wanted.len()..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_read_strictly() {
        for (text, bytes) in [
            ("", Some(&b""[..])),
            ("AA==", Some(b"\0")),
            ("/+8=", Some(b"\xff\xef")),
            ("aGVs\r\nbG8h", Some(b"hello!")),
            ("AA", None),
            ("A===", None),
            ("A-==", None),
        ] {
            assert_eq!(from_base64(text).as_deref(), bytes, "{text:?}");
        }
    }

    #[test]
    fn every_file_of_a_form_is_read_with_its_bytes() {
        let body = b"--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a b.txt\"\r\n\
            Content-Type: text/plain\r\n\r\none\r\n\r\n--two\r\n--x\r\ncontent-disposition: form-data; \
            name=\"other\"; filename=\"c\"\r\n\r\n3\r\n--x\r\ncontent-disposition: form-data; name=\"file\"; \
            filename=\"d\"\r\n\r\n\xff\r\n--x--\r\n";
        let part = |name: &str, media_type: &str, bytes: &[u8]| Part {
            name: name.into(),
            media_type: media_type.into(),
            bytes: bytes.into(),
        };
        assert_eq!(
            files_of_form("multipart/form-data; boundary=x", body, "file"),
            [
                part("a b.txt", "text/plain", b"one\r\n\r\n--two"),
                part("d", "application/octet-stream", b"\xff"),
            ]
        );
        assert_eq!(files_of_form("application/json", body, "file"), []);
    }
}
