//! One ticket in the list: the nodes of a row, and what they say.
//!
//! Not views: a list has some hundred cells, all alike. Copied from one pattern, and written only where
//! something differs, rows cost a third of what they did as views, and scrolling uses them again.

use std::sync::Arc;

use wasm_bindgen::{JsCast, JsValue};
use web_sys::Element;

use super::maker::{Maker, write};
use crate::{
    config::Dates,
    domain::{Column, Ticket, TicketId, Time},
    i18n::{Text, Words},
    state::desk::Desk,
    view::parts::{Icon, channel_text, priority_look, status_look, told, told_otherwise},
};

/// A node of a row that says something of its ticket.
#[derive(Clone, Copy, PartialEq)]
pub enum Part {
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
    /// Whether the first ones were painted. They begin with what a ticket is about and whose turn it is. All else comes
    /// then: dates, for the browser's first one takes it longer than all else that a row says; the other columns, each
    /// text of which is one more to be shaped before any shows; and what nobody sees: tooltips, the menu's name.
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
        let mut maker = Maker::new()?;
        let row = maker.root("tr", "row", "row")?;
        for column in columns {
            let cell = maker.cell(&row, "td", column.name(), "cell")?;
            fill(&mut maker, &cell, *column, words)?;
        }
        let cell = maker.cell(&row, "td", "menu", "cell")?;
        maker.is(Part::Menu);
        let button = maker.add(&cell, "button", "button button--quiet")?;
        button.set_attribute("type", "button")?;
        button.set_attribute("aria-haspopup", "menu")?;
        maker.icon(&button, Icon::MORE.path(), None)?;
        Ok(Self { row, parts: maker.parts })
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
            } else {
                write(node, name, value.as_deref());
            }
        }
        self.facts = facts;
    }
}

/// What is in a cell of `column`, for any ticket.
fn fill(maker: &mut Maker, cell: &Element, column: Column, words: Words) -> Result<(), JsValue> {
    match column {
        Column::Id => maker.part(Part::Id, cell, "bdi", ""),
        Column::Subject => {
            maker.mark(cell, "row__unread", words.text(Text::ListUnread), None)?;
            // The row's one link (L2).
            maker.is(Part::Link);
            maker.add(cell, "a", "row__link")?.set_attribute("dir", "auto")?;
            let escalated = words.text(Text::ListEscalated);
            maker.mark(cell, "row__escalated", escalated, Some(Icon::FLAG))
        }
        Column::Requester => maker.part(Part::Requester, cell, "bdi", ""),
        Column::Created => maker.part(Part::Created, cell, "time", ""),
        Column::Updated => maker.part(Part::Updated, cell, "time", ""),
        Column::Channel => maker.part(Part::Channel, cell, "bdi", ""),
        Column::Priority => {
            maker.is(Part::Priority);
            let look = maker.add(cell, "span", "")?;
            maker.part(Part::PriorityLabel, &look, "bdi", "pill__label")
        }
        Column::Status => {
            maker.is(Part::Status);
            let look = maker.add(cell, "span", "")?;
            maker.icon(&look, "", Some(Part::StatusIcon))?;
            maker.part(Part::StatusLabel, &look, "bdi", "pill__label")
        }
        Column::Assignee => maker.part(Part::Assignee, cell, "bdi", ""),
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
    let channel = is_painted.then(|| words.said(channel_text(ticket.channel)));
    let (channel, lang) = channel.unzip();
    add(Part::Channel, "", channel);
    add(Part::Channel, "lang", lang.flatten());
    let status = status_look(ticket, words);
    add(Part::StatusIcon, "d", status.icon.map(|it| it.path().to_owned()));
    let priority = ticket.priority.as_ref().filter(|_| is_painted);
    let priority = priority_look(priority, words).unwrap_or_default();
    for (look, part, label) in
        [(status, Part::Status, Part::StatusLabel), (priority, Part::Priority, Part::PriorityLabel)]
    {
        add(part, "class", some(look.class).filter(|it| !it.is_empty()));
        add(part, "title", look.title.filter(|_| is_painted));
        add(label, "", Some(look.label.0).filter(|it| !it.is_empty()));
        add(label, "lang", look.label.1);
    }
    let assignee = ticket.assignee.as_ref().filter(|_| is_painted);
    add(Part::Assignee, "", assignee.map(|it| it.name.clone()));
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
