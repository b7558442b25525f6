//! Attributes as a page writes them → settings, and a problem for each that is wrong.

use std::collections::BTreeMap;

use deskpane::{
    config::{Auth, ConnectorName, Dates, Problem, Routing, Settings, View, parse},
    domain::TicketId,
};

/// Reads `name=value` pairs, with addresses resolved against `https://help.example/en/`.
fn read(attributes: &[(&str, &str)]) -> (Option<Settings>, Vec<Problem>) {
    let attributes: BTreeMap<&str, &str> = attributes.iter().copied().collect();
    let absolute = |href: &str| match href {
        _ if href.starts_with("https://") || href.starts_with("http://") => Some(href.to_owned()),
        _ if href.contains(':') => None,
        _ if href.starts_with('/') => Some(format!("https://help.example{href}")),
        _ => Some(format!("https://help.example/en/{href}")),
    };
    parse(&|name| attributes.get(name).map(|it| (*it).to_owned()), &absolute)
}

/// As [`read`], with an `api`, and nothing wrong.
#[track_caller]
fn good(attributes: &[(&str, &str)]) -> Settings {
    let (settings, problems) = read(&[&[("api", "/api")], attributes].concat());
    assert_eq!(problems, []);
    settings.expect("there is an api")
}

/// One bad attribute is one problem that names it, its value and what holds instead; everything
/// else is as if it were not there.
#[track_caller]
fn bad(name: &str, value: &str, instead: &str) {
    let (settings, problems) = read(&[("api", "/api"), (name, value)]);
    let found: Vec<_> =
        problems.iter().map(|it| (it.attribute, it.value.as_str(), it.instead)).collect();
    assert_eq!(found, [(name, value, instead)]);
    assert!(!problems[0].expected.is_empty());
    assert_eq!(settings, Some(good(&[])), "{name}={value:?}");
}

#[test]
fn an_api_is_all_that_is_needed() {
    let defaults = Settings {
        api: "https://help.example/api".into(),
        connector: ConnectorName::Deskpane,
        auth: Auth::Cookie,
        sign_in_url: None,
        view: View::Portal,
        ticket: None,
        message: None,
        looking: None,
        routing: Routing::Memory,
        locale: None,
        heading_level: 2,
        dates: Dates::Absolute,
    };
    assert_eq!(good(&[]), defaults);
}

#[test]
fn every_attribute_is_taken() {
    let asked = Settings {
        api: "https://desk.example/v1".into(),
        connector: ConnectorName::Redmine,
        auth: Auth::Bearer,
        sign_in_url: Some("https://help.example/en/sign-in".into()),
        view: View::Ticket,
        ticket: Some(TicketId::new("HD-42_a.1")),
        message: None,
        looking: None,
        routing: Routing::Hash,
        locale: Some("pt-BR".into()),
        heading_level: 6,
        dates: Dates::Elapsed,
    };
    let found = good(&[
        ("api", " https://desk.example/v1/ "),
        ("connector", "redmine"),
        ("auth", "bearer"),
        ("sign-in-url", "sign-in"),
        ("view", "ticket"),
        ("routing", "hash"),
        ("ticket", "HD-42_a.1"),
        ("locale", "pt-BR"),
        ("heading-level", "6"),
        ("dates", "elapsed"),
        ("theme", "dark"),
        ("density", "compact"),
        ("loading", "lazy"),
    ]);
    assert_eq!(found, asked);
    assert_eq!(good(&[("view", "list")]).view, View::List);
    assert_eq!(good(&[("view", "escalation"), ("ticket", "1")]).view, View::Escalation);
    assert_eq!(good(&[("auth", "none")]).auth, Auth::None);
    let connector = good(&[("connector", "request-tracker")]).connector;
    assert_eq!(connector, ConnectorName::RequestTracker);
    assert_eq!(good(&[("connector", "roundup")]).connector, ConnectorName::Roundup);
}

#[test]
fn a_mapping_is_named_or_is_an_address() {
    let check = |value: &str, expected: &str| {
        let found = good(&[("connector", value)]).connector;
        assert_eq!(found, ConnectorName::Mapping(expected.to_owned()));
    };
    check("example", "example");
    check("https://help.example/our-desk.json", "https://help.example/our-desk.json");
    check("/our-desk.json?v=2", "https://help.example/our-desk.json?v=2");
}

#[test]
fn an_empty_attribute_is_one_that_is_not_there() {
    let names = ["connector", "auth", "sign-in-url", "view", "ticket", "locale", "heading-level"];
    for name in names {
        assert_eq!(good(&[(name, "")]), good(&[]), "{name}");
        assert_eq!(good(&[(name, "  ")]), good(&[]), "{name}");
    }
}

#[test]
fn a_bad_word_is_named_and_the_default_holds() {
    bad("connector", "zendusk", "deskpane");
    bad("connector", "/desk.yaml", "deskpane");
    bad("connector", "javascript:desk.json", "deskpane");
    bad("auth", "Cookie", "cookie");
    bad("view", "tickets", "portal");
    bad("dates", "relative", "absolute");
    bad("theme", "black", "auto");
    bad("density", "dense", "regular");
    bad("loading", "later", "eager");
    bad("routing", "path", "memory");
}

#[test]
fn a_bad_value_is_named_and_the_default_holds() {
    bad("sign-in-url", "javascript:alert(1)", "none");
    bad("ticket", "../me", "none");
    bad("ticket", "4 2", "none");
    bad("ticket", &"4".repeat(65), "none");
    bad("locale", "français", "the page's language");
    bad("locale", "fr_FR", "the page's language");
    bad("locale", "fr-", "the page's language");
    bad("heading-level", "0", "2");
    bad("heading-level", "7", "2");
    bad("heading-level", "h2", "2");
}

#[test]
fn a_view_of_one_ticket_that_names_none_is_the_list() {
    for view in ["ticket", "escalation"] {
        let (settings, problems) = read(&[("api", "/api"), ("view", view)]);
        assert_eq!(settings.map(|it| it.view), Some(View::Portal), "{view}");
        let found: Vec<_> = problems.iter().map(|it| (it.attribute, it.instead)).collect();
        assert_eq!(found, [("ticket", "the list")], "{view}");
    }
}

#[test]
fn without_an_api_there_is_nothing_to_show() {
    for api in ["", "javascript:alert(1)", "data:text/html,"] {
        let (settings, problems) = read(&[("api", api)]);
        assert_eq!(settings, None);
        assert_eq!(problems.len(), 1);
        assert_eq!((problems[0].attribute, problems[0].value.as_str()), ("api", api));
    }
}

#[test]
fn every_mistake_is_told_at_once() {
    let (_, problems) =
        read(&[("view", "x"), ("ticket", "a b"), ("locale", "?"), ("heading-level", "x")]);
    let names: Vec<&str> = problems.iter().map(|it| it.attribute).collect();
    assert_eq!(names, ["api", "view", "ticket", "locale", "heading-level"]);
}
