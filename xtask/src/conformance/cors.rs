//! What a browser asks before a page of another origin may read an answer.

use super::{
    Visitor,
    findings::Findings,
    http::{Credentials, Reply},
};

/// An origin that no desk trusts.
const NOBODY: &str = "https://deskpane-conformance.invalid";

/// Checks the preflight, a good answer, a refusal, and another origin.
pub fn cors(findings: &mut Findings, visitor: &Visitor<'_>, origin: &str) {
    let with = visitor.credentials;
    let mut asked = vec![("Origin", origin), ("Access-Control-Request-Method", "GET")];
    // A cookie goes along by itself; a token is a header that has to be allowed.
    if matches!(with, Credentials::Token(_)) {
        asked.push(("Access-Control-Request-Headers", "authorization"));
    }
    let ask = |method: &str, credentials: &Credentials, headers: &[(&str, &str)]| {
        visitor.api.send(method, "/me", credentials, headers).map_err(|it| format!("{it:#}"))
    };

    // Browsers leave every credential out of a preflight.
    let reply = ask("OPTIONS", &Credentials::None, &asked);
    let faults = reply.map_or_else(|it| vec![it], |it| preflight(&it, origin, with));
    findings.judge("CORS: preflight", format!("allowed for {origin}"), &faults);

    let from = [("Origin", origin)];
    let reply = ask("GET", with, &from);
    let faults = reply.as_ref().map_or_else(
        |it| vec![it.clone()],
        |it| if it.status == 200 { readable(it, origin, with) } else { not_good(it) },
    );
    findings.judge("CORS: an answer", format!("{origin} may read it"), &faults);
    if let Ok(reply) = &reply {
        let exposed = reply.words("access-control-expose-headers");
        let hidden = ["etag", "retry-after"]
            .into_iter()
            .filter(|it| !exposed.iter().any(|word| word == it || word == "*" && !is_cookie(with)));
        let hidden: Vec<&str> = hidden.collect();
        if !hidden.is_empty() {
            findings.note("CORS: an answer", format!("does not expose {}", hidden.join(", ")));
        }
        let is_kept_apart = reply.words("vary").iter().any(|it| it == "origin" || it == "*");
        if reply.header("access-control-allow-origin") == Some(origin) && !is_kept_apart {
            findings.note("CORS: an answer", "no Vary: Origin: a cache may hand it to another");
        }
    }

    let reply = ask("GET", &Credentials::None, &from);
    let faults = reply.map_or_else(|it| vec![it], |it| readable(&it, origin, with));
    findings.judge("CORS: a refusal", "the widget can tell that nobody is signed in", &faults);

    let reply = ask("GET", with, &[("Origin", NOBODY)]);
    let faults = reply.map_or_else(|it| vec![it], |it| closed(&it, with));
    findings.judge("CORS: another origin", "is not let in", &faults);
}

/// Checks what a browser asks before it sends a reply.
pub fn writing(findings: &mut Findings, visitor: &Visitor<'_>, origin: &str) {
    let asked = [
        ("Origin", origin),
        ("Access-Control-Request-Method", "POST"),
        ("Access-Control-Request-Headers", "content-type, idempotency-key"),
    ];
    // The path is looked at by nobody before the credentials come.
    let path = "/tickets/deskpane-conformance/messages";
    let reply = visitor.api.send("OPTIONS", path, &Credentials::None, &asked);
    let faults =
        reply.map_or_else(|it| vec![format!("{it:#}")], |it| sendable(&it, visitor.credentials));
    findings.judge("CORS: a reply", format!("{origin} may send it"), &faults);
}

/// `*` stands for every method and header, but not with a cookie.
fn sendable(reply: &Reply, with: &Credentials) -> Vec<String> {
    let lacks = |name: &str, wanted: &str| {
        let allowed = reply.words(name);
        !allowed.iter().any(|it| it == wanted || it == "*" && !is_cookie(with))
    };
    let mut faults = Vec::new();
    // POST needs no permission of its own; these do.
    for method in ["put", "delete"] {
        if lacks("access-control-allow-methods", method) {
            faults.push(format!("Access-Control-Allow-Methods has no {method}"));
        }
    }
    for header in ["content-type", "idempotency-key"] {
        if lacks("access-control-allow-headers", header) {
            faults.push(format!("Access-Control-Allow-Headers has no {header}"));
        }
    }
    faults
}

fn is_cookie(credentials: &Credentials) -> bool {
    matches!(credentials, Credentials::Cookie(_))
}

fn not_good(reply: &Reply) -> Vec<String> {
    vec![format!("answers {} instead of 200", reply.status)]
}

