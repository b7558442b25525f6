//! Zendesk's mapping against a server that answers as Zendesk's documentation says.

use std::collections::HashSet;

use ::deskpane::{
    api::{Answer, Ask, Command, Failure, Score},
    domain::{Action, Level, Reason, Role, Scope, Sort, SortKey, StatusCategory as S, Ticket},
};
use standins::{Kind, seed};

use super::{
    live::file,
    standin::{Standin, standin},
};

fn zendesk() -> Standin {
    standin(Kind::Zendesk, "zendesk")
}

#[test]
fn standin_zendesk_knows_the_customer_by_token_and_by_cookie() {
    let it = zendesk();
    for (login, name) in [("alice", "Alice Moreau"), ("bob", "Bob Okafor")] {
        assert_eq!(it.name(login), name);
    }
    let Ok(Answer::Me(me)) = it.in_browser().ask("dora", &Ask::Me) else { panic!() };
    assert_eq!(me.can.scopes, [Scope::Mine, Scope::CopiedOn, Scope::Organization("501".into())]);
    it.knows_no_stranger();
}

#[test]
fn standin_zendesk_lists_two_pages_and_only_ones_own() {
    let it = zendesk();
    let (all, pages) = it.list("alice", Scope::Mine);
    assert_eq!(pages, [20, 5]);
    assert_eq!(all.iter().map(|it| &it.display_id).collect::<HashSet<_>>().len(), 25);
    assert!(all.iter().all(|it| it.requester.name == "Alice Moreau"));
    assert!(all.is_sorted_by(|one, next| one.updated_at >= next.updated_at));
    assert_eq!(it.subjects("bob", Scope::Mine), ["Invoice in the wrong currency"]);
    assert_eq!(it.subjects("carol", Scope::Mine), [""; 0]);
    assert_eq!(it.subjects("carol", Scope::CopiedOn), ["Two drivers see each other's notes"]);
    // Dora may see what is asked from Northwind; Alice is there as well, and may not.
    let northwind = || Scope::Organization("501".into());
    assert_eq!(it.subjects("dora", northwind()).len(), 24);
    let ask = super::tickets(northwind());
    assert_eq!(it.desk.ask("alice", &ask).unwrap_err().failure(), Failure::NotFound);
}

#[test]
fn standin_zendesk_sorts() {
    let it = zendesk();
    let sorted = |key, descending| {
        it.desk.page("alice", Scope::Mine, Sort { key, descending }, None).tickets
    };
    assert!(sorted(SortKey::Created, false).is_sorted_by(|a, b| a.created_at <= b.created_at));
    assert!(sorted(SortKey::Updated, true).is_sorted_by(|a, b| a.updated_at >= b.updated_at));
    assert_eq!(sorted(SortKey::Status, false)[0].subject, "Can a route start on Sunday?");
}

#[test]
fn standin_zendesk_says_what_a_ticket_is() {
    let it = zendesk();
    let labels = it.desk.ticket("alice", &it.id(seed::LABELS));
    assert_eq!(labels.display_id, "#101");
    assert_eq!(labels.assignee.map(|it| it.name).as_deref(), Some("Inês Duarte"));
    assert_eq!(labels.priority.map(|it| it.level), Some(Level::High));
    let copied = it.desk.ticket("carol", &it.id(seed::COPIED));
    assert_eq!(copied.requester.name, "Alice Moreau");
    let states = [
        (seed::LABELS, S::AwaitingCustomer),
        (seed::UNSEEN, S::Open),
        (seed::OPEN, S::Open),
        (seed::PAUSED, S::OnHold),
        (seed::SOLVED, S::Resolved),
        (seed::CLOSED, S::Closed),
    ];
    for (ticket, state) in states {
        let ticket: Ticket = it.desk.ticket("alice", &it.id(ticket));
        assert_eq!(ticket.status.category, state, "{}", ticket.subject);
    }
}

