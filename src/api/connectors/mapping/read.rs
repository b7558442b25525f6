//! A mapping file, read strictly: what is not understood is a mistake, and is named with its place.

mod calls;
mod rules;
mod writes;

pub use writes::checked as checked_writes;

use std::{marker::PhantomData, rc::Rc};

use super::{
    Problem,
    document::Document,
    rule::{Condition, Table},
};
use crate::api::{Failure, Kind, Raw};

/// Where something stands, as far as anybody wants to know.
///
/// A mapping of the release was checked before it was shipped: nobody is told about places in it, and
/// with `()` in their place the words for mistakes are not even compiled. A page's own file is read
/// with `String`, a JSON Pointer: a misspelt `unless` must not show what is private.
pub trait Place: Clone {
    /// Whether anybody is told.
    const IS_TOLD: bool;
    /// The mapping itself.
    fn root() -> Self;
    /// The place of a field.
    fn below(&self, name: &str) -> Self;
    /// The place of an item of a list.
    fn item(&self, at: usize) -> Self;
    /// A mistake here.
    fn tell(&self, problems: &mut Vec<Problem>, what: impl FnOnce() -> String);
}

impl Place for () {
    const IS_TOLD: bool = false;

    fn root() {}
    fn below(&self, _: &str) {}
    fn item(&self, _: usize) {}
    fn tell(&self, _: &mut Vec<Problem>, _: impl FnOnce() -> String) {}
}

impl Place for String {
    const IS_TOLD: bool = true;

    fn root() -> Self {
        Self::new()
    }

    fn below(&self, name: &str) -> Self {
        format!("{self}/{}", name.replace('~', "~0").replace('/', "~1"))
    }

    fn item(&self, at: usize) -> Self {
        format!("{self}/{at}")
    }

    fn tell(&self, problems: &mut Vec<Problem>, what: impl FnOnce() -> String) {
        let problem = Problem { place: self.clone(), what: what() };
        // A shape is read at each use; its mistakes are told once.
        if !problems.contains(&problem) {
            problems.push(problem);
        }
    }
}

/// Reads a whole mapping.
///
/// # Errors
/// Everything that is wrong with it.
pub fn document(raw: &Raw) -> Result<Document, Vec<Problem>> {
    let mut reader = Reader::<String>::of(raw);
    let document = reader.document(raw);
    reader.writes(raw);
    reader.unused_shapes();
    if reader.problems.is_empty() { Ok(document) } else { Err(reader.problems) }
}

/// Reads a mapping that was checked before. What is wrong with it all the same gives nothing.
pub fn checked_document(raw: &Raw) -> Document {
    Reader::<()>::of(raw).document(raw)
}

/// Collects what is wrong, so that an author sees all of it at once. Where something is wrong a
/// blank stands in: nobody uses it, since the whole is refused.
struct Reader<P> {
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
    place: PhantomData<P>,
}

impl<P: Place> Reader<P> {
    fn of(raw: &Raw) -> Self {
        Self {
            shapes: raw.get("shapes"),
            problems: Vec::new(),
            tables: Vec::new(),
            calls: Vec::new(),
            open_shapes: Vec::new(),
            used_shapes: Vec::new(),
            rules: 0,
            place: PhantomData,
        }
    }

    fn wrong(&mut self, place: &P, what: impl FnOnce() -> String) {
        place.tell(&mut self.problems, what);
    }

    /// Tells what is no object, and the fields of one that are not known.
    fn object(&mut self, raw: &Raw, place: &P, known: &[&str]) {
        if !P::IS_TOLD {
            return;
        }
        if !raw.is_object() {
            self.wrong(place, || "an object is needed here".into());
        }
        for (name, _) in raw.fields() {
            if !known.contains(&&**name) {
                self.wrong(&place.below(name), || {
                    format!("\"{name}\" is not known here; known are: {}", known.join(", "))
                });
            }
        }
    }

    /// An object whose fields have names of the author's own.
    fn named(&mut self, raw: &Raw, place: &P) -> Vec<(String, Raw, P)> {
        if !raw.is_object() && !raw.is_nothing() {
            self.wrong(place, || "an object is needed here".into());
        }
        let fields = raw.fields().iter();
        fields.map(|(name, it)| (name.to_string(), it.clone(), place.below(name))).collect()
    }

    /// Text that must be there; `None` if it is not.
    fn text(&mut self, raw: &Raw, place: &P) -> Option<String> {
        match raw.kind() {
            Kind::Text(text) => return Some(text.to_owned()),
            Kind::Nothing => self.wrong(place, || "this is missing".into()),
            _ => self.wrong(place, || "text is needed here".into()),
        }
        None
    }

