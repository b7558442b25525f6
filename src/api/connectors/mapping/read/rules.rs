//! Rules, pointers and conditions.

use super::{Place, Reader};
use crate::api::{
    Kind, Raw,
    connectors::mapping::{
        moment::{self, Format},
        rule::{Condition, Filter, From, Pointer, Rule},
    },
};

/// Deepest nesting of rules, shapes included.
const DEEPEST: usize = 16;
/// Most rules in a mapping, shapes counted at each use.
const MOST_RULES: usize = 5_000;

/// What `@` calls the item that holds the list of the item in hand.
pub const OUTSIDE: &str = "outside";

impl<P: Place> Reader<P> {
    /// A pointer as it is written.
    pub fn pointer(&mut self, text: &str, place: &P) -> Pointer {
        let (from, path) = match text.strip_prefix('@') {
            None => (From::Here, text),
            Some(named) => {
                let (name, path) = named.split_at(named.find('/').unwrap_or(named.len()));
                if P::IS_TOLD && !self.calls.iter().any(|it| it == name) {
                    let known = self.calls.join(", @");
                    self.wrong(place, || format!("@{name} is not known here; known are: @{known}"));
                }
                let from = match name {
                    "ask" => From::Asked,
                    "root" => From::Root,
                    OUTSIDE => From::Outside,
                    _ => From::Call(name.to_owned()),
                };
                (from, path)
            }
        };
        if !path.is_empty() && !path.starts_with('/') {
            self.wrong(place, || format!(
                "\"{text}\" is no pointer: one begins with / or @ (the word itself is {{ \"$const\": \"{text}\" }})"
            ));
        }
        let path = path.split('/').skip(1).map(|it| it.replace("~1", "/").replace("~0", "~"));
        Pointer { from, path: path.collect() }
    }

    /// A pointer that must be there.
    pub fn needed_pointer(&mut self, raw: &Raw, place: &P, name: &str) -> Pointer {
        let place = place.below(name);
        let text = self.text(&raw.get(name), &place).unwrap_or_default();
        self.pointer(&text, &place)
    }

    /// A pointer that may be there.
    pub fn some_pointer(&mut self, raw: &Raw, place: &P, name: &str) -> Option<Pointer> {
        Self::is_there(raw, name).then(|| self.needed_pointer(raw, place, name))
    }

    /// What must hold.
    pub fn condition(&mut self, raw: &Raw, place: &P) -> Condition {
        if !raw.is_object() {
            self.wrong(place, || {
                "a condition is an object: pointer and what must stand there".into()
            });
        } else if raw.fields().is_empty() {
            self.wrong(place, || "a condition without a line always holds".into());
        }
        let mut lines = Vec::new();
        for (name, wanted) in raw.fields() {
            let place = place.below(name);
            let values = wanted.list().unwrap_or(std::slice::from_ref(wanted));
            let is_nested = |it: &Raw| matches!(it.kind(), Kind::List(_) | Kind::Object(_));
            if P::IS_TOLD && values.iter().any(is_nested) {
                self.wrong(&place, || "a word, a number, yes, no or null is needed here".into());
            }
            lines.push((self.pointer(name, &place), values.to_vec()));
        }
        Condition(lines)
    }

    /// A condition that may be there.
    pub fn some_condition(&mut self, raw: &Raw, place: &P, name: &str) -> Option<Condition> {
        Self::is_there(raw, name).then(|| self.condition(&raw.get(name), &place.below(name)))
    }

    /// `where` and `unless`.
    pub fn filter(&mut self, raw: &Raw, place: &P) -> Filter {
        Filter {
            only: self.some_condition(raw, place, "where"),
            unless: self.some_condition(raw, place, "unless"),
        }
    }

    /// A rule that must be there.
    pub fn needed_rule(&mut self, raw: &Raw, place: &P, name: &str, depth: usize) -> Rule {
        let place = place.below(name);
        if !Self::is_there(raw, name) {
            self.wrong(&place, || "this is missing".into());
            return Rule::Const(Raw::nothing());
        }
        self.rule(&raw.get(name), &place, depth + 1)
    }

    /// Any rule.
    pub fn rule(&mut self, raw: &Raw, place: &P, depth: usize) -> Rule {
        self.rules += 1;
        if depth > DEEPEST || self.rules > MOST_RULES {
            self.wrong(place, || format!("too deep, or too much: {DEEPEST} levels are the most"));
            return Rule::Const(Raw::nothing());
        }
        match raw.kind() {
            Kind::Text(text) => Rule::At(self.pointer(text, place)),
            Kind::List(_) => Rule::First(self.rules(raw, place, depth)),
            Kind::Object(fields) => {
                let names = fields.iter().map(|it| &*it.0);
                let mut operators = names.filter(|it| it.starts_with('$'));
                match (operators.next(), operators.next()) {
                    (None, _) => Rule::Fields(self.fields(raw, place, depth)),
                    (Some(operator), None) => self.operator(operator, raw, place, depth),
                    (Some(one), Some(other)) => {
                        self.wrong(place, || format!("one rule cannot be both {one} and {other}"));
                        Rule::Const(Raw::nothing())
                    }
                }
            }
            _ => {
                self.wrong(place, || "a rule is a pointer, a list or an object".into());
                Rule::Const(Raw::nothing())
            }
        }
    }

    fn rules(&mut self, raw: &Raw, place: &P, depth: usize) -> Vec<Rule> {
        let mut rules = Vec::new();
        for (at, it) in self.list(raw, place).iter().enumerate() {
            rules.push(self.rule(it, &place.item(at), depth + 1));
        }
        rules
    }

