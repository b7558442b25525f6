//! Calls: addresses, what follows them, and how lists go on.

use super::{Place, Reader, rules::OUTSIDE};
use crate::{
    api::{
        Kind, Raw,
        client::MOST_STEPS,
        connectors::mapping::{
            document::{Call, Then, Tickets},
            pages::{By, Paging},
            rule::{Variables, Word},
            template::Template,
        },
    },
    domain::SortKey,
};

/// What every call may have.
const CALL: [&str; 4] = ["get", "with", "then", "as"];
/// What the list has besides.
const LIST: [&str; 9] =
    ["items", "where", "unless", "total", "scopes", "sort", "order", "paging", "as"];
/// What the widget knows of a page.
const PAGE: [&str; 7] = ["limit", "offset", "page", "cursor", "sort", "order", "org"];

impl<P: Place> Reader<P> {
    /// A call; `given` are variables that the widget has, `more` fields that it may have besides.
    pub fn call(&mut self, raw: &Raw, place: &P, given: &[&str], more: &[&str]) -> Call {
        if raw.is_nothing() {
            self.wrong(place, || "this is missing".into());
        }
        if P::IS_TOLD {
            let known: Vec<&str> = CALL.iter().chain(more).copied().collect();
            self.object(raw, place, &known);
        }
        self.calls = vec!["ask".to_owned()];
        let with = self.with(&raw.get("with"), &place.below("with"));
        let get = self.address(raw, place, "get", given, &with);
        self.calls.push("root".to_owned());
        let then = self.then(&raw.get("then"), &place.below("then"), given);
        Call { get, with, then, rule: self.needed_rule(raw, place, "as", 0) }
    }

    /// An address below the API: the template in the field `name`.
    pub fn address(
        &mut self,
        raw: &Raw,
        place: &P,
        name: &str,
        given: &[&str],
        with: &[(String, Word)],
    ) -> Template {
        let place = place.below(name);
        let Some(text) = self.text(&raw.get(name), &place) else { return Template::default() };
        if !text.starts_with('/') {
            self.wrong(&place, || format!("\"{text}\" does not begin with /"));
        }
        self.template(&text, &place, given, with)
    }

    /// A template whose variables are all filled: one that nothing fills is a slip.
    pub fn template(
        &mut self,
        text: &str,
        place: &P,
        given: &[&str],
        with: &[(String, Word)],
    ) -> Template {
        let template = Template::read(text).unwrap_or_else(|what| {
            self.wrong(place, || what.to_string());
            Template::default()
        });
        for name in template.names().into_iter().filter(|_| P::IS_TOLD) {
            if !given.contains(&name) && !with.iter().any(|it| it.0 == name) {
                self.wrong(place, || format!("nothing fills the variable {name}"));
            }
        }
        template
    }

    /// Words and pointers by name.
    pub fn with(&mut self, raw: &Raw, place: &P) -> Variables {
        let mut variables = Vec::new();
        for (name, value, place) in self.named(raw, place) {
            variables.push((name, self.word(&value, &place)));
        }
        variables
    }

    /// A pointer if it looks like one, else the word itself.
    pub fn word(&mut self, raw: &Raw, place: &P) -> Word {
        match self.text(raw, place) {
            Some(text) if text.starts_with(['/', '@']) => Word::At(self.pointer(&text, place)),
            text => Word::Itself(text.unwrap_or_default()),
        }
    }

    /// Calls by name, in order.
    pub fn then(&mut self, raw: &Raw, place: &P, given: &[&str]) -> Vec<Then> {
        let items = self.list(raw, place);
        if items.len() >= MOST_STEPS {
            self.wrong(place, || format!("at most {} calls may follow", MOST_STEPS - 1));
        }
        let mut calls = Vec::new();
        for (at, it) in items.iter().enumerate() {
            calls.push(self.then_one(it, &place.item(at), given));
        }
        calls
    }

    fn then_one(&mut self, raw: &Raw, place: &P, given: &[&str]) -> Then {
        self.object(raw, place, &["name", "get", "with", "when", "optional"]);
        let named = place.below("name");
        let name = self.text(&raw.get("name"), &named).unwrap_or_default();
        let with = self.with(&raw.get("with"), &place.below("with"));
        let get = self.address(raw, place, "get", given, &with);
        let when = self.some_condition(raw, place, "when");
        if Self::is_there(raw, "optional") && raw.yes_or_no("optional").is_none() {
            self.wrong(&place.below("optional"), || "true or false is needed here".into());
        }
        if self.calls.contains(&name) || name == OUTSIDE {
            self.wrong(&named, || format!("the name {name} is taken"));
        }
        self.calls.push(name.clone());
        Then { name, get, with, when, is_optional: raw.flag("optional") }
    }

