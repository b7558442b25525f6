//! How a list goes on.

use super::{eval::Sight, rule::Pointer};
use crate::api::{Cursor, Kind, Raw};

/// How a desk hands out its lists.
#[derive(Clone, Debug, Default)]
pub struct Paging {
    pub by: By,
    /// A yes or no that decides whether there is more.
    pub more: Option<Pointer>,
    /// A yes or no that decides whether this was the last.
    pub last: Option<Pointer>,
    /// The most items on a page.
    pub most: Option<u32>,
}

/// By what the next page is named.
#[derive(Clone, Debug, Default)]
pub enum By {
    /// There is one page.
    #[default]
    Nothing,
    /// How many come before it.
    Offset,
    /// Its number; the number of the first.
    Page(u32),
    /// The desk's bookmark, in the answer.
    Cursor(Pointer),
    /// Its address, in the answer.
    Url(Pointer),
    /// Its address, in the header `Link`.
    Link,
}

/// A page that came.
pub struct Page<'a> {
    pub root: &'a Raw,
    pub sight: &'a Sight<'a>,
    pub link: Option<&'a str>,
    pub after: Option<&'a Cursor>,
    pub received: usize,
    pub limit: u32,
    pub total: Option<u32>,
}

impl Paging {
    /// How many to ask for. Pages with numbers are all as large as the first one: a number says nothing of others.
    pub fn size(&self, limit: u32, after: Option<&Cursor>) -> u32 {
        let first = self.numbered(after).map(|it| it.1);
        first.unwrap_or_else(|| self.most.map_or(limit, |most| limit.min(most)))
    }

    /// The number of a page, and how large all of them are.
    fn numbered(&self, after: Option<&Cursor>) -> Option<(u32, u32)> {
        let (number, size) = after.filter(|_| matches!(self.by, By::Page(_)))?.0.split_once('/')?;
        number.parse().ok().zip(size.parse().ok())
    }

    /// The variable that names the page.
    pub fn place(&self, after: Option<&Cursor>) -> Option<(&'static str, String)> {
        let cursor = after.map(|it| it.0.clone());
        match &self.by {
            By::Offset => Some(("offset", cursor.unwrap_or_else(|| "0".into()))),
            By::Page(first) => {
                let number = self.numbered(after).map_or(*first, |it| it.0);
                Some(("page", number.to_string()))
            }
            By::Cursor(_) => cursor.map(|it| ("cursor", it)),
            By::Nothing | By::Url(_) | By::Link => None,
        }
    }

    /// The whole address of the page, where the desk gave it.
    pub fn address(&self, after: Option<&Cursor>) -> Option<String> {
        match &self.by {
            By::Url(_) | By::Link => after.map(|it| it.0.clone()),
            _ => None,
        }
    }

    /// The header of a page that says how it goes on.
    pub fn header(&self) -> Option<&'static str> {
        matches!(self.by, By::Link).then_some("link")
    }

    /// Where the next page starts. An empty page is the end, whatever is said: asking on would
    /// never end.
    pub fn next(&self, page: &Page) -> Option<Cursor> {
        let says_yes = |it: &Pointer| match it.look(page.root, page.sight).kind() {
            Kind::Flag(it) => it,
            Kind::Text(it) => it == "true",
            _ => false,
        };
        let is_over = self.last.as_ref().is_some_and(says_yes)
            || self.more.as_ref().is_some_and(|it| !says_yes(it));
        if is_over || page.received == 0 {
            return None;
        }
        let is_told = self.last.is_some() || self.more.is_some();
        let asked = self.size(page.limit, page.after);
        let number = page.after.and_then(|it| it.0.parse::<u32>().ok());
        let received = u32::try_from(page.received).unwrap_or(u32::MAX);
        let goes_on = |before: u32| match page.total {
            _ if is_told => true,
            Some(total) => before.saturating_add(received) < total,
            None => received >= asked,
        };
        let told = |it: Raw| it.as_text().filter(|it| !it.is_empty());
        let next = match &self.by {
            By::Nothing => None,
            By::Offset => {
                let before = number.unwrap_or(0);
                goes_on(before).then(|| before.saturating_add(received).to_string())
            }
            By::Page(first) => {
                let this = self.numbered(page.after).map_or(*first, |it| it.0);
                let before = this.saturating_sub(*first).saturating_mul(asked);
                goes_on(before).then(|| format!("{}/{asked}", this.saturating_add(1)))
            }
            By::Cursor(next) | By::Url(next) => told(next.look(page.root, page.sight)),
            By::Link => page.link.and_then(next_link),
        };
        // The same place again would be asked for without end.
        next.filter(|it| page.after.is_none_or(|before| before.0 != *it)).map(Cursor)
    }
}

/// The target of `rel="next"` in a `Link` header (RFC 8288).
fn next_link(header: &str) -> Option<String> {
    let mut rest = header;
    while let Some((_, after)) = rest.split_once('<') {
        let (target, after) = after.split_once('>')?;
        let end = after.find('<').unwrap_or(after.len());
        let is_next = after[..end].split([';', ',']).any(|it| {
            let relation = it.trim().strip_prefix("rel=").map(|it| it.trim_matches('"'));
            relation.is_some_and(|it| it.split(' ').any(|it| it.eq_ignore_ascii_case("next")))
        });
        if is_next {
            return Some(target.to_owned());
        }
        rest = after;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_link_is_found_among_others() {
        let header = r#"<https://a.example/t?page=1>; rel="prev", <https://a.example/t?page=3>; rel="next last""#;
        assert_eq!(next_link(header).as_deref(), Some("https://a.example/t?page=3"));
        assert_eq!(next_link("</t?page=3>;rel=next").as_deref(), Some("/t?page=3"));
        assert_eq!(next_link(r#"<x>; rel="last""#), None);
        assert_eq!(next_link("<x"), None);
    }
}
