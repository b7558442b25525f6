//! A mapping file, read strictly: what is not understood is a mistake, and is named with its place.

mod calls;
mod rules;

use std::rc::Rc;

use super::{
    Problem,
    document::Document,
    rule::{Condition, Table},
};
use crate::api::{Failure, Kind, Raw};

/// Reads a whole mapping.
pub fn document(raw: &Raw) -> Result<Document, Vec<Problem>> {
    let mut reader = Reader {
        shapes: raw.get("shapes"),
        problems: Vec::new(),
        tables: Vec::new(),
        calls: Vec::new(),
        open_shapes: Vec::new(),
        used_shapes: Vec::new(),
        rules: 0,
    };
    let document = reader.document(raw);
    if reader.problems.is_empty() { Ok(document) } else { Err(reader.problems) }
}

/// Collects what is wrong, so that an author sees all of it at once. Where something is wrong a
/// blank stands in: nobody uses it, since the whole is refused.
struct Reader {
    problems: Vec<Problem>,
    tables: Vec<(String, Rc<Table>)>,
    /// As written: a shape is read where it is used, since it may look into that call's answers.
    shapes: Raw,
    used_shapes: Vec<String>,
    /// Those that are being read, the outermost first.
    open_shapes: Vec<String>,
    /// What `@` may name here.
    calls: Vec<String>,
    rules: usize,
}

impl Reader {
    /// A mistake; the same one is told once.
    fn wrong(&mut self, place: &str, what: impl Into<String>) {
        let problem = Problem { place: place.to_owned(), what: what.into() };
        if !self.problems.contains(&problem) {
            self.problems.push(problem);
        }
    }

    /// Tells what is no object, and the fields of one that are not known.
    fn object(&mut self, raw: &Raw, place: &str, known: &[&str]) {
        if raw.kind() != Kind::Object {
            self.wrong(place, "an object is needed here");
        }
        for name in raw.names() {
            if !known.contains(&name.as_str()) {
                let what = format!("\"{name}\" is not known here; known are: {}", known.join(", "));
                self.wrong(&below(place, &name), what);
            }
        }
    }

    /// An object whose fields have names of the author's own.
    fn named(&mut self, raw: &Raw, place: &str) -> Vec<(String, Raw, String)> {
        match raw.kind() {
            Kind::Nothing => Vec::new(),
            Kind::Object => raw
                .names()
                .into_iter()
                .map(|name| (name.clone(), raw.get(&name), below(place, &name)))
                .collect(),
            _ => {
                self.wrong(place, "an object is needed here");
                Vec::new()
            }
        }
    }

    /// Text that must be there; `None` if it is not.
    fn text(&mut self, raw: &Raw, place: &str) -> Option<String> {
        match raw.kind() {
            Kind::Text(text) => return Some(text),
            Kind::Nothing => self.wrong(place, "this is missing"),
            _ => self.wrong(place, "text is needed here"),
        }
        None
    }

    /// The items of a list that may be there.
    fn list(&mut self, raw: &Raw, place: &str) -> Vec<Raw> {
        let list = raw.list();
        if list.is_none() && raw.kind() != Kind::Nothing {
            self.wrong(place, "a list is needed here");
        }
        list.unwrap_or_default()
    }

    fn is_there(raw: &Raw, name: &str) -> bool {
        raw.get(name).kind() != Kind::Nothing
    }

    fn document(&mut self, raw: &Raw) -> Document {
        let known = [
            "$schema", "mapping", "name", "token", "tables", "shapes", "failures", "errors", "me",
            "tickets", "ticket", "messages",
        ];
        self.object(raw, "", &known);
        match raw.get("mapping").kind() {
            Kind::Number(1.0) => {}
            Kind::Nothing => {
                self.wrong("/mapping", "this is missing: 1, the version of the format")
            }
            _ => self.wrong("/mapping", "this version of the format is not known; 1 is"),
        }
        let name = self.text(&raw.get("name"), "/name").unwrap_or_default();
        self.tables(&raw.get("tables"));
        self.calls = vec!["root".to_owned()];
        let document = Document {
            name,
            token: self.token(&raw.get("token")),
            failures: self.failures(&raw.get("failures")),
            errors: self.errors(&raw.get("errors")),
            me: self.call(&raw.get("me"), "/me", &[], &[]),
            tickets: self.tickets(&raw.get("tickets"), "/tickets"),
            ticket: self.call(&raw.get("ticket"), "/ticket", &["id"], &[]),
            messages: self.call(&raw.get("messages"), "/messages", &["id"], &[]),
        };
        self.unused_shapes();
        document
    }

