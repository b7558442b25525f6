//! One ticket in the list: the nodes of a row, and what they say.
//!
//! Not views: a list has some hundred cells, all alike. Copied from one pattern, and written only where
//! something differs, rows cost a third of what they did as views, and scrolling uses them again.

use std::sync::Arc;

use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Document, Element};

use crate::{
    config::Dates,
    domain::{Column, Ticket, TicketId, Time},
    i18n::{Text, Words},
    state::desk::Desk,
    view::parts::{Icon, channel_text, priority_look, status_look, told, told_otherwise},
};

/// A node of a row that says something of its ticket.
#[derive(Clone, Copy, PartialEq)]
enum Part {
    Row,
    Id,
    Link,
    Requester,
    Created,
    Updated,
    Channel,
    Priority,
    PriorityLabel,
    Status,
    StatusIcon,
    StatusLabel,
    Assignee,
    Menu,
}

const PARTS: usize = Part::Menu as usize + 1;

/// An attribute of a part, or its text where the name is empty, and its value.
#[derive(PartialEq)]
struct Fact(Part, &'static str, Option<String>);

/// What all rows are told with. A row is told anew when it differs.
#[derive(Clone, Copy)]
pub struct Telling {
    /// In which words.
    pub words: Words,
    /// L3.
    pub dates: Dates,
    /// When it is now.
    pub now: Time,
    /// What it is looked through for, which is marked.
    pub sought: u32,
    /// Whether the first ones were painted. Their dates come then, for the browser's first one takes it longer than all
    /// else that a row says; and what nobody sees: tooltips, the menu's name.
    pub is_painted: bool,
}

impl PartialEq for Telling {
    /// New words make a new list.
    fn eq(&self, other: &Self) -> bool {
        (self.dates, self.now, self.sought, self.is_painted)
            == (other.dates, other.now, other.sought, other.is_painted)
    }
}

/// A row without a ticket, and where its parts are: the how-manieth element each is.
pub struct Pattern {
    row: Element,
    parts: Vec<(Part, u32)>,
}

/// A row on screen.
pub struct Row {
    /// In the page.
    pub node: Element,
    /// Its place in the whole list, from 0.
    pub position: u32,
    /// Of what; nothing while that is on its way.
    pub ticket: Option<Arc<Ticket>>,
    told: Option<Telling>,
    parts: [Option<Element>; PARTS],
    facts: Vec<Fact>,
}

impl Pattern {
    /// With `columns`, in their order.
    ///
    /// # Errors
    /// What the browser says, which makes any element we name.
    pub fn new(columns: &[Column], words: Words) -> Result<Self, JsValue> {
        let document = web_sys::window().and_then(|it| it.document()).ok_or("no document")?;
        let row = document.create_element("tr")?;
        row.set_attribute("class", "row")?;
        row.set_attribute("role", "row")?;
        let mut maker = Maker { document, count: 0, parts: Vec::new() };
        for column in columns {
            let cell = maker.cell(&row, column.name())?;
            maker.fill(&cell, *column, words)?;
        }
        let cell = maker.cell(&row, "menu")?;
        maker.is(Part::Menu);
        let button = maker.add(&cell, "button", "button button--quiet")?;
        button.set_attribute("type", "button")?;
        button.set_attribute("aria-haspopup", "menu")?;
        maker.icon(&button, Icon::MORE.path(), None)?;
        Ok(Self { row, parts: maker.parts })
    }
}

/// Makes elements in the order of the document, and counts them.
struct Maker {
    document: Document,
    count: u32,
    parts: Vec<(Part, u32)>,
}

impl Maker {
    fn add(&mut self, parent: &Element, tag: &str, class: &str) -> Result<Element, JsValue> {
        let element = self.document.create_element(tag)?;
        if !class.is_empty() {
            element.set_attribute("class", class)?;
        }
        parent.append_child(&element)?;
        self.count += 1;
        Ok(element)
    }

    fn cell(&mut self, row: &Element, name: &str) -> Result<Element, JsValue> {
        let cell = self.add(row, "td", &format!("cell cell--{name}"))?;
        cell.set_attribute("role", "cell")?;
        Ok(cell)
    }

    fn part(
        &mut self,
        part: Part,
        parent: &Element,
        tag: &str,
        class: &str,
    ) -> Result<(), JsValue> {
        self.parts.push((part, self.count));
        self.add(parent, tag, class).map(drop)
    }

    /// The element that is next is `part`.
    fn is(&mut self, part: Part) {
        self.parts.push((part, self.count));
    }

    fn icon(&mut self, parent: &Element, path: &str, part: Option<Part>) -> Result<(), JsValue> {
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
    fn mark(
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

    fn fill(&mut self, cell: &Element, column: Column, words: Words) -> Result<(), JsValue> {
        match column {
            Column::Id => self.part(Part::Id, cell, "bdi", ""),
            Column::Subject => {
                self.mark(cell, "row__unread", words.text(Text::ListUnread), None)?;
                // The row's one link (L2).
                self.is(Part::Link);
                self.add(cell, "a", "row__link")?.set_attribute("dir", "auto")?;
                let escalated = words.text(Text::ListEscalated);
                self.mark(cell, "row__escalated", escalated, Some(Icon::FLAG))
            }
            Column::Requester => self.part(Part::Requester, cell, "bdi", ""),
            Column::Created => self.part(Part::Created, cell, "time", ""),
            Column::Updated => self.part(Part::Updated, cell, "time", ""),
            Column::Channel => self.part(Part::Channel, cell, "bdi", ""),
            Column::Priority => {
                self.is(Part::Priority);
                let look = self.add(cell, "span", "")?;
                self.part(Part::PriorityLabel, &look, "bdi", "pill__label")
            }
            Column::Status => {
                self.is(Part::Status);
                let look = self.add(cell, "span", "")?;
                self.icon(&look, "", Some(Part::StatusIcon))?;
                self.part(Part::StatusLabel, &look, "bdi", "pill__label")
            }
            Column::Assignee => self.part(Part::Assignee, cell, "bdi", ""),
        }
    }
}

impl Row {
    /// A copy of `pattern`, in no page yet.
    pub fn new(pattern: &Pattern) -> Option<Self> {
        let node: Element = pattern.row.clone_node_with_deep(true).ok()?.dyn_into().ok()?;
        let all = node.query_selector_all("*").ok()?;
        let mut parts = [const { None }; PARTS];
        parts[Part::Row as usize] = Some(node.clone());
        for (part, at) in &pattern.parts {
            parts[*part as usize] = all.item(*at).map(JsCast::unchecked_into);
        }
        Some(Self { node, position: 0, ticket: None, told: None, parts, facts: Vec::new() })
    }

    /// Whether it shows this ticket.
    pub fn is_of(&self, id: &TicketId) -> bool {
        self.ticket.as_ref().is_some_and(|it| it.id == *id)
    }

    /// Of which ticket it is.
    pub fn id(&self) -> Option<&TicketId> {
        self.ticket.as_ref().map(|it| &it.id)
    }

    /// Shows a ticket at its place; without one, that it is on its way. `false` if that is what it shows.
    pub fn show(
        &mut self,
        position: u32,
        ticket: Option<Arc<Ticket>>,
        telling: Telling,
        desk: Desk,
    ) -> bool {
        let is_same = match (&self.ticket, &ticket) {
            (Some(old), Some(new)) => Arc::ptr_eq(old, new),
            (old, new) => old.is_none() && new.is_none(),
        };
        if is_same && self.position == position && self.told == Some(telling) {
            return false;
        }
        // In the same order each time, or nothing would be the same.
        let is_waiting = ticket.is_none().then(|| "true".to_owned());
        let mut facts = vec![
            Fact(Part::Row, "aria-busy", is_waiting),
            // From 1, which is the head.
            Fact(Part::Row, "aria-rowindex", Some((position + 2).to_string())),
        ];
        match &ticket {
            Some(ticket) => add_facts(&mut facts, ticket, telling, desk),
            None => facts.extend(self.facts.iter().skip(2).map(|it| Fact(it.0, it.1, None))),
        }
        self.say(facts);
        (self.position, self.ticket, self.told) = (position, ticket, Some(telling));
        true
    }

    /// Writes what differs.
    fn say(&mut self, facts: Vec<Fact>) {
        for (at, fact) in facts.iter().enumerate() {
            let Fact(part, name, value) = fact;
            let is_said = self.facts.get(at).map_or(value.is_none(), |it| it == fact);
            let Some(node) = self.parts[*part as usize].as_ref().filter(|_| !is_said) else {
                continue;
            };
            if name.is_empty() {
                node.set_text_content(value.as_deref());
                continue;
            }
            // Names of ours: they are always taken.
            let _ = match value {
                Some(value) => node.set_attribute(name, value),
                None => node.remove_attribute(name),
            };
        }
        self.facts = facts;
    }
}

fn add_facts(facts: &mut Vec<Fact>, ticket: &Ticket, telling: Telling, desk: Desk) {
    let Telling { words, dates, now, is_painted, .. } = telling;
    let mut add = |part, name, value| add(facts, Fact(part, name, value));
    let flag = |it: bool| it.then(String::new);
    add(Part::Row, "data-ticket", some(ticket.id.as_str()));
    add(Part::Row, "data-unread", flag(ticket.is_unread()));
    add(Part::Row, "data-escalated", flag(ticket.escalated));
    add(Part::Id, "", some(&ticket.display_id));
    add(Part::Link, "", some(&ticket.subject));
    add(Part::Link, "href", Some(desk.address_of(&ticket.id)));
    add(Part::Link, "title", is_painted.then(|| ticket.subject.clone()));
    add(Part::Link, "lang", ticket.language.clone());
    add(Part::Requester, "", some(&ticket.requester.name));
    for (part, at) in [(Part::Created, ticket.created_at), (Part::Updated, ticket.updated_at)] {
        add(part, "", is_painted.then(|| told(at, dates, words, now)));
        add(part, "title", is_painted.then(|| told_otherwise(at, dates, words, now)));
        add(part, "datetime", is_painted.then(|| at.to_rfc3339()));
    }
    let (channel, lang) = words.said(channel_text(ticket.channel));
    add(Part::Channel, "", Some(channel));
    add(Part::Channel, "lang", lang);
    let status = status_look(ticket, words);
    add(Part::StatusIcon, "d", status.icon.map(|it| it.path().to_owned()));
    let priority = priority_look(ticket.priority.as_ref(), words).unwrap_or_default();
    for (look, part, label) in
        [(status, Part::Status, Part::StatusLabel), (priority, Part::Priority, Part::PriorityLabel)]
    {
        add(part, "class", some(look.class));
        add(part, "title", look.title.filter(|_| is_painted));
        add(label, "", Some(look.label.0));
        add(label, "lang", look.label.1);
    }
    add(Part::Assignee, "", ticket.assignee.as_ref().map(|it| it.name.clone()));
    let menu = || words.fill(Text::ListActions, &[("id", &ticket.display_id)]);
    add(Part::Menu, "aria-label", is_painted.then(menu));
}

/// Not inlined, as the next: thirty calls of each are smaller than their insides.
#[inline(never)]
fn add(facts: &mut Vec<Fact>, fact: Fact) {
    facts.push(fact);
}

#[inline(never)]
fn some(text: &str) -> Option<String> {
    Some(text.to_owned())
}
