//! The rows on screen: as many as there is room for and some more, however many the list has (L9).

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, Node};

use super::{
    finding::Finder,
    row::{Pattern, Row, Telling},
};
use crate::{
    dom::{focus, js},
    domain::Sort,
    state::desk::{Desk, Window},
};

/// The table's body, and the rows in it.
pub struct Rows {
    body: HtmlElement,
    pattern: Pattern,
    rows: Vec<Row>,
    /// What they are rows of: how often something else was looked for, and the order.
    of: Option<(u32, Sort)>,
    /// From where on was looked, how often a page had brought something, and whether rows were missing.
    looked: Option<(u32, u32, bool)>,
}

impl Rows {
    /// None yet.
    pub fn new(body: HtmlElement, pattern: Pattern) -> Self {
        Self { body, pattern, rows: Vec::new(), of: None, looked: None }
    }

    /// Whether they are to be another list's from now on, which is then shown from its top.
    pub fn is_other(&mut self, of: (u32, Sort)) -> bool {
        let before = self.of.replace(of);
        let is_other = before.is_some_and(|it| it != of);
        if is_other && let Ok(Some(region)) = self.body.closest(".rows") {
            js::set(&region, "scrollTop", &0.into());
        }
        is_other
    }

    /// Whether this is another look than the last one. The same one again would ask the same of a desk that has just
    /// said no, or had nothing, without end.
    pub fn is_other_look(&mut self, from: u32, gained: u32, is_far: bool) -> bool {
        let look = Some((from, gained, is_far));
        std::mem::replace(&mut self.looked, look) != look
    }

    /// Shows `window` and nothing else, but for a row that has the focus: that one stays, at the end that
    /// it went past. A row keeps its node, and the focus in it, wherever it moves.
    pub fn show(&mut self, window: Window, telling: Telling, desk: Desk, finder: Option<Finder>) {
        let Window { first, rows: tickets, extent } = window;
        let mut old = std::mem::take(&mut self.rows);
        let focused = self.focused();
        let mut rows: Vec<Option<Row>> = tickets
            .iter()
            .map(|it| {
                let ticket = it.as_ref()?;
                let at = old.iter().position(|row| row.is_of(&ticket.id))?;
                Some(old.remove(at))
            })
            .collect();
        let kept = focused.as_ref().and_then(|it| {
            let at = old.iter().position(|row| row.node.contains(Some(it)))?;
            Some(old.remove(at))
        });
        // In order: a place whose ticket has come is filled where it stands, and nothing is moved.
        let mut old = old.into_iter();
        for row in &mut rows {
            if row.is_none() {
                *row = old.next().or_else(|| Row::new(&self.pattern));
            }
        }
        for row in old {
            row.node.remove();
        }
        let mut before = first;
        let mut after = extent.saturating_sub(first + tickets.len() as u32);
        for (place, (row, ticket)) in (first..).zip(rows.into_iter().zip(tickets)) {
            if let Some(mut row) = row {
                if row.show(place, ticket, telling, desk)
                    && let Some(finder) = finder
                {
                    (finder.draw)(desk, &row.node, row.id());
                }
                self.rows.push(row);
            }
        }
        match kept {
            Some(row) if row.position < first => {
                before -= 1;
                self.rows.insert(0, row);
            }
            Some(row) => {
                after = after.saturating_sub(1);
                self.rows.push(row);
            }
            None => {}
        }
        self.put_in_order();
        // The room that the rows have which are not in the page.
        for (name, count) in [("--_before", before), ("--_after", after)] {
            let _ = self.body.style().set_property(name, &count.to_string());
        }
        if let Some(focused) = focused.filter(|it| self.focused().as_ref() != Some(it)) {
            // In its place: it is not for that row to say what is looked at.
            focus::in_place(&focused);
        }
    }

    fn focused(&self) -> Option<Element> {
        self.body.query_selector(":focus").ok().flatten()
    }

    fn put_in_order(&self) {
        let mut next: Option<Node> = None;
        for row in self.rows.iter().rev() {
            let node: &Node = row.node.unchecked_ref();
            if node.next_sibling() != next || node.parent_node().is_none() {
                // Both are ours: it is always taken.
                let _ = self.body.insert_before(node, next.as_ref());
            }
            next = Some(node.clone());
        }
    }
}
