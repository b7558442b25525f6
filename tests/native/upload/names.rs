//! Names that hide something.

use deskpane::domain::{
    Attachment, UploadLimits,
    upload::{Refused, clean_name, judge},
};
use proptest::{prelude::*, test_runner::TestRunner};

use super::endings;

#[track_caller]
fn check(name: &str, clean: &str) {
    assert_eq!(clean_name(name), clean);
    // What a message holds is called something even if its name says nothing.
    let file =
        Attachment { filename: name.to_owned(), id: "7".to_owned(), ..Attachment::default() };
    assert_eq!(file.plain_name(), if clean.is_empty() { "7" } else { clean });
}

#[test]
fn an_ending_cannot_be_hidden() {
    check("invoice\u{202e}fdp.exe", "invoicefdp.exe");
    check("\u{2067}a\u{2069}\u{200f}.e\u{200b}x\u{feff}e\u{ad}", "a.exe");
    check("invoice.pdf              \u{a0}\u{3000}\u{2003}  .exe", "invoice.pdf .exe");
    check("a.exe. . \u{200d}..", "a.exe");
    check("a\u{0}.pdf\r\n.exe\u{7f}\u{85}", "a.pdf.exe");
    check("a.e\u{200d}xe", "a.exe");
    check("a\u{e0065}\u{e0078}\u{e0065}.txt", "a.txt");
    let long = clean_name(&("a".repeat(1_000_000) + ".pdf.exe"));
    assert!(long.ends_with(".pdf.exe") && long.chars().count() == 120);
}

#[test]
fn a_name_leads_nowhere_else() {
    check("/etc/passwd.txt", "passwd.txt");
    check("..\\..\\a.txt", "a.txt");
    check("C:\\Users\\Ann\\report.pdf", "report.pdf");
    check("c:\u{200b}d: report.pdf", "report.pdf");
    check("C\u{200d}:D:\u{a0}a.txt", "a.txt");
    check("../..", "");
    check("a/", "");
    check(".\u{202e}./b.txt", "b.txt");
}

#[test]
fn names_that_are_what_they_say_stay() {
    for name in [
        "Bericht (final) v1.2.pdf",
        "請求書　2026年.xlsx",
        "فاتورة.pdf",
        "می\u{200c}خواهم.pdf",
        "👩\u{200d}🔧.png",
        "12:30 call.txt",
        ".env.txt",
    ] {
        let shown = name.replace('\u{3000}', " ");
        check(name, &shown);
    }
}

#[test]
fn only_the_last_ending_counts() {
    let judged =
        |name: &str| judge(name, 1.0, b"%PDF-1.7", &UploadLimits::default(), 0).map(|_| ());
    for name in [
        "a.pdf",
        "a.exe.pdf",
        "A.PDF",
        "a.pdf. ",
        "C:\\a.pdf",
        "a\u{202e}.pdf",
        "請求書.pdf",
        "a.p\u{200b}df",
    ] {
        assert_eq!(judged(name), Ok(()), "{name:?}");
    }
    for name in [
        "a.pdf.exe",
        "a",
        "pdf",
        "a.pdf\u{202e}.exe",
        "a.pdf/b",
        "a.",
        "a.pdf;a",
        "a.pdf:a",
        "a.ｐｄｆ",
        "a.рdf",
        "a.pdf .scr ",
    ] {
        assert_eq!(judged(name), Err(Refused::Ending), "{name:?}");
    }
    for name in ["", ".pdf", " ", "..", "\u{202e}", "dir/", "a/.pdf", "\u{202e}.pdf"] {
        assert_eq!(judged(name), Err(Refused::NoName), "{name:?}");
    }
    assert_eq!(judge("a.pdf", 1.0, b"%PDF-1.7", &endings(&["txt"]), 0), Err(Refused::Ending));
}

#[test]
fn whatever_the_name_it_comes_out_clean_and_stays_so() {
    let name = "([a-z]|\\.|/|\\\\|C|:|C:| |\u{202e}|\u{200d}|\u{200b}|م|日|\\PC|\\p{Cc}|\\p{Cf}|\\p{Z}){0,30}(x{200})?(\\.pdf)?";
    let config = ProptestConfig { cases: 5000, failure_persistence: None, ..Default::default() };
    let held = TestRunner::new(config).run(&name, |name| {
        let clean = clean_name(&name);
        prop_assert_eq!(clean_name(&clean), clean.clone());
        let is_bad = |it: char| it.is_control() || "/\\\u{202e}\u{200b}\u{feff}".contains(it);
        prop_assert!(
            !clean.contains(is_bad) && !clean.contains("  ") && !clean.ends_with(['.', ' '])
        );
        prop_assert!(clean.chars().count() <= 120);
        Ok(())
    });
    held.unwrap();
}