    fn fields(&mut self, raw: &Raw, place: &P, depth: usize) -> Vec<(String, Rule)> {
        let mut fields = Vec::new();
        for (name, it, place) in self.named(raw, place) {
            fields.push((name, self.rule(&it, &place, depth + 1)));
        }
        fields
    }

    fn operator(&mut self, name: &str, raw: &Raw, place: &P, depth: usize) -> Rule {
        let beside: &[&str] = match name {
            "$const" | "$text" | "$plain" | "$all" | "$merge" | "$use" => &[],
            "$lookup" => &["of"],
            "$time" => &["as", "zone"],
            "$each" => &["as", "where", "unless"],
            "$find" => &["by", "is", "as"],
            "$last" | "$in" => &["as"],
            "$if" => &["then", "else"],
            "$url" => &["with"],
            _ => {
                self.wrong(&place.below(name), || format!("{name} is not known"));
                return Rule::Const(Raw::nothing());
            }
        };
        if P::IS_TOLD {
            let known: Vec<&str> = beside.iter().copied().chain([name]).collect();
            self.object(raw, place, &known);
        }
        let (inner, here) = (raw.get(name), place.below(name));
        match name {
            "$const" => Rule::Const(inner),
            "$lookup" => {
                let table = self.text(&inner, &here).unwrap_or_default();
                let found = self.tables.iter().find(|it| it.0 == table).map(|it| it.1.clone());
                if found.is_none() {
                    self.wrong(&here, || format!("there is no table \"{table}\""));
                }
                let of = Box::new(self.needed_rule(raw, place, "of", depth));
                Rule::Lookup(found.unwrap_or_default(), of)
            }
            "$time" => {
                let format = self.format(raw, place);
                Rule::Time(Box::new(self.rule(&inner, &here, depth + 1)), format)
            }
            "$text" => {
                let mut parts = Vec::new();
                for (at, it) in self.list(&inner, &here).iter().enumerate() {
                    parts.push(self.word(it, &here.item(at)));
                }
                Rule::Text(parts)
            }
            "$plain" => Rule::Plain(Box::new(self.rule(&inner, &here, depth + 1))),
            "$all" => Rule::All(self.rules(&inner, &here, depth)),
            "$merge" => Rule::Merge(self.rules(&inner, &here, depth)),
            "$each" => {
                let list = self.needed_pointer(raw, place, name);
                self.calls.push(OUTSIDE.to_owned());
                let filter = self.filter(raw, place);
                let rule = Box::new(self.needed_rule(raw, place, "as", depth));
                self.calls.pop();
                Rule::Each(list, filter, rule)
            }
            "$last" => {
                let list = self.needed_pointer(raw, place, name);
                Rule::Last(list, Box::new(self.needed_rule(raw, place, "as", depth)))
            }
            "$in" => {
                let inside = self.needed_pointer(raw, place, name);
                Rule::Inside(inside, Box::new(self.needed_rule(raw, place, "as", depth)))
            }
            "$find" => Rule::Find {
                list: self.needed_pointer(raw, place, name),
                by: self.needed_pointer(raw, place, "by"),
                is: Box::new(self.needed_rule(raw, place, "is", depth)),
                rule: Box::new(self.needed_rule(raw, place, "as", depth)),
            },
            "$if" => Rule::If {
                when: self.condition(&inner, &here),
                then: Box::new(self.needed_rule(raw, place, "then", depth)),
                otherwise: Self::is_there(raw, "else")
                    .then(|| Box::new(self.needed_rule(raw, place, "else", depth))),
            },
            "$use" => self.shape(&inner, &here, depth),
            _ => {
                let with = self.with(&raw.get("with"), &place.below("with"));
                let text = self.text(&inner, &here).unwrap_or_default();
                Rule::Url(self.template(&text, &here, &[], &with), with)
            }
        }
    }

    fn format(&mut self, raw: &Raw, place: &P) -> Format {
        let mut zone = "Z".to_owned();
        if Self::is_there(raw, "zone") {
            let here = place.below("zone");
            zone = self.text(&raw.get("zone"), &here).unwrap_or_default();
            if P::IS_TOLD && !moment::is_zone(&zone) {
                self.wrong(&here, || format!("\"{zone}\" is no zone such as Z or +01:00"));
            }
        }
        if !Self::is_there(raw, "as") {
            return Format::Standard;
        }
        let here = place.below("as");
        let written = self.text(&raw.get("as"), &here).unwrap_or_default();
        match (written.as_str(), moment::pattern(&written)) {
            ("seconds", _) => return Format::Seconds,
            ("millis", _) => return Format::Millis,
            (_, Ok(pieces)) if written.contains('%') => return Format::Pattern(pieces, zone),
            (_, Ok(_)) => {
                let what = "is neither seconds, millis nor a format of strftime";
                self.wrong(&here, || format!("\"{written}\" {what}"));
            }
            (_, Err(letter)) => {
                let known = "%Y %m %d %H %M %S %f %z";
                self.wrong(&here, || format!("%{letter} is not known; known are {known}"));
            }
        }
        Format::Standard
    }

    fn shape(&mut self, raw: &Raw, place: &P, depth: usize) -> Rule {
        let name = self.text(raw, place).unwrap_or_default();
        if !Self::is_there(&self.shapes, &name) {
            self.wrong(place, || format!("there is no shape \"{name}\""));
            return Rule::Const(Raw::nothing());
        }
        if self.open_shapes.contains(&name) {
            self.wrong(place, || format!("the shape \"{name}\" uses itself"));
            return Rule::Const(Raw::nothing());
        }
        let shape = self.shapes.get(&name);
        self.used_shapes.push(name.clone());
        self.open_shapes.push(name.clone());
        let rule = self.rule(&shape, &P::root().below("shapes").below(&name), depth + 1);
        self.open_shapes.pop();
        rule
    }
}
