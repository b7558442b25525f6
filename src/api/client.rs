//! Connector and network, joined. What fetches is `line` below it, and nothing else.
//!
//! Every request has a time limit, a size limit and no way to another origin. What may pass by
//! itself is asked again, with growing pauses; the rest is told at once.

mod line;
mod live;
mod load;
mod mapping;
pub mod sse;
mod upload;

use std::{cell::RefCell, future::ready, pin::Pin, rc::Rc};

use super::{
    Answer, ApiError, Ask, Command, Connector, Failure, Method, Refusal, Reply, Request, Step,
    connectors,
};
use crate::{config::ConnectorName, domain::Attachment};
pub use line::Line;
use line::{TokenHeader, is_offline, pause};

/// Most sends for one ask. A connector that wants more is wrong.
pub const MOST_STEPS: usize = 6;
/// Largest body taken, in bytes; the rest is not even downloaded.
pub const MOST_BYTES: usize = 5 * 1024 * 1024;
/// Largest file taken, in bytes.
pub const MOST_FILE_BYTES: usize = 64 * 1024 * 1024;
/// Pauses before asking again, in milliseconds.
const PAUSES: [i32; 2] = [700, 2_500];
/// Longest pause a desk may ask for before we rather tell the customer, in seconds.
const LONGEST_PAUSE: f64 = 8.0;

/// A reply on its way. Boxed: there are two ways.
type Sent<'a> = Pin<Box<dyn Future<Output = Result<Reply, ApiError>> + 'a>>;

/// How a request that changes something is sent.
trait Way {
    fn send<'a>(
        &'a self,
        line: &'a Line,
        url: &'a str,
        request: &'a Request,
        header: TokenHeader<'a>,
    ) -> Sent<'a>;
}

/// As everything is that is asked for.
struct ByFetch;

/// Asks a desk. Clones share the way to it, and the token.
#[derive(Clone)]
pub struct Client {
    name: ConnectorName,
    /// Once it is here.
    connector: Rc<RefCell<Option<Rc<dyn Connector>>>>,
    line: Rc<Line>,
}

impl Client {
    /// Speaks as `name` over `line`.
    pub fn new(name: ConnectorName, line: Line) -> Self {
        Self { name, connector: Rc::default(), line: Rc::new(line) }
    }

    /// Whether the desk knows a send by its key, and so may be sent the same again (R7).
    pub fn knows_keys(&self) -> bool {
        matches!(self.name, ConnectorName::Deskpane)
    }

    /// From now on lists can be looked through (see [`super::Find`]). What that takes travels only to
    /// who looks; the connectors that travel by themselves bring it along.
    pub fn look(&self) {
        if matches!(self.name, ConnectorName::Deskpane) {
            self.connector.replace(Some(Rc::new(connectors::Looking)));
        }
    }

    /// Forgets the token: another customer may come.
    pub fn forget_token(&self) {
        self.line.kept.take();
    }

    /// Runs the connector's steps.
    ///
    /// # Errors
    /// What the connector makes of the replies, or what kept them from coming.
    pub async fn ask(&self, ask: &Ask) -> Result<Answer, ApiError> {
        let connector = self.connector().await?;
        let mut replies = Vec::new();
        loop {
            match connector.step(ask, &replies) {
                Step::Done(answer) => return Ok(answer),
                Step::Fail(error) => return Err(error),
                Step::Send(request) => {
                    let request = within_bounds(request, &replies)?;
                    let url = self.line.address(&request.path)?;
                    replies.push(self.send(&url, &request, connector.token_header()).await?);
                }
            }
        }
    }

    /// As [`Self::ask`], for a file: it may be somewhere else.
    ///
    /// # Errors
    /// As there.
    pub async fn download(&self, file: &Attachment) -> Result<Answer, ApiError> {
        let ask = Ask::File(file.clone());
        let connector = self.connector().await?;
        let mut replies = Vec::new();
        loop {
            let request = match connector.step(&ask, &replies) {
                Step::Done(answer) => return Ok(answer),
                Step::Fail(error) => return Err(error),
                Step::Send(request) => within_bounds(request, &replies)?,
            };
            let (url, is_ours) = self.line.file_address(&request)?;
            if !is_ours {
                return Ok(Answer::FileElsewhere(url));
            }
            match self.send(&url, &request, connector.token_header()).await {
                // With cookies the browser may follow; a token would have to go along.
                Err(error) if error.failure() == Failure::Redirected && self.line.may_follow() => {
                    return Ok(Answer::FileElsewhere(url));
                }
                reply => replies.push(reply?),
            }
        }
    }

