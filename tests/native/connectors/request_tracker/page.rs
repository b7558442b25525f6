//! A ticket alone, and its conversation.

use ::deskpane::{
    api::{Ask, Cursor, connectors::RequestTracker},
    domain::TicketId,
};

use super::super::{check, exchange, fixture, good, messages, reply, ticket};

const PAGE: &str = "&fields=Subject%2CStatus%2CPriority%2CCreated%2CLastUpdated%2COwner%2CRequestor%2CCc%2CCustomFields%2C_hyperlinks&fields%5BOwner%5D=RealName&fields%5BRequestor%5D=RealName&fields%5BCc%5D=RealName";
const HISTORY: &str = "history?query=%5B%7B%22field%22:%22Type%22%2C%22operator%22:%22IN%22%2C%22value%22:%5B%22Create%22%2C%22Correspond%22%2C%22Status%22%5D%7D%5D&orderby=id&order=DESC&per_page=30&fields=Type%2CCreator%2CCreated%2COldValue%2CNewValue&fields%5BCreator%5D=RealName";
const BODIES: &str = "&orderby=id&per_page=100&page=1&fields=Content";
const PARTS: &str =
    "&orderby=id&per_page=100&page=1&fields=Filename%2CContentType%2CContentLength%2CTransactionId";

/// `"1","2"` as an address has it.
fn list(ids: &[&str]) -> String {
    format!("%5B%22{}%22%5D", ids.join("%22%2C%22"))
}

fn attachments(field: &str, ids: &[&str], more: &str) -> String {
    let limit = format!("field%22:%22{field}%22%2C%22operator%22:%22IN%22%2C%22value%22:");
    format!("Get /ticket/1/attachments?query=%5B%7B%22{limit}{}%7D%5D{more}", list(ids))
}

pub fn alone(id: &str) -> String {
    format!("Get /tickets?query=id%3D{id}{PAGE}")
}

#[test]
fn a_ticket_says_what_the_desk_says() {
    check(
        &RequestTracker,
        &ticket("3"),
        &[good("request-tracker/ticket")],
        &format!(
            "{}
            ticket: 3 #3 Two users see each other's drafts
            channel: Other, written true
            status: Open open → Support
            priority: Unknown 100
            dates: 2026-11-21T14:37:42Z – 2026-11-21T16:37:42Z
            requester: alice Alice Moreau
            assignee: ines Inês Duarte
            participants: carol Carol Lindqvist
            reply: allowed
            close: allowed",
            alone("3")
        ),
    );
}

#[test]
fn unset_dates_nobody_and_empty_fields_are_nothing() {
    check(
        &RequestTracker,
        &ticket("5"),
        &[good("request-tracker/ticket-resolved")],
        &format!(
            "{}
            ticket: 5 #5 How do I add a second warehouse?
            channel: Other, written true
            status: Resolved resolved → Done
            dates: 2026-10-17T14:37:42Z – 2026-10-18T10:37:42Z
            requester: alice Alice Moreau
            reply: allowed
            reopen: allowed",
            alone("5")
        ),
    );
}

#[test]
fn a_field_has_all_its_values_and_fields_their_order() {
    let turned = {
        let mut it: serde_json::Value =
            serde_json::from_str(&fixture("request-tracker/ticket-stalled")).unwrap();
        it["items"][0]["CustomFields"].as_array_mut().unwrap().reverse();
        it.to_string()
    };
    for body in [fixture("request-tracker/ticket-stalled"), turned] {
        check(
            &RequestTracker,
            &ticket("1"),
            &[reply(200, &body)],
            &format!(
                "{}
                ticket: 1 #1 Labels print with last year's address
                channel: Other, written true
                status: Unknown stalled → Support
                priority: Unknown 50
                dates: 2026-11-14T02:37:42Z – 2026-11-22T20:43:42Z
                requester: alice Alice Moreau
                assignee: ines Inês Duarte
                field: Version in use = 4.2.1
                field: Systems = Linux, Windows
                reply: allowed
                close: allowed",
                alone("1")
            ),
        );
    }
}

#[test]
fn a_group_is_nobody_a_customer_knows() {
    let group = r#""Cc": [{ "type": "group", "id": "55", "RealName": "" },"#;
    let body = fixture("request-tracker/ticket").replace("\"Cc\": [", group);
    let lines = exchange(&RequestTracker, &ticket("3"), &[reply(200, &body)]);
    let people = lines.iter().find(|it| it.starts_with("participants"));
    assert_eq!(people.map(String::as_str), Some("participants: carol Carol Lindqvist"));
    assert!(body.contains("\"55\""));
}

