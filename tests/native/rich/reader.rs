//! Well-formed HTML, read for tests as a browser's parser and a walk over its page would.

use deskpane::domain::rich::{Builder, Element, Rich};

/// Elements that have no end.
const VOID: [&str; 3] = ["br", "hr", "img"];

pub fn read(html: &str) -> Rich {
    let mut builder = Builder::default();
    let mut open: Vec<String> = Vec::new();
    let mut rest = html;
    while !rest.is_empty() {
        let Some(tag) = rest.strip_prefix('<') else {
            let end = rest.find('<').unwrap_or(rest.len());
            builder.text(&plain(&rest[..end]), open.iter().any(|it| it == "pre"));
            rest = &rest[end..];
            continue;
        };
        if let Some(comment) = tag.strip_prefix("!--") {
            rest = comment.split_once("-->").unwrap().1;
            continue;
        }
        let (tag, after) = tag.split_once('>').unwrap();
        rest = after;
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop().as_deref(), Some(name), "{html}");
            builder.close();
            continue;
        }
        let name = tag.split(char::is_whitespace).next().unwrap();
        let (href, style) = (attribute(tag, "href"), attribute(tag, "style"));
        builder.open(Element::of(name, href.as_deref(), style.as_deref()));
        if VOID.contains(&name) {
            builder.close();
        } else {
            open.push(name.to_owned());
        }
        if name == "pre" {
            rest = rest.strip_prefix('\n').unwrap_or(rest);
        }
    }
    builder.finish()
}

/// `name="value"` or `name='value'`.
fn attribute(tag: &str, name: &str) -> Option<String> {
    let (_, value) = tag.split_once(&format!(" {name}="))?;
    let quote = value.chars().next()?;
    value[1..].split_once(quote).map(|it| plain(it.0))
}

fn plain(text: &str) -> String {
    let text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"");
    text.replace("&nbsp;", "\u{a0}").replace("&amp;", "&")
}
