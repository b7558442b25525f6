//! Jira Service Management's mapping against a server that answers as Atlassian's documentation says.

use std::collections::HashSet;

use ::deskpane::{
    api::{Answer, Ask, Command, Failure, Score},
    domain::{Action, Level, Role, Scope, Sort, StatusCategory as S},
};
use standins::{Kind, seed};

use super::{
    live::file,
    standin::{Standin, standin},
};

fn jira() -> Standin {
    standin(Kind::JiraSm, "jira-sm")
}

#[test]
fn standin_jira_sm_knows_the_customer_by_token_and_by_cookie() {
    let it = jira();
    assert_eq!(it.name("alice"), "Alice Moreau");
    let Ok(Answer::Me(me)) = it.in_browser().ask("bob", &Ask::Me) else { panic!() };
    assert_eq!(me.user.name, "Bob Okafor");
    assert_eq!(me.can.scopes, [Scope::Mine, Scope::CopiedOn]);
    // Carol never asked for anything herself.
    let Ok(Answer::Me(me)) = it.desk.ask("carol", &Ask::Me) else { panic!() };
    assert_eq!((me.user.id.as_str(), me.can.scopes.len()), ("customer", 4));
    it.knows_no_stranger();
}

#[test]
fn standin_jira_sm_lists_two_pages_and_only_ones_own() {
    let it = jira();
    let (all, pages) = it.list("alice", Scope::Mine);
    assert_eq!(pages, [20, 5]);
    assert_eq!(all.iter().map(|it| &it.display_id).collect::<HashSet<_>>().len(), 25);
    assert!(all.iter().all(|it| it.requester.name == "Alice Moreau"));
    // The server has an order of its own, which nobody can choose.
    assert!(it.desk.page("alice", Scope::Mine, Sort::default(), None).unsorted);
    assert_eq!(it.subjects("bob", Scope::Mine), ["Invoice in the wrong currency"]);
    assert_eq!(it.subjects("carol", Scope::Mine), [""; 0]);
    assert_eq!(it.subjects("carol", Scope::CopiedOn), ["Two drivers see each other's notes"]);
    let northwind = || Scope::Organization("501".into());
    assert_eq!(it.subjects("dora", northwind()).len(), 24);
    assert_eq!(it.subjects("bob", northwind()), [""; 0]);
}

#[test]
fn standin_jira_sm_says_what_a_ticket_is() {
    let it = jira();
    let labels = it.desk.ticket("alice", &it.id(seed::LABELS));
    assert_eq!((labels.display_id.as_str(), labels.fields.len()), ("HELP-101", 1));
    assert_eq!(labels.priority.map(|it| it.level), Some(Level::High));
    let copied = it.desk.ticket("carol", &it.id(seed::COPIED));
    assert_eq!(copied.requester.name, "Alice Moreau");
    assert_eq!(copied.participants.len(), 1);
    let states = [
        (seed::LABELS, S::AwaitingCustomer, "Waiting for customer"),
        (seed::UNSEEN, S::Open, "Waiting for support"),
        (seed::OPEN, S::Open, "In progress"),
        (seed::PAUSED, S::OnHold, "On hold"),
        (seed::SOLVED, S::Resolved, "Resolved"),
        (seed::CLOSED, S::Closed, "Closed"),
        (seed::MERGED, S::Closed, "Canceled"),
    ];
    for (ticket, state, label) in states {
        let status = it.desk.ticket("alice", &it.id(ticket)).status;
        assert_eq!((status.category, status.label.as_str()), (state, label));
    }
}

/// Nothing in a request tells the files of its description from those of its comments.
#[test]
fn standin_jira_sm_tells_a_conversation_without_what_is_internal() {
    let it = jira();
    let expected = [
        r#"Requester Alice Moreau: "Since Monday our labels are an hour late.\n\n<b>All</b> of them & both printers." ["printer log.txt", "Étiquette n° 1.png"]"#,
        r#"Agent Inês Duarte: "Thank you, Alice.\n\nCould you send us a photo of one label & say which printer it was?" []"#,
        r#"Requester Alice Moreau: "Here it is, from printer 2." ["Étiquette n° 1.png"]"#,
        r#"Agent Inês Duarte: "There is a fix in 4.2.2.\nPlease tell us whether it helps." []"#,
    ];
    assert_eq!(it.said("alice", seed::LABELS), expected);
    assert!(!it.said("ines", seed::LABELS).iter().any(|it| it.contains(seed::INTERNAL)));
    let reader = it.said("carol", seed::COPIED);
    assert!(
        reader[0].starts_with("Requester Alice") && reader[1].starts_with("Agent"),
        "{reader:?}"
    );
}

#[test]
fn standin_jira_sm_tells_a_long_conversation_to_its_end() {
    let it = jira();
    let messages = it.desk.messages("alice", &it.id(seed::LONG));
    assert_eq!(messages.len(), seed::READINGS);
    assert!(
        messages.iter().zip(1..).all(|(it, at)| it.text.starts_with(&format!("Reading {at}: ")))
    );
}

#[test]
fn standin_jira_sm_shows_nothing_of_others() {
    let it = jira();
    it.is_hidden("bob", seed::LABELS, Failure::NotFound);
    it.is_hidden("carol", seed::LABELS, Failure::NotFound);
    it.is_hidden("alice", seed::BOBS, Failure::NotFound);
    it.is_hidden("alice", 4711, Failure::NotFound);
}

#[test]
fn standin_jira_sm_has_bad_moments() {
    jira().has_bad_moments();
}

