//! The contract's calls that change something. They travel only to who writes.

use super::{Deskpane, ticket, whole_ticket};
use crate::{
    api::{
        Answer, ApiError, Command, Draft, Failure, Method, Payload, Query, Raw, Remark, Reply,
        Request, Score, Step, Writer, seen, segment,
    },
    domain::TicketId,
};

impl Writer for Deskpane {
    fn write(&self, command: &Command, replies: &[Reply]) -> Step {
        let step = match replies {
            // What it says of a refusal may be in a language of its own.
            [] => Ok(Step::Send(request(command).reading("content-language"))),
            [first] => read(command, first),
            [_, look, ..] => Ok(seen(look.good().and_then(whole_ticket))),
        };
        step.unwrap_or_else(Step::Fail)
    }

    fn said(&self, body: &Raw) -> Vec<Remark> {
        let all = body.text("detail").or_else(|| body.text("message")).map(Remark::new);
        let each =
            body.each("errors", |it| Some(Remark::about(&it.words("field"), it.text("message")?)));
        all.into_iter().chain(each).collect()
    }
}

fn request(command: &Command) -> Request {
    let send =
        |method, path: String, body: Raw| Request::send(method, path, Payload::Json(body.json()));
    let post = |path, body| send(Method::Post, path, body);
    let put = |path, body| send(Method::Put, path, body);
    match command {
        Command::Upload { file, key, .. } => {
            let path = Query::default().with("filename", &file.name).behind("/uploads");
            Request::send(Method::Post, path, Payload::File(file.clone()))
                .with_header("idempotency-key", key)
        }
        Command::TakeBack { token, .. } => {
            let path = format!("/uploads/{}", segment(token));
            Request::send(Method::Delete, path, Payload::None)
        }
        Command::Reply { ticket, draft } => {
            post(below(ticket, "messages"), Raw::of_fields(message(draft)))
                .with_header("idempotency-key", &draft.key)
        }
        Command::FollowUp { of, subject, draft } => {
            let mut fields = message(draft);
            fields.push(("subject".into(), Raw::of_text(subject)));
            fields.push(("follow_up_of".into(), Raw::of_text(of.as_str())));
            post("/tickets".into(), Raw::of_fields(fields))
                .with_header("idempotency-key", &draft.key)
        }
        Command::Close(ticket) => post(below(ticket, "close"), Raw::of([])),
        Command::Reopen(ticket) => post(below(ticket, "reopen"), Raw::of([])),
        Command::Rate { ticket, score, comment } => {
            let score = match score {
                Score::Good => Raw::of_number(1.0),
                Score::Bad => Raw::of_number(0.0),
                Score::Stars(stars) => Raw::of_number(f64::from(*stars)),
            };
            let body = Raw::of([("score", score), ("comment", Raw::of_text(comment))]);
            post(below(ticket, "rating"), body)
        }
        Command::Verify { ticket, still_broken } => {
            let outcome = if still_broken.is_some() { "still_broken" } else { "fixed" };
            let mut body = vec![("outcome".into(), Raw::of_text(outcome))];
            body.extend(still_broken.iter().map(|it| ("reason".into(), Raw::of_text(it))));
            post(below(ticket, "verification"), Raw::of_fields(body))
        }
        Command::AllowProxy { ticket, is_enabled } => {
            put(below(ticket, "proxy-access"), Raw::of([("enabled", Raw::of_flag(*is_enabled))]))
        }
        Command::MarkRead { ticket, last } => {
            put(below(ticket, "read"), Raw::of([("last_message_id", Raw::of_text(last.as_str()))]))
        }
    }
}

fn message(draft: &Draft) -> Vec<(String, Raw)> {
    let tokens = draft.files.iter().filter_map(|it| it.token.as_deref()).map(Raw::of_text);
    let (body, format) = match &draft.html {
        Some(html) => (html, "html"),
        None => (&draft.text, "text"),
    };
    vec![
        ("body".into(), Raw::of_text(body)),
        ("format".into(), Raw::of_text(format)),
        ("uploads".into(), Raw::of_list(tokens.collect())),
        ("client_id".into(), Raw::of_text(&draft.key)),
    ]
}

fn below(ticket: &TicketId, what: &str) -> String {
    format!("/tickets/{}/{what}", segment(ticket.as_str()))
}

fn read(command: &Command, reply: &Reply) -> Result<Step, ApiError> {
    let body = reply.good()?;
    Ok(match command {
        Command::TakeBack { .. } => Step::Done(Answer::Accepted),
        Command::Upload { .. } => {
            let none = || ApiError::new(Failure::Unreadable, "no token");
            Step::Done(Answer::Taken(Some(body.object()?.text("token").ok_or_else(none)?)))
        }
        // The answer is the message: what it did to the ticket is to be seen there.
        Command::Reply { ticket, .. } => {
            Step::Send(Request::get(format!("/tickets/{}", segment(ticket.as_str()))))
        }
        _ => match body.object().ok().as_ref().and_then(ticket) {
            Some(ticket) => Step::Done(Answer::Ticket(Box::new(ticket))),
            None => Step::Done(Answer::Accepted),
        },
    })
}
