//! Which names are those of secrets.

/// What the name of a secret holds.
const PARTS: [&str; 26] = [
    "token",
    "secret",
    "session",
    "cookie",
    "auth",
    "password",
    "passwd",
    "passphrase",
    "passcode",
    "pwd",
    "credential",
    "signature",
    "assertion",
    "samlresponse",
    "samlrequest",
    "csrf",
    "xsrf",
    "jwt",
    "apikey",
    "api-key",
    "api_key",
    "bearer",
    "sessid",
    "private",
    "access_key",
    "accesskey",
];

/// What the name of a secret is.
const WHOLE: [&str; 9] =
    ["code", "sid", "sig", "pass", "pin", "otp", "ticket", "relaystate", "ssn"];

/// Names that only look so.
const HARMLESS: [&str; 6] =
    [":authority", "authority", "author", "authors", "idempotency-key", "sec-websocket-key"];

/// Whether something is secret that has this name.
pub fn is_secret(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let name = name.trim();
    if HARMLESS.contains(&name) {
        return false;
    }
    is_surely_secret(name) || WHOLE.contains(&name) || name.ends_with("key")
}

/// The same for names that stand in the middle of any text, in lower case: a page's own code says
/// `key` and `code` all the time.
pub fn is_surely_secret(name: &str) -> bool {
    !HARMLESS.contains(&name) && PARTS.iter().any(|it| name.contains(it))
}

/// Whether a header carries cookies.
pub fn is_cookie(name: &str) -> bool {
    name.to_ascii_lowercase().contains("cookie")
}
