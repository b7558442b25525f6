//! A mapping as it is used: everything in it has been found right.

use super::{
    all_of,
    eval::{self, Sight},
    pages::Paging,
    rule::{Condition, Filter, Pointer, Rule, Variables},
    template::Template,
};
use crate::{
    api::{Failure, Raw},
    domain::{Scope, Sort, SortKey},
};

/// A whole mapping.
#[derive(Clone, Debug)]
pub struct Document {
    pub name: String,
    /// Header of the token, and what stands before it.
    pub token: (String, String),
    /// What a status means here.
    pub failures: Vec<(u16, Failure)>,
    /// Errors inside good answers.
    pub errors: Vec<(Condition, Failure)>,
    pub me: Call,
    pub tickets: Tickets,
    pub ticket: Call,
    pub messages: Call,
}

/// One ask: a request, those after it, and what they make.
#[derive(Clone, Debug)]
pub struct Call {
    pub get: Template,
    pub with: Variables,
    pub then: Vec<Then>,
    pub rule: Rule,
}

/// A request after the first.
#[derive(Clone, Debug)]
pub struct Then {
    pub name: String,
    pub get: Template,
    pub with: Variables,
    pub when: Option<Condition>,
    pub is_optional: bool,
}

impl Then {
    /// Where it goes, with what was asked and what is known by then.
    pub fn address(&self, asked: &Raw, here: &Raw, sight: &Sight) -> String {
        let mut variables = all_of(asked);
        variables.extend(eval::variables(&self.with, here, sight));
        self.get.expand(&variables)
    }
}

/// The list of tickets.
#[derive(Clone, Debug)]
pub struct Tickets {
    pub call: Call,
    pub items: Pointer,
    pub filter: Filter,
    pub total: Option<Pointer>,
    /// `mine`, `cc`, `org` → the variables that choose them.
    pub scopes: Vec<(String, Variables)>,
    /// The contract's word → the desk's, for up and for down.
    pub sort: Vec<(SortKey, [String; 2])>,
    /// The desk's words for up and down.
    pub order: Option<[String; 2]>,
    pub paging: Paging,
}

impl Tickets {
    /// The variables of a list; `None` if the desk has no such list.
    pub fn scope(&self, scope: &Scope) -> Option<&Variables> {
        let name = match scope {
            Scope::Mine => "mine",
            Scope::CopiedOn => "cc",
            Scope::Organization(_) => "org",
        };
        self.scopes.iter().find(|it| it.0 == name).map(|it| &it.1)
    }

    /// Whether the desk itself sorts so.
    pub fn sorts_by(&self, key: SortKey) -> bool {
        self.sort.iter().any(|it| it.0 == key)
    }

    /// The variables of an order.
    pub fn order(&self, sort: Sort) -> Vec<(&'static str, &str)> {
        let Some((_, words)) = self.sort.iter().find(|it| it.0 == sort.key) else {
            return Vec::new();
        };
        let way = usize::from(sort.descending);
        let order = self.order.iter().map(|it| ("order", it[way].as_str()));
        order.chain([("sort", words[way].as_str())]).collect()
    }
}
