//! One reply: it comes back as it was written, once, and the ticket follows.

use contract::{Message, StatusCategory, Ticket};
use serde_json::{Value, json};

use super::{
    super::{
        access::refused_as,
        shape::{self, Odd},
    },
    Findings, Scene, below,
    files::{self, File},
};

/// Checks a reply, a second send of it, and the ticket after it.
pub fn reply(findings: &mut Findings, scene: &Scene<'_>, file: Option<&File>) {
    const REPLY: &str = "write: a reply";
    const TWICE: &str = "write: the same send twice";
    const AFTER: &str = "write: the ticket after it";
    let uploads: Vec<&str> = file.iter().map(|it| it.token.as_str()).collect();
    // What careless readers lose: markup, other scripts, spaces.
    let text = format!("A test, {}:\n  <b>1</b> & \"2\", ça va, 了解, مرحبا", scene.mark);
    let body = json!({
        "body": text, "format": "text", "uploads": uploads, "client_id": scene.mark,
    });
    let made = match made(scene, &body) {
        Ok(it) => it,
        Err(faults) => {
            findings.judge(REPLY, "", &faults);
            findings.skip(TWICE, "there is no reply");
            return;
        }
    };
    let is_mapped = scene.visitor.api.mapping().is_some();
    let is_whole = made.text == text;
    // What a desk does with spaces, and names files by, is not in a mapping's hand.
    let is_kept = is_whole || is_mapped && words(&made.text).starts_with(&words(&text));
    if !is_whole && is_kept {
        findings.note(REPLY, "the desk adds to it, or spaces are lost");
    }
    let mut faults = differences(&made, is_kept, &scene.me.user.id, uploads.len());
    let found = scene.visitor.newest(scene.id);
    faults.extend(match &found {
        Ok(all) if !all.contains(&made) => vec!["it is not in the conversation".to_owned()],
        Ok(_) => Vec::new(),
        Err(why) => vec![why.clone()],
    });
    findings.judge(REPLY, format!("in {}, as it was written", scene.id), &faults);
    if let (Some(it), Some(file)) = (made.attachments.first(), file) {
        findings.judge("write: its file", "is named", &files::named(it, file.text.len()));
        files::fetched(findings, scene, it, file);
    }

    if is_mapped {
        findings.skip(TWICE, "a mapping has no keys; the widget sends nothing twice by itself");
    } else {
        let faults = twice(scene, &body, &made);
        findings.judge(TWICE, "is one message; another text under its key is refused", &faults);
    }
    let ticket = match scene.visitor.ticket(scene.id) {
        Ok(it) => it,
        Err(why) => return findings.judge(AFTER, "", &[why]),
    };
    let mut faults = followed(&ticket);
    if let Some(why) = fell_behind(&ticket, &made) {
        match is_mapped {
            true => findings.note(AFTER, format!("{why}: the list is not in the order of replies")),
            false => faults.push(why),
        }
    }
    findings.judge(AFTER, "is not the customer's turn", &faults);
}

fn made(scene: &Scene<'_>, body: &Value) -> Result<Message, Vec<String>> {
    let path = below(scene.id, "messages");
    let reply = scene.visitor.post(&path, Some(&scene.mark), body).map_err(|it| vec![it])?;
    if reply.status != 201 {
        return Err(vec![format!("{path} answers {}, not 201{}", reply.status, reply.explained())]);
    }
    shape::read(&reply.json().map_err(|it| vec![it])?, &mut Odd::default())
}

fn words(text: &str) -> Vec<&str> {
    text.split_whitespace().collect()
}

/// What is not as it was sent.
fn differences(it: &Message, is_kept: bool, author: &str, files: usize) -> Vec<String> {
    let mut faults = Vec::new();
    if !is_kept {
        faults.push("`text` is not what was sent".to_owned());
    }
    if it.author.id != author {
        faults.push(format!("`author.id` is {}, not {author} as in /me", it.author.id));
    }
    if it.attachments.len() != files {
        faults.push(format!("{files} files were sent, {} came back", it.attachments.len()));
    }
    faults
}

fn twice(scene: &Scene<'_>, body: &Value, first: &Message) -> Vec<String> {
    let mut faults = Vec::new();
    match made(scene, body) {
        Ok(it) if it.id != first.id => faults.push("the second send has another id".to_owned()),
        Ok(_) => {}
        Err(wrong) => faults.extend(wrong),
    }
    let mut other = body.clone();
    other["body"] = json!("Another text under the same key.");
    let path = below(scene.id, "messages");
    match scene.visitor.post(&path, Some(&scene.mark), &other) {
        Ok(reply) => faults.extend(refused_as(&reply, &[409, 422])),
        Err(why) => faults.push(why),
    }
    match scene.visitor.newest(scene.id) {
        Ok(all) => {
            let after = all.iter().skip_while(|it| it.id != first.id).skip(1);
            let again = after.filter(|it| it.author.id == scene.me.user.id).count();
            if again > 0 {
                faults.push(format!("{again} more stand behind it in the conversation"));
            }
        }
        Err(why) => faults.push(why),
    }
    faults
}

/// What does not follow from the reply.
fn followed(ticket: &Ticket) -> Vec<String> {
    let mut faults = Vec::new();
    if ticket.status.category == StatusCategory::AwaitingCustomer {
        faults.push("it still awaits the customer".to_owned());
    }
    if ticket.unread {
        faults.push("one's own reply makes it unread".to_owned());
    }
    faults
}

/// What is said of a ticket that is older than its reply.
fn fell_behind(ticket: &Ticket, reply: &Message) -> Option<String> {
    let is_older = ticket.updated_at < reply.created_at;
    is_older.then(|| format!("`updated_at` is {}, before the reply", ticket.updated_at))
}

#[cfg(test)]
mod tests {
    use contract::{Author, Status};

    use super::*;

    #[test]
    fn a_reply_must_come_back_as_it_was_sent() {
        let author = Author { id: "a".to_owned(), ..Author::default() };
        let it = Message { text: "1 & 2".to_owned(), author, ..Message::default() };
        assert!(differences(&it, true, "a", 0).is_empty());
        assert_eq!(differences(&it, false, "a", 0), ["`text` is not what was sent"]);
        assert_eq!(differences(&it, true, "b", 1).len(), 2);
    }

    #[test]
    fn after_a_reply_it_is_not_the_customers_turn() {
        let reply = Message { created_at: "2026-11-02T00:00:00Z".to_owned(), ..Message::default() };
        let ticket = |category, updated_at: &str, unread| Ticket {
            status: Status { category, ..Status::default() },
            updated_at: updated_at.to_owned(),
            unread,
            ..Ticket::default()
        };
        let right = ticket(StatusCategory::Open, "2026-11-02T00:00:00Z", false);
        assert!(followed(&right).is_empty());
        assert_eq!(fell_behind(&right, &reply), None);
        let wrong = ticket(StatusCategory::AwaitingCustomer, "2026-11-01T00:00:00Z", true);
        assert_eq!(followed(&wrong).len(), 2);
        assert!(fell_behind(&wrong, &reply).is_some());
    }
}
