//! Calls: addresses, what follows them, and how lists go on.

use super::{Reader, below};
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

impl Reader {
    /// A call; `given` are variables that the widget has, `more` fields that it may have besides.
    pub fn call(&mut self, raw: &Raw, place: &str, given: &[&str], more: &[&str]) -> Option<Call> {
        if raw.kind() == Kind::Nothing {
            return self.wrong(place, "this is missing");
        }
        let known: Vec<&str> = CALL.iter().chain(more).copied().collect();
        self.object(raw, place, &known)?;
        self.calls = vec!["ask".to_owned()];
        let with = self.with(&raw.get("with"), &below(place, "with"));
        let get = self.address(raw, place, given, &with);
        self.calls.push("root".to_owned());
        let then = self.then(&raw.get("then"), &below(place, "then"), given);
        let rule = self.needed_rule(raw, place, "as", 0);
        Some(Call { get: get?, with, then, rule: rule? })
    }

    fn address(
        &mut self,
        raw: &Raw,
        place: &str,
        given: &[&str],
        with: &[(String, Word)],
    ) -> Option<Template> {
        let place = below(place, "get");
        let text = self.text(&raw.get("get"), &place)?;
        if !text.starts_with('/') {
            return self.wrong(&place, format!("\"{text}\" does not begin with /"));
        }
        let template = match Template::read(&text) {
            Ok(template) => template,
            Err(what) => return self.wrong(&place, what),
        };
        self.known_variables(&template, &place, given, with)?;
        Some(template)
    }

    /// A variable that nothing fills is a slip.
    pub fn known_variables(
        &mut self,
        template: &Template,
        place: &str,
        given: &[&str],
        with: &[(String, Word)],
    ) -> Option<()> {
        let names = template.names();
        let is_known = |it: &str| given.contains(&it) || with.iter().any(|(name, _)| name == it);
        match names.into_iter().find(|it| !is_known(it)) {
            Some(name) => self.wrong(place, format!("nothing fills the variable {name}")),
            None => Some(()),
        }
    }

    /// Words and pointers by name.
    pub fn with(&mut self, raw: &Raw, place: &str) -> Variables {
        let mut variables = Vec::new();
        for (name, value, place) in self.named(raw, place) {
            if let Some(word) = self.word(&value, &place) {
                variables.push((name, word));
            }
        }
        variables
    }

    /// A pointer if it looks like one, else the word itself.
    pub fn word(&mut self, raw: &Raw, place: &str) -> Option<Word> {
        let text = self.text(raw, place)?;
        if text.starts_with(['/', '@']) {
            return self.pointer(&text, place).map(Word::At);
        }
        Some(Word::Itself(text))
    }

    fn then(&mut self, raw: &Raw, place: &str, given: &[&str]) -> Vec<Then> {
        if raw.kind() == Kind::Nothing {
            return Vec::new();
        }
        let Some(items) = raw.list() else {
            self.wrong::<()>(place, "a list is needed here");
            return Vec::new();
        };
        if items.len() >= MOST_STEPS {
            self.wrong::<()>(place, format!("at most {} calls may follow", MOST_STEPS - 1));
        }
        let mut calls = Vec::new();
        for (at, it) in items.iter().enumerate() {
            let place = format!("{place}/{at}");
            calls.extend(self.then_one(it, &place, given));
        }
        calls
    }

    fn then_one(&mut self, raw: &Raw, place: &str, given: &[&str]) -> Option<Then> {
        self.object(raw, place, &["name", "get", "with", "when", "optional"])?;
        let named = below(place, "name");
        let name = self.text(&raw.get("name"), &named);
        let with = self.with(&raw.get("with"), &below(place, "with"));
        let get = self.address(raw, place, given, &with);
        let when = match raw.get("when").kind() {
            Kind::Nothing => None,
            _ => Some(self.condition(&raw.get("when"), &below(place, "when"))?),
        };
        let name = name?;
        if self.calls.contains(&name) {
            return self.wrong(&named, format!("the name {name} is taken"));
        }
        self.calls.push(name.clone());
        Some(Then { name, get: get?, with, when, is_optional: raw.flag("optional") })
    }

