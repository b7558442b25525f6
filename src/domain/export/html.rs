//! A document as one HTML page: no script, nothing fetched, everything escaped. Its policy says so to
//! the browser that opens it.

use super::{Document, Entry, Part, Said};
use crate::domain::rich;

/// How it looks: on paper too.
pub const STYLE: &str = "
:root { color-scheme: light dark; }
body { max-width: 46rem; margin: 2rem auto; padding: 0 1rem; font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 1.5rem; line-height: 1.3; } h2 { margin-top: 2rem; font-size: 1.2rem; } h3 { margin: 0; font-size: 1rem; }
dl { display: grid; grid-template-columns: minmax(6rem, 14rem) 1fr; gap: .25rem 1rem; margin: 0; } dd { margin: 0; }
dt, .when, .lead { opacity: .75; } .when, .lead { margin: 0; font-size: .9rem; }
article { margin-top: 1rem; padding: .75rem 1rem; border: 1px solid; border-radius: .4rem; }
article > div { margin-top: .5rem; white-space: pre-wrap; text-align: start; unicode-bidi: plaintext; }
ul { margin: .5rem 0 0; padding-inline-start: 1.2rem; }
@media print {
:root { color-scheme: light; } body { max-width: none; margin: 0; padding: 0; font-size: 10pt; }
article { break-inside: avoid-page; } h2, h3 { break-after: avoid; }
}
";

/// What the policy knows it by: SHA-256, in Base64. A test holds it true.
pub const STYLE_HASH: &str = "N4n4jieyqgZEB4OMwR8J/+NuDNhX/2CXWmW7ZHC+644=";

/// All of it.
pub(super) fn write(it: &Document) -> String {
    let mut out = String::from("<!doctype html>\n<html");
    attribute("lang", &it.language, &mut out);
    attribute("dir", it.direction, &mut out);
    out.push_str(
        ">\n<head>\n<meta charset=\"utf-8\">\n<meta http-equiv=\"Content-Security-Policy\"",
    );
    let policy = format!(
        "default-src 'none'; style-src 'sha256-{STYLE_HASH}'; base-uri 'none'; form-action 'none'"
    );
    attribute("content", &policy, &mut out);
    out.push_str(">\n<meta name=\"referrer\" content=\"no-referrer\">\n<meta name=\"viewport\" content=\"width=device-width\">\n");
    element("title", &it.title.text, &mut out);
    out.push_str("<style>");
    out.push_str(STYLE);
    out.push_str("</style>\n</head>\n<body>\n");
    said("h1", &it.title, &mut out);
    it.lead.iter().for_each(|it| paragraph("lead", it, &mut out));
    it.parts.iter().for_each(|it| part(it, &mut out));
    element("h2", &it.heading, &mut out);
    it.notes.iter().for_each(|it| paragraph("lead", it, &mut out));
    it.entries.iter().for_each(|it| entry(it, &mut out));
    out.push_str("</body>\n</html>\n");
    out
}

fn part(it: &Part, out: &mut String) {
    element("h2", &it.heading, out);
    it.notes.iter().for_each(|it| paragraph("", it, out));
    if it.facts.is_empty() {
        return;
    }
    out.push_str("<dl>\n");
    for fact in &it.facts {
        element("dt", &fact.name, out);
        for value in &fact.values {
            out.push_str("<dd dir=\"auto\">");
            linked(value, out);
            out.push_str("</dd>\n");
        }
    }
    out.push_str("</dl>\n");
}

fn entry(it: &Entry, out: &mut String) {
    out.push_str("<article>\n");
    if !it.author.is_empty() || !it.role.is_empty() {
        out.push_str("<h3>");
        isolated(&it.author, out);
        if !it.author.is_empty() && !it.role.is_empty() {
            out.push_str(" (");
            isolated(&it.role, out);
            out.push(')');
        } else {
            isolated(&it.role, out);
        }
        out.push_str("</h3>\n");
    }
    out.push_str("<p class=\"when\"><time");
    attribute("datetime", &it.at, out);
    out.push('>');
    for (at, it) in it.when.iter().enumerate() {
        if at == 1 {
            out.push_str("</time>");
        }
        if at > 0 {
            out.push_str(" · ");
        }
        isolated(it, out);
    }
    if it.when.len() < 2 {
        out.push_str("</time>");
    }
    out.push_str("</p>\n");
    if !it.said.text.trim().is_empty() {
        said("div", &it.said, out);
    }
    if !it.files.is_empty() {
        paragraph("when", &it.files_name, out);
        out.push_str("<ul>\n");
        it.files.iter().for_each(|it| {
            out.push_str("<li>");
            isolated(it, out);
            out.push_str("</li>\n");
        });
        out.push_str("</ul>\n");
    }
    out.push_str("</article>\n");
}

/// T3: in its own language and direction.
fn said(name: &str, it: &Said, out: &mut String) {
    out.push('<');
    out.push_str(name);
    if let Some(language) = &it.language {
        attribute("lang", language, out);
    }
    out.push_str(" dir=\"auto\">");
    linked(it.text.trim_matches('\n').trim_end(), out);
    out.push_str("</");
    out.push_str(name);
    out.push_str(">\n");
}

fn paragraph(class: &str, text: &str, out: &mut String) {
    out.push_str("<p");
    if !class.is_empty() {
        attribute("class", class, out);
    }
    out.push_str(" dir=\"auto\">");
    linked(text, out);
    out.push_str("</p>\n");
}

fn element(name: &str, text: &str, out: &mut String) {
    out.push('<');
    out.push_str(name);
    out.push('>');
    escape(text, out);
    out.push_str("</");
    out.push_str(name);
    out.push_str(">\n");
}

fn isolated(text: &str, out: &mut String) {
    out.push_str("<bdi>");
    escape(text, out);
    out.push_str("</bdi>");
}

/// What is said is where a link leads: nothing else is shown.
fn linked(text: &str, out: &mut String) {
    let mut at = 0;
    for (range, href) in rich::links(text) {
        let (Some(before), Some(said)) = (text.get(at..range.start), text.get(range.clone()))
        else {
            continue;
        };
        escape(before, out);
        out.push_str("<a rel=\"noopener noreferrer nofollow\"");
        attribute("href", &href, out);
        out.push('>');
        escape(said, out);
        out.push_str("</a>");
        at = range.end;
    }
    escape(text.get(at..).unwrap_or_default(), out);
}

fn attribute(name: &str, value: &str, out: &mut String) {
    out.push(' ');
    out.push_str(name);
    out.push_str("=\"");
    escape(value, out);
    out.push('"');
}

fn escape(text: &str, out: &mut String) {
    for it in text.chars() {
        match it {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\n' | '\t' => out.push(it),
            _ if it.is_control() => {}
            _ => out.push(it),
        }
    }
}
