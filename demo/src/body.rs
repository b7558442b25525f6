//! Reading what is sent: all fields that are wrong are said at once.

use axum::{
    body::{Body, to_bytes},
    http::{HeaderMap, header},
};
use contract::{
    Comment, FieldError, Format, NewMessage, NewTicket, ProxySwitch, Rating, RatingPolicy, ReadTo,
    Verification, VerificationOutcome,
};
use serde_json::{Map, Value};

use crate::{
    answer::Refusal,
    filetype,
    store::{Body as Written, html},
};

/// The longest text of a reply or a comment, in characters.
const LONGEST: usize = 65_536;
/// The longest subject, in characters.
const LONGEST_SUBJECT: usize = 255;
/// Bytes of a JSON body: the longest text in any script, and what stands around it.
const MOST_JSON: usize = 512 * 1024;
/// What is read of a body that is too large: whoever is cut off while sending takes it for a lost
/// connection.
const MOST_READ: usize = 4 * 1024 * 1024;

/// The bytes of a body.
///
/// # Errors
/// When there are more than `most`.
pub async fn bytes(body: Body, most: usize) -> Result<Vec<u8>, Refusal> {
    let bytes = to_bytes(body, MOST_READ.max(most)).await.map_err(|_| Refusal::TooLarge)?;
    if bytes.len() > most { Err(Refusal::TooLarge) } else { Ok(bytes.into()) }
}

/// What makes a second send of this request the same (R7).
///
/// # Errors
/// When it is no key.
pub fn key(headers: &HeaderMap) -> Result<Option<String>, Refusal> {
    let Some(key) = headers.get("idempotency-key") else {
        return Ok(None);
    };
    let key = key.to_str().ok().filter(|it| is_key(it));
    let wrong = || Refusal::parameter("Idempotency-Key", KEY);
    key.map(|it| Some(it.to_owned())).ok_or_else(wrong)
}

const KEY: &str = "takes 1 to 255 visible characters of ASCII";

fn is_key(it: &str) -> bool {
    (1..=255).contains(&it.len()) && it.bytes().all(|it| it.is_ascii_graphic())
}

/// Reads a reply, and what is kept of its words.
///
/// # Errors
/// When the body is no JSON, or fields are wrong.
pub async fn message(headers: &HeaderMap, body: Body) -> Result<(NewMessage, Written), Refusal> {
    let mut it = Fields::read(headers, body).await?;
    let new = NewMessage {
        body: it.needed("body"),
        format: it.format(),
        uploads: it.tokens("uploads"),
        client_id: it.client_id(),
    };
    let written = it.written(&new.body, new.format);
    it.finish((new, written))
}

/// Reads a new ticket, and what is kept of its first message.
///
/// # Errors
/// When the body is no JSON, or fields are wrong.
pub async fn ticket(headers: &HeaderMap, body: Body) -> Result<(NewTicket, Written), Refusal> {
    let mut it = Fields::read(headers, body).await?;
    let new = NewTicket {
        subject: it.subject(),
        body: it.needed("body"),
        format: it.format(),
        uploads: it.tokens("uploads"),
        follow_up_of: it.old_ticket(),
        client_id: it.client_id(),
    };
    let written = it.written(&new.body, new.format);
    it.finish((new, written))
}

/// Reads how a switch is to stand.
///
/// # Errors
/// When the body is no JSON, or fields are wrong.
pub async fn switch(headers: &HeaderMap, body: Body) -> Result<ProxySwitch, Refusal> {
    let mut it = Fields::read(headers, body).await?;
    let enabled = it.given("enabled").and_then(Value::as_bool);
    if enabled.is_none() {
        it.wrong("enabled", "takes true, false");
    }
    it.finish(ProxySwitch { enabled: enabled.unwrap_or_default() })
}

/// Reads what may be said with closing and reopening; no body at all says nothing.
///
/// # Errors
/// When the body is no JSON, or fields are wrong.
pub async fn comment(headers: &HeaderMap, body: Body) -> Result<Comment, Refusal> {
    let body = bytes(body, MOST_JSON).await?;
    if body.is_empty() || body.trim_ascii() == b"null" {
        return Ok(Comment::default());
    }
    let mut it = Fields::parse(headers, &body)?;
    let comment = it.text("comment");
    it.finish(Comment { comment })
}

/// Reads a rating on the scale of this person's desk.
///
/// # Errors
/// When the body is no JSON, or fields are wrong.
pub async fn rating(
    headers: &HeaderMap,
    body: Body,
    scale: Option<RatingPolicy>,
) -> Result<Rating, Refusal> {
    let mut it = Fields::read(headers, body).await?;
    let (scale, says) = match scale {
        Some(RatingPolicy::GoodBad) => (0..=1, "takes 1 for good, 0 for bad"),
        _ => (1..=5, "takes 1 to 5"),
    };
    let score = it.given("score").and_then(|it| it.as_u64()).filter(|it| scale.contains(it));
    if score.is_none() {
        it.wrong("score", says);
    }
    let comment = it.text("comment");
    let score = score.and_then(|it| u32::try_from(it).ok()).unwrap_or_default();
    it.finish(Rating { score, comment })
}

