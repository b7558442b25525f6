//! A mapping's steps over the network, as the widget's client takes them, but once: who asks may ask again.

use deskpane::{
    api::{
        Answer, ApiError, Ask, Command, Connector, Failure, Method, Reply, Request, Step, Writer,
        client::MOST_STEPS,
        connectors::{Mapping, WritingMapping},
    },
    domain::{Attachment, File},
};
use serde_json::Value;

use crate::{
    line::{Caller, Line, Place},
    shape,
};

/// A mapping in front of a desk, for one caller.
pub struct Desk<'a> {
    /// The way there.
    pub line: &'a Line,
    /// As whom.
    pub caller: &'a Caller,
    /// What it is asked by.
    pub mapping: &'a WritingMapping,
}

/// A file, or where the browser is to go for it.
pub enum Found {
    File(std::rc::Rc<File>),
    Elsewhere(String),
}

impl Desk<'_> {
    fn reading(&self) -> &Mapping {
        self.mapping.reading()
    }

    /// What the mapping makes of it, in the contract's JSON.
    pub fn ask(&self, ask: &Ask) -> Result<Value, ApiError> {
        let told = self.run(|replies| self.reading().told(ask, replies))?;
        let told = serde_json::from_str(&told.json());
        told.map(shape::read).map_err(|it| ApiError::new(Failure::Unreadable, it.to_string()))
    }

    fn run<T>(&self, step: impl Fn(&[Reply]) -> Step<T>) -> Result<T, ApiError> {
        let mut replies = Vec::new();
        loop {
            match step(&replies) {
                Step::Done(it) => return Ok(it),
                Step::Fail(error) => return Err(error),
                Step::Send(request) => {
                    let request = within_bounds(request, &replies)?;
                    replies.push(self.send(&request)?);
                }
            }
        }
    }

    fn send(&self, request: &Request) -> Result<Reply, ApiError> {
        let url = self.line.address(&request.path)?;
        self.line.send(&url, request, self.caller, self.mapping.token_header())
    }

    /// A file from where a message says it is.
    pub fn download(&self, reference: String) -> Result<Found, ApiError> {
        let attachment = Attachment { address: Some(reference), ..Attachment::default() };
        let ask = Ask::File(attachment);
        let mut replies = Vec::new();
        loop {
            let request = match self.mapping.step(&ask, &replies) {
                Step::Done(Answer::File(file)) => return Ok(Found::File(file)),
                Step::Done(_) => return Err(ApiError::new(Failure::Unreadable, "no file")),
                Step::Fail(error) => return Err(error),
                Step::Send(request) => within_bounds(request, &replies)?,
            };
            let url = match self.line.place(&request)? {
                Place::Here(url) => url,
                Place::Elsewhere(url) => return Ok(Found::Elsewhere(url.into())),
            };
            match self.line.send(&url, &request, self.caller, self.mapping.token_header()) {
                // The browser may follow: it brings its cookies itself.
                Err(error)
                    if error.failure() == Failure::Redirected && self.caller.cookie.is_some() =>
                {
                    return Ok(Found::Elsewhere(url.into()));
                }
                reply => replies.push(reply?),
            }
        }
    }

    /// Runs the steps of something that changes the desk; what came of it is held against what was wanted.
    pub fn write(&self, command: &Command) -> Result<Answer, ApiError> {
        let mut replies = Vec::new();
        let mut has_written = false;
        loop {
            let request = match self.mapping.write(command, &replies) {
                Step::Done(answer) => return command.check(answer),
                Step::Fail(error) => return Err(error),
                Step::Send(request) => within_bounds(request, &replies)?,
            };
            match self.send(&request) {
                // What is written is written: the mapping says what that means.
                Err(_) if has_written && request.method == Method::Get => {
                    replies.push(Reply::default());
                }
                reply => replies.push(reply?),
            }
            has_written |= request.method != Method::Get;
        }
    }
}

fn within_bounds(request: Request, replies: &[Reply]) -> Result<Request, ApiError> {
    if replies.len() < MOST_STEPS {
        return Ok(request);
    }
    Err(ApiError::new(Failure::Unreadable, "the mapping asks without end"))
}
