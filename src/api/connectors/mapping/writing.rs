//! The writing half of a mapping. It is read where something is written, and travels there.

use super::{
    Mapping, all_of,
    document::Then,
    eval::{self, Sight},
    read,
    rule::{Condition, Pointer, Rule, Variables},
    template::Template,
};
use crate::{
    api::{
        Answer, ApiError, Ask, Body, Command, Connector, Draft, Failure, Method, Payload, Raw,
        Reply, Request, Score, Step, Writer, connectors::base64,
    },
    domain::{File, TicketId},
};

/// Every command that the mapping knows.
#[derive(Clone, Debug)]
pub struct Writes {
    pub csrf: Option<Csrf>,
    pub upload: Upload,
    pub reply: Vec<Write>,
    pub close: Vec<Write>,
    pub reopen: Vec<Write>,
    pub rate: Vec<Write>,
    pub follow_up: Vec<Write>,
}

/// What shows that a request with the customer's cookies comes from a page that could read an answer.
#[derive(Clone, Debug)]
pub struct Csrf {
    pub get: Template,
    /// Where it stands in the answer.
    pub token: Option<Pointer>,
    /// Or the header of the answer that holds it.
    pub from: Option<String>,
    /// The header that it goes in.
    pub header: String,
}

/// One way to do what is wanted.
#[derive(Clone, Debug)]
pub struct Write {
    pub when: Option<Condition>,
    pub before: Vec<Then>,
    pub method: Method,
    pub send: Template,
    pub with: Variables,
    pub headers: Vec<(String, String)>,
    pub load: Load,
    /// What a good answer says.
    pub taken: Option<Condition>,
    /// The id of a ticket that came of it.
    pub id: Option<Pointer>,
}

/// What goes along.
#[derive(Clone, Debug)]
pub enum Load {
    Nothing,
    Json(Rule),
    File,
    /// The field's name.
    Form(String),
}

/// How files are taken.
#[derive(Clone, Debug)]
pub enum Upload {
    /// Not at all.
    None,
    /// With the message.
    Inline,
    /// Before it; where the answer has the token.
    Ahead(Box<Write>, Pointer),
}

/// A mapping that can write.
#[derive(Clone, Debug)]
pub struct WritingMapping {
    pub(super) mapping: Mapping,
    writes: Writes,
}

impl WritingMapping {
    /// Reads a whole mapping file that was found right before, by [`Mapping::read`] or when it was made.
    ///
    /// # Errors
    /// [`Failure::Unreadable`] for anything that is no JSON.
    pub fn checked(text: &str) -> Result<Self, ApiError> {
        let raw = Body::new(text).any()?;
        let mapping = Mapping(read::checked_document(&raw));
        Ok(Self { mapping, writes: read::checked_writes(&raw) })
    }

    fn next(&self, command: &Command, replies: &[Reply]) -> Result<Step, ApiError> {
        let (asked, nothing) = (asked(command, &self.writes.upload), Raw::nothing());
        let mut sight = Sight::new(&asked, &nothing);
        let Some(write) = self.write_of(command, &asked, &sight)? else {
            return Ok(Step::Done(Answer::Taken(None)));
        };
        let mut replies = replies.iter();
        let mut token = None;
        if let Some(csrf) = &self.writes.csrf {
            let Some(reply) = replies.next() else { return Ok(Step::Send(csrf.request())) };
            token = csrf.token(&self.mapping, reply)?.map(|it| (csrf.header.as_str(), it));
        }
        for before in &write.before {
            if !before.when.as_ref().is_none_or(|it| it.holds(&asked, &sight)) {
                continue;
            }
            let Some(reply) = replies.next() else {
                return Ok(Step::Send(Request::get(before.address(&asked, &asked, &sight))));
            };
            match self.mapping.good(reply) {
                Ok(raw) => sight.add(&before.name, raw),
                Err(_) if before.is_optional => {}
                Err(error) => return Err(error),
            }
        }
        let Some(reply) = replies.next() else {
            return Ok(Step::Send(write.request(command, token, &asked, &sight)));
        };
        let answer = self.mapping.taken(reply)?;
        if !write.taken.as_ref().is_none_or(|it| it.holds(&answer, &sight)) {
            return Err(ApiError::new(Failure::NotAccepted, "the answer says otherwise"));
        }
        let id = match (command, &self.writes.upload) {
            (Command::Upload { .. }, Upload::Ahead(_, token)) => {
                let token = token.look(&answer, &sight).as_text();
                let none = || ApiError::new(Failure::Unreadable, "no token for the file");
                return Ok(Step::Done(Answer::Taken(Some(token.ok_or_else(none)?))));
            }
            (Command::FollowUp { .. }, _) => {
                let id = write.id.as_ref().and_then(|it| it.look(&answer, &sight).as_text());
                match id {
                    Some(id) => TicketId::new(id),
                    None => return Ok(Step::Done(Answer::Accepted)),
                }
            }
            _ => command.ticket().clone(),
        };
        // The ticket as it is now: good statuses that changed nothing are common.
        Ok(match self.mapping.step(&Ask::Ticket(id), replies.as_slice()) {
            Step::Fail(_) => Step::Done(Answer::Accepted),
            step => step,
        })
    }

