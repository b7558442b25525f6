//! An editable element: the caret in it, and the browser's own commands for it.
//!
//! The element stands in a shadow root, where `document` sees no selection; browsers differ in who
//! tells of it.

mod content;

use js_sys::Array;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, Node};

use super::js;
use crate::domain::rich::Rich;
pub use content::{read, read_html, write};

/// Blocks whose beginning is the beginning of a line.
const LINES: &str = "p, div, li, blockquote, pre, h1, h2, h3";

/// A letter nobody sees, to stand behind; it is never read.
const NOTHING: &str = "\u{200b}";
const NOTHING_UNIT: u16 = 0x200b;

/// An editable element.
#[derive(Clone, Debug)]
pub struct Editor(Element);

/// A stretch of its text, in UTF-16 units from its beginning; a caret where both are the same.
pub type Stretch = (u32, u32);

impl Editor {
    /// Of an element that is editable.
    pub fn new(element: Element) -> Self {
        let it = Self(element);
        // Paragraphs of their own kind, whatever the browser's habit.
        it.command("defaultParagraphSeparator", Some("p"));
        it
    }

    /// What it says.
    pub fn content(&self) -> Rich {
        read(&self.0)
    }

    /// Makes it say something else.
    pub fn set_content(&self, rich: &Rich) {
        write(&self.0, rich);
    }

    /// One of the browser's own commands. What it does not know, it leaves.
    pub fn command(&self, name: &str, value: Option<&str>) {
        let value = value.map_or(JsValue::NULL, JsValue::from_str);
        let _ = js::call(&document(), "execCommand", &[name.into(), false.into(), value]);
    }

    /// Whether the caret stands in an element of this kind.
    pub fn is_in(&self, selector: &str) -> bool {
        self.around(selector).is_some()
    }

    /// The innermost element of this kind that the caret stands in.
    pub fn around(&self, selector: &str) -> Option<Element> {
        let range = self.range()?;
        let at = js::get(&range, "startContainer");
        let element = match at.clone().dyn_into::<Element>() {
            Ok(it) => it,
            Err(_) => js::get(&at, "parentElement").dyn_into().ok()?,
        };
        let found = element.closest(selector).ok().flatten()?;
        (found != self.0 && self.0.contains(Some(&found))).then_some(found)
    }

    /// Where the caret is; `None` while it is elsewhere.
    pub fn stretch(&self) -> Option<Stretch> {
        let range = self.range()?;
        let end = |of: &str, at: &str| {
            let before = js::call(&document(), "createRange", &[]).ok()?;
            js::call(&before, "setStart", &[self.0.clone().into(), 0.into()]).ok()?;
            js::call(&before, "setEnd", &[js::get(&range, of), js::get(&range, at)]).ok()?;
            Some(length(&before))
        };
        Some((end("startContainer", "startOffset")?, end("endContainer", "endOffset")?))
    }

    /// Puts the caret there, or selects.
    pub fn select(&self, (start, end): Stretch) {
        // What is selected begins in the line it stands in, not at the end of the one before.
        let from = self.spot(start, end > start);
        let to = if end == start { from.clone() } else { self.spot(end, false) };
        let arguments = [from.0, from.1.into(), to.0, to.1.into()];
        let _ = js::call(&self.selection(), "setBaseAndExtent", &arguments);
    }

    /// The text of its line up to the caret, and where that begins; `None` with something selected.
    pub fn line_before(&self) -> Option<(String, u32)> {
        let (start, end) = self.stretch()?;
        if start != end {
            return None;
        }
        let range = self.range()?;
        let line = self.around(LINES).unwrap_or_else(|| self.0.clone());
        let before = js::call(&document(), "createRange", &[]).ok()?;
        js::call(&before, "setStart", &[line.into(), 0.into()]).ok()?;
        let at = [js::get(&range, "endContainer"), js::get(&range, "endOffset")];
        js::call(&before, "setEnd", &at).ok()?;
        let text = js::call(&before, "toString", &[]).ok()?.as_string()?.replace(NOTHING, "");
        let begin = end.saturating_sub(length(&before));
        Some((text, begin))
    }