#[test]
fn standin_zendesk_tells_a_conversation_without_what_is_internal() {
    let it = zendesk();
    let said = it.said("alice", seed::LABELS);
    let expected = [
        r#"Requester Alice Moreau: "Since Monday our labels are an hour late.\n\n<b>All</b> of them & both printers." ["printer log.txt"]"#,
        r#"Agent Inês Duarte: "Thank you, Alice.\n\nCould you send us a photo of one label & say which printer it was?" []"#,
        r#"Requester Alice Moreau: "Here it is, from printer 2." ["Étiquette n° 1.png"]"#,
        r#"Agent Inês Duarte: "There is a fix in 4.2.2.\nPlease tell us whether it helps." []"#,
    ];
    assert_eq!(said, expected);
}

#[test]
fn standin_zendesk_tells_a_long_conversation_to_its_end() {
    let it = zendesk();
    let messages = it.desk.messages("alice", &it.id(seed::LONG));
    assert_eq!(messages.len(), seed::READINGS);
    assert!(
        messages.iter().zip(1..).all(|(it, at)| it.text.starts_with(&format!("Reading {at}: ")))
    );
    // Who wrote on a later page only is known as well.
    assert!(messages.iter().all(|it| !it.author.name.is_empty()));
}

#[test]
fn standin_zendesk_shows_nothing_of_others() {
    let it = zendesk();
    it.is_hidden("bob", seed::LABELS, Failure::NotFound);
    it.is_hidden("carol", seed::LABELS, Failure::NotFound);
    it.is_hidden("alice", seed::BOBS, Failure::NotFound);
    it.is_hidden("alice", 4711, Failure::NotFound);
    assert_eq!(it.said("carol", seed::COPIED).len(), 2);
}

#[test]
fn standin_zendesk_has_bad_moments() {
    zendesk().has_bad_moments();
}

/// Its files are with another origin, which the browser is led to; a token must not go there.
#[test]
fn standin_zendesk_leads_to_its_files() {
    let it = zendesk();
    let log = it.file("alice", seed::LABELS, "printer log.txt");
    assert!(log.address.as_ref().is_some_and(|at| at.starts_with(it.server.url())));
    let failure = |login: &str| it.desk.ask(login, &Ask::File(log.clone())).unwrap_err().failure();
    assert_eq!(failure("alice"), Failure::Redirected);
    assert_eq!(failure("bob"), Failure::NotFound);
    assert_eq!(it.server.given(), []);
}

#[test]
fn standin_zendesk_takes_a_reply_by_token_and_by_cookie() {
    let it = zendesk();
    let texts = ["Ours says 4.2.1 – is that it?\n\n* yes\n* <b>no</b>", "By cookie"];
    for (desk, text) in [(&it.desk, texts[0]), (&it.in_browser(), texts[1])] {
        let now = desk.reply("alice", &it.id(seed::LABELS), text, &[]);
        // It waited for her.
        assert_eq!(now.status.category, S::Open);
    }
    let messages = it.desk.messages("alice", &it.id(seed::LABELS));
    for (message, text) in messages[4..].iter().zip(texts) {
        assert_eq!((message.text.as_str(), message.author.role), (text, Role::Requester));
    }
    // Who reads along may answer.
    it.desk.reply("carol", &it.id(seed::COPIED), "We see it too.", &[]);
    assert!(it.said("alice", seed::COPIED)[2].starts_with("Participant Carol Lindqvist"));
}

#[test]
fn standin_zendesk_takes_a_reply_with_its_files() {
    let it = zendesk();
    let files = [
        file("Waage & Ladung – März.txt", "text/plain", "zwölf\n".as_bytes()),
        file("dot.png", "image/png", seed::PHOTO),
    ];
    it.in_browser().reply("alice", &it.id(seed::LABELS), "Both.", &files);
    let last = it.desk.messages("alice", &it.id(seed::LABELS)).pop().unwrap();
    let kept: Vec<_> =
        last.attachments.iter().map(|it| (it.filename.as_str(), it.size.unwrap())).collect();
    assert_eq!(kept, [("Waage & Ladung – März.txt", 7.0), ("dot.png", seed::PHOTO.len() as f64)]);
}

