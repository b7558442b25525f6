//! What is looked for in a list (L5, L6), and where it was found.

use super::{Channel, Level, MessageId, StatusCategory, Ticket, Time, Turn};

/// L6: one condition, as one chip shows it.
#[derive(Clone, Debug, PartialEq)]
pub enum Term {
    /// Whose turn it is.
    Turn(Turn),
    /// Where it stands.
    Status(StatusCategory),
    /// How it came in.
    Channel(Channel),
    /// How bad it is.
    Level(Level),
    /// Escalated now.
    Escalated,
    /// With something new.
    Unread,
    /// Opened then or later.
    CreatedFrom(Time),
    /// Opened before.
    CreatedTo(Time),
    /// Last active then or later.
    UpdatedFrom(Time),
    /// Last active before.
    UpdatedTo(Time),
    /// O1: whose it is, by the desk's id of the person.
    Requester(String),
}

/// L5, L6: what a ticket must be to be found. Terms of one name are alternatives; of different names,
/// one each must hold.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Filter {
    /// L5: words that must all be somewhere in it; in quotes, as they stand. Empty: any.
    pub text: String,
    /// L6: in the order they were chosen.
    pub terms: Vec<Term>,
}

/// L6: how many tickets a term would leave.
#[derive(Clone, Debug, PartialEq)]
pub struct Facet {
    /// Which.
    pub term: Term,
    /// What to call it, where that is the desk's to say: a person's name. User text.
    pub label: Option<String>,
    /// How many.
    pub count: u32,
}

/// L5: where a ticket has what was looked for.
#[derive(Clone, Debug, PartialEq)]
pub struct Match {
    /// In what of it.
    pub field: MatchField,
    /// In which message.
    pub message: Option<MessageId>,
    /// What stands around it. User text.
    pub snippet: String,
    /// From where to where in the snippet, counted in `char`s: in order, apart and within it.
    pub ranges: Vec<(u32, u32)>,
}

/// L5: what of a ticket is searched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MatchField {
    /// Its number.
    Id,
    /// Its subject.
    Subject,
    /// The name of somebody on it.
    Person,
    /// What was written.
    Message,
}

const TURNS: [(&str, Turn); 4] = [
    ("customer", Turn::You),
    ("support", Turn::Support),
    ("engineering", Turn::OnHold),
    ("nobody", Turn::Done),
];

const STATUSES: [(&str, StatusCategory); 5] = [
    ("open", StatusCategory::Open),
    ("awaiting_customer", StatusCategory::AwaitingCustomer),
    ("on_hold", StatusCategory::OnHold),
    ("resolved", StatusCategory::Resolved),
    ("closed", StatusCategory::Closed),
];

const CHANNELS: [(&str, Channel); 6] = [
    ("email", Channel::Email),
    ("phone", Channel::Phone),
    ("conference_call", Channel::ConferenceCall),
    ("chat", Channel::Chat),
    ("web", Channel::Web),
    ("other", Channel::Other),
];

const LEVELS: [(&str, Level); 4] = [
    ("urgent", Level::Urgent),
    ("high", Level::High),
    ("tolerable", Level::Tolerable),
    ("question", Level::Question),
];

impl Term {
    /// The names of terms, which are those of the contract's parameters.
    pub const NAMES: [&'static str; 11] = [
        "waiting_on",
        "status",
        "type",
        "priority",
        "escalated",
        "unread",
        "created_from",
        "created_to",
        "updated_from",
        "updated_to",
        "requester",
    ];

