//! What the contract can say, the widget understands: its own types are written as JSON and read
//! back through the connector. The widget reads by lookups, so this is what keeps the two together.

use std::{collections::BTreeMap, fmt::Debug, rc::Rc};

use contract as wire;
use deskpane::{
    api::{
        Answer, Ask, Body, Connector, Find, Found, Reply, Step,
        connectors::{Deskpane, Looking},
    },
    domain::{Filter, Match, Me, Message, MessageKind, Scope, Sort, Term, Ticket, TicketId},
};
use serde::Serialize;

const TIME: &str = "2026-11-20T14:05:00Z";

fn answer(ask: Ask, body: &impl Serialize) -> Answer {
    let text = serde_json::to_string(body).unwrap();
    let reply = Reply { status: 200, body: Body::new(text), ..Reply::default() };
    match Deskpane.step(&ask, &[reply]) {
        Step::Done(answer) => answer,
        other => panic!("{other:?}"),
    }
}

fn ticket(change: impl FnOnce(&mut wire::Ticket)) -> Ticket {
    let mut ticket = wire::Ticket {
        id: "1".into(),
        created_at: TIME.into(),
        updated_at: TIME.into(),
        ..Default::default()
    };
    change(&mut ticket);
    match answer(Ask::Ticket(TicketId::new("1")), &ticket) {
        Answer::Ticket(ticket) => *ticket,
        other => panic!("{other:?}"),
    }
}

fn message(change: impl FnOnce(&mut wire::Message)) -> Message {
    let mut message =
        wire::Message { id: "1".into(), created_at: TIME.into(), ..Default::default() };
    change(&mut message);
    let page = wire::Page { items: vec![message], ..Default::default() };
    match answer(Ask::Messages { ticket: TicketId::new("1"), before: None }, &page) {
        Answer::Messages(mut page) => page.messages.remove(0),
        other => panic!("{other:?}"),
    }
}

fn me(change: impl FnOnce(&mut wire::Me)) -> Me {
    let mut me = wire::Me::default();
    change(&mut me);
    match answer(Ask::Me, &me) {
        Answer::Me(me) => *me,
        other => panic!("{other:?}"),
    }
}

/// Both sides call a word the same, so their names can be compared.
#[track_caller]
fn same(theirs: impl Debug, ours: impl Debug) {
    assert_eq!(format!("{theirs:?}"), format!("{ours:?}"));
}

#[test]
fn every_status_is_understood() {
    use wire::{StatusCategory as Is, WaitingOn as On};
    for word in [Is::Open, Is::AwaitingCustomer, Is::OnHold, Is::Resolved, Is::Closed, Is::Unknown]
    {
        same(word, ticket(|it| it.status.category = word).status.category);
    }
    for word in [On::Customer, On::Support, On::Engineering, On::Nobody] {
        same(Some(word), ticket(|it| it.waiting_on = Some(word)).waiting_on);
    }
    assert_eq!(ticket(|it| it.waiting_on = Some(On::Unknown)).waiting_on, None);
}

#[test]
fn every_priority_channel_and_resolution_is_understood() {
    use wire::PriorityLevel as Level;
    for word in [Level::Urgent, Level::High, Level::Tolerable, Level::Question, Level::Unknown] {
        let priority = wire::Priority { level: word, previous: Some(word), ..Default::default() };
        let read = ticket(|it| it.priority = Some(priority)).priority.unwrap();
        same((word, Some(word)), (read.level, read.previous));
    }
    use wire::Channel;
    for word in [
        Channel::Email,
        Channel::Phone,
        Channel::ConferenceCall,
        Channel::Chat,
        Channel::Web,
        Channel::Other,
    ] {
        same(word, ticket(|it| it.channel = word).channel);
    }
    use wire::ResolutionReason::*;
    for word in [Agreed, BugFiled, Merged, NoAnswer] {
        let resolution = wire::Resolution { reason: word, ..Default::default() };
        let read = ticket(|it| it.resolution = Some(resolution)).resolution.unwrap();
        assert!(format!("{read:?}").starts_with(&format!("{word:?}")), "{word:?} became {read:?}");
    }
}

#[test]
fn every_part_of_an_escalation_and_a_call_is_understood() {
    use wire::StageState::*;
    for word in [Done, Current, Todo] {
        let stage = wire::Stage {
            key: "verifying".into(),
            state: word,
            at: Some(TIME.into()),
            ..Default::default()
        };
        let escalation =
            wire::Escalation { id: "CP-1".into(), stages: vec![stage], ..Default::default() };
        let read = ticket(|it| it.escalation = Some(escalation)).escalation.unwrap();
        same(word, read.stages[0].state);
        assert!(read.stages[0].at.is_some());
    }
    for word in [wire::ConferenceState::Pending, wire::ConferenceState::Accepted] {
        let call = wire::Conference { starts_at: TIME.into(), state: word, ..Default::default() };
        same(word, ticket(|it| it.conference = Some(call)).conference.unwrap().state);
    }
    use wire::Relation::*;
    for word in [MergedInto, MergedFrom, FollowUpOf, FollowUp, Parent] {
        let related = wire::Related { kind: word, id: "2".into(), subject: None };
        same(word, ticket(|it| it.related = vec![related]).related[0].relation);
    }
}

