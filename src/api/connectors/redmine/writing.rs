//! Redmine's ways to change an issue. It answers 204 whether or not anything changed, so each is
//! followed by a look.

use std::rc::Rc;

use serde::Deserialize;

use super::{Issue, OneIssue, Redmine, WHOLE, issue_address, next_status, thread, whole_ticket};
use crate::{
    api::{
        Answer, ApiError, Body, Command, Draft, Failure, Method, Payload, Query, Raw, Remark,
        Reply, Request, Step, UNKNOWN_TYPE, Writer, seen, segment,
    },
    domain::{File, TicketId},
};

/// What shows whether a note has arrived, and what a ticket's page needs.
const NOTED: &str = "journals,watchers,allowed_statuses";

impl Writer for Redmine {
    fn write(&self, command: &Command, replies: &[Reply]) -> Step {
        let step = match command {
            Command::Upload { file, .. } => upload(file, replies),
            Command::Reply { ticket, draft } => reply(ticket, draft, replies),
            Command::Close(ticket) => change(ticket, true, replies),
            Command::Reopen(ticket) => change(ticket, false, replies),
            Command::TakeBack { .. }
            | Command::FollowUp { .. }
            | Command::Rate { .. }
            | Command::Verify { .. }
            | Command::AllowProxy { .. }
            | Command::MarkRead { .. } => {
                Err(ApiError::new(Failure::Refused, "Redmine does not know this"))
            }
        };
        step.unwrap_or_else(Step::Fail)
    }

    fn said(&self, body: &Raw) -> Vec<Remark> {
        body.each_word("errors").into_iter().map(Remark::new).collect()
    }
}

fn upload(file: &Rc<File>, replies: &[Reply]) -> Result<Step, ApiError> {
    let Some(reply) = replies.first() else {
        let path = Query::default().with("filename", &file.name).behind("/uploads.json");
        // Any other type is refused, whatever the file is.
        let request = Request::send(Method::Post, path, Payload::File(file.clone()))
            .with_header("content-type", UNKNOWN_TYPE);
        return Ok(Step::Send(request));
    };
    let token = reply.good()?.read::<Uploaded>()?.upload.token;
    Ok(Step::Done(Answer::Taken(Some(token))))
}

fn reply(ticket: &TicketId, draft: &Draft, replies: &[Reply]) -> Result<Step, ApiError> {
    match replies {
        [] => {
            let uploads = draft.files.iter().filter_map(|it| {
                Some(Raw::of([
                    ("token", Raw::of_text(it.token.as_deref()?)),
                    ("filename", Raw::of_text(&it.file.name)),
                    ("content_type", Raw::of_text(&it.file.media_type)),
                ]))
            });
            let uploads = Raw::of_list(uploads.collect());
            Ok(put(ticket, [("notes", Raw::of_text(&draft.text)), ("uploads", uploads)]))
        }
        [taken] => {
            taken.good()?;
            Ok(Step::Send(Request::get(issue_address(ticket, NOTED))))
        }
        [_, look, ..] => {
            let Ok(issue) = look.good().and_then(issue) else {
                return Ok(Step::Done(Answer::Accepted));
            };
            // Without the right to add notes it answers 204 all the same.
            if !draft.text.trim().is_empty() && !thread::has_note(&issue, &draft.text) {
                return Err(ApiError::new(Failure::NotAccepted, "the note is not there"));
            }
            Ok(seen(whole_ticket(issue)))
        }
    }
}

/// Which statuses this customer may set is for the desk's workflow to say.
fn change(ticket: &TicketId, close: bool, replies: &[Reply]) -> Result<Step, ApiError> {
    match replies {
        [] => Ok(Step::Send(Request::get(issue_address(ticket, "allowed_statuses")))),
        [before] => {
            let issue = before.good().and_then(issue)?;
            if issue.status.is_closed == Some(close) {
                return Ok(seen(whole_ticket(issue)));
            }
            let none = || ApiError::new(Failure::Forbidden, "the workflow has no such status");
            let wanted = next_status(&issue, close).ok_or_else(none)?;
            Ok(put(ticket, [("status_id", Raw::of_text(&wanted.id.0))]))
        }
        [_, taken] => {
            taken.good()?;
            Ok(Step::Send(Request::get(issue_address(ticket, WHOLE))))
        }
        [_, _, look, ..] => Ok(seen(look.good().and_then(issue).and_then(whole_ticket))),
    }
}

fn put<const N: usize>(ticket: &TicketId, fields: [(&str, Raw); N]) -> Step {
    let body = Raw::of([("issue", Raw::of(fields))]);
    let path = format!("/issues/{}.json", segment(ticket.as_str()));
    Step::Send(Request::send(Method::Put, path, Payload::Json(body.json())))
}

fn issue(body: &Body) -> Result<Issue, ApiError> {
    Ok(body.read::<OneIssue>()?.issue)
}

#[derive(Deserialize)]
struct Uploaded {
    upload: Token,
}

#[derive(Deserialize)]
struct Token {
    token: String,
}
