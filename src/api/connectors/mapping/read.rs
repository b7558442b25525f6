//! A mapping file, read strictly: what is not understood is a mistake, and is named with its place.

mod calls;
mod rules;

use std::rc::Rc;

use super::{Problem, document::Document, rule::Table};
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
    match reader.document(raw) {
        Some(document) if reader.problems.is_empty() => Ok(document),
        _ => Err(reader.problems),
    }
}

/// Collects what is wrong, so that an author sees all of it at once.
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
    fn wrong<T>(&mut self, place: &str, what: impl Into<String>) -> Option<T> {
        let problem = Problem { place: place.to_owned(), what: what.into() };
        if !self.problems.contains(&problem) {
            self.problems.push(problem);
        }
        None
    }

    /// The names of an object's fields; those that are not known are told.
    fn object(&mut self, raw: &Raw, place: &str, known: &[&str]) -> Option<Vec<String>> {
        if raw.kind() != Kind::Object {
            return self.wrong(place, "an object is needed here");
        }
        let names = raw.names();
        for name in names.iter().filter(|it| !known.contains(&it.as_str())) {
            let what = format!("\"{name}\" is not known here; known are: {}", known.join(", "));
            self.wrong::<()>(&below(place, name), what);
        }
        Some(names)
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
                self.wrong::<()>(place, "an object is needed here");
                Vec::new()
            }
        }
    }

    fn text(&mut self, raw: &Raw, place: &str) -> Option<String> {
        match raw.kind() {
            Kind::Text(text) => Some(text),
            Kind::Nothing => self.wrong(place, "this is missing"),
            _ => self.wrong(place, "text is needed here"),
        }
    }

    fn is_there(raw: &Raw, name: &str) -> bool {
        raw.get(name).kind() != Kind::Nothing
    }

    fn document(&mut self, raw: &Raw) -> Option<Document> {
        let known = [
            "$schema", "mapping", "name", "token", "tables", "shapes", "failures", "errors", "me",
            "tickets", "ticket", "messages",
        ];
        self.object(raw, "", &known)?;
        match raw.get("mapping").kind() {
            Kind::Number(1.0) => {}
            Kind::Nothing => {
                self.wrong("/mapping", "this is missing: 1, the version of the format")?
            }
            _ => self.wrong("/mapping", "this version of the format is not known; 1 is")?,
        }
        let name = self.text(&raw.get("name"), "/name");
        self.tables(&raw.get("tables"));
        self.calls = vec!["root".to_owned()];
        let failures = self.failures(&raw.get("failures"));
        let errors = self.errors(&raw.get("errors"));
        let token = self.token(&raw.get("token"));
        let me = self.call(&raw.get("me"), "/me", &[], &[]);
        let tickets = self.tickets(&raw.get("tickets"), "/tickets");
        let ticket = self.call(&raw.get("ticket"), "/ticket", &["id"], &[]);
        let messages = self.call(&raw.get("messages"), "/messages", &["id"], &[]);
        self.unused_shapes();
        Some(Document {
            name: name?,
            token: token?,
            failures,
            errors,
            me: me?,
            tickets: tickets?,
            ticket: ticket?,
            messages: messages?,
        })
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

    fn token(&mut self, raw: &Raw) -> Option<(String, String)> {
        if raw.kind() == Kind::Nothing {
            return Some(("authorization".into(), "Bearer ".into()));
        }
        self.object(raw, "/token", &["header", "prefix"])?;
        let header = self.text(&raw.get("header"), "/token/header")?;
        let is_name = |it: char| it.is_ascii_alphanumeric() || it == '-';
        if header.is_empty() || !header.chars().all(is_name) {
            return self.wrong("/token/header", format!("\"{header}\" is no name of a header"));
        }
        let prefix = match raw.get("prefix").kind() {
            Kind::Nothing => String::new(),
            _ => self.text(&raw.get("prefix"), "/token/prefix")?,
        };
        Some((header, prefix))
    }

    fn failures(&mut self, raw: &Raw) -> Vec<(u16, Failure)> {
        let mut failures = Vec::new();
        for (status, word, place) in self.named(raw, "/failures") {
            let failure = self.failure(&word, &place);
            match status.parse().ok().filter(|it| (200..=599).contains(it)) {
                Some(status) => failures.extend(failure.map(|it| (status, it))),
                None => {
                    self.wrong::<()>(&place, format!("\"{status}\" is no status of HTTP"));
                }
            }
        }
        failures
    }

    fn errors(&mut self, raw: &Raw) -> Vec<(super::rule::Condition, Failure)> {
        if raw.kind() == Kind::Nothing {
            return Vec::new();
        }
        let Some(items) = raw.list() else {
            self.wrong::<()>("/errors", "a list is needed here");
            return Vec::new();
        };
        let mut errors = Vec::new();
        for (at, it) in items.iter().enumerate() {
            let place = format!("/errors/{at}");
            if self.object(it, &place, &["when", "is"]).is_none() {
                continue;
            }
            let when = self.condition(&it.get("when"), &below(&place, "when"));
            let failure = self.failure(&it.get("is"), &below(&place, "is"));
            errors.extend(when.zip(failure));
        }
        errors
    }

    fn failure(&mut self, raw: &Raw, place: &str) -> Option<Failure> {
        let word = self.text(raw, place)?;
        Some(match word.as_str() {
            "signed_out" => Failure::SignedOut,
            "forbidden" => Failure::Forbidden,
            "not_found" => Failure::NotFound,
            "refused" => Failure::Refused,
            "busy" => Failure::Busy,
            "broken" => Failure::Broken,
            _ => {
                let known = "signed_out, forbidden, not_found, refused, busy, broken";
                return self.wrong(place, format!("\"{word}\" is no failure; they are: {known}"));
            }
        })
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
