//! Answers that nobody would send on purpose, and some that somebody would: a hundred thousand of
//! them, grown from recorded ones.

use std::rc::Rc;

use ::deskpane::{
    api::{
        Ask, Command, Draft, Reply, Step, Taken, Writer,
        connectors::{Deskpane, Redmine, RequestTracker, Roundup, WritingMapping},
    },
    domain::{Attachment, MessageId, TicketId},
};
use proptest::{collection::vec, prelude::*, sample::select, test_runner::TestRunner};
use serde_json::{Map, Value, json};

use super::{
    fixture,
    live::{draft, file},
    mapping_text, reply,
    troubles::{asks, paths},
    upload,
};

/// In all, shared among the asks of the desks.
const CASES: u32 = 100_000;

/// A change to a recorded answer: which value, and what stands there instead.
type Change = (usize, Value);

fn word() -> impl Strategy<Value = String> {
    prop_oneof![
        select(vec![
            "",
            "1",
            "true",
            "null",
            "open",
            "closed",
            "customer",
            "1970-01-01T00:00:00Z",
            "2026-11-01T00:00:00Z",
            "9999-99-99T99:99:99Z",
            "2026-11-01 10:00:00",
            "__proto__",
            "..",
            "https://evil.example/",
            "javascript:alert(1)",
            "<p>&#1;<b",
            "&#xffffffff;",
            "\u{202e}abc",
            "𝄞",
        ])
        .prop_map(str::to_owned),
        "\\PC{0,24}",
    ]
}

fn anything() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        word().prop_map(Value::from),
    ];
    let name = select(vec![
        "id",
        "items",
        "name",
        "status",
        "created_at",
        "label",
        "notes",
        "user",
        "is_closed",
    ]);
    leaf.prop_recursive(3, 24, 6, move |inner| {
        prop_oneof![
            vec(inner.clone(), 0..6).prop_map(Value::from),
            vec((name.clone(), inner), 0..6).prop_map(|fields| {
                Value::from(
                    fields
                        .into_iter()
                        .map(|(name, it)| (name.to_owned(), it))
                        .collect::<Map<_, _>>(),
                )
            }),
        ]
    })
}

fn changed(whole: &Value, changes: &[Change]) -> String {
    let mut whole = whole.clone();
    for (at, value) in changes {
        let mut all = paths(&whole);
        all.push(String::new());
        let path = &all[at % all.len()];
        if let Some(place) = whole.pointer_mut(path) {
            *place = value.clone();
        }
    }
    whole.to_string()
}

/// What a customer changes or fetches, and the replies that it takes.
fn commands() -> Vec<(Rc<dyn Writer>, Wish, Vec<&'static str>)> {
    let id = || TicketId::new("1");
    let text = file("a.txt", "text/plain", b"abc");
    let taken = Taken { file: text.clone(), token: Some("t1".into()) };
    let reply =
        Command::Reply { ticket: id(), draft: Draft { files: vec![taken], ..draft("Yes") } };
    let change = [
        reply,
        Command::Close(id()),
        Command::Reopen(id()),
        Command::Verify { ticket: id(), still_broken: Some("It stops.".into()) },
        Command::AllowProxy { ticket: id(), is_enabled: true },
        Command::MarkRead { ticket: id(), last: MessageId::new("5") },
        upload("1", text),
    ];
    let example = WritingMapping::checked(&mapping_text("example")).unwrap();
    let desks: [(Rc<dyn Writer>, &str, Vec<&str>); 5] = [
        (Rc::new(Deskpane), "/files/1", vec!["deskpane/ticket"]),
        (Rc::new(Redmine), "/files/1", vec!["redmine/journals", "redmine/issue"]),
        (
            Rc::new(RequestTracker),
            "/attachment/5",
            vec![
                "request-tracker/refused-200",
                "request-tracker/ticket",
                "request-tracker/attachment",
            ],
        ),
        (
            Rc::new(Roundup),
            "/data/file/5",
            vec!["roundup/before", "roundup/said", "roundup/added", "roundup/issue"],
        ),
        (Rc::new(example), "/files/1", vec!["example/account", "example/case"]),
    ];
    let mut all = Vec::new();
    for (desk, address, names) in desks {
        let file = Attachment {
            id: "1".into(),
            filename: "a.txt".into(),
            address: Some(address.into()),
            ..Attachment::default()
        };
        all.push((desk.clone(), Wish::Ask(Ask::File(file)), names.clone()));
        for command in &change {
            all.push((desk.clone(), Wish::Command(command.clone()), names.clone()));
        }
    }
    all
}