    /// Its name.
    pub fn name(&self) -> &'static str {
        Self::NAMES[match self {
            Self::Turn(_) => 0,
            Self::Status(_) => 1,
            Self::Channel(_) => 2,
            Self::Level(_) => 3,
            Self::Escalated => 4,
            Self::Unread => 5,
            Self::CreatedFrom(_) => 6,
            Self::CreatedTo(_) => 7,
            Self::UpdatedFrom(_) => 8,
            Self::UpdatedTo(_) => 9,
            Self::Requester(_) => 10,
        }]
    }

    /// Its value as a word; empty where it has none: nobody looks for what is not known.
    pub fn word(&self) -> String {
        match self {
            Self::Turn(it) => word(&TURNS, *it),
            Self::Status(it) => word(&STATUSES, *it),
            Self::Channel(it) => word(&CHANNELS, *it),
            Self::Level(it) => word(&LEVELS, *it),
            Self::Escalated | Self::Unread => "true".into(),
            Self::CreatedFrom(it)
            | Self::CreatedTo(it)
            | Self::UpdatedFrom(it)
            | Self::UpdatedTo(it) => it.to_rfc3339(),
            Self::Requester(id) => id.clone(),
        }
    }

    /// What [`Self::name`] and [`Self::word`] say; `None` for anything else, whoever wrote it.
    pub fn read(name: &str, word: &str) -> Option<Self> {
        let is_yes = || Some(()).filter(|()| word == "true");
        Some(match Self::NAMES.iter().position(|it| *it == name)? {
            0 => Self::Turn(meant(&TURNS, word)?),
            1 => Self::Status(meant(&STATUSES, word)?),
            2 => Self::Channel(meant(&CHANNELS, word)?),
            3 => Self::Level(meant(&LEVELS, word)?),
            4 => is_yes().map(|()| Self::Escalated)?,
            5 => is_yes().map(|()| Self::Unread)?,
            6 => Self::CreatedFrom(Time::parse(word)?),
            7 => Self::CreatedTo(Time::parse(word)?),
            8 => Self::UpdatedFrom(Time::parse(word)?),
            9 => Self::UpdatedTo(Time::parse(word)?),
            _ => Some(Self::Requester(word.into())).filter(|_| !word.is_empty())?,
        })
    }

    /// Whether there can be several of its name beside each other.
    pub fn has_alternatives(&self) -> bool {
        matches!(self, Self::Turn(_) | Self::Status(_) | Self::Channel(_) | Self::Level(_))
    }

    /// Whether it holds of a ticket that is loaded, for desks that do not filter so.
    pub fn holds(&self, ticket: &Ticket) -> bool {
        match self {
            Self::Turn(it) => ticket.turn() == *it,
            Self::Status(it) => ticket.status.category == *it,
            Self::Channel(it) => ticket.channel == *it,
            Self::Level(it) => ticket.priority.as_ref().is_some_and(|own| own.level == *it),
            Self::Escalated => ticket.escalated,
            Self::Unread => ticket.is_unread(),
            Self::CreatedFrom(it) => ticket.created_at >= *it,
            Self::CreatedTo(it) => ticket.created_at < *it,
            Self::UpdatedFrom(it) => ticket.updated_at >= *it,
            Self::UpdatedTo(it) => ticket.updated_at < *it,
            Self::Requester(id) => ticket.requester.id == *id,
        }
    }
}