#[test]
fn standin_zendesk_refuses_what_the_page_did_not_want() {
    let it = zendesk();
    let reply = it.reply(seed::LABELS, "Forged.");
    assert!(it.forged().write("alice", &reply).is_err());
    assert_eq!(it.said("alice", seed::LABELS).len(), 4);
}

#[test]
fn standin_zendesk_solves_what_can_be_solved_and_nothing_else() {
    let it = zendesk();
    let close = |ticket| Command::Close(it.ticket_id(ticket));
    assert_eq!(it.desk.now("alice", &close(seed::OPEN)).status.category, S::Resolved);
    // It says yes and does nothing: nobody is assigned; others hang on it; it is not hers.
    for (login, ticket) in
        [("alice", seed::UNSEEN), ("alice", seed::PROBLEM), ("carol", seed::COPIED)]
    {
        assert_ne!(it.desk.ticket(login, &it.id(ticket)).actions.close, Action::Allowed);
        it.is_refused(login, &close(ticket), Failure::NotAccepted);
    }
}

#[test]
fn standin_zendesk_opens_again_what_is_answered_and_never_what_is_closed() {
    let it = zendesk();
    let open = it.desk.reply("alice", &it.id(seed::SOLVED), "October is back.", &[]);
    assert_eq!(open.status.category, S::Open);
    it.is_refused("alice", &it.reply(seed::CLOSED, "Please."), Failure::Refused);
    let closed = it.desk.ticket("alice", &it.id(seed::CLOSED));
    assert!(matches!(closed.actions.reply, Action::Denied(it) if it.reason == Reason::ClosedFinal));
}

#[test]
fn standin_zendesk_follows_up_on_what_is_closed() {
    let it = zendesk();
    let follow_up = it.follow_up(seed::CLOSED, "Old scanner, again", "A new one is no better.");
    let new = it.desk.now("alice", &follow_up);
    assert_eq!((new.subject.as_str(), new.status.category), ("Old scanner, again", S::Open));
    let of: Vec<_> = new.related.iter().map(|it| it.id.as_str().to_owned()).collect();
    assert_eq!(of, [it.id(seed::CLOSED)]);
    let messages = it.desk.messages("alice", new.id.as_str());
    assert_eq!(messages[0].text, "A new one is no better.");
    it.is_refused("alice", &it.follow_up(seed::OPEN, "No", "No"), Failure::Refused);
}

#[test]
fn standin_zendesk_takes_a_rating_of_what_was_solved() {
    let it = zendesk();
    it.desk.now("alice", &it.rate(seed::SOLVED, Score::Bad));
    let rating = it.server.rating(seed::SOLVED).unwrap();
    assert_eq!((rating.score.as_str(), rating.comment.as_str()), ("bad", "Quick, thanks."));
    it.is_refused("alice", &it.rate(seed::OPEN, Score::Good), Failure::Refused);
    it.is_refused("alice", &it.rate(seed::SOLVED, Score::Stars(5)), Failure::Refused);
}

#[test]
fn standin_zendesk_lets_nobody_write_into_the_tickets_of_others() {
    let it = zendesk();
    let commands = [
        it.reply(seed::LABELS, "This is not mine."),
        Command::Close(it.ticket_id(seed::LABELS)),
        it.rate(seed::SOLVED, Score::Bad),
        it.follow_up(seed::CLOSED, "Not mine", "either"),
    ];
    for command in &commands {
        it.is_refused("bob", command, Failure::NotFound);
        it.is_refused("nobody", command, Failure::SignedOut);
    }
    assert_eq!(it.server.rating(seed::SOLVED), None);
}
