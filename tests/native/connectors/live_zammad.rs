//! Zammad's mapping against a server that answers as Zammad's documentation says.

use std::collections::HashSet;

use ::deskpane::{
    api::{Answer, Ask, Command, Failure, Score},
    domain::{Role, Scope, Sort, SortKey, StatusCategory as S},
};
use standins::{Kind, seed};

use super::{
    live::file,
    standin::{Standin, standin},
};

fn zammad() -> Standin {
    standin(Kind::Zammad, "zammad")
}

#[test]
fn standin_zammad_knows_the_customer_by_token_and_by_cookie() {
    let it = zammad();
    for (login, name) in [("alice", "Alice Moreau"), ("bob", "Bob Okafor")] {
        assert_eq!(it.name(login), name);
    }
    let Ok(Answer::Me(me)) = it.in_browser().ask("carol", &Ask::Me) else { panic!() };
    assert_eq!((me.user.name.as_str(), me.can.scopes), ("Carol Lindqvist", vec![Scope::Mine]));
    it.knows_no_stranger();
}

/// There is one list, of all that one may see: Carol's has what she shares with Alice.
#[test]
fn standin_zammad_lists_two_pages_and_only_what_one_may_see() {
    let it = zammad();
    let (all, pages) = it.list("alice", Scope::Mine);
    assert_eq!(pages, [20, 5]);
    assert_eq!(all.iter().map(|it| &it.display_id).collect::<HashSet<_>>().len(), 25);
    assert!(all.iter().all(|it| it.requester.name == "alice@northwind.example"));
    assert!(all.is_sorted_by(|one, next| one.updated_at >= next.updated_at));
    let first = it.desk.page("alice", Scope::Mine, Sort::default(), None);
    assert_eq!(first.total, Some(25));
    assert_eq!(it.subjects("bob", Scope::Mine), ["Invoice in the wrong currency"]);
    assert_eq!(it.subjects("carol", Scope::Mine), ["Two drivers see each other's notes"]);
}

#[test]
fn standin_zammad_sorts() {
    let it = zammad();
    let sorted = |key, descending| {
        it.desk.page("alice", Scope::Mine, Sort { key, descending }, None).tickets
    };
    assert!(sorted(SortKey::Created, false).is_sorted_by(|a, b| a.created_at <= b.created_at));
    assert!(sorted(SortKey::Updated, true).is_sorted_by(|a, b| a.updated_at >= b.updated_at));
    let ids: Vec<_> = sorted(SortKey::Id, true).into_iter().map(|it| it.display_id).collect();
    assert_eq!(ids[..3], ["#22125", "#22124", "#22123"]);
}

#[test]
fn standin_zammad_says_what_a_ticket_is() {
    let it = zammad();
    let labels = it.desk.ticket("alice", &it.id(seed::LABELS));
    assert_eq!(labels.display_id, "#22101");
    assert_eq!(labels.assignee.map(|it| it.name).as_deref(), Some("ines@kettle.example"));
    assert_eq!(it.desk.ticket("alice", &it.id(seed::UNSEEN)).assignee, None);
    let soon = it.desk.ticket("alice", &it.id(seed::CLOSES_SOON));
    assert!(soon.auto_resolve_at.is_some_and(|at| at > soon.updated_at));
    let states = [
        (seed::LABELS, S::OnHold, "pending reminder"),
        (seed::UNSEEN, S::Open, "new"),
        (seed::OPEN, S::Open, "open"),
        (seed::CLOSES_SOON, S::OnHold, "pending close"),
        (seed::SOLVED, S::Closed, "closed"),
        (seed::MERGED, S::Closed, "merged"),
    ];
    for (ticket, state, label) in states {
        let status = it.desk.ticket("alice", &it.id(ticket)).status;
        assert_eq!((status.category, status.label.as_str()), (state, label));
    }
}

/// Who answers gets internal articles from the server; the mapping drops them all the same.
#[test]
fn standin_zammad_tells_a_conversation_without_what_is_internal() {
    let it = zammad();
    let expected = [
        r#"Requester Alice Moreau: "Since Monday our labels are an hour late.\n\n<b>All</b> of them & both printers." ["printer log.txt"]"#,
        r#"Agent Inês Duarte: "Thank you, Alice.\n\nCould you send us a photo of one label & say which printer it was?" []"#,
        r#"Requester Alice Moreau: "Here it is, from printer 2." ["Étiquette n° 1.png"]"#,
        r#"Agent Inês Duarte: "There is a fix in 4.2.2.\nPlease tell us whether it helps." []"#,
    ];
    for login in ["alice", "ines"] {
        assert_eq!(it.said(login, seed::LABELS), expected);
    }
    assert_eq!(it.said("alice", seed::LONG).len(), seed::READINGS);
}

#[test]
fn standin_zammad_shows_nothing_of_others() {
    let it = zammad();
    it.is_hidden("bob", seed::LABELS, Failure::Forbidden);
    it.is_hidden("carol", seed::LABELS, Failure::Forbidden);
    it.is_hidden("alice", seed::BOBS, Failure::Forbidden);
    it.is_hidden("alice", 4711, Failure::NotFound);
    assert_eq!(it.said("carol", seed::COPIED).len(), 2);
}

#[test]
fn standin_zammad_has_bad_moments() {
    zammad().has_bad_moments();
}

