//! What a mapping can say of a value.

use std::rc::Rc;

use super::{moment::Format, template::Template};
use crate::api::Raw;

/// Where a pointer starts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum From {
    /// The item in hand.
    Here,
    /// What was asked.
    Asked,
    /// The first call's answer.
    Root,
    /// The item that holds the list of the item in hand.
    Outside,
    /// A further call's answer.
    Call(String),
}

/// RFC 6901, with a place to start from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pointer {
    pub from: From,
    pub path: Vec<String>,
}

/// A word as it is, or one to look up.
#[derive(Clone, Debug)]
pub enum Word {
    Itself(String),
    At(Pointer),
}

/// Variables of a template.
pub type Variables = Vec<(String, Word)>;

/// A table of words; the second is for all other words.
pub type Table = (Vec<(String, String)>, Option<String>);

/// All lines must hold: what stands at the pointer is one of the values.
#[derive(Clone, Debug)]
pub struct Condition(pub Vec<(Pointer, Vec<Raw>)>);

/// Which items of a list count.
#[derive(Clone, Debug)]
pub struct Filter {
    pub only: Option<Condition>,
    pub unless: Option<Condition>,
}

/// Gives a value, or nothing.
#[derive(Clone, Debug)]
pub enum Rule {
    At(Pointer),
    First(Vec<Rule>),
    Fields(Vec<(String, Rule)>),
    Const(Raw),
    Lookup(Rc<Table>, Box<Rule>),
    Time(Box<Rule>, Format),
    Text(Vec<Word>),
    Plain(Box<Rule>),
    Each(Pointer, Filter, Box<Rule>),
    All(Vec<Rule>),
    Find { list: Pointer, by: Pointer, is: Box<Rule>, rule: Box<Rule> },
    Last(Pointer, Box<Rule>),
    Inside(Pointer, Box<Rule>),
    If { when: Condition, then: Box<Rule>, otherwise: Option<Box<Rule>> },
    Merge(Vec<Rule>),
    Url(Template, Variables),
}
