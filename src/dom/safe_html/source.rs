//! The body as a browser reads it: a document in which nothing runs and nothing is fetched.
//!
//! What is read from it is read by the prototypes' own getters, never by a node's property: a form
//! answers `firstChild` with its field of that name.

use std::cell::Cell;

use js_sys::{Array, Function, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};

use super::{
    policy,
    tags::{self, STYLE, Tags},
};
use crate::dom::js;

/// A node of such a document.
pub type Node = JsValue;

/// What a node is.
pub enum Kind {
    /// Its text.
    Text(String),
    /// An element of HTML's own namespace, and its name in lower case.
    Element(String),
    /// Anything else.
    Other,
}

const ELEMENT: f64 = 1.0;
const TEXT: f64 = 3.0;
/// More attributes than this are there to be slow.
const MOST_ATTRIBUTES: u32 = 40;
const HTML: &str = "http://www.w3.org/1999/xhtml";

/// The ways to look at nodes, taken from their prototypes once a body.
pub struct Reader {
    kind: Function,
    value: Function,
    first: Function,
    next: Function,
    name: Function,
    namespace: Function,
    names: Function,
    attribute: Function,
}

impl Reader {
    /// Takes them.
    pub fn new() -> Option<Self> {
        let prototype = js::get(&global("Element"), "prototype");
        Some(Self {
            kind: getter("Node", "nodeType")?,
            value: getter("Node", "nodeValue")?,
            first: getter("Node", "firstChild")?,
            next: getter("Node", "nextSibling")?,
            name: getter("Element", "localName")?,
            namespace: getter("Element", "namespaceURI")?,
            names: js::get(&prototype, "getAttributeNames").dyn_into().ok()?,
            attribute: js::get(&prototype, "getAttribute").dyn_into().ok()?,
        })
    }

    /// What `node` is.
    pub fn kind(&self, node: &Node) -> Kind {
        let text = |of: &Function| ask(of, node).as_string().unwrap_or_default();
        match ask(&self.kind, node).as_f64() {
            Some(TEXT) => Kind::Text(text(&self.value)),
            Some(ELEMENT) if text(&self.namespace) == HTML => {
                Kind::Element(text(&self.name).to_ascii_lowercase())
            }
            _ => Kind::Other,
        }
    }

    /// Its first child, if it has one.
    pub fn first(&self, node: &Node) -> Option<Node> {
        Some(ask(&self.first, node)).filter(|it| !it.is_null())
    }

    /// The node behind it, if there is one.
    pub fn next(&self, node: &Node) -> Option<Node> {
        Some(ask(&self.next, node)).filter(|it| !it.is_null())
    }

    /// The attributes of an element, names in lower case.
    pub fn attributes(&self, element: &Node) -> Vec<(String, String)> {
        let Ok(Ok(names)) = self.names.call0(element).map(JsCast::dyn_into::<Array>) else {
            return Vec::new();
        };
        let mut all = Vec::new();
        for at in 0..names.length().min(MOST_ATTRIBUTES) {
            let name = names.get(at);
            let value = self.attribute.call1(element, &name).ok().and_then(|it| it.as_string());
            if let (Some(name), Some(value)) = (name.as_string(), value) {
                all.push((name, value));
            }
        }
        all
    }

    /// Whether one of Gmail's quotes stands right inside `element`.
    pub fn holds_quote(&self, element: &Node) -> bool {
        let mut next = self.first(element);
        while let Some(it) = next {
            let is_quote = matches!(self.kind(&it), Kind::Element(name) if name == "blockquote");
            let mut attributes = if is_quote { self.attributes(&it) } else { Vec::new() };
            attributes.retain(|it| it.0 == "class" && policy::holds(&it.1, "gmail_quote"));
            if !attributes.is_empty() {
                return true;
            }
            next = self.next(&it);
        }
        false
    }
}

/// Reads `html`; `None` where this engine and the page's policy leave no way that is safe.
///
/// The browser's own sanitizer comes first: it is the one way that Trusted Types leave, and its list
/// stands before ours. With a list of what is good alone: one of what is bad has crashed Chromium.
pub fn parse(html: &str) -> Option<Node> {
    let tags = tags::look(html);
    let html = JsValue::from_str(&tags.html);
    let document = global("Document");
    if js::get(&document, "parseHTML").is_function() {
        let options = js::object(&[("sanitizer", list_of(&tags))]);
        return js::call(&document, "parseHTML", &[html, options]).ok();
    }
    if IS_REFUSED.get() {
        return None;
    }
    let parsed = js::new("DOMParser", &[])
        .and_then(|it| js::call(&it, "parseFromString", &[html, "text/html".into()]));
    IS_REFUSED.set(parsed.is_err());
    parsed.ok()
}

thread_local! {
    /// The page's policy wants no strings parsed. It is told of every attempt, so there is one.
    static IS_REFUSED: Cell<bool> = const { Cell::new(false) };
}

/// The attributes that are read at all.
const ATTRIBUTES: [&str; 6] = ["class", "data-smartmail", "href", "id", "src", STYLE];

fn list_of(tags: &Tags) -> JsValue {
    let words = |it: &mut dyn Iterator<Item = &str>| -> JsValue {
        it.map(JsValue::from_str).collect::<Array>().into()
    };
    let attributes = policy::every_attribute();
    let mut attributes = attributes.into_iter().chain(ATTRIBUTES);
    js::object(&[
        ("elements", words(&mut policy::kept())),
        ("attributes", words(&mut attributes)),
        ("replaceWithChildrenElements", words(&mut tags.unwrapped.iter().map(String::as_str))),
    ])
}

fn global(name: &str) -> JsValue {
    js::get(&js_sys::global(), name)
}

fn getter(class: &str, name: &str) -> Option<Function> {
    let prototype: Object = js::get(&global(class), "prototype").dyn_into().ok()?;
    let property = Reflect::get_own_property_descriptor(&prototype, &name.into()).ok()?;
    js::get(&property, "get").dyn_into().ok()
}

fn ask(getter: &Function, node: &Node) -> JsValue {
    getter.call0(node).unwrap_or(JsValue::NULL)
}
