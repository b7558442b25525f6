//! The bytes of seeded files: made when somebody asks, always the same, real files of their kind
//! and exactly as long as the seed says.

use std::{
    hash::{DefaultHasher, Hash, Hasher},
    io::Write,
};

use anyhow::{Context, Result, bail, ensure};
use contract::Attachment;
use flate2::{Compression, Crc, write::ZlibEncoder};

use super::pictures;

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

/// What is in it.
///
/// # Errors
/// When nobody knows how to make one of its kind, or it would be longer than it says.
pub(super) fn bytes(it: &Attachment) -> Result<Vec<u8>> {
    let size = usize::try_from(it.size.context("it has no size")?)?;
    let mut hasher = DefaultHasher::new();
    it.filename.hash(&mut hasher);
    let seed = hasher.finish();
    let bytes = match it.content_type.as_deref() {
        Some("text/plain") => lines(seed, size, " "),
        Some("text/csv") => lines(seed, size, ","),
        Some("application/json") => har(seed, size),
        Some("image/png") => png(seed, size)?,
        Some("image/gif") => pictures::gif(seed, size)?,
        Some("image/jpeg") => pictures::jpeg(seed, size)?,
        Some("image/webp") => pictures::webp(seed, size)?,
        Some("application/pdf") => pdf(seed, size)?,
        Some(XLSX) => office(size, "xl/workbook.xml", SHEET)?,
        Some(DOCX) => office(size, "word/document.xml", DOCUMENT)?,
        other => bail!("no file of the type {other:?} can be made"),
    };
    ensure!(bytes.len() == size, "{} bytes cannot be {size}", bytes.len());
    Ok(bytes)
}

/// Lines of times, places and numbers.
fn lines(seed: u64, size: usize, between: &str) -> Vec<u8> {
    let mut text = ["time", "place", "value"].join(between);
    let mut number = seed;
    while text.len() < size {
        number = number.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        let (place, value) = ((number >> 33) % 40, (number >> 40) % 10_000);
        let line = text.len() / 24;
        let (hour, minute) = (line / 60 % 24, line % 60);
        let cells = [format!("{hour:02}:{minute:02}"), format!("P{place:02}"), value.to_string()];
        text.push('\n');
        text.push_str(&cells.join(between));
    }
    text.truncate(size);
    text.into_bytes()
}

/// A browser's record of requests, filled up with what JSON may end with.
fn har(seed: u64, size: usize) -> Vec<u8> {
    let entry = |it: u64| {
        format!(
            r#"{{"startedDateTime":"2026-01-01T00:00:00Z","time":{},"request":{{"method":"GET","url":"https://relay.example/sync/{it}","httpVersion":"HTTP/2","cookies":[],"headers":[],"queryString":[],"headersSize":-1,"bodySize":0}},"response":{{"status":200,"statusText":"","httpVersion":"HTTP/2","cookies":[],"headers":[],"content":{{"size":0,"mimeType":"application/json"}},"redirectURL":"","headersSize":-1,"bodySize":0}},"cache":{{}},"timings":{{"send":0,"wait":1,"receive":0}}}}"#,
            (seed ^ it) % 900
        )
    };
    let end = "]}}";
    let mut text = concat!(
        r#"{"log":{"version":"1.2","creator":{"name":"relay","version":"1"},"#,
        r#""entries":["#
    )
    .to_owned();
    for it in 0_u64.. {
        let next = entry(it);
        if text.len() + next.len() + end.len() + 1 > size {
            break;
        }
        if it > 0 {
            text.push(',');
        }
        text.push_str(&next);
    }
    text.push_str(end);
    let mut bytes = text.into_bytes();
    bytes.resize(size, b' ');
    bytes
}

