//! T5: a ticket as a page, whatever was typed into it.

use deskpane::domain::export::{STYLE, STYLE_HASH};
use proptest::{prelude::*, test_runner::TestRunner};
use sha2::{Digest, Sha256};

use super::document;

/// The names of all elements that begin in a page, in order.
fn elements(page: &str) -> Vec<String> {
    let begins = page.split('<').skip(1).filter(|it| it.starts_with(char::is_alphabetic));
    begins.map(|it| it.split([' ', '>']).next().unwrap_or_default().to_owned()).collect()
}

fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for chunk in bytes.chunks(3) {
        let bits =
            (0..3).fold(0_u32, |bits, at| bits << 8 | u32::from(*chunk.get(at).unwrap_or(&0)));
        for at in 0..4 {
            let letter = LETTERS[(bits >> (18 - 6 * at) & 63) as usize];
            out.push(if at > chunk.len() { '=' } else { letter.into() });
        }
    }
    out
}

#[test]
fn its_policy_takes_its_own_style_and_nothing_else() {
    assert_eq!(base64(&Sha256::digest(STYLE)), STYLE_HASH);
    let page = document("Ink").to_html();
    assert!(page.contains(&format!("<style>{STYLE}</style>")), "{page}");
    let policy = format!(
        "content=\"default-src &#39;none&#39;; style-src &#39;sha256-{STYLE_HASH}&#39;; \
         base-uri &#39;none&#39;; form-action &#39;none&#39;\""
    );
    let (before, _) = page.split_once(&policy).expect("the policy");
    assert!(!before.contains("<style"), "{page}");
    assert!(!STYLE.contains("url(") && !STYLE.contains("@import"));
}

#[test]
fn each_text_is_in_its_own_language_and_direction() {
    let page = document("インク").to_html();
    assert!(page.starts_with("<!doctype html>\n<html lang=\"en\" dir=\"ltr\">"), "{page}");
    assert!(page.contains("<h1 lang=\"ja\" dir=\"auto\">インク</h1>"), "{page}");
    assert!(page.contains("<div lang=\"ja\" dir=\"auto\">インク</div>"), "{page}");
    assert!(page.contains("<h3><bdi>インク</bdi> (<bdi>You</bdi>)</h3>"), "{page}");
    assert!(
        page.contains("<time datetime=\"2026-11-20T14:05:00Z\"><bdi>20 Nov 2026</bdi></time>"),
        "{page}"
    );
    assert!(page.contains("<li><bdi>インク</bdi></li>"), "{page}");
}

#[test]
fn what_looks_like_html_is_text() {
    let harmless = elements(&document("Ink").to_html());
    for typed in [
        "<script>alert(1)</script>",
        "</title><script>alert(1)</script>",
        "</style></div></article><img src=x onerror=alert(1)>",
        "\"><svg onload=alert(1)>",
        "' autofocus onfocus=alert(1) x='",
        "<!--",
        "]]><![CDATA[",
        "<plaintext>",
        "&lt;script&gt;",
        "<meta http-equiv=refresh content=0;url=//evil.example>",
        "javascript:alert(1)",
    ] {
        let mut it = document(typed);
        it.entries[0].said.language = Some(typed.into());
        let page = it.to_html();
        assert_eq!(elements(&page), harmless, "{page}");
        assert!(!page.contains("href="), "{page}");
        assert!(page.matches('"').count().is_multiple_of(2), "{page}");
    }
}

#[test]
fn an_address_is_a_link_to_itself() {
    let page = document("see https://a.example/?a=1&b=\"2\" or javascript:x").to_html();
    let link = "<a rel=\"noopener noreferrer nofollow\" href=\"https://a.example/?a=1&amp;b=";
    assert!(page.contains(link), "{page}");
    assert!(!page.contains("href=\"javascript"), "{page}");
}

#[test]
fn nothing_typed_becomes_an_element() {
    let typed = "([<>&\"'/=! a-z]|\\PC){0,40}";
    let ran = TestRunner::default().run(&typed, |typed| {
        // What is blank has no element.
        let page = document(&format!("x{typed}")).to_html();
        let found: Vec<String> = elements(&page).into_iter().filter(|it| it != "a").collect();
        prop_assert_eq!(found, elements(&document("Ink").to_html()));
        Ok(())
    });
    ran.unwrap();
}