/// Something that is asked for.
#[derive(Debug)]
enum Wish {
    Ask(Ask),
    Command(Command),
}

/// Asked until it ends: never by more requests than there may be.
fn ends(step: impl Fn(&[Reply]) -> Step, replies: &[Reply]) -> bool {
    let limit = deskpane::api::client::MOST_STEPS;
    let mut given = Vec::new();
    for at in 0..=limit {
        match step(&given) {
            Step::Send(request) => {
                let path = request.path.split('?').next().unwrap_or_default();
                let is_below = path.starts_with('/') && path.split('/').all(|it| it != "..");
                if !is_below || given.len() == limit {
                    return false;
                }
                given.push(replies[at % replies.len()].clone());
            }
            Step::Done(_) | Step::Fail(_) => return true,
        }
    }
    false
}

#[test]
fn any_answer_ends_an_ask() {
    each_of(asks().len(), CASES, |at, cases| {
        let (connector, ask, names) = asks().swap_remove(at);
        check_any(&names, cases, |replies| connector.step(&ask, replies));
    });
}

#[test]
fn any_answer_ends_a_command_or_a_download() {
    each_of(commands().len(), CASES / 4, |at, cases| {
        let (desk, wish, names) = commands().swap_remove(at);
        check_any(&names, cases, |replies| match &wish {
            Wish::Ask(ask) => desk.step(ask, replies),
            Wish::Command(command) => match desk.write(command, replies) {
                Step::Done(answer) => command.check(answer).map_or_else(Step::Fail, Step::Done),
                step => step,
            },
        });
    });
}

/// Side by side, each with its share of the cases.
fn each_of(count: usize, cases: u32, check: impl Fn(usize, u32) + Sync) {
    let share = cases.div_ceil(u32::try_from(count).unwrap());
    std::thread::scope(|scope| {
        for at in 0..count {
            let check = &check;
            scope.spawn(move || check(at, share));
        }
    });
}

fn check_any(names: &[&str], cases: u32, step: impl Fn(&[Reply]) -> Step) {
    let recorded: Vec<Value> =
        names.iter().map(|it| serde_json::from_str(&fixture(it)).unwrap()).collect();
    let changes = vec((any::<usize>(), anything()), 1..5);
    TestRunner::new(ProptestConfig { cases, failure_persistence: None, ..Default::default() })
        .run(&(vec(changes, recorded.len()), 0..20_u8), |(changes, odd)| {
            let mut replies: Vec<Reply> = recorded
                .iter()
                .zip(&changes)
                .map(|(whole, changes)| reply(200, &changed(whole, changes)))
                .collect();
            // Now and then the whole answer is something else.
            if odd == 0 {
                replies[0] = reply(200, &changes[0][0].1.to_string());
            }
            prop_assert!(ends(&step, &replies));
            Ok(())
        })
        .unwrap();
}

/// A list of a hundred thousand, and answers nested without end, take no more than they may.
#[test]
fn large_answers_are_cut_short() {
    let deep = format!("{}{}", "[".repeat(100), "]".repeat(100));
    let many = json!({ "cases": vec![json!({ "no": 1, "title": "x" }); 100_000], "people": vec![json!({ "id": 2 }); 100_000] });
    for (connector, ask, _) in asks() {
        for body in [&deep, &many.to_string()] {
            let before = std::time::Instant::now();
            assert!(ends(|it| connector.step(&ask, it), &[reply(200, body)]), "{ask:?}");
            let took = before.elapsed();
            assert!(took.as_secs() < 60, "{ask:?} took {took:?}");
        }
    }
}

/// Each look into an object of thousands of fields goes through them.
#[test]
fn an_object_of_very_many_fields_is_looked_into_less_often() {
    let (connector, ask, _) = asks().into_iter().find(|it| it.2 == ["example/cases"]).unwrap();
    let mut answer: Value = serde_json::from_str(&fixture("example/cases")).unwrap();
    let one = answer["cases"][0].clone();
    answer["cases"] = vec![one; 1_500].into();
    let step = |answer: &Value| connector.step(&ask, &[reply(200, &answer.to_string())]);
    assert!(matches!(step(&answer), Step::Done(_)));
    for it in 0..9_000 {
        answer[format!("field{it}")] = it.into();
    }
    assert!(matches!(step(&answer), Step::Fail(it) if it.detail().contains("may look at")));
}
