//! What desks are asked of a filter, and how it stands to their own words.

use crate::domain::{Filter, Level, StatusCategory, Term, Time};

/// Words of the text, without quotes, and without what a desk could take for more than a letter: for
/// desks that look for each, or for them one behind the other.
pub fn words(filter: &Filter, syntax: &[char]) -> Vec<String> {
    let is_between =
        |it: char| it.is_whitespace() || it.is_control() || it == '"' || syntax.contains(&it);
    let words = filter.text.split(is_between).filter(|it| !it.is_empty());
    words.take(MOST_WORDS).map(str::to_owned).collect()
}

const MOST_WORDS: usize = 20;

/// Whether there is text, and not a word in it that a desk could look for.
pub fn is_hopeless(filter: &Filter, words: &[String]) -> bool {
    words.is_empty() && !filter.text.trim().is_empty()
}

/// Whether statuses matter.
pub fn asks_status(filter: &Filter) -> bool {
    filter.terms.iter().any(|it| matches!(it, Term::Status(_) | Term::Turn(_)))
}

/// Whether tickets of a status are looked for, where whose turn it is follows from it.
pub fn admits(filter: &Filter, category: StatusCategory) -> bool {
    let mut asked = (false, false);
    let mut admitted = (false, false);
    for term in &filter.terms {
        match term {
            Term::Status(it) => {
                asked.0 = true;
                admitted.0 |= *it == category;
            }
            Term::Turn(it) => {
                asked.1 = true;
                admitted.1 |= *it == category.turn();
            }
            _ => {}
        }
    }
    asked.0 <= admitted.0 && asked.1 <= admitted.1
}

/// The levels that are looked for; none: all.
pub fn levels(filter: &Filter) -> Vec<Level> {
    let level = |it: &Term| match it {
        Term::Level(it) => Some(*it),
        _ => None,
    };
    filter.terms.iter().filter_map(level).collect()
}

/// From when on, and before when.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Span {
    pub from: Option<Time>,
    pub to: Option<Time>,
}

impl Span {
    /// Of the beginning.
    pub fn created(filter: &Filter) -> Self {
        filter.terms.iter().fold(Self::default(), |span, it| match it {
            Term::CreatedFrom(it) => Self { from: Some(*it), ..span },
            Term::CreatedTo(it) => Self { to: Some(*it), ..span },
            _ => span,
        })
    }

    /// Of the last activity.
    pub fn updated(filter: &Filter) -> Self {
        filter.terms.iter().fold(Self::default(), |span, it| match it {
            Term::UpdatedFrom(it) => Self { from: Some(*it), ..span },
            Term::UpdatedTo(it) => Self { to: Some(*it), ..span },
            _ => span,
        })
    }

    /// The last second of it, for desks whose ranges hold their end.
    pub fn last(self) -> Option<Time> {
        self.to.map(|it| Time::from_millis(it.millis() - 1000.0))
    }
}
