//! Attribute strings → [`Settings`]. Parsed once, here.

use super::{Auth, ConnectorName, Dates, MAPPINGS, Problem, Routing, Settings, View};
use crate::domain::TicketId;

/// Reads the element's attributes through `attribute`; `absolute` resolves an address against the
/// page and refuses what is not http or https.
///
/// # Errors
/// The problems alone when `api` is missing or no address: without it there is nothing to show.
pub fn parse(
    attribute: &dyn Fn(&str) -> Option<String>,
    absolute: &dyn Fn(&str) -> Option<String>,
) -> (Option<Settings>, Vec<Problem>) {
    let mut reader = Reader { attribute, problems: Vec::new() };
    let api = reader.address("api", "nothing: the widget needs it", absolute);
    let connector = reader.connector(absolute);
    let auth = reader.one_of("auth", &["cookie", "bearer", "none"], "cookie | bearer | none");
    let sign_in_url = reader.address("sign-in-url", "none", absolute);
    let view = reader.one_of(
        "view",
        &["portal", "list", "ticket", "escalation"],
        "portal | list | ticket | escalation | badge",
    );
    let ticket = reader.ticket();
    let locale = reader.locale();
    let heading_level = reader.heading_level();
    let dates = reader.one_of("dates", &["absolute", "elapsed"], "absolute | elapsed");
    // Read by the style sheet or the loader; named here so that a slip is told.
    reader.one_of("theme", &["auto", "light", "dark"], "auto | light | dark");
    reader.one_of("density", &["regular", "compact"], "regular | compact");
    reader.one_of("loading", &["eager", "lazy"], "eager | lazy");
    let routing = reader.one_of("routing", &["memory", "hash", "query"], "memory | hash | query");
    let mut view = [View::Portal, View::List, View::Ticket, View::Escalation][view];
    if ticket.is_none() && matches!(view, View::Ticket | View::Escalation) {
        reader.problem(
            "ticket",
            String::new(),
            "the id of the ticket that this view shows",
            "the list",
        );
        view = View::Portal;
    }
    let settings = api.map(|api| Settings {
        api: api.trim_end_matches('/').to_owned(),
        connector,
        auth: [Auth::Cookie, Auth::Bearer, Auth::None][auth],
        sign_in_url,
        view,
        ticket,
        message: None,
        looking: None,
        routing: [Routing::Memory, Routing::Hash, Routing::Query][routing],
        locale,
        heading_level,
        dates: [Dates::Absolute, Dates::Elapsed][dates],
    });
    (settings, reader.problems)
}

struct Reader<'a> {
    attribute: &'a dyn Fn(&str) -> Option<String>,
    problems: Vec<Problem>,
}

impl Reader<'_> {
    fn get(&self, name: &str) -> Option<String> {
        (self.attribute)(name).map(|it| it.trim().to_owned()).filter(|it| !it.is_empty())
    }

    fn problem(
        &mut self,
        attribute: &'static str,
        value: String,
        expected: &'static str,
        instead: &'static str,
    ) {
        self.problems.push(Problem { attribute, value, expected, instead });
    }

    /// Which of a few words, the first being the default. An index, so that there is one reader
    /// for all of them.
    fn one_of(
        &mut self,
        name: &'static str,
        words: &[&'static str],
        expected: &'static str,
    ) -> usize {
        let Some(value) = self.get(name) else { return 0 };
        words.iter().position(|it| *it == value).unwrap_or_else(|| {
            self.problem(name, value, expected, words[0]);
            0
        })
    }

    fn address(
        &mut self,
        name: &'static str,
        instead: &'static str,
        absolute: &dyn Fn(&str) -> Option<String>,
    ) -> Option<String> {
        let value = self.get(name);
        let found = value.as_deref().and_then(absolute);
        if found.is_none() && (value.is_some() || name == "api") {
            self.problem(name, value.unwrap_or_default(), "an http or https address", instead);
        }
        found
    }

    /// A name that is known, or the address of a mapping file.
    fn connector(&mut self, absolute: &dyn Fn(&str) -> Option<String>) -> ConnectorName {
        let Some(value) = self.get("connector") else { return ConnectorName::Deskpane };
        match value.as_str() {
            "deskpane" => return ConnectorName::Deskpane,
            "redmine" => return ConnectorName::Redmine,
            "request-tracker" => return ConnectorName::RequestTracker,
            "roundup" => return ConnectorName::Roundup,
            name if MAPPINGS.contains(&name) => return ConnectorName::Mapping(value),
            _ => {}
        }
        let is_file = value.split(['?', '#']).next().is_some_and(|it| it.ends_with(".json"));
        match absolute(&value).filter(|_| is_file) {
            Some(address) => ConnectorName::Mapping(address),
            None => {
                let expected = "the name of a connector, or the address of a mapping file (.json)";
                self.problem("connector", value, expected, "deskpane");
                ConnectorName::Deskpane
            }
        }
    }

    fn ticket(&mut self) -> Option<TicketId> {
        let value = self.get("ticket")?;
        let id = TicketId::read(&value);
        if id.is_none() {
            self.problem("ticket", value, "an id of letters, digits, - _ . (64 at most)", "none");
        }
        id
    }

    fn locale(&mut self) -> Option<String> {
        let value = self.get("locale")?;
        let subtag = |it: &str| {
            (1..=8).contains(&it.len()) && it.bytes().all(|byte| byte.is_ascii_alphanumeric())
        };
        if value.split('-').all(subtag) {
            return Some(value);
        }
        self.problem("locale", value, "a BCP 47 tag such as fr or pt-BR", "the page's language");
        None
    }

    fn heading_level(&mut self) -> u8 {
        let Some(value) = self.get("heading-level") else {
            return 2;
        };
        match value.parse() {
            Ok(level @ 1..=6) => level,
            _ => {
                self.problem("heading-level", value, "1 to 6", "2");
                2
            }
        }
    }
}