    /// Puts something in the place of what is selected, with the caret behind it.
    pub fn insert(&self, rich: &Rich) {
        let Some(range) = self.range().or_else(|| self.end()) else { return };
        let Some(last) = content::put(&range, rich) else { return };
        let after = js::call(&document(), "createRange", &[]);
        if let Ok(after) = after
            && js::call(&after, "selectNodeContents", &[last.into()]).is_ok()
        {
            let _ = js::call(&after, "collapse", &[false.into()]);
            self.take(&after);
        }
    }

    /// Gives what is selected, or what is typed next, the look of an element, or takes it away. The
    /// browser's own commands for it write `style` attributes, which a strict policy reports.
    pub fn toggle(&self, name: &str) {
        let (around, stretch) = (self.around(name), self.stretch());
        match (around, stretch) {
            (Some(_), Some((from, to))) if from == to => self.leave(name),
            (Some(element), _) => {
                let inside = content::children_of(&element);
                let _ = js::call(&element, "replaceWith", &inside);
                self.tidy();
            }
            (None, Some((from, to))) if from < to => {
                self.wrap(name);
                self.tidy();
            }
            (None, _) => self.wrap(name),
        }
    }

    fn wrap(&self, name: &str) {
        let Some(range) = self.range().or_else(|| self.end()) else { return };
        let made = js::call(&document(), "createElement", &[name.into()]);
        let taken = js::call(&range, "extractContents", &[]);
        if let (Ok(made), Ok(taken)) = (made, taken) {
            // An element with nothing in it is no place for a caret.
            let is_empty =
                js::get(&taken, "textContent").as_string().is_none_or(|it| it.is_empty());
            let inside = if is_empty { NOTHING.into() } else { taken };
            let _ = js::call(&made, "append", &[inside]);
            let _ = js::call(&range, "insertNode", std::slice::from_ref(&made));
            let _ = js::call(&range, "selectNodeContents", &[made]);
            if is_empty {
                let _ = js::call(&range, "collapse", &[false.into()]);
            }
            self.take(&range);
        }
    }

    /// Writes anew what is there, as the same would always be written.
    pub fn tidy(&self) {
        let stretch = self.stretch();
        self.set_content(&self.content());
        if let Some(stretch) = stretch {
            self.select(stretch);
        }
    }

    /// Puts the caret behind the element of this kind that it stands in.
    pub fn leave(&self, name: &str) {
        let Some(element) = self.around(name) else { return };
        // Without a letter behind it the browser would go on writing inside.
        let _ = js::call(&element, "after", &[NOTHING.into()]);
        let Ok(range) = js::call(&document(), "createRange", &[]) else { return };
        let behind = js::get(&element, "nextSibling");
        if js::call(&range, "selectNodeContents", &[behind]).is_ok() {
            let _ = js::call(&range, "collapse", &[false.into()]);
            self.take(&range);
        }
    }

    /// The end of a line where the browser's own is not good enough: in code, and behind the last line
    /// of a quote. Whether it was.
    pub fn end_line(&self) -> bool {
        if self.is_in("pre") {
            self.command("insertLineBreak", None);
            return true;
        }
        let is_blank = self.line_before().is_some_and(|it| it.0.is_empty());
        match self.around("blockquote > p") {
            Some(line) if is_blank && js::get(&line, "textContent") == JsValue::from_str("") => {
                self.command("outdent", None);
                true
            }
            _ => false,
        }
    }

    /// A step back at the beginning of a quote or of code takes its form away: joining lines of
    /// unlike looks, the browser would write `style` attributes. Whether it did.
    pub fn step_out(&self) -> bool {
        let is_start = self.line_before().is_some_and(|it| it.0.is_empty());
        let Some(element) = self.around("pre, blockquote").filter(|_| is_start) else {
            return false;
        };
        let first = js::get(&element, "firstElementChild").dyn_into::<Node>();
        let is_first = self.is_in("pre")
            || first.is_ok_and(|it| {
                self.around("blockquote > *").is_some_and(|at| at == it.unchecked_into())
            });
        if !is_first {
            return false;
        }
        let stretch = self.stretch();
        let mut rich = read(&element);
        if self.is_in("pre") {
            rich =
                Rich::from_text(&js::get(&element, "textContent").as_string().unwrap_or_default());
        }
        let lines: Vec<JsValue> = content::nodes(&rich).into_iter().map(Into::into).collect();
        let _ = js::call(&element, "replaceWith", &lines);
        if let Some(stretch) = stretch {
            self.select(stretch);
        }
        true
    }