    fn tables(&mut self, raw: &Raw) {
        for (name, table, place) in self.named(raw, "/tables") {
            let mut words = Vec::new();
            let mut other = None;
            for (word, value, place) in self.named(&table, &place) {
                let Some(value) = self.text(&value, &place) else { continue };
                match word.as_str() {
                    "*" => other = Some(value),
                    _ => words.push((word, value)),
                }
            }
            self.tables.push((name, Rc::new((words, other))));
        }
    }

    fn token(&mut self, raw: &Raw) -> (String, String) {
        if raw.kind() == Kind::Nothing {
            return ("authorization".into(), "Bearer ".into());
        }
        self.object(raw, "/token", &["header", "prefix"]);
        let header = self.text(&raw.get("header"), "/token/header").unwrap_or_default();
        let is_name = |it: char| it.is_ascii_alphanumeric() || it == '-';
        if header.is_empty() || !header.chars().all(is_name) {
            self.wrong("/token/header", format!("\"{header}\" is no name of a header"));
        }
        let prefix = match Self::is_there(raw, "prefix") {
            true => self.text(&raw.get("prefix"), "/token/prefix").unwrap_or_default(),
            false => String::new(),
        };
        (header, prefix)
    }

    fn failures(&mut self, raw: &Raw) -> Vec<(u16, Failure)> {
        let mut failures = Vec::new();
        for (status, word, place) in self.named(raw, "/failures") {
            let failure = self.failure(&word, &place);
            match status.parse().ok().filter(|it| (200..=599).contains(it)) {
                Some(number) => failures.push((number, failure)),
                None => self.wrong(&place, format!("\"{status}\" is no status of HTTP")),
            }
        }
        failures
    }

    fn errors(&mut self, raw: &Raw) -> Vec<(Condition, Failure)> {
        let mut errors = Vec::new();
        for (at, it) in self.list(raw, "/errors").iter().enumerate() {
            let place = format!("/errors/{at}");
            self.object(it, &place, &["when", "is"]);
            let when = self.condition(&it.get("when"), &below(&place, "when"));
            errors.push((when, self.failure(&it.get("is"), &below(&place, "is"))));
        }
        errors
    }

    fn failure(&mut self, raw: &Raw, place: &str) -> Failure {
        const KNOWN: [(&str, Failure); 6] = [
            ("signed_out", Failure::SignedOut),
            ("forbidden", Failure::Forbidden),
            ("not_found", Failure::NotFound),
            ("refused", Failure::Refused),
            ("busy", Failure::Busy),
            ("broken", Failure::Broken),
        ];
        let Some(word) = self.text(raw, place) else { return Failure::Broken };
        let found = KNOWN.iter().find(|it| it.0 == word);
        if found.is_none() {
            let known = KNOWN.map(|it| it.0).join(", ");
            self.wrong(place, format!("\"{word}\" is no failure; they are: {known}"));
        }
        found.map_or(Failure::Broken, |it| it.1)
    }

    /// What nobody uses may still be wrong.
    fn unused_shapes(&mut self) {
        let shapes = self.shapes.clone();
        self.calls = vec!["ask".to_owned(), "root".to_owned()];
        for (name, shape, place) in self.named(&shapes, "/shapes") {
            if !self.used_shapes.contains(&name) {
                self.open_shapes.push(name);
                self.rule(&shape, &place, 0);
                self.open_shapes.pop();
            }
        }
    }
}

/// The place of a field.
fn below(place: &str, name: &str) -> String {
    format!("{place}/{}", name.replace('~', "~0").replace('/', "~1"))
}
