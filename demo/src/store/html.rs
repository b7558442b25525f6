//! HTML that a customer wrote: what is harmless in it, and the same as plain text.
//!
//! Whoever reads it cleans it again; a desk does not pass on what may run or fetch all the same.

use std::{collections::HashSet, sync::LazyLock};

use ammonia::Builder;

/// What is left of `html`, and what it says in plain text.
pub fn cleaned(html: &str) -> (String, String) {
    static RULES: LazyLock<Builder<'static>> = LazyLock::new(|| {
        let mut rules = Builder::default();
        rules
            // A reply's pictures are files; another's would tell who reads it, and when.
            .rm_tags(["img", "map", "area"])
            .add_clean_content_tags(["title"])
            .url_schemes(HashSet::from(["http", "https", "mailto", "tel"]))
            .link_rel(Some("noopener noreferrer nofollow"));
        rules
    });
    let clean = RULES.clean(html).to_string();
    let text = text(&clean);
    (clean, text)
}

/// What `clean` says. It reads only what the cleaning writes, where each tag is closed and each
/// `<` of a text escaped.
fn text(clean: &str) -> String {
    let mut out = Text::default();
    for piece in clean.split('<') {
        match piece.split_once('>') {
            Some((tag, words)) => {
                out.tag(tag);
                out.words(words);
            }
            None => out.words(piece),
        }
    }
    out.finish()
}

/// A text in the making.
#[derive(Default)]
struct Text {
    done: Vec<String>,
    line: String,
    quotes: usize,
    /// The lists it is in: of each ordered one the number that is next.
    lists: Vec<Option<u32>>,
    is_pre: usize,
    /// An empty line is due before the next words, and this deep in quotes at most.
    is_apart: bool,
    depth: usize,
    href: Option<String>,
}

impl Text {
    fn tag(&mut self, tag: &str) {
        let (name, rest) = tag.split_once([' ', '/']).unwrap_or((tag, ""));
        match (name, tag.strip_prefix('/').unwrap_or(name)) {
            ("br" | "hr", _) => self.end_line(),
            ("blockquote", _) => {
                self.apart();
                self.quotes += 1;
            }
            (_, "blockquote") => {
                self.apart();
                self.quotes = self.quotes.saturating_sub(1);
            }
            ("ul", _) => self.list(None),
            ("ol", _) => self.list(Some(1)),
            (_, "ul" | "ol") => {
                self.break_line();
                self.lists.pop();
                if self.lists.is_empty() {
                    self.apart();
                }
            }
            ("li", _) => {
                self.break_line();
                self.is_apart = false;
                let depth = self.lists.len().saturating_sub(1);
                let mark = match self.lists.last_mut() {
                    Some(Some(number)) => {
                        *number += 1;
                        format!("{}. ", *number - 1)
                    }
                    _ => "- ".to_owned(),
                };
                self.line = format!("{}{mark}", "  ".repeat(depth));
            }
            ("pre", _) => {
                self.apart();
                self.is_pre += 1;
            }
            (_, "pre") => {
                self.is_pre = self.is_pre.saturating_sub(1);
                self.apart();
            }
            // Within a list an item is a line.
            (_, "p" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "table")
                if self.lists.is_empty() =>
            {
                self.apart();
            }
            (_, "div" | "tr" | "li" | "dt" | "dd") => self.break_line(),
            ("td" | "th", _) if !self.line.trim().is_empty() => self.line.push('\t'),
            ("a", _) => {
                let href = rest.split_once("href=\"").and_then(|it| it.1.split_once('"'));
                self.href = href.map(|it| unescaped(it.0));
            }
            (_, "a") => {
                // An address that is said already need not be said again.
                let said = |it: &String| match it.split_once(':') {
                    Some(("tel", _)) => true,
                    Some(("mailto", whom)) => {
                        self.line.contains(whom.split('?').next().unwrap_or(whom))
                    }
                    _ => self.line.contains(it),
                };
                if let Some(href) = self.href.take().filter(|it| !said(it)) {
                    self.line.push_str(&format!(" <{href}>"));
                }
            }
            _ => {}
        }
    }

