//! JSON as a tree: read once, looked into as often as is wanted, and copied by sharing. The same in a browser as
//! natively.
//!
//! The browser's own parser would be smaller, but every look into what it makes is three calls out of the wasm, and a
//! list of fifteen tickets is a thousand looks: the first rows came a twentieth later. A crate's lexers (hifijson) did
//! the same in a kilobyte more of the first list.

mod text;

use std::rc::Rc;

use self::text::Node;
use crate::domain::Time;

/// A piece of JSON. What is wrong with a piece costs that piece: one bad ticket is one ticket. Copies share what is in it.
#[derive(Clone, Debug, Default)]
pub struct Raw(Option<Rc<Node>>);

/// What a piece of JSON is.
#[derive(Clone, Copy, Debug)]
pub enum Kind<'a> {
    /// `null`, or nothing at all.
    Nothing,
    /// Yes or no.
    Flag(bool),
    /// A number.
    Number,
    /// Text, or a long integer.
    Text(&'a str),
    /// A list.
    List(&'a [Raw]),
    /// An object.
    Object(&'a [(Box<str>, Raw)]),
}

impl Raw {
    /// What is in a whole body.
    ///
    /// # Errors
    /// The byte at which it is no JSON.
    pub fn parse(bytes: &[u8]) -> Result<Self, usize> {
        text::parse(bytes)
    }

    /// Text, or a number as text: ids come as either.
    pub fn text(&self, name: &str) -> Option<String> {
        self.field(name)?.as_text()
    }

    /// As [`Self::text`], empty where there is none.
    pub fn words(&self, name: &str) -> String {
        self.text(name).unwrap_or_default()
    }

    /// An instant in RFC 3339.
    pub fn time(&self, name: &str) -> Option<Time> {
        Time::parse(&self.text(name)?)
    }

    /// Whether it says `true`.
    pub fn flag(&self, name: &str) -> bool {
        self.yes_or_no(name) == Some(true)
    }

    /// What it says, if it is `true` or `false`.
    pub fn yes_or_no(&self, name: &str) -> Option<bool> {
        match self.field(name)?.node()? {
            Node::Bool(it) => Some(*it),
            _ => None,
        }
    }

    /// A count that can be counted.
    pub fn count(&self, name: &str) -> Option<u32> {
        self.field(name)?.as_count()
    }

    /// As [`Self::count`], of itself.
    pub fn as_count(&self) -> Option<u32> {
        let number = self.as_number()?;
        (0.0..=f64::from(u32::MAX)).contains(&number).then_some(number as u32)
    }

    /// A number.
    pub fn number(&self, name: &str) -> Option<f64> {
        self.field(name)?.as_number()
    }

    /// As [`Self::number`], of itself.
    pub fn as_number(&self) -> Option<f64> {
        self.node()?.as_number()
    }

    /// An object below it; `None` for anything else.
    pub fn object(&self, name: &str) -> Option<Self> {
        self.field(name).filter(|it| it.is_object()).cloned()
    }

    /// The pieces of a list that can be read; a list that is not there is an empty one.
    pub fn each<T>(&self, name: &str, make: fn(&Self) -> Option<T>) -> Vec<T> {
        let mut all = Vec::new();
        // A loop: collecting is half a kilobyte of code a type.
        for it in self.items(name).unwrap_or_default() {
            if let Some(made) = make(it) {
                all.push(made);
            }
        }
        all
    }

    /// The words of a list of words.
    pub fn each_word(&self, name: &str) -> Vec<String> {
        self.each(name, Self::as_text)
    }

    /// The pieces of a list; `None` where there is no list.
    pub fn items(&self, name: &str) -> Option<&[Self]> {
        self.field(name)?.list()
    }

    /// Nothing.
    pub fn nothing() -> Self {
        Self::default()
    }

    /// Text.
    pub fn of_text(text: &str) -> Self {
        Self::of_node(Node::Text(text.into()))
    }

    /// Yes or no.
    pub fn of_flag(it: bool) -> Self {
        Self::of_node(Node::Bool(it))
    }

    /// An object with these fields, in a connector's own words.
    pub fn of<const N: usize>(fields: [(&str, Self); N]) -> Self {
        Self::of_fields(fields.into_iter().map(|(name, it)| (name.to_owned(), it)).collect())
    }

    /// A number; a whole one is written as such. What is no number is nothing.
    pub fn of_number(it: f64) -> Self {
        if it.is_finite() { Self::of_node(Node::number(it)) } else { Self::nothing() }
    }

    /// As JSON text.
    pub fn json(&self) -> String {
        let mut out = String::new();
        text::write(self, &mut out);
        out
    }

    /// A field of an object; nothing where there is none.
    pub fn get(&self, name: &str) -> Self {
        self.field(name).cloned().unwrap_or_default()
    }

    /// Whether it is an object.
    pub fn is_object(&self) -> bool {
        matches!(self.node(), Some(Node::Object(_)))
    }

    /// A step of a JSON Pointer (RFC 6901): a field of an object, or an item of a list by its place in digits.
    pub fn below(&self, name: &str) -> Option<&Self> {
        let Some(items) = self.list() else { return self.field(name) };
        let is_place = name == "0" || name.starts_with(|it| matches!(it, '1'..='9'));
        items.get(name.parse::<usize>().ok().filter(|_| is_place)?)
    }

    /// What it is.
    pub fn kind(&self) -> Kind<'_> {
        match self.node() {
            None => Kind::Nothing,
            Some(Node::Bool(it)) => Kind::Flag(*it),
            Some(Node::Number(_)) => Kind::Number,
            Some(Node::Text(it)) => Kind::Text(it),
            Some(Node::List(items)) => Kind::List(items),
            Some(Node::Object(fields)) => Kind::Object(fields),
        }
    }

    /// Whether it is `null`, or not there.
    pub fn is_nothing(&self) -> bool {
        self.0.is_none()
    }

    /// The fields of an object, in their order; none of anything else.
    pub fn fields(&self) -> &[(Box<str>, Self)] {
        match self.node() {
            Some(Node::Object(fields)) => fields,
            _ => &[],
        }
    }

    /// Its own pieces, if it is a list.
    pub fn list(&self) -> Option<&[Self]> {
        match self.node()? {
            Node::List(items) => Some(items),
            _ => None,
        }
    }

    /// A list.
    pub fn of_list(items: Vec<Self>) -> Self {
        Self::of_node(Node::List(items))
    }

    /// An object; of fields with one name the last one counts.
    pub fn of_fields(fields: Vec<(String, Self)>) -> Self {
        let mut all = Vec::new();
        for (name, it) in fields {
            text::put(&mut all, name.into(), it);
        }
        Self::of_node(Node::Object(all))
    }

    /// Text, or a number as text.
    pub fn as_text(&self) -> Option<String> {
        self.as_str().map(str::to_owned)
    }

    /// As [`Self::as_text`], where it is.
    pub fn as_str(&self) -> Option<&str> {
        match self.node()? {
            Node::Text(it) | Node::Number(it) => Some(it),
            _ => None,
        }
    }

    fn of_node(it: Node) -> Self {
        Self(Some(Rc::new(it)))
    }

    fn node(&self) -> Option<&Node> {
        self.0.as_deref()
    }

    fn field(&self, name: &str) -> Option<&Self> {
        self.fields().iter().find(|it| &*it.0 == name).map(|it| &it.1)
    }
}
