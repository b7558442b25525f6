//! Contents that are not what their names say.

use deskpane::domain::upload::{HEAD, Refused, judge};
use proptest::{collection::vec, prelude::*, test_runner::TestRunner};

use super::endings;

/// All the endings that mean something here, and two that do not.
const ENDINGS: [&str; 20] = [
    "png", "jpg", "gif", "webp", "pdf", "mp4", "mov", "doc", "docx", "xlsx", "zip", "har", "csv",
    "tsv", "txt", "log", "xml", "dat", "exe", "html",
];

/// A zip whose members have these names.
fn zip(names: &[&str]) -> Vec<u8> {
    let member = |name: &&str| {
        let mut bytes = b"PK\x03\x04\x14\0\x06\0\x08\0\0\0!\0aaaa\x05\0\0\0\x05\0\0\0".to_vec();
        bytes.extend((name.len() as u16).to_le_bytes());
        bytes.extend(b"\0\0");
        bytes.extend(name.as_bytes());
        bytes.extend(b"inner");
        bytes
    };
    names.iter().flat_map(member).collect()
}

/// Which endings of [`ENDINGS`] a content may have.
#[track_caller]
fn check(content: &[u8], fitting: &str) {
    let limits = endings(&ENDINGS);
    let head = &content[..content.len().min(HEAD)];
    let fits = |ending: &&&str| {
        let judged = judge(&format!("a.{ending}"), 1.0, head, &limits, 0);
        assert!(matches!(judged, Ok(_) | Err(Refused::Content)));
        judged.is_ok()
    };
    let found: Vec<&str> = ENDINGS.iter().filter(fits).copied().collect();
    let any = ["xml", "dat", "exe", "html"];
    let expected: Vec<&str> = ENDINGS
        .iter()
        .copied()
        .filter(|it| fitting.split(' ').any(|fit| fit == *it || fit == "any" && any.contains(it)))
        .collect();
    assert_eq!(found, expected, "{:?}", String::from_utf8_lossy(&head[..head.len().min(40)]));
}

#[test]
fn pictures_and_films_are_what_they_say() {
    check(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "png any");
    check(b"\xff\xd8\xff\xe0\0\x10JFIF", "jpg any");
    check(b"GIF89a\x01\0\x01\0/*", "gif any");
    check(b"RIFF\0\0\0\0WEBPVP8 ", "webp any");
    check(b"RIFF\0\0\0\0WAVEfmt ", "any");
    check(b"\0\0\0\x20ftypisom\0\0\x02\0", "mp4 mov any");
    check(b"\0\0\0\x14ftypqt  ", "mp4 mov any");
    check(b"\0\0\0\x08wide\0\0\0\0mdat", "mp4 mov any");
    check(b"\0\0\0\x18ftypheic\0\0\0\0", "any");
    check(b"\0\0\0\x1cftypavif\0\0\0\0", "any");
}

#[test]
fn documents_are_what_they_say() {
    check(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", "pdf any");
    check(b"\r\n\r\n%PDF-1.4\n", "pdf csv tsv txt log any");
    check(b"<html><!-- %PDF-1.4", "txt log any");
    check(b"MZ\x90\0\x03\0%PDF-1.4", "exe");
    check(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0", "doc docx xlsx any");
    check(b"{\\rtf1\\ansi", "doc any");
    check(&zip(&["[Content_Types].xml", "_rels/.rels", "word/document.xml"]), "docx zip any");
    check(&zip(&["[Content_Types].xml", "_rels/.rels", "docProps/app.xml"]), "docx xlsx zip any");
    check(&zip(&["docMetadata/LabelInfo.xml", "xl/workbook.xml"]), "xlsx zip any");
    check(&zip(&["word/numbering.xml", "word/embeddings/a.xlsx", "xl/a.xml"]), "docx xlsx zip any");
    check(&zip(&["_rels/.rels", "ppt/presentation.xml"]), "zip any");
    check(&zip(&["invoice.exe", "readme.txt"]), "zip any");
    check(&zip(&["mimetypeapplication/vnd.oasis"]), "zip any");
    check(b"PK\x05\x06\0\0\0\0", "zip any");
}

#[test]
fn programs_are_never_anything_else() {
    check(b"MZ\x90\0\x03\0\0\0\x04\0\0\0\xff\xff", "exe");
    check(b"\x7fELF\x02\x01\x01\0\0", "exe");
    check(b"\xcf\xfa\xed\xfe\x07\0\0\x01", "exe");
    check(b"\xca\xfe\xba\xbe\0\0\0\x02", "exe");
    check(b"MZ is how this text begins, which is no program", "csv tsv txt log any");
    check(b"#!/bin/sh\nrm -rf /\n", "txt log any");
}

#[test]
fn text_is_text_in_any_encoding() {
    let text = "txt log csv tsv any";
    check("id,name\n1,Zoë\n".as_bytes(), text);
    check("\u{feff}id\tname\n".as_bytes(), text);
    check(b"\x83e\x83X\x83g,\x96\xbc\x91O\r\n", text);
    check(b"\x1b$B%F%9%H\x1b(B\n", text);
    check(b"\xff\xfei\0d\0,\0n\0\r\0\n\0", text);
    check(b"\xfe\xff\0i\0d\0,\0n", text);
    check(b"\xff\xfe\0\0i\0\0\0", "any");
    check(b"i\0d\0,\0n\0a\0m\0e\0", "any");
    check(b"\0\x01\x02\x03binary\x04\x05", "any");
    check(
        &[b"one zero byte among many others in a log line".repeat(3), b"\0".to_vec()].concat(),
        text,
    );
    check(b"Rar!\x1a\x07", "any");
    check(b"\x1f\x8b\x08\0", "any");
    check(b"", "any");
}

#[test]
fn a_page_is_no_table() {
    for page in [
        &b"<!DOCTYPE html><p>"[..],
        b" \n<HTML>",
        b"\xef\xbb\xbf<script>",
        b"<svg xmlns=",
        b"<?xml version=",
        b"<a href=x>",
    ] {
        check(page, "txt log any");
    }
    check(b"<name>,<id>\n", "txt log csv tsv any");
}

#[test]
fn a_recording_begins_as_one() {
    check(b"\xef\xbb\xbf \r\n{\"log\":", "har csv tsv txt log any");
    check(b"[{\"log\":", "csv tsv txt log any");
    check(b"{\0\0\0\0", "any");
}

#[test]
fn whatever_is_in_it_is_judged() {
    let config = ProptestConfig { cases: 3000, failure_persistence: None, ..Default::default() };
    let start = prop::sample::select(vec![
        &b""[..],
        b"PK\x03\x04",
        b"RIFF",
        b"\xff\xfe",
        b"%PDF",
        b"<",
        b"\0\0\0\0ftyp",
        b"MZ",
    ]);
    let any = (start, vec(any::<u8>(), 0..200), any::<usize>(), any::<f64>(), any::<usize>());
    let held = TestRunner::new(config).run(&any, |(start, rest, ending, size, already)| {
        let name = format!("a.{}", ENDINGS[ending % ENDINGS.len()]);
        let content = [start, &rest].concat();
        let _ = judge(&name, size, &content, &endings(&ENDINGS), already);
        Ok(())
    });
    held.unwrap();
}
