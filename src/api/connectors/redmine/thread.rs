//! A conversation out of an issue: its description, then its journals.

use serde::Deserialize;

use super::{Id, Issue, IssueStatus, Named};
use crate::{
    api::{ApiError, Failure, MessagePage, body::read_each, segment},
    domain::{Attachment, Author, Message, MessageId, MessageKind, Role, Time},
};

/// Id of the first message, which has none in Redmine.
const DESCRIPTION: &str = "description";
/// A file that came with the issue is stored with it, give or take this many milliseconds.
const TOGETHER: f64 = 5_000.0;

/// Whether somebody moved the issue on without a word: told in the names of the statuses, which
/// a journal does not carry.
pub fn needs_names(issue: &Issue) -> bool {
    issue
        .journals
        .iter()
        .flatten()
        .filter_map(|it| it.clone().read::<Journal>().ok())
        .any(|it| !it.private() && it.notes().is_none() && it.moved().is_some())
}

/// The whole conversation: Redmine has no pages here.
///
/// # Errors
/// [`Failure::Unreadable`] without a date to begin at.
pub fn page(issue: Issue, names: &[IssueStatus]) -> Result<MessagePage, ApiError> {
    let begun = Time::parse(&issue.created_on)
        .ok_or_else(|| ApiError::new(Failure::Unreadable, "an issue without proper dates"))?;
    let (journals, skipped) = read_each(issue.journals.unwrap_or_default(), |it: Journal| {
        Some((Time::parse(&it.created_on)?, it))
    });
    let (files, lost_files) = read_each(issue.attachments.unwrap_or_default(), Some);
    let thread = Context { requester: issue.author.as_ref().map(|it| it.id.clone()), files, names };
    let referred: Vec<Id> = journals.iter().flat_map(|it| it.1.files()).collect();
    let mut messages = vec![Message {
        id: MessageId::new(DESCRIPTION),
        kind: MessageKind::Message,
        author: thread.author(issue.author),
        channel: None,
        at: begun,
        language: None,
        text: issue.description.as_deref().map(lines).unwrap_or_default(),
        html: None,
        key: None,
        // A note that is made private later leaves the conversation, but Redmine goes on naming its
        // file. So what no entry refers to is shown only if it came with the issue.
        attachments: thread.attachments(|it| {
            let stored = it.created_on.as_deref().and_then(Time::parse);
            !referred.contains(&it.id)
                && stored.is_some_and(|at| at.millis() <= begun.millis() + TOGETHER)
        }),
    }];
    messages.extend(journals.into_iter().filter_map(|(at, it)| thread.message(at, it)));
    // Some people have set their account to newest first.
    messages[1..].sort_by(|left, right| left.at.millis().total_cmp(&right.at.millis()));
    Ok(MessagePage { messages, earlier: None, skipped: skipped.saturating_add(lost_files) })
}

/// Redmine ends lines as forms do, with two characters.
fn lines(text: &str) -> String {
    text.replace("\r\n", "\n")
}

/// What every entry of the conversation is read against.
struct Context<'a> {
    requester: Option<Id>,
    files: Vec<File>,
    names: &'a [IssueStatus],
}

impl Context<'_> {
    /// `None` for what is not the customer's business, and for what cannot be said in the desk's
    /// own words: a new category, a date, an estimate.
    fn message(&self, at: Time, it: Journal) -> Option<Message> {
        if it.private() {
            return None;
        }
        let referred = it.files();
        let attachments = self.attachments(|file| referred.contains(&file.id));
        let (kind, text) = match it.notes() {
            Some(notes) => (MessageKind::Message, lines(notes)),
            None if !attachments.is_empty() => (MessageKind::Message, String::new()),
            None => (MessageKind::Event, self.moved(&it)?),
        };
        Some(Message {
            id: MessageId::new(it.id.0),
            kind,
            author: self.author(it.user),
            channel: None,
            at,
            language: None,
            text,
            html: None,
            attachments,
            key: None,
        })
    }

    /// `New → Feedback`. The marks keep an arrow between Arabic names from pointing backwards.
    fn moved(&self, it: &Journal) -> Option<String> {
        let name = |id: &str| self.names.iter().find(|it| it.id.0 == id).map(|it| &it.name);
        let (old, new) = it.moved()?;
        Some(format!("\u{200e}{} \u{200e}→\u{200e} {}", name(old)?, name(new)?))
    }

    /// Redmine does not tell customers from staff, and both watch: who did not ask is the desk's.
    fn author(&self, it: Option<Named>) -> Author {
        let Some(it) = it else {
            return Author { id: String::new(), name: String::new(), role: Role::System };
        };
        let asked = Some(&it.id) == self.requester.as_ref();
        let role = if asked { Role::Requester } else { Role::Agent };
        Author { id: it.id.0, name: it.name.unwrap_or_default(), role }
    }

    fn attachments(&self, wanted: impl Fn(&File) -> bool) -> Vec<Attachment> {
        self.files
            .iter()
            .filter(|it| wanted(it))
            .map(|it| Attachment {
                id: it.id.0.clone(),
                filename: it.filename.clone().unwrap_or_default(),
                media_type: it.content_type.clone(),
                size: it.filesize,
                address: it.filename.as_deref().map(|name| {
                    format!("/attachments/download/{}/{}", segment(&it.id.0), segment(name))
                }),
                ..Attachment::default()
            })
            .collect()
    }
}

/// Whether a note says `text`, however its lines end. Any, for somebody else may have written since.
pub fn has_note(issue: &Issue, text: &str) -> bool {
    let lines = |it: &str| it.trim().lines().map(str::trim_end).collect::<Vec<_>>().join("\n");
    let journals = issue.journals.iter().flatten();
    let mut notes = journals.filter_map(|it| it.clone().read::<Journal>().ok()?.notes);
    notes.any(|it| lines(&it) == lines(text))
}

/// One entry of an issue's history: a note, changes, or both.
#[derive(Deserialize)]
struct Journal {
    id: Id,
    user: Option<Named>,
    notes: Option<String>,
    created_on: String,
    private_notes: Option<bool>,
    details: Option<Vec<Detail>>,
}

/// One change.
#[derive(Deserialize)]
struct Detail {
    property: Option<String>,
    name: Option<String>,
    old_value: Option<String>,
    new_value: Option<String>,
}

#[derive(Deserialize)]
struct File {
    id: Id,
    filename: Option<String>,
    content_type: Option<String>,
    filesize: Option<f64>,
    created_on: Option<String>,
}

impl Journal {
    /// Redmine keeps private notes from customers; a proxy with the wrong key would not.
    fn private(&self) -> bool {
        self.private_notes == Some(true)
    }

    fn notes(&self) -> Option<&str> {
        self.notes.as_deref().filter(|it| !it.trim().is_empty())
    }

    /// The ids of the statuses it went from and to.
    fn moved(&self) -> Option<(&str, &str)> {
        let change = self.changes("attr").find(|it| it.name.as_deref() == Some("status_id"))?;
        Some((change.old_value.as_deref()?, change.new_value.as_deref()?))
    }

    /// The ids of the files that came with it.
    fn files(&self) -> Vec<Id> {
        self.changes("attachment").filter_map(|it| it.name.clone().map(Id)).collect()
    }

    fn changes(&self, property: &str) -> impl Iterator<Item = &Detail> {
        self.details.iter().flatten().filter(move |it| it.property.as_deref() == Some(property))
    }
}
