//! Elements made one by one, for what is no view: rows, and the table around them.

use wasm_bindgen::JsValue;
use web_sys::{Document, Element};

use super::row::Part;
use crate::{
    i18n::{Text, Words},
    view::parts::Icon,
};

/// Makes elements in the order of the document, and counts them.
pub struct Maker {
    document: Document,
    count: u32,
    /// Where the parts of a row are: the how-manieth element each is.
    pub parts: Vec<(Part, u32)>,
}

impl Maker {
    /// Has made none yet.
    ///
    /// # Errors
    /// Outside a page.
    pub fn new() -> Result<Self, JsValue> {
        let document = web_sys::window().and_then(|it| it.document()).ok_or("no document")?;
        Ok(Self { document, count: 0, parts: Vec::new() })
    }

    /// An element of its own.
    ///
    /// # Errors
    /// What the browser says, which makes any element we name. So do all that follow.
    pub fn root(&self, tag: &str, class: &str, role: &str) -> Result<Element, JsValue> {
        let root = self.document.create_element(tag)?;
        root.set_attribute("class", class)?;
        root.set_attribute("role", role)?;
        Ok(root)
    }

    /// An element in another.
    pub fn add(&mut self, parent: &Element, tag: &str, class: &str) -> Result<Element, JsValue> {
        let element = self.document.create_element(tag)?;
        if !class.is_empty() {
            element.set_attribute("class", class)?;
        }
        parent.append_child(&element)?;
        self.count += 1;
        Ok(element)
    }

    /// A cell of the column with that name.
    pub fn cell(
        &mut self,
        row: &Element,
        tag: &str,
        name: &str,
        role: &str,
    ) -> Result<Element, JsValue> {
        let cell = self.add(row, tag, &format!("cell cell--{name}"))?;
        cell.set_attribute("role", role)?;
        Ok(cell)
    }

    /// An element in another, which is a part of the row.
    pub fn part(
        &mut self,
        part: Part,
        parent: &Element,
        tag: &str,
        class: &str,
    ) -> Result<(), JsValue> {
        self.is(part);
        self.add(parent, tag, class).map(drop)
    }

    /// The element that is next is `part`.
    pub fn is(&mut self, part: Part) {
        self.parts.push((part, self.count));
    }

    /// An icon; its shape may be a part of the row.
    pub fn icon(
        &mut self,
        parent: &Element,
        path: &str,
        part: Option<Part>,
    ) -> Result<(), JsValue> {
        const SVG: Option<&str> = Some("http://www.w3.org/2000/svg");
        let icon = self.document.create_element_ns(SVG, "svg")?;
        let shape = self.document.create_element_ns(SVG, "path")?;
        for (name, value) in [("class", "icon"), ("viewBox", "0 0 16 16"), ("aria-hidden", "true")]
        {
            icon.set_attribute(name, value)?;
        }
        shape.set_attribute("d", path)?;
        icon.append_child(&shape)?;
        parent.append_child(&icon)?;
        self.count += 1;
        part.into_iter().for_each(|it| self.is(it));
        self.count += 1;
        Ok(())
    }

    /// A mark that a screen reader hears as a word (L7). The row says whether it is there.
    pub fn mark(
        &mut self,
        cell: &Element,
        class: &str,
        word: String,
        icon: Option<Icon>,
    ) -> Result<(), JsValue> {
        let mark = self.add(cell, "span", class)?;
        for (name, value) in [("role", "img"), ("aria-label", &word), ("title", &word)] {
            mark.set_attribute(name, value)?;
        }
        icon.map_or(Ok(()), |it| self.icon(&mark, it.path(), None))
    }

    /// A text as all that is in an element; one that had to come from another language says so (WCAG 3.1.2).
    pub fn say(&mut self, parent: &Element, text: Text, words: Words) -> Result<(), JsValue> {
        let (text, foreign) = words.said(text);
        let Some(lang) = foreign else {
            parent.set_text_content(Some(&text));
            return Ok(());
        };
        let marked = self.add(parent, "span", "")?;
        marked.set_attribute("lang", &lang)?;
        marked.set_attribute("dir", "auto")?;
        marked.set_text_content(Some(&text));
        Ok(())
    }
}

/// Writes an attribute of that name, or takes it away.
pub fn write(element: &Element, name: &str, value: Option<&str>) {
    // Names of ours: they are always taken.
    let _ = match value {
        Some(value) => element.set_attribute(name, value),
        None => element.remove_attribute(name),
    };
}
