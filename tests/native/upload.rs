//! R4, R5: which files a message may carry.

use deskpane::domain::{
    UploadLimits,
    upload::{Kind, Refused, judge},
};

mod contents;
mod names;
mod shrinking;

/// A file with a good name and content, of a size.
fn sized(size: f64, limits: &UploadLimits, already: usize) -> Result<Kind, Refused> {
    judge("a.png", size, b"\x89PNG\r\n\x1a\n", limits, already)
}

fn endings(endings: &[&str]) -> UploadLimits {
    UploadLimits {
        endings: endings.iter().map(|it| (*it).to_owned()).collect(),
        ..UploadLimits::default()
    }
}

#[test]
fn a_desk_that_says_no_limits_has_the_usual_ones() {
    let usual = UploadLimits::default();
    assert_eq!(sized(512_000.0, &usual, 4), Ok(Kind::Png));
    assert_eq!(sized(512_001.0, &usual, 4), Err(Refused::TooLarge(Kind::Png)));
    assert_eq!(sized(1.0, &usual, 5), Err(Refused::TooMany));
    assert_eq!(judge("a.webp", 1.0, b"RIFFaaaaWEBP", &usual, 0), Err(Refused::Ending));
    let said = "csv tsv xlsx doc docx pdf txt jpg png gif mp4 mov har";
    assert_eq!(usual.endings().join(" "), said);
}

#[test]
fn a_desk_that_says_limits_has_its_own() {
    let own = UploadLimits { most_files: 1, most_bytes: 10.0, endings: vec!["webp".to_owned()] };
    assert_eq!(judge("a.WebP", 10.0, b"RIFFaaaaWEBP", &own, 0), Ok(Kind::WebP));
    assert_eq!(judge("a.webp", 10.5, b"RIFFaaaaWEBP", &own, 0), Err(Refused::TooLarge(Kind::WebP)));
    assert_eq!(judge("a.webp", 1.0, b"RIFFaaaaWEBP", &own, 1), Err(Refused::TooMany));
    assert_eq!(sized(1.0, &own, 0), Err(Refused::Ending));
}

#[test]
fn a_file_without_anything_in_it_is_empty() {
    for size in [0.0, -1.0, f64::NAN, f64::NEG_INFINITY] {
        assert_eq!(sized(size, &UploadLimits::default(), 0), Err(Refused::Empty));
    }
    let endless = sized(f64::INFINITY, &UploadLimits::default(), 0);
    assert_eq!(endless, Err(Refused::TooLarge(Kind::Png)));
}

#[test]
fn what_is_wrong_with_a_file_itself_is_said_before_what_is_wrong_with_the_message() {
    let limits = UploadLimits::default();
    assert_eq!(judge("a.exe", 1.0, b"MZ\0", &limits, 9), Err(Refused::Ending));
    assert_eq!(judge("a.png", 9e9, b"MZ\0", &limits, 9), Err(Refused::Content));
    assert_eq!(sized(9e9, &limits, 9), Err(Refused::TooMany));
}

#[test]
fn endings_are_the_same_in_any_case_and_jpeg_is_jpg() {
    for (name, ending) in [("a.JPEG", "jpg"), ("a.jpg", "jpeg"), ("a.jpeg", ".JPG")] {
        assert_eq!(judge(name, 1.0, b"\xff\xd8\xff\xe0", &endings(&[ending]), 0), Ok(Kind::Jpeg));
    }
}