#[test]
fn every_next_step_is_understood() {
    use wire::NextStep::*;
    let steps = vec![CopyId, Mail, FollowUp, Contact, Community, SignIn, RequestAccess, Link];
    let action = wire::Action { next: steps.clone(), ..Default::default() };
    let read = ticket(|it| it.actions.reply = Some(action)).actions.reply;
    let deskpane::domain::Action::Denied(denial) = read else { panic!("{read:?}") };
    same(steps, denial.next);
}

#[test]
fn every_author_and_kind_of_message_is_understood() {
    use wire::Role::*;
    for word in [Requester, Participant, Agent, Bot, System] {
        same(word, message(|it| it.author.role = word).author.role);
    }
    use wire::MessageKind as Kind;
    same(MessageKind::Message, message(|it| it.kind = Kind::Message).kind);
    same(MessageKind::Event, message(|it| it.kind = Kind::Event).kind);
    let withheld = message(|it| it.kind = Kind::Withheld).kind;
    assert!(matches!(withheld, MessageKind::Withheld(_)), "{withheld:?}");
}

#[test]
fn every_level_of_support_is_understood() {
    use wire::SupportLevel::*;
    for word in [Supported, Limited, Unsupported] {
        same(word, me(|it| it.support.level = word).support.level);
    }
}

#[test]
fn nothing_but_the_web_becomes_a_link() {
    for (url, expected) in [
        ("https://a.example/", 1),
        ("http://a.example/", 1),
        ("javascript:alert(1)", 0),
        ("data:text/html,x", 0),
    ] {
        let resource = wire::Resource { title: "x".into(), url: url.into() };
        assert_eq!(ticket(|it| it.resources = vec![resource]).resources.len(), expected, "{url}");
    }
}

fn found(page: &wire::Page<wire::Ticket>) -> Found {
    let ask = Ask::Tickets {
        scope: Scope::Mine,
        sort: Sort::default(),
        limit: 1,
        after: None,
        find: Some(Rc::new(Find::default())),
    };
    let reply = Reply {
        status: 200,
        body: Body::new(serde_json::to_string(page).unwrap()),
        ..Reply::default()
    };
    match Looking.step(&ask, &[reply]) {
        Step::Done(Answer::Tickets(page)) => Found::clone(&page.found.unwrap()),
        other => panic!("{other:?}"),
    }
}

#[test]
fn every_place_of_a_match_is_understood() {
    use wire::MatchField::*;
    for word in [Id, Subject, Person, Message] {
        let ticket = wire::Ticket {
            id: "1".into(),
            created_at: TIME.into(),
            updated_at: TIME.into(),
            matched: Some(wire::Match {
                field: word,
                message_id: Some("2".into()),
                snippet: "é 🫖 here".into(),
                ranges: vec![[0, 1], [4, 8]],
            }),
            ..Default::default()
        };
        let page = wire::Page { items: vec![ticket], first_index: Some(7), ..Default::default() };
        let found = found(&page);
        assert_eq!(found.first_index, Some(7));
        let Match { field, message, snippet, ranges } = found.matches[0].1.clone();
        same(word, field);
        assert_eq!(message.unwrap().as_str(), "2");
        assert_eq!((snippet.as_str(), &ranges[..]), ("é 🫖 here", &[(0, 1), (4, 8)][..]));
    }
}

#[test]
fn what_the_demo_looks_for_is_what_the_widget_can_ask() {
    let words = ["q", "facets", "at"].into_iter().chain(Term::NAMES);
    let taken: Vec<&str> = demo::PARAMETERS.to_vec();
    assert!(words.clone().all(|it| taken.contains(&it)), "{taken:?}");
    assert_eq!(words.count(), taken.len());
    let facet = |value: &str| wire::Facet { value: value.into(), label: None, count: 1 };
    let filter = "open,awaiting_customer,on_hold,resolved,closed";
    let values = filter.split(',').map(facet).collect();
    let facets = BTreeMap::from([("status".to_owned(), values)]);
    let page = wire::Page { facets: Some(facets), ..Default::default() };
    let terms =
        found(&page).facets.into_iter().fold(Filter::default(), |it, own| it.with(own.term));
    assert_eq!(terms.words(), [("status", filter.to_owned())]);
}
