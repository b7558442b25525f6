//! Where somebody is, in one string: what stands in the page's address, and what a saved view keeps (L6).
//!
//! `1042` is a ticket, `1042*m5` a message of it, and a list begins with `~`: `~scope.cc~sort.-created~q.late`.
//! What is not understood is left out, whoever wrote it.

use super::{Filter, MessageId, Scope, Sort, SortKey, TicketId};

/// Letters of text that are looked for. An address has an end.
const MOST_TEXT: usize = 300;

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

const KEYS: [(&str, SortKey); 5] = [
    ("created", SortKey::Created),
    ("updated", SortKey::Updated),
    ("status", SortKey::Status),
    ("priority", SortKey::Priority),
    ("id", SortKey::Id),
];

impl Spot {
    /// As one string; empty for the list as it is at first.
    pub fn write(&self) -> String {
        match self {
            Self::Ticket(id, None) => id.as_str().to_owned(),
            Self::Ticket(id, Some(message)) => format!("{}*{}", id.as_str(), message.as_str()),
            Self::List(looking) => looking.write(),
        }
    }

    /// What such a string says; `None` for what is neither a ticket that could be nor a list.
    pub fn read(text: &str) -> Option<Self> {
        if text.is_empty() || text.starts_with('~') {
            return Some(Self::List(Looking::read(text)));
        }
        let mut parts = text.splitn(2, '*');
        let id = parts.next()?;
        let plain = |it: char| it.is_ascii_alphanumeric() || matches!(it, '-' | '_' | '.');
        // A message's is only ever compared: a desk may call its messages as it likes.
        let is_good = (1..=64).contains(&id.len()) && id.chars().all(plain);
        is_good.then(|| Self::Ticket(TicketId::new(id), parts.next().map(MessageId::new)))
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
        if self.sort != Sort::default()
            && let Some((name, _)) = KEYS.iter().find(|it| it.1 == self.sort.key)
        {
            add("sort", &format!("{}{name}", if self.sort.descending { "-" } else { "" }));
        }
        for (name, value) in self.filter.words() {
            add(name, &value);
        }
        let text: String = self.filter.text.trim().chars().take(MOST_TEXT).collect();
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
                let key = value.strip_prefix('-').unwrap_or(value);
                if let Some((_, key)) = KEYS.iter().find(|it| it.0 == key) {
                    self.sort = Sort { key: *key, descending: value.starts_with('-') };
                }
            }
            "q" => self.filter.text = value.chars().take(MOST_TEXT).collect(),
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