fn preflight(reply: &Reply, origin: &str, with: &Credentials) -> Vec<String> {
    if !(200..300).contains(&reply.status) {
        return vec![format!("answers {} to OPTIONS without credentials", reply.status)];
    }
    let mut faults = readable(reply, origin, with);
    // `*` does not stand for this one.
    let allowed = reply.words("access-control-allow-headers");
    if matches!(with, Credentials::Token(_)) && !allowed.iter().any(|it| it == "authorization") {
        faults.push("Access-Control-Allow-Headers has no Authorization".to_owned());
    }
    faults
}

/// Whether a page of this origin may read an answer to a request with these credentials.
fn readable(reply: &Reply, origin: &str, with: &Credentials) -> Vec<String> {
    const ALLOW: &str = "Access-Control-Allow-Origin";
    let mut faults = Vec::new();
    match reply.header(ALLOW) {
        None => faults.push(format!("no {ALLOW}")),
        Some("*") if is_cookie(with) => faults.push(format!("{ALLOW} is *, with a cookie")),
        Some(it) if it != "*" && it != origin => faults.push(format!("{ALLOW} is {it}")),
        Some(_) => {}
    }
    let credentials = reply.header("access-control-allow-credentials");
    if is_cookie(with) && credentials != Some("true") {
        faults.push("Access-Control-Allow-Credentials is not true".to_owned());
    }
    faults
}

/// A cookie goes along from any page: an answer to it must be closed to those that nobody named.
fn closed(reply: &Reply, with: &Credentials) -> Vec<String> {
    let is_open = reply.header("access-control-allow-origin") == Some(NOBODY)
        && reply.header("access-control-allow-credentials") == Some("true");
    if is_cookie(with) && is_open {
        return vec!["any page may read a customer's tickets with their cookie".to_owned()];
    }
    Vec::new()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ORIGIN: &str = "https://help.example";
    const NAMED: (&str, &str) = ("access-control-allow-origin", ORIGIN);
    const ANY: (&str, &str) = ("access-control-allow-origin", "*");
    const TRUE: (&str, &str) = ("access-control-allow-credentials", "true");

    fn cookie() -> Credentials {
        Credentials::Cookie("a=1".to_owned())
    }

    fn token() -> Credentials {
        Credentials::Token("1".to_owned())
    }

    #[test]
    fn an_answer_to_a_cookie_names_the_origin() {
        let check = |headers: &[(&'static str, &str)], with: Credentials, faults: &[&str]| {
            assert_eq!(readable(&Reply::planted(200, headers, ""), ORIGIN, &with), faults);
        };
        check(&[NAMED, TRUE], cookie(), &[]);
        check(&[ANY, TRUE], cookie(), &["Access-Control-Allow-Origin is *, with a cookie"]);
        check(&[NAMED], cookie(), &["Access-Control-Allow-Credentials is not true"]);
        check(&[ANY], token(), &[]);
        check(&[], token(), &["no Access-Control-Allow-Origin"]);
        let other = ("access-control-allow-origin", "https://other.example");
        check(&[other], token(), &["Access-Control-Allow-Origin is https://other.example"]);
    }

    #[test]
    fn a_preflight_needs_no_session_and_lets_the_token_through() {
        let check = |status: u16, headers: &[(&'static str, &str)], with, faults: &[&str]| {
            assert_eq!(preflight(&Reply::planted(status, headers, ""), ORIGIN, &with), faults);
        };
        let allowed = ("access-control-allow-headers", "Accept, Authorization");
        check(204, &[NAMED, allowed], token(), &[]);
        check(401, &[NAMED, allowed], token(), &["answers 401 to OPTIONS without credentials"]);
        let any = ("access-control-allow-headers", "*");
        check(204, &[ANY, any], token(), &["Access-Control-Allow-Headers has no Authorization"]);
        check(204, &[NAMED, TRUE], cookie(), &[]);
    }

    #[test]
    fn an_origin_that_nobody_named_is_not_let_in_with_a_cookie() {
        let echo = ("access-control-allow-origin", NOBODY);
        let check = |headers: &[(&'static str, &str)], with, count: usize| {
            assert_eq!(closed(&Reply::planted(200, headers, ""), &with).len(), count);
        };
        check(&[echo, TRUE], cookie(), 1);
        check(&[echo], cookie(), 0);
        check(&[ANY, TRUE], cookie(), 0);
        check(&[echo, TRUE], token(), 0);
    }

    #[test]
    fn a_reply_needs_more_permissions_than_a_look() {
        let methods = ("access-control-allow-methods", "GET, POST, PUT, DELETE");
        let headers = ("access-control-allow-headers", "Content-Type, Idempotency-Key");
        let any = ("access-control-allow-headers", "*");
        let check = |given: &[(&'static str, &str)], with: &Credentials, faults: usize| {
            let reply = Reply::planted(204, given, "");
            assert_eq!(sendable(&reply, with).len(), faults, "{given:?}");
        };
        check(&[methods, headers], &cookie(), 0);
        check(&[headers], &cookie(), 2);
        check(&[methods, any], &cookie(), 2);
        check(&[methods, any], &Credentials::Token(String::new()), 0);
    }
}