#[test]
fn what_rt_does_not_link_is_not_allowed() {
    let asked = |id: &str| {
        let name = match id {
            "31" => "request-tracker/ticket-not-to-be-changed",
            _ => "request-tracker/ticket-to-be-read",
        };
        let lines = exchange(&RequestTracker, &ticket(id), &[good(name)]);
        let is_action =
            |it: &String| ["reply:", "close:", "reopen:"].iter().any(|name| it.starts_with(name));
        lines.into_iter().filter(is_action).collect::<Vec<_>>()
    };
    const NO: &str = "Unknown None until None, instead []";
    assert_eq!(asked("31"), ["reply: allowed".to_owned(), format!("close: {NO}")]);
    assert_eq!(asked("32"), [format!("reply: {NO}"), format!("close: {NO}")]);
}

#[test]
fn a_ticket_that_is_not_in_the_list_says_why() {
    for (status, name, end) in [(403, "refused-403", "Forbidden"), (404, "refused-404", "NotFound")]
    {
        for ask in [ticket("1"), messages("1")] {
            check(
                &RequestTracker,
                &ask,
                &[
                    good("request-tracker/ticket-unseen"),
                    reply(status, &fixture(&format!("request-tracker/{name}"))),
                ],
                &format!("{}\n Get /ticket/1\n {end}", alone("1")),
            );
        }
    }
}

#[test]
fn a_ticket_that_went_into_another_leads_there() {
    check(
        &RequestTracker,
        &ticket("2"),
        &[good("request-tracker/ticket-unseen"), good("request-tracker/ticket-alone")],
        &format!(
            "{}
            Get /ticket/2
            ticket: 3 #3 Two users see each other's drafts
            channel: Other, written true
            status: Open open → Support
            priority: Unknown 100
            dates: 2026-11-21T14:37:42Z – 2026-11-21T16:37:42Z
            requester: alice alice
            assignee: ines ines
            participants: carol carol
            reply: allowed
            close: allowed",
            alone("2")
        ),
    );
}

#[test]
fn only_a_number_enters_a_query() {
    for id in ["", "../users?x", "1 OR id>0", "1'", "१"] {
        for ask in [ticket(id), messages(id)] {
            check(&RequestTracker, &ask, &[], "NotFound");
        }
    }
}

/// What the connector asks before it knows what was said.
fn conversation() -> String {
    format!("{}\n Get /ticket/1/{HISTORY}", alone("1"))
}

#[test]
fn a_conversation_is_transactions_and_the_parts_of_their_mails() {
    let parts = attachments("TransactionId", &["65", "63", "60", "52"], PARTS);
    let bodies = attachments("id", &["2", "4", "10", "14"], BODIES);
    check(
        &RequestTracker,
        &messages("1"),
        &[
            good("request-tracker/ticket-stalled"),
            good("request-tracker/history"),
            good("request-tracker/parts"),
            good("request-tracker/bodies"),
        ],
        &format!(
            r#"{}
            {parts}
            {bodies}
            52: Message 2026-11-14T02:37:42Z | Requester Alice Moreau | "Since Monday every label carries the address of our old warehouse.\n\n    Settings > Places > Main\n\nshows the *new* one. 1 < 2, and <b>this is no tag</b>." | 3 print log.txt (32)
            59: Event 2026-11-14T06:37:42Z | Agent Inês Duarte | "\u{{200e}}new \u{{200e}}→\u{{200e}} open"
            60: Message 2026-11-14T12:37:42Z | Agent Inês Duarte | "Thank you, Alice.\n\nCould you send a photo of one label & say which printer it is?\nThe model is on its back."
            62: Event 2026-11-14T14:37:42Z | Agent Inês Duarte | "\u{{200e}}open \u{{200e}}→\u{{200e}} stalled"
            63: Message 2026-11-15T18:37:42Z | Requester Alice Moreau | "Here it is: printer K-200." | 12 Étiquette n° 1.png (123), 13 model.txt (6)
            64: Event 2026-11-16T04:37:42Z | Agent Inês Duarte | "\u{{200e}}stalled \u{{200e}}→\u{{200e}} open"
            65: Message 2026-11-22T20:37:42Z | Agent Inês Duarte | "We have a fix in 4.2.2. Do the labels show Quay 9 now?"
            66: Event 2026-11-22T20:43:42Z | Agent Inês Duarte | "\u{{200e}}open \u{{200e}}→\u{{200e}} stalled""#,
            conversation()
        ),
    );
}