/// A picture of bars; a chunk that readers pass over fills it up.
fn png(seed: u64, size: usize) -> Result<Vec<u8>> {
    const WIDTH: u32 = 640;
    const HEIGHT: u32 = 400;
    let mut rows = Vec::new();
    for y in 0..HEIGHT {
        rows.push(0);
        for x in 0..WIDTH {
            let bar = x / 64;
            let height = 60 + u32::try_from((seed >> (bar * 6)) & 0xff)?;
            let high = HEIGHT - y < height && x % 64 > 12;
            let ink = u8::try_from(60 + bar * 12)?;
            rows.extend(if high { [40, ink, 150] } else { [244, 246, 250] });
        }
    }
    let mut packer = ZlibEncoder::new(Vec::new(), Compression::default());
    packer.write_all(&rows)?;
    let mut header = [WIDTH.to_be_bytes(), HEIGHT.to_be_bytes()].concat();
    // Eight bits, three colours, nothing interlaced.
    header.extend([8, 2, 0, 0, 0]);
    let mut png = b"\x89PNG\r\n\x1a\n".to_vec();
    png.extend(chunk(b"IHDR", &header)?);
    let data = chunk(b"IDAT", &packer.finish()?)?;
    let end = chunk(b"IEND", &[])?;
    let empty = chunk(b"fiLl", &[])?;
    let rest = size.checked_sub(png.len() + data.len() + end.len() + empty.len());
    png.extend(chunk(b"fiLl", &vec![0; rest.context("a picture needs more room")?])?);
    png.extend(data);
    png.extend(end);
    Ok(png)
}

fn chunk(kind: &[u8; 4], data: &[u8]) -> Result<Vec<u8>> {
    let mut chunk = u32::try_from(data.len())?.to_be_bytes().to_vec();
    chunk.extend(kind);
    chunk.extend(data);
    let sum = crc(&chunk[4..]);
    chunk.extend(sum.to_be_bytes());
    Ok(chunk)
}

fn crc(bytes: &[u8]) -> u32 {
    let mut crc = Crc::new();
    crc.update(bytes);
    crc.sum()
}

/// One page with one line; a comment fills it up.
fn pdf(seed: u64, size: usize) -> Result<Vec<u8>> {
    let line = format!("BT /F1 18 Tf 72 720 Td (Relay document {:08x}) Tj ET", seed as u32);
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R \
         /Resources << /Font << /F1 5 0 R >> >> >>"
            .to_owned(),
        format!("<< /Length {} >>\nstream\n{line}\nendstream", line.len()),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_owned(),
    ];
    let mut body = "%PDF-1.4\n".to_owned();
    let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for (number, object) in (1..).zip(&objects) {
        table.push_str(&format!("{:010} 00000 n \n", body.len()));
        body.push_str(&format!("{number} 0 obj\n{object}\nendobj\n"));
    }
    table.push_str(&format!("trailer\n<< /Size {} /Root 1 0 R >>\n", objects.len() + 1));
    let end = |at: usize| format!("startxref\n{at:010}\n%%EOF\n");
    let known = body.len() + table.len() + end(0).len() + "%\n".len();
    let rest = size.checked_sub(known).context("a document needs more room")?;
    body.push_str(&format!("%{}\n", " ".repeat(rest)));
    let at = body.len();
    Ok([body, table, end(at)].concat().into_bytes())
}

/// What differs between a sheet and a document: content type, relation, and what is inside.
struct Office {
    content_type: &'static str,
    main: &'static str,
    more: &'static [(&'static str, &'static str)],
}

const SHEET: Office = Office {
    content_type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
    main: r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Relay" sheetId="1" r:id="rId1"/></sheets></workbook>"#,
    more: &[
        (
            "xl/_rels/workbook.xml.rels",
            r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#,
        ),
        (
            "xl/worksheets/sheet1.xml",
            r#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>Relay</t></is></c></row></sheetData></worksheet>"#,
        ),
    ],
};

const DOCUMENT: Office = Office {
    content_type: "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
    main: r#"<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>Relay</w:t></w:r></w:p></w:body></w:document>"#,
    more: &[],
};

