//! The HTML of a message as elements of our own: an inert parse, and a copy by allow-list (Q1, Q2).
//!
//! No string becomes HTML anywhere, so nothing can mean something else when it is read again. The
//! copy names no element and holds no address but those of links; pictures come without, and get one
//! where they may.

mod fold;
mod looks;
mod policy;
mod source;
mod tags;
mod walk;

use wasm_bindgen::JsValue;
use web_sys::{Document, Element, Node, Url};

use self::{
    fold::{Fold, Marks},
    policy::Fate,
    source::{Kind, Reader},
};
use super::js;
pub use policy::Picture;
pub use walk::{Met, walk};

/// Elements deeper than this lose their form, not their text.
const MOST_DEPTH: usize = 200;
/// A body with more nodes than this is clipped.
const MOST_NODES: usize = 50_000;

/// What folds are called.
#[derive(Clone, Debug)]
pub struct Labels {
    /// Quoted mail.
    pub quoted: String,
    /// A signature.
    pub signature: String,
}

/// What a body came to, beside its elements.
#[derive(Default)]
pub struct Found {
    /// Pictures without an address yet, and where each is.
    pub pictures: Vec<(Element, Picture)>,
    /// It has colours of its own: they are meant for paper.
    pub has_colours: bool,
    /// Something of it is missing: it was too large.
    pub is_clipped: bool,
}

/// A copy in the making. Long ones are made in slices, so that the page stays alive.
pub struct Rebuilding {
    reader: Reader,
    document: Document,
    labels: Labels,
    frames: Vec<Frame>,
    nodes: usize,
    /// Texts of its author's own: outside of every fold.
    own: usize,
    folds: Vec<Folded>,
    /// All that follows is quoted.
    is_rest: bool,
    found: Found,
}

/// Children that are being copied.
struct Frame {
    next: Option<source::Node>,
    spot: Spot,
    /// The fold of "Ann wrote:", until the quote below it comes.
    waiting: Option<Node>,
    /// The link whose text this is.
    link: Option<Link>,
}

/// Where a copy goes.
#[derive(Clone)]
struct Spot {
    into: Node,
    is_folded: bool,
    depth: usize,
}

struct Link {
    parent: Node,
    element: Element,
    host: String,
}

struct Folded {
    details: Element,
    body: Element,
    /// How many texts of the author's own stand before it.
    own_before: usize,
}

/// A quote of at most so many bytes with an answer below it stays open.
const SHORT_QUOTE: usize = 240;

impl Rebuilding {
    /// Begins to copy `html` into `root`; `None` where this engine and the page's policy leave no way
    /// to read it that is safe.
    pub fn start(html: &str, root: &Element, labels: Labels) -> Option<Self> {
        let reader = Reader::new()?;
        let next = reader.first(&source::parse(html)?);
        let spot = Spot { into: root.clone().into(), is_folded: false, depth: 0 };
        Some(Self {
            reader,
            document: web_sys::window()?.document()?,
            labels,
            frames: vec![Frame { next, spot, waiting: None, link: None }],
            nodes: 0,
            own: 0,
            folds: Vec::new(),
            is_rest: false,
            found: Found::default(),
        })
    }

    /// Copies at most `most` nodes more; `true` when that was all.
    pub fn run(&mut self, most: usize) -> bool {
        let limit = self.nodes + most;
        while self.nodes < limit {
            if self.nodes >= MOST_NODES {
                self.found.is_clipped = true;
                self.frames.clear();
            }
            let Some(frame) = self.frames.last_mut() else {
                self.finish();
                return true;
            };
            match frame.next.take() {
                Some(node) => {
                    frame.next = self.reader.next(&node);
                    self.nodes += 1;
                    self.copy(&node);
                }
                None => self.leave(),
            }
        }
        false
    }

    /// What it came to.
    pub fn found(self) -> Found {
        self.found
    }

    fn copy(&mut self, node: &source::Node) {
        match self.reader.kind(node) {
            Kind::Text(text) => self.text(&text),
            Kind::Element(name) => match policy::fate(&name) {
                Fate::Drop => {}
                Fate::Unwrap => self.enter_unwrapped(node),
                Fate::Preformat => self.element(node, "pre"),
                Fate::Keep => self.element(node, &name),
            },
            Kind::Other => {}
        }
    }

