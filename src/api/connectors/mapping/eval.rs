//! Rules at work.

use std::cell::{Cell, RefCell};

use super::{
    moment,
    rule::{Condition, Filter, From, Pointer, Rule, Table, Word},
};
use crate::api::{Kind, Raw, connectors::markup};

/// Looks at pieces of JSON that one answer may take. A desk's answer of 5 MB has fewer.
const MOST_LOOKS: u32 = 400_000;
/// Items of one list that are looked at.
const MOST_ITEMS: usize = 2_000;

/// What can be seen from inside a rule, besides the item in hand.
pub struct Sight<'a> {
    asked: &'a Raw,
    root: &'a Raw,
    calls: Vec<(&'a str, Raw)>,
    /// The items whose lists are being gone through, the outermost first.
    outside: RefCell<Vec<Raw>>,
    looks: Cell<u32>,
}

impl<'a> Sight<'a> {
    pub fn new(asked: &'a Raw, root: &'a Raw) -> Self {
        Self { asked, root, calls: Vec::new(), outside: RefCell::default(), looks: Cell::new(0) }
    }

    /// A further call has answered.
    pub fn add(&mut self, name: &'a str, answer: Raw) {
        self.calls.push((name, answer));
    }

    /// Whether the answer took more than it may: what came of it is not whole.
    pub fn is_spent(&self) -> bool {
        self.looks.get() >= MOST_LOOKS
    }

    /// A look at something with so many fields: those of a large object take a while to go through.
    fn spend(&self, fields: usize) {
        let looks = u32::try_from(1 + fields / 64).unwrap_or(u32::MAX);
        self.looks.set(self.looks.get().saturating_add(looks));
    }
}

impl Pointer {
    /// What stands there; nothing where the way ends.
    pub fn look(&self, here: &Raw, sight: &Sight) -> Raw {
        let start = match &self.from {
            From::Here => here,
            From::Asked => sight.asked,
            From::Root => sight.root,
            From::Outside => match sight.outside.borrow().last() {
                Some(item) => return self.follow(item, sight),
                None => return Raw::nothing(),
            },
            From::Call(name) => match sight.calls.iter().find(|it| it.0 == name) {
                Some((_, answer)) => answer,
                None => return Raw::nothing(),
            },
        };
        self.follow(start, sight)
    }

    fn follow(&self, start: &Raw, sight: &Sight) -> Raw {
        sight.spend(start.fields().len());
        let end = self.path.iter().try_fold(start, |at, name| {
            sight.spend(at.fields().len());
            at.below(name)
        });
        end.cloned().unwrap_or_default()
    }
}

impl Condition {
    /// Whether all of its lines hold.
    pub fn holds(&self, here: &Raw, sight: &Sight) -> bool {
        self.0.iter().all(|(pointer, values)| {
            let found = pointer.look(here, sight);
            values.iter().any(|it| is_same(&found, it))
        })
    }
}

impl Filter {
    /// Whether an item counts.
    pub fn lets(&self, item: &Raw, sight: &Sight) -> bool {
        let holds = |it: &Condition| it.holds(item, sight);
        self.only.as_ref().is_none_or(holds) && !self.unless.as_ref().is_some_and(holds)
    }
}

/// A wanted `null` is nothing, or an empty text. Numbers are compared as text: ids come as either.
fn is_same(found: &Raw, wanted: &Raw) -> bool {
    match (found.kind(), wanted.kind()) {
        (Kind::Nothing, Kind::Nothing) => true,
        (Kind::Text(text), Kind::Nothing) => text.is_empty(),
        (Kind::Flag(one), Kind::Flag(other)) => one == other,
        _ => found.as_str().is_some_and(|it| wanted.as_str() == Some(it)),
    }
}

fn is_something(it: &Raw) -> bool {
    match it.kind() {
        Kind::Nothing => false,
        Kind::Text(text) => !text.is_empty(),
        Kind::List(items) => !items.is_empty(),
        _ => true,
    }
}

/// The variables that have a value.
pub fn variables(with: &[(String, Word)], here: &Raw, sight: &Sight) -> Vec<(String, String)> {
    let value = |it: &Word| match it {
        Word::Itself(word) => Some(word.clone()),
        Word::At(pointer) => pointer.look(here, sight).as_text(),
    };
    with.iter().filter_map(|(name, it)| Some((name.clone(), value(it)?))).collect()
}

