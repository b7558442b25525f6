//! Rules, pointers and conditions.

use super::{Reader, below};
use crate::api::{
    Kind, Raw,
    connectors::mapping::{
        moment::{self, Format},
        rule::{Condition, Filter, From, Pointer, Rule, Word},
        template::Template,
    },
};

/// Deepest nesting of rules, shapes included.
const DEEPEST: usize = 16;
/// Most rules in a mapping, shapes counted at each use.
const MOST_RULES: usize = 5_000;

impl Reader {
    /// A pointer as it is written.
    pub fn pointer(&mut self, text: &str, place: &str) -> Option<Pointer> {
        let (from, path) = match text.strip_prefix('@') {
            None => (From::Here, text),
            Some(named) => {
                let (name, path) = named.split_at(named.find('/').unwrap_or(named.len()));
                if !self.calls.iter().any(|it| it == name) {
                    let known = self.calls.join(", @");
                    return self
                        .wrong(place, format!("@{name} is not known here; known are: @{known}"));
                }
                let from = match name {
                    "ask" => From::Asked,
                    "root" => From::Root,
                    _ => From::Call(name.to_owned()),
                };
                (from, path)
            }
        };
        if !path.is_empty() && !path.starts_with('/') {
            let what = format!(
                "\"{text}\" is no pointer: one begins with / or @ (the word itself is {{ \"$const\": \"{text}\" }})"
            );
            return self.wrong(place, what);
        }
        let path = path.split('/').skip(1).map(|it| it.replace("~1", "/").replace("~0", "~"));
        Some(Pointer { from, path: path.collect() })
    }

    fn pointer_at(&mut self, raw: &Raw, place: &str) -> Option<Pointer> {
        let text = self.text(raw, place)?;
        self.pointer(&text, place)
    }

    /// A pointer that must be there.
    pub fn needed_pointer(&mut self, raw: &Raw, place: &str, name: &str) -> Option<Pointer> {
        self.pointer_at(&raw.get(name), &below(place, name))
    }

    /// A pointer that may be there.
    pub fn some_pointer(&mut self, raw: &Raw, place: &str, name: &str) -> Option<Pointer> {
        match raw.get(name).kind() {
            Kind::Nothing => None,
            _ => self.needed_pointer(raw, place, name),
        }
    }

    /// What must hold.
    pub fn condition(&mut self, raw: &Raw, place: &str) -> Option<Condition> {
        if raw.kind() != Kind::Object {
            return self
                .wrong(place, "a condition is an object: pointer and what must stand there");
        }
        let mut lines = Vec::new();
        for (text, wanted, place) in self.named(raw, place) {
            let Some(pointer) = self.pointer(&text, &place) else { continue };
            let values = wanted.list().unwrap_or_else(|| vec![wanted]);
            if values.iter().any(|it| matches!(it.kind(), Kind::List | Kind::Object)) {
                self.wrong::<()>(&place, "a word, a number, yes, no or null is needed here");
            }
            lines.push((pointer, values));
        }
        Some(Condition(lines))
    }

    /// `where` and `unless`.
    pub fn filter(&mut self, raw: &Raw, place: &str) -> Option<Filter> {
        let mut one = |name: &str| match raw.get(name).kind() {
            Kind::Nothing => Some(None),
            _ => self.condition(&raw.get(name), &below(place, name)).map(Some),
        };
        let (only, unless) = (one("where"), one("unless"));
        Some(Filter { only: only?, unless: unless? })
    }

    /// A rule that must be there.
    pub fn needed_rule(
        &mut self,
        raw: &Raw,
        place: &str,
        name: &str,
        depth: usize,
    ) -> Option<Rule> {
        let place = below(place, name);
        match raw.get(name).kind() {
            Kind::Nothing => self.wrong(&place, "this is missing"),
            _ => self.rule(&raw.get(name), &place, depth + 1),
        }
    }

    /// Any rule.
    pub fn rule(&mut self, raw: &Raw, place: &str, depth: usize) -> Option<Rule> {
        self.rules += 1;
        if depth > DEEPEST || self.rules > MOST_RULES {
            return self
                .wrong(place, format!("too deep, or too much: {DEEPEST} levels are the most"));
        }
        match raw.kind() {
            Kind::Text(text) => self.pointer(&text, place).map(Rule::At),
            Kind::List => self.rules(raw, place, depth).map(Rule::First),
            Kind::Object => {
                let names = raw.names();
                let mut operators = names.iter().filter(|it| it.starts_with('$'));
                match (operators.next(), operators.next()) {
                    (None, _) => self.fields(raw, place, depth),
                    (Some(operator), None) => self.operator(operator, raw, place, depth),
                    (Some(one), Some(other)) => {
                        self.wrong(place, format!("one rule cannot be both {one} and {other}"))
                    }
                }
            }
            _ => self.wrong(place, "a rule is a pointer, a list or an object"),
        }
    }

    fn rules(&mut self, raw: &Raw, place: &str, depth: usize) -> Option<Vec<Rule>> {
        let Some(items) = raw.list() else {
            return self.wrong(place, "a list is needed here");
        };
        let read: Vec<Option<Rule>> = items
            .iter()
            .enumerate()
            .map(|(at, it)| self.rule(it, &format!("{place}/{at}"), depth + 1))
            .collect();
        read.into_iter().collect()
    }

    fn fields(&mut self, raw: &Raw, place: &str, depth: usize) -> Option<Rule> {
        let read: Vec<Option<(String, Rule)>> = self
            .named(raw, place)
            .into_iter()
            .map(|(name, it, place)| Some((name, self.rule(&it, &place, depth + 1)?)))
            .collect();
        read.into_iter().collect::<Option<_>>().map(Rule::Fields)
    }