#[test]
fn standin_zammad_gives_files_whole() {
    let it = zammad();
    let log = it.file("alice", seed::LABELS, "printer log.txt");
    assert_eq!(it.desk.bytes("alice", &log), seed::LOG);
    let photo = it.file("alice", seed::LABELS, "Étiquette n° 1.png");
    assert_eq!(it.in_browser().bytes("alice", &photo), seed::PHOTO);
    for login in ["bob", "carol"] {
        let error = it.desk.ask(login, &Ask::File(log.clone())).unwrap_err();
        assert_eq!(error.failure(), Failure::Forbidden);
    }
}

#[test]
fn standin_zammad_takes_a_reply_by_token_and_by_cookie() {
    let it = zammad();
    let texts = ["Ours says 4.2.1 – is that it?\n\n* yes\n* <b>no</b>", "By cookie"];
    for (desk, text) in [(&it.desk, texts[0]), (&it.in_browser(), texts[1])] {
        let now = desk.reply("alice", &it.id(seed::LABELS), text, &[]);
        assert_eq!(now.status.label, "open");
    }
    let messages = it.desk.messages("alice", &it.id(seed::LABELS));
    for (message, text) in messages[4..].iter().zip(texts) {
        assert_eq!((message.text.as_str(), message.author.role), (text, Role::Requester));
    }
    it.desk.reply("carol", &it.id(seed::COPIED), "We see it too.", &[]);
    assert!(it.said("alice", seed::COPIED)[2].contains("Carol Lindqvist"));
    // Nobody has looked yet, and an answer of her own does not change that.
    let new = it.desk.reply("alice", &it.id(seed::UNSEEN), "It is about May.", &[]);
    assert_eq!(new.status.label, "new");
}

#[test]
fn standin_zammad_takes_a_reply_with_its_files() {
    let it = zammad();
    let files = [
        file("Waage & Ladung – März.txt", "text/plain", "zwölf\n".as_bytes()),
        file("dot.png", "image/png", seed::PHOTO),
    ];
    it.in_browser().reply("alice", &it.id(seed::LABELS), "Both.", &files);
    let last = it.desk.messages("alice", &it.id(seed::LABELS)).pop().unwrap();
    let names: Vec<_> = last.attachments.iter().map(|it| it.filename.as_str()).collect();
    assert_eq!(names, ["Waage & Ladung – März.txt", "dot.png"]);
    for (sent, kept) in files.iter().zip(&last.attachments) {
        assert_eq!(it.desk.bytes("alice", kept), sent.bytes, "{}", kept.filename);
    }
}

#[test]
fn standin_zammad_refuses_what_the_page_did_not_want() {
    let it = zammad();
    let reply = it.reply(seed::LABELS, "Forged.");
    let error = it.forged().write("alice", &reply).unwrap_err();
    // Signing in again would not help.
    assert_eq!(error.failure(), Failure::Refused);
    assert_eq!(it.said("alice", seed::LABELS).len(), 4);
}

#[test]
fn standin_zammad_closes_and_opens_again() {
    let it = zammad();
    let id = || it.ticket_id(seed::OPEN);
    assert_eq!(it.desk.now("alice", &Command::Close(id())).status.label, "closed");
    assert_eq!(it.in_browser().now("alice", &Command::Reopen(id())).status.label, "open");
    it.desk.now("alice", &Command::Close(id()));
    let open = it.desk.reply("alice", &it.id(seed::OPEN), "Not yet, sorry.", &[]);
    assert_eq!(open.status.label, "open");
    let waiting = it.desk.now("alice", &Command::Close(it.ticket_id(seed::CLOSES_SOON)));
    assert_eq!((waiting.status.label.as_str(), waiting.auto_resolve_at), ("closed", None));
}

/// Some groups let nobody go on after the end: the ticket does not say so beforehand.
#[test]
fn standin_zammad_opens_nothing_that_is_closed_for_good() {
    let it = zammad();
    it.is_refused("alice", &it.reply(seed::CLOSED, "Please."), Failure::Refused);
    it.is_refused("alice", &Command::Reopen(it.ticket_id(seed::CLOSED)), Failure::Refused);
}

#[test]
fn standin_zammad_follows_up_with_a_new_ticket() {
    let it = zammad();
    let follow_up = it.follow_up(seed::CLOSED, "Old scanner, again", "A new one is no better.");
    let new = it.desk.now("alice", &follow_up);
    assert_eq!((new.subject.as_str(), new.status.label.as_str()), ("Old scanner, again", "new"));
    let messages = it.desk.messages("alice", new.id.as_str());
    assert_eq!(messages[0].text, "A new one is no better.");
}

#[test]
fn standin_zammad_takes_no_rating() {
    let it = zammad();
    it.is_refused("alice", &it.rate(seed::SOLVED, Score::Good), Failure::Refused);
}

#[test]
fn standin_zammad_lets_nobody_write_into_the_tickets_of_others() {
    let it = zammad();
    let labels = || it.ticket_id(seed::LABELS);
    let commands = [
        it.reply(seed::LABELS, "This is not mine."),
        Command::Close(labels()),
        Command::Reopen(labels()),
        it.follow_up(seed::CLOSED, "Not mine", "either"),
    ];
    for command in &commands {
        it.is_refused("bob", command, Failure::Forbidden);
        it.is_refused("nobody", command, Failure::SignedOut);
    }
    assert_eq!(it.desk.ticket("alice", &it.id(seed::LABELS)).status.label, "pending reminder");
}