/// An office file, whose main part ends with as many spaces as are needed.
fn office(size: usize, path: &str, it: Office) -> Result<Vec<u8>> {
    let sheet = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml";
    let kind = it.content_type;
    let types = format!(
        r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="{sheet}"/><Override PartName="/{path}" ContentType="{kind}"/></Types>"#
    );
    let relation = format!(
        r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="{path}"/></Relationships>"#
    );
    let packed = |main: &str| {
        let mut parts = vec![("[Content_Types].xml", types.as_str()), ("_rels/.rels", &relation)];
        parts.extend(it.more);
        parts.push((path, main));
        zip(&parts)
    };
    let bare = packed(it.main)?.len();
    let rest = size.checked_sub(bare).context("an office file needs more room")?;
    packed(&format!("{}{}", it.main, " ".repeat(rest)))
}

/// An archive in which nothing is packed.
fn zip(parts: &[(&str, &str)]) -> Result<Vec<u8>> {
    let (mut archive, mut directory) = (Vec::new(), Vec::new());
    for (name, text) in parts {
        let at = u32::try_from(archive.len())?;
        let (length, long) = (u32::try_from(text.len())?, u16::try_from(name.len())?);
        // Version, flags and method; the first of January 1980; sum, sizes, lengths of the name.
        let mut common = [20_u16, 0, 0, 0, 0x21].map(u16::to_le_bytes).concat();
        common.extend([crc(text.as_bytes()), length, length].map(u32::to_le_bytes).concat());
        common.extend([long, 0].map(u16::to_le_bytes).concat());
        archive.extend(b"PK\x03\x04");
        archive.extend(&common);
        archive.extend(name.as_bytes());
        archive.extend(text.as_bytes());
        directory.extend(b"PK\x01\x02\x14\x00");
        directory.extend(&common);
        // No comment, the first disk, no attributes.
        directory.extend([0; 10]);
        directory.extend(at.to_le_bytes());
        directory.extend(name.as_bytes());
    }
    let (count, at) = (u16::try_from(parts.len())?, u32::try_from(archive.len())?);
    archive.extend(&directory);
    archive.extend(b"PK\x05\x06");
    archive.extend([0, 0, count, count].map(u16::to_le_bytes).concat());
    archive.extend([u32::try_from(directory.len())?, at].map(u32::to_le_bytes).concat());
    archive.extend([0, 0]);
    Ok(archive)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(content_type: &str, size: u64, begins: &[u8]) {
        let it = Attachment {
            filename: "sample".to_owned(),
            content_type: Some(content_type.to_owned()),
            size: Some(size),
            ..Attachment::default()
        };
        let made = bytes(&it).unwrap();
        assert_eq!(made.len() as u64, size, "{content_type}");
        assert!(made.starts_with(begins), "{content_type}");
        assert_eq!(made, bytes(&it).unwrap(), "{content_type} is another one each time");
    }

    #[test]
    fn a_file_is_of_its_kind_and_as_long_as_it_says() {
        check("text/plain", 412, b"time place value\n");
        check("text/csv", 9240, b"time,place,value\n");
        check("application/json", 40_000, b"{\"log\":");
        check("image/png", 55_120, b"\x89PNG\r\n\x1a\n");
        // The comment that fills it must come out even, whatever is left.
        for size in 38_000..38_600 {
            check("image/gif", size, b"GIF89a");
        }
        check("image/jpeg", 21_300, b"\xff\xd8\xff\xe0");
        check("image/jpeg", 184_000, b"\xff\xd8\xff\xe0");
        check("image/webp", 12_004, b"RIFF");
        check("application/pdf", 60_411, b"%PDF-");
        check(XLSX, 9120, b"PK\x03\x04");
        check(DOCX, 204_518, b"PK\x03\x04");
    }

    #[test]
    fn what_cannot_be_made_is_said() {
        let it = Attachment { size: Some(10), ..Attachment::default() };
        for kind in ["video/mp4", "image/png"] {
            let it = Attachment { content_type: Some(kind.to_owned()), ..it.clone() };
            assert!(bytes(&it).is_err(), "{kind}");
        }
    }
}