/// A history of `types`, newest first, all by somebody who is neither asked nor copied.
fn history(types: &[&str]) -> String {
    let entry = |(at, kind): (usize, &&str)| {
        let id = 1000 - at;
        format!(
            r#"{{"id":"{id}","Type":"{kind}","Created":"2026-11-01T00:00:00Z","OldValue":"new","NewValue":"open","Creator":{{"type":"user","id":"RT_System","RealName":"The RT System itself"}}}}"#
        )
    };
    let items: Vec<String> = types.iter().enumerate().map(entry).collect();
    format!(r#"{{"total":null,"items":[{}]}}"#, items.join(","))
}

#[test]
fn what_the_desk_says_to_itself_is_never_taken() {
    check(
        &RequestTracker,
        &messages("1"),
        &[
            good("request-tracker/ticket-stalled"),
            reply(200, &history(&["Status", "Comment", "CommentEmailRecord"])),
        ],
        &format!(
            r#"{}
            1000: Event 2026-11-01T00:00:00Z | System  | "\u{{200e}}new \u{{200e}}→\u{{200e}} open"
            skipped: 2"#,
            conversation()
        ),
    );
}

#[test]
fn a_full_page_has_earlier_ones() {
    let full = history(&["Status"; 30]);
    let lines = exchange(
        &RequestTracker,
        &messages("1"),
        &[good("request-tracker/ticket-stalled"), reply(200, &full)],
    );
    assert_eq!(lines.last().map(String::as_str), Some("earlier: 971"));
    let before = Some(Cursor("971".into()));
    let asked = HISTORY.replace(
        "%5D%7D%5D&",
        "%5D%7D%2C%7B%22field%22:%22id%22%2C%22operator%22:%22%3C%22%2C%22value%22:971%7D%5D&",
    );
    check(
        &RequestTracker,
        &Ask::Messages { ticket: TicketId::new("1"), before },
        &[good("request-tracker/ticket-stalled"), reply(200, &history(&[]))],
        &format!("{}\n Get /ticket/1/{asked}", alone("1")),
    );
}

/// Parts of transaction 1000, by type and name.
fn parts(of: &[(&str, &str)]) -> String {
    let part = |(at, (kind, name)): (usize, &(&str, &str))| {
        format!(
            r#"{{"id":"{at}","TransactionId":"1000","ContentType":"{kind}","Filename":"{name}","ContentLength":"9"}}"#
        )
    };
    let items: Vec<String> = of.iter().enumerate().map(part).collect();
    format!(r#"{{"total":null,"items":[{}]}}"#, items.join(","))
}

/// What becomes of one message with these parts, each of which says its own id.
#[track_caller]
fn check_parts(of: &[(&str, &str)], expected: &str) {
    let bodies: Vec<String> =
        (0..of.len()).map(|at| format!(r#"{{"id":"{at}","Content":"<i>{at}</i>\r\n"}}"#)).collect();
    let replies = [
        good("request-tracker/ticket-stalled"),
        reply(200, &history(&["Correspond"])),
        reply(200, &parts(of)),
        reply(200, &format!(r#"{{"items":[{}]}}"#, bodies.join(","))),
    ];
    let has_bodies = of.iter().any(|(kind, name)| kind.starts_with("text/") && name.is_empty());
    let replies = &replies[..if has_bodies { 4 } else { 3 }];
    let lines = exchange(&RequestTracker, &messages("1"), replies);
    let said = lines.last().and_then(|it| it.split_once("System  | ")).map(|it| it.1);
    assert_eq!(said, Some(expected), "{lines:#?}");
}

#[test]
fn the_parts_of_a_mail_are_its_text_and_its_files() {
    check_parts(&[("text/plain", "")], r#""<i>0</i>""#);
    check_parts(&[("text/html", "")], r#""0""#);
    // Both forms of one text, and a footer behind.
    check_parts(
        &[
            ("multipart/mixed", ""),
            ("multipart/alternative", ""),
            ("text/plain", ""),
            ("text/html", ""),
            ("text/plain", ""),
        ],
        r#""<i>2</i>\n\n<i>4</i>""#,
    );
    // Two texts.
    check_parts(
        &[("multipart/mixed", ""), ("text/plain", ""), ("text/html", "")],
        r#""<i>1</i>\n\n2""#,
    );
    // Alternatives without a plain one.
    check_parts(&[("multipart/alternative", ""), ("text/html", "")], r#""1""#);
    check_parts(
        &[
            ("multipart/mixed", ""),
            ("image/png", ""),
            ("text/plain", "notes.txt"),
            ("message/rfc822", ""),
        ],
        r#""" | 1 image/png (9), 2 notes.txt (9)"#,
    );
}

#[test]
fn a_hundred_parts_are_followed_by_the_next_hundred() {
    let full = parts(&[("image/png", "x.png"); 100]);
    let next = attachments("TransactionId", &["1000"], PARTS).replace("&page=1", "&page=2");
    let lines = exchange(
        &RequestTracker,
        &messages("1"),
        &[
            good("request-tracker/ticket-stalled"),
            reply(200, &history(&["Correspond"])),
            reply(200, &full),
            reply(200, &parts(&[("text/plain", "last.txt")])),
        ],
    );
    assert_eq!(lines[3], next);
    assert!(lines[4].ends_with("x.png (9), 0 last.txt (9)"), "{}", lines[4]);
}

#[test]
fn a_server_that_breaks_off_is_unreadable() {
    // RT answers a field it cannot tell with 200 and nothing at all.
    for name in ["ticket", "history"] {
        let mut replies = vec![good("request-tracker/ticket-stalled"), reply(200, "")];
        if name == "ticket" {
            replies.remove(0);
        }
        let lines = exchange(&RequestTracker, &messages("1"), &replies);
        assert_eq!(lines.last().map(String::as_str), Some("Unreadable"), "{name}");
    }
}