/// Reads whether a problem is gone.
///
/// # Errors
/// When the body is no JSON, or fields are wrong.
pub async fn verification(headers: &HeaderMap, body: Body) -> Result<Verification, Refusal> {
    let mut it = Fields::read(headers, body).await?;
    let outcome = match it.given("outcome").and_then(Value::as_str) {
        Some("fixed") => VerificationOutcome::Fixed,
        Some("still_broken") => VerificationOutcome::StillBroken,
        _ => {
            it.wrong("outcome", "takes fixed, still_broken");
            VerificationOutcome::Fixed
        }
    };
    let reason = match outcome {
        VerificationOutcome::Fixed => it.text("reason"),
        VerificationOutcome::StillBroken => Some(it.needed("reason")),
    };
    it.finish(Verification { outcome, reason })
}

/// Reads how far somebody has read.
///
/// # Errors
/// When the body is no JSON, or fields are wrong.
pub async fn read_to(headers: &HeaderMap, body: Body) -> Result<ReadTo, Refusal> {
    let mut it = Fields::read(headers, body).await?;
    let last_message_id = it.needed("last_message_id");
    it.finish(ReadTo { last_message_id })
}

/// The fields of an object. What is not known is ignored.
struct Fields {
    given: Map<String, Value>,
    errors: Vec<FieldError>,
}

impl Fields {
    async fn read(headers: &HeaderMap, body: Body) -> Result<Self, Refusal> {
        Self::parse(headers, &bytes(body, MOST_JSON).await?)
    }

    fn parse(headers: &HeaderMap, body: &[u8]) -> Result<Self, Refusal> {
        let kind = headers.get(header::CONTENT_TYPE).and_then(|it| it.to_str().ok());
        let kind = kind.and_then(|it| it.split(';').next()).unwrap_or_default().trim();
        if !kind.eq_ignore_ascii_case("application/json") {
            return Err(Refusal::MediaType(Vec::new()));
        }
        match serde_json::from_slice(body) {
            Ok(Value::Object(given)) => Ok(Self { given, errors: Vec::new() }),
            Ok(_) => Err(Refusal::field("", "takes an object")),
            Err(err) => Err(Refusal::BadJson(err.to_string())),
        }
    }

    fn finish<T>(self, it: T) -> Result<T, Refusal> {
        if self.errors.is_empty() { Ok(it) } else { Err(Refusal::Invalid(self.errors)) }
    }

    fn wrong(&mut self, field: &str, message: impl Into<String>) {
        self.errors.push(FieldError { field: field.to_owned(), message: message.into() });
    }

    /// What may be absent may be `null` too.
    fn given(&self, name: &str) -> Option<&Value> {
        self.given.get(name).filter(|it| !it.is_null())
    }

    /// A text that says something, as it is.
    fn needed(&mut self, name: &str) -> String {
        let before = self.errors.len();
        let text = self.text(name);
        if text.is_none() && self.errors.len() == before {
            self.wrong(name, "is missing, or says nothing");
        }
        text.unwrap_or_default()
    }

    /// A text that may be absent. One that says nothing is.
    fn text(&mut self, name: &str) -> Option<String> {
        let text = match self.given(name)? {
            Value::String(it) if it.chars().count() <= LONGEST => Some(it.clone()),
            _ => None,
        };
        if text.is_none() {
            self.wrong(name, format!("takes a text of up to {LONGEST} characters"));
        }
        text.filter(|it| it.chars().any(|it| !it.is_whitespace()))
    }

    fn format(&mut self) -> Format {
        match self.given.get("format").map(Value::as_str) {
            None | Some(Some("text")) => Format::Text,
            Some(Some("html")) => Format::Html,
            Some(_) => {
                self.wrong("format", "takes text, html");
                Format::Text
            }
        }
    }

    /// What is kept of a body, which must still say something.
    fn written(&mut self, body: &str, format: Format) -> Written {
        if format == Format::Text {
            return Written { text: body.to_owned(), html: None };
        }
        let (html, text) = html::cleaned(body);
        let says = text.chars().any(|it| !it.is_whitespace());
        if !says && self.errors.iter().all(|it| it.field != "body") {
            self.wrong("body", "says nothing but what is not taken");
        }
        Written { text, html: Some(html) }
    }

    /// One line that says something.
    fn subject(&mut self) -> String {
        let subject = self.needed("subject");
        let is_line = !subject.contains(['\r', '\n']);
        if subject.chars().count() > LONGEST_SUBJECT || !is_line {
            self.wrong("subject", format!("takes one line of up to {LONGEST_SUBJECT} characters"));
        }
        subject.trim().to_owned()
    }

    /// The ticket that a new one takes up.
    fn old_ticket(&mut self) -> String {
        let old = self.given("follow_up_of");
        if old.is_none() {
            self.wrong(
                "follow_up_of",
                "is missing: so far only what takes up an old ticket is taken",
            );
            return String::new();
        }
        self.needed("follow_up_of")
    }

    fn client_id(&mut self) -> Option<String> {
        let it = self.given("client_id")?.as_str().filter(|it| is_key(it)).map(str::to_owned);
        if it.is_none() {
            self.wrong("client_id", KEY);
        }
        it
    }

    fn tokens(&mut self, name: &str) -> Vec<String> {
        let Some(given) = self.given.get(name) else {
            return Vec::new();
        };
        let texts = |it: &Vec<Value>| -> Option<Vec<String>> {
            it.iter().map(|it| it.as_str().map(str::to_owned)).collect()
        };
        match given.as_array().and_then(texts) {
            Some(it) if it.len() <= filetype::MOST_FILES => it,
            _ => {
                self.wrong(name, format!("takes up to {} tokens", filetype::MOST_FILES));
                Vec::new()
            }
        }
    }
}