    fn text(&mut self, text: &str) {
        let is_blank = text.trim().is_empty();
        if !is_blank {
            self.quote_the_rest();
        }
        let Some(frame) = self.frames.last_mut() else { return };
        if !is_blank {
            self.own += usize::from(!frame.spot.is_folded);
            frame.waiting = None;
        }
        append(&frame.spot.into, &self.document.create_text_node(text));
    }

    fn element(&mut self, node: &source::Node, name: &str) {
        let attributes = self.reader.attributes(node);
        let get = |name: &str| {
            attributes.iter().find(|it| it.0 == name).map(|it| it.1.clone()).unwrap_or_default()
        };
        let kind = if name == "blockquote" { get("type") } else { get("data-smartmail") };
        let mut marks = Marks { class: get("class"), id: get("id"), kind, style: get(tags::STYLE) };
        if name == "div" && self.reader.holds_quote(node) {
            // Gmail's is around quotes and the answers between them.
            marks.class.clear();
        }
        let Some(spot) = self.spot(name, &marks) else { return };
        match name {
            "img" => self.picture(&spot, &attributes, &get("src")),
            "a" => match address(&get("href")) {
                Some((url, host)) => self.enter_link(node, &spot, &attributes, &url, host),
                None => self.enter_unwrapped(node),
            },
            _ if spot.depth >= MOST_DEPTH => self.enter_unwrapped(node),
            _ => {
                self.enter(node, &spot, name, &attributes);
            }
        }
    }

    /// Where an element goes: into a fold, if one begins at it.
    fn spot(&mut self, name: &str, marks: &Marks) -> Option<Spot> {
        if name != "br" {
            self.quote_the_rest();
        }
        let frame = self.frames.last_mut()?;
        let spot = frame.spot.clone();
        if spot.is_folded || name == "br" {
            return Some(spot);
        }
        let waiting = frame.waiting.take();
        let folded = |body: Node| Some(Spot { into: body, is_folded: true, depth: spot.depth + 2 });
        match fold::begins(name, marks) {
            Some(Fold::Quote) => folded(waiting.or_else(|| self.new_fold(Fold::Quote))?),
            Some(Fold::Rest) => {
                self.is_rest = true;
                self.quote_the_rest();
                self.frames.last().map(|it| it.spot.clone())
            }
            Some(fold) => {
                let body = self.new_fold(fold)?;
                let above = Some(body.clone()).filter(|_| fold == Fold::Above);
                self.frames.last_mut()?.waiting = above;
                folded(body)
            }
            None => match waiting.filter(|_| name == "blockquote") {
                Some(body) => folded(body),
                None => Some(spot),
            },
        }
    }

    /// Once all that follows is quoted, it goes into a fold, at whatever depth it goes on.
    fn quote_the_rest(&mut self) {
        let is_here = self.frames.last().is_some_and(|it| !it.spot.is_folded);
        if !self.is_rest || !is_here {
            return;
        }
        let Some(body) = self.new_fold(Fold::Rest) else { return };
        if let Some(frame) = self.frames.last_mut() {
            frame.spot = Spot { into: body, is_folded: true, depth: frame.spot.depth + 2 };
        }
    }

    fn new_fold(&mut self, fold: Fold) -> Option<Node> {
        let label = match fold {
            Fold::Signature => &self.labels.signature,
            Fold::Quote | Fold::Above | Fold::Rest => &self.labels.quoted,
        };
        let details = self.document.create_element("details").ok()?;
        let summary = self.document.create_element("summary").ok()?;
        let body = self.document.create_element("div").ok()?;
        append(&summary, &self.document.create_text_node(label));
        append(&details, &summary);
        append(&details, &body);
        append(&self.frames.last()?.spot.into, &details);
        self.folds.push(Folded { details, body: body.clone(), own_before: self.own });
        Some(body.into())
    }

    fn enter_unwrapped(&mut self, node: &source::Node) {
        let Some(spot) = self.frames.last().map(|it| it.spot.clone()) else { return };
        self.push(node, spot, None);
    }

    fn enter(
        &mut self,
        node: &source::Node,
        spot: &Spot,
        name: &str,
        attributes: &[(String, String)],
    ) -> Option<Element> {
        let element = self.made(name, attributes)?;
        append(&spot.into, &element);
        let inside = Spot { into: element.clone().into(), depth: spot.depth + 1, ..spot.clone() };
        self.push(node, inside, None);
        Some(element)
    }

