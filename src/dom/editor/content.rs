//! Between the elements of an editor and what they say.

use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Document, Element, Node};

use crate::{
    dom::{js, safe_html},
    domain::rich::{Block, Builder, Element as Kind, Rich, Span},
};

const TEXT: f64 = 3.0;
const ELEMENT: f64 = 1.0;

/// What stands below `root`.
pub fn read(root: &Element) -> Rich {
    let mut builder = Builder::default();
    walk(root, &mut builder);
    builder.finish()
}

/// What somebody else's HTML says; `None` where there is no safe way to read it.
pub fn read_html(html: &str) -> Option<Rich> {
    let mut builder = Builder::default();
    safe_html::walk(html, &mut |met| match met {
        safe_html::Met::Open { name, href, style } => builder.open(Kind::of(name, href, style)),
        safe_html::Met::Text(text) => builder.text(text, false),
        safe_html::Met::Close => builder.close(),
    })?;
    Some(builder.finish())
}

fn walk(parent: &Node, builder: &mut Builder) {
    let mut next = js::get(parent, "firstChild");
    while let Ok(node) = next.dyn_into::<Node>() {
        let attribute = |name: &str| {
            js::call(&node, "getAttribute", &[name.into()]).ok().and_then(|it| it.as_string())
        };
        match js::get(&node, "nodeType").as_f64() {
            Some(TEXT) => {
                let text = js::get(&node, "nodeValue").as_string().unwrap_or_default();
                builder.text(&text.replace(super::NOTHING, ""), true);
            }
            Some(ELEMENT) => {
                let name = js::get(&node, "localName").as_string().unwrap_or_default();
                if name == "br" {
                    builder.line_break();
                } else {
                    let (href, style) = (attribute("href"), attribute("style"));
                    builder.open(Kind::of(&name, href.as_deref(), style.as_deref()));
                    walk(&node, builder);
                    builder.close();
                }
            }
            _ => {}
        }
        next = js::get(&node, "nextSibling");
    }
}

/// Makes `root` say `rich`, and nothing else.
pub fn write(root: &Element, rich: &Rich) {
    root.set_text_content(None);
    for node in nodes(rich) {
        append(root, &node);
    }
}

/// The elements that say `rich`.
pub fn nodes(rich: &Rich) -> Vec<Node> {
    let Some(document) = web_sys::window().and_then(|it| it.document()) else { return Vec::new() };
    rich.blocks().iter().filter_map(|it| block(&document, it)).collect()
}

fn block(document: &Document, block: &Block) -> Option<Node> {
    let made = |name: &str| document.create_element(name).ok();
    Some(
        match block {
            Block::Paragraph(spans) => {
                let it = made("p")?;
                text(document, &it, spans);
                it
            }
            Block::Quote(blocks) => {
                let it = made("blockquote")?;
                all(document, &it, blocks);
                it
            }
            Block::Code(code) => {
                let it = made("pre")?;
                append(&it, &document.create_text_node(code));
                it
            }
            Block::List { is_ordered, items } => {
                let it = made(if *is_ordered { "ol" } else { "ul" })?;
                for item in items {
                    let point = made("li")?;
                    match item.as_slice() {
                        [Block::Paragraph(spans)] => text(document, &point, spans),
                        blocks => all(document, &point, blocks),
                    }
                    append(&it, &point);
                }
                it
            }
        }
        .into(),
    )
}

fn all(document: &Document, into: &Element, blocks: &[Block]) {
    for node in blocks.iter().filter_map(|it| block(document, it)) {
        append(into, &node);
    }
}

fn text(document: &Document, into: &Element, spans: &[Span]) {
    for span in spans {
        let mut place: Node = into.clone().into();
        // Not `b` and `i`: they say how words look, and the loader draws the badge with the first.
        let marks = [
            (span.style.bold, "strong"),
            (span.style.italic, "em"),
            (span.style.strike, "s"),
            (span.style.code, "code"),
        ];
        if let Some(href) = &span.link
            && let Ok(link) = document.create_element("a")
        {
            let _ = link.set_attribute("href", href);
            append(&place, &link);
            place = link.into();
        }
        for (_, name) in marks.into_iter().filter(|it| it.0) {
            if let Ok(mark) = document.create_element(name) {
                append(&place, &mark);
                place = mark.into();
            }
        }
        for (at, line) in span.text.split('\n').enumerate() {
            if at > 0
                && let Ok(end) = document.create_element("br")
            {
                append(&place, &end);
            }
            append(&place, &document.create_text_node(line));
        }
    }
    // A line without anything in it has no height, and no place for the caret.
    let ends_open = spans.last().is_none_or(|it| it.text.is_empty() || it.text.ends_with('\n'));
    if ends_open && let Ok(end) = document.create_element("br") {
        append(into, &end);
    }
}

fn append(into: &Node, node: &Node) {
    // Both are ours.
    let _ = into.append_child(node);
}

/// Puts what `rich` says where `range` is, instead of what it holds; gives the last node of it.
pub fn put(range: &JsValue, rich: &Rich) -> Option<Node> {
    js::call(range, "deleteContents", &[]).ok()?;
    // A single paragraph is text in the line it comes into.
    let mut nodes = nodes(rich);
    if let [only] = nodes.as_slice()
        && matches!(rich.blocks(), [Block::Paragraph(_)])
    {
        nodes = children(only);
    }
    for node in nodes.iter().rev() {
        js::call(range, "insertNode", &[node.clone().into()]).ok()?;
    }
    nodes.pop()
}

/// The children of an element, as the browser takes them.
pub fn children_of(element: &Element) -> Vec<JsValue> {
    children(element).into_iter().map(Into::into).collect()
}

fn children(node: &Node) -> Vec<Node> {
    let mut all = Vec::new();
    let mut next = js::get(node, "firstChild");
    while let Ok(it) = next.dyn_into::<Node>() {
        next = js::get(&it, "nextSibling");
        all.push(it);
    }
    all
}
