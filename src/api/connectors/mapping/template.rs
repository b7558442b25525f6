//! Addresses: the part of RFC 6570 that desks need.

use crate::api::{Query, segment};

/// An address with places for values.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Template(Vec<Piece>);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    Text(String),
    /// `{x}`: cannot leave its segment.
    Segment(String),
    /// `{+x}`: an address as it is, but for what could not be in one.
    Reserved(String),
    /// `{?x,y}`, `{&x,y}`: `name=value` for those that have a value.
    Query {
        first: bool,
        names: Vec<String>,
    },
}

/// What is wrong with a template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Slip {
    /// A `{` that is never closed.
    Open,
    /// In these braces, this is no name of a variable.
    Name(String, String),
    /// These braces take one variable.
    Many(String),
    /// In these braces, this operator is not known.
    Operator(String, char),
}

impl std::fmt::Display for Slip {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Open => f.write_str("a { is never closed"),
            Self::Name(inner, name) => {
                write!(f, "{{{inner}}}: \"{name}\" is no name of a variable")
            }
            Self::Many(inner) => write!(f, "{{{inner}}} takes one variable"),
            Self::Operator(inner, it) => write!(f, "{{{inner}}}: the operator {it} is not known"),
        }
    }
}

impl Template {
    /// Takes a template apart.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn read(text: &str) -> Result<Self, Slip> {
        let mut pieces = Vec::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            let Some((inner, after)) = after.split_once('}') else {
                return Err(Slip::Open);
            };
            if !before.is_empty() {
                pieces.push(Piece::Text(before.to_owned()));
            }
            let operator = inner.chars().next().filter(|it| !is_name_letter(*it));
            let names: Vec<String> =
                inner[usize::from(operator.is_some())..].split(',').map(str::to_owned).collect();
            if let Some(wrong) =
                names.iter().find(|it| it.is_empty() || !it.chars().all(is_name_letter))
            {
                return Err(Slip::Name(inner.to_owned(), wrong.clone()));
            }
            let one = |names: Vec<String>| match <[String; 1]>::try_from(names) {
                Ok([name]) => Ok(name),
                Err(_) => Err(Slip::Many(inner.to_owned())),
            };
            pieces.push(match operator {
                None => Piece::Segment(one(names)?),
                Some('+') => Piece::Reserved(one(names)?),
                Some('?') => Piece::Query { first: true, names },
                Some('&') => Piece::Query { first: false, names },
                Some(other) => return Err(Slip::Operator(inner.to_owned(), other)),
            });
            rest = after;
        }
        if !rest.is_empty() {
            pieces.push(Piece::Text(rest.to_owned()));
        }
        Ok(Self(pieces))
    }

    /// Every variable in it.
    pub fn names(&self) -> Vec<&str> {
        let names = self.0.iter().flat_map(|it| match it {
            Piece::Text(_) => &[],
            Piece::Segment(name) | Piece::Reserved(name) => std::slice::from_ref(name),
            Piece::Query { names, .. } => names.as_slice(),
        });
        names.map(String::as_str).collect()
    }

    /// With the values in their places; what has none is left out.
    pub fn expand(&self, variables: &[(String, String)]) -> String {
        // The last one counts: what a scope says is nearer than what a call says.
        let value = |name: &str| variables.iter().rfind(|it| it.0 == name).map(|it| it.1.as_str());
        let mut out = String::new();
        for piece in &self.0 {
            match piece {
                Piece::Text(text) => out.push_str(text),
                Piece::Segment(name) => out.push_str(&value(name).map(segment).unwrap_or_default()),
                Piece::Reserved(name) => out.push_str(&reserved(value(name).unwrap_or_default())),
                Piece::Query { first, names } => {
                    let query = names
                        .iter()
                        .fold(Query::default(), |query, name| query.with_some(name, value(name)));
                    let query = query.behind("");
                    match query.strip_prefix('?') {
                        Some(more) if !first => {
                            out.push('&');
                            out.push_str(more);
                        }
                        _ => out.push_str(&query),
                    }
                }
            }
        }
        out
    }
}

fn is_name_letter(it: char) -> bool {
    it.is_ascii_alphanumeric() || matches!(it, '_' | '[' | ']' | '.')
}

/// What an address may hold stays; all else is encoded.
fn reserved(text: &str) -> String {
    let may = |it: char| it.is_ascii_alphanumeric() || "-._~:/?#[]@!$&'()*+,;=%".contains(it);
    let mut out = String::new();
    let mut letter = [0; 4];
    for it in text.chars() {
        if may(it) {
            out.push(it);
        } else {
            out.push_str(&segment(it.encode_utf8(&mut letter)));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(template: &str, variables: &[(&str, &str)], expected: &str) {
        let variables: Vec<_> =
            variables.iter().map(|it| (it.0.to_owned(), it.1.to_owned())).collect();
        assert_eq!(Template::read(template).unwrap().expand(&variables), expected);
    }

    #[test]
    fn values_stay_in_their_places() {
        check("/a/{id}.json", &[("id", "../x?y")], "/a/..%2Fx%3Fy.json");
        check("/a{?x,y}{&z}", &[("y", "1&2"), ("z", "é")], "/a?y=1%262&z=%C3%A9");
        check("/a?q=1{&x}", &[("x", "2")], "/a?q=1&x=2");
        check("/a{?page[size]}", &[("page[size]", "2")], "/a?page[size]=2");
        check("{+url}/x", &[("url", "https://a.example/b c")], "https://a.example/b%20c/x");
        check("/a{?x}", &[], "/a");
    }

    #[test]
    fn slips_are_told() {
        for template in ["/a/{id", "/a/{!id}", "/a/{}", "/a/{a b}", "/a/{a,b}"] {
            assert!(Template::read(template).is_err(), "{template}");
        }
    }
}
