//! RT's ways to change a ticket. It answers 200 whether or not anything changed, in words of the
//! customer's language, so each is followed by a look.

use super::{Known, RequestTracker, number, ticket, unreadable};
use crate::{
    api::{
        Answer, ApiError, Command, Draft, Failure, Method, Payload, Raw, Remark, Reply, Request,
        Step, UNKNOWN_TYPE, Writer, connectors::base64, seen,
    },
    domain::{File, TicketId},
};

/// Bytes of a name in one encoded word, which has 75 letters at most.
const LONGEST_PIECE: usize = 45;

impl Writer for RequestTracker {
    fn write(&self, command: &Command, replies: &[Reply]) -> Step {
        let answer = match command {
            Command::Upload { file, .. } => upload(file),
            Command::Reply { ticket, draft } => {
                changed(ticket, replies, |number| answer(number, draft))
            }
            Command::Close(ticket) => changed(ticket, replies, |it| set_status(it, "resolved")),
            Command::Reopen(ticket) => changed(ticket, replies, |it| set_status(it, "open")),
            Command::TakeBack { .. }
            | Command::FollowUp { .. }
            | Command::Rate { .. }
            | Command::Verify { .. }
            | Command::AllowProxy { .. }
            | Command::MarkRead { .. } => {
                Err(Step::Fail(ApiError::new(Failure::Refused, "RT does not know this")))
            }
        };
        answer.map_or_else(|step| step, Step::Done)
    }

    fn said(&self, body: &Raw) -> Vec<Remark> {
        body.text("message").map(Remark::new).into_iter().collect()
    }
}

/// A file travels with its message. RT takes an empty one for one that is missing, and would refuse
/// the message.
fn upload(file: &File) -> Known<Answer> {
    if file.bytes.is_empty() {
        return Err(Step::Fail(ApiError::new(Failure::Refused, "RT takes no empty files")));
    }
    Ok(Answer::Taken(None))
}

/// Sends what changes a ticket, and looks what became of it.
fn changed(
    id: &TicketId,
    replies: &[Reply],
    request: impl FnOnce(&str) -> Request,
) -> Known<Answer> {
    let number = number(id)?;
    let Some((taken, look)) = replies.split_first() else {
        return Err(Step::Send(request(number)));
    };
    taken.good().map_err(Step::Fail)?;
    let look = ticket::whole(id, look)
        .and_then(|(it, _)| ticket::read(&it).ok_or_else(|| unreadable("not a ticket")));
    Err(match look {
        Ok(ticket) => seen(Ok(ticket)),
        Err(Step::Fail(why)) => seen(Err(why)),
        Err(step) => step,
    })
}

fn answer(number: &str, draft: &Draft) -> Request {
    let body = Raw::of([
        ("Content", Raw::of_text(&draft.text)),
        ("ContentType", Raw::of_text("text/plain")),
        ("Attachments", Raw::of_list(draft.files.iter().map(|it| attachment(&it.file)).collect())),
    ]);
    let path = format!("/ticket/{number}/correspond");
    Request::send(Method::Post, path, Payload::Json(body.json()))
}

fn attachment(file: &File) -> Raw {
    let media_type = if file.media_type.is_empty() { UNKNOWN_TYPE } else { &file.media_type };
    Raw::of([
        ("FileName", Raw::of_text(&name(&file.name))),
        ("FileType", Raw::of_text(media_type)),
        ("FileContent", Raw::of_text(&base64::encode(&file.bytes))),
    ])
}

/// RT puts the name into a mail as it comes, breaks off at letters beyond Latin-1 and spoils those
/// beyond ASCII; in encoded words (RFC 2047) it reads them all.
fn name(name: &str) -> String {
    if name.is_ascii() && !name.contains("=?") {
        return name.to_owned();
    }
    let mut words: Vec<String> = Vec::new();
    let mut piece = String::new();
    for letter in name.chars() {
        if piece.len() + letter.len_utf8() > LONGEST_PIECE {
            words.push(encoded(&piece));
            piece.clear();
        }
        piece.push(letter);
    }
    words.push(encoded(&piece));
    words.join(" ")
}

fn encoded(piece: &str) -> String {
    format!("=?UTF-8?B?{}?=", base64::encode(piece.as_bytes()))
}

fn set_status(number: &str, status: &str) -> Request {
    let body = Raw::of([("Status", Raw::of_text(status))]);
    Request::send(Method::Put, format!("/ticket/{number}"), Payload::Json(body.json()))
}
