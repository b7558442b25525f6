//! Where secrets stand.

use deskpane::domain::har::Removed;
use serde_json::{Value, json};

use super::{REMOVED, check, recording, scrubbed};

const JWT: &str = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl_-x";

fn pair(name: &str, value: &str) -> Value {
    json!({ "name": name, "value": value })
}

/// A text that stands somewhere, and what becomes of it.
#[track_caller]
fn text(before: &str, after: &str) {
    check(json!({ "comment": before }), json!({ "comment": after }));
}

#[test]
fn headers_that_let_in_lose_their_values() {
    let names = [
        "Cookie",
        "set-cookie",
        "AUTHORIZATION",
        "Proxy-Authorization",
        "X-Api-Key",
        "x-csrf-token",
        "X-Amz-Security-Token",
        "X-Session-Id",
        "x-client-secret",
        "X-Auth-User",
        "Ocp-Apim-Subscription-Key",
        "WWW-Authenticate",
        "X-XSRF-TOKEN",
    ];
    for name in names {
        let it = check(
            json!({ "headers": [pair(name, "Negotiate YII=")] }),
            json!({ "headers": [pair(name, REMOVED)] }),
        );
        assert_eq!(it.removed.total(), 1, "{name}");
        assert_eq!(it.removed.cookies, usize::from(name.to_lowercase().contains("cookie")));
    }
    for name in [
        "Accept",
        ":authority",
        "Content-Type",
        "Host",
        "User-Agent",
        "Keep-Alive",
        "Idempotency-Key",
    ] {
        let headers = json!({ "headers": [pair(name, "a; b=c")] });
        assert_eq!(check(headers.clone(), headers).removed, Removed::default());
    }
}