    /// A link says where it leads before it is followed, and the page it leads to learns nothing.
    fn enter_link(
        &mut self,
        node: &source::Node,
        spot: &Spot,
        attributes: &[(String, String)],
        url: &str,
        host: String,
    ) {
        let Some(element) = self.enter(node, spot, "a", attributes) else { return };
        for (name, value) in [
            ("href", url),
            ("title", url),
            ("target", "_blank"),
            ("rel", "noopener noreferrer nofollow"),
        ] {
            let _ = element.set_attribute(name, value);
        }
        if let Some(frame) = self.frames.last_mut() {
            frame.link = Some(Link { parent: spot.into.clone(), element, host });
        }
    }

    fn picture(&mut self, spot: &Spot, attributes: &[(String, String)], src: &str) {
        let Some(element) = self.made("img", attributes) else { return };
        let words = attributes.iter().find(|it| it.0 == "alt").map_or("", |it| it.1.as_str());
        for (name, value) in policy::PICTURE.into_iter().chain([("alt", words)]) {
            let _ = element.set_attribute(name, value);
        }
        append(&spot.into, &element);
        match policy::picture(src) {
            Some(Picture::Here(address)) => show(&element, &address),
            Some(picture) => self.found.pictures.push((element, picture)),
            None => {}
        }
    }

    fn push(&mut self, node: &source::Node, spot: Spot, link: Option<Link>) {
        let next = self.reader.first(node);
        self.frames.push(Frame { next, spot, waiting: None, link });
    }

    /// An element of ours, with what it may have of another's attributes.
    fn made(&mut self, name: &str, attributes: &[(String, String)]) -> Option<Element> {
        let element = self.document.create_element(name).ok()?;
        for (attribute, value) in attributes {
            if attribute == tags::STYLE {
                let declarations = looks::declarations(value);
                self.found.has_colours |= looks::colours(&declarations);
                js::set(&js::get(&element, "style"), "cssText", &declarations.into());
            } else if policy::takes(name, attribute, value) {
                self.found.has_colours |= matches!(&**attribute, "bgcolor" | "color");
                let _ = element.set_attribute(attribute, value);
            }
        }
        Some(element)
    }

    /// The children of an element are done.
    fn leave(&mut self) {
        let Some(link) = self.frames.pop().and_then(|it| it.link) else { return };
        let text = text_of(&link.element);
        if policy::pretends(&text, &link.host)
            && let Ok(told) = self.document.create_element("small")
        {
            // Isolated, so that a name in another script cannot turn it round.
            let host = format!(" (\u{2068}{}\u{2069})", link.host);
            append(&told, &self.document.create_text_node(&host));
            append(&link.parent, &told);
        }
    }

    /// A mail that is all quote is shown whole: a fold alone would say nothing. So is a short quote
    /// that is answered in place. A fold with nothing in it goes.
    fn finish(&self) {
        for it in &self.folds {
            let text = text_of(&it.body);
            let is_answered = self.own > it.own_before && text.len() <= SHORT_QUOTE;
            let has_picture = it.body.query_selector("img").ok().flatten().is_some();
            if text.trim().is_empty() && !has_picture {
                it.details.remove();
            } else if self.own == 0 || is_answered {
                let _ = it.details.set_attribute("open", "");
            }
        }
    }
}

/// Gives a picture its address.
pub fn show(picture: &Element, address: &str) {
    let _ = picture.set_attribute("src", address);
}

/// A link's address as the browser writes it, and the host (or mail address) it leads to. Only what
/// is absolute: a relative one would be the host page's.
fn address(href: &str) -> Option<(String, String)> {
    let url: JsValue = Url::new(href.trim()).ok()?.into();
    let part = |name: &str| js::get(&url, name).as_string().unwrap_or_default();
    let scheme = part("protocol");
    if !policy::is_link(&scheme) {
        return None;
    }
    let host = match &*scheme {
        "mailto:" => part("pathname"),
        "tel:" => String::new(),
        _ => part("hostname"),
    };
    Some((part("href"), host))
}

fn text_of(element: &Element) -> String {
    js::get(element, "textContent").as_string().unwrap_or_default()
}

fn append(into: &Node, node: &Node) {
    // Both are ours, and no element here refuses children.
    let _ = into.append_child(node);
}