    /// The browser's own range of what is selected in here.
    fn range(&self) -> Option<JsValue> {
        let root: Node = self.0.get_root_node();
        let selection = self.selection();
        let is_own = js::get(&root, "getSelection").is_function();
        let range = if !is_own && js::get(&selection, "getComposedRanges").is_function() {
            let roots = js::object(&[("shadowRoots", Array::of1(&root).into())]);
            let all = js::call(&selection, "getComposedRanges", &[roots]).ok()?;
            let fixed = js::get(&all, "0");
            let range = js::call(&document(), "createRange", &[]).ok()?;
            for (name, of, at) in [
                ("setStart", "startContainer", "startOffset"),
                ("setEnd", "endContainer", "endOffset"),
            ] {
                js::call(&range, name, &[js::get(&fixed, of), js::get(&fixed, at)]).ok()?;
            }
            range
        } else {
            js::call(&selection, "getRangeAt", &[0.into()]).ok()?
        };
        let holds = |of: &str| {
            let node = js::get(&range, of).dyn_into::<Node>().ok();
            node.is_some_and(|it| self.0.contains(Some(&it)))
        };
        (holds("startContainer") && holds("endContainer")).then_some(range)
    }

    fn end(&self) -> Option<JsValue> {
        let range = js::call(&document(), "createRange", &[]).ok()?;
        js::call(&range, "selectNodeContents", &[self.0.clone().into()]).ok()?;
        js::call(&range, "collapse", &[false.into()]).ok()?;
        Some(range)
    }

    fn take(&self, range: &JsValue) {
        let part = |name: &str| js::get(range, name);
        let ends = ["startContainer", "startOffset", "endContainer", "endOffset"].map(part);
        let _ = js::call(&self.selection(), "setBaseAndExtent", &ends);
    }

    fn selection(&self) -> JsValue {
        // Chromium tells a shadow root of its own; the standard asks the document.
        let own = js::call(&self.0.get_root_node(), "getSelection", &[]);
        own.or_else(|_| js::call(&document(), "getSelection", &[])).unwrap_or_default()
    }

    /// The node and the place in it that are so many units from the beginning: between two nodes the end of
    /// the first one, or the beginning of the next one that says anything.
    fn spot(&self, offset: u32, is_beginning: bool) -> (JsValue, u32) {
        let texts = js::call(&document(), "createTreeWalker", &[self.0.clone().into(), 4.into()]);
        let mut left = offset;
        let mut last = (self.0.clone().into(), 0);
        if let Ok(texts) = texts {
            loop {
                let node = js::call(&texts, "nextNode", &[]).unwrap_or(JsValue::NULL);
                let Some(text) = js::get(&node, "nodeValue").as_string() else { return last };
                let size = units(&text);
                if left < size || left == size && !is_beginning {
                    return (node, place(&text, left));
                }
                left -= size;
                last = (node, place(&text, size));
            }
        }
        last
    }
}

/// UTF-16 units, without those that stand for nothing.
fn units(text: &str) -> u32 {
    let count = text.encode_utf16().filter(|it| *it != NOTHING_UNIT).count();
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// Where in `text` so many units end.
fn place(text: &str, units: u32) -> u32 {
    let mut left = units;
    for (at, it) in text.encode_utf16().enumerate() {
        if left == 0 {
            return u32::try_from(at).unwrap_or(u32::MAX);
        }
        left -= u32::from(it != NOTHING_UNIT);
    }
    u32::try_from(text.encode_utf16().count()).unwrap_or(u32::MAX)
}

fn length(range: &JsValue) -> u32 {
    let text = js::call(range, "toString", &[]).ok().and_then(|it| it.as_string());
    units(&text.unwrap_or_default())
}

fn document() -> JsValue {
    js::get(&js_sys::global(), "document")
}