#[test]
fn the_order_of_members_and_how_they_are_written_do_not_matter() {
    let it = scrubbed(
        r#"{"log":{"entries":[{"h":[{"value":"s3cret","name":"\u0043ookie","value":"again"}]}]}}"#,
    );
    assert_eq!(
        it.text,
        r#"{"log":{"entries":[{"h":[{"value":"REMOVED","name":"\u0043ookie","value":"REMOVED"}]}]}}"#
    );
    let it =
        scrubbed(r#"{"log":{"entries":[{"h":[{"name":"Cookie","name":"a","value":"s3cret"}]}]}}"#);
    assert!(!it.text.contains("s3cret"));
}

#[test]
fn cookies_go_altogether() {
    let cookies =
        json!([{ "name": "sid", "value": "1", "path": "/" }, { "name": "theme", "value": "dark" }]);
    let it = check(json!({ "cookies": cookies, "a": 1 }), json!({ "cookies": [], "a": 1 }));
    assert_eq!(it.removed, Removed { cookies: 2, ..Removed::default() });
    let it = check(json!({ "cookies": [] }), json!({ "cookies": [] }));
    assert_eq!(it.removed.total(), 0);
}

#[test]
fn fields_of_addresses_and_forms_lose_secret_values() {
    for name in [
        "password",
        "passwd",
        "access_token",
        "code",
        "client_secret",
        "key",
        "SESSION",
        "sid",
        "auth",
        "assertion",
        "SAMLResponse",
        "user[password]",
        "p%61ssword",
    ] {
        text(
            &format!("https://a.example/b?x=1&{name}=s3c%20ret&y=2#z"),
            &format!("https://a.example/b?x=1&{name}={REMOVED}&y=2#z"),
        );
        check(
            json!({ "queryString": [pair(&name.replace("%61", "a"), "s3cret")] }),
            json!({ "queryString": [pair(&name.replace("%61", "a"), REMOVED)] }),
        );
        let form = |value: &str| json!({ "postData": { "text": format!("{name}={value}&a=b c"), "mimeType": "application/x-www-form-urlencoded; charset=utf-8" } });
        check(form("s3c ret?#;'"), form(REMOVED));
    }
    text("/cb#state=1&id_token=s3cret", &format!("/cb#state=1&id_token={REMOVED}"));
    text(
        "https://a.example/x;jsessionid=s3cret?y=1",
        &format!("https://a.example/x;jsessionid={REMOVED}?y=1"),
    );
    text("https://ann:s3cret@a.example/x", &format!("https://{REMOVED}@a.example/x"));
    text(
        "/login?next=https%3A%2F%2Fa.example%2F%3Ftoken%3Ds3cret%26x%3D1&y=2",
        &format!("/login?next=https%3A%2F%2Fa.example%2F%3Ftoken%3D{REMOVED}%26x%3D1&y=2"),
    );
    text(
        "see <a href=\"/x?a=1&amp;token=s3cret&amp;b=2\">x</a>",
        &format!("see <a href=\"/x?a=1&amp;token={REMOVED}&amp;b=2\">x</a>"),
    );
    for same in [
        "https://a.example/?keyword=a&page=2&author=b",
        "/x?token=",
        "a && key = b?code=c:d",
        "https://a.example/@ann/x",
    ] {
        text(same, same);
    }
}

#[test]
fn bodies_lose_secret_members() {
    text(
        r#"{"user":"ann","password": "s3c\"ret\\","x":1}"#,
        r#"{"user":"ann","password": "REMOVED","x":1}"#,
    );
    text(
        r#")]}',{"access_token":"s3cret","author":"ann","key":"PROJ-1"}"#,
        r#")]}',{"access_token":"REMOVED","author":"ann","key":"PROJ-1"}"#,
    );
    text(
        r#"{"body":"{\"refreshToken\" : \"s3c\\\"ret\",\"a\":\"b\"}"}"#,
        r#"{"body":"{\"refreshToken\" : \"REMOVED\",\"a\":\"b\"}"}"#,
    );
    text(r#"{"client_secret":"cut off"#, r#"{"client_secret":"REMOVED"#);
    text(r#"{"token":"","session":5,"csrf":null}"#, r#"{"token":"","session":5,"csrf":null}"#);
    let part = |value: &str| {
        format!(
            "--b\r\nContent-Disposition: form-data; name=\"password\"\r\n\r\n{value}\r\n--b\r\nContent-Disposition: form-data; name=\"x\"\r\n\r\ny\r\n--b--"
        )
    };
    text(&part("s3c\r\nret"), &part(REMOVED));
    let page = |value: &str| {
        format!(
            "<form><INPUT type='hidden' name='SAMLResponse' value='{value}'><input value=\"a\" name=\"b\"></form>"
        )
    };
    text(&page("s3c ret"), &page(REMOVED));
    check(
        json!({ "sessionToken": "s3cret", "otp": 123456, "b": true }),
        json!({ "sessionToken": REMOVED, "otp": 0, "b": true }),
    );
}

#[test]
fn tokens_go_wherever_they_stand() {
    text(JWT, REMOVED);
    text(&format!("a={JWT}; b, \"{JWT}\""), &format!("a={REMOVED}; b, \"{REMOVED}\""));
    text(&format!("x%3D{JWT}%26"), &format!("x%3D{REMOVED}%26"));
    text("bEARER abc123def456 x", &format!("bEARER {REMOVED} x"));
    text("Bearer%20abcdefghijklmnopqrstuvwxyz", &format!("Bearer%20{REMOVED}"));
    for same in [
        "the bearer certificates, eyJ.a and eyJabcdefgh.b",
        "eyJ",
        "Bearer",
        "bearer ",
        "eyJhbGciOiJIUzI1NiJ9",
    ] {
        text(same, same);
    }
}

#[test]
fn packed_text_goes_and_packed_pictures_stay() {
    let content = |kind: &str, text: &str| json!({ "content": { "text": text, "encoding": "base64", "mimeType": kind } });
    check(content("application/json", "eyJhIjoxfQ=="), content("application/json", REMOVED));
    check(content("image/png", "iVBORw0KGgo="), content("image/png", "iVBORw0KGgo="));
}

#[test]
fn the_preview_says_what_goes() {
    let mut text = recording(
        json!({ "url": "https://B.example:8443/x?token=abc", "headers": [pair("Cookie", "a=b"), pair("authorization", "Basic YTpi")], "cookies": [pair("a", "b")] }),
        json!({ "redirectURL": "https://other.example/", "content": { "text": JWT } }),
    );
    let it = scrubbed(&text);
    assert_eq!(it.removed, Removed { cookies: 2, headers: 1, fields: 1, tokens: 1 });
    assert_eq!((it.hosts, it.requests), (vec!["b.example".to_owned()], 1));
    assert_eq!((it.before, it.after), (text.len(), it.text.len()));
    // Nothing is left to take out of what was taken out.
    let again = scrubbed(&it.text);
    assert_eq!((again.text, again.removed.total()), (it.text, 0));
    text.insert(0, '\u{feff}');
    assert!(scrubbed(&text).text.starts_with('{'));
}