    fn operator(&mut self, name: &str, raw: &Raw, place: &str, depth: usize) -> Option<Rule> {
        let beside: &[&str] = match name {
            "$const" | "$text" | "$plain" | "$all" | "$merge" | "$use" => &[],
            "$lookup" => &["of"],
            "$time" => &["as", "zone"],
            "$each" => &["as", "where", "unless"],
            "$find" => &["by", "is", "as"],
            "$last" => &["as"],
            "$if" => &["then", "else"],
            "$url" => &["with"],
            _ => return self.wrong(&below(place, name), format!("{name} is not known")),
        };
        let known: Vec<&str> = beside.iter().copied().chain([name]).collect();
        self.object(raw, place, &known)?;
        let (inner, here) = (raw.get(name), below(place, name));
        let boxed = |it: Option<Rule>| it.map(Box::new);
        Some(match name {
            "$const" => Rule::Const(inner),
            "$lookup" => {
                let table = self.text(&inner, &here);
                let of = boxed(self.needed_rule(raw, place, "of", depth));
                let table = table?;
                let Some(found) = self.tables.iter().find(|it| it.0 == table) else {
                    return self.wrong(&here, format!("there is no table \"{table}\""));
                };
                Rule::Lookup(found.1.clone(), of?)
            }
            "$time" => {
                let format = self.format(raw, place);
                Rule::Time(boxed(self.rule(&inner, &here, depth + 1))?, format?)
            }
            "$text" => Rule::Text(self.parts(&inner, &here)?),
            "$plain" => Rule::Plain(boxed(self.rule(&inner, &here, depth + 1))?),
            "$all" => Rule::All(self.rules(&inner, &here, depth)?),
            "$merge" => Rule::Merge(self.rules(&inner, &here, depth)?),
            "$each" => {
                let list = self.pointer_at(&inner, &here);
                let filter = self.filter(raw, place);
                let rule = boxed(self.needed_rule(raw, place, "as", depth));
                Rule::Each(list?, filter?, rule?)
            }
            "$last" => {
                let list = self.pointer_at(&inner, &here);
                Rule::Last(list?, boxed(self.needed_rule(raw, place, "as", depth))?)
            }
            "$find" => {
                let list = self.pointer_at(&inner, &here);
                let by = self.needed_pointer(raw, place, "by");
                let is = boxed(self.needed_rule(raw, place, "is", depth));
                let rule = boxed(self.needed_rule(raw, place, "as", depth));
                Rule::Find { list: list?, by: by?, is: is?, rule: rule? }
            }
            "$if" => {
                let when = self.condition(&inner, &here);
                let then = boxed(self.needed_rule(raw, place, "then", depth));
                let otherwise = match raw.get("else").kind() {
                    Kind::Nothing => None,
                    _ => Some(boxed(self.needed_rule(raw, place, "else", depth))?),
                };
                Rule::If { when: when?, then: then?, otherwise }
            }
            "$use" => return self.shape(&inner, &here, depth),
            _ => {
                let with = self.with(&raw.get("with"), &below(place, "with"));
                let text = self.text(&inner, &here)?;
                match Template::read(&text) {
                    Ok(template) => {
                        self.known_variables(&template, &here, &[], &with)?;
                        Rule::Url(template, with)
                    }
                    Err(what) => return self.wrong(&here, what),
                }
            }
        })
    }

    fn parts(&mut self, raw: &Raw, place: &str) -> Option<Vec<Word>> {
        let Some(items) = raw.list() else {
            return self.wrong(place, "a list of words and pointers is needed here");
        };
        let read: Vec<Option<Word>> = items
            .iter()
            .enumerate()
            .map(|(at, it)| self.word(it, &format!("{place}/{at}")))
            .collect();
        read.into_iter().collect()
    }

    fn format(&mut self, raw: &Raw, place: &str) -> Option<Format> {
        let zone = match raw.get("zone").kind() {
            Kind::Nothing => "Z".to_owned(),
            _ => {
                let here = below(place, "zone");
                let zone = self.text(&raw.get("zone"), &here)?;
                if !moment::is_zone(&zone) {
                    return self.wrong(&here, format!("\"{zone}\" is no zone such as Z or +01:00"));
                }
                zone
            }
        };
        let written = match raw.get("as").kind() {
            Kind::Nothing => return Some(Format::Standard),
            _ => self.text(&raw.get("as"), &below(place, "as"))?,
        };
        Some(match written.as_str() {
            "seconds" => Format::Seconds,
            "millis" => Format::Millis,
            _ => match moment::pattern(&written) {
                Ok(pieces) if written.contains('%') => Format::Pattern(pieces, zone),
                Ok(_) => {
                    let what = format!(
                        "\"{written}\" is neither seconds, millis nor a format of strftime"
                    );
                    return self.wrong(&below(place, "as"), what);
                }
                Err(letter) => {
                    let what = format!("%{letter} is not known; known are %Y %m %d %H %M %S %f %z");
                    return self.wrong(&below(place, "as"), what);
                }
            },
        })
    }

    fn shape(&mut self, raw: &Raw, place: &str, depth: usize) -> Option<Rule> {
        let name = self.text(raw, place)?;
        if !Self::is_there(&self.shapes, &name) {
            return self.wrong(place, format!("there is no shape \"{name}\""));
        }
        if self.open_shapes.contains(&name) {
            return self.wrong(place, format!("the shape \"{name}\" uses itself"));
        }
        let shape = self.shapes.get(&name);
        self.used_shapes.push(name.clone());
        self.open_shapes.push(name.clone());
        let read = self.rule(&shape, &below("/shapes", &name), depth + 1);
        self.open_shapes.pop();
        read
    }
}
