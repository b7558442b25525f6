//! What changes a ticket.

use super::{Place, Reader};
use crate::api::{
    Kind, Method, Raw,
    connectors::mapping::writing::{Csrf, Load, Upload, Write, Writes},
};

/// What a command may have.
const WRITE: [&str; 9] =
    ["when", "before", "method", "send", "with", "headers", "body", "taken", "id"];
/// What taking a file may have.
const UPLOAD: [&str; 8] = ["before", "method", "send", "with", "headers", "file", "token", "when"];
/// Most calls before the one that changes something: the token, it, and a look come on top.
const MOST_BEFORE: usize = 2;

/// Reads the writing half of a mapping that was checked before.
pub fn checked(raw: &Raw) -> Writes {
    let mut reader = Reader::<()>::of(raw);
    reader.tables(&raw.get("tables"));
    reader.writes(raw)
}

impl<P: Place> Reader<P> {
    /// The writing half.
    pub fn writes(&mut self, raw: &Raw) -> Writes {
        let root = P::root();
        let mut of = |name: &str| self.commands(&raw.get(name), &root.below(name));
        let (reply, close, reopen) = (of("reply"), of("close"), of("reopen"));
        let (rate, follow_up) = (of("rate"), of("follow_up"));
        let csrf = Self::is_there(raw, "csrf").then(|| self.csrf(&raw.get("csrf")));
        let upload = self.upload(&raw.get("upload"), &root.below("upload"));
        Writes { csrf, upload, reply, close, reopen, rate, follow_up }
    }

    fn csrf(&mut self, raw: &Raw) -> Csrf {
        let place = P::root().below("csrf");
        self.object(raw, &place, &["get", "token", "from", "header"]);
        self.calls = vec!["ask".to_owned()];
        let from = Self::is_there(raw, "from").then(|| self.header(raw, &place, "from"));
        let token = self.some_pointer(raw, &place, "token");
        if from.is_some() == token.is_some() {
            self.wrong(&place, || {
                "where the token is: either token, a pointer, or from, a header".into()
            });
        }
        let header = self.header(raw, &place, "header");
        Csrf { get: self.address(raw, &place, "get", &[], &[]), token, from, header }
    }

    /// One, or several of which the first counts whose `when` holds.
    fn commands(&mut self, raw: &Raw, place: &P) -> Vec<Write> {
        match raw.list() {
            Some(items) => {
                let items = items.iter().enumerate();
                items.map(|(at, it)| self.command(it, &place.item(at))).collect()
            }
            None if raw.is_nothing() => Vec::new(),
            None => vec![self.command(raw, place)],
        }
    }

    fn command(&mut self, raw: &Raw, place: &P) -> Write {
        self.object(raw, place, &WRITE);
        let mut write = self.write(raw, place);
        if Self::is_there(raw, "body") {
            write.load = Load::Json(self.needed_rule(raw, place, "body", 0));
        }
        write
    }

    fn write(&mut self, raw: &Raw, place: &P) -> Write {
        const GIVEN: [&str; 2] = ["id", "filename"];
        self.calls = vec!["ask".to_owned()];
        let when = self.some_condition(raw, place, "when");
        let before = self.then(&raw.get("before"), &place.below("before"), &GIVEN);
        if before.len() > MOST_BEFORE {
            let what = || format!("at most {MOST_BEFORE} calls may come before");
            self.wrong(&place.below("before"), what);
        }
        let with = self.with(&raw.get("with"), &place.below("with"));
        let mut headers = Vec::new();
        for (name, value, at) in self.named(&raw.get("headers"), &place.below("headers")) {
            let value = self.text(&value, &at).unwrap_or_default();
            headers.push((name.to_ascii_lowercase(), value));
        }
        Write {
            when,
            before,
            method: self.method(raw, place),
            send: self.address(raw, place, "send", &GIVEN, &with),
            with,
            headers,
            load: Load::Nothing,
            taken: self.some_condition(raw, place, "taken"),
            id: self.some_pointer(raw, place, "id"),
        }
    }

    fn method(&mut self, raw: &Raw, place: &P) -> Method {
        if !Self::is_there(raw, "method") {
            return Method::Post;
        }
        let place = place.below("method");
        let word = self.text(&raw.get("method"), &place).unwrap_or_default();
        let known = [Method::Post, Method::Put, Method::Patch, Method::Delete];
        let found = known.into_iter().find(|it| it.as_str() == word);
        if found.is_none() {
            let what =
                || format!("\"{word}\" does not change anything; POST, PUT, PATCH and DELETE do");
            self.wrong(&place, what);
        }
        found.unwrap_or(Method::Post)
    }

    fn upload(&mut self, raw: &Raw, place: &P) -> Upload {
        match raw.kind() {
            Kind::Nothing => return Upload::None,
            Kind::Text("inline") => return Upload::Inline,
            _ => self.object(raw, place, &UPLOAD),
        }
        let mut write = self.write(raw, place);
        let (file, at) = (raw.get("file"), place.below("file"));
        write.load = match file.kind() {
            Kind::Text("raw") => Load::File,
            Kind::Object(_) => {
                self.object(&file, &at, &["form"]);
                Load::Form(self.text(&file.get("form"), &at.below("form")).unwrap_or_default())
            }
            _ => {
                self.wrong(&at, || "how the file goes: \"raw\", or { \"form\": its field }".into());
                Load::File
            }
        };
        let token = self.needed_pointer(raw, place, "token");
        Upload::Ahead(Box::new(write), token)
    }
}
