//! Where somebody is, in one string: what stands in the page's address, and what a saved view is (L6).
//!
//! `1042` is a ticket, `1042*m5` a message of it, and a list begins with `~`: `~scope.cc~sort.-created~q.late`.
//! What is not understood is left out, whoever wrote it.

use super::{Column, Filter, MessageId, Scope, Sort, TicketId};

/// Letters of text that are looked for: addresses have an end, and what follows says little.
const MOST_TEXT: usize = 300;

/// Text to look for, as it is sent and as it is kept.
pub fn sought(text: &str) -> String {
    let text: String = text.trim().chars().take(MOST_TEXT).collect();
    text.trim_end().to_owned()
}

/// How a ticket, or a message of it, stands in an address.
pub fn write_ticket(id: &TicketId, message: Option<&MessageId>) -> String {
    let message = message.map_or_else(String::new, |it| format!("*{}", it.as_str()));
    format!("{}{message}", id.as_str())
}

/// What such a string says; `None` where it is no ticket's.
pub fn read_ticket(text: &str) -> Option<(TicketId, Option<MessageId>)> {
    let mut parts = text.splitn(2, '*');
    let id = TicketId::read(parts.next()?)?;
    // A message's is only ever compared: a desk may call its messages as it likes.
    Some((id, parts.next().map(MessageId::new)))
}

/// Where somebody is.
#[derive(Clone, Debug, PartialEq)]
pub enum Spot {
    /// At a ticket, or at a message of it.
    Ticket(TicketId, Option<MessageId>),
    /// At a list.
    List(Looking),
}

/// A list, and what is looked for in it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Looking {
    /// Whose.
    pub scope: Scope,
    /// In which order.
    pub sort: Sort,
    /// For what.
    pub filter: Filter,
}

impl Spot {
    /// As one string; empty for the list as it is at first.
    pub fn write(&self) -> String {
        match self {
            Self::Ticket(id, message) => write_ticket(id, message.as_ref()),
            Self::List(looking) => looking.write(),
        }
    }

    /// What such a string says; `None` for what is neither a ticket that could be nor a list.
    pub fn read(text: &str) -> Option<Self> {
        if text.is_empty() || text.starts_with('~') {
            return Some(Self::List(Looking::read(text)));
        }
        read_ticket(text).map(|(id, message)| Self::Ticket(id, message))
    }
}

impl Looking {
    /// As one string; empty for the list as it is at first.
    pub fn write(&self) -> String {
        let mut out = String::new();
        let mut add = |name: &str, value: &str| {
            out.push('~');
            out.push_str(name);
            out.push('.');
            for letter in value.chars() {
                match letter {
                    '~' => out.push_str("!t"),
                    '!' => out.push_str("!!"),
                    it => out.push(it),
                }
            }
        };
        match &self.scope {
            Scope::Mine => {}
            Scope::CopiedOn => add("scope", "cc"),
            Scope::Organization(id) => add("scope", &format!("org:{id}")),
        }
        let key = Column::ALL.iter().find(|it| it.sort_key() == Some(self.sort.key));
        if let Some(key) = key.filter(|_| self.sort != Sort::default()) {
            let sign = if self.sort.descending { "-" } else { "" };
            add("sort", &format!("{sign}{}", key.name()));
        }
        for (name, value) in self.filter.words() {
            add(name, &value);
        }
        let text = sought(&self.filter.text);
        if !text.is_empty() {
            add("q", &text);
        }
        out
    }

    /// What such a string says.
    pub fn read(text: &str) -> Self {
        let parts = text.split('~').filter_map(|it| it.split_once('.'));
        parts.fold(Self::default(), |it, (name, value)| it.take(name, &plain(value)))
    }

    fn take(mut self, name: &str, value: &str) -> Self {
        match name {
            "scope" => {
                self.scope = match value.strip_prefix("org:") {
                    Some(id) if !id.is_empty() => Scope::Organization(id.to_owned()),
                    _ if value == "cc" => Scope::CopiedOn,
                    _ => Scope::Mine,
                };
            }
            "sort" => {
                let name = value.strip_prefix('-').unwrap_or(value);
                let column = Column::ALL.iter().find(|it| it.name() == name);
                if let Some(key) = column.and_then(|it| it.sort_key()) {
                    self.sort = Sort { key, descending: value.starts_with('-') };
                }
            }
            "q" => self.filter.text = sought(value),
            _ => self.filter = self.filter.read(name, value),
        }
        self
    }
}

/// Without the signs that keep values apart.
fn plain(value: &str) -> String {
    let mut letters = value.chars();
    let mut out = String::with_capacity(value.len());
    while let Some(letter) = letters.next() {
        out.push(match letter {
            '!' => match letters.next() {
                Some('t') => '~',
                Some(it) => it,
                None => break,
            },
            it => it,
        });
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str) {
        let spot = Spot::read(text).map(|it| it.write());
        assert_eq!(spot.as_deref(), Some(text));
    }

    #[test]
    fn a_spot_survives_a_round_trip() {
        check("");
        check("1042");
        check("1042*m 5*~");
        check("~scope.cc");
        check("~scope.org:a!tb!!t~sort.-created~status.open,closed~escalated.true~q.a.b !t !! é");
    }

    #[test]
    fn what_nobody_could_have_meant_is_left_out() {
        for text in ["~", "~x", "~sort.name~status.nope~q.", "~scope.org:", "~__proto__.1~~~..."] {
            assert_eq!(Spot::read(text), Some(Spot::List(Looking::default())), "{text}");
        }
        for text in ["../me", "a b", "1042?x=1", "<b>", &"1".repeat(65)] {
            assert_eq!(Spot::read(text), None, "{text}");
        }
    }
}