#[test]
fn standin_jira_sm_gives_files_whole() {
    let it = jira();
    let log = it.file("alice", seed::LABELS, "printer log.txt");
    assert_eq!(it.desk.bytes("alice", &log), seed::LOG);
    let photo = it.file("alice", seed::LABELS, "Étiquette n° 1.png");
    assert_eq!(it.in_browser().bytes("alice", &photo), seed::PHOTO);
    let error = it.desk.ask("bob", &Ask::File(log)).unwrap_err();
    assert_eq!(error.failure(), Failure::Forbidden);
}

#[test]
fn standin_jira_sm_takes_a_reply_by_token_and_by_cookie() {
    let it = jira();
    let texts = ["Ours says 4.2.1 – is that it?\n\n* yes\n* <b>no</b>", "By cookie"];
    for (desk, text) in [(&it.desk, texts[0]), (&it.in_browser(), texts[1])] {
        let now = desk.reply("alice", &it.id(seed::LABELS), text, &[]);
        // It waited for her.
        assert_eq!(now.status.label, "Waiting for support");
    }
    let messages = it.desk.messages("alice", &it.id(seed::LABELS));
    for (message, text) in messages[4..].iter().zip(texts) {
        assert_eq!((message.text.as_str(), message.author.role), (text, Role::Requester));
    }
    it.desk.reply("carol", &it.id(seed::COPIED), "We see it too.", &[]);
    assert!(it.said("alice", seed::COPIED)[2].starts_with("Participant Carol Lindqvist"));
}

/// A reply that has files names them in its text: the service writes that itself.
#[test]
fn standin_jira_sm_takes_a_reply_with_its_files() {
    let it = jira();
    let files = [
        file("Waage & Ladung – März.txt", "text/plain", "zwölf\n".as_bytes()),
        file("dot.png", "image/png", seed::PHOTO),
    ];
    it.in_browser().reply("alice", &it.id(seed::LABELS), "Both.", &files);
    let last = it.desk.messages("alice", &it.id(seed::LABELS)).pop().unwrap();
    assert_eq!(last.text, "Both.\n\nWaage & Ladung – März.txt\n\ndot.png");
    let names: Vec<_> = last.attachments.iter().map(|it| it.filename.as_str()).collect();
    assert_eq!(names, ["Waage & Ladung – März.txt", "dot.png"]);
    for (sent, kept) in files.iter().zip(&last.attachments) {
        assert_eq!(it.desk.bytes("alice", kept), sent.bytes, "{}", kept.filename);
    }
}

/// What may be done, and what it is called, is another matter with each request.
#[test]
fn standin_jira_sm_goes_the_ways_that_a_request_has() {
    let it = jira();
    for (ticket, over, again) in
        [(seed::OPEN, "Resolved", "Waiting for support"), (seed::SEARCH, "Resolved", "In progress")]
    {
        let id = || it.ticket_id(ticket);
        assert_eq!(it.desk.now("alice", &Command::Close(id())).status.label, over);
        assert_eq!(it.in_browser().now("alice", &Command::Reopen(id())).status.label, again);
    }
    for ticket in [seed::PROBLEM, seed::CLOSED] {
        it.is_refused("alice", &Command::Close(it.ticket_id(ticket)), Failure::Refused);
        it.is_refused("alice", &Command::Reopen(it.ticket_id(ticket)), Failure::Refused);
    }
}

#[test]
fn standin_jira_sm_opens_again_what_is_answered_and_never_what_is_closed() {
    let it = jira();
    let open = it.desk.reply("alice", &it.id(seed::SOLVED), "October is back.", &[]);
    assert_eq!(open.status.category, S::Open);
    it.is_refused("alice", &it.reply(seed::CLOSED, "Please."), Failure::NotFound);
    let closed = it.desk.ticket("alice", &it.id(seed::CLOSED));
    assert!(matches!(closed.actions.reply, Action::Denied(_)), "{:?}", closed.actions.reply);
}

#[test]
fn standin_jira_sm_follows_up_with_a_new_request_of_the_same_kind() {
    let it = jira();
    let follow_up = it.follow_up(seed::CLOSED, "Old scanner, again", "A new one is no better.");
    let new = it.desk.now("alice", &follow_up);
    assert_eq!((new.subject.as_str(), new.status.category), ("Old scanner, again", S::Open));
    let messages = it.desk.messages("alice", new.id.as_str());
    assert_eq!(messages[0].text, "A new one is no better.");
}

#[test]
fn standin_jira_sm_takes_stars_from_the_reporter() {
    let it = jira();
    it.desk.now("alice", &it.rate(seed::COPIED, Score::Stars(4)));
    let rating = it.server.rating(seed::COPIED).unwrap();
    assert_eq!((rating.score.as_str(), rating.comment.as_str()), ("4", "Quick, thanks."));
    it.is_refused("carol", &it.rate(seed::COPIED, Score::Stars(1)), Failure::NotFound);
    it.is_refused("alice", &it.rate(seed::SOLVED, Score::Good), Failure::Refused);
    it.is_refused("alice", &it.rate(seed::SOLVED, Score::Stars(6)), Failure::Refused);
}

#[test]
fn standin_jira_sm_lets_nobody_write_into_the_tickets_of_others() {
    let it = jira();
    let labels = || it.ticket_id(seed::LABELS);
    let commands = [
        it.reply(seed::LABELS, "This is not mine."),
        Command::Close(labels()),
        Command::Reopen(labels()),
        it.rate(seed::SOLVED, Score::Stars(1)),
        it.follow_up(seed::CLOSED, "Not mine", "either"),
        super::upload(&it.id(seed::LABELS), file("a.txt", "text/plain", b"a")),
    ];
    for command in &commands {
        it.is_refused("bob", command, Failure::NotFound);
        it.is_refused("nobody", command, Failure::SignedOut);
    }
    assert_eq!(it.server.rating(seed::SOLVED), None);
}
