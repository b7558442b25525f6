//! What a mapping makes of a desk, before the widget's reader takes it: for who holds a mapping against
//! the contract. It travels to nobody.

use super::{
    Found, Mapping, WritingMapping, deskpane,
    eval::{self, Sight},
};
use crate::{
    api::{ApiError, Ask, Connector, Failure, Raw, Reply, Step},
    domain::{Scope, Sort, SortKey, Time},
};

impl Mapping {
    /// As [`Connector::step`], but done it is JSON in the contract's shape: a `Me`, a page, or a
    /// `Ticket`. What the widget would leave out as unreadable is still in it.
    pub fn told(&self, ask: &Ask, replies: &[Reply]) -> Step<Raw> {
        let answer = |first: &Reply, root: &Raw, sight: &Sight| self.tell(ask, first, root, sight);
        self.next(ask, replies, answer).unwrap_or_else(Step::Fail)
    }

    /// Whether the desk is told how many tickets a page is to have.
    pub fn counts(&self) -> bool {
        let first = |limit| {
            let sort = Sort::default();
            let ask = Ask::Tickets { scope: Scope::Mine, sort, limit, after: None, find: None };
            match self.step(&ask, &[]) {
                Step::Send(request) => Some(request.path),
                Step::Done(_) | Step::Fail(_) => None,
            }
        };
        first(1) != first(2)
    }

    fn tell(&self, ask: &Ask, reply: &Reply, root: &Raw, sight: &Sight) -> Result<Raw, ApiError> {
        let made = |it: &Raw| eval::value(&self.call(ask).rule, it, sight);
        Ok(match ask {
            Ask::Me => self.offered(made(root)),
            Ask::Tickets { limit, after, .. } => {
                let Found { items, total, next } =
                    self.found(reply, root, sight, *limit, after.as_ref())?;
                let mut fields = vec![("items", Raw::of_list(items.iter().map(made).collect()))];
                fields.extend(total.map(|it| ("total", Raw::of_number(f64::from(it)))));
                fields.extend(next.map(|it| ("next_cursor", Raw::of_text(&it.0))));
                object(fields)
            }
            Ask::Ticket(_) => made(root),
            Ask::Messages { .. } => {
                let none = || ApiError::new(Failure::Unreadable, "no list of messages");
                let mut items = made(root).list().ok_or_else(none)?.to_vec();
                let at = |it: &Raw| it.time("created_at").map_or(f64::INFINITY, Time::millis);
                items.sort_by(|a, b| at(a).total_cmp(&at(b)));
                object(vec![("items", Raw::of_list(items))])
            }
            Ask::File(_) => return Err(ApiError::new(Failure::Refused, "a file is no JSON")),
        })
    }

    /// With what follows from the mapping, in the contract's words.
    fn offered(&self, me: Raw) -> Raw {
        let Some(can) = deskpane::me(&me).map(|it| self.offer(it).can) else { return me };
        let said = me.get("capabilities");
        let mut fields = fields_of(&said);
        let mut fill = |name: &str, words: Vec<String>| {
            if said.each_word(name).is_empty() {
                let words = words.iter().map(|it| Raw::of_text(it)).collect();
                fields.push((name.to_owned(), Raw::of_list(words)));
            }
        };
        let upwards = |it: &SortKey| deskpane::sort_word(Sort { key: *it, descending: false });
        fill("scopes", can.scopes.iter().map(deskpane::scope_word).collect());
        fill("sort", can.sort.iter().map(upwards).collect());
        let mut all = fields_of(&me);
        all.push(("capabilities".to_owned(), Raw::of_fields(fields)));
        Raw::of_fields(all)
    }
}

impl WritingMapping {
    /// Its reading half.
    pub fn reading(&self) -> &Mapping {
        &self.mapping
    }
}

fn object(fields: Vec<(&str, Raw)>) -> Raw {
    Raw::of_fields(fields.into_iter().map(|(name, it)| (name.to_owned(), it)).collect())
}

fn fields_of(it: &Raw) -> Vec<(String, Raw)> {
    it.fields().iter().map(|(name, it)| (name.to_string(), it.clone())).collect()
}