impl Filter {
    /// Whether everything is found.
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty() && self.text.trim().is_empty()
    }

    /// With one more term: beside those of its name, or in their place where there can be one only.
    pub fn with(mut self, term: Term) -> Self {
        let is_replaced = |it: &Term| match term.has_alternatives() {
            true => *it == term,
            false => it.name() == term.name(),
        };
        self.terms.retain(|it| !is_replaced(it));
        self.terms.push(term);
        self
    }

    /// Without one of its terms.
    pub fn without(mut self, term: &Term) -> Self {
        self.terms.retain(|it| it != term);
        self
    }

    /// What of it has these names; its text has `q`.
    pub fn part(&self, is_in: &dyn Fn(&str) -> bool) -> Self {
        let text = if is_in("q") { self.text.trim() } else { "" };
        let terms = self.terms.iter().filter(|it| is_in(it.name()));
        Self { text: text.to_owned(), terms: terms.cloned().collect() }
    }

    /// Names and values of all its terms, each name once: alternatives are joined by commas. It is how
    /// a filter stands in an address. Its text is not among them.
    pub fn words(&self) -> Vec<(&'static str, String)> {
        let mut words: Vec<(&'static str, String)> = Vec::new();
        for term in &self.terms {
            let (name, word) = (term.name(), term.word());
            match words.iter_mut().find(|it| it.0 == name) {
                _ if word.is_empty() => {}
                Some((_, all)) => {
                    all.push(',');
                    all.push_str(&word);
                }
                None => words.push((name, word)),
            }
        }
        words
    }

    /// Takes what [`Self::words`] wrote; what it could not have written is left out.
    pub fn read(self, name: &str, value: &str) -> Self {
        // A person's id may hold anything.
        let has_many = Term::NAMES[..4].contains(&name);
        let words: Vec<&str> = match has_many {
            true => value.split(',').collect(),
            false => vec![value],
        };
        words.iter().filter_map(|it| Term::read(name, it)).fold(self, Self::with)
    }

    /// Whether its terms hold of a ticket that is loaded. Its text is not asked about.
    pub fn holds(&self, ticket: &Ticket) -> bool {
        let is_met = |name| self.terms.iter().any(|it| it.name() == name && it.holds(ticket));
        self.terms.iter().all(|it| is_met(it.name()))
    }
}

fn word<T: PartialEq>(table: &[(&str, T)], meant: T) -> String {
    table.iter().find(|it| it.1 == meant).map_or_else(String::new, |it| it.0.into())
}

fn meant<T: Copy>(table: &[(&str, T)], word: &str) -> Option<T> {
    table.iter().find(|it| it.0 == word).map(|it| it.1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filter(pairs: &[(&str, &str)]) -> Filter {
        pairs.iter().fold(Filter::default(), |it, (name, value)| it.read(name, value))
    }

    #[track_caller]
    fn check(pairs: &[(&str, &str)], expected: &[(&str, &str)]) {
        let words = filter(pairs).words();
        let words: Vec<(&str, &str)> = words.iter().map(|it| (it.0, it.1.as_str())).collect();
        assert_eq!(words, expected);
    }

    #[test]
    fn a_filter_survives_a_round_trip() {
        let all = [
            ("waiting_on", "customer,support,engineering,nobody"),
            ("status", "closed,open,awaiting_customer,on_hold,resolved"),
            ("type", "email,phone,conference_call,chat,web,other"),
            ("priority", "urgent,high,tolerable,question"),
            ("escalated", "true"),
            ("unread", "true"),
            ("created_from", "2026-01-01T00:00:00Z"),
            ("created_to", "2026-02-01T00:00:00Z"),
            ("updated_from", "2026-03-01T00:00:00Z"),
            ("updated_to", "2026-04-01T00:00:00Z"),
            ("requester", "a,b&c=d"),
        ];
        assert_eq!(all.map(|it| it.0), Term::NAMES);
        check(&all, &all);
    }

    #[test]
    fn what_nobody_could_have_chosen_is_left_out() {
        check(
            &[
                ("status", "open,,OPEN,unknown,' OR 1=1 --,open"),
                ("escalated", "false"),
                ("unread", "1"),
                ("created_from", "yesterday"),
                ("requester", ""),
                ("__proto__", "x"),
                ("q", "x"),
            ],
            &[("status", "open")],
        );
    }

    #[test]
    fn a_bound_takes_the_place_of_the_one_before() {
        check(
            &[
                ("created_from", "2026-01-01T00:00:00Z"),
                ("status", "open"),
                ("created_from", "2025-01-01T00:00:00Z"),
                ("requester", "a"),
                ("requester", "b"),
            ],
            &[("status", "open"), ("created_from", "2025-01-01T00:00:00Z"), ("requester", "b")],
        );
    }

    #[test]
    fn a_term_goes_as_it_came() {
        let both = filter(&[("status", "open,closed")]);
        let one = both.clone().without(&Term::Status(StatusCategory::Open));
        assert_eq!(one, filter(&[("status", "closed")]));
        assert!(one.without(&Term::Status(StatusCategory::Closed)).is_empty());
        assert!(!both.is_empty());
    }
}