    /// How a command is done; `None` for a file that travels with its message.
    fn write_of(
        &self,
        command: &Command,
        asked: &Raw,
        sight: &Sight,
    ) -> Result<Option<&Write>, ApiError> {
        let writes = match command {
            Command::Upload { .. } => match &self.writes.upload {
                Upload::Ahead(write, _) => std::slice::from_ref(&**write),
                Upload::Inline => return Ok(None),
                Upload::None => &[],
            },
            Command::Reply { .. } => &self.writes.reply,
            Command::Close(_) => &self.writes.close,
            Command::Reopen(_) => &self.writes.reopen,
            Command::Rate { .. } => &self.writes.rate,
            Command::FollowUp { .. } => &self.writes.follow_up,
            Command::TakeBack { .. }
            | Command::Verify { .. }
            | Command::AllowProxy { .. }
            | Command::MarkRead { .. } => &[],
        };
        let holds = |it: &&Write| it.when.as_ref().is_none_or(|it| it.holds(asked, sight));
        let none = || ApiError::new(Failure::Refused, "the mapping does not say how");
        writes.iter().find(holds).map(Some).ok_or_else(none)
    }
}

impl Connector for WritingMapping {
    fn step(&self, ask: &Ask, replies: &[Reply]) -> Step {
        self.mapping.step(ask, replies)
    }

    fn token_header(&self) -> (&str, &str) {
        self.mapping.token_header()
    }
}

impl Writer for WritingMapping {
    fn write(&self, command: &Command, replies: &[Reply]) -> Step {
        self.next(command, replies).unwrap_or_else(Step::Fail)
    }
}

impl Csrf {
    fn request(&self) -> Request {
        Request { reads: self.from.clone(), ..Request::get(self.get.expand(&[])) }
    }

    /// Who comes with a token of their own has none here, and needs none.
    fn token(&self, mapping: &Mapping, reply: &Reply) -> Result<Option<String>, ApiError> {
        let root = mapping.good(reply)?;
        let nothing = Raw::nothing();
        let sight = Sight::new(&nothing, &root);
        let told = self.token.as_ref().and_then(|it| it.look(&root, &sight).as_text());
        Ok(told.or_else(|| reply.header.clone()))
    }
}

impl Write {
    fn request(
        &self,
        command: &Command,
        token: Option<(&str, String)>,
        asked: &Raw,
        sight: &Sight,
    ) -> Request {
        let mut variables = all_of(asked);
        variables.extend(eval::variables(&self.with, asked, sight));
        let payload = match (&self.load, command) {
            (Load::Json(rule), _) => Payload::Json(eval::value(rule, asked, sight).json()),
            (Load::File, Command::Upload { file, .. }) => Payload::File(file.clone()),
            (Load::Form(name), Command::Upload { file, .. }) => {
                Payload::Form(name.clone(), file.clone())
            }
            _ => Payload::None,
        };
        let mut request = Request::send(self.method, self.send.expand(&variables), payload);
        request.headers.clone_from(&self.headers);
        match token {
            Some((name, value)) => request.with_header(&name.to_ascii_lowercase(), value),
            None => request,
        }
    }
}

/// What `@ask` looks into.
fn asked(command: &Command, upload: &Upload) -> Raw {
    let text = |it: &str| Raw::of_text(it);
    let mut fields = vec![("id".to_owned(), text(command.ticket().as_str()))];
    let mut add = |name: &str, it: Raw| fields.push((name.to_owned(), it));
    let mut say = |draft: &Draft| {
        add("text", text(&draft.text));
        add("key", text(&draft.key));
        let files = draft.files.iter().map(|it| {
            let mut fields = described(&it.file);
            if let Some(token) = &it.token {
                fields.push(("token".to_owned(), text(token)));
            }
            if let Upload::Inline = upload {
                fields.push(("base64".to_owned(), text(&base64::encode(&it.file.bytes))));
            }
            Raw::of_fields(fields)
        });
        add("files", Raw::of_list(files.collect()));
    };
    match command {
        Command::Upload { file, .. } => fields.extend(described(file)),
        Command::Reply { draft, .. } => say(draft),
        Command::FollowUp { subject, draft, .. } => {
            say(draft);
            add("subject", text(subject));
        }
        Command::Rate { score, comment, .. } => {
            add("comment", text(comment));
            match score {
                Score::Good => add("score", text("good")),
                Score::Bad => add("score", text("bad")),
                Score::Stars(stars) => add("stars", Raw::of_number(f64::from(*stars))),
            }
        }
        Command::TakeBack { .. }
        | Command::Close(_)
        | Command::Reopen(_)
        | Command::Verify { .. }
        | Command::AllowProxy { .. }
        | Command::MarkRead { .. } => {}
    }
    Raw::of_fields(fields)
}

fn described(file: &File) -> Vec<(String, Raw)> {
    let text = |name: &str, it: &str| (name.to_owned(), Raw::of_text(it));
    let size = ("size".to_owned(), Raw::of_number(file.bytes.len() as f64));
    vec![text("filename", &file.name), text("type", &file.media_type), size]
}
