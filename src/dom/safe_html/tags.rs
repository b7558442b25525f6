//! A look at HTML's tags before it is parsed. Nothing is decided here: what may be shown is decided
//! on the parsed tree. A tag read wrongly costs a look, or a line on the console, and no safety.

use super::policy::{Fate, fate};

/// HTML that can be parsed under a strict policy without a word, and what its tags are called.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Tags {
    /// The HTML: `style` attributes are called `data-style`, those that act are gone, and so are
    /// scripts and style sheets. An inert document would run and apply none of them, but it would
    /// report each one to the page as a violation.
    pub html: String,
    /// Names of elements that are neither kept nor dropped, in lower case, each once: a parser with a
    /// list would lose their text.
    pub unwrapped: Vec<String>,
    /// Names that were looked up: a mail has a dozen, thousands of times.
    known: Vec<String>,
}

/// What the style of an element is called until it is judged.
pub const STYLE: &str = "data-style";

/// Elements whose content is no markup, and nothing to read. Inside them, what looks like a tag is none,
/// and what looks like an attribute may be their end.
const RAW: [&str; 6] = ["iframe", "noembed", "noframes", "script", "style", "title"];
/// The same where it is to be read.
const SHOWN_RAW: [&str; 3] = ["plaintext", "textarea", "xmp"];

/// Longest name of an element that is worth knowing.
const LONGEST_NAME: usize = 60;
/// Most names of elements nobody knows.
const MOST_NAMES: usize = 200;

/// Looks at every tag of `html`.
pub fn look(html: &str) -> Tags {
    let mut tags = Tags { html: String::with_capacity(html.len()), ..Tags::default() };
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        let (before, tag) = rest.split_at(at);
        tags.html.push_str(before);
        rest = tags.tag(tag);
    }
    tags.html.push_str(rest);
    tags
}

impl Tags {
    /// Takes the tag that `text` begins with; gives what is behind it.
    fn tag<'a>(&mut self, text: &'a str) -> &'a str {
        if let Some(comment) = text.strip_prefix("<!--") {
            // Comments are not copied, and a broken end is where people hide things.
            return behind_comment(comment);
        }
        let is_end = text.starts_with("</");
        let inner = after(text, if is_end { 2 } else { 1 });
        if !inner.starts_with(|it: char| it.is_ascii_alphabetic()) {
            if is_end || inner.starts_with(['!', '?']) {
                // A parser takes these for comments, up to the next `>` whatever stands before it.
                return text.find('>').map_or("", |at| after(text, at + 1));
            }
            self.html.push('<');
            return after(text, 1);
        }
        let length = inner.find(|it: char| it.is_ascii_whitespace() || matches!(it, '/' | '>'));
        let (name, attributes) = inner.split_at(length.unwrap_or(inner.len()));
        let lower = name.to_ascii_lowercase();
        if !is_end && (RAW.contains(&&*lower) || SHOWN_RAW.contains(&&*lower)) {
            return self.raw(attributes, &lower);
        }
        self.html.push_str(if is_end { "</" } else { "<" });
        self.html.push_str(name);
        if !is_end {
            self.note(lower);
        }
        self.attributes(attributes)
    }

    /// Takes an element whose content is no markup, from its attributes on; gives what is behind it.
    fn raw<'a>(&mut self, attributes: &'a str, name: &str) -> &'a str {
        let before = self.html.len();
        let content = self.attributes(attributes);
        self.html.truncate(before);
        let (content, rest) = match name {
            "plaintext" => (content, ""),
            _ => cut_raw(content, name),
        };
        if SHOWN_RAW.contains(&name) {
            // As markup that says the same: whoever parses it cannot take it for anything else.
            let content = match name {
                "textarea" => content.to_owned(),
                _ => content.replace('&', "&amp;"),
            };
            self.html.push_str("<pre>");
            self.html.push_str(&content.replace('<', "&lt;"));
            self.html.push_str("</pre>");
        }
        rest
    }

    fn note(&mut self, name: String) {
        if self.known.contains(&name) {
            return;
        }
        let is_name = name.len() <= LONGEST_NAME && !name.contains('\0');
        let is_known = !matches!(fate(&name), Fate::Unwrap | Fate::Preformat)
            || matches!(&*name, "html" | "body");
        if is_name
            && !is_known
            && self.unwrapped.len() < MOST_NAMES
            && !self.unwrapped.contains(&name)
        {
            self.unwrapped.push(name);
        } else if self.known.len() < MOST_NAMES {
            self.known.push(name);
        }
    }

    /// Copies attributes up to the end of the tag; gives what is behind it.
    fn attributes<'a>(&mut self, mut rest: &'a str) -> &'a str {
        loop {
            let start = rest.find(|it: char| !it.is_ascii_whitespace() && it != '/');
            let (gap, attribute) = rest.split_at(start.unwrap_or(rest.len()));
            self.html.push_str(gap);
            if attribute.is_empty() || attribute.starts_with('>') {
                self.html.push_str(attribute.get(..1).unwrap_or_default());
                return after(attribute, 1);
            }
            let (name, value) = cut_attribute(attribute);
            let lower = name.to_ascii_lowercase();
            if lower == "style" {
                self.html.push_str(STYLE);
                self.html.push_str(value);
            } else if !lower.starts_with("on") {
                self.html.push_str(name);
                self.html.push_str(value);
            }
            rest = after(attribute, name.len() + value.len());
        }
    }
}

