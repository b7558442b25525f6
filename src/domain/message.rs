//! One entry of a conversation.

use super::{Channel, Denial, Time, upload::clean_name};

/// A desk's own name for a message.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MessageId(String);

impl MessageId {
    /// Takes an id as the desk wrote it.
    pub fn new(id: impl Into<String>) -> Self {
        Self(id.into())
    }

    /// For building an address or a key.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What an entry is.
#[derive(Clone, Debug, PartialEq)]
pub enum MessageKind {
    /// Somebody wrote.
    Message,
    /// Something happened ("priority changed"), in the desk's words.
    Event,
    /// V5: there is something that may not be shown; the place says why.
    Withheld(Denial),
}

/// Who speaks, seen from the desk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Who asked.
    Requester,
    /// Somebody copied on the ticket.
    Participant,
    /// The desk's people.
    Agent,
    /// A program that answers.
    Bot,
    /// The desk itself.
    System,
}

/// An author.
#[derive(Clone, Debug, PartialEq)]
pub struct Author {
    /// The desk's id, to tell "you" from a colleague.
    pub id: String,
    /// User text.
    pub name: String,
    /// Which side they are on.
    pub role: Role,
}

/// What a virus scan said of a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Scan {
    /// Nothing found.
    Clean,
    /// Still being looked at.
    Pending,
    /// Not to be opened.
    Infected,
    /// Nobody looked, or nobody says.
    #[default]
    Unknown,
}

/// A file of a message.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Attachment {
    /// The desk's id.
    pub id: String,
    /// User text: may hold bidi tricks, isolate it.
    pub filename: String,
    /// Media type as somebody said; not to be trusted.
    pub media_type: Option<String>,
    /// Size in bytes, where the desk says it.
    pub size: Option<f64>,
    /// It stands inside the HTML body, rather than below it.
    pub is_inline: bool,
    /// What the HTML body calls it, without `cid:`.
    pub content_id: Option<String>,
    /// Where the desk keeps it, in its connector's words; `None` where it cannot be had.
    pub address: Option<String>,
    /// As [`Self::address`], of a small picture of it.
    pub thumbnail: Option<String>,
    /// What a virus scan said.
    pub scan: Scan,
}

impl Attachment {
    /// Whether it may be asked for: it is somewhere, and a virus scan has nothing against it.
    pub fn can_be_had(&self) -> bool {
        self.address.is_some() && matches!(self.scan, Scan::Clean | Scan::Unknown)
    }

    /// Its name without what hides its ending or leads elsewhere; where nothing is left, its id.
    pub fn plain_name(&self) -> String {
        let name = clean_name(&self.filename);
        if name.is_empty() { self.id.clone() } else { name }
    }
}

/// A file, whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// User text: may hold bidi tricks and paths.
    pub name: String,
    /// Media type, as somebody said; not to be trusted.
    pub media_type: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// A message. Its HTML is what somebody sent: only an allow-listed copy of it is ever shown (Q1).
#[derive(Clone, Debug, PartialEq)]
pub struct Message {
    /// The desk's id.
    pub id: MessageId,
    /// What it is.
    pub kind: MessageKind,
    /// Who wrote.
    pub author: Author,
    /// How it came; `None` where it goes without saying.
    pub channel: Option<Channel>,
    /// When.
    pub at: Time,
    /// BCP 47 tag, where it is known (T3).
    pub language: Option<String>,
    /// The body in plain text; always there, equal in meaning.
    pub text: String,
    /// The body in HTML, where there is one. Not to be trusted.
    pub html: Option<String>,
    /// Files.
    pub attachments: Vec<Attachment>,
    /// The key its sender gave it (R7), where the desk keeps it.
    pub key: Option<String>,
}
