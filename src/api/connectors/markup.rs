//! HTML as plain text. For reading only: nothing of it ever becomes markup again.

/// Elements that end a line.
const LINES: [&str; 12] =
    ["br", "p", "div", "li", "tr", "h1", "h2", "h3", "h4", "blockquote", "pre", "hr"];
/// Elements whose content is no text.
const SILENT: [&str; 4] = ["script", "style", "head", "title"];

/// The text of a piece of HTML: elements that end a line do, white space is one blank, and what a
/// browser would not show is left out. Anything that looks like HTML and is not stays text.
pub fn plain(html: &str) -> String {
    let mut out = Lines::default();
    let mut rest = html;
    while let Some((text, after)) = rest.split_once('<') {
        out.text(text);
        let Some(tag) = Tag::read(after) else {
            out.text("<");
            rest = after;
            continue;
        };
        rest = &after[tag.length..];
        if SILENT.contains(&tag.name.as_str()) && !tag.is_end {
            rest = behind(rest, &tag.name);
        } else if LINES.contains(&tag.name.as_str()) {
            out.end_line(tag.name == "p");
        }
    }
    out.text(rest);
    out.finish()
}

struct Tag {
    name: String,
    is_end: bool,
    /// Up to and with its `>`.
    length: usize,
}

impl Tag {
    /// From behind the `<`.
    fn read(text: &str) -> Option<Self> {
        if let Some(comment) = text.strip_prefix("!--") {
            let length = comment.find("-->").map_or(text.len(), |it| it + 6);
            return Some(Self { name: String::new(), is_end: false, length });
        }
        let is_end = text.starts_with('/');
        let inner = &text[usize::from(is_end)..];
        if !inner.starts_with(|it: char| it.is_ascii_alphabetic() || it == '!') {
            return None;
        }
        let name: String = inner.chars().take_while(|it| it.is_ascii_alphanumeric()).collect();
        // A `>` inside quotes belongs to an attribute.
        let mut quote = None;
        for (at, it) in text.char_indices() {
            match (quote, it) {
                (None, '"' | '\'') => quote = Some(it),
                (Some(open), _) if open == it => quote = None,
                (None, '>') => {
                    return Some(Self { name: name.to_ascii_lowercase(), is_end, length: at + 1 });
                }
                _ => {}
            }
        }
        None
    }
}

/// What follows the end of an element without text.
fn behind<'a>(text: &'a str, name: &str) -> &'a str {
    let mut rest = text;
    while let Some((_, after)) = rest.split_once("</") {
        rest = after;
        if rest.get(..name.len()).is_some_and(|it| it.eq_ignore_ascii_case(name)) {
            return rest.split_once('>').map_or("", |it| it.1);
        }
    }
    ""
}

#[derive(Default)]
struct Lines {
    out: String,
    needs_blank: bool,
}

impl Lines {
    fn text(&mut self, html: &str) {
        for it in decoded(html).chars() {
            // A no-break space is meant to stay.
            if it.is_whitespace() && it != '\u{a0}' {
                self.needs_blank = true;
                continue;
            }
            if self.needs_blank && !self.out.is_empty() && !self.out.ends_with('\n') {
                self.out.push(' ');
            }
            self.needs_blank = false;
            self.out.push(it);
        }
    }

    fn end_line(&mut self, is_paragraph: bool) {
        self.needs_blank = false;
        let most = if is_paragraph { "\n\n" } else { "\n" };
        if !self.out.is_empty() && !self.out.ends_with(most) {
            self.out.push('\n');
        }
    }

    fn finish(self) -> String {
        let mut out = String::new();
        let mut empty = 0;
        for line in self.out.trim().lines() {
            empty = if line.is_empty() { empty + 1 } else { 0 };
            if empty < 2 {
                if !out.is_empty() {
                    out.push('\n');
                }
                out.push_str(line);
            }
        }
        out
    }
}

/// With the references that mails really use; others stay as they are.
fn decoded(text: &str) -> String {
    const NAMED: [(&str, char); 8] = [
        ("amp", '&'),
        ("lt", '<'),
        ("gt", '>'),
        ("quot", '"'),
        ("apos", '\''),
        ("nbsp", '\u{a0}'),
        ("hellip", '…'),
        ("ndash", '–'),
    ];
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        out.push_str(before);
        let end = after.bytes().take(10).position(|it| it == b';');
        let found = end.and_then(|end| {
            let name = after.get(..end)?;
            let number = name.strip_prefix('#');
            let code = number.and_then(|it| match it.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok(),
                None => it.parse().ok(),
            });
            let named = NAMED.iter().find(|it| it.0 == name).map(|it| it.1);
            Some((code.and_then(char::from_u32).or(named)?, end))
        });
        match found {
            Some((it, end)) => {
                out.push(it);
                rest = &after[end + 1..];
            }
            None => {
                out.push('&');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(html: &str, expected: &str) {
        assert_eq!(plain(html), expected);
    }

    #[test]
    fn lines_end_where_elements_do() {
        check("<p>One</p><p>Two<br>three</p>", "One\n\nTwo\nthree");
        check("<ul>\n <li>a</li>\n <li>b</li>\n</ul>", "a\nb");
        check("  plain \n text ", "plain text");
    }

    #[test]
    fn references_are_characters_and_stay_text() {
        check(
            "&lt;b&gt; &amp;amp; &#39;x&#x27; &nope; & &nbsp;.",
            "<b> &amp; 'x' &nope; & \u{a0}.",
        );
    }

    #[test]
    fn what_is_not_shown_is_left_out() {
        check("<style>p{}</style>a<!-- b -->c<script>d('</p>')</script>e", "ace");
        check("a<img alt='x>y' src=z>b", "ab");
        check("<script>never ends", "");
    }

    #[test]
    fn what_is_no_html_stays() {
        check("1 < 2 and 3 > 2 <", "1 < 2 and 3 > 2 <");
        check("<alice@example.com", "<alice@example.com");
    }
}
