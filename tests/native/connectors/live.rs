//! A real help desk, asked as the client asks it: its connector's steps over HTTP.
//!
//! `tests/peers/NAME.sh run DIR cargo test --test native live` starts one; without, its tests say
//! that they are skipped. A stand-in of tests/standins is always there.

use std::{
    collections::HashMap,
    env, fs,
    hash::{DefaultHasher, Hash as _, Hasher as _},
    rc::Rc,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use ::deskpane::{
    api::{
        Answer, ApiError, Ask, Body, Command, Cursor, Draft, Failure, Payload, Reply, Request,
        Step, Taken, TicketPage, Wants, Writer, client::MOST_STEPS,
    },
    domain::{Attachment, File, Message, Scope, Sort, Ticket, TicketId},
};
use ureq::{Agent, http};

use super::{messages, ticket, upload};

/// Parts a form; nothing in our files says it.
const BOUNDARY: &str = "deskpane-5f1c0b7e";

static WRITING: Mutex<()> = Mutex::new(());

/// A desk that runs, and the credentials of its people.
pub struct Desk<C> {
    connector: C,
    agent: Agent,
    base: String,
    /// Whose page asks, where the desk lets only some: in `variable` + `_ORIGIN`.
    origin: Option<String>,
    keys: HashMap<String, String>,
    by_cookie: bool,
}

impl<C: Writer> Desk<C> {
    /// The desk whose address `variable` names, with the file of its keys in `variable` + `_KEYS`; `None`
    /// where none was started.
    pub fn find(variable: &str, connector: C) -> Option<Self> {
        let (Ok(url), Ok(keys)) = (env::var(variable), env::var(format!("{variable}_KEYS"))) else {
            println!("SKIPPED: no {variable}, see tests/peers");
            return None;
        };
        let keys = fs::read_to_string(keys).unwrap();
        let keys = keys.lines().filter_map(|it| it.split_once(' '));
        let keys = keys.map(|(login, key)| (login.into(), key.into())).collect();
        let origin = env::var(format!("{variable}_ORIGIN")).ok();
        Some(Self { origin, ..Self::at(&url, connector, keys) })
    }

    /// The desk at `url`, asked by the token of each login.
    pub fn at(url: &str, connector: C, keys: HashMap<String, String>) -> Self {
        let agent = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .timeout_global(Some(Duration::from_secs(30)))
            .build();
        Self {
            connector,
            agent: agent.into(),
            base: url.trim_end_matches('/').into(),
            origin: None,
            keys,
            by_cookie: false,
        }
    }

    /// Asked by cookies (`NAME=VALUE`) in place of tokens, as on the desk's own pages.
    pub fn by_cookie(self) -> Self {
        Self { by_cookie: true, ..self }
    }

    /// What it is asked by.
    pub fn connector(&self) -> &C {
        &self.connector
    }

    /// As the client does it, without its patience.
    pub fn ask(&self, login: &str, ask: &Ask) -> Result<Answer, ApiError> {
        self.run(login, |replies| self.connector.step(ask, replies))
    }

    /// As the client does it: what comes of it is held against what was wanted.
    pub fn write(&self, login: &str, command: &Command) -> Result<Answer, ApiError> {
        // Redmine on SQLite locks itself when two write at once, and answers 500 half a minute later.
        let _one = WRITING.lock().unwrap_or_else(PoisonError::into_inner);
        let answer = self.run(login, |replies| self.connector.write(command, replies))?;
        command.check(answer)
    }

    fn run(&self, login: &str, step: impl Fn(&[Reply]) -> Step) -> Result<Answer, ApiError> {
        let mut replies = Vec::new();
        loop {
            match step(&replies) {
                Step::Send(request) => {
                    assert!(replies.len() < MOST_STEPS, "too many sends: {request:?}");
                    let reply = self.send(&request, login);
                    if (300..400).contains(&reply.status) {
                        return Err(ApiError::new(Failure::Redirected, request.path));
                    }
                    replies.push(reply);
                }
                Step::Done(answer) => return Ok(answer),
                Step::Fail(error) => return Err(error),
            }
        }
    }

    /// As the client makes it of a path below the base, of a whole address, and of a file's reference.
    fn address(&self, Request { path, wants, .. }: &Request) -> String {
        match path.as_str() {
            root if root.starts_with('/') && *wants == Wants::FileElsewhere => {
                let origin: Vec<_> = self.base.splitn(4, '/').take(3).collect();
                format!("{}{root}", origin.join("/"))
            }
            whole if whole.contains("://") => {
                let origin: Vec<_> = self.base.splitn(4, '/').take(3).collect();
                assert!(whole.starts_with(&format!("{}/", origin.join("/"))), "not there: {whole}");
                whole.into()
            }
            below if below.starts_with('/') => format!("{}{below}", self.base),
            reference => format!("{}/{reference}", self.base),
        }
    }

    fn send(&self, request: &Request, login: &str) -> Reply {
        let (name, before) = match self.by_cookie {
            true => ("cookie", ""),
            false => self.connector.token_header(),
        };
        let key = self.keys.get(login).map_or("no key at all", String::as_str);
        let mut builder = http::Request::builder()
            .method(request.method.as_str())
            .uri(self.address(request))
            .header(name, format!("{before}{key}"));
        if let Some(origin) = &self.origin {
            builder = builder.header("origin", origin);
        }
        if request.wants == Wants::Data {
            builder = builder.header("accept", "application/json");
        }
        let (content_type, bytes) = body(&request.payload);
        let named = |it: &&(String, String)| it.0 == "content-type";
        let content_type =
            request.headers.iter().find(named).map(|it| it.1.clone()).or(content_type);
        for (name, value) in request.headers.iter().filter(|it| !named(it)) {
            builder = builder.header(name, value);
        }
        if let Some(it) = content_type {
            builder = builder.header("content-type", it);
        }
        let mut response = self.agent.run(builder.body(bytes).unwrap()).unwrap();
        let header = |name: &str| {
            response.headers().get(name).and_then(|it| it.to_str().ok()).map(str::to_owned)
        };
        Reply {
            status: response.status().as_u16(),
            retry_after: header("retry-after").and_then(|it| it.parse().ok()),
            header: request.reads.as_deref().and_then(header),
            content_type: header("content-type").filter(|_| request.wants != Wants::Data),
            body: Body::new(response.body_mut().read_to_vec().unwrap()),
        }
    }

    /// A page of a list, twenty at most.
    #[track_caller]
    pub fn page(&self, login: &str, scope: Scope, sort: Sort, after: Option<Cursor>) -> TicketPage {
        match self.ask(login, &Ask::Tickets { scope, sort, limit: 20, after, find: None }) {
            Ok(Answer::Tickets(page)) => page,
            other => panic!("{other:?}"),
        }
    }

    /// One ticket.
    #[track_caller]
    pub fn ticket(&self, login: &str, id: &str) -> Ticket {
        match self.ask(login, &ticket(id)) {
            Ok(Answer::Ticket(ticket)) => *ticket,
            other => panic!("{other:?}"),
        }
    }

    /// The newest page of a conversation.
    #[track_caller]
    pub fn messages(&self, login: &str, id: &str) -> Vec<Message> {
        match self.ask(login, &messages(id)) {
            Ok(Answer::Messages(page)) => page.messages,
            other => panic!("{other:?}"),
        }
    }

    /// The bytes of a file.
    #[track_caller]
    pub fn bytes(&self, login: &str, file: &Attachment) -> Vec<u8> {
        match self.ask(login, &Ask::File(file.clone())) {
            Ok(Answer::File(file)) => file.bytes.clone(),
            other => panic!("{other:?}"),
        }
    }

    /// A reply with these files, uploaded first; the ticket as it is then.
    #[track_caller]
    pub fn reply(&self, login: &str, id: &str, text: &str, files: &[Rc<File>]) -> Ticket {
        let files = files.iter().map(|file| match self.write(login, &upload(id, file.clone())) {
            Ok(Answer::Taken(token)) => Taken { file: file.clone(), token },
            other => panic!("{other:?}"),
        });
        let draft = Draft { files: files.collect(), ..draft(text) };
        self.now(login, &Command::Reply { ticket: TicketId::new(id), draft })
    }

    /// The ticket after a command that the desk takes.
    #[track_caller]
    pub fn now(&self, login: &str, command: &Command) -> Ticket {
        match self.write(login, command) {
            Ok(Answer::Ticket(ticket)) => *ticket,
            other => panic!("{other:?}"),
        }
    }
}

fn body(payload: &Payload) -> (Option<String>, Vec<u8>) {
    match payload {
        Payload::None => (None, Vec::new()),
        Payload::Json(text) => (Some("application/json".into()), text.clone().into_bytes()),
        Payload::File(file) => (Some(file.media_type.clone()), file.bytes.clone()),
        Payload::Form(name, file) => {
            let mut bytes = format!(
                "--{BOUNDARY}\r\ncontent-disposition: form-data; name=\"{name}\"; filename=\"{}\"\r\n\
                 content-type: {}\r\n\r\n",
                file.name, file.media_type
            )
            .into_bytes();
            bytes.extend(&file.bytes);
            bytes.extend(format!("\r\n--{BOUNDARY}--\r\n").bytes());
            (Some(format!("multipart/form-data; boundary={BOUNDARY}")), bytes)
        }
    }
}

/// A message with a key of its own.
pub fn draft(text: &str) -> Draft {
    let mut hash = DefaultHasher::new();
    text.hash(&mut hash);
    Draft { text: text.into(), key: format!("test-{:x}", hash.finish()), ..Draft::default() }
}

/// A file to send.
pub fn file(name: &str, media_type: &str, bytes: &[u8]) -> Rc<File> {
    Rc::new(File { name: name.into(), media_type: media_type.into(), bytes: bytes.into() })
}