    /// The items of a list that may be there.
    fn list<'a>(&mut self, raw: &'a Raw, place: &P) -> &'a [Raw] {
        let list = raw.list();
        if list.is_none() && !raw.is_nothing() {
            self.wrong(place, || "a list is needed here".into());
        }
        list.unwrap_or_default()
    }

    fn is_there(raw: &Raw, name: &str) -> bool {
        !raw.get(name).is_nothing()
    }

    fn document(&mut self, raw: &Raw) -> Document {
        const KNOWN: [&str; 19] = [
            "$schema",
            "mapping",
            "name",
            "token",
            "tables",
            "shapes",
            "failures",
            "errors",
            "me",
            "tickets",
            "ticket",
            "messages",
            "csrf",
            "upload",
            "reply",
            "close",
            "reopen",
            "rate",
            "follow_up",
        ];
        let root = P::root();
        self.object(raw, &root, &KNOWN);
        let version = raw.get("mapping");
        match version.kind() {
            Kind::Number if version.as_number() == Some(1.0) => {}
            Kind::Nothing => self.wrong(&root.below("mapping"), || {
                "this is missing: 1, the version of the format".into()
            }),
            _ => self.wrong(&root.below("mapping"), || {
                "this version of the format is not known; 1 is".into()
            }),
        }
        let name = self.text(&raw.get("name"), &root.below("name")).unwrap_or_default();
        self.tables(&raw.get("tables"));
        self.calls = vec!["root".to_owned()];
        Document {
            name,
            token: self.token(&raw.get("token")),
            failures: self.failures(&raw.get("failures")),
            errors: self.errors(&raw.get("errors")),
            me: self.call(&raw.get("me"), &root.below("me"), &[], &[]),
            tickets: self.tickets(&raw.get("tickets"), &root.below("tickets")),
            ticket: self.call(&raw.get("ticket"), &root.below("ticket"), &["id"], &[]),
            messages: self.call(&raw.get("messages"), &root.below("messages"), &["id"], &[]),
        }
    }

    /// The tables, which rules look into.
    pub fn tables(&mut self, raw: &Raw) {
        for (name, table, place) in self.named(raw, &P::root().below("tables")) {
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
        if raw.is_nothing() {
            return ("authorization".into(), "Bearer ".into());
        }
        let place = P::root().below("token");
        self.object(raw, &place, &["header", "prefix"]);
        let prefix = match Self::is_there(raw, "prefix") {
            true => self.text(&raw.get("prefix"), &place.below("prefix")).unwrap_or_default(),
            false => String::new(),
        };
        (self.header(raw, &place, "header"), prefix)
    }

    /// The name of a header.
    fn header(&mut self, raw: &Raw, place: &P, name: &str) -> String {
        let place = place.below(name);
        let header = self.text(&raw.get(name), &place).unwrap_or_default();
        let is_letter = |it: char| it.is_ascii_alphanumeric() || it == '-';
        if P::IS_TOLD && (header.is_empty() || !header.chars().all(is_letter)) {
            self.wrong(&place, || format!("\"{header}\" is no name of a header"));
        }
        header
    }

    fn failures(&mut self, raw: &Raw) -> Vec<(u16, Failure)> {
        let mut failures = Vec::new();
        for (status, word, place) in self.named(raw, &P::root().below("failures")) {
            let failure = self.failure(&word, &place);
            match status.parse().ok().filter(|it| (200..=599).contains(it)) {
                Some(number) => failures.push((number, failure)),
                None => self.wrong(&place, || format!("\"{status}\" is no status of HTTP")),
            }
        }
        failures
    }

    fn errors(&mut self, raw: &Raw) -> Vec<(Condition, Failure)> {
        let mut errors = Vec::new();
        let place = P::root().below("errors");
        for (at, it) in self.list(raw, &place).iter().enumerate() {
            let place = place.item(at);
            self.object(it, &place, &["when", "is"]);
            let when = self.condition(&it.get("when"), &place.below("when"));
            errors.push((when, self.failure(&it.get("is"), &place.below("is"))));
        }
        errors
    }

    fn failure(&mut self, raw: &Raw, place: &P) -> Failure {
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
            self.wrong(place, || {
                let known = KNOWN.map(|it| it.0).join(", ");
                format!("\"{word}\" is no failure; they are: {known}")
            });
        }
        found.map_or(Failure::Broken, |it| it.1)
    }

    /// What nobody uses may still be wrong.
    fn unused_shapes(&mut self) {
        let shapes = self.shapes.clone();
        self.calls = ["ask", "root", rules::OUTSIDE].map(str::to_owned).into();
        for (name, shape, place) in self.named(&shapes, &P::root().below("shapes")) {
            if !self.used_shapes.contains(&name) {
                self.open_shapes.push(name);
                self.rule(&shape, &place, 0);
                self.open_shapes.pop();
            }
        }
    }
}