    fn words(&mut self, escaped: &str) {
        let words = unescaped(escaped);
        if self.is_pre > 0 {
            for (at, line) in words.split('\n').enumerate() {
                if at > 0 {
                    self.end_line();
                }
                self.begin();
                self.line.push_str(line);
            }
            return;
        }
        for it in words.chars() {
            let is_space = it.is_ascii_whitespace();
            let is_gap = self.line.is_empty() || self.line.ends_with(' ');
            if is_space && is_gap {
                continue;
            }
            self.begin();
            self.line.push(if is_space { ' ' } else { it });
        }
    }

    /// An empty line, where one is due.
    fn begin(&mut self) {
        if self.is_apart && self.line.is_empty() && !self.done.is_empty() {
            self.done.push(quoted(self.depth.min(self.quotes), ""));
        }
        self.is_apart &= !self.line.is_empty();
    }

    fn list(&mut self, first: Option<u32>) {
        self.break_line();
        if self.lists.is_empty() {
            self.apart();
            self.begin();
        }
        self.lists.push(first);
    }

    fn apart(&mut self) {
        self.break_line();
        self.depth = if self.is_apart { self.depth.min(self.quotes) } else { self.quotes };
        self.is_apart = true;
    }

    fn break_line(&mut self) {
        if !self.line.is_empty() {
            self.end_line();
        }
    }

    fn end_line(&mut self) {
        let line = std::mem::take(&mut self.line);
        self.done.push(quoted(self.quotes, line.trim_end()));
    }

    fn finish(mut self) -> String {
        self.break_line();
        // Two empty lines say no more than one.
        self.done.dedup_by(|it, before| it.is_empty() && before.is_empty());
        self.done.join("\n").trim().to_owned()
    }
}

/// A line of a quote that is so deep.
fn quoted(depth: usize, line: &str) -> String {
    format!("{}{line}", "> ".repeat(depth)).trim_end().to_owned()
}

/// Characters that the cleaning escaped.
fn unescaped(text: &str) -> String {
    let text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"");
    text.replace("&nbsp;", "\u{a0}").replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(html: &str, clean: &str, text: &str) {
        assert_eq!(cleaned(html), (clean.to_owned(), text.to_owned()), "{html}");
    }

    #[test]
    fn what_may_run_or_fetch_does_not_stay() {
        let link = r#"<a href="https://a.example/" rel="noopener noreferrer nofollow">"#;
        check("<p onclick=a()>Hi<script>b()</script></p>", "<p>Hi</p>", "Hi");
        check("<img src=https://a.example/x.png onerror=a()>Hi", "Hi", "Hi");
        check(
            "<a href=javascript:a()>Hi</a>",
            "<a rel=\"noopener noreferrer nofollow\">Hi</a>",
            "Hi",
        );
        check(
            "<a href=https://a.example/ style=position:fixed>Hi</a>",
            &format!("{link}Hi</a>"),
            "Hi <https://a.example/>",
        );
        check("<svg><style><img src=x onerror=a()></style></svg>Hi", "Hi", "Hi");
        check("<iframe srcdoc='<script>a()</script>'></iframe>", "", "");
    }

    #[test]
    fn its_text_reads_as_it_looks() {
        let text = |html: &str| cleaned(html).1;
        assert_eq!(
            text("<p>One\n two</p><p>Three<br>four &amp; &lt;five&gt;</p>"),
            "One two\n\nThree\nfour & <five>"
        );
        assert_eq!(
            text("<p>So:</p><ul><li>a</li><li>b<ol><li>c</li><li>d</li></ol></li></ul><p>e</p>"),
            "So:\n\n- a\n- b\n  1. c\n  2. d\n\ne"
        );
        assert_eq!(text("<ul><li><p>a</p></li><li><p>b</p></li></ul>"), "- a\n- b");
        assert_eq!(
            text("<p>Yes.</p><blockquote><p>One?</p><p>Two?</p></blockquote>"),
            "Yes.\n\n> One?\n>\n> Two?"
        );
        assert_eq!(text("<pre>a\n  b</pre>c"), "a\n  b\n\nc");
        assert_eq!(text("<div>a</div><div><br></div><div>b</div>"), "a\n\nb");
        assert_eq!(text("<p>&nbsp;</p>").trim(), "");
        assert_eq!(text("<p>漢字と<b>太字</b></p><p>مرحبا</p>"), "漢字と太字\n\nمرحبا");
        assert_eq!(
            text("<a href='https://a.example/x?a=1&amp;b=2'>https://a.example/x?a=1&amp;b=2</a>"),
            "https://a.example/x?a=1&b=2"
        );
    }
}