    /// The list of tickets.
    pub fn tickets(&mut self, raw: &Raw, place: &str) -> Option<Tickets> {
        self.calls = vec!["ask".to_owned()];
        let scopes = self.scopes(&raw.get("scopes"), &below(place, "scopes"));
        let chosen = scopes.iter().flat_map(|it| it.1.iter().map(|(name, _)| name.as_str()));
        let given: Vec<&str> = PAGE.into_iter().chain(chosen).collect();
        let call = self.call(raw, place, &given, &LIST)?;
        let items = self.needed_pointer(raw, place, "items");
        let filter = self.filter(raw, place);
        let total = self.some_pointer(raw, place, "total");
        let sort = self.sort(&raw.get("sort"), &below(place, "sort"));
        let order = match raw.get("order").kind() {
            Kind::Nothing => None,
            _ => Some(self.two_words(&raw.get("order"), &below(place, "order"))?),
        };
        let paging = self.paging(&raw.get("paging"), &below(place, "paging"))?;
        Some(Tickets { call, items: items?, filter: filter?, total, scopes, sort, order, paging })
    }

    fn scopes(&mut self, raw: &Raw, place: &str) -> Vec<(String, Variables)> {
        if raw.names().is_empty() {
            self.wrong::<()>(place, "this is missing: which lists there are (mine, cc, org)");
        }
        let mut scopes = Vec::new();
        for (name, chosen, place) in self.named(raw, place) {
            if !["mine", "cc", "org"].contains(&name.as_str()) {
                let what = format!("\"{name}\" is no list; there are mine, cc and org");
                self.wrong::<()>(&place, what);
            }
            let chosen = self.with(&chosen, &place);
            scopes.push((name, chosen));
        }
        scopes
    }

    fn sort(&mut self, raw: &Raw, place: &str) -> Vec<(SortKey, [String; 2])> {
        let mut sort = Vec::new();
        for (name, words, place) in self.named(raw, place) {
            let key = match name.as_str() {
                "created_at" => SortKey::Created,
                "updated_at" => SortKey::Updated,
                "status" => SortKey::Status,
                "priority" => SortKey::Priority,
                "id" => SortKey::Id,
                _ => {
                    let what = format!(
                        "nothing sorts by \"{name}\"; there are created_at, updated_at, status, priority and id"
                    );
                    self.wrong::<()>(&place, what);
                    continue;
                }
            };
            let words = match words.kind() {
                Kind::Text(word) => Some([word.clone(), word]),
                _ => self.two_words(&words, &place),
            };
            sort.extend(words.map(|it| (key, it)));
        }
        sort
    }

    fn two_words(&mut self, raw: &Raw, place: &str) -> Option<[String; 2]> {
        let words: Option<Vec<String>> =
            raw.list().map(|it| it.iter().filter_map(Raw::as_text).collect());
        match words.map(<[String; 2]>::try_from) {
            Some(Ok(words)) => Some(words),
            _ => self.wrong(place, "two words are needed here: up and down"),
        }
    }

    fn paging(&mut self, raw: &Raw, place: &str) -> Option<Paging> {
        if raw.kind() == Kind::Nothing {
            return Some(Paging::default());
        }
        self.object(raw, place, &["by", "first", "next", "more", "last", "most"])?;
        let word = self.text(&raw.get("by"), &below(place, "by"))?;
        let by = match word.as_str() {
            "offset" => By::Offset,
            "page" => By::Page(self.some_count(raw, place, "first")?.unwrap_or(1)),
            "cursor" => By::Cursor(self.needed_pointer(raw, place, "next")?),
            "url" => By::Url(self.needed_pointer(raw, place, "next")?),
            "link" => By::Link,
            _ => {
                let known = "offset, page, cursor, url, link";
                let what = format!("no list goes on by \"{word}\"; they do by: {known}");
                return self.wrong(&below(place, "by"), what);
            }
        };
        let more = self.some_pointer(raw, place, "more");
        let last = self.some_pointer(raw, place, "last");
        let most = self.some_count(raw, place, "most")?;
        Some(Paging { by, more, last, most })
    }

    fn some_count(&mut self, raw: &Raw, place: &str, name: &str) -> Option<Option<u32>> {
        match (raw.get(name).kind(), raw.count(name)) {
            (Kind::Nothing, _) => Some(None),
            (_, Some(count)) => Some(Some(count)),
            _ => self.wrong(&below(place, name), "a number is needed here"),
        }
    }
}