fn behind_comment(text: &str) -> &str {
    for end in [">", "->"] {
        if let Some(rest) = text.strip_prefix(end) {
            return rest;
        }
    }
    // Both ends at once: who looks for each to the end of a mail, does so for every comment in it.
    let mut from = 0;
    while let Some(at) = text.get(from..).and_then(|it| it.find("--")).map(|it| it + from) {
        let behind = after(text, at + 2);
        if let Some(rest) = behind.strip_prefix('>').or_else(|| behind.strip_prefix("!>")) {
            return rest;
        }
        from = at + 1;
    }
    ""
}

/// An attribute's name, and what belongs to its value, with the sign between them.
fn cut_attribute(text: &str) -> (&str, &str) {
    let is_end = |it: char| it.is_ascii_whitespace() || matches!(it, '/' | '>' | '=');
    // A name may begin with `=`.
    let first = text.chars().next().map_or(0, char::len_utf8);
    let length =
        text.get(first..).and_then(|it| it.find(is_end)).map_or(text.len(), |it| it + first);
    let (name, rest) = text.split_at(length);
    let Some(sign) = rest.find(|it: char| !it.is_ascii_whitespace()) else { return (name, "") };
    let Some(value) = rest.get(sign..).and_then(|it| it.strip_prefix('=')) else {
        return (name, "");
    };
    let start = sign + 1 + value.find(|it: char| !it.is_ascii_whitespace()).unwrap_or(value.len());
    let value = after(rest, start);
    let length = match value.chars().next() {
        Some(quote @ ('"' | '\'')) => value.get(1..).and_then(|it| it.find(quote)).map(|it| it + 2),
        _ => value.find(|it: char| it.is_ascii_whitespace() || it == '>'),
    };
    (name, rest.get(..start + length.unwrap_or(value.len())).unwrap_or(rest))
}

/// What is in an element whose content is no markup, and what stands behind its end tag.
fn cut_raw<'a>(text: &'a str, name: &str) -> (&'a str, &'a str) {
    let mut from = 0;
    while let Some(at) = text.get(from..).and_then(|it| it.find("</")).map(|it| it + from) {
        let tag = after(text, at + 2);
        let is_name = tag.get(..name.len()).is_some_and(|it| it.eq_ignore_ascii_case(name));
        let behind = after(tag, name.len());
        let is_whole =
            behind.starts_with(|it: char| it.is_ascii_whitespace() || matches!(it, '/' | '>'));
        if is_name && is_whole {
            let end = behind.find('>').map_or(behind.len(), |it| it + 1);
            return (text.get(..at).unwrap_or_default(), after(behind, end));
        }
        from = at + 2;
    }
    (text, "")
}

fn after(text: &str, at: usize) -> &str {
    text.get(at..).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(html: &str, expected: &str) {
        assert_eq!(look(html).html, expected);
    }

    #[test]
    fn styles_wait_and_what_acts_is_gone() {
        check("<p STYLE='a:b' class=x>1 < 2</p>", "<p data-style='a:b' class=x>1 < 2</p>");
        check("<b onclick=\"x>y\" Onload = z>a</b>", "<b  >a</b>");
        check("<img/src=x/onerror=y>", "<img/src=x/onerror=y>");
        check("<p title='style=x'>style=\"x\"</p>", "<p title='style=x'>style=\"x\"</p>");
        check("<td style>a</td>", "<td data-style>a</td>");
    }

    #[test]
    fn scripts_sheets_and_comments_are_gone() {
        check("a<style>p{}</style >b<SCRIPT>'</p>'</script>c", "abc");
        check("a<!-- <p> -->b<!-- c", "ab");
        check("<!-->a<!--->b<!--c--!>d", "abd");
        check("<script>a", "");
        check("<![if !mso]>a<![endif]>", "a");
        check("<script title='</script>'>a</scripts></script >b", "b");
    }

    #[test]
    fn what_is_no_markup_is_not_read_as_markup() {
        check("<title><p title='</title><b onclick=a>'>", "<b >'>");
        check("<xmp a=b>&lt;<p title='</xmp><b onclick=a>", "<pre>&amp;lt;&lt;p title='</pre><b >");
        check("<TextArea>&lt;<p></textarea>", "<pre>&lt;&lt;p></pre>");
        check("a<plaintext><p>b</plaintext>", "a<pre>&lt;p>b&lt;/plaintext></pre>");
        check("<!a <p title='><b onclick=a>", "<b >");
        check("</ <p title='><?b <p title='><b onclick=a></>", "<b >");
        check("<![CDATA[<p title=']]><b onclick=a>", "<b >");
    }

    #[test]
    fn names_that_nobody_knows_are_found_once() {
        let found = look("<O:p>a</O:p><form><x-y/><p><1><\0a><form \n>").unwrapped;
        assert_eq!(found, ["o:p", "form", "x-y"]);
    }

    #[test]
    fn html_that_breaks_off_anywhere_can_be_looked_at() {
        let html = "é<p style = 'é' ü=\"x\" onclick=y/>\0<!-- é --><style>é</style><a =b>";
        for (at, _) in html.char_indices() {
            assert!(!look(&html[..at]).html.contains(" style"), "{at}");
        }
    }
}
