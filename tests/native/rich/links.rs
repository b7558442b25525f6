//! Addresses in plain text.

use deskpane::domain::rich::links;

/// The text with `[…]` around what becomes a link; where that leads, if that is not what it says.
#[track_caller]
fn check(marked: &str, hrefs: &[&str]) {
    let text = marked.replace(['[', ']'], "");
    let mut found = String::new();
    let mut from = 0;
    let all = links(&text);
    for (range, _) in &all {
        found += &format!("{}[{}]", &text[from..range.start], &text[range.clone()]);
        from = range.end;
    }
    assert_eq!(found + &text[from..], marked);
    let said = all.iter().map(|(range, href)| (&text[range.clone()], href.as_str()));
    let led: Vec<&str> = said.filter(|(text, href)| text != href).map(|it| it.1).collect();
    assert_eq!(led, hrefs, "{marked}");
}

#[test]
fn what_ends_the_sentence_is_no_part_of_it() {
    for end in [
        ".", ",", "!", "?", ":", ";", "...", "'", "\"", ")", "),", "*", "…", "”", "»", "、", "。",
        "）", "」", "』", "】", "，", "！", "،", "؛", "؟", "۔", ">", "<br>",
    ] {
        check(&format!("See [https://a.example/b]{end} Next"), &[]);
        check(&format!("See [www.a.example]{end} Next"), &["https://www.a.example"]);
    }
    check("([https://a.example/b_(c)])", &[]);
    check("[https://a.example/b_(c)_d].", &[]);
    check("（[https://a.example/b]）", &[]);
    check("<[https://a.example/?b=(c)&d=1#e-f]>", &[]);
    check("“[https://a.example]”", &[]);
    check("**[https://a.example/a]**, _[https://a.example/b]_", &[]);
    check("[https://a.example/], [https://b.example/c,d]", &[]);
}

#[test]
fn hosts_are_as_people_write_them() {
    check(
        "[https://a.example:8443/b] [http://localhost:3000] [https://例え.jp/x] [HTTPS://A.EXAMPLE]",
        &["https://A.EXAMPLE"],
    );
    check(
        "[www.a.example/b?c=1] WWW [WWW.A.example]",
        &["https://www.a.example/b?c=1", "https://WWW.A.example"],
    );
    check(
        "https:// http://. https://) www. www.a www..b.c awww.a.example xhttps://a.example ://a.example",
        &[],
    );
    check("https://bank.example@evil.example/ javascript:alert(1) ftp://a.example data:a", &[]);
}

#[test]
fn a_sentence_without_blanks_goes_on() {
    check("詳細は[https://a.example/help]を参照してください", &[]);
    check("詳細は[https://a.example/]をご覧ください。[https://a.example/wiki/日本語]（英語）", &[]);
    check("연락처[www.a.example]입니다", &["https://www.a.example"]);
    check("メールは[a@b.example]まで", &["mailto:a@b.example"]);
    check("راجع [https://a.example/صفحة]، ثم [https://b.example]؟", &[]);
}

#[test]
fn mail_is_found_and_what_only_looks_so_is_not() {
    check(
        "Write to [ann.b+c@mail.a.example], or <[x_y@a.example]>.",
        &["mailto:ann.b+c@mail.a.example", "mailto:x_y@a.example"],
    );
    check("mailto:[a@b.example]", &["mailto:a@b.example"]);
    check(
        "git@a.example:b/c.git user@host a@b.1 @name a@ npm@1.2.3 a@b..example a@-b.example",
        &[],
    );
    check("éa@b.example a@b.example/c a@b@c.example https://x:y@a.example a.@b.example", &[]);
    check(&format!("{}@b.example", "a".repeat(65)), &[]);
}

#[test]
fn long_hostile_text_takes_no_long_time() {
    for piece in [
        "https://",
        "@",
        "a@",
        "www.",
        "((((",
        "https://a/)",
        "a.",
        "www.a.b)",
        "https://a.b/((",
        "あ",
    ] {
        links(&piece.repeat(200_000 / piece.len()));
    }
    let closing = "https://a.example/".to_owned() + &")".repeat(500_000);
    assert_eq!(links(&closing).len(), 1);
}