    /// Runs the steps of something that changes the desk. Nothing that changes is sent twice, but
    /// for a new token after a 401, which changed nothing.
    ///
    /// # Errors
    /// What the connector makes of the replies, or what kept them from coming. An error after which
    /// it is not known whether the desk took it is [`Failure::Offline`] or [`Failure::TimedOut`].
    pub async fn write(&self, command: &Command) -> Result<Answer, Refusal> {
        self.write_by(command, &ByFetch).await
    }

    async fn write_by(&self, command: &Command, way: &dyn Way) -> Result<Answer, Refusal> {
        let connector = self.connector().await?;
        let header = connector.token_header();
        let writer = match (connector.clone().writer(), &self.name) {
            (Some(writer), _) => writer,
            (None, ConnectorName::Mapping(address)) => self.line.mapping_writer(address).await?,
            (None, _) => Rc::new(connectors::Deskpane),
        };
        let mut replies = Vec::new();
        let mut has_written = false;
        loop {
            let request = match writer.write(command, &replies) {
                Step::Done(answer) => return Ok(command.check(answer)?),
                Step::Fail(error) => {
                    return Err(Refusal::of(error, replies.last(), |it| writer.said(it)));
                }
                Step::Send(request) => within_bounds(request, &replies)?,
            };
            let url = self.line.address(&request.path)?;
            if request.method != Method::Get {
                load::forget_early(self.line.early.as_ref());
                replies.push(way.send(&self.line, &url, &request, header).await?);
                has_written = true;
            } else {
                match self.send(&url, &request, header).await {
                    // What is written is written: the connector says what that means.
                    Err(_) if has_written => replies.push(Reply::default()),
                    reply => replies.push(reply?),
                }
            }
        }
    }

    /// The connector that the host page names. One that could not come is asked for again.
    async fn connector(&self) -> Result<Rc<dyn Connector>, ApiError> {
        if let Some(connector) = self.connector.borrow().clone() {
            return Ok(connector);
        }
        let coming: connectors::Coming = match &self.name {
            ConnectorName::Deskpane => Box::pin(ready(Ok(Rc::new(connectors::Deskpane) as Rc<_>))),
            ConnectorName::Redmine => connectors::redmine(),
            ConnectorName::RequestTracker => connectors::request_tracker(),
            ConnectorName::Roundup => connectors::roundup(),
            ConnectorName::Mapping(address) => Box::pin(self.line.mapping(address)),
        };
        let connector = coming.await?;
        self.connector.replace(Some(connector.clone()));
        Ok(connector)
    }

    /// Sends, and sends again while that may help. Reads only, so nothing can happen twice (R7).
    async fn send(
        &self,
        url: &str,
        request: &Request,
        header: TokenHeader<'_>,
    ) -> Result<Reply, ApiError> {
        let mut pauses = PAUSES.iter();
        loop {
            let sent = self.line.send(url, request, header, None).await;
            let error = match &sent {
                Ok(reply) => match reply.good() {
                    Ok(_) => return sent,
                    Err(error) => error,
                },
                // It was waited for once, and that was long.
                Err(error) if error.failure() == Failure::TimedOut => return sent,
                Err(error) => error.clone(),
            };
            let asked = error.retry_after().unwrap_or(0.0);
            if !error.failure().is_passing() || asked > LONGEST_PAUSE || is_offline() {
                return sent;
            }
            let Some(millis) = pauses.next() else {
                return sent;
            };
            pause((*millis).max((asked * 1000.0) as i32)).await;
        }
    }
}

impl Way for ByFetch {
    fn send<'a>(
        &'a self,
        line: &'a Line,
        url: &'a str,
        request: &'a Request,
        header: TokenHeader<'a>,
    ) -> Sent<'a> {
        Box::pin(async move {
            let load = load::load(&request.payload)?;
            line.send(url, request, header, Some(load)).await
        })
    }
}

fn within_bounds(request: Request, replies: &[Reply]) -> Result<Request, ApiError> {
    if replies.len() < MOST_STEPS {
        return Ok(request);
    }
    Err(ApiError::new(Failure::Unreadable, "the connector asks without end"))
}