/// What a rule gives; nothing once the answer has taken all it may.
pub fn value(rule: &Rule, here: &Raw, sight: &Sight) -> Raw {
    sight.spend(0);
    if sight.is_spent() {
        return Raw::nothing();
    }
    let each = |rule: &Rule| value(rule, here, sight);
    match rule {
        Rule::At(pointer) => pointer.look(here, sight),
        Rule::First(rules) => {
            rules.iter().map(each).find(is_something).unwrap_or_else(Raw::nothing)
        }
        Rule::Fields(fields) => {
            of_what_is_there(fields.iter().map(|(name, rule)| (name.clone(), each(rule))).collect())
        }
        Rule::Const(it) => it.clone(),
        Rule::Lookup(table, of) => look_up(table, each(of).as_str()),
        Rule::Time(of, format) => moment::read(&each(of), format)
            .map_or_else(Raw::nothing, |it| Raw::of_text(&it.to_rfc3339())),
        Rule::Text(parts) => text(parts, here, sight),
        Rule::Plain(of) => {
            each(of).as_text().map_or_else(Raw::nothing, |it| Raw::of_text(&markup::plain(&it)))
        }
        Rule::Each(list, filter, rule) => {
            let list = list.look(here, sight);
            let Some(items) = items(&list) else { return Raw::nothing() };
            sight.outside.borrow_mut().push(here.clone());
            let items = items.iter().filter(|it| filter.lets(it, sight));
            let made = items.map(|it| value(rule, it, sight));
            let made = Raw::of_list(made.filter(is_something).collect());
            sight.outside.borrow_mut().pop();
            made
        }
        Rule::All(rules) => {
            let mut all = Vec::new();
            for it in rules.iter().map(each).filter(is_something) {
                match it.list() {
                    Some(items) => all.extend_from_slice(items),
                    None => all.push(it),
                }
            }
            Raw::of_list(all)
        }
        Rule::Find { list, by, is, rule } => {
            let (list, wanted) = (list.look(here, sight), each(is));
            let Some(wanted) = wanted.as_str() else { return Raw::nothing() };
            let mut items = items(&list).unwrap_or_default().iter();
            let found = items.find(|it| by.look(it, sight).as_str() == Some(wanted));
            found.map_or_else(Raw::nothing, |it| value(rule, it, sight))
        }
        Rule::Last(list, rule) => {
            let list = list.look(here, sight);
            let last = list.list().and_then(<[Raw]>::last);
            last.map_or_else(Raw::nothing, |it| value(rule, it, sight))
        }
        Rule::Inside(place, rule) => value(rule, &place.look(here, sight), sight),
        Rule::If { when, then, otherwise } => match (when.holds(here, sight), otherwise) {
            (true, _) => each(then),
            (false, Some(rule)) => each(rule),
            (false, None) => Raw::nothing(),
        },
        Rule::Merge(rules) => {
            let mut all = Vec::new();
            for it in rules.iter().map(each) {
                all.extend(it.fields().iter().map(|(name, it)| (name.to_string(), it.clone())));
            }
            of_what_is_there(all)
        }
        Rule::Url(template, with) => Raw::of_text(&template.expand(&variables(with, here, sight))),
    }
}

/// Those items of a list that are looked at.
fn items(list: &Raw) -> Option<&[Raw]> {
    list.list().map(|it| &it[..it.len().min(MOST_ITEMS)])
}

fn of_what_is_there(mut fields: Vec<(String, Raw)>) -> Raw {
    fields.retain(|(_, it)| !it.is_nothing());
    if fields.is_empty() { Raw::nothing() } else { Raw::of_fields(fields) }
}

fn look_up((words, other): &Table, word: Option<&str>) -> Raw {
    let found = word.and_then(|word| words.iter().find(|it| it.0 == word)).map(|it| &it.1);
    found.or(other.as_ref()).map_or_else(Raw::nothing, |it| Raw::of_text(it))
}

/// Nothing if no pointer gave anything: the words between are not worth showing alone.
fn text(parts: &[Word], here: &Raw, sight: &Sight) -> Raw {
    let (mut whole, mut is_there) = (String::new(), false);
    for part in parts {
        match part {
            Word::Itself(word) => whole.push_str(word),
            Word::At(pointer) => {
                if let Some(found) = pointer.look(here, sight).as_text().filter(|it| !it.is_empty())
                {
                    whole.push_str(&found);
                    is_there = true;
                }
            }
        }
    }
    if is_there { Raw::of_text(whole.trim()) } else { Raw::nothing() }
}