    /// The list of tickets.
    pub fn tickets(&mut self, raw: &Raw, place: &P) -> Tickets {
        self.calls = vec!["ask".to_owned()];
        let scopes = self.scopes(&raw.get("scopes"), &place.below("scopes"));
        let chosen = scopes.iter().flat_map(|it| it.1.iter().map(|(name, _)| name.as_str()));
        let given: Vec<&str> = PAGE.into_iter().chain(chosen).collect();
        let call = self.call(raw, place, &given, &LIST);
        let order = Self::is_there(raw, "order");
        Tickets {
            call,
            items: self.needed_pointer(raw, place, "items"),
            filter: self.filter(raw, place),
            total: self.some_pointer(raw, place, "total"),
            sort: self.sort(&raw.get("sort"), &place.below("sort")),
            order: order.then(|| self.two_words(&raw.get("order"), &place.below("order"))),
            paging: self.paging(&raw.get("paging"), &place.below("paging")),
            scopes,
        }
    }

    fn scopes(&mut self, raw: &Raw, place: &P) -> Vec<(String, Variables)> {
        if raw.fields().is_empty() {
            self.wrong(place, || "this is missing: which lists there are (mine, cc, org)".into());
        }
        let mut scopes = Vec::new();
        for (name, chosen, place) in self.named(raw, place) {
            if !["mine", "cc", "org"].contains(&name.as_str()) {
                let what = || format!("\"{name}\" is no list; there are mine, cc and org");
                self.wrong(&place, what);
            }
            let chosen = self.with(&chosen, &place);
            scopes.push((name, chosen));
        }
        scopes
    }

    fn sort(&mut self, raw: &Raw, place: &P) -> Vec<(SortKey, [String; 2])> {
        const KNOWN: [(&str, SortKey); 5] = [
            ("created_at", SortKey::Created),
            ("updated_at", SortKey::Updated),
            ("status", SortKey::Status),
            ("priority", SortKey::Priority),
            ("id", SortKey::Id),
        ];
        let mut sort = Vec::new();
        for (name, words, place) in self.named(raw, place) {
            let Some((_, key)) = KNOWN.iter().find(|it| it.0 == name) else {
                self.wrong(&place, || {
                    let known = KNOWN.map(|it| it.0).join(", ");
                    format!("nothing sorts by \"{name}\"; there are: {known}")
                });
                continue;
            };
            let words = match words.kind() {
                Kind::Text(word) => [word.to_owned(), word.to_owned()],
                _ => self.two_words(&words, &place),
            };
            sort.push((*key, words));
        }
        sort
    }

    fn two_words(&mut self, raw: &Raw, place: &P) -> [String; 2] {
        let items = raw.list().unwrap_or_default();
        let mut words = items.iter().filter_map(Raw::as_text);
        match (items.len(), words.next(), words.next()) {
            (2, Some(up), Some(down)) => [up, down],
            _ => {
                self.wrong(place, || "two words are needed here: up and down".into());
                Default::default()
            }
        }
    }

    fn paging(&mut self, raw: &Raw, place: &P) -> Paging {
        if raw.is_nothing() {
            return Paging::default();
        }
        self.object(raw, place, &["by", "first", "next", "more", "last", "most"]);
        let word = self.text(&raw.get("by"), &place.below("by"));
        let by = match word.as_deref() {
            Some("offset") => By::Offset,
            Some("page") => By::Page(self.some_count(raw, place, "first").unwrap_or(1)),
            Some("cursor") => By::Cursor(self.needed_pointer(raw, place, "next")),
            Some("url") => By::Url(self.needed_pointer(raw, place, "next")),
            Some("link") => By::Link,
            Some(other) => {
                let known = "offset, page, cursor, url, link";
                let what = || format!("no list goes on by \"{other}\"; they do by: {known}");
                self.wrong(&place.below("by"), what);
                By::Nothing
            }
            None => By::Nothing,
        };
        Paging {
            by,
            more: self.some_pointer(raw, place, "more"),
            last: self.some_pointer(raw, place, "last"),
            most: self.some_count(raw, place, "most"),
        }
    }

    fn some_count(&mut self, raw: &Raw, place: &P, name: &str) -> Option<u32> {
        let count = raw.count(name);
        if count.is_none() && Self::is_there(raw, name) {
            self.wrong(&place.below(name), || "a number is needed here".into());
        }
        count
    }
}
